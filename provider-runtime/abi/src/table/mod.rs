//! Tables: views over rows, evaluated once for providers' tables and for the session's own. Whose
//! rows they are is the business of who has them: see [`Source`] and [`TableObject`].

mod author;
mod bookmarks;
mod compare;
mod follow;
mod instance;
mod listing;
mod matching;
mod object;
mod prepared;
mod restriction;
mod restriction_in;
mod restriction_out;
mod rewrite;
mod sort;
mod values;
mod view;
mod walk;

pub use author::{LentSource, RowSource};
pub use compare::{compare, compare_text, fold_case};
pub use follow::RowEvent;
pub use instance::instance_key;
pub use listing::listed;
pub use matching::Record;
pub use object::{TableObject, TableWork};
pub use prepared::{PreparedView, Rowset};
pub use restriction::{Place, Relation, Restriction};
pub use rewrite::{MOST_COPIED, by_key};
pub use sort::{SortKey, SortOrder};
pub use values::{Inside, ValueRow, Values};
pub use view::{Anchor, OwnColumns, Rows, RowsFrom, Source, TableView};
pub use walk::Walk;
