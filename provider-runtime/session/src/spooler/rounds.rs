//! The spooler's rounds, and the life of its transports: when they log on, what is done about what
//! they say, and how one goes before the session does (XPLOGON-2, XPLOGON-5, XPLOGON-9, SHUT-9).

use super::receiving::Receiving;
use super::sending::Sending;
use crate::kind::Kind;
use crate::logon::{LogonPolicy, OpenRequest};
use crate::model::{Logon, Stage, State, Transport};
use crate::profile::ProfileProvider;
use crate::record::what::session::StartTransport;
use crate::shutdown::Sequence;
use crate::transport::TransportCalls;
use provider_abi::error::{Error, Result};
use provider_abi::lock::lock;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// The spooler of one session at work.
pub(crate) struct Rounds<'s> {
    pub(crate) state: &'s Arc<State>,
}

/// XPLOGON-9: the profile's order, and those that want to be last at its end.
fn in_order(mut all: Vec<Arc<ProfileProvider>>) -> Vec<Arc<ProfileProvider>> {
    all.sort_by_key(|one| one.flags() & STATUS_XP_PREFER_LAST != 0);
    all
}

impl Rounds<'_> {
    /// One round: what transports have asked for meanwhile, then what waits to be sent, then what
    /// waits to be received, then idle time. Messages that cannot go now wait for the next round.
    ///
    /// # Errors
    /// `MAPI_E_BUSY` if another thread runs the spooler; `MAPI_E_END_OF_SESSION`;
    /// `MAPI_E_NO_SUPPORT` in a session without mail.
    pub(crate) fn round(&self) -> Result<()> {
        if self.state.has_ended() {
            return Err(Code::END_OF_SESSION.into());
        }
        if !self.state.options.has_mail() {
            return Err(Error::new(Code::NO_SUPPORT, "the session is without mail"));
        }
        let _running = self.state.spooler.begin()?;
        self.start_transports();
        self.act_on_notices();
        Sending { state: self.state }.all();
        Receiving { state: self.state }.all();
        Receiving { state: self.state }.idle();
        self.act_on_notices(); // what was said in these calls
        Ok(())
    }

    /// Logs on every transport of the profile that is not yet; one that fails costs itself
    /// (REACT-10). Nothing happens where another thread logs on or off and this one may not wait,
    /// or in a session without mail.
    pub(crate) fn start_transports(&self) {
        let Some(lifecycle) =
            self.state.lifecycle().filter(|_| self.state.options.has_mail() && !self.state.has_ended())
        else {
            return;
        };
        for registration in in_order(self.state.registry.of_kind(Kind::Transport)) {
            if self.state.has_ended() {
                return; // inside one of the logons (T-92)
            }
            if self.state.is_logged_on(&registration) {
                continue; // LOGON-13
            }
            // XPLOGON-2
            let flags = LOGON_NO_INBOUND | LOGON_NO_OUTBOUND | self.state.options.transport_logon_flags;
            let request = OpenRequest::for_provider(self.state, &registration, flags);
            let start = StartTransport { request: request.number, asked: request.shown() };
            let call = self.state.record.call("spooler", start);
            let done = LogonPolicy { state: self.state }.attempts(&request, &lifecycle);
            call.done(done.as_ref().map_or_else(Error::code, |opened| opened.code));
            match done {
                Ok(opened) if opened.logon.stage() == Stage::Active && !self.state.has_ended() => {
                    self.transport_is_there(&opened.logon);
                }
                // V-7: it has been logged off already; or the session has ended inside the call.
                Ok(opened) => Sequence { state: self.state }.end_early(&opened.logon),
                Err(error) => {
                    self.state.last.keep(&error);
                }
            }
        }
        let order = in_order(self.state.registry.of_kind(Kind::Transport));
        let place =
            |transport: &Arc<Transport>| order.iter().position(|one| Arc::ptr_eq(one, &transport.logon.registration));
        lock(&self.state.spooler.transports).sort_by_key(place);
    }

    /// XPLOGON-5: AddressTypes before anything else; then messages may come and go, and the spooler
    /// knows of it.
    fn transport_is_there(&self, logon: &Arc<Logon>) {
        let transport = Arc::new(Transport::new(logon));
        let calls = TransportCalls { state: self.state, transport: &transport };
        if let Err(error) = calls.ask_types() {
            self.state.last.keep(&error);
        }
        lock(&logon.notices).has_changed = false; // it has just been asked
        calls.notify(NOTIFY_BEGIN_INBOUND | NOTIFY_BEGIN_OUTBOUND);
        transport.seen.store(transport.status(), Ordering::Release);
        if logon.stage() == Stage::Active && !self.state.has_ended() {
            lock(&self.state.spooler.transports).push(transport);
        }
    }

    /// What transports have said since the last time: new address types, messages that may be sent
    /// now, that nothing more can come of them (SPL-3), that a client wants their queues flushed
    /// (STATOBJ-8).
    pub(super) fn act_on_notices(&self) {
        for transport in self.state.spooler.transports() {
            let (has_changed, wanted) = lock(&transport.logon.notices).take_news();
            if transport.has_failed() {
                self.end_transport(&transport);
                continue;
            }
            let calls = TransportCalls { state: self.state, transport: &transport };
            if has_changed {
                let _ = calls.ask_types(); // T-37
            }
            wanted.iter().for_each(|entry| self.state.spooler.outbox.resume(transport.logon.number, entry));
            self.flush_if_wanted(&transport);
        }
    }

    /// STATOBJ-8: the spooler reacts to the bits of the row that a flush has set, not to the flag.
    fn flush_if_wanted(&self, transport: &Transport) {
        let status = transport.status();
        let fresh = status & !transport.seen.swap(status, Ordering::AcqRel);
        let of = |bit, flag| if fresh & bit == 0 { 0 } else { flag };
        let ways = of(STATUS_OUTBOUND_ACTIVE, FLUSH_UPLOAD) | of(STATUS_INBOUND_ACTIVE, FLUSH_DOWNLOAD);
        if ways != 0 {
            TransportCalls { state: self.state, transport }.flush(ways);
        }
    }

    /// A transport that goes before the session does: its provider object goes with its last logon
    /// (SHUT-9).
    fn end_transport(&self, transport: &Arc<Transport>) {
        let Some(_lifecycle) = self.state.lifecycle() else { return };
        lock(&self.state.spooler.transports).retain(|other| !Arc::ptr_eq(other, transport));
        self.state.spooler.outbox.take_back_deferred(transport.logon.number);
        TransportCalls { state: self.state, transport }.look_at_arrays();
        Sequence { state: self.state }.end_early(&transport.logon);
    }
}
