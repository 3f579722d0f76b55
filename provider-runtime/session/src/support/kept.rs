//! What a provider tells MAPI about one logon, and MAPI keeps: UIDs, status rows, the end of a store, its place in the
//! profile. Subscriptions are in `notify.rs`, what it gets from MAPI is in `lent.rs`.
#![allow(unsafe_code, reason = "the methods of IMAPISupport take raw arguments")]

use super::{Of, SupportObject};
use crate::end;
use crate::events::Call;
use crate::logon::Logon;
use crate::state::State;
use crate::status::StatusRow;
use provider_abi::class::object;
use provider_abi::error::{Error, Result};
use provider_abi::lock::lock;
use provider_abi::prop_array;
use provider_abi::prop_value::Property;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::param::{In, Out, This};
use provider_abi::shapes::structs::*;

/// STATUS-10: the provider's own way to remove its rows.
fn remove_rows(state: &State, logon: &Logon, call: &Call<'_>) -> Result<()> {
    let gone = std::mem::take(&mut lock(&logon.kept).rows);
    call.fact("gone", 1);
    for row in gone {
        state.record.note("row-", &logon.name(), "", "STATUS-10", &[("logon", logon.number)]);
        state.row_changed(logon, TABLE_ROW_DELETED, row.number);
    }
    Ok(())
}

/// The row with its new columns, kept under one lock, and what has happened to it; nothing happens to one that a strict
/// host refuses (STATUS-12). An update is of the row added last (STATUS-11).
fn keep_row(state: &State, logon: &Logon, columns: Vec<Property>, update: bool) -> Result<(Option<u32>, StatusRow)> {
    let mut kept = lock(&logon.kept);
    if kept.is_closed {
        return Err(Code::END_OF_SESSION.into());
    }
    let last = kept.rows.last().cloned().filter(|_| update);
    let event = if last.is_some() { TABLE_ROW_MODIFIED } else { TABLE_ROW_ADDED };
    let mut row = last.unwrap_or_else(|| StatusRow { number: state.next_row(), columns: Vec::new() });
    row.merge(columns);
    if state.options.has_strict_status && !row.lacking().is_empty() {
        return Ok((None, row));
    }
    kept.rows.retain(|other| other.number != row.number);
    kept.rows.push(row.clone());
    Ok((Some(event), row))
}

/// STATUS-1, STATUS-10 to STATUS-12
pub(super) unsafe extern "system" fn modify_status_row(
    this: This,
    count: u32,
    columns: In<SPropValue>,
    flags: u32,
) -> Code {
    let support = object::<SupportObject, 0>(&this);
    let update = flags & STATUSROW_UPDATE != 0;
    let event = if update { "sup.row~" } else { "sup.row+" };
    support.call(event, "", "STATUS-1", |state, call| {
        let columns = prop_array::decoded(count, columns)?;
        let logon = support.logon()?;
        match (count, update) {
            (0, false) => return remove_rows(state, logon, call),
            (0, true) => {
                // No column has changed; there may be no row at all.
                call.fact("gone", lock(&logon.kept).rows.is_empty().into());
                return Ok(());
            }
            _ => {}
        }
        let (event, row) = keep_row(state, logon, columns, update)?;
        row.lacking().iter().for_each(|tag| call.fact("lacks", tag.0.into()));
        if let Some(methods) = row.methods() {
            call.fact("methods", methods);
        }
        let Some(event) = event else {
            return Err(Error::new(Code::MISSING_REQUIRED_COLUMN, "the status row lacks a required column"));
        };
        let number = row.number;
        state.row_changed(logon, event, number); // STATUS-9
        Ok(())
    })
}

/// UID-2, UID-8
pub(super) unsafe extern "system" fn set_provider_uid(this: This, uid: In<MAPIUID>, flags: u32) -> Code {
    let support = object::<SupportObject, 0>(&this);
    support.call("sup.uid+", "", "UID-1", |state, call| {
        if flags != 0 {
            return Err(Code::UNKNOWN_FLAGS.into());
        }
        let (logon, uid) = (support.logon()?, uid.read().ok_or(Code::INVALID_PARAMETER)?);
        call.fact("uid", state.numbers.bytes(&uid.ab));
        let mut kept = lock(&logon.kept);
        if kept.is_closed {
            return Err(Code::END_OF_SESSION.into());
        }
        kept.uids.push(uid.ab);
        Ok(())
    })
}

/// STORELOGOFF-11, with the answer that the test has set (T-55).
pub(super) unsafe extern "system" fn store_logoff_transports(this: This, flags: Out<u32>) -> Code {
    let support = object::<SupportObject, 0>(&this);
    let given = flags.read().unwrap_or(0);
    support.call("sup.slt", &end::logoff_flags(given), "STORELOGOFF-6", |state, call| {
        let flags = flags.needed()?;
        // STORELOGOFF-10: somebody else has the store open, too.
        if support.logon().is_ok_and(|logon| state.is_open_elsewhere(logon)) {
            call.fact("flags", given.into());
            call.fact("effective", 1);
            flags.write(LOGOFF_COMPLETE);
            return Ok(());
        }
        let activity = state.options.activity | state.mail_activity();
        let stays = given & LOGOFF_QUIET != 0 && activity != 0;
        let back = match (stays, given & LOGOFF_ABORT != 0) {
            (true, _) => activity,
            (false, true) => LOGOFF_COMPLETE,
            (false, false) => LOGOFF_COMPLETE | activity,
        };
        call.fact("flags", given.into());
        call.fact("effective", u64::from(!stays));
        if let (false, Of::Logon(logon)) = (stays, &support.of) {
            state.complete_for_spooler(logon);
        }
        flags.write(back);
        Ok(())
    })
}

/// MSLOGON-13: a store that was opened without being in the profile joins it, unless it is to be temporary.
pub(super) unsafe extern "system" fn modify_profile(this: This, _flags: u32) -> Code {
    let support = object::<SupportObject, 0>(&this);
    support.call("sup.profile", "", "MSLOGON-13", |_, _| {
        let logon = support.logon()?;
        if logon.flags & MDB_TEMPORARY == 0 {
            logon.registration.make_permanent();
        }
        Ok(())
    })
}
