//! Named properties: names, the map between them and ids, and what a client asks of it (PROP-100 to
//! PROP-112). Who keeps the map is the business of its [`NameMap`].
#![allow(unsafe_code, reason = "names are read out of a client's memory, where their kinds say which arm is there")]

use crate::error::{Error, Result};
use crate::memory::Allocators;
use crate::param::{In, Out};
use crate::params::{each, only, slice_at};
use crate::prop_array;
use crate::requested::tag_list;
use crate::shapes::code::Code;
use crate::shapes::flag::*;
use crate::shapes::iid::{Iid, PS_MAPI};
use crate::shapes::structs::{MAPINAMEID, NameIdUnion, SPropTagArray};
use crate::shapes::tag::PropTag;
use crate::strings::wide_text;
use std::ptr::null_mut;

/// The name of a property that has no id of MAPI's (`MAPINAMEID`).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PropName {
    /// The set that it belongs to.
    pub set: Iid,
    /// What it is called there.
    pub name: NameInSet,
}

/// What a property is called in its set.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum NameInSet {
    /// `MNID_ID`: a number.
    Number(i32),
    /// `MNID_STRING`: a text, compared letter by letter (PROP-107).
    Text(String),
}

impl PropName {
    /// A name that is a number.
    pub fn number(set: Iid, number: i32) -> Self {
        Self { set, name: NameInSet::Number(number) }
    }

    /// A name that is a text.
    pub fn text(set: Iid, text: &str) -> Self {
        Self { set, name: NameInSet::Text(text.into()) }
    }
}

/// The names of a store's properties, as its author keeps them: one map for all its objects, which
/// only grows (PROP-102).
pub trait NameMap: Send + Sync {
    /// All names, each with its id.
    ///
    /// # Errors
    /// Why they cannot be read.
    fn load(&self) -> Result<Vec<(u16, PropName)>>;

    /// Adds names with these ids for good, all or none.
    ///
    /// # Errors
    /// [`Code::COLLISION`] if another process has added one of the names or ids meanwhile: the map
    /// is then loaded again.
    fn append(&self, names: &[(u16, PropName)]) -> Result<()>;
}

/// The ids that names can have.
const FIRST: u16 = 0x8000;
const LAST: u16 = 0xFFFE;

/// `MAPI_E_NAMED_PROP_QUOTA_EXCEEDED`, which stands in one header of Microsoft's and not in the
/// others.
const QUOTA_EXCEEDED: Code = Code(0x8004_0900_u32.cast_signed());

/// More names than there are ids are no request.
const MOST: u32 = 0x1_0000;

/// `IMAPIProp::GetIDsFromNames`: where there is no map, no name is known (PROP-104).
pub(crate) fn get_ids_from_names(
    map: Option<&dyn NameMap>,
    may_add: bool,
    memory: &Allocators,
    names: (u32, In<'_, *const MAPINAMEID>),
    flags: u32,
    tags: Out<'_, *mut SPropTagArray>,
) -> Result<Code> {
    let tags = tags.needed()?;
    only(flags, MAPI_CREATE)?;
    let (count, first) = names;
    let mut known = map.map_or(Ok(Vec::new()), NameMap::load)?;
    if first.is_null() {
        if count != 0 || flags != 0 {
            return Err(Error::new(Code::INVALID_PARAMETER, "no names")); // PROP-103
        }
        let all: Vec<_> = known.iter().map(|(id, _)| PropTag::new(*id, PT_UNSPECIFIED)).collect();
        tags.write(prop_array::tag_array(memory, &all)?.into_raw());
        return Ok(Code::OK);
    }
    let asked = read(count, first)?;
    if let Some(map) = map.filter(|_| flags & MAPI_CREATE != 0 && may_add) {
        known = with_added(map, known, &asked)?;
    }
    let found: Vec<_> = asked.iter().map(|name| id_of(&known, name)).collect();
    let all: Vec<_> = found.iter().map(|id| id.map_or(UNKNOWN, |id| PropTag::new(id, PT_UNSPECIFIED))).collect();
    tags.write(prop_array::tag_array(memory, &all)?.into_raw());
    Ok(if found.contains(&None) { Code::W_ERRORS_RETURNED } else { Code::OK })
}

/// What stands in the place of a name that has no id.
const UNKNOWN: PropTag = PropTag(PT_ERROR as u32);

/// PROP-106: a number in MAPI's own set is the id itself.
fn id_of(known: &[(u16, PropName)], name: &PropName) -> Option<u16> {
    if let (PS_MAPI, NameInSet::Number(number)) = (name.set, &name.name)
        && let Some(id) = u16::try_from(*number).ok().filter(|id| (1..FIRST).contains(id))
    {
        return Some(id);
    }
    known.iter().find(|(_, other)| other == name).map(|(id, _)| *id)
}

/// The map with those of the names that it had not.
fn with_added(map: &dyn NameMap, known: Vec<(u16, PropName)>, asked: &[PropName]) -> Result<Vec<(u16, PropName)>> {
    /// Each turn loses against another process that adds names.
    const TURNS: usize = 16;
    let mut known = known;
    for _ in 0..TURNS {
        let mut next = known.iter().map(|(id, _)| *id).max().map_or(Some(FIRST), |id| id.checked_add(1));
        let mut new: Vec<(u16, PropName)> = Vec::new();
        for name in asked {
            if id_of(&known, name).is_some() || id_of(&new, name).is_some() {
                continue;
            }
            let id = next.filter(|id| *id <= LAST).ok_or(QUOTA_EXCEEDED)?; // PROP-105
            new.push((id, name.clone()));
            next = id.checked_add(1);
        }
        if new.is_empty() {
            return Ok(known);
        }
        match map.append(&new) {
            Ok(()) => {
                known.extend(new);
                return Ok(known);
            }
            Err(error) if error.code() == Code::COLLISION => known = map.load()?,
            Err(error) => return Err(error),
        }
    }
    Err(Error::new(Code::BUSY, "others add names all the time"))
}

fn read(count: u32, first: In<'_, *const MAPINAMEID>) -> Result<Vec<PropName>> {
    if count == 0 || count > MOST {
        return Err(Code::INVALID_PARAMETER.into());
    }
    // SAFETY: O3: such an argument has as many pointers as its count says.
    let names = unsafe { slice_at(first.raw(), count) }.ok_or(Code::INVALID_PARAMETER)?;
    // SAFETY: O3: each of them is null, or leads to a name.
    let read = |name: &*const MAPINAMEID| unsafe { read_one(*name) };
    each(names, &read)
}

/// # Safety
/// `name` is null, or a name with everything that it leads to.
unsafe fn read_one(name: *const MAPINAMEID) -> Result<PropName> {
    let nothing = || Error::new(Code::INVALID_PARAMETER, "a null pointer in a name");
    // SAFETY: M2: the caller's promise.
    let name = unsafe { slice_at(name, 1) }.and_then(<[_]>::first).ok_or_else(nothing)?;
    // SAFETY: M2: as above.
    let set = unsafe { crate::params::read_at(name.lpguid.cast_const()) }.ok_or_else(nothing)?;
    let name = match name.kind {
        // SAFETY: M2: the kind says which arm is there.
        MNID_ID => NameInSet::Number(unsafe { name.value.id }),
        MNID_STRING => {
            // SAFETY: M2: as above.
            let text = unsafe { name.value.name };
            if text.is_null() {
                return Err(nothing());
            }
            // SAFETY: M2: not null, and ends with a zero.
            NameInSet::Text(unsafe { wide_text(text.cast_const()) })
        }
        _ => return Err(Error::new(Code::INVALID_PARAMETER, "a name of no kind")),
    };
    Ok(PropName { set, name })
}

/// Names as a client gives them to `IMAPIProp::GetIDsFromNames`: one block of that memory.
///
/// # Errors
/// `MAPI_E_NOT_ENOUGH_MEMORY`.
pub fn name_block(memory: &Allocators, names: &[PropName]) -> Result<*mut *mut MAPINAMEID> {
    let names: Vec<_> = names.iter().cloned().map(Some).collect();
    written(memory, &names)
}

/// A name as `IMAPIProp::GetNamesFromIDs` has given it; `None` for an id without one (PROP-109).
///
/// # Safety
/// `name` is null, or a name with everything that it leads to.
///
/// # Errors
/// `MAPI_E_INVALID_PARAMETER` for a name of no kind.
pub unsafe fn given_name(name: *const MAPINAMEID) -> Result<Option<PropName>> {
    if name.is_null() {
        return Ok(None);
    }
    // SAFETY: M2: the caller's promise.
    unsafe { read_one(name) }.map(Some)
}

/// What a client asks of `IMAPIProp::GetNamesFromIDs`, and where the answers go.
pub(crate) struct NamesAsked<'a> {
    pub(crate) tags: Out<'a, *mut SPropTagArray>,
    pub(crate) set: Option<Iid>,
    pub(crate) flags: u32,
    pub(crate) count: Out<'a, u32>,
    pub(crate) names: Out<'a, *mut *mut MAPINAMEID>,
}

/// `IMAPIProp::GetNamesFromIDs`
pub(crate) fn get_names_from_ids(
    map: Option<&dyn NameMap>,
    memory: &Allocators,
    asked: &NamesAsked<'_>,
) -> Result<Code> {
    let tags = asked.tags.needed()?;
    let count = asked.count.needed()?;
    let names = asked.names.needed()?;
    only(asked.flags, MAPI_NO_STRINGS | MAPI_NO_IDS)?;
    let known = map.map_or(Ok(Vec::new()), NameMap::load)?;
    let given = tags.read().filter(|tags| !tags.is_null());
    let Some(given) = given else {
        let mut ids = Vec::new();
        let mut wanted = Vec::new();
        for (id, name) in known {
            if is_wanted(&name, asked.set, asked.flags) {
                ids.push(PropTag::new(id, PT_UNSPECIFIED));
                wanted.push(Some(name));
            }
        }
        let ids = prop_array::tag_array(memory, &ids)?;
        if !wanted.is_empty() {
            names.write(written(memory, &wanted)?); // PROP-110: of nothing no array
        }
        tags.write(ids.into_raw());
        count.write(wanted.len() as u32);
        return Ok(Code::OK);
    };
    // SAFETY: O3: what the argument leads to is an array of tags.
    let given = tag_list(unsafe { In::from_raw(given.cast_const()) })?.ok_or(Code::INVALID_PARAMETER)?;
    let found: Vec<_> = given.iter().map(|tag| name_of(&known, tag.id())).collect();
    names.write(written(memory, &found)?);
    count.write(found.len() as u32);
    Ok(if found.contains(&None) { Code::W_ERRORS_RETURNED } else { Code::OK }) // PROP-109
}

/// PROP-110, PROP-111
fn is_wanted(name: &PropName, set: Option<Iid>, flags: u32) -> bool {
    let is_kind = match name.name {
        NameInSet::Number(_) => flags & MAPI_NO_IDS == 0,
        NameInSet::Text(_) => flags & MAPI_NO_STRINGS == 0,
    };
    is_kind && set.is_none_or(|set| set == name.set)
}

/// PROP-106: below the names, the id is a number in MAPI's own set.
fn name_of(known: &[(u16, PropName)], id: u16) -> Option<PropName> {
    match id {
        0 => None,
        id if id < FIRST => Some(PropName { set: PS_MAPI, name: NameInSet::Number(id.into()) }),
        id => known.iter().find(|(other, _)| *other == id).map(|(_, name)| name.clone()),
    }
}

/// One block: the pointers, and everything that they lead to (PROP-112).
fn written(memory: &Allocators, names: &[Option<PropName>]) -> Result<*mut *mut MAPINAMEID> {
    let block = memory.block::<*mut MAPINAMEID>(names.len())?;
    for (place, name) in names.iter().enumerate() {
        let mut pointer = null_mut();
        if let Some(name) = name {
            let lpguid = block.copy(&[name.set])?.as_ptr();
            let (kind, value) = match &name.name {
                NameInSet::Number(number) => (MNID_ID, NameIdUnion { id_reserved: *number as isize }),
                NameInSet::Text(text) => (MNID_STRING, NameIdUnion { name: block.wide(text)?.as_ptr() }),
            };
            pointer = block.copy(&[MAPINAMEID { lpguid, kind, value }])?.as_ptr();
        }
        block.put(0, place, pointer)?;
    }
    Ok(block.into_raw())
}
