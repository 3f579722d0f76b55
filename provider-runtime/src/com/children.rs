//! The opened objects of one logon: a list with closed-up gaps, so that closing n of them is linear, with no lock held
//! over an author's code. What an opened object is stands in `object.rs`.
#![allow(unsafe_code, reason = "the list holds its objects without a reference")]

use super::core::{Core, Listed};
use super::kind::Served;
use super::object::{OpenedObject, OpenedRole, Origin, Shape, Value};
use super::turns::Turns;
use super::wall::stop;
use provider_abi::lock::lock;
use std::cell::Cell;
use std::ptr::NonNull;
use std::sync::Arc;

/// Every live opened object, oldest first; `None` where one has gone.
pub(crate) struct Children<P: Served> {
    live: Vec<Option<Listed<OpenedObject<P>>>>,
    gone: usize,
    /// Values whose objects were released while the gate was closed: they end in the ending's turn.
    orphans: Vec<Value<P>>,
}

/// How many values the end takes out of the list at a time.
const BATCH: usize = 1024;
/// Below this many gaps, closing up costs more than it saves.
const FEW: usize = 32;

impl<P: Served> Children<P> {
    pub(crate) fn new() -> Self {
        Self { live: Vec::new(), gone: 0, orphans: Vec::new() }
    }

    fn close_up(&mut self) {
        if self.gone < FEW || self.gone * 2 < self.live.len() {
            return;
        }
        self.live.retain(Option::is_some);
        self.gone = 0;
        for (place, child) in self.live.iter().enumerate() {
            if let Some(Listed(child)) = child {
                // SAFETY: C1, O4: under the lock, and in the list, so not freed.
                unsafe { child.as_ref() }.role.place.set(place);
            }
        }
    }
}

impl<P: Served> Core<P> {
    /// A new object around an author's value, with one reference. Called under a seat: a late open cannot slip in behind
    /// the end.
    pub(crate) fn adopt(
        self: &Arc<Self>,
        value: Value<P>,
        shape: &'static Shape,
        key: Option<Vec<u8>>,
        writable: bool,
        origin: impl FnOnce() -> Origin,
    ) -> NonNull<OpenedObject<P>> {
        let traces = self.link.host.traces;
        let role = OpenedRole {
            place: Cell::new(0),
            origin: traces.then(|| Box::new(origin())),
            writable,
            key,
            shape,
            value: Turns::new(Some(value)),
        };
        let child = OpenedObject::new(Arc::clone(self), role);
        let mut children = lock(&self.children);
        // SAFETY: C1: under the lock; just made.
        let role = unsafe { &child.as_ref().role };
        role.place.set(children.live.len());
        children.live.push(Some(Listed(child)));
        child
    }

    /// A child's last Release: its value goes now, or, once the logon is ending, in the ending's turn.
    pub(crate) fn disown(&self, child: &OpenedObject<P>) {
        let seat = self.link.calls.enter_failed();
        let mut children = lock(&self.children);
        let place = child.role.place.get();
        if let Some(entry) = children.live.get_mut(place)
            && entry.take_if(|other| std::ptr::eq(other.0.as_ptr(), child)).is_some()
        {
            children.gone += 1;
            children.close_up();
        }
        // SAFETY: C2: the count is zero, so no call is inside this child; the end takes values under this lock.
        let Some(value) = (unsafe { child.role.value.write(Option::take) }) else {
            return;
        };
        if seat.is_ok() {
            drop(children);
            if let Err(words) = stop(|| drop(value)) {
                self.failed(words);
            }
        } else {
            children.orphans.push(value);
        }
    }

    /// Step 4: the next values to end, newest first; those whose objects went while the gate was closing go first.
    pub(crate) fn take_values(&self, from: &mut Option<usize>) -> Option<Vec<Value<P>>> {
        let mut children = lock(&self.children);
        if !children.orphans.is_empty() {
            return Some(std::mem::take(&mut children.orphans));
        }
        let mut at = from.unwrap_or(children.live.len()).min(children.live.len());
        let mut values = Vec::new();
        while at > 0 && values.len() < BATCH {
            at -= 1;
            let Some(Some(Listed(child))) = children.live.get(at) else {
                continue;
            };
            // SAFETY: O4: in the list, so not freed while the lock is held.
            let role = unsafe { &child.as_ref().role };
            // SAFETY: C2: the gate is closed and empty, so no call is inside.
            values.extend(unsafe { role.value.write(Option::take) });
        }
        *from = Some(at);
        (!values.is_empty()).then_some(values)
    }

    /// Step 7: what clients still hold, newest first, and what opened it.
    pub(crate) fn held(&self) -> Vec<(&'static str, Option<Origin>)> {
        let children = lock(&self.children);
        let held = children.live.iter().rev().flatten();
        held.map(|Listed(child)| {
            // SAFETY: O4: in the list, so not freed while the lock is held.
            let role = unsafe { &child.as_ref().role };
            (role.shape.name, role.origin.as_deref().cloned())
        })
        .collect()
    }
}
