//! What an author's code does with a message that it is lent: reads it, answers for its recipients,
//! fills a new one. Whose hands it is in, and when, is in `messages.rs`.

use super::post::{Host, Logon};
use crate::message::raw::Raw;
use provider_runtime::abi::flag::*;
use provider_runtime::prelude::*;
use provider_runtime::session::{LentMessage, Message};
use std::io::{Read, Write};
use std::sync::mpsc::channel;
use std::time::Duration;
use support::raw::add_ref;

/// Runs `body` in SubmitMessage; what the message is after that.
#[track_caller]
fn submitted<T: Send + 'static>(
    (host, logon): (&Host, &Logon),
    lent: &LentMessage,
    body: impl Fn(&OutgoingMessage<'_>) -> Result<(T, Submission)> + Send + Sync + 'static,
) -> (Code, T) {
    let (sender, told) = channel();
    host.author.on_submit(move |message| {
        let (value, submission) = body(message)?;
        sender.send(value).unwrap();
        Ok(submission)
    });
    let taken = logon.submit(lent.as_raw());
    if taken.code == Code::OK {
        logon.end_message(taken.reference);
    }
    (taken.code, told.try_recv().unwrap())
}

fn is_taken(row: &[Property]) -> bool {
    row.iter().any(|column| column.tag == tags::RESPONSIBILITY && column.value == true.into())
}

fn text(row: &[Property], tag: PropTag) -> String {
    row.iter().find(|column| column.tag == tag).unwrap().value.as_text().unwrap().into()
}

/// MEM-2: short ones by GetProps, long ones by streams, and no block is left.
#[test]
fn properties_of_any_length_are_read() {
    let host = Host::new();
    let logon = host.log_on();
    let body = "lorem ипсум ".repeat(20_000);
    let message = Message::new().with(tags::SUBJECT, "Lunch?").with(tags::PRIORITY, 1).with(tags::BODY, &*body);
    let message = message.with(tags::RTF_COMPRESSED, vec![7_u8; 100_000]).with(tags::ENTRYID, vec![1_u8, 2, 3]);
    let lent = message.lend(host.memory());
    let (code, ()) = submitted((&host, &logon), &lent, move |message| {
        assert_eq!(message.get(tags::SUBJECT)?, Some("Lunch?".into()));
        assert_eq!(message.get(tags::PRIORITY)?, Some(1.into()));
        assert_eq!((message.get(tags::SENDER_NAME)?, message.text(tags::SENDER_NAME)?), (None, None));
        assert_eq!(message.bytes(tags::ENTRYID)?, message.entry()?);
        assert_eq!(message.entry()?, Some(vec![1_u8, 2, 3]));
        assert_eq!(message.get(tags::BODY).unwrap_err().code(), Code::NOT_ENOUGH_MEMORY);
        assert!(message.text(tags::BODY)?.unwrap() == body);
        assert!(message.bytes(tags::RTF_COMPRESSED)?.unwrap() == vec![7_u8; 100_000]);
        let mut half = vec![0; body.encode_utf16().count()]; // of the bytes
        let mut stream = message.stream(tags::BODY)?;
        stream.read_exact(&mut half).unwrap();
        assert_eq!(stream.read_to_end(&mut Vec::new()).unwrap(), half.len());
        assert_eq!(message.stream(tags::SENDER_NAME).unwrap_err().code(), Code::NOT_FOUND);
        Ok(((), Submission::Sent))
    });
    assert_eq!((code, lent.close().left), (Code::OK, 0));
    logon.end();
    host.end();
}

/// A text of any length is not any text: 64 MB are enough for one block.
#[test]
fn what_is_longer_than_64_mb_is_read_as_a_stream_or_not_at_all() {
    let host = Host::new();
    let logon = host.log_on();
    let lent = Message::new().with(tags::RTF_COMPRESSED, vec![7_u8; (64 << 20) + 1]).lend(host.memory());
    let (code, ()) = submitted((&host, &logon), &lent, |message| {
        assert_eq!(message.bytes(tags::RTF_COMPRESSED).unwrap_err().code(), Code::TOO_BIG);
        let length = std::io::copy(&mut message.stream(tags::RTF_COMPRESSED)?, &mut std::io::sink()).unwrap();
        assert_eq!(length, (64 << 20) + 1);
        Ok(((), Submission::Sent))
    });
    assert_eq!((code, lent.close().left), (Code::OK, 0));
    logon.end();
    host.end();
}

/// Attachments by their table and by their number.
#[test]
fn attachments_are_listed_and_read() {
    let host = Host::new();
    let logon = host.log_on();
    let file = |name: &str, bytes: usize| {
        vec![Property::new(tags::ATTACH_LONG_FILENAME, name), Property::new(tags::ATTACH_DATA_BIN, vec![3_u8; bytes])]
    };
    let lent = Message::new().attachment(file("menu.txt", 4)).attachment(file("map.png", 50_000)).lend(host.memory());
    let (code, names) = submitted((&host, &logon), &lent, |message| {
        let mut names = Vec::new();
        for row in message.attachments()? {
            let row = row?;
            let attachment = message.attachment(row.number().unwrap())?;
            assert_eq!(attachment.text(tags::ATTACH_LONG_FILENAME)?.as_deref(), row.file_name());
            let bytes = attachment.bytes(tags::ATTACH_DATA_BIN)?.unwrap();
            let mut streamed = Vec::new();
            attachment.stream(tags::ATTACH_DATA_BIN)?.read_to_end(&mut streamed).unwrap();
            assert_eq!((bytes.len(), attachment.get(tags::ATTACH_MIME_TAG)?), (streamed.len(), None));
            names.push((row.file_name().unwrap().to_owned(), bytes.len()));
        }
        assert!(message.attachment(7).is_err());
        Ok((names, Submission::Sent))
    });
    assert_eq!((code, names), (Code::OK, vec![("menu.txt".into(), 4), ("map.png".into(), 50_000)]));
    assert_eq!(lent.close().left, 0);
    logon.end();
    host.end();
}

/// PR_RESPONSIBILITY, MAPI_P1, MAPI_SUBMITTED
#[test]
fn a_transport_sees_whom_it_is_to_send_to_and_whom_the_message_names() {
    let host = Host::new();
    let logon = host.log_on();
    let row = |kind: u32, name: &str, is_taken: bool| {
        let kind = Property::new(tags::RECIPIENT_TYPE, kind);
        vec![kind, Property::new(tags::DISPLAY_NAME, name), Property::new(tags::RESPONSIBILITY, is_taken)]
    };
    let message = Message::new().to("Ann", "SMTP", "ann@x").cc("Bob", "SMTP", "bob@x").bcc("Cid", "SMTP", "cid@x");
    let message = message.recipient(row(MAPI_TO, "another's", true));
    let message = message.recipient(row(MAPI_TO | MAPI_SUBMITTED, "has it", false));
    let lent = message.recipient(row(MAPI_P1, "again", false)).lend(host.memory());
    let (code, (own, all)) = submitted((&host, &logon), &lent, |message| {
        let seen = |recipient: Result<Recipient>| {
            let recipient = recipient.unwrap();
            (recipient.kind(), recipient.name().unwrap().to_owned(), recipient.address().map(String::from))
        };
        let own = message.recipients()?;
        let all = message.all_recipients()?;
        Ok(((own.map(seen).collect::<Vec<_>>(), all.map(seen).collect::<Vec<_>>()), Submission::Sent))
    });
    let seen = |kind, name: &str, address: Option<&str>| (kind, name.to_owned(), address.map(String::from));
    let ann = seen(RecipientKind::To, "Ann", Some("ann@x"));
    let bob = seen(RecipientKind::Cc, "Bob", Some("bob@x"));
    let cid = seen(RecipientKind::Bcc, "Cid", Some("cid@x"));
    let again = seen(RecipientKind::Resent, "again", None);
    assert_eq!((code, own), (Code::OK, vec![ann.clone(), bob.clone(), cid.clone(), again]));
    let others = seen(RecipientKind::To, "another's", None);
    let has = seen(RecipientKind::To, "has it", None);
    assert_eq!(all, [ann, bob, cid, others, has]);
    assert_eq!(lent.close().left, 0);
    logon.end();
    host.end();
}

/// Bounded memory: a hundred rows at a time.
#[test]
fn ten_thousand_recipients_take_no_more_memory_than_a_hundred() {
    let host = Host::new();
    let logon = host.log_on();
    let message =
        (0..10_000).fold(Message::new(), |message, n| message.to(&format!("Nr. {n}"), "SMTP", &format!("{n}@x")));
    let lent = message.lend(host.memory());
    let session = host.session();
    let (code, count) = submitted((&host, &logon), &lent, move |message| {
        let mut count = 0;
        let mut asked = session.memory().calls();
        for recipient in message.recipients()? {
            count += usize::from(recipient?.address().is_some());
            let before = std::mem::replace(&mut asked, session.memory().calls());
            assert!(asked - before < 2000, "{} blocks at once", asked - before);
        }
        message.accept_all()?;
        Ok((count, Submission::Sent))
    });
    assert_eq!((code, count), (Code::OK, 10_000));
    let now = lent.current();
    assert!(now.recipients().iter().all(|row| is_taken(row)));
    assert_eq!(text(&now.recipients()[9_999], tags::EMAIL_ADDRESS::ID), "9999@x"); // and nothing of a row was lost
    assert_eq!(lent.close().left, 0);
    logon.end();
    host.end();
}

/// StatusRecips once a message; those of whom it was not told are left to MAPI.
#[test]
fn those_that_are_refused_are_told_of_in_one_report() {
    let host = Host::new();
    let logon = host.log_on();
    let message = ["Ann", "Bob", "Cid"].iter().fold(Message::new(), |message, name| message.to(name, "SMTP", "a@x"));
    let refusing = |message: &OutgoingMessage<'_>| {
        for recipient in message.recipients()? {
            let recipient = recipient?;
            match recipient.name() {
                Some("Bob") => {}
                _ => message.refuse(&recipient, &Error::new(Code::NOT_FOUND, "no such box"))?,
            }
        }
        let own = message.recipients()?.next().unwrap()?;
        message.refuse(&own, &Error::new(Code::NOT_FOUND, "no such box"))?; // once is enough
        message.accept_all()?; // all others
        Ok(((), Submission::Sent))
    };
    let lent = message.clone().lend(host.memory());
    assert_eq!(submitted((&host, &logon), &lent, refusing).0, Code::OK);
    assert!(lent.current().recipients().iter().all(|row| is_taken(row)));
    let reports = logon.support.told(|told| std::mem::take(&mut told.reports));
    assert_eq!(reports.len(), 1);
    let names: Vec<_> = reports[0].iter().map(|row| text(row, tags::DISPLAY_NAME::ID)).collect();
    assert_eq!(names, ["Ann", "Cid"]);
    assert!(text(&reports[0][0], tags::REPORT_TEXT::ID).contains("no such box"));
    assert!(reports[0][0].iter().any(|column| column.tag == tags::REPORT_TIME));
    assert_eq!(lent.close().left, 0);
    // A report that fails is freed here, and MAPI finds the recipients as nobody's.
    logon.support.told(|told| told.refusal = Some(Code::CALL_FAILED));
    let lent = message.lend(host.memory());
    assert_eq!(submitted((&host, &logon), &lent, refusing).0, Code::OK);
    let taken: Vec<_> = lent.current().recipients().iter().map(|row| is_taken(row)).collect();
    assert_eq!(taken, [false, true, false]);
    assert_eq!(lent.close().left, 0);
    logon.end();
    host.end();
}

/// An error leaves the message as it was; one that has to wait keeps who has it already.
#[test]
fn what_was_accepted_is_kept_where_the_rest_has_to_wait_and_forgotten_where_all_failed() {
    let host = Host::new();
    let logon = host.log_on();
    let message = Message::new().to("Ann", "SMTP", "ann@x").to("Bob", "SMTP", "bob@x");
    let accept = |message: &OutgoingMessage<'_>| {
        let first = message.recipients()?.next().unwrap()?;
        message.accept(std::slice::from_ref(&first))?;
        message.refuse(&first, &Code::NOT_FOUND.into())
    };
    let lent = message.clone().lend(host.memory());
    host.author.on_submit(move |message| accept(message).and(Err(Code::NETWORK_ERROR.into())));
    assert_eq!(logon.submit(lent.as_raw()).code, Code::NETWORK_ERROR);
    assert!(lent.saved().is_none() && logon.support.told(|told| told.reports.is_empty()));
    assert_eq!(lent.close().left, 0);
    let lent = message.lend(host.memory());
    host.author.on_submit(move |message| {
        accept(message)?;
        Ok(Submission::Wait(Duration::from_secs(5)))
    });
    assert_eq!(logon.submit(lent.as_raw()).code, Code::WAIT);
    let taken: Vec<_> = lent.saved().unwrap().recipients().iter().map(|row| is_taken(row)).collect();
    assert_eq!((taken, logon.support.told(|told| told.reports.len())), (vec![true, false], 1));
    let stray = Recipient::new(RecipientKind::To, "Cid", "SMTP", "cid@x");
    host.author.on_submit(move |message| {
        assert_eq!(message.accept(std::slice::from_ref(&stray)).unwrap_err().code(), Code::INVALID_PARAMETER);
        message.refuse(&stray, &Code::NOT_FOUND.into()).map(|()| Submission::Sent)
    });
    assert_eq!(logon.submit(lent.as_raw()).code, Code::INVALID_PARAMETER);
    assert_eq!(lent.close().left, 0);
    logon.end();
    host.end();
}

/// SPL-4
#[test]
fn a_yield_that_cancels_the_message_is_an_error_to_pass_on() {
    let host = Host::new();
    let logon = host.log_on();
    let lent = Message::new().to("Ann", "SMTP", "ann@x").lend(host.memory());
    let support = std::sync::Arc::clone(&logon.support);
    host.author.on_submit(move |message| {
        message.yield_now()?;
        support.told(|told| told.is_cancelling = true);
        assert!(message.yield_now().is_err() && message.is_cancelled());
        message.yield_now().map(|()| Submission::Sent)
    });
    assert_eq!(logon.submit(lent.as_raw()).code, Code::USER_CANCEL);
    assert_eq!(lent.close().left, 0);
    logon.end();
    host.end();
}

fn fill(message: &IncomingMessage<'_>) -> Result<()> {
    message.set(&[Property::new(tags::SUBJECT, "Rain"), Property::new(tags::PRIORITY, 1)])?;
    let mut body = message.stream(tags::BODY)?;
    for unit in "Tomorrow, морось.".encode_utf16() {
        body.write_all(&unit.to_le_bytes()).or_code(Code::CALL_FAILED)?;
    }
    body.flush().or_code(Code::CALL_FAILED)?;
    let own = Recipient::new(RecipientKind::Cc, "Bob", "SMTP", "bob@x").with(tags::ENTRYID, vec![9_u8]);
    message.add_recipients(&[Recipient::new(RecipientKind::To, "Ann", "smtp", "ann@x"), own])?;
    let attachment = message.add_attachment(&[Property::new(tags::ATTACH_LONG_FILENAME, "map.png")])?;
    let mut data = attachment.stream(tags::ATTACH_DATA_BIN)?;
    data.write_all(&[7; 30_000]).and_then(|()| data.flush()).or_code(Code::CALL_FAILED)?;
    drop(data);
    attachment.save()
}

/// SPL-5
#[test]
fn a_message_that_came_in_is_delivered_when_it_is_saved() {
    let host = Host::new();
    let logon = host.log_on();
    host.author.on_receive(fill);
    let lent = Message::new().lend(host.memory());
    assert_eq!(logon.start(lent.as_raw()).code, Code::OK);
    assert_eq!((lent.saved(), lent.close().left), (None, 0));
    host.author.on_receive(|message| fill(message).and_then(|()| message.save()));
    let lent = Message::new().lend(host.memory());
    assert_eq!(logon.start(lent.as_raw()).code, Code::OK);
    let closed = lent.close();
    let message = closed.saved.unwrap();
    assert_eq!((closed.left, message.text(tags::SUBJECT)), (0, Some("Rain")));
    assert_eq!(message.text(tags::BODY), Some("Tomorrow, морось."));
    let [ann, bob] = message.recipients() else { panic!("{message:?}") };
    let value = |row: &[Property], tag| row.iter().find(|column| column.tag == tag).map(|column| column.value.clone());
    assert_eq!(value(ann, tags::SEARCH_KEY::ID), Some((&b"SMTP:ANN@X\0"[..]).into()));
    assert_eq!((value(ann, tags::ENTRYID::ID), value(bob, tags::ENTRYID::ID)), (None, Some(vec![9_u8].into())));
    let [map] = message.attachments() else { panic!("{message:?}") };
    assert_eq!(value(map, tags::ATTACH_DATA_BIN::ID), Some(vec![7_u8; 30_000].into()));
    logon.end();
    host.end();
}

/// MEM-10: at every allocation, on the way out and on the way in.
#[test]
fn a_message_leaves_no_memory_behind_whenever_it_runs_out() {
    let host = Host::new();
    let logon = host.log_on();
    host.author.on_submit(|message| {
        message.text(tags::SUBJECT)?;
        for row in message.attachments()? {
            message.attachment(row?.number().unwrap())?.bytes(tags::ATTACH_DATA_BIN)?;
        }
        for recipient in message.all_recipients()? {
            message.refuse(&recipient?, &Code::NOT_FOUND.into())?;
        }
        message.accept_all()?;
        Ok(Submission::Wait(Duration::ZERO))
    });
    host.author.on_receive(|message| fill(message).and_then(|()| message.save()));
    let mut has_succeeded = [false; 2];
    for fails_at in 1.. {
        let file = vec![Property::new(tags::ATTACH_DATA_BIN, vec![3_u8; 9])];
        let out = Message::new().with(tags::SUBJECT, "Lunch?").to("Ann", "SMTP", "a@x").attachment(file);
        let out = out.lend(host.memory());
        let incoming = Message::new().lend(host.memory());
        host.memory().fail_at(Some(fails_at));
        let sent = logon.submit(out.as_raw()).code;
        host.memory().fail_at(Some(fails_at));
        let received = logon.start(incoming.as_raw()).code;
        host.memory().fail_at(None);
        let expected = [Code::WAIT, Code::OK, Code::NOT_ENOUGH_MEMORY];
        assert!(expected.contains(&sent) && expected.contains(&received), "{sent:?} {received:?}");
        assert_eq!((out.close().left, incoming.close().left), (0, 0), "{fails_at}");
        assert_eq!(host.memory().live(), 0, "{fails_at}");
        has_succeeded = [has_succeeded[0] || sent == Code::WAIT, has_succeeded[1] || received == Code::OK];
        if fails_at > 200 {
            break;
        }
    }
    assert_eq!(has_succeeded, [true; 2]);
    logon.end();
    host.end();
}

/// F1: what is opened from a lent message counts for itself alone.
#[test]
fn a_lent_message_keeps_the_references_that_it_had() {
    let host = Host::new();
    let logon = host.log_on();
    let lent = Message::new().to("Ann", "SMTP", "ann@x").lend(host.memory());
    add_ref(lent.as_raw());
    let own = Raw { object: lent.as_raw(), memory: host.memory() };
    host.author.on_submit(|message| message.recipients().map(|_| Submission::Sent));
    assert_eq!(logon.submit(lent.as_raw()).code, Code::OK);
    assert_eq!((add_ref(lent.as_raw()), support::raw::release(lent.as_raw())), (3, 2));
    drop(own);
    assert_eq!(lent.close().left, 0);
    logon.end();
    host.end();
}
