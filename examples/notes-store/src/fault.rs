//! What SQLite's failures are to a client of MAPI.

use provider_runtime::prelude::*;
use rusqlite::{Error as Fault, ErrorCode, ffi};

/// Gives a failure of SQLite's its code in MAPI, with SQLite's text.
pub(crate) trait InFile<T> {
    /// The value, or what has gone wrong in the file.
    ///
    /// # Errors
    /// `MAPI_E_BUSY` if another process writes for too long, `MAPI_E_NOT_ENOUGH_DISK`,
    /// `MAPI_E_TOO_BIG`, `MAPI_E_DISK_ERROR` and others.
    fn in_file(self) -> Result<T>;
}

impl<T> InFile<T> for Result<T, Fault> {
    #[inline]
    fn in_file(self) -> Result<T> {
        match self {
            Ok(value) => Ok(value),
            Err(fault) => {
                let code = code_of(&fault);
                Err(fault).or_code(code)
            }
        }
    }
}

fn code_of(fault: &Fault) -> Code {
    match fault.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Code::BUSY,
        Some(ErrorCode::DiskFull) => Code::NOT_ENOUGH_DISK,
        Some(ErrorCode::OutOfMemory) => Code::NOT_ENOUGH_MEMORY,
        Some(ErrorCode::TooBig) => Code::TOO_BIG,
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Code::NO_ACCESS,
        Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => Code::DISK_ERROR,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Code::CORRUPT_DATA,
        _ => Code::CALL_FAILED,
    }
}

/// Whether a failure says that something is there already that there can be only once.
pub(crate) fn is_taken(fault: &Fault) -> bool {
    const ONCE: [i32; 3] =
        [ffi::SQLITE_CONSTRAINT_UNIQUE, ffi::SQLITE_CONSTRAINT_PRIMARYKEY, ffi::SQLITE_CONSTRAINT_ROWID];
    fault.sqlite_error().is_some_and(|error| ONCE.contains(&error.extended_code))
}
