//! Logging on, and what a session has then: sessions and their clients, services, address books,
//! whose object an identifier is of.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

mod books;
mod clients;
mod logging_on;
mod routing;
mod services;
mod sharing;
