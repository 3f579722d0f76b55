//! The record of what happened between session and provider, in the vocabulary of the life cycle, and how it is printed.
//! Who records is everybody else in this folder.

use crate::abi::code::Code;
use crate::sync::lock;
use std::cell::Cell;
use std::fmt::Write;
use std::sync::Mutex;

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What happened: `prov.logon`, `sup.slt`, `fault` …
    pub event: &'static str,
    /// To which object.
    pub object: String,
    /// More about it: flags by name, a text.
    pub detail: String,
    /// How a call ended; nothing for what is no call.
    pub code: Option<Code>,
    /// How many calls it stands inside, on its thread.
    pub depth: usize,
    /// The rule it follows, or breaks.
    pub rule: &'static str,
}

std::thread_local! { static DEPTH: Cell<usize> = const { Cell::new(0) } }

/// Whether the calling thread is inside a recorded call: what is not over cannot be judged yet.
pub(crate) fn is_inside_a_call() -> bool {
    DEPTH.get() > 0
}

/// All events of one session.
#[derive(Debug, Default)]
pub(crate) struct Record(Mutex<Vec<Event>>);

/// A call under way: what is recorded until it ends stands inside it.
pub(crate) struct Call<'r> {
    record: &'r Record,
    at: usize,
}

impl Record {
    /// Something that is no call.
    pub(crate) fn note(&self, event: &'static str, object: &str, detail: &str, rule: &'static str) {
        self.push(event, object, detail, rule);
    }

    /// Somebody broke a rule: `V-9: …`.
    pub(crate) fn fault(&self, object: &str, violation: &'static str, detail: &str) {
        self.push("fault", object, &format!("{violation}: {detail}"), violation);
    }

    /// The start of a call.
    pub(crate) fn call(&self, event: &'static str, object: &str, detail: &str, rule: &'static str) -> Call<'_> {
        let at = self.push(event, object, detail, rule);
        DEPTH.set(DEPTH.get() + 1);
        Call { record: self, at }
    }

    fn push(&self, event: &'static str, object: &str, detail: &str, rule: &'static str) -> usize {
        let (object, detail) = (object.into(), detail.into());
        let event = Event { event, object, detail, code: None, depth: DEPTH.get(), rule };
        let mut events = lock(&self.0);
        events.push(event);
        events.len() - 1
    }

    pub(crate) fn events(&self) -> Vec<Event> {
        lock(&self.0).clone()
    }
}

impl Call<'_> {
    /// Its result; the code.
    pub(crate) fn done(self, code: Code) -> Code {
        self.amend(|event| event.code = Some(code));
        code
    }

    /// Says more about it once it is known.
    pub(crate) fn detail(&self, detail: &str) {
        self.amend(|event| event.detail = detail.into());
    }

    fn amend(&self, change: impl FnOnce(&mut Event)) {
        if let Some(event) = lock(&self.record.0).get_mut(self.at) {
            change(event);
        }
    }
}

impl Drop for Call<'_> {
    fn drop(&mut self) {
        DEPTH.set(DEPTH.get().saturating_sub(1));
    }
}

/// Whether an event belongs to the life cycle itself; the others are work.
fn is_golden(event: &Event) -> bool {
    const KINDS: [&str; 8] = ["init", "prov.", "logon.", "store.", "sup.", "uid-", "row-", "session."];
    let work = ["sup.section", "sup.wrap", "sup.new_uid", "sup.memory", "store.get", "store.open", "store.work"];
    KINDS.iter().any(|kind| event.event.starts_with(kind)) && !work.contains(&event.event)
}

/// The events as the golden sequences are written: `{}` around what is nested, `<` before a code that is not `S_OK`.
pub(crate) fn golden(events: &[Event]) -> String {
    let mut text = String::new();
    let mut open: Vec<usize> = Vec::new();
    let mut fresh = true;
    for event in events.iter().filter(|event| is_golden(event)) {
        while open.last().is_some_and(|depth| *depth >= event.depth) {
            open.pop();
            if !fresh {
                text.push('}');
            }
            fresh = false;
        }
        if !text.is_empty() {
            text.push_str(if fresh && !open.is_empty() { "{" } else { ", " });
        }
        text.push_str(event.event);
        if !event.detail.is_empty() {
            let _ = write!(text, "({})", event.detail);
        }
        if let Some(code) = event.code.filter(|code| *code != Code::OK) {
            let _ = write!(text, "<{}", code.name().unwrap_or("?"));
        }
        open.push(event.depth);
        fresh = true;
    }
    let unclosed = open.len().saturating_sub(1);
    text.extend(std::iter::repeat_n('}', unclosed));
    text
}

/// One line an event: indentation, object, code, and the rule behind it.
pub(crate) fn tree(events: &[Event]) -> String {
    let base = events.iter().map(|event| event.depth).min().unwrap_or(0);
    events
        .iter()
        .fold(String::new(), |mut text, event| {
            let mut line = format!("{}{}", "  ".repeat(event.depth - base), event.event);
            if !event.detail.is_empty() {
                let _ = write!(line, " {}", event.detail);
            }
            let code = event.code.map(|code| format!(" = {code}")).unwrap_or_default();
            let _ = writeln!(text, "{line:<58} {:<12}{code:<26} {}", event.object, event.rule);
            text
        })
        .lines()
        .map(|line| format!("{}\n", line.trim_end()))
        .collect()
}

/// One JSON object an event, with `event`, `depth`, `object`, `code`.
pub(crate) fn json_lines(events: &[Event]) -> String {
    events.iter().fold(String::new(), |mut text, event| {
        let code = event.code.map_or("null".into(), |code| quoted(&code.to_string()));
        let (name, object, detail) = (quoted(event.event), quoted(&event.object), quoted(&event.detail));
        let _ = writeln!(
            text,
            "{{\"event\":{name},\"depth\":{},\"object\":{object},\"code\":{code},\"detail\":{detail},\"rule\":{}}}",
            event.depth,
            quoted(event.rule)
        );
        text
    })
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            c if c < ' ' => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
