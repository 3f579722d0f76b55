//! The answer to a client under construction: values go straight into one block of MAPI's memory,
//! each into the place of its property. Which properties those are is up to `wanted.rs`.

use crate::error::{Error, Result};
use crate::memory::{Allocators, Block, Root};
use crate::places::Places;
use crate::shapes::code::Code;
use crate::shapes::flag::*;
use crate::shapes::structs::{PropUnion, SPropValue};
use crate::shapes::tag::PropTag;

/// A place for each property, and what has been written so far.
pub(crate) struct Answers<'a> {
    tags: &'a [PropTag],
    block: Block<SPropValue>,
    answered: Places,
    /// How many are not answered.
    missing: usize,
    has_errors: bool,
    /// Why there is no answer at all.
    failure: Option<Error>,
}

/// How many bytes a value of this type most often takes, apart from its place in the array.
#[inline]
fn usual_bytes(kind: u16) -> usize {
    match kind {
        PT_UNICODE => 128,
        PT_STRING8 | PT_BINARY | PT_UNSPECIFIED => 64,
        PT_CLSID => 16,
        kind if kind & MV_FLAG != 0 => 64,
        _ => 0,
    }
}

/// The most that is set aside for values before they are known.
const MOST_ROOM: usize = 8 * 1024;

impl<'a> Answers<'a> {
    /// A place for each of `tags`.
    ///
    /// # Errors
    /// `MAPI_E_NOT_ENOUGH_MEMORY`
    #[inline]
    pub(crate) fn new(memory: &Allocators, tags: &'a [PropTag]) -> Result<Self> {
        let room: usize = tags.iter().map(|tag| usual_bytes(tag.kind())).sum();
        let block = memory.roomy::<SPropValue>(tags.len(), room.min(MOST_ROOM))?;
        let answered = Places::of(tags.len());
        Ok(Self { tags, block, answered, missing: tags.len(), has_errors: false, failure: None })
    }

    /// How many places there are.
    pub(crate) fn count(&self) -> usize {
        self.tags.len()
    }

    /// How many are not answered.
    #[inline]
    pub(crate) fn missing(&self) -> usize {
        self.missing
    }

    /// The property that a place is for.
    #[inline]
    pub(crate) fn tag(&self, place: usize) -> Option<&'a PropTag> {
        self.tags.get(place)
    }

    /// Whether a place is answered.
    #[inline]
    pub(crate) fn has(&self, place: usize) -> bool {
        self.answered.has(place)
    }

    /// Whether there will be no answer at all.
    #[inline]
    pub(crate) fn has_failed(&self) -> bool {
        self.failure.is_some()
    }

    /// Where what values lead to is written.
    #[inline]
    pub(crate) fn block(&self) -> &Root {
        &self.block
    }

    /// The place that an answer is for, most likely this one.
    #[inline]
    pub(crate) fn place_of(&self, tag: PropTag, here: usize) -> Option<usize> {
        if self.is_it(here, tag) { Some(here) } else { self.place_elsewhere(tag) }
    }

    #[inline(never)]
    fn place_elsewhere(&self, tag: PropTag) -> Option<usize> {
        (0..self.tags.len()).find(|place| self.is_it(*place, tag))
    }

    #[inline]
    fn is_it(&self, place: usize, tag: PropTag) -> bool {
        self.tags.get(place).is_some_and(|wanted| wanted.id() == tag.id()) && !self.answered.has(place)
    }

    /// Writes a value of this type, or keeps why that cannot be.
    #[inline]
    pub(crate) fn write(&mut self, place: usize, kind: u16, union: Result<PropUnion>) {
        let tag = self.tags.get(place).map_or(PropTag(0), |tag| tag.with_kind(kind));
        let written = match union {
            Ok(value) => self.block.put(0, place, SPropValue { prop_tag: tag.0, align_pad: 0, value }),
            Err(error) => Err(error),
        };
        match written {
            Ok(()) => {
                self.answered.add(place);
                self.missing -= 1;
            }
            Err(error) => self.give_up(error),
        }
    }

    #[cold]
    fn give_up(&mut self, error: Error) {
        self.failure = Some(error);
    }

    /// Writes why there is no value.
    pub(crate) fn write_error(&mut self, place: usize, err: Code) {
        self.has_errors = true;
        self.write(place, PT_ERROR, Ok(PropUnion { err }));
    }

    /// Whether something is not answered that is answered in another place.
    pub(crate) fn miss_what_is_there(&self) -> bool {
        let mut missing = (0..self.tags.len()).filter(|place| !self.answered.has(*place));
        missing.any(|place| self.is_answered_elsewhere(place))
    }

    fn is_answered_elsewhere(&self, place: usize) -> bool {
        let wanted = self.tags.get(place).map(|tag| tag.id());
        let same = self.tags.iter().enumerate().filter(|(_, tag)| Some(tag.id()) == wanted);
        same.into_iter().any(|(other, _)| self.answered.has(other))
    }

    /// Whether there is an error among the answers.
    ///
    /// # Errors
    /// Why there is no answer at all.
    #[inline]
    pub(crate) fn outcome(&mut self) -> Result<bool> {
        match self.failure.take() {
            Some(failure) => Err(failure),
            None => Ok(self.has_errors),
        }
    }

    /// What a complete answer is written into.
    #[inline]
    pub(crate) fn into_block(self) -> Block<SPropValue> {
        self.block
    }
}
