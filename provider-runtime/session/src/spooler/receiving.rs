//! Messages on their way in (SPL-5), and idle time: who is polled, how many messages one round
//! takes, and what came of each.

use crate::message::Message;
use crate::model::{State, Transport};
use crate::record::what::transport::Received;
use crate::transport::TransportCalls;
use provider_abi::lock::lock;
use provider_abi::shapes::flag::{LOGON_SP_IDLE, LOGON_SP_POLL};

/// The most messages of one transport in one round: the rest waits for the next.
const ROUND: usize = 1_000;

/// What came of one StartMessage.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Came {
    Message,
    Nothing,
    /// It could not: what waits, waits.
    Failed,
}

/// What one session receives.
pub(super) struct Receiving<'s> {
    pub(super) state: &'s State,
}

impl Receiving<'_> {
    /// XPLOGON-4, SPL-2: each transport that is to be polled, and each that has said that it has
    /// mail.
    pub(super) fn all(&self) {
        for transport in self.state.spooler.transports() {
            let calls = TransportCalls { state: self.state, transport: &transport };
            let mut is_announced = std::mem::take(&mut lock(&transport.logon.notices).has_mail);
            let is_polling = transport.has_asked(LOGON_SP_POLL);
            for _ in 0..ROUND {
                let is_polled = || is_polling && !transport.is_critical() && calls.poll();
                let is_there = std::mem::take(&mut is_announced) || is_polled();
                if !is_there || self.state.options.leaves_mail {
                    break;
                }
                let came = self.receive(&transport);
                // Without Poll there is no way to learn whether there is more, but to try.
                is_announced = !is_polling && came != Came::Nothing;
                if came != Came::Message {
                    break;
                }
            }
            if is_announced {
                // it says so once: the next round goes on
                lock(&transport.logon.notices).has_mail = true;
            }
        }
    }

    /// One message.
    fn receive(&self, transport: &Transport) -> Came {
        let number = self.state.numbers.message();
        let calls = TransportCalls { state: self.state, transport };
        let lent = Message::new().lend(&self.state.memory);
        let code = calls.start(number, &lent);
        let saved = calls.close(lent);
        // A failure costs the message, whatever was saved of it: the transport has it still.
        if code.is_none_or(|code| code.is_failure()) {
            return Came::Failed;
        }
        let Some(message) = saved else { return Came::Nothing };
        self.state.record.note("spooler", Received { message: number });
        lock(&self.state.spooler.inbox).push(message);
        Came::Message
    }

    /// Gives idle time to those that asked for it (XPLOGON-4, SPL-2).
    pub(super) fn idle(&self) {
        for transport in self.state.spooler.transports() {
            if transport.has_asked(LOGON_SP_IDLE) && !transport.is_critical() {
                TransportCalls { state: self.state, transport: &transport }.idle();
            }
        }
    }
}
