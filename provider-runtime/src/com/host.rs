//! What the entry point was given, for one provider object: allocators, IMalloc, the session's ear for our words, and
//! the threads that ended on their own. One logon's tie to MAPI is in `link.rs`.
#![allow(unsafe_code, reason = "the session's log sink is called over its vtable")]

use super::wall::stop;
use crate::provider::Threads;
use log::Level;
use provider_abi::com_ptr::ComPtr;
use provider_abi::lock::lock;
use provider_abi::memory::Allocators;
use provider_abi::shapes::imalloc::IMallocVtbl;
use provider_abi::shapes::param::In;
use provider_abi::shapes::words::IProviderWordsVtbl;
use std::sync::{Arc, Mutex, Weak};

/// The host, as one provider object knows it. Outlives the provider object while a logon or a worker still needs it.
#[derive(Debug)]
pub(crate) struct Host {
    pub(crate) memory: Allocators,
    /// MAPI_NT_SERVICE: no dialog of any kind (ENTRY-6).
    pub(crate) service: bool,
    /// Whether leaks are traced at a logon's end: in debug builds, and on request.
    pub(crate) traces: bool,
    /// IMalloc and the session's ear: they go back at the provider's last Release (ENTRY-5).
    given: Mutex<Given>,
    /// Workers that `Shutdown` has to join.
    pub(crate) threads: Threads,
}

type Given = (Option<ComPtr<IMallocVtbl>>, Option<Arc<ComPtr<IProviderWordsVtbl>>>);

/// The environment variable that asks for leak traces in release builds.
const TRACE: &str = "MAPI_PROVIDER_LEAK_TRACE";

impl Host {
    pub(crate) fn new(memory: Allocators, malloc: Option<ComPtr<IMallocVtbl>>, service: bool) -> Self {
        let words = malloc.as_ref().and_then(ComPtr::query).map(Arc::new);
        Self {
            memory,
            service,
            traces: cfg!(debug_assertions) || std::env::var_os(TRACE).is_some(),
            given: Mutex::new((malloc, words)),
            threads: Threads::default(),
        }
    }

    /// The session's ear, if it has one and the provider object lives.
    pub(crate) fn words(&self) -> Option<Arc<ComPtr<IProviderWordsVtbl>>> {
        lock(&self.given).1.clone()
    }

    /// Tells the session one line; where it has no ear, the log that the author set, else the debugger or stderr.
    pub(crate) fn say(&self, level: Level, text: &str) {
        let Some(words) = self.words() else {
            return say_here(level, text);
        };
        let say = words.methods().say;
        let (line, length) = (In::new(text.as_ptr()), text.len() as u32);
        // SAFETY: F1: alive while `words` is; the text is lent until it returns.
        unsafe { say(words.this(), level as u32, length, line) };
    }

    /// ENTRY-5: the provider object has ended, what it was given goes back.
    pub(crate) fn let_go(&self) {
        let mut heard = lock(&HEARD);
        heard.retain(|other| !std::ptr::eq(other.as_ptr(), self));
        heard.shrink_to_fit(); // nothing is left behind an unload
        drop(heard);
        let given = std::mem::take(&mut *lock(&self.given));
        drop(given); // outside the lock: a Release may call back (THR-4)
    }
}

fn say_here(level: Level, text: &str) {
    if log::max_level() == log::LevelFilter::Off {
        debug_output(level, text);
    } else {
        let _ = stop(|| log::log!(target: "provider", level, "{text}")); // the sink is an author's
    }
}

#[cfg(not(windows))]
pub(crate) fn debug_output(level: Level, text: &str) {
    use std::io::Write;
    // A closed stderr is no reason to panic, as `eprintln!` would.
    let _ = writeln!(std::io::stderr(), "provider: {level}: {text}");
}

#[cfg(windows)]
pub(crate) fn debug_output(level: Level, text: &str) {
    #[link(name = "kernel32")]
    unsafe extern "system" {
        fn OutputDebugStringW(text: *const u16);
    }
    let line = provider_abi::strings::wide_units(&format!("provider: {level}: {text}\n"));
    // SAFETY: M2: ends with a zero, ours until it returns.
    unsafe { OutputDebugStringW(line.as_ptr()) };
}

/// Hosts that a library's log is told of, the newest last.
static HEARD: Mutex<Vec<Weak<Host>>> = Mutex::new(Vec::new());

/// From now on the library's log goes to this host, as long as it has an ear.
pub(crate) fn hear(host: &Arc<Host>) {
    lock(&HEARD).push(Arc::downgrade(host));
}

/// The log of a library that nobody else set: to the session's ear if it has one, else to the debugger, or stderr. Warnings
/// and worse.
pub(crate) fn log_to_host() {
    struct ToHost;
    impl log::Log for ToHost {
        fn enabled(&self, metadata: &log::Metadata<'_>) -> bool {
            metadata.level() <= Level::Warn
        }
        fn log(&self, record: &log::Record<'_>) {
            let (level, line) = (record.level(), record.args().to_string());
            if self.enabled(record.metadata()) {
                let heard = lock(&HEARD).clone(); // a Release outside the lock (THR-4)
                let ear = heard.iter().rev().filter_map(Weak::upgrade).find(|host| host.words().is_some());
                ear.map_or_else(|| debug_output(level, &line), |host| host.say(level, &line));
            }
        }
        fn flush(&self) {}
    }
    if log::set_logger(&ToHost).is_ok() {
        log::set_max_level(log::LevelFilter::Warn);
    }
}
