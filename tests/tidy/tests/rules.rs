//! The rules of MAPI that the project cites: every id that stands anywhere is defined in
//! `docs/rules`, each is defined once, and the README there names the families. What a rule says,
//! and whether the code keeps it, is not looked at here. Invariants (`O1`, `S2`), which have no
//! hyphen, are no rules.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use tidy::{Source, files, root};

/// The files that define ids, in `docs/rules`.
const FILES: [&str; 2] = ["lifecycle.md", "contents.md"];

/// What looks like a family of ids and is none, and what it is.
const NO_FAMILIES: [(&str, &str); 3] =
    [("FNV-", "a hash function"), ("LICENSE-", "the address of the Apache licence"), ("UTF-", "encodings of text")];

/// Words between two ids, or between the parts of a range.
const LINKS: [&str; 3] = ["and", "or", "to"];

/// `SUPREL-5`: capital letters, a hyphen, a number, and one small letter at most.
#[derive(Clone)]
struct Id {
    /// With the hyphen.
    family: String,
    number: u32,
    text: String,
}

impl Id {
    fn read(text: &str) -> Option<Self> {
        let (letters, number) = text.split_once('-')?;
        let is_family = !letters.is_empty() && letters.bytes().all(|letter| letter.is_ascii_uppercase());
        let digits = number.strip_suffix(|letter: char| letter.is_ascii_lowercase()).unwrap_or(number);
        let is_number = is_family && digits.bytes().all(|digit| digit.is_ascii_digit());
        let number = is_number.then(|| digits.parse().ok()).flatten()?;
        Some(Self { family: format!("{letters}-"), number, text: text.to_owned() })
    }

    /// What stands for an id after this one: `-6` in a list, `5` in a range.
    fn read_after(&self, link: &str, text: &str) -> Option<Self> {
        let number = match text.strip_prefix('-') {
            Some(number) if is_range(link) || [",", "and", ",and", "or", ",or"].contains(&link) => number,
            None if is_range(link) => text,
            _ => return None,
        };
        Self::read(&format!("{}{number}", self.family))
    }
}

/// Whether what stands between two ids makes a range of them.
fn is_range(link: &str) -> bool {
    ["to", "..", "–"].contains(&link)
}

/// `P12n`: a transition of the state machine.
fn is_transition(text: &str) -> bool {
    let number = text.strip_prefix(['P', 'L']).unwrap_or_default();
    let number = number.strip_suffix('n').unwrap_or(number);
    (1..=2).contains(&number.len()) && number.bytes().all(|digit| digit.is_ascii_digit())
}

/// Letters, digits, `_` and `-`, and what surrounds them.
struct Word<'a> {
    line: usize,
    before: &'a str,
    text: &'a str,
    has_star: bool,
}

fn words(text: &str) -> Vec<Word<'_>> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
    let mut words = Vec::new();
    let mut line = 1;
    let mut rest = text;
    while let Some(start) = rest.find(is_part) {
        let (before, word) = rest.split_at(start);
        let (word, after) = word.split_at(word.find(|letter| !is_part(letter)).unwrap_or(word.len()));
        line += before.matches('\n').count();
        words.push(Word { line, before, text: word, has_star: after.starts_with('*') });
        rest = after;
    }
    words
}

/// The ids that a file of rules defines, with their lines: an id in backquotes opens the line, as
/// an item of a list or in the first cell of a row.
fn defined(text: &str) -> Vec<(usize, String)> {
    let id = |line: &str| {
        let (id, _) = line.strip_prefix("* `").or_else(|| line.strip_prefix("| `"))?.split_once('`')?;
        (Id::read(id).is_some() || is_transition(id)).then(|| id.to_owned())
    };
    (1..).zip(text.lines()).filter_map(|(number, line)| Some((number, id(line)?))).collect()
}

/// `SUPREL-` of `SUPREL-5`, `P` of `P12n`.
fn family(id: &str) -> String {
    Id::read(id).map_or_else(|| id.chars().take(1).collect(), |id| id.family)
}

/// The numbers of the golden sequences: the list below the heading that names them.
fn golden_sequences(text: &str) -> BTreeSet<String> {
    let list = text.lines().skip_while(|line| !line.ends_with("Golden sequences")).skip(1);
    let list = list.take_while(|line| !line.starts_with('#'));
    list.filter_map(|line| Some(line.split_once(". ")?.0.to_owned())).collect()
}

fn is_spared(family: &str) -> bool {
    NO_FAMILIES.iter().any(|(word, _)| *word == family)
}

fn rules_file(name: &str) -> String {
    fs::read_to_string(root().join("docs/rules").join(name)).unwrap()
}

/// What can be cited.
struct Rules {
    ids: BTreeSet<String>,
    families: BTreeSet<String>,
    sequences: BTreeSet<String>,
}

impl Rules {
    fn read() -> Self {
        let texts = FILES.map(rules_file);
        let ids: BTreeSet<_> = texts.iter().flat_map(|text| defined(text)).map(|(_, id)| id).collect();
        let families = ids.iter().map(|id| family(id)).collect();
        let sequences = texts.iter().flat_map(|text| golden_sequences(text)).collect();
        Self { ids, families, sequences }
    }

    fn fault(&self, id: &Id) -> Option<String> {
        let Id { family, text, .. } = id;
        if self.ids.contains(text) || is_spared(family) {
            None
        } else if self.families.contains(family) {
            Some(format!("{text} is not defined"))
        } else {
            Some(format!("{text}: there is no family {family}"))
        }
    }

    /// What is wrong with a word that is no id: a family that is none, or the start of an id.
    fn fault_of_word(&self, word: &Word<'_>) -> Option<String> {
        let text = word.text;
        let letters = text.strip_suffix('-').unwrap_or_default();
        let is_family = !letters.is_empty() && letters.bytes().all(|letter| letter.is_ascii_uppercase());
        if word.has_star && is_family && !self.families.contains(text) && !is_spared(text) {
            return Some(format!("{text}*: there is no such family"));
        }
        let (family, number) = text.split_at(text.find('-')? + 1);
        let is_like_one = self.families.contains(family) && number.starts_with(|digit: char| digit.is_ascii_digit());
        is_like_one.then(|| format!("{text} is no id"))
    }

    /// What is wrong with the ids of a text, also in lists and ranges, and with its families. Of a
    /// range the ends count, and their order: numbers have gaps.
    fn faults(&self, text: &str) -> Vec<(usize, String)> {
        let mut faults = Vec::new();
        let mut last = None::<Id>;
        let mut link = String::new();
        for word in words(text) {
            link.extend(word.before.chars().filter(|letter| !letter.is_whitespace() && !"`/!#*".contains(*letter)));
            if LINKS.contains(&word.text) {
                link.push_str(word.text);
                continue;
            }
            let before = last.take();
            let link = std::mem::take(&mut link);
            last = Id::read(word.text).or_else(|| before.as_ref()?.read_after(&link, word.text));
            let fault = match (&last, before) {
                (None, _) => self.fault_of_word(&word),
                (Some(to), Some(from)) if is_range(&link) && to.family == from.family && to.number <= from.number => {
                    Some(format!("{} to {} is no range", from.text, to.text))
                }
                (Some(id), _) => self.fault(id),
            };
            faults.extend(fault.map(|fault| (word.line, fault)));
        }
        faults
    }

    /// What is wrong with the transitions and golden sequences that comments name.
    fn faults_of_comments(&self, comments: &str) -> Vec<(usize, String)> {
        let words = words(comments);
        let transitions = words.iter().filter(|word| is_transition(word.text) && !self.ids.contains(word.text));
        let transitions = transitions.map(|word| (word.line, format!("{} is not defined", word.text)));
        let mut faults: Vec<_> = transitions.collect();
        for (at, two) in words.windows(2).enumerate() {
            let [one, two] = two else { continue };
            if one.text.eq_ignore_ascii_case("golden") && two.text.starts_with("sequence") {
                let numbers = words.iter().skip(at + 2).filter(|word| !LINKS.contains(&word.text));
                let numbers = numbers.take_while(|word| word.text.bytes().all(|digit| digit.is_ascii_digit()));
                let unknown = numbers.filter(|word| !self.sequences.contains(word.text));
                faults.extend(unknown.map(|word| (word.line, format!("there is no golden sequence {}", word.text))));
            }
        }
        faults
    }
}

/// A text with its comments alone, line for line. Markdown, and C with its blocks, is all comment.
fn comments(source: &Source) -> String {
    let mark = match source.path.rsplit_once('.') {
        Some((_, "rs")) => "//",
        Some((_, "md" | "c" | "h" | "cpp" | "hpp")) => "",
        _ => "#",
    };
    let lines = source.text.lines().map(|line| line.find(mark).and_then(|at| line.get(at..)).unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// Every text of the project, without the `\n` of strings, which would hide an id right after it.
fn texts() -> Vec<Source> {
    let mut texts = files(|_| true);
    for path in [".ci/run", "ARCHITECTURE.md", "docs/rules/lifecycle.md", "tests/abi/write.py", "tests/cases.tsv"] {
        assert!(texts.iter().any(|source| source.path == path), "{path} is not read");
    }
    for source in &mut texts {
        source.text = source.text.replace("\\n", "  ");
    }
    texts
}

#[test]
fn every_cited_id_exists() {
    let rules = Rules::read();
    let mut faults = Vec::new();
    for source in texts() {
        let found = rules.faults(&source.text).into_iter().chain(rules.faults_of_comments(&comments(&source)));
        faults.extend(found.map(|(line, fault)| format!("{}:{line}: {fault}", source.path)));
    }
    assert!(faults.is_empty(), "not in docs/rules:\n{}", faults.join("\n"));
}

#[test]
fn every_id_is_defined_once() {
    let mut places = BTreeMap::<_, Vec<_>>::new();
    let mut faults = Vec::new();
    for file in FILES {
        let text = rules_file(file);
        for (line, id) in defined(&text) {
            places.entry(id).or_default().push(format!("{file}:{line}"));
        }
        for (number, line) in (1..).zip(text.lines()) {
            let head = line.strip_prefix("* ").or_else(|| line.strip_prefix("| ")).unwrap_or_default();
            let head = head.split(' ').next().unwrap_or_default();
            if Id::read(head).is_some() || is_transition(head) {
                faults.push(format!("{file}:{number}: {head} opens the line without backquotes"));
            }
        }
    }
    assert!(places.len() > 1000, "only {} ids found", places.len());
    let twice = places.iter().filter(|(_, places)| places.len() > 1);
    faults.extend(twice.map(|(id, places)| format!("{id} is defined at {}", places.join(" and "))));
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn the_readme_names_each_family_with_its_file() {
    let of_file =
        |file: &'static str| defined(&rules_file(file)).into_iter().map(move |(_, id)| (family(&id), file.to_owned()));
    let there: BTreeSet<_> = FILES.into_iter().flat_map(of_file).collect();
    let readme = rules_file("README.md");
    let row = |line: &str| {
        let (family, rest) = line.strip_prefix("| `")?.split_once("` | ")?;
        let (file, _) = rest.split_once(" | ")?;
        Some((family.to_owned(), file.to_owned()))
    };
    let rows: Vec<_> = readme.lines().filter_map(row).collect();
    let named: BTreeSet<_> = rows.iter().cloned().collect();
    let missing: Vec<_> = there.difference(&named).collect();
    let gone: Vec<_> = named.difference(&there).collect();
    assert!(missing.is_empty() && gone.is_empty(), "\nnot in the table: {missing:?}\nof no rule: {gone:?}");
    assert_eq!(rows.len(), named.len(), "a family has two rows");
    let families: BTreeSet<_> = named.iter().map(|(family, _)| family).collect();
    assert_eq!(families.len(), named.len(), "a family is in both files");
}

#[test]
fn what_is_spared_stands_somewhere_and_is_no_family() {
    let rules = Rules::read();
    let texts = texts();
    for (spared, what) in NO_FAMILIES {
        assert!(!rules.families.contains(spared), "{spared} is a family of rules, not {what}");
        let stands =
            |text: &str| words(text).iter().any(|word| Id::read(word.text).is_some_and(|id| id.family == spared));
        assert!(texts.iter().any(|source| stands(&source.text)), "{spared}, {what}, stands nowhere");
    }
}

/// What is wrong with a text in which `~` stands for a hyphen and `^` for nothing: the test of all
/// texts reads this file too.
fn faults(text: &str) -> Vec<String> {
    let rules = Rules::read();
    let text = text.replace('~', "-").replace('^', "");
    let found = rules.faults(&text).into_iter().chain(rules.faults_of_comments(&text));
    found.map(|(_, fault)| fault.replace('-', "~")).collect()
}

#[test]
fn lists_ranges_and_families_are_read() {
    let sound = [
        "`STORELOGOFF-2, -6, -13` and V-9",
        "NOTIF-2 to NOTIF-5, OPEN-1 to\n//! OPEN-3; `GEN-1`..`GEN-5`, CONT-13..19, T-87 to 89",
        "SVC-*, P12n and L3 to L4, golden sequences 2, 3 and 10; O1, S2, C1",
    ];
    for text in sound {
        assert_eq!(faults(text), [""; 0], "{text}");
    }
}

#[test]
fn a_wrong_id_is_seen_wherever_it_stands() {
    assert_eq!(faults("SUPREL~5, SUPREL~99"), ["SUPREL~99 is not defined"]);
    assert_eq!(faults("`STORELOGOFF~2, ~6, ~99`"), ["STORELOGOFF~99 is not defined"]);
    assert_eq!(faults("`STORELOGOFF~2`, `~77`"), ["STORELOGOFF~77 is not defined"]);
    assert_eq!(faults("NOTIF~2 to NOTIF~50; CONT~13..99"), ["NOTIF~50 is not defined", "CONT~99 is not defined"]);
    assert_eq!(faults("NOTIF~5 to NOTIF~2"), ["NOTIF~5 to NOTIF~2 is no range"]);
    assert_eq!(faults("T~1, T~51x"), ["T~1 is not defined", "T~51x is not defined"]);
    assert_eq!(faults("SUPREL~5~6, SUPREL~5B"), ["SUPREL~5~6 is no id", "SUPREL~5B is no id"]);
    assert_eq!(
        faults("SUPPORT~5, SUPPORT~*"),
        ["SUPPORT~5: there is no family SUPPORT~", "SUPPORT~*: there is no such family"]
    );
    assert_eq!(
        faults("P^12, P^29 and L^11n"),
        ["P^29 is not defined", "L^11n is not defined"].map(|text| text.replace('^', ""))
    );
    assert_eq!(faults("golden sequences 3 to 1^1"), ["there is no golden sequence 11"]);
}
