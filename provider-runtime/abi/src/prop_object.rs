//! `IMAPIProp` for every class that has properties: what a client means by its arguments, and how
//! the answers go out. Where the properties come from is each class's own: its [`Properties`].

use crate::class::{Class, Receiver};
use crate::com_ptr::Lent;
use crate::copy_call::{Copied, CopyCall};
use crate::error::{Error, Result};
use crate::interfaces::imapi_prop::IMAPIProp;
use crate::memory::Allocators;
use crate::names::{NameMap, NamesAsked, get_ids_from_names, get_names_from_ids};
use crate::param::{In, Out};
use crate::params::{Array, only};
use crate::prop_array;
use crate::prop_value::{PropValue, Property};
use crate::requested::{Values, in_width, tag_list};
use crate::shapes::code::Code;
use crate::shapes::flag::*;
use crate::shapes::iid::Iid;
use crate::shapes::imapi_progress::IMAPIProgressVtbl;
use crate::shapes::structs::*;
use crate::shapes::tag::PropTag;
use crate::wanted::Wanted;
use std::ffi::c_void;

/// The properties of an object, for the time of one call.
pub trait Properties: Values {
    /// Whose memory the answers go out in.
    fn memory(&self) -> &Allocators;

    /// Refuses every change of an object that was not opened for changing.
    ///
    /// # Errors
    /// `MAPI_E_NO_ACCESS`
    fn check_writable(&self) -> Result<()>;

    /// For each of `tags`, why a client cannot change it, if so; asked once for each change.
    ///
    /// # Errors
    /// What finding out came to.
    fn refusals(&self, tags: &[PropTag]) -> Result<Vec<Option<Code>>>;

    /// Makes changes that are not refused: all of them, or none.
    ///
    /// # Errors
    /// Why none was made.
    fn set(&mut self, changes: Vec<Property>) -> Result<()>;

    /// The map of its named properties, if there is one.
    fn names(&self) -> Option<&dyn NameMap> {
        None
    }

    /// Whether names may be added to the map.
    fn may_add_names(&self) -> bool {
        true
    }

    /// Deletes what is not refused; what is not there is deleted already.
    ///
    /// # Errors
    /// Why nothing was deleted.
    fn delete(&mut self, _tags: &[PropTag]) -> Result<()> {
        Err(Code::NO_SUPPORT.into())
    }
}

/// A call of `IMAPIProp`, once its object is known to be alive and well: a closure.
///
/// `dyn FnMut` would have a second copy of each closure in its vtable, for being called once.
pub trait Work {
    /// Runs the call.
    ///
    /// # Errors
    /// What it came to.
    fn run(&mut self, properties: &mut dyn Properties) -> Result<Code>;
}

impl<F: FnMut(&mut dyn Properties) -> Result<Code>> Work for F {
    #[inline]
    fn run(&mut self, properties: &mut dyn Properties) -> Result<Code> {
        self(properties)
    }
}

/// A class with properties. It gets `IMAPIProp` by this.
pub trait PropObject: Class {
    /// Runs a call on the object's properties, or says what is wrong with the object; keeps the
    /// text of a failure (LASTERR-1).
    fn with_properties(this: Receiver<'_, Self>, work: &mut dyn Work) -> Code;

    /// `IMAPIProp::GetLastError`, its output cleared.
    fn last_error(this: Receiver<'_, Self>, code: Code, flags: u32, error: Out<'_, *mut MAPIERROR>) -> Code;

    /// `IMAPIProp::SaveChanges`
    fn save(this: Receiver<'_, Self>, _flags: u32) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIProp::CopyTo` and `IMAPIProp::CopyProps`, their output cleared.
    fn copy(this: Receiver<'_, Self>, _call: &CopyCall<'_>) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIProp::OpenProperty`, its output cleared.
    fn open(
        this: Receiver<'_, Self>,
        _tag: PropTag,
        _interface: Option<&Iid>,
        _options: u32,
        _flags: u32,
        _opened: Out<'_, *mut c_void>,
    ) -> Code {
        Self::refuse(this)
    }
}

impl<C: PropObject> IMAPIProp for C {
    fn get_last_error(this: Receiver<'_, Self>, code: Code, flags: u32, error: Out<'_, *mut MAPIERROR>) -> Code {
        error.clear();
        C::last_error(this, code, flags, error)
    }

    fn save_changes(this: Receiver<'_, Self>, flags: u32) -> Code {
        C::save(this, flags)
    }

    fn get_props(
        this: Receiver<'_, Self>,
        tags: In<'_, SPropTagArray>,
        flags: u32,
        count: Out<'_, u32>,
        values: Out<'_, *mut SPropValue>,
    ) -> Code {
        values.clear();
        count.write(0);
        C::with_properties(this, &mut |properties: &mut dyn Properties| {
            get_props(properties, tags, flags, count, values)
        })
    }

    fn get_prop_list(this: Receiver<'_, Self>, flags: u32, list: Out<'_, *mut SPropTagArray>) -> Code {
        list.clear();
        C::with_properties(this, &mut |properties: &mut dyn Properties| get_prop_list(properties, flags, list))
    }

    fn open_property(
        this: Receiver<'_, Self>,
        tag: u32,
        interface: Option<&Iid>,
        options: u32,
        flags: u32,
        opened: Out<'_, *mut c_void>,
    ) -> Code {
        opened.clear();
        C::open(this, PropTag(tag), interface, options, flags, opened)
    }

    fn set_props(
        this: Receiver<'_, Self>,
        values: Option<Array<'_, SPropValue>>,
        problems: Out<'_, *mut SPropProblemArray>,
    ) -> Code {
        problems.clear();
        C::with_properties(this, &mut |properties: &mut dyn Properties| set_props(properties, values, problems))
    }

    fn delete_props(
        this: Receiver<'_, Self>,
        tags: In<'_, SPropTagArray>,
        problems: Out<'_, *mut SPropProblemArray>,
    ) -> Code {
        problems.clear();
        C::with_properties(this, &mut |properties: &mut dyn Properties| delete_props(properties, tags, problems))
    }

    fn copy_to(
        this: Receiver<'_, Self>,
        exclude: Option<&[Iid]>,
        exclude_props: In<'_, SPropTagArray>,
        ui_param: usize,
        progress: Option<Lent<'_, IMAPIProgressVtbl>>,
        interface: Option<&Iid>,
        destination: *mut c_void,
        flags: u32,
        problems: Out<'_, *mut SPropProblemArray>,
    ) -> Code {
        problems.clear();
        let copied = Copied::Except(exclude.unwrap_or_default(), exclude_props);
        C::copy(this, &CopyCall { copied, ui_param, progress, interface, destination, flags, problems })
    }

    fn copy_props(
        this: Receiver<'_, Self>,
        include_props: In<'_, SPropTagArray>,
        ui_param: usize,
        progress: Option<Lent<'_, IMAPIProgressVtbl>>,
        interface: Option<&Iid>,
        destination: *mut c_void,
        flags: u32,
        problems: Out<'_, *mut SPropProblemArray>,
    ) -> Code {
        problems.clear();
        let copied = Copied::Only(include_props);
        C::copy(this, &CopyCall { copied, ui_param, progress, interface, destination, flags, problems })
    }

    fn get_names_from_ids(
        this: Receiver<'_, Self>,
        tags: Out<'_, *mut SPropTagArray>,
        set: Option<&Iid>,
        flags: u32,
        count: Out<'_, u32>,
        names: Out<'_, *mut *mut MAPINAMEID>,
    ) -> Code {
        count.write(0);
        names.clear();
        let asked = NamesAsked { tags, set: set.copied(), flags, count, names };
        C::with_properties(this, &mut |properties: &mut dyn Properties| {
            get_names_from_ids(properties.names(), properties.memory(), &asked)
        })
    }

    fn get_ids_from_names(
        this: Receiver<'_, Self>,
        count: u32,
        names: In<'_, *const MAPINAMEID>,
        flags: u32,
        tags: Out<'_, *mut SPropTagArray>,
    ) -> Code {
        tags.clear();
        C::with_properties(this, &mut |properties: &mut dyn Properties| {
            let may_add = properties.may_add_names();
            get_ids_from_names(properties.names(), may_add, properties.memory(), (count, names), flags, tags)
        })
    }
}

fn get_props(
    properties: &dyn Properties,
    tags: In<'_, SPropTagArray>,
    flags: u32,
    count: Out<'_, u32>,
    values: Out<'_, *mut SPropValue>,
) -> Result<Code> {
    let count = count.needed()?;
    let values = values.needed()?;
    only(flags, MAPI_UNICODE)?;
    match tag_list(tags)? {
        Some(tags) if tags.iter().all(|tag| tag.kind() != PT_UNSPECIFIED) => {
            answered(properties, tags, flags, &[], (count, values))
        }
        named => {
            let own = properties.tags()?;
            let mut all = own.clone();
            all.iter_mut().for_each(|tag| *tag = tag.with_kind(PT_UNSPECIFIED));
            answered(properties, named.unwrap_or(&all), flags, &own, (count, values))
        }
    }
}

#[inline(never)]
fn answered(
    properties: &dyn Properties,
    tags: &[PropTag],
    flags: u32,
    own: &[PropTag],
    (count, values): (Out<'_, u32>, Out<'_, *mut SPropValue>),
) -> Result<Code> {
    let mut wanted = Wanted::new(properties.memory(), tags, flags, own)?;
    properties.give(&mut wanted)?;
    let has_errors = wanted.complete()?;
    // With the array only: a call that fails sets no output (MEM-3).
    count.write(u32::try_from(tags.len()).map_err(|_| Code::NOT_ENOUGH_MEMORY)?);
    values.write(wanted.into_block().into_raw());
    Ok(if has_errors { Code::W_ERRORS_RETURNED } else { Code::OK })
}

/// The value of one property.
///
/// # Errors
/// Why there is none.
pub fn read_one(properties: &dyn Properties, tag: PropTag) -> Result<PropValue> {
    let wanted = [tag];
    let mut answer = Wanted::new(properties.memory(), &wanted, 0, &[])?;
    properties.give(&mut answer)?;
    match answer.into_values()?.pop() {
        Some(PropValue::Error(code)) => Err(code.into()),
        value => Ok(value.ok_or(Code::NOT_FOUND)?),
    }
}

fn get_prop_list(properties: &dyn Properties, flags: u32, list: Out<'_, *mut SPropTagArray>) -> Result<Code> {
    let list = list.needed()?;
    only(flags, MAPI_UNICODE)?;
    let tags = properties.tags()?.into_iter();
    let tags: Vec<_> = tags.map(|tag| tag.with_kind(in_width(tag.kind(), flags))).collect();
    list.write(prop_array::tag_array(properties.memory(), &tags)?.into_raw());
    Ok(Code::OK)
}

fn set_props(
    properties: &mut dyn Properties,
    values: Option<Array<'_, SPropValue>>,
    problems: Out<'_, *mut SPropProblemArray>,
) -> Result<Code> {
    let values = values.filter(|values| !values.values().is_empty()).ok_or(Code::INVALID_PARAMETER)?;
    properties.check_writable()?;
    let mut changes = values.decoded()?;
    // PROP-50
    if changes.iter().any(|change| change.value == PropValue::Object || change.value.is_empty_list()) {
        return Err(Code::INVALID_PARAMETER.into());
    }
    let tags: Vec<_> = changes.iter().map(|change| change.tag).collect();
    let refusals = properties.refusals(&tags)?;
    let is_nothing = |change: &Property| matches!(change.value, PropValue::Error(_) | PropValue::Null);
    // Values of these types are ignored, also where a change would be refused
    // (IMAPIProp::SetProps).
    let refused = problems_of(&tags, &refusals, &|index| changes.get(index).is_some_and(is_nothing));
    // The problems' memory first: once the changes are made, nothing can fail any more.
    let told = problem_array(properties, &refused, problems)?;
    let mut refusal = refusals.into_iter();
    changes.retain(|change| refusal.next().flatten().is_none() && !is_nothing(change));
    if !changes.is_empty() {
        properties.set(changes)?;
    }
    tell(told, problems);
    Ok(Code::OK)
}

fn delete_props(
    properties: &mut dyn Properties,
    tags: In<'_, SPropTagArray>,
    problems: Out<'_, *mut SPropProblemArray>,
) -> Result<Code> {
    let mut tags = tag_list(tags)?.ok_or(Code::INVALID_PARAMETER)?.to_vec();
    properties.check_writable()?;
    let refusals = properties.refusals(&tags)?;
    let told = problem_array(properties, &problems_of(&tags, &refusals, &|_| false), problems)?;
    let mut refusal = refusals.into_iter();
    tags.retain(|_| refusal.next().flatten().is_none());
    properties.delete(&tags)?;
    tell(told, problems);
    Ok(Code::OK)
}

/// The problems of a call, each with the place of its tag in what the client passed.
fn problems_of(tags: &[PropTag], refusals: &[Option<Code>], is_ignored: &dyn Fn(usize) -> bool) -> Vec<SPropProblem> {
    let mut problems = Vec::new();
    for (place, (tag, refusal)) in tags.iter().zip(refusals).enumerate() {
        if let (Some(scode), Ok(index), false) = (*refusal, u32::try_from(place), is_ignored(place)) {
            problems.push(SPropProblem { index, prop_tag: tag.0, scode });
        }
    }
    problems
}

type Told = Option<crate::memory::Block<SPropProblemArray>>;

/// The array of the problems, if there are any and the client wants to know.
fn problem_array(
    properties: &dyn Properties,
    refused: &[SPropProblem],
    out: Out<'_, *mut SPropProblemArray>,
) -> Result<Told> {
    let is_told = !refused.is_empty() && !out.is_null();
    is_told.then(|| prop_array::problem_array(properties.memory(), refused)).transpose()
}

fn tell(told: Told, out: Out<'_, *mut SPropProblemArray>) {
    if let Some(told) = told {
        out.write(told.into_raw());
    }
}

/// What [`Properties::check_writable`] says of an object that was opened for reading.
pub fn opened_for_reading() -> Error {
    Error::new(Code::NO_ACCESS, "opened for reading")
}
