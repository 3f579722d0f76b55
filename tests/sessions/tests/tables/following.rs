//! Tables that follow changes, and what their clients are told (TBL-93 to TBL-95, NOTE-40 to
//! NOTE-56).

use crate::client::Client;
use crate::provider::{SIZE, Setup, setup, setup_with, subjects};
use provider_runtime::abi::flag::*;
use provider_runtime::prelude::*;
use provider_runtime::session::{Notice, Options, Sink};
use std::sync::{Arc, Mutex};

const ABC: [&str; 3] = ["a", "b", "c"];

/// What a sink was told: the event, the row's subject, and that of the row before it.
type Told = Arc<Mutex<Vec<Notice>>>;

fn listening(table: &Client) -> (Told, usize) {
    let told = Told::default();
    let kept = Arc::clone(&told);
    let sink = Sink::new(move |notice| kept.lock().unwrap().push(notice.clone()));
    let connection = table.table.advise(fnevTableModified, &sink).unwrap();
    assert_ne!(connection, 0);
    (told, connection)
}

/// The events so far: what has happened to which row, after which, and the row's subject.
fn taken(table: &Client, told: &Told) -> Vec<(u32, Option<u64>, Option<u64>, String)> {
    for _ in 0..2 {
        table.table.row_count().unwrap(); // what is on its way comes at a client's call
    }
    let key = |bytes: &[u8]| bytes.get(1..9).map(|key| u64::from_le_bytes(*key.first_chunk().unwrap()));
    let subject = |row: &[Property]| {
        let subject = row.iter().find(|one| one.tag.id() == tags::SUBJECT.id());
        subject.and_then(|one| one.value.as_text()).unwrap_or("-").to_owned()
    };
    let all = std::mem::take(&mut *told.lock().unwrap());
    let shown =
        all.iter().map(|one| (one.kind, key(&one.entry), one.parent.as_deref().and_then(key), subject(&one.row)));
    shown.collect()
}

fn line(key: u64, subject: &str) -> (u64, Vec<Property>) {
    (key, vec![Property::new(tags::SUBJECT, subject)])
}

fn change(setup: &Setup, work: impl FnOnce(&mut Vec<(u64, Vec<Property>)>)) {
    work(&mut setup.rows.lines.lock().unwrap());
}

/// C-92, NOTE-40 to NOTE-42, NOTE-50: rows that come, change and go.
#[test]
fn clients_are_told_of_rows_that_come_change_and_go() {
    for is_source in [false, true] {
        let setup = setup(subjects(&ABC), is_source);
        let table = setup.table();
        assert_eq!(table.status().unwrap()[1], TBLTYPE_DYNAMIC);
        table.set_columns(&[tags::SUBJECT::ID, tags::INSTANCE_KEY::ID]).unwrap();
        let (told, connection) = listening(&table);
        let refused = Sink::new(|_| ());
        assert_eq!(table.table.advise(fnevNewMail, &refused).unwrap_err().code(), Code::INVALID_PARAMETER);
        change(&setup, |lines| lines.push(line(9, "d")));
        setup.tell(&Event::created(&9_u64, ObjectKind::Message));
        assert_eq!(taken(&table, &told), [(TABLE_ROW_ADDED, Some(9), Some(2), "d".into())]);
        change(&setup, |lines| lines[0] = line(0, "A"));
        setup.tell(&Event::modified(&0_u64, ObjectKind::Message));
        assert_eq!(taken(&table, &told), [(TABLE_ROW_MODIFIED, Some(0), None, "A".into())]);
        change(&setup, |lines| drop(lines.remove(1)));
        setup.tell(&Event::deleted(&1_u64, ObjectKind::Message));
        assert_eq!(taken(&table, &told), [(TABLE_ROW_DELETED, Some(1), None, "-".into())]);
        assert_eq!(table.all(), ["A", "c", "d"]);
        table.table.unadvise(connection).unwrap();
        assert_eq!(table.table.unadvise(connection).unwrap_err().code(), Code::NOT_FOUND);
        change(&setup, |lines| lines.push(line(10, "e")));
        setup.tell(&Event::created(&10_u64, ObjectKind::Message));
        assert_eq!(taken(&table, &told), []);
        assert_eq!(table.all(), ["A", "c", "d", "e"]);
        drop(table);
        setup.end();
    }
}

/// NOTE-52, NOTE-56: only what the view shows; a row that moves in it is one that has changed.
#[test]
fn a_filtered_and_sorted_table_tells_of_its_own_rows_alone() {
    let sized = |key: u64, size: i32| (key, vec![Property::new(SIZE, size)]);
    let setup = setup((0..4).map(|key| sized(key, key as i32)).collect(), false);
    let table = setup.table();
    table.restrict(Some(&Restriction::compares(SIZE, Relation::Less, 3))).unwrap();
    table.sort(&SortOrder::by_descending(SIZE)).unwrap();
    let (told, _) = listening(&table);
    let step = |key: u64, size: i32| {
        change(&setup, |lines| lines[key as usize] = sized(key, size));
        setup.tell(&Event::modified(&key, ObjectKind::Message));
        taken(&table, &told).into_iter().map(|(event, key, prior, _)| (event, key, prior)).collect::<Vec<_>>()
    };
    assert_eq!(step(3, 7), []); // hidden before and after
    assert_eq!(step(3, 1), [(TABLE_ROW_ADDED, Some(3), Some(1))]); // 2, 1, 3, 0
    assert_eq!(step(2, 0), [(TABLE_ROW_MODIFIED, Some(2), Some(0))]); // 1, 3, 0, 2
    assert_eq!(step(1, 9), [(TABLE_ROW_DELETED, Some(1), None)]);
    drop(table);
    setup.end();
}

/// NOTE-55: many changes are one.
#[test]
fn many_changes_at_once_are_told_as_one() {
    let setup = setup(subjects(&ABC), false);
    let table = setup.table();
    let (told, _) = listening(&table);
    change(&setup, |lines| lines.extend((100..300).map(|key| line(key, "new"))));
    setup.tell(&Event::created(&100_u64, ObjectKind::Message));
    assert_eq!(taken(&table, &told), [(TABLE_CHANGED, None, None, "-".into())]);
    assert_eq!(table.count(), Ok(203));
    drop(table);
    setup.end();
}

/// TBL-94: a table that is released tells nobody any more, whatever its client forgot; and a change
/// in another folder is none of its rows'.
#[test]
fn a_released_table_and_another_folders_table_are_silent() {
    let setup = setup(subjects(&ABC), true);
    let table = setup.table();
    let other = setup.table();
    let (told, _) = listening(&table);
    let elsewhere = Event::modified(&0_u64, ObjectKind::Message).in_folder(&77_u64);
    setup.tell(&elsewhere);
    assert_eq!(taken(&table, &told), []);
    drop(table);
    setup.tell(&Event::modified(&0_u64, ObjectKind::Message));
    assert_eq!(taken(&other, &told), []);
    drop(other);
    setup.end();
}

/// An author may report a change while he holds the lock that his rows take, also where MAPI calls
/// sinks inside the report.
#[test]
fn a_change_is_reported_under_the_lock_that_rows_take() {
    for options in [Options::new(), Options::new().deliver_inside()] {
        for is_source in [false, true] {
            let setup = setup_with(subjects(&ABC), is_source, options.clone());
            let table = setup.table();
            let (told, _) = listening(&table);
            change(&setup, |lines| {
                lines.push(line(9, "d"));
                setup.tell(&Event::created(&9_u64, ObjectKind::Message));
            });
            assert_eq!(taken(&table, &told).len(), 1);
            assert_eq!(table.all(), ["a", "b", "c", "d"]);
            drop(table);
            setup.end();
        }
    }
}

/// NOTIF-4, INVAL-1: what is open at the end ends with the logon.
#[test]
fn a_table_with_a_sink_that_is_open_at_the_end_ends_with_its_logon() {
    let setup = setup(subjects(&ABC), true);
    let table = setup.table();
    let (told, _) = listening(&table);
    setup.session.logoff();
    assert_eq!(table.count(), Err(Code::INVALID_OBJECT));
    assert_eq!(told.lock().unwrap().len(), 0);
    drop((table, setup.store));
    assert_eq!(setup.session.memory().live(), 0);
}
