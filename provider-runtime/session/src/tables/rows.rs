//! The rows of the session's own tables: message stores, status rows, address books, the providers
//! of a service. They show what is so now, whenever they are asked. The table as an object is in
//! `objects/own_table.rs`.

use super::status;
use crate::model::{State, section_id};
use crate::notify::STATUS_TABLE;
use crate::objects::{self, LentSink, RowSource};
use crate::process::{Faults, Loan};
use crate::profile::{MessageService, ProfileProvider};
use provider_abi::error::Result;
use provider_abi::lock::lock;
use provider_abi::memory::Allocators;
use provider_abi::prop_value::Property;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use std::ffi::c_void;
use std::sync::{Arc, Mutex};

/// Which rows a table shows.
#[derive(Clone, Debug)]
pub(crate) enum Rows {
    /// `IMAPISession::GetMsgStoresTable`
    Stores,
    /// `IMAPISession::GetStatusTable`
    Status,
    /// The roots of the address books that are logged on (`IMAPIContainer::GetHierarchyTable` of
    /// the root over them).
    Books,
    /// `IProviderAdmin::GetProviderTable`
    Providers(Arc<MessageService>),
}

/// The rows of one table object, and who has subscribed through it.
struct Shown {
    state: Arc<State>,
    rows: Rows,
    /// Connections of its own Advise (STATUS-9).
    advised: Mutex<Vec<usize>>,
}

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

    /// What the record calls a table of them.
    fn name(&self) -> &'static str {
        match self {
            Self::Stores => "stores table",
            Self::Status => "status table",
            Self::Books => "table of address books",
            Self::Providers(_) => "provider table",
        }
    }

    fn now(&self, state: &State) -> Vec<Vec<Property>> {
        match self {
            Self::Stores => state.registry.stores().iter().map(|store| store_row(store, state)).collect(),
            Self::Status => status::rows(state),
            Self::Books => state.active_books().filter_map(|one| book_row(&one.registration)).collect(),
            Self::Providers(service) => {
                let all = state.registry.all().into_iter();
                let own = all.filter(|one| Arc::ptr_eq(&one.service, service) && !one.is_temporary());
                own.map(|one| provider_row(&one)).collect()
            }
        }
    }
}

/// What an address book's section says of its root (LOGON-5); one that has written nothing there
/// cannot be opened.
fn book_row(book: &ProfileProvider) -> Option<Vec<Property>> {
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
fn provider_row(one: &ProfileProvider) -> Vec<Property> {
    let shown = Rows::Providers(Arc::clone(&one.service)).columns();
    let from = |tag: &PropTag| one.get(*tag).map(|value| Property::new(*tag, value));
    let mut row: Vec<_> = shown.iter().filter_map(from).collect();
    row.retain(|column| ![tags::SERVICE_UID, tags::INSTANCE_KEY].contains(&column.tag));
    row.extend(one.uid().map(|uid| Property::new(tags::INSTANCE_KEY, uid)));
    row.extend(one.service.section.get(tags::SERVICE_UID).map(|uid| Property::new(tags::SERVICE_UID, uid)));
    row
}

fn store_row(store: &Arc<ProfileProvider>, state: &State) -> Vec<Property> {
    let shown = [tags::DISPLAY_NAME, tags::PROVIDER_DISPLAY, tags::RECORD_KEY, tags::MDB_PROVIDER];
    let mut row: Vec<_> = shown.iter().filter_map(|tag| Some(Property::new(*tag, store.get(*tag)?))).collect();
    let is_default = state.registry.default_store().is_some_and(|default| Arc::ptr_eq(&default, store));
    let entry = store.entry().or_else(|| store.uid().map(|uid| section_id(&uid)));
    row.push(Property::new(tags::DEFAULT_STORE, is_default));
    row.push(Property::new(tags::OBJECT_TYPE, MAPI_STORE));
    row.push(Property::new(tags::RESOURCE_TYPE, store.resource_type));
    row.push(Property::new(tags::RESOURCE_FLAGS, store.flags()));
    row.extend(entry.map(|entry| Property::new(tags::ENTRYID, entry)));
    row.extend(store.uid().map(|uid| Property::new(tags::INSTANCE_KEY, uid)));
    row
}

/// A table with one reference, the caller's; text comes in the width that `flags` say.
pub(crate) fn session_table(state: &Arc<State>, rows: Rows, flags: u32) -> *mut c_void {
    objects::own_table(Shown { state: Arc::clone(state), rows, advised: Mutex::default() }, flags)
}

impl RowSource for Shown {
    /// After the session's end there are no rows (SESSION-8).
    fn is_over(&self) -> bool {
        self.state.has_ended()
    }

    fn loan(&self) -> Loan {
        self.state.memory.quarantine.loan(self.rows.name())
    }

    /// The others are clients' tables.
    fn faults(&self) -> Option<&Faults> {
        matches!(self.rows, Rows::Providers(_)).then_some(&*self.state.memory.faults)
    }

    fn memory(&self) -> Allocators {
        self.state.memory.allocators
    }

    fn columns(&self) -> &'static [PropTag] {
        self.rows.columns()
    }

    fn with_rows<R>(&self, work: impl FnOnce(&[Vec<Property>], Option<u64>) -> R) -> R {
        work(&self.rows.now(&self.state), None)
    }

    /// STATUS-9: of the status table; the others do not change while they are looked at.
    fn advise(&self, mask: u32, sink: Option<LentSink<'_>>) -> Result<usize> {
        if !matches!(self.rows, Rows::Status) {
            return Err(Code::NO_SUPPORT.into());
        }
        let number = self.state.notifications.advise(STATUS_TABLE, mask, sink, || self.state.has_ended())?;
        lock(&self.advised).push(number);
        Ok(number)
    }

    fn unadvise(&self, connection: usize) -> Result<()> {
        let is_own = {
            let mut advised = lock(&self.advised);
            let at = advised.iter().position(|other| *other == connection);
            at.map(|at| advised.swap_remove(at)).is_some()
        };
        if !is_own {
            return Err(Code::NOT_FOUND.into()); // NOTIF-5
        }
        self.state.notifications.unadvise(connection)
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        for connection in lock(&self.advised).drain(..) {
            let _ = self.state.notifications.unadvise(connection);
        }
    }
}
