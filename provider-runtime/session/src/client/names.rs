//! The names of an object's properties, and their ids, as a client asks for them (PROP-100 to
//! PROP-112). Properties themselves are in `object.rs`.
#![allow(unsafe_code, reason = "a provider's objects are called over their vtables")]

use super::object::Object;
use crate::foreign::TagWords;
use provider_abi::error::{Result, ok};
use provider_abi::names::{PropName, name_block};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::imapi_prop::IMAPIPropVtbl;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::tag::PropTag;
use std::ptr::null_mut;

/// The names of an object's properties.
#[derive(Clone, Copy, Debug)]
pub struct Names<'o> {
    object: &'o Object,
}

impl<'o> Names<'o> {
    /// Of this object.
    pub fn of(object: &'o Object) -> Self {
        Self { object }
    }

    /// The ids of names; `None` asks for those of all names. A name without an id gives an error in
    /// its place, and a warning. `IMAPIProp::GetIDsFromNames`
    ///
    /// # Errors
    /// The object's code.
    pub fn ids(&self, names: Option<&[PropName]>, flags: u32) -> Result<(Code, Vec<PropTag>)> {
        let calls = &self.object.calls;
        let memory = &calls.state.memory.allocators;
        let raw = names.map_or(Ok(null_mut()), |names| name_block(memory, names))?;
        // SAFETY: M1: null, or a block of our own, which is freed after the call.
        let argument = unsafe { In::from_raw(raw.cast_const().cast()) };
        let count = names.map_or(0, <[_]>::len) as u32;
        let mut tags = null_mut();
        let code = calls.event_with(calls.work("GetIDsFromNames"), |methods: &IMAPIPropVtbl, this| {
            let get_ids = methods.get_ids_from_names;
            // SAFETY: S1: the client's reference; the arguments are ours until it returns.
            let code = unsafe { get_ids(this, count, argument, flags, Out::from(&mut tags)) };
            (code, !tags.is_null())
        });
        // SAFETY: M1: our block, lent until here; null is harmless.
        unsafe { memory.free(raw.cast()) };
        ok(code)?;
        // SAFETY: S4: what a call that succeeded gave, for us to free.
        Ok((code, unsafe { calls.state.outputs().take_tags(tags) }?))
    }

    /// The names of ids. One without a name gives `None`, and a warning.
    /// `IMAPIProp::GetNamesFromIDs`
    ///
    /// # Errors
    /// The object's code.
    pub fn names(&self, tags: &[PropTag]) -> Result<(Code, Vec<Option<PropName>>)> {
        let calls = &self.object.calls;
        let words = TagWords::of(tags);
        // What it leads to is lent: a provider only replaces a null pointer (PROP-108).
        let mut given = words.argument().raw().cast_mut();
        let mut count = 0;
        let mut names = null_mut();
        let code = calls.event_with(calls.work("GetNamesFromIDs"), |methods: &IMAPIPropVtbl, this| {
            let get_names = methods.get_names_from_ids;
            let outputs = (Out::from(&mut given), Out::from(&mut count), Out::from(&mut names));
            // SAFETY: S1: the client's reference; the arguments are ours until it returns.
            let code = unsafe { get_names(this, outputs.0, In::null(), 0, outputs.1, outputs.2) };
            (code, !names.is_null())
        });
        ok(code)?;
        // SAFETY: S4: what a call that succeeded gave, for us to free.
        Ok((code, unsafe { calls.state.outputs().take_names(count, names) }?))
    }

    /// The names of all ids, each with its id. `IMAPIProp::GetNamesFromIDs`
    ///
    /// # Errors
    /// The object's code; `MAPI_E_CORRUPT_DATA` for a name of no kind.
    pub fn all(&self, flags: u32) -> Result<Vec<(PropTag, PropName)>> {
        let calls = &self.object.calls;
        let mut tags = null_mut();
        let mut count = 0;
        let mut names = null_mut();
        ok(calls.event_with(calls.work("GetNamesFromIDs"), |methods: &IMAPIPropVtbl, this| {
            let get_names = methods.get_names_from_ids;
            let outputs = (Out::from(&mut tags), Out::from(&mut count), Out::from(&mut names));
            // SAFETY: S1: the client's reference; the arguments are ours until it returns.
            let code = unsafe { get_names(this, outputs.0, In::null(), flags, outputs.1, outputs.2) };
            (code, !names.is_null())
        }))?;
        // SAFETY: S4: what a call that succeeded gave, for us to free.
        let tags = unsafe { calls.state.outputs().take_tags(tags) };
        // SAFETY: S4: as above.
        let names = unsafe { calls.state.outputs().take_names(count, names) };
        Ok(tags?.into_iter().zip(names?).filter_map(|(tag, name)| Some((tag, name?))).collect())
    }
}
