//! A provider object as MAPI keeps it: one for each DLL and session (the provider machine of
//! section 8.2). It is made in `logon/initialization.rs` and ended in `shutdown/provider_end.rs`.
#![allow(unsafe_code, reason = "a provider object gets one reference more over its vtable")]

use super::lifecycle_lock::LifecycleGuard;
use crate::kind::Kind;
use crate::process::{LibraryUser, OwnReference};
use crate::profile::ProfileProvider;
use crate::record::Record;
use crate::record::what::process::{LeftMalloc, Owner};
use provider_abi::com_ptr::{ComPtr, Interface};
use provider_abi::lock::lock;
use provider_abi::shapes::i_unknown::IUnknownVtbl;
use provider_abi::shapes::imalloc::IMallocVtbl;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// One provider object.
#[derive(Debug)]
pub(crate) struct Provider {
    pub(crate) number: u64,
    pub(crate) kind: Kind,
    pub(crate) dll: String,
    /// Which provider of the profile it is for, where each has its own (ENTRY-8).
    pub(crate) of_entry: Option<Arc<ProfileProvider>>,
    /// Whether it is the spooler's own (SPOOL-5).
    pub(crate) is_spoolers: bool,
    pub(crate) object: Mutex<Option<ComPtr<IUnknownVtbl>>>,
    /// The number of its first logon; 0: it has had none (ORDER-5).
    pub(crate) first_logon: AtomicU64,
    pub(crate) is_shut_down: AtomicBool,
    /// Whether somebody has a reference after the session's own Release, who is not just giving it
    /// back (SHUT-10).
    pub(crate) is_left: AtomicBool,
    pub(crate) malloc: OwnReference<IMallocVtbl>,
    /// Whether the record says already that IMalloc is still held.
    pub(crate) is_malloc_told: AtomicBool,
}

impl Provider {
    /// A logon goes to it.
    pub(crate) fn counts_logon(&self, number: u64) {
        let _ = self.first_logon.compare_exchange(0, number, Ordering::AcqRel, Ordering::Acquire);
    }

    /// By which providers are ordered: their first logons.
    pub(crate) fn first_logon(&self) -> u64 {
        self.first_logon.load(Ordering::Acquire)
    }

    /// What the record calls it.
    pub(crate) fn name(&self) -> String {
        provider_name(self.kind, self.number)
    }

    /// The object with a reference of its own: it may be released from inside the call that this is
    /// for (T-92).
    ///
    /// # Safety
    /// `V` is the provider object's own interface, which is its kind's, or IUnknown.
    pub(crate) unsafe fn lent<V: Interface>(&self, _lifecycle: &LifecycleGuard<'_>) -> Option<ComPtr<V>> {
        let object = lock(&self.object).as_ref().map(ComPtr::raw)?;
        // SAFETY: S1: only the thread that has the lifecycle lock gives the session's reference
        // back; the interface is the caller's promise.
        unsafe { ComPtr::clone_from_raw(object) }
    }

    /// The object's pointer, for calls that only a test makes.
    pub(crate) fn pointer(&self) -> Option<*mut std::ffi::c_void> {
        lock(&self.object).as_ref().map(ComPtr::raw)
    }

    pub(crate) fn has_ended(&self) -> bool {
        lock(&self.object).is_none()
    }

    /// Whether Shutdown was called, or the session's Release: what its logons lend may be gone.
    pub(crate) fn is_ending(&self) -> bool {
        self.is_shut_down.load(Ordering::Acquire) || self.has_ended()
    }

    pub(crate) fn is_for(&self, wanted: &Arc<ProfileProvider>, per_entry: bool, spooler: bool) -> bool {
        let same_entry = self.of_entry.as_ref().is_some_and(|own| Arc::ptr_eq(own, wanted));
        let same_kind = Some(self.kind) == wanted.kind();
        self.dll == wanted.dll && same_kind && self.is_spoolers == spooler && (!per_entry || same_entry)
    }

    /// P16: no call of any kind any more, no Release either.
    pub(crate) fn freeze(&self) {
        std::mem::forget(lock(&self.object).take());
    }

    /// ENTRY-5: what a provider that is gone should have given back; said once.
    pub(crate) fn see_malloc(&self, record: &Record) {
        let held = self.malloc.others();
        if held > 0 && self.has_ended() && !self.is_malloc_told.swap(true, Ordering::AcqRel) {
            let owner = Owner::Provider(self.number);
            record.note(&self.name(), LeftMalloc { owner, count: held.into() });
        }
    }
}

impl LibraryUser for Provider {
    fn still_there(&self) -> Option<String> {
        let is_there = self.is_left.load(Ordering::Acquire) || !self.has_ended();
        is_there.then(|| self.name())
    }
}

/// What the record calls a provider object.
pub(crate) fn provider_name(kind: Kind, number: u64) -> String {
    match (kind, number) {
        (Kind::Store, 1) => "provider".into(),
        (Kind::Store, _) => format!("provider {number}"),
        _ => format!("{} {number}", kind.noun()),
    }
}
