//! Fast shutdown: the process is about to vanish, and every provider with which it has a session is
//! asked, told, and at last called to save what it must (FAST-*). After that nothing of a
//! provider's is called any more. A client's interface to it is in `client/session_object.rs`.
#![allow(unsafe_code, reason = "IMAPIProviderShutdown is called over its vtable")]

use crate::kind::Kind;
use crate::model::{FastShutdownBehavior, LifecycleGuard, Provider, Stage, State};
use crate::record::what::transport::{self, FastCall};
use crate::record::what::{SessionEvent, TransportEvent, session};
use provider_abi::com_ptr::ComPtr;
use provider_abi::lock::lock;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::i_unknown::IUnknownVtbl;
use provider_abi::shapes::imapi_provider_shutdown::IMAPIProviderShutdownVtbl;
use provider_abi::shapes::param::This;
use std::sync::atomic::Ordering;

/// The fast shutdown of one session, and of the others of its process.
pub(crate) struct FastShutdown<'s> {
    pub(crate) state: &'s State,
}

/// The three phases.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Phase {
    Query,
    Notify,
    Do,
}

impl Phase {
    /// The client's call; `queried`: the last query found consent.
    fn of_client(self, queried: bool) -> SessionEvent {
        match self {
            Self::Query => session::FastQuery { queried }.into(),
            Self::Notify => session::FastNotify { queried }.into(),
            Self::Do => session::FastDo { queried }.into(),
        }
    }

    /// The call on a provider object.
    fn of_provider(self, kind: Kind, call: FastCall) -> TransportEvent {
        match self {
            Self::Query => transport::FastQuery { call, kind }.into(),
            Self::Notify => transport::FastNotify { call, kind }.into(),
            Self::Do => transport::FastDo { call, kind }.into(),
        }
    }

    fn method(self, methods: &IMAPIProviderShutdownVtbl) -> unsafe extern "system" fn(This) -> Code {
        match self {
            Self::Query => methods.query_fast_shutdown,
            Self::Notify => methods.notify_process_shutdown,
            Self::Do => methods.do_fast_shutdown,
        }
    }
}

impl FastShutdown<'_> {
    /// `IMAPIClientShutdown::QueryFastShutdown`: all are asked, whatever the first ones answer
    /// (FAST-13).
    pub(crate) fn query(&self) -> Code {
        if self.state.options.fast_shutdown == FastShutdownBehavior::Never {
            return self.refused(Phase::Query);
        }
        let answers = self.phase(Phase::Query);
        let strict = self.state.options.fast_shutdown == FastShutdownBehavior::EverybodyConsents;
        let consents = |answer: &Option<Code>| answer.map_or(!strict, |code| !code.is_failure());
        let has_agreed = answers.is_some_and(|answers| answers.iter().all(consents));
        self.state.fast.has_agreed.store(has_agreed, Ordering::Release);
        if has_agreed { Code::OK } else { Code::NO_SUPPORT }
    }

    /// `IMAPIClientShutdown::NotifyProcessShutdown`: success, whatever providers answer (FAST-13).
    pub(crate) fn notify(&self) -> Code {
        if self.state.options.fast_shutdown == FastShutdownBehavior::Never {
            return self.refused(Phase::Notify);
        }
        self.phase(Phase::Notify);
        Code::OK
    }

    /// `IMAPIClientShutdown::DoFastShutdown`: only after a query that found consent (FAST-12). Then
    /// nothing is called any more: no Logoff, Shutdown, Release, FreeLibrary (FAST-11).
    pub(crate) fn shut_down(&self) -> Code {
        let has_agreed = self.state.fast.has_agreed.load(Ordering::Acquire);
        if self.state.options.fast_shutdown == FastShutdownBehavior::Never || !has_agreed {
            return self.refused(Phase::Do);
        }
        if self.phase(Phase::Do).is_none() {
            return Code::BUSY;
        }
        for session in self.state.sessions.live() {
            FastShutdown { state: &session }.freeze();
        }
        Code::OK
    }

    /// The client's call, and no provider's.
    fn refused(&self, phase: Phase) -> Code {
        let has_agreed = self.state.fast.has_agreed.load(Ordering::Acquire);
        let call = self.state.record.call("session", phase.of_client(has_agreed)).by("FAST-12");
        call.done(Code::NO_SUPPORT)
    }

    /// Every live provider object of every session of the process (FAST-5, FAST-16): transports,
    /// address books, stores (FAST-4). What each answered; `None` for one that lacks the interface.
    /// Nothing if another thread logs on or off meanwhile and this one may not wait.
    fn phase(&self, phase: Phase) -> Option<Vec<Option<Code>>> {
        let mut answers = Vec::new();
        for session in self.state.sessions.live() {
            if session.has_ended() {
                continue;
            }
            let lifecycle = session.lifecycle()?;
            let has_agreed = self.state.fast.has_agreed.load(Ordering::Acquire);
            let call = session.record.call("session", phase.of_client(has_agreed));
            for kind in Kind::ORDER {
                let providers = lock(&session.providers).clone();
                for provider in providers.iter().filter(|provider| provider.kind == kind && !provider.has_ended()) {
                    answers.push(FastShutdown { state: &session }.ask(phase, provider, &lifecycle));
                }
            }
            call.done(Code::OK);
        }
        Some(answers)
    }

    fn ask(&self, phase: Phase, provider: &Provider, lifecycle: &LifecycleGuard<'_>) -> Option<Code> {
        // SAFETY: O2: every interface starts with IUnknown.
        let object = unsafe { provider.lent::<IUnknownVtbl>(lifecycle) }?;
        let shutdown = object.query::<IMAPIProviderShutdownVtbl>();
        let facts = FastCall { provider: provider.number, lacks: shutdown.is_none() };
        let call = self.state.record.call(&provider.name(), phase.of_provider(provider.kind, facts));
        let shutdown: ComPtr<_> = shutdown?;
        let method = phase.method(shutdown.methods());
        // SAFETY: F1: alive while `shutdown` is.
        Some(call.done(unsafe { method(shutdown.this()) }))
    }

    /// P16: everything that the session holds of providers is left as it is.
    fn freeze(&self) {
        self.state.fast.is_frozen.store(true, Ordering::Release);
        self.state.is_over.store(true, Ordering::Release);
        for logon in self.state.logons.live() {
            // nothing of it is called any more, and nobody waits for it
            logon.advance(Stage::Released);
        }
        for provider in lock(&self.state.providers).clone() {
            provider.freeze();
        }
        self.state.spooler.freeze();
        self.state.loads.freeze();
    }
}
