//! The report on a message's recipients, which goes over `IMAPISupport`. What a transport calls
//! otherwise is in `lent/transport_support.rs`.
#![allow(unsafe_code, reason = "IMAPISupport is called over its vtable")]

use super::loan::Loan;
use super::recipient::{self, Recipient};
use provider_abi::error::{Result, ok};

impl Loan<'_> {
    /// `IMAPISupport::StatusRecips`, which frees its list only if it succeeds.
    pub(super) fn status_recips(&self, recipients: &[Recipient]) -> Result<()> {
        let list = recipient::list(self.memory(), recipients)?;
        let reported = self.link.lend(|support| {
            let status_recips = support.methods().status_recips;
            // SAFETY: F1: both alive.
            ok(unsafe { status_recips(support.this(), self.message.raw(), list.argument()) })
        });
        if reported.is_ok() {
            list.leave();
        }
        reported
    }
}
