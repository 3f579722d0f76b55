//! The support object itself: one for each logon attempt, and a smaller one for each call of
//! `ServiceEntry` (SUP-1, SVC-4). Each call is recorded. Who may call what is in `users.rs`;
//! what its final Release does to a logon is in `shutdown/logon_end.rs`.
#![allow(unsafe_code, reason = "the class keeps its memory after its final Release, so its IUnknown is its own")]

use super::users::{User, is_for};
use crate::model::{Kept, Logon, Stage, State};
use crate::profile::MessageService;
use crate::record::what::process::{Misuse, MisuseKind};
use crate::record::what::support::{self, Late, Whose};
use crate::record::what::{Flag, Recorded};
use crate::record::{Call, What};
use crate::shutdown::LogonEnd;
use provider_abi::class::{Class, Count, Receiver, query};
use provider_abi::error::Result;
use provider_abi::interfaces::imapi_support;
use provider_abi::last_error::LastError;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::i_unknown::IUnknownVtbl;
use provider_abi::shapes::iid::{IID_IMAPISup, IID_IUnknown, Iid};
use provider_abi::shapes::imapi_support::IMAPISupportVtbl;
use provider_abi::shapes::param::{In, Out, This};
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};

/// The object. Kept after its final Release (S2), so that a late call finds it and is told (SUP-3).
#[repr(C)]
pub(crate) struct SupportObject {
    methods: &'static IMAPISupportVtbl,
    count: Count,
    state: Weak<State>,
    pub(super) last: LastError,
    pub(super) purpose: Purpose,
    /// Of a configuration support object: whether the session has a reference of its own.
    is_kept: AtomicBool,
}

/// What a support object is for.
pub(super) enum Purpose {
    Logon(Arc<Logon>),
    Configuration(Configuration),
}

/// One call of `ServiceEntry`.
pub(super) struct Configuration {
    number: u64,
    pub(super) service: Arc<MessageService>,
    /// Whether its time is over (SVC-4).
    is_over: AtomicBool,
}

/// What a method gives that has not failed: nothing, or a warning.
pub(super) trait Success {
    fn code(self) -> Code;
}

impl Success for () {
    fn code(self) -> Code {
        Code::OK
    }
}

impl Success for Code {
    fn code(self) -> Code {
        self
    }
}

const METHODS: &IMAPISupportVtbl = &IMAPISupportVtbl {
    unknown: IUnknownVtbl { query_interface, add_ref, release },
    ..imapi_support::vtable::<SupportObject, 0>()
};

impl SupportObject {
    /// A support object with one reference, the session's own, until the logon call has returned
    /// (LOGON-3).
    pub(crate) fn for_logon(state: &Arc<State>, logon: &Arc<Logon>) -> NonNull<Self> {
        Self::make(state, Purpose::Logon(Arc::clone(logon)))
    }

    /// A configuration support object with one reference, the session's own, until it is closed;
    /// its number.
    pub(crate) fn for_service_entry(state: &Arc<State>, service: &Arc<MessageService>) -> (NonNull<Self>, u64) {
        let (support, number) = Self::for_service(state, service);
        // SAFETY: S2: kept until the session is gone.
        unsafe { support.as_ref() }.is_kept.store(true, Ordering::Release);
        (support, number)
    }

    /// A configuration support object with one reference, the caller's; its number.
    pub(crate) fn for_service(state: &Arc<State>, service: &Arc<MessageService>) -> (NonNull<Self>, u64) {
        let number = state.numbers.configuration();
        let service = Arc::clone(service);
        let own = Configuration { number, service, is_over: AtomicBool::new(false) };
        (Self::make(state, Purpose::Configuration(own)), number)
    }

    fn make(state: &Arc<State>, purpose: Purpose) -> NonNull<Self> {
        let object = Box::new(Self {
            methods: METHODS,
            count: Count::one(),
            state: Arc::downgrade(state),
            last: LastError::default(),
            purpose,
            is_kept: AtomicBool::new(false),
        });
        let object = NonNull::from(Box::leak(object));
        state.supports.keep(object);
        object
    }

    pub(crate) fn is_final(&self) -> bool {
        match &self.purpose {
            Purpose::Logon(logon) => logon.is_support_released(),
            Purpose::Configuration(own) => own.is_over.load(Ordering::Acquire),
        }
    }

    /// References that there are, the session's own among them.
    pub(crate) fn held(&self) -> u32 {
        if self.is_final() { 0 } else { self.count.now() }
    }

    /// SVC-4: the entry point has returned; how many references it kept.
    pub(crate) fn close(&self) -> u32 {
        self.is_kept.store(false, Ordering::Release);
        let left = self.count.down();
        self.end();
        left
    }

    fn end(&self) {
        match &self.purpose {
            Purpose::Configuration(own) => own.is_over.store(true, Ordering::Release),
            Purpose::Logon(logon) => {
                logon.is_support_released.store(true, Ordering::Release);
                if let Some(state) = self.state.upgrade() {
                    LogonEnd { state: &state, logon }.after_last_support_release();
                }
            }
        }
    }

    /// The logon, as long as MAPI keeps something of it (LOGOFF-10).
    ///
    /// # Errors
    /// `MAPI_E_NO_SUPPORT` for a configuration support object (SVC-4); `MAPI_E_END_OF_SESSION`.
    pub(super) fn logon(&self) -> Result<&Arc<Logon>> {
        match &self.purpose {
            Purpose::Configuration(_) => Err(Code::NO_SUPPORT.into()), // SVC-4
            Purpose::Logon(logon) => match logon.stage() {
                Stage::LoggingOn | Stage::Active | Stage::LoggingOff => Ok(logon),
                Stage::LoggedOff | Stage::Released | Stage::None => Err(Code::END_OF_SESSION.into()),
            },
        }
    }

    fn name(&self) -> String {
        match &self.purpose {
            Purpose::Logon(logon) => format!("support {}", logon.number),
            Purpose::Configuration(own) => format!("configuration {}", own.number),
        }
    }

    /// What it is for, as the record says it.
    pub(super) fn whose(&self) -> Whose {
        match &self.purpose {
            Purpose::Logon(logon) => Whose::Logon(logon.number),
            Purpose::Configuration(own) => Whose::Config(own.number),
        }
    }

    /// SUP-3: a call after the final Release; `over`: it is one Release too many.
    fn late(&self, call: &str, over: bool) {
        if let Some(state) = self.state.upgrade() {
            state.record.note(&self.name(), Late { whose: self.whose(), over, call: call.into() });
        }
    }

    /// Whom it is for.
    fn user(&self) -> User {
        match &self.purpose {
            Purpose::Logon(logon) => User::of(logon.provider.kind),
            Purpose::Configuration(_) => User::Service,
        }
    }

    /// One method: recorded; refused to whom it is not for (SUP-1), and after the final Release
    /// (SUP-3).
    pub(super) fn call<E: Recorded, S: Success>(
        &self,
        event: E,
        work: impl FnOnce(&Arc<State>, &Call<'_, E>) -> Result<S>,
    ) -> Code {
        let may_call = matches!(event.clone().into(), What::Support(event) if is_for(&event, self.user()));
        if may_call { self.recorded(event, work) } else { self.refused() }
    }

    /// A dialog: there is nobody to see one.
    pub(super) fn show_dialog(&self, method: &str) -> Code {
        let event = support::ShowDialog { whose: self.whose(), method: method.into() };
        self.call(event, |_, _| Err::<(), _>(Code::NO_SUPPORT.into()))
    }

    /// A method that this support object does not have (SUP-1).
    fn refused(&self) -> Code {
        self.recorded(support::Other { whose: self.whose() }, |_, _| Err::<(), _>(Code::NO_SUPPORT.into()))
    }

    fn recorded<E: Recorded, S: Success>(
        &self,
        event: E,
        work: impl FnOnce(&Arc<State>, &Call<'_, E>) -> Result<S>,
    ) -> Code {
        let what: What = event.clone().into();
        let name = what.name();
        let Some(state) = self.state.upgrade() else {
            return Code::END_OF_SESSION;
        };
        if self.is_final() {
            self.late(name, false);
            return Code::END_OF_SESSION;
        }
        let call = state.record.call(&self.name(), event);
        if let Some(code) = state.memory.faults.strike(&self.name(), name) {
            return call.done(code);
        }
        let done = work(&state, &call);
        state.hooks.run(name);
        call.done(done.map_or_else(|error| self.last.keep(&error), Success::code))
    }
}

impl Kept for SupportObject {
    fn is_free(&self) -> bool {
        self.is_final() && self.count.now() == 0
    }

    fn is_of(&self, logon: &Logon) -> bool {
        matches!(&self.purpose, Purpose::Logon(own) if std::ptr::eq(&**own, logon))
    }

    fn release_own(&self) {
        if self.count.down() == 0 {
            self.end();
        }
    }
}

// SAFETY: O2: one vtable pointer first.
unsafe impl Class for SupportObject {
    fn count(&self) -> &Count {
        &self.count
    }

    /// Which interfaces it has: IUnknown and its own (SUP-2).
    fn slot(&self, iid: Iid) -> std::result::Result<usize, Code> {
        let known = [IID_IUnknown, IID_IMAPISup].contains(&iid);
        if known { Ok(0) } else { Err(Code::INTERFACE_NOT_SUPPORTED) }
    }

    unsafe fn last(_this: NonNull<Self>) {
        // Never called: `release` below keeps the memory (S2).
    }

    fn refuse(this: Receiver<'_, Self>) -> Code {
        this.refused()
    }
}

unsafe extern "system" fn query_interface(this: This, iid: In<Iid>, out: Out<*mut c_void>) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `SupportObject`, its only one.
    let support = unsafe { Receiver::<SupportObject>::new::<0>(this) };
    if support.is_final() {
        out.clear();
        support.late("QueryInterface", false);
        return Code::END_OF_SESSION;
    }
    query(support, iid, out)
}

unsafe extern "system" fn add_ref(this: This) -> u32 {
    // SAFETY: O1, O2: as above.
    let support = unsafe { Receiver::<SupportObject>::new::<0>(this) };
    if support.is_final() {
        support.late("AddRef", false);
        return 0;
    }
    if let Some(state) = support.state.upgrade() {
        state.record.note(&support.name(), support::AddRef { whose: support.whose() });
    }
    support.count.up()
}

unsafe extern "system" fn release(this: This) -> u32 {
    // SAFETY: O1, O2, S2: as above; one Release too many finds the object still there.
    let support = unsafe { Receiver::<SupportObject>::new::<0>(this) };
    let Some(state) = support.state.upgrade() else {
        return 0;
    };
    if support.is_final() {
        support.late("Release", true); // V-9
        return 0;
    }
    let event = support::Release { whose: support.whose(), ..support::Release::default() };
    let call = state.record.call(&support.name(), event);
    let left = support.count.down();
    call.set(|release| release.left = Some(left));
    if left == 0 && support.is_kept.load(Ordering::Acquire) {
        support.count.up(); // the session's own, which is not the provider's to give back
        let kind = MisuseKind::ReleasedTooOften;
        state.record.note(&support.name(), Misuse { kind, call: "IMAPISupport::Release".into() }); // V-46
        return 0;
    }
    if left == 0 {
        let sections = match &support.purpose {
            Purpose::Logon(logon) => Some(logon.sections.see_sections()),
            Purpose::Configuration(_) => None,
        };
        call.set(|release| {
            release.is_final = Flag(true);
            release.sections = sections;
        });
        support.end();
        state.hooks.run("sup.release");
    }
    left
}
