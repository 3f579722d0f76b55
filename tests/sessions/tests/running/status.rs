//! The status table: what providers register, what MAPI makes of it, and who hears of a change
//! (STATUS-*).

use provider_runtime::abi::flag::*;
use provider_runtime::prelude::*;
use provider_runtime::session::{Options, Session, Sink};
use std::sync::{Arc, Mutex};
use support::{Script, open, root};

/// The rows of the table as a client reads them.
fn rows(session: &Session, columns: &[PropTag]) -> Vec<Vec<PropValue>> {
    let table = session.status_table().unwrap();
    table.set_columns(columns).unwrap();
    let count = table.row_count().unwrap().cast_signed();
    let rows = table.rows(count, 0).unwrap();
    rows.into_iter().map(|row| row.into_iter().map(|property| property.value).collect()).collect()
}

/// STATUS-7
#[test]
fn mapi_has_rows_of_its_own() {
    let session = Script::new().session_with_spooler(Options::new()).unwrap();
    let kinds = [MAPI_SUBSYSTEM, MAPI_SPOOLER, MAPI_AB].map(PropValue::from);
    let seen = rows(&session, &[tags::RESOURCE_TYPE::ID, tags::STATUS_CODE::ID, tags::RESOURCE_METHODS::ID]);
    assert_eq!(seen.iter().map(|row| row.first().unwrap().clone()).collect::<Vec<_>>(), kinds);
    let available = PropValue::from(STATUS_AVAILABLE);
    assert!(seen.iter().all(|row| row.get(1) == Some(&available)), "{seen:?}");
    let queues = PropValue::from(STATUS_VALIDATE_STATE | STATUS_FLUSH_QUEUES);
    assert_eq!(seen.get(1).unwrap().get(2), Some(&queues));
}

/// STATUS-7: the store's part of T-42.
#[test]
fn a_session_without_mail_shows_a_spooler_that_has_failed() {
    let session = Script::new().session().unwrap();
    let seen = rows(&session, &[tags::RESOURCE_TYPE::ID, tags::STATUS_CODE::ID]);
    assert!(seen.contains(&vec![MAPI_SPOOLER.into(), STATUS_FAILURE.into()]), "{seen:?}");
}

/// T-40, STATUS-1, STATUS-9
#[test]
fn an_update_changes_its_column_alone_and_is_told_once() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let told = Arc::new(Mutex::new(Vec::new()));
    let ear = Arc::clone(&told);
    let sink = Sink::new(move |notice| ear.lock().unwrap().push(notice.kind));
    let table = session.status_table().unwrap();
    let connection = table.advise(fnevTableModified, &sink).unwrap();
    let columns =
        [tags::INSTANCE_KEY::ID, tags::DISPLAY_NAME::ID, tags::PROVIDER_DISPLAY::ID, tags::RESOURCE_METHODS::ID];
    let before = rows(&session, &columns);
    script.on("get", |of| of.unwrap().support().set_status(Status::Offline));
    root(&store).unwrap().get(support::KEPT).unwrap();
    assert_eq!(*told.lock().unwrap(), [TABLE_ROW_MODIFIED]);
    assert_eq!(rows(&session, &columns), before);
    assert_eq!(rows(&session, &[tags::STATUS_CODE::ID]).last().unwrap(), &[PropValue::from(STATUS_OFFLINE)]);
    drop(store);
    assert_eq!(*told.lock().unwrap(), [TABLE_ROW_MODIFIED, TABLE_ROW_DELETED]); // STATUS-10
    drop(open(&session).unwrap());
    let all = [TABLE_ROW_MODIFIED, TABLE_ROW_DELETED, TABLE_ROW_ADDED, TABLE_ROW_DELETED];
    assert_eq!(*told.lock().unwrap(), all);
    table.unadvise(connection).unwrap();
    assert_eq!(table.unadvise(connection).unwrap_err().code(), Code::NOT_FOUND); // NOTIF-5
    drop(open(&session).unwrap());
    assert_eq!(*told.lock().unwrap(), all);
    drop(table);
    assert!(session.logoff().is_clean());
}

/// T-41, STATUS-2
#[test]
fn what_mapi_gives_a_row_overrides_what_the_provider_says() {
    let script = Script::new();
    let session = script.session().unwrap();
    let _store = open(&session).unwrap();
    let columns = [
        tags::RESOURCE_TYPE::ID,
        tags::PROVIDER_DLL_NAME::ID,
        tags::RESOURCE_FLAGS::ID,
        tags::OBJECT_TYPE::ID,
        tags::PROVIDER_DISPLAY::ID,
    ];
    let seen = rows(&session, &columns).pop().unwrap();
    let flags = 0_u32.into();
    let given = [MAPI_STORE_PROVIDER.into(), "provider.dll".into(), flags, MAPI_STATUS.into(), "Scripted".into()];
    assert_eq!(seen, given);
}

/// SESSION-8: a table of the session's is of no use after its end.
#[test]
fn a_table_that_a_client_still_has_is_invalid_behind_the_end() {
    let session = Script::new().session().unwrap();
    let status = session.status_table().unwrap();
    let stores = session.stores_table().unwrap();
    session.logoff();
    for table in [status, stores] {
        assert_eq!(table.row_count().unwrap_err().code(), Code::INVALID_OBJECT);
        assert_eq!(table.rows(1, 0).unwrap_err().code(), Code::INVALID_OBJECT);
    }
}

/// SESSION-8, NOTIF-5
#[test]
fn sinks_on_the_status_table_and_the_session_are_released_at_logoff() {
    let session = Script::new().session().unwrap();
    let held = Arc::new(());
    let sink = || {
        let own = Arc::clone(&held);
        Sink::new(move |_| assert!(Arc::strong_count(&own) > 1))
    };
    let table = session.status_table().unwrap();
    table.advise(fnevTableModified, &sink()).unwrap();
    session.advise(None, fnevExtended, &sink()).unwrap();
    assert_eq!(Arc::strong_count(&held), 3);
    session.logoff();
    assert_eq!(Arc::strong_count(&held), 1);
    assert_eq!(table.advise(fnevTableModified, &sink()).unwrap_err().code(), Code::INVALID_OBJECT);
    assert_eq!(Arc::strong_count(&held), 1);
}

/// NOTIF-5
#[test]
fn a_table_takes_back_its_own_connections_alone() {
    let session = Script::new().session().unwrap();
    let table = session.status_table().unwrap();
    let other = session.status_table().unwrap();
    let sink = Sink::new(|_| {});
    let connection = table.advise(fnevTableModified, &sink).unwrap();
    let own = session.advise(None, fnevExtended, &sink).unwrap();
    for (one, connection) in [(&other, connection), (&table, own)] {
        assert_eq!(one.unadvise(connection).unwrap_err().code(), Code::NOT_FOUND);
    }
    table.unadvise(connection).unwrap();
    session.unadvise(own).unwrap();
    drop((table, other));
    assert!(session.logoff().is_clean());
}
