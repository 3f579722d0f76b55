//! The properties of any opened object, and the objects that a store opens, as authors write them: plain values to which the
//! provider is lent with every call. Their COM objects live in `com/`.

use super::table::Table;
use provider_abi::error::{Code, Result};
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::tag::PropTag;

/// What [`StoreProvider::open`](crate::StoreProvider::open) gave.
///
/// An opened object is a plain value (a row number, a path); the store is lent to it with every call, so it needs no
/// lifetime and no `Arc`, and cannot outlive the store's resources.
#[non_exhaustive]
pub enum Opened<P> {
    /// `IMAPIFolder`
    Folder(Box<dyn FolderObject<P>>),
    /// `IMessage`
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

/// Anything with properties (`IMAPIProp`). `of` is the provider that opened it.
///
/// The runtime answers the entry identifiers, the record keys and the object type itself.
pub trait Properties<P>: Send + Sync + 'static {
    /// The properties it has (`IMAPIProp::GetPropList`), text as Unicode.
    fn tags(&self, of: &P) -> Result<Vec<PropTag>> {
        let _ = of;
        Ok(Vec::new())
    }

    /// One property (`IMAPIProp::GetProps`). `tag` asks for text as Unicode, whatever the client wants it as.
    ///
    /// # Errors
    /// [`Code::NOT_FOUND`] for a property it does not have: the client reads it as that property's value.
    fn get(&self, of: &P, tag: PropTag) -> Result<PropValue> {
        let _ = (of, tag);
        Err(Code::NOT_FOUND.into())
    }

    /// Changes properties, all or none (`IMAPIProp::SetProps`). Never called on an object opened for reading.
    fn set(&self, of: &P, changes: &[Property]) -> Result<()> {
        let _ = (of, changes);
        Err(Code::NO_SUPPORT.into())
    }

    /// Makes the changes permanent (`IMAPIProp::SaveChanges`).
    fn save(&self, of: &P) -> Result<()> {
        let _ = of;
        Ok(())
    }
}

/// `IMAPIFolder`
pub trait FolderObject<P>: Properties<P> {
    /// Its messages (`IMAPIContainer::GetContentsTable`).
    fn contents(&self, of: &P) -> Result<Table> {
        let _ = of;
        Ok(Table::default())
    }

    /// Its folders (`IMAPIContainer::GetHierarchyTable`).
    fn hierarchy(&self, of: &P) -> Result<Table> {
        let _ = of;
        Ok(Table::default())
    }
}

/// `IMessage`
pub trait MessageObject<P>: Properties<P> {}
