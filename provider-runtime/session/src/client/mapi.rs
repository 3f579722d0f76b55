//! MAPI in one process: how often it is initialised, and its sessions (SESSION-2). One session as a
//! client has it is in `session.rs`.

use super::routing::ForProviders;
use super::session::Session;
use super::session_object;
use crate::logon::Initialization;
use crate::model::{Options, Sessions, State};
use crate::process::Loads;
use crate::process::Module;
use crate::shutdown::{Reporting, Sequence, ShutdownReport};
use provider_abi::error::{Error, Result};
use provider_abi::lock::lock;
use provider_abi::params::only;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::entry::MsProviderInit;
use provider_abi::shapes::flag::{MAPI_ALLOW_OTHERS, MAPI_MULTITHREAD_NOTIFICATIONS, MAPI_NO_COINIT, MAPI_NT_SERVICE};
use std::sync::{Arc, Mutex};

/// MAPI in one process. A program may have several, as if they were processes of their own.
///
/// ```
/// use provider_runtime::session::{Mapi, Options, Profile};
/// let mapi = Mapi::new();
/// assert!(mapi.log_on(Options::new()).is_err()); // MAPI_E_NOT_INITIALIZED
/// mapi.initialize(0)?;
/// let session = mapi.log_on(Options::new().profile(Profile::empty("work")))?;
/// assert!(session.logoff().is_clean());
/// mapi.uninitialize()?;
/// # Ok::<(), provider_runtime::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Mapi(Arc<Process>);

#[derive(Debug, Default)]
struct Process {
    times: Mutex<u32>,
    sessions: Arc<Sessions>,
    loads: Arc<Loads>,
}

/// One `MAPIInitialize` of a session's own, taken back when it goes.
#[derive(Debug)]
pub(crate) struct Initialized(Mapi);

impl Mapi {
    /// MAPI, not initialised yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// `MAPIInitialize`, counted: `flags` are those of `MAPIINIT_0`.
    ///
    /// # Errors
    /// `MAPI_E_UNKNOWN_FLAGS`
    pub fn initialize(&self, flags: u32) -> Result<()> {
        only(flags, MAPI_MULTITHREAD_NOTIFICATIONS | MAPI_NO_COINIT | MAPI_NT_SERVICE)?;
        *lock(&self.0.times) += 1;
        Ok(())
    }

    /// `MAPIUninitialize`. The last one logs off the sessions that are still there (SESSION-12),
    /// and frees the libraries that nothing is alive of (UNLOAD-2, UNLOAD-4).
    ///
    /// # Errors
    /// `MAPI_E_NOT_INITIALIZED` for one that has no `MAPIInitialize` before it.
    pub fn uninitialize(&self) -> Result<()> {
        let (sessions, loads) = {
            let mut times = lock(&self.0.times);
            *times = times.checked_sub(1).ok_or(Code::NOT_INITIALIZED)?;
            if *times > 0 {
                return Ok(());
            }
            // What another thread begins from here on is not of this end.
            (self.0.sessions.take(), self.0.loads.take())
        };
        for session in sessions.iter().rev() {
            Sequence { state: session }.without_logoff();
        }
        loads.free_all(); // UNLOAD-2
        Ok(())
    }

    /// `MAPILogonEx`: a session with the profile of `options`. Providers are initialised when they
    /// are first needed (LOAD-4), unless the options say otherwise; none of them fails the logon
    /// (REACT-10).
    ///
    /// # Errors
    /// `MAPI_E_NOT_INITIALIZED` without a `MAPIInitialize` before it (SESSION-2);
    /// `MAPI_E_SESSION_LIMIT` if all allocators are taken.
    pub fn log_on(&self, options: Options) -> Result<Session> {
        let state = self.session(options)?;
        if state.options.loads_eagerly {
            Initialization { state: &state }.load_everything();
        }
        Ok(Session { object: session_object::make(&state, None), state })
    }

    /// `MAPILogonEx` without MAPI_NEW_SESSION, where a session is shared: one more client of that
    /// session (SESSION-9).
    ///
    /// # Errors
    /// `MAPI_E_NOT_FOUND` if no session [allows others](Options::allow_others);
    /// `MAPI_E_NOT_INITIALIZED`.
    pub fn join(&self) -> Result<Session> {
        if *lock(&self.0.times) == 0 {
            return Err(Error::new(Code::NOT_INITIALIZED, "MAPI is not initialised"));
        }
        let shared =
            self.0.sessions.live().into_iter().find(|session| session.options.session_flags & MAPI_ALLOW_OTHERS != 0);
        let state = shared.ok_or_else(|| Error::new(Code::NOT_FOUND, "no session is shared"))?;
        Ok(Session { object: session_object::make(&state, None), state })
    }

    fn session(&self, options: Options) -> Result<Arc<State>> {
        let times = lock(&self.0.times); // held until the session is among the others
        if *times == 0 {
            return Err(Error::new(Code::NOT_INITIALIZED, "MAPI is not initialised"));
        }
        let state = State::new(options, &self.0.loads, &self.0.sessions, &ForProviders)?;
        self.0.sessions.add(&state);
        Ok(state)
    }

    /// A session for one provider, with a `MAPIInitialize` of its own.
    ///
    /// # Errors
    /// As for [`Session::start_with`], with what was recorded.
    pub(crate) fn start(entry: MsProviderInit, options: Options) -> Result<Session, (Error, ShutdownReport)> {
        let mapi = Self::new();
        // The DLL of the profile's first provider, linked in.
        let dll = options.profile.providers().next().and_then(|first| first.dll()).map(str::to_owned);
        let module = Module { service: options.service, ..Module::store(entry) };
        let options = dll.into_iter().fold(options, |options, dll| options.link(&dll, module));
        let begun = mapi.initialize(0).and_then(|()| mapi.session(options));
        let state = begun.map_err(|error| (error, ShutdownReport::default()))?;
        let loaded = Initialization { state: &state }.load_default();
        if let Err(error) = loaded {
            let report = Reporting { state: &state }.whole();
            Sequence { state: &state }.without_logoff();
            return Err((error, report));
        }
        Ok(Session { object: session_object::make(&state, Some(Initialized(mapi))), state })
    }
}

impl Drop for Initialized {
    fn drop(&mut self) {
        let _ = self.0.uninitialize();
    }
}
