//! Writes a message as RFC 5322. Reading is in `parse.rs`.

use crate::MESSAGE_MAX;
use crate::message::{self, Mailbox, Message, Recipient, RecipientKind, Refused};
use crate::parse::is_free_text;
use mail_builder::MessageBuilder;
use mail_builder::headers::HeaderType;
use mail_builder::headers::address::{Address, EmailAddress};
use mail_builder::headers::date::Date;
use mail_builder::headers::raw::Raw;
use mail_builder::headers::text::Text;
use mail_builder::mime::make_boundary;
use mail_parser::HeaderName;
use provider_runtime::{Code, Error, Result};

/// Header fields that the rest of the message is written in.
const OWN: [&str; 7] = ["From", "To", "Cc", "Bcc", "Subject", "Date", "MIME-Version"];
/// What RFC 5322 lets a reader understand for sure: years 1900 to 3000.
const DATES: std::ops::Range<i64> = -2_208_988_800..32_535_216_000;
/// The longest word in a header field that is not split: a line has at most 998 bytes.
const WORD_MAX: usize = 900;

impl Message {
    /// The bytes of its file, and the recipients that are not written because nothing can be sent
    /// to them. Bcc is never written. A message without `Message-ID` gets one.
    ///
    /// # Errors
    /// `MAPI_E_NO_RECIPIENTS` if nobody is left. `MAPI_E_INVALID_PARAMETER` if the sender, the date
    /// or a header field cannot be written. `MAPI_E_TOO_BIG` beyond [`MESSAGE_MAX`].
    pub fn write(&self) -> Result<(Vec<u8>, Vec<Refused>)> {
        let refused = self.checked()?;
        let mut builder = MessageBuilder::new();
        if let Some(from) = &self.from {
            builder = builder.from(address(from));
        }
        for (name, kind) in [("To", RecipientKind::To), ("Cc", RecipientKind::Cc)] {
            let listed = self.recipients.iter().filter(|recipient| recipient.kind == kind);
            let listed: Vec<_> = listed.filter_map(Recipient::written).collect();
            if !listed.is_empty() {
                builder = builder.header(name, Address::new_list(listed));
            }
        }
        builder = builder.header("Subject", free_text(&self.subject));
        builder = match self.date {
            Some(date) if DATES.contains(&date) => builder.date(Date::new(date)),
            Some(date) => {
                let text = format!("the date of the message is out of range: {date}");
                return Err(Error::new(Code::INVALID_PARAMETER, text));
            }
            None => builder,
        };
        for (name, value) in self.headers.iter().filter(|(name, _)| !is_message_id(name)) {
            builder = builder.header(&**name, field(name, value)?);
        }
        let id = match self.headers.iter().find(|(name, _)| is_message_id(name)) {
            Some((name, value)) => field(name, value)?,
            None => Raw::new(format!("<{}@{}>", make_boundary("."), self.domain())).into(),
        };
        let mut bytes = Vec::new();
        builder.header("Message-ID", id).text_body(with_crlf(&self.body)).serialize(&mut bytes);
        if bytes.len() as u64 > MESSAGE_MAX { Err(message::too_big()) } else { Ok((bytes, refused)) }
    }

    /// The sender's domain, where it can stand in a message's identifier.
    fn domain(&self) -> &str {
        let address = self.from.as_ref().map_or("", |from| &from.address);
        match address.rsplit_once('@') {
            Some((_, domain)) if domain.is_ascii() => domain,
            _ => "localhost",
        }
    }
}

impl Recipient {
    fn written(&self) -> Option<Address<'_>> {
        self.mailbox.flaw().is_none().then(|| address(&self.mailbox))
    }
}

fn is_message_id(name: &str) -> bool {
    name.eq_ignore_ascii_case("Message-ID")
}

fn address(mailbox: &Mailbox) -> Address<'_> {
    let words = mailbox.name.split(|letter: char| letter.is_whitespace() || letter.is_control());
    let name = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let name = (!name.is_empty()).then(|| name.into());
    Address::Address(EmailAddress { name, email: (&*mailbox.address).into() })
}

/// A header field of the caller's.
fn field<'a>(name: &str, value: &'a str) -> Result<HeaderType<'a>> {
    let wrong = |text: &str| Err(Error::new(Code::INVALID_PARAMETER, format!("the header field {name:?} {text}")));
    if name.is_empty() || name.len() > 76 || !name.bytes().all(|byte| byte.is_ascii_graphic() && byte != b':') {
        return wrong("has no name that can be written");
    }
    if OWN.iter().any(|own| name.eq_ignore_ascii_case(own)) || name.to_ascii_lowercase().starts_with("content-") {
        return wrong("is written from the message itself");
    }
    match HeaderName::parse(name) {
        Some(known) if !is_free_text(&known) && is_plain(value) => Ok(Raw::new(value).into()),
        Some(known) if !is_free_text(&known) => wrong("has a structure and holds ASCII on one line only"),
        _ => Ok(free_text(value)),
    }
}

/// Whether the text reads back as it is when it is written as it is, encoded words aside.
pub(crate) fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
        && text.trim_ascii() == text
        && text.split(' ').all(|word| word.len() <= WORD_MAX)
}

/// Text for a field without structure. What would read back as something else is written in encoded
/// words.
fn free_text(text: &str) -> HeaderType<'_> {
    if !text.is_ascii() {
        return Text::new(text).into();
    }
    if is_plain(text) && !text.contains("=?") {
        return Raw::new(text).into();
    }
    let words = text.as_bytes().chunks(20).map(|word| {
        let encoded: String = word.iter().map(|byte| format!("={byte:02X}")).collect();
        format!("=?utf-8?Q?{encoded}?=")
    });
    Raw::new(words.collect::<Vec<_>>().join(" ")).into()
}

/// The text with the line ends of mail.
fn with_crlf(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\n', "\r\n")
}
