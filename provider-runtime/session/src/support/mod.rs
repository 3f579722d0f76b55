//! The support object that a provider gets (`IMAPISupport`, SUP-*): what it tells MAPI
//! (`registrations.rs`, `notifications.rs`, `spooling.rs`) and what it asks MAPI for
//! (`requests.rs`, `one_off.rs`), method by method, and for whom each method is (`users.rs`).

mod methods;
mod notifications;
mod object;
mod one_off;
mod registrations;
mod requests;
mod spooling;
mod users;

pub(crate) use object::SupportObject;
