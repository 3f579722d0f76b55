//! Objects that lie, and providers that fail half-way: each is an error or a problem, nothing is
//! left, and nothing takes for ever.

use super::host::{Copy, Host};
use super::messages::{nested, with_message};
use super::world::{Lie, ROOT, lock};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::tags;
use provider_runtime::prelude::*;
use std::ptr::null_mut;

/// A message with one of everything.
fn full(host: &Host) -> (u32, u32) {
    let (from, to) = host.messages(&[Property::new(tags::SUBJECT, "all"), Property::new(tags::BODY, "b".repeat(5000))]);
    let item = host.here.item(from).unwrap();
    lock(&item).recipients = vec![vec![Property::new(tags::DISPLAY_NAME, "Ann")]];
    lock(&item).attachments = vec![with_message(1, nested(2))];
    (from, to)
}

/// TBL-21
#[test]
fn a_table_that_never_ends_is_a_problem_and_an_end() {
    let host = Host::new();
    let (from, to) = full(&host);
    host.here.lie(Lie::EndlessTables);
    let source = host.here.open(from);
    let copy = host.there.open(to);
    let (code, problems) = host.copy_to(Copy::new(source, copy));
    let too_big = |tag| (tag, Code::TABLE_TOO_BIG);
    assert_eq!(
        (code, problems),
        (Code::OK, vec![too_big(tags::MESSAGE_RECIPIENTS), too_big(tags::MESSAGE_ATTACHMENTS)])
    );
    assert_eq!(host.copied(to, tags::SUBJECT), Some("all".into()));
    host.with(source, |_| host.with(copy, |_| ()));
    host.check_nothing_is_left();
}

/// PROP-39: what is shorter than its size, or has no end, or claims more than there was room for,
/// is not copied, and what was there before stays.
#[test]
fn streams_that_lie_are_problems() {
    let lies = [
        (Lie::HugeStreams, Code::CORRUPT_DATA),
        (Lie::EndlessStreams, Code(0x8003_0070_u32.cast_signed())),
        (Lie::ReadsTooMuch, Code::CORRUPT_DATA),
    ];
    for (lie, code) in lies {
        let host = Host::new();
        let (from, to) = host.messages(&[Property::new(tags::BODY, "b".repeat(5000))]);
        lock(&host.there.item(to).unwrap()).put(Property::new(tags::BODY, "old"));
        host.here.lie(lie);
        let source = host.here.open(from);
        let copy = host.there.open(to);
        assert_eq!(host.copy_to(Copy::new(source, copy)), (Code::OK, vec![(tags::BODY, code)]), "{lie:?}");
        assert_eq!(host.copied(to, tags::BODY), Some("old".into()), "{lie:?}");
        assert_eq!(lock(&host.there.said).as_slice(), ["Revert"], "{lie:?}");
        host.with(source, |_| host.with(copy, |_| ()));
        host.check_nothing_is_left();
    }
}

/// MEM-2: the record says so, and the block is given back.
#[test]
fn a_count_past_its_array_costs_the_call() {
    let host = Host::new();
    let (from, to) = full(&host);
    host.here.lie(Lie::CountsTooMany);
    let source = host.here.open(from);
    let copy = host.there.open(to);
    assert_eq!(host.copy_to(Copy::new(source, copy)), (Code::CORRUPT_DATA, vec![]));
    assert!(host.recorded("mem.fault").iter().any(|told| told == "an output is shorter than its count says"));
    host.with(source, |_| host.with(copy, |_| ()));
    host.check_nothing_is_left();
}

#[test]
fn an_open_that_gives_nothing_is_a_failure() {
    let host = Host::new();
    let (from, to) = full(&host);
    host.here.lie(Lie::GivesNothing);
    let source = host.here.open(from);
    let copy = host.there.open(to);
    let (code, problems) = host.copy_to(Copy::new(source, copy));
    assert_eq!((code, problems), (Code::OK, vec![(tags::MESSAGE_ATTACHMENTS, Code::CALL_FAILED)]));
    let root = host.here.open(ROOT);
    let other = host.there.open(ROOT);
    let entries = [host.here.entry(from)];
    assert_eq!(host.copy_messages(root, Some(&entries), other, null_mut(), MESSAGE_MOVE), Code::W_PARTIAL_COMPLETION);
    assert_eq!(host.copy_folder(root, &host.here.entry(ROOT), other, Some("x"), MAPI_UNICODE), Code::CALL_FAILED);
    host.there.lie(Lie::GivesNothing);
    assert_eq!(host.copy_messages(root, Some(&entries), other, null_mut(), 0), Code::W_PARTIAL_COMPLETION);
    for object in [source, copy, root, other] {
        host.with(object, |_| ());
    }
    host.check_nothing_is_left();
}

/// Every method of either side, at every turn: the call ends, with a failure or with problems, and
/// nothing is held.
#[test]
fn a_provider_that_fails_half_way_leaves_nothing_behind() {
    let methods = [
        "properties",
        "names",
        "write",
        "SetProps",
        "OpenProperty",
        "Read",
        "Write",
        "Stat",
        "Commit",
        "GetRecipientTable",
        "ModifyRecipients",
        "GetAttachmentTable",
        "OpenAttach",
        "CreateAttach",
        "QueryColumns",
        "SetColumns",
        "QueryRows",
        "SaveChanges",
    ];
    let mut failed = 0;
    for method in methods {
        for turn in 0..6 {
            for is_here in [true, false] {
                let host = Host::new();
                let (from, to) = full(&host);
                let source = host.here.open(from);
                let copy = host.there.open(to);
                let store = if is_here { &host.here } else { &host.there };
                store.fails(method, turn, Code::NOT_ENOUGH_DISK);
                let (code, problems) = host.copy_to(Copy { flags: MAPI_MOVE, ..Copy::new(source, copy) });
                store.works_again();
                let is_whole = code == Code::OK && problems.is_empty();
                failed += usize::from(!is_whole);
                let copied = super::messages::subjects(&host.there.item(to).unwrap());
                let left = super::messages::subjects(&host.here.item(from).unwrap());
                let all = ["all", "level 0", "level 1", "level 2"];
                let is_there = |subjects: &[String], at: usize| subjects.get(at).is_some_and(|text| text == all[at]);
                assert!(
                    (1..4).all(|at| is_there(&copied, at) || left.len() > at),
                    "{method} {turn}: {copied:?} {left:?}"
                );
                assert!(!is_whole || is_there(&copied, 3), "{method} {turn} {is_here}: {copied:?}");
                host.with(source, |_| host.with(copy, |_| ()));
                host.check_nothing_is_left();
            }
        }
    }
    assert!(failed > 60, "{failed}");
}

/// MEM-10: no memory, at each turn.
#[test]
fn running_out_of_memory_is_a_failure_or_a_problem() {
    let mut turn = 1;
    loop {
        let host = Host::new();
        let (from, to) = full(&host);
        let source = host.here.open(from);
        let copy = host.there.open(to);
        host.session.memory().fail_at(Some(turn));
        let (code, problems) = host.copy_to(Copy::new(source, copy));
        host.session.memory().fail_at(None);
        host.with(source, |_| host.with(copy, |_| ()));
        host.check_nothing_is_left();
        if code == Code::OK && problems.is_empty() {
            break;
        }
        turn += 1;
    }
    assert!(turn > 20, "{turn}");
}
