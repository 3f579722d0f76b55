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
    let expected = [
        "Groceries",
        "Großmutters Rezept",
        "(seen on the tour)",
        "Grete Härter <grete.haerter@example.org>",
        "received “Frühjahrswanderung: Treffpunkt geändert – bitte lesen” from Verein für Wanderwege",
        "received “Greetings” from On tour",
        "IXPLogon::TransportLogoff",
        "IABLogon::Logoff",
        "IMSLogon::Logoff",
        "SUPREL-2",
        "everything was given back",
    ];
    for text in expected {
        assert!(shown.contains(text), "{text}: {shown}");
    }
}

#[test]
fn the_tour_of_mail_files_shows_folders_and_a_message_with_attachments() {
    let done = tour(&["--mail", concat!(env!("CARGO_MANIFEST_DIR"), "/../eml-store/sample")]);
    let shown = String::from_utf8(done.stdout).unwrap();
    assert!(done.status.success(), "{shown}");
    let expected = [
        "  Inbox (1)\n    Projects (2)\n  club (2)\n",
        "  Fwd: Seeds – Ben\n  The plan – Secretary\n",
        "with attachments: Fwd: Seeds\n    See below.\n  Attachment: the message “Seeds”\n",
        "everything was given back\n",
    ];
    for text in expected {
        assert!(shown.contains(text), "{text}: {shown}");
    }
    let done = tour(&["--mail", "/no/such/folder"]);
    assert!(!done.status.success());
    assert!(String::from_utf8_lossy(&done.stderr).contains("MAPI_E_UNCONFIGURED"));
}

/// The events as JSON lines: each one's name and its detail.
fn events(arguments: &[&str]) -> Vec<String> {
    let done = tour(&[arguments, &["--json"]].concat());
    assert!(done.status.success(), "{arguments:?}");
    let shown = String::from_utf8(done.stdout).unwrap();
    let name = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        for field in ["event", "depth", "object", "code"] {
            assert!(value.get(field).is_some(), "{field}: {line}");
        }
        let text = |field| value.get(field).and_then(|name| name.as_str()).unwrap_or_default();
        format!("{} {}", text("event"), text("object"))
    };
    shown.lines().map(name).collect()
}

/// Where each stands first; they are in this order.
fn in_order(events: &[String], expected: &[&str]) {
    let place =
        |name: &&str| events.iter().position(|other| other == name).unwrap_or_else(|| panic!("{name}: {events:?}"));
    let places: Vec<_> = expected.iter().map(place).collect();
    assert!(places.is_sorted(), "{expected:?}: {events:?}");
}

const TRANSPORT: [&str; 4] =
    ["xp.logoff logon 4", "row- logon 4", "prov.shutdown transport 3", "prov.release transport 3"];
const BOOK: [&str; 5] = [
    "logon.logoff logon 3",
    "uid- logon 3",
    "logon.release logon 3",
    "prov.shutdown address book 2",
    "prov.release address book 2",
];
const STORES: [&str; 8] = [
    "logon.logoff logon 1",
    "sup.slt support 1",
    "sup.release support 1",
    "uid- logon 1",
    "row- logon 1",
    "logon.release logon 1",
    "prov.shutdown provider",
    "prov.release provider",
];

/// Golden sequences 1, 4 and 5: everything is open when the session logs off. ORDER-2
#[test]
fn the_events_come_as_json_lines_in_the_order_of_the_golden_sequences() {
    let expected = [&["session.logoff session"][..], &TRANSPORT, &BOOK, &STORES].concat();
    in_order(&events(&[]), &expected);
}

/// T-64, ORDER-2
#[test]
fn the_kinds_end_in_whatever_order_is_asked_for() {
    let kinds: [(&str, &[&str]); 3] = [("XP", &TRANSPORT), ("AB", &BOOK), ("MS", &STORES)];
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let [first, second, third] = order.map(|kind: usize| kinds.get(kind).unwrap());
        let words = format!("{},{},{}", first.0, second.0, third.0);
        in_order(&events(&["--order", &words]), &[first.1, second.1, third.1].concat());
    }
}

/// Golden sequence 10, FAST-4, FAST-11
#[test]
fn a_fast_shutdown_asks_every_kind_and_calls_nothing_behind_it() {
    let events = events(&["--fast"]);
    let phases = ["fast.query", "fast.notify", "fast.do"];
    let phases =
        phases.map(|phase| ["transport 3", "address book 2", "provider"].map(|object| format!("{phase} {object}")));
    let expected: Vec<_> = phases.as_flattened().iter().map(String::as_str).collect();
    in_order(&events, &expected);
    assert_eq!(events.last().map(String::as_str), expected.last().copied());
    let shown = String::from_utf8(tour(&["--fast"]).stdout).unwrap();
    assert!(shown.ends_with("everything is saved, and the process may vanish\n"), "{shown}");
}

#[test]
fn a_person_of_the_book_gets_a_message_through_the_maildir() {
    let folder = tempfile::tempdir().unwrap();
    let [book, maildir] = ["cards", "mail"].map(|name| folder.path().join(name));
    std::fs::create_dir(&book).unwrap();
    std::fs::write(book.join("ann.vcf"), "BEGIN:VCARD\nVERSION:3.0\nFN:Ann\nEMAIL:ann@example.org\nEND:VCARD\n")
        .unwrap();
    let done = tour(&["--book", book.to_str().unwrap(), "--maildir", maildir.to_str().unwrap()]);
    let shown = String::from_utf8(done.stdout).unwrap();
    assert!(done.status.success(), "{shown}");
    for text in ["  Ann <ann@example.org>", "submitted “Greetings” to Ann", "received “Greetings” from On tour"]
    {
        assert!(shown.contains(text), "{text}: {shown}");
    }
    let mut files = std::fs::read_dir(maildir.join("cur")).unwrap();
    let file = std::fs::read_to_string(files.next().unwrap().unwrap().path()).unwrap();
    assert!(file.contains("ann@example.org") && files.next().is_none(), "{file}");
}

#[test]
fn the_events_come_as_a_mermaid_diagram() {
    let done = tour(&["--mermaid"]);
    assert!(done.status.success());
    let shown = String::from_utf8(done.stdout).unwrap();
    assert!(shown.starts_with("sequenceDiagram\n"), "{shown}");
    for line in [
        "client->>MAPI: session.logoff (session)",
        "MAPI->>XP: xp.submit (logon 4)",
        "MAPI->>XP: xp.logoff (logon 4)",
        "MAPI->>AB: logon.logoff (logon 3)",
        "MAPI->>MS: logon.logoff (logon 1)",
        "MS->>MAPI: sup.slt ABORT (support 1)",
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
    let wrong: [&[&str]; 6] = [
        &["--nonsense"],
        &["--order"],
        &["--order", "XP,AB"],
        &["--order", "XP,AB,AB"],
        &["--order", "XP,AB,MS", "--fast"],
        &["--json", "--mermaid"],
    ];
    for words in wrong {
        let usage = tour(words);
        assert_eq!(usage.status.code(), Some(2), "{words:?}");
        assert!(String::from_utf8(usage.stderr).unwrap().starts_with("usage: "));
    }
    for word in ["--notes", "--book"] {
        let nowhere = tour(&[word, "/no/such/folder/notes.db"]);
        assert_eq!(nowhere.status.code(), Some(1));
        assert!(String::from_utf8(nowhere.stderr).unwrap().contains("MAPI_E_UNCONFIGURED"), "{word}");
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    let no_maildir = tour(&["--maildir", file.path().to_str().unwrap()]);
    let shown = String::from_utf8(no_maildir.stdout).unwrap();
    assert_eq!(no_maildir.status.code(), Some(1), "{shown}");
    assert!(shown.contains("Undeliverable: Greetings"), "{shown}");
}
