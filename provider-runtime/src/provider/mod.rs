//! What authors write and meet: traits over plain values. No pointer, no `unsafe`, no count; MAPI's objects around these
//! values live in `com/`, its calls in `bridge/`.

mod address_book;
pub(crate) mod declared;
pub(crate) mod ends;
mod entry;
mod event;
mod logon;
mod opened;
mod service;
mod store;
mod table;
mod transport;
mod worker;

pub use address_book::{AddressBookProvider, ContainerObject, MailUserObject, OpenedAddress};
pub use entry::{EntryId, EntryKey, StoreKey};
pub use event::{Event, ObjectKind};
pub use logon::LogonContext;
pub use opened::{FolderObject, MessageObject, Opened, Properties};
pub(crate) use service::Service;
pub use service::{ServiceAction, ServiceContext};
pub use store::{FastShutdown, Shared, StoreProvider};
pub use table::{Row, Table};
pub use transport::{AddressTypes, Identity, Submission, Traffic, TransportProvider};
pub(crate) use worker::Threads;
pub use worker::{Stop, Worker};
