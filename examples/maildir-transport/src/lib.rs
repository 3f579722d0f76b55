//! A transport that submits into a Maildir and polls from it: all that an author writes, under
//! `forbid(unsafe_code)`.
//!
//! The provider is in `provider.rs`, where its Maildir is in `place.rs`, how a message comes from
//! MAPI in `outgoing.rs` and how it gets there in `delivery.rs`. The data knows nothing of MAPI:
//! what a message is, is in `message.rs`; how it is written as RFC 5322 in `compose.rs`, how it is
//! read in `parse.rs`; the folders in `folder.rs`, a message that waits there in `incoming.rs`. The
//! entry points are in `dll.rs`.
//!
//! The Maildir comes from the string property 0x6603 of the profile section, else from
//! `MAILDIR_TRANSPORT_PATH`; without either the answer is `MAPI_E_UNCONFIGURED`. Who the user is
//! comes from 0x6604, as `Name <address>`; configuring the service writes both. Headers, the plain
//! body and recipients go through; attachments and other bodies do not, and the log says so.
//!
//! What `EndMessage` has called sent is on the disk as a whole. What is received is confirmed when
//! MAPI has saved it: a process that dies in between delivers a message once more, never half of
//! it.
//!
//! `maildir` knows the names and folders of a Maildir, `mail-builder` and `mail-parser` the
//! messages. What they leave open is done here: folders on the disk before a message counts as
//! sent, one taker for a message, header fields that read back as they were.
#![forbid(unsafe_code)]

mod compose;
mod delivery;
mod folder;
mod incoming;
mod message;
mod outgoing;
mod parse;
mod place;
mod provider;

pub use folder::{Maildir, Receipt};
pub use incoming::{Incoming, Poll, Unreadable};
pub use message::{Mailbox, Message, Recipient, RecipientKind, Refused};
pub use place::{FROM, PATH, PATH_VARIABLE};
pub use provider::MaildirTransport;

/// The biggest message, in bytes as it is in its file.
pub const MESSAGE_MAX: u64 = 64 << 20;

/// One message: for the tour and for tests.
pub const SAMPLE: &str = include_str!("../sample/newsletter.eml");
