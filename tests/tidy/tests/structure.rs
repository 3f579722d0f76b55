//! The parts of each package, as tests: no knot of files, no two folders that need each other, no
//! type that several folders add to, and none with more methods than a reader can hold.
//! ARCHITECTURE.md says the reasons.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests may panic")]

use std::collections::{BTreeMap, BTreeSet};
use tidy::modules::{ModulePath, Package};

/// The packages that are made of modules.
const PACKAGES: [&str; 12] = [
    "provider-macros",
    "provider-runtime",
    "provider-runtime/abi",
    "provider-runtime/registration",
    "provider-runtime/session",
    "examples/eml-store",
    "examples/notes-store",
    "examples/vcard-book",
    "examples/maildir-transport",
    "tests/benches",
    "tests/support",
    "tests/tidy",
];

/// More files than this in one circle are a knot.
const LARGEST_CIRCLE: usize = 6;
/// More methods than this are more than one part's.
const MOST_METHODS: usize = 30;

fn check(fault: impl Fn(&Package) -> Vec<String>) {
    let faults: Vec<_> = PACKAGES
        .iter()
        .flat_map(|folder| {
            let package = Package::read(folder);
            fault(&package).into_iter().map(move |fault| format!("{folder}: {fault}"))
        })
        .collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn no_circle_of_files_is_a_knot() {
    check(|package| {
        let knots = circles(&package.imports()).into_iter().filter(|circle| circle.len() > LARGEST_CIRCLE);
        let shown = |circle: Vec<&ModulePath>| {
            let paths: Vec<_> = circle.iter().map(|module| package.files[*module].path.as_str()).collect();
            format!("a circle of {} files: {}", paths.len(), paths.join(", "))
        };
        knots.map(shown).collect()
    });
}

/// Sets of more than one module of which each leads to each.
fn circles<'p>(imports: &BTreeMap<&'p ModulePath, BTreeSet<&'p ModulePath>>) -> Vec<Vec<&'p ModulePath>> {
    let reached = |from: &'p ModulePath| {
        let mut seen = BTreeSet::new();
        let mut open = vec![from];
        while let Some(module) = open.pop() {
            let fresh: Vec<_> = imports[module].iter().copied().filter(|next| seen.insert(*next)).collect();
            open.extend(fresh);
        }
        seen
    };
    let reached: BTreeMap<_, _> = imports.keys().map(|module| (*module, reached(module))).collect();
    let mut found: BTreeSet<Vec<_>> = BTreeSet::new();
    for (module, others) in &reached {
        let mut circle: Vec<_> = others.iter().copied().filter(|other| reached[other].contains(module)).collect();
        circle.sort();
        if circle.len() > 1 {
            found.insert(circle);
        }
    }
    found.into_iter().collect()
}

/// The folder of a file, empty for the package's root.
fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// What has arrows to others: a folder, or a file in the package's root; `lib.rs`, which shows them
/// all, is none.
fn part(path: &str) -> Option<&str> {
    match folder(path) {
        "" => Some(path).filter(|path| *path != "lib.rs"),
        folder => Some(folder),
    }
}

/// Whether one folder is inside the other.
fn are_nested(one: &str, other: &str) -> bool {
    let is_in = |inner: &str, outer: &str| inner == outer || inner.starts_with(&format!("{outer}/"));
    is_in(one, other) || is_in(other, one)
}

#[test]
fn no_two_folders_import_each_other() {
    check(|package| {
        let mut arrows: BTreeMap<(String, String), String> = BTreeMap::new();
        for (module, targets) in package.imports() {
            let own = &package.files[module].path;
            for target in targets {
                let path = &package.files[target].path;
                if let (Some(from), Some(to)) = (part(own), part(path))
                    && !are_nested(from, to)
                    && (from.contains('/') || to.contains('/') || !(from.ends_with(".rs") && to.ends_with(".rs")))
                {
                    arrows.entry((from.into(), to.into())).or_default().push_str(&format!(" {own}->{path}"));
                }
            }
        }
        let both = arrows.iter().filter(|((from, to), _)| from < to).filter_map(|((from, to), there)| {
            let back = arrows.get(&(to.clone(), from.clone()))?;
            Some(format!("{from} and {to} import each other:{there} and back{back}"))
        });
        both.collect()
    });
}

/// Who stands on whom, from the top down: a part imports what stands below it, and nothing above.
const LAYERS: [(&str, &[&str]); 2] = [
    ("provider-runtime", &["entry.rs", "private.rs", "bridge", "draft", "provider", "lent", "logon", "sync.rs"]),
    (
        "provider-runtime/session",
        &[
            "client",
            "spooler",
            "logon",
            "support",
            "shutdown",
            "transport",
            "tables",
            "referee",
            "model",
            "message",
            "notify",
            "copying",
            "profile",
            "foreign",
            "objects",
            "process",
            "record",
            "kind.rs",
        ],
    ),
];

#[test]
fn arrows_point_down() {
    check(|package| {
        let Some((_, layers)) = LAYERS.iter().find(|(folder, _)| *folder == package.folder) else { return Vec::new() };
        let layer = |path: &str| {
            let top = path.split('/').next().unwrap_or_default();
            layers.iter().position(|layer| *layer == top)
        };
        let mut faults = Vec::new();
        for (module, targets) in package.imports() {
            let own = &package.files[module].path;
            let Some(at) = layer(own) else {
                faults.extend((own != "lib.rs").then(|| format!("{own} is in no layer")));
                continue;
            };
            let above = targets.iter().map(|target| &package.files[*target].path);
            // Macros are at the package's root, wherever they stand.
            let above = above.filter(|path| *path != "lib.rs" && layer(path).is_none_or(|other| other < at));
            faults.extend(above.map(|path| format!("{own} imports {path}, which stands above it")));
        }
        faults
    });
}

/// The gate is a protocol of its own: models check it without the rest.
#[test]
fn the_gate_imports_nothing_but_what_loom_replaces() {
    let runtime = Package::read("provider-runtime");
    let gate = vec!["logon".to_owned(), "gate".to_owned()];
    let imports = runtime.imports();
    let paths: Vec<_> = imports[&gate].iter().map(|target| runtime.files[*target].path.as_str()).collect();
    assert_eq!(paths, ["sync.rs"]);
}

#[test]
fn no_folder_adds_methods_to_another_folders_type() {
    check(|package| {
        let mut faults = Vec::new();
        for (module, file) in &package.files {
            for (name, _) in &file.methods {
                let Some((there, own)) = package.declared(file, module, name) else { continue };
                let home = &package.files[there].path;
                if folder(&file.path) != folder(home) {
                    faults.push(format!("{} adds methods to {own} of {home}", file.path));
                }
            }
        }
        faults
    });
}

#[test]
fn no_type_has_more_methods_than_a_reader_can_hold() {
    check(|package| {
        let mut own: BTreeMap<(ModulePath, String), usize> = BTreeMap::new();
        let mut leads_to = BTreeMap::new();
        for (module, file) in &package.files {
            let methods = file.methods.iter().map(|(name, count)| (name, *count));
            for (name, count) in methods.chain(file.takers.iter().map(|name| (name, 1))) {
                if let Some((there, name)) = package.declared(file, module, name) {
                    *own.entry((there.clone(), name)).or_default() += count;
                }
            }
            for (name, target) in &file.derefs {
                let ends = (package.declared(file, module, name), package.declared(file, module, target));
                if let (Some((from, name)), Some((to, target))) = ends {
                    leads_to.insert((from.clone(), name), (to.clone(), target));
                }
            }
        }
        let all: BTreeSet<_> = own.keys().chain(leads_to.keys()).cloned().collect();
        let mut faults = Vec::new();
        for kind in all {
            let mut count = own.get(&kind).copied().unwrap_or_default();
            let mut at = &kind;
            while let Some(next) = leads_to.get(at) {
                count += own.get(next).copied().unwrap_or_default();
                at = next;
            }
            if count > MOST_METHODS {
                faults.push(format!("{} of {} has {count} methods", kind.1, package.files[&kind.0].path));
            }
        }
        faults
    });
}
