//! A hierarchy table with folders at any depth (CONVENIENT_DEPTH, CONT-6): each row with its depth
//! and its parent, a parent before its children.

use super::content::{Content, Opens, TableKind};
use crate::lent::EntryId;
use crate::logon::open_value::RowKind;
use crate::provider::{AuthorRows, Table};
use provider_abi::access::Access;
use provider_abi::entry_id;
use provider_abi::error::{Error, Result};
use provider_abi::prop_value::Property;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::tags;
use provider_abi::table::ValueRow;
use provider_abi::uid::Uid;

/// No tree of folders is as deep as this, or has as many of them: an author's folders go in a
/// circle.
const MOST_LEVELS: u32 = 256;
const MOST_FOLDERS: usize = 100_000;

/// The keys that have been seen, by their hashes. A set of the standard library's would be 6 KB in
/// each provider, for a table that few clients ask for.
struct Seen(Vec<Vec<Vec<u8>>>);

impl Default for Seen {
    fn default() -> Self {
        /// Of as many folders as there may be, a hundred share a hash.
        const HASHES: usize = 1024;
        Self(vec![Vec::new(); HASHES])
    }
}

impl Seen {
    /// Adds a key; whether it is a new one.
    fn add(&mut self, key: &[u8]) -> bool {
        let [.., high, low] = *Uid::of(key).bytes();
        let hash = usize::from(u16::from_be_bytes([high, low])) % self.0.len();
        let Some(same) = self.0.get_mut(hash).filter(|same| !same.iter().any(|other| other == key)) else {
            return false;
        };
        same.push(key.to_vec());
        true
    }
}

/// The folders of a folder with those inside them, at any depth. Where the rows are asked for in
/// windows, there is one level alone, which a table may have (CONT-6).
pub(super) fn deepened<P: Opens>(
    uid: &Uid,
    provider: &P,
    parent: &[u8],
    table: Table<P>,
) -> Result<(Table<P>, RowKind)> {
    let rows = match table.rows {
        AuthorRows::Values(rows) => rows,
        rows => return Ok((Table { columns: table.columns, rows }, RowKind::Hierarchy)),
    };
    let mut seen = Seen::default();
    seen.add(parent);
    // The rows that are still to come, the next one last.
    let mut waiting = Vec::new();
    let wait = |waiting: &mut Vec<(u32, ValueRow)>, parent: &[u8], depth: u32, rows: Vec<ValueRow>| {
        let parent = entry_id::long_term(uid, parent);
        for mut row in rows.into_iter().rev() {
            row.values.push(Property::new(tags::DEPTH, depth));
            row.values.push(Property::new(tags::PARENT_ENTRYID, parent.as_slice()));
            waiting.push((depth, row));
        }
    };
    wait(&mut waiting, parent, 0, rows);
    let mut all = Vec::new();
    while let Some((depth, row)) = waiting.pop() {
        if all.len() == MOST_FOLDERS || depth == MOST_LEVELS {
            return Err(Error::new(Code::TABLE_TOO_BIG, "too many folders inside each other"));
        }
        // A folder that is in several places, itself among them, is shown in the first.
        if !seen.add(&row.key) {
            continue;
        }
        // A folder that cannot be opened is shown without what is in it.
        let opened = P::Opened::ask(provider, Some(EntryId(&row.key)), Access::Read);
        let inner = opened.and_then(|folder| folder.rows(provider, TableKind::Hierarchy));
        if let Ok(Table { rows: AuthorRows::Values(rows), .. }) = inner {
            wait(&mut waiting, &row.key, depth + 1, rows);
        }
        all.push(row);
    }
    Ok((Table { columns: table.columns, rows: AuthorRows::Values(all) }, RowKind::Tree))
}
