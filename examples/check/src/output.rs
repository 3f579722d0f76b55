//! What the command says in the end: for people, for programs, and on stderr. What came of each
//! kind is in `summary.rs`.

use crate::kind::Subject;
use crate::said::Finding;
use crate::summary::{Broken, Group, Status, Summary};
use provider_runtime::session::Kind;
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::Path;

/// For stderr: why there is nothing better to say.
pub fn errors(all: &[Summary]) -> String {
    all.iter()
        .map(|summary| {
            let internal = summary.internal.iter().map(|text| format!("internal: {text}\n"));
            let none = summary.no_provider.iter().map(|text| format!("check: no provider: {text}\n"));
            let closed = summary.not_opened.iter().filter(|_| summary.no_provider.is_none());
            let closed = closed.map(|why| not_opened(summary, why));
            internal.chain(none).chain(closed).collect::<String>()
        })
        .collect()
}

fn not_opened(summary: &Summary, why: &str) -> String {
    let what = match summary.subject {
        Subject::Kind(Kind::Transport) => "the transport does not log on".into(),
        subject => format!("the {} does not open", subject.noun()),
    };
    let more = if summary.is_unconfigured() {
        " (it is not configured; --profile FILE gives it what it asks for)"
    } else {
        ""
    };
    format!("check: {what}, so most of it was not seen: {why}{more}\n")
}

/// For people: a section for each kind.
pub fn text(path: &Path, all: &[Summary]) -> String {
    let mut text = String::new();
    for summary in all {
        text += summary.record.as_deref().unwrap_or_default();
        for Group { finding, times, scenarios } in &summary.groups {
            let warning = if finding.warning { "warning: " } else { "" };
            let Finding { id, rule, text: seen, object, .. } = finding;
            let _ = writeln!(text, "{id}  {warning}{seen} ({object})  {rule}");
            if *times > scenarios.len() {
                let _ = writeln!(text, "      {times} times");
            }
            listed(&mut text, scenarios.clone());
        }
        for Broken { how, call, places } in &summary.broken {
            let inside = call.as_ref().map_or_else(String::new, |call| format!(", inside {call}"));
            let _ = writeln!(text, "{how}{inside}");
            listed(&mut text, places.iter().map(|(scenario, step)| format!("{scenario}; at: {step}")).collect());
        }
        if summary.no_provider.is_none() {
            // A DLL of one kind needs no word for it.
            let of = if all.len() > 1 { format!(" ({})", summary.subject.noun()) } else { String::new() };
            let _ = writeln!(text, "{}{of}: {}", path.display(), counts(summary));
        }
    }
    text
}

fn counts(summary: &Summary) -> String {
    let left = match summary.not_run {
        0 => String::new(),
        left => format!(", {left} not run"),
    };
    let broken: usize = summary.broken.iter().map(|broken| broken.places.len()).sum();
    let violations = summary.count(false);
    let warnings = summary.count(true);
    let ran = summary.ran;
    let what = match summary.faults {
        None => format!("{ran} scenarios"),
        Some(all) => format!("{ran} combinations of faults out of {all}"),
    };
    format!("{violations} violations, {warnings} warnings, {broken} crashes or hangs in {what}{left}")
}

/// For programs: one object a violation, and the summary.
pub fn json(path: &Path, all: &[Summary]) -> String {
    let found = all.iter().flat_map(|summary| {
        summary.groups.iter().map(|Group { finding, times, scenarios }| {
            let Finding { id, rule, text, object, warning } = finding;
            json!({ "kind": summary.subject.word(), "id": id, "rule": rule, "text": text, "object": object, "times": times,
                "scenarios": scenarios, "warning": warning })
        })
    });
    let broken = all.iter().flat_map(|summary| {
        summary.broken.iter().flat_map(move |Broken { how, call, places }| {
            places.iter().map(move |(scenario, step)| {
                json!({ "kind": summary.subject.word(), "how": how, "call": call, "scenario": scenario, "step": step })
            })
        })
    });
    let sum = |count: fn(&Summary) -> usize| all.iter().map(count).sum::<usize>();
    let first = |text: fn(&Summary) -> Option<&String>| all.iter().find_map(text);
    let summary = json!({
        "path": path.to_string_lossy(),
        "kinds": all.iter().map(of_kind).collect::<Vec<Value>>(),
        "scenarios": sum(|summary| summary.ran),
        "not_run": sum(|summary| summary.not_run),
        "violations": sum(|summary| summary.count(false)),
        "warnings": sum(|summary| summary.count(true)),
        "broken": broken.collect::<Vec<Value>>(),
        "no_provider": first(|summary| summary.no_provider.as_ref()),
        "not_opened": first(|summary| summary.not_opened.as_ref()),
        "unconfigured": all.iter().any(Summary::is_unconfigured),
        "status": Status::of(all) as u8,
    });
    found.chain([summary]).fold(String::new(), |text, line| text + &line.to_string() + "\n")
}

fn of_kind(summary: &Summary) -> Value {
    json!({
        "kind": summary.subject.word(),
        "scenarios": summary.ran,
        "faults": summary.faults,
        "not_run": summary.not_run,
        "violations": summary.count(false),
        "warnings": summary.count(true),
        "no_provider": summary.no_provider,
        "not_opened": summary.not_opened,
        "unconfigured": summary.is_unconfigured(),
        "status": Status::of(std::slice::from_ref(summary)) as u8,
    })
}

/// The places where something was seen; of many, the first.
fn listed(text: &mut String, places: Vec<String>) {
    const MANY: usize = 6;
    let shown = if places.len() > MANY { MANY - 1 } else { places.len() };
    for place in places.iter().take(shown) {
        let _ = writeln!(text, "      in: {place}");
    }
    if places.len() > shown {
        let _ = writeln!(text, "      and in {} more", places.len() - shown);
    }
}
