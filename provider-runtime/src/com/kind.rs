//! What every kind of provider has, and what a kind adds to it: the one place through which the runtime asks an author's
//! trait, whichever it is. What is one kind's alone stands in a file of its own, as `store.rs`.

use super::link::Link;
use crate::provider::declared::{Declared, TakenApart};
use crate::provider::{FastShutdown, ServiceContext};
use provider_abi::error::Result;
use provider_abi::prop_value::Property;
use provider_abi::uid::Uid;
use std::ops::RangeInclusive;

/// An author's trait, as the runtime knows it; `K` is its kind, so that there is one impl for each.
pub trait Lifecycle<K>: TakenApart + Send + Sync {
    /// What its `open` gives.
    type Opened: Send + Sync + 'static;
    /// What a logon has besides.
    type Life: Send + Sync;
    /// What the logons of one provider object share besides.
    type Open: Default + Send;
    /// The author's methods that are called alike for every kind.
    const ASK: Ask<Self, Self::Life>;
}

/// The methods that the traits of all kinds have, each under its own name.
pub struct Ask<P, L> {
    /// PR_RESOURCE_TYPE (STATUS-5).
    pub(crate) kind: u32,
    pub(crate) spi: RangeInclusive<u32>,
    pub(crate) configure: fn(&ServiceContext<'_, P>) -> Result<()>,
    /// PR_DISPLAY_NAME: the author's, if he has one.
    pub(crate) name: fn(&P) -> String,
    pub(crate) uid: fn(&P) -> Uid,
    /// The columns of the status row that only this provider has (STATUS-13).
    pub(crate) columns: fn(&P) -> Vec<Property>,
    /// PR_RESOURCE_METHODS: what the status object can do (STATUS-4).
    pub(crate) methods: u32,
    /// FlushQueues of the status object (STATOBJ-8), if those say so.
    pub(crate) flush: fn(&P, &Link, u32) -> Result<()>,
    pub(crate) interrupt: fn(&P, &L),
    pub(crate) persist: fn(&P) -> Result<()>,
    pub(crate) before_logoff: fn(&P) -> Result<()>,
    pub(crate) fast_shutdown: fn(&P) -> FastShutdown,
    /// Step 5 of an end, once: the end of what the logon has besides, and what StoreLogoffTransports is to say, if it is to
    /// be called.
    pub(crate) farewell: fn(&L) -> Option<u32>,
    /// What a client still holds beside opened objects and the status object.
    pub(crate) held: fn(&L) -> Option<&'static str>,
}

/// A provider of any kind.
pub trait Served: Declared + Lifecycle<<Self as Declared>::Kind> {}

impl<P: Declared + Lifecycle<<P as Declared>::Kind>> Served for P {}
