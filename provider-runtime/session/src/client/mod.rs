//! The session as clients use it: `IMAPISession` and `IAddrBook` as COM objects, for any language
//! (`session_object.rs`, `address_book_object.rs`, `entries.rs`, `routing.rs`, `leaving.rs`), and
//! safe wrappers over them in Rust.

mod address_book;
mod address_book_object;
mod by_hand;
mod changes;
mod client_shutdown;
mod contents;
mod entries;
mod folder;
mod handle;
mod ipm_subtree;
mod leaving;
mod mail;
mod mapi;
mod meeting;
mod message_changes;
mod names;
mod object;
mod object_calls;
mod outgoing;
mod query;
mod receive_folders;
mod registered;
mod routing;
mod session;
mod session_object;
mod settle;
mod sink;
mod status_object;
mod store;
mod stream;
mod table;
mod table_view;

pub use address_book::AddressBook;
pub use by_hand::ByHand;
pub use changes::Changes;
pub use client_shutdown::ClientShutdown;
pub use contents::Contents;
pub use folder::Folder;
pub use ipm_subtree::IpmSubtree;
pub use mail::Mail;
pub use mapi::Mapi;
pub use meeting::{Meeting, Met};
pub use message_changes::MessageChanges;
pub use names::Names;
pub use object::Object;
pub use outgoing::Outgoing;
pub use receive_folders::ReceiveFolders;
pub use registered::Registered;
pub use session::Session;
pub use sink::Sink;
pub use status_object::StatusObject;
pub use store::Store;
pub use stream::Stream;
pub use table::Table;
