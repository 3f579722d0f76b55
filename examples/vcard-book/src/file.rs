//! One file of the book: what was read of it, and what could not be. Which files there are is
//! `people.rs`'s.

use crate::Person;
use crate::cards::{Cards, Flaw};
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

/// Why an entry is not in the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The name of the file in the directory.
    pub file: Arc<str>,
    /// The line in the file, counted from 1; 0 if it is about the whole file.
    pub line: usize,
    /// What is wrong.
    pub text: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(to, "{}: {}", self.file, self.text),
            line => write!(to, "{}:{line}: {}", self.file, self.text),
        }
    }
}

/// What a file looked like when it was read: if it looks so again, it is not read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub(crate) modified: SystemTime,
    pub(crate) length: u64,
}

/// What was read of one file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct VcfFile {
    /// Nothing if not all was read: it is read again next time.
    pub(crate) stamp: Option<Stamp>,
    /// Each with its line.
    pub(crate) people: Vec<(usize, Arc<Person>)>,
    pub(crate) faults: Vec<Fault>,
    /// Faults that there was no room for.
    pub(crate) more_faults: usize,
    /// The memory that its people take.
    pub(crate) size: usize,
}

/// The memory that there still is for what is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Room {
    pub(crate) file: u64,
    pub(crate) people: usize,
    pub(crate) faults: usize,
}

impl Room {
    pub(crate) fn has(&self, file: &VcfFile) -> bool {
        file.size <= self.people && file.faults.len() <= self.faults
    }

    pub(crate) fn take(&mut self, file: &VcfFile) {
        self.people = self.people.saturating_sub(file.size);
        self.faults = self.faults.saturating_sub(file.faults.len());
    }
}

impl VcfFile {
    pub(crate) fn read(folder: &Path, name: &Arc<str>, stamp: Stamp, room: Room) -> Self {
        let mut file = Self { stamp: Some(stamp), people: Vec::new(), faults: Vec::new(), more_faults: 0, size: 0 };
        let mut bytes = Vec::new();
        let read = match File::open(folder.join(&**name)) {
            Ok(opened) => opened.take(room.file.saturating_add(1)).read_to_end(&mut bytes),
            Err(error) => Err(error),
        };
        if let Err(error) = read {
            file.stamp = None;
            file.fault(name, Flaw { line: 0, text: format!("the file cannot be read: {error}") }, room);
        } else if bytes.len() as u64 > room.file {
            let text = format!("the file is bigger than {} bytes", room.file);
            file.fault(name, Flaw { line: 0, text }, room);
        } else {
            file.cards(&bytes, name, room);
        }
        file
    }

    fn cards(&mut self, bytes: &[u8], name: &Arc<str>, room: Room) {
        for (place, (line, card)) in Cards::new(bytes).enumerate() {
            let person = card.and_then(|card| Person::read(card, line, format!("file:{name}#{place}")));
            match person {
                Ok(person) if self.size + person.size() <= room.people => {
                    self.size += person.size();
                    self.people.push((line, Arc::new(person)));
                }
                Ok(_) => {
                    self.stamp = None;
                    let text = "the address book is full: this card and all after it are left out".into();
                    return self.fault(name, Flaw { line, text }, room);
                }
                Err(flaw) => self.fault(name, flaw, room),
            }
        }
    }

    fn fault(&mut self, name: &Arc<str>, flaw: Flaw, room: Room) {
        if self.faults.len() < room.faults {
            self.faults.push(Fault { file: Arc::clone(name), line: flaw.line, text: flaw.text });
        } else {
            self.more_faults += 1;
        }
    }
}
