//! The session's own tables as `IMAPITable`: message stores, status rows, the providers of a service. They show what is so
//! now, whenever they are asked. Their rows come from `status.rs` and `services.rs`; a provider's table as a client uses
//! it is in `table.rs`.

use super::kind::Kind;
use super::logon::Stage;
use super::notify::STATUS_TABLE;
use super::services::{MessageService, Registration};
use super::state::State;
use super::wrapping;
use crate::abi::code::Code;
use crate::abi::flag::*;
use crate::abi::iid::{IID_IMAPITable, IID_IUnknown, Iid};
use crate::abi::imapi_table::IMAPITableVtbl;
use crate::abi::param::{In, Out, This};
use crate::abi::structs::*;
use crate::abi::tag::PropTag;
use crate::abi::tags;
use crate::com::asked::in_width;
use crate::com::class::{Class, Count, object, unknown};
use crate::com::memory::Allocators;
use crate::com::params::only;
use crate::com::refused::{Refuser, no_support};
use crate::com::rows::{View, row_count};
use crate::error::{Error, Result};
use crate::provider::Property;
use crate::sync::lock;
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::{Arc, Mutex};

/// Which rows a table shows.
#[derive(Clone, Debug)]
pub(crate) enum Rows {
    /// `IMAPISession::GetMsgStoresTable`
    Stores,
    /// `IMAPISession::GetStatusTable`
    Status,
    /// The roots of the address books that are logged on (`IMAPIContainer::GetHierarchyTable` of the root over them).
    Books,
    /// `IProviderAdmin::GetProviderTable`
    Providers(Arc<MessageService>),
}

#[repr(C)]
struct OwnTable {
    methods: &'static IMAPITableVtbl,
    count: Count,
    state: Arc<State>,
    rows: Rows,
    view: Mutex<View>,
    /// Connections of its own Advise (STATUS-9).
    advised: Mutex<Vec<usize>>,
}

const METHODS: &IMAPITableVtbl = &IMAPITableVtbl {
    unknown: unknown::<OwnTable, 0>(),
    get_last_error: no_support::<OwnTable, _>(),
    advise,
    unadvise,
    get_status: no_support::<OwnTable, _>(),
    set_columns,
    query_columns,
    get_row_count,
    seek_row,
    seek_row_approx: no_support::<OwnTable, _>(),
    query_position: no_support::<OwnTable, _>(),
    find_row: no_support::<OwnTable, _>(),
    restrict: no_support::<OwnTable, _>(),
    create_bookmark: no_support::<OwnTable, _>(),
    free_bookmark: no_support::<OwnTable, _>(),
    sort_table: no_support::<OwnTable, _>(),
    query_sort_order: no_support::<OwnTable, _>(),
    query_rows,
    abort: no_support::<OwnTable, _>(),
    expand_row: no_support::<OwnTable, _>(),
    collapse_row: no_support::<OwnTable, _>(),
    wait_for_completion: no_support::<OwnTable, _>(),
    get_collapse_state: no_support::<OwnTable, _>(),
    set_collapse_state: no_support::<OwnTable, _>(),
};

impl Rows {
    /// The columns that a client sees who sets none.
    fn columns(&self) -> &'static [PropTag] {
        match self {
            Self::Stores => &[
                tags::ENTRYID,
                tags::INSTANCE_KEY,
                tags::DISPLAY_NAME,
                tags::PROVIDER_DISPLAY,
                tags::DEFAULT_STORE,
                tags::OBJECT_TYPE,
                tags::RESOURCE_TYPE,
                tags::RESOURCE_FLAGS,
                tags::RECORD_KEY,
                tags::MDB_PROVIDER,
            ],
            Self::Status => &[
                tags::ENTRYID,
                tags::INSTANCE_KEY,
                tags::ROWID,
                tags::OBJECT_TYPE,
                tags::DISPLAY_NAME,
                tags::PROVIDER_DISPLAY,
                tags::PROVIDER_DLL_NAME,
                tags::RESOURCE_TYPE,
                tags::RESOURCE_FLAGS,
                tags::RESOURCE_METHODS,
                tags::STATUS_CODE,
                tags::STATUS_STRING,
            ],
            Self::Books => &[
                tags::ENTRYID,
                tags::INSTANCE_KEY,
                tags::DISPLAY_NAME,
                tags::OBJECT_TYPE,
                tags::DISPLAY_TYPE,
                tags::CONTAINER_FLAGS,
                tags::DEPTH,
                tags::AB_PROVIDER_ID,
            ],
            Self::Providers(_) => &[
                tags::PROVIDER_UID,
                tags::INSTANCE_KEY,
                tags::DISPLAY_NAME,
                tags::PROVIDER_DISPLAY,
                tags::PROVIDER_DLL_NAME,
                tags::RESOURCE_TYPE,
                tags::RESOURCE_FLAGS,
                tags::SERVICE_UID,
            ],
        }
    }

    fn now(&self, state: &State) -> Vec<Vec<Property>> {
        match self {
            Self::Stores => state.registry.stores().iter().map(|store| store_row(store, state)).collect(),
            Self::Status => state.status_rows(),
            Self::Books => {
                let logons = state.client_logons().into_iter();
                let books = logons.filter(|one| one.provider.kind == Kind::AddressBook && one.stage() == Stage::Active);
                books.filter_map(|one| book_row(&one.registration)).collect()
            }
            Self::Providers(service) => {
                let all = state.registry.all().into_iter();
                let own = all.filter(|one| Arc::ptr_eq(&one.service, service) && !one.is_temporary());
                own.map(|one| provider_row(&one)).collect()
            }
        }
    }
}

/// What an address book has written into its section of its root (LOGON-5); one that has written nothing cannot be opened.
fn book_row(book: &Registration) -> Option<Vec<Property>> {
    let entry = book.entry()?;
    let uid = entry.get(4..20).unwrap_or_default();
    let mut row = vec![
        Property::new(tags::INSTANCE_KEY, entry.as_slice()),
        Property::new(tags::OBJECT_TYPE, MAPI_ABCONT),
        Property::new(tags::DISPLAY_TYPE, DT_LOCAL),
        Property::new(tags::CONTAINER_FLAGS, AB_RECIPIENTS | AB_UNMODIFIABLE),
        Property::new(tags::DEPTH, 0_u32),
        Property::new(tags::AB_PROVIDER_ID, uid),
    ];
    row.extend(book.get(tags::DISPLAY_NAME).map(|name| Property::new(tags::DISPLAY_NAME, name)));
    row.push(Property::new(tags::ENTRYID, entry));
    Some(row)
}

/// What the profile says of a provider, without its settings.
fn provider_row(one: &Registration) -> Vec<Property> {
    let shown = Rows::Providers(Arc::clone(&one.service)).columns();
    let from = |tag: &PropTag| one.get(*tag).map(|value| Property::new(*tag, value));
    let mut row: Vec<_> = shown.iter().filter_map(from).collect();
    row.retain(|column| ![tags::SERVICE_UID, tags::INSTANCE_KEY].contains(&column.tag));
    row.extend(one.uid().map(|uid| Property::new(tags::INSTANCE_KEY, uid)));
    row.extend(one.service.section.get(tags::SERVICE_UID).map(|uid| Property::new(tags::SERVICE_UID, uid)));
    row
}

fn store_row(store: &Arc<Registration>, state: &State) -> Vec<Property> {
    let kept = [tags::DISPLAY_NAME, tags::PROVIDER_DISPLAY, tags::RECORD_KEY, tags::MDB_PROVIDER];
    let mut row: Vec<_> = kept.iter().filter_map(|tag| Some(Property::new(*tag, store.get(*tag)?))).collect();
    let is_default = state.registry.default_store().is_some_and(|default| Arc::ptr_eq(&default, store));
    let entry = store.entry().or_else(|| store.uid().map(|uid| wrapping::of_section(&uid)));
    row.push(Property::new(tags::DEFAULT_STORE, is_default));
    row.push(Property::new(tags::OBJECT_TYPE, MAPI_STORE));
    row.push(Property::new(tags::RESOURCE_TYPE, store.resource_type));
    row.push(Property::new(tags::RESOURCE_FLAGS, store.flags()));
    row.extend(entry.map(|entry| Property::new(tags::ENTRYID, entry)));
    row.extend(store.uid().map(|uid| Property::new(tags::INSTANCE_KEY, uid)));
    row
}

/// A table with one reference, the caller's; text comes in the width that `flags` say.
pub(crate) fn table(state: &Arc<State>, rows: Rows, flags: u32) -> *mut c_void {
    let columns = rows.columns().iter().map(|tag| tag.with_kind(in_width(tag.kind(), flags))).collect();
    let (view, advised) = (Mutex::new(View::new(columns)), Mutex::default());
    let state = Arc::clone(state);
    Box::into_raw(Box::new(OwnTable { methods: METHODS, count: Count::one(), state, rows, view, advised })).cast()
}

impl OwnTable {
    /// A call on the rows as they are now; behind the session's end there are none (SESSION-8).
    fn call(&self, work: impl FnOnce(&mut View, &[Vec<Property>], &Allocators) -> Result<()>) -> Code {
        if self.state.has_ended() {
            return Code::INVALID_OBJECT;
        }
        let rows = self.rows.now(&self.state); // before the lock (S3)
        let done = work(&mut lock(&self.view), &rows, &self.state.memory.allocators);
        done.map_or_else(|error| error.code(), |()| Code::OK)
    }
}

// SAFETY: O2: one vtable pointer first.
unsafe impl Class for OwnTable {
    fn count(&self) -> &Count {
        &self.count
    }

    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        let known = [IID_IUnknown, IID_IMAPITable].contains(&iid);
        if known { Ok(0) } else { Err(Code::INTERFACE_NOT_SUPPORTED) }
    }

    unsafe fn last(this: NonNull<Self>) {
        // SAFETY: O4: the caller's promise; it was boxed in `table`.
        let table = unsafe { Box::from_raw(this.as_ptr()) };
        let _ = table.methods;
        for connection in lock(&table.advised).drain(..) {
            let _ = table.state.unadvise_own(connection);
        }
    }
}

impl Refuser for OwnTable {
    fn refuse(this: &This) -> Code {
        let has_ended = object::<Self, 0>(this).state.has_ended();
        if has_ended { Code::INVALID_OBJECT } else { Code::NO_SUPPORT }
    }
}

unsafe extern "system" fn set_columns(this: This, columns: In<SPropTagArray>, flags: u32) -> Code {
    object::<OwnTable, 0>(&this).call(|view, _, _| view.set_columns(columns, flags))
}

unsafe extern "system" fn query_columns(this: This, flags: u32, columns: Out<*mut SPropTagArray>) -> Code {
    columns.clear();
    let table = object::<OwnTable, 0>(&this);
    table.call(|view, rows, memory| {
        view.query_columns(table.rows.columns(), rows.iter().map(|row| &**row), flags, memory, columns)
    })
}

unsafe extern "system" fn get_row_count(this: This, flags: u32, count: Out<u32>) -> Code {
    count.write(0);
    object::<OwnTable, 0>(&this).call(|_, rows, _| row_count(rows.len(), flags, count))
}

unsafe extern "system" fn seek_row(this: This, from: usize, distance: i32, sought: Out<i32>) -> Code {
    sought.write(0);
    object::<OwnTable, 0>(&this).call(|view, rows, _| view.seek(rows.len(), from, distance, sought))
}

unsafe extern "system" fn query_rows(this: This, count: i32, flags: u32, out: Out<*mut SRowSet>) -> Code {
    out.clear();
    object::<OwnTable, 0>(&this).call(|view, rows, memory| {
        view.query_rows(|at| rows.get(at).map(|row| &**row), rows.len(), count, flags, memory, out)
    })
}

/// STATUS-9: of the status table; the others do not change while they are looked at.
unsafe extern "system" fn advise(this: This, mask: u32, sink: *mut c_void, connection: Out<usize>) -> Code {
    connection.write(0);
    let table = object::<OwnTable, 0>(&this);
    let work = || {
        let connection = connection.needed()?;
        if table.state.has_ended() {
            return Err(Code::INVALID_OBJECT.into());
        }
        only(mask, fnevTableModified)?;
        if !matches!(table.rows, Rows::Status) {
            return Err(Code::NO_SUPPORT.into());
        }
        let number = table.state.advise_own(STATUS_TABLE, mask, sink)?;
        lock(&table.advised).push(number);
        connection.write(number);
        Ok(())
    };
    work().map_or_else(|error: Error| error.code(), |()| Code::OK)
}

unsafe extern "system" fn unadvise(this: This, connection: usize) -> Code {
    let table = object::<OwnTable, 0>(&this);
    let is_own = {
        let mut advised = lock(&table.advised);
        let at = advised.iter().position(|other| *other == connection);
        at.map(|at| advised.swap_remove(at)).is_some()
    };
    if !is_own {
        return Code::NOT_FOUND; // NOTIF-5
    }
    table.state.unadvise_own(connection).map_or_else(|error| error.code(), |()| Code::OK)
}
