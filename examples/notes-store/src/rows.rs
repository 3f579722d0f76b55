//! The rows of tables, in windows: the messages of a folder, and the folders in it. What a
//! statement says is `sql.rs`'s.

use crate::NotesStore;
use crate::columns::{self, Column, FOLDER, MESSAGE, column};
use crate::fault::InFile;
use crate::key::Key;
use crate::properties::{self, Long, Owner};
use crate::sql::{Listing, Segment};
use provider_runtime::PropTag;
use provider_runtime::prelude::*;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

/// The messages of a folder, or its associated ones.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MessageRows {
    pub(crate) folder: i64,
    pub(crate) are_associated: bool,
}

/// The folders in a folder.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FolderRows {
    pub(crate) parent: i64,
}

impl MessageRows {
    pub(crate) fn listing(self) -> Listing {
        let values = vec![self.folder, self.are_associated.into()];
        Listing {
            columns: MESSAGE,
            table: "message",
            scope: "folder = ? AND associated = ?",
            values,
            id_of: |key| Key::message(key).ok(),
            others: "SELECT 1 FROM message_tag WHERE id = ?1",
        }
    }
}

impl FolderRows {
    pub(crate) fn listing(self) -> Listing {
        Listing {
            columns: FOLDER,
            table: "folder",
            scope: "parent = ?",
            values: vec![self.parent],
            id_of: |key| Key::folder(key).ok(),
            others: "SELECT 1 FROM folder_property WHERE id = ?1",
        }
    }
}

impl RowSource<NotesStore> for MessageRows {
    /// The properties that some message has had are looked for in all.
    fn columns(&self, store: &NotesStore) -> Result<Vec<PropTag>> {
        let others = store.notes.read(|all| tags_in(all, "SELECT id, type FROM message_tag ORDER BY id"))?;
        let is_other = |tag: &PropTag| MESSAGE.iter().all(|column| column.tag.id() != tag.id());
        Ok(MESSAGE.iter().map(|column| column.tag).chain(others.into_iter().filter(is_other)).collect())
    }

    /// What can be said in SQL can be done.
    fn prepare(&self, _: &NotesStore, view: &TableView) -> Result<()> {
        self.listing().check(view)
    }

    fn count(&self, store: &NotesStore, view: &TableView) -> Result<u64> {
        store.notes.read(|all| count(all, &self.listing(), view, Segment::All, None))
    }

    fn rows(
        &self,
        store: &NotesStore,
        view: &TableView,
        from: RowsFrom<'_>,
        count: usize,
        out: &mut Rows<'_>,
    ) -> Result<()> {
        let kind = Kind { owner: Owner::Message, key: Key::Message };
        give(store.notes.read(|all| window(all, &self.listing(), kind, view, from, count))?, kind, out)
    }

    fn position(&self, store: &NotesStore, view: &TableView, anchor: &Anchor) -> Result<u64> {
        store.notes.read(|all| position(all, &self.listing(), view, anchor))
    }
}

impl RowSource<NotesStore> for FolderRows {
    fn columns(&self, store: &NotesStore) -> Result<Vec<PropTag>> {
        let query = "SELECT id, min(type) FROM folder_property GROUP BY id";
        let others = store.notes.read(|all| tags_in(all, query))?;
        Ok(FOLDER.iter().map(|column| column.tag).chain(others).collect())
    }

    fn prepare(&self, _: &NotesStore, view: &TableView) -> Result<()> {
        self.listing().check(view)
    }

    fn count(&self, store: &NotesStore, view: &TableView) -> Result<u64> {
        store.notes.read(|all| count(all, &self.listing(), view, Segment::All, None))
    }

    fn rows(
        &self,
        store: &NotesStore,
        view: &TableView,
        from: RowsFrom<'_>,
        count: usize,
        out: &mut Rows<'_>,
    ) -> Result<()> {
        let kind = Kind { owner: Owner::Folder, key: Key::Folder };
        give(store.notes.read(|all| window(all, &self.listing(), kind, view, from, count))?, kind, out)
    }

    fn position(&self, store: &NotesStore, view: &TableView, anchor: &Anchor) -> Result<u64> {
        store.notes.read(|all| position(all, &self.listing(), view, anchor))
    }
}

fn tags_in(all: &Connection, query: &str) -> Result<Vec<PropTag>> {
    let mut query = all.prepare_cached(query).in_file()?;
    let tags = query.query_map([], |row| Ok(PropTag::new(row.get(0)?, row.get(1)?))).in_file()?;
    tags.collect::<rusqlite::Result<_>>().in_file()
}

/// What the rows of a table are, by the numbers of their rows in the file.
#[derive(Clone, Copy)]
struct Kind {
    owner: fn(i64) -> Owner,
    key: fn(i64) -> Key,
}

/// The rows of a window, each with its number in the file.
type Window = Vec<(i64, Vec<Property>)>;

/// Gives the rows of a window. The file is free by then: what a row lacks, the runtime looks for in
/// the object itself.
fn give(window: Window, kind: Kind, out: &mut Rows<'_>) -> Result<()> {
    window.into_iter().try_for_each(|(id, values)| {
        out.give(&(kind.key)(id).to_bytes(), |wanted| {
            values.iter().for_each(|property| wanted.value(property.tag, &property.value));
            Ok(())
        })
    })
}

/// Reads a window of a view: segment by segment, until there are enough rows.
fn window(
    all: &Connection,
    listing: &Listing,
    kind: Kind,
    view: &TableView,
    from: RowsFrom<'_>,
    count: usize,
) -> Result<Window> {
    let (columns, others) = asked(all, listing, view)?;
    let names: String = columns.iter().map(|column| format!(", {}", column.sql)).collect();
    let mut skipped = match from {
        RowsFrom::At(number) => number,
        _ => 0,
    };
    let beyond = match from {
        RowsFrom::Start | RowsFrom::End | RowsFrom::At(_) => None,
        RowsFrom::On(anchor) => Some((anchor, false, true)),
        RowsFrom::After(anchor) => Some((anchor, false, false)),
        RowsFrom::Before(anchor) => Some((anchor, true, false)),
    };
    let mut window = Window::new();
    for (segment, beyond) in Segment::of(view, from.is_backward(), beyond) {
        if skipped > 0 && segment == Segment::Having {
            let before = self::count(all, listing, view, segment, None)?;
            if skipped >= before {
                skipped -= before;
                continue;
            }
        }
        let mut sql = listing.filter(view, segment, beyond)?;
        listing.order(&mut sql, view, segment, from.is_backward())?;
        let text = format!("SELECT id{names} FROM {}{} LIMIT ? OFFSET ?", listing.table, sql.text);
        let left = i64::try_from(count - window.len()).unwrap_or(i64::MAX);
        sql.values.extend([left, i64::try_from(skipped).unwrap_or(i64::MAX)].map(Value::Integer));
        skipped = 0;
        let mut query = all.prepare_cached(&text).in_file()?;
        let mut rows = query.query(params_from_iter(sql.values)).in_file()?;
        while let Some(row) = rows.next().in_file()? {
            let id = row.get(0).in_file()?;
            let mut values = columns::values(row, 1, &columns)?;
            // A row that is sorted as one that lacks a value shows none, not even a derived one:
            // its place is known by what it shows.
            for key in &view.sort.keys {
                if !values.iter().any(|value| value.tag.id() == key.tag.id()) {
                    values.push(Property { tag: key.tag, value: Code::NOT_FOUND.into() });
                }
            }
            for tag in &others {
                values.extend(properties::shown(all, (kind.owner)(id), *tag, Long::Cut)?);
            }
            window.push((id, values));
        }
        if window.len() >= count {
            break;
        }
    }
    Ok(window)
}

/// What a view asks for: columns, and other properties that some row may have.
fn asked(all: &Connection, listing: &Listing, view: &TableView) -> Result<(Vec<&'static Column>, Vec<PropTag>)> {
    let mut columns: Vec<&Column> = Vec::new();
    let mut others: Vec<PropTag> = Vec::new();
    for tag in view.columns.iter().copied().chain(view.sort.keys.iter().map(|key| key.tag)) {
        match column(listing.columns, tag) {
            Some(column) if !columns.contains(&column) => columns.push(column),
            None if !others.iter().any(|other| other.id() == tag.id()) => {
                let mut query = all.prepare_cached(listing.others).in_file()?;
                if query.exists([tag.id()]).in_file()? {
                    others.push(tag);
                }
            }
            _ => {}
        }
    }
    Ok((columns, others))
}

fn count(
    all: &Connection,
    listing: &Listing,
    view: &TableView,
    segment: Segment,
    beyond: Option<(&Anchor, bool, bool)>,
) -> Result<u64> {
    let sql = listing.filter(view, segment, beyond)?;
    let text = format!("SELECT count(*) FROM {}{}", listing.table, sql.text);
    let mut query = all.prepare_cached(&text).in_file()?;
    let count: i64 = query.query_row(params_from_iter(sql.values), |row| row.get(0)).in_file()?;
    Ok(count.cast_unsigned())
}

/// How many rows of the view stand before this one.
fn position(all: &Connection, listing: &Listing, view: &TableView, anchor: &Anchor) -> Result<u64> {
    let segments = Segment::of(view, true, Some((anchor, true, false)));
    segments.into_iter().map(|(segment, beyond)| count(all, listing, view, segment, beyond)).sum()
}
