//! The support object as a provider by hand finds it: what it answers, what is kept, and what
//! becomes of a configuration support object (V-34).

use super::{open, told};
use provider_runtime::abi::flag::*;
use provider_runtime::prelude::*;
use provider_runtime::session::{Session, Sink};
use std::cell::RefCell;
use std::rc::Rc;
use support::raw::InvalidatedObject;
use support::raw::store::{Habit, RawStore, UID, entry};
use support::raw::support_object::{Column, SupportObject};

/// Opens a store of a correct provider; what `work` finds inside its logon call.
fn inside<T: 'static>(work: impl FnOnce(SupportObject) -> T + 'static) -> (Rc<RawStore>, Session, T) {
    let raw = RawStore::with(&[]);
    let session = raw.session();
    let found = Rc::new(RefCell::new(None));
    let put = Rc::clone(&found);
    raw.in_logon(move |support| *put.borrow_mut() = Some(work(support)));
    drop(open(&session));
    let found = found.borrow_mut().take().unwrap();
    (raw, session, found)
}

fn name_of_service(session: &Session) -> String {
    session.profile().services().first().unwrap().name().to_owned()
}

/// T-93, V-34, SVC-4: told once, whatever is called on it later.
#[test]
fn a_configuration_support_object_that_service_entry_keeps() {
    let raw = RawStore::with(&[Habit::KeepsTheConfiguration]);
    let session = raw.session();
    session.configure(&name_of_service(&session), MSG_SERVICE_CONFIGURE, 0, &[]).unwrap();
    assert_eq!(told(&session.report()), ["V-34"], "{}", session.report().tree());
    assert_eq!(raw.configuration().set_row(&[], 0), Code::END_OF_SESSION);
    let report = session.logoff();
    assert_eq!(told(&report), ["V-34"], "{}", report.tree());
}

/// SUP-3: who holds it may release it when everything else has gone.
#[test]
fn a_configuration_support_object_that_is_held_outlives_its_session() {
    let raw = RawStore::with(&[Habit::KeepsTheConfiguration]);
    let session = raw.session();
    session.configure(&name_of_service(&session), MSG_SERVICE_CONFIGURE, 0, &[]).unwrap();
    session.logoff();
    drop(session);
    assert_eq!(raw.configuration().set_row(&[], 0), Code::END_OF_SESSION);
    assert_eq!(raw.configuration().new_uid(), [0; 16]);
    assert_eq!(raw.configuration().release(), 0);
}

/// T-93, V-34
#[test]
fn a_configuration_support_object_that_is_called_when_its_time_is_over() {
    let raw = RawStore::with(&[]);
    let session = raw.session();
    session.configure(&name_of_service(&session), MSG_SERVICE_CONFIGURE, 0, &[]).unwrap();
    assert_eq!(told(&session.report()), [""; 0]);
    assert_eq!(raw.configuration().set_uid(UID), Code::END_OF_SESSION);
    let report = session.logoff();
    assert_eq!(told(&report), ["V-34"], "{}", report.tree());
}

/// T-13, SVC-4, SUP-1, STATOBJ-7: what a configuration support object is not for, and what it is.
#[test]
fn a_configuration_support_object_does_a_few_things_only() {
    let (_hand, session, codes) = inside(|support| {
        let (code, own) = support.configuration();
        let row = own.set_row(&[Column::Number(tags::STATUS_CODE::ID, STATUS_AVAILABLE)], 0);
        let refused = vec![
            row,
            own.set_uid(UID),
            own.unsubscribe(1),
            own.spooler_notify(0),
            own.tell_transports(LOGOFF_ABORT).0,
            own.open(&entry(b"a message")).0,
            own.compare(b"one", b"two").0,
        ];
        let others = own.others();
        let (opened, section) = own.section(None, 0);
        let is_there = section.is_there();
        section.release();
        let uids = (own.new_uid(), own.new_uid());
        let works = own.memory().block(8);
        own.memory().free(works);
        let left = own.release();
        (code, refused, others, opened, is_there, uids.0 != uids.1, left)
    });
    let (code, refused, others, opened, is_there, are_fresh, left) = codes;
    assert_eq!((code, refused), (Code::OK, vec![Code::NO_SUPPORT; 7]));
    assert_eq!((others, opened, is_there, are_fresh, left), ([Code::NO_SUPPORT; 3], Code::OK, true, true, 0));
    let report = session.logoff();
    assert!(report.is_clean() && told(&report).is_empty(), "{}", report.tree());
}

/// T-105, INVAL-2, INVAL-6, V-37
#[test]
fn a_block_that_is_none_of_mapis_is_not_made_invalid() {
    let (_hand, session, codes) = inside(|support| {
        let memory = support.memory();
        let small = memory.block(8);
        let root = memory.block(64);
        let more = memory.more(64, root);
        let mut own = [0_u64; 8];
        let codes = [
            support.make_invalid((&raw mut own).cast(), 1, 10),
            support.make_invalid(std::ptr::null_mut(), 1, 10),
            support.make_invalid(small, 1, 10),
            support.make_invalid(more, 1, 10),
            support.make_invalid(root, 1, 2),
            support.make_invalid(root, 0, 10),
        ];
        memory.free(small);
        memory.free(root);
        (codes, own, support.last_error(Code::INVALID_PARAMETER))
    });
    let (codes, own, (code, text)) = codes;
    assert_eq!((codes, own), ([Code::INVALID_PARAMETER; 6], [0; 8]));
    assert!(code == Code::OK && text.is_some_and(|text| text.contains("no object has so many methods")));
    let faults = session.logoff().faults();
    assert_eq!(faults.len(), 3, "{faults:?}");
    assert!(faults.iter().all(|fault| fault.starts_with("V-37: ")));
}

/// T-105, INVAL-1, INVAL-2, SESSION-11
#[test]
fn an_object_that_mapi_has_made_invalid_counts_and_answers_nothing_else() {
    let (_hand, session, (code, stub)) = inside(|support| {
        let block = support.memory().block(64);
        (support.make_invalid(block, 2, 27), InvalidatedObject(block))
    });
    assert_eq!((code, session.memory().live()), (Code::OK, 1));
    assert_eq!((stub.add_ref(), stub.release()), (3, 2));
    assert_eq!((stub.query(), stub.save()), ([Code::OK, Code::INVALID_OBJECT], Code::INVALID_OBJECT));
    assert_eq!((stub.release(), session.memory().live()), (1, 1));
    let report = session.logoff();
    assert_eq!((told(&report), stub.save()), (vec![], Code::INVALID_OBJECT), "{}", report.tree());
    assert_eq!((stub.release(), session.memory().live()), (0, 0));
    assert_eq!(told(&session.report()), [""; 0]);
}

/// The names and states of all rows that providers have.
fn rows(session: &Session) -> Vec<(String, i32)> {
    let of = |row: &Vec<Property>, tag: PropTag| row.iter().find(|column| column.tag == tag).unwrap().value.clone();
    let all = session.registered().rows();
    let all = all.iter().map(|row| {
        let name = of(row, tags::DISPLAY_NAME::ID);
        let code = of(row, tags::STATUS_CODE::ID);
        (name.as_text().unwrap().to_owned(), code.as_i32().unwrap())
    });
    all.collect()
}

/// STATUS-10
#[test]
fn a_row_without_columns_removes_the_logons_rows() {
    let raw = RawStore::with(&[]);
    let session = raw.session();
    let store = open(&session);
    raw.support().set_row(&Column::row("Another", 1), 0);
    assert_eq!(session.registered().rows().len(), 2);
    assert_eq!((raw.support().set_row(&[], STATUSROW_UPDATE), session.registered().rows().len()), (Code::OK, 2)); // no change
    assert_eq!((raw.support().set_row(&[], 0), session.registered().rows().len()), (Code::OK, 0));
    assert_eq!((raw.support().set_row(&[], STATUSROW_UPDATE), session.registered().rows().len()), (Code::OK, 0));
    assert_eq!(raw.support().set_row(&Column::row("Back", 1), 0), Code::OK);
    assert_eq!(rows(&session), [("Back".to_owned(), 1)]);
    drop(store);
    let report = session.logoff();
    assert_eq!(told(&report), [""; 0], "{}", report.tree());
}

/// STATUS-11
#[test]
fn an_update_addresses_the_row_that_was_added_last() {
    let raw = RawStore::with(&[]);
    let session = raw.session();
    let store = open(&session);
    let support = raw.support();
    support.set_row(&Column::row("Second", 1), 0);
    assert_eq!(support.set_row(&[Column::Number(tags::STATUS_CODE::ID, 7)], STATUSROW_UPDATE), Code::OK);
    let told_of = |name: &str, code| (name.to_owned(), code);
    assert_eq!(rows(&session), [told_of("A store by hand", 1), told_of("Second", 7)]);
    support.set_row(&[], 0);
    assert_eq!(support.set_row(&Column::row("Added", 3), STATUSROW_UPDATE), Code::OK); // with no row yet, it adds
    assert_eq!(rows(&session), [told_of("Added", 3)]);
    drop(store);
    let report = session.logoff();
    assert_eq!(told(&report), [""; 0], "{}", report.tree());
}

/// LOGON-4
#[test]
fn a_provider_opens_its_own_section_only() {
    let own = Rc::new(RefCell::new(None));
    let put = Rc::clone(&own);
    let (_hand, session, codes) = inside(move |support| {
        let (code, section) = support.section(None, 0);
        let uid = section.binary(tags::PROVIDER_UID::ID, support.memory()).unwrap();
        section.release();
        put.borrow_mut().replace(uid.clone());
        let uid: [u8; 16] = uid.try_into().unwrap();
        let (by_uid, section) = support.section(Some(uid), 0);
        section.release();
        let (refused, none) = support.section(Some([9; 16]), 0);
        (code, by_uid, refused, none.is_there())
    });
    assert_eq!(codes, (Code::OK, Code::OK, Code::NOT_FOUND, false));
    let of_profile = session.profile().providers().next().unwrap().uid().map(|uid| uid.to_vec());
    assert_eq!(*own.borrow(), of_profile);
    assert!(session.logoff().is_clean());
}

/// OPEN-1, OPEN-7, LASTERR-1: the way of a provider to other providers' objects, and to the texts
/// of its failures.
#[test]
fn a_provider_opens_and_compares_entries_through_its_support_object() {
    let raw = RawStore::with(&[]);
    let session = raw.session();
    let store = open(&session);
    let support = raw.support();
    let message = entry(b"a message");
    let other = entry(b"another");
    assert_eq!(support.open(&message), (Code::OK, MAPI_MESSAGE, true));
    assert_eq!(support.open(&other), (Code::NOT_FOUND, 0, false));
    assert_eq!(support.open(b"nobody's"), (Code::UNKNOWN_ENTRYID, 0, false));
    assert_eq!(support.last_error(Code::NOT_FOUND), (Code::OK, None)); // of another failure than the last
    let (code, text) = support.last_error(Code::UNKNOWN_ENTRYID);
    assert!(code == Code::OK && text.is_some_and(|text| text.contains("no provider has registered")));
    assert_eq!(support.compare(&message, &message), (Code::OK, 1));
    assert_eq!(support.compare(&message, &other), (Code::OK, 0));
    assert_eq!(support.others(), [Code::OK, Code::OK, Code::INVALID_PARAMETER]);
    assert_eq!(session.memory().live(), 0);
    drop(store);
    let report = session.logoff();
    assert!(report.is_clean() && told(&report).is_empty(), "{}", report.tree());
}

/// T-50, NOTIF-5
#[test]
fn a_connection_is_cancelled_once() {
    let raw = RawStore::with(&[]);
    let session = raw.session();
    let store = open(&session);
    let support = raw.support();
    let connection = store.advise(None, fnevObjectModified, &Sink::new(|_| {})).unwrap();
    assert_eq!(store.unadvise(connection).map_err(|error| error.code()), Ok(()));
    assert_eq!(support.unsubscribe(9_999_999), Code::NOT_FOUND);
    drop(store);
    assert_eq!(told(&session.logoff()), [""; 0]);
}
