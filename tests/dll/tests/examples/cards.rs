//! What is so of the vCard book, however it came into the session: what is listed and opens, where
//! its cards are, what is told. How it comes there is in `linked.rs` and `from_files.rs`.

use crate::start::cards as start;
use provider_runtime::abi::flag::*;
use provider_runtime::abi::iid::*;
use provider_runtime::prelude::*;
use provider_runtime::session::{AddressBook, Object, Options, Profile, ProviderEntry, Service, Session, Table};
use std::path::Path;
use vcard_book::PATH;

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/vcard-book/sample");

/// Options with a vCard book for each directory, all in one service.
pub fn options<'a>(directories: impl IntoIterator<Item = &'a Path>) -> Options {
    let entry = |directory: &Path| {
        let name = directory.file_name().unwrap().to_str().unwrap();
        ProviderEntry::address_book(name).with(PATH, directory.to_str().unwrap())
    };
    with(directories.into_iter().map(entry))
}

fn with(entries: impl IntoIterator<Item = ProviderEntry>) -> Options {
    let service = entries.into_iter().fold(Service::named("CARDS", "vcard_book.dll"), Service::provider);
    Options::new().no_mail().profile(Profile::empty("cards").service(service))
}

pub fn card(name: &str, address: &str) -> String {
    format!("BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nEMAIL:{address}\nEND:VCARD\n")
}

fn rows(table: &Table, columns: &[PropTag]) -> Vec<Vec<PropValue>> {
    table.set_columns(columns).unwrap();
    let rows = table.rows(20_000, 0).unwrap().into_iter();
    rows.map(|row| row.into_iter().map(|property| property.value).collect()).collect()
}

/// The identifier of the n-th book's root, as the root over all books shows it.
fn root(book: &AddressBook, n: usize) -> Vec<u8> {
    let roots = rows(&book.open(None, 0).unwrap().hierarchy(MAPI_UNICODE).unwrap(), &[tags::ENTRYID::ID]);
    roots.get(n).unwrap().first().unwrap().as_binary().unwrap().to_vec()
}

fn listed(container: &Object, columns: &[PropTag]) -> Vec<Vec<PropValue>> {
    rows(&container.contents(MAPI_UNICODE).unwrap(), columns)
}

/// Who is in the first book.
pub fn names(book: &AddressBook) -> Vec<String> {
    let root = book.open(Some(&root(book, 0)), 0).unwrap();
    let names = listed(&root, &[tags::DISPLAY_NAME::ID]).into_iter().flatten();
    names.map(|name| name.as_text().unwrap().to_owned()).collect()
}

fn clean(session: &Session) {
    let report = session.logoff();
    assert!(report.is_clean(), "{}", report.tree());
}

/// OPEN-1, OPEN-4, UID-1, UID-4, LOGON-5
#[test]
fn the_root_has_the_registered_uid_opens_by_its_identifier_and_stands_in_the_profile() {
    let session = start(options([Path::new(SAMPLE)]));
    let book = session.open_address_book(0).unwrap();
    assert_eq!(book.code(), Code::OK);
    let entry = root(&book, 0);
    for root in [book.open(Some(&entry), 0).unwrap(), session.open(&entry, 0).unwrap()] {
        assert_eq!(root.kind(), MAPI_ABCONT);
        for iid in [IID_IABContainer, IID_IMAPIContainer, IID_IMAPIProp] {
            assert_eq!(root.query(iid), Code::OK);
        }
        assert_eq!(root.get(tags::ENTRYID).unwrap(), entry.as_slice().into());
        assert_eq!(root.get(tags::DISPLAY_NAME).unwrap(), "sample".into());
        assert_eq!(
            root.get(tags::CONTAINER_FLAGS).unwrap(),
            (AB_RECIPIENTS | AB_SUBCONTAINERS | AB_UNMODIFIABLE).into()
        );
    }
    assert_eq!(session.registered().uids().as_slice(), [<[u8; 16]>::try_from(entry.get(4..20).unwrap()).unwrap()]);
    let profile = session.profile();
    let section = profile.providers().next().unwrap();
    assert_eq!(section.get(tags::ENTRYID), Some(&entry.as_slice().into()));
    assert_eq!(section.get(tags::RECORD_KEY), Some(&entry.as_slice().into()));
    assert_eq!(section.get(tags::DISPLAY_NAME), Some(&"sample".into()));
    assert_eq!(section.get(tags::PROVIDER_DISPLAY), Some(&"vCard Book".into()));
    drop(book);
    clean(&session);
}

#[test]
fn the_container_is_listed_and_shows_the_same_people_as_the_root() {
    let session = start(options([Path::new(SAMPLE)]));
    let book = session.open_address_book(0).unwrap();
    let root = book.open(Some(&root(&book, 0)), 0).unwrap();
    let table = root.hierarchy(MAPI_UNICODE).unwrap();
    let columns =
        [tags::ENTRYID::ID, tags::DISPLAY_NAME::ID, tags::OBJECT_TYPE::ID, tags::DISPLAY_TYPE::ID, tags::DEPTH::ID];
    let hierarchy = rows(&table, &columns);
    let [row] = hierarchy.as_slice() else { panic!("{hierarchy:?}") };
    let (entry, shown) = row.split_first().unwrap();
    assert_eq!(shown, ["sample".into(), PropValue::from(MAPI_ABCONT), DT_LOCAL.into(), 0.into()]);
    let container = session.open(entry.as_binary().unwrap(), 0).unwrap();
    assert_eq!((container.kind(), container.query(IID_IABContainer)), (MAPI_ABCONT, Code::OK));
    assert_eq!(container.get(tags::CONTAINER_FLAGS).unwrap(), (AB_RECIPIENTS | AB_UNMODIFIABLE).into());
    let people = listed(&container, &[tags::ENTRYID::ID, tags::DISPLAY_NAME::ID]);
    assert_eq!(people, listed(&root, &[tags::ENTRYID::ID, tags::DISPLAY_NAME::ID]));
    assert_eq!(people.len(), 7);
    drop((container, table, root, book));
    clean(&session);
}

#[test]
fn an_entry_opens_by_its_identifier_with_all_that_its_row_shows() {
    let session = start(options([Path::new(SAMPLE)]));
    let book = session.open_address_book(0).unwrap();
    let root = book.open(Some(&root(&book, 0)), 0).unwrap();
    let shown = [
        tags::DISPLAY_NAME::ID,
        tags::ADDRTYPE::ID,
        tags::EMAIL_ADDRESS::ID,
        tags::SMTP_ADDRESS::ID,
        tags::DISPLAY_TYPE::ID,
        tags::OBJECT_TYPE::ID,
        tags::SEARCH_KEY::ID,
        tags::COMPANY_NAME::ID,
        tags::BUSINESS_TELEPHONE_NUMBER::ID,
    ];
    let columns: Vec<_> = [tags::ENTRYID::ID].into_iter().chain(shown).collect();
    let rows = listed(&root, &columns);
    let grete = rows.iter().find(|row| row.get(1) == Some(&"Grete Härter".into())).unwrap();
    let address = "grete.haerter@example.org";
    let expected: [PropValue; 9] = [
        "Grete Härter".into(),
        "SMTP".into(),
        address.into(),
        address.into(),
        DT_MAILUSER.into(),
        MAPI_MAILUSER.into(),
        b"SMTP:GRETE.HAERTER@EXAMPLE.ORG\0".as_slice().into(),
        "Sägewerk Härter & Töchter, gegründet 1911".into(),
        "+49-8651-555-0130".into(),
    ];
    let (entry, values) = grete.split_first().unwrap();
    assert_eq!(values, expected);
    let user = session.open(entry.as_binary().unwrap(), 0).unwrap();
    assert_eq!((user.kind(), user.query(IID_IMailUser)), (MAPI_MAILUSER, Code::OK));
    assert_eq!(shown.map(|tag| user.get(tag).unwrap()), expected);
    assert_eq!(user.get(tags::ENTRYID).unwrap(), *entry);
    let group = rows.iter().find(|row| row.get(1) == Some(&"Choir".into())).unwrap();
    assert_eq!(group.get(5), Some(&DT_PRIVATE_DISTLIST.into()));
    assert_eq!(group.get(3), Some(&Code::NOT_FOUND.into()), "a group has no address of its own");
    drop((user, root, book));
    clean(&session);
}

/// OPEN-3, OPEN-10, T-97, UID-5: identifiers outlive the session; one whose card is gone is not
/// found.
#[test]
fn an_identifier_of_another_session_opens_until_its_card_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.vcf"), card("Ann", "ann@example.org")).unwrap();
    let entry = {
        let session = start(options([folder.path()]));
        let book = session.open_address_book(0).unwrap();
        let people = listed(&book.open(Some(&root(&book, 0)), 0).unwrap(), &[tags::ENTRYID::ID]);
        drop(book);
        clean(&session);
        people.first().unwrap().first().unwrap().as_binary().unwrap().to_vec()
    };
    let session = start(options([folder.path()]));
    let book = session.open_address_book(0).unwrap();
    assert_eq!(book.open(Some(&entry), 0).unwrap().get(tags::EMAIL_ADDRESS).unwrap(), "ann@example.org".into());
    std::fs::remove_file(folder.path().join("a.vcf")).unwrap();
    assert_eq!(names(&book), [""; 0]);
    assert_eq!(book.open(Some(&entry), 0).unwrap_err().code(), Code::NOT_FOUND);
    let junk = [entry.get(..20).unwrap(), b"junk"].concat();
    assert_eq!(book.open(Some(&junk), 0).unwrap_err().code(), Code::UNKNOWN_ENTRYID);
    drop(book);
    clean(&session);
}

#[test]
fn files_that_change_are_seen_when_a_contents_table_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.vcf"), card("Ann", "ann@example.org")).unwrap();
    let session = start(options([folder.path()]));
    let book = session.open_address_book(0).unwrap();
    assert_eq!(names(&book), ["Ann"]);
    std::fs::write(folder.path().join("b.vcf"), card("Bob", "bob@example.org")).unwrap();
    assert_eq!(names(&book), ["Ann", "Bob"]);
    drop(folder); // as if it were unplugged: what was read stays
    assert_eq!(names(&book), ["Ann", "Bob"]);
    drop(book);
    clean(&session);
}

/// ABLOGON-4, UID-6: each directory has a UID of its own, no matter which logon asks.
#[test]
fn logons_of_several_directories_have_their_own_people_and_uids() {
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    for (folder, name) in folders.iter().zip(["Ann", "Bob"]) {
        // The same key in both.
        std::fs::write(folder.path().join("a.vcf"), card(name, "a@example.org")).unwrap();
    }
    let [one, other] = folders.each_ref().map(tempfile::TempDir::path);
    let session = start(options([one, other, one]));
    let book = session.open_address_book(0).unwrap();
    assert_eq!(book.code(), Code::OK);
    let [first, second, third] = [0, 1, 2].map(|n| {
        let root = book.open(Some(&root(&book, n)), 0).unwrap();
        listed(&root, &[tags::ENTRYID::ID, tags::DISPLAY_NAME::ID]).remove(0)
    });
    assert_eq!(first, third);
    assert_ne!(first, second);
    for row in [first, second] {
        let opened = session.open(row.first().unwrap().as_binary().unwrap(), 0).unwrap();
        assert_eq!(opened.get(tags::DISPLAY_NAME).unwrap(), *row.get(1).unwrap());
    }
    drop(book);
    clean(&session);
}

/// CFG-2, REACT-9
#[test]
fn without_a_directory_a_logon_is_unconfigured_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = folder.path().join("nowhere");
    let entries = [
        ProviderEntry::address_book("None"),
        ProviderEntry::address_book("Empty").with(PATH, ""),
        ProviderEntry::address_book("Nowhere").with(PATH, nowhere.to_str().unwrap()),
    ];
    for entry in entries {
        let session = start(with([entry]));
        let book = session.open_address_book(0).unwrap();
        assert_eq!(book.code(), Code::W_ERRORS_RETURNED);
        let unconfigured = |event: &&str| {
            session.events().iter().any(|one| one.name() == *event && one.code == Some(Code::UNCONFIGURED))
        };
        assert!(unconfigured(&"prov.logon"), "{}", session.report().tree());
        let text = session.last_error(Code::W_ERRORS_RETURNED).unwrap().unwrap();
        assert!(text.contains("directory"), "{text}");
        drop(book);
        let report = session.logoff();
        assert!(report.faults().is_empty(), "{}", report.tree());
    }
}

/// SVC-3, SVC-5, T-11, T-12
#[test]
fn the_service_entry_takes_the_directory_that_it_is_given() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.vcf"), card("Ann", "ann@example.org")).unwrap();
    let session = start(with([ProviderEntry::address_book("Cards")]));
    let configure = |context, given: &[Property]| session.configure("CARDS", context, 0, given);
    for context in [MSG_SERVICE_CREATE, MSG_SERVICE_CONFIGURE] {
        assert_eq!(configure(context, &[]).unwrap_err().code(), Code::UNCONFIGURED);
    }
    for (value, code) in [(PropValue::I32(7), Code::INVALID_PARAMETER), ("".into(), Code::UNCONFIGURED)] {
        let given = [Property { tag: PATH.tag().with_kind(value.kind()), value }];
        assert_eq!(configure(MSG_SERVICE_CONFIGURE, &given).unwrap_err().code(), code);
    }
    let given = [Property::new(PATH, folder.path().to_str().unwrap())];
    configure(MSG_SERVICE_CONFIGURE, &given).unwrap();
    assert_eq!(session.profile().providers().next().unwrap().get(PATH), given.first().map(|given| &given.value));
    configure(MSG_SERVICE_CREATE, &[]).unwrap();
    configure(MSG_SERVICE_DELETE, &[]).unwrap();
    let book = session.open_address_book(0).unwrap();
    assert_eq!((book.code(), names(&book)), (Code::OK, vec!["Ann".to_owned()]));
    drop(book);
    clean(&session);
}

/// FAST-7, SHUT-1: and what a client holds is an invalidated object after the end.
#[test]
fn an_address_book_ends_with_everything_open_and_agrees_to_a_fast_shutdown() {
    let session = start(options([Path::new(SAMPLE)]));
    let book = session.open_address_book(0).unwrap();
    let root = book.open(Some(&root(&book, 0)), 0).unwrap();
    let table = root.contents(MAPI_UNICODE).unwrap();
    assert_eq!(session.fast_shutdown().query(), Code::OK);
    let report = session.logoff();
    assert!(report.faults().is_empty(), "{}", report.tree());
    assert_eq!(root.get(tags::DISPLAY_NAME).unwrap_err().code(), Code::INVALID_OBJECT);
    assert_eq!(table.row_count().unwrap_err().code(), Code::INVALID_OBJECT);
}
