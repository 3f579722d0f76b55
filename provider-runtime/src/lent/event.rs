//! What a store or an address book tells its clients of. Subscriptions and MAPI's `NOTIFICATION`
//! live in `lent/support.rs`.

use super::entry::EntryKey;
use provider_abi::shapes::flag::*;

/// What kind of object an event is about (`PR_OBJECT_TYPE`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum ObjectKind {
    /// `MAPI_FOLDER`
    Folder = MAPI_FOLDER,
    /// `MAPI_MESSAGE`
    Message = MAPI_MESSAGE,
    /// `MAPI_ABCONT`
    Container = MAPI_ABCONT,
    /// `MAPI_MAILUSER`
    MailUser = MAPI_MAILUSER,
}

/// One event (`OBJECT_NOTIFICATION`, NOTIF-8): what happened to which object.
///
/// ```
/// use provider_runtime::{Event, ObjectKind};
/// let event = Event::modified(&7_u64, ObjectKind::Message);
/// ```
#[derive(Clone, Debug)]
pub struct Event {
    pub(crate) mask: u32,
    pub(crate) entry: Vec<u8>,
    pub(crate) object: ObjectKind,
    pub(crate) parent: Option<Vec<u8>>,
    /// The key that it had, and that of the folder in which it had it.
    pub(crate) old: Option<(Vec<u8>, Vec<u8>)>,
}

impl Event {
    /// An object was created: `fnevObjectCreated`.
    pub fn created(key: &impl EntryKey, object: ObjectKind) -> Self {
        Self::new(fnevObjectCreated, key, object)
    }

    /// An object has changed: `fnevObjectModified`.
    pub fn modified(key: &impl EntryKey, object: ObjectKind) -> Self {
        Self::new(fnevObjectModified, key, object)
    }

    /// An object was deleted: `fnevObjectDeleted`.
    pub fn deleted(key: &impl EntryKey, object: ObjectKind) -> Self {
        Self::new(fnevObjectDeleted, key, object)
    }

    /// An object was moved: `fnevObjectMoved`. Where it was is said by [`from`](Self::from).
    pub fn moved(key: &impl EntryKey, object: ObjectKind) -> Self {
        Self::new(fnevObjectMoved, key, object)
    }

    /// An object was copied: `fnevObjectCopied`. What it is a copy of is said by
    /// [`from`](Self::from).
    pub fn copied(key: &impl EntryKey, object: ObjectKind) -> Self {
        Self::new(fnevObjectCopied, key, object)
    }

    /// `fnevNewMail`: a message has come.
    pub fn new_mail(key: &impl EntryKey) -> Self {
        Self::new(fnevNewMail, key, ObjectKind::Message)
    }

    /// The event with the folder it happened in.
    #[must_use]
    pub fn in_folder(mut self, key: &impl EntryKey) -> Self {
        self.parent = Some(key.to_bytes());
        self
    }

    /// The event with the key that the object had before, and the folder in which it had it
    /// (NOTE-3, NOTE-4, NOTE-9).
    #[must_use]
    pub fn from(mut self, key: &impl EntryKey, folder: &impl EntryKey) -> Self {
        self.old = Some((key.to_bytes(), folder.to_bytes()));
        self
    }

    /// An event about the object with this key.
    pub(crate) fn about(mask: u32, key: &[u8], object: ObjectKind, folder: Option<&[u8]>) -> Self {
        Self { mask, entry: key.to_vec(), object, parent: folder.map(<[u8]>::to_vec), old: None }
    }

    /// The same with what the object was before.
    pub(crate) fn was(mut self, key: &[u8], folder: &[u8]) -> Self {
        self.old = Some((key.to_vec(), folder.to_vec()));
        self
    }

    fn new(mask: u32, key: &impl EntryKey, object: ObjectKind) -> Self {
        Self { mask, entry: key.to_bytes(), object, parent: None, old: None }
    }
}
