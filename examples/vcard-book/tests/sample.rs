//! The sample of the package: cards as phones, mail programs and servers write them.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "tests may panic")]

use vcard_book::{Found, Kind, People, Person};

fn book() -> People {
    let book = People::open(concat!(env!("CARGO_MANIFEST_DIR"), "/sample").as_ref()).unwrap();
    assert_eq!(book.faults().collect::<Vec<_>>(), [] as [&vcard_book::Fault; 0]);
    book
}

fn named<'a>(book: &'a People, start: &str) -> &'a Person {
    book.list().find(|person| person.name.starts_with(start)).unwrap()
}

#[test]
fn people_are_listed_by_name() {
    let book = book();
    let names: Vec<_> = book.list().map(|person| person.name.chars().take(6).collect::<String>()).collect();
    assert_eq!(names, ["Büro u", "Choir", "Grete ", "Jörg M", "Siobhá", "Slačan", "Νίκος "]);
}

#[test]
fn the_preferred_address_and_number_of_version_four_come_first() {
    let book = book();
    let grete = book.find("uid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1").unwrap();
    assert_eq!(grete.name, "Grete Härter");
    assert_eq!(grete.emails, ["grete.haerter@example.org", "grete@home.example"]);
    assert_eq!(grete.phone.as_deref(), Some("+49-8651-555-0130"));
    assert_eq!(grete.organisation.as_deref(), Some("Sägewerk Härter & Töchter, gegründet 1911"));
    assert_eq!(grete.kind, Kind::Person);
}

#[test]
fn folded_lines_and_property_groups_of_version_three_are_read() {
    let book = book();
    let siobhan = named(&book, "Siobhán");
    assert_eq!(siobhan.name, "Siobhán O’Malley");
    let long = "siobhan.omalley.writes.very.long.addresses.for.no.reason.at.all@mail.example";
    assert_eq!(siobhan.emails, ["siobhan@northpier.example", long]);
    assert_eq!(siobhan.organisation.as_deref(), Some("North Pier Radio"));
}

#[test]
fn quoted_printable_of_version_two_is_read_in_its_charset() {
    let book = book();
    let slacana = named(&book, "Slačana");
    assert_eq!(slacana.name, "Slačana Žižek, predsednica društva za ohranjanje starih poti");
    assert_eq!(slacana.organisation.as_deref(), Some("Društvo poti"));
    assert_eq!(slacana.phone.as_deref(), Some("+386 1 555 0199"));
    assert_eq!(slacana.key, "file:old-phone.vcf#0");
    let joerg = book.find("file:old-phone.vcf#1").unwrap();
    assert_eq!((&*joerg.name, &*joerg.emails), ("Jörg Müller", &["joerg@example.de".to_owned()][..]));
}

#[test]
fn groups_know_their_members() {
    let book = book();
    let office = book.find("uid:office-team@example.org").unwrap();
    assert_eq!(
        book.members(office).collect::<Vec<_>>(),
        [
            Found::Person(named(&book, "Grete")),
            Found::Address("werkstatt@example.org"),
            Found::Missing("uid:00000000-0000-4000-8000-000000000000")
        ]
    );
    let choir = named(&book, "Choir");
    let singers = [Found::Person(named(&book, "Siobhán")), Found::Person(named(&book, "Νίκος"))];
    assert_eq!(book.members(choir).collect::<Vec<_>>(), singers);
    assert_eq!(book.members(named(&book, "Νίκος")).count(), 0);
}
