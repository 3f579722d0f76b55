//! The steps of a logon's end, as data, and the loop that runs them; what an author's fields do in
//! step 6. The gate that lets a plan run once is in `gate.rs`, the work of the other steps in
//! `end.rs`.

use super::field_end::{Function, Returns, Takes};
use super::panics::catch_panic;
use std::fmt::Display;

/// The steps between the closed gate and the support object's last Release, in their order.
///
/// Step 1 (quiesce) is the gate itself: the plan starts when nobody is inside any more. Step 8 (the
/// support object) is the gate's last act, after which nothing of the logon may be touched
/// (SUPREL-5).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Step {
    /// 2: `persist`, then the author's hook, the support object still at hand (LOGOFF-4).
    BeforeLogoff,
    /// 3: every advise connection is cancelled (NOTIF-4).
    Subscriptions,
    /// 4: opened objects are invalidated, newest first (INVAL-1 to INVAL-5).
    OpenObjects,
    /// 5: `StoreLogoffTransports`, exactly once (STORELOGOFF-6).
    Transports,
    /// 6: the author's fields.
    Resources,
    /// 7: what is still held, by whom; the logon leaves its provider.
    LeakTrace,
}

/// The plan, the same for every path of an end, and how its steps are called in reports.
pub(crate) const PLAN: [(Step, &str); 6] = [
    (Step::BeforeLogoff, "before logoff"),
    (Step::Subscriptions, "subscriptions"),
    (Step::OpenObjects, "open objects"),
    (Step::Transports, "transports"),
    (Step::Resources, "resources"),
    (Step::LeakTrace, "leak trace"),
];

/// Takes every step. Neither an error nor a panic of one keeps the next from running.
///
/// Returns what went wrong, a line each.
pub(crate) fn run(mut take: impl FnMut(Step, &mut Ending<'_>)) -> Vec<String> {
    let mut faults = Vec::new();
    for (step, name) in PLAN {
        let mut ending = Ending { step: name, faults: &mut faults };
        if let Err(panic) = catch_panic(|| take(step, &mut ending)) {
            faults.push(format!("{name}: {panic}"));
        }
    }
    faults
}

/// Collects what goes wrong while a logon ends, and ends an author's fields.
pub struct Ending<'r> {
    step: &'static str,
    faults: &'r mut Vec<String>,
}

impl Ending<'_> {
    /// Ends one field with the author's function. A panic of the call, of the error's `Display` or
    /// of its Drop is a fault of this field alone.
    // The bounds stand on a line of their own: rustc quotes that line beneath its message.
    pub fn with<T, A, R, F>(&mut self, field: &'static str, value: T, with: F)
    where
        F: Function<A, R> + Takes<T, A> + Returns<R>,
    {
        if let Ok(Some(fault)) | Err(fault) = catch_panic(|| F::fault(with.call(F::argument(value)))) {
            self.fault(&format!("field `{field}`"), &fault);
        }
    }

    /// Ends one field by dropping it. A panic of its Drop is a fault of this field alone.
    pub fn dropped<T>(&mut self, field: &'static str, value: T) {
        if let Err(fault) = catch_panic(|| drop(value)) {
            self.fault(&format!("field `{field}`"), &fault);
        }
    }

    /// Drops values one after the other; a panic of a Drop is a fault, and the next goes on.
    pub(crate) fn discard_all<T>(&mut self, what: &str, values: Vec<T>) {
        let mut values = values.into_iter();
        while let Err(fault) = catch_panic(|| values.by_ref().for_each(drop)) {
            self.fault(what, &fault);
        }
    }

    /// Runs a part of a step; its error, or its panic, is a fault.
    pub(crate) fn attempt<E: Display>(&mut self, what: &str, part: impl FnOnce() -> Result<(), E>) {
        if let Ok(Err(fault)) | Err(fault) = catch_panic(|| part().map_err(|error| error.to_string())) {
            self.fault(what, &fault);
        }
    }

    fn fault(&mut self, what: &str, fault: &str) {
        self.faults.push(format!("{}: {what}: {fault}", self.step));
    }
}
