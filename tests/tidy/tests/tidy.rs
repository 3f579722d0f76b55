//! The rules of the house, as tests: what each file opens with, who imports whom, where `unsafe`
//! stands and why, how long files and functions are. ARCHITECTURE.md says the reasons.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

use std::fs;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use tidy::{Source, root, sources};

/// Made from tables by `tests/abi/write.py`.
fn is_made(path: &str) -> bool {
    ["shapes/", "interfaces/", "tags.rs"]
        .iter()
        .any(|made| path.starts_with(&format!("provider-runtime/abi/src/{made}")))
}

fn none(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_file_opens_with_what_lives_in_it() {
    let wrong = sources().into_iter().filter(|source| !source.is_a_case() && !source.text.starts_with("//! "));
    none(wrong.map(|source| format!("{}: does not open with `//! `", source.path)).collect());
}

#[test]
fn no_file_is_longer_than_400_lines() {
    let counted = sources().into_iter().filter(|source| !is_made(&source.path));
    let counted = counted.map(|source| (source.text.lines().count(), source.path));
    none(counted.filter(|(lines, _)| *lines > 400).map(|(lines, path)| format!("{path}: {lines} lines")).collect());
}

#[test]
fn no_comment_is_wider_than_100_columns() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| !source.is_a_case()) {
        let mut is_code = false; // an example in a comment is as wide as code
        for (line, text) in (1..).zip(source.text.lines()) {
            let comment = text.trim_start();
            if !comment.starts_with("//") {
                is_code = false;
            } else if comment.trim_start_matches(['/', '!', ' ']).starts_with("```") {
                is_code = !is_code;
            } else if !is_code && text.chars().count() > 100 {
                faults.push(format!("{}:{line}: {} columns", source.path, text.chars().count()));
            }
        }
    }
    none(faults);
}

/// Functions, unsafe blocks and unsafe items of one file.
#[derive(Default)]
struct Found {
    long: Vec<(usize, usize)>,
    unsafe_lines: Vec<usize>,
    names: Vec<String>,
}

impl Found {
    fn function(&mut self, whole: &impl Spanned) {
        let span = whole.span();
        let first = span.start().line;
        let last = span.end().line;
        if last - first + 1 > 60 {
            self.long.push((first, last - first + 1));
        }
    }
}

impl<'ast> Visit<'ast> for Found {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.block);
        visit::visit_item_fn(self, item);
    }
    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.block);
        visit::visit_impl_item_fn(self, item);
    }
    fn visit_expr_unsafe(&mut self, block: &'ast syn::ExprUnsafe) {
        self.unsafe_lines.push(block.span().start().line);
        visit::visit_expr_unsafe(self, block);
    }
    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        if item.unsafety.is_some() {
            let line = item.unsafety.span().start().line;
            self.unsafe_lines.push(line);
        }
        visit::visit_item_impl(self, item);
    }
    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.names.push(item.ident.to_string());
        visit::visit_item_struct(self, item);
    }
    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.names.push(item.ident.to_string());
        visit::visit_item_enum(self, item);
    }
    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        self.names.push(item.ident.to_string());
        visit::visit_item_trait(self, item);
    }
}

fn found(source: &Source) -> Found {
    let file = syn::parse_file(&source.text).unwrap_or_else(|error| panic!("{}: {error}", source.path));
    let mut found = Found::default();
    found.visit_file(&file);
    found
}

#[test]
fn no_function_is_longer_than_60_lines() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| !is_made(&source.path) && !source.is_a_case()) {
        let long = found(source).long;
        faults.extend(long.iter().map(|(line, lines)| format!("{}:{line}: {lines} lines", source.path)));
    }
    none(faults);
}

#[test]
fn no_type_is_called_a_manager_or_a_helper() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| !is_made(&source.path) && !source.is_a_case()) {
        let is_empty_word = |name: &&String| {
            ["Manager", "Helper", "Util", "Utils", "Impl", "Inner"].iter().any(|word| name.ends_with(word))
        };
        let names = found(source).names;
        faults.extend(names.iter().filter(is_empty_word).map(|name| format!("{}: `{name}`", source.path)));
    }
    none(faults);
}

/// `unsafe` is allowed by the file that needs it, with the reason of that file.
#[test]
fn unsafe_is_allowed_file_by_file_with_a_reason() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| !source.is_a_case()) {
        let allows = source.text.contains("\n#![allow(unsafe_code, reason = \"");
        let has = !found(source).unsafe_lines.is_empty();
        if has && !allows {
            faults.push(format!("{}: unsafe, and no `#![allow(unsafe_code, reason = …)]`", source.path));
        }
        if source.text.lines().any(|line| line.trim_start().starts_with("#[allow(unsafe_code")) {
            faults.push(format!("{}: unsafe is allowed for something else than the file", source.path));
        }
    }
    none(faults);
}

/// `SAFETY: O3, M2: …`: a reason, and the invariant that it rests on.
fn cites_an_invariant(comment: &str) -> bool {
    let Some((_, reason)) = comment.split_once("SAFETY: ") else { return false };
    let word = reason.split([',', ':']).next().unwrap_or_default();
    let mut letters = word.chars();
    letters.next().is_some_and(|letter| "OGCFMDS".contains(letter)) && letters.as_str().parse::<u8>().is_ok()
}

#[test]
fn every_unsafe_block_says_who_guarantees_it_by_a_numbered_invariant() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| source.path.starts_with("provider-runtime/")) {
        let lines: Vec<_> = source.text.lines().collect();
        for line in found(source).unsafe_lines {
            // The reason stands on the comment lines right above the statement that holds the
            // block.
            let above = lines.get(..line - 1).unwrap_or_default().iter().rev().take(6);
            let reason = above.map(|line| line.trim()).find(|line| line.contains("SAFETY:"));
            if !reason.is_some_and(cites_an_invariant) {
                faults.push(format!("{}:{line}: no reason, or one that cites no invariant", source.path));
            }
        }
    }
    none(faults);
}

#[test]
fn the_crates_depend_in_one_direction() {
    let manifest = |path: &str| fs::read_to_string(root().join(path).join("Cargo.toml")).unwrap();
    assert!(!manifest("provider-macros").contains("provider-runtime ="));
    assert!(!manifest("provider-macros").contains("provider-runtime."));
    for example in ["empty-store", "notes-store", "eml-store", "vcard-book", "maildir-transport"] {
        assert!(!manifest(&format!("examples/{example}")).contains("provider-macros"));
    }
}

#[test]
fn nothing_is_put_off_without_a_home() {
    let words = ["TO", "FIX", "XX"].map(|start| {
        format!(
            "{start}{}",
            if start == "TO" {
                "DO"
            } else if start == "FIX" {
                "ME"
            } else {
                "X"
            }
        )
    });
    let mut faults = Vec::new();
    for source in sources() {
        faults.extend(
            words.iter().filter(|word| source.text.contains(*word)).map(|word| format!("{}: {word}", source.path)),
        );
    }
    none(faults);
}
