//! What a provider tells MAPI about one logon, and MAPI keeps: UIDs, status rows, the end of a
//! store, its place in the profile. Subscriptions are in `notifications.rs`, what it asks MAPI for
//! is in `requests.rs`.

use super::object::{Of, SupportObject};
use crate::model::{Logon, State, StatusRow};
use crate::record::what::support::{AddRow, AddUid, ChangeRow, ForgetRow, LogoffTransports, ModifyProfile, RowChange};
use crate::record::what::{ProviderEvent, SessionEvent, SupportEvent};
use crate::record::{Call, What};
use provider_abi::error::{Error, Result};
use provider_abi::lock::lock;
use provider_abi::params::Array;
use provider_abi::prop_value::Property;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::param::Out;
use provider_abi::shapes::structs::*;

/// STATUS-10: the provider's own way to remove its rows.
fn remove_rows(state: &State, logon: &Logon, call: &Call<'_, SupportEvent>) -> Result<()> {
    let gone = std::mem::take(&mut lock(&logon.registrations).rows);
    call.set_row(|row| row.gone = Some(true));
    for row in gone {
        state.record.note_by("STATUS-10", &logon.name(), ForgetRow { logon: logon.number });
        state.row_changed(logon, TABLE_ROW_DELETED, row.number);
    }
    Ok(())
}

/// The row with its new columns, kept under one lock, and what has happened to it; nothing happens
/// to one that a strict host refuses (STATUS-12). An update is of the row added last (STATUS-11).
fn keep_row(state: &State, logon: &Logon, columns: Vec<Property>, update: bool) -> Result<(Option<u32>, StatusRow)> {
    let mut registrations = lock(&logon.registrations);
    if registrations.is_closed {
        return Err(Code::END_OF_SESSION.into());
    }
    let last = registrations.rows.last().cloned().filter(|_| update);
    let event = if last.is_some() { TABLE_ROW_MODIFIED } else { TABLE_ROW_ADDED };
    let mut row = last.unwrap_or_else(|| StatusRow { number: state.numbers.row(), columns: Vec::new() });
    row.merge(columns);
    if state.options.has_strict_status && !row.lacking().is_empty() {
        return Ok((None, row));
    }
    registrations.rows.retain(|other| other.number != row.number);
    registrations.rows.push(row.clone());
    Ok((Some(event), row))
}

/// STATUS-1, STATUS-10 to STATUS-12
pub(super) fn modify_status_row(support: &SupportObject, columns: Option<Array<'_, SPropValue>>, flags: u32) -> Code {
    let update = flags & STATUSROW_UPDATE != 0;
    let whose = support.whose();
    let row = RowChange::default();
    let event: SupportEvent = if update { ChangeRow { whose, row }.into() } else { AddRow { whose, row }.into() };
    support.call(event, |state, call| {
        let columns = columns.ok_or(Code::INVALID_PARAMETER)?.decoded()?;
        let logon = support.logon()?;
        match (columns.is_empty(), update) {
            (true, false) => return remove_rows(state, logon, call),
            (true, true) => {
                // No column has changed; there may be no row at all.
                let is_gone = lock(&logon.registrations).rows.is_empty();
                call.set_row(|row| row.gone = Some(is_gone));
                return Ok(());
            }
            _ => {}
        }
        let (event, row) = keep_row(state, logon, columns, update)?;
        call.set_row(|change| {
            change.lacks = row.lacking().iter().map(|tag| tag.0).collect();
            change.methods = row.methods();
        });
        let Some(event) = event else {
            return Err(Error::new(Code::MISSING_REQUIRED_COLUMN, "the status row lacks a required column"));
        };
        let number = row.number;
        state.row_changed(logon, event, number); // STATUS-9
        Ok(())
    })
}

/// UID-2, UID-8
pub(super) fn set_provider_uid(support: &SupportObject, uid: Option<&MAPIUID>, flags: u32) -> Code {
    support.call(AddUid { whose: support.whose(), uid: None }, |state, call| {
        if flags != 0 {
            return Err(Code::UNKNOWN_FLAGS.into());
        }
        let logon = support.logon()?;
        let uid = uid.ok_or(Code::INVALID_PARAMETER)?;
        let number = state.numbers.bytes(&uid.ab);
        call.set(|add| add.uid = Some(number));
        let mut registrations = lock(&logon.registrations);
        if registrations.is_closed {
            return Err(Code::END_OF_SESSION.into());
        }
        registrations.uids.push(uid.ab);
        Ok(())
    })
}

/// Whether a call may be the store's last Release, or comes after it.
fn is_an_end(call: &What) -> bool {
    match call {
        What::Session(event) => matches!(event, SessionEvent::StoreRelease(_)),
        What::Provider(event) => matches!(event, ProviderEvent::Logoff(_) | ProviderEvent::LogonRelease(_)),
        What::Process(_) | What::Support(_) | What::Transport(_) | What::Report(_) => false,
    }
}

/// STORELOGOFF-11, with the answer that the test has set (T-55).
pub(super) fn store_logoff_transports(support: &SupportObject, flags: Out<'_, u32>) -> Code {
    let given = flags.read().unwrap_or(0);
    let told = LogoffTransports { whose: support.whose(), ..LogoffTransports::default() };
    support.call(told, |state, call| {
        let flags = flags.needed()?;
        // STORELOGOFF-10: somebody else has the store open, too.
        if support.logon().is_ok_and(|logon| state.is_open_elsewhere(logon)) {
            call.set(|told| {
                told.flags = Some(given);
                told.effective = Some(true);
            });
            flags.write(LOGOFF_COMPLETE);
            return Ok(());
        }
        let activity = state.options.activity | state.spooler.activity();
        // STORELOGOFF-6: QUIET asks, but in the store's last Release there is nobody left to ask
        // again.
        let is_question = given & LOGOFF_QUIET != 0 && !state.record.is_inside(is_an_end);
        let stays = is_question && activity != 0;
        let back = match (stays, given & LOGOFF_ABORT != 0) {
            (true, _) => activity,
            (false, true) => LOGOFF_COMPLETE,
            (false, false) => LOGOFF_COMPLETE | activity,
        };
        call.set(|told| {
            told.flags = Some(given);
            told.effective = Some(!stays);
        });
        if let (false, Of::Logon(logon)) = (stays, &support.of) {
            state.spooler.complete(logon);
        }
        flags.write(back);
        Ok(())
    })
}

/// MSLOGON-13: a store that was opened without being in the profile joins it, unless it is to be
/// temporary.
pub(super) fn modify_profile(support: &SupportObject) -> Code {
    support.call(ModifyProfile { whose: support.whose() }, |_, _| {
        let logon = support.logon()?;
        if logon.flags & MDB_TEMPORARY == 0 {
            logon.registration.make_permanent();
        }
        Ok(())
    })
}
