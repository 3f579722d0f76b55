//! How a session behaves: what differs from what MAPI does by default (GEN-2). What a client asks
//! for when it opens a store is in `open_store.rs`.

use super::fast_shutdown_state::FastShutdownBehavior;
use crate::kind::Kind;
use crate::process::Module;
use crate::profile::Profile;
use crate::record::{CallWatch, Clock};
use provider_abi::shapes::entry::ServiceEntry;
use provider_abi::shapes::flag::{
    LOGOFF_INBOUND, LOGOFF_OUTBOUND, LOGOFF_OUTBOUND_QUEUE, LOGON_NO_CONNECT, LOGON_NO_DIALOG, MAPI_ALLOW_OTHERS,
    MAPI_NO_MAIL,
};
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// How a session behaves.
#[derive(Clone)]
pub struct Options {
    pub(crate) profile: Profile,
    pub(crate) modules: Vec<(String, Module)>,
    pub(crate) folders: Vec<PathBuf>,
    pub(crate) files: Vec<(String, PathBuf)>,
    pub(crate) service: Option<ServiceEntry>,
    pub(crate) versions: RangeInclusive<u32>,
    pub(crate) flags: u32,
    pub(crate) session_flags: u32,
    pub(crate) activity: u32,
    pub(crate) budget: Duration,
    pub(crate) clock: Option<Arc<Clock>>,
    pub(crate) watch: Option<Arc<CallWatch>>,
    pub(crate) delivers_inside: bool,
    pub(crate) loads_eagerly: bool,
    pub(crate) inits_per_entry: bool,
    pub(crate) is_lenient: bool,
    pub(crate) has_strict_status: bool,
    pub(crate) disables_strictly: bool,
    pub(crate) repeats_ends: bool,
    pub(crate) unloads_eagerly: bool,
    pub(crate) logoff_order: [Kind; 3],
    pub(crate) nests_shutdown: bool,
    pub(crate) transport_logon_flags: u32,
    pub(crate) transport_logoff_flags: u32,
    pub(crate) fast_shutdown: FastShutdownBehavior,
    pub(crate) leaves_mail: bool,
}

impl Default for Options {
    fn default() -> Self {
        /// The longest that a call of the life cycle takes without a word in the report (V-28).
        const BUDGET: Duration = Duration::from_secs(10);
        Self {
            profile: Profile::default(),
            modules: Vec::new(),
            folders: Vec::new(),
            files: Vec::new(),
            service: None,
            versions: 0x0001_0010..=0x0001_0010,
            flags: 0,
            session_flags: 0,
            activity: 0,
            budget: BUDGET,
            clock: None,
            watch: None,
            delivers_inside: false,
            loads_eagerly: false,
            inits_per_entry: false,
            is_lenient: false,
            has_strict_status: false,
            disables_strictly: false,
            repeats_ends: false,
            unloads_eagerly: false,
            logoff_order: Kind::ORDER,
            nests_shutdown: false,
            transport_logon_flags: 0,
            transport_logoff_flags: 0,
            fast_shutdown: FastShutdownBehavior::default(),
            leaves_mail: false,
        }
    }
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options")
            .field("profile", &self.profile)
            .field("modules", &self.modules)
            .finish_non_exhaustive()
    }
}

impl Options {
    /// What MAPI does by default.
    pub fn new() -> Self {
        Self::default()
    }

    /// The profile that the session logs on with.
    #[must_use]
    pub fn profile(mut self, profile: Profile) -> Self {
        self.profile = profile;
        self
    }

    /// The DLL that the profile calls `dll`, linked into the program.
    #[must_use]
    pub fn link(mut self, dll: &str, module: Module) -> Self {
        self.modules.retain(|(other, _)| other != dll);
        self.modules.push((dll.into(), module));
        self
    }

    /// A folder in which the DLLs are that the profile names and the program has not linked in;
    /// looked through in the order they were given (LOAD-7).
    #[must_use]
    pub fn folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folders.push(folder.into());
        self
    }

    /// The DLL that the profile calls `dll` is this very file.
    #[must_use]
    pub fn file(mut self, dll: &str, path: impl Into<PathBuf>) -> Self {
        self.files.push((dll.into(), path.into()));
        self
    }

    /// EagerUnload: a library is freed when its provider object has been released; by default after
    /// the last MAPIUninitialize (UNLOAD-2).
    #[must_use]
    pub fn eager_unload(mut self) -> Self {
        self.unloads_eagerly = true;
        self
    }

    /// The `ServiceEntry` of the one provider that
    /// [`Session::start_with`](crate::Session::start_with) starts.
    #[must_use]
    pub fn service_entry(mut self, entry: ServiceEntry) -> Self {
        self.service = Some(entry);
        self
    }

    /// The versions that the session accepts (VER-4); it offers the highest.
    #[must_use]
    pub fn versions(mut self, versions: RangeInclusive<u32>) -> Self {
        self.versions = versions;
        self
    }

    /// The flags of the init call, `ulFlags`: `MAPI_NT_SERVICE` or nothing (ENTRY-6).
    #[must_use]
    pub fn flags(mut self, flags: u32) -> Self {
        self.flags = flags;
        self
    }

    /// `MAPI_NO_MAIL` of `MAPILogonEx`: no spooler opens the stores too (SPOOL-2), and its status
    /// row says so (STATUS-7).
    #[must_use]
    pub fn no_mail(mut self) -> Self {
        self.session_flags |= MAPI_NO_MAIL;
        self
    }

    /// As MAPI does by default: the spooler opens what clients open (SPOOL-2).
    #[must_use]
    pub fn with_mail(mut self) -> Self {
        self.session_flags &= !MAPI_NO_MAIL;
        self
    }

    /// `MAPI_ALLOW_OTHERS` of `MAPILogonEx`: other clients may [join](crate::Mapi::join) the
    /// session (SESSION-9).
    #[must_use]
    pub fn allow_others(mut self) -> Self {
        self.session_flags |= MAPI_ALLOW_OTHERS;
        self
    }

    /// FastShutdownBehavior: whose consent a fast shutdown takes (FAST-6).
    #[must_use]
    pub fn fast_shutdown(mut self, behavior: FastShutdownBehavior) -> Self {
        self.fast_shutdown = behavior;
        self
    }

    /// What the transports are busy with when `StoreLogoffTransports` comes: `LOGOFF_INBOUND`,
    /// `LOGOFF_OUTBOUND`, `LOGOFF_OUTBOUND_QUEUE` (STORELOGOFF-11); other bits are dropped.
    #[must_use]
    pub fn activity(mut self, bits: u32) -> Self {
        self.activity = bits & (LOGOFF_INBOUND | LOGOFF_OUTBOUND | LOGOFF_OUTBOUND_QUEUE);
        self
    }

    /// How long a call of the life cycle may take before the report names it (V-28, ABRUPT-7): ten
    /// seconds otherwise. It is waited for all the same.
    #[must_use]
    pub fn budget(mut self, budget: Duration) -> Self {
        self.budget = budget;
        self
    }

    /// The clock that the record is kept by: the time since any moment, never going back.
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> Duration + Send + Sync + 'static) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Notifications are delivered inside the provider's own call, the other documented reading
    /// (NOTIF-7); by default they are queued until the client's call has returned.
    #[must_use]
    pub fn deliver_inside(mut self) -> Self {
        self.delivers_inside = true;
        self
    }

    /// EagerLoad: every provider of the profile is initialised when the session starts (LOAD-4); by
    /// default when it is first needed.
    #[must_use]
    pub fn eager_load(mut self) -> Self {
        self.loads_eagerly = true;
        self
    }

    /// InitPerProfileEntry: each provider of the profile has a provider object of its own
    /// (ENTRY-8); by default those of one DLL share one.
    #[must_use]
    pub fn init_per_profile_entry(mut self) -> Self {
        self.inits_per_entry = true;
        self
    }

    /// LenientSupport: a logon that took no reference on its support object goes on (LOGON-3); by
    /// default it is logged off.
    #[must_use]
    pub fn lenient_support(mut self) -> Self {
        self.is_lenient = true;
        self
    }

    /// StrictStatus: a status row that lacks a required column is refused with
    /// `MAPI_E_MISSING_REQUIRED_COLUMN` (STATUS-12); by default it is completed from the profile.
    #[must_use]
    pub fn strict_status(mut self) -> Self {
        self.has_strict_status = true;
        self
    }

    /// StrictDisable: every failed logon but `MAPI_E_FAILONEPROVIDER` disables its service
    /// (REACT-1); by default a fault of the request does not.
    #[must_use]
    pub fn strict_disable(mut self) -> Self {
        self.disables_strictly = true;
        self
    }

    /// LogoffOrder: the order among kinds in which a session ends (ORDER-2); by default
    /// [`Kind::ORDER`]. A kind that is not named comes last.
    #[must_use]
    pub fn logoff_order(mut self, order: &[Kind]) -> Self {
        let mut kinds: Vec<_> = order.iter().chain(&Kind::ORDER).copied().collect();
        let mut seen = Vec::new();
        kinds.retain(|kind| {
            !seen.contains(kind) && {
                seen.push(*kind);
                true
            }
        });
        if let Ok(order) = kinds.try_into() {
            self.logoff_order = order;
        }
        self
    }

    /// NestedShutdown: a transport's provider object is shut down and released inside the last
    /// Release of its last logon's support object (SHUT-2); by default after the Release of that
    /// logon.
    #[must_use]
    pub fn nested_shutdown(mut self) -> Self {
        self.nests_shutdown = true;
        self
    }

    /// `LOGON_NO_CONNECT`, `LOGON_NO_DIALOG`: what `IXPProvider::TransportLogon` is called with,
    /// apart from `LOGON_NO_INBOUND` and `LOGON_NO_OUTBOUND` (XPLOGON-1, XPLOGON-2).
    #[must_use]
    pub fn transport_logon_flags(mut self, flags: u32) -> Self {
        self.transport_logon_flags = flags & (LOGON_NO_CONNECT | LOGON_NO_DIALOG);
        self
    }

    /// XpLogoffFlags: what `IXPLogon::TransportLogoff` is called with (XPOFF-3): `LOGOFF_NORMAL`,
    /// `LOGOFF_HURRY`, or by default nothing. In a hurry, a message that is under way is not waited
    /// for (XPOFF-1).
    #[must_use]
    pub fn transport_logoff_flags(mut self, flags: u32) -> Self {
        self.transport_logoff_flags = flags;
        self
    }

    /// What waits at a transport stays there: it is polled, but no message is received.
    #[must_use]
    pub fn leave_mail(mut self) -> Self {
        self.leaves_mail = true;
        self
    }

    /// Each Logoff and Shutdown is called once more, to see that the second does nothing (V-44).
    /// MAPI never does.
    #[must_use]
    pub fn repeat_ends(mut self) -> Self {
        self.repeats_ends = true;
        self
    }

    /// `watch` is told which call each of the session's threads is in: on that thread, before the
    /// call begins and after it has returned, in MAPI's words, the innermost first, or nothing. A
    /// provider that ends the process ends the record with it; what the watch has kept elsewhere
    /// stays.
    #[must_use]
    pub fn watch_calls(mut self, watch: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.watch = Some(Arc::new(watch));
        self
    }

    pub(crate) fn has_mail(&self) -> bool {
        self.session_flags & MAPI_NO_MAIL == 0
    }
}
