//! A transport over a Maildir: the data, under `forbid(unsafe_code)`. Nothing here knows MAPI.
//!
//! What a message is, is in `message.rs`; how it is written as RFC 5322 in `compose.rs`, how it is read in `parse.rs`; the
//! folders in `folder.rs`, a message that waits there in `incoming.rs`.
//!
//! `maildir` knows the names and folders of a Maildir, `mail-builder` and `mail-parser` the messages. What they leave open
//! is done here: folders on the disk before a message counts as sent, one taker for a message, header fields that read
//! back as they were.
#![forbid(unsafe_code)]

mod compose;
mod folder;
mod incoming;
mod message;
mod parse;

pub use folder::{Maildir, Receipt};
pub use incoming::{Incoming, Poll, Unreadable};
pub use message::{Mailbox, Message, Recipient, RecipientKind, Refused};

/// The biggest message, in bytes as it is in its file.
pub const MESSAGE_MAX: u64 = 64 << 20;
