//! A message as a transport handles it, and which recipients one can be written to. How it looks in
//! a file is not here.

use crate::MESSAGE_MAX;
use provider_runtime::{Code, Error, Result};

/// A message: who, what and when.
///
/// ```
/// # use maildir_transport::{Message, RecipientKind};
/// let message = Message::new("Ada", "ada@example.org").to("Grete Härter", "grete@example.org");
/// let message = Message { subject: "Tee um fünf".into(), body: "Wie immer.\r\n".into(), ..message };
/// let read = Message::read(&message.write()?.0)?;
/// assert_eq!((read.subject, read.body, read.recipients), (message.subject, message.body, message.recipients));
/// # Ok::<(), provider_runtime::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// Who wrote it. Mail of programs may come without.
    pub from: Option<Mailbox>,
    /// Who gets it. Read from a file: first To, then Cc, then Bcc.
    pub recipients: Vec<Recipient>,
    /// The subject; empty if there is none.
    pub subject: String,
    /// The plain body; of a message in HTML only, its text. Lines end with CR LF when read; LF and
    /// CR are written so too.
    pub body: String,
    /// When it was sent, in seconds since 1970, UTC. Written without: now.
    pub date: Option<i64>,
    /// All other header fields, in order: name and value on one line. Text is decoded; of fields
    /// that RFC 5322 and its kin give a structure (`Reply-To`, `References`), the value is as in
    /// the file.
    pub headers: Vec<(String, String)>,
}

/// A person's name and address; either may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mailbox {
    /// The display name. One line; when written, white space in it becomes one space.
    pub name: String,
    /// The address, `local@domain`.
    pub address: String,
}

/// One who gets the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// In which field.
    pub kind: RecipientKind,
    /// Who.
    pub mailbox: Mailbox,
}

/// The field that names a recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecipientKind {
    /// To.
    To,
    /// Cc.
    Cc,
    /// Bcc: gets it, and is not written.
    Bcc,
}

/// A recipient that a message was not sent to.
#[derive(Debug)]
pub struct Refused {
    /// Its place in the message's recipients.
    pub place: usize,
    /// Why.
    pub error: Error,
}

impl Message {
    /// A message from this person, to nobody yet.
    pub fn new(name: impl Into<String>, address: impl Into<String>) -> Self {
        Self { from: Some(Mailbox::new(name, address)), ..Self::default() }
    }

    /// The message with one more recipient in To.
    #[must_use]
    pub fn to(mut self, name: impl Into<String>, address: impl Into<String>) -> Self {
        self.recipients.push(Recipient { kind: RecipientKind::To, mailbox: Mailbox::new(name, address) });
        self
    }

    /// The recipients that it cannot be sent to.
    ///
    /// # Errors
    /// `MAPI_E_NO_RECIPIENTS` if nobody is left. `MAPI_E_INVALID_PARAMETER` if the sender has no
    /// address that can be written, or a header field cannot be. `MAPI_E_TOO_BIG` if it is more
    /// than [`MESSAGE_MAX`].
    pub(crate) fn checked(&self) -> Result<Vec<Refused>> {
        let wrong = |text: String| Err(Error::new(Code::INVALID_PARAMETER, text));
        match self.from.as_ref().map(|from| from.flaw()) {
            Some(None) => {}
            Some(Some(flaw)) => return wrong(format!("the sender {flaw}")),
            None => return wrong("the message has no sender".into()),
        }
        if self.body.len() as u64 > MESSAGE_MAX {
            return Err(too_big());
        }
        let flaws = self.recipients.iter().enumerate().filter_map(|(place, recipient)| {
            let text = format!("recipient {place} {}", recipient.mailbox.flaw()?);
            Some(Refused { place, error: Error::new(Code::BAD_VALUE, text) })
        });
        let refused: Vec<_> = flaws.collect();
        if refused.len() < self.recipients.len() {
            return Ok(refused);
        }
        let why = refused.first().map_or("the message has no recipients", |first| first.error.text());
        Err(Error::new(Code::NO_RECIPIENTS, why.to_owned()))
    }
}

pub(crate) fn too_big() -> Error {
    Error::new(Code::TOO_BIG, format!("the message is bigger than {MESSAGE_MAX} bytes"))
}

impl Mailbox {
    /// A mailbox; the name may be empty.
    pub fn new(name: impl Into<String>, address: impl Into<String>) -> Self {
        Self { name: name.into(), address: address.into() }
    }

    /// Why nothing can be sent to it, as the end of a sentence.
    pub(crate) fn flaw(&self) -> Option<String> {
        let Self { name, address } = self;
        let who: String = if address.is_empty() { name } else { address }.chars().take(60).collect();
        let is_foreign =
            |letter: char| letter.is_whitespace() || letter.is_control() || "<>()[],;:\"\\".contains(letter);
        match address.rsplit_once('@') {
            _ if address.is_empty() => Some(format!("({who:?}) has no address")),
            None | Some(("", _) | (_, "")) => Some(format!("({who:?}) has an address that is not local@domain")),
            // A line of a message has at most 998 bytes.
            Some(_) if address.len() > 900 => Some(format!("({who:?}) has an address that is too long")),
            Some((local, _)) if local.contains('@') || address.contains(is_foreign) || address.contains("=?") => {
                Some(format!("({who:?}) has a character in the address that no header field takes"))
            }
            Some(_) => None,
        }
    }
}
