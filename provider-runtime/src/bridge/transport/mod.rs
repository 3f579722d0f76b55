//! All that a transport adds to the runtime: its interfaces, one file each, what its logons have besides, and here how its
//! author's trait is asked. What every kind has is in `com/kind.rs`, the messages it is lent are in `lent/message/`.

mod addresses;
mod life;
mod logon;
mod notify;
pub(crate) mod provider;

pub use logon::TransportLogonObject;

use super::service::{self, Exported};
use crate::com::kind::{Ask, Lifecycle};
use crate::provider::TransportProvider;
use crate::provider::declared::kind;
use life::TransportLife;
use provider_abi::prop_value::Property;
use provider_abi::shapes::flag::{MAPI_TRANSPORT_PROVIDER, STATUS_FLUSH_QUEUES, STATUS_VALIDATE_STATE};
use provider_abi::shapes::tags;
use std::convert::Infallible;

impl<P: TransportProvider> Lifecycle<kind::Transport> for P {
    /// A transport opens nothing but its status object.
    type Opened = Infallible;
    type Life = TransportLife;
    type Open = ();
    const ASK: Ask<P, TransportLife> = Ask {
        kind: MAPI_TRANSPORT_PROVIDER,
        spi: P::SPI,
        configure: P::configure,
        name: |of| of.name().unwrap_or_else(|| P::NAME.into()),
        uid: |_| P::UID, // nothing of a transport's has an entry identifier, and none is registered (UID-3)
        columns,
        methods: STATUS_VALIDATE_STATE | STATUS_FLUSH_QUEUES,
        flush: notify::wanted,
        interrupt: |of, life| of.interrupt(life.is_hurried()),
        persist: P::persist,
        before_logoff: P::before_logoff,
        fast_shutdown: P::fast_shutdown,
        farewell: |life| {
            life.forget_addresses();
            None // its support object refuses the call (SUP-1)
        },
        held: |_| None,
    };
}

/// STATUS-13: all three, or none.
fn columns<P: TransportProvider>(of: &P) -> Vec<Property> {
    let Some(identity) = of.identity() else { return Vec::new() };
    vec![
        Property::new(tags::IDENTITY_DISPLAY, identity.name),
        Property::new(tags::IDENTITY_ENTRYID, identity.entry),
        Property::new(tags::IDENTITY_SEARCH_KEY, identity.search_key),
    ]
}

/// A transport, exported.
pub const fn transport<P: TransportProvider>() -> Exported {
    service::exported::<P>(provider::init_transport::<P>)
}

/// The three classes of a transport, under names of its own, and the one demand for the author's trait. It opens no objects,
/// so the name of their class stays free.
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
