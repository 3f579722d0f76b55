//! The record of what happened between clients, session and provider, as typed events in the
//! vocabulary of the life cycle, and how it is shown. Every other part of the session records; the
//! referee judges. Nothing here knows any of them.

mod event;
mod fact;
mod flags;
mod journal;
mod json;
mod names;
mod print;
mod watch;
pub mod what;

pub use event::Event;
pub use what::What;

pub(crate) use event::End;
pub(crate) use journal::{Call, Clock, Record};
pub(crate) use json::json_lines;
pub(crate) use print::{golden, mermaid, tree};
pub(crate) use watch::CallWatch;
#[cfg(test)]
mod tests;
