//! All that a transport adds to the runtime: its interfaces, one file each, its state, and here how
//! its author's trait is asked. What every kind has is in `logon/kind.rs`, the messages it is lent
//! are in `lent/message/`.

mod addresses;
mod logon;
mod notify;
mod provider;
mod state;

pub use logon::TransportLogonObject;
pub(super) use provider::init_transport;

use super::service::{self, Exported};
use crate::logon::declared::kind;
use crate::logon::kind::{Callbacks, ProviderKind};
use crate::provider::{FastShutdown, TransportProvider};
use provider_abi::prop_value::Property;
use provider_abi::shapes::flag::{MAPI_TRANSPORT_PROVIDER, STATUS_FLUSH_QUEUES, STATUS_VALIDATE_STATE};
use provider_abi::shapes::tags;
use state::TransportState;
use std::convert::Infallible;

impl<P: TransportProvider> ProviderKind<kind::Transport> for P {
    /// A transport opens nothing but its status object.
    type Opened = Infallible;
    type KindState = TransportState;
    type SharedKindState = ();
    const CALLBACKS: Callbacks<P, TransportState> = Callbacks {
        kind: MAPI_TRANSPORT_PROVIDER,
        spi: P::SPI,
        name: |provider| provider.name().unwrap_or_else(|| P::NAME.into()),
        uid: |_| P::UID, // nothing of a transport's has an entry identifier, and none is registered (UID-3)
        columns,
        methods: STATUS_VALIDATE_STATE | STATUS_FLUSH_QUEUES,
        flush: notify::flush_wanted,
        names: |_| None,
        interrupt: |provider, state| provider.interrupt(state.is_hurried()),
        persist: P::persist,
        before_logoff: P::before_logoff,
        is_ready_for_fast_shutdown: |provider| provider.fast_shutdown() == FastShutdown::Ready,
        transport_logoff_flags: |state| {
            state.forget_addresses();
            None // its support object refuses the call (SUP-1)
        },
        held_by_client: |_| None,
    };
}

/// STATUS-13: all three, or none.
fn columns<P: TransportProvider>(provider: &P) -> Vec<Property> {
    let Some(identity) = provider.identity() else { return Vec::new() };
    vec![
        Property::new(tags::IDENTITY_DISPLAY, identity.name),
        Property::new(tags::IDENTITY_ENTRYID, identity.entry),
        Property::new(tags::IDENTITY_SEARCH_KEY, identity.search_key),
    ]
}

/// A transport, exported.
pub const fn transport<P: TransportProvider>() -> Exported {
    service::exported::<P>(init_transport::<P>)
}

/// The three classes of a transport, under names of its own, and the one demand for the author's
/// trait. It opens no objects, so the name of their class stays free.
#[doc(hidden)]
#[macro_export]
macro_rules! __transport_classes {
    ($visibility:vis $name:ident: $provider:ident, $logon:ident, $object:ident, $status:ident) => {
        $crate::__class! { $visibility $name $provider ProviderObject "`IXPProvider` and `IMAPIProviderShutdown` of [`" }
        $crate::__class! { $visibility $name $logon TransportLogonObject "`IXPLogon` of [`" }
        $crate::__class! { $visibility $name $status StatusObject "`IMAPIStatus` of [`" }
        const _: () = $crate::__private::is_a_transport::<$name>();
    };
}
