//! The file on disk: read whole, and replaced whole or not at all. What is changed in it is in
//! `merge.rs`.

use super::document::{Document, Encoding};
use super::error::{InfError, LONGEST};
use super::{Change, Registration};
use std::fs::{self, File, Metadata};
use std::io::{Read, Write};
use std::path::Path;

impl Registration {
    /// [`Document::merge`] with the file at `path`. A reader of the file sees it as it was or as it
    /// is to be, and it is on the disk before this returns; it keeps its permissions. After an
    /// error it is as it was.
    ///
    /// # Errors
    /// As [`Document::merge`] and [`Document::parse`]; [`InfError::ReadOnly`];
    /// [`InfError::Encoding`] for a file that is not in the ANSI code page: a mark at its start, or
    /// UTF-16, is not what MAPI reads there.
    pub fn merge_into(&self, path: impl AsRef<Path>) -> Result<Change, InfError> {
        edit(path.as_ref(), |document| document.merge(self))
    }

    /// [`Document::remove`] with the file at `path`, and otherwise as
    /// [`merge_into`](Self::merge_into).
    ///
    /// # Errors
    /// As [`Document::remove`], and as [`merge_into`](Self::merge_into).
    pub fn remove_from(&self, path: impl AsRef<Path>) -> Result<Change, InfError> {
        edit(path.as_ref(), |document| document.remove(self))
    }
}

fn edit(path: &Path, change: impl FnOnce(&mut Document) -> Result<Change, InfError>) -> Result<Change, InfError> {
    // A link stays one: the file that it names is replaced.
    let path = fs::canonicalize(path).map_err(InfError::io("found"))?;
    let metadata = fs::metadata(&path).map_err(InfError::io("read"))?;
    if !metadata.is_file() {
        return Err(InfError::NotAFile);
    }
    if metadata.permissions().readonly() {
        return Err(InfError::ReadOnly);
    }
    let mut document = Document::parse(&contents(&path)?)?;
    if document.encoding() != Encoding::Ansi {
        let text = "starts with the mark of UTF-8 or UTF-16, and MAPI reads ANSI text: save it as such first";
        return Err(InfError::Encoding(text));
    }
    let change = change(&mut document)?;
    if change != Change::Unchanged {
        replace(&path, &document.to_bytes(), &metadata)?;
    }
    Ok(change)
}

fn contents(path: &Path) -> Result<Vec<u8>, InfError> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(InfError::io("read"))?;
    file.take(LONGEST + 1).read_to_end(&mut bytes).map_err(InfError::io("read"))?;
    if bytes.len() as u64 > LONGEST { Err(InfError::TooLong) } else { Ok(bytes) }
}

/// A new file beside the old one takes its name when it is on the disk.
fn replace(path: &Path, bytes: &[u8], old: &Metadata) -> Result<(), InfError> {
    let folder = path.parent().ok_or(InfError::NotAFile)?;
    let mut new = tempfile::Builder::new().prefix(".mapisvc-").tempfile_in(folder).map_err(InfError::io("written"))?;
    new.write_all(bytes).map_err(InfError::io("written"))?;
    new.as_file().set_permissions(old.permissions()).map_err(InfError::io("given its permissions"))?;
    new.as_file().sync_all().map_err(InfError::io("written"))?;
    new.persist(path).map_err(|error| InfError::io("replaced")(error.error))?;
    sync(folder)
}

/// A new name is on the disk with its folder.
#[cfg(unix)]
fn sync(folder: &Path) -> Result<(), InfError> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(InfError::io("brought to the disk"))
}

#[cfg(not(unix))]
fn sync(_: &Path) -> Result<(), InfError> {
    Ok(())
}
