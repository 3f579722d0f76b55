//! The values of one object on their way to another: what comes inline by GetProps and SetProps,
//! what does not by streams, piece by piece.

use super::copier::{Manner, Problem};
use super::named::NamedIds;
use super::scope::Scope;
use crate::foreign::{Pieces, Props};
use provider_abi::error::Result;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;

/// How many values are in hand at once.
const VALUES: usize = 32;

/// `STGM_READWRITE | STGM_CREATE`: a store may look at these, and not at the flags (PROP-37).
const STGM_NEW: u32 = 0x1002;

/// One copy of values: between which objects, how, and what came of it.
pub(super) struct Values<'c, 's> {
    pub(super) from: &'c Props<'s>,
    pub(super) to: &'c Props<'s>,
    pub(super) manner: Manner,
    /// What the destination does not have afterwards.
    pub(super) problems: Vec<Problem>,
    /// What it has: the tags at the source.
    pub(super) copied: Vec<PropTag>,
}

/// One property on its way: its tag at both ends.
#[derive(Clone, Copy)]
struct Way {
    from: PropTag,
    to: PropTag,
}

impl<'c, 's> Values<'c, 's> {
    pub(super) fn new(from: &'c Props<'s>, to: &'c Props<'s>, manner: Manner) -> Self {
        Self { from, to, manner, problems: Vec::new(), copied: Vec::new() }
    }

    fn problem(&mut self, tag: PropTag, code: Code) {
        self.problems.push(Problem { tag, code });
    }

    /// Copies what is in the scope.
    ///
    /// # Errors
    /// What costs the whole call: of the source's lists and values, and of the destination's
    /// SetProps.
    pub(super) fn copy(&mut self, scope: &Scope) -> Result<()> {
        let ways = self.ways(scope.tags_of(self.from)?)?;
        for some in ways.chunks(VALUES) {
            let tags: Vec<_> = some.iter().map(|way| way.from).collect();
            let values = self.from.get(&tags)?;
            let mut inline = Vec::new();
            let mut large = Vec::new();
            for (way, property) in some.iter().zip(values) {
                match property.value {
                    PropValue::Error(Code::NOT_ENOUGH_MEMORY) => large.push(*way),
                    PropValue::Error(Code::NOT_FOUND) | PropValue::Null | PropValue::Object => {}
                    PropValue::Error(code) => self.problem(way.from, code),
                    value if is_empty_list(&value) => {} // PROP-17
                    value => inline.push((*way, settable(*way, value))),
                }
            }
            large.extend(self.set(inline)?);
            large.into_iter().try_for_each(|way| self.pour(way))?;
        }
        Ok(())
    }

    /// The properties with their tags at both ends; those that the destination keeps are left out
    /// (PROP-86).
    fn ways(&mut self, tags: Vec<PropTag>) -> Result<Vec<Way>> {
        let named = NamedIds::between(self.from, self.to, &tags);
        let kept = if self.manner.replaces { Vec::new() } else { self.to.list()? };
        let mut ways = Vec::new();
        for from in tags {
            let to = match &named {
                Ok(named) => named.at_destination(from).ok_or(Code::UNEXPECTED_ID),
                Err(_) if from.id() < 0x8000 => Ok(from),
                Err(error) => Err(error.code()),
            };
            match to {
                Err(code) => self.problem(from, code),
                Ok(to) if kept.iter().any(|kept| kept.id() == to.id()) => self.problem(from, Code::COLLISION),
                Ok(to) => ways.push(Way { from, to }),
            }
        }
        Ok(ways)
    }

    /// Sets values; those that are too large for that are told.
    fn set(&mut self, values: Vec<(Way, PropValue)>) -> Result<Vec<Way>> {
        if values.is_empty() {
            return Ok(Vec::new());
        }
        let (ways, properties): (Vec<_>, Vec<_>) = values
            .into_iter()
            .map(|(way, value)| (way, Property { tag: way.to.with_kind(value.kind()), value }))
            .unzip();
        let problems = self.to.set(&properties)?;
        let mut large = Vec::new();
        for (index, way) in ways.into_iter().enumerate() {
            match problems.iter().find(|(at, _)| *at as usize == index).map(|(_, code)| *code) {
                None => self.copied.push(way.from),
                Some(Code::NOT_ENOUGH_MEMORY) => large.push(way),
                Some(code) => self.problem(way.from, code),
            }
        }
        Ok(large)
    }

    /// Copies one value by streams. What fails is a problem of this value alone.
    fn pour(&mut self, way: Way) -> Result<()> {
        let kind = match way.from.kind() {
            PT_UNSPECIFIED => {
                let tags = self.from.list()?;
                tags.iter().find(|tag| tag.id() == way.from.id()).map_or(PT_BINARY, |tag| tag.kind())
            }
            kind => kind,
        };
        let from = way.from.with_kind(kind);
        let to = way.to.with_kind(kind);
        let done = (|| {
            let source = Pieces(self.from.open(from, 0, 0)?);
            let copy = Pieces(self.to.open(to, STGM_NEW, MAPI_CREATE | MAPI_MODIFY)?);
            source.copy_into(&copy)
        })();
        match done {
            Ok(()) => self.copied.push(way.from),
            Err(error) => self.problem(way.from, error.code()),
        }
        Ok(())
    }
}

/// The value as it may be set: a message's flags without those that only its store sets.
fn settable(way: Way, value: PropValue) -> PropValue {
    let stores = MSGFLAG_SUBMIT | MSGFLAG_HASATTACH;
    match value {
        PropValue::I32(flags) if way.from.id() == tags::MESSAGE_FLAGS.id() => (flags.cast_unsigned() & !stores).into(),
        value => value,
    }
}

fn is_empty_list(value: &PropValue) -> bool {
    match value {
        PropValue::I16s(all) => all.is_empty(),
        PropValue::I32s(all) => all.is_empty(),
        PropValue::F32s(all) => all.is_empty(),
        PropValue::F64s(all) | PropValue::AppTimes(all) => all.is_empty(),
        PropValue::Currencies(all) | PropValue::I64s(all) => all.is_empty(),
        PropValue::Texts(all) => all.is_empty(),
        PropValue::Times(all) => all.is_empty(),
        PropValue::Guids(all) => all.is_empty(),
        PropValue::Binaries(all) => all.is_empty(),
        _ => false,
    }
}
