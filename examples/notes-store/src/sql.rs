//! Views of the notes as SQL: restrictions and sort orders, with everything that a client says as
//! parameters. Who asks is `rows.rs`.

use provider_runtime::prelude::*;
use provider_runtime::{Place, PropTag};
use rusqlite::types::Value;
use std::fmt::Write as _;

/// A column of the notes: what it is in SQL, and how its text is compared, if it is one.
pub(crate) struct Column {
    pub(crate) tag: PropTag,
    pub(crate) sql: &'static str,
    key: Option<&'static str>,
}

/// The columns that a table of notes has without the runtime.
pub(crate) const COLUMNS: &[Column] = &[
    Column { tag: tags::SUBJECT::ID, sql: "subject", key: Some("subject_key") },
    Column { tag: tags::NORMALIZED_SUBJECT::ID, sql: "subject", key: Some("subject_key") },
    Column { tag: tags::SUBJECT_PREFIX::ID, sql: "''", key: Some("''") },
    Column { tag: tags::MESSAGE_CLASS::ID, sql: "'IPM.StickyNote'", key: Some("'ipm.stickynote'") },
    Column { tag: tags::MESSAGE_FLAGS::ID, sql: "flags", key: None },
    Column { tag: tags::MESSAGE_SIZE::ID, sql: "size", key: None },
    Column { tag: tags::IMPORTANCE::ID, sql: "importance", key: None },
    Column { tag: tags::HASATTACH::ID, sql: "0", key: None },
    Column { tag: tags::DISPLAY_TO::ID, sql: "''", key: Some("''") },
    Column { tag: tags::DISPLAY_CC::ID, sql: "''", key: Some("''") },
    Column { tag: tags::CREATION_TIME::ID, sql: "created", key: None },
    Column { tag: tags::LAST_MODIFICATION_TIME::ID, sql: "modified", key: None },
];

/// The column of a property.
pub(crate) fn column(tag: PropTag) -> Option<&'static Column> {
    COLUMNS.iter().find(|column| column.tag.id() == tag.id())
}

/// A part of a statement, and the values of its question marks.
#[derive(Debug, Default)]
pub(crate) struct Sql {
    pub(crate) text: String,
    pub(crate) values: Vec<Value>,
}

impl Sql {
    fn add(&mut self, text: &str, value: impl Into<Value>) {
        self.text.push_str(text);
        self.values.push(value.into());
    }

    /// ` WHERE …` of a view.
    ///
    /// # Errors
    /// `MAPI_E_TOO_COMPLEX` for what SQL is not asked for.
    pub(crate) fn filter(view: &TableView) -> Result<Self> {
        let mut sql = Self { text: " WHERE ".into(), values: Vec::new() };
        match &view.restriction {
            Some(whole) => sql.fits(whole)?,
            None => sql.text.push('1'),
        }
        Ok(sql)
    }

    fn fits(&mut self, what: &Restriction) -> Result<()> {
        match what {
            Restriction::And(all) => self.joined(all, " AND ", "1"),
            Restriction::Or(all) => self.joined(all, " OR ", "0"),
            Restriction::Not(what) => {
                self.text.push_str("NOT (");
                self.fits(what)?;
                self.text.push(')');
                Ok(())
            }
            leaf => self.leaf(leaf),
        }
    }

    fn joined(&mut self, all: &[Restriction], between: &str, none: &str) -> Result<()> {
        if all.is_empty() {
            self.text.push_str(none);
        }
        for (place, one) in all.iter().enumerate() {
            self.text.push_str(if place == 0 { "(" } else { between });
            self.fits(one)?;
        }
        if !all.is_empty() {
            self.text.push(')');
        }
        Ok(())
    }

    fn leaf(&mut self, leaf: &Restriction) -> Result<()> {
        match leaf {
            Restriction::Property { tag, relation, value } => {
                let (sql, value) = compared(*tag, value)?;
                self.add(&format!("{sql} {} ?", operator(*relation)), value);
            }
            Restriction::Content { tag, place, ignores_case, value: PropValue::Text(text) } => {
                let column = column(*tag).ok_or(Code::TOO_COMPLEX)?;
                let key = column.key.ok_or(Code::TOO_COMPLEX)?;
                let sql = if *ignores_case { key } else { column.sql };
                let text = if *ignores_case { fold_case(text) } else { text.clone() };
                match place {
                    Place::Whole => self.add(&format!("{sql} = ?"), text),
                    Place::Anywhere => self.add(&format!("instr({sql}, ?) > 0"), text),
                    Place::Beginning => {
                        let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
                        self.add(&format!("substr({sql}, 1, ?)"), length);
                        self.add(" = ?", text);
                    }
                }
            }
            Restriction::Bits { tag, mask, is_any_set } => {
                let column = column(*tag).filter(|column| column.key.is_none()).ok_or(Code::TOO_COMPLEX)?;
                let relation = if *is_any_set { "<>" } else { "=" };
                self.add(&format!("({} & ?) {relation} 0", column.sql), i64::from(*mask));
            }
            Restriction::Exists(tag) => {
                column(*tag).ok_or(Code::TOO_COMPLEX)?;
                self.text.push('1'); // every note has every column
            }
            Restriction::Key(key) => self.add("id = ?", i64::read(key).unwrap_or(0)),
            _ => return Err(Code::TOO_COMPLEX.into()),
        }
        Ok(())
    }

    /// Narrows the filter to what stands before a place, or after it; `with` it, or without.
    ///
    /// # Errors
    /// `MAPI_E_TOO_COMPLEX` for a column that the notes have not.
    pub(crate) fn beyond(&mut self, view: &TableView, anchor: &Anchor, is_before: bool, with: bool) -> Result<()> {
        let id = i64::read(&anchor.key).ok_or(Code::UNKNOWN_ENTRYID)?;
        self.text.push_str(" AND (");
        let mut open = 1;
        for (key, value) in view.sort.keys.iter().zip(&anchor.values) {
            let (sql, value) = compared(key.tag, value.as_ref().ok_or(Code::TOO_COMPLEX)?)?;
            let relation = if key.is_descending != is_before { '<' } else { '>' };
            // The first part lets an index find the place.
            self.add(&format!("{sql} {relation}= ?"), value.clone());
            self.add(&format!(" AND ({sql} {relation} ? OR ("), value);
            open += 2;
        }
        let relation = match (is_before, with) {
            (true, true) => "<=",
            (true, false) => "<",
            (false, true) => ">=",
            (false, false) => ">",
        };
        self.add(&format!("id {relation} ?"), id);
        self.text.extend(std::iter::repeat_n(')', open));
        Ok(())
    }

    /// Adds ` ORDER BY …` of a view, or the other way round: what is equal in it by its number.
    ///
    /// # Errors
    /// `MAPI_E_TOO_COMPLEX` for a column that the notes have not.
    pub(crate) fn order(&mut self, view: &TableView, is_backward: bool) -> Result<()> {
        self.text.push_str(" ORDER BY ");
        for key in &view.sort.keys {
            let column = column(key.tag).ok_or(Code::TOO_COMPLEX)?;
            let direction = if key.is_descending == is_backward { "" } else { " DESC" };
            let _ = write!(self.text, "{}{direction}, ", column.key.unwrap_or(column.sql));
        }
        self.text.push_str(if is_backward { "id DESC" } else { "id" });
        Ok(())
    }
}

/// What a column is compared by, and a value as it is compared with that.
fn compared(tag: PropTag, value: &PropValue) -> Result<(&'static str, Value)> {
    let column = column(tag).ok_or(Code::TOO_COMPLEX)?;
    let value = match (column.key, value) {
        (Some(key), PropValue::Text(text)) => return Ok((key, Value::Text(fold_case(text)))),
        (None, PropValue::I32(number)) => i64::from(*number),
        (None, PropValue::Bool(is_so)) => i64::from(*is_so),
        (None, PropValue::Time(time)) => time.cast_signed(),
        _ => return Err(Code::TOO_COMPLEX.into()),
    };
    Ok((column.sql, Value::Integer(value)))
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
