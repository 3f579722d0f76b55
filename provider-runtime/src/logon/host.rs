//! What the entry point was given, for one provider object: the allocators, IMalloc, the session's
//! log sink; and the threads that nobody has joined. One logon's tie to MAPI is in
//! `support_link.rs`.
#![allow(unsafe_code, reason = "the session's log sink is called over its vtable")]

use super::panics::catch_panic;
use super::threads::Threads;
use log::Level;
use provider_abi::com_ptr::ComPtr;
use provider_abi::lock::lock;
use provider_abi::memory::Allocators;
use provider_abi::shapes::imalloc::IMallocVtbl;
use provider_abi::shapes::param::In;
use provider_abi::shapes::provider_log::IProviderLogVtbl;
use std::sync::{Arc, Mutex, Weak};

/// The host, as one provider object knows it. Outlives the provider object while a logon or a
/// worker still needs it.
#[derive(Debug)]
pub(crate) struct Host {
    pub(crate) memory: Allocators,
    /// MAPI_NT_SERVICE: no dialog of any kind (ENTRY-6).
    pub(crate) is_service: bool,
    /// Whether leaks are traced at a logon's end: in debug builds, and on request.
    pub(crate) traces_leaks: bool,
    objects: Mutex<Objects>,
    /// Workers that `Shutdown` has to join.
    pub(crate) threads: Threads,
}

/// Objects of MAPI's that go back at the provider's last Release (ENTRY-5).
#[derive(Debug, Default)]
struct Objects {
    _malloc: Option<ComPtr<IMallocVtbl>>,
    log_sink: Option<Arc<ComPtr<IProviderLogVtbl>>>,
}

/// The environment variable that asks for leak traces in release builds.
const TRACE: &str = "MAPI_PROVIDER_LEAK_TRACE";

impl Host {
    pub(crate) fn new(memory: Allocators, malloc: Option<ComPtr<IMallocVtbl>>, is_service: bool) -> Self {
        let log_sink = malloc.as_ref().and_then(ComPtr::query).map(Arc::new);
        Self {
            memory,
            is_service,
            traces_leaks: cfg!(debug_assertions) || std::env::var_os(TRACE).is_some(),
            objects: Mutex::new(Objects { _malloc: malloc, log_sink }),
            threads: Threads::default(),
        }
    }

    /// The session's log sink, if it has one and the provider object lives.
    pub(crate) fn log_sink(&self) -> Option<Arc<ComPtr<IProviderLogVtbl>>> {
        lock(&self.objects).log_sink.clone()
    }

    /// Writes one line to the session's log sink. Where there is none, to the log that the author
    /// set, else to the debugger or stderr.
    pub(crate) fn log(&self, level: Level, text: &str) {
        let Some(sink) = self.log_sink() else {
            return log_here(level, text);
        };
        let write_line = sink.methods().write_line;
        // SAFETY: O3: as many bytes as `text` has, which is lent until the call returns.
        let line = unsafe { In::from_raw(text.as_ptr()) };
        // SAFETY: F1: `sink` is a reference on it.
        unsafe { write_line(sink.this(), level as u32, text.len() as u32, line) };
    }

    /// ENTRY-5: the provider object has ended, what it was given goes back.
    pub(crate) fn release(&self) {
        let mut hosts = lock(&LOG_HOSTS);
        hosts.retain(|other| !std::ptr::eq(other.as_ptr(), self));
        hosts.shrink_to_fit(); // an unload frees no statics
        drop(hosts);
        let objects = std::mem::take(&mut *lock(&self.objects));
        drop(objects); // outside the lock: a Release may call back (THR-4)
    }
}

fn log_here(level: Level, text: &str) {
    if log::max_level() == log::LevelFilter::Off {
        debug_output(level, text);
    } else {
        let _ = catch_panic(|| log::log!(target: "provider", level, "{text}")); // the sink is an author's
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

/// Hosts that a library's log goes to, the newest last.
static LOG_HOSTS: Mutex<Vec<Weak<Host>>> = Mutex::new(Vec::new());

/// From now on the library's log goes to this host, as long as that has a log sink.
pub(crate) fn add_log_host(host: &Arc<Host>) {
    lock(&LOG_HOSTS).push(Arc::downgrade(host));
}

/// Sets the log of a library that nobody else has set: warnings and worse go to the newest host
/// with a log sink, else to the debugger, or to stderr.
pub(crate) fn log_to_hosts() {
    struct ToHosts;
    impl log::Log for ToHosts {
        fn enabled(&self, metadata: &log::Metadata<'_>) -> bool {
            metadata.level() <= Level::Warn
        }
        fn log(&self, record: &log::Record<'_>) {
            if !self.enabled(record.metadata()) {
                return;
            }
            let line = record.args().to_string();
            let hosts = lock(&LOG_HOSTS).clone(); // a Release outside the lock (THR-4)
            let host = hosts.iter().rev().filter_map(Weak::upgrade).find(|host| host.log_sink().is_some());
            host.map_or_else(|| debug_output(record.level(), &line), |host| host.log(record.level(), &line));
        }
        fn flush(&self) {}
    }
    if log::set_logger(&ToHosts).is_ok() {
        log::set_max_level(log::LevelFilter::Warn);
    }
}
