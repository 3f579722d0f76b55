//! Faults on purpose: calls to MAPI that fail or do nothing, allocations, authors' methods; and
//! what is left after each, at each of the ends of a logon.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

mod author;
mod ends;
mod host;
mod planned;
