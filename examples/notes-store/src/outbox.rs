//! The worker that tells of changes while the client goes on. What a change is, is in `notes.rs`.

use crate::key::Key;
use crate::{Notes, NotesStore};
use provider_runtime::prelude::*;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The worker, and what went wrong on its thread.
#[derive(Debug)]
pub struct Outbox {
    worker: Worker,
    fault: Arc<Mutex<Option<Error>>>,
}

/// How long the worker sleeps when nobody wakes it: then it tries again what failed before.
const REST: Duration = Duration::from_secs(30);

impl Outbox {
    /// Starts the worker; changes that an earlier session left are its first work.
    pub(crate) fn start(notes: &Arc<Notes>, support: &Support<NotesStore>) -> Result<Self> {
        let fault = Arc::new(Mutex::new(None));
        let notes = Arc::clone(notes);
        let faults = Arc::clone(&fault);
        let worker = Worker::start("outbox", support, move |stop, support| {
            loop {
                let stopping = stop.is_requested();
                let done = empty(&notes, support);
                *faults.lock().unwrap_or_else(PoisonError::into_inner) = done.err();
                if stopping {
                    break; // the signal came before the last round, so nothing is left to do
                }
                stop.wait(REST);
            }
        })?;
        Ok(Self { worker, fault })
    }

    /// There is a change to tell of.
    pub(crate) fn wake(&self) {
        self.worker.wake();
    }

    /// The teardown of the field: the worker tells of what is left and ends.
    ///
    /// # Errors
    /// What the last round met. The changes stay in the file for the next session.
    pub(crate) fn drain(self) -> Result<()> {
        drop(self.worker);
        let fault = self.fault.lock().unwrap_or_else(PoisonError::into_inner).take();
        fault.map_or(Ok(()), Err)
    }
}

fn empty(notes: &Notes, support: &Support<NotesStore>) -> Result<()> {
    while let Some(id) = notes.take_change()? {
        // Clients may be gone already; the message is changed all the same.
        let _ = support.notify(&Event::modified(&Key::Message(id), ObjectKind::Message));
    }
    Ok(())
}
