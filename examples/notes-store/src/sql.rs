//! Views of tables as SQL: restrictions and sort orders, with everything that a client says as
//! parameters. Who asks is `rows.rs`.

use crate::columns::{Column, column};
use provider_runtime::abi::flag::PT_UNSPECIFIED;
use provider_runtime::prelude::*;
use provider_runtime::{Place, PropTag};
use rusqlite::types::Value;
use std::fmt::Write as _;

/// A table of the file as a client's table shows it.
pub(crate) struct Listing {
    pub(crate) columns: &'static [Column],
    pub(crate) table: &'static str,
    /// Which of its rows, and the values of the question marks in there.
    pub(crate) scope: &'static str,
    pub(crate) values: Vec<i64>,
    /// The row of a key.
    pub(crate) id_of: fn(&[u8]) -> Option<i64>,
    /// Asks whether some row may have a property that is no column.
    pub(crate) others: &'static str,
}

/// A place that rows are wanted from: whether those before it, and whether with its own.
pub(crate) type Beyond<'a> = (&'a Anchor, bool, bool);

/// A part of a view whose order an index has: the rows that have the first column that they are
/// sorted by, and after them those that lack it (SORT-7).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Segment {
    All,
    Having,
    Lacking,
}

impl Segment {
    /// The parts of a view that rows are wanted of, in the order in which they are read: from a
    /// place on, its own part first.
    pub(crate) fn of<'a>(
        view: &TableView,
        is_backward: bool,
        beyond: Option<Beyond<'a>>,
    ) -> Vec<(Self, Option<Beyond<'a>>)> {
        if view.sort.keys.is_empty() {
            return vec![(Self::All, beyond)];
        }
        let (first, second) = if is_backward { (Self::Lacking, Self::Having) } else { (Self::Having, Self::Lacking) };
        let Some(beyond) = beyond else { return vec![(first, None), (second, None)] };
        let has = beyond.0.values.first().is_some_and(Option::is_some);
        let own = if has { Self::Having } else { Self::Lacking };
        if own == first { vec![(own, Some(beyond)), (second, None)] } else { vec![(own, Some(beyond))] }
    }
}

/// A part of a statement, and the values of its question marks.
#[derive(Debug, Default)]
pub(crate) struct Sql {
    pub(crate) text: String,
    pub(crate) values: Vec<Value>,
    /// How many parts of a restriction are in it.
    parts: usize,
}

/// SQLite reads expressions of so many parts, however they are nested.
const MOST_PARTS: usize = 250;

impl Listing {
    /// Whether the view can be said in SQL.
    ///
    /// # Errors
    /// `MAPI_E_TOO_COMPLEX` if not.
    pub(crate) fn check(&self, view: &TableView) -> Result<()> {
        let mut sql = self.filter(view, Segment::All, None)?;
        self.order(&mut sql, view, Segment::All, false)
    }

    /// ` WHERE …` of a part of a view, or of what is beyond a place in it.
    ///
    /// # Errors
    /// `MAPI_E_TOO_COMPLEX` for what SQL is not asked for.
    pub(crate) fn filter(&self, view: &TableView, segment: Segment, beyond: Option<Beyond<'_>>) -> Result<Sql> {
        let values = self.values.iter().copied().map(Value::Integer).collect();
        let mut sql = Sql { text: format!(" WHERE {}", self.scope), values, parts: 0 };
        if let (Some(key), Segment::Having | Segment::Lacking) = (view.sort.keys.first(), segment) {
            let what = if segment == Segment::Having { "IS NOT NULL" } else { "IS NULL" };
            let _ = write!(sql.text, " AND {} {what}", self.column(key.tag)?.compared());
        }
        if let Some(whole) = &view.restriction {
            sql.text.push_str(" AND ");
            self.fits(&mut sql, whole, false)?;
        }
        if let Some(beyond) = beyond {
            self.beyond(&mut sql, view, segment, beyond)?;
        }
        Ok(sql)
    }

    fn column(&self, tag: PropTag) -> Result<&'static Column> {
        Ok(column(self.columns, tag).ok_or(Code::TOO_COMPLEX)?)
    }

    fn fits(&self, sql: &mut Sql, what: &Restriction, is_negated: bool) -> Result<()> {
        sql.parts += 1;
        if sql.parts > MOST_PARTS {
            return Err(Code::TOO_COMPLEX.into());
        }
        match what {
            Restriction::And(all) => self.joined(sql, all, (" AND ", "1"), is_negated),
            Restriction::Or(all) => self.joined(sql, all, (" OR ", "0"), is_negated),
            Restriction::Not(what) => {
                sql.text.push_str("NOT (");
                self.fits(sql, what, true)?;
                sql.text.push(')');
                Ok(())
            }
            // A row that lacks a property does not fit, and whatever is not that does (RES-47).
            leaf if is_negated => {
                sql.text.push_str("((");
                self.leaf(sql, leaf)?;
                sql.text.push_str(") IS TRUE)");
                Ok(())
            }
            leaf => self.leaf(sql, leaf),
        }
    }

    fn joined(
        &self,
        sql: &mut Sql,
        all: &[Restriction],
        (between, none): (&str, &str),
        is_negated: bool,
    ) -> Result<()> {
        if all.is_empty() {
            sql.text.push_str(none);
        }
        for (place, one) in all.iter().enumerate() {
            sql.text.push_str(if place == 0 { "(" } else { between });
            self.fits(sql, one, is_negated)?;
        }
        if !all.is_empty() {
            sql.text.push(')');
        }
        Ok(())
    }

    fn leaf(&self, sql: &mut Sql, leaf: &Restriction) -> Result<()> {
        match leaf {
            Restriction::Property { tag, relation, value } => {
                let column = self.column(*tag)?;
                sql.add(&format!("{} {} ?", column.compared(), operator(*relation)), compared(column, value)?);
            }
            Restriction::Content { tag, place, ignores_case, value: PropValue::Text(text) } => {
                let column = self.column(*tag)?;
                let key = column.key.ok_or(Code::TOO_COMPLEX)?;
                let name = if *ignores_case { key } else { column.sql };
                let text = if *ignores_case { fold_case(text) } else { text.clone() };
                match place {
                    Place::Whole => sql.add(&format!("{name} = ?"), text),
                    Place::Anywhere => sql.add(&format!("instr({name}, ?) > 0"), text),
                    Place::Beginning => {
                        let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
                        sql.add(&format!("substr({name}, 1, ?)"), length);
                        sql.add(" = ?", text);
                    }
                }
            }
            Restriction::Bits { tag, mask, is_any_set } => {
                let column = self.column(*tag)?;
                if column.key.is_some() {
                    return Err(Code::TOO_COMPLEX.into());
                }
                let relation = if *is_any_set { "<>" } else { "=" };
                sql.add(&format!("({} & ?) {relation} 0", column.sql), i64::from(*mask));
            }
            Restriction::Exists(tag) => {
                let column = column(self.columns, tag.with_kind(PT_UNSPECIFIED)).ok_or(Code::TOO_COMPLEX)?;
                let _ = write!(sql.text, "{} IS NOT NULL", column.sql);
            }
            Restriction::Key(key) => sql.add("id = ?", (self.id_of)(key).unwrap_or(0)),
            _ => return Err(Code::TOO_COMPLEX.into()),
        }
        Ok(())
    }

    /// Narrows the filter to what stands before a place, or after it; with it, or without.
    fn beyond(&self, sql: &mut Sql, view: &TableView, segment: Segment, beyond: Beyond<'_>) -> Result<()> {
        let (anchor, is_before, with) = beyond;
        let id = (self.id_of)(&anchor.key).ok_or(Code::UNKNOWN_ENTRYID)?;
        sql.text.push_str(" AND (");
        let mut open = 1;
        let pairs = view.sort.keys.iter().zip(&anchor.values).enumerate();
        for (place, (key, value)) in pairs {
            let column = self.column(key.tag)?;
            let name = column.compared();
            let relation = if key.is_descending != is_before { '<' } else { '>' };
            match value.as_ref().map(|value| compared(column, value)).transpose()? {
                // The first part lets an index find the place.
                Some(value) if place == 0 && segment == Segment::Having => {
                    sql.add(&format!("{name} {relation}= ?"), value.clone());
                    sql.add(&format!(" AND ({name} {relation} ? OR ("), value);
                    open += 2;
                }
                None if place == 0 => {} // of these, none has it
                Some(value) => {
                    let lacking = if is_before { String::new() } else { format!(" OR {name} IS NULL") };
                    sql.add(&format!("{name} {relation} ?"), value.clone());
                    sql.add(&format!("{lacking} OR ({name} = ? AND ("), value);
                    open += 2;
                }
                None => {
                    let having = if is_before { format!("{name} IS NOT NULL OR ") } else { String::new() };
                    let _ = write!(sql.text, "{having}({name} IS NULL AND (");
                    open += 2;
                }
            }
        }
        let relation = match (is_before, with) {
            (true, true) => "<=",
            (true, false) => "<",
            (false, true) => ">=",
            (false, false) => ">",
        };
        sql.add(&format!("id {relation} ?"), id);
        sql.text.extend(std::iter::repeat_n(')', open));
        Ok(())
    }

    /// Adds ` ORDER BY …` of a part of a view, or the other way round: what is equal in it by its
    /// number.
    ///
    /// # Errors
    /// `MAPI_E_TOO_COMPLEX` for a column that the table has not.
    pub(crate) fn order(&self, sql: &mut Sql, view: &TableView, segment: Segment, is_backward: bool) -> Result<()> {
        sql.text.push_str(" ORDER BY ");
        for (place, key) in view.sort.keys.iter().enumerate() {
            let name = self.column(key.tag)?.compared();
            let direction = if key.is_descending == is_backward { "" } else { " DESC" };
            match (place, segment) {
                (0, Segment::Having) => {}
                (0, Segment::Lacking) => continue,
                _ => {
                    let _ = write!(sql.text, "{name} IS NULL{}, ", if is_backward { " DESC" } else { "" });
                }
            }
            let _ = write!(sql.text, "{name}{direction}, ");
        }
        sql.text.push_str(if is_backward { "id DESC" } else { "id" });
        Ok(())
    }
}

impl Sql {
    fn add(&mut self, text: &str, value: impl Into<Value>) {
        self.text.push_str(text);
        self.values.push(value.into());
    }
}

/// A value as it is compared with the column.
fn compared(column: &Column, value: &PropValue) -> Result<Value> {
    if value.kind() != column.tag.kind() {
        return Err(Code::TOO_COMPLEX.into());
    }
    Ok(match value {
        PropValue::Text(text) => Value::Text(fold_case(text)),
        PropValue::I32(number) => Value::Integer((*number).into()),
        PropValue::Bool(is_so) => Value::Integer((*is_so).into()),
        PropValue::Time(time) => Value::Integer(time.cast_signed()),
        _ => return Err(Code::TOO_COMPLEX.into()),
    })
}

fn operator(relation: Relation) -> &'static str {
    match relation {
        Relation::Less => "<",
        Relation::LessOrEqual => "<=",
        Relation::Greater => ">",
        Relation::GreaterOrEqual => ">=",
        Relation::Equal => "=",
        Relation::Unequal => "<>",
    }
}
