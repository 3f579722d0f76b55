//! The command on stores in C: the correct one, each mistake that it can make, and what is no
//! provider; and on the examples' DLLs. What the provider does is in
//! `tests/check/providers/store.c`; the other kinds are in `kinds.rs`.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]
#![allow(clippy::indexing_slicing, reason = "tests may panic")]

mod command;

use command::{Checked, built, check, compiled, profile, run, steps};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use support::dll;

fn faulty(fault: &str) -> Checked {
    check(&built("store", fault), &["--limit", "20"])
}

#[test]
fn a_correct_provider_in_c_gets_no_line() {
    let library = built("store", "NONE");
    let (status, text, errors) = run(&[library.to_str().unwrap()]);
    let all = run(&["--list", "--kind", "store"]).1.lines().count();
    let line = format!("{}: 0 violations, 0 warnings, 0 crashes or hangs in {all} scenarios\n", library.display());
    assert_eq!((status, text, errors.as_str()), (0, line, ""));
}

/// Section 8.6: exactly these, and nothing that follows from them.
#[test]
fn each_mistake_has_its_violation_and_no_other() {
    let mistakes: [(&str, &[&str]); 23] = [
        ("CYCLE", &["V-9"]),
        ("NO_RELEASE", &["V-9"]),
        ("TWICE", &["V-18"]),
        ("ANSWERS", &["V-19"]),
        ("WRONG_QUERY", &["V-41"]),
        ("GLOBALS", &["V-21"]),
        ("NO_ADDREF", &["V-7"]),
        ("LATE", &["V-8"]),
        ("LOST_PROVIDER", &["V-20"]),
        ("KEPT_CONFIG", &["V-34"]),
        // The one object ends with the session that is first to go, and its logons with it; it is
        // alive after them.
        ("SAME_OBJECT", &["V-20", "V-3", "V-6"]),
        ("BAD_ROW", &["V-12"]),
        ("BAD_METHODS", &["V-13"]),
        ("LEFT_OPEN", &["V-17"]),
        ("OBJECT_REF", &["V-48"]),
        ("NO_CONNECTION", &["V-47"]),
        ("LOST_TEXT", &["V-42"]),
        ("ANY_FLAGS", &["V-45"]),
        ("NOT_AGAIN", &["V-44"]),
        ("LOST_BLOCK", &["V-42"]),
        ("FREES_TWICE", &["V-21"]),
        ("SECOND", &["V-40"]),
        ("LEFT_OUTPUT", &["V-43"]),
    ];
    for (fault, ids) in mistakes {
        let checked = faulty(fault);
        let seen = (checked.status, checked.ids(false), checked.ids(true), checked.broken().len());
        assert_eq!(seen, (1, ids.to_vec(), vec![], 0), "{fault}: {:?}", checked.found);
        assert_eq!(checked.errors, "", "{fault}");
    }
}

#[test]
fn a_warning_alone_is_no_violation() {
    for (fault, id) in [("NO_UID", "V-11"), ("SPOOLER", "V-16")] {
        let checked = faulty(fault);
        assert_eq!((checked.status, checked.ids(false), checked.ids(true)), (0, vec![], vec![id]), "{fault}");
    }
}

/// A violation's line has its number, what was seen on which object, the rule, and where.
#[test]
fn a_violation_is_a_line_with_its_rule_and_its_scenarios() {
    let (status, text, _) = run(&[built("store", "BAD_METHODS").to_str().unwrap()]);
    let lines: Vec<_> = text.lines().collect();
    let line = "V-13  status.flush answered MAPI_E_NO_SUPPORT (0x80040102), and the method is in its row's \
                PR_RESOURCE_METHODS (status)  STATUS-4";
    assert_eq!((status, lines[0]), (1, line), "{text}");
    assert!(lines[1].ends_with(" times"), "{text}");
    assert!(lines.contains(&"      in: the status object answers what its row says"), "{text}");
    assert!(lines.last().is_some_and(|last| last.contains(": 1 violations, 0 warnings, 0 crashes")), "{text}");
}

#[test]
fn a_crash_costs_its_scenarios_and_says_where() {
    let checked = faulty("FREED");
    assert_eq!((checked.status, checked.ids(false)), (3, vec![]));
    assert_eq!(checked.broken(), BTreeSet::from(["crashed: signal 11 SIGSEGV"]));
    let places = checked.summary["broken"].as_array().unwrap();
    let held = "a session ends while its client holds everything, calls it, and releases it late";
    assert!(places.iter().any(|place| place["scenario"] == held && place["step"] == "the folder's late Release"));
    assert!(places.len() < 20 && checked.summary["not_run"] == 0, "{places:?}");
    for fault in ["CRASHES", "GIVES_GARBAGE"] {
        let checked = faulty(fault);
        let places = checked.summary["broken"].as_array().unwrap();
        assert_eq!((checked.status, &places[0]["how"]), (3, &"crashed: signal 11 SIGSEGV".into()), "{fault}");
        assert_eq!(places[0]["step"], "opening the store", "{fault}");
    }
    let checked = faulty("EXITS");
    assert_eq!(checked.broken(), BTreeSet::from(["crashed: the process was ended with exit status 0"]));
}

#[test]
fn a_hang_is_ended_and_nobody_waits_for_a_fourth() {
    let checked = check(&built("store", "HANGS"), &["--limit", "1"]);
    assert_eq!(checked.broken(), BTreeSet::from(["hung: it took too long, and its process was ended"]));
    assert_eq!((checked.status, checked.summary["scenarios"].as_u64()), (3, Some(3)));
}

/// ENTRY-9, VER-6
#[test]
fn an_entry_point_that_gives_no_object_breaks_its_rule() {
    for (fault, id) in [("GIVES_NULL", "V-2"), ("NEW_VERSION", "V-4")] {
        let checked = faulty(fault);
        assert_eq!((checked.status, checked.ids(false)), (1, vec![id]), "{fault}");
        assert!(checked.errors.contains("the store does not open"), "{}", checked.errors);
    }
}

/// LOAD-9
#[test]
fn what_is_no_provider_has_a_clear_error_and_an_exit_status_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("text.so"), "no library\n").unwrap();
    fs::write(path("empty.so"), "").unwrap();
    let mut elf = fs::read(built("store", "NONE")).unwrap();
    elf[18..20].copy_from_slice(&[0xF3, 0]); // RISC-V
    fs::write(path("machine.so"), elf).unwrap();
    fs::write(path("windows.dll"), b"MZ\x90\0\x03").unwrap();
    let nothing = compiled("nothing", &["store"], &["-DMSProviderInit=Nothing", "-DServiceEntry=Nobody"]);
    fs::copy(nothing, path("nothing.so")).unwrap();
    for (name, text) in [
        ("text.so", "text.so: "),
        ("empty.so", "empty.so: "),
        ("machine.so", "machine.so: "),
        ("windows.dll", "windows.dll: "),
        ("missing.so", "missing.so: "),
        ("", "irectory"),
        ("nothing.so", "nothing.so has no entry point MSProviderInit"),
    ] {
        let (status, out, errors) = run(&[path(name).to_str().unwrap()]);
        assert_eq!((status, errors.lines().count()), (4, 1), "{name}: {out}{errors}");
        assert!(errors.starts_with("check: no provider: ") && errors.contains(text), "{name}: {errors}");
        let told = if name == "nothing.so" { "V-1  " } else { "" };
        assert!(out.starts_with(told) && out.is_empty() == told.is_empty(), "{name}: {out}");
    }
}

/// A name without a folder is a file here, not one of the system's.
#[test]
fn a_relative_name_is_a_file_here() {
    let library = built("store", "NONE");
    let mut command = Command::new(env!("CARGO_BIN_EXE_check"));
    command.current_dir(library.parent().unwrap()).arg(library.file_name().unwrap());
    assert!(command.output().unwrap().status.success());
}

#[test]
fn words_that_are_not_understood_and_bad_profiles_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let profile = folder.path().join("profile.toml");
    fs::write(&profile, "name = \"none\"\n").unwrap();
    let profile = profile.to_str().unwrap();
    for words in [
        &["--nonsense"][..],
        &[],
        &["a", "b"],
        &["a", "--limit"],
        &["a", "--limit", "x"],
        &["a", "--profile", "/nowhere/profile.toml"],
        &["a", "--profile", profile],
    ] {
        let (status, out, errors) = run(words);
        assert_eq!((status, out.as_str()), (2, ""), "{words:?}");
        assert!(errors.starts_with("check: "), "{words:?}: {errors}");
    }
    let (status, out, _) = run(&["--help"]);
    assert!(status == 0 && out.contains("Exit status"));
}

#[test]
fn the_examples_are_clean() {
    for package in ["empty-store", "notes-store"] {
        let checked = check(&dll::library(package), &[]);
        let seen = (checked.status, checked.found.len(), checked.summary["not_run"].as_u64());
        assert_eq!(seen, (0, 0, Some(0)), "{package}: {:?}", checked.found);
    }
}

/// With folders, messages and attachments in it.
#[test]
fn the_store_of_mail_files_is_clean() {
    let folder = tempfile::tempdir().unwrap();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../eml-store/sample");
    let profile = profile(folder.path(), "STORE", &format!("6604001F = '{}'", sample.display()));
    let checked = check(&dll::library("eml-store"), &["--profile", &profile]);
    let seen = (checked.status, checked.found.len(), checked.summary["not_run"].as_u64());
    assert_eq!(seen, (0, 0, Some(0)), "{:?}", checked.found);
}

/// The notes are there before and after: nothing else is written.
#[test]
fn a_profile_gives_its_first_stores_values() {
    let folder = tempfile::tempdir().unwrap();
    let notes = folder.path().join("notes.db");
    notes_store::Notes::fill(&notes, "Groceries\nMilk\n---\nSecond\nnote").unwrap();
    let profile = profile(folder.path(), "STORE", &format!("6601001F = '{}'", notes.display()));
    let library = dll::library("notes-store");
    let checked = check(&library, &["--profile", &profile]);
    assert_eq!((checked.status, checked.found.len()), (0, 0), "{:?}", checked.found);
    let steps = steps("store", "notifications come inside", &library, &profile);
    assert!(steps.contains("SetProps and SaveChanges"), "{steps}"); // there is a message, and it is written back
    let bytes = fs::read(&notes).unwrap();
    assert!(bytes.windows(9).any(|window| window == b"Groceries"));
}

/// It says what it asks for.
#[test]
fn a_provider_that_is_not_configured_is_not_clean() {
    let folder = tempfile::tempdir().unwrap();
    let setting = format!("6601001F = '{}'", folder.path().join("nowhere/notes.db").display());
    let profile = profile(folder.path(), "STORE", &setting);
    let checked = check(&dll::library("notes-store"), &["--profile", &profile]);
    assert_eq!((checked.status, checked.ids(false)), (5, vec![]), "{:?}", checked.found);
    assert_eq!(checked.summary["unconfigured"], true);
    assert!(
        checked.errors.contains("MAPI_E_UNCONFIGURED") && checked.errors.contains("--profile"),
        "{}",
        checked.errors
    );
}

/// Where a mistake comes out is where it is looked for.
#[test]
fn mistakes_come_out_where_they_are_made() {
    let name = "the status object answers what its row says";
    assert!(faulty("BAD_METHODS").scenarios("V-13").contains(&name));
    let twice = faulty("TWICE").scenarios("V-18").join("\n");
    assert!(!twice.contains("without StoreLogoff") && twice.contains("after StoreLogoff"), "{twice}");
    assert_eq!(faulty("SECOND").scenarios("V-40"), ["an open store is opened by its own identifier"]);
}
