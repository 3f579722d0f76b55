//! The properties of any opened object, and the objects that a store opens, as authors write them:
//! plain values to which the provider is lent with every call. Their COM objects are in `bridge/`.

use super::table::Table;
use provider_abi::error::{Code, Result};
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::tag::PropTag;
use provider_abi::wanted::Wanted;

/// What [`StoreProvider::open`](crate::StoreProvider::open) gave.
///
/// An opened object is a plain value (a row number, a path); the store is lent to it with every
/// call, so it needs no lifetime and no `Arc`, and cannot outlive the store's resources.
#[non_exhaustive]
pub enum Opened<P> {
    /// A folder (`IMAPIFolder`).
    Folder(Box<dyn FolderObject<P>>),
    /// A message (`IMessage`).
    Message(Box<dyn MessageObject<P>>),
}

impl<P> Opened<P> {
    /// A folder.
    pub fn folder(folder: impl FolderObject<P>) -> Self {
        Self::Folder(Box::new(folder))
    }

    /// A message.
    pub fn message(message: impl MessageObject<P>) -> Self {
        Self::Message(Box::new(message))
    }
}

impl<P> std::fmt::Debug for Opened<P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Folder(_) => "Folder",
            Self::Message(_) => "Message",
        })
    }
}

/// Anything with properties (`IMAPIProp`). `provider` is the one that opened it.
///
/// The runtime answers the entry identifiers, the record keys and the object type itself.
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
        while let Some(tag) = wanted.next_tag() {
            wanted.answer(tag, self.get(provider, tag));
        }
        Ok(())
    }

    /// Changes properties, all or none (`IMAPIProp::SetProps`). It is never called on an object
    /// that was opened for reading.
    ///
    /// # Errors
    /// Why none was changed; the client gets its code, and reads its text by `GetLastError`.
    fn set(&self, provider: &P, changes: &[Property]) -> Result<()> {
        let _ = (provider, changes);
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
    /// Lists its messages (`IMAPIContainer::GetContentsTable`).
    ///
    /// # Errors
    /// Why they cannot be listed.
    fn contents(&self, provider: &P) -> Result<Table> {
        let _ = provider;
        Ok(Table::default())
    }

    /// Lists its folders (`IMAPIContainer::GetHierarchyTable`).
    ///
    /// # Errors
    /// Why they cannot be listed.
    fn hierarchy(&self, provider: &P) -> Result<Table> {
        let _ = provider;
        Ok(Table::default())
    }
}

/// A message of a store (`IMessage`).
pub trait MessageObject<P>: Properties<P> {}
