//! The command on providers in C that each break one rule, for every kind that the rule applies to:
//! `tests/check/mutants.tsv` says which, and what the command has to say. That each rule has its
//! rows is held by `tests/tidy`; that correct providers get no line, by `check.rs` and `kinds.rs`.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]
#![allow(clippy::indexing_slicing, reason = "tests may panic")]

mod command;

use command::{Checked, check, compiled_anew};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

/// So many of them run at once.
const AT_ONCE: usize = 2;
/// Most of them at the least are to be named, of each kind: so many of ten.
const OF_TEN: usize = 9;

/// One provider that breaks one rule.
#[derive(Clone)]
struct Mutant {
    rule: String,
    kind: String,
    /// The mistake, or a definition of its own.
    fault: String,
    /// How else the command is called.
    more: Vec<String>,
    /// A violation's id, or that of a rule; `crash`; `-`: nothing yet.
    said: String,
}

impl Mutant {
    fn of(line: &str) -> Option<Self> {
        let mut columns = line.split('\t').map(str::to_owned);
        let rule = columns.next()?;
        let kind = columns.next()?;
        let switch = columns.next()?;
        let said = columns.next()?;
        let mut words = switch.split(' ').map(str::to_owned);
        let fault = words.next()?;
        (fault != "-").then(|| Self { rule, kind, fault, more: words.collect(), said })
    }

    fn name(&self) -> String {
        format!("{} of a {} ({})", self.fault, self.kind, self.rule)
    }

    /// The provider, compiled, and what the command says of it.
    fn check(&self) -> Checked {
        let source = match self.kind.as_str() {
            "address_book" => "book",
            "transport" => "post",
            other => other,
        };
        let definition = match self.fault.contains('=') {
            true => format!("-D{}", self.fault),
            false => format!("-DFAULT={}", self.fault),
        };
        let name = format!("mutant_{source}_{}", self.fault.to_lowercase().replace('=', "_"));
        let more: Vec<_> = ["--limit", "5"].into_iter().chain(self.more.iter().map(String::as_str)).collect();
        check(&compiled_anew(&name, &[source], &[&definition]), &more)
    }

    /// Whether the command has named it. A crash is told with the call that it was in, unless it is
    /// in a thread of the provider's own.
    fn is_named_in(&self, checked: &Checked) -> bool {
        if self.said != "crash" {
            return checked.found.iter().any(|found| found["id"] == self.said.as_str());
        }
        checked.summary["broken"].as_array().unwrap().iter().any(|broken| {
            let is_crash = broken["how"].as_str().unwrap().starts_with("crashed: ");
            is_crash && (broken["call"].is_string() || self.fault == "NO_JOIN")
        })
    }
}

fn table() -> Vec<Mutant> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/check/mutants.tsv");
    let table = std::fs::read_to_string(path).unwrap();
    table.lines().skip(1).filter_map(Mutant::of).collect()
}

/// What is not named of these, in words; several at once.
fn unnamed(mutants: &[Mutant]) -> Vec<(Mutant, String)> {
    let left = Mutex::new(mutants.iter());
    let found = Mutex::new(Vec::new());
    std::thread::scope(|threads| {
        for _ in 0..AT_ONCE {
            threads.spawn(|| {
                loop {
                    let Some(mutant) = left.lock().unwrap().next() else { return };
                    let checked = mutant.check();
                    if !mutant.is_named_in(&checked) {
                        let text = format!("{:?} {}", checked.found, checked.summary["broken"]);
                        found.lock().unwrap().push((mutant.clone(), text));
                    }
                }
            });
        }
    });
    found.into_inner().unwrap()
}

#[test]
fn mutants_are_named_by_the_rule_that_they_break() {
    let mutants = table();
    let unnamed = unnamed(&mutants);
    let mut counts = BTreeMap::new();
    for mutant in &mutants {
        counts.entry(mutant.kind.as_str()).or_insert((0, 0)).1 += 1;
        let is_named = !unnamed.iter().any(|(other, _)| other.name() == mutant.name());
        counts.get_mut(mutant.kind.as_str()).unwrap().0 += usize::from(is_named);
    }
    println!("named {} of {}: {counts:?}", mutants.len() - unnamed.len(), mutants.len());
    let lost = unnamed.iter().filter(|(mutant, _)| mutant.said != "-");
    let lost: Vec<_> = lost.map(|(mutant, text)| format!("{}, not {}: {text}", mutant.name(), mutant.said)).collect();
    assert!(lost.is_empty(), "{lost:#?}");
    for (kind, (named, all)) in counts {
        assert!(named * 10 >= all * OF_TEN, "{kind}: {named} of {all}");
    }
}

/// A crash is told with the call that it was in: in a line of its own, and as JSON.
#[test]
fn a_crash_is_told_with_its_call() {
    let library = compiled_anew("mutant_inside", &["store"], &["-DFAULT=ABORTS"]);
    let (status, text, _) = command::run(&[library.to_str().unwrap()]);
    assert!(status == 3 && text.contains("crashed: signal 6 SIGABRT, inside GetPropList of store 1\n"), "{text}");
    let checked = check(&library, &[]);
    let calls = checked.summary["broken"].as_array().unwrap().iter().map(|broken| broken["call"].as_str().unwrap());
    assert!(calls.clone().all(|call| call.starts_with("GetPropList of ")), "{:?}", calls.collect::<Vec<_>>());
}

/// V-29: a lock that is held over the support object's last Release hangs the Logoff inside it.
#[test]
fn a_hang_inside_a_providers_own_call_is_a_lock_held_over_it() {
    let library = compiled_anew("mutant_hang", &["store"], &["-DFAULT=LOCKED_END"]);
    let checked = check(&library, &["--limit", "2"]);
    assert_eq!((checked.status, checked.ids(false)), (3, vec!["V-29"]), "{:?}", checked.found);
    let text = checked.found[0]["text"].as_str().unwrap();
    assert!(text.starts_with("IMSLogon::Logoff does not return inside IMAPISupport::Release"), "{text}");
}
