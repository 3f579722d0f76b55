//! Random calls over raw vtables: who makes them (`world.rs`, `calls/`), with what (`arguments/`),
//! on whose objects (`author/`, `host/`), how often (`run.rs`). The programs that run them are in
//! `tests/`. The invariants that this package cites are those of `provider-abi`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::missing_errors_doc,
    reason = "what only tests call may panic"
)]

pub mod arguments;
pub mod author;
pub mod calls;
pub mod face;
pub mod host;
pub mod junk;
pub mod run;
pub mod world;
