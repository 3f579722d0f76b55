//! Messages that wait in `new`, each for one taker. How they get there is in `folder.rs`.

use crate::folder::{failure, sync};
use crate::message::too_big;
use crate::{MESSAGE_MAX, Message};
use maildir::MailEntries;
use provider_runtime::{Code, Error, Result};
use std::fs::{self, File, TryLockError};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::vec;

/// One round over `new`; ask for another when it is at its end.
#[derive(Debug)]
pub struct Poll {
    path: PathBuf,
    names: vec::IntoIter<PathBuf>,
}

/// The most names that a round holds in memory; the rest waits for the next.
const ROUND: usize = 100_000;

/// A message that was taken, and not confirmed yet. Dropped, it waits in `new` as before; so too if
/// the process dies.
#[derive(Debug)]
pub struct Incoming {
    /// The message.
    pub message: Message,
    /// Its header fields as they stand in the file; what is not UTF-8 is replaced.
    pub head: String,
    id: String,
    path: PathBuf,
    file: PathBuf,
    /// Nobody else takes the message while this is open.
    _lock: File,
}

/// A file in `new` that no message could be made of. It stays there.
#[derive(Debug)]
pub struct Unreadable {
    /// The name of the file.
    pub id: String,
    /// Why; names the file.
    pub error: Error,
}

impl Poll {
    pub(crate) fn new(path: &Path, entries: MailEntries) -> Self {
        let mut names: Vec<_> = entries.take(ROUND).flatten().map(|entry| entry.path().clone()).collect();
        names.sort();
        Self { path: path.to_path_buf(), names: names.into_iter() }
    }

    /// Takes one file; nothing if somebody else has it or had it.
    fn hold(&self, file: &Path) -> Result<Option<Incoming>> {
        match self.locked(file) {
            Ok(None) => Ok(None),
            Ok(Some(lock)) => self.read(file, lock).map(Some),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failure(&self.path, &error)),
        }
    }

    fn locked(&self, file: &Path) -> io::Result<Option<File>> {
        if !fs::symlink_metadata(file)?.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "this is no file"));
        }
        let lock = File::open(file)?;
        match lock.try_lock() {
            // The process that moved it held the lock: it may be gone since it was opened.
            Ok(()) => fs::symlink_metadata(file).map(|_| Some(lock)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    fn read(&self, file: &Path, lock: File) -> Result<Incoming> {
        let mut bytes = Vec::new();
        let read = (&lock).take(MESSAGE_MAX + 1).read_to_end(&mut bytes);
        if read.map_err(|error| failure(&self.path, &error))? as u64 > MESSAGE_MAX {
            return Err(too_big());
        }
        let message = Message::read(&bytes)?;
        let id = file.file_name().and_then(|name| name.to_str());
        let id = id.ok_or_else(|| Error::new(Code::CORRUPT_DATA, "the name of the file is not UTF-8"))?;
        let id = id.to_owned();
        let head = head(&bytes);
        Ok(Incoming { message, head, id, path: self.path.clone(), file: file.to_path_buf(), _lock: lock })
    }
}

/// What is before the first empty line.
fn head(bytes: &[u8]) -> String {
    let is_empty = |line: &[u8]| line.trim_ascii_end().is_empty();
    let lines = bytes.split_inclusive(|byte| *byte == b'\n').take_while(|line| !is_empty(line));
    let length = lines.map(<[u8]>::len).sum();
    String::from_utf8_lossy(bytes.get(..length).unwrap_or_default()).into_owned()
}

impl Iterator for Poll {
    type Item = Result<Incoming, Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let file = self.names.next()?;
            match self.hold(&file) {
                Ok(Some(incoming)) => return Some(Ok(incoming)),
                Ok(None) => {}
                Err(error) => {
                    let id = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
                    let text = format!("new/{id}: {}", error.text());
                    return Some(Err(Unreadable { id, error: Error::new(error.code(), text) }));
                }
            }
        }
    }
}

impl Incoming {
    /// The name of its file in `new`; nobody else's.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Moves the message to `cur`: nobody gets it any more. Flags that its name has stay.
    ///
    /// # Errors
    /// `MAPI_E_NOT_FOUND` if another program took it away meanwhile, else as
    /// [`Maildir::submit`](crate::Maildir::submit) for the disk; the message may come again then.
    pub fn confirm(self) -> Result<()> {
        self.moved().map_err(|error| failure(&self.path, &error))
    }

    fn moved(&self) -> io::Result<()> {
        let folders = maildir::Maildir::from(self.path.clone());
        if self.id.contains(":2,") || self.id.contains(";2,") {
            fs::rename(&self.file, self.path.join("cur").join(&self.id))?;
        } else {
            folders.move_new_to_cur(&self.id)?;
        }
        sync(&self.path.join("cur"))?;
        sync(&self.path.join("new"))
    }
}
