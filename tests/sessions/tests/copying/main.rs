//! What MAPI copies, moves and prepares for stores, over vtables: objects by hand (`world.rs`,
//! `thing.rs`, `stream.rs`, `table.rs`) in stores of their own, and a store's support object
//! (`host.rs`). The invariants cited are those of `provider-runtime/src/logon/mod.rs`.
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

mod client;
mod folder_calls;
mod folders;
mod host;
mod hostile;
mod message_calls;
mod messages;
mod properties;
mod stream;
mod submission;
mod table;
mod thing;
mod world;
