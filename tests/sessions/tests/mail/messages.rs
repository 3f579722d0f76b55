//! Messages through the spooler: to whom they go, what becomes of them, and how they come. How they
//! are stopped is in `stopping.rs`, what becomes of refused ones in `undelivered.rs`.

use provider_runtime::prelude::*;
use provider_runtime::session::{Message, Options, ProviderEntry, Session};
use provider_runtime::{Code, tags};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use support::{ITS_UID, Script, TYPES, session_of, to_ann};

fn session(posts: impl IntoIterator<Item = ProviderEntry>) -> Session {
    session_of(posts, Options::new()).unwrap()
}

/// Whom a transport was asked to send to, message by message.
fn names(script: &Script) -> Arc<Mutex<Vec<Vec<String>>>> {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let sent = Arc::clone(&seen);
    script.sends(move |_, message| {
        let all = message.recipients()?.collect::<Result<Vec<_>>>()?;
        sent.lock().unwrap().push(all.iter().filter_map(|one| one.name().map(str::to_owned)).collect());
        message.accept(&all)?;
        Ok(Submission::Sent)
    });
    seen
}

fn subject(message: &Message) -> &str {
    message.text(tags::SUBJECT).unwrap_or_default()
}

fn clean(session: &Session) {
    let report = session.logoff();
    assert!(report.is_clean(), "{}", report.tree());
}

/// SPL-5, XPLOGON-8: each transport gets the recipients of its address types, and those alone.
#[test]
fn a_message_goes_to_each_transport_for_its_own_recipients() {
    let mail = Script::new();
    let fax = Script::new();
    let by_mail = names(&mail);
    let by_fax = names(&fax);
    let session = session([mail.post("Mail"), fax.post("Fax").with(TYPES, "FAX")]);
    let message = to_ann().cc("Bob", "FAX", "1").bcc("Cid", "SMTP", "cid@example.org");
    let number = session.mail().submit(&message).unwrap();
    assert_eq!(session.mail().outbox(), [number]);
    session.mail().run().unwrap();
    assert_eq!(*by_mail.lock().unwrap(), [["Ann", "Cid"]]);
    assert_eq!(*by_fax.lock().unwrap(), [["Bob"]]);
    assert_eq!((session.mail().outbox().len(), session.mail().take().len()), (0, 0));
    clean(&session);
}

/// T-36, XPLOGON-6, XPLOGON-8: identifiers before types, and every type last.
#[test]
fn a_transport_of_every_type_is_matched_when_no_identifier_is() {
    let own = Script::new();
    let every = Script::new();
    let by_own = names(&own);
    let by_every = names(&every);
    let uid = b"of its own kind!";
    let posts = [every.post("Every").with(TYPES, "*"), own.post("Own").with(TYPES, "").with(ITS_UID, &uid[..])];
    let session = session(posts);
    let entry = [&[0; 4][..], uid, b"somebody"].concat();
    let known = vec![
        Property::new(tags::DISPLAY_NAME, "Dan"),
        Property::new(tags::ADDRTYPE, "ODD"),
        Property::new(tags::ENTRYID, entry),
    ];
    session.mail().submit(&to_ann().recipient(known)).unwrap();
    session.mail().run().unwrap();
    assert_eq!(
        (by_own.lock().unwrap().concat(), by_every.lock().unwrap().concat()),
        (vec!["Dan".into()], vec!["Ann".to_owned()])
    );
    clean(&session);
}

/// XPLOGON-9: the profile's order, and who prefers to be last is last.
#[test]
fn transports_are_asked_in_transport_order() {
    use provider_runtime::abi::flag::STATUS_XP_PREFER_LAST;
    let first = Script::new();
    let second = Script::new();
    let by_first = names(&first);
    let by_second = names(&second);
    let last = first.post("First").with(tags::RESOURCE_FLAGS, STATUS_XP_PREFER_LAST);
    let session = session([last, second.post("Second")]);
    session.mail().submit(&to_ann()).unwrap();
    session.mail().run().unwrap();
    assert_eq!((by_first.lock().unwrap().len(), by_second.lock().unwrap().len()), (0, 1));
    clean(&session);
}

/// XPLOGON-8: recipients without an address or of a type that nobody handles come back as one
/// report.
#[test]
fn what_no_transport_takes_comes_back_as_a_report() {
    let script = Script::new();
    let session = session([script.post("Post")]);
    let nameless = vec![Property::new(tags::DISPLAY_NAME, "Nobody")];
    session.mail().submit(&to_ann().to("Eve", "TELEX", "7").recipient(nameless)).unwrap();
    session.mail().run().unwrap();
    let reports = session.mail().take();
    assert_eq!(reports.iter().map(subject).collect::<Vec<_>>(), ["Undeliverable: Lunch"]);
    assert_eq!(reports[0].text(tags::MESSAGE_CLASS), Some("REPORT.IPM.Note.NDR"));
    assert_eq!(reports[0].recipients().len(), 2);
    assert_eq!(session.mail().submit(&Message::new()).unwrap_err().code(), Code::NO_RECIPIENTS);
    clean(&session);
}

/// SPL-5: NOT_ME and other failures send it on, and what a transport leaves is offered to the next.
#[test]
fn a_message_that_a_transport_declines_goes_to_the_next() {
    for failure in [Code::NOT_ME, Code::CALL_FAILED, Code::NOT_ENOUGH_MEMORY] {
        let first = Script::new();
        let second = Script::new();
        first.sends(move |_, _| Err(failure.into()));
        let by_second = names(&second);
        let session = session([first.post("First"), second.post("Second")]);
        session.mail().submit(&to_ann()).unwrap();
        session.mail().run().unwrap();
        assert_eq!((by_second.lock().unwrap().len(), session.mail().outbox().len()), (1, 0), "{failure}");
        clean(&session);
    }
    let first = Script::new();
    let second = Script::new();
    first.sends(|_, message| {
        let one = message.recipients()?.next().unwrap()?;
        message.accept(&[one])?;
        Ok(Submission::Sent)
    });
    let by_second = names(&second);
    let session = session([first.post("First"), second.post("Second")]);
    session.mail().submit(&to_ann().to("Bob", "SMTP", "bob@example.org")).unwrap();
    session.mail().run().unwrap();
    assert_eq!(*by_second.lock().unwrap(), [["Bob"]]);
    clean(&session);
}

/// SPL-5, END_RESEND_LATER, MAPI_E_BUSY, MAPI_E_WAIT, MAPI_E_NETWORK_ERROR: it waits for the next
/// round.
#[test]
fn a_message_that_cannot_go_now_waits() {
    type Answer = fn() -> Result<Submission>;
    let answers: [Answer; 4] = [
        || Ok(Submission::Later),
        || Err(Code::BUSY.into()),
        || Ok(Submission::Wait(Duration::from_secs(30))),
        || Ok(Submission::Unreachable(Duration::from_secs(60))),
    ];
    for answer in answers {
        let script = Script::new();
        script.sends(move |_, _| answer());
        let session = session([script.post("Post")]);
        let number = session.mail().submit(&to_ann()).unwrap();
        session.mail().run().unwrap();
        session.mail().run().unwrap();
        assert_eq!((script.count("submit"), session.mail().outbox()), (2, vec![number]));
        let sent = names(&script);
        session.mail().run().unwrap();
        assert_eq!((sent.lock().unwrap().len(), session.mail().outbox().len()), (1, 0));
        clean(&session);
    }
}

/// SPL-5: whom a transport accepted and saved before it answered that the rest must wait does not
/// get the message again.
#[test]
fn what_was_saved_before_a_wait_is_not_sent_twice() {
    let script = Script::new();
    script.sends(|_, message| {
        let one = message.recipients()?.next().unwrap()?;
        message.accept(&[one])?;
        Ok(Submission::Wait(Duration::from_secs(30)))
    });
    let session = session([script.post("Post")]);
    session.mail().submit(&to_ann().to("Bob", "SMTP", "bob@example.org")).unwrap();
    session.mail().run().unwrap();
    let rest = names(&script);
    session.mail().run().unwrap();
    assert_eq!(*rest.lock().unwrap(), [["Bob"]]);
    clean(&session);
}

/// SPL-5, END_RESEND_NOW: at once, but not without end.
#[test]
fn a_message_that_is_wanted_again_is_sent_again_at_once() {
    let script = Script::new();
    script.sends(|post, message| {
        if post.script().count("submit") < 2 {
            return Ok(Submission::Again);
        }
        message.accept_all()?;
        Ok(Submission::Sent)
    });
    let session = session([script.post("Post")]);
    session.mail().submit(&to_ann()).unwrap();
    session.mail().run().unwrap();
    assert_eq!((script.count("submit"), session.mail().outbox().len()), (2, 0));
    script.sends(|_, _| Ok(Submission::Again));
    session.mail().submit(&to_ann()).unwrap();
    session.mail().run().unwrap();
    assert_eq!((script.count("submit") <= 8, session.mail().outbox().len()), (true, 1), "it waits in the end");
    clean(&session);
}

/// SPL-5, END_DONT_RESEND, NOTIFY_SENTDEFERRED, BEGIN_DEFERRED
#[test]
fn a_deferred_message_comes_again_when_its_transport_asks_for_it() {
    let script = Script::new();
    let kept = Arc::new(Mutex::new(Vec::new()));
    let keep = Arc::clone(&kept);
    script.sends(move |post, message| {
        if message.is_deferred() {
            message.accept_all()?;
            return Ok(Submission::Sent);
        }
        keep.lock().unwrap().push((message.entry()?.unwrap(), post.support().clone()));
        Ok(Submission::Deferred)
    });
    let session = session([script.post("Post")]);
    session.mail().submit(&to_ann()).unwrap();
    session.mail().run().unwrap();
    session.mail().run().unwrap();
    assert_eq!((script.count("submit"), session.mail().outbox().len()), (1, 1));
    let (entry, support) = kept.lock().unwrap().pop().unwrap();
    support.send_deferred(b"somebody else's").unwrap();
    session.mail().run().unwrap();
    assert_eq!(script.count("submit"), 1);
    support.send_deferred(&entry).unwrap();
    session.mail().run().unwrap();
    assert_eq!((script.count("submit"), session.mail().outbox().len()), (2, 0));
    drop(support);
    clean(&session);
}

/// NOTIFY_ABORT_DEFERRED: at the session's end, and when a client cancels.
#[test]
fn a_deferred_message_that_is_given_up_is_told() {
    let script = Script::new();
    script.sends(|_, _| Ok(Submission::Deferred));
    let session = session([script.post("Post")]);
    let number = session.mail().submit(&to_ann()).unwrap();
    session.mail().submit(&to_ann()).unwrap();
    session.mail().run().unwrap();
    session.mail().cancel(number).unwrap();
    assert_eq!((script.count("abort_deferred"), session.mail().outbox().len()), (1, 1));
    assert_eq!(session.mail().cancel(number).unwrap_err().code(), Code::NOT_FOUND);
    clean(&session);
    assert_eq!(script.count("abort_deferred"), 2);
    assert_eq!(script.count("aborts 28 bytes"), 2);
}

/// Ten thousand recipients: sent in one call, their places kept, and none of MAPI's memory left
/// over.
#[test]
fn ten_thousand_recipients_are_sent_to_in_bounded_memory() {
    let script = Script::new();
    script.sends(|post, message| {
        let mut all = message.recipients()?;
        let mut batch = Vec::new();
        let mut sent = 0;
        while let Some(one) = all.next().transpose()? {
            batch.push(one);
            if batch.len() == 500 {
                message.accept(&batch)?;
                sent += batch.len();
                batch.clear();
            }
        }
        post.script().say(format!("{sent} sent"));
        Ok(Submission::Sent)
    });
    let session = session([script.post("Post")]);
    let message =
        (0..10_000).fold(Message::new(), |message, at| message.to("Ann", "SMTP", &format!("a{at}@example.org")));
    session.mail().submit(&message).unwrap();
    session.mail().run().unwrap();
    assert_eq!((script.count("10000 sent"), session.mail().outbox().len(), session.mail().take().len()), (1, 0, 0));
    clean(&session);
}

/// What a transport cannot deliver it says once, and the sender has a report (StatusRecips).
#[test]
fn a_recipient_that_a_transport_refuses_is_reported_to_the_sender() {
    let script = Script::new();
    script.sends(|_, message| {
        for one in message.recipients()?.collect::<Result<Vec<_>>>()? {
            if one.name() == Some("Ann") {
                message.accept(&[one])?;
            } else {
                message.refuse(&one, &Error::new(Code::NOT_FOUND, "no such mailbox"))?;
            }
        }
        Ok(Submission::Sent)
    });
    let session = session([script.post("Post")]);
    let message = to_ann().to("Bob", "SMTP", "bob@example.org").to("Cid", "SMTP", "cid@example.org");
    session.mail().submit(&message).unwrap();
    session.mail().run().unwrap();
    let told = session.events().iter().filter(|event| event.name() == "sup.status_recips").count();
    let reports = session.mail().take();
    assert_eq!((told, reports.len(), session.mail().outbox().len()), (1, 1, 0));
    let rows = reports[0].recipients();
    assert_eq!(rows.len(), 2);
    let text = rows[0].iter().find(|column| column.tag.id() == tags::REPORT_TEXT.id()).unwrap();
    assert!(text.value.as_text().unwrap().contains("no such mailbox"), "{text:?}");
    clean(&session);
}

/// ABRUPT-6, ERR-7: a panic costs the logon, and the next transport gets the message.
#[test]
fn a_transport_that_panics_leaves_its_message_to_the_next() {
    let first = Script::new();
    let second = Script::new();
    first.sends(|_, _| panic!("a bug in sending"));
    let by_second = names(&second);
    let session = session([first.post("First"), second.post("Second")]);
    session.mail().submit(&to_ann()).unwrap();
    session.mail().run().unwrap();
    assert_eq!(by_second.lock().unwrap().len(), 1);
    let report = session.logoff();
    assert!(report.faults().is_empty(), "{}", report.tree());
    assert_eq!((first.count("end"), second.count("end")), (1, 1));
}

/// SPL-5: what was saved is delivered, the rest is not; Poll is asked until nothing waits.
#[test]
fn messages_that_wait_are_received_until_none_is_left() {
    let script = Script::new();
    script.receives(|post, message| {
        message.set(&[Property::new(tags::SUBJECT, "Hello"), Property::new(tags::BODY, "x".repeat(20_000))])?;
        message.add_recipients(&[Recipient::new(RecipientKind::To, "Me", "SMTP", "me@example.org")])?;
        if post.script().count("receive") == 2 {
            return Ok(()); // the second is not saved
        }
        message.save()
    });
    script.waits(3);
    let session = session([script.post("Post")]);
    session.mail().run().unwrap();
    assert_eq!(session.mail().take().len(), 1, "a message that is not saved ends the round");
    session.mail().run().unwrap();
    let mail = session.mail().take();
    assert_eq!((mail.len(), subject(&mail[0]), mail[0].recipients().len()), (1, "Hello", 1));
    assert_eq!(mail[0].text(tags::BODY).map(str::len), Some(20_000));
    clean(&session);
}

/// SPL-1, XPLOGON-4: NOTIFY_NEWMAIL brings StartMessage without Poll; SPL-2: a critical section
/// keeps Poll and Idle away.
#[test]
fn a_message_that_is_announced_is_received() {
    let script = Script::new();
    script.receives(|_, message| message.save());
    script.sends(|post, message| {
        post.support().new_mail()?;
        message.accept_all()?;
        Ok(Submission::Sent)
    });
    let session = session([script.post("Post")]);
    session.mail().submit(&to_ann()).unwrap();
    session.mail().run().unwrap();
    assert_eq!((script.count("receive"), session.mail().take().len()), (1, 1));
    clean(&session);
}

/// A failure in StartMessage costs the message its place, whatever was saved of it.
#[test]
fn a_message_that_fails_while_it_comes_is_not_delivered() {
    let script = Script::new();
    script.receives(|_, message| {
        message.save()?;
        Err(Code::DISK_ERROR.into())
    });
    script.waits(1);
    let session = session([script.post("Post")]);
    session.mail().run().unwrap();
    assert!(session.mail().take().is_empty());
    clean(&session);
}
