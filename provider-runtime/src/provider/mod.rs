//! What authors write and meet: traits over plain values. No pointer, no `unsafe`, no count; MAPI's
//! objects around these values are in `logon/`, its calls in `bridge/`.

mod address_book;
mod logon;
mod opened;
mod service;
mod store;
mod table;
mod transport;
mod worker;

pub use address_book::{AddressBookProvider, ContainerObject, MailUserObject, OpenedAddress};
pub use logon::LogonContext;
pub use opened::{FolderObject, MessageObject, Opened, Properties};
pub use service::ServiceContext;
pub use store::{FastShutdown, StoreProvider};
pub use table::{Row, Table};
pub use transport::{AddressTypes, Identity, Submission, Traffic, TransportProvider};
pub use worker::{Stop, Worker};
