//! One logon of an author's provider, as every COM object of that logon shares it. Its end is in
//! `end.rs`, the list of its opened objects in `opened_list.rs`, what several logons share in
//! `provider_state.rs`.
#![allow(unsafe_code, reason = "lists hold their objects without a reference")]

use super::guarded_cell::GuardedCell;
use super::kind::Provider;
use super::object::StatusObject;
use super::open_tables::OpenTables;
use super::opened_list::OpenedList;
use super::provider_state::ProviderState;
use super::support_link::SupportLink;
use provider_abi::error::Result;
use provider_abi::lock::lock;
use provider_abi::prop_value::Property;
use provider_abi::shapes::code::Code;
use provider_abi::uid::Uid;
use std::ptr::NonNull;
use std::sync::{Arc, Mutex, OnceLock};

/// The logon. An opened object keeps it alive, never the logon object; it reaches the support
/// object through its link only.
pub(crate) struct LogonState<P: Provider> {
    pub(crate) link: Arc<SupportLink>,
    pub(crate) provider_state: Arc<ProviderState<P>>,
    /// The author's value: read under a seat, taken by step 6 (G2).
    pub(crate) provider: GuardedCell<Option<P>>,
    pub(crate) opened: Mutex<OpenedList<P>>,
    /// The tables among them, which hear of changes.
    pub(crate) open_tables: OpenTables<P>,
    /// The status object, held weakly (STATOBJ-3).
    pub(crate) status: Mutex<Option<Listed<StatusObject<P>>>>,
    /// Connections that are not cancelled yet (NOTIF-4).
    pub(crate) subscriptions: Mutex<Vec<usize>>,
    /// Whether its objects may be opened for changing (MSLOGON-2).
    pub(crate) is_writable: bool,
    /// Per-logon state that only this kind needs.
    pub(crate) kind_state: P::KindState,
    /// What MAPI was told at the logon.
    pub(crate) reported: OnceLock<Reported>,
}

/// An object that a list of ours has, without a reference.
pub struct Listed<T>(pub(crate) NonNull<T>);

// SAFETY: O4: used under the list's lock only, which the object's last Release takes before it
// frees.
unsafe impl<T> Send for Listed<T> {}

/// What MAPI was told at the logon, for the store's and the status object's properties.
#[derive(Default)]
pub(crate) struct Reported {
    /// The wrapped entry identifier (OPEN-11).
    pub(crate) entry: Vec<u8>,
    /// The columns of the status row that stay as they are, and of the profile section
    /// PR_PROVIDER_DLL_NAME and PR_RESOURCE_FLAGS, if it has them.
    pub(crate) columns: Vec<Property>,
}

impl<P: Provider> LogonState<P> {
    pub(crate) fn new(
        link: Arc<SupportLink>,
        provider_state: Arc<ProviderState<P>>,
        provider: P,
        is_writable: bool,
        kind_state: P::KindState,
    ) -> Self {
        Self {
            link,
            provider_state,
            provider: GuardedCell::new(Some(provider)),
            opened: Mutex::new(OpenedList::new()),
            open_tables: OpenTables::new(),
            status: Mutex::new(None),
            subscriptions: Mutex::new(Vec::new()),
            is_writable,
            kind_state,
            reported: OnceLock::new(),
        }
    }

    /// The UID of the logon's own objects; the declared one until the author was asked.
    pub(crate) fn uid(&self) -> Uid {
        self.uids()[0]
    }

    /// The UIDs that this logon's entry identifiers may carry.
    pub(crate) fn uids(&self) -> [Uid; 2] {
        self.link.uids().unwrap_or([P::UID; 2])
    }

    /// LOGON-7: the logon joins its provider. The UID of its objects.
    pub(crate) fn join(self: &Arc<Self>) -> Result<Uid> {
        self.provider_state.join(self)?;
        self.with_provider(|provider| Ok((P::CALLBACKS.uid)(provider)))
    }

    /// NOTIF-4: removes a connection from the list; whether it was there.
    pub(crate) fn forget_subscription(&self, connection: usize) -> bool {
        let mut subscriptions = lock(&self.subscriptions);
        let place = subscriptions.iter().position(|other| *other == connection);
        place.map(|at| subscriptions.swap_remove(at)).is_some()
    }
}

/// The value, or `None` for a failure that a logon survives; running out of memory it does not
/// (MEM-10).
///
/// # Errors
/// `MAPI_E_NOT_ENOUGH_MEMORY`
pub(crate) fn ok_unless_out_of_memory<T>(result: Result<T>) -> Result<Option<T>> {
    match result {
        Err(error) if error.code() != Code::NOT_ENOUGH_MEMORY => Ok(None),
        result => result.map(Some),
    }
}
