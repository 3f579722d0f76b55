//! A host with the store, one client of it, and short ways to what tests begin with.

use crate::author::{Database, Shelf};
use crate::calls::{FolderCalls, Item, MessageCalls, Notice, Sink, StoreCalls};
use crate::host::{Host, HostLogon};
use provider_runtime::abi::flag::{KEEP_OPEN_READWRITE, MDB_WRITE};
use provider_runtime::abi::tags;
use provider_runtime::prelude::*;
use std::sync::{Arc, Mutex};

pub struct Setup {
    pub host: Host,
    pub database: Database,
    pub logon: HostLogon,
}

impl Setup {
    pub fn new() -> Self {
        Self::with(MDB_WRITE)
    }

    pub fn with(flags: u32) -> Self {
        let host = Host::new(provider_runtime::store_entry::<Shelf>());
        let database = Database::new();
        let logon = database.lend(|| host.log_on(flags)).unwrap();
        Self { host, database, logon }
    }

    pub fn store(&self) -> &StoreCalls {
        self.logon.store()
    }

    pub fn root(&self) -> FolderCalls {
        self.store().root().unwrap()
    }

    /// A new folder in the root.
    pub fn folder(&self, name: &str) -> FolderCalls {
        self.root().create_folder(name, 0).unwrap()
    }

    /// A new message in the root, saved: its identifier.
    pub fn message(&self, subject: &str) -> Vec<u8> {
        message_in(&self.root(), subject)
    }

    /// Opens a message for changing.
    pub fn open(&self, entry: &[u8]) -> MessageCalls {
        self.store().message(entry).unwrap()
    }

    /// A logon of the spooler's.
    pub fn spooler(&self) -> HostLogon {
        self.database.lend(|| self.host.log_on_spooler(MDB_WRITE)).unwrap()
    }

    /// A logon of another client's.
    pub fn another(&self) -> HostLogon {
        self.database.lend(|| self.host.log_on(MDB_WRITE)).unwrap()
    }

    /// Ends the logon: nothing is left of it.
    pub fn end(self) {
        self.logon.end();
        assert_eq!(self.host.blocks(), 0, "blocks of MAPI's memory");
        assert_eq!(self.host.answers().subscriptions(), 0, "subscriptions");
    }
}

/// A new message in a folder, saved: its identifier.
pub fn message_in(folder: &FolderCalls, subject: &str) -> Vec<u8> {
    let message = folder.create_message(0).unwrap();
    message.put(tags::SUBJECT, subject).unwrap();
    message.save(KEEP_OPEN_READWRITE).unwrap();
    entry(&message)
}

/// PR_ENTRYID
pub fn entry(object: &Item) -> Vec<u8> {
    binary(object, tags::ENTRYID)
}

pub fn binary(object: &Item, tag: PropTag) -> Vec<u8> {
    object.get(tag).unwrap().as_binary().unwrap().to_vec()
}

pub fn text(object: &Item, tag: PropTag) -> String {
    object.get(tag).unwrap().as_text().unwrap().to_owned()
}

pub fn number(object: &Item, tag: PropTag) -> u32 {
    object.get(tag).unwrap().as_i32().unwrap() as u32
}

/// The code of what must have failed.
#[track_caller]
pub fn code<T>(outcome: Result<T>) -> Code {
    outcome.err().expect("this fails").code()
}

/// A recipient in the first line.
pub fn to(name: &str) -> Vec<Property> {
    recipient(provider_runtime::abi::flag::MAPI_TO, name)
}

pub fn recipient(kind: u32, name: &str) -> Vec<Property> {
    vec![
        Property::new(tags::RECIPIENT_TYPE, kind),
        Property::new(tags::DISPLAY_NAME, name),
        Property::new(tags::ADDRTYPE, "SMTP"),
        Property::new(tags::EMAIL_ADDRESS, format!("{name}@example.com")),
    ]
}

/// A sink that keeps what it is told.
#[derive(Clone, Default)]
pub struct Heard(Arc<Mutex<Vec<Notice>>>);

impl Heard {
    pub fn sink(&self) -> Sink {
        let kept = Arc::clone(&self.0);
        Sink::new(move |notice| kept.lock().unwrap().push(notice.clone()))
    }

    /// What was not taken yet.
    pub fn take(&self) -> Vec<Notice> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}
