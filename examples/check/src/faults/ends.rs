//! The seven ends that a logon can come to. Each leaves nothing, whatever has failed before.

use crate::case::step;
use crate::scenarios::{Opened, Visit};
use provider_runtime::abi::flag::LOGOFF_ORDERLY;
use provider_runtime::session::{Mapi, Session, ShutdownReport};

/// One of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// The store's StoreLogoff and last Release, while other objects are held.
    Closed,
    /// Everything is released, what was opened last first; then the session's Logoff.
    Released,
    /// The session's Logoff, which calls the logon's, with everything held.
    Held,
    /// The session's last Release, without Logoff.
    Session,
    /// The last MAPIUninitialize, without Logoff, with everything held.
    Mapi,
    /// The logon's Release without Logoff: the host's fault.
    Logons,
    /// The provider object's Shutdown with a logon open: the host's fault.
    ShutDown,
}

pub const ENDS: [End; 7] = [End::Closed, End::Released, End::Held, End::Session, End::Mapi, End::Logons, End::ShutDown];

impl End {
    pub fn word(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Released => "released",
            Self::Held => "held",
            Self::Session => "session",
            Self::Mapi => "mapi",
            Self::Logons => "logons",
            Self::ShutDown => "shutdown",
        }
    }

    pub fn of_word(word: &str) -> Option<Self> {
        ENDS.into_iter().find(|end| end.word() == word)
    }

    /// Whether the host breaks rules in it.
    pub fn is_out_of_order(self) -> bool {
        matches!(self, Self::Logons | Self::ShutDown)
    }

    /// Whether nothing of the provider's is held when its logon is released.
    pub fn holds_nothing(self) -> bool {
        matches!(self, Self::Closed | Self::Released | Self::Session)
    }

    /// The rule that lets nothing be left of it.
    pub fn rule(self) -> &'static str {
        match self {
            Self::Logons => "LOGOFF-7",
            Self::ShutDown => "SHUT-5",
            _ => "LOGOFF-11",
        }
    }

    /// Ends a session so: what came of it, and the session, if it is not its Release that ends it.
    pub fn run(self, mapi: &Mapi, session: Session, visit: Option<Visit>) -> (ShutdownReport, Option<Session>) {
        step(&format!("the end `{}`", self.word()));
        match self {
            Self::Closed => visit.into_iter().for_each(close),
            Self::Released | Self::Session => visit.into_iter().for_each(release),
            Self::Held => {
                session.logoff();
                visit.into_iter().for_each(Visit::release_late);
            }
            Self::Mapi => {
                let _ = mapi.uninitialize();
                visit.into_iter().for_each(Visit::release_late);
            }
            Self::Logons | Self::ShutDown => {
                if self == Self::Logons {
                    session.by_hand().release_logons();
                } else {
                    session.by_hand().shut_down();
                }
                step("the session's Logoff after it");
                session.logoff();
                visit.into_iter().for_each(Visit::release_late);
            }
        }
        if self == Self::Session {
            step("the session's Release");
            return (session.release(), None);
        }
        step("the session's Logoff");
        session.logoff();
        step("MAPIUninitialize");
        let _ = mapi.uninitialize();
        (session.report(), Some(session))
    }
}

/// The store first, and what it was the parent of after it.
fn close(visit: Visit) {
    let Visit { opened, folder, table, message, status, .. } = visit;
    if let Opened::Store(store) = &opened {
        step("StoreLogoff");
        store.store_logoff(LOGOFF_ORDERLY);
    }
    step("the Release of what stands for the logon, and then of everything else");
    drop(opened);
    drop((folder, table, message, status));
}

/// Children first.
fn release(visit: Visit) {
    step("the Releases");
    let Visit { opened, folder, table, message, status, .. } = visit;
    drop((message, table, folder, status));
    drop(opened);
}
