//! Write MAPI service providers in safe Rust.
//!
//! An author declares a struct with [`#[mapi_provider]`](mapi_provider), implements [`StoreProvider`],
//! [`AddressBookProvider`] or [`TransportProvider`] for it, and names it in [`export!`]. Out come real MAPI objects with MAPI's own binary interface, whose shutdown is right in every path.
//!
//! # The life of a store provider
//! 1. MAPI calls `MSProviderInit`: a provider object, no author's code ([`StoreProvider::SPI`]).
//! 2. The first logon starts the [`Shared`] state, if there is one.
//! 3. Each logon: [`StoreProvider::identify`], [`StoreProvider::logon`]; the UID and the status row are registered.
//! 4. Clients work: [`StoreProvider::open`], [`Properties`], [`FolderObject`], [`MessageObject`].
//! 5. The logon ends, whichever way: see `StoreProvider`.
//! 6. `Shutdown`: [`Shared::stop`], and threads that could not be joined before.
//!
//! Before and beside all that, MAPI calls `ServiceEntry`: [`StoreProvider::configure`] keeps settings in the profile.
//!
//! What the parts of the crate are is in ARCHITECTURE.md.
#![cfg_attr(loom, allow(dead_code, unused_imports))]

#[cfg(not(loom))]
#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
#[cfg(not(loom))]
pub mod abi;
#[cfg(not(loom))]
#[allow(unsafe_code, reason = "raw arguments become values here, by the invariants of com/")]
mod bridge;
#[cfg(not(loom))]
#[allow(unsafe_code, reason = "objects, counts and MAPI's memory are made here; invariants in com/mod.rs")]
mod com;
#[cfg(loom)]
#[allow(unsafe_code, reason = "what the models are about")]
mod com {
    pub(crate) mod gate;
    pub(crate) mod turns;
}
#[cfg(not(loom))]
mod entry;
#[cfg(not(loom))]
mod error;
#[cfg(not(loom))]
#[allow(unsafe_code, reason = "MAPI's objects are called here, by the invariants of com/")]
mod lent;
#[cfg(not(loom))]
mod provider;
#[cfg(all(feature = "registration", not(loom)))]
pub mod registration;
#[cfg(all(feature = "session", not(loom)))]
#[allow(unsafe_code, reason = "the session calls providers over their vtables, by the invariants of com/")]
pub mod session;
mod sync;
#[cfg(not(loom))]
mod teardown;

#[cfg(not(loom))]
pub use self::{
    abi::{tag::PropTag, tags},
    error::{Code, Error, OrCode, Result},
    lent::{ProfileSection, Status, Support, message::*},
    provider::*,
};
#[cfg(all(feature = "session", not(loom)))]
pub use bridge::linked::{address_book_entry, service_entry, store_entry, transport_entry};
#[cfg(not(loom))]
pub use provider_macros::mapi_provider;

/// What an author imports.
#[cfg(not(loom))]
pub mod prelude {
    pub use crate::provider::*;
    pub use crate::{Code, Error, OrCode, PropTag, Result, export, mapi_provider, tags};
    pub use crate::{IncomingMessage, OutgoingMessage, ProfileSection, Recipient, RecipientKind, Status, Support};
}
