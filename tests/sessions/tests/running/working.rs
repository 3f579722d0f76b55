//! What clients do between logon and logoff: properties, entries, tables, the status object
//! (OPEN-*, STATOBJ-*, MEM-*).

use provider_runtime::abi;
use provider_runtime::abi::flag::*;
use provider_runtime::abi::iid;
use provider_runtime::prelude::*;
use provider_runtime::session::{OpenStore, Store};
use std::sync::{Arc, Mutex};
use support::{KEPT, Script, open, root};

fn entry(store: &Store, key: &[u8]) -> Vec<u8> {
    let uid = store.get(tags::MDB_PROVIDER).unwrap();
    [&[0; 4], uid.as_binary().unwrap(), key].concat()
}

/// A value of every PT_ type goes out and comes back as it was.
#[test]
fn every_property_type_goes_to_mapi_and_back() {
    let values = [
        PropValue::I16(-7),
        PropValue::I32(-70_000),
        PropValue::F32(1.5),
        PropValue::F64(-2.25),
        PropValue::Currency(-12_345),
        PropValue::AppTime(40_000.5),
        PropValue::Bool(true),
        PropValue::I64(i64::MIN),
        PropValue::Text("Größe – ½ 😀".into()),
        PropValue::Time(0x01DC_0000_1234_5678),
        PropValue::Guid([7; 16]),
        PropValue::Binary(vec![0, 1, 255]),
        PropValue::Binary(vec![]),
        PropValue::I16s(vec![1, -1]),
        PropValue::I32s(vec![i32::MIN, 0]),
        PropValue::F32s(vec![0.5]),
        PropValue::F64s(vec![0.25, -0.25]),
        PropValue::Currencies(vec![1, 2]),
        PropValue::AppTimes(vec![3.5]),
        PropValue::I64s(vec![i64::MAX]),
        PropValue::Texts(vec!["ä".into(), String::new()]),
        PropValue::Times(vec![9, 10]),
        PropValue::Guids(vec![[1; 16], [2; 16]]),
        PropValue::Binaries(vec![vec![1], vec![]]),
    ];
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let message = store.open(Some(&entry(&store, b"m")), MAPI_MODIFY).unwrap();
    let tagged = (0..).zip(&values).map(|(id, value)| Property::new(PropTag::new(0x6700 + id, 0), value.clone()));
    let changes: Vec<_> = tagged.collect();
    assert_eq!(message.set_props(&changes).unwrap(), []);
    let asked: Vec<_> = changes.iter().map(|change| change.tag).collect();
    let (code, read) = message.get_props(Some(&asked), MAPI_UNICODE);
    assert_eq!((code, read), (Code::OK, changes));
    drop((message, store));
    assert_eq!(session.logoff().faults(), [""; 0]);
    assert_eq!(session.memory().live(), 0);
}

/// Text comes in the width of the tag, else of MAPI_UNICODE; what the ANSI page lacks is a question
/// mark.
#[test]
fn text_comes_in_the_width_that_is_asked_for() {
    let script = Script::new();
    let subject = |text: &str| Property::new(tags::SUBJECT, text);
    script.has(&[subject("Größe 😀")]);
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let folder = root(&store).unwrap();
    let narrow = Property { tag: abi::tags::SUBJECT_A, value: "Größe ?".into() };
    let open_width = tags::SUBJECT::ID.with_kind(PT_UNSPECIFIED);
    assert_eq!(folder.get_props(Some(&[abi::tags::SUBJECT_A]), MAPI_UNICODE), (Code::OK, vec![narrow.clone()]));
    assert_eq!(folder.get_props(Some(&[tags::SUBJECT::ID]), 0), (Code::OK, vec![subject("Größe 😀")]));
    assert_eq!(folder.get_props(Some(&[open_width]), 0), (Code::OK, vec![narrow.clone()]));
    assert_eq!(folder.get_props(Some(&[open_width]), MAPI_UNICODE), (Code::OK, vec![subject("Größe 😀")]));
    let (code, all) = folder.get_props(None, 0);
    assert_eq!(code, Code::OK);
    assert!(all.contains(&narrow));
    assert!(folder.prop_list(0).unwrap().contains(&abi::tags::SUBJECT_A));
    assert!(folder.prop_list(MAPI_UNICODE).unwrap().contains(&tags::SUBJECT::ID));
}

#[test]
fn a_property_that_is_not_to_be_had_is_an_error_in_its_place() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let folder = root(&store).unwrap();
    let wrong_type = KEPT.tag().with_kind(PT_LONG);
    let (code, values) = folder.get_props(Some(&[KEPT.tag(), tags::BODY::ID, wrong_type]), MAPI_UNICODE);
    assert_eq!(code, Code::W_ERRORS_RETURNED);
    let read: Vec<_> = values.iter().map(|value| value.value.clone()).collect();
    assert_eq!(read.first(), Some(&"kept".into()));
    assert_eq!(read.get(1), Some(&PropValue::Error(Code::NOT_FOUND)));
    assert!(matches!(read.get(2), Some(PropValue::Error(Code::NOT_FOUND | Code::INVALID_TYPE))));
}

/// What every store has without the author.
#[test]
fn a_store_has_its_required_properties() {
    let script = Script::new();
    let session = script.session().unwrap();
    let reading = session.open_store(&OpenStore::new()).unwrap();
    let mask = |store: &Store| store.get(tags::STORE_SUPPORT_MASK).unwrap().as_i32().unwrap().cast_unsigned();
    assert_eq!(mask(&reading) & (STORE_MODIFY_OK | STORE_CREATE_OK), 0); // MSLOGON-2
    drop(reading);
    let store = open(&session).unwrap();
    assert_eq!(mask(&store) & STORE_MODIFY_OK, STORE_MODIFY_OK);
    assert_eq!(store.get(tags::DISPLAY_NAME).unwrap(), "Scripted".into());
    assert_eq!(store.get(tags::OBJECT_TYPE).unwrap(), PropValue::from(MAPI_STORE));
    let uid = [0x10, 0xc3, 0xa2, 0xc4, 0x0b, 0x9e, 0x4f, 0x4e, 0x9a, 0x53, 0x2d, 0x8f, 0x1c, 0x7b, 0xe0, 0x01];
    assert_eq!(store.get(tags::MDB_PROVIDER).unwrap(), uid.as_slice().into()); // the hex digits from left to right
    assert_eq!(session.registered().uids(), [uid]);
    assert_eq!(store.get(tags::STORE_ENTRYID).unwrap(), store.get(tags::ENTRYID).unwrap());
    let folder = root(&store).unwrap();
    assert_eq!(folder.get(tags::STORE_ENTRYID).unwrap(), store.get(tags::ENTRYID).unwrap());
    assert_eq!(folder.get(tags::OBJECT_TYPE).unwrap(), PropValue::from(MAPI_FOLDER));
    // PR_ENTRYID opens it (OPEN-10).
    let id = folder.get(tags::ENTRYID).unwrap();
    assert_eq!(store.open(id.as_binary(), 0).unwrap().kind(), MAPI_FOLDER);
    let computed = store.set_props(&[Property::new(tags::RECORD_KEY, &b"x"[..]), Property::new(KEPT, "y")]).unwrap();
    assert_eq!(computed, [(0, Code::COMPUTED)]);
    assert_eq!(script.count("store.set"), 1);
}

/// OPEN-5, MSLOGON-2
#[test]
fn what_is_opened_for_reading_cannot_be_changed() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = session.open_store(&OpenStore::new()).unwrap();
    let change = [Property::new(KEPT, "x")];
    assert_eq!(store.open(None, MAPI_MODIFY).unwrap_err().code(), Code::NO_ACCESS);
    let folder = store.open(None, MAPI_BEST_ACCESS).unwrap();
    assert_eq!(folder.set_props(&change).unwrap_err().code(), Code::NO_ACCESS);
    assert_eq!(folder.save(0).unwrap_err().code(), Code::NO_ACCESS);
    assert_eq!(store.set_props(&change).unwrap_err().code(), Code::NO_ACCESS);
    drop((folder, store));
    let store = open(&session).unwrap();
    assert_eq!(root(&store).unwrap().set_props(&change).unwrap_err().code(), Code::NO_ACCESS);
    assert_eq!(store.open(None, MAPI_MODIFY).unwrap().set_props(&change).unwrap(), []);
    assert_eq!((script.count("set"), script.count("store.set")), (1, 0));
}

/// OPEN-3 to OPEN-5, ERR-3
#[test]
fn entries_that_cannot_be_opened_get_the_code_of_the_rule() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let code = |entry: &[u8], flags| store.open(Some(entry), flags).unwrap_err().code();
    assert_eq!(code(&entry(&store, b"gone"), 0), Code::NOT_FOUND);
    assert_eq!(code(&[0; 30], 0), Code::UNKNOWN_ENTRYID);
    for length in 1..20 {
        assert_eq!(code(&vec![0; length], 0), Code::INVALID_ENTRYID);
    }
    assert_eq!(code(&entry(&store, b"x"), 0x0040_0000), Code::UNKNOWN_FLAGS);
    let wrong = store.open_as(None, 0, Some(iid::IID_IMessage)).unwrap_err();
    assert_eq!(wrong.code(), Code::INTERFACE_NOT_SUPPORTED);
    for iid in [iid::IID_IMAPIFolder, iid::IID_IMAPIContainer, iid::IID_IMAPIProp, iid::IID_IUnknown] {
        assert_eq!(store.open_as(None, 0, Some(iid)).unwrap().kind(), MAPI_FOLDER);
    }
    assert_eq!(script.count("drop"), 5); // the one refused, and the four given back
    drop(store);
    assert_eq!(session.logoff().faults(), [""; 0]);
}

/// ERR-4: each object answers for its interfaces only, and each open makes an object of its own.
#[test]
fn objects_answer_for_their_own_interfaces() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let one = root(&store).unwrap();
    let other = root(&store).unwrap();
    assert_ne!(one.as_raw(), other.as_raw());
    let message = store.open(Some(&entry(&store, b"m")), 0).unwrap();
    let status = store.status(0).unwrap();
    let all = [
        iid::IID_IMsgStore,
        iid::IID_IMAPIFolder,
        iid::IID_IMAPIContainer,
        iid::IID_IMessage,
        iid::IID_IMAPIStatus,
        iid::IID_IMAPIProp,
        iid::IID_IUnknown,
    ];
    let answers = |object: &provider_runtime::session::Object| {
        let yes = |iid: &&iid::Iid| object.query(**iid) == Code::OK;
        all.iter().filter(yes).copied().collect::<Vec<_>>()
    };
    assert_eq!(answers(&store), [iid::IID_IMsgStore, iid::IID_IMAPIProp, iid::IID_IUnknown]);
    assert_eq!(answers(&one), [iid::IID_IMAPIFolder, iid::IID_IMAPIContainer, iid::IID_IMAPIProp, iid::IID_IUnknown]);
    assert_eq!(answers(&message), [iid::IID_IMessage, iid::IID_IMAPIProp, iid::IID_IUnknown]);
    assert_eq!(answers(&status), [iid::IID_IMAPIStatus, iid::IID_IMAPIProp, iid::IID_IUnknown]);
    assert_eq!(store.query(iid::IID_IMAPIFolder), Code::INTERFACE_NOT_SUPPORTED);
    assert_eq!([one.release(), other.release(), message.release(), status.release(), store.release()], [0; 5]);
}

#[test]
fn identifiers_are_compared_by_uid_and_key() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let one = entry(&store, b"one");
    let other = entry(&store, b"other");
    assert!(store.compare(&one, &one).unwrap());
    assert!(!store.compare(&one, &other).unwrap());
    assert_eq!(store.compare(&one, &[9; 30]).unwrap_err().code(), Code::UNKNOWN_ENTRYID); // STORE-3
    assert_eq!(store.compare(&one, b"short").unwrap_err().code(), Code::INVALID_ENTRYID);
}

/// C-54 to C-57, C-59, C-60: columns, count, seek, rows both ways; read backward, the position
/// stays where it was (TBL-24).
#[test]
fn a_contents_table_is_read_both_ways() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let folder = root(&store).unwrap();
    let table = folder.contents(MAPI_UNICODE).unwrap();
    assert_eq!(table.row_count().unwrap(), 10);
    let columns = table.columns(0).unwrap();
    assert_eq!(
        columns.iter().filter(|tag| [tags::ENTRYID::ID, tags::INSTANCE_KEY::ID, KEPT.tag()].contains(tag)).count(),
        3
    );
    table.set_columns(&[KEPT.tag(), tags::SUBJECT::ID]).unwrap();
    let names = |count, flags| -> Vec<String> {
        let rows = table.rows(count, flags).unwrap();
        rows.iter().map(|row| row.first().unwrap().value.as_text().unwrap().to_owned()).collect()
    };
    assert_eq!(names(2, 0), ["row 0", "row 1"]);
    assert_eq!(names(2, TBL_NOADVANCE), ["row 2", "row 3"]);
    assert_eq!(names(1, 0), ["row 2"]);
    assert_eq!(table.seek(BOOKMARK_END, 0).unwrap(), 0);
    assert_eq!(names(-2, 0), ["row 8", "row 9"]);
    assert_eq!(names(-1, 0), ["row 9"]);
    assert_eq!(table.seek(BOOKMARK_CURRENT, -2).unwrap(), -2);
    assert_eq!(names(-1, 0), ["row 7"]);
    assert_eq!(table.seek(BOOKMARK_CURRENT, -100).unwrap(), -8);
    assert_eq!(table.seek(BOOKMARK_BEGINNING, i32::MAX).unwrap(), 10);
    assert_eq!(names(5, 0), [""; 0]);
    assert_eq!(table.seek(99, 0).unwrap_err().code(), Code::INVALID_BOOKMARK);
    assert_eq!(table.rows(0, 0).unwrap_err().code(), Code::INVALID_PARAMETER);
    table.seek(BOOKMARK_BEGINNING, 0).unwrap();
    let missing = table.rows(1, 0).unwrap().first().unwrap().get(1).unwrap().value.clone();
    assert_eq!(missing, PropValue::Error(Code::NOT_FOUND));
    table.set_columns(&[tags::ENTRYID::ID]).unwrap();
    table.seek(BOOKMARK_BEGINNING, 3).unwrap();
    let id = table.rows(1, 0).unwrap().first().unwrap().first().unwrap().value.clone();
    assert_eq!(folder.open_entry(id.as_binary(), 0).unwrap().kind(), MAPI_MESSAGE);
    drop((table, folder, store));
    assert_eq!(session.logoff().faults(), [""; 0]);
    assert_eq!(session.memory().live(), 0);
}

/// T-45, T-46, STATOBJ-2, STATOBJ-5
#[test]
fn the_status_object_shows_the_row_and_does_what_it_says() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let status = store.status(MAPI_MODIFY).unwrap(); // read-only, not an error
    assert_eq!(store.status(0).unwrap().as_raw(), status.as_raw()); // one a logon
    assert_eq!(status.kind(), MAPI_STATUS);
    let row = session.registered().rows().concat();
    for column in &row {
        assert_eq!(status.get(column.tag).unwrap(), column.value);
    }
    assert_eq!(status.get(tags::OBJECT_TYPE).unwrap(), PropValue::from(MAPI_STATUS));
    assert_eq!(status.get(tags::RESOURCE_TYPE).unwrap(), PropValue::from(MAPI_STORE_PROVIDER));
    assert_eq!(status.get(tags::PROVIDER_DLL_NAME).unwrap(), "provider.dll".into());
    assert_eq!(status.get(tags::RESOURCE_METHODS).unwrap(), PropValue::from(STATUS_VALIDATE_STATE));
    status.as_status().unwrap().validate_state(SUPPRESS_UI).unwrap();
    assert_eq!(status.as_status().unwrap().validate_state(0x1000).unwrap_err().code(), Code::UNKNOWN_FLAGS);
    assert_eq!(status.as_status().unwrap().change_password().unwrap_err().code(), Code::NO_SUPPORT);
    assert_eq!(status.set_props(&[Property::new(KEPT, "x")]).unwrap_err().code(), Code::NO_ACCESS);
    assert_eq!(status.release(), 0);
    let again = store.status(0).unwrap();
    drop(store);
    assert_eq!(again.get(tags::STATUS_CODE).unwrap_err().code(), Code::INVALID_OBJECT); // STATOBJ-10
    assert_eq!(session.logoff().faults(), [""; 0]);
}

/// STATUS-1: a status that is set before the row exists stands in the row.
#[test]
fn a_status_set_while_logging_on_waits_for_the_row() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    script.on("open", |of| of.unwrap().support().set_status(Status::Offline));
    drop(root(&store));
    let code = session
        .registered()
        .rows()
        .concat()
        .iter()
        .find(|column| column.tag == tags::STATUS_CODE)
        .unwrap()
        .value
        .clone();
    assert_eq!(code, PropValue::from(STATUS_OFFLINE));
    drop(store);
    assert_eq!(session.logoff().faults(), [""; 0]);
}

/// CFG-2, ENTRY-6: what a logon is told of dialogs, window, profile and access.
mod told {
    use super::*;
    pub static SEEN: Mutex<Vec<(bool, bool, Access, String)>> = Mutex::new(Vec::new());

    #[mapi_provider(kind = "store", name = "Told", uid = "10c3a2c4-0b9e-4f4e-9a53-2d8f1c7be005")]
    pub struct Told;
    impl StoreProvider for Told {
        fn identify(logon: &LogonContext<'_, Self>) -> Result<StoreKey> {
            logon.fresh_key()
        }
        fn logon(logon: &LogonContext<'_, Self>) -> Result<Self> {
            let seen = (logon.may_show_dialog(), logon.is_spooler(), logon.access(), logon.profile().to_owned());
            SEEN.lock().unwrap().push(seen);
            if logon.may_show_dialog() { Ok(Self) } else { Err(Code::UNCONFIGURED.into()) }
        }
        fn open(&self, _: Option<EntryId<'_>>, _: Access) -> Result<Opened<Self>> {
            Err(Code::NOT_FOUND.into())
        }
    }
}

/// T-08
#[test]
fn a_logon_is_told_whether_it_may_show_a_dialog() {
    use provider_runtime::session::{Options, Profile, Session};
    let entry = provider_runtime::store_entry::<told::Told>();
    let options = |flags| Options::new().flags(flags).no_mail().profile(Profile::named("Büro"));
    let session = Session::start_with(entry, options(0)).unwrap();
    session.open_store(&OpenStore::new().flags(MDB_WRITE)).unwrap();
    session.open_store(&OpenStore::new().flags(MAPI_BEST_ACCESS).spooler()).unwrap();
    let quiet = session.open_store(&OpenStore::new().flags(MDB_NO_DIALOG)).unwrap_err();
    let service = Session::start_with(entry, options(MAPI_NT_SERVICE)).unwrap();
    let refused = service.open_store(&OpenStore::new()).unwrap_err();
    assert_eq!((quiet.code(), refused.code()), (Code::LOGON_FAILED, Code::UNCONFIGURED)); // REACT-5
    let name = || "Büro".to_owned();
    let seen = [
        (true, false, Access::Write, name()),
        (true, true, Access::Best, name()),
        (false, false, Access::Read, name()),
        (false, false, Access::Read, name()),
    ];
    assert_eq!(*told::SEEN.lock().unwrap(), seen);
}

/// THR-4: a call out runs under no lock of the runtime's: the client may use the store from inside
/// it.
#[test]
fn events_hold_no_lock_of_the_runtime() {
    let script = Script::new();
    let session = Arc::new(script.session().unwrap());
    let store = open(&session).unwrap();
    script.on("open", |of| of.unwrap().support().set_status(Status::Available));
    let inner = store.another();
    session.by_hand().inside("sup.row~", move || drop((inner.status(0).unwrap(), inner.get(KEPT).unwrap())));
    drop(root(&store).unwrap());
    drop(store);
    assert_eq!(session.logoff().faults(), [""; 0]);
}
