//! Calls that no wrapper would make, over the raw vtables, with MAPI's part by hand where there is
//! no session: null pointers, unknown flags and interfaces, slots that have no method.
//! The invariants cited are those of `provider-runtime/src/logon/mod.rs`.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]
#![allow(
    clippy::multiple_unsafe_ops_per_block,
    reason = "a list of calls on one object, each with arguments of its own"
)]

mod books;
mod c_client;
mod message;
mod service;
mod store;
mod transports;
