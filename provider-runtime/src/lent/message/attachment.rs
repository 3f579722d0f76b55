//! `IAttach`: the attachments of a lent message, read on the way out and made on the way in.
#![allow(unsafe_code, reason = "IAttach is called over its vtable")]

use super::super::prop::{self, PropPtr};
use super::loan::{Bound, Loan};
use super::stream::{self, Stream};
use super::table::{Rows, column};
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::Result;
use provider_abi::memory::Allocators;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::flag::MAPI_UNICODE;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use provider_abi::tag::TagOf;

/// The attachments of a message, as its table lists them, a hundred at a time.
pub struct Attachments<'m> {
    rows: Rows<'m>,
    bound: Bound<'m>,
}

/// A row of the attachment table.
#[derive(Clone, Debug, PartialEq)]
pub struct AttachmentRow {
    values: Vec<Property>,
}

impl AttachmentRow {
    /// What [opens](super::OutgoingMessage::attachment) it (`PR_ATTACH_NUM`).
    pub fn number(&self) -> Option<u32> {
        self.get(tags::ATTACH_NUM)?.as_i32().map(i32::cast_unsigned)
    }

    /// The name of its file, the long one if it has two (`PR_ATTACH_LONG_FILENAME`,
    /// `PR_ATTACH_FILENAME`).
    pub fn file_name(&self) -> Option<&str> {
        let names = [tags::ATTACH_LONG_FILENAME, tags::ATTACH_FILENAME];
        names.into_iter().find_map(|tag| self.get(tag)?.as_text())
    }

    /// About how many bytes it has, its properties included (`PR_ATTACH_SIZE`).
    pub fn size(&self) -> Option<u32> {
        self.get(tags::ATTACH_SIZE)?.as_i32().map(i32::cast_unsigned)
    }

    /// Another column of the row; `None` if it has no value.
    pub fn get(&self, tag: impl Into<PropTag>) -> Option<&PropValue> {
        column(&self.values, tag.into())
    }
}

impl Iterator for Attachments<'_> {
    type Item = Result<AttachmentRow>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(self.rows.next()?.map(|values| AttachmentRow { values }))
    }
}

/// One attachment of a message that is going out (`IAttach`).
pub struct Attachment<'m> {
    attachment: PropPtr,
    memory: Allocators,
    bound: Bound<'m>,
}

impl Attachment<'_> {
    /// One property; `None` if it has none. Text comes as Unicode.
    ///
    /// # Errors
    /// [`Code::NOT_ENOUGH_MEMORY`](crate::Code::NOT_ENOUGH_MEMORY) for one that is so long that it
    /// has to be read as a stream.
    pub fn get(&self, tag: impl Into<PropTag>) -> Result<Option<PropValue>> {
        stream::get(&self.attachment, &self.memory, tag.into())
    }

    /// Reads a text of at most 64 MB; `None` if it has none.
    ///
    /// # Errors
    /// [`Code::TOO_BIG`](crate::Code::TOO_BIG) for a longer one, which is read as a
    /// [stream](Self::stream); else what MAPI answers.
    pub fn text(&self, tag: impl TagOf<str>) -> Result<Option<String>> {
        stream::text(&self.attachment, &self.memory, tag.into())
    }

    /// Reads at most 64 MB of bytes; `None` if it has none. Its contents are `PR_ATTACH_DATA_BIN`.
    ///
    /// # Errors
    /// As for [`text`](Self::text).
    pub fn bytes(&self, tag: impl TagOf<[u8]>) -> Result<Option<Vec<u8>>> {
        stream::bytes(&self.attachment, &self.memory, tag.into())
    }

    /// Opens a property of any length, to be read piece by piece.
    ///
    /// # Errors
    /// [`Code::NOT_FOUND`](crate::Code::NOT_FOUND) if it has none, else what MAPI answers.
    pub fn stream(&self, tag: impl Into<PropTag>) -> Result<Stream<'_>> {
        Stream::reading(&self.attachment, tag.into())
    }
}

/// An attachment that is being made for a message that came in (`IAttach`). Not saved, it is none.
#[must_use = "what is not saved is no attachment"]
pub struct NewAttachment<'m> {
    attachment: PropPtr,
    bound: Bound<'m>,
}

impl NewAttachment<'_> {
    /// Opens a property of any length, to be written piece by piece. Its contents are
    /// `PR_ATTACH_DATA_BIN`.
    ///
    /// # Errors
    /// What MAPI answers.
    pub fn stream(&self, tag: impl Into<PropTag>) -> Result<Stream<'_>> {
        Stream::writing(&self.attachment, tag.into())
    }

    /// Makes it a part of the message (`IMAPIProp::SaveChanges`), which has to be saved after.
    ///
    /// # Errors
    /// What MAPI answers; it is no attachment then.
    pub fn save(self) -> Result<()> {
        prop::save(&self.attachment, 0)
    }
}

impl Loan<'_> {
    /// `IMessage::GetAttachmentTable`
    pub(super) fn attachments(&self) -> Result<Attachments<'_>> {
        let mut table = std::ptr::null_mut();
        let get_attachment_table = self.message.methods().get_attachment_table;
        // SAFETY: F1: alive.
        let code = unsafe { get_attachment_table(self.message.this(), MAPI_UNICODE, Out::from(&mut table)) };
        // SAFETY: F1: what the call gave (MEM-8).
        let rows = unsafe { Rows::opened(self.memory(), code, table) }?;
        Ok(Attachments { rows, bound: self.bound })
    }

    /// `IMessage::OpenAttach`
    pub(super) fn attachment(&self, number: u32) -> Result<Attachment<'_>> {
        let mut attachment = std::ptr::null_mut();
        let open_attach = self.message.methods().open_attach;
        // SAFETY: F1: alive.
        let code = unsafe { open_attach(self.message.this(), number, In::null(), 0, Out::from(&mut attachment)) };
        // SAFETY: F1, O2: as below.
        let attachment = unsafe { ComPtr::from_call(code, attachment) }?;
        Ok(Attachment { attachment, memory: *self.memory(), bound: self.bound })
    }

    /// `IMessage::CreateAttach`
    pub(super) fn add_attachment(&self, properties: &[Property]) -> Result<NewAttachment<'_>> {
        let mut number = 0;
        let mut attachment = std::ptr::null_mut();
        let create_attach = self.message.methods().create_attach;
        let out = Out::from(&mut attachment);
        // SAFETY: F1: alive.
        let code = unsafe { create_attach(self.message.this(), In::null(), 0, Out::from(&mut number), out) };
        // SAFETY: F1, O2: what the call gave (MEM-8); an `IAttach` is `IMAPIProp` by another name.
        let attachment = unsafe { ComPtr::from_call(code, attachment) }?;
        let problem = prop::set(&attachment, self.memory(), properties)?;
        problem.map_or(Ok(NewAttachment { attachment, bound: self.bound }), |code| Err(code.into()))
    }
}

macro_rules! unseen {
    ($($type:ident),+) => { $(
        impl std::fmt::Debug for $type<'_> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($type)).finish_non_exhaustive()
            }
        }
    )+ };
}
unseen!(Attachments, Attachment, NewAttachment);
