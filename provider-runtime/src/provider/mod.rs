//! What authors write and meet: traits over plain values. No pointer, no `unsafe`, no count; MAPI's
//! objects around these values are in `logon/`, its calls in `bridge/`.

mod address_book;
mod changes;
mod logon;
mod message;
mod opened;
mod service;
mod special_folders;
mod spooled;
mod store;
mod table;
mod transport;
mod worker;

pub use address_book::{AddressBookProvider, ContainerObject, MailUserObject, OpenedAddress};
pub use changes::{AttachmentChange, AttachmentChangeKind, MessageChanges, MessagePart, NewLargeValue, ValueChanges};
pub use logon::LogonContext;
pub use message::{AttachmentObject, MessageObject, StoredAttachment, StoredRecipient};
pub(crate) use opened::What;
pub use opened::{Created, FolderObject, Opened, Properties};
pub use service::ServiceContext;
pub use special_folders::{SpecialFolder, SpecialFolders};
pub(crate) use spooled::Spooled;
pub use store::{Abilities, FastShutdown, Queue, StoreProvider};
pub(crate) use table::AuthorRows;
pub use table::{Row, Table};
pub use transport::{AddressTypes, Identity, Submission, Traffic, TransportProvider};
pub use worker::{Stop, Worker};
