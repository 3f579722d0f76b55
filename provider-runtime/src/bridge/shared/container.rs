//! `IMAPIContainer`, as the objects of stores and address books have it, and the properties of
//! whatever was opened. Opening what is in a container is in `entries.rs`, its tables are in
//! `table.rs`.

use super::entries;
use super::prop::{Given, Source};
use super::table;
use crate::lent::EntryId;
use crate::logon::kind::Provider;
use crate::logon::object::{OpenedObject, OpenedRole, Origin, Role, Shape, Value};
use crate::logon::object_key::ObjectKey;
use crate::logon::state::LogonState;
use crate::provider::{Properties, Table};
use provider_abi::access::Access;
use provider_abi::class::{Receiver, interface};
use provider_abi::entry_id;
use provider_abi::error::Result;
use provider_abi::interfaces::imapi_container::IMAPIContainer;
use provider_abi::params::only;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::{MAPI_DEFERRED_ERRORS, MAPI_UNICODE};
use provider_abi::shapes::iid::Iid;
use provider_abi::shapes::param::Out;
use provider_abi::shapes::tag::PropTag;
use provider_abi::wanted::Wanted;
use std::ffi::c_void;
use std::sync::Arc;

/// Which object is to be opened, and as what.
pub(crate) struct OpenRequest<'a> {
    pub(in crate::bridge) entry: Option<EntryId<'a>>,
    pub(in crate::bridge) access: Access,
    pub(in crate::bridge) interface: Option<Iid>,
    /// What opens it.
    pub(in crate::bridge) parent: &'static str,
}

impl OpenRequest<'_> {
    /// Makes an object of what the author gave, if that has the interface that was asked for.
    pub(in crate::bridge) fn make_object<P: Opens>(
        &self,
        logon: &Arc<LogonState<P>>,
        content: P::Opened,
    ) -> Result<(u32, *mut c_void)> {
        let shape = content.shape();
        if !self.interface.is_none_or(|iid| shape.answers(iid)) {
            return Err(Code::INTERFACE_NOT_SUPPORTED.into());
        }
        let key = self.entry.map_or(&[][..], |entry| entry.bytes());
        let origin = || Origin { method: "OpenEntry", parent: self.parent.into(), entry: key.to_vec() };
        let is_writable = self.access != Access::Read;
        let object = logon.add_opened(Value::Opened(content), shape, ObjectKey::new(key), is_writable, origin);
        Ok((shape.kind, interface(object, 0)))
    }
}

/// What an author's `open` gives, with the methods of one kind of provider.
pub(crate) trait Content<P: Provider>: Sized {
    /// The properties that the runtime gives.
    const GIVEN: &'static [Given<P, OpenedRole<P>>];

    /// Asks the author, and makes an object of what he gives: its PR_OBJECT_TYPE, and itself.
    fn open(logon: &Arc<LogonState<P>>, provider: &P, request: &OpenRequest<'_>) -> Result<(u32, *mut c_void)>;

    /// Which interface it has.
    fn shape(&self) -> &'static Shape;

    /// The author's own properties.
    fn properties(&self) -> &dyn Properties<P>;

    /// `IMAPIContainer::GetContentsTable`
    fn contents(&self, provider: &P) -> Result<Table>;

    /// `IMAPIContainer::GetHierarchyTable`
    fn hierarchy(&self, provider: &P) -> Result<Table>;
}

/// A provider whose opened objects have methods: a store or an address book.
pub(crate) trait Opens: Provider<Opened: Content<Self>> {}

impl<P: Provider<Opened: Content<P>>> Opens for P {}

impl<P: Opens> IMAPIContainer for OpenedObject<P> {
    fn get_contents_table(this: Receiver<'_, Self>, flags: u32, table: Out<'_, *mut c_void>) -> Code {
        open_table(this, flags, table, "GetContentsTable", P::Opened::contents)
    }

    fn get_hierarchy_table(this: Receiver<'_, Self>, flags: u32, table: Out<'_, *mut c_void>) -> Code {
        open_table(this, flags, table, "GetHierarchyTable", P::Opened::hierarchy)
    }

    fn open_entry(
        this: Receiver<'_, Self>,
        entry: Option<&[u8]>,
        interface: Option<&Iid>,
        flags: u32,
        kind: Out<'_, u32>,
        opened: Out<'_, *mut c_void>,
    ) -> Code {
        entries::open_entry(this, entry, interface, flags, kind, opened)
    }
}

fn open_table<P: Opens>(
    container: Receiver<'_, OpenedObject<P>>,
    flags: u32,
    out: Out<'_, *mut c_void>,
    method: &'static str,
    rows: impl FnOnce(&P::Opened, &P) -> Result<Table>,
) -> Code {
    out.clear();
    container.call(|provider| {
        let out = out.needed()?;
        only(flags, MAPI_UNICODE | MAPI_DEFERRED_ERRORS)?;
        let table = container.with_value(provider, |value| match value {
            Value::Opened(content) => rows(content, provider),
            Value::Table(_) => Err(Code::NO_SUPPORT.into()),
        })?;
        let role = &container.role;
        let value = table::value(table, &container.logon, flags);
        let origin =
            || Origin { method, parent: role.shape.name.into(), entry: role.key.bytes().unwrap_or_default().to_vec() };
        let object = container.logon.add_opened(value, table::shape::<P>(), ObjectKey::None, false, origin);
        out.write(interface(object, 0));
        Ok(Code::OK)
    })
}

/// PR_ENTRYID; what has no key has none.
pub(in crate::bridge) fn entry<P: Opens>(object: &OpenedObject<P>, tag: PropTag, wanted: &mut Wanted<'_>) {
    if let Some(key) = object.role.key.bytes() {
        wanted.binary(tag, &entry_id::long_term(&object.logon.uid(), key));
    }
}

impl<P: Provider> Role<P> for OpenedRole<P> {
    fn shape(&self) -> &'static Shape {
        self.shape
    }

    fn last(object: &OpenedObject<P>) {
        object.logon.remove_opened(object);
    }
}

impl<P: Opens> Source<P> for OpenedRole<P> {
    const GIVEN: &'static [Given<P, Self>] = P::Opened::GIVEN;

    fn is_writable(object: &OpenedObject<P>) -> bool {
        object.role.is_writable
    }

    fn with_own<R>(
        object: &OpenedObject<P>,
        provider: &P,
        work: impl FnOnce(&dyn Properties<P>) -> Result<R>,
    ) -> Result<R> {
        object.with_value(provider, |value| match value {
            Value::Opened(content) => work(content.properties()),
            Value::Table(_) => Err(Code::NO_SUPPORT.into()),
        })
    }
}
