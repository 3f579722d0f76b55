//! Restrictions that nobody means well with (RES-7, RES-8).
#![allow(unsafe_code, reason = "a restriction is laid out by hand")]

use crate::provider::{setup, subjects};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::param::In;
use provider_runtime::abi::structs::*;
use provider_runtime::prelude::*;

const NOTHING: RestrictionUnion = RestrictionUnion { and: SAndRestriction { c_res: 0, res: std::ptr::null_mut() } };

fn argument(one: &SRestriction) -> In<'_, SRestriction> {
    // SAFETY: O3: laid out as its kind says, and the test's until the call returns.
    unsafe { In::from_raw(one) }
}

/// As small as a client's thread may be; the frames of the address sanitizer are several times as
/// large.
const STACK: usize = 256 << 10;

/// RES-7: on a small stack, to any depth.
#[test]
fn a_restriction_a_thousand_deep_is_too_complex_and_one_of_256_levels_is_not() {
    let work = || {
        let setup = setup(subjects(&["a"]), false);
        let table = setup.table();
        for (depth, code) in [(255, Code::OK), (256, Code::TOO_COMPLEX), (1000, Code::TOO_COMPLEX)] {
            let mut all = vec![SRestriction { rt: RES_AND, res: NOTHING }; depth + 1];
            for at in (0..depth).rev() {
                let inner = &raw mut all[at + 1];
                all[at] = SRestriction {
                    rt: RES_NOT,
                    res: RestrictionUnion { not: SNotRestriction { reserved: 0, res: inner } },
                };
            }
            assert_eq!(table.restrict_with(argument(&all[0]), 0), code, "{depth}");
        }
        drop(table);
        setup.end();
    };
    std::thread::Builder::new()
        .stack_size(STACK * if std::env::var_os("ASAN_OPTIONS").is_some() { 8 } else { 1 })
        .spawn(work)
        .unwrap()
        .join()
        .unwrap();
}

/// C-81, RES-7, RES-8, RES-22: kinds and counts of nobody's.
#[test]
fn a_restriction_of_no_kind_and_counts_past_all_bounds_are_refused() {
    let setup = setup(subjects(&["a"]), false);
    let table = setup.table();
    let refused = |one: SRestriction, code| {
        assert_eq!(table.restrict_with(argument(&one), 0), code);
        assert_eq!(table.count(), Ok(1));
    };
    refused(SRestriction { rt: 99, res: NOTHING }, Code::TOO_COMPLEX);
    let huge = SAndRestriction { c_res: u32::MAX, res: std::ptr::dangling_mut() };
    refused(SRestriction { rt: RES_AND, res: RestrictionUnion { and: huge } }, Code::TOO_COMPLEX);
    let null = SAndRestriction { c_res: 3, res: std::ptr::null_mut() };
    refused(SRestriction { rt: RES_AND, res: RestrictionUnion { and: null } }, Code::INVALID_PARAMETER);
    let not = RestrictionUnion { not: SNotRestriction { reserved: 7, res: std::ptr::null_mut() } };
    refused(SRestriction { rt: RES_NOT, res: not }, Code::INVALID_PARAMETER);
    let comment = SCommentRestriction { c_values: 0, res: std::ptr::null_mut(), prop: std::ptr::null_mut() };
    refused(SRestriction { rt: RES_COMMENT, res: RestrictionUnion { comment } }, Code::OK); // RES-30
    let content = SContentRestriction {
        fuzzy_level: FL_LOOSE | 0x0080_0000,
        prop_tag: tags::SUBJECT::ID.0,
        prop: std::ptr::null_mut(),
    };
    refused(SRestriction { rt: RES_CONTENT, res: RestrictionUnion { content } }, Code::INVALID_PARAMETER);
    let relop = SPropertyRestriction { relop: RELOP_RE, prop_tag: tags::SUBJECT::ID.0, prop: std::ptr::null_mut() };
    refused(SRestriction { rt: RES_PROPERTY, res: RestrictionUnion { property: relop } }, Code::TOO_COMPLEX);
    assert_eq!(table.restrict_with(In::null(), 4), Code::UNKNOWN_FLAGS);
    drop(table);
    setup.end();
}

/// C-73, RES-41: the hints that are not followed do no harm.
#[test]
fn unknown_hints_of_a_search_are_left_out() {
    let setup = setup(subjects(&["Größe"]), false);
    let table = setup.table();
    let mut text: Vec<u16> = "GRÖSSE\0".encode_utf16().collect();
    let mut prop =
        SPropValue { prop_tag: tags::SUBJECT::ID.0, align_pad: 0, value: PropUnion { lpsz_w: text.as_mut_ptr() } };
    for (letters, fits) in [("GRÖSSE\0", 0), ("GRÖßE\0", 1)] {
        text = letters.encode_utf16().collect();
        prop.value = PropUnion { lpsz_w: text.as_mut_ptr() };
        let content = SContentRestriction {
            fuzzy_level: FL_LOOSE | 0x0080_0000,
            prop_tag: tags::SUBJECT::ID.0,
            prop: &raw mut prop,
        };
        let one = SRestriction { rt: RES_CONTENT, res: RestrictionUnion { content } };
        assert_eq!(table.restrict_with(argument(&one), TBL_BATCH), Code::OK);
        assert_eq!(table.count(), Ok(fits), "{letters}");
    }
    drop(table);
    setup.end();
}

/// C-80, RES-30: what a comment is about decides.
#[test]
fn a_comment_says_what_is_in_it() {
    let setup = setup(subjects(&["a"]), false);
    let table = setup.table();
    for (rt, count) in [(RES_OR, 0), (RES_AND, 1)] {
        let mut leaf = SRestriction { rt, res: NOTHING };
        let comment = SCommentRestriction { c_values: 0, res: &raw mut leaf, prop: std::ptr::null_mut() };
        let one = SRestriction { rt: RES_COMMENT, res: RestrictionUnion { comment } };
        assert_eq!((table.restrict_with(argument(&one), 0), table.count()), (Code::OK, Ok(count)));
    }
    drop(table);
    setup.end();
}
