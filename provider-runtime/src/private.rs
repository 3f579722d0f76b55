//! What generated code may name. Not public API: it promises nothing to anybody else.

pub use crate::__store_classes as store_classes;
pub use crate::bridge::provider::Init;
pub use crate::bridge::service::{ServiceCall, service_entry, store};
pub use crate::com::object::{LogonObject, ProviderObject, StatusObject, StoreObject};
pub use crate::provider::StoreProvider;
pub use crate::provider::declared::{Declared, Drops, ExportedAs, FieldEnd, NoDrop, TakenApart, Uid, kind, no_drop};
pub use crate::teardown::Ending;

/// The one place that demands the author's trait.
pub const fn is_a_store<P: StoreProvider>() {}

/// `export!`'s word must be the declared kind.
pub const fn exported_as<Kind, P: ExportedAs<Kind>>() {}

/// What a library of its own needs and a program does not: a panic hook that prints nothing, and a log.
pub fn prepare_library() {
    crate::com::wall::keep_places();
    crate::com::host::log_to_host();
}
