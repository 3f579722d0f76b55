//! The referee: what it says of traces that are written by hand, of golden ones (section 8.5) with one fault put in, and of
//! edits of any kind. What a session records is judged in the tests of the session.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

mod client;
mod edits;
mod golden;
mod host;
mod provider;
mod support;
mod trace;
mod transport;

use provider_runtime::session::{Event, Trace};

/// Picks an event by its name.
fn named(name: &'static str) -> impl Fn(&Event) -> bool {
    move |event| event.event == name
}

/// Picks an event by its name and a fact.
fn of(name: &'static str, fact: &'static str, value: u64) -> impl Fn(&Event) -> bool {
    move |event| event.event == name && event.fact(fact) == Some(value)
}

/// Sets a fact of an event.
fn set(event: &mut Event, name: &'static str, value: u64) {
    event.facts.retain(|(other, _)| *other != name);
    event.facts.push((name, value));
}

/// What the referee says, as texts.
fn said(trace: &Trace) -> Vec<String> {
    trace.violations().iter().map(ToString::to_string).collect()
}

/// That the referee says this and nothing else.
#[track_caller]
fn says(trace: &Trace, told: &str) {
    assert_eq!(said(trace), [told], "{}", printed(trace));
}

/// One line an event.
fn printed(trace: &Trace) -> String {
    let events = trace.events();
    let line = |event: &Event| format!("\n{}{} {:?}", "  ".repeat(event.depth), event.event, event.facts);
    events.iter().map(line).collect()
}
