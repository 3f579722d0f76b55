//! GetProps and GetPropList of the session's own objects, which hold plain values. What clients ask in general is in
//! `com/asked.rs`.

use provider_abi::error::{Error, Result};
use provider_abi::memory::Allocators;
use provider_abi::prop_array;
use provider_abi::prop_value::Property;
use provider_abi::requested::{answers, in_width, tag_list};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::PT_ERROR;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::{SPropTagArray, SPropValue};
use provider_abi::shapes::tag::PropTag;

/// The values of an object: all of them can be asked for, and a client that names none gets those that are `listed`.
pub(crate) struct Held<'a> {
    pub(crate) values: &'a [Property],
    pub(crate) listed: fn(PropTag) -> bool,
}

impl<'a> Held<'a> {
    pub(crate) fn new(values: &'a [Property]) -> Self {
        Self { values, listed: |_| true }
    }

    /// `IMAPIProp::GetProps`; text comes in the width that the tag or the flags say.
    pub(crate) fn get_props(
        &self,
        memory: &Allocators,
        tags: In<SPropTagArray>,
        flags: u32,
        count: Out<u32>,
        values: Out<*mut SPropValue>,
    ) -> Result<Code> {
        let listed = self.values.iter().filter(|value| (self.listed)(value.tag));
        let wanted = tag_list(tags)?.unwrap_or_else(|| listed.map(|value| value.tag.with_kind(0)).collect());
        let none = |_| Err(Error::from(Code::NOT_FOUND));
        let found = answers(&wanted, flags, self.values, || Ok(Vec::new()), none)?;
        let amiss = found.iter().any(|(tag, _)| tag.kind() == PT_ERROR);
        let (count, values) = (count.needed()?, values.needed()?);
        let array = prop_array::array(memory, &found)?;
        count.write(found.len() as u32); // with the array only: a failing call sets no output (MEM-3)
        values.write(array.into_raw());
        Ok(if amiss { Code::W_ERRORS_RETURNED } else { Code::OK })
    }

    /// `IMAPIProp::GetPropList`
    pub(crate) fn prop_list(&self, memory: &Allocators, flags: u32, list: Out<*mut SPropTagArray>) -> Result<Code> {
        let listed = self.values.iter().map(|value| value.tag).filter(|tag| (self.listed)(*tag));
        let tags: Vec<_> = listed.map(|tag| tag.with_kind(in_width(tag.kind(), flags))).collect();
        let list = list.needed()?;
        list.write(prop_array::tag_array(memory, &tags)?.into_raw());
        Ok(Code::OK)
    }
}
