//! The spooler: what it has open beside the clients, the transports that it has started, and the messages that it holds. Its
//! stores are in `spooler/stores.rs`, the transports' life in `spooler/transports.rs`, what they are asked in
//! `spooler/calls.rs`, sending in `spooler/outbox.rs`, receiving in `spooler/inbox.rs`.

mod calls;
mod inbox;
mod matching;
mod outbox;
mod reports;
mod said;
mod stores;
mod transports;
mod types;

pub(crate) use said::Said;

use super::logon::Logon;
use super::message::Message;
use super::open::Session;
use super::state::State;
use outbox::Queued;
use provider_abi::error::{Error, Result};
use provider_abi::lock::lock;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::{LOGOFF_INBOUND, LOGOFF_OUTBOUND, LOGOFF_OUTBOUND_QUEUE};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::thread::ThreadId;
use stores::SpoolerStore;
use transports::Transport;

/// What the spooler of one session has.
#[derive(Debug, Default)]
pub(crate) struct Spooler {
    /// Stores that it has opened behind clients.
    stores: Mutex<Vec<SpoolerStore>>,
    /// The transports that are logged on, in transport order (XPLOGON-9).
    transports: Mutex<Vec<Arc<Transport>>>,
    /// Messages that are not sent yet.
    outbox: Mutex<VecDeque<Queued>>,
    /// What has come, reports too, until a client takes it.
    inbox: Mutex<Vec<Message>>,
    /// Who runs it.
    runner: Mutex<Option<ThreadId>>,
}

/// The spooler's turn, until it is dropped.
struct Running<'s>(&'s Spooler);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        *lock(&self.0.runner) = None;
    }
}

impl Spooler {
    /// THR-6: one thread runs it at a time.
    fn begin(&self) -> Result<Running<'_>> {
        let mut runner = lock(&self.runner);
        if runner.is_some() {
            return Err(Error::new(Code::BUSY, "another thread runs the spooler"));
        }
        *runner = Some(std::thread::current().id());
        Ok(Running(self))
    }

    /// The transports that are there now, in transport order.
    fn transports(&self) -> Vec<Arc<Transport>> {
        lock(&self.transports).clone()
    }

    /// Whether a transport has a message in hand that nobody wants sent any more.
    fn is_cancelled_for(&self, logon: &Logon) -> bool {
        let transports = self.transports();
        let Some(own) = transports.iter().find(|one| std::ptr::eq(&raw const *one.logon, logon)) else { return false };
        lock(&self.outbox).iter().all(|queued| !own.has(queued.number())) && own.sends()
    }

    /// P16
    pub(crate) fn freeze(&self) {
        std::mem::forget(std::mem::take(&mut *lock(&self.stores)));
        lock(&self.transports).clear(); // they hold no reference of MAPI's
    }
}

impl State {
    pub(crate) fn is_cancelled_for(&self, logon: &Logon) -> bool {
        self.spooler.is_cancelled_for(logon)
    }

    /// What the transports are busy with (STORELOGOFF-11).
    pub(crate) fn mail_activity(&self) -> u32 {
        let transports = self.spooler.transports();
        let is_sending = transports.iter().any(|one| one.sends());
        let is_receiving = transports.iter().any(|one| one.receives());
        let is_waiting = !lock(&self.spooler.outbox).is_empty();
        let of = |is_so: bool, bit: u32| if is_so { bit } else { 0 };
        of(is_sending, LOGOFF_OUTBOUND) | of(is_receiving, LOGOFF_INBOUND) | of(is_waiting, LOGOFF_OUTBOUND_QUEUE)
    }

    /// One round: what transports have asked for meanwhile, then what waits to be sent, then what waits to be received, then
    /// idle time. Messages that cannot go now wait for the next round.
    ///
    /// # Errors
    /// `MAPI_E_BUSY` if another thread runs the spooler; `MAPI_E_END_OF_SESSION`; `MAPI_E_NO_SUPPORT` in a session without
    /// mail.
    pub(crate) fn spool(self: &Arc<Self>) -> Result<()> {
        if self.has_ended() {
            return Err(Code::END_OF_SESSION.into());
        }
        if !self.options.has_mail() {
            return Err(Error::new(Code::NO_SUPPORT, "the session is without mail"));
        }
        let _running = self.spooler.begin()?;
        self.start_transports();
        self.heed_transports();
        self.send_all();
        self.receive_all();
        self.be_idle();
        self.heed_transports(); // what was said in these calls
        Ok(())
    }
}

impl Session {
    /// Starts the transports of the profile that are not logged on yet, and lets the spooler work for one round: it sends
    /// what was [submitted](Self::submit), and receives what waits.
    ///
    /// # Errors
    /// `MAPI_E_BUSY` if another thread does; `MAPI_E_END_OF_SESSION`; `MAPI_E_NO_SUPPORT` in a session without mail.
    pub fn run_spooler(&self) -> Result<()> {
        let done = self.state.spool();
        self.state.settle();
        done
    }

    /// Hands a message to the spooler, as a store does with one that its client has submitted: the message's number. It is
    /// sent by [`run_spooler`](Self::run_spooler).
    ///
    /// # Errors
    /// `MAPI_E_NO_RECIPIENTS`; `MAPI_E_END_OF_SESSION`; `MAPI_E_NO_SUPPORT` in a session without mail.
    pub fn submit(&self, message: &Message) -> Result<u64> {
        self.state.queue_message(message)
    }

    /// Cancels a message that was submitted and is not sent: one that is being sent is stopped (XPLOGON-11), and is sent
    /// or not as its transport can still decide.
    ///
    /// # Errors
    /// `MAPI_E_NOT_FOUND` for one that is not there any more.
    pub fn cancel(&self, message: u64) -> Result<()> {
        self.state.cancel_message(message)
    }

    /// The address types that each transport has said, in transport order (XPLOGON-6); `None`: every type.
    pub fn address_types(&self) -> Vec<Option<Vec<String>>> {
        self.state.spooler.transports().iter().map(|one| lock(&one.types).names()).collect()
    }

    /// The numbers of the messages that wait to be sent, oldest first.
    pub fn outbox(&self) -> Vec<u64> {
        lock(&self.state.spooler.outbox).iter().map(Queued::number).collect()
    }

    /// What transports have delivered since the last time, and reports of what could not be sent, oldest first.
    pub fn take_mail(&self) -> Vec<Message> {
        std::mem::take(&mut *lock(&self.state.spooler.inbox))
    }
}
