//! The recipients of a message as they are sent: personal lists give way to their members, and who
//! is there twice is there once (SUBMIT-1). Who asks is `submission.rs`.
#![allow(unsafe_code, reason = "a list is opened by its identifier, and comes as a raw pointer")]

use crate::foreign::{Props, TableRows};
use crate::model::State;
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::Result;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::{MAPI_DISTLIST, MAPI_P1, MAPI_UNICODE};
use provider_abi::shapes::i_unknown::IUnknownVtbl;
use provider_abi::shapes::imapi_table::IMAPITableVtbl;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use std::collections::HashSet;
use std::sync::Arc;

/// The address type of lists that MAPI expands.
const PERSONAL_LIST: &str = "MAPIPDL";

/// More recipients than this are none of a message.
const MOST: usize = 1 << 16;

type Row = Vec<Property>;

/// Recipients as they are sent.
pub(super) struct Expanded {
    pub(super) rows: Vec<Row>,
    /// How many are not there any more, or have come.
    pub(super) changed: u64,
}

/// What makes two recipients one.
#[derive(PartialEq, Eq, Hash)]
enum Identity {
    /// Address type and address, without the difference of letters' cases.
    Address(String, String),
    Entry(Vec<u8>),
}

fn value(row: &[Property], tag: PropTag) -> Option<&PropValue> {
    row.iter().find(|property| property.tag.id() == tag.id()).map(|property| &property.value)
}

fn text(row: &[Property], tag: PropTag) -> Option<&str> {
    value(row, tag)?.as_text().filter(|text| !text.is_empty())
}

fn entry(row: &[Property]) -> Option<&[u8]> {
    value(row, tags::ENTRYID)?.as_binary()
}

fn kind(row: &[Property]) -> u32 {
    value(row, tags::RECIPIENT_TYPE).and_then(PropValue::as_i32).unwrap_or(0).cast_unsigned()
}

/// Who a recipient is, and whether it is the copy of a resend; `None`: nobody can tell.
fn identity(row: &[Property]) -> Option<(Identity, bool)> {
    let is_copy = kind(row) & MAPI_P1 != 0;
    let address = text(row, tags::ADDRTYPE).zip(text(row, tags::EMAIL_ADDRESS));
    let by_address = address.map(|(kind, address)| Identity::Address(kind.to_uppercase(), address.to_lowercase()));
    let who = by_address.or_else(|| Some(Identity::Entry(entry(row)?.to_vec())))?;
    Some((who, is_copy))
}

fn is_list(row: &[Property]) -> bool {
    text(row, tags::ADDRTYPE).is_some_and(|kind| kind.eq_ignore_ascii_case(PERSONAL_LIST))
}

/// The recipients with lists expanded, each list once, and everybody once: the first stays, with
/// its PR_ROWID (RCPT-4). A list that cannot be opened stays as it is: it will be reported.
pub(super) fn expand(rows: Vec<Row>, state: &Arc<State>) -> Expanded {
    let mut free = rows.iter().filter_map(|row| value(row, tags::ROWID)?.as_i32()).max().unwrap_or(-1);
    let mut open: Vec<Row> = rows.into_iter().rev().collect(); // the last first
    let mut lists = HashSet::new();
    let mut seen = HashSet::new();
    let mut expanded = Expanded { rows: Vec::new(), changed: 0 };
    while let Some(mut row) = open.pop() {
        let list = entry(&row).filter(|_| is_list(&row)).map(<[u8]>::to_vec);
        if let Some(list) = list
            && expanded.rows.len() + open.len() < MOST
            && !lists.contains(&list)
            && let Ok(members) = members(&list, kind(&row), state)
        {
            lists.insert(list);
            expanded.changed += 1;
            open.extend(members.into_iter().rev());
            continue;
        }
        if identity(&row).is_some_and(|who| !seen.insert(who)) {
            expanded.changed += 1;
            continue;
        }
        if value(&row, tags::ROWID).is_none() {
            free = free.saturating_add(1);
            row.insert(0, Property::new(tags::ROWID, free));
        }
        expanded.rows.push(row);
    }
    expanded
}

/// The members of a list, as recipients of the kind that the list was.
fn members(list: &[u8], kind: u32, state: &Arc<State>) -> Result<Vec<Row>> {
    /// What a member brings with it.
    const COLUMNS: [PropTag; 6] =
        [tags::ENTRYID, tags::DISPLAY_NAME, tags::ADDRTYPE, tags::EMAIL_ADDRESS, tags::SEARCH_KEY, tags::OBJECT_TYPE];
    let found = state.calls.open_entry(state, list, None, 0)?;
    // SAFETY: F1: the call succeeded, so it gave a reference.
    let object = unsafe { ComPtr::<IUnknownVtbl>::from_raw(found.object) }.ok_or(Code::CALL_FAILED)?;
    if found.kind != MAPI_DISTLIST {
        return Err(Code::INVALID_ENTRYID.into());
    }
    let object = Props::of(&object, state.outputs()).ok_or(Code::INTERFACE_NOT_SUPPORTED)?;
    let table = object.open::<IMAPITableVtbl>(tags::CONTAINER_CONTENTS, MAPI_UNICODE, 0)?;
    let table = TableRows { table, outputs: state.outputs() };
    table.set_columns(&COLUMNS)?;
    let mut rows = table.all(MOST)?;
    for row in &mut rows {
        row.retain(|property| !matches!(property.value, PropValue::Error(_) | PropValue::Null));
        row.push(Property::new(tags::RECIPIENT_TYPE, kind));
    }
    Ok(rows)
}
