//! What is inside of a store (C-*): properties, streams, names, folders, messages, as a client
//! reads them. Tables are in `tables/`, changing is not there yet.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

mod client;
mod containers;
mod messages;
mod names;
mod opened;
mod properties;
mod provider;
mod receiving;
