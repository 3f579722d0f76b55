//! Parts that several of the session's own COM objects share: their tables, the answer of one that
//! has ended, and the stub that a provider's object becomes. The objects themselves are with their
//! subjects: `client/`, `support/`, `message/`, `profile/`.

mod invalidated;
mod own_progress;
mod own_rows;
mod own_table;
mod stub;

pub(crate) use invalidated::slot;
pub(crate) use own_progress::own_progress;
pub(crate) use own_table::{LentSink, RowSource, own_table};
pub(crate) use stub::make_stub;
