//! What the spooler of one session has: the stores that it has opened for the clients', its
//! transports, and the messages on their way. What it does is in `spooler/`, how it ends in
//! `shutdown/`.
#![allow(unsafe_code, reason = "a store comes with a reference")]

use super::logon::Logon;
use super::opened::OpenedStore;
use super::outbox::Outbox;
use super::transport::Transport;
use crate::message::Message;
use crate::record::Record;
use crate::record::what::transport::Undelivered;
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::{Error, Result};
use provider_abi::lock::lock;
use provider_abi::prop_value::Property;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::{LOGOFF_INBOUND, LOGOFF_OUTBOUND, LOGOFF_OUTBOUND_QUEUE};
use provider_abi::shapes::imsg_store::IMsgStoreVtbl;
use provider_abi::shapes::tags;
use std::sync::{Arc, Mutex};
use std::thread::ThreadId;

/// PR_MESSAGE_CLASS of a non-delivery report.
const REPORT_CLASS: &str = "REPORT.IPM.Note.NDR";

/// What the spooler of one session has.
#[derive(Debug, Default)]
pub(crate) struct Spooler {
    stores: Mutex<Vec<SpoolerStore>>,
    /// The transports that are logged on, in transport order (XPLOGON-9).
    pub(crate) transports: Mutex<Vec<Arc<Transport>>>,
    /// Messages that are not sent yet.
    pub(crate) outbox: Outbox,
    /// What has come, reports too, until a client takes it.
    pub(crate) inbox: Mutex<Vec<Message>>,
    /// Who runs it.
    runner: Mutex<Option<ThreadId>>,
}

/// A store that the spooler has open, too.
#[derive(Debug)]
pub(crate) struct SpoolerStore {
    /// The client's logon that it follows.
    client: Arc<Logon>,
    pub(crate) own: Arc<Logon>,
    pub(crate) store: ComPtr<IMsgStoreVtbl>,
    /// STORELOGOFF-12: the client's store has said that it is complete.
    pub(crate) is_complete: bool,
}

/// The right to run the spooler, until it is dropped.
pub(crate) struct Running<'s>(&'s Spooler);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        *lock(&self.0.runner) = None;
    }
}

impl Spooler {
    /// THR-6: one thread runs it at a time.
    ///
    /// # Errors
    /// `MAPI_E_BUSY`
    pub(crate) fn begin(&self) -> Result<Running<'_>> {
        let mut runner = lock(&self.runner);
        if runner.is_some() {
            return Err(Error::new(Code::BUSY, "another thread runs the spooler"));
        }
        *runner = Some(std::thread::current().id());
        Ok(Running(self))
    }

    /// The transports that are there now, in transport order.
    pub(crate) fn transports(&self) -> Vec<Arc<Transport>> {
        lock(&self.transports).clone()
    }

    /// Whether a transport has a message in hand that nobody wants sent any more.
    pub(crate) fn is_cancelled_for(&self, logon: &Logon) -> bool {
        let transports = self.transports();
        let Some(own) = transports.iter().find(|one| std::ptr::eq(&raw const *one.logon, logon)) else { return false };
        self.outbox.numbers().iter().all(|number| !own.has(*number)) && own.sends()
    }

    /// What the transports are busy with (STORELOGOFF-11).
    pub(crate) fn activity(&self) -> u32 {
        let transports = self.transports();
        let is_sending = transports.iter().any(|one| one.sends());
        let is_receiving = transports.iter().any(|one| one.receives());
        let is_waiting = !self.outbox.is_empty();
        let of = |is_so: bool, bit: u32| if is_so { bit } else { 0 };
        of(is_sending, LOGOFF_OUTBOUND) | of(is_receiving, LOGOFF_INBOUND) | of(is_waiting, LOGOFF_OUTBOUND_QUEUE)
    }

    /// Whether it has opened the store of a client's logon, too.
    pub(crate) fn has_open(&self, client: &Arc<Logon>) -> bool {
        lock(&self.stores).iter().any(|open| Arc::ptr_eq(&open.client, client))
    }

    /// It has opened a store that a client has opened.
    pub(crate) fn keep_store(&self, client: &Arc<Logon>, opened: OpenedStore) {
        // SAFETY: F1: an `OpenedStore` comes with a reference for who asked for it, here the
        // spooler.
        let store = unsafe { ComPtr::from_raw(opened.store) };
        let Some(store) = store else { return };
        let open = SpoolerStore { client: Arc::clone(client), own: opened.logon, store, is_complete: false };
        lock(&self.stores).push(open);
    }

    /// STORELOGOFF-12: the transports have nothing more to do with the client's store. The
    /// spooler's own is released when no call of a provider's is under way: this comes in the
    /// middle of one.
    pub(crate) fn complete(&self, client: &Arc<Logon>) {
        for open in lock(&self.stores).iter_mut().filter(|open| Arc::ptr_eq(&open.client, client)) {
            open.is_complete = true;
        }
    }

    /// Takes the newest store that is meant; it is used without the lock (S3).
    pub(crate) fn take_store(&self, wanted: impl Fn(&SpoolerStore) -> bool) -> Option<SpoolerStore> {
        let mut open = lock(&self.stores);
        let at = open.iter().rposition(wanted)?;
        Some(open.remove(at))
    }

    /// A non-delivery report about these recipients of a message; where a row says nothing itself
    /// (PR_REPORT_TEXT), `why` does.
    pub(crate) fn report_undelivered(
        &self,
        record: &Record,
        message: &Message,
        recipients: Vec<Vec<Property>>,
        why: &str,
    ) {
        let subject = message.text(tags::SUBJECT).unwrap_or_default();
        let mut report = Message::new()
            .with(tags::MESSAGE_CLASS, REPORT_CLASS)
            .with(tags::SUBJECT, format!("Undeliverable: {subject}"))
            .with(tags::ORIGINAL_SUBJECT, subject);
        for mut row in recipients {
            if !row.iter().any(|column| column.tag.id() == tags::REPORT_TEXT.id()) {
                row.push(Property::new(tags::REPORT_TEXT, why));
            }
            report = report.recipient(row);
        }
        let count = report.recipients().len() as u64;
        record.note("spooler", Undelivered { count });
        lock(&self.inbox).push(report);
    }

    /// Forgets everything without a Release (P16).
    pub(crate) fn freeze(&self) {
        std::mem::forget(std::mem::take(&mut *lock(&self.stores)));
        lock(&self.transports).clear(); // they hold no reference of MAPI's
    }
}
