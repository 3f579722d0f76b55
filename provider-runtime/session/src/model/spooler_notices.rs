//! What a transport tells the spooler at any time, on any thread (SPL-1 to SPL-3): kept until the
//! spooler acts on it.

use provider_abi::error::{Code, Result};
use provider_abi::shapes::flag::*;

/// What a transport's logon has told the spooler.
#[derive(Debug, Default)]
pub(crate) struct SpoolerNotices {
    /// NOTIFY_NEWMAIL: something waits to be received.
    pub(crate) has_mail: bool,
    /// NOTIFY_CONFIG_CHANGE: it is to be asked for its address types again.
    pub(crate) has_changed: bool,
    /// NOTIFY_CRITICAL_ERROR: nothing but the end may come (SPL-3).
    pub(crate) has_failed: bool,
    /// NOTIFY_CRITSEC without its NOTIFY_NONCRIT: no Idle, no Poll (SPL-2).
    pub(crate) is_critical: bool,
    /// NOTIFY_SENTDEFERRED: messages that it wants again, by their identifiers.
    pub(crate) wanted: Vec<Vec<u8>>,
}

/// More identifiers than this nobody remembers: a transport has no more deferred.
const MOST_WANTED: usize = 100_000;

impl SpoolerNotices {
    /// One SpoolerNotify of a transport; `entry` is what came with NOTIFY_SENTDEFERRED.
    ///
    /// # Errors
    /// `MAPI_E_UNKNOWN_FLAGS`; `MAPI_E_INVALID_PARAMETER` for flags that exclude each other, and
    /// without an identifier where one belongs.
    pub(crate) fn add(&mut self, flags: u32, entry: Option<&[u8]>) -> Result<()> {
        const KNOWN: u32 = NOTIFY_NEWMAIL
            | NOTIFY_READYTOSEND
            | NOTIFY_SENTDEFERRED
            | NOTIFY_CRITSEC
            | NOTIFY_NONCRIT
            | NOTIFY_CONFIG_CHANGE
            | NOTIFY_CRITICAL_ERROR;
        if flags & !KNOWN != 0 {
            return Err(Code::UNKNOWN_FLAGS.into());
        }
        let both = |pair: u32| flags & pair == pair;
        if both(NOTIFY_SENTDEFERRED | NOTIFY_CRITICAL_ERROR) || both(NOTIFY_CRITSEC | NOTIFY_NONCRIT) {
            return Err(Code::INVALID_PARAMETER.into());
        }
        if flags & NOTIFY_SENTDEFERRED != 0 {
            let entry = entry.ok_or(Code::INVALID_PARAMETER)?;
            if self.wanted.len() < MOST_WANTED {
                self.wanted.push(entry.to_vec());
            }
        }
        self.has_mail |= flags & NOTIFY_NEWMAIL != 0;
        self.has_changed |= flags & NOTIFY_CONFIG_CHANGE != 0;
        self.has_failed |= flags & NOTIFY_CRITICAL_ERROR != 0;
        self.is_critical = (self.is_critical || flags & NOTIFY_CRITSEC != 0) && flags & NOTIFY_NONCRIT == 0;
        Ok(())
    }

    /// What is to be acted on, once: whether it is to be asked for its address types again, and the
    /// messages that it wants again.
    pub(crate) fn take_news(&mut self) -> (bool, Vec<Vec<u8>>) {
        let has_changed = std::mem::take(&mut self.has_changed);
        let wanted = std::mem::take(&mut self.wanted);
        (has_changed, wanted)
    }
}
