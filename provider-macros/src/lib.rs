//! The attribute `#[mapi_provider]`, exported by `provider-runtime`; nothing but its entry stands
//! here.
//!
//! | file | holds |
//! |---|---|
//! | `args.rs` | attribute tokens → values with their places; unknown, repeated, malformed words |
//! | `model.rs` | words and item → a checked declaration; the order of the teardown |
//! | `expand.rs` | declaration → tokens; cannot fail |
//! | `errors.rs` | the collector of errors: all faults at once |
//! | `names.rs` | every attribute word and the runtime's path, once |

mod args;
mod errors;
mod expand;
mod model;
mod names;
#[cfg(test)]
mod tests;

/// Declares a struct as a MAPI service provider: one value of it is one logon.
///
/// ```ignore
/// /// A message store kept in one SQLite file.
/// #[mapi_provider(kind = "store", name = "Notes", uid = "6b3c1a52-6c0e-4f0e-9c57-3c9d3f2f6a11", shared = Pool)]
/// pub struct NotesStore {
///     #[teardown(with = Outbox::drain)]
///     outbox: Outbox,
///     #[teardown(after = outbox, with = Notes::close)]
///     notes: Notes,
///     support: Support<Self>,
/// }
/// ```
///
/// The struct has named fields or none, and neither generic parameters nor an `impl Drop`.
///
/// | word | value |
/// |---|---|
/// | `kind` | `"store"`, `"address_book"` or `"transport"` |
/// | `name` | what users see in their profile |
/// | `uid` | 32 hex digits of the author's own, plain or as `uuidgen` prints them |
/// | `shared` | the type of what all logons have in common; may be left out |
///
/// # How a logon's fields end
///
/// One by one, in the order they stand in, as Rust drops them. Neither an error nor a panic keeps
/// the next from ending. A function that ends a field returns `()` or `Result<(), E>`.
///
/// | on a field | |
/// |---|---|
/// | `#[teardown(with = path)]` | ended by a function that takes it by value, not dropped |
/// | `#[teardown(after = field)]` | waits until the other field has ended |
/// | `#[cfg(…)]` | holds for its end, too |
///
/// # What is written
///
/// The struct without `#[teardown]`; an impl of data and one that takes the fields apart; and the
/// four COM classes, type aliases that begin with the struct's name: `NotesStoreProvider`,
/// `NotesStoreLogon`, `NotesStoreObject`, `NotesStoreStatus`. A transport opens no objects, and has
/// no third. The author implements the trait of the kind: `StoreProvider`, `AddressBookProvider`,
/// `TransportProvider`.
#[proc_macro_attribute]
pub fn mapi_provider(args: proc_macro::TokenStream, item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    declare(args.into(), item.into()).into()
}

fn declare(args: proc_macro2::TokenStream, item: proc_macro2::TokenStream) -> proc_macro2::TokenStream {
    let (declaration, errors) = errors::gather(|faults| {
        let args = args::ProviderArgs::read(args, faults);
        model::check(args, item, faults)
    });
    let mut written = expand::written(&declaration);
    written.extend(errors);
    written
}
