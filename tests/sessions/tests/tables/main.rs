//! Tables (TBL-*, RES-*, SORT-*): every method over the vtable, on rows that are values and on rows
//! that an author answers in windows.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

mod client;
mod columns;
mod following;
mod hostile;
mod provider;
mod restrictions;
mod sorting;
mod types;
mod walks;
