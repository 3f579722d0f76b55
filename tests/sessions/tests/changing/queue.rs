//! From SubmitMessage to FinishedMsg (SUBMIT-*): the queue as its client and the spooler have it.

use crate::author::Action;
use crate::calls::{MessageCalls, StoreCalls};
use crate::setup::{Heard, Setup, code, entry, number, to};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::tags;
use provider_runtime::prelude::*;
use std::sync::{Arc, Mutex};

/// A new message with a recipient, which is not saved.
fn addressed(setup: &Setup) -> MessageCalls {
    let message = setup.root().create_message(0).unwrap();
    message.put(tags::SUBJECT, "out").unwrap();
    message.modify_recipients(0, &[to("a")]).unwrap();
    message
}

/// A message that was submitted: its identifier.
fn submitted(setup: &Setup) -> Vec<u8> {
    let message = addressed(setup);
    message.submit(0).unwrap();
    let queue = setup.store().queue().unwrap().column(tags::ENTRYID).unwrap();
    queue.last().unwrap().as_binary().unwrap().to_vec()
}

fn flags(setup: &Setup, message: &[u8]) -> u32 {
    number(&setup.store().open(Some(message), 0).unwrap(), tags::MESSAGE_FLAGS)
}

fn waiting(store: &StoreCalls) -> usize {
    store.queue().unwrap().all_rows().unwrap().len()
}

/// C-126
#[test]
fn a_message_for_nobody_is_not_submitted_and_stays_open() {
    let setup = Setup::new();
    let message = setup.root().create_message(0).unwrap();
    assert_eq!(code(message.submit(0)), Code::NO_RECIPIENTS);
    message.modify_recipients(0, &[to("a")]).unwrap();
    message.submit(0).unwrap();
    assert_eq!(waiting(setup.store()), 1);
    drop(message);
    setup.end();
}

/// C-127, C-128, C-131
#[test]
fn submitted_messages_are_in_the_queue_and_the_spooler_is_told_once() {
    let setup = Setup::new();
    let message = submitted(&setup);
    let calls = setup.host.answers().take_calls();
    assert_eq!(calls, [&format!("SpoolerNotify {NOTIFY_READYTOSEND:#x}"), "ExpandRecips"]);
    submitted(&setup);
    assert_eq!(setup.host.answers().take_calls(), ["ExpandRecips"]);
    assert_eq!(waiting(setup.store()), 2);
    assert_eq!(flags(&setup, &message) & MSGFLAG_SUBMIT, MSGFLAG_SUBMIT);
    let queue = setup.store().queue().unwrap();
    for tag in [tags::CLIENT_SUBMIT_TIME, tags::SUBJECT, tags::DISPLAY_TO] {
        assert_eq!(queue.column(tag).unwrap().len(), 2, "{tag:?}");
    }
    let stored = setup.store().open(Some(&message), 0).unwrap();
    let rows = MessageCalls(stored).recipients().unwrap();
    assert_eq!(rows.column(tags::RESPONSIBILITY).unwrap(), [PropValue::Bool(false)]);
    drop((queue, rows));
    setup.end();
}

#[test]
fn a_submission_that_fails_can_be_tried_again() {
    let setup = Setup::new();
    for refused in ["SpoolerNotify", "ExpandRecips"] {
        let message = addressed(&setup);
        setup.host.answers().refuse(refused, Code::CALL_FAILED);
        let failed = message.submit(0);
        setup.host.answers().refuse(refused, Code::OK);
        if refused == "ExpandRecips" {
            assert_eq!(code(failed), Code::CALL_FAILED);
        }
        if message.put(tags::SUBJECT, "again").is_ok() {
            message.submit(0).unwrap();
        }
    }
    let message = addressed(&setup);
    setup.database.next("create_message", Action::Fail(Code::DISK_ERROR));
    assert_eq!(code(message.submit(0)), Code::DISK_ERROR);
    assert_eq!(waiting(setup.store()), 2);
    message.submit(0).unwrap();
    assert_eq!(waiting(setup.store()), 3);
    drop(message);
    setup.end();
}

#[test]
fn a_message_that_was_submitted_can_only_be_released() {
    let setup = Setup::new();
    let message = addressed(&setup);
    message.submit(0).unwrap();
    for refused in [message.put(tags::SUBJECT, "late"), message.save(0), message.submit(0)] {
        assert_eq!(code(refused), Code::SUBMITTED);
    }
    assert_eq!(waiting(setup.store()), 1);
    drop(message);
    setup.end();
}

/// C-129
#[test]
fn a_message_that_waits_to_be_sent_is_opened_for_reading_alone() {
    let setup = Setup::new();
    let message = submitted(&setup);
    assert_eq!(code(setup.store().open(Some(&message), MAPI_MODIFY).map(|_| ())), Code::SUBMITTED);
    let read = setup.store().open(Some(&message), MAPI_BEST_ACCESS).unwrap();
    assert_eq!(number(&read, tags::ACCESS_LEVEL), 0);
    drop(read);
    setup.end();
}

/// C-105
#[test]
fn a_message_that_waits_to_be_sent_is_neither_deleted_nor_moved() {
    let setup = Setup::new();
    let message = submitted(&setup);
    let root = setup.root();
    assert_eq!(root.delete_messages(&[&message], None, 0), Code::W_PARTIAL_COMPLETION);
    assert_eq!(root.empty(0), Code::W_PARTIAL_COMPLETION);
    let folder = setup.folder("f");
    let moved = root.copy_messages(&[&message], None, &folder, None, MESSAGE_MOVE);
    assert_eq!(moved, Code::W_PARTIAL_COMPLETION);
    assert_eq!((waiting(setup.store()), setup.database.data().messages.len()), (1, 1));
    drop((root, folder));
    setup.end();
}

/// C-130
#[test]
fn a_submission_is_taken_back_unless_the_spooler_has_the_message() {
    let setup = Setup::new();
    let message = submitted(&setup);
    let spooler = setup.spooler();
    let theirs = spooler.store().message(&message).unwrap();
    spooler.store().set_lock_state(&theirs, MSG_LOCKED).unwrap();
    assert_eq!(code(setup.store().abort_submit(&message)), Code::UNABLE_TO_ABORT);
    assert_eq!(code(setup.store().open(Some(&message), MAPI_MODIFY).map(|_| ())), Code::NO_ACCESS);
    spooler.store().set_lock_state(&theirs, MSG_UNLOCKED).unwrap();
    setup.store().abort_submit(&message).unwrap();
    assert_eq!(flags(&setup, &message) & (MSGFLAG_SUBMIT | MSGFLAG_UNSENT), MSGFLAG_UNSENT);
    assert_eq!(code(setup.store().abort_submit(&message)), Code::NOT_IN_QUEUE);
    assert_eq!(code(setup.store().abort_submit(&setup.message("never"))), Code::NOT_IN_QUEUE);
    // It can be submitted again.
    setup.open(&message).submit(0).unwrap();
    assert_eq!(waiting(setup.store()), 1);
    drop(theirs);
    spooler.end();
    setup.end();
}

#[test]
fn a_spooler_that_is_gone_leaves_no_message_locked() {
    let setup = Setup::new();
    let message = submitted(&setup);
    let spooler = setup.spooler();
    let theirs = spooler.store().message(&message).unwrap();
    spooler.store().set_lock_state(&theirs, MSG_LOCKED).unwrap();
    let queue = setup.store().queue().unwrap();
    let locked = queue.column(tags::SUBMIT_FLAGS).unwrap()[0].as_i32().unwrap() as u32;
    assert_eq!(locked & SUBMITFLAG_LOCKED, SUBMITFLAG_LOCKED);
    let another = setup.spooler();
    let again = another.store().message(&message).unwrap();
    assert_eq!(code(another.store().set_lock_state(&again, MSG_LOCKED)), Code::NO_ACCESS);
    drop(theirs);
    spooler.end();
    another.store().set_lock_state(&again, MSG_LOCKED).unwrap();
    drop((again, queue));
    another.end();
    setup.store().abort_submit(&message).unwrap();
    setup.end();
}

/// C-132
#[test]
fn what_is_the_spoolers_is_refused_to_clients() {
    let setup = Setup::new();
    let message = submitted(&setup);
    let read = setup.store().open(Some(&message), 0).unwrap();
    assert_eq!(code(setup.store().set_lock_state(&read, MSG_LOCKED)), Code::NO_SUPPORT);
    assert_eq!(code(setup.store().finished(&message)), Code::NO_SUPPORT);
    assert_eq!(waiting(setup.store()), 1);
    drop(read);
    setup.end();
}

/// C-133
#[test]
fn a_message_that_was_sent_leaves_the_queue_and_mapi_says_where_it_goes() {
    let setup = Setup::new();
    let message = submitted(&setup);
    let spooler = setup.spooler();
    let sent = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&sent);
    setup.host.answers().on_message("DoSentMail", move |message| {
        let flags = number(message, tags::MESSAGE_FLAGS);
        kept.lock().unwrap().push((entry(message), flags & (MSGFLAG_SUBMIT | MSGFLAG_UNSENT)));
    });
    setup.host.answers().take_calls();
    spooler.store().finished(&message).unwrap();
    assert_eq!(setup.host.answers().take_calls(), ["DoSentMail"]);
    assert_eq!(*sent.lock().unwrap(), [(message.clone(), 0)]);
    assert_eq!(waiting(setup.store()), 0);
    assert_eq!(flags(&setup, &message) & (MSGFLAG_SUBMIT | MSGFLAG_UNSENT), 0);
    spooler.end();
    setup.end();
}

/// C-134
#[test]
fn a_message_that_needs_preprocessing_says_so_until_the_spooler_has_done_it() {
    let setup = Setup::new();
    setup.host.answers().preprocess(true);
    let message = submitted(&setup);
    let queued = || setup.store().queue().unwrap().column(tags::SUBMIT_FLAGS).unwrap()[0].as_i32().unwrap() as u32;
    assert_eq!(queued() & SUBMITFLAG_PREPROCESS, SUBMITFLAG_PREPROCESS);
    let spooler = setup.spooler();
    spooler.store().message(&message).unwrap().submit(0).unwrap();
    assert_eq!(queued() & SUBMITFLAG_PREPROCESS, 0);
    assert_eq!(waiting(setup.store()), 1, "once, and no more");
    spooler.end();
    setup.end();
}

/// C-135
#[test]
fn the_queue_is_there_when_the_store_is_opened_again() {
    let setup = Setup::new();
    submitted(&setup);
    let Setup { host, database, logon } = setup;
    logon.end();
    let spooler = database.lend(|| host.log_on_spooler(MDB_WRITE)).unwrap();
    assert_eq!(waiting(spooler.store()), 1);
    spooler.end();
}

/// C-136
#[test]
fn new_mail_is_told_to_those_who_listen_to_the_store() {
    let setup = Setup::new();
    let message = setup.message("in");
    let spooler = setup.spooler();
    let heard = Heard::default();
    let sink = heard.sink();
    setup.store().advise(None, fnevNewMail, &sink).unwrap();
    let root = entry(&setup.root());
    spooler.store().notify_new_mail(&message, &root).unwrap();
    let told = heard.take();
    assert_eq!(told.len(), 1);
    assert_eq!((&told[0].entry, &told[0].parent), (&message, &root));
    spooler.end();
    drop(sink);
    setup.end();
}

/// C-188
#[test]
fn a_message_that_is_sent_again_is_prepared_first() {
    let setup = Setup::new();
    let message = addressed(&setup);
    message.put(tags::MESSAGE_FLAGS, MSGFLAG_UNSENT | MSGFLAG_RESEND).unwrap();
    setup.host.answers().on_message("PrepareSubmit", |message| {
        let rows = [[to("a"), vec![Property::new(tags::RESPONSIBILITY, true)]].concat(), to("b")];
        MessageCalls(message.clone()).modify_recipients(0, &rows).unwrap();
    });
    message.submit(0).unwrap();
    let calls = setup.host.answers().take_calls();
    assert_eq!(calls.iter().filter(|call| *call == "PrepareSubmit").count(), 1);
    let queue = setup.store().queue().unwrap().column(tags::ENTRYID).unwrap();
    let stored = setup.store().open(Some(queue[0].as_binary().unwrap()), 0).unwrap();
    let rows = MessageCalls(stored).recipients().unwrap();
    let responsible = rows.column(tags::RESPONSIBILITY).unwrap();
    assert_eq!(responsible, [PropValue::Bool(true), PropValue::Bool(false)]);
    drop((message, rows));
    submitted(&setup);
    assert!(!setup.host.answers().take_calls().iter().any(|call| call == "PrepareSubmit"));
    setup.end();
}

#[test]
fn mapi_may_change_the_message_while_it_expands_its_recipients() {
    let setup = Setup::new();
    setup.host.answers().on_message("ExpandRecips", |message| {
        message.put(tags::SUBJECT, "expanded").unwrap();
        message.save(KEEP_OPEN_READWRITE).unwrap();
    });
    let message = submitted(&setup);
    let stored = setup.store().open(Some(&message), 0).unwrap();
    assert_eq!(crate::setup::text(&stored, tags::SUBJECT), "expanded");
    assert_eq!(waiting(setup.store()), 1);
    drop(stored);
    setup.end();
}
