//! Events between a session and its clients, of its message services, and of the objects that
//! clients have.

use super::table::events;
use crate::record::fact::{Fact, Flag, part, words};
use crate::record::flags::{logoff_flags, service_context};

words! {
    /// How a session comes to log off.
    LogoffCause {
        /// A client has called Logoff.
        #[default]
        Asked = "",
        /// Its last client is gone (SESSION-12).
        Implied = "without Logoff",
    }
}

words! {
    /// Who releases a store.
    Releaser {
        /// A client.
        #[default]
        Client = "",
        /// The spooler.
        Spooler = "spooler",
    }
}

words! {
    /// Which interface an object is asked for.
    Interface {
        /// `IUnknown`
        Unknown = "IUnknown",
        /// Any other.
        #[default]
        Other = "",
    }
}

/// What may be odd about what a call that succeeded has given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Oddity {
    /// Nothing is.
    #[default]
    None,
    /// It gave no object, or no connection.
    Nothing,
    /// It gave the object that it was called on.
    Itself,
}

impl Fact for Oddity {
    fn show(&self, _own: &'static str, show: &mut dyn FnMut(&'static str, u64)) {
        match self {
            Self::None => {}
            Self::Nothing => show("nothing", 1),
            Self::Itself => show("itself", 1),
        }
    }

    fn read(&mut self, _own: &str, name: &str, value: u64) -> bool {
        match (name, value) {
            ("nothing", 1) => *self = Self::Nothing,
            ("itself", 1) => *self = Self::Itself,
            _ => return false,
        }
        true
    }
}

part! {
    /// A call of a client's on an object of a provider's.
    ClientCall {
        /// The logon that the object came from; 0: the session's own, or nobody can tell.
        logon: u64,
        /// Whether it failed and set an output.
        left: Flag,
        /// What is odd about what it gave.
        odd: Oddity,
    }
}

part! {
    /// A call of a client's on a status object.
    StatusCall {
        /// The logon that the object came from.
        logon: u64,
        /// The bit of PR_RESOURCE_METHODS that stands for the method.
        method: u32,
        /// Whether it forbids dialogs.
        quiet: Flag,
        /// Whether it failed and set an output.
        left: Flag,
    }
}

events! {
    /// An event between a session and its clients, or of a message service.
    SessionEvent {
        /// A message service's entry point, `ServiceEntry`; without one, it answers
        /// `MAPI_E_NOT_INITIALIZED`.
        ServiceEntry = "svc.entry", "ServiceEntry", "SVC-2" {
            /// The message service.
            service: u64,
            /// What for: MSG_SERVICE_ contexts.
            context: u32,
            /// The client's request that it serves.
            request = "wish": Option<u64>,
            /// The configuration support object that it was lent.
            config: Option<u64>,
            /// How many references it keeps of what it was lent.
            held: Option<u64>,
            /// Whether it forbids dialogs.
            quiet: Flag,
        } shows |entry| service_context(entry.context).into();

        /// A message service is called no more in this session.
        Disable = "svc.disable", "the message service is called no more", "REACT-1" {
            /// The message service.
            service: u64,
        };

        /// A client, or the spooler, opens a store: `IMAPISession::OpenMsgStore`.
        OpenStore = "session.open_store", "IMAPISession::OpenMsgStore", "REACT-1" {
            /// The request.
            request = "wish": u64,
        } says {
            /// What is asked for.
            asked: String
        };

        /// A client opens the address book, and one provider of it is logged on:
        /// `IMAPISession::OpenAddressBook`.
        OpenBook = "session.open_book", "IMAPISession::OpenAddressBook", "REACT-9" {
            /// The request.
            request = "wish": u64,
        } says {
            /// Which provider.
            asked: String
        };

        /// The spooler starts a transport.
        StartTransport = "session.log_on", "the spooler starts a transport", "XPLOGON-10" {
            /// The request.
            request = "wish": u64,
        } says {
            /// Which transport.
            asked: String
        };

        /// A session ends, or a client leaves it: `IMAPISession::Logoff`.
        Logoff = "session.logoff", "IMAPISession::Logoff", "SESSION-8" {
            /// Whether it is to end for all its clients: MAPI_LOGOFF_SHARED.
            shared: bool,
            /// Whether another client has the session, which stays.
            stays: Flag,
        } says {
            /// How it came to that.
            cause: LogoffCause
        };

        /// A client asks whether the process may vanish: `IMAPIClientShutdown::QueryFastShutdown`.
        FastQuery = "session.fast_query", "IMAPIClientShutdown::QueryFastShutdown", "FAST-8" {
            /// Whether the last query found consent.
            queried: bool,
        };

        /// A client tells that the process vanishes: `IMAPIClientShutdown::NotifyProcessShutdown`.
        FastNotify = "session.fast_notify", "IMAPIClientShutdown::NotifyProcessShutdown", "FAST-8" {
            /// Whether the last query found consent.
            queried: bool,
        };

        /// A client has everything saved before the process vanishes:
        /// `IMAPIClientShutdown::DoFastShutdown`.
        FastDo = "session.fast_do", "IMAPIClientShutdown::DoFastShutdown", "FAST-8" {
            /// Whether the last query found consent.
            queried: bool,
        };

        /// A client still has an object at a logoff.
        ClientHolds = "client.holds", "", "SESSION-10" {} says {
            /// Since where.
            opened: String
        };

        /// A client calls the session after a fast shutdown.
        ClientLate = "client.late", "", "FAST-11" {};

        /// A client ends its use of a store: `IMsgStore::StoreLogoff`.
        StoreLogoff = "store.logoff", "IMsgStore::StoreLogoff", "STORELOGOFF-1" {
            /// The store's logon.
            logon: u64,
            /// The LOGOFF_ flags that it passes.
            flags: u32,
            /// The LOGOFF_ flags that came back.
            back: Option<u32>,
        } shows |logoff| logoff_flags(logoff.flags);

        /// A client, or the spooler, releases a store: `IMsgStore::Release`.
        StoreRelease = "store.release", "IMsgStore::Release", "STORELOGOFF-8" {
            /// The store's logon.
            logon: u64,
            /// How many references are left.
            left: Option<u32>,
        } says {
            /// Who.
            by: Releaser
        };

        /// A client reads properties of an object.
        GetProps = "store.get", "", "" {
            /// The call.
            call: ClientCall,
        };

        /// A client opens something through an object.
        OpenObject = "store.open", "", "" {
            /// The call.
            call: ClientCall,
        } says {
            /// The method.
            method: String
        };

        /// A client does something else with an object.
        Work = "store.work", "", "" {
            /// The call.
            call: ClientCall,
        } says {
            /// The method.
            method: String
        };

        /// A client asks an object for the text of an error.
        GetLastError = "store.error", "", "" {
            /// The call.
            call: ClientCall,
        } says {
            /// The method.
            method: String
        };

        /// A client has a status object check its provider: `IMAPIStatus::ValidateState`.
        StatusValidate = "status.validate", "", "" {
            /// The call.
            call: StatusCall,
        };

        /// A client has a status object change a password: `IMAPIStatus::ChangePassword`.
        StatusPassword = "status.password", "", "" {
            /// The call.
            call: StatusCall,
        };

        /// A client has a status object show its settings: `IMAPIStatus::SettingsDialog`.
        StatusSettings = "status.settings", "", "" {
            /// The call.
            call: StatusCall,
        };

        /// A client has a status object send and get what waits: `IMAPIStatus::FlushQueues`.
        StatusFlush = "status.flush", "", "" {
            /// The call.
            call: StatusCall,
        };

        /// A client works with a table.
        TableWork = "table.work", "", "" {
            /// The call.
            call: ClientCall,
        } says {
            /// The method.
            method: String
        };

        /// A client asks an object for an interface: `IUnknown::QueryInterface`.
        Query = "object.query", "", "ERR-4" {
            /// The logon that the object came from.
            logon: u64,
            /// Whether there is such an interface at all.
            known: bool,
            /// Whether it is the one that the object is made for.
            own: Flag,
            /// The object that it gave.
            gave: Option<u64>,
            /// Whether that has the same identity.
            same: Option<bool>,
        } says {
            /// Which interface.
            interface: Interface
        };

        /// A sink is told something: `IMAPIAdviseSink::OnNotify`.
        SinkNotify = "sink.notify", "IMAPIAdviseSink::OnNotify", "NOTIF-7" {};
    }
}

impl ClientCall {
    /// A call on an object of that logon.
    pub(crate) fn on(logon: u64) -> Self {
        Self { logon, left: Flag(false), odd: Oddity::None }
    }
}

impl StatusCall {
    /// A call of that method on a status object of that logon.
    pub(crate) fn on(logon: u64, method: u32) -> Self {
        Self { logon, method, quiet: Flag(false), left: Flag(false) }
    }

    /// The same, which forbids dialogs if so.
    pub(crate) fn quiet_if(self, is_quiet: bool) -> Self {
        Self { quiet: Flag(is_quiet), ..self }
    }
}

impl SessionEvent {
    /// What is odd about what a call gave, to be added; `None` for an event that cannot say so.
    pub(crate) fn odd_mut(&mut self) -> Option<&mut Oddity> {
        match self {
            Self::OpenObject(event) => Some(&mut event.call.odd),
            Self::Work(event) => Some(&mut event.call.odd),
            Self::TableWork(event) => Some(&mut event.call.odd),
            _ => None,
        }
    }

    /// Whether a call has left an output set, to be added; `None` for an event that cannot say so.
    pub(crate) fn left_mut(&mut self) -> Option<&mut Flag> {
        match self {
            Self::GetProps(event) => Some(&mut event.call.left),
            Self::OpenObject(event) => Some(&mut event.call.left),
            Self::Work(event) => Some(&mut event.call.left),
            Self::GetLastError(event) => Some(&mut event.call.left),
            Self::TableWork(event) => Some(&mut event.call.left),
            Self::StatusValidate(event) => Some(&mut event.call.left),
            Self::StatusPassword(event) => Some(&mut event.call.left),
            Self::StatusSettings(event) => Some(&mut event.call.left),
            Self::StatusFlush(event) => Some(&mut event.call.left),
            _ => None,
        }
    }
}
