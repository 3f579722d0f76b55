//! The support object that a provider gets (`IMAPISupport`, SUP-*): what it tells MAPI
//! (`registrations.rs`, `store.rs`, `notifications.rs`, `spooler_calls.rs`) and what it asks MAPI
//! for (`provider_requests.rs`, `one_off.rs`; a store: `copies.rs`, `submission.rs`), method by
//! method, and for whom each method is (`users.rs`).

mod copies;
mod expanding;
mod methods;
mod notifications;
mod one_off;
mod own_store;
mod provider_requests;
mod registrations;
mod spooler_calls;
mod store;
mod submission;
mod support_object;
mod users;

pub(crate) use support_object::SupportObject;
