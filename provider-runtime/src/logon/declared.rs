//! What a provider is declared as: data that `#[mapi_provider]` writes, the one function that takes
//! its fields apart, and the state that its logons share. The traits of the kinds are in
//! `provider/`.

use super::teardown::Ending;
use provider_abi::error::Result;
use provider_abi::uid::Uid;
use std::marker::PhantomData;

/// The kinds of provider, as types.
pub mod kind {
    /// `kind = "store"`
    #[derive(Debug)]
    pub enum Store {}
    /// `kind = "address_book"`
    #[derive(Debug)]
    pub enum AddressBook {}
    /// `kind = "transport"`
    #[derive(Debug)]
    pub enum Transport {}

    /// A kind whose providers may call the spooler (SUP-1).
    pub trait Spooled {}
    impl Spooled for Store {}
    impl Spooled for Transport {}
}

/// What `#[mapi_provider]` writes: data.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not declared as a provider",
    label = "not declared",
    note = "write `#[mapi_provider(kind = …, name = …, uid = …)]` above `{Self}`"
)]
pub trait Declared: Sized + 'static {
    /// One of [`kind`].
    type Kind;
    /// What all logons of one provider object have in common; `()` unless declared.
    type Shared: Shared;
    /// Shown to the user (`PR_PROVIDER_DISPLAY`).
    const NAME: &'static str;
    /// The default of `uid`, and the UID in the entry identifiers of stores.
    const UID: Uid;
    /// The fields in the order in which they end; the statements of [`TakenApart::take_apart`] are
    /// the order.
    const PLAN: &'static [FieldEnd];
}

/// What `#[mapi_provider]` writes: the one thing that generics cannot do.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not declared as a provider",
    label = "not declared",
    note = "write `#[mapi_provider(kind = …, name = …, uid = …)]` above `{Self}`"
)]
pub trait TakenApart: Declared {
    /// Ends every field, each exactly once and on its own, in the order of [`Declared::PLAN`].
    fn take_apart(self, ending: &mut Ending<'_>);
}

/// How one field ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldEnd {
    /// The field.
    pub field: &'static str,
    /// The function that takes it by value; `None`: it is dropped.
    pub with: Option<&'static str>,
}

impl FieldEnd {
    /// A field that a function ends.
    pub const fn with(field: &'static str, with: &'static str) -> Self {
        Self { field, with: Some(with) }
    }

    /// A field that is dropped.
    pub const fn dropped(field: &'static str) -> Self {
        Self { field, with: None }
    }
}

/// Whether `T` implements `Drop` itself (not: whether dropping it does anything).
#[derive(Debug)]
pub struct Drops<T>(PhantomData<T>);

#[allow(drop_bounds, reason = "an `impl Drop` of the author's is what is asked about")]
impl<T: Drop> Drops<T> {
    /// The answer.
    pub const IMPLEMENTED: bool = true;
}

/// The answer of every other type.
pub trait NoDrop {
    /// The answer.
    const IMPLEMENTED: bool = false;
}

impl<T> NoDrop for Drops<T> {}

/// Refuses an `impl Drop` at compile time, at the caller's place.
#[track_caller]
pub const fn no_drop(implemented: bool) {
    assert!(
        !implemented,
        "a provider cannot implement `Drop`: its fields end one by one\n\
         help: move the code to `before_logoff`, or end a field with `#[teardown(with = path)]`"
    );
}

/// State that all logons of one provider object share: a connection pool, a cache.
///
/// An author's thread may hold the `Arc` that [`LogonContext::shared`](crate::LogonContext::shared)
/// gives, but has to let go of it before its logon has ended; else the state is not stopped, only
/// reported and dropped by the last holder.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is shared by logons but does not implement `Shared`",
    label = "shared by logons",
    note = "write `impl Shared for {Self}` with `start`"
)]
pub trait Shared: Sized + Send + Sync + 'static {
    /// Starts the state. It is called at the first logon, never in the entry point.
    ///
    /// # Errors
    /// Why there is none; that logon fails (ENTRY-11).
    fn start() -> Result<Self>;

    /// Stops the state: the provider object is shut down, and the last logon has ended.
    ///
    /// # Errors
    /// What went wrong. It is reported (SHUT-4).
    fn stop(self) -> Result<()> {
        Ok(())
    }
}

#[diagnostic::do_not_recommend]
impl Shared for () {
    fn start() -> Result<Self> {
        Ok(())
    }
}
