//! What generated code may name. Not public API: it promises nothing to anybody else.

pub use crate::bridge::address_book::{BookLogonObject, address_book};
pub use crate::bridge::init::Init;
pub use crate::bridge::service::{ServiceCall, service_entry};
pub use crate::bridge::store::{LogonObject, StoreObject, store};
pub use crate::bridge::transport::{TransportLogonObject, transport};
pub use crate::logon::declared::{Declared, Drops, FieldEnd, NoDrop, TakenApart, kind, no_drop};
pub use crate::logon::object::{OpenedObject, ProviderObject, StatusObject};
pub use crate::logon::teardown::Ending;
pub use crate::provider::{AddressBookProvider, StoreProvider, TransportProvider};
pub use crate::{
    __address_book_classes as address_book_classes, __store_classes as store_classes,
    __transport_classes as transport_classes,
};
pub use provider_abi::uid::Uid;

/// The one place that demands a store's trait.
pub const fn is_a_store<P: StoreProvider>() {}

/// As [`is_a_store`], of an address book.
pub const fn is_an_address_book<P: AddressBookProvider>() {}

/// As [`is_a_store`], of a transport.
pub const fn is_a_transport<P: TransportProvider>() {}

/// What a library of its own needs and a program does not: a panic hook that prints nothing, and a
/// log.
pub fn prepare_library() {
    crate::logon::panics::keep_places();
    crate::logon::host::log_to_hosts();
}
