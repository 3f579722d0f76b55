//! A record as JSON lines, for programs. How people read it is in `print.rs`.

use super::event::Event;
use serde::Serialize;

/// One event; the order of the fields is that of the line's keys.
#[derive(Serialize)]
struct Line<'e> {
    event: &'static str,
    depth: usize,
    object: &'e str,
    code: Option<String>,
    detail: String,
    rule: &'static str,
    /// When, since the first event.
    microseconds: u128,
    /// How long a call took, in microseconds.
    took: Option<u128>,
    facts: Vec<(&'static str, u64)>,
}

impl<'e> Line<'e> {
    fn of(event: &'e Event) -> Self {
        Self {
            event: event.name(),
            depth: event.depth,
            object: &event.object,
            code: event.code.map(|code| code.to_string()),
            detail: event.detail(),
            rule: event.rule,
            microseconds: event.time.as_micros(),
            took: event.took().map(|took| took.as_micros()),
            facts: event.facts(),
        }
    }
}

/// One JSON object an event: `event`, `depth`, `object`, `code`, `detail`, `rule`, `microseconds`,
/// how long a call `took` (null for what is no call), and its `facts` as pairs.
pub(crate) fn json_lines(events: &[Event]) -> String {
    // Text, numbers and lists of them can always be written.
    let lines = events.iter().filter_map(|event| serde_json::to_string(&Line::of(event)).ok());
    lines.fold(String::new(), |text, line| text + &line + "\n")
}
