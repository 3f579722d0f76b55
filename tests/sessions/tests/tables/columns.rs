//! Columns, rows and positions (TBL-10 to TBL-54).

use crate::provider::{SIZE, setup, subjects};
use provider_runtime::PropTag;
use provider_runtime::abi;
use provider_runtime::abi::flag::*;
use provider_runtime::prelude::*;

const ABC: [&str; 5] = ["a", "b", "c", "d", "e"];

/// C-51 to C-53, TBL-13: any tags, in the client's order.
#[test]
fn set_columns_takes_any_tags_and_rows_have_a_slot_for_each() {
    for is_source in [false, true] {
        let setup = setup(subjects(&ABC), is_source);
        let table = setup.table();
        let unknown = PropTag(0x7FFE_001F);
        table
            .set_columns(&[tags::SUBJECT::ID, unknown, abi::tags::NULL, abi::tags::SUBJECT_A, tags::SUBJECT::ID])
            .unwrap();
        let row = table.rows(1, 0).unwrap().remove(0);
        let values: Vec<_> = row.iter().map(|property| property.value.clone()).collect();
        let a = PropValue::from("a");
        assert_eq!(values, [a.clone(), Code::NOT_FOUND.into(), PropValue::Null, a.clone(), a]);
        assert_eq!(table.set_columns(&[]), Err(Code::INVALID_PARAMETER)); // C-52
        assert_eq!(table.columns(0).len(), 5); // TBL-16
        assert!(table.columns(TBL_ALL_COLUMNS).iter().any(|tag| tag.id() == tags::INSTANCE_KEY.id()));
        drop(table);
        setup.end();
    }
}

/// C-71, CONT-10, REQ-*: what a contents table shows without being asked.
#[test]
fn the_default_columns_are_the_required_ones_and_every_row_answers_them() {
    for is_source in [false, true] {
        let setup = setup(subjects(&ABC), is_source);
        let table = setup.table();
        let required = [
            tags::DISPLAY_CC::ID,
            tags::DISPLAY_TO::ID,
            tags::ENTRYID::ID,
            tags::HASATTACH::ID,
            tags::INSTANCE_KEY::ID,
            tags::MAPPING_SIGNATURE::ID,
            tags::MESSAGE_CLASS::ID,
            tags::MESSAGE_FLAGS::ID,
            tags::MESSAGE_SIZE::ID,
            tags::MSG_STATUS::ID,
            tags::OBJECT_TYPE::ID,
            tags::PARENT_ENTRYID::ID,
            tags::RECORD_KEY::ID,
            tags::STORE_ENTRYID::ID,
            tags::STORE_RECORD_KEY::ID,
        ];
        let columns = table.columns(0);
        assert_eq!(required.iter().find(|tag| !columns.contains(tag)), None);
        table.set_columns(&required).unwrap();
        let row = table.rows(1, 0).unwrap().remove(0);
        assert_eq!(row.iter().find(|property| matches!(property.value, PropValue::Error(_))), None);
        assert_eq!(row[1].value, "to a".into());
        drop(table);
        setup.end();
    }
}

/// C-68, C-66, TBL-31
#[test]
fn instance_keys_are_distinct_and_lead_back_to_their_rows() {
    for is_source in [false, true] {
        let setup = setup(subjects(&ABC), is_source);
        let table = setup.table();
        let keys = table.column(tags::INSTANCE_KEY::ID);
        assert!(keys.iter().all(|key| key.as_binary().is_some_and(|key| key.len() == 16)));
        table.set_columns(&[tags::SUBJECT::ID]).unwrap();
        for (at, key) in keys.iter().enumerate() {
            table.seek(BOOKMARK_BEGINNING, 0).unwrap();
            let what = Restriction::equals(tags::INSTANCE_KEY::ID, key.clone());
            assert_eq!(table.find(&what, BOOKMARK_CURRENT, 0), Ok(Code::OK));
            assert_eq!(table.subjects(1), [ABC[at]]);
        }
        let ids = table.column(tags::ENTRYID::ID);
        table.set_columns(&[tags::SUBJECT::ID]).unwrap();
        table.restrict(Some(&Restriction::equals(tags::ENTRYID::ID, ids[3].clone()))).unwrap();
        assert_eq!(table.all(), ["d"]);
        table.restrict(Some(&Restriction::equals(tags::ENTRYID::ID, ids[3].clone()).negated())).unwrap();
        assert_eq!(table.all(), ["a", "b", "c", "e"]);
        drop(table);
        setup.end();
    }
}

/// C-54 to C-57, C-59, C-63, C-64
#[test]
fn the_position_moves_by_rows_and_by_fractions() {
    for is_source in [false, true] {
        let setup = setup(subjects(&ABC), is_source);
        let table = setup.table();
        assert_eq!(table.rows(0, 0), Err(Code::INVALID_PARAMETER));
        assert_eq!(table.subjects(10), ABC);
        assert_eq!(table.subjects(10), [""; 0]);
        table.seek(BOOKMARK_BEGINNING, 4).unwrap();
        assert_eq!(table.position(), Ok([4, 4, 5]));
        assert_eq!(table.subjects(-2), ["c", "d"]);
        assert_eq!(table.position(), Ok([4, 4, 5]));
        assert_eq!(table.rows(3, TBL_NOADVANCE).unwrap().len(), 1);
        assert_eq!(table.seek(BOOKMARK_END, -1), Ok((Code::OK, -1)));
        assert_eq!(table.subjects(1), ["e"]);
        assert_eq!(table.seek(BOOKMARK_CURRENT, i32::MIN), Ok((Code::OK, -5)));
        assert_eq!(table.seek(BOOKMARK_CURRENT, i32::MAX), Ok((Code::OK, 5)));
        assert_eq!(table.seek_fraction(1, 0), Err(Code::INVALID_PARAMETER));
        table.seek_fraction(7, 7).unwrap();
        assert_eq!(table.position(), Ok([5, 5, 5]));
        table.seek_fraction(1, 2).unwrap();
        assert_eq!(table.subjects(1), ["c"]);
        assert_eq!(table.status(), Ok([TBLSTAT_COMPLETE, TBLTYPE_DYNAMIC]));
        assert_eq!(table.settle(), [Code::OK; 2]);
        drop(table);
        setup.end();
        let empty = setup_of_nothing(is_source);
        assert_eq!(empty.table().position(), Ok([0, 0, 1]));
        empty.end();
    }
}

fn setup_of_nothing(is_source: bool) -> crate::provider::Setup {
    setup(Vec::new(), is_source)
}

/// C-61, C-62, TBL-43, TBL-44
#[test]
fn a_bookmark_whose_row_is_gone_stands_at_the_next_and_says_so_once() {
    let setup = setup(subjects(&ABC), true);
    let table = setup.table();
    table.seek(BOOKMARK_BEGINNING, 2).unwrap();
    let bookmark = table.bookmark().unwrap();
    setup.rows.lines.lock().unwrap().remove(2);
    assert_eq!(table.seek(bookmark, 0), Ok((Code::W_POSITION_CHANGED, 0)));
    assert_eq!(table.subjects(1), ["d"]);
    assert_eq!(table.seek(bookmark, 0), Ok((Code::OK, 0)));
    table.free_bookmark(BOOKMARK_END).unwrap();
    table.free_bookmark(bookmark).unwrap();
    assert_eq!(table.seek(bookmark, 0), Err(Code::INVALID_BOOKMARK));
    assert_eq!(table.free_bookmark(bookmark), Err(Code::INVALID_BOOKMARK));
    let other = table.bookmark().unwrap();
    table.restrict(None).unwrap();
    assert_eq!(table.seek(other, 0), Err(Code::INVALID_BOOKMARK));
    assert_eq!(table.position().unwrap()[0], 0);
    let more = (0..2000).find_map(|_| table.bookmark().err());
    assert_eq!(more, Some(Code::UNABLE_TO_COMPLETE));
    drop(table);
    setup.end();
}

/// C-65, C-67, TBL-53, TBL-54
#[test]
fn find_row_searches_both_ways_and_stays_where_nothing_is_found() {
    for is_source in [false, true] {
        let setup = setup(subjects(&["a", "b", "a"]), is_source);
        let table = setup.table();
        let a = Restriction::equals(tags::SUBJECT, "a");
        assert_eq!(table.find(&a, BOOKMARK_END, DIR_BACKWARD), Ok(Code::OK));
        assert_eq!(table.position().unwrap()[0], 2);
        assert_eq!(table.find(&Restriction::equals(tags::SUBJECT, "z"), BOOKMARK_BEGINNING, 0), Err(Code::NOT_FOUND));
        assert_eq!(table.position().unwrap()[0], 2);
        assert_eq!(table.find(&a, BOOKMARK_CURRENT, DIR_BACKWARD), Ok(Code::OK));
        assert_eq!(table.position().unwrap()[0], 0);
        assert_eq!(table.find(&a, BOOKMARK_CURRENT, DIR_BACKWARD), Err(Code::NOT_FOUND));
        table.sort(&SortOrder::by(tags::SUBJECT)).unwrap();
        let ahead = Restriction::compares(tags::SUBJECT, Relation::GreaterOrEqual, "AB");
        assert_eq!(table.find(&ahead, BOOKMARK_BEGINNING, 0), Ok(Code::OK));
        assert_eq!(table.subjects(1), ["b"]);
        drop(table);
        setup.end();
    }
}

/// TBL-34: a row added or removed before the position, between two windows: no row comes twice,
/// none is missed.
#[test]
fn rows_that_come_and_go_before_the_position_move_nothing() {
    let all: Vec<_> = (10..40_u64).map(|key| (key, vec![Property::new(SIZE, key as u32)])).collect();
    let setup = setup(all, true);
    let table = setup.table();
    table.set_columns(&[SIZE]).unwrap();
    table.sort(&SortOrder::by(SIZE)).unwrap();
    let mut seen = Vec::new();
    for turn in 0..20 {
        let rows = table.rows(2, 0).unwrap();
        seen.extend(rows.iter().filter_map(|row| row[0].value.as_i32()));
        let mut lines = setup.rows.lines.lock().unwrap();
        if turn % 2 == 0 {
            lines.insert(0, (turn, vec![Property::new(SIZE, 0_u32)]));
        } else {
            lines.remove(1);
        }
    }
    seen.retain(|size| *size > 0);
    assert_eq!(seen, (10..40).collect::<Vec<i32>>());
    drop(table);
    setup.end();
}

/// TBL-26, TBL-28: text is cut after 255 letters, entry identifiers are not.
#[test]
fn long_text_is_cut_in_a_row() {
    let long = "ä".repeat(1000);
    let setup = setup(subjects(&[&long]), false);
    let table = setup.table();
    assert_eq!(table.column(tags::SUBJECT::ID), ["ä".repeat(255).into()]);
    let other = format!("{}b", "ä".repeat(999));
    table.restrict(Some(&Restriction::compares(tags::SUBJECT, Relation::Less, other.as_str()))).unwrap();
    assert_eq!(table.count(), Ok(0)); // it is compared as a whole
    drop(table);
    setup.end();
}

/// C-58, C-60, C-69, C-70: a client reads on another thread, after the folder's Release, and frees
/// each row alone.
#[test]
fn a_table_outlives_its_folder_and_is_read_on_any_thread() {
    let setup = setup(subjects(&ABC), true);
    let root = setup.store.open(None, 0).unwrap();
    let table = root.contents(MAPI_UNICODE).unwrap();
    drop(root);
    table.set_columns(&[tags::SUBJECT::ID]).unwrap();
    let rows = std::thread::scope(|threads| {
        let reader = threads.spawn(|| {
            table.seek(BOOKMARK_BEGINNING, 0).unwrap();
            table.rows(i32::MAX, 0).unwrap()
        });
        reader.join().unwrap()
    });
    assert_eq!(rows.len(), ABC.len());
    drop(table);
    setup.end();
}
