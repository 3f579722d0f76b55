//! `IABLogon::PrepareRecips`: a list of recipients as MAPI makes it, and what becomes of each.
#![allow(unsafe_code, reason = "raw calls are what is tested")]

use super::book::{Book, Logon, Provider, entry};
use crate::service::host::{allocate, free_buffer};
use crate::service::values::decoded;
use provider_runtime::__private::Declared;
use provider_runtime::abi::iab_logon::IABLogonVtbl;
use provider_runtime::abi::param::{Out, This};
use provider_runtime::abi::structs::*;
use provider_runtime::prelude::*;
use std::ptr::null_mut;
use support::raw::argument;
use support::raw::methods;

/// PR_COMMENT_A
const COMMENT: PropTag = PropTag(0x3004_001E);

/// `ADRLIST` of three.
#[repr(C)]
struct List {
    count: u32,
    entries: [ADRENTRY; 3],
}

/// Tags of an `SPropTagArray`.
#[repr(C)]
struct Tags<const N: usize> {
    count: u32,
    tags: [u32; N],
}

/// A recipient on a root of its own: a comment, and an identifier if there is one.
fn recipient(entry: Option<&'static mut Vec<u8>>) -> ADRENTRY {
    let mut block = null_mut();
    // SAFETY: M1: the output is ours until it returns.
    let code = unsafe { allocate(2 * size_of::<SPropValue>() as u32, &mut block) };
    assert_eq!(code, Code::OK);
    let first = block.cast::<SPropValue>();
    let comment = PropUnion { lpsz_a: c"old".as_ptr().cast_mut().cast() };
    let value = |tag: PropTag, value| SPropValue { prop_tag: tag.0, align_pad: 0, value };
    // SAFETY: M1: there is room for two.
    unsafe { first.write(value(COMMENT, comment)) };
    let Some(entry) = entry else { return ADRENTRY { reserved1: 9, c_values: 1, prop_vals: first } };
    let bin = SBinary { cb: entry.len() as u32, lpb: entry.as_mut_ptr() };
    // SAFETY: M1: as above.
    unsafe { first.add(1).write(value(tags::ENTRYID::ID, PropUnion { bin })) };
    ADRENTRY { reserved1: 9, c_values: 2, prop_vals: first }
}

fn number(uid: Uid, number: u32) -> Option<&'static mut Vec<u8>> {
    Some(Box::leak(Box::new(entry(uid, Some(number)))))
}

fn values(entry: &ADRENTRY) -> Vec<(u32, PropValue)> {
    let first = entry.prop_vals.cast_const();
    // SAFETY: M2: as many as the entry says.
    let values = unsafe { std::slice::from_raw_parts(first, entry.c_values as usize) };
    let one = |value: &SPropValue| {
        if value.prop_tag != COMMENT.0 {
            return (value.prop_tag, decoded(value).value);
        }
        // SAFETY: M2: 8-bit text, as its tag says.
        let text = unsafe { value.value.lpsz_a };
        // SAFETY: M2: it ends with a zero.
        let text = unsafe { std::ffi::CStr::from_ptr(text.cast_const().cast()) };
        (COMMENT.0, text.to_str().unwrap().into())
    };
    values.iter().map(one).collect()
}

fn prepare<const N: usize>(logon: &Logon, tags: &Tags<N>, list: &mut List) -> Code {
    let call = methods::<IABLogonVtbl>(logon.raw).prepare_recips;
    // SAFETY: O3: a list with as many entries as its count says, ours until the call returns.
    let list = unsafe { Out::from_raw(std::ptr::from_mut(list).cast()) };
    let tags = argument(std::slice::from_ref(tags));
    // SAFETY: O1: the test holds the object.
    unsafe { call(This::new(logon.raw), 0, tags, list) }
}

fn free(list: List) {
    for entry in list.entries {
        // SAFETY: M1: each entry's values are a root of their own.
        unsafe { free_buffer(entry.prop_vals.cast()) };
    }
}

/// The wanted ones first and in order, then the others; a value of the list stays; others'
/// recipients stay as they are.
#[test]
fn recipients_of_the_book_get_what_is_wanted_of_them_first() {
    let provider = Provider::new();
    let logon = provider.log_on();
    let name = tags::DISPLAY_NAME::ID;
    let object = tags::OBJECT_TYPE::ID;
    let wanted = Tags { count: 3, tags: [name.0, COMMENT.0, object.0] };
    let stranger = number(Uid::new([9; 16]), 1);
    let entries = [recipient(number(Book::UID, 101)), recipient(None), recipient(stranger)];
    let before = [entries[1].prop_vals, entries[2].prop_vals];
    let mut list = List { count: 3, entries };
    assert_eq!(prepare(&logon, &wanted, &mut list), Code::OK);
    let [first, second, third] = &list.entries;
    let id = PropValue::from(entry(Book::UID, Some(101)));
    let expected =
        [(name.0, "user 101".into()), (COMMENT.0, "old".into()), (object.0, 6.into()), (tags::ENTRYID::ID.0, id)];
    assert_eq!((values(first).as_slice(), first.reserved1), (expected.as_slice(), 9));
    assert_eq!([second.prop_vals, third.prop_vals], before);
    free(list);
    logon.end();
    provider.end();
    super::assert_settled();
}

/// Who is gone keeps what he has, and the others are prepared all the same; without tags there is
/// nothing to do.
#[test]
fn a_recipient_who_is_gone_is_told_and_costs_nobody_else() {
    let provider = Provider::new();
    let logon = provider.log_on();
    let gone = recipient(number(Book::UID, 107));
    let before = gone.prop_vals;
    let entries = [gone, recipient(number(Book::UID, 102)), recipient(None)];
    let mut list = List { count: 3, entries };
    assert_eq!(prepare(&logon, &Tags { count: 0, tags: [] }, &mut list), Code::OK);
    assert_eq!(prepare(&logon, &Tags { count: 1, tags: [tags::DISPLAY_NAME::ID.0] }, &mut list), Code::NOT_FOUND);
    let [gone, there, _] = &list.entries;
    assert_eq!(gone.prop_vals, before);
    let kept: Vec<_> = values(there).into_iter().map(|(tag, _)| tag).collect();
    assert_eq!(kept, [tags::DISPLAY_NAME::ID.0, COMMENT.0, tags::ENTRYID::ID.0], "each in the width that it had");
    free(list);
    logon.end();
    provider.end();
    super::assert_settled();
}
