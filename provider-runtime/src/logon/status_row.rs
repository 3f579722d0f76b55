//! The logon's row in the status table: its own bits of PR_STATUS_CODE, and
//! `IMAPISupport::ModifyStatusRow`. Which columns a kind has is in `bridge/`.
#![allow(unsafe_code, reason = "IMAPISupport is called over its vtable")]

use super::support_link::SupportLink;
use provider_abi::error::{Code, Result, ok};
use provider_abi::prop_array;
use provider_abi::prop_value::Property;
use provider_abi::shapes::flag::{STATUS_AVAILABLE, STATUS_FAILURE, STATUS_OFFLINE, STATUSROW_UPDATE};
use provider_abi::shapes::param::In;
use provider_abi::shapes::tags;
use std::sync::atomic::Ordering;

impl SupportLink {
    /// `IMAPISupport::ModifyStatusRow`; with `STATUSROW_UPDATE` only the given columns change.
    fn modify_status_row(&self, row: &[Property], flags: u32) -> Result<()> {
        self.lend(|support| {
            let memory = self.host.memory; // MEM-12: MAPI's allocators, too, only while the support object is there
            let raw = prop_array::unicode_array(&memory, row)?.into_raw();
            // SAFETY: O3: just made, as many as `row` has.
            let columns = unsafe { In::from_raw(raw.cast_const()) };
            let modify = support.methods().modify_status_row;
            // SAFETY: F1: alive while lent.
            let done = ok(unsafe { modify(support.this(), row.len() as u32, columns, flags) });
            // SAFETY: M1: our block, lent until here.
            unsafe { memory.free(raw.cast()) };
            done
        })
    }

    /// `IMAPISupport::ModifyStatusRow`: adds the row (STATUS-1), which says `status`. A status that
    /// another thread set meanwhile, and that found no row yet, follows.
    pub(crate) fn add_status_row(&self, row: &[Property], status: u32) -> Result<()> {
        self.modify_status_row(row, 0)?;
        self.has_row.store(true, Ordering::SeqCst);
        if self.status.load(Ordering::SeqCst) == status { Ok(()) } else { self.write_status() }
    }

    /// Says whether the logon is available; of its traffic the bits stay as they are (XPLOGON-11).
    pub(crate) fn set_status(&self, status: u32) -> Result<()> {
        self.change_status(STATUS_AVAILABLE | STATUS_OFFLINE | STATUS_FAILURE, status)
    }

    /// Exchanges some bits of PR_STATUS_CODE for the status object and in the row, if it is there
    /// already.
    pub(crate) fn change_status(&self, from: u32, to: u32) -> Result<()> {
        let changed = |bits| Some(bits & !from | to);
        let _ = self.status.try_update(Ordering::SeqCst, Ordering::SeqCst, changed);
        if !self.has_row.load(Ordering::SeqCst) {
            return if self.has_ended() { Err(Code::END_OF_SESSION.into()) } else { Ok(()) };
        }
        self.write_status()
    }

    /// Writes PR_STATUS_CODE into the row; again, if another thread has changed it meanwhile.
    pub(crate) fn write_status(&self) -> Result<()> {
        loop {
            let told = self.status.load(Ordering::SeqCst);
            self.modify_status_row(&[Property::new(tags::STATUS_CODE, told)], STATUSROW_UPDATE)?;
            if self.status.load(Ordering::SeqCst) == told {
                return Ok(());
            }
        }
    }
}
