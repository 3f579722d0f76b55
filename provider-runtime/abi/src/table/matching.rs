//! Whether a row fits a restriction (RES-20 to RES-50). Where the row's values come from is the
//! business of its [`Record`].

use super::compare::{any_of, compare, fold_case, size_of};
use super::restriction::{Place, Relation, Restriction};
use crate::error::Result;
use crate::prop_value::{PropValue, Property};
use crate::requested::as_unicode;
use crate::shapes::code::Code;
use crate::shapes::flag::{MV_FLAG, MV_INSTANCE, PT_UNSPECIFIED};
use crate::shapes::tag::PropTag;

/// A row to be looked at.
pub trait Record {
    /// The value of the property with this id, of whatever type.
    fn value(&self, id: u16) -> Option<&PropValue>;

    /// Whether the row is the one with this key.
    fn has_key(&self, key: &[u8]) -> bool;

    /// The rows of the table that the property stands for: recipients, or attachments.
    ///
    /// # Errors
    /// `MAPI_E_TOO_COMPLEX` where there is no such table.
    fn inside(&self, _tag: PropTag) -> Result<Vec<Vec<Property>>> {
        Err(Code::TOO_COMPLEX.into())
    }
}

/// A row of a table inside another row.
impl Record for &[Property] {
    fn value(&self, id: u16) -> Option<&PropValue> {
        value_of(self, id)
    }

    fn has_key(&self, _key: &[u8]) -> bool {
        false
    }
}

/// The value of the property with this id, of whatever type.
pub fn value_of(row: &[Property], id: u16) -> Option<&PropValue> {
    row.iter().find(|property| property.tag.id() == id).map(|property| &property.value)
}

impl Restriction {
    /// Whether the row fits. How many rows pass ([`First`](Self::First)) is the table's to count.
    ///
    /// # Errors
    /// `MAPI_E_TOO_COMPLEX` for what cannot be found out, and what looking inside came to.
    pub fn matches(&self, row: &dyn Record) -> Result<bool> {
        match self {
            Self::And(all) => {
                for one in all {
                    if !one.matches(row)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Self::Or(all) => {
                for one in all {
                    if one.matches(row)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Self::Not(what) => what.matches(row).map(|fits| !fits),
            Self::First { what, .. } => what.matches(row),
            Self::Inside { tag, what } => matches_inside(row, *tag, what),
            leaf => Ok(leaf.leaf_matches(row)),
        }
    }

    #[inline(never)]
    fn leaf_matches(&self, row: &dyn Record) -> bool {
        match self {
            Self::Content { tag, place, ignores_case, value } => {
                stored(row, *tag).is_some_and(|stored| contains(stored, *place, *ignores_case, value))
            }
            Self::Property { tag, relation, value } => {
                stored(row, *tag).is_some_and(|stored| is_related(stored, *relation, value))
            }
            Self::Compare { first, relation, second } => {
                let pair = stored(row, *first).zip(stored(row, *second));
                pair.is_some_and(|(first, second)| is_related(first, *relation, second))
            }
            Self::Bits { tag, mask, is_any_set } => {
                let bits = stored(row, *tag).and_then(PropValue::as_i32);
                bits.is_some_and(|bits| (bits.cast_unsigned() & mask != 0) == *is_any_set)
            }
            Self::Size { tag, relation, bytes } => {
                stored(row, *tag).is_some_and(|stored| relation.holds(size_of(stored).cmp(&(*bytes as usize))))
            }
            Self::Exists(tag) => there(row, tag.id()).is_some(),
            Self::Key(key) => row.has_key(key),
            _ => false,
        }
    }
}

#[inline(never)]
fn matches_inside(row: &dyn Record, tag: PropTag, what: &Restriction) -> Result<bool> {
    for inner in row.inside(tag)? {
        if what.matches(&&*inner)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn there(row: &dyn Record, id: u16) -> Option<&PropValue> {
    row.value(id).filter(|value| !matches!(value, PropValue::Error(_) | PropValue::Null))
}

/// The row's value, if it is of the type that the tag says; a list counts for the tag of one value.
fn stored(row: &dyn Record, tag: PropTag) -> Option<&PropValue> {
    let kind = as_unicode(tag.kind() & !MV_INSTANCE);
    there(row, tag.id()).filter(|value| {
        let has = value.kind();
        kind == PT_UNSPECIFIED || has == kind || has == kind | MV_FLAG || has == kind & !MV_FLAG
    })
}

/// Of a list one value is enough (RES-49); two lists are equal or not, value by value (RES-50).
fn is_related(stored: &PropValue, relation: Relation, value: &PropValue) -> bool {
    if stored.kind() & MV_FLAG != 0 && stored.kind() == value.kind() {
        return match relation {
            Relation::Equal => stored == value,
            Relation::Unequal => stored != value,
            _ => false,
        };
    }
    let holds = |one: &PropValue| match compare(one, value) {
        Some(ordering) => relation.holds(ordering),
        // What is not a number is unequal to whatever it is compared with.
        None => relation == Relation::Unequal && one.kind() == value.kind(),
    };
    any_of(stored, holds).unwrap_or_else(|| holds(stored))
}

fn contains(stored: &PropValue, place: Place, ignores_case: bool, value: &PropValue) -> bool {
    let has = |one: &PropValue| match (one, value) {
        (PropValue::Text(one), PropValue::Text(text)) if ignores_case => {
            stands(fold_case(one).as_bytes(), place, fold_case(text).as_bytes())
        }
        (PropValue::Text(one), PropValue::Text(text)) => stands(one.as_bytes(), place, text.as_bytes()),
        (PropValue::Binary(one), PropValue::Binary(bytes)) => stands(one, place, bytes),
        _ => false,
    };
    any_of(stored, has).unwrap_or_else(|| has(stored))
}

/// Whether the bytes stand there; UTF-8 is found in UTF-8 by its bytes.
fn stands(whole: &[u8], place: Place, part: &[u8]) -> bool {
    match place {
        Place::Whole => whole == part,
        Place::Beginning => whole.starts_with(part),
        Place::Anywhere => part.is_empty() || whole.windows(part.len()).any(|window| window == part),
    }
}
