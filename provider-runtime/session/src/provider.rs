//! A provider object as MAPI keeps it: made by the entry point, one for each DLL and session, ended
//! by Shutdown and Release (the provider machine of section 8.2). Its logons are in `logon.rs`.
#![allow(unsafe_code, reason = "an entry point is called, and a provider object over its vtable")]

use super::kind::{self, Kind};
use super::malloc::MallocObject;
use super::record::what::ProviderEvent;
use super::record::what::process::{EntryPoint, LeftMalloc, LeftMemory, Owner};
use super::record::what::provider::{Init, ProbeShutdown, Release, Shutdown};
use super::services::Registration;
use super::state::State;
use super::turn::Taken;
use provider_abi::com_ptr::{ComPtr, Interface};
use provider_abi::error::{Error, Result};
use provider_abi::lock::lock;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::entry::MsProviderInit;
use provider_abi::shapes::i_unknown::IUnknownVtbl;
use provider_abi::shapes::imalloc::IMallocVtbl;
use provider_abi::shapes::param::Out;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// One provider object.
#[derive(Debug)]
pub(crate) struct Provider {
    pub(crate) number: u64,
    pub(crate) kind: Kind,
    pub(crate) dll: String,
    /// Which provider of the profile it is for, where each has its own (ENTRY-8).
    of_entry: Option<Arc<Registration>>,
    /// The spooler is a session of its own with its own provider objects (SPOOL-5).
    pub(crate) is_spoolers: bool,
    object: Mutex<Option<ComPtr<IUnknownVtbl>>>,
    is_shut_down: AtomicBool,
    /// Whether somebody had a reference after the session's own Release (SHUT-10).
    is_left: AtomicBool,
    malloc: ComPtr<IMallocVtbl>,
    /// Whether it was told that IMalloc is still held.
    is_malloc_told: AtomicBool,
}

impl Provider {
    /// What the record calls it.
    pub(crate) fn name(&self) -> String {
        name(self.kind, self.number)
    }

    /// The object with a reference of its own: it may be released from inside the call that this is
    /// for (T-92).
    ///
    /// # Safety
    /// `V` is the provider object's own interface, which is its kind's, or IUnknown.
    pub(crate) unsafe fn lent<V: Interface>(&self, _turn: &Taken<'_>) -> Option<ComPtr<V>> {
        let object = lock(&self.object).as_ref().map(ComPtr::raw)?;
        // SAFETY: S1: whoever has the turn is the only one who gives the session's reference back;
        // the interface is the caller's promise.
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

    fn is_for(&self, wanted: &Arc<Registration>, per_entry: bool, spooler: bool) -> bool {
        let same_entry = self.of_entry.as_ref().is_some_and(|own| Arc::ptr_eq(own, wanted));
        let same_kind = Some(self.kind) == wanted.kind();
        self.dll == wanted.dll && same_kind && self.is_spoolers == spooler && (!per_entry || same_entry)
    }

    /// `IMSProvider::Shutdown` or its like, once (SHUT-1); what it answers stops nothing (SHUT-6).
    pub(crate) fn shut_down(&self, state: &State, turn: &Taken<'_>) {
        // SAFETY: O2: every interface starts with IUnknown.
        let Some(provider) = (unsafe { self.lent(turn) }) else { return };
        if self.is_shut_down.swap(true, Ordering::AcqRel) {
            return;
        }
        self.call_shutdown(state, &provider, Shutdown { provider: self.number }.into());
        if state.options.repeats_ends {
            self.call_shutdown(state, &provider, ProbeShutdown { provider: self.number }.into());
        }
    }

    fn call_shutdown(&self, state: &State, provider: &ComPtr<IUnknownVtbl>, event: ProviderEvent) {
        let mut flags = 0;
        let call = state.record.call(&self.name(), event);
        // SAFETY: S4: the entry point of this kind gave it.
        call.done(unsafe { kind::shut_down(self.kind, provider, Out::from(&mut flags)) });
    }

    /// The session's Release of the provider object.
    pub(crate) fn release(&self, state: &State, _turn: &Taken<'_>) {
        let Some(provider) = lock(&self.object).take() else { return };
        let call = state.record.call(&self.name(), Release { provider: self.number, left: None });
        let left = provider.release();
        call.set(|release| release.left = Some(left));
        call.done(Code::OK);
        self.is_left.store(left > 0, Ordering::Release);
        if state.options.unloads_eagerly {
            state.loads.free_of(state, self.number);
        }
    }

    /// P16: no call of any kind any more, no Release either.
    pub(crate) fn freeze(&self) {
        std::mem::forget(lock(&self.object).take());
    }

    pub(crate) fn is_left(&self) -> bool {
        self.is_left.load(Ordering::Acquire)
    }

    /// ENTRY-5: what a provider that is gone should have given back; said once.
    pub(crate) fn see_malloc(&self, state: &State) {
        let held = MallocObject::held(&self.malloc);
        if held > 0 && self.has_ended() && !self.is_malloc_told.swap(true, Ordering::AcqRel) {
            let owner = Owner::Provider(self.number);
            state.record.note(&self.name(), LeftMalloc { owner, count: held.into() });
        }
    }
}

fn name(kind: Kind, number: u64) -> String {
    match (kind, number) {
        (Kind::Store, 1) => "provider".into(),
        (Kind::Store, _) => format!("provider {number}"),
        _ => format!("{} {number}", kind.noun()),
    }
}

impl State {
    /// The provider object that a logon on `wanted` goes to, made if there is none yet (LOAD-4,
    /// ENTRY-8).
    ///
    /// # Errors
    /// The entry point's, or `MAPI_E_VERSION` (VER-7): the provider stays unavailable;
    /// `MAPI_E_END_OF_SESSION` if it has been ended, `MAPI_E_NOT_FOUND` if the DLL has no entry
    /// point for the kind.
    pub(crate) fn provider_of(&self, wanted: &Arc<Registration>, spooler: bool) -> Result<Arc<Provider>> {
        let per_entry = self.options.inits_per_entry;
        let known = lock(&self.providers).clone();
        if let Some(known) = known.iter().find(|known| known.is_for(wanted, per_entry, spooler)) {
            return if known.has_ended() { Err(Code::END_OF_SESSION.into()) } else { Ok(Arc::clone(known)) };
        }
        let kind = wanted.kind().ok_or_else(|| Error::new(Code::NOT_FOUND, "a provider of no kind that MAPI knows"))?;
        let of_kind = |other: &&(Kind, String, Code)| other.0 == kind && other.1 == wanted.dll;
        let unavailable = lock(&self.unavailable).iter().find(of_kind).map(|(.., code)| *code);
        if let Some(code) = unavailable {
            return Err(Error::new(code, format!("{} could not be initialised before", wanted.dll)));
        }
        let provider = self.initialised(kind, wanted, spooler)?;
        lock(&self.providers).push(Arc::clone(&provider));
        Ok(provider)
    }

    /// The provider object that an entry point makes, or why there is none.
    fn initialised(&self, kind: Kind, wanted: &Arc<Registration>, spooler: bool) -> Result<Arc<Provider>> {
        let number = self.numbers.provider();
        let name = name(kind, number);
        let entry_point = kind.entry_point();
        let Some(entry) = self.module(&wanted.dll, None, number)?.init(kind) else {
            let service = wanted.service.number;
            let event = EntryPoint { provider: number, service, entry_point: entry_point.into() };
            let call = self.record.call(&name, event);
            let text = format!("{} has no entry point {entry_point}", wanted.dll);
            return Err(Error::new(call.done(Code::NOT_FOUND), text));
        };
        let before = self.memory.live();
        let malloc = MallocObject::make(&self.record, &name);
        let (object, failed) = match self.call_init(entry, kind, number, wanted, &malloc) {
            Ok(object) => (Some(object), None),
            Err(code) => (None, Some(code)),
        };
        let provider = Provider {
            number,
            kind,
            dll: wanted.dll.clone(),
            of_entry: self.options.inits_per_entry.then(|| Arc::clone(wanted)),
            is_spoolers: spooler,
            object: Mutex::new(object),
            is_shut_down: AtomicBool::new(false),
            is_left: AtomicBool::new(false),
            malloc,
            is_malloc_told: AtomicBool::new(false),
        };
        let provider = Arc::new(provider);
        self.loads.own(self, &provider);
        let Some(code) = failed else { return Ok(provider) };
        lock(&self.unavailable).push((kind, wanted.dll.clone(), code)); // VER-7
        provider.see_malloc(self);
        let left = self.memory.live().saturating_sub(before);
        if left > 0 {
            self.record.note(&name, LeftMemory { provider: number, count: left as u64 });
        }
        Err(Error::new(code, format!("{} cannot be initialised", wanted.dll)))
    }

    fn call_init(
        &self,
        entry: MsProviderInit,
        kind: Kind,
        number: u64,
        wanted: &Registration,
        malloc: &ComPtr<IMallocVtbl>,
    ) -> Result<ComPtr<IUnknownVtbl>, Code> {
        let name = name(kind, number);
        let lowest = *self.options.versions.start();
        let highest = *self.options.versions.end();
        let mut version = 0;
        let mut provider = null_mut();
        let allocators = self.memory.allocators;
        let flags = self.options.flags;
        let service = wanted.service.number;
        let init = Init { provider: number, kind, service, offered: highest, lowest, ..Init::default() };
        let call = self.record.call(&name, init);
        let allocate = Some(allocators.allocate());
        let more = Some(allocators.more());
        let free = Some(allocators.free_function());
        let version_out = Out::from(&mut version);
        let provider_out = Out::from(&mut provider);
        let none = null_mut();
        // SAFETY: S4: an entry point of that signature; the arguments are ours until it returns.
        let code =
            unsafe { entry(none, malloc.raw(), allocate, more, free, flags, highest, version_out, provider_out) };
        let gave = self.numbers.object(provider);
        call.set(|init| {
            init.version = Some(version);
            init.gave = Some(gave);
        });
        call.done(code);
        // SAFETY: F1: a successful init gave an object with a reference for us (ENTRY-7).
        let object = unsafe { ComPtr::<IUnknownVtbl>::from_raw(provider) };
        let object = match (code.is_failure(), object) {
            (false, Some(object)) => object,
            (true, None) => return Err(code),
            (failed, object) => {
                std::mem::forget(object); // V-2: nobody knows whose it is
                return Err(if failed { code } else { Code::CALL_FAILED });
            }
        };
        if (lowest..=highest).contains(&version) {
            return Ok(object);
        }
        let call = self.record.call(&name, Release { provider: number, left: None }).by("VER-4");
        drop(object); // VER-5: without Shutdown
        call.done(Code::OK);
        Err(Code::VERSION)
    }
}
