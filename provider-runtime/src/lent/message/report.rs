//! The report on a message's recipients, which goes over `IMAPISupport`. What a transport calls
//! otherwise is in `lent/transport_support.rs`.
#![allow(unsafe_code, reason = "IMAPISupport is called over its vtable")]

use super::loan::Loan;
use super::recipient::{self, Recipient};
use provider_abi::error::{Result, ok};
use provider_abi::shapes::param::In;

impl Loan<'_> {
    /// `IMAPISupport::StatusRecips`, which frees its list only if it succeeds.
    pub(super) fn status_recips(&self, recipients: &[Recipient]) -> Result<()> {
        let list = recipient::list(self.memory(), recipients)?;
        let reported = self.link.lend(|support| {
            let status_recips = support.methods().status_recips;
            // SAFETY: O3: just made.
            let lent = unsafe { In::from_raw(list.cast_const()) };
            // SAFETY: F1: both alive.
            ok(unsafe { status_recips(support.this(), self.message.raw(), lent) })
        });
        if reported.is_err() {
            // SAFETY: M1: made above, and MAPI has not taken it.
            unsafe { recipient::free(self.memory(), list) };
        }
        reported
    }
}
