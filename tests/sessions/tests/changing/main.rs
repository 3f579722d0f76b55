//! What is changed in a store (C-*): transactions, properties, streams, folders, attachments,
//! recipients, the queue, and who is told. The store is an author's in memory, its client calls
//! raw vtables.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_docs_in_private_items,
    reason = "tests may panic"
)]

mod attachments;
mod author;
mod folders;
mod messages;
mod properties;
mod recipients;
mod setup;
mod streams;
mod transactions;
