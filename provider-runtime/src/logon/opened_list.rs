//! The opened objects of one logon: a list with closed-up gaps, so that closing n of them is
//! linear, with no lock held over an author's code. What an opened object is stands in `object.rs`.
#![allow(unsafe_code, reason = "the list holds its objects without a reference")]

use super::guarded_cell::GuardedCell;
use super::kind::Provider;
use super::object::{OpenedObject, OpenedRole, Origin, Shape};
use super::object_key::ObjectKey;
use super::open_value::Value;
use super::panics::catch_panic;
use super::state::{Listed, LogonState};
use provider_abi::lock::lock;
use std::cell::Cell;
use std::ptr::NonNull;
use std::sync::Arc;

/// Every live opened object, oldest first; `None` where one has gone.
pub(crate) struct OpenedList<P: Provider> {
    live: Vec<Option<Listed<OpenedObject<P>>>>,
    gone: usize,
    /// Values whose objects were released after the gate had closed: the end drops them.
    orphans: Vec<Value<P>>,
}

/// How many values the end takes out of the list at a time.
const BATCH: usize = 1024;
/// Below this many gaps, closing up costs more than it saves.
const FEW: usize = 32;

impl<P: Provider> OpenedList<P> {
    pub(crate) fn new() -> Self {
        Self { live: Vec::new(), gone: 0, orphans: Vec::new() }
    }

    fn close_up(&mut self) {
        if self.gone < FEW || self.gone * 2 < self.live.len() {
            return;
        }
        self.live.retain(Option::is_some);
        self.gone = 0;
        for (place, object) in self.live.iter().enumerate() {
            if let Some(Listed(object)) = object {
                // SAFETY: C1, O4: under the lock, and in the list, so not freed.
                unsafe { object.as_ref() }.role.place.set(place);
            }
        }
    }
}

impl<P: Provider> LogonState<P> {
    /// A new object around an author's value, with one reference. Called under a seat, so that no
    /// object is added once the end has taken the values.
    pub(crate) fn add_opened(
        self: &Arc<Self>,
        value: Value<P>,
        shape: &'static Shape,
        key: ObjectKey,
        is_writable: bool,
        origin: &Origin<&[u8]>,
    ) -> NonNull<OpenedObject<P>> {
        let traces = self.link.host.traces_leaks;
        let role = OpenedRole {
            place: Cell::new(0),
            origin: traces.then(|| Box::new(origin.kept())),
            is_writable,
            key,
            shape,
            value: GuardedCell::new(Some(value)),
        };
        let object = OpenedObject::new(Arc::clone(self), role);
        let mut opened = lock(&self.opened);
        // SAFETY: C1: under the lock; just made.
        let role = unsafe { &object.as_ref().role };
        role.place.set(opened.live.len());
        opened.live.push(Some(Listed(object)));
        object
    }

    /// An opened object's last Release: its value is dropped now, or, once the logon is ending, by
    /// the end.
    pub(crate) fn remove_opened(&self, object: &OpenedObject<P>) {
        let seat = self.link.calls.enter_failed();
        let mut opened = lock(&self.opened);
        let place = object.role.place.get();
        if let Some(entry) = opened.live.get_mut(place)
            && entry.take_if(|other| std::ptr::eq(other.0.as_ptr(), object)).is_some()
        {
            opened.gone += 1;
            opened.close_up();
        }
        // SAFETY: C2: the count is zero, so no call is inside this object; the end takes values
        // under this lock.
        let Some(value) = (unsafe { object.role.value.write(Option::take) }) else {
            return;
        };
        if seat.is_ok() {
            drop(opened);
            // A table's subscriptions end with it (TBL-94).
            if let Value::Table(table) = &value {
                for connection in std::mem::take(&mut *lock(&table.connections)) {
                    self.forget_subscription(connection);
                    let _ = self.link.unsubscribe(connection);
                }
            }
            if let Err(panic) = catch_panic(|| drop(value)) {
                self.fail(panic);
            }
        } else {
            opened.orphans.push(value);
        }
    }

    /// Step 4: the next values to end, newest first; those whose objects went while the gate was
    /// closing go first.
    pub(crate) fn take_values(&self, from: &mut Option<usize>) -> Option<Vec<Value<P>>> {
        let mut opened = lock(&self.opened);
        if !opened.orphans.is_empty() {
            return Some(std::mem::take(&mut opened.orphans));
        }
        let mut at = from.unwrap_or(opened.live.len()).min(opened.live.len());
        let mut values = Vec::new();
        while at > 0 && values.len() < BATCH {
            at -= 1;
            let Some(Some(Listed(object))) = opened.live.get(at) else {
                continue;
            };
            // SAFETY: O4: in the list, so not freed while the lock is held.
            let role = unsafe { &object.as_ref().role };
            // SAFETY: C2: the gate is closed and empty, so no call is inside.
            values.extend(unsafe { role.value.write(Option::take) });
        }
        *from = Some(at);
        (!values.is_empty()).then_some(values)
    }

    /// Step 7: the opened objects that clients still hold, newest first, and what opened each.
    pub(crate) fn still_opened(&self) -> Vec<(&'static str, Option<Origin>)> {
        let opened = lock(&self.opened);
        let held = opened.live.iter().rev().flatten();
        held.map(|Listed(object)| {
            // SAFETY: O4: in the list, so not freed while the lock is held.
            let role = unsafe { &object.as_ref().role };
            (role.shape.name, role.origin.as_deref().cloned())
        })
        .collect()
    }
}
