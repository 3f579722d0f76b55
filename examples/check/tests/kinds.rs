//! The command on address books and transports in C, and on DLLs of several kinds. What the
//! providers do is in `tests/check/providers/`; stores, and what is no provider, are in `check.rs`.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]
#![allow(clippy::indexing_slicing, reason = "tests may panic")]

mod command;

use command::{Checked, built, check, compiled, profile, run, steps};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::dll;

fn faulty(kind: &str, fault: &str) -> Checked {
    check(&built(kind, fault), &["--limit", "20"])
}

/// A DLL of several kinds, all with one mistake: the first has the `ServiceEntry`.
fn several(kinds: &[&str], service: &str, fault: &str) -> PathBuf {
    let name = format!("{}_{}", kinds.join("_"), fault.to_lowercase());
    compiled(&name, kinds, &[&format!("-DSERVICE_OF={service}"), &format!("-DFAULT={fault}")])
}

fn scenarios(kind: &str) -> usize {
    run(&["--list", "--kind", kind]).1.lines().count()
}

#[test]
fn correct_providers_of_the_other_kinds_get_no_line() {
    for (source, kind, more) in
        [("book", "address_book", &[][..]), ("post", "transport", &[]), ("post", "transport", &["--traffic"])]
    {
        let library = built(source, "NONE");
        let (status, text, errors) = run(&[&[library.to_str().unwrap()], more].concat());
        let path = library.display();
        let all = scenarios(kind);
        let line = format!("{path}: 0 violations, 0 warnings, 0 crashes or hangs in {all} scenarios\n");
        assert_eq!((status, text, errors.as_str()), (0, line, ""), "{source}");
    }
}

/// Section 8.6: exactly these, and nothing that follows from them.
#[test]
fn each_mistake_of_an_address_book_has_its_violation_and_no_other() {
    let mistakes: [(&str, &[&str]); 21] = [
        ("CYCLE", &["V-9"]),
        ("NO_RELEASE", &["V-9"]),
        ("ANSWERS", &["V-19"]),
        ("WRONG_QUERY", &["V-41"]),
        ("GLOBALS", &["V-21"]),
        ("NO_ADDREF", &["V-7"]),
        ("LATE", &["V-8"]),
        ("KEPT_CONFIG", &["V-34"]),
        // Its logons are alive after the end of the session that is first to go.
        ("SAME_OBJECT", &["V-20", "V-3"]),
        ("BAD_ROW", &["V-12"]),
        ("BAD_METHODS", &["V-13"]),
        ("LEFT_OPEN", &["V-17"]),
        ("NOT_AGAIN", &["V-44"]),
        ("LOST_BLOCK", &["V-42"]),
        ("FREES_TWICE", &["V-21"]),
        ("LEFT_OUTPUT", &["V-43"]),
        ("OBJECT_REF", &["V-48"]),
        ("LOGON_REF", &["V-48"]),
        ("NO_CONNECTION", &["V-47"]),
        ("LOST_TEXT", &["V-42"]),
        ("NEW_VERSION", &["V-4"]),
    ];
    are_found("book", &mistakes);
}

/// Section 8.6
#[test]
fn each_mistake_of_a_transport_has_its_violation_and_no_other() {
    let mistakes: [(&str, &[&str]); 16] = [
        ("CYCLE", &["V-9"]),
        ("NO_RELEASE", &["V-9"]),
        ("ANSWERS", &["V-19"]),
        ("WRONG_QUERY", &["V-41"]),
        ("NO_ADDREF", &["V-7"]),
        ("LATE", &["V-8"]),
        ("KEPT_CONFIG", &["V-34"]),
        ("SAME_OBJECT", &["V-20", "V-3"]),
        ("BAD_ROW", &["V-12"]),
        ("NO_ROW", &["V-12"]),
        ("BAD_METHODS", &["V-13"]),
        ("NOT_AGAIN", &["V-44"]),
        ("LOST_BLOCK", &["V-42"]),
        ("CHANGED_ARRAYS", &["V-36"]),
        ("LOGON_REF", &["V-48"]),
        ("GIVES_NULL", &["V-2"]),
    ];
    are_found("post", &mistakes);
}

fn are_found(kind: &str, mistakes: &[(&str, &[&str])]) {
    for (fault, ids) in mistakes {
        let checked = faulty(kind, fault);
        let seen = (checked.status, checked.ids(false), checked.ids(true), checked.broken().len());
        assert_eq!(seen, (1, ids.to_vec(), vec![], 0), "{fault}: {:?}", checked.found);
    }
}

#[test]
fn a_warning_alone_is_no_violation_of_the_other_kinds_either() {
    for (kind, fault, id) in [("book", "NO_UID", "V-11"), ("post", "SPOOLER", "V-16")] {
        let checked = faulty(kind, fault);
        assert_eq!((checked.status, checked.ids(false), checked.ids(true)), (0, vec![], vec![id]), "{fault}");
    }
}

/// V-42, MEM-8: it keeps what it is to send and what it is to fill, if it gets any.
#[test]
fn a_transport_gets_messages_with_traffic_alone() {
    let library = built("post", "KEEPS_MESSAGE");
    let checked = check(&library, &[]);
    assert_eq!((checked.status, checked.found.len()), (0, 0), "{:?}", checked.found);
    let checked = check(&library, &["--traffic"]);
    assert_eq!((checked.status, checked.ids(false)), (1, vec!["V-42"]), "{:?}", checked.found);
    let name = "messages are sent and received, with --traffic alone";
    assert!(checked.scenarios("V-42").contains(&name), "{:?}", checked.found);
}

#[test]
fn a_crash_of_the_other_kinds_costs_its_scenarios_and_says_where() {
    for (kind, first) in [("book", "opening the address book"), ("post", "starting the transport")] {
        let checked = faulty(kind, "CRASHES");
        let places = checked.summary["broken"].as_array().unwrap();
        assert_eq!((checked.status, &places[0]["step"]), (3, &first.into()), "{kind}");
        assert_eq!(checked.broken(), BTreeSet::from(["crashed: signal 11 SIGSEGV"]), "{kind}");
        let checked = faulty(kind, "FREED");
        assert_eq!((checked.status, checked.ids(false), checked.broken().len()), (3, vec![], 1), "{kind}");
        assert!(checked.summary["broken"].as_array().unwrap().len() < 20, "{kind}");
        let checked = check(&built(kind, "HANGS"), &["--limit", "1"]);
        assert_eq!((checked.status, checked.summary["scenarios"].as_u64()), (3, Some(3)), "{kind}");
    }
}

/// One line for each kind and one for all together, and objects that say which.
#[test]
fn each_kind_of_a_dll_is_checked() {
    let all = several(&["store", "book", "post"], "STORES", "NONE");
    let path = all.to_str().unwrap();
    let (status, text, errors) = run(&[path]);
    let line = |noun: &str, kind: &str| {
        let all = scenarios(kind);
        format!("{path} ({noun}): 0 violations, 0 warnings, 0 crashes or hangs in {all} scenarios\n")
    };
    let lines = [line("store", "store"), line("address book", "address_book"), line("transport", "transport")];
    let together = format!("{path} (together): 0 violations, 0 warnings, 0 crashes or hangs in 3 scenarios\n");
    assert_eq!((status, text, errors.as_str()), (0, lines.concat() + &together, ""));
    let checked = check(&several(&["store", "post"], "STORES", "CHANGED_ARRAYS"), &[]);
    assert_eq!((checked.status, checked.ids(false)), (1, vec!["V-36"]), "{:?}", checked.found);
    assert!(checked.found.iter().any(|found| found["kind"] == "transport"), "{:?}", checked.found);
    assert!(checked.found.iter().all(|found| found["kind"] != "store"), "{:?}", checked.found);
    let kinds = checked.summary["kinds"].as_array().unwrap();
    let seen: Vec<_> = kinds.iter().map(|one| (one["kind"].as_str(), one["status"].as_u64())).collect();
    assert_eq!(seen, [(Some("store"), Some(0)), (Some("transport"), Some(1)), (Some("together"), Some(1))]);
}

/// ORDER-2: no order of the kinds is left out.
#[test]
fn several_kinds_end_in_each_order() {
    let library = several(&["store", "book", "post"], "STORES", "NONE");
    let kinds = ["--kind", "store", "--kind", "address_book", "--kind", "transport"];
    let (status, steps, _) = run(&[&["--scenario", "0"], &kinds[..], &[library.to_str().unwrap()]].concat());
    let orders: BTreeSet<_> = steps.lines().filter(|line| line.contains("the session's Logoff: ")).collect();
    assert_eq!((status, orders.len()), (0, 6), "{orders:?}");
    for step in ["opening the store", "opening the address book", "starting the transport"] {
        assert_eq!(steps.matches(&format!("\"{step}\"")).count(), 6, "{step}");
    }
    assert_eq!(steps.matches("Opened").count(), 18, "{steps}");
}

#[test]
fn a_kind_that_is_asked_for_is_checked_alone() {
    let library = several(&["store", "post"], "STORES", "CHANGED_ARRAYS");
    let path = library.to_str().unwrap();
    let (status, text, _) = run(&[path, "--kind", "store"]);
    assert!(status == 0 && text.starts_with(&format!("{path}: 0 violations")), "{text}");
    assert_eq!(run(&[path, "--kind", "transport"]).0, 1);
    assert_eq!(run(&[path, "--kind", "transport", "--kind", "store"]).1.matches(" violations, ").count(), 3);
    let (status, _, errors) = run(&[path, "--kind", "address_book"]);
    assert_eq!(status, 4);
    assert!(errors.contains("has no entry point ABProviderInit"), "{errors}");
    assert_eq!(run(&[path, "--kind", "calendar"]).0, 2);
}

#[test]
fn the_list_names_the_scenarios_of_each_kind() {
    let (_, all, _) = run(&["--list"]);
    assert!(all.lines().any(|line| line.starts_with("together: ")), "{all}");
    for (noun, kind) in [("store", "store"), ("address book", "address_book"), ("transport", "transport")] {
        let (_, own, _) = run(&["--list", "--kind", kind]);
        assert!(own.lines().count() > 25 && all.contains(&own), "{own}");
        assert!(own.lines().all(|line| line.starts_with(&format!("{noun}: "))), "{own}");
    }
}

/// A profile gives a provider the section of its own kind; a kind that it lacks is left out, or
/// refused.
#[test]
fn a_profile_is_for_the_kinds_that_are_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let profile = &profile(folder.path(), "TRANSPORT", "");
    let library = several(&["store", "post"], "STORES", "NONE");
    let path = library.to_str().unwrap();
    let (status, text, errors) = run(&[path, "--profile", profile]);
    assert!(status == 0 && text.lines().count() == 1, "{text}{errors}");
    assert!(errors.contains("the profile has no store provider, so it was not checked"), "{errors}");
    for (library, more) in [(path, &["--kind", "store"][..]), (built("store", "NONE").to_str().unwrap(), &[])] {
        let (status, text, errors) = run(&[&[library, "--profile", profile], more].concat());
        assert_eq!((status, text.as_str()), (2, ""), "{errors}");
        assert!(errors.contains("the profile has no store provider"), "{errors}");
    }
}

/// LOAD-3: which kinds there are is found in a process of its own.
#[test]
fn a_library_that_crashes_when_it_is_loaded_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("load.c");
    let library = folder.path().join("load.so");
    fs::write(&source, "__attribute__((constructor)) static void load(void) { *(volatile int *)0 = 1; }\n").unwrap();
    let mut compile = Command::new(std::env::var_os("CC").unwrap_or_else(|| "cc".into()));
    compile.args(["-shared", "-fPIC", "-w", "-o"]).args([&library, &source]);
    assert!(compile.status().unwrap().success());
    let (status, text, errors) = run(&[library.to_str().unwrap()]);
    assert_eq!((status, errors.as_str()), (3, ""), "{text}");
    assert!(text.starts_with("crashed: signal 11 SIGSEGV\n") && text.contains("at: loading the library"), "{text}");
}

fn sample(package: &str, file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(package).join("sample").join(file)
}

/// As configured by a profile; a card is opened and asked.
#[test]
fn the_book_among_the_examples_is_clean() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(sample("vcard-book", "grete.vcf"), folder.path().join("grete.vcf")).unwrap();
    let library = dll::library("vcard-book");
    let setting = format!("6602001F = '{}'", folder.path().display());
    let profile = profile(folder.path(), "AB", &setting);
    let checked = check(&library, &["--profile", &profile]);
    assert_eq!((checked.status, checked.found.len()), (0, 0), "{:?} {}", checked.found, checked.errors);
    let steps = steps("address_book", "every object is asked", &library, &profile);
    for kind in ["kind 4", "kind 6", "kind 10"] {
        assert!(steps.contains(&format!("QueryInterface of an object of {kind}")), "{kind}: {steps}");
    }
}

/// What waits in the Maildir stays there, unless there may be traffic: then it is taken, and a
/// message is sent and comes back.
#[test]
fn the_transport_among_the_examples_is_clean_and_its_mail_stays() {
    let folder = tempfile::tempdir().unwrap();
    let mail = folder.path().join("mail");
    fs::create_dir_all(mail.join("new")).unwrap();
    fs::copy(sample("maildir-transport", "newsletter.eml"), mail.join("new/1.newsletter")).unwrap();
    let library = dll::library("maildir-transport");
    let profile = profile(folder.path(), "TRANSPORT", &format!("6603001F = '{}'", mail.display()));
    let names = |folder: &str| {
        let entries = fs::read_dir(mail.join(folder)).map_or(Vec::new(), |entries| entries.flatten().collect());
        entries.iter().map(|entry| entry.file_name().into_string().unwrap()).collect::<Vec<_>>()
    };
    let clean = |more: &[&str]| {
        let checked = check(&library, &[&["--profile", profile.as_str()], more].concat());
        assert_eq!((checked.status, checked.found.len()), (0, 0), "{:?} {}", checked.found, checked.errors);
    };
    clean(&[]);
    assert_eq!((names("new"), names("cur").len()), (vec!["1.newsletter".to_owned()], 0));
    clean(&["--traffic"]);
    assert!(!names("new").contains(&"1.newsletter".to_owned()), "it was taken");
    assert!(names("cur").len() >= 2, "and at least one that was sent came back: {:?}", names("cur"));
}
