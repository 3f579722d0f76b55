//! A message of any provider as the session calls it (`IMessage`): its recipients and attachments.
//! Its properties are in `props.rs`.
#![allow(unsafe_code, reason = "a provider's messages are called over their vtables")]

use super::outputs::Outputs;
use super::props::Props;
use super::rows::TableRows;
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::{Error, Result};
use provider_abi::lists::RecipientList;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::{MAPI_UNICODE, PT_ERROR};
use provider_abi::shapes::iattach::IAttachVtbl;
use provider_abi::shapes::imessage::IMessageVtbl;
use provider_abi::shapes::param::{In, Out, This};
use provider_abi::shapes::tags;
use std::ffi::c_void;
use std::ptr::null_mut;

/// The most recipients, and the most attachments, that are read of one message.
const MOST: usize = 1 << 16;

/// A message, with a reference.
#[derive(Clone)]
pub(crate) struct MessageCalls<'s> {
    pub(crate) message: ComPtr<IMessageVtbl>,
    pub(crate) props: Props<'s>,
}

type GetTable = unsafe extern "system" fn(This, u32, Out<*mut c_void>) -> Code;

impl<'s> MessageCalls<'s> {
    /// An object as a message; `None` if it is none.
    pub(crate) fn of(props: &Props<'s>) -> Option<Self> {
        Some(Self { message: props.object.query()?, props: props.clone() })
    }

    /// A message that a call has given, or lent with a reference.
    ///
    /// # Errors
    /// `MAPI_E_INTERFACE_NOT_SUPPORTED` if it has no properties.
    pub(crate) fn from_com(message: ComPtr<IMessageVtbl>, outputs: Outputs<'s>) -> Result<Self> {
        let props = Props::of(&message, outputs).ok_or(Code::INTERFACE_NOT_SUPPORTED)?;
        Ok(Self { message, props })
    }

    fn table(&self, get: GetTable) -> Result<TableRows<'s>> {
        let mut table = null_mut();
        // SAFETY: F1: alive while `self` is; `table` is ours until it returns.
        self.props.answered(unsafe { get(self.message.this(), MAPI_UNICODE, Out::from(&mut table)) })?;
        // SAFETY: F1: the call succeeded, so it gave a reference on a table.
        let table = unsafe { ComPtr::from_raw(table) }.ok_or(Code::CALL_FAILED)?;
        Ok(TableRows { table, outputs: self.props.outputs })
    }

    /// The recipients, each with all that its row can offer and has.
    ///
    /// # Errors
    /// The message's or its table's code; what [`TableRows::all`] says.
    pub(crate) fn recipients(&self) -> Result<Vec<Vec<Property>>> {
        let table = self.table(self.message.methods().get_recipient_table)?;
        let columns = table.columns()?;
        if !columns.is_empty() {
            table.set_columns(&columns)?;
        }
        let mut rows = table.all(MOST)?;
        rows.iter_mut().for_each(|row| row.retain(is_kept));
        Ok(rows)
    }

    /// Changes the recipients (RCPT-3).
    ///
    /// # Errors
    /// The message's code.
    pub(crate) fn modify_recipients(&self, flags: u32, rows: &[Vec<Property>]) -> Result<()> {
        let list = RecipientList::of(&self.props.outputs.memory.allocators, rows)?;
        let modify = self.message.methods().modify_recipients;
        // SAFETY: F1: alive while `self` is; the list is lent until it returns.
        self.props.answered(unsafe { modify(self.message.this(), flags, list.argument()) })
    }

    /// The numbers of its attachments, in the order of their table.
    ///
    /// # Errors
    /// As for [`recipients`](Self::recipients); `MAPI_E_CORRUPT_DATA` for a row without a number.
    pub(crate) fn attachments(&self) -> Result<Vec<u32>> {
        let table = self.table(self.message.methods().get_attachment_table)?;
        table.set_columns(&[tags::ATTACH_NUM])?;
        let number = |row: Vec<Property>| {
            let number = row.first().and_then(|first| first.value.as_i32());
            number.map(i32::cast_unsigned).ok_or_else(|| Error::new(Code::CORRUPT_DATA, "an attachment has no number"))
        };
        table.all(MOST)?.into_iter().map(number).collect()
    }

    /// Opens an attachment for reading.
    ///
    /// # Errors
    /// The message's code.
    pub(crate) fn open_attachment(&self, number: u32) -> Result<Props<'s>> {
        let mut opened = null_mut();
        let open_attach = self.message.methods().open_attach;
        // SAFETY: F1: alive while `self` is; `opened` is ours until it returns.
        let code = unsafe { open_attach(self.message.this(), number, In::null(), 0, Out::from(&mut opened)) };
        self.props.answered(code)?;
        // SAFETY: F1: the call succeeded, so it gave a reference on an IAttach.
        unsafe { self.attachment(opened) }
    }

    /// A new attachment, which its own save and the message's make permanent (ATT-2).
    ///
    /// # Errors
    /// The message's code.
    pub(crate) fn create_attachment(&self) -> Result<Props<'s>> {
        let mut number = 0;
        let mut created = null_mut();
        let create = self.message.methods().create_attach;
        let outputs = (Out::from(&mut number), Out::from(&mut created));
        // SAFETY: F1: alive while `self` is; the outputs are ours until it returns.
        self.props.answered(unsafe { create(self.message.this(), In::null(), 0, outputs.0, outputs.1) })?;
        // SAFETY: F1: the call succeeded, so it gave a reference on an IAttach.
        unsafe { self.attachment(created) }
    }

    /// Deletes an attachment, which the message's save makes permanent (ATT-4).
    ///
    /// # Errors
    /// The message's code.
    pub(crate) fn delete_attachment(&self, number: u32) -> Result<()> {
        let delete = self.message.methods().delete_attach;
        // SAFETY: F1: alive while `self` is.
        self.props.answered(unsafe { delete(self.message.this(), number, 0, null_mut(), 0) })
    }

    /// # Safety
    /// `attachment` is null, or a live `IAttach` with a reference for us.
    unsafe fn attachment(&self, attachment: *mut c_void) -> Result<Props<'s>> {
        // SAFETY: F1: the caller's promise.
        let attachment = unsafe { ComPtr::<IAttachVtbl>::from_raw(attachment) }.ok_or(Code::CALL_FAILED)?;
        Props::of(&attachment, self.props.outputs).ok_or_else(|| Code::INTERFACE_NOT_SUPPORTED.into())
    }
}

/// Whether a column has a value that can be given on.
fn is_kept(property: &Property) -> bool {
    !matches!(property.value, PropValue::Error(_) | PropValue::Null | PropValue::Object)
        && property.tag.kind() != PT_ERROR
}
