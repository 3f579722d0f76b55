//! Write MAPI service providers in safe Rust.
//!
//! An author declares a struct with [`#[mapi_provider]`](mapi_provider), implements
//! [`StoreProvider`], [`AddressBookProvider`] or [`TransportProvider`] for it, and names it in
//! [`export!`]. Out come real MAPI objects with MAPI's own binary interface, whose shutdown is
//! right in every path.
//!
//! # The life of a store provider
//! 1. MAPI calls `MSProviderInit`: a provider object, no author's code ([`StoreProvider::SPI`]).
//! 2. The first logon starts the [`Shared`] state, if there is one.
//! 3. Each logon: [`StoreProvider::identify`], [`StoreProvider::logon`]; the UID and the status row
//!    are registered.
//! 4. Clients work: [`StoreProvider::open`], [`Properties`], [`FolderObject`], [`MessageObject`].
//! 5. The logon ends, in one of several ways: see `StoreProvider`.
//! 6. `Shutdown`: [`Shared::stop`], and threads that could not be joined before.
//!
//! Before that, and at any time, MAPI calls `ServiceEntry`: [`StoreProvider::configure`] keeps
//! settings in the profile.
//!
//! What the parts of the crate are is in ARCHITECTURE.md.
#![cfg_attr(loom, allow(dead_code, unused_imports))]

#[cfg(not(loom))]
#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
#[cfg(not(loom))]
mod bridge;
#[cfg(not(loom))]
mod draft;
#[cfg(not(loom))]
mod entry;
#[cfg(not(loom))]
mod lent;
#[cfg(not(loom))]
mod logon;
#[cfg(loom)]
mod logon {
    pub(crate) mod gate;
    pub(crate) mod guarded_cell;
}
#[cfg(not(loom))]
mod provider;
mod sync;

#[cfg(not(loom))]
pub use self::{
    lent::{
        EntryId, EntryKey, Event, ObjectKind, ProfileSection, ServiceAction, Status, StoreKey, Support, message::*,
    },
    logon::declared::Shared,
    provider::*,
};
#[cfg(all(feature = "session", not(loom)))]
pub use bridge::linked::{address_book_entry, service_entry, store_entry, transport_entry};
#[cfg(all(feature = "registration", not(loom)))]
pub use bridge::registered::registered_provider;
#[cfg(not(loom))]
#[doc(inline)]
pub use provider_abi::{
    access::Access,
    error::{Code, Error, OrCode, Result},
    large_value::LargeValue,
    names::{NameInSet, NameMap, PropName},
    prop_value::{PropValue, Property},
    shapes as abi,
    shapes::tag::PropTag,
    table::fold_case,
    table::{Anchor, Place, Relation, Restriction, RowSource, Rows, RowsFrom, SortKey, SortOrder, TableView},
    tag::{self, Tag},
    tags,
    uid::Uid,
    wanted::Wanted,
};
#[cfg(not(loom))]
pub use provider_macros::mapi_provider;
#[cfg(all(feature = "registration", not(loom)))]
#[doc(inline)]
pub use provider_registration as registration;
#[cfg(all(feature = "session", not(loom)))]
#[doc(inline)]
pub use provider_session as session;

/// What an author imports.
#[cfg(not(loom))]
pub mod prelude {
    pub use crate::provider::*;
    pub use crate::{Access, LargeValue, NameInSet, NameMap, PropName, PropValue, Property, Uid, Wanted};
    pub use crate::{
        Anchor, Relation, Restriction, RowSource, Rows, RowsFrom, SortKey, SortOrder, TableView, fold_case,
    };
    pub use crate::{Code, Error, OrCode, PropTag, Result, Tag, export, mapi_provider, tags};
    pub use crate::{EntryId, EntryKey, Event, ObjectKind, ServiceAction, Shared, StoreKey};
    pub use crate::{IncomingMessage, OutgoingMessage, ProfileSection, Recipient, RecipientKind, Status, Support};
}
