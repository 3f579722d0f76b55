//! Reads a message from the bytes of a file. Writing is in `compose.rs`.

use crate::{Mailbox, Message, Recipient, RecipientKind};
use mail_parser::parsers::MessageStream;
use mail_parser::{Address, Header, HeaderName, HeaderValue, MessageParser};
use provider_runtime::{Code, Error, Result};

impl Message {
    /// Reads a message.
    ///
    /// # Errors
    /// `MAPI_E_CORRUPT_DATA` if the bytes have no header field that a message has.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let parsed =
            MessageParser::default().parse(bytes).filter(|parsed| parsed.headers().iter().any(is_of_a_message));
        let Some(parsed) = parsed else {
            let text = "there is no message: no From, Sender, To, Cc, Date, Subject, Message-ID or Received";
            return Err(Error::new(Code::CORRUPT_DATA, text));
        };
        let mut message = Self {
            from: parsed.from().and_then(|from| mailboxes(from).next()),
            body: parsed.body_text(0).unwrap_or_default().into_owned(),
            date: parsed.date().filter(|date| date.is_valid()).map(|date| date.to_timestamp()),
            ..Self::default()
        };
        for (name, kind) in [
            (HeaderName::To, RecipientKind::To),
            (HeaderName::Cc, RecipientKind::Cc),
            (HeaderName::Bcc, RecipientKind::Bcc),
        ] {
            let fields = parsed.headers().iter().filter(|header| header.name == name);
            let all = fields.filter_map(|header| header.value.as_address()).flat_map(mailboxes);
            message.recipients.extend(all.map(|mailbox| Recipient { kind, mailbox }));
        }
        for header in parsed.headers() {
            match &header.name {
                HeaderName::Subject => message.subject = value(header, bytes),
                HeaderName::From | HeaderName::To | HeaderName::Cc | HeaderName::Bcc | HeaderName::Date => {}
                name if name.is_mime_header() || *name == HeaderName::MimeVersion => {}
                _ => message.headers.push((name(header, bytes), value(header, bytes))),
            }
        }
        Ok(message)
    }
}

fn is_of_a_message(header: &Header<'_>) -> bool {
    use HeaderName::{Bcc, Cc, Date, From, MessageId, Received, Sender, Subject, To};
    matches!(header.name, From | Sender | To | Cc | Bcc | Date | Subject | MessageId | Received)
}

/// Whether a field has no structure, so that encoded words in it are text.
pub(crate) fn is_free_text(name: &HeaderName<'_>) -> bool {
    matches!(name, HeaderName::Other(_) | HeaderName::Subject | HeaderName::Comments)
}

/// The people of a field, those in groups too.
fn mailboxes<'a>(address: &'a Address<'_>) -> impl Iterator<Item = Mailbox> + 'a {
    let text = |text: Option<&str>| text.unwrap_or_default().trim().to_owned();
    address.iter().map(move |one| Mailbox { name: text(one.name()), address: text(one.address()) })
}

fn part(bytes: &[u8], from: u32, to: u32) -> &[u8] {
    bytes.get(from as usize..to as usize).unwrap_or_default()
}

/// The field's name as it is spelt in the file.
fn name(header: &Header<'_>, bytes: &[u8]) -> String {
    let spelt = part(bytes, header.offset_field, header.offset_start);
    String::from_utf8_lossy(spelt).trim_end_matches([':', ' ', '\t']).to_owned()
}

/// The field's value on one line.
fn value(header: &Header<'_>, bytes: &[u8]) -> String {
    let raw = part(bytes, header.offset_start, header.offset_end);
    if is_free_text(&header.name) && raw.windows(2).any(|two| two == b"=?") {
        let ended = [raw, b"\n"].concat();
        if let HeaderValue::Text(text) = MessageStream::new(&ended).parse_unstructured() {
            return text.into_owned();
        }
    }
    String::from_utf8_lossy(raw).replace(['\r', '\n'], "").trim_matches([' ', '\t']).to_owned()
}
