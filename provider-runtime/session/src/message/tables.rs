//! The recipient table and the attachment table of a lent message: which rows they show. The table
//! as an object is in `objects/own_table.rs`; what changes the rows is in `recipients.rs` and
//! `attachment.rs`.

use super::parts::MessageState;
use crate::objects::{RowSource, own_table};
use crate::process::{Faults, Loan};
use provider_abi::memory::Allocators;
use provider_abi::prop_value::Property;
use provider_abi::shapes::flag::PT_OBJECT;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use std::ffi::c_void;
use std::sync::Arc;

/// Which table of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// `IMessage::GetRecipientTable`
    Recipients,
    /// `IMessage::GetAttachmentTable`
    Attachments,
}

impl Of {
    /// The table that a property stands for.
    pub(super) fn property(tag: PropTag) -> Option<Self> {
        let tables = [(tags::MESSAGE_RECIPIENTS, Self::Recipients), (tags::MESSAGE_ATTACHMENTS, Self::Attachments)];
        tables.into_iter().find(|(property, _)| property.id() == tag.id()).map(|(_, of)| of)
    }

    /// The table, with one reference, the caller's.
    pub(super) fn open(self, state: &Arc<MessageState>, flags: u32) -> *mut c_void {
        own_table(Shown { state: Arc::clone(state), of: self }, flags)
    }
}

struct Shown {
    state: Arc<MessageState>,
    of: Of,
}

impl RowSource for Shown {
    fn is_over(&self) -> bool {
        self.state.is_closed()
    }

    fn loan(&self) -> Loan {
        self.state.quarantine.loan(match self.of {
            Of::Recipients => "recipient table",
            Of::Attachments => "attachment table",
        })
    }

    fn faults(&self) -> Option<&Faults> {
        Some(&self.state.faults)
    }

    fn memory(&self) -> Allocators {
        self.state.memory
    }

    fn columns(&self) -> &'static [PropTag] {
        match self.of {
            Of::Recipients => &[
                tags::ROWID,
                tags::DISPLAY_NAME,
                tags::ADDRTYPE,
                tags::EMAIL_ADDRESS,
                tags::RECIPIENT_TYPE,
                tags::ENTRYID,
                tags::RESPONSIBILITY,
                tags::SPOOLER_STATUS,
            ],
            Of::Attachments => &[
                tags::ATTACH_NUM,
                tags::ATTACH_METHOD,
                tags::ATTACH_FILENAME,
                tags::ATTACH_LONG_FILENAME,
                tags::RENDERING_POSITION,
            ],
        }
    }

    fn with_rows<R>(&self, work: impl FnOnce(&[Vec<Property>], Option<u64>) -> R) -> R {
        self.state.with_parts(|parts| match self.of {
            Of::Recipients => work(&parts.recipients.rows, Some(parts.recipients.version)),
            Of::Attachments => {
                let rows: Vec<_> = parts.attachments.rows.iter().map(|row| without_data(row)).collect();
                work(&rows, Some(parts.attachments.version))
            }
        })
    }
}

/// An attachment's data is no column: it is had from the attachment itself.
fn without_data(row: &[Property]) -> Vec<Property> {
    let is_column = |one: &&Property| one.tag.id() != tags::ATTACH_DATA_BIN.id() && one.tag.kind() != PT_OBJECT;
    row.iter().filter(is_column).cloned().collect()
}
