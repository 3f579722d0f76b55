//! Bytes that a client writes, kept until they are stored: in memory, and past 1 MiB in a file of
//! the system's temporary folder, which is gone with its last user, also if the process is killed.

use provider_abi::lock::lock;
use std::fs::{File, OpenOptions};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::Mutex;

/// What is longer goes into a file.
const MOST_IN_MEMORY: u64 = 1 << 20;

/// How many bytes are copied at a time.
const PIECE: usize = 64 << 10;

/// Bytes in memory, or in a file.
#[derive(Debug)]
pub(crate) struct Spooled(Mutex<Bytes>);

#[derive(Debug)]
enum Bytes {
    Memory(Vec<u8>),
    File { file: File, len: u64 },
}

impl Spooled {
    /// These bytes.
    ///
    /// # Errors
    /// What making a file, or writing it, came to.
    pub(crate) fn of(bytes: Vec<u8>) -> io::Result<Self> {
        if bytes.len() as u64 <= MOST_IN_MEMORY {
            return Ok(Self(Mutex::new(Bytes::Memory(bytes))));
        }
        let new = Self::default();
        new.write_at(0, &bytes)?;
        Ok(new)
    }

    /// How many bytes there are.
    pub(crate) fn len(&self) -> u64 {
        lock(&self.0).len()
    }

    /// Reads from a position on: as many bytes as there are, and as there is room for.
    ///
    /// # Errors
    /// What reading the file came to.
    pub(crate) fn read_at(&self, at: u64, buffer: &mut [u8]) -> io::Result<usize> {
        match &mut *lock(&self.0) {
            Bytes::Memory(bytes) => {
                let rest = usize::try_from(at).ok().and_then(|at| bytes.get(at..)).unwrap_or_default();
                (&mut &*rest).read(buffer)
            }
            Bytes::File { file, len } => {
                let left = usize::try_from(len.saturating_sub(at)).unwrap_or(usize::MAX);
                let room = buffer.len().min(left);
                let Some(buffer) = buffer.get_mut(..room).filter(|buffer| !buffer.is_empty()) else { return Ok(0) };
                file.seek(SeekFrom::Start(at))?;
                file.read(buffer)
            }
        }
    }

    /// Writes at a position; what is between the end and that is zeroes.
    ///
    /// # Errors
    /// What making or writing the file came to; the bytes are as they were, or partly written.
    pub(crate) fn write_at(&self, at: u64, bytes: &[u8]) -> io::Result<()> {
        let end = at.checked_add(bytes.len() as u64).ok_or(io::ErrorKind::FileTooLarge)?;
        let all = &mut *lock(&self.0);
        all.make_room(end)?;
        match all {
            Bytes::Memory(memory) => {
                let start = usize::try_from(at).unwrap_or(usize::MAX);
                let end = end as usize;
                if memory.len() < end {
                    memory.try_reserve(end - memory.len())?;
                    memory.resize(end, 0);
                }
                if let Some(place) = memory.get_mut(start..end) {
                    place.copy_from_slice(bytes);
                }
            }
            Bytes::File { file, len } => {
                file.seek(SeekFrom::Start(at))?;
                file.write_all(bytes)?;
                *len = end.max(*len);
            }
        }
        Ok(())
    }

    /// Makes it shorter, or longer by zeroes. Where the system can, these take no room on the disk.
    ///
    /// # Errors
    /// What making or changing the file came to.
    pub(crate) fn set_len(&self, to: u64) -> io::Result<()> {
        let all = &mut *lock(&self.0);
        all.make_room(to)?;
        match all {
            Bytes::Memory(memory) => {
                let to = to as usize;
                memory.try_reserve(to.saturating_sub(memory.len()))?;
                memory.resize(to, 0);
            }
            Bytes::File { file, len } => {
                file.set_len(to)?;
                *len = to;
            }
        }
        Ok(())
    }

    /// The same bytes on their own: writing one does not change the other. Zeroes take no room on
    /// the disk where the system can have it so.
    ///
    /// # Errors
    /// What copying the file came to.
    pub(crate) fn copy(&self) -> io::Result<Self> {
        let copy = Self::default();
        let zeroes = vec![0; PIECE];
        let mut piece = zeroes.clone();
        let mut at = 0;
        loop {
            let read = self.read_at(at, &mut piece)?;
            let read = piece.get(..read).unwrap_or_default();
            if read.is_empty() {
                copy.set_len(at)?;
                return Ok(copy);
            }
            if zeroes.get(..read.len()) != Some(read) {
                copy.write_at(at, read)?;
            }
            at += read.len() as u64;
        }
    }

    /// The bytes in memory, if they are at most so many.
    ///
    /// # Errors
    /// What reading the file came to.
    pub(crate) fn held(&self, most: u64) -> io::Result<Option<Vec<u8>>> {
        let len = self.len();
        if len > most {
            return Ok(None);
        }
        let mut all = vec![0; usize::try_from(len).unwrap_or(usize::MAX)];
        let mut done = 0;
        while let Some(room) = all.get_mut(done..).filter(|room| !room.is_empty()) {
            match self.read_at(done as u64, room)? {
                0 => break,
                read => done += read,
            }
        }
        all.truncate(done);
        Ok(Some(all))
    }
}

impl Default for Spooled {
    fn default() -> Self {
        Self(Mutex::new(Bytes::Memory(Vec::new())))
    }
}

impl Bytes {
    fn len(&self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            Self::File { len, .. } => *len,
        }
    }

    /// Moves the bytes into a file if so many are too many for memory.
    fn make_room(&mut self, end: u64) -> io::Result<()> {
        if let Self::Memory(bytes) = self
            && end > MOST_IN_MEMORY
        {
            let mut file = temporary_file()?;
            file.write_all(bytes)?;
            let len = bytes.len() as u64;
            *self = Self::File { file, len };
        }
        Ok(())
    }
}

/// A new file that has no name once it is open, or loses it when it is closed: nothing is left of
/// it after any end of the process.
fn temporary_file() -> io::Result<File> {
    const TRIES: u32 = 16;
    let mut last = io::ErrorKind::AlreadyExists.into();
    for _ in 0..TRIES {
        // The state of a hash is the only random number that the standard library has.
        let random = RandomState::new().hash_one(std::process::id());
        let path = std::env::temp_dir().join(format!("mapi-{random:016x}.tmp"));
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        #[cfg(windows)]
        {
            use std::os::windows::fs::OpenOptionsExt;
            const FILE_FLAG_DELETE_ON_CLOSE: u32 = 0x0400_0000;
            const FILE_ATTRIBUTE_TEMPORARY: u32 = 0x100;
            options.custom_flags(FILE_FLAG_DELETE_ON_CLOSE).attributes(FILE_ATTRIBUTE_TEMPORARY).share_mode(0);
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        match options.open(&path) {
            Ok(file) => {
                #[cfg(unix)]
                std::fs::remove_file(&path)?;
                return Ok(file);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => last = error,
            Err(error) => return Err(error),
        }
    }
    Err(last)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests may panic")]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_the_same_in_memory_and_in_a_file() {
        for start in [0, MOST_IN_MEMORY - 3, MOST_IN_MEMORY, 3 * MOST_IN_MEMORY] {
            let spooled = Spooled::default();
            spooled.write_at(start, b"abcdef").unwrap();
            spooled.write_at(start + 2, b"XY").unwrap();
            assert_eq!(spooled.len(), start + 6);
            let mut read = [9; 8];
            assert_eq!(spooled.read_at(start, &mut read).unwrap(), 6);
            assert_eq!(&read[..6], b"abXYef");
            assert_eq!(spooled.read_at(start + 6, &mut read).unwrap(), 0);
            if start > 0 {
                assert_eq!(spooled.read_at(start - 1, &mut read[..1]).unwrap(), 1);
                assert_eq!(read[0], 0);
            }
        }
    }

    #[test]
    fn a_copy_and_what_it_is_of_do_not_change_each_other() {
        for len in [10, 2 * MOST_IN_MEMORY] {
            let first = Spooled::default();
            first.set_len(len).unwrap();
            let copy = first.copy().unwrap();
            assert_eq!(copy.len(), len);
            copy.write_at(0, b"new").unwrap();
            first.set_len(1).unwrap();
            assert_eq!(copy.held(u64::MAX).unwrap().unwrap()[..4], *b"new\0");
            assert_eq!(first.held(1).unwrap(), Some(vec![0]));
            assert_eq!(first.held(0).unwrap(), None);
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn its_file_has_no_name_while_it_is_open() {
        use std::os::fd::AsRawFd;
        let large = Spooled::default();
        large.set_len(2 * MOST_IN_MEMORY).unwrap();
        let Bytes::File { file, .. } = &*lock(&large.0) else { panic!("a file") };
        let name = std::fs::read_link(format!("/proc/self/fd/{}", file.as_raw_fd())).unwrap();
        assert!(name.to_string_lossy().ends_with(" (deleted)"), "{name:?}");
    }

    #[test]
    fn an_end_past_all_numbers_is_refused() {
        let spooled = Spooled::default();
        assert!(spooled.write_at(u64::MAX, b"ab").is_err());
        assert_eq!(spooled.len(), 0);
    }
}
