//! How a record is printed: as a golden sequence, a tree, JSON lines, a Mermaid diagram. What is recorded is in `events.rs`.

use super::events::Event;
use super::kind::Kind;
use super::names::{Kinds, in_mapi};
use provider_abi::shapes::code::Code;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Whether an event belongs to the life cycle itself; the others are work.
fn is_golden(event: &Event) -> bool {
    const KINDS: [&str; 12] = [
        "init",
        "prov.",
        "logon.",
        "xp.address_types",
        "xp.notify",
        "xp.logoff",
        "store.",
        "sup.",
        "uid-",
        "row-",
        "svc.entry",
        "session.logoff",
    ];
    const WORK: [&str; 17] = [
        "sup.section",
        "sup.wrap",
        "sup.one_off",
        "sup.new_uid",
        "sup.memory",
        "sup.last_error",
        "sup.profile",
        "sup.open",
        "sup.open_book",
        "sup.yield",
        "sup.status_recips",
        "sup.compare",
        "store.get",
        "store.open",
        "store.work",
        "store.error",
        "logon.open",
    ];
    let is_shown = KINDS.iter().any(|kind| event.event.starts_with(kind)) || event.event.starts_with("fast.");
    is_shown && !WORK.contains(&event.event)
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

/// One line an event: milliseconds since the first, indentation, object, code, the rule behind it, and what it is in MAPI.
///
/// What a client holds is told by its warning.
pub(crate) fn tree(events: &[Event]) -> String {
    let kinds = Kinds::of(events);
    let base = events.iter().map(|event| event.depth).min().unwrap_or(0);
    let shown = events.iter().filter(|event| event.event != "client.holds");
    shown.fold(String::new(), |mut text, event| {
        let mut line = format!("{}{}", "  ".repeat(event.depth - base), event.event);
        if !event.detail.is_empty() {
            let _ = write!(line, " {}", event.detail);
        }
        let code = event.code.map(|code| format!(" = {code}")).unwrap_or_default();
        let time = format!("{:.3}", event.time.as_secs_f64() * 1000.0);
        let what = in_mapi(event.event, kinds.kind(event));
        let line = format!("{time:>9}  {line:<46} {:<12}{code:<26} {:<14} {what}", event.object, event.rule);
        let _ = writeln!(text, "{}", line.trim_end());
        text
    })
}

/// A Mermaid sequence diagram: MAPI, its clients, and the providers of each kind that there are.
///
/// Calls of a provider on its support object go from the provider to MAPI; what a client does goes from the client.
pub(crate) fn mermaid(events: &[Event]) -> String {
    let kinds = Kinds::of(events);
    let there = |kind: &Kind| events.iter().any(|event| kinds.kind(event) == Some(*kind));
    let mut text = String::from("sequenceDiagram\n    participant client\n    participant MAPI\n");
    for kind in Kind::ORDER.iter().filter(|kind| there(kind)) {
        let _ = writeln!(text, "    participant {} as {}", kind.letters(), kind.noun());
    }
    for (at, event) in events.iter().enumerate() {
        let (from, to) = ends(event, kinds.kind(event));
        let mut line = label(event.event);
        if !event.detail.is_empty() {
            let _ = write!(line, " {}", label(&event.detail));
        }
        if ["fault", "warning"].contains(&event.event) {
            let _ = writeln!(text, "    Note over {to}: {line}");
            continue;
        }
        let is_call = event.code.is_some() || events.iter().any(|other| other.inside == Some(at));
        let arrow = if is_call { "->>" } else { "-)" };
        let code = event.code.filter(|code| *code != Code::OK);
        let code = code.map(|code| format!(" = {}", code.name().unwrap_or("?"))).unwrap_or_default();
        let _ = writeln!(text, "    {from}{arrow}{to}: {line} ({}){code}", label(&event.object));
    }
    text
}

/// Who calls whom; what is about no provider, between MAPI and itself.
fn ends(event: &Event, kind: Option<Kind>) -> (&'static str, &'static str) {
    let provider = kind.map_or("MAPI", Kind::letters);
    match event.event.split('.').next() {
        Some("sup" | "word" | "mapi") => (provider, "MAPI"),
        Some("store" | "table" | "status" | "object") => ("client", provider),
        Some("session" | "client") => ("client", "MAPI"),
        Some("sink") => ("MAPI", "client"),
        Some("uid-" | "row-" | "sub-") => ("MAPI", "MAPI"),
        _ => ("MAPI", provider),
    }
}

/// Text that Mermaid does not read as its own: no line ends, no `;` and `#`.
fn label(text: &str) -> String {
    let plain = |c: char| if c.is_control() || matches!(c, ';' | '#' | ':') { ' ' } else { c };
    text.chars().map(plain).collect()
}

/// One JSON object an event: `event`, `depth`, `object`, `code`, `detail`, `rule`, `microseconds`, how long a call `took`
/// (null for what is no call), and its `facts` as pairs.
pub(crate) fn json_lines(events: &[Event]) -> String {
    events.iter().fold(String::new(), |mut text, event| {
        let code = event.code.map_or("null".into(), |code| quoted(&code.to_string()));
        let (name, object, detail) = (quoted(event.event), quoted(&event.object), quoted(&event.detail));
        let (depth, rule, time) = (event.depth, quoted(event.rule), event.time.as_micros());
        let took = event.took().map_or("null".into(), |took| took.as_micros().to_string());
        let facts: Vec<_> = event.facts.iter().map(|(name, value)| format!("[{},{value}]", quoted(name))).collect();
        let _ = write!(text, "{{\"event\":{name},\"depth\":{depth},\"object\":{object},\"code\":{code},");
        let _ = write!(text, "\"detail\":{detail},\"rule\":{rule},\"microseconds\":{time},\"took\":{took},");
        let _ = writeln!(text, "\"facts\":[{}]}}", facts.join(","));
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
