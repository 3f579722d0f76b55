//! The bookmarks of one table object (TBL-40 to TBL-44).

use super::view::{Anchor, RowsFrom};
use crate::error::{Error, Result};
use crate::shapes::code::Code;
use crate::shapes::flag::BOOKMARK_END;

/// Where a client stands in a view: before a row, or after one.
#[derive(Clone, Debug, PartialEq, Default)]
pub(super) enum Position {
    /// Before the first row.
    #[default]
    Start,
    /// After the last row.
    End,
    /// Before this row, or where it was.
    On(Anchor),
    /// Between this row and the one that follows.
    After(Anchor),
}

/// From where on rows are read, as [`RowsFrom`] says it.
pub(super) enum Origin {
    Start,
    End,
    On(Anchor),
    After(Anchor),
    Before(Anchor),
}

impl Origin {
    pub(super) fn as_from(&self) -> RowsFrom<'_> {
        match self {
            Self::Start => RowsFrom::Start,
            Self::End => RowsFrom::End,
            Self::On(anchor) => RowsFrom::On(anchor),
            Self::After(anchor) => RowsFrom::After(anchor),
            Self::Before(anchor) => RowsFrom::Before(anchor),
        }
    }
}

/// The bookmarks that a client has made and not freed.
#[derive(Debug, Default)]
pub(super) struct Bookmarks {
    entries: Vec<(usize, Position)>,
    /// How many have ever been made: a number is not used twice.
    made: usize,
}

/// A client that makes more does not free any.
const MOST: usize = 1000;

impl Bookmarks {
    /// Keeps a position under a number of its own.
    pub(super) fn add(&mut self, position: Position) -> Result<usize> {
        if self.entries.len() >= MOST {
            return Err(Error::new(Code::UNABLE_TO_COMPLETE, "too many bookmarks")); // TBL-43
        }
        self.made += 1;
        let number = BOOKMARK_END + self.made;
        self.entries.push((number, position));
        Ok(number)
    }

    /// The position under a number.
    pub(super) fn get(&self, number: usize) -> Result<&Position> {
        let entry = self.entries.iter().find(|(other, _)| *other == number);
        Ok(entry.map(|(_, position)| position).ok_or(Code::INVALID_BOOKMARK)?)
    }

    /// Moves a bookmark.
    pub(super) fn put(&mut self, number: usize, position: Position) {
        if let Some(entry) = self.entries.iter_mut().find(|(other, _)| *other == number) {
            entry.1 = position;
        }
    }

    /// Frees a bookmark; those that always exist stay (TBL-44).
    pub(super) fn remove(&mut self, number: usize) -> Result<()> {
        if number <= BOOKMARK_END {
            return Ok(());
        }
        self.get(number)?;
        self.entries.retain(|(other, _)| *other != number);
        Ok(())
    }

    /// Frees all of them (TBL-45).
    pub(super) fn clear(&mut self) {
        self.entries.clear();
    }
}
