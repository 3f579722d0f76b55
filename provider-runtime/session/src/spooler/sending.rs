//! Messages on their way out (SPL-5): each goes from transport to transport until all its
//! recipients are somebody's, and what nobody takes comes back as a report. The calls are in
//! `transport/calls.rs`, the queue in `model/outbox.rs`.

use super::matching::transport_for;
use crate::message::{Message, column, put};
use crate::model::{QueuedMessage, State, Transport};
use crate::record::what::transport;
use crate::transport::TransportCalls;
use provider_abi::error::{Error, Result};
use provider_abi::prop_value::Property;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::tags;
use std::collections::HashSet;
use std::sync::Arc;

/// What one session sends.
pub(crate) struct Sending<'s> {
    pub(crate) state: &'s State,
}

/// What one round still tries for one message.
struct Attempts {
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

/// A transport that wants a message again at once is believed this often in one round.
const PATIENCE: usize = 3;

impl Sending<'_> {
    /// Takes a message: its number.
    ///
    /// # Errors
    /// `MAPI_E_NO_RECIPIENTS`; `MAPI_E_END_OF_SESSION`; `MAPI_E_NO_SUPPORT` in a session without
    /// mail.
    pub(crate) fn queue(&self, message: &Message) -> Result<u64> {
        if self.state.has_ended() {
            return Err(Code::END_OF_SESSION.into());
        }
        if !self.state.options.has_mail() {
            return Err(Error::new(Code::NO_SUPPORT, "the session is without mail"));
        }
        if message.recipients().is_empty() {
            return Err(Error::new(Code::NO_RECIPIENTS, "the message has no recipients"));
        }
        let number = self.state.numbers.message();
        self.state.record.note("spooler", transport::Queued { message: number });
        self.state.spooler.outbox.push(QueuedMessage::new(number, message));
        Ok(number)
    }

    /// Everything that waits and is not put off, oldest first.
    pub(super) fn all(&self) {
        let numbers = self.state.spooler.outbox.numbers();
        for number in numbers {
            let mut attempts = Attempts { again: PATIENCE, waiting: HashSet::new() };
            while let Next::Go = self.send_next(number, &mut attempts) {}
        }
    }

    /// Offers a message to the next transport. After the session's end it stays where it is
    /// (SESSION-8).
    fn send_next(&self, number: u64, attempts: &mut Attempts) -> Next {
        let Some(queued) = self.state.spooler.outbox.get(number).filter(|_| !self.state.has_ended()) else {
            return Next::Wait;
        };
        let transports = self.state.spooler.transports();
        let has_declined = |one: &Transport| queued.declined.contains(&one.logon.number);
        let mine = |row: &Vec<Property>| {
            let open = QueuedMessage::is_open(row);
            open.then(|| transport_for(row, &transports, has_declined)).flatten()
        };
        let owners: Vec<_> = queued.message.recipients().iter().map(mine).collect();
        let is_ready = |one: &Arc<Transport>| {
            let logon = one.logon.number;
            !attempts.waiting.contains(&logon) && !queued.deferred.contains(&logon)
        };
        let is_owner = |one: &&Arc<Transport>| owners.iter().flatten().any(|owner| Arc::ptr_eq(owner, one));
        let Some(transport) = transports.iter().filter(is_owner).find(|one| is_ready(one)) else {
            if owners.iter().any(Option::is_some) || self.state.has_ended() {
                return Next::Wait;
            }
            self.finish(number);
            return Next::Over;
        };
        let entry = queued.entry();
        let is_resumed = queued.resumed.contains(&transport.logon.number);
        let mut message = queued.message;
        for (row, owner) in message.recipients.iter_mut().zip(&owners) {
            let is_mine = owner.is_some_and(|owner| Arc::ptr_eq(owner, transport));
            put(row, Property::new(tags::RESPONSIBILITY, !is_mine));
        }
        put(&mut message.properties, Property::new(tags::ENTRYID, entry));
        let flags = if is_resumed { BEGIN_DEFERRED } else { 0 };
        self.submit_to(transport, number, flags, &message, attempts)
    }

    fn submit_to(
        &self,
        transport: &Arc<Transport>,
        number: u64,
        flags: u32,
        message: &Message,
        attempts: &mut Attempts,
    ) -> Next {
        let logon = transport.logon.number;
        let calls = TransportCalls { state: self.state, transport };
        let lent = message.lend(&self.state.memory);
        let done = calls.submit(number, flags, &lent);
        let is_under_way = done.filter(|done| !done.code.is_failure());
        let ended = is_under_way.and_then(|done| calls.end_message(number, done.reference));
        // After EndMessage its working copy counts; else it is sent as far as it was saved.
        let rows = if ended.is_some() { lent.recipients() } else { lent.saved_recipients() };
        calls.close(lent);
        let Some(done) = done else { return Next::Wait }; // its end has begun
        let is_there = self.state.spooler.outbox.change(number, |queued| {
            queued.resumed.remove(&logon);
        });
        if !is_there {
            return Next::Over; // cancelled meanwhile
        }
        let taken = taken(&rows);
        self.take_over(number, message, |at| taken.contains(&at));
        match (done.code, ended) {
            (_, Some(flags)) => self.came_back(number, logon, flags, attempts),
            _ if self.state.has_ended() => Next::Wait, // it was stopped, and is nobody's fault
            (Code::BUSY | Code::WAIT | Code::NETWORK_ERROR, _) => {
                let waits = transport::Waits { message: number, logon, seconds: done.wait as u64 };
                self.state.record.note("spooler", waits);
                attempts.waiting.insert(logon);
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
        self.state.spooler.outbox.change(number, |queued| {
            queued.declined.insert(logon);
        });
        Next::Go
    }

    /// Marks the recipients that a transport has taken, of those that were lent to it as its own;
    /// `is_taken` says by their place.
    fn take_over(&self, number: u64, lent: &Message, is_taken: impl Fn(u32) -> bool) {
        let mine: Vec<_> = lent.recipients().iter().map(|row| QueuedMessage::is_open(row)).collect();
        self.state.spooler.outbox.change(number, |queued| {
            for ((at, row), mine) in (0..).zip(queued.message.recipients.iter_mut()).zip(mine) {
                if mine && is_taken(at) {
                    put(row, Property::new(tags::RESPONSIBILITY, true));
                }
            }
        });
    }

    /// What EndMessage said (END_ flags).
    fn came_back(&self, number: u64, logon: u64, flags: u32, attempts: &mut Attempts) -> Next {
        if flags & END_DONT_RESEND != 0 {
            self.state.record.note("spooler", transport::Deferred { message: number, logon });
            self.state.spooler.outbox.change(number, |queued| {
                queued.deferred.insert(logon);
            });
            return Next::Go;
        }
        if flags & (END_RESEND_NOW | END_RESEND_LATER) == 0 {
            return self.decline(number, logon);
        }
        attempts.again = attempts.again.saturating_sub(1);
        if flags & END_RESEND_NOW == 0 || attempts.again == 0 {
            attempts.waiting.insert(logon);
        }
        Next::Go
    }

    /// Nobody else takes any of it: what is left comes back as a report.
    fn finish(&self, number: u64) {
        let Some(queued) = self.state.spooler.outbox.remove(number) else { return };
        let left: Vec<_> =
            queued.message.recipients().iter().filter(|row| QueuedMessage::is_open(row)).cloned().collect();
        self.state.record.note("spooler", transport::Sent { message: number, left: left.len() as u64 });
        if !left.is_empty() {
            self.state.spooler.report_undelivered(
                &self.state.record,
                &queued.message,
                left,
                "no transport takes this recipient",
            );
        }
    }

    /// A client does not want a message sent any more.
    ///
    /// # Errors
    /// `MAPI_E_NOT_FOUND` for one that does not wait any more.
    pub(crate) fn cancel(&self, number: u64) -> Result<()> {
        let gone = || Error::new(Code::NOT_FOUND, "no such message waits to be sent");
        let queued = self.state.spooler.outbox.remove(number).ok_or_else(gone)?;
        for transport in self.state.spooler.transports() {
            let logon = transport.logon.number;
            let calls = TransportCalls { state: self.state, transport: &transport };
            if queued.deferred.contains(&logon) {
                calls.notify_deferred(NOTIFY_ABORT_DEFERRED | NOTIFY_CANCEL_MESSAGE, &queued.entry());
            } else if transport.has(number) {
                calls.cancel();
            }
        }
        Ok(())
    }
}

/// The recipients of a lent message that somebody is responsible for, by PR_ROWID.
fn taken(rows: &[Vec<Property>]) -> HashSet<u32> {
    let number = |row: &Vec<Property>| column(row, tags::ROWID)?.as_i32().map(i32::cast_unsigned);
    rows.iter().filter(|row| !QueuedMessage::is_open(row)).filter_map(number).collect()
}
