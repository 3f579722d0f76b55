//! Any object with properties, of any provider, as the session calls it (`IMAPIProp`). Its streams
//! are in `pieces.rs`, tables in `rows.rs`; messages and folders have files of their own.
#![allow(unsafe_code, reason = "a provider's objects are called over their vtables")]

use super::arguments::TagWords;
use super::identity::identity;
use super::outputs::Outputs;
use provider_abi::com_ptr::{ComPtr, Interface};
use provider_abi::error::{Error, Result};
use provider_abi::names::{PropName, name_block};
use provider_abi::prop_array;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::MAPI_UNICODE;
use provider_abi::shapes::i_unknown::IUnknownVtbl;
use provider_abi::shapes::iid::{IID_IStreamDocfile, Iid};
use provider_abi::shapes::imapi_prop::IMAPIPropVtbl;
use provider_abi::shapes::istream::IStreamVtbl;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::tag::PropTag;
use std::ffi::c_void;
use std::ptr::null_mut;

/// An object with properties, with a reference.
#[derive(Clone)]
pub(crate) struct Props<'s> {
    pub(crate) object: ComPtr<IMAPIPropVtbl>,
    pub(crate) outputs: Outputs<'s>,
}

impl<'s> Props<'s> {
    /// An object of any interface, seen through `IMAPIProp`; `None` if it has no properties.
    pub(crate) fn of<V: Interface>(object: &ComPtr<V>, outputs: Outputs<'s>) -> Option<Self> {
        Some(Self { object: object.query()?, outputs })
    }

    /// Its identity, whatever interface it is seen through (ERR-4).
    pub(crate) fn identity(&self) -> *mut c_void {
        // SAFETY: F1: alive while `self` is, which keeps its reference.
        unsafe { identity(self.object.raw()) }
    }

    /// Whether it has an interface.
    pub(crate) fn has(&self, iid: Iid) -> bool {
        let mut found = null_mut();
        let query = self.object.methods().unknown.query_interface;
        // SAFETY: F1: alive while `self` is; the arguments are ours until it returns.
        let code = unsafe { query(self.object.this(), In::from(&iid), Out::from(&mut found)) };
        // SAFETY: F1: a successful query gave a reference, given back here.
        let given = if code.is_failure() { None } else { unsafe { ComPtr::<IUnknownVtbl>::from_raw(found) } };
        given.is_some()
    }

    /// A code as a result, with the text that the object has for a failure (LASTERR-1).
    pub(crate) fn answered(&self, code: Code) -> Result<()> {
        if !code.is_failure() {
            return Ok(());
        }
        let mut error = null_mut();
        let get_last_error = self.object.methods().get_last_error;
        // SAFETY: F1: alive while `self` is; `error` is ours until it returns.
        let told = unsafe { get_last_error(self.object.this(), code, MAPI_UNICODE, Out::from(&mut error)) };
        if told.is_failure() {
            return Err(code.into());
        }
        // SAFETY: S4: what a call that succeeded gave, for us to free.
        let text = unsafe { self.outputs.take_error(error, MAPI_UNICODE) };
        Err(Error::new(code, text.unwrap_or_default()))
    }

    /// The tags of all that it has, text as Unicode where it can (PROP-26). `GetPropList`
    ///
    /// # Errors
    /// The object's code; `MAPI_E_CORRUPT_DATA` for an array that is none.
    pub(crate) fn list(&self) -> Result<Vec<PropTag>> {
        match self.list_in(MAPI_UNICODE) {
            Err(error) if error.code() == Code::BAD_CHARWIDTH => self.list_in(0),
            list => list,
        }
    }

    fn list_in(&self, flags: u32) -> Result<Vec<PropTag>> {
        let mut list = null_mut();
        let get_prop_list = self.object.methods().get_prop_list;
        // SAFETY: F1: alive while `self` is; `list` is ours until it returns.
        self.answered(unsafe { get_prop_list(self.object.this(), flags, Out::from(&mut list)) })?;
        // SAFETY: S4: what a call that succeeded gave, for us to free.
        unsafe { self.outputs.take_tags(list) }
    }

    /// A value or an error for each of these tags, in their order (PROP-11). `GetProps`
    ///
    /// # Errors
    /// As for [`list`](Self::list); also for another number of values.
    pub(crate) fn get(&self, tags: &[PropTag]) -> Result<Vec<Property>> {
        if tags.is_empty() {
            return Ok(Vec::new());
        }
        let words = TagWords::of(tags);
        let mut count = 0;
        let mut values = null_mut();
        let get_props = self.object.methods().get_props;
        let outputs = (Out::from(&mut count), Out::from(&mut values));
        // SAFETY: F1: alive while `self` is; the arguments are ours until it returns.
        let code = unsafe { get_props(self.object.this(), words.argument(), MAPI_UNICODE, outputs.0, outputs.1) };
        self.answered(code)?;
        // SAFETY: S4: what a call that succeeded gave, for us to free.
        let values = unsafe { self.outputs.take_values(count, values) }?;
        if values.len() != tags.len() {
            return Err(Error::new(Code::CORRUPT_DATA, "GetProps gave another number of values"));
        }
        Ok(values)
    }

    /// One value, where there is one that comes inline.
    pub(crate) fn value(&self, tag: PropTag) -> Option<PropValue> {
        let value = self.get(&[tag]).ok()?.pop()?.value;
        (!matches!(value, PropValue::Error(_) | PropValue::Null)).then_some(value)
    }

    /// One number, where there is one: a word of flags, a count.
    pub(crate) fn number(&self, tag: PropTag) -> Option<u32> {
        self.value(tag)?.as_i32().map(i32::cast_unsigned)
    }

    /// One binary value, where there is one: an identifier, a key.
    pub(crate) fn bytes(&self, tag: PropTag) -> Option<Vec<u8>> {
        match self.value(tag)? {
            PropValue::Binary(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// One text, where there is one.
    pub(crate) fn text(&self, tag: PropTag) -> Option<String> {
        self.value(tag)?.as_text().map(str::to_owned)
    }

    /// Sets properties: the problems, by index. `SetProps`
    ///
    /// # Errors
    /// As for [`list`](Self::list).
    pub(crate) fn set(&self, properties: &[Property]) -> Result<Vec<(u32, Code)>> {
        let block = prop_array::unicode_array(&self.outputs.memory.allocators, properties)?;
        // SAFETY: M1: a block of our own, with as many values as there are properties; it is freed
        // after the call.
        let values = unsafe { In::from_raw(block.as_ptr().cast_const()) };
        let mut problems = null_mut();
        let set_props = self.object.methods().set_props;
        let count = u32::try_from(properties.len()).map_err(|_| Code::NOT_ENOUGH_MEMORY)?;
        // SAFETY: F1: alive while `self` is; the arguments are ours until it returns.
        self.answered(unsafe { set_props(self.object.this(), count, values, Out::from(&mut problems)) })?;
        // SAFETY: S4: what a call that succeeded gave, for us to free.
        unsafe { self.outputs.take_problems(problems) }
    }

    /// Deletes properties: the problems, by index. `DeleteProps`
    ///
    /// # Errors
    /// As for [`list`](Self::list).
    pub(crate) fn delete(&self, tags: &[PropTag]) -> Result<Vec<(u32, Code)>> {
        let words = TagWords::of(tags);
        let mut problems = null_mut();
        let delete_props = self.object.methods().delete_props;
        // SAFETY: F1: alive while `self` is; the arguments are ours until it returns.
        self.answered(unsafe { delete_props(self.object.this(), words.argument(), Out::from(&mut problems)) })?;
        // SAFETY: S4: what a call that succeeded gave, for us to free.
        unsafe { self.outputs.take_problems(problems) }
    }

    /// Opens a property under the interface that `V` is. `OpenProperty`
    ///
    /// # Errors
    /// The object's code; `MAPI_E_CALL_FAILED` for a success without an object.
    pub(crate) fn open<V: Interface>(&self, tag: PropTag, options: u32, flags: u32) -> Result<ComPtr<V>> {
        let opened = self.opened(tag, V::IID, options, flags)?;
        // SAFETY: F1: the call succeeded, so it gave a reference on that interface.
        unsafe { ComPtr::from_raw(opened) }.ok_or_else(|| Code::CALL_FAILED.into())
    }

    /// Opens a property as the stream of a compound file, where it has that. `OpenProperty`
    ///
    /// # Errors
    /// As for [`open`](Self::open).
    pub(crate) fn open_docfile(&self, tag: PropTag, flags: u32) -> Result<ComPtr<IStreamVtbl>> {
        let opened = self.opened(tag, IID_IStreamDocfile, 0, flags)?;
        // SAFETY: F1: the call succeeded, so it gave a reference; IStreamDocfile is IStream.
        unsafe { ComPtr::from_raw(opened) }.ok_or_else(|| Code::CALL_FAILED.into())
    }

    fn opened(&self, tag: PropTag, iid: Iid, options: u32, flags: u32) -> Result<*mut c_void> {
        let mut opened = null_mut();
        let open_property = self.object.methods().open_property;
        let iid = In::from(&iid);
        let out = Out::from(&mut opened);
        // SAFETY: F1: alive while `self` is; the arguments are ours until it returns.
        let code = unsafe { open_property(self.object.this(), tag.0, iid, options, flags, out) };
        self.answered(code)?;
        Ok(opened)
    }

    /// `SaveChanges`
    ///
    /// # Errors
    /// The object's code.
    pub(crate) fn save(&self, flags: u32) -> Result<()> {
        let save_changes = self.object.methods().save_changes;
        // SAFETY: F1: alive while `self` is.
        self.answered(unsafe { save_changes(self.object.this(), flags) })
    }

    /// The names of ids; `None` for one that has none (PROP-109). `GetNamesFromIDs`
    ///
    /// # Errors
    /// As for [`get`](Self::get).
    pub(crate) fn names(&self, tags: &[PropTag]) -> Result<Vec<Option<PropName>>> {
        let words = TagWords::of(tags);
        // What it leads to is lent: a provider only replaces a null pointer (PROP-108).
        let mut given = words.argument().raw().cast_mut();
        let mut count = 0;
        let mut names = null_mut();
        let get_names = self.object.methods().get_names_from_ids;
        let outputs = (Out::from(&mut given), Out::from(&mut count), Out::from(&mut names));
        // SAFETY: F1: alive while `self` is; the arguments are ours until it returns.
        let code = unsafe { get_names(self.object.this(), outputs.0, In::null(), 0, outputs.1, outputs.2) };
        self.answered(code)?;
        // SAFETY: S4: what a call that succeeded gave, for us to free.
        let names = unsafe { self.outputs.take_names(count, names) }?;
        if names.len() != tags.len() {
            return Err(Error::new(Code::CORRUPT_DATA, "GetNamesFromIDs gave another number of names"));
        }
        Ok(names)
    }

    /// The tags of names, PT_ERROR for one that has none (PROP-104). `GetIDsFromNames`
    ///
    /// # Errors
    /// As for [`get`](Self::get).
    pub(crate) fn ids(&self, names: &[PropName], flags: u32) -> Result<Vec<PropTag>> {
        let memory = &self.outputs.memory.allocators;
        let raw = name_block(memory, names)?;
        // SAFETY: M1: a block of our own, which is freed after the call.
        let argument = unsafe { In::from_raw(raw.cast_const().cast()) };
        let mut tags = null_mut();
        let get_ids = self.object.methods().get_ids_from_names;
        let count = names.len() as u32;
        // SAFETY: F1: alive while `self` is; the arguments are ours until it returns.
        let code = unsafe { get_ids(self.object.this(), count, argument, flags, Out::from(&mut tags)) };
        // SAFETY: M1: our block, lent until here.
        unsafe { memory.free(raw.cast()) };
        self.answered(code)?;
        // SAFETY: S4: what a call that succeeded gave, for us to free.
        let tags = unsafe { self.outputs.take_tags(tags) }?;
        if tags.len() != names.len() {
            return Err(Error::new(Code::CORRUPT_DATA, "GetIDsFromNames gave another number of ids"));
        }
        Ok(tags)
    }
}
