//! What is asked of a table: columns that every row answers, positions, filters, orders, rows that
//! are found again. Which tables there are is in `contents.rs` and `contents_message.rs`.

use super::contents::{broken, doubtful, is_unsupported};
use crate::case::step;
use provider_runtime::abi::flag::*;
use provider_runtime::session::Table;
use provider_runtime::{Code, PropTag, PropValue, Property, Restriction, SortOrder, tags};
use std::collections::BTreeSet;

/// How many rows are read of one table.
const ROWS: i32 = 200;

/// A property that nobody has.
const ABSENT: PropTag = PropTag(0x7FFE_001F);

/// What a table shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wants {
    Folders,
    Containers,
    Messages,
    Users,
    Recipients,
    Attachments,
}

/// A column, its name, and the rule that asks for it.
type Column = (PropTag, &'static str, &'static str);

/// CONT-9, of both kinds.
const HIERARCHY: [Column; 8] = [
    (tags::INSTANCE_KEY::ID, "PR_INSTANCE_KEY", "REQ-4"),
    (tags::ENTRYID::ID, "PR_ENTRYID", "REQ-2"),
    (tags::DISPLAY_NAME::ID, "PR_DISPLAY_NAME", "REQ-11"),
    (tags::OBJECT_TYPE::ID, "PR_OBJECT_TYPE", "REQ-1"),
    (tags::COMMENT::ID, "PR_COMMENT", "REQ-19"),
    (tags::DEPTH::ID, "PR_DEPTH", "REQ-20"),
    (tags::STATUS::ID, "PR_STATUS", "REQ-20"),
    (tags::DISPLAY_TYPE::ID, "PR_DISPLAY_TYPE", "REQ-21"),
];

/// CONT-9, of stores.
const FOLDERS: [Column; 4] = [
    (tags::FOLDER_TYPE::ID, "PR_FOLDER_TYPE", "REQ-15"),
    (tags::SUBFOLDERS::ID, "PR_SUBFOLDERS", "REQ-18"),
    (tags::CONTENT_COUNT::ID, "PR_CONTENT_COUNT", "REQ-16"),
    (tags::CONTENT_UNREAD::ID, "PR_CONTENT_UNREAD", "REQ-16"),
];

/// CONT-9, of address books.
const CONTAINERS: [Column; 1] = [(tags::CONTAINER_FLAGS::ID, "PR_CONTAINER_FLAGS", "REQ-22")];

/// CONT-10
const MESSAGES: [Column; 16] = [
    (tags::INSTANCE_KEY::ID, "PR_INSTANCE_KEY", "REQ-4"),
    (tags::ENTRYID::ID, "PR_ENTRYID", "REQ-2"),
    (tags::OBJECT_TYPE::ID, "PR_OBJECT_TYPE", "REQ-1"),
    (tags::DISPLAY_CC::ID, "PR_DISPLAY_CC", "REQ-28"),
    (tags::DISPLAY_TO::ID, "PR_DISPLAY_TO", "REQ-28"),
    (tags::HASATTACH::ID, "PR_HASATTACH", "REQ-29"),
    (tags::LAST_MODIFICATION_TIME::ID, "PR_LAST_MODIFICATION_TIME", "REQ-30"),
    (tags::MAPPING_SIGNATURE::ID, "PR_MAPPING_SIGNATURE", "REQ-8"),
    (tags::MESSAGE_CLASS::ID, "PR_MESSAGE_CLASS", "REQ-25"),
    (tags::MESSAGE_FLAGS::ID, "PR_MESSAGE_FLAGS", "REQ-26"),
    (tags::MESSAGE_SIZE::ID, "PR_MESSAGE_SIZE", "REQ-27"),
    (tags::MSG_STATUS::ID, "PR_MSG_STATUS", "REQ-34"),
    (tags::PARENT_ENTRYID::ID, "PR_PARENT_ENTRYID", "REQ-9"),
    (tags::RECORD_KEY::ID, "PR_RECORD_KEY", "REQ-3"),
    (tags::STORE_ENTRYID::ID, "PR_STORE_ENTRYID", "REQ-5"),
    (tags::STORE_RECORD_KEY::ID, "PR_STORE_RECORD_KEY", "REQ-6"),
];

/// CONT-12
const USERS: [Column; 7] = [
    (tags::INSTANCE_KEY::ID, "PR_INSTANCE_KEY", "REQ-4"),
    (tags::ENTRYID::ID, "PR_ENTRYID", "REQ-2"),
    (tags::DISPLAY_NAME::ID, "PR_DISPLAY_NAME", "REQ-11"),
    (tags::OBJECT_TYPE::ID, "PR_OBJECT_TYPE", "REQ-1"),
    (tags::ADDRTYPE::ID, "PR_ADDRTYPE", "REQ-44"),
    (tags::DISPLAY_TYPE::ID, "PR_DISPLAY_TYPE", "REQ-21"),
    (tags::RECORD_KEY::ID, "PR_RECORD_KEY", "REQ-3"),
];

/// RCPT-1
const RECIPIENTS: [Column; 3] = [
    (tags::ROWID::ID, "PR_ROWID", "REQ-42"),
    (tags::DISPLAY_NAME::ID, "PR_DISPLAY_NAME", "REQ-11"),
    (tags::RECIPIENT_TYPE::ID, "PR_RECIPIENT_TYPE", "REQ-42"),
];

/// ATT-8
const ATTACHMENTS: [Column; 5] = [
    (tags::INSTANCE_KEY::ID, "PR_INSTANCE_KEY", "REQ-4"),
    (tags::ATTACH_NUM::ID, "PR_ATTACH_NUM", "REQ-38"),
    (tags::RECORD_KEY::ID, "PR_RECORD_KEY", "REQ-3"),
    (tags::RENDERING_POSITION::ID, "PR_RENDERING_POSITION", "REQ-40"),
    (tags::ATTACH_METHOD::ID, "PR_ATTACH_METHOD", "REQ-39"),
];

impl Wants {
    /// What its rows are.
    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::Folders => "folders",
            Self::Containers => "containers",
            Self::Messages => "messages",
            Self::Users => "entries",
            Self::Recipients => "recipients",
            Self::Attachments => "attachments",
        }
    }

    fn columns(self) -> Vec<Column> {
        match self {
            Self::Folders => [&HIERARCHY[..], &FOLDERS].concat(),
            Self::Containers => [&HIERARCHY[..], &CONTAINERS].concat(),
            Self::Messages => MESSAGES.to_vec(),
            Self::Users => USERS.to_vec(),
            Self::Recipients => RECIPIENTS.to_vec(),
            Self::Attachments => ATTACHMENTS.to_vec(),
        }
    }

    fn name(self) -> PropTag {
        if self == Self::Messages { tags::SUBJECT::ID } else { tags::DISPLAY_NAME::ID }
    }
}

/// The rows from the first on under these columns, or what is wrong with them.
fn rows(table: &Table, columns: &[PropTag], noun: &str) -> Option<Vec<Vec<Property>>> {
    if let Err(error) = table.set_columns(columns) {
        broken("TBL-11", &format!("a table of {noun} does not take its columns: {error}"), "table");
        return None;
    }
    let rows = table.seek(BOOKMARK_BEGINNING, 0).and_then(|_| table.rows(ROWS, 0));
    let rows = rows.map_err(|error| broken("TBL-21", &format!("no rows of {noun}: {error}"), "table")).ok()?;
    if let Some(row) = rows.iter().find(|row| row.len() != columns.len()) {
        let text = format!("a row of {noun} has {} slots for {} columns", row.len(), columns.len());
        broken("TBL-27", &text, "table");
        return None;
    }
    Some(rows)
}

/// The identifiers in a table's first rows.
pub(super) fn entries_of(table: &Table, most: usize) -> Vec<Vec<u8>> {
    let rows = rows(table, &[tags::ENTRYID::ID], "anything").unwrap_or_default();
    let values = rows.iter().flatten().filter_map(|property| property.value.as_binary());
    values.take(most).map(<[u8]>::to_vec).collect()
}

/// Everything that is asked of a table.
pub(super) fn check_table(table: &Table, wants: Wants) {
    let noun = wants.noun();
    let columns = wants.columns();
    // Who has no address has no type of one either.
    let optional = if wants == Wants::Users { Some(tags::EMAIL_ADDRESS::ID) } else { None };
    let tags: Vec<_> = columns.iter().map(|column| column.0).chain(optional).collect();
    let Some(all) = rows(table, &tags, noun) else { return };
    let has = |row: &[Property], place: usize| row.get(place).is_some_and(|one| one.value != Code::NOT_FOUND.into());
    for (place, (tag, name, rule)) in columns.iter().enumerate() {
        let is_due = |row: &[Property]| *tag != tags::ADDRTYPE || has(row, columns.len());
        if all.iter().any(|row| is_due(row) && !has(row, place)) {
            broken(rule, &format!("rows of {noun} lack {name}"), "table");
        }
    }
    positions(table, all.len(), noun);
    if wants != Wants::Recipients {
        found_again(table, noun);
    }
    filtered(table, all.len(), noun);
    sorted(table, wants.name(), noun);
}

/// Whether another way to a table gives its rows: the rule says that it must.
pub(super) fn compare(table: &Table, other: &Table, wants: Wants, rule: &str) {
    // A row's key is of its own table.
    let tags: Vec<_> = wants.columns().iter().map(|column| column.0).filter(|tag| *tag != tags::INSTANCE_KEY).collect();
    if let (Some(one), Some(two)) = (rows(table, &tags, wants.noun()), rows(other, &tags, wants.noun()))
        && one != two
    {
        broken(rule, &format!("OpenProperty gives another table of {} than its method", wants.noun()), "table");
    }
}

/// TBL-21, TBL-40, TBL-48
fn positions(table: &Table, count: usize, noun: &str) {
    step(&format!("to the end of a table of {noun} and back"));
    let end = table.seek(BOOKMARK_END, 0).and_then(|_| table.rows(5, 0));
    match end.map(|rows| rows.len()) {
        Ok(0) => {}
        Ok(_) => broken("TBL-40", &format!("there are rows of {noun} after the last one"), "table"),
        Err(error) => broken("TBL-21", &format!("the end of {noun} is an error: {error}"), "table"),
    }
    let again = table.seek(BOOKMARK_BEGINNING, 0).and_then(|_| table.rows(ROWS, 0));
    if again.map_or(0, |rows| rows.len()) != count {
        doubtful("TBL-41", &format!("a table of {noun} has other rows when it is read again"), "table");
    }
    match table.row_count() {
        Ok(other) if count < ROWS as usize && other as usize != count => {
            doubtful("TBL-48", &format!("GetRowCount says {other}, and there are {count} {noun}"), "table");
        }
        Err(error) if !is_unsupported(&error) => {
            broken("TBL-48", &format!("GetRowCount of {noun} fails: {error}"), "table");
        }
        Ok(_) | Err(_) => {}
    }
}

/// TBL-31, TBL-51: each row is found by its key, whatever the table is.
fn found_again(table: &Table, noun: &str) {
    step(&format!("finding rows of {noun} again"));
    let Some(all) = rows(table, &[tags::INSTANCE_KEY::ID], noun) else { return };
    let keys: Vec<_> = all.iter().flatten().filter_map(|property| property.value.as_binary()).collect();
    if keys.iter().collect::<BTreeSet<_>>().len() != keys.len() {
        broken("TBL-31", &format!("two rows of {noun} have one PR_INSTANCE_KEY"), "table");
    }
    if keys.iter().any(|key| Some(key.len()) != keys.first().map(|key| key.len())) {
        doubtful("TBL-31", &format!("the keys of rows of {noun} differ in length"), "table");
    }
    for key in keys.iter().take(3).chain(keys.last()) {
        let wanted = PropValue::from(*key);
        let sought = table.find(&Restriction::equals(tags::INSTANCE_KEY, *key), BOOKMARK_BEGINNING, 0);
        let row = sought.and_then(|()| table.rows(1, 0));
        match row.as_deref() {
            Ok([row]) if row.iter().any(|property| property.value == wanted) => {}
            Ok(_) => broken("TBL-51", &format!("FindRow by a key stands on another row of {noun}"), "table"),
            Err(error) => broken("TBL-51", &format!("FindRow of {noun} by a key fails: {error}"), "table"),
        }
    }
}

/// RES-1 to RES-4: a filter on what no row has.
fn filtered(table: &Table, count: usize, noun: &str) {
    step(&format!("restricting {noun} to what none has"));
    match table.restrict(Some(&Restriction::equals(ABSENT, "nobody"))) {
        Ok(()) => match table.rows(ROWS, 0) {
            Ok(rows) if rows.is_empty() => {}
            Ok(_) => broken("RES-47", &format!("a filter on an absent property leaves rows of {noun}"), "table"),
            Err(error) => broken("TBL-21", &format!("no rows of {noun} is an error: {error}"), "table"),
        },
        Err(error) if error.code() == Code::TOO_COMPLEX => {
            doubtful("RES-4", &format!("a table of {noun} filters by its columns alone"), "table");
        }
        Err(error) if is_unsupported(&error) => return, // RES-3
        Err(error) => broken("RES-3", &format!("Restrict of {noun} fails: {error}"), "table"),
    }
    let whole = table.restrict(None).and_then(|()| table.rows(ROWS, 0));
    match whole {
        Ok(rows) if rows.len() == count => {}
        Ok(_) => doubtful("RES-1", &format!("without its filter a table of {noun} has other rows"), "table"),
        Err(error) => broken("RES-1", &format!("a filter of {noun} is not taken away: {error}"), "table"),
    }
}

/// SORT-1 to SORT-3: in another order there are the same rows.
fn sorted(table: &Table, name: PropTag, noun: &str) {
    step(&format!("sorting {noun}"));
    let Some(before) = rows(table, &[name], noun) else { return };
    match table.sort(&SortOrder::by(name)) {
        Ok(()) => {}
        Err(error) if [Code::NO_SUPPORT, Code::TOO_COMPLEX, Code::NOT_FOUND].contains(&error.code()) => return,
        Err(error) => return broken("SORT-3", &format!("SortTable of {noun} fails: {error}"), "table"),
    }
    let Some(after) = rows(table, &[name], noun) else { return };
    if before.len() < ROWS as usize && after.len() != before.len() {
        doubtful("SORT-2", &format!("in another order there are {} of {} {noun}", after.len(), before.len()), "table");
    }
}
