//! How the bytes of a file fall into cards. What is in a card is `person.rs`'s.

/// The cards of one file, in order: each with the number of its first line, counted from 1.
pub(crate) struct Cards<'a> {
    rest: &'a [u8],
    line: usize,
}

/// What is wrong with a stretch of a file, and the line where.
#[derive(Debug, PartialEq)]
pub(crate) struct Flaw {
    pub(crate) line: usize,
    pub(crate) text: String,
}

impl<'a> Cards<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        // Some programs put a byte order mark before UTF-8.
        Self { rest: bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes), line: 1 }
    }

    /// The next line with its end, which stays.
    fn peek(&self) -> Option<&'a [u8]> {
        self.rest.split_inclusive(|byte| *byte == b'\n').next()
    }

    fn pass(&mut self, line: &[u8]) {
        self.rest = self.rest.get(line.len()..).unwrap_or_default();
        self.line += 1;
    }

    /// The card that begins here, up to its end. A card without an end costs no more than itself.
    fn card(&mut self) -> Result<&'a [u8], Flaw> {
        let whole = self.rest;
        let first = self.line;
        let mut length = 0;
        while let Some(line) = self.peek() {
            if length > 0 && is(line, b"BEGIN") {
                let text = format!("the card has no END:VCARD: the next begins in line {}", self.line);
                return Err(Flaw { line: first, text });
            }
            self.pass(line);
            length += line.len();
            if is(line, b"END") {
                return Ok(whole.get(..length).unwrap_or_default());
            }
        }
        Err(Flaw { line: first, text: "the card has no END:VCARD: the file ends".into() })
    }
}

impl<'a> Iterator for Cards<'a> {
    type Item = (usize, Result<&'a str, Flaw>);

    fn next(&mut self) -> Option<Self::Item> {
        let mut stray = None;
        while let Some(line) = self.peek() {
            if is(line, b"BEGIN") {
                break;
            }
            if stray.is_none() && !line.trim_ascii().is_empty() {
                stray = Some(self.line);
            }
            self.pass(line);
        }
        if let Some(line) = stray {
            return Some((line, Err(Flaw { line, text: "there is text that is in no card".into() })));
        }
        self.peek()?;
        let first = self.line;
        Some((first, self.card().and_then(|card| text(card, first))))
    }
}

/// Whether a line is `BEGIN:VCARD` or `END:VCARD`. A line that begins with a space goes on with the
/// one before.
fn is(line: &[u8], word: &[u8]) -> bool {
    let mut halves = line.splitn(2, |byte| *byte == b':');
    let (Some(name), Some(value)) = (halves.next(), halves.next()) else { return false };
    name.trim_ascii_end().eq_ignore_ascii_case(word) && value.trim_ascii().eq_ignore_ascii_case(b"VCARD")
}

/// The card as text.
fn text(card: &[u8], first: usize) -> Result<&str, Flaw> {
    std::str::from_utf8(card).map_err(|error| {
        let good = card.get(..error.valid_up_to()).unwrap_or_default();
        let line = first + good.iter().filter(|byte| **byte == b'\n').count();
        Flaw { line, text: "the card is not UTF-8".into() }
    })
}
