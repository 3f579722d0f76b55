//! What is inside of a provider's objects, as a client opens it: the recipients and attachments of
//! a message, the message in an attachment, a value as a stream. Folders are in `object.rs`.
#![allow(unsafe_code, reason = "a provider's objects are called over their vtables")]

use super::object::{Object, kind_name};
use super::stream::Stream;
use super::table::Table;
use crate::model::OpenedObject;
use crate::record::what::session::{ClientCall, OpenObject};
use provider_abi::error::{Result, ok};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::{MAPI_ATTACH, MAPI_MESSAGE};
use provider_abi::shapes::iid::{IID_IMAPITable, IID_IMessage, IID_IStream, Iid};
use provider_abi::shapes::imapi_prop::IMAPIPropVtbl;
use provider_abi::shapes::imessage::IMessageVtbl;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use std::ffi::c_void;
use std::ptr::null_mut;

/// What is inside of an object: of a message or an attachment, or a value of any.
///
/// ```no_run
/// # use provider_session::{Contents, Object};
/// # fn read(message: &Object) -> provider_abi::error::Result<()> {
/// let first = Contents::of(message).open_attachment(0, 0)?;
/// let bytes = Contents::of(&first).stream(provider_abi::shapes::tags::ATTACH_DATA_BIN)?.rest()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Contents<'o> {
    object: &'o Object,
}

impl<'o> Contents<'o> {
    /// Of this object.
    pub fn of(object: &'o Object) -> Self {
        Self { object }
    }

    /// The table of a message's recipients. `IMessage::GetRecipientTable`
    ///
    /// # Errors
    /// The object's code; `MAPI_E_NO_SUPPORT` if it is no message.
    #[track_caller]
    pub fn recipients(&self, flags: u32) -> Result<Table> {
        self.check_is(MAPI_MESSAGE)?;
        self.object.calls.open_table("GetRecipientTable", flags, |methods: &IMessageVtbl| methods.get_recipient_table)
    }

    /// The table of a message's attachments. `IMessage::GetAttachmentTable`
    ///
    /// # Errors
    /// As for [`recipients`](Self::recipients).
    #[track_caller]
    pub fn attachments(&self, flags: u32) -> Result<Table> {
        self.check_is(MAPI_MESSAGE)?;
        self.object.calls.open_table("GetAttachmentTable", flags, |methods: &IMessageVtbl| methods.get_attachment_table)
    }

    /// Opens an attachment by its `PR_ATTACH_NUM`. `IMessage::OpenAttach`
    ///
    /// # Errors
    /// As for [`recipients`](Self::recipients).
    #[track_caller]
    pub fn open_attachment(&self, number: u32, flags: u32) -> Result<Object> {
        self.check_is(MAPI_MESSAGE)?;
        let mut opened = null_mut();
        let event = OpenObject { call: ClientCall::on(self.object.calls.logon), method: "OpenAttach".into() };
        ok(self.object.calls.event_giving(event, |methods: &IMessageVtbl, this| {
            let open_attach = methods.open_attach;
            // SAFETY: S1: the client's reference; `opened` is ours until it returns.
            let code = unsafe { open_attach(this, number, In::null(), flags, Out::from(&mut opened)) };
            (code, opened.addr())
        }))?;
        // SAFETY: F1: the call succeeded, so it gave a reference on an IAttach.
        unsafe { self.inside(MAPI_ATTACH, opened) }
    }

    /// Opens the message in an attachment. `IMAPIProp::OpenProperty` with `PR_ATTACH_DATA_OBJ`
    ///
    /// # Errors
    /// The object's code.
    #[track_caller]
    pub fn embedded(&self, flags: u32) -> Result<Object> {
        let opened = self.open_property(tags::ATTACH_DATA_OBJ, IID_IMessage, flags)?;
        // SAFETY: F1: the call succeeded, so it gave a reference on the IMessage asked for.
        unsafe { self.inside(MAPI_MESSAGE, opened) }
    }

    /// Opens a value as a stream, for reading: text in the width that the tag says.
    /// `IMAPIProp::OpenProperty`
    ///
    /// # Errors
    /// The object's code.
    #[track_caller]
    pub fn stream(&self, tag: impl Into<PropTag>) -> Result<Stream> {
        self.stream_with(tag, 0)
    }

    /// The same with flags: `MAPI_MODIFY`, `MAPI_CREATE`.
    ///
    /// # Errors
    /// The object's code.
    #[track_caller]
    pub fn stream_with(&self, tag: impl Into<PropTag>, flags: u32) -> Result<Stream> {
        let opened = self.open_property(tag.into(), IID_IStream, flags)?;
        // SAFETY: F1: the call succeeded, so it gave a reference on the IStream that was asked for.
        let stream = unsafe { Stream::from_raw(opened, &self.object.calls.state, self.object.calls.logon) };
        stream.ok_or_else(|| Code::CALL_FAILED.into())
    }

    /// Opens a table that a property stands for: `options` are the flags of the method that gives
    /// the same table. `IMAPIProp::OpenProperty` with `IID_IMAPITable`
    ///
    /// # Errors
    /// The object's code.
    #[track_caller]
    pub fn table(&self, tag: impl Into<PropTag>, options: u32) -> Result<Table> {
        let opened = self.open_with(tag.into(), IID_IMAPITable, options, 0)?;
        // SAFETY: F1: the call succeeded, so it gave a reference on the IMAPITable asked for.
        let table = unsafe { Table::from_raw(opened, &self.object.calls.state, self.object.calls.logon) };
        table.ok_or_else(|| Code::CALL_FAILED.into())
    }

    fn open_property(&self, tag: PropTag, interface: Iid, flags: u32) -> Result<*mut c_void> {
        self.open_with(tag, interface, 0, flags)
    }

    fn open_with(&self, tag: PropTag, interface: Iid, options: u32, flags: u32) -> Result<*mut c_void> {
        let mut opened = null_mut();
        let event = OpenObject { call: ClientCall::on(self.object.calls.logon), method: "OpenProperty".into() };
        ok(self.object.calls.event_giving(event, |methods: &IMAPIPropVtbl, this| {
            let open_property = methods.open_property;
            let out = Out::from(&mut opened);
            // SAFETY: S1: the client's reference; the arguments are ours until it returns.
            let code = unsafe { open_property(this, tag.0, In::from(&interface), options, flags, out) };
            (code, opened.addr())
        }))?;
        Ok(opened)
    }

    /// # Safety
    /// As for `Object::from_raw`.
    #[track_caller]
    pub(super) unsafe fn inside(&self, kind: u32, object: *mut c_void) -> Result<Object> {
        let found = OpenedObject { kind, object, logon: self.object.calls.logon };
        // SAFETY: F1: the caller's promise.
        let object = unsafe { Object::from_raw(&found, &self.object.calls.state, kind_name(kind).into(), None) };
        object.ok_or_else(|| Code::CALL_FAILED.into())
    }

    fn check_is(&self, kind: u32) -> Result<()> {
        if self.object.kind() == kind { Ok(()) } else { Err(Code::NO_SUPPORT.into()) }
    }
}
