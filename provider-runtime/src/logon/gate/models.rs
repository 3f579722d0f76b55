//! The gate under loom: one model a promise, and for each the broken variant that it catches.
//! `.ci/broken-models` breaks the gate in each of these ways and checks that the model named here
//! fails. No other tests live here.
#![allow(unsafe_code, reason = "the models read and take what the gate guards")]

use super::*;
use crate::logon::guarded_cell::GuardedCell;
use loom::sync::Arc;
use loom::thread;

/// A logon as far as the gate is concerned.
struct Logon {
    gate: Gate,
    state: GuardedCell<Option<u32>>,
    ends: AtomicU32,
}

impl Logon {
    fn new() -> Arc<Self> {
        Arc::new(Self { gate: Gate::new(), state: GuardedCell::new(Some(7)), ends: AtomicU32::new(0) })
    }

    fn call(&self) -> bool {
        let Ok(_seat) = self.gate.enter() else {
            return false;
        };
        // SAFETY: G2: under a seat.
        unsafe { self.state.read(|state| assert_eq!(*state, Some(7))) };
        true
    }

    /// Ends the logon; `step` is an author's step.
    fn end_with(this: &Arc<Self>, step: impl FnOnce() + Send + 'static) {
        let Some(closing) = this.gate.close() else {
            return this.gate.wait_until_over();
        };
        let logon = Arc::clone(this);
        let again = Arc::clone(this);
        closing.then(
            move || {
                // SAFETY: G2: the end, after everybody has left.
                let state = unsafe { logon.state.write(Option::take) };
                assert_eq!(state, Some(7));
                step();
                logon.ends.fetch_add(1, Ordering::Relaxed);
                Self::end(&logon); // an author's step that ends its own logon again
                logon.gate.over();
            },
            move || Self::end(&again), // what MAPI does inside the support object's last Release
        );
    }

    fn end(this: &Arc<Self>) {
        Self::end_with(this, || {});
    }

    fn call_that_ends_its_own_logon(this: &Arc<Self>) {
        let Ok(_seat) = this.gate.enter() else { return };
        Self::end(this);
        // SAFETY: G2: this thread still has its seat.
        unsafe { this.state.read(|state| assert_eq!(*state, Some(7))) };
    }

    fn ended_once(&self) {
        assert_eq!(self.ends.load(Ordering::Relaxed), 1);
        assert!(!self.call());
    }
}

fn model(run: impl Fn() + Sync + Send + 'static) {
    let mut builder = loom::model::Builder::new();
    // Three forced switches find every fault named here; without a bound the three-thread models
    // take hours.
    builder.preemption_bound = Some(3);
    builder.check(run);
}

/// Catches `no-wait`: a closer that does not wait for the calls in flight; `lost-wake-up`: a seat
/// given back between the closer's check and its sleep; and `relaxed-return`, `relaxed-check`: a
/// wait that orders nothing.
#[test]
fn calls_in_flight_finish_before_the_end() {
    model(|| {
        let logon = Logon::new();
        let a = Arc::clone(&logon);
        let b = Arc::clone(&logon);
        let a = thread::spawn(move || a.call());
        let b = thread::spawn(move || b.call());
        Logon::end(&logon);
        logon.ended_once();
        a.join().unwrap();
        b.join().unwrap();
    });
}

/// Catches `loser-returns-early`: a second path that returns while the first is still at work; and
/// `twice`: two that both run the plan.
#[test]
fn release_and_logoff_race_and_both_return_after_the_end() {
    model(|| {
        let logon = Logon::new();
        let a = Arc::clone(&logon);
        let b = Arc::clone(&logon);
        let a = thread::spawn(move || {
            Logon::end(&a);
            assert_eq!(a.ends.load(Ordering::Relaxed), 1);
        });
        let b = thread::spawn(move || b.call());
        Logon::end(&logon);
        logon.ended_once();
        a.join().unwrap();
        b.join().unwrap();
    });
}

/// Catches `always-wait`: a closer that waits although its thread is inside a call; and
/// `run-at-once`: one that, inside a call, runs the end under its own feet; and `no-fence`: a last
/// one out that has not seen what the others did.
#[test]
fn a_call_that_ends_its_own_logon_leaves_the_end_to_the_last_one_out() {
    model(|| {
        let logon = Logon::new();
        let a = Arc::clone(&logon);
        let b = Arc::clone(&logon);
        let a = thread::spawn(move || a.call());
        let b = thread::spawn(move || Logon::call_that_ends_its_own_logon(&b));
        Logon::call_that_ends_its_own_logon(&logon);
        a.join().unwrap();
        b.join().unwrap();
        logon.ended_once();
    });
}

/// Catches `forgotten-end`: a last one out that does not run what was handed to it.
#[test]
fn a_call_that_ends_its_logon_against_a_logoff_from_outside() {
    model(|| {
        let logon = Logon::new();
        let a = Arc::clone(&logon);
        let a = thread::spawn(move || Logon::call_that_ends_its_own_logon(&a));
        Logon::end(&logon);
        logon.ended_once();
        a.join().unwrap();
    });
}

/// Catches `stays`: here a call that comes too late may be the last one out of an end that was
/// handed over.
#[test]
fn a_call_that_comes_too_late_leaves_again() {
    model(|| {
        let logon = Logon::new();
        let a = Arc::clone(&logon);
        let a = thread::spawn(move || Logon::call_that_ends_its_own_logon(&a));
        logon.call();
        a.join().unwrap();
        logon.ended_once();
    });
}

/// Catches `loser-waits-inside`: a loser that waits although its thread is inside a call.
#[test]
fn two_calls_that_end_each_others_logons_do_not_dead_lock() {
    model(|| {
        let one = Logon::new();
        let two = Logon::new();
        let a = Arc::clone(&one);
        let b = Arc::clone(&two);
        let other = thread::spawn(move || {
            if let Ok(_seat) = b.gate.enter() {
                Logon::end(&a);
            }
        });
        if let Ok(_seat) = one.gate.enter() {
            Logon::end(&two);
        }
        other.join().unwrap();
    });
}

/// Catches `loser-waits-inside`: here the waiting thread is inside an end.
#[test]
fn two_ends_that_end_each_others_logons_do_not_dead_lock() {
    model(|| {
        let one = Logon::new();
        let two = Logon::new();
        let a = Arc::clone(&one);
        let b = Arc::clone(&two);
        let a2 = Arc::clone(&one);
        let b2 = Arc::clone(&two);
        let thread = thread::spawn(move || Logon::end_with(&a, move || Logon::end(&b)));
        Logon::end_with(&b2, move || Logon::end(&a2));
        thread.join().unwrap();
        one.ended_once();
        two.ended_once();
    });
}

/// Catches `no-wait` at the outer gate: a support object given back under a worker's call.
#[test]
fn a_workers_call_out_finishes_before_the_support_object_goes() {
    model(|| {
        let calls = Arc::new(Gate::new());
        let lending = Arc::new(Gate::new());
        let support = Arc::new(GuardedCell::new(Some(7)));
        let outward = Arc::clone(&lending);
        let theirs = Arc::clone(&support);
        let worker = thread::spawn(move || {
            if let Ok(_seat) = outward.enter() {
                // SAFETY: G2: under a seat of the outer gate.
                unsafe { theirs.read(|support| assert_eq!(*support, Some(7))) };
            }
        });
        let gate = Arc::clone(&lending);
        let ours = Arc::clone(&support);
        let last = move || {
            // SAFETY: G2: the last act, after every call out.
            let release = move || assert_eq!(unsafe { ours.write(Option::take) }, Some(7));
            gate.close().expect("closed once").then(|| {}, release);
        };
        let over = Arc::clone(&calls);
        let closing = calls.close().expect("closed once");
        closing.then(move || over.over(), last);
        // SAFETY: G2: the release has run: what Logoff promises to MAPI (V-9).
        unsafe { support.read(|support| assert_eq!(*support, None)) };
        worker.join().unwrap();
    });
}
