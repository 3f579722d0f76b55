//! The rows of the notes' table, in windows: a statement for each. What it says is `sql.rs`'s.

use crate::NotesStore;
use crate::sql::{COLUMNS, Column, Sql, column};
use provider_runtime::PropTag;
use provider_runtime::abi::flag::{PT_BOOLEAN, PT_LONG, PT_SYSTIME};
use provider_runtime::prelude::*;
use rusqlite::types::Value;
use rusqlite::{Row as SqlRow, params_from_iter};

/// All notes of a store, as rows.
pub(crate) struct NoteRows;

impl RowSource<NotesStore> for NoteRows {
    fn columns(&self, _: &NotesStore) -> Result<Vec<PropTag>> {
        Ok(COLUMNS.iter().map(|column| column.tag).collect())
    }

    /// What can be said in SQL can be done.
    fn prepare(&self, _: &NotesStore, view: &TableView) -> Result<()> {
        let mut sql = Sql::filter(view)?;
        sql.order(view, false)
    }

    fn count(&self, store: &NotesStore, view: &TableView) -> Result<u64> {
        let sql = Sql::filter(view)?;
        count(store, &sql)
    }

    fn rows(
        &self,
        store: &NotesStore,
        view: &TableView,
        from: RowsFrom<'_>,
        count: usize,
        out: &mut Rows<'_>,
    ) -> Result<()> {
        let wanted: Vec<&Column> = view.columns.iter().filter_map(|tag| column(*tag)).collect();
        let mut sql = Sql::filter(view)?;
        let mut first = 0;
        match from {
            RowsFrom::Start | RowsFrom::End => {}
            RowsFrom::At(number) => first = i64::try_from(number).unwrap_or(i64::MAX),
            RowsFrom::On(anchor) => sql.beyond(view, anchor, false, true)?,
            RowsFrom::After(anchor) => sql.beyond(view, anchor, false, false)?,
            RowsFrom::Before(anchor) => sql.beyond(view, anchor, true, false)?,
        }
        sql.order(view, from.is_backward())?;
        let names: String = wanted.iter().map(|column| format!(", {}", column.sql)).collect();
        let text = format!("SELECT id{names} FROM note{} LIMIT ? OFFSET ?", sql.text);
        let mut values = sql.values;
        values.extend([i64::try_from(count).unwrap_or(i64::MAX), first].map(Value::Integer));
        let connection = store.notes.connection();
        let mut query = connection.prepare_cached(&text).or_code(Code::CALL_FAILED)?;
        let mut rows = query.query(params_from_iter(values)).or_code(Code::CALL_FAILED)?;
        while let Some(row) = rows.next().or_code(Code::CALL_FAILED)? {
            let id: i64 = row.get(0).or_code(Code::CALL_FAILED)?;
            out.give(&id.to_le_bytes(), |values| fill(row, &wanted, values).or_code(Code::CALL_FAILED))?;
        }
        Ok(())
    }

    fn position(&self, store: &NotesStore, view: &TableView, anchor: &Anchor) -> Result<u64> {
        let mut sql = Sql::filter(view)?;
        sql.beyond(view, anchor, true, false)?;
        count(store, &sql)
    }
}

/// The columns after the first, each as its property's type has it.
fn fill(row: &SqlRow<'_>, wanted: &[&Column], values: &mut Wanted<'_>) -> rusqlite::Result<()> {
    for (place, column) in wanted.iter().enumerate() {
        let value = row.get_ref(place + 1)?;
        match column.tag.kind() {
            PT_LONG => values.put(column.tag, i32::try_from(value.as_i64()?).unwrap_or(i32::MAX)),
            PT_BOOLEAN => values.put(column.tag, value.as_i64()? != 0),
            PT_SYSTIME => values.put(column.tag, PropValue::Time(value.as_i64()?.cast_unsigned())),
            _ => values.text(column.tag, value.as_str()?),
        }
    }
    Ok(())
}

fn count(store: &NotesStore, filter: &Sql) -> Result<u64> {
    let connection = store.notes.connection();
    let text = format!("SELECT count(*) FROM note{}", filter.text);
    let mut query = connection.prepare_cached(&text).or_code(Code::CALL_FAILED)?;
    let count: i64 = query.query_row(params_from_iter(&filter.values), |row| row.get(0)).or_code(Code::CALL_FAILED)?;
    Ok(count.cast_unsigned())
}
