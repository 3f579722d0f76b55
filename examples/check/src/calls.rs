//! Which calls each thread of a scenario's process is in, for the process that started it: kept in
//! a file, because a provider that ends its process ends all else that knows.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

/// Each thread's place in the file: a text, and zeros.
const PLACE: usize = 512;

/// The file as its process writes it; nothing where there is none.
#[derive(Clone, Debug)]
pub struct Kept(std::sync::Arc<Option<File>>);

impl Kept {
    /// The file that the other process has made.
    pub fn open(path: Option<&Path>) -> Self {
        let file = path.and_then(|path| OpenOptions::new().write(true).open(path).ok());
        Self(std::sync::Arc::new(file))
    }

    /// What the calling thread is in now.
    pub fn write(&self, calls: &str) {
        static PLACES: AtomicU32 = AtomicU32::new(0);
        thread_local!(static OWN: Cell<Option<u32>> = const { Cell::new(None) });
        let Some(file) = &*self.0 else { return };
        let own = OWN.get().unwrap_or_else(|| PLACES.fetch_add(1, Ordering::Relaxed));
        OWN.set(Some(own));
        let mut place = [0; PLACE];
        place.iter_mut().zip(calls.bytes()).for_each(|(to, from)| *to = from);
        let _ = write_at(file, &place, u64::from(own) * PLACE as u64);
    }
}

#[cfg(unix)]
fn write_at(file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, at)
}

#[cfg(windows)]
fn write_at(file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
    std::os::windows::fs::FileExt::seek_write(file, bytes, at).map(drop)
}

/// The file as the other process has it, which removes it.
#[derive(Debug)]
pub struct Watched(Option<PathBuf>);

impl Watched {
    /// A new file; without one, nothing is known of calls.
    pub fn new() -> Self {
        static NUMBERS: Mutex<u64> = Mutex::new(0);
        let mut number = NUMBERS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *number += 1;
        let path = std::env::temp_dir().join(format!("check-{}-{number}.calls", std::process::id()));
        let made = OpenOptions::new().write(true).create_new(true).open(&path);
        Self(made.is_ok().then_some(path))
    }

    pub fn path(&self) -> Option<&Path> {
        self.0.as_deref()
    }

    /// The calls that threads were in, each once.
    pub fn calls(&self) -> Vec<String> {
        let bytes = self.path().and_then(|path| std::fs::read(path).ok()).unwrap_or_default();
        let texts = bytes.chunks(PLACE).map(|place| {
            let text: Vec<_> = place.iter().copied().take_while(|byte| *byte != 0).collect();
            String::from_utf8_lossy(&text).into_owned()
        });
        texts.filter(|text| !text.is_empty()).collect::<BTreeSet<_>>().into_iter().collect()
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let _ = self.path().map(std::fs::remove_file);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calls_of_each_thread_are_read_once_and_gone_with_it() {
        let watched = Watched::new();
        let kept = Kept::open(watched.path());
        kept.write("IMSLogon::Logoff, inside IMAPISupport::Release");
        kept.write("IMSLogon::Logoff");
        let other = kept.clone();
        let _ = std::thread::spawn(move || other.write("GetProps of folder")).join();
        assert_eq!(watched.calls(), ["GetProps of folder", "IMSLogon::Logoff"]);
        kept.write("");
        assert_eq!(watched.calls(), ["GetProps of folder"]);
    }
}
