//! What a client does to a message beside its properties: recipients, attachments, the read flag,
//! sending it (`IMessage`). Reading them is in `contents.rs`.
#![allow(unsafe_code, reason = "a provider's objects are called over their vtables")]

use super::contents::Contents;
use super::object::Object;
use crate::record::what::session::{ClientCall, OpenObject};
use provider_abi::error::Result;
use provider_abi::lists::RecipientList;
use provider_abi::prop_value::Property;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::imessage::IMessageVtbl;
use provider_abi::shapes::param::{In, Out};
use std::ptr::null_mut;

/// Changes of a message. Errors carry the text of its `GetLastError`.
///
/// ```no_run
/// # use provider_session::{Folder, MessageChanges, Object};
/// # use provider_abi::{prop_value::Property, shapes::{flag::*, tags}};
/// # fn send(outbox: &Object) -> provider_abi::error::Result<()> {
/// let message = Folder::of(outbox)?.create_message(0)?;
/// message.set_props(&[Property::new(tags::SUBJECT, "Lunch?")])?;
/// let ann = vec![
///     Property::new(tags::RECIPIENT_TYPE, MAPI_TO),
///     Property::new(tags::ADDRTYPE, "SMTP"),
///     Property::new(tags::EMAIL_ADDRESS, "ann@example.com"),
/// ];
/// MessageChanges::of(&message)?.set_recipients(&[ann])?;
/// MessageChanges::of(&message)?.submit(0)
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct MessageChanges<'o> {
    message: &'o Object,
}

impl<'o> MessageChanges<'o> {
    /// Of this message.
    ///
    /// # Errors
    /// `MAPI_E_NO_SUPPORT` if it is no message.
    pub fn of(message: &'o Object) -> Result<Self> {
        if message.kind() == MAPI_MESSAGE { Ok(Self { message }) } else { Err(Code::NO_SUPPORT.into()) }
    }

    /// Recipients in the place of those that there are. `IMessage::ModifyRecipients`
    ///
    /// # Errors
    /// The message's code.
    pub fn set_recipients(&self, rows: &[Vec<Property>]) -> Result<()> {
        self.modify_recipients(0, rows)
    }

    /// Adds, changes or removes recipients: `MODRECIP_ADD`, `MODRECIP_MODIFY`, `MODRECIP_REMOVE`
    /// (RCPT-3). `IMessage::ModifyRecipients`
    ///
    /// # Errors
    /// The message's code.
    pub fn modify_recipients(&self, flags: u32, rows: &[Vec<Property>]) -> Result<()> {
        let calls = &self.message.calls;
        let list = RecipientList::of(&calls.state.memory.allocators, rows)?;
        calls.answered(calls.event(calls.work("ModifyRecipients"), |methods: &IMessageVtbl, this| {
            // SAFETY: S1: the client's reference; the list is lent until it returns.
            unsafe { (methods.modify_recipients)(this, flags, list.argument()) }
        }))
    }

    /// A new attachment, and its `PR_ATTACH_NUM`; its own save and the message's make it permanent
    /// (ATT-2). `IMessage::CreateAttach`
    ///
    /// # Errors
    /// The message's code.
    #[track_caller]
    pub fn create_attachment(&self) -> Result<(u32, Object)> {
        let calls = &self.message.calls;
        let mut number = 0;
        let mut created = null_mut();
        let event = OpenObject { call: ClientCall::on(calls.logon), method: "CreateAttach".into() };
        calls.answered(calls.event_giving(event, |methods: &IMessageVtbl, this| {
            let outputs = (Out::from(&mut number), Out::from(&mut created));
            // SAFETY: S1: the client's reference; the outputs are ours until it returns.
            let code = unsafe { (methods.create_attach)(this, In::null(), 0, outputs.0, outputs.1) };
            (code, created.addr())
        }))?;
        // SAFETY: F1: the call succeeded, so it gave a reference on an IAttach.
        Ok((number, unsafe { Contents::of(self.message).inside(MAPI_ATTACH, created) }?))
    }

    /// A new message in an attachment of it: saved itself, then with the attachment, then with this
    /// message (PROP-79). `IMAPIProp::OpenProperty` with `PR_ATTACH_DATA_OBJ`
    ///
    /// # Errors
    /// The attachment's code.
    #[track_caller]
    pub fn create_embedded(attachment: &Object) -> Result<Object> {
        Contents::of(attachment).embedded(MAPI_CREATE | MAPI_MODIFY)
    }

    /// Deletes an attachment by its `PR_ATTACH_NUM`. `IMessage::DeleteAttach`
    ///
    /// # Errors
    /// The message's code.
    pub fn delete_attachment(&self, number: u32) -> Result<()> {
        let calls = &self.message.calls;
        calls.answered(calls.event(calls.work("DeleteAttach"), |methods: &IMessageVtbl, this| {
            // SAFETY: S1: the client's reference.
            unsafe { (methods.delete_attach)(this, number, 0, null_mut(), 0) }
        }))
    }

    /// Sets or clears that it was read (MSG-40). `IMessage::SetReadFlag`
    ///
    /// # Errors
    /// The message's code.
    pub fn set_read_flag(&self, flags: u32) -> Result<()> {
        let calls = &self.message.calls;
        calls.answered(calls.event(calls.work("SetReadFlag"), |methods: &IMessageVtbl, this| {
            // SAFETY: S1: the client's reference.
            unsafe { (methods.set_read_flag)(this, flags) }
        }))
    }

    /// Sends it: from here on it is the spooler's (SUBMIT-2). `IMessage::SubmitMessage`
    ///
    /// # Errors
    /// The message's code.
    pub fn submit(&self, flags: u32) -> Result<()> {
        let calls = &self.message.calls;
        calls.answered(calls.event(calls.work("SubmitMessage"), |methods: &IMessageVtbl, this| {
            // SAFETY: S1: the client's reference.
            unsafe { (methods.submit_message)(this, flags) }
        }))
    }
}
