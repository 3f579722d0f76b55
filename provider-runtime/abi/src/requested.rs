//! What a client asks for: which tags it means, and in which type the answers go out. Where the values come from is
//! `bridge/`'s and `session/`'s, how they are laid out `values.rs`'s.

use super::prop_array::Asked;
use crate::error::{Error, Result};
use crate::prop_value::{PropValue, Property};
use crate::shapes::code::Code;
use crate::shapes::flag::*;
use crate::shapes::param::In;
use crate::shapes::structs::SPropTagArray;
use crate::shapes::tag::PropTag;

/// The tags of an array; `None` for a null pointer.
pub fn tag_list(tags: In<SPropTagArray>) -> Result<Option<Vec<PropTag>>> {
    // The count alone: an array without a tag is shorter than the struct.
    let Some(count) = In::<u32>::new(tags.raw().cast()).read() else {
        return Ok(None);
    };
    /// There are no more property ids than this; a longer array is none.
    const MOST: u32 = 0x1_0000;
    if count == 0 || count > MOST {
        return Err(Code::INVALID_PARAMETER.into());
    }
    let first = tags.raw().cast::<u32>().wrapping_add(1);
    let tags = In::new(first).slice(count);
    let tags = tags.ok_or(Code::INVALID_PARAMETER)?;
    Ok(Some(tags.iter().copied().map(PropTag).collect()))
}

/// A value for every tag, in order; one that is not to be had is a PT_ERROR with the reason.
pub fn answers(
    wanted: &[PropTag],
    flags: u32,
    given: &[Property],
    tags: impl FnOnce() -> Result<Vec<PropTag>>,
    ask: impl Fn(PropTag) -> Result<PropValue>,
) -> Result<Vec<Asked>> {
    let vague = wanted.iter().any(|tag| tag.kind() == PT_UNSPECIFIED);
    let own = if vague { tags()? } else { Vec::new() };
    let value_of = |tag: PropTag| -> Result<PropValue> {
        if let Some(property) = given.iter().find(|property| property.tag.id() == tag.id()) {
            return Ok(property.value.clone());
        }
        match tag.kind() {
            PT_UNSPECIFIED => {
                let own = own.iter().find(|other| other.id() == tag.id());
                ask(*own.ok_or(Code::NOT_FOUND)?)
            }
            kind => ask(tag.with_kind(as_unicode(kind))),
        }
    };
    let answer = |tag: &PropTag| match value_of(*tag).and_then(|value| typed(*tag, flags, value)) {
        Ok(asked) => asked,
        Err(error) => (tag.with_kind(PT_ERROR), PropValue::Error(error.code())),
    };
    Ok(wanted.iter().map(answer).collect())
}

/// The type to ask an author for: his text is Unicode.
#[inline]
fn as_unicode(kind: u16) -> u16 {
    match kind {
        PT_STRING8 => PT_UNICODE,
        PT_MV_STRING8 => PT_MV_UNICODE,
        kind => kind,
    }
}

/// The value under the tag that the client gets: text in the width of the tag, or of the flags if the tag leaves it open.
fn typed(tag: PropTag, flags: u32, value: PropValue) -> Result<Asked> {
    if let PropValue::Error(code) = value {
        return Err(code.into());
    }
    let natural = value.kind();
    let kind = match (tag.kind(), natural) {
        (PT_UNSPECIFIED, natural) => in_width(natural, flags),
        (wanted, natural) if as_unicode(wanted) == natural => wanted,
        _ => {
            let text = format!("{tag} has another type");
            return Err(Error::new(Code::INVALID_TYPE, text));
        }
    };
    Ok((tag.with_kind(kind), value))
}

/// Text in the width that MAPI_UNICODE says, else PT_STRING8.
#[inline]
pub fn in_width(kind: u16, flags: u32) -> u16 {
    match kind {
        PT_UNICODE if flags & MAPI_UNICODE == 0 => PT_STRING8,
        PT_MV_UNICODE if flags & MAPI_UNICODE == 0 => PT_MV_STRING8,
        kind => kind,
    }
}
