//! The transport as MAPI's spooler drives it. How messages are read and filled is in `outgoing.rs`
//! and `delivery.rs`.

use crate::delivery::{self, search_key, shown};
use crate::place::{FROM, PATH, Settings, user};
use crate::{Incoming, Mailbox, Maildir, Poll, Unreadable, outgoing};
use provider_runtime::prelude::*;
use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A transport that submits into a Maildir, and polls from it.
///
/// Any number of logons, in any number of processes, may be on one Maildir: each message is one
/// logon's alone until that has delivered it.
#[mapi_provider(kind = "transport", name = "Maildir", uid = "9d81f088-a2aa-45af-a74f-eef802b497a9")]
pub struct MaildirTransport {
    maildir: Maildir,
    user: Option<Mailbox>,
    name: Option<String>,
    identity: Option<Identity>,
    inbox: Mutex<Inbox>,
    /// Whether [`TransportProvider::interrupt`] has come: a walk over files stops once.
    is_interrupted: AtomicBool,
}

/// What the transport knows of `new`.
#[derive(Debug, Default)]
struct Inbox {
    /// The rest of the round.
    round: Option<Poll>,
    /// The message that a poll has found: held for this logon.
    next: Option<Incoming>,
    /// Files that no message can be made of, and that have been told.
    unreadable: HashSet<String>,
}

/// As many unreadable files are known apart; what is beyond is not told.
const MOST_TOLD: usize = 1_000;
/// How long MAPI waits before it tries again with a disk that is full, say.
const A_WHILE: Duration = Duration::from_secs(60);

impl TransportProvider for MaildirTransport {
    const POLLS: bool = true;

    /// What is given goes into the profile. A Maildir is needed, from there or from the environment
    /// (SVC-5).
    fn configure(service: &ServiceContext<'_, Self>) -> Result<()> {
        let is_ours = |setting: &&Property| [PATH.id(), FROM.id()].contains(&setting.tag.id());
        let given: Vec<_> = service.properties().iter().filter(is_ours).cloned().collect();
        for setting in &given {
            match setting.value.as_text() {
                None => return Err(Error::new(Code::INVALID_PARAMETER, "a setting of the Maildir is no text")),
                Some("") => return Err(Error::new(Code::UNCONFIGURED, "a setting of the Maildir is empty")),
                Some(text) if setting.tag.id() == FROM.id() => drop(user(text)?),
                Some(_) => {}
            }
        }
        if !given.is_empty() {
            service.section(Access::Write)?.set(&given)?;
        }
        match service.action() {
            ServiceAction::Create | ServiceAction::Configure => Settings::read(service.section(Access::Read)).map(drop),
            _ => Ok(()),
        }
    }

    fn logon(logon: &LogonContext<'_, Self>) -> Result<Self> {
        let Settings { path, user, name } = Settings::read(logon.section(Access::Read))?;
        let maildir = Maildir::open(&path)?;
        let identity = user.as_ref().and_then(|user| identity(user, logon.support()));
        Ok(Self { maildir, user, name, identity, inbox: Mutex::default(), is_interrupted: AtomicBool::new(false) })
    }

    fn address_types(&self) -> AddressTypes {
        AddressTypes::of(["SMTP"])
    }

    /// One file for all recipients. It is on the disk before anybody is accepted: whatever stops
    /// the process in between, the message may come twice, and is never lost.
    fn submit(&self, message: &OutgoingMessage<'_>) -> Result<Submission> {
        let is_somebody_left = refuse(message)?;
        if !is_somebody_left {
            return Ok(Submission::Sent); // the sender is told of each
        }
        let letter = outgoing::read(message, self.user.as_ref())?;
        outgoing::stop_if_cancelled(message)?; // from here on it is sent
        match self.maildir.submit(&letter) {
            Ok(_) => message.accept_all().map(|()| Submission::Sent),
            Err(error) if is_passing(error.code()) => {
                log::warn!("a message waits: {}", error.text());
                Ok(Submission::Wait(A_WHILE))
            }
            Err(error) => Err(error),
        }
    }

    fn poll(&self) -> Result<bool> {
        let held = self.next()?;
        let is_there = held.is_some();
        self.inbox().next = held;
        Ok(is_there)
    }

    /// The file is moved to `cur` after the save: until then it waits, whatever becomes of MAPI or
    /// this process.
    fn receive(&self, message: &IncomingMessage<'_>) -> Result<()> {
        let Some(incoming) = self.next()? else { return Ok(()) };
        let told = |error: Error| Error::new(error.code(), format!("new/{}: {}", incoming.id(), error.text()));
        delivery::fill(message, &incoming, self.user.as_ref()).and_then(|()| message.save()).map_err(told)?;
        let id = incoming.id().to_owned();
        match incoming.confirm() {
            // Another program has taken it too: it has been delivered, and does not come again.
            Err(error) if error.code() == Code::NOT_FOUND => log::warn!("new/{id}: {}", error.text()),
            done => done?,
        }
        Ok(())
    }

    /// A message that is held goes back when nothing is to be received: another logon may have it.
    fn changed(&self, traffic: Traffic) -> Result<()> {
        let given_back = if traffic.is_inbound() { None } else { self.inbox().next.take() };
        drop(given_back);
        Ok(())
    }

    fn interrupt(&self, _hurry: bool) {
        self.is_interrupted.store(true, Ordering::Relaxed);
    }

    fn name(&self) -> Option<String> {
        self.name.clone()
    }

    fn identity(&self) -> Option<Identity> {
        self.identity.clone()
    }

    /// What was called sent is on the disk, and what was not delivered waits there.
    fn fast_shutdown(&self) -> FastShutdown {
        FastShutdown::Ready
    }
}

impl MaildirTransport {
    fn inbox(&self) -> MutexGuard<'_, Inbox> {
        self.inbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The message that is held already, else the next one of the round; when a round is at its
    /// end, of a new one. What cannot be read stays where it is, and is told once.
    fn next(&self) -> Result<Option<Incoming>> {
        let (held, left) = {
            let mut inbox = self.inbox();
            let held = inbox.next.take();
            let left = if held.is_none() { inbox.round.take() } else { None };
            (held, left)
        };
        if held.is_some() {
            return Ok(held);
        }
        // What has stopped an earlier walk, or a message that was being sent, is no reason to stop
        // this one.
        self.is_interrupted.store(false, Ordering::Relaxed);
        let is_left_over = left.is_some();
        let mut round = left.map_or_else(|| self.maildir.poll(), Ok)?;
        let mut found = self.search(&mut round);
        if found.is_none() && is_left_over {
            round = self.maildir.poll()?;
            found = self.search(&mut round);
        }
        self.inbox().round = found.is_some().then_some(round);
        Ok(found)
    }

    fn search(&self, round: &mut Poll) -> Option<Incoming> {
        for found in round {
            if self.is_interrupted.load(Ordering::Relaxed) {
                return None;
            }
            match found {
                Ok(incoming) => return Some(incoming),
                Err(unreadable) => self.tell(unreadable),
            }
        }
        None
    }

    fn tell(&self, unreadable: Unreadable) {
        let is_new = {
            let told = &mut self.inbox().unreadable;
            told.len() < MOST_TOLD && told.insert(unreadable.id)
        };
        if is_new {
            log::warn!("{}", unreadable.error.text());
        }
    }
}

/// Refuses those of its recipients that nothing can be written to; whether anybody is left.
fn refuse(message: &OutgoingMessage<'_>) -> Result<bool> {
    let mut is_somebody_left = false;
    for recipient in message.recipients()? {
        let recipient = recipient?;
        match outgoing::mailbox(&recipient).flaw() {
            None => is_somebody_left = true,
            Some(flaw) => {
                message.refuse(&recipient, &Error::new(Code::BAD_VALUE, format!("the recipient {flaw}")))?;
            }
        }
        outgoing::stop_if_cancelled(message)?;
    }
    Ok(is_somebody_left)
}

/// Whether the same message may succeed another time: the fault is the disk's.
fn is_passing(code: Code) -> bool {
    [Code::NOT_ENOUGH_DISK, Code::NO_ACCESS, Code::DISK_ERROR, Code::NOT_FOUND].contains(&code)
}

/// Who the user is to MAPI; nobody, where MAPI makes no identifier for the address.
fn identity(user: &Mailbox, support: &Support<MaildirTransport>) -> Option<Identity> {
    let entry = support.one_off(shown(user), "SMTP", &user.address).ok()?;
    Some(Identity { name: shown(user).into(), entry, search_key: search_key(user) })
}
