//! A message that MAPI lends to a transport for one call, one file an interface: `IMessage` on its
//! way out and on its way in, what is in it, and the calls to the spooler that only a transport may
//! make.
//!
//! Everything here borrows from the call: it cannot be kept past it, and is used on its thread
//! alone. Each object has a count of its own on what it stands for, which goes back when it is
//! dropped.

mod attachment;
mod incoming;
mod loan;
mod outgoing;
mod recipient;
mod report;
mod stream;
mod table;

pub use attachment::{Attachment, AttachmentRow, Attachments, NewAttachment};
pub use incoming::IncomingMessage;
pub use outgoing::OutgoingMessage;
pub use recipient::{Recipient, RecipientKind, Recipients};
pub use stream::Stream;

pub(crate) use loan::Loan;
