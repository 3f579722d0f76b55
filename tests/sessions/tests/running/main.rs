//! What is done between a logon and its end: by clients, by an author's threads, and by authors'
//! faults.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

mod faults;
mod status;
mod values;
mod workers;
mod working;
