//! What the session has to free of what a logon call gave (V-33).

use super::seen::Seen;
use super::violations::Found;
use crate::record::what::provider::{Freed, LogonFacts};

/// What one logon call gave beside its objects, and how often it was freed.
#[derive(Debug, Default)]
pub(super) struct LogonOutputs {
    has_error: bool,
    has_data: bool,
    freed_errors: usize,
    freed_data: usize,
}

impl LogonOutputs {
    pub(super) fn are_given(&mut self, call: &LogonFacts) {
        self.has_error = call.error_block == Some(true);
        self.has_data = call.spooler_bytes.is_some_and(|bytes| bytes > 0);
    }

    pub(super) fn is_freed(&mut self, seen: Seen<'_>, freed: Freed, logon: &str, found: &mut Found) {
        let times = match freed {
            Freed::Error => &mut self.freed_errors,
            Freed::SpoolerData => &mut self.freed_data,
        };
        *times += 1;
        if *times == 2 {
            found.tell("V-33", seen.at, logon, "what the logon call gave was freed twice");
        }
    }

    /// REACT-7, MSLOGON-12: nobody frees it any more.
    pub(super) fn judge(&self, at: usize, logon: &str, found: &mut Found) {
        if self.has_error && self.freed_errors == 0 {
            found.tell("V-33", at, logon, "the MAPIERROR of the logon call was not freed");
        }
        if self.has_data && self.freed_data == 0 {
            let text = "the spooler data of the logon call was not freed";
            found.tell("V-33", at, logon, text).by("MSLOGON-12");
        }
    }
}
