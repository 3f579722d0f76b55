//! The session's own tables: which rows they show. Tables of providers, as a client uses them, are
//! in `client/table.rs`.

mod rows;
mod status;

pub(crate) use rows::{Rows, session_table};
pub(crate) use status::primary_identity;
