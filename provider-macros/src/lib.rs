//! The attribute `#[mapi_provider]`, exported by `provider-runtime`; nothing but its entry stands here.
//!
//! | file | holds |
//! |---|---|
//! | `args.rs` | attribute tokens → values with their places; unknown, repeated, malformed words |
//! | `model.rs` | words and item → a checked declaration, one function a rule; the order of the teardown |
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

/// Declares a struct as a MAPI service provider.
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
