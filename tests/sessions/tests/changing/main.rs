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
mod calls;
mod copies;
mod folders;
mod host;
mod messages;
mod nested;
mod notifications;
mod properties;
mod queue;
mod recipients;
mod setup;
mod streams;
mod threads;
mod transactions;
