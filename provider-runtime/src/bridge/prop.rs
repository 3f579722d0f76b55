//! `IMAPIProp`, for whatever has properties: which tags a client means, in which type, and what comes from the runtime.
//! The properties themselves come from each `Source`, their memory from `com/values.rs`.
#![allow(unsafe_code, reason = "the methods of IMAPIProp take raw arguments")]

use crate::com::kind::Served;
use crate::com::object::{Object, Role};
use crate::provider::Properties;
use provider_abi::class::{object, unknown};
use provider_abi::error::{Error, Result};
use provider_abi::last_error::mapi_error;
use provider_abi::no_support::no_support;
use provider_abi::params::only;
use provider_abi::prop_array;
use provider_abi::prop_value::PropValue;
use provider_abi::requested::{answers, in_width, tag_list};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::imapi_prop::IMAPIPropVtbl;
use provider_abi::shapes::param::{In, Out, This};
use provider_abi::shapes::structs::*;
use provider_abi::shapes::tag::PropTag;

/// A property that the runtime gives, and how it comes by it; `None`: the object does not have it.
pub(crate) type Given<P, R> = (PropTag, fn(&Object<P, R>, &P) -> Option<PropValue>);

/// A role that has properties.
pub(crate) trait Source<P: Served>: Role<P> {
    /// The properties that the runtime gives; they win over the author's.
    const GIVEN: &'static [Given<P, Self>];

    /// Lends what has the author's own properties.
    fn own<R>(object: &Object<P, Self>, of: &P, work: impl FnOnce(&dyn Properties<P>) -> Result<R>) -> Result<R>;

    /// Whether it was opened for changing.
    const IS_WRITABLE: fn(&Object<P, Self>) -> bool;
}

/// The property with the id of `tag`, if the runtime gives it.
fn given<P: Served, R: Source<P>>(tag: PropTag) -> Option<&'static Given<P, R>> {
    R::GIVEN.iter().find(|(given, _)| given.id() == tag.id())
}

/// What an object has, in its own types: what the runtime gives, then what is the author's alone.
fn all_tags<P: Served, R: Source<P>>(object: &Object<P, R>, of: &P) -> Result<Vec<PropTag>> {
    let mut tags: Vec<_> = R::GIVEN.iter().map(|(tag, _)| *tag).collect();
    for tag in R::own(object, of, |own| own.tags(of))? {
        if !tags.iter().any(|other| other.id() == tag.id()) {
            tags.push(tag);
        }
    }
    Ok(tags)
}

pub(crate) const fn methods<P: Served, R: Source<P>>() -> IMAPIPropVtbl {
    IMAPIPropVtbl {
        unknown: unknown::<Object<P, R>, 0>(),
        get_last_error: get_last_error::<P, R>,
        save_changes: save_changes::<P, R>,
        get_props: get_props::<P, R>,
        get_prop_list: get_prop_list::<P, R>,
        open_property: no_support::<Object<P, R>, _>(),
        set_props: set_props::<P, R>,
        delete_props: no_support::<Object<P, R>, _>(),
        copy_to: no_support::<Object<P, R>, _>(),
        copy_props: no_support::<Object<P, R>, _>(),
        get_names_from_ids: no_support::<Object<P, R>, _>(),
        get_ids_from_names: no_support::<Object<P, R>, _>(),
    }
}

/// GetLastError of any object (LASTERR-1): also on a failed logon (ABRUPT-6).
pub(crate) unsafe extern "system" fn get_last_error<P: Served, R: Role<P>>(
    this: This,
    code: Code,
    flags: u32,
    error: Out<*mut MAPIERROR>,
) -> Code {
    error.clear();
    let object = object::<Object<P, R>, 0>(&this);
    object.attend(|| {
        let error = error.needed()?;
        only(flags, MAPI_UNICODE)?;
        if let Some(text) = object.last.text(code) {
            error.write(mapi_error(&object.core.link.host.memory, flags, P::NAME, &text)?);
        }
        Ok(Code::OK)
    })
}

unsafe extern "system" fn save_changes<P: Served, R: Source<P>>(this: This, flags: u32) -> Code {
    let object = object::<Object<P, R>, 0>(&this);
    object.call(|state| {
        only(flags, KEEP_OPEN_READONLY | KEEP_OPEN_READWRITE | FORCE_SAVE | MAPI_DEFERRED_ERRORS)?;
        writable(object)?;
        R::own(object, state, |own| own.save(state)).map(|()| Code::OK)
    })
}

fn writable<P: Served, R: Source<P>>(object: &Object<P, R>) -> Result<()> {
    if (R::IS_WRITABLE)(object) { Ok(()) } else { Err(Error::new(Code::NO_ACCESS, "opened for reading")) }
}

unsafe extern "system" fn get_props<P: Served, R: Source<P>>(
    this: This,
    tags: In<SPropTagArray>,
    flags: u32,
    count: Out<u32>,
    values: Out<*mut SPropValue>,
) -> Code {
    values.clear();
    count.write(0);
    let object = object::<Object<P, R>, 0>(&this);
    object.call(|state| {
        let (count, values) = (count.needed()?, values.needed()?);
        only(flags, MAPI_UNICODE)?;
        let all = || all_tags(object, state);
        let wanted = match tag_list(tags)? {
            Some(tags) => tags,
            None => all()?.into_iter().map(|tag| tag.with_kind(PT_UNSPECIFIED)).collect(),
        };
        let found = answers(&wanted, flags, &[], all, |tag| {
            let given = given::<P, R>(tag).and_then(|(_, value)| value(object, state));
            given.map_or_else(|| R::own(object, state, |own| own.get(state, tag)), Ok)
        })?;
        let amiss = found.iter().any(|(tag, _)| tag.kind() == PT_ERROR);
        let block = prop_array::array(&object.core.link.host.memory, &found)?;
        count.write(u32::try_from(found.len()).map_err(|_| Code::NOT_ENOUGH_MEMORY)?);
        values.write(block.into_raw());
        Ok(if amiss { Code::W_ERRORS_RETURNED } else { Code::OK })
    })
}

unsafe extern "system" fn get_prop_list<P: Served, R: Source<P>>(
    this: This,
    flags: u32,
    list: Out<*mut SPropTagArray>,
) -> Code {
    list.clear();
    let object = object::<Object<P, R>, 0>(&this);
    object.call(|state| {
        let list = list.needed()?;
        only(flags, MAPI_UNICODE)?;
        let tags = all_tags(object, state)?.into_iter();
        let named: Vec<_> = tags.map(|tag| tag.with_kind(in_width(tag.kind(), flags))).collect();
        list.write(prop_array::tag_array(&object.core.link.host.memory, &named)?.into_raw());
        Ok(Code::OK)
    })
}

unsafe extern "system" fn set_props<P: Served, R: Source<P>>(
    this: This,
    count: u32,
    values: In<SPropValue>,
    problems: Out<*mut SPropProblemArray>,
) -> Code {
    problems.clear();
    let object = object::<Object<P, R>, 0>(&this);
    object.call(|state| {
        if count == 0 || values.is_null() {
            return Err(Code::INVALID_PARAMETER.into());
        }
        writable(object)?;
        let own = R::own(object, state, |own| own.tags(state))?;
        let is_computed =
            |tag: PropTag| given::<P, R>(tag).is_some() && !own.iter().any(|other| other.id() == tag.id());
        let (mut changes, mut refused) = (Vec::new(), Vec::new());
        for (index, change) in (0..).zip(prop_array::decoded(count, values)?) {
            match change.value {
                PropValue::Object => return Err(Code::INVALID_PARAMETER.into()),
                PropValue::Error(_) | PropValue::Null => {} // ignored, as the page says of errors
                _ if is_computed(change.tag) => {
                    refused.push(SPropProblem { index, prop_tag: change.tag.0, scode: Code::COMPUTED })
                }
                _ => changes.push(change),
            }
        }
        // The problems' memory first: when the changes are made, nothing can fail any more.
        let told = !refused.is_empty() && !problems.is_null();
        let block = told.then(|| prop_array::problem_array(&object.core.link.host.memory, &refused)).transpose()?;
        if !changes.is_empty() {
            R::own(object, state, |own| own.set(state, &changes))?;
        }
        if let Some(block) = block {
            problems.write(block.into_raw());
        }
        Ok(Code::OK)
    })
}
