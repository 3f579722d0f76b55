//! The folders of a Maildir, and how a message gets into them. How it gets out is in `incoming.rs`.

use crate::incoming::Poll;
use crate::{Message, Refused};
use provider_runtime::{Code, Error, Result};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// A Maildir. Any number of them, in any number of processes, may stand on one path; it must be on
/// a file system that has locks.
#[derive(Debug)]
pub struct Maildir {
    path: PathBuf,
    folders: maildir::Maildir,
}

/// What became of a message that was sent.
#[derive(Debug)]
pub struct Receipt {
    /// The name of its file in `new`; nobody else's.
    pub id: String,
    /// Recipients that it was not sent to.
    pub refused: Vec<Refused>,
}

/// After this time nobody is writing a file in `tmp` any more: the Maildir's own rule.
const ABANDONED: Duration = Duration::from_secs(36 * 60 * 60);

impl Maildir {
    /// Opens a Maildir and makes what is missing of it. What writers that died left in `tmp` goes
    /// after 36 hours.
    ///
    /// # Errors
    /// `MAPI_E_LOGON_FAILED` with the path if a folder cannot be made.
    pub fn open(path: &Path) -> Result<Self> {
        let opened = Self { path: path.to_path_buf(), folders: path.to_path_buf().into() };
        let made = opened.folders.create_dirs().and_then(|()| sync(path));
        made.map_err(|error| {
            let text = format!("the folders of the Maildir {} cannot be made: {error}", path.display());
            Error::new(Code::LOGON_FAILED, text)
        })?;
        // The next one that opens it tries again.
        let _ = opened.sweep();
        Ok(opened)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Sends a message: when this returns it is in `new` whole and on the disk. Until then, and if
    /// this fails, nobody sees any of it.
    ///
    /// # Errors
    /// Those of [`Message::write`]. `MAPI_E_NOT_ENOUGH_DISK`, `MAPI_E_NO_ACCESS` or
    /// `MAPI_E_DISK_ERROR` with the path.
    pub fn submit(&self, message: &Message) -> Result<Receipt> {
        let (bytes, refused) = message.write()?;
        let id = self.deliver(&bytes).map_err(|error| failure(&self.path, &error))?;
        Ok(Receipt { id, refused })
    }

    fn deliver(&self, bytes: &[u8]) -> io::Result<String> {
        let mut file = self.folders.open_file_in_tmp().map_err(as_io)?;
        file.write_all(bytes)?;
        let id = self.folders.move_tmp_to_new(file).map_err(as_io)?; // writes the file to the disk first
        let new = self.path.join("new");
        match sync(&new) {
            // Not sent, then: unless somebody has it already.
            Err(error) if fs::remove_file(new.join(&id)).is_ok() => Err(error),
            _ => Ok(id),
        }
    }

    /// What waits in `new`, oldest first to the second. Each message is held for its taker alone
    /// while the [`Incoming`](crate::Incoming) lives, and waits on if it was not confirmed. What
    /// somebody else holds is passed over.
    ///
    /// # Errors
    /// As [`submit`](Self::submit) for the disk: `new` cannot be listed.
    pub fn poll(&self) -> Result<Poll> {
        fs::read_dir(self.path.join("new")).map_err(|error| failure(&self.path, &error))?;
        Ok(Poll::new(&self.path, self.folders.list_new()))
    }

    fn sweep(&self) -> io::Result<()> {
        for entry in fs::read_dir(self.path.join("tmp"))? {
            let entry = entry?;
            let changed = entry.metadata()?.modified()?;
            if SystemTime::now().duration_since(changed).is_ok_and(|age| age > ABANDONED) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}

/// Puts a folder's entries on the disk. Windows has no call for that; its file systems keep a
/// rename whole by themselves.
pub(crate) fn sync(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

pub(crate) fn failure(path: &Path, error: &io::Error) -> Error {
    let code = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Code::NOT_ENOUGH_DISK,
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Code::NO_ACCESS,
        io::ErrorKind::NotFound => Code::NOT_FOUND,
        _ => Code::DISK_ERROR,
    };
    Error::new(code, format!("the Maildir {}: {error}", path.display()))
}

fn as_io(error: maildir::MaildirError) -> io::Error {
    match error {
        maildir::MaildirError::Io(error) => error,
        other => io::Error::other(other),
    }
}
