//! `IMessage`: its tables, its recipients and its attachments. Its properties are an opened
//! object's, see `shared/container.rs`; how it is sent and read is in `submit.rs`.

use super::opened::{Inside, StoreContent};
use super::submit::MessageCalls;
use crate::bridge::shared::content::{NewObject, TableKind, with_content};
use crate::bridge::shared::table::open_kind;
use crate::logon::object::OpenedObject;
use crate::logon::object_key::ObjectKey;
use crate::provider::StoreProvider;
use provider_abi::access::Access;
use provider_abi::class::Receiver;
use provider_abi::com_ptr::Lent;
use provider_abi::error::Result;
use provider_abi::interfaces::imessage::IMessage;
use provider_abi::lists;
use provider_abi::params::only;
use provider_abi::prop_object::opened_for_reading;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::iid::Iid;
use provider_abi::shapes::imapi_progress::IMAPIProgressVtbl;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::ADRLIST;
use std::ffi::c_void;

/// An attachment as an object of a client's.
struct NewAttachment<P: StoreProvider> {
    number: u32,
    content: StoreContent<P>,
    is_writable: bool,
    interface: Option<Iid>,
    method: &'static str,
}

impl<P: StoreProvider> NewAttachment<P> {
    fn make(self, message: &OpenedObject<P>) -> Result<*mut c_void> {
        let Self { number, content, is_writable, interface, method } = self;
        let key = number.to_le_bytes();
        let new = NewObject { key: ObjectKey::new(&key), is_writable, interface, method };
        new.make(&message.logon, message.role.shape.name, &key, content).map(|(_, object)| object)
    }
}

impl<P: StoreProvider> IMessage for OpenedObject<P> {
    fn get_attachment_table(this: Receiver<'_, Self>, flags: u32, table: Out<'_, *mut c_void>) -> Code {
        table.clear();
        this.call(|provider| {
            only(flags, MAPI_UNICODE | MAPI_DEFERRED_ERRORS)?;
            open_kind(&this, provider, TableKind::Attachments, flags, "GetAttachmentTable", table)
        })
    }

    fn open_attach(
        this: Receiver<'_, Self>,
        number: u32,
        interface: Option<&Iid>,
        flags: u32,
        attachment: Out<'_, *mut c_void>,
    ) -> Code {
        attachment.clear();
        this.call(|provider| {
            let out = attachment.needed()?;
            only(flags, MAPI_MODIFY | MAPI_BEST_ACCESS | MAPI_DEFERRED_ERRORS)?;
            let access = Access::of(flags, MAPI_MODIFY);
            if access == Access::Write && !this.role.is_writable {
                return Err(opened_for_reading()); // ATT-3
            }
            let content = with_content(&this, provider, |content| match (content.inside(), content.draft_message()) {
                (_, Some(draft)) => {
                    draft.inside().open_attachment(provider, number).map(StoreContent::changing_attachment)
                }
                (Inside::Message(message), None) => message.attachment(provider, number).map(StoreContent::attachment),
                _ => Err(Code::NO_SUPPORT.into()),
            })?;
            let is_writable = access != Access::Read && this.role.is_writable;
            let interface = interface.copied();
            let new = NewAttachment { number, content, is_writable, interface, method: "OpenAttach" };
            out.write(new.make(&this)?);
            Ok(Code::OK)
        })
    }

    fn create_attach(
        this: Receiver<'_, Self>,
        interface: Option<&Iid>,
        flags: u32,
        number: Out<'_, u32>,
        attachment: Out<'_, *mut c_void>,
    ) -> Code {
        number.write(0);
        attachment.clear();
        this.call(|provider| {
            let number = number.needed()?;
            let out = attachment.needed()?;
            only(flags, MAPI_DEFERRED_ERRORS)?;
            let (made, node) =
                StoreContent::with_draft(&this, provider, |draft| draft.inside().create_attachment(provider))?;
            let content = StoreContent::changing_attachment(node);
            let interface = interface.copied();
            let new = NewAttachment { number: made, content, is_writable: true, interface, method: "CreateAttach" };
            out.write(new.make(&this)?);
            number.write(made);
            Ok(Code::OK)
        })
    }

    fn delete_attach(
        this: Receiver<'_, Self>,
        number: u32,
        _ui_param: usize,
        _progress: Option<Lent<'_, IMAPIProgressVtbl>>,
        flags: u32,
    ) -> Code {
        this.call(|provider| {
            only(flags, ATTACH_DIALOG)?;
            StoreContent::with_draft(&this, provider, |draft| draft.inside().delete_attachment(provider, number))?;
            Ok(Code::OK)
        })
    }

    fn get_recipient_table(this: Receiver<'_, Self>, flags: u32, table: Out<'_, *mut c_void>) -> Code {
        table.clear();
        this.call(|provider| {
            only(flags, MAPI_UNICODE | MAPI_DEFERRED_ERRORS)?;
            open_kind(&this, provider, TableKind::Recipients, flags, "GetRecipientTable", table)
        })
    }

    fn modify_recipients(this: Receiver<'_, Self>, flags: u32, mods: In<'_, ADRLIST>) -> Code {
        this.call(|provider| {
            let rows = lists::recipients(mods)?;
            StoreContent::with_draft(&this, provider, |draft| draft.modify_recipients(provider, flags, rows))?;
            Ok(Code::OK)
        })
    }

    fn submit_message(this: Receiver<'_, Self>, flags: u32) -> Code {
        MessageCalls(this).submit_message(flags)
    }

    fn set_read_flag(this: Receiver<'_, Self>, flags: u32) -> Code {
        MessageCalls(this).set_read_flag(flags)
    }
}
