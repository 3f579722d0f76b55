//! Events of provider objects and their logons, from the entry point to the last Release. What a
//! spooler asks of a transport's logon is in `transport.rs`.

use super::table::events;
use crate::kind::Kind;
use crate::record::fact::{Fact, Flag, part};

/// What the session frees of what a logon call gave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Freed {
    /// The MAPIERROR.
    #[default]
    Error,
    /// The data for the spooler's logon.
    SpoolerData,
}

impl Fact for Freed {
    fn show(&self, _own: &'static str, show: &mut dyn FnMut(&'static str, u64)) {
        match self {
            Self::Error => show("error", 1),
            Self::SpoolerData => show("spooler", 1),
        }
    }

    fn read(&mut self, _own: &str, name: &str, value: u64) -> bool {
        match (name, value) {
            ("error", 1) => *self = Self::Error,
            ("spooler", 1) => *self = Self::SpoolerData,
            _ => return false,
        }
        true
    }
}

part! {
    /// What a logon call asks for, and what it gave.
    LogonFacts {
        /// The provider object.
        provider: u64,
        /// Its kind.
        kind: Kind,
        /// The message service that it belongs to.
        service: u64,
        /// The logon that it is to make.
        logon: u64,
        /// The client's request that it serves.
        request = "wish": u64,
        /// The entry identifier that is asked for.
        entry: u64,
        /// The logon object that it gave.
        gave_logon: Option<u64>,
        /// The store object that it gave.
        gave_store: Option<u64>,
        /// How many bytes of data for the spooler's logon it gave.
        spooler_bytes: Option<u64>,
        /// Whether it gave a MAPIERROR.
        error_block: Option<bool>,
        /// The LOGON_SP_ flags of a transport: which calls it asks for.
        asks: Option<u32>,
        /// The flags of a transport's that only go in, and came back.
        stale: Option<u32>,
        /// Whether it forbids dialogs.
        quiet: Flag,
        /// How many references on the support object the provider has.
        held: Option<u64>,
        /// The entry identifier that the store has, as the provider names it.
        names: Option<u64>,
    }
}

events! {
    /// An event of a provider object, or of its logons.
    ProviderEvent {
        /// The entry point makes a provider object.
        Init = "init", "{}ProviderInit", "ENTRY-3" {
            /// The provider object.
            provider: u64,
            /// Its kind.
            kind: Kind,
            /// The message service that it belongs to.
            service: u64,
            /// The newest version that the session accepts, which it offers.
            offered: u32,
            /// The oldest version that the session accepts.
            lowest: u32,
            /// The version that came back.
            version: Option<u32>,
            /// The object that it gave.
            gave: Option<u64>,
        } shows |init| format!("{:#010x}", init.offered);

        /// The provider object is asked for a logon: `IMSProvider::Logon`, `IABProvider::Logon`,
        /// `IXPProvider::TransportLogon`.
        Logon = "prov.logon", "I{}Provider::Logon", "LOGON-7" {
            /// What is asked for, and what it gave.
            call: LogonFacts,
        };

        /// The spooler asks a store's provider object for a logon: `IMSProvider::SpoolerLogon`.
        SpoolerLogon = "prov.spooler_logon", "IMSProvider::SpoolerLogon", "LOGON-7" {
            /// What is asked for, and what it gave.
            call: LogonFacts,
        };

        /// The provider object compares two stores: `IMSProvider::CompareStoreIDs`.
        CompareStores = "prov.compare", "IMSProvider::CompareStoreIDs", "OPEN-8" {
            /// The provider object.
            provider: u64,
        };

        /// The provider object is shut down: `IMSProvider::Shutdown` and the same of the other
        /// kinds.
        Shutdown = "prov.shutdown", "I{}Provider::Shutdown", "SHUT-1" {
            /// The provider object.
            provider: u64,
        };

        /// The session's Release of the provider object.
        Release = "prov.release", "I{}Provider::Release", "SHUT-1" {
            /// The provider object.
            provider: u64,
            /// How many references are left.
            left: Option<u32>,
        };

        /// A Logoff comes again, because a test asks for that.
        ProbeLogoff = "probe.logoff", "I{}Logon::Logoff", "LOGOFF-6" {
            /// The logon.
            logon: u64,
        };

        /// A logon object is called after its Logoff, because a test asks for that.
        ProbeStatus = "probe.status", "I{}Logon::OpenStatusEntry", "LOGOFF-8" {
            /// The logon.
            logon: u64,
        };

        /// A Shutdown comes again, because a test asks for that.
        ProbeShutdown = "probe.shutdown", "I{}Provider::Shutdown", "SHUT-7" {
            /// The provider object.
            provider: u64,
        };

        /// The session frees what a logon call gave.
        HostFree = "host.free", "", "REACT-7" {
            /// The logon.
            logon: u64,
            /// What it frees.
            freed: Freed,
        } shows |free| match free.freed {
            Freed::Error => "MAPIERROR".into(),
            Freed::SpoolerData => "spooler data".into(),
        };

        /// The logon opens an object: `IMSLogon::OpenEntry`, `IABLogon::OpenEntry`.
        Open = "logon.open", "I{}Logon::OpenEntry", "OPEN-1" {
            /// The logon.
            logon: u64,
            /// Whether it failed and set an output.
            left: Option<bool>,
            /// Whether it succeeded and gave no object.
            nothing: Option<bool>,
        };

        /// The logon compares two entry identifiers: `IMSLogon::CompareEntryIDs`,
        /// `IABLogon::CompareEntryIDs`.
        CompareEntries = "logon.compare", "I{}Logon::CompareEntryIDs", "OPEN-7" {
            /// The logon.
            logon: u64,
        };

        /// The logon opens its status object: `IMSLogon::OpenStatusEntry` and the same of the other
        /// kinds.
        OpenStatus = "logon.status", "I{}Logon::OpenStatusEntry", "STATOBJ-1" {
            /// The logon.
            logon: u64,
            /// Whether it failed and set an output.
            left: Option<bool>,
            /// Whether it succeeded and gave no object.
            nothing: Option<bool>,
        };

        /// The logon takes a sink: `IMSLogon::Advise`, `IABLogon::Advise`.
        Advise = "logon.advise", "I{}Logon::Advise", "NOTIF-13" {
            /// The logon.
            logon: u64,
            /// Whether it failed and set an output.
            left: Option<bool>,
            /// Whether it succeeded and gave no connection.
            nothing: Option<bool>,
        };

        /// The logon gives a sink up: `IMSLogon::Unadvise`, `IABLogon::Unadvise`.
        Unadvise = "logon.unadvise", "I{}Logon::Unadvise", "NOTIF-13" {
            /// The logon.
            logon: u64,
        };

        /// The logon ends: `IMSLogon::Logoff`, `IABLogon::Logoff`.
        Logoff = "logon.logoff", "I{}Logon::Logoff", "SHUT-1" {
            /// The logon.
            logon: u64,
        };

        /// The session's Release of the logon object.
        LogonRelease = "logon.release", "I{}Logon::Release", "SHUT-1" {
            /// The logon.
            logon: u64,
            /// How many references are left.
            left: Option<u32>,
        };
    }
}

impl ProviderEvent {
    /// What a logon call asks for and gave; `None` for another event.
    pub fn logon_facts(&self) -> Option<&LogonFacts> {
        match self {
            Self::Logon(event) => Some(&event.call),
            Self::SpoolerLogon(event) => Some(&event.call),
            _ => None,
        }
    }

    /// The same, to be added to.
    pub(crate) fn logon_facts_mut(&mut self) -> Option<&mut LogonFacts> {
        match self {
            Self::Logon(event) => Some(&mut event.call),
            Self::SpoolerLogon(event) => Some(&mut event.call),
            _ => None,
        }
    }

    /// Whether a call for a client has given nothing, to be added; `None` for an event that cannot
    /// say so.
    pub(crate) fn nothing_mut(&mut self) -> Option<&mut Option<bool>> {
        match self {
            Self::Open(event) => Some(&mut event.nothing),
            Self::OpenStatus(event) => Some(&mut event.nothing),
            Self::Advise(event) => Some(&mut event.nothing),
            _ => None,
        }
    }

    /// Whether a call for a client has left an output set, to be added; `None` for an event that
    /// cannot say so.
    pub(crate) fn left_mut(&mut self) -> Option<&mut Option<bool>> {
        match self {
            Self::Open(event) => Some(&mut event.left),
            Self::OpenStatus(event) => Some(&mut event.left),
            Self::Advise(event) => Some(&mut event.left),
            _ => None,
        }
    }
}
