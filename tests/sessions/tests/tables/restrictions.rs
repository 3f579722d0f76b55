//! Restrictions of every kind (RES-20 to RES-53), on rows that are values and on a source that
//! refuses some of them.

use crate::provider::{Line, SIZE, setup};
use provider_runtime::Place;
use provider_runtime::abi;
use provider_runtime::abi::flag::*;
use provider_runtime::prelude::*;

const LIST: PropTag = PropTag(0x6620_1003);
const BYTES: PropTag = PropTag(0x6621_0102);

fn lines() -> Vec<Line> {
    let line = |key: u64, values: Vec<Property>| (key, values);
    vec![
        line(
            0,
            vec![
                Property::new(tags::SUBJECT, "Re: Lunch"),
                Property::new(tags::MESSAGE_FLAGS, MSGFLAG_READ),
                Property::new(tags::IMPORTANCE, 2_u32),
                Property::new(LIST, vec![1_i32, 5]),
                Property::new(BYTES, &b"\x01\x02\x03"[..]),
            ],
        ),
        line(
            1,
            vec![
                Property::new(tags::SUBJECT, "abc"),
                Property::new(tags::MESSAGE_FLAGS, 0_u32),
                Property::new(SIZE, -3_i32),
            ],
        ),
        line(2, vec![Property::new(tags::MESSAGE_FLAGS, 0_u32), Property::new(SIZE, 7_u32)]),
    ]
}

/// The keys of the rows that fit.
fn fitting(what: &Restriction, is_source: bool) -> Result<Vec<u64>, Code> {
    let setup = setup(lines(), is_source);
    let table = setup.table();
    let done = table.restrict(Some(what));
    let ids = table.column(tags::ENTRYID::ID);
    let key = |id: &PropValue| u64::from_le_bytes(*id.as_binary().unwrap()[20..].first_chunk().unwrap());
    let keys = ids.iter().map(key).collect();
    drop(table);
    setup.end();
    done.map(|()| keys)
}

fn content(tag: PropTag, place: Place, ignores_case: bool, value: impl Into<PropValue>) -> Restriction {
    Restriction::Content { tag, place, ignores_case, value: value.into() }
}

/// C-72, C-74 to C-79, C-82, C-84, C-91, RES-20 to RES-53.
#[test]
fn each_kind_of_restriction_finds_its_rows() {
    let cases: Vec<(&str, Restriction, &[u64])> = vec![
        ("C-72", content(tags::SUBJECT::ID, Place::Beginning, true, "re:"), &[0]),
        ("RES-41", content(tags::SUBJECT::ID, Place::Beginning, false, "re:"), &[]),
        ("C-74", content(tags::SUBJECT::ID, Place::Whole, false, "ab"), &[]),
        ("RES-40", content(tags::SUBJECT::ID, Place::Anywhere, false, "unc"), &[0]),
        ("RES-42", content(BYTES, Place::Anywhere, false, &b"\x02"[..]), &[0]),
        ("RES-43", content(abi::tags::SUBJECT_A, Place::Whole, true, "ABC"), &[1]),
        ("RES-46", Restriction::equals(tags::SUBJECT, "ABC"), &[1]),
        ("C-75", Restriction::compares(SIZE, Relation::Unequal, 2_u32), &[1, 2]),
        ("C-76", content(tags::SUBJECT::ID, Place::Anywhere, true, "x").negated(), &[0, 1, 2]),
        ("C-77", Restriction::bits(tags::MESSAGE_FLAGS, MSGFLAG_READ, false), &[1, 2]),
        ("RES-26", Restriction::bits(tags::MESSAGE_FLAGS, MSGFLAG_READ, true), &[0]),
        ("C-78", Restriction::Exists(tags::SUBJECT::ID.with_kind(PT_LONG)), &[0, 1]),
        ("C-82", Restriction::And(vec![]), &[0, 1, 2]),
        ("C-82", Restriction::Or(vec![]), &[]),
        ("C-84", Restriction::Size { tag: SIZE, relation: Relation::Greater, bytes: 4 }, &[]),
        ("C-84", Restriction::Size { tag: SIZE, relation: Relation::Equal, bytes: 4 }, &[1, 2]),
        ("REQ-28", Restriction::equals(tags::DISPLAY_TO, "to abc"), &[1]),
        ("REQ-27", Restriction::compares(tags::MESSAGE_SIZE, Relation::Greater, 0_u32), &[0, 1, 2]),
        ("RES-44", Restriction::compares(SIZE, Relation::Less, 0_u32), &[1]),
        ("RES-49", Restriction::equals(LIST, 5_u32), &[0]),
        ("RES-50", Restriction::equals(LIST, vec![1_i32, 5]), &[0]),
        ("RES-53", Restriction::equals(tags::IMPORTANCE, 1_u32), &[1, 2]),
        ("C-91", Restriction::compares(tags::SENSITIVITY, Relation::Unequal, 2_u32), &[0, 1, 2]),
        ("RES-47", Restriction::equals(PropTag(0x7FFE_0003), 0_u32), &[]),
        ("RES-48", Restriction::equals(PropTag(0x7FFE_0003), 0_u32).negated(), &[0, 1, 2]),
        ("REQ-1", Restriction::equals(tags::OBJECT_TYPE, MAPI_MESSAGE), &[0, 1, 2]),
        ("RES-31", Restriction::First { count: 2, what: Box::new(Restriction::And(vec![])) }, &[0, 1]),
        (
            "RES-25",
            Restriction::Compare { first: tags::MESSAGE_FLAGS::ID, relation: Relation::Greater, second: SIZE },
            &[1],
        ),
        (
            "C-79",
            Restriction::Inside {
                tag: tags::MESSAGE_RECIPIENTS::ID,
                what: Box::new(content(tags::DISPLAY_NAME::ID, Place::Beginning, true, "TO A")),
            },
            &[1],
        ),
    ];
    for (id, what, keys) in cases {
        assert_eq!(fitting(&what, false).as_deref(), Ok(keys), "{id}: {what:?}");
        // The source does not know the last two columns.
        let has = |tag: PropTag| {
            let mut has = false;
            what.each_tag(&mut |other| has |= other == tag);
            has
        };
        if !has(LIST) && !has(BYTES) {
            assert_eq!(fitting(&what, true).as_deref(), Ok(keys), "{id} in windows: {what:?}");
        }
    }
}

/// C-83, RES-26, RES-28, RES-45, RES-50, RES-52: what no table can do costs the call, and the old
/// filter stays (RES-2, C-81).
#[test]
fn what_no_table_can_do_is_too_complex() {
    let nested = Restriction::First { count: 1, what: Box::new(Restriction::And(vec![])) };
    let cases = [
        Restriction::equals(SIZE, "text"),
        Restriction::bits(tags::SUBJECT::ID, 1, true),
        Restriction::Exists(tags::MESSAGE_RECIPIENTS::ID),
        Restriction::compares(LIST, Relation::Less, vec![1_i32]),
        content(SIZE, Place::Whole, false, 1_u32),
        Restriction::Compare { first: tags::SUBJECT::ID, relation: Relation::Equal, second: SIZE },
        Restriction::Inside { tag: tags::CONTAINER_CONTENTS::ID, what: Box::new(Restriction::And(vec![])) },
        nested.negated(),
    ];
    for is_source in [false, true] {
        let setup = setup(lines(), is_source);
        let table = setup.table();
        table.restrict(Some(&Restriction::bits(tags::MESSAGE_FLAGS, MSGFLAG_READ, true))).unwrap();
        for what in &cases {
            assert_eq!(table.restrict(Some(what)), Err(Code::TOO_COMPLEX), "{what:?}");
            assert_eq!(table.count(), Ok(1), "{what:?}");
        }
        drop(table);
        setup.end();
    }
}
