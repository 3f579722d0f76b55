//! Which rows of a provider's table a client sees, and in which order. Columns and rows are in
//! `table.rs`.
#![allow(unsafe_code, reason = "IMAPITable is called over its vtable")]

use super::table::Table;
use provider_abi::error::{Result, ok};
use provider_abi::shapes::param::In;
use provider_abi::table::{Restriction, SortOrder};

impl Table {
    /// Shows the rows that fit alone; `None` shows all. `IMAPITable::Restrict`
    ///
    /// # Errors
    /// The table's code; `MAPI_E_TOO_COMPLEX` for a restriction that MAPI has no form for.
    pub fn restrict(&self, restriction: Option<&Restriction>) -> Result<()> {
        self.with_restriction(restriction, |argument| {
            ok(self.call("Restrict", |methods, this| {
                // SAFETY: S1: the client's reference; the restriction is lent until it returns.
                unsafe { (methods.restrict)(this, argument, 0) }
            }))
        })
    }

    /// Goes to the first row that fits, from a bookmark on. `IMAPITable::FindRow`
    ///
    /// # Errors
    /// `MAPI_E_NOT_FOUND` if none fits; the table's code.
    pub fn find(&self, restriction: &Restriction, from: usize, flags: u32) -> Result<()> {
        self.with_restriction(Some(restriction), |argument| {
            ok(self.call("FindRow", |methods, this| {
                // SAFETY: S1: the client's reference; the restriction is lent until it returns.
                unsafe { (methods.find_row)(this, argument, from, flags) }
            }))
        })
    }

    /// Sorts the rows. `IMAPITable::SortTable`
    ///
    /// # Errors
    /// The table's code.
    pub fn sort(&self, order: &SortOrder) -> Result<()> {
        let raw = order.block(self.memory())?.into_raw();
        // SAFETY: M1: a block of our own, which is freed after the call.
        let argument = unsafe { In::from_raw(raw.cast_const()) };
        let done = ok(self.call("SortTable", |methods, this| {
            // SAFETY: S1: the client's reference; the order is lent until it returns.
            unsafe { (methods.sort_table)(this, argument, 0) }
        }));
        // SAFETY: M1: our block, lent until here.
        unsafe { self.memory().free(raw.cast()) };
        done
    }

    fn with_restriction(
        &self,
        restriction: Option<&Restriction>,
        work: impl FnOnce(In<'_, provider_abi::shapes::structs::SRestriction>) -> Result<()>,
    ) -> Result<()> {
        let Some(restriction) = restriction else { return work(In::null()) };
        let raw = restriction.block(self.memory())?.into_raw();
        // SAFETY: M1: a block of our own, which is freed after the call.
        let done = work(unsafe { In::from_raw(raw.cast_const()) });
        // SAFETY: M1: our block, lent until here.
        unsafe { self.memory().free(raw.cast()) };
        done
    }
}
