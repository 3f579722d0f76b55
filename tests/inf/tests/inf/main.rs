//! mapisvc.inf: the specification's examples, a file with services of others, any file at all.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

mod acme;
mod arbitrary;
mod files;
mod install;
mod merging;
mod reading;
mod registering;
