//! The properties that a client wants, and the answer under construction: values go straight into
//! one block of MAPI's memory. Where they come from is up to [`Values`](crate::requested::Values).

use crate::error::{Error, Result};
use crate::memory::{Allocators, Block};
use crate::prop_array::{binary, union_of};
use crate::prop_value::PropValue;
use crate::requested::{as_unicode, in_width};
use crate::shapes::code::Code;
use crate::shapes::flag::*;
use crate::shapes::structs::{PropUnion, SPropValue};
use crate::shapes::tag::PropTag;

/// The properties that a client wants, for its author to answer.
///
/// Each value is written once, into the memory that the client gets. A property that nobody answers
/// is one that the object does not have ([`Code::NOT_FOUND`]); an answer that nobody wants is
/// dropped, so everything that is at hand may be given.
///
/// ```
/// use provider_runtime::prelude::*;
///
/// # struct Store;
/// struct Note {
///     subject: String,
///     size: u32,
/// }
/// impl Properties<Store> for Note {
///     fn get_many(&self, _: &Store, wanted: &mut Wanted<'_>) -> Result<()> {
///         wanted.text(tags::SUBJECT, &self.subject);
///         wanted.put(tags::MESSAGE_SIZE, self.size);
///         Ok(())
///     }
/// }
/// ```
pub struct Wanted<'a> {
    tags: &'a [PropTag],
    /// Where the client leaves a type open: the properties that there are, in their own types.
    own: &'a [PropTag],
    flags: u32,
    block: Block<SPropValue>,
    answered: Places,
    /// How many are not answered.
    missing: usize,
    /// Where [`next_tag`](Self::next_tag) goes on.
    next: usize,
    /// The place that it has come to.
    here: usize,
    has_errors: bool,
    /// Why there is no answer at all.
    failure: Option<Error>,
}

/// A set of places.
#[derive(Default)]
struct Places {
    first: u64,
    rest: Vec<u64>,
}

impl Places {
    fn of(count: usize) -> Self {
        let rest = count.saturating_sub(64).div_ceil(64);
        Self { first: 0, rest: if rest == 0 { Vec::new() } else { vec![0; rest] } }
    }

    #[inline]
    fn has(&self, place: usize) -> bool {
        let word = match place.checked_sub(64) {
            None => self.first,
            Some(place) => self.rest.get(place / 64).copied().unwrap_or(0),
        };
        word >> (place % 64) & 1 != 0
    }

    #[inline]
    fn add(&mut self, place: usize) {
        let word = match place.checked_sub(64) {
            None => &mut self.first,
            Some(place) => match self.rest.get_mut(place / 64) {
                Some(word) => word,
                None => return,
            },
        };
        *word |= 1 << (place % 64);
    }
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

impl<'a> Wanted<'a> {
    /// An answer with a place for each of `tags`.
    ///
    /// # Errors
    /// `MAPI_E_NOT_ENOUGH_MEMORY`
    #[inline]
    pub fn new(memory: &Allocators, tags: &'a [PropTag], flags: u32, own: &'a [PropTag]) -> Result<Self> {
        let room: usize = tags.iter().map(|tag| usual_bytes(tag.kind())).sum();
        let block = memory.roomy::<SPropValue>(tags.len(), room.min(MOST_ROOM))?;
        let answered = Places::of(tags.len());
        let missing = tags.len();
        Ok(Self { tags, own, flags, block, answered, missing, next: 0, here: 0, has_errors: false, failure: None })
    }

    /// The next property that is not answered yet, text as Unicode; `None` when there is none.
    #[inline]
    pub fn next_tag(&mut self) -> Option<PropTag> {
        while let Some(tag) = self.next_place() {
            match tag.kind() {
                PT_UNSPECIFIED => match self.own.iter().find(|other| other.id() == tag.id()) {
                    Some(own) => return Some(*own),
                    None => self.fail_here(Code::NOT_FOUND),
                },
                kind => return Some(tag.with_kind(as_unicode(kind))),
            }
        }
        None
    }

    /// The next property that is not answered yet, as the client has written it.
    #[inline]
    pub fn next_place(&mut self) -> Option<PropTag> {
        while let Some(tag) = self.tags.get(self.next) {
            self.here = self.next;
            self.next += 1;
            if !self.answered.has(self.here) {
                return Some(*tag);
            }
        }
        None
    }

    /// Whether every property is answered.
    #[inline]
    pub fn is_complete(&self) -> bool {
        self.missing == 0
    }

    /// Begins again with the first property that is not answered.
    #[inline]
    pub fn rewind(&mut self) {
        self.next = 0;
    }

    /// Answers with a value: one that is another type than the client wants is
    /// `MAPI_E_INVALID_TYPE` to it.
    #[inline]
    pub fn put(&mut self, tag: PropTag, value: impl Into<PropValue>) {
        self.value(tag, &value.into());
    }

    /// The same with a value that stays where it is.
    #[inline]
    pub fn value(&mut self, tag: PropTag, value: &PropValue) {
        if let PropValue::Error(code) = value {
            return self.fail(tag, *code);
        }
        let Some(place) = self.place_of(tag) else { return };
        let Some(kind) = self.kind_at(place, value.kind()) else {
            return self.write_error(place, Code::INVALID_TYPE);
        };
        // Most values are numbers, which need no memory.
        let union = match value {
            PropValue::I32(number) => Ok(PropUnion { l: *number }),
            PropValue::Bool(is_so) => Ok(PropUnion { b: u16::from(*is_so) }),
            _ => union_of(value, !matches!(kind, PT_STRING8 | PT_MV_STRING8), &self.block),
        };
        self.write(place, kind, union);
    }

    /// Answers with text.
    pub fn text(&mut self, tag: PropTag, text: &str) {
        let Some(place) = self.place_of(tag) else { return };
        let Some(kind) = self.kind_at(place, PT_UNICODE) else {
            return self.write_error(place, Code::INVALID_TYPE);
        };
        let union = match kind {
            PT_STRING8 => self.block.ansi(text).map(|text| PropUnion { lpsz_a: text.as_ptr() }),
            _ => self.block.wide(text).map(|text| PropUnion { lpsz_w: text.as_ptr() }),
        };
        self.write(place, kind, union);
    }

    /// Answers with bytes.
    pub fn binary(&mut self, tag: PropTag, bytes: &[u8]) {
        let Some(place) = self.place_of(tag) else { return };
        if self.kind_at(place, PT_BINARY).is_none() {
            return self.write_error(place, Code::INVALID_TYPE);
        }
        let union = binary(bytes, &self.block).map(|bin| PropUnion { bin });
        self.write(place, PT_BINARY, union);
    }

    /// Answers that the property cannot be had.
    pub fn fail(&mut self, tag: PropTag, code: Code) {
        if let Some(place) = self.place_of(tag) {
            self.write_error(place, code);
        }
    }

    /// Answers with a value, or with why there is none.
    pub fn answer(&mut self, tag: PropTag, answer: Result<PropValue>) {
        match answer {
            Ok(value) => self.value(tag, &value),
            Err(error) => self.fail(tag, error.code()),
        }
    }

    /// Answers for the place that [`next_place`](Self::next_place) has come to.
    pub fn fail_here(&mut self, code: Code) {
        self.write_error(self.here, code);
    }

    /// The place that an answer is for: most come in the order of [`next_tag`](Self::next_tag).
    #[inline]
    fn place_of(&self, tag: PropTag) -> Option<usize> {
        let is_it = |place: &usize| {
            let wanted = self.tags.get(*place);
            wanted.is_some_and(|wanted| wanted.id() == tag.id()) && !self.answered.has(*place)
        };
        Some(self.here).filter(is_it).or_else(|| (0..self.tags.len()).find(is_it))
    }

    /// The type in which a value goes out: text in the width of the tag, or of the flags if the tag
    /// leaves it open; `None` for a value of another type.
    #[inline]
    fn kind_at(&self, place: usize, natural: u16) -> Option<u16> {
        match self.tags.get(place)?.kind() {
            PT_UNSPECIFIED => Some(in_width(natural, self.flags)),
            wanted if as_unicode(wanted) == natural => Some(wanted),
            _ => None,
        }
    }

    #[inline]
    fn write(&mut self, place: usize, kind: u16, union: Result<PropUnion>) {
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
            Err(error) => self.failure = Some(error),
        }
    }

    fn write_error(&mut self, place: usize, err: Code) {
        self.has_errors = true;
        self.write(place, PT_ERROR, Ok(PropUnion { err }));
    }

    /// Lets `ask` answer what is not answered yet; once more where a client wants a property twice,
    /// in two widths maybe, and has it once.
    ///
    /// # Errors
    /// What `ask` came to.
    #[inline]
    pub fn ask(&mut self, mut ask: impl FnMut(&mut Self) -> Result<()>) -> Result<()> {
        loop {
            let before = self.missing;
            self.rewind();
            ask(self)?;
            if self.missing == 0 {
                return Ok(());
            }
            let mut missing = (0..self.tags.len()).filter(|place| !self.answered.has(*place));
            if self.missing == before || !missing.any(|place| self.is_answered_elsewhere(place)) {
                return Ok(());
            }
        }
    }

    fn is_answered_elsewhere(&self, place: usize) -> bool {
        let wanted = self.tags.get(place).map(|tag| tag.id());
        let same = self.tags.iter().enumerate().filter(|(_, tag)| Some(tag.id()) == wanted);
        same.into_iter().any(|(other, _)| self.answered.has(other))
    }

    /// The values, as many as were wanted, and whether one of them is an error.
    ///
    /// # Errors
    /// `MAPI_E_NOT_ENOUGH_MEMORY`
    #[inline]
    pub fn finish(mut self) -> Result<(Block<SPropValue>, bool)> {
        if self.missing > 0 {
            self.rewind();
            while self.next_place().is_some() {
                self.fail_here(Code::NOT_FOUND);
            }
        }
        match self.failure {
            Some(failure) => Err(failure),
            None => Ok((self.block, self.has_errors)),
        }
    }
}
