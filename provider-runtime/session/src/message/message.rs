//! `IMessage`, of a lent message. Its properties are in `properties.rs`; what its methods do to
//! recipients and attachments is in `recipients.rs` and `attachment.rs`.

use super::attachment;
use super::parts::{MessageState, Parts};
use super::properties::{Kind, PropertyObject, made_own};
use super::recipients::{self, Change};
use super::tables::Of;
use crate::process::{InterfaceNames, OwnReference};
use provider_abi::class::Receiver;
use provider_abi::com_ptr::Lent;
use provider_abi::error::{Error, Result};
use provider_abi::interfaces::imessage::{self, IMessage};
use provider_abi::params::only;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::i_unknown::IUnknownVtbl;
use provider_abi::shapes::iid::{IID_IMAPIProp, IID_IMessage, Iid};
use provider_abi::shapes::imapi_progress::IMAPIProgressVtbl;
use provider_abi::shapes::imessage::IMessageVtbl;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::ADRLIST;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use std::ffi::c_void;
use std::sync::Arc;

/// The message itself.
pub(super) struct Whole;

type MessageObject = PropertyObject<Whole>;

/// The message as an object, with its one reference, the lender's.
pub(super) fn object_of(state: &Arc<MessageState>) -> OwnReference<IUnknownVtbl> {
    made_own(state, Whole, "message")
}

impl Kind for Whole {
    type Methods = IMessageVtbl;
    const NAME: &'static str = "message";
    const METHODS: &'static IMessageVtbl = &imessage::vtable::<MessageObject, 0>();
    const INTERFACES: &'static [Iid] = &[IID_IMessage, IID_IMAPIProp];
    const COMPUTED: &'static [PropTag] = &[
        tags::ENTRYID,
        tags::RECORD_KEY,
        tags::PARENT_ENTRYID,
        tags::STORE_ENTRYID,
        tags::OBJECT_TYPE,
        tags::ACCESS,
        tags::ACCESS_LEVEL,
        tags::HASATTACH,
        tags::MESSAGE_SIZE,
        tags::MESSAGE_RECIPIENTS,
        tags::MESSAGE_ATTACHMENTS,
    ];
    const NAMES: InterfaceNames = InterfaceNames { interface: "IMessage", methods: imessage::NAMES };
    const HAS_TABLES: bool = true;

    fn given(parts: &Parts) -> Vec<Property> {
        vec![
            Property::new(tags::OBJECT_TYPE, MAPI_MESSAGE),
            Property::new(tags::HASATTACH, !parts.attachments.rows.is_empty()),
            Property::new(tags::MESSAGE_RECIPIENTS, PropValue::Object),
            Property::new(tags::MESSAGE_ATTACHMENTS, PropValue::Object),
        ]
    }

    fn save(object: &MessageObject) -> Result<()> {
        object.state.save()
    }
}

impl MessageObject {
    fn table(&self, of: Of, flags: u32, out: Out<'_, *mut c_void>) -> Code {
        out.clear();
        self.call(|| {
            only(flags, MAPI_UNICODE | MAPI_DEFERRED_ERRORS)?;
            out.needed()?.write(of.open(&self.state, flags));
            Ok(Code::OK)
        })
    }
}

impl IMessage for MessageObject {
    fn get_attachment_table(this: Receiver<'_, Self>, flags: u32, out: Out<'_, *mut c_void>) -> Code {
        this.table(Of::Attachments, flags, out)
    }

    fn open_attach(
        this: Receiver<'_, Self>,
        number: u32,
        interface: Option<&Iid>,
        flags: u32,
        out: Out<'_, *mut c_void>,
    ) -> Code {
        out.clear();
        this.call(|| {
            let out = out.needed()?;
            only(flags, MAPI_MODIFY | MAPI_BEST_ACCESS | MAPI_DEFERRED_ERRORS)?;
            let is_writable = flags & (MAPI_MODIFY | MAPI_BEST_ACCESS) != 0;
            out.write(attachment::open(&this.state, number, interface.copied(), is_writable)?);
            Ok(Code::OK)
        })
    }

    fn create_attach(
        this: Receiver<'_, Self>,
        interface: Option<&Iid>,
        flags: u32,
        number: Out<'_, u32>,
        out: Out<'_, *mut c_void>,
    ) -> Code {
        out.clear();
        number.write(0);
        this.call(|| {
            let number = number.needed()?;
            let out = out.needed()?;
            only(flags, MAPI_DEFERRED_ERRORS)?;
            let (new, object) = attachment::create(&this.state, interface.copied())?;
            number.write(new);
            out.write(object);
            Ok(Code::OK)
        })
    }

    fn delete_attach(
        this: Receiver<'_, Self>,
        number: u32,
        _window: usize,
        _progress: Option<Lent<'_, IMAPIProgressVtbl>>,
        flags: u32,
    ) -> Code {
        this.call(|| {
            only(flags, ATTACH_DIALOG)?;
            let is_gone = this.state.with_parts(|parts| parts.attachments.remove(number));
            if is_gone { Ok(Code::OK) } else { Err(no_such(number)) }
        })
    }

    fn get_recipient_table(this: Receiver<'_, Self>, flags: u32, out: Out<'_, *mut c_void>) -> Code {
        this.table(Of::Recipients, flags, out)
    }

    fn modify_recipients(this: Receiver<'_, Self>, flags: u32, list: In<'_, ADRLIST>) -> Code {
        this.call(|| {
            let change = Change::of(flags)?;
            let list = recipients::read(list)?;
            this.state.with_parts(|parts| recipients::apply(change, list, &mut parts.recipients))?;
            Ok(Code::OK)
        })
    }
}

/// No attachment has this number.
pub(super) fn no_such(number: u32) -> Error {
    Error::new(Code::NOT_FOUND, format!("no attachment has the number {number}"))
}
