//! How a table is sorted: as a value, and in MAPI's memory (`SSortOrderSet`).
#![allow(unsafe_code, reason = "only the caller of a method guarantees the length of an array of sort keys")]

use super::compare::compare;
use crate::error::{Error, Result};
use crate::memory::{Allocators, Block};
use crate::param::In;
use crate::params::{read_at, slice_at};
use crate::prop_value::PropValue;
use crate::shapes::code::Code;
use crate::shapes::flag::*;
use crate::shapes::structs::{SSortOrder, SSortOrderSet};
use crate::shapes::tag::PropTag;
use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::mem::offset_of;

/// One column to sort by (`SSortOrder`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SortKey {
    /// The column.
    pub tag: PropTag,
    /// Whether the largest value comes first (`TABLE_SORT_DESCEND`).
    pub is_descending: bool,
}

/// The order of a table's rows: by its first key, where that is equal by the second, and so on.
///
/// Rows that lack a key come last, in both directions (SORT-7). What is equal in all keys stands in
/// the order in which the table has it without any (SORT-6).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SortOrder {
    /// The keys, the first one counting most; none for the order that a table has of itself.
    pub keys: Vec<SortKey>,
}

/// More keys than any client has a column for.
const MOST_KEYS: u32 = 64;

impl SortOrder {
    /// The order of a table that nobody sorts.
    pub const NONE: Self = Self { keys: Vec::new() };

    /// Sorted by one column, the smallest value first.
    pub fn by(tag: impl Into<PropTag>) -> Self {
        Self { keys: vec![SortKey { tag: tag.into(), is_descending: false }] }
    }

    /// Sorted by one column, the largest value first.
    pub fn by_descending(tag: impl Into<PropTag>) -> Self {
        Self { keys: vec![SortKey { tag: tag.into(), is_descending: true }] }
    }

    /// What a client's argument says (SORT-1, SORT-4, SORT-5).
    ///
    /// # Errors
    /// `MAPI_E_INVALID_PARAMETER` for what contradicts itself, `MAPI_E_TOO_COMPLEX` for categories
    /// and for keys with several values.
    pub fn read(criteria: In<'_, SSortOrderSet>) -> Result<Self> {
        // The head alone: an order without a key is shorter than the struct.
        // SAFETY: O3: such an argument starts with its three counts.
        let head = unsafe { read_at(criteria.raw().cast::<[u32; 3]>()) };
        let [count, categories, expanded] = head.ok_or(Code::INVALID_PARAMETER)?;
        if categories > count || expanded > categories {
            return Err(Error::new(Code::INVALID_PARAMETER, "more categories than sort keys"));
        }
        if count > MOST_KEYS {
            return Err(Code::TOO_COMPLEX.into());
        }
        let first = criteria.raw().cast::<u8>().wrapping_add(offset_of!(SSortOrderSet, sort)).cast::<SSortOrder>();
        // SAFETY: O3: an argument of this type has as many keys as its count says.
        let keys = unsafe { slice_at(first, count) }.ok_or(Code::INVALID_PARAMETER)?;
        let mut read = Vec::with_capacity(keys.len());
        for (place, key) in keys.iter().enumerate() {
            read.push(SortKey::read(place, key)?);
        }
        if categories > 0 {
            return Err(Error::new(Code::TOO_COMPLEX, "a table has no categories"));
        }
        Ok(Self { keys: read })
    }

    /// In MAPI's memory, as `IMAPITable::QuerySortOrder` gives it (SORT-9).
    ///
    /// # Errors
    /// `MAPI_E_NOT_ENOUGH_MEMORY`
    pub fn block(&self, memory: &Allocators) -> Result<Block<SSortOrderSet>> {
        let set = memory.counted::<SSortOrderSet, SSortOrder>(self.keys.len())?;
        set.put(0, 0, [self.keys.len() as u32, 0, 0])?;
        for (place, key) in self.keys.iter().enumerate() {
            let order = if key.is_descending { TABLE_SORT_DESCEND } else { TABLE_SORT_ASCEND };
            set.put(offset_of!(SSortOrderSet, sort), place, SSortOrder { prop_tag: key.tag.0, order })?;
        }
        Ok(set)
    }

    /// How two rows stand to each other, by their values for the keys.
    pub fn compare<'v>(
        &self,
        one: impl Iterator<Item = Option<&'v PropValue>>,
        other: impl Iterator<Item = Option<&'v PropValue>>,
    ) -> Ordering {
        for (key, (one, other)) in self.keys.iter().zip(one.zip(other)) {
            let ordering = key.compare(one, other);
            if ordering.is_ne() {
                return ordering;
            }
        }
        Ordering::Equal
    }
}

impl SortKey {
    fn read(place: usize, key: &SSortOrder) -> Result<Self> {
        let tag = PropTag(key.prop_tag);
        let is_descending = match key.order {
            TABLE_SORT_ASCEND => false,
            TABLE_SORT_DESCEND => true,
            TABLE_SORT_COMBINE if place > 0 => return Err(Code::TOO_COMPLEX.into()),
            TABLE_SORT_CATEG_MAX | TABLE_SORT_CATEG_MIN => return Err(Code::TOO_COMPLEX.into()),
            _ => return Err(Error::new(Code::INVALID_PARAMETER, "no direction to sort in")),
        };
        if tag.kind() & MV_FLAG != 0 || tag.kind() == PT_OBJECT {
            return Err(Error::new(Code::TOO_COMPLEX, "nothing is sorted by a column with several values"));
        }
        Ok(Self { tag, is_descending })
    }

    /// SORT-7: what is missing comes last, whatever the direction.
    fn compare(&self, one: Option<&PropValue>, other: Option<&PropValue>) -> Ordering {
        match (one, other) {
            (Some(one), Some(other)) => {
                // Values of several types keep a fixed order among themselves; what is not a number
                // comes after the numbers.
                let rest = || one.kind().cmp(&other.kind()).then(is_no_number(one).cmp(&is_no_number(other)));
                let ordering = compare(one, other).unwrap_or_else(rest);
                if self.is_descending { ordering.reverse() } else { ordering }
            }
            (one, other) => one.is_none().cmp(&other.is_none()),
        }
    }
}

/// A number in an order of its own; what is equal stays as it is.
struct Placed<'a> {
    number: usize,
    compare: &'a dyn Fn(usize, usize) -> Ordering,
}

impl Ord for Placed<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.compare)(self.number, other.number).then(self.number.cmp(&other.number))
    }
}

impl PartialOrd for Placed<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Eq for Placed<'_> {}

impl PartialEq for Placed<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

/// The numbers below `count` in an order; what is equal stays as it is. By a heap, which is a tenth
/// of the code of the standard library's sort, and that would be in each provider.
#[inline(never)]
pub(super) fn in_order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let heap: BinaryHeap<_> = (0..count).map(|number| Placed { number, compare }).collect();
    heap.into_sorted_vec().into_iter().map(|placed| placed.number).collect()
}

fn is_no_number(value: &PropValue) -> bool {
    match value {
        PropValue::F32(number) => number.is_nan(),
        PropValue::F64(number) | PropValue::AppTime(number) => number.is_nan(),
        _ => false,
    }
}
