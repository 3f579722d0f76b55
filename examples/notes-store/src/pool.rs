//! What the logons of one provider object share: database connections that no logon uses at the
//! moment. How one is opened is in `notes.rs`.

use crate::Place;
use provider_runtime::prelude::*;
use rusqlite::Connection;
use std::sync::{Mutex, PoisonError};

/// Idle connections to files.
#[derive(Debug, Default)]
pub struct Pool {
    idle: Mutex<Vec<(Place, Connection)>>,
}

/// As many connections wait for another logon.
const MOST_IDLE: usize = 8;

impl Pool {
    /// An idle connection to this place.
    pub(crate) fn take(&self, place: &Place) -> Option<Connection> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let at = idle.iter().position(|(other, _)| other == place)?;
        Some(idle.swap_remove(at).1)
    }

    /// A connection that its logon has done with; memory goes with its logon.
    pub(crate) fn give_back(&self, place: Place, connection: Connection) -> Result<()> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(place, Place::File(_)) && idle.len() < MOST_IDLE {
            idle.push((place, connection));
            return Ok(());
        }
        drop(idle);
        close(connection)
    }
}

impl Shared for Pool {
    fn start() -> Result<Self> {
        Ok(Self::default())
    }

    fn stop(self) -> Result<()> {
        let idle = self.idle.into_inner().unwrap_or_else(PoisonError::into_inner);
        // Each is closed, whatever became of the others; the first fault is told.
        let closed: Vec<_> = idle.into_iter().map(|(_, connection)| close(connection)).collect();
        closed.into_iter().collect()
    }
}

fn close(connection: Connection) -> Result<()> {
    connection.close().map_err(|(_, error)| error).or_code(Code::CALL_FAILED)
}
