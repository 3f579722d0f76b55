//! The parts of a message: found in one pass over its lines, without recursion, and each decoded
//! only when it is asked for. Header fields, transfer encodings and charsets are the parser's work;
//! what clients see is in `message.rs`.

use crate::head::{self, text};
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::parsers::MessageStream;
use mail_parser::{MessageParser, MessagePart, MimeHeaders as _};
use provider_runtime::abi::flag::{ATTACH_BY_VALUE, ATTACH_EMBEDDED_MSG};
use provider_runtime::prelude::*;
use std::borrow::Cow;
use std::ops::Range;

/// Parts inside each other, parts of one message, and bytes of header fields of all of them: no
/// real message has more.
const DEPTH_MOST: usize = 32;
const COUNT_MOST: usize = 1000;
const HEADS_MOST: usize = 8 << 20;

/// A message's bytes, and its parts that are not made of others.
#[derive(Default)]
pub(crate) struct Parts {
    pub(crate) bytes: Vec<u8>,
    /// Where its own header fields end.
    pub(crate) head: usize,
    pub(crate) text: Option<Part>,
    pub(crate) html: Option<Part>,
    pub(crate) files: Vec<Part>,
}

/// A part: what is known of it as an attachment, and where what is in it is.
pub(crate) struct Part {
    /// `PR_ATTACH_METHOD`
    pub(crate) method: u32,
    pub(crate) values: Vec<Property>,
    /// Its type, unless it is a file whatever that says.
    kind: String,
    pub(crate) content: Range<usize>,
    encoding: String,
    charset: String,
}

impl Parts {
    /// The parts of a message.
    ///
    /// # Errors
    /// `MAPI_E_CORRUPT_DATA` for more parts than a message has, beside or inside each other.
    pub(crate) fn of(bytes: Vec<u8>) -> Result<Self> {
        let mut boundaries = Vec::new();
        let (head, mut open) = begin(&bytes, 0, &mut boundaries);
        let mut parts = Self { head, ..Self::default() };
        let mut heads = head;
        let mut count = 0;
        let mut at = 0;
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            if let Some((depth, is_last)) = find(&boundaries, line) {
                // The line end before a boundary belongs to it.
                let before = bytes.get(..at).unwrap_or_default();
                let before = before.strip_suffix(b"\n").unwrap_or(before);
                parts.add(open.take(), before.strip_suffix(b"\r").unwrap_or(before).len());
                boundaries.truncate(depth + usize::from(!is_last));
                if !is_last {
                    let start = at + line.len();
                    let (end, part) = begin(&bytes, start, &mut boundaries);
                    open = part;
                    heads += end - start;
                }
                count += 1;
                if count > COUNT_MOST || boundaries.len() > DEPTH_MOST || heads > HEADS_MOST {
                    return Err(Error::new(Code::CORRUPT_DATA, "the message has too many parts, or too deep ones"));
                }
            }
            at += line.len();
        }
        parts.add(open, at);
        Ok(Self { bytes, ..parts })
    }

    /// A part ends. Of several texts, the first is the body.
    fn add(&mut self, part: Option<Part>, end: usize) {
        let Some(mut part) = part else { return };
        part.content.end = end.max(part.content.start);
        match part.kind.as_str() {
            "text/plain" if self.text.is_none() => self.text = Some(part),
            "text/html" if self.html.is_none() => self.html = Some(part),
            _ => self.files.push(part),
        }
    }

    /// What is in a part, without its transfer encoding; as it is if that is broken.
    pub(crate) fn content(&self, part: &Part) -> Cow<'_, [u8]> {
        let content = self.bytes.get(part.content.clone()).unwrap_or_default();
        let decoded = match part.encoding.as_str() {
            "base64" => base64_decode(content),
            "quoted-printable" => quoted_printable_decode(content),
            _ => None,
        };
        decoded.map_or(Cow::Borrowed(content), Cow::Owned)
    }

    /// The text in a part; a charset that nobody knows is taken for UTF-8.
    pub(crate) fn text(&self, part: &Part) -> String {
        let content = self.content(part);
        match charset_decoder(part.charset.as_bytes()) {
            Some(decode) => text(decode(&content)),
            None => text(String::from_utf8_lossy(&content)),
        }
    }
}

/// Reads the header fields of a part: where they end, and the part. Of one that is made of others,
/// the boundary is added instead.
fn begin(bytes: &[u8], at: usize, boundaries: &mut Vec<String>) -> (usize, Option<Part>) {
    let rest = bytes.get(at..).unwrap_or_default();
    let mut stream = MessageStream::new(rest.get(..head::MOST).unwrap_or(rest));
    let mut part = MessagePart::default();
    stream.parse_headers(&MessageParser::default(), &mut part.headers);
    let end = at + stream.offset();
    let kind = part.content_type();
    let attribute = |name| kind.and_then(|kind| kind.attribute(name)).unwrap_or_default().to_owned();
    let boundary = attribute("boundary");
    if kind.is_some_and(|kind| kind.ctype() == "multipart") && !boundary.is_empty() {
        boundaries.push(boundary);
        return (end, None);
    }
    let charset = attribute("charset");
    let name = part.attachment_name();
    let kind = kind
        .map_or_else(|| "text/plain".into(), |kind| format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default()));
    let method = if kind == "message/rfc822" { ATTACH_EMBEDDED_MSG } else { ATTACH_BY_VALUE };
    let safe_name = file_name(name.unwrap_or_default());
    let names = [tags::DISPLAY_NAME, tags::ATTACH_FILENAME, tags::ATTACH_LONG_FILENAME];
    let mut values = names.map(|tag| Property::new(tag, safe_name.as_str())).to_vec();
    values.push(Property::new(tags::ATTACH_MIME_TAG, text(kind.as_str())));
    values.extend(part.content_id().map(|id| Property::new(tags::ATTACH_CONTENT_ID, text(id))));
    let is_file = name.is_some() || part.content_disposition().is_some_and(|how| how.is_attachment());
    let kind = if is_file { String::new() } else { kind };
    let encoding = part.content_transfer_encoding().unwrap_or_default().to_ascii_lowercase();
    (end, Some(Part { method, values, kind, content: end..end, encoding, charset }))
}

/// A name that is safe in any folder, whatever the message says: its last component alone.
fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\', ':']).next().unwrap_or_default();
    let kept = last.chars().filter(|letter| !letter.is_control() && !"<>\"|?*".contains(*letter)).take(200);
    let kept: String = kept.collect();
    match kept.trim_matches(['.', ' ']) {
        "" => "Attachment".into(),
        kept => kept.into(),
    }
}

/// Which of the boundaries the line is, the outermost being 0, and whether no part follows it.
fn find(boundaries: &[String], line: &[u8]) -> Option<(usize, bool)> {
    let line = line.strip_prefix(b"--")?.trim_ascii_end();
    let mut known = boundaries.iter().enumerate().rev();
    known.find_map(|(depth, boundary)| match line.strip_prefix(boundary.as_bytes())? {
        b"" => Some((depth, false)),
        b"--" => Some((depth, true)),
        _ => None,
    })
}
