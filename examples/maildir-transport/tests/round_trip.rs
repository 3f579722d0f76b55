//! What is written as RFC 5322 reads back the same, in lines that mail servers take.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "tests may panic")]

use maildir_transport::{Mailbox, Message, Recipient, RecipientKind};
use proptest::prelude::*;
use provider_runtime::Code;

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{0,120}",
        "\\PC{0,60}",
        any::<String>(),
        "([a-zäπ好😀]{1,12} ?){0,40}",
        "(=\\?|\\?=|utf-8|\\?Q\\?|[ \t\r\n]|a){0,20}",
        "[a-z]{900,1100}"
    ]
    .prop_map(|text| text.replace('\0', ""))
}

/// A display name as it reads back: one line, and nothing that looks like an encoded word, which
/// readers would decode.
fn name() -> impl Strategy<Value = String> {
    text().prop_map(|text| {
        let words = text.split(|letter: char| letter.is_whitespace() || letter.is_control());
        words.filter(|word| !word.is_empty() && !word.contains("=?")).collect::<Vec<_>>().join(" ")
    })
}

fn mailbox() -> impl Strategy<Value = Mailbox> {
    let local = "[A-Za-z0-9!#$%&'*+/=^_`{|}~-]{1,20}(\\.[a-z0-9]{1,20}){0,2}";
    let address = (local, "[a-z0-9-]{1,30}(\\.[a-zä]{2,10}){0,3}");
    let address = address.prop_map(|(local, domain)| format!("{local}@{domain}"));
    (name(), address).prop_map(|(name, address)| Mailbox { name, address })
}

fn recipient() -> impl Strategy<Value = Recipient> {
    let kind = prop::sample::select(vec![RecipientKind::To, RecipientKind::Cc, RecipientKind::Bcc]);
    (kind, mailbox()).prop_map(|(kind, mailbox)| Recipient { kind, mailbox })
}

fn header() -> impl Strategy<Value = (String, String)> {
    let free = ("(X-[A-Za-z0-9-]{1,40}|Comments)", text());
    let fixed = ("(References|In-Reply-To|Message-ID|Reply-To|Received)", "(<[a-z0-9.]{1,60}@[a-z.]{1,30}> ){0,20}");
    prop_oneof![free, fixed.prop_map(|(name, value)| (name, value.trim().to_owned()))]
}

fn message() -> impl Strategy<Value = Message> {
    let date = prop::option::of(-2_208_988_800_i64..32_535_216_000);
    let lists = (prop::collection::vec(recipient(), 1..20), prop::collection::vec(header(), 0..6));
    (mailbox(), lists, text(), prop::collection::vec(text(), 0..6), date).prop_map(
        |(from, (recipients, mut headers), subject, body, date)| {
            let mut ids = 0;
            headers.retain(|(name, _)| {
                name != "Message-ID" || {
                    ids += 1;
                    ids == 1
                }
            });
            Message { from: Some(from), recipients, subject, body: body.join("\n"), date, headers }
        },
    )
}

/// The message as it reads back: To, then Cc, no Bcc; lines of the body with CR LF; the identifier
/// last.
fn settled(message: &Message, read: &Message) -> Message {
    let of = |kind| message.recipients.iter().filter(move |recipient| recipient.kind == kind).cloned();
    let (mut headers, ids): (Vec<_>, Vec<_>) =
        message.headers.iter().cloned().partition(|(name, _)| !name.eq_ignore_ascii_case("Message-ID"));
    headers.push(ids.first().cloned().unwrap_or_else(|| read.headers.last().unwrap().clone()));
    Message {
        recipients: of(RecipientKind::To).chain(of(RecipientKind::Cc)).collect(),
        body: message.body.replace("\r\n", "\n").replace('\r', "\n").replace('\n', "\r\n"),
        date: message.date.or(read.date),
        headers,
        ..message.clone()
    }
}

proptest! {
    #[test]
    fn a_message_reads_back_the_same(message in message()) {
        let (bytes, refused) = message.write().unwrap();
        prop_assert!(refused.is_empty());
        for line in bytes.split(|byte| *byte == b'\n') {
            prop_assert!(line.len() <= 999, "a line of {} bytes", line.len());
        }
        let read = Message::read(&bytes).unwrap();
        prop_assert!(read.date.is_some());
        prop_assert_eq!(settled(&message, &read), read, "{}", String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_bytes_are_a_message_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..400), start in any::<bool>()) {
        let start: &[u8] = if start { b"From: a@b\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" } else { b"" };
        let read = Message::read(&[start, &bytes].concat());
        prop_assert!(!start.is_empty() || read.is_ok() || read.unwrap_err().code() == Code::CORRUPT_DATA);
    }
}

fn letter() -> Message {
    Message { body: "Hello\r\n".into(), ..Message::new("Ada", "ada@example.org") }
}

#[test]
fn bcc_is_not_written() {
    let mut message = letter().to("Grete", "grete@example.org");
    message.recipients.push(Recipient { kind: RecipientKind::Bcc, mailbox: Mailbox::new("Eve", "eve@example.org") });
    let (bytes, refused) = message.write().unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert!(refused.is_empty() && !text.to_lowercase().contains("eve") && !text.contains("Bcc"), "{text}");
}

#[test]
fn a_recipient_without_an_address_costs_that_recipient() {
    let message =
        letter().to("Nobody", "").to("Grete", "grete@example.org").to("X", "a>\r\nBcc: <b@c").to("", "room 5");
    let (bytes, refused) = message.write().unwrap();
    let told: Vec<_> = refused.iter().map(|refused| (refused.place, refused.error.code())).collect();
    assert_eq!(told, [(0, Code::BAD_VALUE), (2, Code::BAD_VALUE), (3, Code::BAD_VALUE)]);
    assert_eq!(refused.first().unwrap().error.text(), "recipient 0 (\"Nobody\") has no address");
    let read = Message::read(&bytes).unwrap();
    assert_eq!(read.recipients, letter().to("Grete", "grete@example.org").recipients);

    let nobody = letter().to("Nobody", "").write().unwrap_err();
    assert_eq!((nobody.code(), nobody.text()), (Code::NO_RECIPIENTS, "recipient 0 (\"Nobody\") has no address"));
    assert_eq!(letter().write().unwrap_err().code(), Code::NO_RECIPIENTS);
}

#[test]
fn a_message_that_cannot_be_written_says_why() {
    let with = |headers: &[(&str, &str)], date| {
        let headers = headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        Message { headers, date, ..letter().to("", "grete@example.org") }.write().unwrap_err()
    };
    for (error, part) in [
        (with(&[("Subject", "x")], None), "\"Subject\" is written from the message itself"),
        (with(&[("content-type", "x")], None), "\"content-type\" is written from the message itself"),
        (with(&[("X: y\r\nZ", "x")], None), "has no name that can be written"),
        (with(&[("Reply-To", "é <a@b>")], None), "\"Reply-To\" has a structure"),
        (with(&[("References", "<a@b>\r\nX: y")], None), "\"References\" has a structure"),
        (with(&[], Some(i64::MAX)), "date of the message is out of range"),
        (Message { from: None, ..letter() }.write().unwrap_err(), "the message has no sender"),
        (Message::new("Ada", "").to("", "a@b").write().unwrap_err(), "the sender (\"Ada\") has no address"),
    ] {
        assert_eq!(error.code(), Code::INVALID_PARAMETER);
        assert!(error.text().contains(part), "{error}");
    }
    let big = Message { body: "x".repeat(70 << 20), ..letter().to("", "a@b") };
    assert_eq!(big.write().unwrap_err().code(), Code::TOO_BIG);
}

#[test]
fn ten_thousand_recipients_are_written_and_read() {
    let message = (0..10_000).fold(letter(), |message, number| {
        message.to(format!("Mitglied Nr. {number} (Förderkreis)"), format!("member{number}@example.org"))
    });
    let (bytes, refused) = message.write().unwrap();
    assert!(refused.is_empty() && bytes.len() < 2 << 20, "{} bytes", bytes.len());
    assert_eq!(Message::read(&bytes).unwrap().recipients, message.recipients);
}

#[test]
fn the_samples_are_read() {
    let read = |name: &str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("sample").join(name);
        Message::read(&std::fs::read(path).unwrap()).unwrap()
    };
    let newsletter = read("newsletter.eml");
    assert_eq!(
        newsletter.from,
        Some(Mailbox::new("Verein für Wanderwege, Geschäftsstelle", "post@wanderwege.example"))
    );
    assert_eq!(newsletter.subject, "Frühjahrswanderung: Treffpunkt geändert – bitte lesen");
    assert!(newsletter.body.starts_with("Liebe Mitglieder,\r\n\r\nder Treffpunkt für die Frühjahrswanderung ist"));
    assert!(newsletter.body.contains("Café am Bahnhof (nicht: Parkplatz)"), "{}", newsletter.body);
    assert_eq!(newsletter.date, Some(1_710_234_900));
    let received = newsletter.headers.iter().filter(|(name, _)| name == "Received").count();
    assert_eq!(received, 2);
    let topic = newsletter.headers.iter().find(|(name, _)| name == "X-Thema").unwrap();
    assert_eq!(topic.1, "Wege & Gebühren");

    let alternative = read("alternative.eml");
    let to: Vec<_> = alternative.recipients.iter().map(|recipient| &*recipient.mailbox.address).collect();
    assert_eq!(to, ["siobhan@northpier.example", "nikos@example.gr", "office@northpier.example"]);
    assert_eq!(alternative.body, "Tonight at eight, studio two.\r\n\r\nBring the tapes — all of them.\r\n");

    let latin = read("latin1.eml");
    assert_eq!((&*latin.subject, &*latin.body), ("Größe", "Die Größe passt. Grüße, Jörg\r\n"));
    assert_eq!(latin.recipients, []);
}
