//! Words that a stranger would have to look up, and what stands for them; and lines that are saved
//! where a reader pays for it. What the few words of our own mean is in ARCHITECTURE.md.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "tests may panic")]

use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use tidy::{Source, files, sources};

/// What is not written, and what is written for it.
const INSTEAD: [(&str, &str); 11] = [
    ("amiss", "what is wrong"),
    ("behind an error", "after an error"),
    ("behind the last", "after the last"),
    ("behind the others", "after the others"),
    ("besides", "also, apart from"),
    ("farewell", "what is said: a logoff's flags"),
    ("husk", "invalidated object"),
    ("husks", "invalidated objects"),
    ("its like", "the names of the others"),
    ("whichever", "any, or which of them"),
    ("whoever", "the name of who it is"),
];

/// Where a word stands as a whole.
fn lines_with(text: &str, word: &str) -> Vec<usize> {
    let has = |line: &str| {
        let line = line.to_lowercase();
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        line.match_indices(word).any(|(at, _)| {
            let before = line.get(..at).and_then(|head| head.chars().next_back());
            let after = line.get(at + word.len()..).and_then(|tail| tail.chars().next());
            !is_letter(before) && !is_letter(after)
        })
    };
    (1..).zip(text.lines()).filter(|(_, line)| has(line)).map(|(number, _)| number).collect()
}

/// The rules quote pages, and this file quotes the words.
fn is_read(source: &Source) -> bool {
    !source.path.starts_with("docs/rules/") && source.path != "tests/tidy/tests/words.rs"
}

#[test]
fn every_word_is_one_that_a_stranger_knows() {
    let endings = [".rs", ".md", ".c", ".h", ".cpp", ".hpp", ".toml", ".py", "run"];
    let texts = files(|name| endings.iter().any(|ending| name.ends_with(ending)));
    let mut faults = Vec::new();
    for source in texts.iter().filter(|source| is_read(source)) {
        for (word, instead) in INSTEAD {
            let lines = lines_with(&source.text, word);
            faults.extend(lines.iter().map(|line| format!("{}:{line}: `{word}`: write {instead}", source.path)));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn a_word_is_found_as_a_whole_and_in_any_case() {
    assert_eq!(lines_with("Whoever it is\nhusking\na husk.", "husk"), [3]);
    assert_eq!(lines_with("Whoever it is", "whoever"), [1]);
}

/// `let (a, b) = (x, y);` in one file.
#[derive(Default)]
struct Pairs(Vec<usize>);

impl<'ast> Visit<'ast> for Pairs {
    fn visit_local(&mut self, local: &'ast syn::Local) {
        // With an `else`, both are asked at once.
        let plain = local.init.as_ref().filter(|init| init.diverge.is_none());
        let value = plain.map(|init| &*init.expr);
        if let (syn::Pat::Tuple(_), Some(syn::Expr::Tuple(_))) = (&local.pat, value) {
            self.0.push(local.span().start().line);
        }
        visit::visit_local(self, local);
    }
}

#[test]
fn each_name_is_bound_on_a_line_of_its_own() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| !source.is_a_case()) {
        let file = syn::parse_file(&source.text).unwrap_or_else(|error| panic!("{}: {error}", source.path));
        let mut pairs = Pairs::default();
        pairs.visit_file(&file);
        faults.extend(pairs.0.iter().map(|line| format!("{}:{line}: a tuple is made to be taken apart", source.path)));
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}
