//! Messages on their way out (SPL-5): each goes from transport to transport until all its recipients are somebody's, and
//! what nobody takes comes back as a report. The calls are in `calls.rs`, the reports in `reports.rs`.

use super::matching::{transport_for, value};
use super::transports::Transport;
use crate::message::{Message, put};
use crate::record::what::transport;
use crate::state::State;
use provider_abi::error::{Error, Result};
use provider_abi::lock::lock;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::tags;
use std::collections::HashSet;
use std::sync::Arc;

/// The UID of the identifiers of messages that wait here: the session's own.
const UID: &[u8; 16] = b"MAPI outbox\0\0\0\0\0";

/// A message that is not sent yet.
#[derive(Clone, Debug)]
pub(super) struct Queued {
    number: u64,
    message: Message,
    /// The logons of transports that had their chance, by number.
    declined: HashSet<u64>,
    /// Those that have put it off (END_DONT_RESEND), until they ask for it.
    deferred: HashSet<u64>,
    /// Those that have asked: their next SubmitMessage says BEGIN_DEFERRED.
    resumed: HashSet<u64>,
}

/// One round with one message.
struct Round {
    /// How often a transport that wants it again at once is still believed.
    again: usize,
    /// The logons of transports that cannot take it now: it waits for them, and for them alone.
    waiting: HashSet<u64>,
}

/// What is next for a message.
enum Next {
    /// Another round with it, now.
    Go,
    /// It waits.
    Wait,
    /// It is gone.
    Over,
}

impl Queued {
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// Its long-term identifier (OPEN-9).
    pub(super) fn entry(&self) -> Vec<u8> {
        let number = self.number.to_le_bytes();
        [0; 4].into_iter().chain(*UID).chain(number).collect()
    }

    /// Recipients that nobody is responsible for yet.
    fn is_open(row: &[Property]) -> bool {
        value(row, tags::RESPONSIBILITY) != Some(&PropValue::Bool(true))
    }
}

/// A transport that wants a message again at once is believed this often in one round.
const PATIENCE: usize = 3;

impl State {
    pub(crate) fn queue_message(&self, message: &Message) -> Result<u64> {
        if self.has_ended() {
            return Err(Code::END_OF_SESSION.into());
        }
        if !self.options.has_mail() {
            return Err(Error::new(Code::NO_SUPPORT, "the session is without mail"));
        }
        if message.recipients().is_empty() {
            return Err(Error::new(Code::NO_RECIPIENTS, "the message has no recipients"));
        }
        let number = self.numbers.message();
        let mut message = message.clone();
        for row in &mut message.recipients {
            put(row, Property::new(tags::RESPONSIBILITY, false));
        }
        let none = HashSet::new;
        let queued = Queued { number, message, declined: none(), deferred: none(), resumed: none() };
        self.record.note("spooler", transport::Queued { message: number });
        lock(&self.spooler.outbox).push_back(queued);
        Ok(number)
    }

    /// Everything that waits and is not put off, oldest first.
    pub(super) fn send_all(self: &Arc<Self>) {
        let numbers: Vec<_> = lock(&self.spooler.outbox).iter().map(Queued::number).collect();
        for number in numbers {
            let mut round = Round { again: PATIENCE, waiting: HashSet::new() };
            while let Next::Go = self.send_next(number, &mut round) {}
        }
    }

    /// A message as it stands in the queue: it may be cancelled at any time.
    fn queued(&self, number: u64) -> Option<Queued> {
        lock(&self.spooler.outbox).iter().find(|queued| queued.number == number).cloned()
    }

    /// Changes it, if it is still there; whether it is.
    fn change(&self, number: u64, change: impl FnOnce(&mut Queued)) -> bool {
        let mut outbox = lock(&self.spooler.outbox);
        let queued = outbox.iter_mut().find(|queued| queued.number == number);
        queued.map(change).is_some()
    }

    fn forget(&self, number: u64) -> Option<Queued> {
        let mut outbox = lock(&self.spooler.outbox);
        let at = outbox.iter().position(|queued| queued.number == number)?;
        outbox.remove(at)
    }

    /// The next transport's turn with a message. Behind the session's end it stays where it is (SESSION-8).
    fn send_next(self: &Arc<Self>, number: u64, round: &mut Round) -> Next {
        let Some(queued) = self.queued(number).filter(|_| !self.has_ended()) else { return Next::Wait };
        let transports = self.spooler.transports();
        let has_declined = |one: &Transport| queued.declined.contains(&one.logon.number);
        let mine = |row: &Vec<Property>| {
            let open = Queued::is_open(row);
            open.then(|| transport_for(row, &transports, has_declined)).flatten()
        };
        let owners: Vec<_> = queued.message.recipients().iter().map(mine).collect();
        let is_ready = |one: &Arc<Transport>| {
            let logon = one.logon.number;
            !round.waiting.contains(&logon) && !queued.deferred.contains(&logon)
        };
        let is_owner = |one: &&Arc<Transport>| owners.iter().flatten().any(|owner| Arc::ptr_eq(owner, one));
        let Some(transport) = transports.iter().filter(is_owner).find(|one| is_ready(one)) else {
            if owners.iter().any(Option::is_some) || self.has_ended() {
                return Next::Wait;
            }
            self.is_sent(number);
            return Next::Over;
        };
        let (entry, is_resumed) = (queued.entry(), queued.resumed.contains(&transport.logon.number));
        let mut message = queued.message;
        for (row, owner) in message.recipients.iter_mut().zip(&owners) {
            let is_mine = owner.is_some_and(|owner| Arc::ptr_eq(owner, transport));
            put(row, Property::new(tags::RESPONSIBILITY, !is_mine));
        }
        put(&mut message.properties, Property::new(tags::ENTRYID, entry));
        let flags = if is_resumed { BEGIN_DEFERRED } else { 0 };
        self.submit_to(transport, number, flags, &message, round)
    }

    fn submit_to(
        self: &Arc<Self>,
        transport: &Arc<Transport>,
        number: u64,
        flags: u32,
        message: &Message,
        round: &mut Round,
    ) -> Next {
        let logon = transport.logon.number;
        let lent = message.lend(&self.memory);
        let done = self.call_submit(transport, number, flags, &lent);
        let is_under_way = done.filter(|done| !done.code.is_failure());
        let ended = is_under_way.and_then(|done| self.call_end(transport, number, done.reference));
        // Behind EndMessage its working copy counts; else it is sent as far as it was saved.
        let rows = if ended.is_some() { lent.recipients() } else { lent.saved_recipients() };
        self.close(transport, lent);
        let Some(done) = done else { return Next::Wait }; // its end has begun
        let is_there = self.change(number, |queued| {
            queued.resumed.remove(&logon);
        });
        if !is_there {
            return Next::Over; // cancelled meanwhile
        }
        let taken = taken(&rows);
        self.take_over(number, message, |at| taken.contains(&at));
        match (done.code, ended) {
            (_, Some(flags)) => self.came_back(number, logon, flags, round),
            _ if self.has_ended() => Next::Wait, // it was stopped, and is nobody's fault
            (Code::BUSY | Code::WAIT | Code::NETWORK_ERROR, _) => {
                let waits = transport::Waits { message: number, logon, seconds: done.wait as u64 };
                self.record.note("spooler", waits);
                round.waiting.insert(logon);
                Next::Go
            }
            // What it had put off it does not send any more, and nobody else is to.
            (Code::CANCEL, _) => {
                self.take_over(number, message, |_| true);
                self.decline(number, logon)
            }
            // NOT_ME, and every other failure: another transport may do better.
            _ => self.decline(number, logon),
        }
    }

    /// A transport had its chance with a message.
    fn decline(&self, number: u64, logon: u64) -> Next {
        self.change(number, |queued| {
            queued.declined.insert(logon);
        });
        Next::Go
    }

    /// The recipients, of those that were lent as a transport's own, that it has made its own, by their place.
    fn take_over(&self, number: u64, lent: &Message, is_taken: impl Fn(u32) -> bool) {
        let mine: Vec<_> = lent.recipients().iter().map(|row| Queued::is_open(row)).collect();
        self.change(number, |queued| {
            for ((at, row), mine) in (0..).zip(queued.message.recipients.iter_mut()).zip(mine) {
                if mine && is_taken(at) {
                    put(row, Property::new(tags::RESPONSIBILITY, true));
                }
            }
        });
    }

    /// What EndMessage said (END_ flags).
    fn came_back(&self, number: u64, logon: u64, flags: u32, round: &mut Round) -> Next {
        if flags & END_DONT_RESEND != 0 {
            self.record.note("spooler", transport::Deferred { message: number, logon });
            self.change(number, |queued| {
                queued.deferred.insert(logon);
            });
            return Next::Go;
        }
        if flags & (END_RESEND_NOW | END_RESEND_LATER) == 0 {
            return self.decline(number, logon);
        }
        round.again = round.again.saturating_sub(1);
        if flags & END_RESEND_NOW == 0 || round.again == 0 {
            round.waiting.insert(logon);
        }
        Next::Go
    }

    /// Nobody else takes any of it: what is left comes back as a report.
    fn is_sent(&self, number: u64) {
        let Some(queued) = self.forget(number) else { return };
        let left: Vec<_> = queued.message.recipients().iter().filter(|row| Queued::is_open(row)).cloned().collect();
        self.record.note("spooler", transport::Sent { message: number, left: left.len() as u64 });
        if !left.is_empty() {
            self.report_undelivered(&queued.message, left, "no transport takes this recipient");
        }
    }

    /// NOTIFY_SENTDEFERRED: the transport that has put a message off wants it now.
    pub(super) fn resume(&self, transport: &Transport, entry: &[u8]) {
        let logon = transport.logon.number;
        for queued in lock(&self.spooler.outbox).iter_mut().filter(|queued| queued.entry() == entry) {
            if queued.deferred.remove(&logon) {
                queued.resumed.insert(logon);
            }
        }
    }

    /// A transport goes: what it has put off nobody will ask for.
    pub(super) fn take_back_deferred(&self, transport: &Transport) {
        for queued in lock(&self.spooler.outbox).iter_mut() {
            queued.deferred.remove(&transport.logon.number);
        }
    }

    /// The session ends, and its deferred messages stay where they are: their transport is told.
    pub(super) fn give_up_deferred(&self, transport: &Transport) {
        let outbox = lock(&self.spooler.outbox).clone();
        for queued in outbox.iter().filter(|queued| queued.deferred.contains(&transport.logon.number)) {
            self.notify_deferred(transport, NOTIFY_ABORT_DEFERRED, &queued.entry());
        }
    }

    /// A client does not want a message sent any more.
    pub(crate) fn cancel_message(&self, number: u64) -> Result<()> {
        let gone = || Error::new(Code::NOT_FOUND, "no such message waits to be sent");
        let queued = self.forget(number).ok_or_else(gone)?;
        for transport in self.spooler.transports() {
            let logon = transport.logon.number;
            if queued.deferred.contains(&logon) {
                self.notify_deferred(&transport, NOTIFY_ABORT_DEFERRED | NOTIFY_CANCEL_MESSAGE, &queued.entry());
            } else if transport.has(number) {
                self.notify_cancel(&transport);
            }
        }
        Ok(())
    }
}

/// The recipients of a lent message that somebody is responsible for, by PR_ROWID.
fn taken(rows: &[Vec<Property>]) -> HashSet<u32> {
    let number = |row: &Vec<Property>| value(row, tags::ROWID)?.as_i32().map(i32::cast_unsigned);
    rows.iter().filter(|row| !Queued::is_open(row)).filter_map(number).collect()
}
