//! `IMAPIProp`, but for SaveChanges.
#![allow(unsafe_code, reason = "objects are called over their vtables")]

use super::item::{Item, words};
use super::message::MessageCalls;
use super::stream::StreamCalls;
use provider_abi::error::ok;
use provider_abi::names::{PropName, name_block};
use provider_abi::params::{Array, slice_at};
use provider_abi::prop_array::unicode_array;
use provider_abi::requested::tag_list;
use provider_runtime::abi::flag::MAPI_UNICODE;
use provider_runtime::abi::iid::{IID_IMessage, IID_IStream, Iid};
use provider_runtime::abi::imapi_prop::IMAPIPropVtbl;
use provider_runtime::abi::param::{In, Out};
use provider_runtime::abi::structs::{SPropProblem, SPropProblemArray};
use provider_runtime::abi::tags;
use provider_runtime::prelude::*;
use std::ffi::c_void;
use std::mem::offset_of;
use std::ptr::null_mut;
use support::raw::{argument, argument_of};

/// The problems of a call: which of the tags, and why.
type Problems = Vec<(u32, Code)>;

impl Item {
    /// One property, text as Unicode.
    ///
    /// # Errors
    /// The object's code, or the one that stands in place of the value.
    pub fn get(&self, tag: PropTag) -> Result<PropValue> {
        let values = self.get_all(&[tag])?;
        match values.into_iter().next().unwrap().value {
            PropValue::Error(code) => Err(code.into()),
            value => Ok(value),
        }
    }

    /// `GetProps`
    ///
    /// # Errors
    /// The object's code.
    pub fn get_all(&self, tags: &[PropTag]) -> Result<Vec<Property>> {
        let words = words(tags);
        let mut count = 0;
        let mut values = null_mut();
        let get = self.methods::<IMAPIPropVtbl>().get_props;
        let outputs = (Out::from(&mut count), Out::from(&mut values));
        // SAFETY: O1, O3: our reference; the arguments are ours until it returns.
        ok(unsafe { get(self.this(), argument(&words), MAPI_UNICODE, outputs.0, outputs.1) })?;
        // SAFETY: M2: as many as the count says.
        let array = unsafe { Array::at(values.cast_const(), count) }.unwrap();
        let decoded = array.decoded();
        self.free(values.cast());
        decoded
    }

    /// `GetPropList`
    ///
    /// # Errors
    /// The object's code.
    pub fn tags(&self) -> Result<Vec<PropTag>> {
        let mut list = null_mut();
        let get = self.methods::<IMAPIPropVtbl>().get_prop_list;
        // SAFETY: O1, O3: as above.
        ok(unsafe { get(self.this(), MAPI_UNICODE, Out::from(&mut list)) })?;
        // SAFETY: M2: what the call has given.
        let tags = tag_list(unsafe { In::from_raw(list.cast_const()) })?.unwrap_or_default().to_vec();
        self.free(list.cast());
        Ok(tags)
    }

    fn problems(&self, problems: *mut SPropProblemArray) -> Problems {
        if problems.is_null() {
            return Vec::new();
        }
        let first = problems.cast_const().cast::<u8>().wrapping_add(offset_of!(SPropProblemArray, problem));
        // SAFETY: M2: such an array starts with its count.
        let count = unsafe { problems.cast_const().cast::<u32>().read() };
        // SAFETY: M2: as many as the count says.
        let all = unsafe { slice_at(first.cast::<SPropProblem>(), count) }.unwrap();
        let copies = all.iter().map(|problem| (problem.index, problem.scode)).collect();
        self.free(problems.cast());
        copies
    }

    /// `SetProps`: the problems.
    ///
    /// # Errors
    /// The object's code.
    pub fn set(&self, values: &[Property]) -> Result<Problems> {
        let mut problems = null_mut();
        self.set_raw(values, Out::from(&mut problems))?;
        Ok(self.problems(problems))
    }

    /// `SetProps` by somebody who does not want to know of problems.
    ///
    /// # Errors
    /// The object's code.
    pub fn set_blindly(&self, values: &[Property]) -> Result<()> {
        self.set_raw(values, Out::null())
    }

    fn set_raw(&self, values: &[Property], problems: Out<'_, *mut SPropProblemArray>) -> Result<()> {
        let block = unicode_array(&self.memory, values)?.into_raw();
        let set = self.methods::<IMAPIPropVtbl>().set_props;
        // SAFETY: O3: a block of ours, as long as the count says.
        let first = unsafe { In::from_raw(block.cast_const()) };
        // SAFETY: O1, O3: our reference; the arguments are ours until it returns.
        let code = unsafe { set(self.this(), values.len() as u32, first, problems) };
        self.free(block.cast());
        ok(code)
    }

    /// Sets one property, without problems.
    ///
    /// # Errors
    /// The object's code, or the problem's.
    pub fn put(&self, tag: PropTag, value: impl Into<PropValue>) -> Result<()> {
        match self.set(&[Property::new(tag, value)])?.first() {
            Some((_, code)) => Err((*code).into()),
            None => Ok(()),
        }
    }

    /// `DeleteProps`: the problems.
    ///
    /// # Errors
    /// The object's code.
    pub fn delete(&self, tags: &[PropTag]) -> Result<Problems> {
        let words = words(tags);
        let mut problems = null_mut();
        let delete = self.methods::<IMAPIPropVtbl>().delete_props;
        // SAFETY: O1, O3: our reference; the arguments are ours until it returns.
        ok(unsafe { delete(self.this(), argument(&words), Out::from(&mut problems)) })?;
        Ok(self.problems(problems))
    }

    /// `OpenProperty`
    ///
    /// # Errors
    /// The object's code.
    pub fn open_property(&self, tag: PropTag, interface: Option<Iid>, options: u32, flags: u32) -> Result<Self> {
        let mut object = null_mut();
        let interface = interface.as_ref().map_or(In::null(), In::from);
        let open = self.methods::<IMAPIPropVtbl>().open_property;
        // SAFETY: O1, O3: as above.
        let code = unsafe { open(self.this(), tag.0, interface, options, flags, Out::from(&mut object)) };
        self.given(code, object)
    }

    /// A property as a stream.
    ///
    /// # Errors
    /// The object's code.
    pub fn stream(&self, tag: PropTag, flags: u32) -> Result<StreamCalls> {
        self.open_property(tag, Some(IID_IStream), 0, flags).map(StreamCalls)
    }

    /// The message in an attachment.
    ///
    /// # Errors
    /// The object's code.
    pub fn embedded(&self, flags: u32) -> Result<MessageCalls> {
        let opened = self.open_property(tags::ATTACH_DATA_OBJ, Some(IID_IMessage), 0, flags);
        opened.map(MessageCalls)
    }

    /// `CopyTo`
    ///
    /// # Errors
    /// The object's code.
    pub fn copy_to(&self, exclude: &[Iid], tags: &[PropTag], to: *mut c_void, flags: u32) -> Result<()> {
        let words = words(tags);
        let interface = IID_IMessage;
        let copy = self.methods::<IMAPIPropVtbl>().copy_to;
        let excluded = if exclude.is_empty() { In::null() } else { argument(exclude) };
        let count = exclude.len() as u32;
        let tags = if tags.is_empty() { In::null() } else { argument(&words) };
        let interface = argument_of(&interface);
        // SAFETY: O1, O3: as above; the destination is the test's.
        ok(unsafe { copy(self.this(), count, excluded, tags, 0, null_mut(), interface, to, flags, Out::null()) })
    }

    /// `CopyProps`
    ///
    /// # Errors
    /// The object's code.
    pub fn copy_props(&self, tags: &[PropTag], to: *mut c_void, flags: u32) -> Result<()> {
        let words = words(tags);
        let interface = IID_IMessage;
        let copy = self.methods::<IMAPIPropVtbl>().copy_props;
        let tags = argument(&words);
        let interface = argument_of(&interface);
        // SAFETY: O1, O3: as above.
        ok(unsafe { copy(self.this(), tags, 0, null_mut(), interface, to, flags, Out::null()) })
    }

    /// `GetIDsFromNames`
    ///
    /// # Errors
    /// The object's code.
    pub fn ids(&self, names: &[PropName], flags: u32) -> Result<Vec<PropTag>> {
        let block = name_block(&self.memory, names)?;
        let mut list = null_mut();
        let get = self.methods::<IMAPIPropVtbl>().get_ids_from_names;
        // SAFETY: O3: a block of ours.
        let first = unsafe { In::from_raw(block.cast_const().cast()) };
        // SAFETY: O1, O3: as above.
        let code = unsafe { get(self.this(), names.len() as u32, first, flags, Out::from(&mut list)) };
        self.free(block.cast());
        ok(code)?;
        // SAFETY: M2: what the call has given.
        let tags = tag_list(unsafe { In::from_raw(list.cast_const()) })?.unwrap_or_default().to_vec();
        self.free(list.cast());
        Ok(tags)
    }
}
