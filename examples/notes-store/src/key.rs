//! The keys of what a store holds: they stand in entry identifiers, and so for good.

use provider_runtime::prelude::*;

/// The root folder, which every file has.
pub(crate) const ROOT: i64 = 1;

/// What an entry identifier names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// A folder by its row. The root's key has no bytes.
    Folder(i64),
    /// A message by its row. Its key is the eight bytes that it had in files of earlier versions.
    Message(i64),
}

impl Key {
    /// The row of a folder.
    ///
    /// # Errors
    /// `MAPI_E_NOT_FOUND` for bytes that are no folder's key.
    pub(crate) fn folder(bytes: &[u8]) -> Result<i64> {
        match Self::read(bytes) {
            Some(Self::Folder(id)) => Ok(id),
            _ => Err(Error::new(Code::NOT_FOUND, "this is no key of a folder")),
        }
    }

    /// The row of a message.
    ///
    /// # Errors
    /// `MAPI_E_NOT_FOUND` for bytes that are no message's key.
    pub(crate) fn message(bytes: &[u8]) -> Result<i64> {
        match Self::read(bytes) {
            Some(Self::Message(id)) => Ok(id),
            _ => Err(Error::new(Code::NOT_FOUND, "this is no key of a message")),
        }
    }
}

impl EntryKey for Key {
    fn read(bytes: &[u8]) -> Option<Self> {
        match (bytes.len(), bytes.split_first()) {
            (0, _) => Some(Self::Folder(ROOT)),
            // The root has one key only.
            (9, Some((b'f', id))) => i64::read(id).filter(|id| *id != ROOT).map(Self::Folder),
            _ => i64::read(bytes).map(Self::Message),
        }
    }

    fn write(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Folder(ROOT) => {}
            Self::Folder(id) => {
                bytes.push(b'f');
                id.write(bytes);
            }
            Self::Message(id) => id.write(bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_is_read_as_it_was_written_and_junk_as_none() {
        // The low byte of 0x66 is `f`.
        for key in [Key::Folder(ROOT), Key::Folder(2), Key::Folder(0x66), Key::Message(1), Key::Message(0x66)] {
            assert_eq!(Key::read(&key.to_bytes()), Some(key));
        }
        assert_eq!(Key::Message(7).to_bytes(), 7_i64.to_bytes());
        let long_root = [&b"f"[..], &1_i64.to_le_bytes()].concat();
        for junk in [&b"f"[..], b"1234567", b"1234567890", &long_root] {
            assert_eq!(Key::read(junk), None);
        }
    }
}
