//! The tour as a user runs it.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

use std::process::{Command, Output};

fn tour(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tour")).args(arguments).output().unwrap()
}

#[test]
fn the_tour_reads_changes_and_gives_everything_back() {
    let done = tour(&[]);
    let shown = String::from_utf8(done.stdout).unwrap();
    assert!(done.status.success(), "{shown}");
    let expected = ["Groceries", "Großmutters Rezept", "(seen on the tour)", "SUPREL-2", "everything was given back"];
    for text in expected {
        assert!(shown.contains(text), "{text}: {shown}");
    }
}

/// Golden sequence 4: the store is open when the session logs off.
#[test]
fn the_events_come_as_json_lines_in_the_order_of_the_golden_sequence() {
    let done = tour(&["--json"]);
    assert!(done.status.success());
    let shown = String::from_utf8(done.stdout).unwrap();
    let names = shown.lines().map(|line| {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        for field in ["event", "depth", "object", "code"] {
            assert!(value.get(field).is_some(), "{field}: {line}");
        }
        value.get("event").and_then(|name| name.as_str()).unwrap().to_owned()
    });
    let names: Vec<_> = names.collect();
    let end = [
        "session.logoff",
        "logon.logoff",
        "sup.slt",
        "sup.release",
        "uid-",
        "row-",
        "logon.release",
        "prov.shutdown",
        "prov.release",
    ];
    let places = end.map(|name| names.iter().position(|other| other == name).unwrap_or_else(|| panic!("{name}")));
    assert!(places.is_sorted(), "{names:?}");
}

#[test]
fn the_events_come_as_a_mermaid_diagram() {
    let done = tour(&["--mermaid"]);
    assert!(done.status.success());
    let shown = String::from_utf8(done.stdout).unwrap();
    assert!(shown.starts_with("sequenceDiagram\n"), "{shown}");
    for line in [
        "client->>MAPI: session.logoff (session)",
        "MAPI->>provider: logon.logoff (logon 1)",
        "provider->>MAPI: sup.slt ABORT (support 1)",
        "MAPI-)MAPI: uid- (logon 1)",
    ] {
        assert!(shown.lines().any(|shown| shown.trim() == line), "{line}: {shown}");
    }
}

#[test]
fn the_notes_of_a_file_are_changed_in_that_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.db");
    notes_store::Notes::fill(&path, "Mine\nfirst").unwrap();
    for seen in 1..3 {
        let done = tour(&["--notes", path.to_str().unwrap()]);
        let shown = String::from_utf8(done.stdout).unwrap();
        assert!(done.status.success(), "{shown}");
        assert_eq!(shown.matches("(seen on the tour)").count(), seen, "{shown}");
    }
}

/// V-25, SESSION-10: what the tour holds is a warning with its line, and fails nothing.
#[test]
fn the_held_folder_is_a_warning() {
    let done = tour(&[]);
    let shown = String::from_utf8(done.stdout).unwrap();
    assert!(done.status.success(), "{shown}");
    let folder = shown.lines().find(|line| line.starts_with("V-25: still held") && line.ends_with("(folder)"));
    assert!(folder.unwrap_or_else(|| panic!("{shown}")).contains("main.rs:"), "{shown}");
}

#[test]
fn a_profile_comes_from_a_file() {
    use provider_runtime::session::{Profile, ProviderEntry, Service};
    let folder = tempfile::tempdir().unwrap();
    let [home, work] = ["home.db", "work.db"].map(|name| folder.path().join(name));
    notes_store::Notes::fill(&home, "At home\nfirst").unwrap();
    notes_store::Notes::fill(&work, "At work\nsecond").unwrap();
    let entry =
        |name, path: &std::path::Path| ProviderEntry::store(name).with(notes_store::PATH, path.to_str().unwrap());
    let service = Service::named("NOTES", "notes_store.dll");
    let service = service.provider(entry("Home", &home)).provider(entry("Work", &work));
    let file = folder.path().join("profile.toml");
    Profile::empty("mine").service(service).save(&file).unwrap();
    let before = std::fs::read(&file).unwrap();
    let done = tour(&["--profile", file.to_str().unwrap()]);
    let shown = String::from_utf8(done.stdout).unwrap();
    assert!(done.status.success(), "{shown}");
    assert!(shown.find("At home").unwrap() < shown.find("At work").unwrap(), "{shown}");
    assert_eq!(std::fs::read(&file).unwrap(), before);
    std::fs::write(&file, before.get(..before.len() / 2).unwrap()).unwrap();
    let cut = tour(&["--profile", file.to_str().unwrap()]);
    let error = String::from_utf8(cut.stderr).unwrap();
    assert_eq!(cut.status.code(), Some(1));
    assert!(error.contains("profile.toml"), "{error}"); // it names the place
}

#[test]
fn what_cannot_be_done_is_said_and_fails() {
    let usage = tour(&["--nonsense"]);
    assert_eq!(usage.status.code(), Some(2));
    assert!(String::from_utf8(usage.stderr).unwrap().starts_with("usage: "));
    let nowhere = tour(&["--notes", "/no/such/folder/notes.db"]);
    assert_eq!(nowhere.status.code(), Some(1));
    assert!(String::from_utf8(nowhere.stderr).unwrap().contains("MAPI_E_UNCONFIGURED"));
}
