//! The provider object that a logon goes to: found, or made by the DLL's entry point (LOAD-4,
//! ENTRY-8). How it ends is in `shutdown/provider_end.rs`.
#![allow(unsafe_code, reason = "an entry point is called with raw arguments")]

use crate::kind::Kind;
use crate::model::{Provider, State, provider_name};
use crate::process::{LibraryUser, Loading, MallocObject, Module};
use crate::profile::ProfileProvider;
use crate::record::What;
use crate::record::what::ProviderEvent;
use crate::record::what::process::{EntryPoint, LeftMemory};
use crate::record::what::provider::{Init, Release};
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::{Error, Result};
use provider_abi::lock::lock;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::entry::MsProviderInit;
use provider_abi::shapes::i_unknown::IUnknownVtbl;
use provider_abi::shapes::imalloc::IMallocVtbl;
use provider_abi::shapes::param::Out;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::{Arc, Mutex};

/// The entry points of one session's DLLs.
pub(crate) struct Initialization<'s> {
    pub(crate) state: &'s State,
}

fn is_a_shutdown(call: &What) -> bool {
    matches!(call, What::Provider(ProviderEvent::Shutdown(_)))
}

impl Initialization<'_> {
    /// The provider object that a logon on `wanted` goes to, made if there is none yet (LOAD-4,
    /// ENTRY-8).
    ///
    /// # Errors
    /// The entry point's, or `MAPI_E_VERSION` (VER-7): the provider stays unavailable;
    /// `MAPI_E_END_OF_SESSION` if it has been ended, `MAPI_E_NOT_FOUND` if the DLL has no entry
    /// point for the kind.
    pub(crate) fn provider_of(&self, wanted: &Arc<ProfileProvider>, spooler: bool) -> Result<Arc<Provider>> {
        let per_entry = self.state.options.inits_per_entry;
        let known = lock(&self.state.providers).clone();
        if let Some(known) = known.iter().find(|known| known.is_for(wanted, per_entry, spooler)) {
            // Inside its own Shutdown it comes to no new logon (SHUT-1).
            let is_over = known.has_ended() || (known.is_ending() && self.state.record.is_inside(is_a_shutdown));
            return if is_over { Err(Code::END_OF_SESSION.into()) } else { Ok(Arc::clone(known)) };
        }
        let kind = wanted.kind().ok_or_else(|| Error::new(Code::NOT_FOUND, "a provider of no kind that MAPI knows"))?;
        let of_kind = |other: &&(Kind, String, Code)| other.0 == kind && other.1 == wanted.dll;
        let unavailable = lock(&self.state.unavailable).iter().find(of_kind).map(|(.., code)| *code);
        if let Some(code) = unavailable {
            return Err(Error::new(code, format!("{} could not be initialised before", wanted.dll)));
        }
        let provider = self.initialised(kind, wanted, spooler)?;
        lock(&self.state.providers).push(Arc::clone(&provider));
        Ok(provider)
    }

    /// The provider object that an entry point makes, or why there is none.
    fn initialised(&self, kind: Kind, wanted: &Arc<ProfileProvider>, spooler: bool) -> Result<Arc<Provider>> {
        let number = self.state.numbers.provider();
        let name = provider_name(kind, number);
        let entry_point = kind.entry_point();
        let Some(entry) = self.module(&wanted.dll, None, number)?.init(kind) else {
            let service = wanted.service.number;
            let event = EntryPoint { provider: number, service, entry_point: entry_point.into() };
            let call = self.state.record.call(&name, event);
            let text = format!("{} has no entry point {entry_point}", wanted.dll);
            return Err(Error::new(call.done(Code::NOT_FOUND), text));
        };
        let before = self.state.memory.live();
        let malloc = MallocObject::make(&self.state.memory.quarantine, &self.state.record, &name);
        let (object, failed) = match self.call_init(entry, kind, number, wanted, &malloc) {
            Ok(object) => (Some(object), None),
            Err(code) => (None, Some(code)),
        };
        let provider = Provider {
            number,
            kind,
            dll: wanted.dll.clone(),
            of_entry: self.state.options.inits_per_entry.then(|| Arc::clone(wanted)),
            is_spoolers: spooler,
            object: Mutex::new(object),
            first_logon: AtomicU64::new(0),
            is_shut_down: AtomicBool::new(false),
            is_left: AtomicBool::new(false),
            malloc,
            is_malloc_told: AtomicBool::new(false),
        };
        let provider = Arc::new(provider);
        let user: Arc<dyn LibraryUser> = Arc::<Provider>::clone(&provider);
        self.state.loads.set_user(&self.state.record, number, &user);
        let Some(code) = failed else { return Ok(provider) };
        lock(&self.state.unavailable).push((kind, wanted.dll.clone(), code)); // VER-7
        provider.see_malloc(&self.state.record);
        let left = self.state.memory.live().saturating_sub(before);
        if left > 0 {
            self.state.record.note(&name, LeftMemory { provider: number, count: left as u64 });
        }
        Err(Error::new(code, format!("{} cannot be initialised", wanted.dll)))
    }

    fn call_init(
        &self,
        entry: MsProviderInit,
        kind: Kind,
        number: u64,
        wanted: &ProfileProvider,
        malloc: &ComPtr<IMallocVtbl>,
    ) -> Result<ComPtr<IUnknownVtbl>, Code> {
        let name = provider_name(kind, number);
        let lowest = *self.state.options.versions.start();
        let highest = *self.state.options.versions.end();
        let mut version = 0;
        let mut provider = null_mut();
        let allocators = self.state.memory.allocators;
        let flags = self.state.options.flags;
        let service = wanted.service.number;
        let init = Init { provider: number, kind, service, offered: highest, lowest, ..Init::default() };
        let call = self.state.record.call(&name, init);
        let allocate = Some(allocators.allocate());
        let more = Some(allocators.more());
        let free = Some(allocators.free_function());
        let version_out = Out::from(&mut version);
        let provider_out = Out::from(&mut provider);
        let none = null_mut();
        // SAFETY: S4: an entry point of that signature; the arguments are ours until it returns.
        let code =
            unsafe { entry(none, malloc.raw(), allocate, more, free, flags, highest, version_out, provider_out) };
        let gave = self.state.numbers.object(provider);
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
        let call = self.state.record.call(&name, Release { provider: number, left: None }).by("VER-4");
        drop(object); // VER-5: without Shutdown
        call.done(Code::OK);
        Err(Code::VERSION)
    }

    /// The entry points of a DLL: linked in, or of a file that this loads once more (LOAD-2).
    /// `service` names the one of its message service (SVC-1), `provider` the provider object that
    /// it is for.
    ///
    /// # Errors
    /// `MAPI_E_NOT_FOUND` with every name that was tried, or with what the system says of the file
    /// (LOAD-9).
    pub(super) fn module(&self, dll: &str, service: Option<&str>, provider: u64) -> Result<Module> {
        let State { options, numbers, record, own, .. } = self.state;
        if let Some((_, linked)) = options.modules.iter().find(|(other, _)| other == dll) {
            return Ok(*linked);
        }
        let file = options.files.iter().find(|(other, _)| other == dll).map(|(_, path)| path.as_path());
        self.state.loads.load(Loading {
            dll,
            file,
            folders: &options.folders,
            service,
            provider,
            number: numbers.bytes(dll.as_bytes()),
            record,
            session: own.clone(),
        })
    }

    /// EagerLoad: every provider of the profile, whatever comes of it (REACT-10); of each service
    /// the address books first, the transports last (LOAD-5).
    pub(crate) fn load_everything(&self) {
        let Some(_lifecycle) = self.state.lifecycle() else { return };
        for kind in [Kind::AddressBook, Kind::Store, Kind::Transport] {
            for registration in self.state.registry.of_kind(kind) {
                let _ = self.provider_of(&registration, false);
            }
        }
    }

    /// The default store's provider.
    ///
    /// # Errors
    /// `MAPI_E_NOT_FOUND` for a profile without a store; `MAPI_E_BUSY`; why there is no provider
    /// object.
    pub(crate) fn load_default(&self) -> Result<Arc<Provider>> {
        let _lifecycle = self.state.lifecycle().ok_or(Code::BUSY)?;
        let first = self.state.registry.default_store().ok_or(Code::NOT_FOUND)?;
        self.provider_of(&first, false)
    }
}
