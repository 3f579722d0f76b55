//! The table of mutants, `tests/check/mutants.tsv`: every violation and every rule of a provider's
//! has its rows, or one that says why not, and every mistake of the providers in C is in it. What
//! the command says of them is tested in `examples/check`.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]
#![allow(clippy::indexing_slicing, reason = "tests may panic")]

use std::collections::BTreeSet;
use std::fs;
use tidy::root;

const KINDS: [&str; 3] = ["store", "address_book", "transport"];

/// What the providers in C can do that is no row: nothing wrong, and what ends the whole process in
/// another way than by a crash. Other tests have them.
const NO_MUTANTS: [&str; 6] = ["NONE", "KEEPS_PROVIDER", "CRASHES", "GIVES_GARBAGE", "HANGS", "EXITS"];

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// Rule, kind, mutant, what is said, why not.
fn rows() -> Vec<[String; 5]> {
    let row = |line: &str| {
        let mut columns = line.split('\t').map(str::to_owned);
        std::array::from_fn(|_| columns.next().unwrap_or_default())
    };
    read("tests/check/mutants.tsv").lines().skip(1).map(row).collect()
}

/// The ids whose lines open so, with what follows.
fn defined(open: &str) -> Vec<(String, String)> {
    let rules = read("docs/rules/lifecycle.md");
    let lines = rules.lines().filter_map(|line| line.strip_prefix(open)?.split_once('`'));
    lines.map(|(id, text)| (id.to_owned(), text.to_owned())).collect()
}

/// Whether a rule says what a provider has to do.
fn is_providers(text: &str) -> bool {
    let mut words = text.split(|letter: char| !letter.is_alphanumeric());
    words.any(|word| word == "P")
}

#[test]
fn every_violation_and_every_rule_of_a_providers_has_its_rows() {
    let rows = rows();
    let has = |id: &str| rows.iter().any(|row| row[0] == id);
    let violations = defined("| `").into_iter().filter(|(id, _)| id.starts_with("V-"));
    let rules = defined("* `").into_iter().filter(|(id, text)| !id.starts_with("T-") && is_providers(text));
    let ids: Vec<_> = violations.chain(rules).map(|(id, _)| id).collect();
    assert!(ids.len() > 100, "{}", ids.len());
    let missing: Vec<_> = ids.iter().filter(|id| !has(id)).collect();
    assert!(missing.is_empty(), "no row for {missing:?}");
}

#[test]
fn a_row_has_a_mutant_or_says_why_not() {
    for row in rows() {
        let [_, kind, mutant, said, why] = &row;
        if mutant == "-" {
            assert!(said == "-" && !why.is_empty(), "{row:?}");
            assert!(kind == "-" || KINDS.contains(&kind.as_str()), "{row:?}");
        } else {
            assert!(KINDS.contains(&kind.as_str()), "{row:?}");
            assert!(said != "-" || !why.is_empty(), "{row:?}");
        }
    }
}

#[test]
fn every_mistake_of_the_providers_in_c_is_a_mutant() {
    let faults = read("tests/check/providers/faults.h");
    let list = faults.split_once("enum fault {").unwrap().1.split_once("};").unwrap().0;
    let name = |line: &str| Some(line.trim().split_once(',')?.0.to_owned());
    let is_name = |name: &String| name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    let there: BTreeSet<_> = list.lines().filter_map(name).filter(is_name).collect();
    let of_row = |row: [String; 5]| row[2].split(' ').next().unwrap().to_owned();
    let said: BTreeSet<_> = rows().into_iter().map(of_row).filter(is_name).collect();
    let other: BTreeSet<_> = NO_MUTANTS.into_iter().map(str::to_owned).collect();
    let missing: Vec<_> = there.difference(&said).filter(|name| !other.contains(*name)).collect();
    let unknown: Vec<_> = said.difference(&there).collect();
    assert!(missing.is_empty() && unknown.is_empty(), "no row: {missing:?}; no such mistake: {unknown:?}");
}
