//! `IAttach`: one attachment of a lent message. It has a working copy of its own, which its
//! SaveChanges puts into that of the message. Its properties are in `properties.rs`, the attachment
//! table in `tables.rs`.

use super::message::no_such;
use super::parts::{MessageState, Parts};
use super::properties::{Kind, PropertyObject, made};
use crate::process::InterfaceNames;
use provider_abi::error::{Error, Result};
use provider_abi::interfaces::iattach::{self, IAttach};
use provider_abi::lock::lock;
use provider_abi::prop_value::Property;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::MAPI_ATTACH;
use provider_abi::shapes::iattach::IAttachVtbl;
use provider_abi::shapes::iid::{IID_IAttachment, IID_IMAPIProp, IID_IUnknown, Iid};
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use std::ffi::c_void;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// An attachment that is open.
pub(super) struct Attachment {
    /// PR_ATTACH_NUM, which stands in its bag too.
    number: u32,
    /// Whether the message has it, or had it: until its first save, a new one is nowhere else.
    is_known: AtomicBool,
}

impl IAttach for PropertyObject<Attachment> {}

impl Kind for Attachment {
    type Methods = IAttachVtbl;
    const NAME: &'static str = "attachment";
    const METHODS: &'static IAttachVtbl = &iattach::vtable::<PropertyObject<Self>, 0>();
    const INTERFACES: &'static [Iid] = &[IID_IAttachment, IID_IMAPIProp];
    const COMPUTED: &'static [PropTag] = &[tags::ATTACH_NUM, tags::OBJECT_TYPE, tags::ACCESS_LEVEL];
    const NAMES: InterfaceNames = InterfaceNames { interface: "IAttach", methods: iattach::NAMES };
    const HAS_TABLES: bool = false;

    fn given(_parts: &Parts) -> Vec<Property> {
        vec![Property::new(tags::OBJECT_TYPE, MAPI_ATTACH)]
    }

    fn save(object: &PropertyObject<Self>) -> Result<()> {
        let Attachment { number, is_known } = &object.kind;
        let row = lock(&object.bag).clone();
        object.state.with_parts(|parts| {
            let is_there = parts.attachments.place(*number).is_ok();
            if is_known.swap(true, Ordering::AcqRel) && !is_there {
                return Err(Error::new(Code::OBJECT_DELETED, "the attachment was deleted"));
            }
            parts.attachments.set(*number, row);
            Ok(())
        })
    }
}

/// The interfaces that an attachment is opened with; null means its own.
fn answers(iid: Option<Iid>) -> Result<()> {
    let known = iid.is_none_or(|iid| [IID_IAttachment, IID_IMAPIProp, IID_IUnknown].contains(&iid));
    if known { Ok(()) } else { Err(Code::INTERFACE_NOT_SUPPORTED.into()) }
}

/// An object with one reference, the caller's.
fn object(
    state: &Arc<MessageState>,
    row: Vec<Property>,
    is_writable: bool,
    number: u32,
    is_known: bool,
) -> *mut c_void {
    let kind = Attachment { number, is_known: AtomicBool::new(is_known) };
    let loan = state.quarantine.loan("attachment");
    made(state, Arc::new(Mutex::new(row)), is_writable, kind, loan).as_ptr().cast()
}

/// `IMessage::OpenAttach`: an object with one reference, the caller's.
pub(super) fn open(state: &Arc<MessageState>, number: u32, iid: Option<Iid>, is_writable: bool) -> Result<*mut c_void> {
    answers(iid)?;
    let row = state.with_parts(|parts| {
        let at = parts.attachments.place(number).ok()?;
        parts.attachments.rows.get(at).cloned()
    });
    let row = row.ok_or_else(|| no_such(number))?;
    Ok(object(state, row, is_writable, number, true))
}

/// `IMessage::CreateAttach`: its number, and an object with one reference, the caller's.
pub(super) fn create(state: &Arc<MessageState>, iid: Option<Iid>) -> Result<(u32, *mut c_void)> {
    answers(iid)?;
    let number = state.with_parts(|parts| parts.attachments.take_number())?;
    let row = vec![Property::new(tags::ATTACH_NUM, number)];
    Ok((number, object(state, row, true, number, false)))
}
