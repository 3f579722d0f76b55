//! `check --faults` on providers in C, whose mistakes only a fault shows, and on the examples'
//! DLLs. What the providers do is in `tests/check/providers/`.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]
#![allow(clippy::indexing_slicing, reason = "tests may panic")]

mod command;

use command::{Checked, built, check, profile, run};
use std::fs;
use std::path::{Path, PathBuf};
use support::dll;

/// Every fault alone; with `CHECK_FAULTS`, as many combinations as that says.
fn with_faults(library: &Path, more: &[&str]) -> Checked {
    let many = std::env::var("CHECK_FAULTS").unwrap_or("0".into());
    let many = format!("--faults={many}");
    check(library, &[&[many.as_str()], more].concat())
}

/// It is clean, and all combinations were tried that were to be, so many at the least.
fn is_clean(name: &str, checked: &Checked, least: u64) {
    assert_eq!((checked.status, checked.found.len()), (0, 0), "{name}: {:?} {}", checked.found, checked.errors);
    let count = |what: &str| checked.summary[what].as_u64().unwrap();
    println!("{name}: {} combinations of faults", count("scenarios"));
    assert!(count("scenarios") <= checked.summary["kinds"][0]["faults"].as_u64().unwrap(), "{name}");
    assert!(count("scenarios") >= least && count("not_run") == 0, "{name}: {}", checked.summary);
}

#[test]
fn correct_providers_in_c_are_clean() {
    for kind in ["store", "book", "post"] {
        is_clean(kind, &with_faults(&built(kind, "NONE"), &["--traffic"]), 150);
    }
}

/// Neither is seen without a fault.
#[test]
fn a_mistake_that_only_a_fault_shows_is_found_and_can_be_repeated() {
    for (fault, kind, id, end) in [
        ("FORGETS", "store", "V-17", "closed"),
        ("FORGETS", "book", "V-17", "closed"),
        ("LOST_SUPPORT", "store", "V-10", "closed"),
        ("LOST_SUPPORT", "post", "V-10", "closed"),
    ] {
        let library = built(kind, fault);
        let plain = check(&library, &[]);
        assert_eq!((plain.status, plain.found.len()), (0, 0), "{fault}: {:?}", plain.found);
        let checked = with_faults(&library, &[]);
        assert_eq!((checked.status, checked.ids(false)), (1, vec![id]), "{fault}: {:?}", checked.found);
        let named = checked.scenarios(id);
        let first = named.first().unwrap();
        assert!(first.contains(&format!(":{end}:host")), "{fault}: {first}");
        let again = check(&library, &[&format!("--faults={first}")]);
        assert_eq!((again.status, again.ids(false)), (1, vec![id]), "{fault}: {:?}", again.found);
        assert_eq!(again.summary["scenarios"], 1);
    }
}

/// A crash names the combination that it came in, and those after it are tried all the same.
#[test]
fn a_crash_is_told_with_its_fault() {
    let library = built("store", "UNCHECKED");
    let checked = with_faults(&library, &[]);
    assert_eq!((checked.status, checked.ids(false)), (3, vec![]), "{:?}", checked.found);
    let places = checked.summary["broken"].as_array().unwrap();
    assert!(places.iter().all(|place| place["how"] == "crashed: signal 11 SIGSEGV"), "{places:?}");
    let name = places[0]["scenario"].as_str().unwrap();
    assert!(name.starts_with("store:closed:alloc") && places.len() > 7, "{name} of {}", places.len());
}

/// One combination alone shows what the session recorded.
#[test]
fn one_combination_shows_its_record() {
    let library = built("store", "NONE");
    let path = library.to_str().unwrap();
    let (status, text, errors) = run(&["--faults=store:held:host2=0x00000000+alloc3", path]);
    assert_eq!((status, errors.as_str()), (0, ""), "{text}");
    assert!(text.contains("host.fault") && text.contains("does nothing, as planned"), "{text}");
    assert!(text.ends_with("0 crashes or hangs in 1 combinations of faults out of 1\n"), "{text}");
    for words in ["--faults=", "--faults=store", "--faults=store:held:host2", "--faults=store:late:alloc1"] {
        assert_eq!(run(&[words, path]).0, 2, "{words}");
    }
}

/// LOGOFF-7, SUPREL-2: what MAPI still keeps of a logon that was released without Logoff is seen.
#[test]
fn what_a_logon_leaves_that_was_never_logged_off_is_seen() {
    let library = built("store", "NO_RELEASE");
    let path = library.to_str().unwrap();
    let (status, text, _) = run(&["--faults=store:logons:none", path]);
    assert_eq!(status, 1, "{text}");
    assert!(text.contains("UID") && text.contains("combinations of faults out of 0"), "{text}");
    assert_eq!(run(&["--faults=address_book:held:alloc1", path]).0, 2, "a kind that is not in it");
}

/// A batch takes no longer than a scenario may, however many combinations are left of it.
#[test]
fn a_short_limit_is_no_hang() {
    let checked = check(&built("store", "NONE"), &["--faults=400", "--limit", "1"]);
    assert_eq!((checked.status, &checked.summary["not_run"]), (0, &serde_json::json!(0)), "{:?}", checked.found);
}

fn sample(package: &str, file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(package).join("sample").join(file)
}

#[test]
fn the_stores_among_the_examples_are_clean() {
    let folder = tempfile::tempdir().unwrap();
    let notes = folder.path().join("notes.db");
    notes_store::Notes::fill(&notes, "Groceries\nMilk\n---\nSecond\nnote").unwrap();
    let profile = profile(folder.path(), "STORE", &format!("6601001F = '{}'", notes.display()));
    is_clean("empty-store", &with_faults(&dll::library("empty-store"), &[]), 500);
    is_clean("notes-store", &with_faults(&dll::library("notes-store"), &["--profile", &profile]), 500);
}

#[test]
fn the_store_of_mail_files_is_clean() {
    let folder = tempfile::tempdir().unwrap();
    let profile = profile(folder.path(), "STORE", &format!("6604001F = '{}'", sample("eml-store", "").display()));
    is_clean("eml-store", &with_faults(&dll::library("eml-store"), &["--profile", &profile]), 500);
}

#[test]
fn the_book_among_the_examples_is_clean() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(sample("vcard-book", "grete.vcf"), folder.path().join("grete.vcf")).unwrap();
    let profile = profile(folder.path(), "AB", &format!("6602001F = '{}'", folder.path().display()));
    is_clean("vcard-book", &with_faults(&dll::library("vcard-book"), &["--profile", &profile]), 500);
}

/// With messages on their way, too.
#[test]
fn the_transport_among_the_examples_is_clean() {
    let folder = tempfile::tempdir().unwrap();
    let profile = profile(folder.path(), "TRANSPORT", &format!("6603001F = '{}'", folder.path().display()));
    let library = dll::library("maildir-transport");
    for more in [&[][..], &["--traffic"]] {
        let checked = with_faults(&library, &[&["--profile", profile.as_str()], more].concat());
        is_clean(&format!("maildir-transport {more:?}"), &checked, 500);
    }
}
