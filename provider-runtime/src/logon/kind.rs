//! What every kind of provider has, and what a kind adds to it: the one place through which the
//! runtime asks an author's trait, of any kind. What is one kind's alone is in its folder in
//! `bridge/`.

use super::declared::{Declared, TakenApart};
use super::support_link::SupportLink;
use provider_abi::error::Result;
use provider_abi::names::NameMap;
use provider_abi::prop_value::Property;
use provider_abi::uid::Uid;
use std::ops::RangeInclusive;

/// An author's trait, as the runtime knows it; `K` is its kind, so that there is one impl for each.
pub trait ProviderKind<K>: TakenApart + Send + Sync {
    /// What its `open` gives.
    type Opened: Send + Sync + 'static;
    /// Per-logon state that only this kind needs.
    type KindState: Send + Sync;
    /// State that the logons of one provider object share, and that only this kind needs.
    type SharedKindState: Default + Send;
    /// The author's methods that are called alike for every kind.
    const CALLBACKS: Callbacks<Self, Self::KindState>;
}

/// The methods that the traits of all kinds have, each under its own name.
pub struct Callbacks<P, S> {
    /// PR_RESOURCE_TYPE (STATUS-5).
    pub(crate) kind: u32,
    pub(crate) spi: RangeInclusive<u32>,
    /// PR_DISPLAY_NAME: the author's, if he has one.
    pub(crate) name: fn(&P) -> String,
    pub(crate) uid: fn(&P) -> Uid,
    /// The columns of the status row that only this provider has (STATUS-13).
    pub(crate) columns: fn(&P) -> Vec<Property>,
    /// PR_RESOURCE_METHODS: what the status object can do (STATUS-4).
    pub(crate) methods: u32,
    /// FlushQueues of the status object (STATOBJ-8), if those say so.
    pub(crate) flush: fn(&P, &SupportLink, u32) -> Result<()>,
    /// The map of named properties, if the author keeps one.
    pub(crate) names: fn(&P) -> Option<&dyn NameMap>,
    pub(crate) interrupt: fn(&P, &S),
    pub(crate) persist: fn(&P) -> Result<()>,
    pub(crate) before_logoff: fn(&P) -> Result<()>,
    /// Whether the process may vanish after `persist`.
    pub(crate) is_ready_for_fast_shutdown: fn(&P) -> bool,
    /// Called once, in step 5 of the end: the flags for StoreLogoffTransports, or `None` to skip
    /// that call.
    pub(crate) transport_logoff_flags: fn(&S) -> Option<u32>,
    /// What a client still holds, other than opened objects and the status object.
    pub(crate) held_by_client: fn(&S) -> Option<&'static str>,
}

/// A provider of any kind.
pub trait Provider: Declared + ProviderKind<<Self as Declared>::Kind> {}

impl<P: Declared + ProviderKind<<P as Declared>::Kind>> Provider for P {}
