//! How a client leaves its session: `IMAPISession::Logoff`, or its last Release (SESSION-4 to
//! SESSION-9, SESSION-12). The last one ends the session; that sequence is in `shutdown/`.

use super::routing::Routing;
use crate::model::State;
use crate::notify::{Copied, SESSION};
use crate::record::What;
use crate::record::what::session::Logoff;
use crate::record::what::{Flag, ProviderEvent, SessionEvent, TransportEvent};
use crate::shutdown::Sequence;
use provider_abi::lock::lock;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::{MAPI_LOGOFF_SHARED, MAPI_LOGOFF_UI, fnevCriticalError, fnevExtended};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// One client of a session, and what it has subscribed to.
#[derive(Debug, Default)]
pub(super) struct Client {
    connections: Mutex<Vec<usize>>,
    /// Whether it has logged off: its session may go on with others (SESSION-9).
    has_left: AtomicBool,
}

impl Client {
    pub(super) fn note_advised(&self, connection: usize) {
        lock(&self.connections).push(connection);
    }

    pub(super) fn note_unadvised(&self, connection: usize) {
        lock(&self.connections).retain(|other| *other != connection);
    }

    pub(super) fn has_left(&self) -> bool {
        self.has_left.load(Ordering::Acquire)
    }
}

/// One client leaves its session.
pub(super) struct Leaving<'s> {
    pub(super) state: &'s Arc<State>,
    pub(super) client: &'s Client,
}

/// Whether a call is the end of a session, or of a logon.
fn is_an_end(call: &What) -> bool {
    match call {
        What::Session(event) => matches!(event, SessionEvent::Logoff(_)),
        What::Provider(event) => matches!(event, ProviderEvent::Logoff(_) | ProviderEvent::LogonRelease(_)),
        What::Transport(event) => matches!(event, TransportEvent::Logoff(_)),
        What::Process(_) | What::Support(_) | What::Report(_) => false,
    }
}

impl Leaving<'_> {
    /// Inside a logoff, or inside a call of a provider's while another thread logs on or off, it is
    /// refused (SESSION-13). A client that is not the last only leaves (SESSION-9).
    pub(super) fn log_off(&self, flags: u32, reserved: u32) -> Code {
        if reserved != 0 {
            return Code::INVALID_PARAMETER;
        }
        if flags & !(MAPI_LOGOFF_SHARED | MAPI_LOGOFF_UI) != 0 {
            return Code::UNKNOWN_FLAGS;
        }
        let is_inside = self.state.record.is_inside(is_an_end);
        let lifecycle = self.state.lifecycle().filter(|_| !is_inside);
        // It is a warning also where nobody shares the session (SESSION-6).
        let is_for_all = flags & MAPI_LOGOFF_SHARED != 0;
        let call = self.state.record.call("session", Logoff { shared: is_for_all, ..Logoff::default() });
        if lifecycle.is_none() {
            return call.done(Code::BUSY);
        }
        if self.state.has_ended() || self.client.has_left.swap(true, Ordering::AcqRel) {
            return call.done(Code::END_OF_SESSION); // SESSION-5
        }
        if !self.leave() {
            call.set(|logoff| logoff.stays = Flag(true));
            if is_for_all {
                self.tell_others();
            }
            return call.done(Code::OK);
        }
        self.state.is_over.store(true, Ordering::Release);
        Sequence { state: self.state }.record_held();
        Sequence { state: self.state }.end_everything();
        drop(lifecycle); // judging waits for releases on other threads, and they may need it
        call.done(Code::OK)
    }

    /// A client's last Release of its session: the last client's logs off (SESSION-12).
    pub(super) fn release(&self) {
        if self.state.is_frozen() {
            return; // FAST-11
        }
        let is_last = if self.client.has_left.swap(true, Ordering::AcqRel) {
            self.state.clients.are_none()
        } else {
            self.leave()
        };
        if is_last {
            Sequence { state: self.state }.without_logoff();
        }
    }

    /// One client leaves; whether it was the last (SESSION-9). What it has subscribed to is
    /// cancelled, unless the session ends.
    fn leave(&self) -> bool {
        let is_last = self.state.clients.leave();
        let connections = std::mem::take(&mut *lock(&self.client.connections));
        if !is_last {
            for connection in connections {
                // the provider may have cancelled it
                let _ = Routing { state: self.state }.unadvise(connection);
            }
        }
        is_last
    }

    /// SESSION-6, SESSION-7: the clients that stay are told to leave too.
    fn tell_others(&self) {
        for event in [fnevCriticalError, fnevExtended] {
            self.state.notifications.tell(SESSION, event, &Copied::of_session(event));
        }
    }
}
