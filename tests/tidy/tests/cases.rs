//! The table of the test cases of `docs/rules`, `tests/cases.tsv`: each case with the tests that
//! hold it, compared with the tests that there are. A test says its cases in its doc comment.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

use std::collections::BTreeSet;
use std::fs;
use syn::visit::{self, Visit};
use syn::{Expr, ExprLit, Lit, Meta};
use tidy::{root, sources};

/// The lists: the letter of their cases, and the last one. Of the life cycle (section 9 there)
/// every case has a test; of the contents (section 12 there) those that can be tested yet.
const LISTS: [(char, u32); 2] = [('T', 109), ('C', 189)];

/// A case, the file of a test, and the test's name.
type Row = (char, u32, String, String);

/// The cases of one list that a comment names: `T-51`, and `T-87 to T-89` with what is between.
fn cases(list: char, comment: &str) -> Vec<u32> {
    let words: Vec<_> = comment.split(|letter: char| letter.is_whitespace() || ",;:.()".contains(letter)).collect();
    let words: Vec<_> = words.into_iter().filter(|word| !word.is_empty()).collect();
    let number = |word: &&str| word.strip_prefix(list)?.strip_prefix('-')?.parse::<u32>().ok();
    let mut found: Vec<_> = words.iter().filter_map(number).collect();
    for three in words.windows(3) {
        if let [from, "to", to] = three
            && let (Some(from), Some(to)) = (number(from), number(to))
        {
            found.extend(from + 1..to);
        }
    }
    found
}

/// The tests of one file.
struct Tests {
    path: String,
    rows: BTreeSet<Row>,
}

impl<'ast> Visit<'ast> for Tests {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        let is_test = item.attrs.iter().any(|attribute| attribute.path().is_ident("test"));
        let comment = item.attrs.iter().filter_map(|attribute| match &attribute.meta {
            Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
                Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
                _ => None,
            },
            _ => None,
        });
        if is_test {
            let comment = comment.collect::<Vec<_>>().join(" ");
            for (list, _) in LISTS {
                let row = |case| (list, case, self.path.clone(), item.sig.ident.to_string());
                self.rows.extend(cases(list, &comment).into_iter().map(row));
            }
        }
        visit::visit_item_fn(self, item);
    }
}

fn tests_that_are_there() -> BTreeSet<Row> {
    let mut rows = BTreeSet::new();
    for source in sources().into_iter().filter(|source| !source.is_a_case()) {
        let mut tests = Tests { path: source.path, rows: BTreeSet::new() };
        tests.visit_file(&syn::parse_file(&source.text).unwrap());
        rows.append(&mut tests.rows);
    }
    rows
}

fn line(row: &Row) -> String {
    let id = if row.0 == 'T' { format!("T-{:02}", row.1) } else { format!("{}-{}", row.0, row.1) };
    format!("{id}\t{}\t{}", row.2, row.3)
}

/// To write the table anew, run this with `CASES=write`.
#[test]
fn the_table_of_test_cases_names_the_tests_that_there_are() {
    let path = root().join("tests/cases.tsv");
    let there: Vec<_> = tests_that_are_there().iter().map(line).collect();
    if std::env::var_os("CASES").is_some_and(|wish| wish == "write") {
        fs::write(&path, there.join("\n") + "\n").unwrap();
    }
    let table = fs::read_to_string(path).unwrap();
    let table: BTreeSet<_> = table.lines().collect();
    let there: BTreeSet<_> = there.iter().map(String::as_str).collect();
    let gone: Vec<_> = table.difference(&there).collect();
    let new: Vec<_> = there.difference(&table).collect();
    assert!(gone.is_empty() && new.is_empty(), "\nno such test: {gone:#?}\nnot in the table: {new:#?}");
}

#[test]
fn every_case_of_the_life_cycle_has_a_test_and_no_test_a_case_of_no_list() {
    let rows = tests_that_are_there();
    for (list, last) in LISTS {
        let known: BTreeSet<_> = rows.iter().filter(|row| row.0 == list).map(|row| row.1).collect();
        let missing: Vec<_> = (1..=last).filter(|case| list == 'T' && !known.contains(case)).collect();
        assert!(missing.is_empty(), "no test says {missing:?}");
        assert!(known.last().is_some_and(|known| *known <= last), "a case that is in no list: {known:?}");
    }
}

#[test]
fn a_comment_names_single_cases_and_ranges() {
    assert_eq!(cases('T', "T-51, STORELOGOFF-2, C-7"), [51]);
    assert_eq!(cases('C', "T-51, STORELOGOFF-2, SVC-3, C-7"), [7]);
    assert_eq!(cases('T', "Golden sequence 1; T-87 to T-90, V-1."), [87, 90, 88, 89]);
    assert_eq!(cases('C', "NOTIF-5, C-, C-x"), [0_u32; 0]);
}
