//! Which rows of a table are wanted, as a value. How it comes out of a client's memory is in
//! `restriction_in.rs`, how it goes into MAPI's in `restriction_out.rs`, whether a row fits in
//! `matching.rs`.

use crate::prop_value::PropValue;
use crate::shapes::tag::PropTag;
use crate::tag::{TagOf, ValueFor};
use std::cmp::Ordering;

/// Which rows are wanted (`SRestriction`).
///
/// A row that lacks a property fits no leaf that names it but [`Exists`](Self::Exists) under a
/// [`Not`](Self::Not): that is true of whatever its inside is not (RES-22, RES-47).
///
/// ```
/// use provider_runtime::prelude::*;
///
/// let unread_from_ann = Restriction::And(vec![
///     Restriction::bits(tags::MESSAGE_FLAGS, 1, false),
///     Restriction::contains(tags::SENDER_NAME, "ann"),
/// ]);
/// ```
#[derive(Debug, PartialEq)]
#[non_exhaustive]
pub enum Restriction {
    /// `RES_AND`: what fits all of them; every row, if there are none (RES-20).
    And(Vec<Self>),
    /// `RES_OR`: what fits one of them; no row, if there are none (RES-21).
    Or(Vec<Self>),
    /// `RES_NOT`: what does not fit (RES-22).
    Not(Box<Self>),
    /// `RES_CONTENT`: a property contains text, or bytes (RES-23, RES-42).
    Content {
        /// The property.
        tag: PropTag,
        /// Where the value stands in it.
        place: Place,
        /// Whether case counts (RES-41).
        ignores_case: bool,
        /// The text or the bytes.
        value: PropValue,
    },
    /// `RES_PROPERTY`: a property compares with a value (RES-24).
    Property {
        /// The property.
        tag: PropTag,
        /// How it compares.
        relation: Relation,
        /// The value on the right.
        value: PropValue,
    },
    /// `RES_COMPAREPROPS`: two properties of the row compare (RES-25).
    Compare {
        /// The property on the left.
        first: PropTag,
        /// How they compare.
        relation: Relation,
        /// The property on the right.
        second: PropTag,
    },
    /// `RES_BITMASK`: a `PT_LONG` has a bit of a mask, or has none (RES-26).
    Bits {
        /// The property.
        tag: PropTag,
        /// The bits that are looked at.
        mask: u32,
        /// Whether one of them is to be set, or none.
        is_any_set: bool,
    },
    /// `RES_SIZE`: the bytes of a value compare with a number (RES-27).
    Size {
        /// The property.
        tag: PropTag,
        /// How its size compares.
        relation: Relation,
        /// The number of bytes on the right.
        bytes: u32,
    },
    /// `RES_EXIST`: the row has the property, of whatever type (RES-28).
    Exists(PropTag),
    /// `RES_SUBRESTRICTION`: a row of the table that the property stands for fits (RES-29).
    Inside {
        /// `PR_MESSAGE_RECIPIENTS` or `PR_MESSAGE_ATTACHMENTS`.
        tag: PropTag,
        /// What one of its rows has to fit.
        what: Box<Self>,
    },
    /// `RES_COUNT`, of the whole only: the first rows that fit (RES-31).
    First {
        /// How many rows pass.
        count: u32,
        /// What they have to fit.
        what: Box<Self>,
    },
    /// The row of one key, an author's own: what is left of `PR_ENTRYID` or `PR_INSTANCE_KEY` once
    /// the runtime has taken them apart.
    Key(Vec<u8>),
}

/// How two values compare (`RELOP_*`, RES-44).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// `RELOP_LT`
    Less,
    /// `RELOP_LE`
    LessOrEqual,
    /// `RELOP_GT`
    Greater,
    /// `RELOP_GE`
    GreaterOrEqual,
    /// `RELOP_EQ`
    Equal,
    /// `RELOP_NE`
    Unequal,
}

impl Relation {
    /// All of them, each at the place of its number.
    pub(super) const ALL: [Self; 6] =
        [Self::Less, Self::LessOrEqual, Self::Greater, Self::GreaterOrEqual, Self::Equal, Self::Unequal];

    /// Whether it holds of two values that compare so.
    pub fn holds(self, ordering: Ordering) -> bool {
        match self {
            Self::Less => ordering.is_lt(),
            Self::LessOrEqual => ordering.is_le(),
            Self::Greater => ordering.is_gt(),
            Self::GreaterOrEqual => ordering.is_ge(),
            Self::Equal => ordering.is_eq(),
            Self::Unequal => ordering.is_ne(),
        }
    }
}

/// Where in a property a value stands (the low word of `ulFuzzyLevel`, RES-40).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// `FL_FULLSTRING`: it is the whole property.
    Whole,
    /// `FL_SUBSTRING`: it is somewhere in the property.
    Anywhere,
    /// `FL_PREFIX`: the property begins with it.
    Beginning,
}

impl Restriction {
    /// The rows whose property is this value.
    pub fn equals<K: Into<PropTag>>(tag: K, value: impl ValueFor<K>) -> Self {
        Self::compares(tag, Relation::Equal, value)
    }

    /// The rows whose property compares so with this value.
    pub fn compares<K: Into<PropTag>>(tag: K, relation: Relation, value: impl ValueFor<K>) -> Self {
        let value = value.into();
        Self::Property { tag: tag.into(), relation, value }
    }

    /// The rows whose property has this text somewhere in it, in whatever case.
    pub fn contains(tag: impl TagOf<str>, text: &str) -> Self {
        Self::Content { tag: tag.into(), place: Place::Anywhere, ignores_case: true, value: text.into() }
    }

    /// The rows whose property begins with this text, in whatever case.
    pub fn begins(tag: impl TagOf<str>, text: &str) -> Self {
        Self::Content { tag: tag.into(), place: Place::Beginning, ignores_case: true, value: text.into() }
    }

    /// The rows whose `PT_LONG` has a bit of `mask`, or has none of them.
    pub fn bits(tag: impl TagOf<i32>, mask: u32, is_any_set: bool) -> Self {
        Self::Bits { tag: tag.into(), mask, is_any_set }
    }

    /// Whatever this is not.
    #[must_use]
    pub fn negated(self) -> Self {
        Self::Not(Box::new(self))
    }

    /// The rows that fit both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self::And(vec![self, other])
    }

    /// Calls `see` with every property of the rows that it names; those inside other tables are not
    /// among them.
    pub fn each_tag(&self, see: &mut dyn FnMut(PropTag)) {
        match self {
            Self::And(all) | Self::Or(all) => all.iter().for_each(|one| one.each_tag(see)),
            Self::Not(what) | Self::First { what, .. } => what.each_tag(see),
            Self::Content { tag, .. } | Self::Property { tag, .. } | Self::Bits { tag, .. } => see(*tag),
            Self::Size { tag, .. } | Self::Exists(tag) => see(*tag),
            Self::Compare { first, second, .. } => {
                see(*first);
                see(*second);
            }
            Self::Inside { .. } | Self::Key(_) => {}
        }
    }

    /// The same with each leaf replaced by what `change` makes of it, if it makes something.
    #[must_use]
    pub fn rewritten(&self, change: &dyn Fn(&Self) -> Option<Self>) -> Self {
        let all = |all: &[Self]| all.iter().map(|one| one.rewritten(change)).collect();
        match self {
            Self::And(parts) => Self::And(all(parts)),
            Self::Or(parts) => Self::Or(all(parts)),
            Self::Not(what) => Self::Not(Box::new(what.rewritten(change))),
            Self::First { count, what } => Self::First { count: *count, what: Box::new(what.rewritten(change)) },
            leaf => change(leaf).unwrap_or_else(|| leaf.copied()),
        }
    }

    /// A leaf once more; what is inside of others goes through [`rewritten`](Self::rewritten).
    fn copied(&self) -> Self {
        match self {
            Self::Content { tag, place, ignores_case, value } => {
                Self::Content { tag: *tag, place: *place, ignores_case: *ignores_case, value: value.clone() }
            }
            Self::Property { tag, relation, value } => {
                Self::Property { tag: *tag, relation: *relation, value: value.clone() }
            }
            Self::Compare { first, relation, second } => {
                Self::Compare { first: *first, relation: *relation, second: *second }
            }
            Self::Bits { tag, mask, is_any_set } => Self::Bits { tag: *tag, mask: *mask, is_any_set: *is_any_set },
            Self::Size { tag, relation, bytes } => Self::Size { tag: *tag, relation: *relation, bytes: *bytes },
            Self::Exists(tag) => Self::Exists(*tag),
            Self::Inside { tag, what } => Self::Inside { tag: *tag, what: what.clone() },
            Self::Key(key) => Self::Key(key.clone()),
            Self::And(_) | Self::Or(_) | Self::Not(_) | Self::First { .. } => self.clone(),
        }
    }
}

/// Derived, it would be copied into each part of a library that clones one.
impl Clone for Restriction {
    #[inline(never)]
    fn clone(&self) -> Self {
        self.rewritten(&|_| None)
    }
}
