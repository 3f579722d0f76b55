//! Panics of clients' closures inside providers' calls: they must not cross the border (ERR-7), and
//! go on where the client's own call has returned.

use provider_abi::lock::lock;
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Mutex;
use std::thread::ThreadId;

/// Those that have not gone on yet, by thread.
static PANICS: Mutex<Vec<(ThreadId, Box<dyn Any + Send>)>> = Mutex::new(Vec::new());

/// Runs a client's closure; its panic goes on when the client's own call has returned.
pub(crate) fn hold_back_panics(run: impl FnOnce()) {
    if let Err(payload) = catch_unwind(AssertUnwindSafe(run)) {
        lock(&PANICS).push((std::thread::current().id(), payload));
    }
}

/// Goes on with a panic that was held back on this thread; `before` is run first.
pub(crate) fn resume_panic(before: impl FnOnce()) {
    let here = std::thread::current().id();
    let payload = {
        let mut panics = lock(&PANICS);
        let at = panics.iter().position(|(thread, _)| *thread == here);
        at.map(|at| panics.swap_remove(at).1)
    };
    if let Some(payload) = payload.filter(|_| !std::thread::panicking()) {
        before();
        resume_unwind(payload);
    }
}
