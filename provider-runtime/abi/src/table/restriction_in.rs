//! A restriction out of a client's memory, with limits on what it may be.
#![allow(unsafe_code, reason = "a restriction's kind says which arm of its union is there")]

use super::restriction::{Place, Relation, Restriction};
use crate::error::{Error, Result};
use crate::param::In;
use crate::params::slice_at;
use crate::prop_array::decoded;
use crate::prop_value::PropValue;
use crate::requested::as_unicode;
use crate::shapes::code::Code;
use crate::shapes::flag::*;
use crate::shapes::structs::{SPropValue, SRestriction};
use crate::shapes::tag::PropTag;

/// Deeper ones are refused (RES-7): whatever walks a restriction later calls itself once a level.
pub(super) const MOST_LEVELS: usize = 256;

/// What has more parts is refused.
const MOST_PARTS: usize = 0x1_0000;

impl Restriction {
    /// What an argument says; `None` for a null pointer. Nothing of it is kept (RES-1).
    ///
    /// # Errors
    /// `MAPI_E_TOO_COMPLEX` for what no table can do, or what is too large;
    /// `MAPI_E_INVALID_PARAMETER` for a null pointer inside.
    pub fn read(restriction: In<'_, SRestriction>) -> Result<Option<Self>> {
        if restriction.is_null() {
            return Ok(None);
        }
        // SAFETY: M2: such an argument has everything that it leads to.
        unsafe { read(restriction.raw()) }.map(Some)
    }
}

/// A restriction with others inside, of which some have been read.
struct Open<'a> {
    one: &'a SRestriction,
    left: std::slice::Iter<'a, SRestriction>,
    read: Vec<Restriction>,
}

/// Level by level, with a list of those that are open: nothing calls itself.
///
/// # Safety
/// `restriction` is a restriction with everything that it leads to.
unsafe fn read(restriction: *const SRestriction) -> Result<Restriction> {
    let mut parts = 0;
    let mut open: Vec<Open<'_>> = Vec::new();
    // SAFETY: M2: the caller's promise.
    let mut next = unsafe { slice_at(restriction, 1) }.and_then(<[_]>::first).ok_or_else(nothing)?;
    loop {
        parts += 1;
        if open.len() == MOST_LEVELS || parts > MOST_PARTS {
            return Err(Error::new(Code::TOO_COMPLEX, "a restriction that is too large"));
        }
        let mut done = if has_inner(next.rt) {
            // SAFETY: M2: a part of the argument.
            open.push(unsafe { opened(next, open.is_empty(), parts) }?);
            None
        } else {
            // SAFETY: M2: a part of the argument.
            Some(unsafe { read_leaf(next) }?)
        };
        // What is complete goes into the one that it is inside of.
        loop {
            let Some(top) = open.last_mut() else { return done.ok_or_else(nothing) };
            top.read.extend(done.take());
            if let Some(part) = top.left.next() {
                next = part;
                break;
            }
            done = open.pop().map(closed).transpose()?;
        }
    }
}

fn has_inner(kind: u32) -> bool {
    matches!(kind, RES_AND | RES_OR | RES_NOT | RES_SUBRESTRICTION | RES_COMMENT | RES_ANNOTATION | RES_COUNT)
}

/// # Safety
/// `one` is a restriction with others inside, and with everything that it leads to.
unsafe fn opened(one: &SRestriction, is_whole: bool, parts: usize) -> Result<Open<'_>> {
    let (first, count) = inner(one);
    if one.rt == RES_COUNT && !is_whole {
        return Err(Error::new(Code::TOO_COMPLEX, "rows are counted on the whole only"));
    }
    // RES-30: a comment may have nothing inside.
    let count = if first.is_null() && matches!(one.rt, RES_COMMENT | RES_ANNOTATION) { 0 } else { count };
    // SAFETY: M2: as many stand there as the count says.
    let left = unsafe { list(first, count, parts) }?.iter();
    Ok(Open { one, left, read: Vec::new() })
}

/// A restriction all of whose parts have been read.
fn closed(open: Open<'_>) -> Result<Restriction> {
    let mut parts = open.read;
    match open.one.rt {
        RES_AND => Ok(Restriction::And(parts)),
        RES_OR => Ok(Restriction::Or(parts)),
        // RES-30: a comment alone is true.
        _ => wrap(open.one, parts.pop().unwrap_or(Restriction::And(Vec::new()))),
    }
}

fn wrap(one: &SRestriction, what: Restriction) -> Result<Restriction> {
    let what = Box::new(what);
    Ok(match one.rt {
        RES_NOT => Restriction::Not(what),
        RES_COUNT => {
            // SAFETY: M2: the kind says which arm is there.
            let count = unsafe { one.res.count }.count;
            Restriction::First { count, what }
        }
        RES_SUBRESTRICTION => {
            // SAFETY: M2: as above.
            let tag = PropTag(unsafe { one.res.sub }.sub_object);
            if ![PR_MESSAGE_RECIPIENTS, PR_MESSAGE_ATTACHMENTS].contains(&tag.id()) {
                return Err(Error::new(Code::TOO_COMPLEX, "no table to look into"));
            }
            Restriction::Inside { tag, what }
        }
        _ => *what,
    })
}

const PR_MESSAGE_RECIPIENTS: u16 = crate::shapes::tags::MESSAGE_RECIPIENTS.id();
const PR_MESSAGE_ATTACHMENTS: u16 = crate::shapes::tags::MESSAGE_ATTACHMENTS.id();

/// The restrictions inside one that has some: the first, and how many.
fn inner(one: &SRestriction) -> (*const SRestriction, u32) {
    let (first, count) = match one.rt {
        RES_AND => {
            // SAFETY: M2: the kind says which arm is there.
            let and = unsafe { one.res.and };
            (and.res, and.c_res)
        }
        RES_OR => {
            // SAFETY: M2: as above.
            let or = unsafe { one.res.or };
            (or.res, or.c_res)
        }
        // SAFETY: M2: as above.
        RES_NOT => (unsafe { one.res.not }.res, 1),
        // SAFETY: M2: as above.
        RES_SUBRESTRICTION => (unsafe { one.res.sub }.res, 1),
        // SAFETY: M2: as above.
        RES_COUNT => (unsafe { one.res.count }.res, 1),
        // SAFETY: M2: as above; an annotation is laid out alike.
        _ => (unsafe { one.res.comment }.res, 1),
    };
    (first.cast_const(), count)
}

/// # Safety
/// `count` restrictions stand at `first`, if it is not null.
unsafe fn list<'a>(first: *const SRestriction, count: u32, parts: usize) -> Result<&'a [SRestriction]> {
    if count as usize > MOST_PARTS - parts.min(MOST_PARTS) {
        return Err(Error::new(Code::TOO_COMPLEX, "a restriction that is too large"));
    }
    // SAFETY: M2: the caller's promise.
    unsafe { slice_at(first, count) }.ok_or_else(nothing)
}

/// # Safety
/// `one` is a restriction without others inside, and with everything that it leads to.
unsafe fn read_leaf(one: &SRestriction) -> Result<Restriction> {
    match one.rt {
        RES_CONTENT => {
            // SAFETY: M2: the kind says which arm is there.
            let content = unsafe { one.res.content };
            // SAFETY: M2: a part of the argument.
            unsafe { read_content(PropTag(content.prop_tag), content.fuzzy_level, content.prop) }
        }
        RES_PROPERTY => {
            // SAFETY: M2: as above.
            let property = unsafe { one.res.property };
            let tag = PropTag(property.prop_tag);
            let relation = relation(property.relop)?;
            // SAFETY: M2: a part of the argument.
            let value = unsafe { constant(tag, property.prop) }?;
            if is_list(&value) && !matches!(relation, Relation::Equal | Relation::Unequal) {
                return Err(Error::new(Code::TOO_COMPLEX, "lists are equal or not")); // RES-50
            }
            Ok(Restriction::Property { tag, relation, value })
        }
        RES_COMPAREPROPS => {
            // SAFETY: M2: as above.
            let pair = unsafe { one.res.compare_props };
            let first = PropTag(pair.prop_tag1);
            let second = PropTag(pair.prop_tag2);
            let relation = relation(pair.relop)?;
            if as_unicode(first.kind()) != as_unicode(second.kind()) {
                return Err(Error::new(Code::TOO_COMPLEX, "properties of two types")); // RES-25
            }
            Ok(Restriction::Compare { first, relation, second })
        }
        RES_BITMASK => {
            // SAFETY: M2: as above.
            let bits = unsafe { one.res.bit_mask };
            let tag = PropTag(bits.prop_tag);
            if tag.kind() != PT_LONG || bits.rel_bmr > BMR_NEZ {
                return Err(Error::new(Code::TOO_COMPLEX, "bits of what is no PT_LONG")); // RES-26
            }
            Ok(Restriction::Bits { tag, mask: bits.mask, is_any_set: bits.rel_bmr == BMR_NEZ })
        }
        RES_SIZE => {
            // SAFETY: M2: as above.
            let size = unsafe { one.res.size };
            let relation = relation(size.relop)?;
            Ok(Restriction::Size { tag: PropTag(size.prop_tag), relation, bytes: size.cb })
        }
        RES_EXIST => {
            // SAFETY: M2: as above.
            let tag = PropTag(unsafe { one.res.exist }.prop_tag);
            if tag.kind() == PT_OBJECT {
                return Err(Error::new(Code::TOO_COMPLEX, "no column holds an object")); // RES-28
            }
            Ok(Restriction::Exists(tag))
        }
        _ => Err(Error::new(Code::TOO_COMPLEX, "a restriction of no kind")), // RES-8
    }
}

/// # Safety
/// `value` is null, or a value with everything that it leads to.
unsafe fn read_content(tag: PropTag, fuzzy: u32, value: *const SPropValue) -> Result<Restriction> {
    let place = match fuzzy & 0xFFFF {
        FL_FULLSTRING => Place::Whole,
        FL_SUBSTRING => Place::Anywhere,
        FL_PREFIX => Place::Beginning,
        _ => return Err(Error::new(Code::TOO_COMPLEX, "a way to search that is not known")),
    };
    // RES-41: the other hints are left out.
    let ignores_case = fuzzy & (FL_IGNORECASE | FL_LOOSE) != 0;
    // SAFETY: M2: the caller's promise.
    let value = unsafe { constant(tag, value) }?;
    if !matches!(value, PropValue::Text(_) | PropValue::Binary(_)) {
        return Err(Error::new(Code::TOO_COMPLEX, "neither text nor bytes to search for"));
    }
    Ok(Restriction::Content { tag, place, ignores_case, value })
}

/// The value that a property is compared with: of its type (RES-43), or one value for a list of
/// them (RES-49).
///
/// # Safety
/// `value` is null, or a value with everything that it leads to.
unsafe fn constant(tag: PropTag, value: *const SPropValue) -> Result<PropValue> {
    // SAFETY: M2: the caller's promise.
    let value = unsafe { slice_at(value, 1) }.and_then(<[_]>::first).ok_or_else(nothing)?;
    // SAFETY: M2: as above.
    let value = unsafe { decoded(value) }.map_err(|_| Error::from(Code::TOO_COMPLEX))?.value;
    let wanted = as_unicode(tag.kind() & !MV_INSTANCE);
    let is_fit = wanted == PT_UNSPECIFIED || [wanted, wanted & !MV_FLAG].contains(&value.kind());
    if !is_fit || matches!(value, PropValue::Null | PropValue::Error(_) | PropValue::Object) {
        return Err(Error::new(Code::TOO_COMPLEX, "a value of another type than its property"));
    }
    Ok(value)
}

fn is_list(value: &PropValue) -> bool {
    value.kind() & MV_FLAG != 0
}

/// RES-45: regular expressions and distribution lists are not looked through.
fn relation(relop: u32) -> Result<Relation> {
    let relation = Relation::ALL.get(relop as usize).copied();
    relation.ok_or_else(|| Error::new(Code::TOO_COMPLEX, "a comparison that is not known"))
}

fn nothing() -> Error {
    Error::new(Code::INVALID_PARAMETER, "a null pointer in a restriction")
}
