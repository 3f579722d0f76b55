//! `IMessage`, of a lent message. Its `IMAPIProp` is in `object.rs`; what its methods do to recipients and attachments is in
//! `recipients.rs` and `attachment.rs`.
#![allow(unsafe_code, reason = "the methods of IMessage take raw arguments")]

use super::attachment;
use super::lent::{Lent, Parts};
use super::object::{Kind, PropertyObject, made, methods};
use super::recipients::{self, Change};
use super::tables::Of;
use provider_abi::class::object;
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::{Error, Result};
use provider_abi::no_support::no_support;
use provider_abi::params::only;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::i_unknown::IUnknownVtbl;
use provider_abi::shapes::iid::{IID_IMAPIProp, IID_IMessage, Iid};
use provider_abi::shapes::imessage::IMessageVtbl;
use provider_abi::shapes::param::{In, Out, This};
use provider_abi::shapes::structs::ADRLIST;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use std::ffi::c_void;
use std::sync::Arc;

/// The message itself.
pub(super) struct Whole;

type MessageObject = PropertyObject<Whole>;

/// The message as an object, with its one reference.
pub(super) fn object_of(lent: &Arc<Lent>) -> ComPtr<IUnknownVtbl> {
    let object = made(lent, Arc::clone(&lent.own), true, Whole);
    // SAFETY: F1: just made, with its one reference for us.
    unsafe { ComPtr::from_non_null(object) }
}

impl Kind for Whole {
    type Methods = IMessageVtbl;
    const METHODS: &'static IMessageVtbl = &IMessageVtbl {
        prop: methods::<Self>(),
        get_attachment_table,
        open_attach,
        create_attach,
        delete_attach,
        get_recipient_table,
        modify_recipients,
        submit_message: no_support::<MessageObject, _>(),
        set_read_flag: no_support::<MessageObject, _>(),
    };
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
        object.lent.save()
    }
}

unsafe extern "system" fn get_recipient_table(this: This, flags: u32, out: Out<*mut c_void>) -> Code {
    table(&this, Of::Recipients, flags, out)
}

unsafe extern "system" fn get_attachment_table(this: This, flags: u32, out: Out<*mut c_void>) -> Code {
    table(&this, Of::Attachments, flags, out)
}

fn table(this: &This, of: Of, flags: u32, out: Out<*mut c_void>) -> Code {
    out.clear();
    let message = object::<MessageObject, 0>(this);
    message.call(|| {
        only(flags, MAPI_UNICODE | MAPI_DEFERRED_ERRORS)?;
        out.needed()?.write(of.open(&message.lent, flags));
        Ok(Code::OK)
    })
}

unsafe extern "system" fn open_attach(
    this: This,
    number: u32,
    iid: In<Iid>,
    flags: u32,
    out: Out<*mut c_void>,
) -> Code {
    out.clear();
    let message = object::<MessageObject, 0>(&this);
    message.call(|| {
        let out = out.needed()?;
        only(flags, MAPI_MODIFY | MAPI_BEST_ACCESS | MAPI_DEFERRED_ERRORS)?;
        let is_writable = flags & (MAPI_MODIFY | MAPI_BEST_ACCESS) != 0;
        out.write(attachment::open(&message.lent, number, iid.read(), is_writable)?);
        Ok(Code::OK)
    })
}

unsafe extern "system" fn create_attach(
    this: This,
    iid: In<Iid>,
    flags: u32,
    number: Out<u32>,
    out: Out<*mut c_void>,
) -> Code {
    out.clear();
    number.write(0);
    let message = object::<MessageObject, 0>(&this);
    message.call(|| {
        let (number, out) = (number.needed()?, out.needed()?);
        only(flags, MAPI_DEFERRED_ERRORS)?;
        let (new, object) = attachment::create(&message.lent, iid.read())?;
        number.write(new);
        out.write(object);
        Ok(Code::OK)
    })
}

unsafe extern "system" fn delete_attach(
    this: This,
    number: u32,
    _window: usize,
    _progress: *mut c_void,
    flags: u32,
) -> Code {
    let message = object::<MessageObject, 0>(&this);
    message.call(|| {
        only(flags, ATTACH_DIALOG)?;
        let is_gone = message.lent.with_parts(|parts| parts.attachments.remove(number));
        if is_gone { Ok(Code::OK) } else { Err(no_such(number)) }
    })
}

/// No attachment has this number.
pub(super) fn no_such(number: u32) -> Error {
    Error::new(Code::NOT_FOUND, format!("no attachment has the number {number}"))
}

unsafe extern "system" fn modify_recipients(this: This, flags: u32, list: In<ADRLIST>) -> Code {
    let message = object::<MessageObject, 0>(&this);
    message.call(|| {
        let change = Change::of(flags)?;
        let list = recipients::read(list)?;
        message.lent.with_parts(|parts| recipients::apply(change, list, &mut parts.recipients))?;
        Ok(Code::OK)
    })
}
