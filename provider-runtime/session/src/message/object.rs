//! `IMAPIProp` of a lent message and of its attachments: one object, whose `Kind` says whose properties it has. The kinds
//! are in `message.rs` and `attachment.rs`, the streams that it opens in `stream.rs`.
#![allow(unsafe_code, reason = "the methods of IMAPIProp take raw arguments")]

use super::lent::{Bag, Lent, Parts};
use super::stream;
use super::tables::Of;
use super::{find, put};
use crate::husk;
use provider_abi::class::{Class, Count, object, unknown};
use provider_abi::error::{Error, Result};
use provider_abi::last_error::{LastError, mapi_error};
use provider_abi::lock::lock;
use provider_abi::no_support::{Refuser, no_support};
use provider_abi::params::only;
use provider_abi::prop_array;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::requested::{answers, in_width, tag_list};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::iid::{IID_IMAPITable, IID_ISequentialStream, IID_IStream, Iid};
use provider_abi::shapes::imapi_prop::IMAPIPropVtbl;
use provider_abi::shapes::param::{In, Out, This};
use provider_abi::shapes::structs::*;
use provider_abi::shapes::tag::PropTag;
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::Arc;

/// Text and binary values longer than this, in bytes, are had as a stream alone: readers must be ready for it.
pub(super) const LONGEST: usize = 8 * 1024;

/// What a `PropertyObject` is.
pub(super) trait Kind: Send + Sync + Sized + 'static {
    /// Its methods, `IMAPIProp`'s first.
    type Methods: 'static;
    const METHODS: &'static Self::Methods;
    /// The ids it answers beside IUnknown's.
    const INTERFACES: &'static [Iid];
    /// What nobody but MAPI sets.
    const COMPUTED: &'static [PropTag];
    /// The tables that stand for properties of it.
    const HAS_TABLES: bool;

    /// What it has beside what is in its bag.
    fn given(parts: &Parts) -> Vec<Property>;

    /// `IMAPIProp::SaveChanges`
    fn save(object: &PropertyObject<Self>) -> Result<()>;
}

/// The message, or one of its attachments.
#[repr(C)]
pub(super) struct PropertyObject<K: Kind> {
    methods: &'static K::Methods,
    count: Count,
    pub(super) lent: Arc<Lent>,
    /// Its working copy.
    pub(super) bag: Arc<Bag>,
    pub(super) is_writable: bool,
    pub(super) kind: K,
    last: LastError,
}

/// An object with one reference, the caller's.
pub(super) fn made<K: Kind>(lent: &Arc<Lent>, bag: Arc<Bag>, is_writable: bool, kind: K) -> NonNull<c_void> {
    let lent = Arc::clone(lent);
    let last = LastError::default();
    let object = PropertyObject { methods: K::METHODS, count: Count::one(), lent, bag, is_writable, kind, last };
    NonNull::from(Box::leak(Box::new(object))).cast()
}

pub(super) const fn methods<K: Kind>() -> IMAPIPropVtbl {
    IMAPIPropVtbl {
        unknown: unknown::<PropertyObject<K>, 0>(),
        get_last_error: get_last_error::<K>,
        save_changes: save_changes::<K>,
        get_props: get_props::<K>,
        get_prop_list: get_prop_list::<K>,
        open_property: open_property::<K>,
        set_props: set_props::<K>,
        delete_props: delete_props::<K>,
        copy_to: no_support::<PropertyObject<K>, _>(),
        copy_props: no_support::<PropertyObject<K>, _>(),
        get_names_from_ids: no_support::<PropertyObject<K>, _>(),
        get_ids_from_names: no_support::<PropertyObject<K>, _>(),
    }
}

impl<K: Kind> PropertyObject<K> {
    /// A method: refused once the lender has closed the message; the text of a failure is kept (LASTERR-1).
    pub(super) fn call(&self, work: impl FnOnce() -> Result<Code>) -> Code {
        let _ = self.methods;
        let done = self.lent.check().and_then(|()| work());
        done.unwrap_or_else(|error| self.last.keep(&error))
    }

    pub(super) fn writable(&self) -> Result<()> {
        if self.is_writable { Ok(()) } else { Err(Error::new(Code::NO_ACCESS, "opened for reading")) }
    }

    fn given(&self) -> Vec<Property> {
        self.lent.with_parts(|parts| K::given(parts))
    }

    /// What it has, in its own types: what MAPI gives, then what is in the bag alone.
    fn tags(&self, given: &[Property]) -> Vec<PropTag> {
        let held = lock(&self.bag);
        let own = held.iter().filter(|property| find(given, property.tag).is_none());
        given.iter().chain(own).map(|property| property.tag).collect()
    }

    /// Why nobody sets or deletes a property, if so.
    fn refused(tag: PropTag) -> Option<Code> {
        K::COMPUTED.iter().any(|computed| computed.id() == tag.id()).then_some(Code::COMPUTED)
    }

    /// The problems of a call, in memory of their own, for a caller who wants them.
    fn tell(&self, problems: &[SPropProblem], out: Out<*mut SPropProblemArray>) -> Result<()> {
        if !problems.is_empty() && !out.is_null() {
            out.write(prop_array::problem_array(&self.lent.memory, problems)?.into_raw());
        }
        Ok(())
    }
}

// SAFETY: O2: one vtable pointer first; the interfaces of a kind start with the slots of one another.
unsafe impl<K: Kind> Class for PropertyObject<K> {
    fn count(&self) -> &Count {
        &self.count
    }

    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        husk::slot(iid, K::INTERFACES, self.lent.is_closed())
    }

    unsafe fn last(this: NonNull<Self>) {
        // SAFETY: O4: the caller's promise; it was boxed in `made`.
        drop(unsafe { Box::from_raw(this.as_ptr()) });
    }
}

impl<K: Kind> Refuser for PropertyObject<K> {
    fn refuse(this: &This) -> Code {
        object::<Self, 0>(this).call(|| Err(Code::NO_SUPPORT.into()))
    }
}

/// LASTERR-1
unsafe extern "system" fn get_last_error<K: Kind>(
    this: This,
    code: Code,
    flags: u32,
    error: Out<*mut MAPIERROR>,
) -> Code {
    error.clear();
    let object = object::<PropertyObject<K>, 0>(&this);
    let kept = object.last.text(code);
    object.call(|| {
        let error = error.needed()?;
        only(flags, MAPI_UNICODE)?;
        if let Some(text) = kept {
            error.write(mapi_error(&object.lent.memory, flags, "MAPI", &text)?);
        }
        Ok(Code::OK)
    })
}

unsafe extern "system" fn save_changes<K: Kind>(this: This, flags: u32) -> Code {
    let object = object::<PropertyObject<K>, 0>(&this);
    object.call(|| {
        only(flags, KEEP_OPEN_READONLY | KEEP_OPEN_READWRITE | FORCE_SAVE | MAPI_DEFERRED_ERRORS)?;
        object.writable()?;
        K::save(object).map(|()| Code::OK)
    })
}

/// One value of a bag, for GetProps: one that is too long is had by OpenProperty alone.
fn short(held: &[Property], tag: PropTag) -> Result<PropValue> {
    let value = find(held, tag).ok_or(Code::NOT_FOUND)?;
    let length = match value {
        PropValue::Text(text) => text.len(),
        PropValue::Binary(bytes) => bytes.len(),
        _ => 0,
    };
    if length > LONGEST { Err(Code::NOT_ENOUGH_MEMORY.into()) } else { Ok(value.clone()) }
}

unsafe extern "system" fn get_props<K: Kind>(
    this: This,
    tags: In<SPropTagArray>,
    flags: u32,
    count: Out<u32>,
    values: Out<*mut SPropValue>,
) -> Code {
    values.clear();
    count.write(0);
    let object = object::<PropertyObject<K>, 0>(&this);
    object.call(|| {
        let (count, values) = (count.needed()?, values.needed()?);
        only(flags, MAPI_UNICODE)?;
        let given = object.given();
        let all = object.tags(&given);
        let every = || all.iter().map(|tag| tag.with_kind(PT_UNSPECIFIED)).collect();
        let wanted = tag_list(tags)?.unwrap_or_else(every);
        let held = lock(&object.bag);
        let found = answers(&wanted, flags, &given, || Ok(all), |tag| short(&held, tag))?;
        drop(held);
        let amiss = found.iter().any(|(tag, _)| tag.kind() == PT_ERROR);
        let block = prop_array::array(&object.lent.memory, &found)?;
        count.write(u32::try_from(found.len()).map_err(|_| Code::NOT_ENOUGH_MEMORY)?);
        values.write(block.into_raw());
        Ok(if amiss { Code::W_ERRORS_RETURNED } else { Code::OK })
    })
}

unsafe extern "system" fn get_prop_list<K: Kind>(this: This, flags: u32, list: Out<*mut SPropTagArray>) -> Code {
    list.clear();
    let object = object::<PropertyObject<K>, 0>(&this);
    object.call(|| {
        let list = list.needed()?;
        only(flags, MAPI_UNICODE)?;
        let tags = object.tags(&object.given()).into_iter();
        let named: Vec<_> = tags.map(|tag| tag.with_kind(in_width(tag.kind(), flags))).collect();
        list.write(prop_array::tag_array(&object.lent.memory, &named)?.into_raw());
        Ok(Code::OK)
    })
}

unsafe extern "system" fn set_props<K: Kind>(
    this: This,
    count: u32,
    values: In<SPropValue>,
    problems: Out<*mut SPropProblemArray>,
) -> Code {
    problems.clear();
    let object = object::<PropertyObject<K>, 0>(&this);
    object.call(|| {
        if count == 0 || values.is_null() {
            return Err(Code::INVALID_PARAMETER.into());
        }
        object.writable()?;
        let (mut changes, mut refused) = (Vec::new(), Vec::new());
        for (index, change) in (0..).zip(prop_array::decoded(count, values)?) {
            match (&change.value, PropertyObject::<K>::refused(change.tag)) {
                (PropValue::Object, _) => return Err(Code::INVALID_PARAMETER.into()),
                (PropValue::Error(_) | PropValue::Null, _) => {} // ignored, as the page says of errors
                (_, Some(scode)) => refused.push(SPropProblem { index, prop_tag: change.tag.0, scode }),
                (_, None) => changes.push(change),
            }
        }
        object.tell(&refused, problems)?; // first: behind it nothing fails
        let mut held = lock(&object.bag);
        changes.into_iter().for_each(|change| put(&mut held, Property::new(change.tag, change.value)));
        Ok(Code::OK)
    })
}

unsafe extern "system" fn delete_props<K: Kind>(
    this: This,
    tags: In<SPropTagArray>,
    problems: Out<*mut SPropProblemArray>,
) -> Code {
    problems.clear();
    let object = object::<PropertyObject<K>, 0>(&this);
    object.call(|| {
        let tags = tag_list(tags)?.ok_or(Code::INVALID_PARAMETER)?;
        object.writable()?;
        let refusal = |(index, tag): (u32, &PropTag)| {
            let scode = PropertyObject::<K>::refused(*tag)?;
            Some(SPropProblem { index, prop_tag: tag.0, scode })
        };
        let refused: Vec<_> = (0..).zip(&tags).filter_map(refusal).collect();
        object.tell(&refused, problems)?;
        let is_gone = |held: &Property| tags.iter().any(|tag| tag.id() == held.tag.id());
        lock(&object.bag).retain(|held| !is_gone(held) || PropertyObject::<K>::refused(held.tag).is_some());
        Ok(Code::OK)
    })
}

unsafe extern "system" fn open_property<K: Kind>(
    this: This,
    tag: u32,
    iid: In<Iid>,
    options: u32,
    flags: u32,
    out: Out<*mut c_void>,
) -> Code {
    out.clear();
    let (object, tag) = (object::<PropertyObject<K>, 0>(&this), PropTag(tag));
    object.call(|| {
        let out = out.needed()?;
        let iid = iid.read().ok_or(Code::INVALID_PARAMETER)?;
        only(flags, MAPI_CREATE | MAPI_MODIFY | MAPI_DEFERRED_ERRORS)?;
        if tag.kind() == PT_UNSPECIFIED || flags & (MAPI_CREATE | MAPI_MODIFY) == MAPI_CREATE {
            return Err(Code::INVALID_PARAMETER.into());
        }
        if let Some(of) = Of::property(tag).filter(|_| K::HAS_TABLES) {
            if iid != IID_IMAPITable {
                return Err(Code::INTERFACE_NOT_SUPPORTED.into());
            }
            out.write(of.open(&object.lent, options));
            return Ok(Code::OK);
        }
        if !matches!(tag.kind(), PT_STRING8 | PT_UNICODE | PT_BINARY) {
            return Err(Error::new(Code::NO_SUPPORT, "only text and binary properties are streams"));
        }
        if ![IID_IStream, IID_ISequentialStream].contains(&iid) {
            return Err(Code::INTERFACE_NOT_SUPPORTED.into());
        }
        out.write(open_stream(object, tag, flags)?);
        Ok(Code::OK)
    })
}

fn open_stream<K: Kind>(object: &PropertyObject<K>, tag: PropTag, flags: u32) -> Result<*mut c_void> {
    let is_writable = flags & MAPI_MODIFY != 0;
    if is_writable {
        object.writable()?;
        PropertyObject::<K>::refused(tag).map_or(Ok(()), Err)?;
    }
    let bytes = {
        let held = lock(&object.bag);
        match (find(&held, tag), flags & MAPI_CREATE != 0) {
            (_, true) => None, // what was there is discarded
            (Some(value), false) => Some(stream::bytes_of(tag, value)?),
            (None, false) => return Err(Code::NOT_FOUND.into()),
        }
    };
    Ok(stream::open(&object.lent, &object.bag, tag, is_writable, bytes))
}
