//! The address book of a session: who is logged on for it, where identifiers lead, and what a
//! failure of one provider brings.

use provider_runtime::abi::flag::{MAPI_ABCONT, MAPI_ADDRBOOK, MAPI_MAILUSER, MAPI_STATUS, MAPI_UNICODE};
use provider_runtime::session::{AddressBook, Mapi, Object, OpenStore, Options, Profile, Service, Session};
use provider_runtime::{Code, Error, PropValue, tags};
use support::{OWN_UID, Script, scripted, session_of};

const LOGON: &str = "init(0x00010010), prov.logon{sup.addref, sup.uid+, sup.row+}";
const LOGOFF: &str = "logon.logoff{sup.release(final){uid-, row-}}, logon.release";
const ENDED: &str = "prov.shutdown, prov.release";

fn options() -> Options {
    Options::new().no_mail()
}

fn text(object: &Object, tag: provider_runtime::PropTag) -> String {
    object.get(tag).unwrap().as_text().unwrap().to_owned()
}

/// The roots that the book shows: name and identifier.
fn roots(book: &AddressBook) -> Vec<(String, Vec<u8>)> {
    let root = book.open(None, 0).unwrap();
    let table = root.hierarchy(MAPI_UNICODE).unwrap();
    table.set_columns(&[tags::DISPLAY_NAME::ID, tags::ENTRYID::ID]).unwrap();
    let row = |row: &Vec<provider_runtime::Property>| {
        (row[0].value.as_text().unwrap().to_owned(), row[1].value.as_binary().unwrap().to_vec())
    };
    table.rows(100, 0).unwrap().iter().map(row).collect()
}

/// Golden sequence 1, T-16, T-63
#[test]
fn an_address_book_follows_the_golden_sequence() {
    let script = Script::new();
    let session = session_of([script.book("People")], options()).unwrap();
    let book = session.open_address_book(0).unwrap();
    assert_eq!((book.code(), book.kind()), (Code::OK, MAPI_ADDRBOOK));
    drop(book);
    let report = session.logoff();
    assert_eq!(report.golden(), format!("{LOGON}, session.logoff{{{LOGOFF}, {ENDED}}}"));
    assert!(report.is_clean(), "{}", report.tree());
}

/// OPEN-1, OPEN-4, UID-6: from the root over all books to a person, and back by its identifier.
#[test]
fn a_person_is_found_through_the_root_and_opens_by_its_identifier() {
    let script = Script::new();
    let session = session_of([script.book("People")], options()).unwrap();
    let book = session.open_address_book(0).unwrap();
    let all = roots(&book);
    assert_eq!(all.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["People"]);
    let people = book.open(Some(&all[0].1), 0).unwrap();
    assert_eq!((people.kind(), text(&people, tags::DISPLAY_NAME::ID)), (MAPI_ABCONT, "People".into()));
    let table = people.contents(MAPI_UNICODE).unwrap();
    table.set_columns(&[tags::ENTRYID::ID]).unwrap();
    let rows = table.rows(10, 0).unwrap();
    assert_eq!(rows.len(), 3);
    let entry = rows[1][0].value.as_binary().unwrap().to_vec();
    for person in [book.open(Some(&entry), 0).unwrap(), session.open(&entry, 0).unwrap()] {
        assert_eq!(
            (person.kind(), text(&person, tags::EMAIL_ADDRESS::ID)),
            (MAPI_MAILUSER, "person2@example.org".into())
        );
    }
    assert!(book.compare(&entry, &entry).unwrap());
    assert!(!book.compare(&entry, &all[0].1).unwrap());
    let unknown = book.open(Some(&[7; 24]), 0).unwrap_err();
    assert_eq!(unknown.code(), Code::UNKNOWN_ENTRYID);
    assert!(session.last_error(Code::UNKNOWN_ENTRYID).unwrap().is_some(), "LASTERR-4");
    assert_eq!(session.open(&all[0].1, 0).unwrap().kind(), MAPI_ABCONT);
    drop((people, table, book));
    let report = session.logoff();
    assert!(report.is_clean(), "{}", report.tree());
}

/// T-07, ENTRY-8, LOGON-13
#[test]
fn two_books_of_one_dll_are_one_init_and_two_logons() {
    let script = Script::new();
    let other = script.book("Others").with(OWN_UID, b"another book's u".as_slice());
    let session = session_of([script.book("People"), other], options()).unwrap();
    let book = session.open_address_book(0).unwrap();
    let again = session.open_address_book(0).unwrap();
    let count = |event: &str| session.events().iter().filter(|other| other.name() == event).count();
    assert_eq!((count("init"), count("prov.logon"), script.count("logon")), (1, 2, 2));
    assert_eq!(roots(&book).len(), 2);
    assert_eq!(text(&session.open(&roots(&again)[1].1, 0).unwrap(), tags::DISPLAY_NAME::ID), "Others");
    drop((book, again));
    let report = session.logoff();
    assert!(
        report.golden().ends_with(&format!("session.logoff{{{LOGOFF}, {LOGOFF}, {ENDED}}}")),
        "{}",
        report.golden()
    );
    assert!(report.is_clean(), "{}", report.tree());
}

/// T-32, REACT-9, LASTERR-4
#[test]
fn a_book_that_fails_leaves_the_others_and_a_warning_with_its_text() {
    let good = Script::new();
    let bad = Script::new();
    bad.on("logon", |_| Err(Error::new(Code::FAILONEPROVIDER, "no password")));
    let session = session_of([bad.book("Bad"), good.book("Good")], options()).unwrap();
    let book = session.open_address_book(0).unwrap();
    assert_eq!(book.code(), Code::W_ERRORS_RETURNED);
    let told = session.last_error(Code::W_ERRORS_RETURNED).unwrap().unwrap();
    assert!(told.contains("Bad") && told.contains("no password"), "{told}");
    assert_eq!(roots(&book).iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["Good"]);
    let again = session.open_address_book(0).unwrap();
    assert_eq!(
        (bad.count("logon"), good.count("logon")),
        (2, 1),
        "a failed one is tried again, LOGON-13 for the other"
    );
    drop((book, again));
    let report = session.logoff();
    assert!(report.is_clean(), "{}", report.tree());
}

/// T-30, REACT-1
#[test]
fn a_book_of_a_disabled_service_is_not_called() {
    let script = Script::new();
    script.on("logon", |_| Err(Code::LOGON_FAILED.into()));
    let session = session_of([script.provider("Store"), script.book("People")], options()).unwrap();
    assert_eq!(session.open_store(&OpenStore::new()).unwrap_err().code(), Code::LOGON_FAILED);
    let book = session.open_address_book(0).unwrap();
    assert_eq!((book.code(), script.count("logon")), (Code::W_ERRORS_RETURNED, 1));
    drop(book);
    let report = session.logoff();
    assert!(report.faults().is_empty(), "{}", report.tree());
}

/// T-43, UID-6, OPEN-3
#[test]
fn an_entry_of_a_sibling_with_the_same_uid_is_found_by_the_first() {
    let first = Script::new();
    let second = Script::new();
    first.on("open", |_| Err(Code::UNKNOWN_ENTRYID.into()));
    let session = session_of([first.book("First"), second.book("Second")], options()).unwrap();
    let book = session.open_address_book(0).unwrap();
    let entry =
        [&[0; 4][..], b"\x10\xc3\xa2\xc4\x0b\x9e\x4f\x4e\x9a\x53\x2d\x8f\x1c\x7b\xe0\x02", &2_u32.to_le_bytes()];
    let person = book.open(Some(&entry.concat()), 0).unwrap();
    assert_eq!(text(&person, tags::DISPLAY_NAME::ID), "person 2");
    assert_eq!((first.count("open"), second.count("open")), (1, 1));
    drop((person, book));
    assert!(session.logoff().is_clean());
}

/// T-71, STATOBJ-10, SESSION-8, SESSION-10
#[test]
fn what_a_client_holds_of_a_book_is_invalid_behind_the_end() {
    let script = Script::new();
    let session = session_of([script.book("People")], options()).unwrap();
    let book = session.open_address_book(0).unwrap();
    let (_, entry) = roots(&book).remove(0);
    let people = book.open(Some(&entry), 0).unwrap();
    let table = session.status_table().unwrap();
    table.set_columns(&[tags::ENTRYID::ID, tags::RESOURCE_TYPE::ID]).unwrap();
    let row = table.rows(100, 0).unwrap().pop().unwrap();
    let status = session.open(row[0].value.as_binary().unwrap(), 0).unwrap();
    assert_eq!(status.kind(), MAPI_STATUS);
    status.as_status().unwrap().validate_state(0).unwrap();
    let report = session.logoff();
    assert!(report.faults().is_empty() && report.warnings().len() == 4, "{}", report.tree());
    let code = |object: &Object| object.get(tags::DISPLAY_NAME).unwrap_err().code();
    assert_eq!([code(&people), code(&status), code(&book)], [Code::INVALID_OBJECT; 3]);
    assert_eq!((people.release(), status.release()), (0, 0));
    drop(book);
    assert!(session.report().faults().is_empty());
}

/// NOTIF-13, NOTIF-4
#[test]
fn a_client_hears_of_a_book_through_the_address_book() {
    use provider_runtime::abi::flag::fnevObjectModified;
    use provider_runtime::session::Sink;
    let script = Script::new();
    let session = session_of([script.book("People")], options()).unwrap();
    let book = session.open_address_book(0).unwrap();
    let (_, entry) = roots(&book).remove(0);
    let connection = book.advise(&entry, fnevObjectModified, &Sink::new(|_| {})).unwrap();
    assert_eq!(session.registered().subscriptions(), 1);
    book.unadvise(connection).unwrap();
    assert_eq!(session.registered().subscriptions(), 0);
    assert_eq!(book.unadvise(connection).unwrap_err().code(), Code::NOT_FOUND);
    book.advise(&entry, fnevObjectModified, &Sink::new(|_| {})).unwrap();
    drop(book);
    let report = session.logoff();
    assert!(report.is_clean(), "{}", report.tree());
}

/// T-06, T-10, ENTRY-4, ENTRY-7, ENTRY-8, MEM-7
#[test]
fn two_sessions_have_provider_objects_and_memory_of_their_own() {
    let script = Script::new();
    let mapi = Mapi::new();
    mapi.initialize(0).unwrap();
    let profile = |name: &str| {
        let service = [script.provider("Store"), script.book("People")];
        let service = service.into_iter().fold(Service::named("SCRIPTED", "scripted.dll"), Service::provider);
        Profile::empty(name).service(service)
    };
    let start = |name: &str| mapi.log_on(scripted(options()).profile(profile(name))).unwrap();
    let sessions: [Session; 2] = [start("one"), start("two")];
    let held = sessions.each_ref().map(|session| {
        let book = session.open_address_book(0).unwrap();
        let store = session.open_store(&OpenStore::new()).unwrap();
        let people = book.open(Some(&roots(&book)[0].1), 0).unwrap();
        let before = session.memory().calls();
        assert_eq!(text(&people, tags::DISPLAY_NAME::ID), "People");
        assert!(session.memory().calls() > before, "the output is the session's own memory");
        (book, store, people, session.by_hand().provider_pointer().unwrap())
    });
    assert_ne!(held[0].3, held[1].3);
    let inits = |session: &Session| session.events().iter().filter(|event| event.name() == "init").count();
    assert_eq!(sessions.each_ref().map(inits), [2, 2], "one for each kind");
    drop(held);
    for session in &sessions {
        let report = session.logoff();
        assert!(report.is_clean(), "{}", report.tree());
    }
    mapi.uninitialize().unwrap();
}

/// OPEN-1: the root that a logon opens without an identifier, of each book that is logged on.
#[test]
fn each_book_opens_its_own_root() {
    let people = Script::new();
    let failing = Script::new();
    failing.on("open", |_| Err(Code::NETWORK_ERROR.into()));
    let other = failing.book("Others").with(OWN_UID, b"another book's u".as_slice());
    let session = session_of([people.book("People"), other], options()).unwrap();
    let book = session.open_address_book(0).unwrap();
    let roots = book.roots(0);
    let seen: Vec<_> = roots.iter().map(|root| root.as_ref().map(Object::kind).map_err(Error::code)).collect();
    assert_eq!(seen, [Ok(MAPI_ABCONT), Err(Code::NETWORK_ERROR)]);
    drop((roots, book));
    let report = session.logoff();
    assert!(report.is_clean(), "{}", report.tree());
}

/// The rest of the interface has nothing behind it, and says so.
#[test]
fn what_an_address_book_cannot_do_yet_is_refused() {
    let session = session_of([], options()).unwrap();
    let book = session.open_address_book(0).unwrap();
    assert_eq!(book.save(0).unwrap_err().code(), Code::NO_SUPPORT);
    assert_eq!(book.get(tags::OBJECT_TYPE).unwrap(), PropValue::from(MAPI_ADDRBOOK));
    assert_eq!(book.code(), Code::OK, "a profile without address books");
    assert!(roots(&book).is_empty());
    drop(book);
    assert!(session.logoff().is_clean());
}

/// LOGON-13, T-92: the book that is opened inside a logon of its own is not logged on a second
/// time.
#[test]
fn an_address_book_opened_inside_its_own_logon_is_one_logon() {
    let script = Script::new();
    let session = std::sync::Arc::new(session_of([script.book("People")], options()).unwrap());
    let other = std::sync::Arc::downgrade(&session);
    session.by_hand().inside("sup.row+", move || drop(other.upgrade().unwrap().open_address_book(0).unwrap()));
    drop(session.open_address_book(0).unwrap());
    assert_eq!(script.count("logon"), 1);
    assert!(session.logoff().is_clean());
}

/// T-92, SESSION-8: a session that ends inside the first logon logs on nobody else.
#[test]
fn a_logoff_inside_one_logon_keeps_the_other_books_from_theirs() {
    let script = Script::new();
    let options = options().init_per_profile_entry();
    let session = std::sync::Arc::new(session_of([script.book("First"), script.book("Second")], options).unwrap());
    let other = std::sync::Arc::downgrade(&session);
    session.by_hand().inside("sup.row+", move || drop(other.upgrade().unwrap().logoff()));
    assert_eq!(session.open_address_book(0).map(drop).unwrap_err().code(), Code::END_OF_SESSION);
    let logons = session.events().iter().filter(|event| event.name() == "prov.logon").count();
    assert_eq!((logons, script.count("logon"), script.count("end")), (1, 1, 1));
}
