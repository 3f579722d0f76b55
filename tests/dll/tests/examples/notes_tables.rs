//! The tables of the notes store, in every order and direction: rows that SQL has filtered and
//! sorted are those that this file's own sorting makes of the same values. The values come into the
//! file by SQL.

use crate::start::notes as start;
use notes_store::{Notes, PATH};
use provider_runtime::abi::flag::*;
use provider_runtime::prelude::*;
use provider_runtime::session::{OpenStore, Options, Profile, Session, Store, Table};
use rusqlite::{Connection, params};
use std::cmp::Ordering;
use std::path::Path;

/// A property of nobody's: the runtime looks for it.
const OURS: PropTag = PropTag(0x6677_0003);

/// What a message has of the columns that are looked at.
#[derive(Clone, Debug)]
struct Known {
    importance: i32,
    subject: Option<String>,
    sender: Option<&'static str>,
    delivered: Option<i64>,
    flags: Option<i32>,
    ours: Option<i32>,
}

impl Known {
    /// The value that a column sorts by.
    fn key(&self, tag: PropTag) -> Option<PropValue> {
        match tag {
            tags::SUBJECT::ID => self.subject.as_deref().map(|text| fold_case(text).into()),
            tags::SENDER_NAME::ID => self.sender.map(|text| fold_case(text).into()),
            tags::MESSAGE_DELIVERY_TIME::ID => self.delivered.map(|time| PropValue::Time(time.cast_unsigned())),
            tags::MESSAGE_FLAGS::ID => self.flags.map(PropValue::I32),
            _ => self.ours.map(PropValue::I32),
        }
    }
}

/// Messages with many equal values, and many that lack some; each is known by its importance.
fn known() -> Vec<Known> {
    let one = |number: i32| {
        let pick = |of: i32| (number * 7919 + of * 31) % 97 % of;
        Known {
            importance: number,
            subject: (pick(4) > 0).then(|| ["Ärger", "zwei", "ÄRGER", "Ünø", "abc"][pick(5) as usize].to_owned()),
            sender: (pick(3) > 0).then(|| ["Ann", "ben", "ANN"][pick(7) as usize % 3]),
            delivered: (pick(2) > 0).then(|| i64::from(pick(6)) * 1000),
            flags: (pick(8) > 0).then(|| pick(9)),
            ours: (pick(5) > 1).then(|| pick(3)),
        }
    };
    (0..61).map(one).collect()
}

fn filled(path: &Path, known: &[Known]) {
    Notes::fill_with(path, [("", ""); 0]).unwrap();
    let mut file = Connection::open(path).unwrap();
    let all = file.transaction().unwrap();
    all.execute("INSERT INTO message_tag VALUES (?1, ?2)", params![OURS.id(), OURS.kind()]).unwrap();
    let insert = "INSERT INTO message (folder, associated, importance, subject, subject_key, sender, sender_key,
        delivered, flags) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    for one in known {
        let subject_key = one.subject.as_deref().map(fold_case);
        let sender_key = one.sender.map(fold_case);
        let values = |associated: i32, importance: i32| {
            let values = params![
                associated,
                importance,
                one.subject,
                subject_key,
                one.sender,
                sender_key,
                one.delivered,
                one.flags
            ];
            all.execute(insert, values).unwrap();
            all.last_insert_rowid()
        };
        let id = values(0, one.importance);
        values(1, one.importance + 1000); // disjoint (CONT-3)
        if let Some(ours) = one.ours {
            let insert = "INSERT INTO message_property VALUES (?1, ?2, ?3, ?4)";
            all.execute(insert, params![id, OURS.id(), OURS.kind(), ours]).unwrap();
        }
    }
    all.commit().unwrap();
}

fn opened(path: &Path) -> (Session, Store) {
    let session = start(Options::new().profile(Profile::named("test").with(PATH, path.to_str().unwrap())));
    let store = session.open_store(&OpenStore::new().flags(MDB_WRITE)).unwrap();
    (session, store)
}

fn contents(store: &Store, flags: u32) -> Table {
    let table = store.open(None, 0).unwrap().contents(MAPI_UNICODE | flags).unwrap();
    table.set_columns(&[tags::IMPORTANCE::ID]).unwrap();
    table
}

fn numbers(rows: &[Vec<Property>]) -> Vec<i32> {
    rows.iter().map(|row| row[0].value.as_i32().unwrap()).collect()
}

/// All rows, in windows of seven: forward, and from the end.
fn both_ways(table: &Table) -> (Vec<i32>, Vec<i32>) {
    let mut forward = Vec::new();
    table.seek(BOOKMARK_BEGINNING, 0).unwrap();
    loop {
        let rows = numbers(&table.rows(7, 0).unwrap());
        if rows.is_empty() {
            break;
        }
        forward.extend(rows);
    }
    let mut backward = Vec::new();
    table.seek(BOOKMARK_END, 0).unwrap();
    loop {
        let moved = table.seek(BOOKMARK_CURRENT, -5).unwrap();
        if moved == 0 {
            break;
        }
        let rows = numbers(&table.rows(-moved, TBL_NOADVANCE).unwrap());
        backward.splice(0..0, rows);
    }
    (forward, backward)
}

/// The order that MAPI's rules ask for (SORT-6, SORT-7).
fn sorted(known: &[Known], keys: &[(PropTag, bool)]) -> Vec<i32> {
    let mut sorted: Vec<_> = known.iter().collect();
    sorted.sort_by(|one, other| {
        let by_key = keys.iter().map(|(tag, is_descending)| match (one.key(*tag), other.key(*tag)) {
            (Some(one), Some(other)) => {
                let ordering = compared(&one, &other);
                if *is_descending { ordering.reverse() } else { ordering }
            }
            (one, other) => one.is_none().cmp(&other.is_none()),
        });
        by_key.fold(Ordering::Equal, Ordering::then)
    });
    sorted.iter().map(|one| one.importance).collect()
}

fn compared(one: &PropValue, other: &PropValue) -> Ordering {
    match (one, other) {
        (PropValue::Text(one), PropValue::Text(other)) => one.cmp(other),
        (PropValue::Time(one), PropValue::Time(other)) => one.cmp(other),
        (one, other) => one.as_i32().cmp(&other.as_i32()),
    }
}

#[test]
fn rows_stand_in_every_order_both_ways_and_those_without_a_value_come_last() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.db");
    let known = known();
    filled(&path, &known);
    let (_session, store) = opened(&path);
    let table = contents(&store, 0);
    let both = |tag| [(tag, false), (tag, true)];
    let columns = [tags::SUBJECT::ID, tags::MESSAGE_DELIVERY_TIME::ID, tags::MESSAGE_FLAGS::ID].map(both);
    let columns = columns.as_flattened();
    let pairs = columns.iter().flat_map(|first| columns.iter().map(move |second| vec![*first, *second]));
    let orders = columns.iter().map(|key| vec![*key]).chain(pairs.filter(|pair| pair[0].0 != pair[1].0));
    // The store has no column of its own for the last one.
    for order in
        orders.chain([Vec::new(), vec![(tags::SENDER_NAME::ID, true)], vec![(OURS, true), (tags::SUBJECT::ID, false)]])
    {
        let keys = order.iter().map(|(tag, is_descending)| SortKey { tag: *tag, is_descending: *is_descending });
        table.sort(&SortOrder { keys: keys.collect() }).unwrap();
        let expected = sorted(&known, &order);
        assert_eq!(both_ways(&table), (expected.clone(), expected.clone()), "{order:?}");
        // By number, and back to the number.
        table.seek(BOOKMARK_BEGINNING, 37).unwrap();
        assert_eq!(numbers(&table.rows(3, 0).unwrap()), expected[37..40], "{order:?}");
    }
}

#[test]
fn rows_that_lack_a_property_fit_what_is_not_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.db");
    let known = known();
    filled(&path, &known);
    let (_session, store) = opened(&path);
    let table = contents(&store, 0);
    let ann = Restriction::equals(tags::SENDER_NAME, "ann");
    let is_ann = |one: &Known| one.sender.is_some_and(|sender| sender.eq_ignore_ascii_case("ann"));
    let late = Restriction::compares(tags::MESSAGE_DELIVERY_TIME::ID, Relation::Greater, PropValue::Time(2000));
    let is_late = |one: &Known| one.delivered.is_some_and(|time| time > 2000);
    let read = Restriction::bits(tags::MESSAGE_FLAGS, 1, true);
    let is_read = |one: &Known| one.flags.is_some_and(|flags| flags & 1 != 0);
    let ours = Restriction::equals(OURS, 2);
    type Fits<'f> = Box<dyn Fn(&Known) -> bool + 'f>;
    let cases: Vec<(Restriction, Fits<'_>)> = vec![
        (ann.clone(), Box::new(is_ann)),
        (ann.clone().negated(), Box::new(|one| !is_ann(one))),
        (ann.clone().negated().negated(), Box::new(is_ann)),
        (ann.clone().and(late.clone()).negated(), Box::new(|one| !(is_ann(one) && is_late(one)))),
        (Restriction::Or(vec![late.clone(), read.clone()]), Box::new(|one| is_late(one) || is_read(one))),
        (read.clone().negated().and(ann.clone()), Box::new(|one| !is_read(one) && is_ann(one))),
        (Restriction::Exists(tags::SUBJECT::ID), Box::new(|one| one.subject.is_some())),
        (Restriction::Exists(tags::SUBJECT::ID).negated(), Box::new(|one| one.subject.is_none())),
        (
            Restriction::begins(tags::SUBJECT, "äR"),
            Box::new(|one| one.key(tags::SUBJECT::ID).is_some_and(|text| text == "ärger".into())),
        ),
        (Restriction::Or(Vec::new()), Box::new(|_| false)),
        (ours.clone(), Box::new(|one| one.ours == Some(2))),
        (ours.negated().and(ann), Box::new(|one| one.ours != Some(2) && is_ann(one))),
    ];
    for (restriction, fits) in cases {
        table.restrict(Some(&restriction)).unwrap();
        let fitting: Vec<_> = known.iter().filter(|one| fits(one)).cloned().collect();
        for order in [vec![], vec![(tags::SENDER_NAME::ID, false)], vec![(tags::MESSAGE_DELIVERY_TIME::ID, true)]] {
            let keys = order.iter().map(|(tag, is_descending)| SortKey { tag: *tag, is_descending: *is_descending });
            table.sort(&SortOrder { keys: keys.collect() }).unwrap();
            let expected = sorted(&fitting, &order);
            assert_eq!(both_ways(&table), (expected.clone(), expected), "{restriction:?} {order:?}");
        }
        assert_eq!(table.row_count().unwrap() as usize, fitting.len(), "{restriction:?}");
    }
}

/// CONT-3
#[test]
fn associated_messages_have_a_table_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.db");
    let known = known();
    filled(&path, &known);
    let (_session, store) = opened(&path);
    let table = contents(&store, MAPI_ASSOCIATED);
    let expected: Vec<_> = known.iter().map(|one| one.importance + 1000).collect();
    assert_eq!(numbers(&table.rows(1000, 0).unwrap()), expected);
    let root = store.open(None, 0).unwrap();
    let counts = [tags::CONTENT_COUNT, tags::ASSOC_CONTENT_COUNT].map(|tag| root.get(tag).unwrap());
    assert_eq!(counts, [61.into(), 61.into()]);
}

#[test]
fn folders_stand_in_the_table_of_their_parent_with_what_is_counted_in_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.db");
    Notes::fill(&path, "One\nfirst").unwrap();
    let file = Connection::open(&path).unwrap();
    file.execute_batch(
        "INSERT INTO folder (id, parent, name, name_key, created, modified) VALUES
             (2, 1, 'beta', 'beta', 1, 1), (3, 1, 'Alpha', 'alpha', 1, 1), (4, 2, 'inside', 'inside', 1, 1);
         INSERT INTO folder_property VALUES (3, 0x3004, 0x1F, 'the first');
         INSERT INTO message (folder, flags) VALUES (3, 0), (3, 1);",
    )
    .unwrap();
    drop(file);
    let (_session, store) = opened(&path);
    let table = store.open(None, 0).unwrap().hierarchy(MAPI_UNICODE).unwrap();
    let columns = [
        tags::DISPLAY_NAME::ID,
        tags::CONTENT_COUNT::ID,
        tags::CONTENT_UNREAD::ID,
        tags::SUBFOLDERS::ID,
        tags::COMMENT::ID,
        tags::ENTRYID::ID,
    ];
    table.set_columns(&columns).unwrap();
    table.sort(&SortOrder::by(tags::DISPLAY_NAME)).unwrap();
    let rows = table.rows(10, 0).unwrap();
    let values = |row: &Vec<Property>| row[..5].iter().map(|value| value.value.clone()).collect::<Vec<_>>();
    let shown: Vec<_> = rows.iter().map(values).collect();
    let expected: [Vec<PropValue>; 2] = [
        vec!["Alpha".into(), 2.into(), 1.into(), false.into(), "the first".into()],
        vec!["beta".into(), 0.into(), 0.into(), true.into(), "".into()],
    ];
    assert_eq!(shown, expected);
    let beta = store.open(rows[1][5].value.as_binary(), 0).unwrap();
    assert_eq!(beta.get(tags::DISPLAY_NAME).unwrap(), "beta".into());
    let inside = beta.hierarchy(MAPI_UNICODE).unwrap();
    inside.set_columns(&[tags::DISPLAY_NAME::ID]).unwrap();
    assert_eq!(inside.rows(10, 0).unwrap()[0][0].value, "inside".into());
    // What is counted can be filtered by, also where the runtime has no column of it.
    table.restrict(Some(&Restriction::compares(tags::CONTENT_COUNT, Relation::Greater, 1))).unwrap();
    assert_eq!(table.row_count().unwrap(), 1);
}
