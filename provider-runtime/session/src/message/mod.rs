//! Messages: as plain values (`value.rs`), and as MAPI's spooler lends them to a transport, over
//! vtables (`lent.rs`). What the objects of a lent message share is in `parts.rs`; they are in
//! `properties.rs` (what has properties), `message.rs` and `attachment.rs` (whose properties they
//! are), `recipients.rs`, `tables.rs` and `stream.rs`.

mod attachment;
mod lent;
#[allow(clippy::module_inception, reason = "a message's own methods, among the files of what messages are made of")]
mod message;
mod parts;
mod properties;
mod recipients;
mod stream;
mod tables;
mod value;

pub use lent::{Closed, LentMessage};
pub use value::Message;

pub(crate) use recipients::read as read_recipients;
pub(crate) use value::{column, put};
