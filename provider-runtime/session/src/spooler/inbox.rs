//! Messages on their way in (SPL-5), and idle time: who is polled, how many messages one round takes, and what came of each.

use super::transports::Transport;
use crate::message::Message;
use crate::record::what::transport::Received;
use crate::state::State;
use provider_abi::lock::lock;
use provider_abi::shapes::flag::{LOGON_SP_IDLE, LOGON_SP_POLL};
use std::sync::Arc;

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

impl State {
    /// XPLOGON-4, SPL-2: each transport that is to be polled, and each that has said that it has mail.
    pub(super) fn receive_all(self: &Arc<Self>) {
        for transport in self.spooler.transports() {
            let mut is_announced = std::mem::take(&mut lock(&transport.logon.said).has_mail);
            let is_polling = transport.logon.has_asked(LOGON_SP_POLL);
            for _ in 0..ROUND {
                let is_polled = || is_polling && !transport.is_critical() && self.call_poll(&transport);
                let is_there = std::mem::take(&mut is_announced) || is_polled();
                if !is_there || self.options.leaves_mail {
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
                lock(&transport.logon.said).has_mail = true; // it says so once: the next round goes on
            }
        }
    }

    /// One message.
    fn receive(self: &Arc<Self>, transport: &Arc<Transport>) -> Came {
        let number = self.numbers.message();
        let lent = Message::new().lend(&self.memory);
        let code = self.call_start(transport, number, &lent);
        let saved = self.close(transport, lent);
        // A failure costs the message, whatever was saved of it: the transport has it still.
        if code.is_none_or(|code| code.is_failure()) {
            return Came::Failed;
        }
        let Some(message) = saved else { return Came::Nothing };
        self.record.note("spooler", Received { message: number });
        lock(&self.spooler.inbox).push(message);
        Came::Message
    }

    /// XPLOGON-4, SPL-2
    pub(super) fn be_idle(&self) {
        for transport in self.spooler.transports() {
            if transport.logon.has_asked(LOGON_SP_IDLE) && !transport.is_critical() {
                self.call_idle(&transport);
            }
        }
    }
}
