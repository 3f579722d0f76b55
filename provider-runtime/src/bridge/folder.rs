//! `IMAPIFolder`, with `IMAPIContainer` and `IMAPIProp` inside it, and the properties of every opened object. Opening
//! what is in a folder is in `entries.rs`, its tables in `table.rs`.

use super::entries;
use super::message;
use super::prop::{self, Given, Source};
use super::store;
use super::table;
use crate::abi::code::Code;
use crate::abi::flag::{MAPI_DEFERRED_ERRORS, MAPI_UNICODE};
use crate::abi::iid::{IID_IMAPIContainer, IID_IMAPIFolder, IID_IMAPIProp};
use crate::abi::iid::{IID_IMAPITable, IID_IMessage, IID_IUnknown, Iid};
use crate::abi::imapi_container::IMAPIContainerVtbl;
use crate::abi::imapi_folder::IMAPIFolderVtbl;
use crate::abi::param::{Out, This};
use crate::abi::tags;
use crate::com::class::{interface, object};
use crate::com::entry_id;
use crate::com::object::{OpenedObject, OpenedRole, Origin, Role, Shape, Value};
use crate::com::params::only;
use crate::com::refused::no_support;
use crate::error::Result;
use crate::provider::{FolderObject, Opened, Properties, StoreProvider, Table};
use std::ffi::c_void;

fn methods<P: StoreProvider>() -> &'static IMAPIFolderVtbl {
    const {
        &IMAPIFolderVtbl {
            container: IMAPIContainerVtbl {
                prop: prop::methods::<P, OpenedRole<P>>(),
                get_contents_table: get_contents_table::<P>,
                get_hierarchy_table: get_hierarchy_table::<P>,
                open_entry: entries::open_entry::<P, OpenedRole<P>>,
                set_search_criteria: no_support::<OpenedObject<P>, _>(),
                get_search_criteria: no_support::<OpenedObject<P>, _>(),
            },
            create_message: no_support::<OpenedObject<P>, _>(),
            copy_messages: no_support::<OpenedObject<P>, _>(),
            delete_messages: no_support::<OpenedObject<P>, _>(),
            create_folder: no_support::<OpenedObject<P>, _>(),
            copy_folder: no_support::<OpenedObject<P>, _>(),
            delete_folder: no_support::<OpenedObject<P>, _>(),
            set_read_flags: no_support::<OpenedObject<P>, _>(),
            get_message_status: no_support::<OpenedObject<P>, _>(),
            set_message_status: no_support::<OpenedObject<P>, _>(),
            save_contents_sort: no_support::<OpenedObject<P>, _>(),
            empty_folder: no_support::<OpenedObject<P>, _>(),
        }
    }
}

impl<P: StoreProvider> Role<P> for OpenedRole<P> {
    fn interfaces(&self) -> &'static [Iid] {
        self.shape.interfaces()
    }

    fn vtable(&self) -> *const c_void {
        match self.shape {
            Shape::Folder => std::ptr::from_ref(methods::<P>()).cast(),
            Shape::Message => std::ptr::from_ref(message::methods::<P>()).cast(),
            Shape::Table => std::ptr::from_ref(table::methods::<P>()).cast(),
        }
    }

    fn name(&self) -> &'static str {
        match self.shape {
            Shape::Folder => "folder",
            Shape::Message => "message",
            Shape::Table => "table",
        }
    }

    fn last(object: &OpenedObject<P>) {
        object.core.disown(object);
    }
}

impl Shape {
    fn interfaces(self) -> &'static [Iid] {
        match self {
            Self::Folder => &[IID_IMAPIFolder, IID_IMAPIContainer, IID_IMAPIProp],
            Self::Message => &[IID_IMessage, IID_IMAPIProp],
            Self::Table => &[IID_IMAPITable],
        }
    }

    pub(super) fn answers(self, iid: Iid) -> bool {
        iid == IID_IUnknown || self.interfaces().contains(&iid)
    }
}

unsafe extern "system" fn get_contents_table<P: StoreProvider>(
    this: This,
    flags: u32,
    table: Out<*mut c_void>,
) -> Code {
    open_table::<P>(&this, flags, table, "GetContentsTable", FolderObject::contents)
}

unsafe extern "system" fn get_hierarchy_table<P: StoreProvider>(
    this: This,
    flags: u32,
    table: Out<*mut c_void>,
) -> Code {
    open_table::<P>(&this, flags, table, "GetHierarchyTable", FolderObject::hierarchy)
}

fn open_table<P: StoreProvider>(
    this: &This,
    flags: u32,
    out: Out<*mut c_void>,
    method: &'static str,
    rows: impl FnOnce(&dyn FolderObject<P>, &P) -> Result<Table>,
) -> Code {
    out.clear();
    let folder = object::<OpenedObject<P>, 0>(this);
    folder.call(|state| {
        let out = out.needed()?;
        only(flags, MAPI_UNICODE | MAPI_DEFERRED_ERRORS)?;
        let table = folder.value(state, |value| match value {
            Value::Opened(Opened::Folder(folder)) => rows(&**folder, state),
            _ => Err(Code::NO_SUPPORT.into()),
        })?;
        let value = table::value(table, &folder.core, flags);
        let origin = || Origin { method, parent: "folder".into(), entry: folder.role.key.clone().unwrap_or_default() };
        let child = folder.core.adopt(value, None, false, origin);
        out.write(interface(child, 0));
        Ok(Code::OK)
    })
}

/// PR_ENTRYID; what has no key has none.
fn entry<P: StoreProvider>(object: &OpenedObject<P>) -> Option<Vec<u8>> {
    Some(entry_id::long_term(&object.core.uid(), object.role.key.as_ref()?))
}

impl<P: StoreProvider> Source<P> for OpenedRole<P> {
    const GIVEN: &'static [Given<P, Self>] = &[
        (tags::OBJECT_TYPE, |object, _| Some((object.role.shape as u32).into())),
        (tags::STORE_ENTRYID, |object, _| Some(store::entry(&object.core).into())),
        (tags::STORE_RECORD_KEY, |object, _| Some(object.core.key.bytes().into())),
        (tags::MDB_PROVIDER, |_, _| Some(P::UID.bytes()[..].into())),
        (tags::ACCESS_LEVEL, |object, _| Some(u32::from(object.role.writable).into())),
        (tags::RECORD_KEY, |object, _| Some(entry(object)?.into())),
        (tags::ENTRYID, |object, _| Some(entry(object)?.into())),
    ];

    fn own<R>(object: &OpenedObject<P>, of: &P, work: impl FnOnce(&dyn Properties<P>) -> Result<R>) -> Result<R> {
        object.value(of, |value| match value {
            Value::Opened(Opened::Folder(folder)) => work(&**folder),
            Value::Opened(Opened::Message(message)) => work(&**message),
            Value::Table(_) => Err(Code::NO_SUPPORT.into()),
        })
    }

    fn is_writable(object: &OpenedObject<P>) -> bool {
        object.role.writable
    }
}
