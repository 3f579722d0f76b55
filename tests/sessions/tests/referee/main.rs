//! The referee: what it says of traces that are written by hand, of golden ones (section 8.5) with
//! one fault put in, of edits of any kind, and of what sessions with raw providers have recorded.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

mod caught;
mod client;
mod edits;
mod golden;
mod host;
mod lent_objects;
mod provider;
mod raw_store;
mod raw_transport;
mod support_object;
mod trace;
mod transport;

use provider_runtime::session::{Event, Trace, What};

/// Picks an event by its name.
fn named(name: &'static str) -> impl Fn(&Event) -> bool {
    move |event| event.name() == name
}

/// Picks an event by its name and a fact.
fn of(name: &'static str, fact: &'static str, value: u64) -> impl Fn(&Event) -> bool {
    move |event| event.name() == name && event.fact(fact) == Some(value)
}

/// What happened, by its name and its facts.
#[track_caller]
fn what(name: &str, facts: &[(&'static str, u64)]) -> What {
    What::read(name, facts).unwrap_or_else(|| panic!("no event {name} {facts:?}"))
}

/// The same, with what it says in words.
#[track_caller]
fn saying(name: &str, facts: &[(&'static str, u64)], detail: &str) -> What {
    what(name, facts).with_detail(detail).unwrap()
}

/// Changes the facts of an event; what it says in words stays, unless that comes from its facts.
#[track_caller]
fn change(event: &mut Event, change: impl FnOnce(&mut Vec<(&'static str, u64)>)) {
    let mut facts = event.facts();
    change(&mut facts);
    let changed = what(event.name(), &facts);
    event.what = changed.clone().with_detail(&event.detail()).unwrap_or(changed);
}

/// Sets a fact of an event.
#[track_caller]
fn set(event: &mut Event, name: &'static str, value: u64) {
    change(event, |facts| {
        facts.retain(|(other, _)| *other != name);
        facts.push((name, value));
    });
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
    let line = |event: &Event| format!("\n{}{} {:?}", "  ".repeat(event.depth), event.name(), event.facts());
    events.iter().map(line).collect()
}
