//! One logon's tie to MAPI: its two gates, and the one reference on the support object. Knows no
//! author type; the calls themselves are in `support_calls.rs` and `status_row.rs`.
#![allow(unsafe_code, reason = "the support object is read, and at last taken, out of its cell")]

use super::gate::Gate;
use super::guarded_cell::GuardedCell;
use super::host::Host;
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::{Code, Result};
use provider_abi::lock::lock;
use provider_abi::shapes::imapi_prop::IMAPIPropVtbl;
use provider_abi::shapes::imapi_support::IMAPISupportVtbl;
use provider_abi::uid::Uid;
use std::sync::atomic::{AtomicBool, AtomicU32};
use std::sync::{Arc, Mutex, OnceLock};

/// A logon's tie to MAPI. The logon's state holds it, and every support handle and worker; it keeps
/// nothing of the logon alive.
pub(crate) struct SupportLink {
    /// Calls into the provider; closed by step 1.
    pub(crate) calls: Gate,
    /// Calls out to the support object; closed by step 8, so an author's own threads can finish
    /// their work in step 6.
    lending: Gate,
    /// Exchanged with `None` before the Release (SUPREL-6).
    support: GuardedCell<Option<ComPtr<IMAPISupportVtbl>>>,
    pub(crate) host: Arc<Host>,
    /// Set once the author's value exists.
    identifiers: OnceLock<Identifiers>,
    /// PR_STATUS_CODE of the status row.
    pub(crate) status: AtomicU32,
    /// Whether the row has been added: until then a change waits for it (STATUS-11).
    pub(crate) has_row: AtomicBool,
    /// Profile sections that an author has open: they go back with the support object at the latest
    /// (LOGON-6).
    pub(crate) sections: Mutex<Vec<Arc<ComPtr<IMAPIPropVtbl>>>>,
}

/// What the entry identifiers of a logon are made of.
struct Identifiers {
    /// The UIDs that they may carry, that of the logon's objects first.
    uids: [Uid; 2],
    /// The long-term identifier of the object that all others are in: the store, the root
    /// (NOTIF-2).
    root: Vec<u8>,
}

impl SupportLink {
    /// Takes over one reference on the support object (LOGON-2).
    pub(crate) fn new(support: ComPtr<IMAPISupportVtbl>, host: Arc<Host>) -> Self {
        Self {
            calls: Gate::new(),
            lending: Gate::new(),
            support: GuardedCell::new(Some(support)),
            host,
            identifiers: OnceLock::new(),
            status: AtomicU32::new(provider_abi::shapes::flag::STATUS_AVAILABLE),
            has_row: AtomicBool::new(false),
            sections: Mutex::default(),
        }
    }

    /// Keeps the UIDs that this logon's entry identifiers may carry, and the identifier of the
    /// object that all others are in.
    pub(crate) fn set_identifiers(&self, uids: [Uid; 2], root: Vec<u8>) {
        let _ = self.identifiers.set(Identifiers { uids, root });
    }

    /// The UIDs, that of the logon's objects first, once the logon has them.
    #[inline]
    pub(crate) fn uids(&self) -> Option<[Uid; 2]> {
        self.identifiers.get().map(|identifiers| identifiers.uids)
    }

    /// The long-term identifier of the object that all others are in, once the logon has one.
    #[inline]
    pub(crate) fn root_entry_id(&self) -> Option<&[u8]> {
        self.identifiers.get().map(|identifiers| identifiers.root.as_slice())
    }

    /// Lends the support object for one call, which no lock is held over (THR-4).
    pub(crate) fn lend<R>(&self, call: impl FnOnce(&ComPtr<IMAPISupportVtbl>) -> Result<R>) -> Result<R> {
        let Ok(_seat) = self.lending.enter() else {
            return Err(Code::END_OF_SESSION.into());
        };
        // SAFETY: G2: under a seat of the outer gate; the pointer is taken after every seat was
        // given back.
        unsafe { self.support.read(|support| call(support.as_ref().ok_or(Code::END_OF_SESSION)?)) }
    }

    /// Whether step 8 has begun.
    #[inline]
    pub(crate) fn has_ended(&self) -> bool {
        self.lending.is_closed()
    }

    /// SUPREL-5: the pointer is taken out first, then released. The caller touches nothing of
    /// MAPI's after.
    pub(crate) fn release_support(this: &Arc<Self>) {
        let Some(closing) = this.lending.close() else {
            return;
        };
        let link = Arc::clone(this);
        closing.then(
            || {},
            move || {
                let sections = std::mem::take(&mut *lock(&link.sections));
                drop(sections); // outside the lock (THR-4), and before the support object that they came from
                // SAFETY: G2: the outer gate is closed and every seat given back.
                let support = unsafe { link.support.write(Option::take) };
                drop(support); // SUPREL-6: it is out of the link before it is released
            },
        );
    }
}

impl std::fmt::Debug for SupportLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SupportLink").finish_non_exhaustive()
    }
}
