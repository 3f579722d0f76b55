//! Whose object an identifier is of: entries, stores wrapped and not, status rows (OPEN-*, UID-*).

use provider_runtime::abi::flag::*;
use provider_runtime::prelude::*;
use provider_runtime::session::{OpenStore, Options, Session, Sink, Store};
use std::sync::{Arc, Mutex};
use support::{KEPT, Script, Scripted, open, root, session_of};

fn binary(value: PropValue) -> Vec<u8> {
    value.as_binary().unwrap().to_vec()
}

/// An identifier of an object in a scripted store.
fn entry(key: &[u8]) -> Vec<u8> {
    let uid = <Scripted as provider_runtime::__private::Declared>::UID;
    [&[0; 4][..], &uid.bytes()[..], key].concat()
}

fn two_stores(options: Options) -> (Arc<Script>, Arc<Script>, Session) {
    let home = Script::new();
    let work = Script::new();
    let session = session_of([home.provider("Home"), work.provider("Work")], options).unwrap();
    (home, work, session)
}

fn named(session: &Session, name: &str) -> Store {
    session.open_store(&OpenStore::new().named(name).flags(MDB_WRITE)).unwrap()
}

/// OPEN-1
#[test]
fn an_entry_is_opened_by_the_logon_that_registered_its_uid() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let message = session.open(&entry(b"a message"), MAPI_MODIFY).unwrap();
    assert_eq!((message.kind(), message.get(KEPT).unwrap()), (MAPI_MESSAGE, "kept".into()));
    let gone = session.open(&entry(b"gone"), 0).unwrap_err();
    assert_eq!(gone.code(), Code::NOT_FOUND); // OPEN-3
    assert_eq!(script.count("open"), 2);
    drop((message, store));
    assert!(session.logoff().is_clean());
}

/// T-44
#[test]
fn an_entry_with_a_uid_that_nobody_registered_asks_no_provider() {
    let script = Script::new();
    let session = script.session().unwrap();
    let _store = open(&session).unwrap();
    for length in 0..40 {
        let refused = session.open(&vec![0x5A; length], 0).unwrap_err();
        assert_eq!(refused.code(), Code::UNKNOWN_ENTRYID, "{length} bytes");
        assert!(!refused.text().is_empty());
    }
    assert_eq!(script.count("open"), 0);
}

/// T-102, OPEN-12
#[test]
fn a_logon_that_logs_off_gets_no_more_entries() {
    let script = Script::new();
    let session = Arc::new(script.session().unwrap());
    let store = open(&session).unwrap();
    let inner = Arc::downgrade(&session);
    let said = Arc::clone(&script);
    session.by_hand().inside("sup.release", move || {
        let session = inner.upgrade().unwrap();
        said.say(session.open(&entry(b"a message"), 0).unwrap_err().code().to_string());
    });
    let before = script.count("open");
    assert_eq!(store.release(), 0);
    assert_eq!(script.count("open"), before);
    assert!(script.said().contains(&Code::UNKNOWN_ENTRYID.to_string()), "{:?}", script.said());
    assert!(session.logoff().is_clean()); // the host's fault would be V-39
}

/// T-45, STATOBJ-1, STATOBJ-2
#[test]
fn a_status_rows_entry_opens_the_status_object() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let table = session.status_table().unwrap();
    table.set_columns(&[tags::ENTRYID::ID]).unwrap();
    let rows = table.rows(10, 0).unwrap();
    let entries: Vec<_> = rows.into_iter().map(|mut row| binary(row.remove(0).value)).collect();
    let status = session.open(entries.last().unwrap(), MAPI_MODIFY).unwrap();
    assert_eq!(status.kind(), MAPI_STATUS);
    status.as_status().unwrap().validate_state(SUPPRESS_UI).unwrap();
    for own in entries.iter().take(3) {
        assert_eq!(session.open(own, 0).unwrap_err().code(), Code::NO_SUPPORT); // MAPI's own have no object yet
    }
    drop((status, table, store));
    let late = session.open(entries.last().unwrap(), 0).unwrap_err();
    assert_eq!(late.code(), Code::UNKNOWN_ENTRYID); // STATUS-10
    assert!(session.logoff().is_clean());
}

/// STATUS-10: its number is not taken for one of MAPI's own, however many rows there are.
#[test]
fn a_removed_status_row_is_an_unknown_entry() {
    let (_home, _work, session) = two_stores(Options::new().no_mail());
    let first = named(&session, "Home");
    let table = session.status_table().unwrap();
    table.set_columns(&[tags::ENTRYID::ID]).unwrap();
    let entry = binary(table.rows(10, 0).unwrap().pop().unwrap().remove(0).value);
    let _second = named(&session, "Work");
    drop(first);
    assert_eq!(session.open(&entry, 0).unwrap_err().code(), Code::UNKNOWN_ENTRYID);
    drop(table);
    assert!(session.logoff().is_clean());
}

/// T-101, OPEN-2, OPEN-11: the provider sees its own bytes, also where another client opens the
/// wrapped ones.
#[test]
fn a_wrapped_store_identifier_opens_the_store_of_its_section() {
    let (home, work, session) = two_stores(Options::new().no_mail());
    let first = named(&session, "Home");
    let second = named(&session, "Work");
    let one = first.get(tags::STORE_ENTRYID).unwrap();
    let other = second.get(tags::STORE_ENTRYID).unwrap();
    let one = binary(one);
    let other = binary(other);
    assert_ne!(one, other);
    let own = OpenStore::unwrapped(&other).unwrap();
    assert!(own.starts_with(&entry(b"")), "{own:?}");
    drop(second);
    let again = session.open_store(&OpenStore::new().entry(&other)).unwrap();
    assert!(!again.is_duplicate());
    let duplicate = session.open_store(&OpenStore::new().entry(&one)).unwrap();
    assert!(duplicate.is_duplicate());
    let as_entry = session.open(&other, MAPI_MODIFY).unwrap();
    assert_eq!((as_entry.kind(), as_entry.as_raw()), (MAPI_STORE, again.as_raw()));
    assert_eq!((home.count("logon"), work.count("logon")), (1, 2));
    drop((first, again, duplicate, as_entry));
    assert!(session.logoff().is_clean());
}

/// T-47, OPEN-7, OPEN-8
#[test]
fn identifiers_are_compared_by_their_own_provider_alone() {
    let (home, _, session) = two_stores(Options::new().no_mail());
    let store = named(&session, "Home");
    let wrapped = binary(store.get(tags::STORE_ENTRYID).unwrap());
    assert!(session.compare(&entry(b"one"), &entry(b"one")).unwrap());
    assert!(!session.compare(&entry(b"one"), &entry(b"two")).unwrap());
    assert!(!session.compare(&entry(b"one"), &[7; 30]).unwrap()); // not asked
    assert!(!session.compare(&entry(b"one"), &wrapped).unwrap());
    drop(store);
    assert!(session.compare(&wrapped, &wrapped).unwrap()); // no store open: CompareStoreIDs answers
    let report = session.logoff();
    let count = |event: &str| report.events().iter().filter(|other| other.name() == event).count();
    assert_eq!((count("logon.compare"), count("prov.compare")), (2, 1), "{}", report.tree());
    assert_eq!(home.count("logon"), 1);
    assert!(report.is_clean(), "{}", report.tree());
}

/// T-39, UID-2, UID-6
#[test]
fn a_uid_of_two_logons_stays_until_the_second_has_ended() {
    let (home, work, session) = two_stores(Options::new().no_mail());
    let first = named(&session, "Home");
    let second = named(&session, "Work");
    assert_eq!(session.registered().uids().len(), 2);
    session.open(&entry(b"a message"), 0).unwrap();
    assert_eq!((home.count("open"), work.count("open")), (1, 0)); // the first that registered it
    drop(first);
    assert_eq!(session.registered().uids().len(), 1);
    session.open(&entry(b"a message"), 0).unwrap();
    assert_eq!((home.count("open"), work.count("open")), (1, 1));
    drop(second);
    assert_eq!(session.open(&entry(b"a message"), 0).unwrap_err().code(), Code::UNKNOWN_ENTRYID);
    assert!(session.logoff().is_clean());
}

/// T-97, UID-5, OPEN-10
#[test]
fn an_identifier_made_in_one_session_opens_in_the_next() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let table = root(&store).unwrap().contents(0).unwrap();
    table.set_columns(&[tags::ENTRYID::ID]).unwrap();
    let id = binary(table.rows(1, 0).unwrap().remove(0).remove(0).value);
    let profile = session.profile();
    drop((table, store));
    session.logoff();
    let entry = provider_runtime::store_entry::<Scripted>();
    let next = Session::start_with(entry, Options::new().no_mail().profile(profile)).unwrap();
    let _store = open(&next).unwrap();
    assert_eq!(next.open(&id, 0).unwrap().kind(), MAPI_MESSAGE);
}

/// NOTIF-13, T-48
#[test]
fn a_sessions_advise_reaches_the_logon_that_owns_the_entry() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let told = Arc::new(Mutex::new(0));
    let ear = Arc::clone(&told);
    let sink = Sink::new(move |_| *ear.lock().unwrap() += 1);
    let key = 1_u32;
    let connection = session.advise(Some(&entry(&key.to_bytes())), fnevObjectModified, &sink).unwrap();
    script.on("get", move |of| of.unwrap().support().notify(&Event::modified(&key, ObjectKind::Message)));
    root(&store).unwrap().get(KEPT).unwrap();
    assert_eq!(*told.lock().unwrap(), 1);
    session.unadvise(connection).unwrap();
    root(&store).unwrap().get(KEPT).unwrap();
    assert_eq!(*told.lock().unwrap(), 1);
    assert_eq!(session.unadvise(connection).unwrap_err().code(), Code::NOT_FOUND); // T-50
    let of_session = session.advise(None, fnevCriticalError, &sink).unwrap();
    session.unadvise(of_session).unwrap();
    let nobodys = session.advise(Some(&[9; 24]), fnevObjectModified, &sink).unwrap_err();
    assert_eq!(nobodys.code(), Code::UNKNOWN_ENTRYID);
    drop(store);
    assert!(session.logoff().is_clean());
}
