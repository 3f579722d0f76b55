//! The outgoing queue as clients and the spooler see it (SUBMIT-4 to SUBMIT-8, SUBMIT-11,
//! SUBMIT-12). What is in it, the author keeps; what the spooler has locked, the runtime knows. How
//! a message comes into it is in `submit.rs`.
#![allow(unsafe_code, reason = "the spooler's message and MAPI's support object are called over their vtables")]

use super::message_state::{is_queued, message_of, number, state_changes};
use super::object::StoreObject;
use super::opened::StoreContent;
use super::spooler_part::{is_locked, set_locked};
use super::telling::Telling;
use crate::bridge::shared::content::{Content, OpenRequest};
use crate::bridge::shared::table::open_table;
use crate::lent::{EntryId, ObjectKind, get_property};
use crate::logon::open_value::RowKind;
use crate::logon::state::LogonState;
use crate::logon::support_calls::notify;
use crate::provider::{AuthorRows, Queue, StoreProvider, Table};
use provider_abi::access::Access;
use provider_abi::class::Receiver;
use provider_abi::com_ptr::{ComPtr, Lent};
use provider_abi::entry_id;
use provider_abi::error::{Code, Error, Result, ok};
use provider_abi::params::only;
use provider_abi::prop_value::Property;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::imapi_prop::IMAPIPropVtbl;
use provider_abi::shapes::imessage::IMessageVtbl;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::NOTIFICATION;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use provider_abi::table::ValueRow;
use std::ffi::c_void;

/// The columns of the queue (SUBMIT-4), beside those that the runtime gives.
pub(super) const COLUMNS: [PropTag; 10] = [
    tags::CLIENT_SUBMIT_TIME,
    tags::DISPLAY_BCC,
    tags::DISPLAY_CC,
    tags::DISPLAY_TO,
    tags::MESSAGE_FLAGS,
    tags::MESSAGE_SIZE,
    tags::PRIORITY,
    tags::SENDER_NAME,
    tags::SUBJECT,
    tags::SUBMIT_FLAGS,
];

/// The queue of a store, for one call.
pub(super) struct StoreQueue<'a, P: StoreProvider> {
    pub(super) logon: &'a LogonState<P>,
    pub(super) provider: &'a P,
}

/// The store's methods that are about its queue.
pub(super) struct QueueCalls<'a, P: StoreProvider>(pub(super) Receiver<'a, StoreObject<P>>);

/// The queue of a store that has one.
fn queue_of<P: StoreProvider>(provider: &P) -> Result<&dyn Queue> {
    provider.queue().ok_or_else(|| Error::new(Code::NO_SUPPORT, "nothing can be sent from this store"))
}

impl<P: StoreProvider> StoreQueue<'_, P> {
    /// SUBMIT-5, SUBMIT-6: what is the spooler's alone.
    fn check_spooler(&self) -> Result<()> {
        if self.logon.kind_state.spooler.is_spoolers() {
            return Ok(());
        }
        Err(Error::new(Code::NO_SUPPORT, "only the spooler does that"))
    }

    /// What an opener of a message gets who asks for this access, if it waits to be sent (STORE-5).
    ///
    /// # Errors
    /// `MAPI_E_SUBMITTED` for writing; `MAPI_E_NO_ACCESS` where the spooler has locked it.
    pub(super) fn access_to(&self, key: &[u8], access: Access) -> Result<Access> {
        let Self { logon, provider } = *self;
        let is_spoolers = logon.kind_state.spooler.is_spoolers();
        let Some(queue) = provider.queue().filter(|_| access != Access::Read && !is_spoolers) else {
            return Ok(access);
        };
        if !is_queued(&queue.keys()?, key) {
            return Ok(access);
        }
        match access {
            Access::Write if is_locked(&logon.kind_state.key, key) => {
                Err(Error::new(Code::NO_ACCESS, "the spooler has locked the message"))
            }
            Access::Write => Err(Error::new(Code::SUBMITTED, "the message was submitted")),
            _ => Ok(Access::Read),
        }
    }

    /// The rows of the queue as they are now.
    pub(super) fn rows(&self) -> Result<Table<P>> {
        let Self { logon, provider } = *self;
        let mut rows = Vec::new();
        for key in queue_of(provider)?.keys()? {
            let Ok(message) = message_of(provider, &key, Access::Read) else { continue };
            let mut values = Vec::new();
            for tag in COLUMNS.into_iter().filter(|tag| *tag != tags::SUBMIT_FLAGS) {
                if let Ok(value) = message.get(provider, tag) {
                    values.push(Property::new(tag, value));
                }
            }
            let stored = number(provider, &*message, tags::SUBMIT_FLAGS).ok().flatten().unwrap_or(0);
            let lock = if is_locked(&logon.kind_state.key, &key) { SUBMITFLAG_LOCKED } else { 0 };
            values.push(Property::new(tags::SUBMIT_FLAGS, stored | lock));
            values.push(Property::new(
                tags::PARENT_ENTRYID,
                entry_id::long_term(&logon.uid(), &message.parent(provider)?),
            ));
            rows.push(ValueRow { key, values });
        }
        Ok(Table { columns: COLUMNS.to_vec(), rows: AuthorRows::Values(rows) })
    }

    /// Changes a message that is in the queue, or was: its flags, without what was written in it.
    fn change_flags(&self, key: &[u8], cleared: u32) -> Result<()> {
        let Self { logon, provider } = *self;
        let message = message_of(provider, key, Access::Write)?;
        let before = number(provider, &*message, tags::MESSAGE_FLAGS).ok().flatten().unwrap_or(0);
        let set = vec![Property::new(tags::MESSAGE_FLAGS, before & !cleared), Property::new(tags::SUBMIT_FLAGS, 0_u32)];
        message.commit(provider, &state_changes(set))?;
        if let Ok(parent) = message.parent(provider) {
            Telling { logon, provider }.modified(key, ObjectKind::Message, &parent);
        }
        Ok(())
    }
}

impl<P: StoreProvider> QueueCalls<'_, P> {
    /// `IMsgStore::GetOutgoingQueue`: for clients also (SUBMIT-4).
    pub(super) fn get_outgoing_queue(self, flags: u32, out: Out<'_, *mut c_void>) -> Code {
        out.clear();
        let this = self.0;
        this.call(|provider| {
            let out = out.needed()?;
            only(flags, 0)?;
            let rows = StoreQueue { logon: &this.logon, provider }.rows()?;
            out.write(open_table(("store", &[]), &this.logon, RowKind::Queue, rows, MAPI_UNICODE, "GetOutgoingQueue"));
            Ok(Code::OK)
        })
    }

    /// `IMsgStore::AbortSubmit` (SUBMIT-8)
    pub(super) fn abort_submit(self, entry: Option<&[u8]>, flags: u32) -> Code {
        let this = self.0;
        this.call(|provider| {
            only(flags, 0)?;
            let queue = queue_of(provider)?;
            let key = entry_id::key(entry.ok_or(Code::INVALID_PARAMETER)?, &this.logon.uids())?;
            if !is_queued(&queue.keys()?, key) {
                return Err(Error::new(Code::NOT_IN_QUEUE, "the message is not in the queue"));
            }
            if is_locked(&this.logon.kind_state.key, key) {
                return Err(Error::new(Code::UNABLE_TO_ABORT, "the spooler has the message"));
            }
            queue.remove(key)?;
            StoreQueue { logon: &this.logon, provider }.change_flags(key, MSGFLAG_SUBMIT)?;
            Ok(Code::OK)
        })
    }

    /// `IMsgStore::SetLockState` (SUBMIT-5)
    pub(super) fn set_lock_state(self, message: Option<Lent<'_, IMessageVtbl>>, state: u32) -> Code {
        let this = self.0;
        this.call(|provider| {
            StoreQueue { logon: &this.logon, provider }.check_spooler()?;
            if ![MSG_LOCKED, MSG_UNLOCKED].contains(&state) {
                return Err(Code::INVALID_PARAMETER.into());
            }
            // SAFETY: O2: IMessage begins with the slots of IMAPIProp.
            let message = unsafe { message.ok_or(Code::INVALID_PARAMETER)?.as_base::<IMAPIPropVtbl>() }.keep();
            let entry = get_property(&message, &this.logon.link.host.memory, tags::ENTRYID)?;
            let entry =
                entry.as_binary().ok_or_else(|| Error::new(Code::INVALID_PARAMETER, "a message without PR_ENTRYID"))?;
            let key = entry_id::key(entry, &this.logon.uids())?;
            if !is_queued(&queue_of(provider)?.keys()?, key) {
                return Err(Error::new(Code::NOT_IN_QUEUE, "the message is not in the queue"));
            }
            let save = message.methods().save_changes;
            // What is pending is saved; a message that was opened for reading has nothing.
            // SAFETY: F1: alive; no lock of ours is held.
            let code = unsafe { save(message.this(), KEEP_OPEN_READWRITE) };
            if code != Code::NO_ACCESS {
                ok(code)?;
            }
            let logon = &this.logon;
            set_locked(&logon.kind_state.key, key, logon.kind_state.spooler.token, state == MSG_LOCKED)?;
            if let Ok(parent) = message_of(provider, key, Access::Read).and_then(|message| message.parent(provider)) {
                Telling { logon, provider }.modified(key, ObjectKind::Message, &parent);
            }
            Ok(Code::OK)
        })
    }

    /// `IMsgStore::FinishedMsg` (SUBMIT-6, SUBMIT-7): out of the queue, then to where it goes.
    pub(super) fn finished_msg(self, flags: u32, entry: Option<&[u8]>) -> Code {
        let this = self.0;
        this.call(|provider| {
            StoreQueue { logon: &this.logon, provider }.check_spooler()?;
            only(flags, 0)?;
            let queue = queue_of(provider)?;
            let key = entry_id::key(entry.ok_or(Code::INVALID_PARAMETER)?, &this.logon.uids())?;
            let logon = &this.logon;
            set_locked(&logon.kind_state.key, key, logon.kind_state.spooler.token, false)?;
            queue.remove(key)?;
            StoreQueue { logon, provider }.change_flags(key, MSGFLAG_SUBMIT | MSGFLAG_UNSENT)?;
            let request =
                OpenRequest { entry: Some(EntryId(key)), access: Access::Best, interface: None, parent: "store" };
            let (_, message) = StoreContent::open(logon, provider, &request)?;
            // MAPI moves it, or deletes it, by the properties that it has. Where it succeeds, it
            // has taken our reference.
            let sent = logon.link.lend(|support| {
                let sent = support.methods().do_sent_mail;
                // SAFETY: F1: both alive.
                ok(unsafe { sent(support.this(), 0, message) })
            });
            if let Err(error) = sent {
                // SAFETY: F1: just made, with its one reference for us.
                drop(unsafe { ComPtr::<IMAPIPropVtbl>::from_raw(message) });
                return Err(error);
            }
            Ok(Code::OK)
        })
    }

    /// `IMsgStore::NotifyNewMail`: to those who have subscribed to the store (SUBMIT-11, NOTE-28).
    pub(super) fn notify_new_mail(self, notification: In<'_, NOTIFICATION>) -> Code {
        let this = self.0;
        this.call(|_| {
            let notification = notification.read().ok_or(Code::INVALID_PARAMETER)?;
            if notification.event_type != fnevNewMail {
                return Err(Code::INVALID_PARAMETER.into());
            }
            let root = this.logon.link.root_entry_id().unwrap_or_default();
            this.logon.link.lend(|support| notify(support, root, &notification))?;
            Ok(Code::OK)
        })
    }
}
