//! The properties of any opened object, and the objects that a store opens, as authors write them:
//! plain values to which the provider is lent with every call. Their COM objects are in `bridge/`,
//! what is inside a message is in `message.rs`.

use super::changes::MessageChanges;
use super::message::MessageObject;
use super::table::Table;
use crate::lent::EntryKey;
use provider_abi::error::{Code, Result};
use provider_abi::large_value::LargeValue;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::tag::PropTag;
use provider_abi::wanted::Wanted;
use std::sync::Arc;

/// What [`StoreProvider::open`](crate::StoreProvider::open) gave.
///
/// An opened object is a plain value (a row number, a path); the store is lent to it with every
/// call, so it needs no lifetime and no `Arc`, and cannot outlive the store's resources.
pub struct Opened<P> {
    pub(crate) what: What<P>,
    /// Whether the client can read it alone, whatever it asked for.
    pub(crate) is_for_reading: bool,
}

/// What was opened.
pub(crate) enum What<P> {
    Folder(Arc<dyn FolderObject<P>>),
    Message(Box<dyn MessageObject<P>>),
}

impl<P> Opened<P> {
    /// A folder (`IMAPIFolder`).
    pub fn folder(folder: impl FolderObject<P>) -> Self {
        Self::new(What::Folder(Arc::new(folder)))
    }

    /// A message (`IMessage`).
    pub fn message(message: impl MessageObject<P>) -> Self {
        Self::new(What::Message(Box::new(message)))
    }

    fn new(what: What<P>) -> Self {
        Self { what, is_for_reading: false }
    }

    /// Grants reading alone: a client that asked for writing gets `MAPI_E_NO_ACCESS`, one that
    /// asked for the best access reads (CONT-16).
    #[must_use]
    pub fn for_reading(mut self) -> Self {
        self.is_for_reading = true;
        self
    }
}

impl<P> std::fmt::Debug for Opened<P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.what {
            What::Folder(_) => "Folder",
            What::Message(_) => "Message",
        })
    }
}

/// Anything with properties (`IMAPIProp`). `provider` is the one that opened it.
///
/// The runtime answers what it knows itself: the entry identifiers, the record keys, the object
/// type, the access. What an author answers beside that wins over what the runtime would derive.
pub trait Properties<P>: Send + Sync + 'static {
    /// Lists the properties it has, text as Unicode (`IMAPIProp::GetPropList`).
    ///
    /// # Errors
    /// Why they cannot be listed.
    fn tags(&self, provider: &P) -> Result<Vec<PropTag>> {
        let _ = provider;
        Ok(Vec::new())
    }

    /// Reads one property (`IMAPIProp::GetProps`). `tag` asks for text as Unicode, whatever the
    /// client wants it as.
    ///
    /// # Errors
    /// [`Code::NOT_FOUND`] for a property it does not have: the client reads it as that property's
    /// value.
    fn get(&self, provider: &P, tag: PropTag) -> Result<PropValue> {
        let _ = (provider, tag);
        Err(Code::NOT_FOUND.into())
    }

    /// Reads several properties at once (`IMAPIProp::GetProps`): by default with
    /// [`get`](Self::get), one after the other. Who has all of them at hand answers them here.
    ///
    /// # Errors
    /// Why none can be read. A property that cannot be read is answered so, and fails no other.
    fn get_many(&self, provider: &P, wanted: &mut Wanted<'_>) -> Result<()> {
        wanted.answer_each(&mut |tag| self.get(provider, tag));
        Ok(())
    }

    /// Gives a value that is too large to be read as a whole, to be read in parts
    /// (`IMAPIProp::OpenProperty`). By default a stream reads what [`get`](Self::get) gives.
    ///
    /// # Errors
    /// Why it cannot be opened.
    fn large(&self, provider: &P, tag: PropTag) -> Result<Option<Box<dyn LargeValue<P>>>> {
        let _ = (provider, tag);
        Ok(None)
    }

    /// Changes properties, all or none (`IMAPIProp::SetProps`). It is never called on an object
    /// that was opened for reading, nor on a message or an attachment, whose changes come with
    /// [`commit`](MessageObject::commit).
    ///
    /// # Errors
    /// Why none was changed; the client gets its code, and reads its text by `GetLastError`.
    fn set(&self, provider: &P, changes: &[Property]) -> Result<()> {
        let _ = (provider, changes);
        Err(Code::NO_SUPPORT.into())
    }

    /// Removes properties, all or none (`IMAPIProp::DeleteProps`); what is not there is removed
    /// already. It is never called on an object that was opened for reading, nor on a message.
    ///
    /// # Errors
    /// Why none was removed.
    fn remove(&self, provider: &P, tags: &[PropTag]) -> Result<()> {
        let _ = (provider, tags);
        Err(Code::NO_SUPPORT.into())
    }

    /// Makes the changes permanent (`IMAPIProp::SaveChanges`).
    ///
    /// # Errors
    /// Why they are not permanent; the object stays as it is.
    fn save(&self, provider: &P) -> Result<()> {
        let _ = provider;
        Ok(())
    }
}

/// A folder of a store: messages, and other folders (`IMAPIFolder`).
pub trait FolderObject<P>: Properties<P> {
    /// The key of the folder that it is in (`PR_PARENT_ENTRYID`): by default the root.
    ///
    /// # Errors
    /// Why that cannot be told.
    fn parent(&self, provider: &P) -> Result<Vec<u8>> {
        let _ = provider;
        Ok(Vec::new())
    }

    /// Lists its messages (`IMAPIContainer::GetContentsTable`).
    ///
    /// # Errors
    /// Why they cannot be listed.
    fn contents(&self, provider: &P) -> Result<Table<P>> {
        let _ = provider;
        Ok(Table::default())
    }

    /// Lists its associated messages, which clients keep settings in
    /// (`IMAPIContainer::GetContentsTable` with `MAPI_ASSOCIATED`): by default there are none.
    ///
    /// # Errors
    /// Why they cannot be listed.
    fn associated(&self, provider: &P) -> Result<Table<P>> {
        let _ = provider;
        Ok(Table::default())
    }

    /// Lists its folders (`IMAPIContainer::GetHierarchyTable`).
    ///
    /// # Errors
    /// Why they cannot be listed.
    fn hierarchy(&self, provider: &P) -> Result<Table<P>> {
        let _ = provider;
        Ok(Table::default())
    }

    /// Stores a new message in it, all of it or nothing (`IMAPIFolder::CreateMessage`, at the first
    /// `SaveChanges`; nobody is asked before that). By default none can be made.
    ///
    /// # Errors
    /// Why it is not stored. The client keeps its changes.
    fn create_message(&self, provider: &P, changes: &MessageChanges) -> Result<Created<P>> {
        let _ = (provider, changes);
        Err(Code::NO_ACCESS.into())
    }

    /// Makes a folder in it, and gives its key (`IMAPIFolder::CreateFolder`). `values` are its
    /// other properties: `PR_COMMENT`, `PR_CONTAINER_CLASS`. By default none can be made.
    ///
    /// # Errors
    /// [`Code::COLLISION`] if there is one of that name, whatever its case (FOLD-5); else why it is
    /// not made.
    fn create_folder(&self, provider: &P, name: &str, values: &[Property]) -> Result<Vec<u8>> {
        let _ = (provider, name, values);
        Err(Code::NO_ACCESS.into())
    }

    /// Deletes a message of it for good (`IMAPIFolder::DeleteMessages`), one of its associated ones
    /// also. By default none can be deleted.
    ///
    /// # Errors
    /// [`Code::NOT_FOUND`] if it has none with that key; else why it is still there.
    fn delete_message(&self, provider: &P, key: &[u8]) -> Result<()> {
        let _ = (provider, key);
        Err(Code::NO_ACCESS.into())
    }

    /// Deletes several messages at once: by default with [`delete_message`](Self::delete_message),
    /// one after the other. `done` is told of each how it went, and says whether to go on.
    fn delete_messages(&self, provider: &P, keys: &[&[u8]], done: &mut dyn FnMut(&[u8], Result<()>) -> bool) {
        for key in keys {
            if !done(key, self.delete_message(provider, key)) {
                return;
            }
        }
    }

    /// Deletes a folder in it, which has neither messages nor folders any more
    /// (`IMAPIFolder::DeleteFolder`). By default none can be deleted.
    ///
    /// # Errors
    /// [`Code::NOT_FOUND`] if it has none with that key; else why it is still there.
    fn delete_folder(&self, provider: &P, key: &[u8]) -> Result<()> {
        let _ = (provider, key);
        Err(Code::NO_ACCESS.into())
    }

    /// Moves a message of it into another folder of the store, and gives the key that it has there
    /// (`IMAPIFolder::CopyMessages` with `MESSAGE_MOVE`).
    ///
    /// # Errors
    /// [`Code::NO_SUPPORT`], as by default, if messages cannot be moved: then they are copied and
    /// deleted. Else why it is where it was.
    fn move_message(&self, provider: &P, key: &[u8], into: &[u8]) -> Result<Vec<u8>> {
        let _ = (provider, key, into);
        Err(Code::NO_SUPPORT.into())
    }

    /// Moves a folder in it, with all that is inside, into another folder of the store, under this
    /// name, and gives the key that it has there (`IMAPIFolder::CopyFolder` with `FOLDER_MOVE`).
    ///
    /// # Errors
    /// [`Code::NO_SUPPORT`], as by default, if folders cannot be moved: then they are copied and
    /// deleted. Else why it is where it was.
    fn move_folder(&self, provider: &P, key: &[u8], into: &[u8], name: &str) -> Result<Vec<u8>> {
        let _ = (provider, key, into, name);
        Err(Code::NO_SUPPORT.into())
    }
}

/// A message that was stored for the first time.
pub struct Created<P> {
    pub(crate) key: Vec<u8>,
    pub(crate) message: Box<dyn MessageObject<P>>,
}

impl<P> Created<P> {
    /// The message with this key.
    pub fn new(key: &impl EntryKey, message: impl MessageObject<P>) -> Self {
        Self { key: key.to_bytes(), message: Box::new(message) }
    }
}

impl<P> std::fmt::Debug for Created<P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Created").field("key", &self.key).finish_non_exhaustive()
    }
}
