//! `IMessage`: its tables and its attachments. Its properties are an opened object's, see
//! `shared/container.rs`; changing and sending are not there yet.

use crate::bridge::shared::content::{NewObject, TableKind, with_content};
use crate::bridge::shared::table::open_kind;
use crate::logon::object::OpenedObject;
use crate::logon::object_key::ObjectKey;
use crate::provider::{Opened, StoreProvider, What};
use provider_abi::access::Access;
use provider_abi::class::Receiver;
use provider_abi::interfaces::imessage::IMessage;
use provider_abi::params::only;
use provider_abi::prop_object::opened_for_reading;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::iid::Iid;
use provider_abi::shapes::param::Out;
use std::ffi::c_void;

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
            if Access::of(flags, MAPI_MODIFY) == Access::Write {
                return Err(opened_for_reading()); // ATT-5
            }
            let opened = with_content(&this, provider, |content| match &content.what {
                What::Message(message) => message.attachment(provider, number),
                _ => Err(Code::NO_SUPPORT.into()),
            })?;
            let key = number.to_le_bytes();
            let interface = interface.copied();
            let new = NewObject { key: ObjectKey::new(&key), is_writable: false, interface, method: "OpenAttach" };
            let content = Opened::new(What::Attachment(opened));
            let (_, object) = new.make(&this.logon, this.role.shape.name, &key, content)?;
            out.write(object);
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
}
