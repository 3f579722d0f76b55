//! Notifications: who has subscribed, what each is told, and when. Sinks of clients in Rust are in
//! `client/sink.rs`, what a provider subscribes to and sends in `support/notifications.rs`.

mod copied;
mod subscriptions;

pub use copied::Notice;

pub(crate) use copied::Copied;
pub(crate) use subscriptions::{
    Notifications, SESSION, STATUS_TABLE, Subscription, next_connection, subscribers, taken,
};
