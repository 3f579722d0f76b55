//! `IMAPIContainer`, as the objects of stores and address books have it, and the properties of whatever was opened. Opening
//! what is in a container is in `entries.rs`, its tables are in `table.rs`.
#![allow(unsafe_code, reason = "the methods of IMAPIContainer take raw arguments")]

use super::entries;
use super::prop::{self, Given, Source};
use super::table;
use crate::com::core::Core;
use crate::com::kind::Served;
use crate::com::object::{OpenedObject, OpenedRole, Origin, Role, Shape, Value};
use crate::provider::{EntryId, Properties, Table};
use provider_abi::access::Access;
use provider_abi::class::{interface, object};
use provider_abi::entry_id;
use provider_abi::error::Result;
use provider_abi::no_support::no_support;
use provider_abi::params::only;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::{MAPI_DEFERRED_ERRORS, MAPI_UNICODE};
use provider_abi::shapes::iid::Iid;
use provider_abi::shapes::imapi_container::IMAPIContainerVtbl;
use provider_abi::shapes::param::{Out, This};
use std::ffi::c_void;
use std::sync::Arc;

/// Which object is to be opened, and as what.
pub(crate) struct Wish<'a> {
    pub(super) entry: Option<EntryId<'a>>,
    pub(super) access: Access,
    pub(super) wanted: Option<Iid>,
    /// What opens it.
    pub(super) parent: &'static str,
}

impl Wish<'_> {
    /// Makes an object of what the author gave, if it is as wished.
    pub(super) fn give<P: Opens>(&self, core: &Arc<Core<P>>, content: P::Opened) -> Result<(u32, *mut c_void)> {
        let shape = content.shape();
        if !self.wanted.is_none_or(|iid| shape.answers(iid)) {
            return Err(Code::INTERFACE_NOT_SUPPORTED.into());
        }
        let key = self.entry.map_or(Vec::new(), |entry| entry.bytes().to_vec());
        let origin = || Origin { method: "OpenEntry", parent: self.parent.into(), entry: key.clone() };
        let is_writable = self.access != Access::Read;
        let child = core.adopt(Value::Opened(content), shape, Some(key.clone()), is_writable, origin);
        Ok((shape.kind, interface(child, 0)))
    }
}

/// What an author's `open` gives, with the methods of one kind of provider.
pub(crate) trait Content<P: Served>: Sized {
    /// The properties that the runtime gives.
    const GIVEN: &'static [Given<P, OpenedRole<P>>];

    /// Asks the author, and makes an object of what he gives: its PR_OBJECT_TYPE, and itself.
    fn open(core: &Arc<Core<P>>, of: &P, wish: &Wish<'_>) -> Result<(u32, *mut c_void)>;

    /// Which interface it has.
    fn shape(&self) -> &'static Shape;

    /// The author's own properties.
    fn properties(&self) -> &dyn Properties<P>;

    /// `IMAPIContainer::GetContentsTable`
    fn contents(&self, of: &P) -> Result<Table>;

    /// `IMAPIContainer::GetHierarchyTable`
    fn hierarchy(&self, of: &P) -> Result<Table>;
}

/// A provider whose opened objects have methods: a store or an address book.
pub(crate) trait Opens: Served<Opened: Content<Self>> {}

impl<P: Served<Opened: Content<P>>> Opens for P {}

pub(super) const fn methods<P: Opens>() -> IMAPIContainerVtbl {
    IMAPIContainerVtbl {
        prop: prop::methods::<P, OpenedRole<P>>(),
        get_contents_table: get_contents_table::<P>,
        get_hierarchy_table: get_hierarchy_table::<P>,
        open_entry: entries::open_entry::<P, OpenedRole<P>>,
        set_search_criteria: no_support::<OpenedObject<P>, _>(),
        get_search_criteria: no_support::<OpenedObject<P>, _>(),
    }
}

unsafe extern "system" fn get_contents_table<P: Opens>(this: This, flags: u32, table: Out<*mut c_void>) -> Code {
    open_table::<P>(&this, flags, table, "GetContentsTable", P::Opened::contents)
}

unsafe extern "system" fn get_hierarchy_table<P: Opens>(this: This, flags: u32, table: Out<*mut c_void>) -> Code {
    open_table::<P>(&this, flags, table, "GetHierarchyTable", P::Opened::hierarchy)
}

fn open_table<P: Opens>(
    this: &This,
    flags: u32,
    out: Out<*mut c_void>,
    method: &'static str,
    rows: impl FnOnce(&P::Opened, &P) -> Result<Table>,
) -> Code {
    out.clear();
    let container = object::<OpenedObject<P>, 0>(this);
    container.call(|state| {
        let out = out.needed()?;
        only(flags, MAPI_UNICODE | MAPI_DEFERRED_ERRORS)?;
        let table = container.value(state, |value| match value {
            Value::Opened(content) => rows(content, state),
            Value::Table(_) => Err(Code::NO_SUPPORT.into()),
        })?;
        let role = &container.role;
        let value = table::value(table, &container.core, flags);
        let origin = || Origin { method, parent: role.shape.name.into(), entry: role.key.clone().unwrap_or_default() };
        let child = container.core.adopt(value, table::shape::<P>(), None, false, origin);
        out.write(interface(child, 0));
        Ok(Code::OK)
    })
}

/// PR_ENTRYID; what has no key has none.
pub(super) fn entry<P: Opens>(object: &OpenedObject<P>) -> Option<Vec<u8>> {
    Some(entry_id::long_term(&object.core.uid(), object.role.key.as_ref()?))
}

impl<P: Served> Role<P> for OpenedRole<P> {
    fn shape(&self) -> &'static Shape {
        self.shape
    }

    fn last(object: &OpenedObject<P>) {
        object.core.disown(object);
    }
}

impl<P: Opens> Source<P> for OpenedRole<P> {
    const GIVEN: &'static [Given<P, Self>] = P::Opened::GIVEN;
    const IS_WRITABLE: fn(&OpenedObject<P>) -> bool = |object| object.role.writable;

    fn own<R>(object: &OpenedObject<P>, of: &P, work: impl FnOnce(&dyn Properties<P>) -> Result<R>) -> Result<R> {
        object.value(of, |value| match value {
            Value::Opened(content) => work(content.properties()),
            Value::Table(_) => Err(Code::NO_SUPPORT.into()),
        })
    }
}
