//! Ends: of a store, of a logon, of a session, of a process; in which order, from where, and by
//! whom.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

mod closing;
mod fast;
mod golden;
mod growth;
mod inside;
mod killed;
mod kinds;
mod session;
