//! The record of what happened between session and provider, in the vocabulary of the life cycle, and how it is printed.
//! Who records is everybody else in this folder.

use crate::abi::code::Code;
use crate::sync::lock;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::sync::Mutex;
use std::thread::ThreadId;

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
    /// Which event is the innermost of those calls.
    inside: Option<usize>,
}

/// All events of one session.
#[derive(Debug, Default)]
pub(crate) struct Record(Mutex<Journal>);

#[derive(Debug, Default)]
struct Journal {
    events: Vec<Event>,
    /// The calls under way on each thread, the innermost last.
    calls: HashMap<ThreadId, Vec<usize>>,
}

/// A call under way: what is recorded on its thread until it ends stands inside it.
pub(crate) struct Call<'r> {
    record: &'r Record,
    thread: ThreadId,
    at: usize,
}

impl Record {
    /// Something that is no call.
    pub(crate) fn note(&self, event: &'static str, object: &str, detail: &str, rule: &'static str) {
        lock(&self.0).push(std::thread::current().id(), event, object, detail, rule);
    }

    /// Somebody broke a rule: `V-9: …`.
    pub(crate) fn fault(&self, object: &str, violation: &'static str, detail: &str) {
        self.note("fault", object, &format!("{violation}: {detail}"), violation);
    }

    /// The start of a call.
    pub(crate) fn call(&self, event: &'static str, object: &str, detail: &str, rule: &'static str) -> Call<'_> {
        let thread = std::thread::current().id();
        let mut journal = lock(&self.0);
        let at = journal.push(thread, event, object, detail, rule);
        journal.calls.entry(thread).or_default().push(at);
        Call { record: self, thread, at }
    }

    /// Whether the calling thread is inside a call of this session: what is not over cannot be judged yet.
    pub(crate) fn is_inside_a_call(&self) -> bool {
        self.is_inside(|_| true)
    }

    /// Whether the calling thread is inside a call of one of these events.
    pub(crate) fn is_inside(&self, wanted: impl Fn(&'static str) -> bool) -> bool {
        let journal = lock(&self.0);
        let calls = journal.calls.get(&std::thread::current().id());
        let mut events = calls.into_iter().flatten().filter_map(|at| journal.events.get(*at));
        events.any(|event| wanted(event.event))
    }

    pub(crate) fn events(&self) -> Vec<Event> {
        lock(&self.0).events.clone()
    }

    /// How often something happened.
    pub(crate) fn count(&self, event: &str) -> usize {
        lock(&self.0).events.iter().filter(|other| other.event == event).count()
    }
}

impl Journal {
    fn push(&mut self, thread: ThreadId, event: &'static str, object: &str, detail: &str, rule: &'static str) -> usize {
        let calls = self.calls.get(&thread).map_or(&[][..], Vec::as_slice);
        let (depth, inside) = (calls.len(), calls.last().copied());
        let (object, detail) = (object.into(), detail.into());
        self.events.push(Event { event, object, detail, code: None, depth, rule, inside });
        self.events.len() - 1
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
        if let Some(event) = lock(&self.record.0).events.get_mut(self.at) {
            change(event);
        }
    }
}

impl Drop for Call<'_> {
    fn drop(&mut self) {
        let mut journal = lock(&self.record.0);
        if let Some(calls) = journal.calls.get_mut(&self.thread) {
            calls.retain(|at| *at != self.at);
            if calls.is_empty() {
                journal.calls.remove(&self.thread);
            }
        }
    }
}

/// Whether an event belongs to the life cycle itself; the others are work.
fn is_golden(event: &Event) -> bool {
    const KINDS: [&str; 8] = ["init", "prov.", "logon.", "store.", "sup.", "uid-", "row-", "session."];
    let work = ["sup.section", "sup.wrap", "sup.new_uid", "sup.memory", "store.get", "store.open", "store.work"];
    KINDS.iter().any(|kind| event.event.starts_with(kind)) && !work.contains(&event.event)
}

/// The events as the golden sequences are written: `{}` around what is nested, `<` before a code that is not `S_OK`.
///
/// Nested is what stands inside a call that is shown, whatever other threads did meanwhile.
pub(crate) fn golden(events: &[Event]) -> String {
    let shown_around = |event: &Event| {
        let mut around = event.inside;
        while let Some(call) = around.and_then(|at| events.get(at)).filter(|call| !is_golden(call)) {
            around = call.inside;
        }
        around
    };
    let mut nested: Nested<'_> = BTreeMap::new();
    for (at, event) in events.iter().enumerate().filter(|(_, event)| is_golden(event)) {
        nested.entry(shown_around(event)).or_default().push((at, event));
    }
    let mut text = String::new();
    write_golden(&mut text, &nested, None);
    text
}

/// The events inside each shown call, and those inside none.
type Nested<'e> = BTreeMap<Option<usize>, Vec<(usize, &'e Event)>>;

fn write_golden(text: &mut String, nested: &Nested<'_>, around: Option<usize>) {
    for (number, (at, event)) in nested.get(&around).into_iter().flatten().enumerate() {
        text.push_str(if number > 0 { ", " } else { "" });
        text.push_str(event.event);
        if !event.detail.is_empty() {
            let _ = write!(text, "({})", event.detail);
        }
        if let Some(code) = event.code.filter(|code| *code != Code::OK) {
            let _ = write!(text, "<{}", code.name().unwrap_or("?"));
        }
        if nested.contains_key(&Some(*at)) {
            text.push('{');
            write_golden(text, nested, Some(*at));
            text.push('}');
        }
    }
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
