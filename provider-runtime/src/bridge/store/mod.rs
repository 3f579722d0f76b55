//! All that a store adds to the runtime: its interfaces, one file each, its state, and here how its
//! author's trait is asked. What every kind has is in `logon/kind.rs`, what it shares with address
//! books in `shared/`.

mod content;
mod derived;
mod folder;
mod given;
mod logon;
mod logon_call;
mod message;
mod message_state;
mod object;
mod opened;
mod provider;
mod queue;
mod receive;
mod saving;
mod spooler_part;
mod state;
mod submit;
mod telling;

pub use logon::LogonObject;
pub use object::StoreObject;
pub(super) use provider::init_store;

use super::service::{self, Exported};
use crate::logon::declared::kind;
use crate::logon::kind::{Callbacks, ProviderKind};
use crate::provider::{FastShutdown, StoreProvider};
use object::name;
use opened::StoreContent;
use provider_abi::error::Code;
use provider_abi::shapes::flag::{MAPI_STORE_PROVIDER, STATUS_VALIDATE_STATE};
use state::{OpenStores, StoreState};

impl<P: StoreProvider> ProviderKind<kind::Store> for P {
    type Opened = StoreContent<P>;
    type KindState = StoreState;
    type SharedKindState = OpenStores<P>;
    const CALLBACKS: Callbacks<P, StoreState> = Callbacks {
        kind: MAPI_STORE_PROVIDER,
        spi: P::SPI,
        name,
        uid: P::uid,
        columns: |_| Vec::new(),
        methods: STATUS_VALIDATE_STATE,
        flush: |_, _, _| Err(Code::NO_SUPPORT.into()),
        names: P::names,
        interrupt: |provider, _| provider.interrupt(),
        persist: P::persist,
        before_logoff: P::before_logoff,
        is_ready_for_fast_shutdown: |provider| provider.fast_shutdown() == FastShutdown::Ready,
        transport_logoff_flags: StoreState::transport_logoff_flags,
        held_by_client: StoreState::held_by_client,
    };
}

/// A store, exported.
pub const fn store<P: StoreProvider>() -> Exported {
    service::exported::<P>(init_store::<P>)
}

/// The four classes of a store, under names of its own, and the one demand for the author's trait.
#[doc(hidden)]
#[macro_export]
macro_rules! __store_classes {
    ($visibility:vis $name:ident: $provider:ident, $logon:ident, $object:ident, $status:ident) => {
        $crate::__class! { $visibility $name $provider ProviderObject "`IMSProvider` and `IMAPIProviderShutdown` of [`" }
        $crate::__class! { $visibility $name $logon LogonObject "`IMSLogon` of [`" }
        $crate::__class! { $visibility $name $object StoreObject "`IMsgStore` of [`" }
        $crate::__class! { $visibility $name $status StatusObject "`IMAPIStatus` of [`" }
        const _: () = $crate::__private::is_a_store::<$name>();
    };
}
