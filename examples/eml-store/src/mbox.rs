//! The messages of an mbox file, one after the other. What a message says is in `head.rs` and
//! `mime.rs`.

use crate::Key;
use crate::message::{MOST, Mail};
use provider_runtime::prelude::*;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom};
use std::path::Path;

/// A message of an mbox file.
pub(crate) struct Letter {
    /// Where its first line begins, which is not of the message itself, and the sum of that line.
    pub(crate) id: (u64, Uid),
    pub(crate) bytes: Vec<u8>,
    /// How many bytes it has in the file; of one that is too large, not all are read.
    pub(crate) size: u64,
}

impl Letter {
    pub(crate) fn into_mail(self, folder: Key) -> Result<Mail> {
        Mail::new(self.bytes, self.size, None, folder)
    }
}

/// The message with this identity.
pub(crate) fn letter(path: &Path, id: (u64, Uid)) -> Result<Letter> {
    let letter = letters(path, id.0)?.next().transpose().or_code(Code::DISK_ERROR)?;
    let gone = || Error::new(Code::NOT_FOUND, "the message is gone from its mbox file");
    letter.filter(|letter| letter.id == id).ok_or_else(gone)
}

/// The messages that begin at a place or after it.
pub(crate) fn letters(path: &Path, from: u64) -> Result<impl Iterator<Item = io::Result<Letter>>> {
    let mut file = File::open(path).or_code(Code::NO_ACCESS)?;
    file.seek(SeekFrom::Start(from)).or_code(Code::DISK_ERROR)?;
    let mut reader = BufReader::new(file);
    let mut at = from;
    let mut is_after_blank = true;
    let mut letter: Option<Letter> = None;
    Ok(std::iter::from_fn(move || {
        loop {
            let mut line = Vec::new();
            match reader.by_ref().take(MOST).read_until(b'\n', &mut line) {
                Ok(0) => return letter.take().map(Ok),
                Ok(_) => {}
                Err(error) => return Some(Err(error)),
            }
            let here = at;
            at += line.len() as u64;
            let is_first = std::mem::replace(&mut is_after_blank, line.trim_ascii().is_empty());
            if is_first && line.starts_with(b"From ") {
                if let Some(whole) = letter.replace(Letter { id: (here, Uid::of(&line)), bytes: Vec::new(), size: 0 }) {
                    return Some(Ok(whole));
                }
            } else if let Some(letter) = &mut letter {
                letter.size += at - here;
                let most = MOST.saturating_sub(letter.bytes.len() as u64) as usize;
                letter.bytes.extend(unquoted(&line).iter().take(most));
            }
        }
    }))
}

/// What looks like the first line of a message is quoted inside of another.
fn unquoted(line: &[u8]) -> &[u8] {
    let marks = line.iter().take_while(|byte| **byte == b'>').count();
    let is_quoted = line.get(marks..).is_some_and(|rest| rest.starts_with(b"From "));
    line.strip_prefix(b">").filter(|_| is_quoted).unwrap_or(line)
}
