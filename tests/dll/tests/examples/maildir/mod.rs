//! What is so of the Maildir transport, however it came into the session: what is written and what
//! is delivered, whom it refuses, what a fault costs. How it comes there is in `linked.rs` and
//! `from_files.rs`.

mod settings;

use crate::start::maildir as start;
use maildir_transport::{FROM, Maildir, PATH};
use provider_runtime::abi::flag::*;
use provider_runtime::prelude::*;
use provider_runtime::session::{Message, Options, Profile, ProviderEntry, Service, Session};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/maildir-transport/sample");

/// A transport on this Maildir, without a user.
pub fn transport(path: &Path) -> ProviderEntry {
    ProviderEntry::transport("Mail").with(PATH, path.to_str().unwrap())
}

/// Options with a transport for each Maildir, all in one service. Ada is the user.
pub fn options<'a>(paths: impl IntoIterator<Item = &'a Path>) -> Options {
    with(paths.into_iter().map(|path| transport(path).with(FROM, "Ada <ada@example.org>")))
}

pub fn with(entries: impl IntoIterator<Item = ProviderEntry>) -> Options {
    let service = entries.into_iter().fold(Service::named("MAILDIR", "maildir_transport.dll"), Service::provider);
    Options::new().profile(Profile::empty("mail").service(service))
}

pub fn letter(subject: &str) -> Message {
    let message = Message::new().with(tags::SUBJECT, subject).with(tags::BODY, "Wie immer.\r\n");
    message.to("Grete Härter", "SMTP", "grete@example.org")
}

pub fn names(path: &Path, folder: &str) -> Vec<String> {
    let names = fs::read_dir(path.join(folder)).unwrap();
    names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

pub fn clean(session: &Session) {
    let report = session.logoff();
    assert!(report.is_clean(), "{}", report.tree());
}

fn text(message: &Message, tag: PropTag) -> &str {
    message.text(tag).unwrap_or_else(|| panic!("{tag} in {message:?}"))
}

fn columns(row: &[Property], tags: [PropTag; 4]) -> [Option<PropValue>; 4] {
    tags.map(|tag| row.iter().find(|one| one.tag.id() == tag.id()).map(|one| one.value.clone()))
}

const RECIPIENT: [PropTag; 4] =
    [tags::RECIPIENT_TYPE::ID, tags::DISPLAY_NAME::ID, tags::ADDRTYPE::ID, tags::EMAIL_ADDRESS::ID];

fn recipient(kind: u32, name: &str, address: &str) -> [Option<PropValue>; 4] {
    [Some(kind.into()), Some(name.into()), Some("SMTP".into()), Some(address.into())]
}

/// SPL-5: and what was submitted comes back, for the Maildir is polled too.
#[test]
fn a_message_is_written_with_headers_body_and_recipients_and_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let session = start(options([folder.path()]));
    let sent = letter("Tee um fünf")
        .cc("Nikos", "SMTP", "nikos@example.gr")
        .bcc("Eve", "SMTP", "eve@example.org")
        .with(tags::INTERNET_MESSAGE_ID, "<tea.1@example.org>")
        .with(tags::CLIENT_SUBMIT_TIME::ID, PropValue::Time(133_000_000_000_000_000));
    session.mail().submit(&sent).unwrap();
    session.mail().run().unwrap();
    assert!(session.mail().outbox().is_empty());
    let files = names(folder.path(), "cur");
    let file = fs::read_to_string(folder.path().join("cur").join(files.first().unwrap())).unwrap();
    assert!(!file.contains("eve@"), "a blind copy is not written: {file}");
    assert_eq!((files.len(), names(folder.path(), "new").len(), names(folder.path(), "tmp").len()), (1, 0, 0));

    let mail = session.mail().take();
    let [received] = mail.as_slice() else { panic!("{mail:?}") };
    for tag in [tags::SUBJECT::ID, tags::BODY::ID, tags::INTERNET_MESSAGE_ID::ID] {
        assert_eq!(received.text(tag), sent.text(tag));
    }
    assert_eq!(received.get(tags::CLIENT_SUBMIT_TIME), sent.get(tags::CLIENT_SUBMIT_TIME));
    assert_eq!(text(received, tags::MESSAGE_CLASS::ID), "IPM.Note");
    assert!(text(received, tags::TRANSPORT_MESSAGE_HEADERS::ID).contains("Message-ID: <tea.1@example.org>\r\n"));
    assert!(matches!(received.get(tags::MESSAGE_DELIVERY_TIME), Some(PropValue::Time(_))));
    for (name, address) in [
        (tags::SENDER_NAME::ID, tags::SENDER_EMAIL_ADDRESS::ID),
        (tags::SENT_REPRESENTING_NAME::ID, tags::SENT_REPRESENTING_EMAIL_ADDRESS::ID),
        (tags::RECEIVED_BY_NAME::ID, tags::RECEIVED_BY_EMAIL_ADDRESS::ID),
    ] {
        assert_eq!((text(received, name), text(received, address)), ("Ada", "ada@example.org"));
    }
    let rows: Vec<_> = received.recipients().iter().map(|row| columns(row, RECIPIENT)).collect();
    let grete = recipient(MAPI_TO, "Grete Härter", "grete@example.org");
    assert_eq!(rows, [grete, recipient(MAPI_CC, "Nikos", "nikos@example.gr")]);
    clean(&session);
}

/// Sample data of real-world shapes.
#[test]
fn what_waits_in_the_maildir_is_delivered_and_kept_in_cur() {
    let folder = tempfile::tempdir().unwrap();
    Maildir::open(folder.path()).unwrap();
    for sample in ["alternative", "latin1", "newsletter"] {
        let from = format!("{SAMPLE}/{sample}.eml");
        let to = folder.path().join("new").join(sample);
        fs::copy(from, to).unwrap();
    }
    let session = start(options([folder.path()]));
    session.mail().run().unwrap();
    let mail = session.mail().take();
    let [tonight, size, newsletter] = mail.as_slice() else { panic!("{mail:?}") };
    assert_eq!(text(tonight, tags::SUBJECT::ID), "Tonight");
    let people = tonight.recipients().iter().map(|row| columns(row, RECIPIENT)).collect::<Vec<_>>();
    let expected = [
        recipient(MAPI_TO, "Siobhán O’Malley", "siobhan@northpier.example"),
        recipient(MAPI_TO, "Νίκος Σταύρου", "nikos@example.gr"),
        recipient(MAPI_CC, "The Office", "office@northpier.example"),
    ];
    assert_eq!(people, expected);
    let whole = tonight.recipients().iter().all(|row| {
        let [entry, key, ..] =
            columns(row, [tags::ENTRYID::ID, tags::SEARCH_KEY::ID, tags::ROWID::ID, tags::DISPLAY_NAME::ID]);
        entry.is_some() && key.is_some()
    });
    assert!(whole, "each recipient has identifiers");
    assert_eq!((text(size, tags::SUBJECT::ID), size.recipients().len()), ("Größe", 0));
    assert_eq!(text(size, tags::BODY::ID).lines().next(), Some("Die Größe passt. Grüße, Jörg"));
    assert_eq!(text(newsletter, tags::SENDER_NAME::ID), "Verein für Wanderwege, Geschäftsstelle");
    let received = text(newsletter, tags::TRANSPORT_MESSAGE_HEADERS::ID).matches("Received: ").count();
    assert_eq!((received, names(folder.path(), "new").len(), names(folder.path(), "cur").len()), (2, 0, 3));
    clean(&session);
}

#[test]
fn a_body_that_is_longer_than_one_block_comes_through() {
    let folder = tempfile::tempdir().unwrap();
    let session = start(options([folder.path()]));
    let body: String = (0..20_000).map(|line| format!("Zeile {line}: äöü 😀\r\n")).collect();
    session.mail().submit(&letter("Long").with(tags::BODY, body.as_str())).unwrap();
    session.mail().run().unwrap();
    let mail = session.mail().take();
    assert!(text(mail.first().unwrap(), tags::BODY::ID) == body);
    clean(&session);
}

/// The message's own sender comes before the user; without either nothing can be written.
#[test]
fn a_message_is_from_whom_it_represents_else_from_its_sender_else_from_the_user() {
    let folder = tempfile::tempdir().unwrap();
    let sender = letter("1").with(tags::SENDER_NAME, "Bob").with(tags::SENDER_EMAIL_ADDRESS, "bob@example.org");
    let sender = sender.with(tags::SENDER_ADDRTYPE, "SMTP");
    let foreign = sender.clone().with(tags::SENT_REPRESENTING_ADDRTYPE, "EX");
    let foreign = foreign.with(tags::SENT_REPRESENTING_EMAIL_ADDRESS, "/o=x/cn=cid");
    let represented = foreign.clone().with(tags::SENT_REPRESENTING_SMTP_ADDRESS, "cid@example.org");
    let session = start(options([folder.path()]));
    for message in [&represented, &foreign, &sender, &letter("0")] {
        session.mail().submit(message).unwrap();
        session.mail().run().unwrap();
    }
    let from: Vec<_> =
        session.mail().take().iter().map(|mail| text(mail, tags::SENDER_EMAIL_ADDRESS::ID).to_owned()).collect();
    assert_eq!(from, ["cid@example.org", "bob@example.org", "bob@example.org", "ada@example.org"]);
    clean(&session);

    let session = start(with([transport(folder.path())]));
    session.mail().submit(&letter("Anonymous")).unwrap();
    session.mail().run().unwrap();
    let mail = session.mail().take();
    assert_eq!(
        mail.iter().map(|mail| text(mail, tags::MESSAGE_CLASS::ID)).collect::<Vec<_>>(),
        ["REPORT.IPM.Note.NDR"]
    );
    clean(&session);
}

/// XPLOGON-8: whom nothing can be written to is told in one report, the others get the message.
#[test]
fn recipients_without_an_address_are_refused_in_one_report() {
    let folder = tempfile::tempdir().unwrap();
    let session = start(options([folder.path()]));
    let bad =
        |message: Message| message.to("Nobody", "SMTP", "").cc("Odd", "SMTP", "no address").to("Two", "SMTP", "a@b@c");
    session.mail().submit(&bad(letter("Tea"))).unwrap();
    session.mail().run().unwrap();
    let (reports, mail): (Vec<_>, Vec<_>) =
        session.mail().take().into_iter().partition(|mail| text(mail, tags::MESSAGE_CLASS::ID).starts_with("REPORT"));
    let [report] = reports.as_slice() else { panic!("{reports:?}") };
    let why: Vec<_> = report
        .recipients()
        .iter()
        .flat_map(|row| columns(row, [tags::REPORT_TEXT::ID; 4]).into_iter().next())
        .collect();
    assert_eq!(why.len(), 3);
    let first = why.first().unwrap().as_ref().unwrap().as_text().unwrap();
    assert!(first.starts_with("the recipient (\"Nobody\") has no address"), "{first}");
    assert_eq!(mail.iter().map(|mail| mail.recipients().len()).collect::<Vec<_>>(), [1]);

    session.mail().submit(&bad(Message::new().with(tags::SUBJECT, "To nobody"))).unwrap();
    session.mail().run().unwrap();
    let mail = session.mail().take();
    assert_eq!(mail.iter().map(|mail| text(mail, tags::SUBJECT::ID)).collect::<Vec<_>>(), ["Undeliverable: To nobody"]);
    assert_eq!((names(folder.path(), "cur").len(), session.mail().outbox().len()), (1, 0));
    clean(&session);
}

#[test]
fn ten_thousand_recipients_are_one_file_and_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let session = start(options([folder.path()]));
    let all = (0..10_000).fold(Message::new().with(tags::SUBJECT, "All"), |message, number| {
        message.to(&format!("Person {number}"), "SMTP", &format!("person{number}@example.org"))
    });
    session.mail().submit(&all).unwrap();
    session.mail().run().unwrap();
    let mail = session.mail().take();
    assert_eq!(mail.iter().map(|mail| mail.recipients().len()).collect::<Vec<_>>(), [10_000]);
    assert_eq!(names(folder.path(), "cur").len(), 1);
    clean(&session);
}

#[test]
fn ten_thousand_recipients_without_an_address_are_one_report_and_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let session = start(options([folder.path()]));
    let all = (0..10_000).fold(Message::new().with(tags::SUBJECT, "All"), |message, number| {
        message.bcc(&format!("Person {number}"), "SMTP", "")
    });
    session.mail().submit(&all).unwrap();
    session.mail().run().unwrap();
    let mail = session.mail().take();
    assert_eq!(mail.iter().map(|mail| mail.recipients().len()).collect::<Vec<_>>(), [10_000]);
    assert_eq!((names(folder.path(), "cur").len(), session.mail().outbox().len()), (0, 0));
    clean(&session);
}

/// Several logons of one session, and of another one at the same time.
#[test]
fn several_logons_on_one_maildir_deliver_each_message_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    Maildir::open(path).unwrap();
    let subjects: Vec<_> = std::thread::scope(|threads| {
        let work = |first: usize| {
            let session = start(options([path, path]));
            for number in 0..25 {
                session.mail().submit(&letter(&(first + number).to_string())).unwrap();
                session.mail().run().unwrap();
            }
            let subjects: Vec<_> =
                session.mail().take().iter().map(|mail| text(mail, tags::SUBJECT::ID).to_owned()).collect();
            clean(&session);
            subjects
        };
        let threads: Vec<_> = [0, 25, 50, 75].into_iter().map(|first| threads.spawn(move || work(first))).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let session = start(options([path]));
    session.mail().run().unwrap(); // what somebody else held at the last round
    let late = session.mail().take();
    clean(&session);
    let all: Vec<_> =
        subjects.into_iter().chain(late.iter().map(|mail| text(mail, tags::SUBJECT::ID).to_owned())).collect();
    assert_eq!((all.len(), all.iter().collect::<BTreeSet<_>>().len(), names(path, "cur").len()), (100, 100, 100));
}

/// SPL-5: what MAPI has not saved waits in `new`, whole.
#[test]
fn a_delivery_that_fails_anywhere_leaves_the_message_in_new() {
    let folder = tempfile::tempdir().unwrap();
    Maildir::open(folder.path()).unwrap();
    fs::copy(format!("{SAMPLE}/alternative.eml"), folder.path().join("new/1")).unwrap();
    let session = start(options([folder.path()]));
    session.mail().run().unwrap();
    assert_eq!(session.mail().take().len(), 1);
    let mut failures = 0;
    for k in 1.. {
        fs::copy(format!("{SAMPLE}/alternative.eml"), folder.path().join("new").join(format!("again {k}"))).unwrap();
        let before = session.memory().calls();
        session.memory().fail_at(Some(k));
        session.mail().run().unwrap();
        session.memory().fail_at(None);
        let had_no_fault = session.memory().calls() - before < k;
        let first = session.mail().take().len();
        assert_eq!(first + names(folder.path(), "new").len(), 1, "delivered or waiting");
        session.mail().run().unwrap();
        assert_eq!(first + session.mail().take().len(), 1);
        failures += 1 - first;
        if had_no_fault {
            break;
        }
    }
    assert!(failures > 5, "{failures}");
    clean(&session);
}

/// MAPI_E_WAIT: the disk's trouble is the message's only for a while.
#[test]
fn a_message_waits_while_the_maildir_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mail");
    let session = start(options([&*path]));
    session.mail().run().unwrap();
    fs::rename(&path, folder.path().join("elsewhere")).unwrap();
    let number = session.mail().submit(&letter("Tea")).unwrap();
    session.mail().run().unwrap();
    assert_eq!((session.mail().outbox(), session.mail().take().len()), (vec![number], 0));
    fs::rename(folder.path().join("elsewhere"), &path).unwrap();
    session.mail().run().unwrap();
    assert_eq!((session.mail().outbox().len(), session.mail().take().len()), (0, 1));
    clean(&session);
}

/// FAST-7, XPOFF-1: what was found and not delivered is free again after the end.
#[test]
fn a_transport_agrees_to_a_fast_shutdown_and_holds_nothing_over_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let session = start(options([folder.path()]));
    session.mail().run().unwrap();
    assert_eq!(session.fast_shutdown().query(), Code::OK);
    clean(&session);
    let maildir = Maildir::open(folder.path()).unwrap();
    assert_eq!(maildir.poll().unwrap().count(), 0);
}
