//! The properties that a client wants, to be answered one by one. Where they come from is up to
//! [`Values`](crate::requested::Values), where they go is `answers.rs`'s.

use crate::answers::Answers;
use crate::error::Result;
use crate::memory::{Allocators, Block};
use crate::prop_array::{binary, decoded_part, union_of};
use crate::prop_value::PropValue;
use crate::requested::{as_unicode, in_width};
use crate::shapes::code::Code;
use crate::shapes::flag::*;
use crate::shapes::structs::{PropUnion, SPropValue};
use crate::shapes::tag::PropTag;
use crate::tag::{TagOf, ValueFor, is_kind_of};

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
    answers: Answers<'a>,
    /// Where the client leaves a type open: the properties that there are, in their own types.
    own: &'a [PropTag],
    flags: u32,
    /// How many places are a client's columns, whose text is cut; none in an answer that is no row.
    cut: usize,
    /// Whether it is a row: one answer fills all places of its property.
    is_row: bool,
    /// Where [`next_tag`](Self::next_tag) goes on.
    next: usize,
    /// The place that it has come to.
    here: usize,
    /// The last answer that was of another type than its property: the property, that type.
    misfit: Option<(u16, u16)>,
}

/// Text in a row has at most so many letters (TBL-28).
const MOST_LETTERS: usize = 255;

/// A larger text or binary is read by `OpenProperty` alone (PROP-16).
pub const MOST_BYTES: usize = 64 * 1024;

impl<'a> Wanted<'a> {
    /// An answer with a place for each of `tags`.
    ///
    /// # Errors
    /// `MAPI_E_NOT_ENOUGH_MEMORY`
    #[inline]
    pub fn new(memory: &Allocators, tags: &'a [PropTag], flags: u32, own: &'a [PropTag]) -> Result<Self> {
        let answers = Answers::new(memory, tags)?;
        Ok(Self { answers, own, flags, cut: 0, is_row: false, next: 0, here: 0, misfit: None })
    }

    /// A row, the first `width` columns of which are a client's.
    pub(crate) fn of_row(memory: &Allocators, columns: &'a [PropTag], width: usize) -> Result<Self> {
        let mut row = Self::new(memory, columns, MAPI_UNICODE, &[])?;
        row.cut = width;
        row.is_row = true;
        Ok(row)
    }

    /// Whether the property is wanted, and not answered yet.
    #[inline]
    pub fn wants(&self, tag: impl Into<PropTag>) -> bool {
        self.is_wanted(tag.into())
    }

    #[inline(never)]
    fn is_wanted(&self, tag: PropTag) -> bool {
        self.place_of(tag).is_some()
    }

    /// The next property that is not answered yet, text as Unicode; `None` when there is none.
    #[inline]
    pub fn next_tag(&mut self) -> Option<PropTag> {
        while let Some(tag) = self.next_place() {
            match tag.kind() & !MV_INSTANCE {
                PT_UNSPECIFIED if self.is_row => return Some(tag),
                PT_UNSPECIFIED => match self.own_tag(tag) {
                    Some(own) => return Some(own),
                    None => continue,
                },
                kind => return Some(tag.with_kind(as_unicode(kind))),
            }
        }
        None
    }

    /// The same property in its own type; one that is not there is answered so.
    #[cold]
    fn own_tag(&mut self, tag: PropTag) -> Option<PropTag> {
        let own = self.own.iter().find(|other| other.id() == tag.id()).copied();
        if own.is_none() {
            self.fail_here(Code::NOT_FOUND);
        }
        own
    }

    /// The next property that is not answered yet, as the client has written it.
    #[inline]
    pub fn next_place(&mut self) -> Option<PropTag> {
        while let Some(tag) = self.answers.tag(self.next) {
            self.here = self.next;
            self.next += 1;
            if self.answers.has(self.here) {
                continue;
            }
            if tag.0 == PT_NULL.into() {
                self.answers.write(self.here, PT_NULL, Ok(PropUnion { li: 0 })); // PROP-5, TBL-12
                continue;
            }
            return Some(*tag);
        }
        None
    }

    /// Whether every property is answered.
    #[inline]
    pub fn is_complete(&self) -> bool {
        self.answers.missing() == 0
    }

    /// Begins again with the first property that is not answered.
    #[inline]
    pub fn rewind(&mut self) {
        self.next = 0;
    }

    /// Answers with a value: one that is another type than the client wants does not exist for it
    /// (PROP-14).
    #[inline]
    pub fn put<K: Into<PropTag>>(&mut self, tag: K, value: impl ValueFor<K>) {
        self.take(tag.into(), value.into());
    }

    /// Most values are numbers, which need no memory, and no end.
    #[inline(never)]
    fn take(&mut self, tag: PropTag, value: PropValue) {
        match value {
            PropValue::I32(number) => self.each_place(tag, PT_LONG, |_, _, _| Ok(PropUnion { l: number })),
            PropValue::I64(number) => self.each_place(tag, PT_I8, |_, _, _| Ok(PropUnion { li: number })),
            value => self.value(tag, &value),
        }
    }

    /// The same with a value that stays where it is.
    pub fn value(&mut self, tag: PropTag, value: &PropValue) {
        match value {
            PropValue::Error(code) => self.fail(tag, *code),
            PropValue::Text(text) => self.text(tag, text),
            PropValue::Binary(bytes) => self.binary(tag, bytes),
            _ => self.each_place(tag, value.kind(), |wanted, kind, _| {
                union_of(value, kind & !MV_INSTANCE != PT_MV_STRING8, wanted.answers.block())
            }),
        }
    }

    /// Answers with text. In a row, what is long is cut (TBL-28); else a client reads it by
    /// `OpenProperty` (PROP-16).
    #[inline]
    pub fn text(&mut self, tag: impl TagOf<str>, text: &str) {
        self.text_of(tag.into(), text);
    }

    fn text_of(&mut self, tag: PropTag, text: &str) {
        if !self.is_row && text.len() > MOST_BYTES {
            return self.fail(tag, Code::NOT_ENOUGH_MEMORY);
        }
        self.each_place(tag, PT_UNICODE, |wanted, kind, place| {
            let text = if place < wanted.cut { first_letters(text) } else { text };
            match kind {
                PT_STRING8 => wanted.answers.block().ansi(text).map(|text| PropUnion { lpsz_a: text.as_ptr() }),
                _ => wanted.answers.block().wide(text).map(|text| PropUnion { lpsz_w: text.as_ptr() }),
            }
        });
    }

    /// Answers with bytes.
    #[inline]
    pub fn binary(&mut self, tag: impl TagOf<[u8]>, bytes: &[u8]) {
        self.binary_of(tag.into(), bytes);
    }

    fn binary_of(&mut self, tag: PropTag, bytes: &[u8]) {
        if bytes.len() > MOST_BYTES {
            return self.fail(tag, Code::NOT_ENOUGH_MEMORY);
        }
        self.each_place(tag, PT_BINARY, |wanted, _, _| {
            binary(bytes, wanted.answers.block()).map(|bin| PropUnion { bin })
        });
    }

    /// Writes a value of this type into its place; in a row, into all places that it has.
    #[inline]
    fn each_place(
        &mut self,
        tag: PropTag,
        natural: u16,
        mut union: impl FnMut(&Self, u16, usize) -> Result<PropUnion>,
    ) {
        if cfg!(debug_assertions) && !is_kind_of(tag.id(), natural) {
            self.misfit = Some((tag.id(), natural));
        }
        while let Some(place) = self.place_of(tag) {
            match self.kind_at(place, natural) {
                Some(kind) => {
                    let union = union(self, kind, place);
                    self.answers.write(place, kind, union);
                }
                None => self.answers.write_error(place, Code::NOT_FOUND),
            }
            if !self.is_row || self.answers.has_failed() {
                return;
            }
        }
    }

    /// Answers that the property cannot be had.
    pub fn fail(&mut self, tag: impl Into<PropTag>, code: Code) {
        let tag = tag.into();
        while let Some(place) = self.place_of(tag) {
            self.answers.write_error(place, code);
            if !self.is_row || self.answers.has_failed() {
                return;
            }
        }
    }

    /// Answers with a value, or with why there is none; what is not found is left to others to
    /// answer.
    pub fn answer(&mut self, tag: PropTag, answer: Result<PropValue>) {
        match answer {
            Ok(value) => self.value(tag, &value),
            Err(error) if error.code() == Code::NOT_FOUND => {}
            Err(error) => self.fail(tag, error.code()),
        }
    }

    /// What is wrong with an answer whose type is not its property's. Debug builds look for it, in
    /// the properties that MAPI itself has.
    #[doc(hidden)]
    pub fn take_misfit(&mut self) -> Option<String> {
        if !cfg!(debug_assertions) {
            return None;
        }
        let (id, kind) = self.misfit.take()?;
        Some(format!("property {id:#06x}: no client finds it as a value of type {kind:#06x}, which it never has"))
    }

    /// Answers one after the other with what `get` gives: one function for all who do so.
    pub fn answer_each(&mut self, get: &mut dyn FnMut(PropTag) -> Result<PropValue>) {
        while let Some(tag) = self.next_tag() {
            self.answer(tag, get(tag));
        }
    }

    /// Answers for the place that [`next_place`](Self::next_place) has come to.
    pub fn fail_here(&mut self, code: Code) {
        self.answers.write_error(self.here, code);
    }

    /// The place that an answer is for: most come in the order of [`next_tag`](Self::next_tag).
    #[inline]
    fn place_of(&self, tag: PropTag) -> Option<usize> {
        self.answers.place_of(tag, self.here)
    }

    /// The type in which a value goes out: text in the width of the tag, or of the flags if the tag
    /// leaves it open; `None` for a value of another type.
    #[inline]
    fn kind_at(&self, place: usize, natural: u16) -> Option<u16> {
        match self.answers.tag(place)?.kind() {
            PT_UNSPECIFIED => Some(in_width(natural, self.flags)),
            wanted if as_unicode(wanted & !MV_INSTANCE) == natural => Some(wanted),
            _ => None,
        }
    }

    /// Lets `ask` answer what is not answered yet; once more where a client wants a property twice,
    /// in two widths maybe, and has it once.
    ///
    /// # Errors
    /// What `ask` came to.
    #[inline]
    pub fn ask(&mut self, mut ask: impl FnMut(&mut Self) -> Result<()>) -> Result<()> {
        loop {
            let before = self.answers.missing();
            self.rewind();
            ask(self)?;
            if self.is_complete() {
                return Ok(());
            }
            if self.answers.missing() == before || !self.answers.miss_what_is_there() {
                return Ok(());
            }
        }
    }

    /// The values themselves, text as Unicode.
    ///
    /// # Errors
    /// `MAPI_E_NOT_ENOUGH_MEMORY`
    pub fn into_values(self) -> Result<Vec<PropValue>> {
        let count = self.answers.count();
        decoded_part(&self.finish()?.0, 0, count)
    }

    /// The values, as many as were wanted, and whether one of them is an error.
    ///
    /// # Errors
    /// `MAPI_E_NOT_ENOUGH_MEMORY`
    pub fn finish(mut self) -> Result<(Block<SPropValue>, bool)> {
        let has_errors = self.complete()?;
        Ok((self.into_block(), has_errors))
    }

    /// Answers for what nobody has answered: whether there is an error among the answers.
    #[inline]
    pub(crate) fn complete(&mut self) -> Result<bool> {
        if !self.is_complete() {
            self.refuse_rest();
        }
        self.answers.outcome()
    }

    #[inline(never)]
    fn refuse_rest(&mut self) {
        self.rewind();
        while self.next_place().is_some() {
            self.fail_here(Code::NOT_FOUND);
        }
    }

    /// What a complete answer is written into.
    #[inline]
    pub(crate) fn into_block(self) -> Block<SPropValue> {
        self.answers.into_block()
    }
}

/// The beginning of a text that a row has room for.
#[inline]
fn first_letters(text: &str) -> &str {
    if text.len() <= MOST_LETTERS {
        return text;
    }
    text.char_indices().nth(MOST_LETTERS).map_or(text, |(end, _)| text.get(..end).unwrap_or(text))
}
