//! What a provider tells MAPI about one logon, and MAPI keeps: UIDs, status rows. What only a store
//! tells it is in `store.rs`; subscriptions are in `notifications.rs`, what it asks MAPI for is in
//! `provider_requests.rs`.

use super::support_object::SupportObject;
use crate::model::{Logon, State, StatusRow};
use crate::record::Call;
use crate::record::what::SupportEvent;
use crate::record::what::support::{AddRow, AddUid, ChangeRow, ForgetRow, RowChange};
use provider_abi::error::{Error, Result};
use provider_abi::lock::lock;
use provider_abi::params::Array;
use provider_abi::prop_value::Property;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
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

/// Adds, changes or removes status rows (STATUS-1, STATUS-10 to STATUS-12).
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

/// Registers a UID (UID-2, UID-8).
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
