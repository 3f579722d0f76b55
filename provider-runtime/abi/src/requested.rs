//! What a client asks for: which tags it means, and in which type the answers go out. Where the
//! values come from is `bridge/`'s and `session/`'s, how they are laid out `prop_array.rs`'s.
#![allow(unsafe_code, reason = "only the caller of a method guarantees the length of an array of tags")]

use crate::error::Result;
use crate::param::In;
use crate::params::{read_at, slice_at};
use crate::prop_value::{PropValue, Property};
use crate::shapes::code::Code;
use crate::shapes::flag::*;
use crate::shapes::structs::SPropTagArray;
use crate::shapes::tag::PropTag;
use crate::wanted::Wanted;

/// The tags of an array; `None` for a null pointer.
///
/// # Errors
/// `MAPI_E_INVALID_PARAMETER` for an array of no tags, or of more than there can be.
pub fn tag_list(tags: In<'_, SPropTagArray>) -> Result<Option<&[PropTag]>> {
    // The count alone: an array without a tag is shorter than the struct.
    // SAFETY: O3: such an argument starts with its count.
    let Some(count) = (unsafe { read_at(tags.raw().cast::<u32>()) }) else {
        return Ok(None);
    };
    /// There are no more property ids than this; a longer array is none.
    const MOST: u32 = 0x1_0000;
    if count == 0 || count > MOST {
        return Err(Code::INVALID_PARAMETER.into());
    }
    let first = tags.raw().cast::<u32>().wrapping_add(1).cast::<PropTag>();
    // SAFETY: O3: an argument of this type has as many tags as its count says; a tag is its number.
    let tags = unsafe { slice_at(first, count) };
    Ok(Some(tags.ok_or(Code::INVALID_PARAMETER)?))
}

/// Where the values come from that a client asks for.
pub trait Values {
    /// The value with the id of `tag` that is there, in whatever type; `None` if only
    /// [`ask`](Self::ask) knows.
    fn held(&self, tag: PropTag) -> Option<PropValue>;

    /// What there is, in its own types: what a client gets that names no tags, or leaves a type
    /// open.
    ///
    /// # Errors
    /// What asking for them came to.
    fn tags(&self) -> Result<Vec<PropTag>>;

    /// The value of a property that is not held; `tag` has a type, of text the Unicode one.
    ///
    /// # Errors
    /// `MAPI_E_NOT_FOUND` for what is not there, else why it cannot be had.
    fn ask(&self, _tag: PropTag) -> Result<PropValue> {
        Err(Code::NOT_FOUND.into())
    }

    /// Answers everything that is wanted: what is held, then what is to be asked for.
    ///
    /// # Errors
    /// Why there is no answer at all.
    fn give(&self, wanted: &mut Wanted<'_>) -> Result<()> {
        while let Some(tag) = wanted.next_place() {
            if let Some(value) = self.held(tag) {
                wanted.value(tag, &value);
            }
        }
        wanted.ask(|wanted| {
            wanted.answer_each(&mut |tag| self.ask(tag));
            Ok(())
        })
    }
}

/// The values of one row, all of them held.
pub struct Row<'a>(pub &'a [Property]);

impl Values for Row<'_> {
    fn held(&self, tag: PropTag) -> Option<PropValue> {
        self.0.iter().find(|property| property.tag.id() == tag.id()).map(|property| property.value.clone())
    }

    fn tags(&self) -> Result<Vec<PropTag>> {
        Ok(self.0.iter().map(|property| property.tag).collect())
    }

    fn give(&self, wanted: &mut Wanted<'_>) -> Result<()> {
        while let Some(tag) = wanted.next_place() {
            if let Some(property) = self.0.iter().find(|property| property.tag.id() == tag.id()) {
                wanted.value(tag, &property.value);
            }
        }
        Ok(())
    }
}

/// The type to ask an author for: his text is Unicode.
#[inline]
pub fn as_unicode(kind: u16) -> u16 {
    match kind {
        PT_STRING8 => PT_UNICODE,
        PT_MV_STRING8 => PT_MV_UNICODE,
        kind => kind,
    }
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
