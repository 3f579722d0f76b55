//! mapisvc.inf as a document: every byte of it is kept, in order. Comments, blank lines, line ends,
//! the encoding. What is changed in it is in `merge.rs`, what it means in `read.rs`.

use super::error::InfError;
use encoding_rs::WINDOWS_1252;
use std::borrow::Cow;

/// How a file's bytes are its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// The ANSI code page, for which Windows-1252 stands; UTF-8 without a mark is kept byte for
    /// byte all the same.
    #[default]
    Ansi,
    /// UTF-8 with a byte order mark.
    Utf8,
    /// UTF-16, low byte first, with a byte order mark.
    Utf16,
}

/// A whole file, as [`parse`](Self::parse) takes it apart. [`to_bytes`](Self::to_bytes) gives the
/// same bytes again.
///
/// ```
/// use provider_runtime::registration::Document;
/// let bytes = b"; mine\r\n[Services]\nA=An A\r\n\r\n[A]\nProviders=B\n[B]";
/// assert_eq!(Document::parse(bytes).unwrap().to_bytes(), bytes);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    encoding: Encoding,
    /// What stands before the first section.
    pub(super) head: Vec<Line>,
    pub(super) sections: Vec<Block>,
}

/// A section: its header, and every line up to the next one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) header: Line,
    pub(super) name: String,
    pub(super) lines: Vec<Line>,
}

/// A line, and what ends it: nothing, at the end of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) end: &'static str,
}

impl Line {
    /// Key and value, unless it is blank, a comment, or neither.
    pub(super) fn entry(&self) -> Option<(&str, &str)> {
        let (key, value) = bare(&self.text).split_once('=')?;
        (!key.is_empty() && !key.starts_with(';')).then(|| (bare(key), bare(value)))
    }

    fn says_nothing(&self) -> bool {
        let text = bare(&self.text);
        text.is_empty() || text.starts_with(';')
    }
}

impl Block {
    /// Keys and values.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&str, &str)> {
        self.lines.iter().filter_map(Line::entry)
    }

    /// The value of the first entry with this key.
    pub(super) fn value(&self, key: &str) -> Option<&str> {
        self.entries().find(|(known, _)| same(known, key)).map(|(_, value)| value)
    }
}

impl Document {
    /// The document in these bytes.
    ///
    /// # Errors
    /// [`InfError::Line`] for a header or a last line that breaks off, and for a zero byte;
    /// [`InfError::Encoding`] for what could not be written as it was.
    pub fn parse(bytes: &[u8]) -> Result<Self, InfError> {
        let (encoding, text) = decoded(bytes)?;
        let mut document = Self { encoding, ..Self::default() };
        for (number, whole) in (1..).zip(text.split_inclusive('\n')) {
            let line = ended(whole);
            if line.text.contains('\0') {
                let text = "a zero byte: the file is half written, or UTF-16 without its mark";
                return Err(InfError::line(number, text));
            }
            if line.end.is_empty() && line.text.ends_with('\r') {
                return Err(InfError::line(number, "breaks off within a line end: the file may be half written"));
            }
            if let Some(header) = bare(&line.text).strip_prefix('[') {
                let Some((name, _)) = header.split_once(']') else {
                    return Err(InfError::line(number, "a section's header has no `]`: the file may be half written"));
                };
                let name = bare(name).into();
                document.sections.push(Block { header: line, name, lines: Vec::new() });
                continue;
            }
            if line.end.is_empty() && line.entry().is_none() && !line.says_nothing() {
                return Err(InfError::line(number, "breaks off without a value: the file may be half written"));
            }
            document.last_lines().push(line);
        }
        Ok(document)
    }

    /// The file's bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let text = self.lines().fold(String::new(), |text, line| text + &line.text + line.end);
        match self.encoding {
            Encoding::Ansi => WINDOWS_1252.encode(&text).0.into_owned(),
            Encoding::Utf8 => [UTF8_MARK, text.as_bytes()].concat(),
            Encoding::Utf16 => {
                UTF16_MARK.iter().copied().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
            }
        }
    }

    /// How its bytes are its text.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The place of the first section with this name.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.sections.iter().position(|section| same(&section.name, name))
    }

    /// The first section with this name.
    pub(super) fn section(&self, name: &str) -> Option<&Block> {
        self.sections.iter().find(|section| same(&section.name, name))
    }

    /// All lines, in order.
    pub(super) fn lines(&self) -> impl Iterator<Item = &Line> {
        let sections = self.sections.iter();
        self.head.iter().chain(sections.flat_map(|section| std::iter::once(&section.header).chain(&section.lines)))
    }

    /// The sections with the number of their header's line, from 1.
    pub(super) fn numbered(&self) -> impl Iterator<Item = (usize, &Block)> {
        self.sections.iter().scan(self.head.len() + 1, |next, section| {
            let line = *next;
            *next += 1 + section.lines.len();
            Some((line, section))
        })
    }

    /// Where a line at the end of the document goes.
    pub(super) fn last_lines(&mut self) -> &mut Vec<Line> {
        self.sections.last_mut().map_or(&mut self.head, |section| &mut section.lines)
    }
}

/// Without the blanks around it. A carriage return that ends no line is one.
pub(super) fn bare(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\r'])
}

/// Names are equal whatever their case.
pub(super) fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other) || one.to_lowercase() == other.to_lowercase()
}

/// A text in the ANSI code page; `None` if it is not all in there.
pub(super) fn ansi(text: &str) -> Option<Cow<'_, [u8]>> {
    let (bytes, _, lost) = WINDOWS_1252.encode(text);
    (!lost).then_some(bytes)
}

const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";
const UTF16_MARK: &[u8] = b"\xFF\xFE";

fn decoded(bytes: &[u8]) -> Result<(Encoding, Cow<'_, str>), InfError> {
    if let Some(bytes) = bytes.strip_prefix(UTF8_MARK) {
        let text = std::str::from_utf8(bytes);
        let text = text.map_err(|_| InfError::Encoding("starts like UTF-8 and is not UTF-8 throughout"))?;
        return Ok((Encoding::Utf8, text.into()));
    }
    if let Some(bytes) = bytes.strip_prefix(UTF16_MARK) {
        let (pairs, odd) = bytes.as_chunks::<2>();
        let units: Vec<_> = pairs.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
        return match String::from_utf16(&units) {
            Ok(text) if odd.is_empty() => Ok((Encoding::Utf16, text.into())),
            _ => Err(InfError::Encoding("starts like UTF-16 and breaks off or is not UTF-16 throughout")),
        };
    }
    if bytes.starts_with(b"\xFE\xFF") {
        return Err(InfError::Encoding("is UTF-16 with the high byte first, which Windows does not read"));
    }
    // Every byte is a character of this page, and comes back as the same byte.
    Ok((Encoding::Ansi, WINDOWS_1252.decode_without_bom_handling(bytes).0))
}

fn ended(whole: &str) -> Line {
    for end in ["\r\n", "\n"] {
        if let Some(text) = whole.strip_suffix(end) {
            return Line { text: text.into(), end };
        }
    }
    Line { text: whole.into(), end: "" }
}
