//! How open tables follow changes (NOTE-40 to NOTE-57): of this logon, of others, of other
//! processes. MAPI tells one sink of the logon's, which tells the tables, and through MAPI their
//! clients. It never asks an author on the stack of his own call: then the changes wait.
#![allow(unsafe_code, reason = "a class is declared, and an event says which arm of a notification is there")]

use super::content::{Content, Opens, TableKind};
use super::lent_rows::with_source;
use super::own_row::OwnRow;
use super::tree;
use crate::lent::EntryId;
use crate::logon::object::OpenedObject;
use crate::logon::open_tables::Change;
use crate::logon::open_value::{OpenTable, RowKind, TableRows, Value};
use crate::logon::state::LogonState;
use crate::logon::support_calls::notify_row;
use crate::provider::{AuthorRows, Table};
use crate::sync::depth;
use provider_abi::access::Access;
use provider_abi::class::{Class, Count, Receiver};
use provider_abi::com_ptr::{ComPtr, Lent};
use provider_abi::entry_id;
use provider_abi::error::Result;
use provider_abi::interfaces::imapi_advise_sink::{self, IMAPIAdviseSink};
use provider_abi::lock::lock;
use provider_abi::params::{Array, bytes_at};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::iid::{IID_IMAPIAdviseSink, IID_IUnknown, Iid};
use provider_abi::shapes::imapi_advise_sink::IMAPIAdviseSinkVtbl;
use provider_abi::shapes::param::Out;
use provider_abi::shapes::structs::{ENTRYID, NOTIFICATION};
use provider_abi::table::{RowEvent, Rowset, ValueRow};
use provider_abi::uid::Uid;
use std::ptr::NonNull;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// The events that change tables.
const CHANGES: u32 = fnevObjectCreated | fnevObjectDeleted | fnevObjectModified | fnevObjectMoved | fnevObjectCopied;

/// What MAPI tells of changes. It keeps the logon's state, so that a library stays as long as MAPI
/// has it; the logon keeps nothing of it.
#[repr(C)]
struct ChangeSink<P: Opens> {
    methods: &'static IMAPIAdviseSinkVtbl,
    count: Count,
    logon: Arc<LogonState<P>>,
}

// SAFETY: O2: one vtable pointer first.
unsafe impl<P: Opens> Class for ChangeSink<P> {
    fn count(&self) -> &Count {
        &self.count
    }

    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        if [IID_IUnknown, IID_IMAPIAdviseSink].contains(&iid) { Ok(0) } else { Err(Code::INTERFACE_NOT_SUPPORTED) }
    }

    unsafe fn last(this: NonNull<Self>) {
        // SAFETY: O4: the caller's promise; it was boxed in `subscribe`.
        drop(unsafe { Box::from_raw(this.as_ptr()) });
    }
}

/// The open tables of a logon, and what MAPI tells of.
pub(super) struct Following<'a, P: Opens>(pub(super) &'a Arc<LogonState<P>>);

impl<P: Opens> Following<'_, P> {
    /// Whether the tables of a logon follow changes: MAPI is asked once. A host that refuses leaves
    /// them as they were when they were opened.
    pub(super) fn is_told(&self) -> bool {
        let logon = self.0;
        if logon.open_tables.has_to_ask() {
            // No lock is held: MAPI may call back, and open a table.
            let made = self.subscribe();
            logon.open_tables.is_told.store(made.is_some(), Ordering::Release);
            // Cancelled in step 3 of the end, as every subscription (NOTIF-4).
            lock(&logon.subscriptions).extend(made);
        }
        logon.open_tables.is_told.load(Ordering::Acquire)
    }

    fn subscribe(&self) -> Option<usize> {
        let logon = self.0;
        let key = logon.link.root_entry_id()?;
        let _ = logon.open_tables.follow.set(|logon| Following(logon).follow_waiting());
        let methods = const { &imapi_advise_sink::vtable::<ChangeSink<P>, 0>() };
        let sink = Box::new(ChangeSink { methods, count: Count::one(), logon: Arc::clone(logon) });
        let sink = NonNull::from(Box::leak(sink)).cast();
        // SAFETY: F1: just made, with its one reference for us.
        let sink: ComPtr<IMAPIAdviseSinkVtbl> = unsafe { ComPtr::from_non_null(sink) };
        // SAFETY: F1: alive as long as `sink`.
        let lent = unsafe { Lent::new(sink.raw()) }?;
        logon.link.subscribe(key, CHANGES, lent).ok()
    }

    /// Lets the tables hear of what waits, if the thread is outside of all calls.
    fn follow_waiting(&self) {
        let logon = self.0;
        while depth::here().get() == 0 && logon.open_tables.has_waiting() {
            let changes = logon.open_tables.take_waiting();
            let mut told = Vec::new();
            let followed = logon.with_provider(|provider| {
                let lent = LentLogon { logon, provider };
                for table in logon.open_tables.live() {
                    let events = lent.follow(&table, &changes)?;
                    told.push((table, events));
                }
                Ok(())
            });
            if followed.is_err() {
                return; // the logon ends, or has failed
            }
            // Outside of the author's methods, and of every lock.
            for (table, events) in told {
                let Some(key) = table.notify_key.get() else { continue };
                for event in events {
                    let _ = notify_row(&logon.link, key, &event);
                }
            }
        }
    }
}

impl<P: Opens> IMAPIAdviseSink for ChangeSink<P> {
    /// The changes are copied; the tables hear of them now, unless the thread is inside a call of
    /// an author's.
    fn on_notify(this: Receiver<'_, Self>, notifications: Option<Array<'_, NOTIFICATION>>) -> u32 {
        let logon = Arc::clone(&this.logon);
        let all = notifications.map(Array::values).unwrap_or_default();
        let mut changes = Vec::new();
        all.iter().for_each(|one| changes.extend(changes_of(one, &logon.uids())));
        if changes.is_empty() || logon.link.calls.is_closed() {
            return 0;
        }
        logon.open_tables.wait(changes);
        Following(&logon).follow_waiting();
        0
    }
}

/// What a notification says, if it is of objects whose identifiers carry one of these: of an object
/// that was moved, that it is gone where it was, and that it is there where it is now (NOTE-9).
fn changes_of(notification: &NOTIFICATION, uids: &[Uid]) -> Vec<Change> {
    if notification.event_type & CHANGES == 0 {
        return Vec::new();
    }
    // SAFETY: M2: the event says which arm is there.
    let object = unsafe { notification.info.obj };
    let key = |length: u32, id: *mut ENTRYID| {
        // SAFETY: M2: as long as its count says.
        let bytes = unsafe { bytes_at(id.cast_const().cast(), length) }?;
        entry_id::key(bytes, uids).ok().map(<[u8]>::to_vec)
    };
    let parent = key(object.cb_parent_id, object.parent_id);
    let old = key(object.cb_old_id, object.old_id).filter(|_| notification.event_type == fnevObjectMoved);
    let gone = old.map(|key_before| Change {
        event: fnevObjectDeleted,
        kind: object.obj_type,
        key: key_before,
        parent: key(object.cb_old_parent_id, object.old_parent_id),
    });
    let event = if gone.is_some() { fnevObjectCreated } else { notification.event_type };
    let now = key(object.cb_entry_id, object.entry_id);
    let now = now.map(|key| Change { event, kind: object.obj_type, key, parent });
    gone.into_iter().chain(now).collect()
}

/// A logon, while its provider is lent.
struct LentLogon<'a, P: Opens> {
    logon: &'a Arc<LogonState<P>>,
    provider: &'a P,
}

impl<P: Opens> LentLogon<'_, P> {
    /// What the changes are to one table, in the order of the changes.
    fn follow(&self, table: &OpenTable<P>, changes: &[Change]) -> Result<Vec<RowEvent>> {
        let Self { logon, provider } = *self;
        let is_own = |change: &&Change| concerns(table, change);
        if !changes.iter().any(|change| is_own(&change)) || table.kind == RowKind::Receive {
            return Ok(Vec::new());
        }
        let is_advised = !lock(&table.connections).is_empty();
        let row = OwnRow { logon, provider, table };
        let state = &mut *table.turn()?;
        let memory = &logon.link.host.memory;
        let fresh = match &state.rows {
            TableRows::Values(_) => Some(self.read_again(table)?),
            TableRows::Source(_) => None,
        };
        let view = &mut state.walk.view;
        with_source(&mut state.rows, &row, |source| {
            let mut rows = Rowset { source, own: &row, memory, follows: true };
            match fresh {
                Some(fresh) => view.exchange(&mut rows, fresh, is_advised),
                None => {
                    view.forget_copy();
                    let mut events = Vec::new();
                    for change in changes.iter().filter(|change| is_advised && is_own(change)) {
                        events.extend(view.changed(&mut rows, change.event, &change.key)?);
                    }
                    Ok(events)
                }
            }
        })
    }

    /// The rows of a table that are values, as they are now; none once their folder is gone.
    fn read_again(&self, table: &OpenTable<P>) -> Result<Vec<ValueRow>> {
        let Self { logon, provider } = *self;
        if table.kind == RowKind::Queue {
            return Ok(values_of(P::Opened::queue(logon, provider)?));
        }
        let entry = (!table.parent.is_empty()).then_some(EntryId(&table.parent));
        let kind = match table.kind {
            RowKind::Contents if table.is_associated => TableKind::Associated,
            RowKind::Contents => TableKind::Contents,
            _ => TableKind::Hierarchy,
        };
        let rows = P::Opened::ask(provider, entry, Access::Read).and_then(|content| content.rows(provider, kind));
        let mut rows = match rows {
            Err(error) if error.code() == Code::NOT_FOUND => return Ok(Vec::new()),
            rows => rows?,
        };
        if table.kind == RowKind::Tree {
            rows = tree::deepened(&logon.uid(), provider, &table.parent, rows)?.0;
        }
        Ok(values_of(rows))
    }
}

/// The rows of a table that are values.
fn values_of<P>(table: Table<P>) -> Vec<ValueRow> {
    match table.rows {
        AuthorRows::Values(rows) => rows,
        AuthorRows::Source(_) => Vec::new(),
    }
}

/// Whether a change may be one of the table's rows: of such an object, in its folder, or in one
/// that was not said. In a tree, folders at any depth count.
fn concerns<P: Opens>(table: &OpenTable<P>, change: &Change) -> bool {
    let is_container = [MAPI_FOLDER, MAPI_ABCONT].contains(&change.kind);
    let is_shown = change.parent.as_ref().is_none_or(|parent| *parent == table.parent);
    match table.kind {
        RowKind::Contents => is_shown && !is_container,
        RowKind::Hierarchy => is_shown && (is_container || change.kind == 0),
        RowKind::Tree => is_container || change.kind == 0,
        RowKind::Queue => !is_container,
        _ => false,
    }
}

/// `IMAPITable::Advise`: a subscription under a key of the table's own (TBL-93).
pub(super) fn advise<P: Opens>(
    this: Receiver<'_, OpenedObject<P>>,
    sink: Option<Lent<'_, IMAPIAdviseSinkVtbl>>,
    connection: Out<'_, usize>,
) -> Code {
    with_table(&this, |table| {
        if !table.follows {
            return Err(Code::NO_SUPPORT.into()); // TBL-95
        }
        let link = &this.logon.link;
        if table.notify_key.get().is_none() {
            let _ = table.notify_key.set(link.new_uid()?.bytes().to_vec());
        }
        let key = table.notify_key.get().ok_or(Code::CALL_FAILED)?;
        let made = link.subscribe(key, fnevTableModified, sink.ok_or(Code::INVALID_PARAMETER)?)?;
        lock(&this.logon.subscriptions).push(made);
        lock(&table.connections).push(made);
        connection.write(made);
        Ok(Code::OK)
    })
}

/// `IMAPITable::Unadvise` (TBL-94)
pub(super) fn unadvise<P: Opens>(this: Receiver<'_, OpenedObject<P>>, connection: usize) -> Code {
    with_table(&this, |table| {
        let mut connections = lock(&table.connections);
        let at = connections.iter().position(|other| *other == connection).ok_or(Code::NOT_FOUND)?;
        connections.swap_remove(at);
        drop(connections);
        this.logon.forget_subscription(connection);
        // As long as MAPI has it, the table has it: it can be cancelled again, and the end does.
        this.logon.link.unsubscribe(connection).inspect_err(|_| {
            lock(&table.connections).push(connection);
            lock(&this.logon.subscriptions).push(connection);
        })?;
        Ok(Code::OK)
    })
}

fn with_table<P: Opens>(
    this: &Receiver<'_, OpenedObject<P>>,
    work: impl FnOnce(&OpenTable<P>) -> Result<Code>,
) -> Code {
    this.call(|provider| {
        this.with_value(provider, |value| match value {
            Value::Table(table) => work(table),
            _ => Err(Code::NO_SUPPORT.into()),
        })
    })
}
