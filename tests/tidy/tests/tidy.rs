//! The rules of the house, as tests: what each file opens with, who imports whom, where `unsafe` stands and why, how long
//! files and functions are. ARCHITECTURE.md says the reasons.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

use std::fs;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use tidy::{Source, root, sources};

/// Made from tables by `tests/abi/write.py`.
fn is_made(path: &str) -> bool {
    path.starts_with("provider-runtime/src/abi/")
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
        let (first, last) = (span.start().line, span.end().line);
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

/// Where raw pointers become values, and back.
const UNSAFE_IN: [&str; 6] = [
    "provider-runtime/src/com/",
    "provider-runtime/src/bridge/",
    "provider-runtime/src/lent/",
    "provider-runtime/src/entry.rs",
    "provider-runtime/src/session/",
    // Providers made by hand for tests of the session.
    "tests/sessions/tests/foreign/",
];

#[test]
fn unsafe_stands_only_where_pointers_are() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| !source.is_a_case()) {
        if UNSAFE_IN.iter().any(|place| source.path.starts_with(place)) {
            continue;
        }
        faults.extend(found(source).unsafe_lines.iter().map(|line| format!("{}:{line}: unsafe", source.path)));
    }
    none(faults);
}

/// `SAFETY: O3, M2: …`: a reason, and the invariant that it rests on.
fn cites_an_invariant(comment: &str) -> bool {
    let Some((_, reason)) = comment.split_once("SAFETY: ") else { return false };
    let word = reason.split([',', ':']).next().unwrap_or_default();
    let mut letters = word.chars();
    letters.next().is_some_and(|letter| "OGCFMS".contains(letter)) && letters.as_str().parse::<u8>().is_ok()
}

#[test]
fn every_unsafe_block_says_who_guarantees_it_by_a_numbered_invariant() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| source.path.starts_with("provider-runtime/src/")) {
        let lines: Vec<_> = source.text.lines().collect();
        for line in found(source).unsafe_lines {
            // The reason stands on the comment lines right above the statement that holds the block.
            let above = lines.get(..line - 1).unwrap_or_default().iter().rev().take(6);
            let reason = above.map(|line| line.trim()).find(|line| line.contains("SAFETY:"));
            if !reason.is_some_and(cites_an_invariant) {
                faults.push(format!("{}:{line}: no reason, or one that cites no invariant", source.path));
            }
        }
    }
    none(faults);
}

/// "X never imports Y": a folder or file of the runtime, and what it does not use of the crate.
const NEVER: [(&str, &[&str]); 15] = [
    ("abi/", &["bridge", "com", "entry", "error", "lent", "provider", "registration", "session", "sync", "teardown"]),
    ("sync.rs", &["abi", "bridge", "com", "entry", "error", "lent", "provider", "session", "teardown"]),
    ("error.rs", &["bridge", "com", "entry", "lent", "provider", "session", "sync", "teardown"]),
    ("provider/store.rs", &["bridge", "com", "session", "sync"]),
    ("provider/address_book.rs", &["bridge", "com", "session", "sync"]),
    ("provider/transport.rs", &["bridge", "com", "session", "sync"]),
    ("provider/opened.rs", &["bridge", "com", "session", "sync"]),
    ("provider/", &["bridge", "registration", "session", "entry"]),
    ("teardown.rs", &["abi", "bridge", "entry", "lent", "session"]),
    ("com/gate.rs", &["abi", "bridge", "com", "error", "lent", "provider", "session", "teardown"]),
    ("com/", &["bridge", "registration", "session", "entry"]),
    ("lent/", &["bridge", "registration", "session", "entry", "teardown"]),
    ("bridge/", &["registration", "session", "entry"]),
    ("registration/", &["bridge", "com", "lent", "session", "sync", "teardown", "entry"]),
    ("session/", &["bridge", "lent", "teardown", "entry"]),
];

#[test]
fn imports_follow_the_arrows() {
    let mut faults = Vec::new();
    for source in sources() {
        let Some(path) = source.path.strip_prefix("provider-runtime/src/") else { continue };
        for (folder, never) in NEVER.iter().filter(|(folder, _)| path.starts_with(folder)) {
            for name in never.iter() {
                let used = source.text.contains(&format!("crate::{name}::"))
                    || source.text.contains(&format!("crate::{name};"));
                if used {
                    faults.push(format!("{path}: {folder} never imports {name}"));
                }
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
    for example in ["empty-store", "notes-store", "vcard-book", "maildir-transport"] {
        assert!(!manifest(&format!("examples/{example}")).contains("provider-macros"));
    }
}

/// The lines of items that stand in no DLL: of tests, of loom's models, and of the session.
#[derive(Default)]
struct LeftOut(Vec<std::ops::RangeInclusive<usize>>);

impl LeftOut {
    fn item(&mut self, attributes: &[syn::Attribute], whole: &impl Spanned) {
        let is_elsewhere = |attribute: &syn::Attribute| {
            let words = attribute.meta.require_list().map(|list| list.tokens.to_string()).unwrap_or_default();
            attribute.path().is_ident("cfg") && ["test", "feature = \"session\"", "loom"].contains(&&*words)
        };
        if attributes.iter().any(is_elsewhere) {
            self.0.push(whole.span().start().line..=whole.span().end().line);
        }
    }
}

impl<'ast> Visit<'ast> for LeftOut {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.item(&item.attrs, item);
        visit::visit_item_mod(self, item);
    }
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.item(&item.attrs, item);
    }
    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.item(&item.attrs, item);
    }
}

/// "Small" (DESIGN): what a store's DLL is made of, without the session, the registration, the shapes, and contents.
#[test]
fn what_a_stores_dll_is_made_of_stays_small() {
    let contents = [
        "com/asked.rs",
        "com/rows.rs",
        "bridge/container.rs",
        "bridge/folder.rs",
        "bridge/table.rs",
        "bridge/message.rs",
        "provider/table.rs",
        "provider/value.rs",
        "com/values.rs",
    ];
    let is_code = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with("//");
    let mut lines = 0;
    for source in sources() {
        let Some(path) = source.path.strip_prefix("provider-runtime/src/") else { continue };
        let left_out = path.starts_with("abi/")
            || path.starts_with("session/")
            || path.starts_with("registration/")
            || path.ends_with("models.rs")
            // What only the DLL of another kind is made of.
            || path.starts_with("bridge/address_book/")
            || path == "provider/address_book.rs"
            || path.starts_with("bridge/transport/")
            || path == "provider/transport.rs"
            || path.starts_with("lent/message/")
            || path == "bridge/plain_logon.rs"
            || path == "bridge/linked.rs";
        if !left_out && !contents.contains(&path) {
            let mut left_out = LeftOut::default();
            left_out.visit_file(&syn::parse_file(&source.text).unwrap());
            let is_in = |number: usize| !left_out.0.iter().any(|lines| lines.contains(&number));
            lines += (1..).zip(source.text.lines()).filter(|(number, line)| is_in(*number) && is_code(line)).count();
        }
    }
    assert!(lines <= 4000, "{lines} lines of code");
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
