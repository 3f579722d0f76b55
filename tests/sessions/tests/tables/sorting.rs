//! Sorting (SORT-1 to SORT-12).
#![allow(unsafe_code, reason = "an order is laid out by hand")]

use crate::provider::{Line, SIZE, setup, subjects};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::param::In;
use provider_runtime::abi::structs::SSortOrderSet;
use provider_runtime::prelude::*;

fn sized(all: &[(&str, Option<i32>)]) -> Vec<Line> {
    let line = |(subject, size): &(&str, Option<i32>)| {
        let mut values = vec![Property::new(tags::SUBJECT, *subject)];
        values.extend(size.map(|size| Property::new(SIZE, size)));
        values
    };
    (0..).zip(all.iter().map(line)).collect()
}

/// C-85 to C-88, SORT-7, SORT-12
#[test]
fn rows_are_sorted_by_their_keys_and_what_lacks_one_comes_last() {
    for is_source in [false, true] {
        let all = [("b", Some(2)), ("A", Some(-1)), ("c", None), ("B", Some(2)), ("a", Some(2))];
        let setup = setup(sized(&all), is_source);
        let table = setup.table();
        assert_eq!(table.order(), Ok(vec![0, 0, 0]));
        table.sort(&SortOrder::by(SIZE)).unwrap();
        assert_eq!(table.all(), ["A", "b", "B", "a", "c"]);
        table.sort(&SortOrder::by_descending(SIZE)).unwrap();
        assert_eq!(table.all(), ["b", "B", "a", "A", "c"]);
        assert_eq!(table.order(), Ok(vec![1, 0, 0, SIZE.0, TABLE_SORT_DESCEND]));
        let size = SortKey { tag: SIZE, is_descending: true };
        let subject = SortKey { tag: tags::SUBJECT::ID, is_descending: false };
        table.sort(&SortOrder { keys: vec![size, subject] }).unwrap();
        assert_eq!(table.all(), ["a", "b", "B", "A", "c"]);
        table.sort(&SortOrder::by(PropTag(0x7FFE_001F))).unwrap(); // what no row has sorts nothing
        assert_eq!(table.all(), ["b", "A", "c", "B", "a"]);
        drop(table);
        setup.end();
    }
}

/// C-89, C-90, SORT-1, SORT-4
#[test]
fn orders_that_contradict_themselves_are_refused_and_change_nothing() {
    let setup = setup(subjects(&["b", "a"]), false);
    let table = setup.table();
    table.sort(&SortOrder::by(tags::SUBJECT)).unwrap();
    let refused = |words: &[u32], code| {
        // SAFETY: O3: the words are laid out as the struct, and ours until the call returns.
        let argument = unsafe { In::from_raw(words.as_ptr().cast::<SSortOrderSet>()) };
        assert_eq!(table.sort_raw(argument), Err(code), "{words:?}");
        assert_eq!(table.all(), ["a", "b"]);
    };
    let subject = tags::SUBJECT::ID.0;
    refused(&[1, 2, 0, subject, 0], Code::INVALID_PARAMETER);
    refused(&[1, 0, 1, subject, 0], Code::INVALID_PARAMETER);
    refused(&[1, 1, 0, subject, 0], Code::TOO_COMPLEX);
    refused(&[1, 0, 0, subject, 3], Code::INVALID_PARAMETER);
    refused(&[1, 0, 0, subject, TABLE_SORT_COMBINE], Code::INVALID_PARAMETER);
    refused(&[u32::MAX, 0, 0, subject, 0], Code::TOO_COMPLEX);
    assert_eq!(table.sort_raw(In::null()), Err(Code::INVALID_PARAMETER));
    drop(table);
    setup.end();
}
