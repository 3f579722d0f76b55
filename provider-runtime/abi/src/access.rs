//! How much a client, or a provider, may do with what it opens.

use crate::shapes::flag::{MAPI_BEST_ACCESS, MAPI_MODIFY};

/// What the client asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// Look only.
    Read,
    /// Change too, or fail (`MAPI_MODIFY`, `MDB_WRITE`).
    Write,
    /// Change if possible (`MAPI_BEST_ACCESS`).
    Best,
}

impl Access {
    /// What flags say; `write` is the method's own flag for writing.
    #[inline]
    pub fn of(flags: u32, write: u32) -> Self {
        match flags {
            flags if flags & MAPI_BEST_ACCESS != 0 => Self::Best,
            flags if flags & write != 0 => Self::Write,
            _ => Self::Read,
        }
    }

    /// As a flag of MAPI's.
    #[inline]
    pub fn flags(self) -> u32 {
        match self {
            Self::Read => 0,
            Self::Write => MAPI_MODIFY,
            Self::Best => MAPI_BEST_ACCESS,
        }
    }
}
