//! Who is inside, and whether more may come in. Knows nothing of MAPI; a logon has two gates: one
//! for calls into the provider, one for calls out to its support object. What is guarded lives
//! elsewhere.
//!
//! # Who may re-enter what
//! * A call on any object of a logon may, from an author's code, call out (`Notify`,
//!   `ModifyStatusRow`, a worker's channel); the host or a client's sink may then call any object
//!   of any logon again, release any of them, and so start this logon's end or another's.
//! * A step of an end (the author's hook, a field's function, a Drop) may do the same.
//! * The support object's last Release may call `Logoff` of this logon again, release the logon and
//!   the provider, and call `Shutdown`.
//! * An author's thread may call out at any time, until the support object is given back.
//!
//! # The protocol
//! `word` = CLOSED | HANDED | FAILED | number of seats taken.
//! * A call takes a seat (add, Acquire) and gives it back (subtract, Release). What it read when it
//!   added says whether it may stay; a call that may not gives its seat back at once.
//! * The thread that closes the gate takes a seat as well, then sets CLOSED. Only the first to set
//!   it goes on.
//! * If its thread is inside nothing else of ours, it waits until its own seat is the only one
//!   left, and runs the end.
//! * Else waiting could be waiting for itself, or for a thread that waits for it: it leaves the end
//!   behind as a closure, sets HANDED, and gives its seat back. The last one out runs the closure.
//!
//! # Invariants
//! * G1: with CLOSED set no call stays: a seat that is taken then is given back before anything
//!   else is done.
//! * G2: what the gate guards is read only under a seat that stays, and taken only by the end,
//!   which starts when CLOSED is set and every such seat has been given back (Release, read by an
//!   Acquire).
//! * G3: only a thread that is inside no call and no end of ours waits, so no circle of waiting
//!   threads can form through gates. The last act runs outside the end, because by then nobody
//!   waits for it any more.
//! * G4: a gate outlives every seat, because the caller of a COM method holds a count on the object
//!   for the whole call, and a support handle holds the gate itself.
//! * G5: a seat stays on the thread that took it, whose count of depth is there until it ends.

#[cfg(all(test, loom))]
mod models;

use crate::sync::depth::{self, Depth};
use crate::sync::{AtomicU32, Condvar, Mutex, Ordering, fence, lock};

const CLOSED: u32 = 1 << 31;
const HANDED: u32 = 1 << 30;
const FAILED: u32 = 1 << 29;
const SEATS: u32 = FAILED - 1;

/// What the last one out has to run.
type Job = Box<dyn FnOnce() + Send>;

/// The count of those inside, and what the last of them has to run.
pub(crate) struct Gate {
    word: AtomicU32,
    after: Mutex<After>,
    changed: Condvar,
}

struct After {
    end: Option<(Job, Job)>,
    is_over: bool,
    /// Whether a thread waits for one of these, or for a seat: most ends meet nobody, and then a
    /// wake-up would be a call into the system for nothing.
    has_waiter: bool,
}

/// Why a call got no seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// The end has begun.
    Closed,
    /// A call panicked before (ABRUPT-6).
    Failed,
}

/// One call inside, on the thread that took it.
pub(crate) struct Seat<'g> {
    gate: &'g Gate,
    depth: Depth,
}

/// The one who closed the gate, still seated.
#[must_use = "call `then`, or the end never comes"]
pub(crate) struct Closing<'g>(Seat<'g>);

impl Gate {
    pub(crate) fn new() -> Self {
        let after = After { end: None, is_over: false, has_waiter: false };
        Self { word: AtomicU32::new(0), after: Mutex::new(after), changed: Condvar::new() }
    }

    /// A seat for a working call.
    #[inline]
    pub(crate) fn enter(&self) -> Result<Seat<'_>, Refused> {
        self.seat(CLOSED | FAILED)
    }

    /// A seat also on a failed logon: for the few calls that ABRUPT-6 leaves it.
    #[inline]
    pub(crate) fn enter_failed(&self) -> Result<Seat<'_>, Refused> {
        self.seat(CLOSED)
    }

    /// ABRUPT-6: after a panic working calls are refused, but the gate can still be closed. Whether
    /// this was the first.
    pub(crate) fn fail(&self) -> bool {
        self.word.fetch_or(FAILED, Ordering::Relaxed) & FAILED == 0
    }

    /// Whether a call has panicked.
    #[cfg(not(loom))]
    #[inline]
    pub(crate) fn is_failed(&self) -> bool {
        self.word.load(Ordering::Relaxed) & FAILED != 0
    }

    /// Whether the end has begun. A hint by the time it is read, for callers that hold a lock of
    /// their own.
    #[inline]
    pub(crate) fn is_closed(&self) -> bool {
        self.word.load(Ordering::Acquire) & CLOSED != 0
    }

    /// `None`: another thread, or an outer frame of this one, closed it first.
    pub(crate) fn close(&self) -> Option<Closing<'_>> {
        let seat = self.seat(CLOSED).ok()?;
        let before = self.word.fetch_or(CLOSED, Ordering::AcqRel);
        (before & CLOSED == 0).then_some(Closing(seat))
    }

    /// The end is past the point up to which another path has to wait for it.
    pub(crate) fn over(&self) {
        let mut after = lock(&self.after);
        after.is_over = true;
        if after.has_waiter {
            self.changed.notify_all();
        }
    }

    /// STORELOGOFF-15: the loser of the race waits, unless it is inside a call or an end (G3).
    pub(crate) fn wait_until_over(&self) {
        if depth::here().get() > 0 {
            return;
        }
        let mut after = lock(&self.after);
        while !after.is_over {
            after.has_waiter = true;
            after = self.changed.wait(after).unwrap_or_else(|poisoned| poisoned.into_inner());
        }
    }

    #[inline]
    fn seat(&self, barred: u32) -> Result<Seat<'_>, Refused> {
        let refused = |word: u32| if word & CLOSED == 0 { Refused::Failed } else { Refused::Closed };
        // Without a seat first: what is invalidated may be asked often.
        let word = self.word.load(Ordering::Relaxed);
        if word & barred != 0 {
            return Err(refused(word));
        }
        let depth = depth::here();
        depth.up();
        let seat = Seat { gate: self, depth };
        // No machine has threads for as many seats as there is room for.
        let word = self.word.fetch_add(1, Ordering::Acquire);
        if word & barred == 0 { Ok(seat) } else { Err(refused(word)) }
    }

    /// A seat of a closed gate has been given back; `before` is the word until then.
    #[cold]
    fn left(&self, before: u32, depth: Depth) {
        if before & HANDED == 0 {
            // A thread that wants to wait is either before its check, or counted and asleep.
            if lock(&self.after).has_waiter {
                self.changed.notify_all();
            }
            return;
        }
        if before & SEATS != 1 {
            return;
        }
        fence(Ordering::Acquire);
        let end = lock(&self.after).end.take();
        if let Some((end, last)) = end {
            end();
            depth.down(); // the seat that has just been given back
            last();
            depth.up();
        }
    }
}

impl Drop for Seat<'_> {
    #[inline]
    fn drop(&mut self) {
        let before = self.gate.word.fetch_sub(1, Ordering::Release);
        if before & CLOSED != 0 {
            self.gate.left(before, self.depth);
        }
        self.depth.down();
    }
}

impl Closing<'_> {
    /// Runs `end` and then `last` here once everybody else has left, or leaves both to the last one
    /// out.
    ///
    /// Neither may panic. `last` runs outside the end: it may free whatever holds this gate but the
    /// gate itself (G4).
    pub(crate) fn then(self, end: impl FnOnce() + Send + 'static, last: impl FnOnce() + Send + 'static) {
        let gate = self.0.gate;
        if self.0.depth.get() > 1 {
            lock(&gate.after).end = Some((Box::new(end), Box::new(last)));
            gate.word.fetch_or(HANDED, Ordering::AcqRel);
            drop(self);
            return;
        }
        let mut after = lock(&gate.after);
        while gate.word.load(Ordering::Acquire) & SEATS != 1 {
            after.has_waiter = true;
            after = gate.changed.wait(after).unwrap_or_else(|poisoned| poisoned.into_inner());
        }
        drop(after);
        end();
        drop(self);
        last();
    }
}
