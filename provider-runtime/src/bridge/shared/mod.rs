//! What the kinds of providers have in common: the objects that stores and address books open,
//! their tables, the status object, fast shutdown, and the logon call of a kind that is told a
//! profile alone.

pub(super) mod changes;
pub(super) mod container;
pub(super) mod content;
mod copy;
pub(super) mod entries;
pub(super) mod fast_shutdown;
pub(super) mod given;
mod lent_rows;
pub(super) mod open_property;
pub(super) mod own_row;
pub(super) mod plain_logon;
pub(super) mod prop;
pub(super) mod registration;
pub(super) mod status;
pub(super) mod stream;
pub(super) mod table;
mod tree;
