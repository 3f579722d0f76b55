//! One logon's tie to MAPI: its two gates, and the one reference on the support object. Knows no author type; the calls
//! themselves are in `lent/support.rs`.
#![allow(unsafe_code, reason = "the support object is read, and at last taken, out of its cell")]

use super::gate::Gate;
use super::host::Host;
use super::turns::Turns;
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::{Code, Result};
use provider_abi::lock::lock;
use provider_abi::shapes::imapi_prop::IMAPIPropVtbl;
use provider_abi::shapes::imapi_support::IMAPISupportVtbl;
use provider_abi::uid::Uid;
use std::sync::atomic::{AtomicBool, AtomicU32};
use std::sync::{Arc, Mutex, OnceLock};

/// The tie. Held by the logon's core, by every support handle and worker; keeps nothing of the logon alive.
pub(crate) struct Link {
    /// Calls into the provider; closed by step 1.
    pub(crate) calls: Gate,
    /// Calls out to the support object; closed by step 8, so an author's own threads can finish their work in step 6.
    lending: Gate,
    /// Exchanged with `None` before the Release (SUPREL-6).
    support: Turns<Option<ComPtr<IMAPISupportVtbl>>>,
    pub(crate) host: Arc<Host>,
    /// The UIDs of this logon's entry identifiers, its objects' first, and the identifier of its widest object (NOTIF-2);
    /// set once the author's value exists.
    named: OnceLock<([Uid; 2], Vec<u8>)>,
    /// PR_STATUS_CODE of the status row.
    pub(crate) status: AtomicU32,
    /// Whether the row has been added: until then a change waits for it (STATUS-11).
    pub(crate) has_row: AtomicBool,
    /// Profile sections that an author has open: they go back with the support object at the latest (LOGON-6).
    pub(crate) sections: Mutex<Vec<Arc<ComPtr<IMAPIPropVtbl>>>>,
}

impl Link {
    /// Takes over one reference on the support object (LOGON-2).
    pub(crate) fn new(support: ComPtr<IMAPISupportVtbl>, host: Arc<Host>) -> Self {
        Self {
            calls: Gate::new(),
            lending: Gate::new(),
            support: Turns::new(Some(support)),
            host,
            named: OnceLock::new(),
            status: AtomicU32::new(provider_abi::shapes::flag::STATUS_AVAILABLE),
            has_row: AtomicBool::new(false),
            sections: Mutex::default(),
        }
    }

    /// Says which UIDs this logon's entry identifiers may carry, and registers each once (UID-1); and what its widest object
    /// is: the store, the root.
    pub(crate) fn name(&self, uids: [Uid; 2], widest: Vec<u8>) -> Result<()> {
        let _ = self.named.set((uids, widest));
        let [uid, other] = uids;
        self.register(&uid)?; // UID-7
        if other == uid { Ok(()) } else { self.register(&other) }
    }

    /// The UIDs, that of the logon's objects first, once the logon has them.
    pub(crate) fn uids(&self) -> Option<[Uid; 2]> {
        self.named.get().map(|(uids, _)| *uids)
    }

    /// The long-term identifier of the widest object, once the logon has one.
    pub(crate) fn widest(&self) -> Option<&[u8]> {
        self.named.get().map(|(_, widest)| widest.as_slice())
    }

    /// Lends the support object for one call, which no lock is held over (THR-4).
    pub(crate) fn lend<R>(&self, call: impl FnOnce(&ComPtr<IMAPISupportVtbl>) -> Result<R>) -> Result<R> {
        let Ok(_seat) = self.lending.enter() else {
            return Err(Code::END_OF_SESSION.into());
        };
        // SAFETY: G2: under a seat of the outer gate, and the pointer is taken behind all of them.
        unsafe { self.support.read(|support| call(support.as_ref().ok_or(Code::END_OF_SESSION)?)) }
    }

    /// Whether step 8 has begun.
    pub(crate) fn has_ended(&self) -> bool {
        self.lending.is_closed()
    }

    /// SUPREL-5: the pointer is taken out first, then released. The caller touches nothing of MAPI's after.
    pub(crate) fn let_go(this: &Arc<Self>) {
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

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Link").finish_non_exhaustive()
    }
}
