//! What cannot be read costs its entry, and is told with file and line; memory is bounded.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "tests may panic")]

use proptest::prelude::*;
use provider_runtime::Code;
use std::fs;
use std::time::{Duration, SystemTime};
use tempfile::TempDir;
use vcard_book::{Limits, People};

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

fn card(name: &str) -> String {
    format!("BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nEND:VCARD\n")
}

fn names(book: &People) -> Vec<&str> {
    book.list().map(|person| &*person.name).collect()
}

fn faults(book: &People) -> Vec<String> {
    book.faults().map(ToString::to_string).collect()
}

#[test]
fn a_missing_directory_is_told_as_unconfigured_with_its_path() {
    let folder = folder(&[("a.vcf", b"")]);
    for missing in ["none", "a.vcf"] {
        let error = People::open(&folder.path().join(missing)).unwrap_err();
        assert_eq!(error.code(), Code::UNCONFIGURED);
        assert!(error.text().contains(missing), "{error}");
    }
}

#[test]
fn a_bad_card_costs_itself_and_names_its_line() {
    let bad = [
        "stray text\n\nmore of it\n",
        &card("One"),
        "BEGIN:VCARD\nVERSION:3.0\nFN:No end\n",
        "BEGIN:VCARD\nVERSION:3.0\nFN:Torn\nthis line is no property\nEND:VCARD\n",
        "BEGIN:VCARD\nFN:No version\nEND:VCARD\n",
        "BEGIN:VCARD\nVERSION:3.0\nNOTE:nobody\nEND:VCARD\n",
        &card("Two"),
        "BEGIN:VCARD\nVERSION:3.0\n",
    ]
    .concat();
    let folder = folder(&[("bad.vcf", bad.as_bytes()), ("good.VCF", card("Three").as_bytes())]);
    let book = People::open(folder.path()).unwrap();
    assert_eq!(names(&book), ["One", "Three", "Two"]);
    assert_eq!(
        faults(&book),
        [
            "bad.vcf:1: there is text that is in no card",
            "bad.vcf:8: the card has no END:VCARD: the next begins in line 11",
            "bad.vcf:14: the line is no property: \"this line is no property\"",
            "bad.vcf:16: the card has no VERSION",
            "bad.vcf:19: the card has no FN, and no N, ORG or EMAIL in its place",
            "bad.vcf:27: the card has no END:VCARD: the file ends",
        ]
    );
    assert_eq!(book.find("file:bad.vcf#6").map(|person| &*person.name), Some("Two"));
}

#[test]
fn a_card_that_is_not_utf8_costs_itself() {
    let one = card("One");
    let two = card("Two");
    let latin = b"BEGIN:VCARD\nVERSION:2.1\nFN:J\xF6rg\nEND:VCARD\n";
    let folder = folder(&[("latin.vcf", &[one.as_bytes(), latin, two.as_bytes()].concat())]);
    let book = People::open(folder.path()).unwrap();
    assert_eq!(names(&book), ["One", "Two"]);
    assert_eq!(faults(&book), ["latin.vcf:7: the card is not UTF-8"]);
}

#[test]
fn the_same_uid_twice_is_told_and_the_first_card_stays() {
    let twin = |name: &str| format!("BEGIN:VCARD\nVERSION:4.0\nUID:urn:uuid:1\nFN:{name}\nEND:VCARD\n");
    let folder = folder(&[("a.vcf", twin("First").as_bytes()), ("b.vcf", twin("Second").as_bytes())]);
    let book = People::open(folder.path()).unwrap();
    assert_eq!(names(&book), ["First"]);
    assert_eq!(faults(&book), ["b.vcf:1: another card has the same UID: \"uid:1\""]);
}

#[test]
fn limits_hold_and_are_told() {
    let many: String = (0..100).map(|number| card(&format!("Person {number:03}"))).collect();
    let folder = folder(&[("a.vcf", many.as_bytes()), ("b.vcf", &[b' '; 9000]), ("c.vcf", b"x"), ("d.vcf", b"x")]);
    let limits = Limits { file: 8000, people: 10_000, faults: 2, ..Limits::default() };
    let mut book = People::open_within(folder.path(), limits).unwrap();
    assert!((10..90).contains(&book.list().len()), "{}", book.list().len());
    let line = book.list().len() * 4 + 1;
    let full = format!("a.vcf:{line}: the address book is full: this card and all after it are left out");
    assert_eq!(faults(&book), [full, "b.vcf: the file is bigger than 8000 bytes".into()]);
    assert_eq!(book.faults_left_out(), 2);
    assert!(!book.refresh().unwrap());

    let one = People::open_within(folder.path(), Limits { files: 1, ..limits }).unwrap();
    assert!(faults(&one).iter().any(|fault| fault.contains("more than 1 files")), "{:?}", faults(&one));
}

#[test]
fn ten_thousand_files_are_a_book() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..10_000 {
        fs::write(folder.path().join(format!("{number}.vcf")), card(&format!("Person {number}"))).unwrap();
    }
    let mut book = People::open(folder.path()).unwrap();
    assert_eq!(book.list().len(), 10_000);
    assert_eq!(book.find("file:777.vcf#0").map(|person| &*person.name), Some("Person 777"));
    assert!(!book.refresh().unwrap());
}

#[test]
fn other_files_and_folders_are_no_cards() {
    let folder = folder(&[(".hidden.vcf", b"x"), ("readme.txt", b"x"), ("vcf", b"x"), ("empty.vcf", b"\n\n")]);
    fs::create_dir(folder.path().join("folder.vcf")).unwrap();
    let book = People::open(folder.path()).unwrap();
    assert_eq!((book.list().len(), book.faults().count()), (0, 0));
}

#[test]
fn a_refresh_sees_what_came_went_and_changed() {
    let folder = folder(&[("a.vcf", card("Anna").as_bytes()), ("b.vcf", card("Berta").as_bytes())]);
    let mut book = People::open(folder.path()).unwrap();
    assert!(!book.refresh().unwrap());

    fs::remove_file(folder.path().join("a.vcf")).unwrap();
    fs::write(folder.path().join("c.vcf"), card("Clara")).unwrap();
    // As long as before, so only its time tells.
    fs::write(folder.path().join("b.vcf"), card("Bruno")).unwrap();
    let file = fs::File::options().write(true).open(folder.path().join("b.vcf")).unwrap();
    file.set_modified(SystemTime::now() + Duration::from_secs(60)).unwrap();
    assert!(book.refresh().unwrap());
    assert_eq!(names(&book), ["Bruno", "Clara"]);
    assert_eq!(book.find("file:a.vcf#0"), None);

    // A copy of the same cards under another time is no change.
    file.set_modified(SystemTime::now() + Duration::from_secs(120)).unwrap();
    assert!(!book.refresh().unwrap());

    fs::rename(folder.path(), folder.path().with_extension("gone")).unwrap();
    assert_eq!(book.refresh().unwrap_err().code(), Code::UNCONFIGURED);
    assert_eq!(names(&book), ["Bruno", "Clara"]);
    fs::rename(folder.path().with_extension("gone"), folder.path()).unwrap();
}

fn piece() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "BEGIN:VCARD",
        "END:VCARD",
        "VERSION:2.1",
        "VERSION:4.0",
        "\r\n",
        "\n",
        "\n ",
        "=\n",
        "FN",
        "N",
        "EMAIL",
        "item1.",
        "ORG",
        ":",
        ";",
        ",",
        "\\",
        "\"",
        ";TYPE=",
        ";PREF=",
        ";ENCODING=QUOTED-PRINTABLE",
        ";ENCODING=b",
        ";CHARSET=",
        "utf-7",
        "=C3=A4",
        "=",
        "BDAY",
        "PHOTO",
        "KIND:group",
        "MEMBER:urn:uuid:",
        "JSCOMPS",
        "é",
        "\0",
        "TZ",
        "GEO",
        "UID",
        ";VALUE=",
        "date",
        "integer",
        "RELATED",
        "CLIENTPIDMAP",
        "GRAMGENDER",
        "\t",
    ]);
    prop_oneof![4 => known.prop_map(str::to_owned), 1 => any::<String>()]
}

proptest! {
    #[test]
    fn no_text_makes_the_book_fail(pieces in prop::collection::vec(piece(), 0..60), close in any::<bool>()) {
        let text = format!("BEGIN:VCARD\nVERSION:3.0\n{}{}", pieces.concat(), if close { "\nEND:VCARD\n" } else { "" });
        let folder = folder(&[("any.vcf", text.as_bytes())]);
        let book = People::open(folder.path()).unwrap();
        prop_assert!(book.list().len() + book.faults().count() > 0);
        for person in book.list() {
            prop_assert!(!person.name.is_empty() && !person.name.contains(char::is_control));
            prop_assert!(person.key.len() <= 260);
        }
    }
}
