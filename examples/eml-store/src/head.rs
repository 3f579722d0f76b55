//! What the header fields of a message say: the values that its row in a table and the message
//! itself have in common, and its recipients. Its parts are in `mime.rs`.

use mail_parser::{Address, HeaderName, HeaderValue, Message, MessageParser, MessagePart, Received};
use provider_runtime::abi::flag::{MSGFLAG_HASATTACH, MSGFLAG_READ};
use provider_runtime::prelude::*;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Header fields are read up to here, in bytes; real ones are far shorter.
pub(crate) const MOST: usize = 256 << 10;

/// What clients see in a table of messages unless they choose.
pub(crate) const COLUMNS: [PropTag; 3] = [tags::SUBJECT::ID, tags::SENDER_NAME::ID, tags::MESSAGE_DELIVERY_TIME::ID];

/// The header fields at the start of these bytes.
fn parse(bytes: &[u8]) -> Message<'_> {
    let parsed = MessageParser::default().parse_headers(bytes.get(..MOST).unwrap_or(bytes));
    parsed.unwrap_or_else(|| Message { parts: vec![MessagePart::default()], ..Message::default() })
}

/// Text without zeros, which would end it in MAPI's memory.
pub(crate) fn text(text: impl Into<String>) -> String {
    let mut text = text.into();
    text.retain(|letter| letter != '\0');
    text
}

/// The people of a field, those in groups too: name and address, the one for the other where that
/// is missing.
fn people(field: Option<&Address<'_>>) -> impl Iterator<Item = (String, String)> {
    let all = field.into_iter().flat_map(|field| field.iter()).map(|person| {
        let [name, address] = [person.name(), person.address()].map(|one| text(one.unwrap_or_default().trim()));
        (if name.is_empty() { address.clone() } else { name }, address)
    });
    all.filter(|(name, _)| !name.is_empty())
}

/// The people of all fields of one name.
fn all(fields: &Message<'_>, name: &HeaderName<'static>) -> Vec<(String, String)> {
    fields.header_values(name.clone()).flat_map(|value| people(value.as_address())).collect()
}

/// The recipients of the message at the start of these bytes.
pub(crate) fn recipients(bytes: &[u8]) -> Vec<StoredRecipient> {
    let fields = parse(bytes);
    let of = |field, new: fn(&str, &str, &str) -> StoredRecipient| {
        all(&fields, &field).into_iter().map(move |(name, address)| new(&name, "SMTP", &address))
    };
    let to = of(HeaderName::To, StoredRecipient::to).chain(of(HeaderName::Cc, StoredRecipient::cc));
    to.chain(of(HeaderName::Bcc, StoredRecipient::bcc)).collect()
}

/// The values of the message at the start of these bytes, which has so many in all and parts beside
/// its body or not; `changed` is the time of its file.
pub(crate) fn values(bytes: &[u8], size: u64, has_files: bool, changed: Option<SystemTime>) -> Vec<Property> {
    let fields = parse(bytes);
    let flags = MSGFLAG_READ | if has_files { MSGFLAG_HASATTACH } else { 0 };
    let importance = match fields.header(HeaderName::Importance).and_then(HeaderValue::as_text).map(str::trim) {
        Some(value) if value.eq_ignore_ascii_case("high") => 2_u32,
        Some(value) if value.eq_ignore_ascii_case("low") => 0,
        _ => 1,
    };
    let time = |date: &mail_parser::DateTime| {
        let seconds = u64::try_from(date.to_timestamp()).ok().filter(|_| date.is_valid())?;
        UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
    };
    let sent = fields.date().and_then(time);
    let received = fields.header_values(HeaderName::Received).next().and_then(HeaderValue::as_received);
    let received = received.and_then(Received::date).and_then(|date| time(&date)).or(sent).or(changed);
    let from = people(fields.from()).next().unzip();
    let sender = people(fields.sender()).next().map_or_else(|| from.clone(), |sender| (Some(sender.0), Some(sender.1)));
    let names = |field| all(&fields, &field).into_iter().map(|(name, _)| name).collect::<Vec<_>>().join("; ");
    let smtp = |address: &Option<String>| address.as_ref().map(|_| "SMTP");
    let values = [
        Some(Property::new(tags::MESSAGE_CLASS, "IPM.Note")),
        Some(Property::new(tags::MESSAGE_FLAGS, flags)),
        Some(Property::new(tags::MESSAGE_SIZE, i32::try_from(size).unwrap_or(i32::MAX))),
        Some(Property::new(tags::HASATTACH, has_files)),
        Some(Property::new(tags::IMPORTANCE, importance)),
        Some(Property::new(tags::SUBJECT, text(fields.subject().unwrap_or_default()))),
        fields.message_id().map(|id| Property::new(tags::INTERNET_MESSAGE_ID, text(format!("<{id}>")))),
        Some(Property::new(tags::DISPLAY_TO, names(HeaderName::To))),
        Some(Property::new(tags::DISPLAY_CC, names(HeaderName::Cc))),
        Some(Property::new(tags::DISPLAY_BCC, names(HeaderName::Bcc))),
        sent.map(|time| Property::new(tags::CLIENT_SUBMIT_TIME, time)),
        received.map(|time| Property::new(tags::MESSAGE_DELIVERY_TIME, time)),
        received.map(|time| Property::new(tags::CREATION_TIME, time)),
        changed.or(received).map(|time| Property::new(tags::LAST_MODIFICATION_TIME, time)),
        smtp(&sender.1).map(|kind| Property::new(tags::SENDER_ADDRTYPE, kind)),
        sender.0.map(|name| Property::new(tags::SENDER_NAME, name)),
        sender.1.map(|address| Property::new(tags::SENDER_EMAIL_ADDRESS, address)),
        smtp(&from.1).map(|kind| Property::new(tags::SENT_REPRESENTING_ADDRTYPE, kind)),
        from.0.map(|name| Property::new(tags::SENT_REPRESENTING_NAME, name)),
        from.1.map(|address| Property::new(tags::SENT_REPRESENTING_EMAIL_ADDRESS, address)),
    ];
    values.into_iter().flatten().collect()
}
