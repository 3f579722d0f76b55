//! Messages and transports: what the spooler does with both, and with the stores that it opens.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

mod messages;
mod spooler;
mod stopping;
mod transports;
mod undelivered;
