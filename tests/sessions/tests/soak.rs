//! A process that lives long: after many sessions, threads and objects not a byte more is taken
//! than after a few. `SOAK=10000` is the long run, for hand; without it a bounded one.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, reason = "tests may panic")]
#![allow(unsafe_code, reason = "an allocator is replaced by one that counts")]

use provider_runtime::session::{Message, OpenStore, Options, ProviderEntry};
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use support::{Script, open, root, session_of};

/// The system's allocator, and how many bytes are out.
struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;
static LIVE: AtomicI64 = AtomicI64::new(0);

fn bytes(layout: Layout) -> i64 {
    i64::try_from(layout.size()).unwrap_or(i64::MAX)
}

// SAFETY: M1: the system's allocator; what it gives is counted.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        LIVE.fetch_add(bytes(layout), Ordering::Relaxed);
        // SAFETY: M1: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        LIVE.fetch_sub(bytes(layout), Ordering::Relaxed);
        // SAFETY: M1: the caller's promise.
        unsafe { System.dealloc(block, layout) }
    }
}

/// The tests of this file run one after the other: each counts the process's bytes.
fn alone() -> MutexGuard<'static, ()> {
    static ONE: Mutex<()> = Mutex::new(());
    ONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How many rounds there are.
fn rounds() -> usize {
    let asked = std::env::var("SOAK").ok();
    asked.map_or(300, |asked| asked.parse().expect("SOAK is a number of rounds"))
}

/// Runs a tenth of the rounds, and then all of them, which may not take more than a page in all:
/// what a lock or a thread of the tests' own harness keeps.
fn assert_flat(what: &str, times: usize, mut round: impl FnMut()) {
    (0..times / 10 + 1).for_each(|_| round());
    let before = LIVE.load(Ordering::SeqCst);
    (0..times).for_each(|_| round());
    let more = LIVE.load(Ordering::SeqCst) - before;
    assert!(more < 4096, "{what}: {more} bytes more after {times} rounds");
}

/// A session with one provider, in which it is logged on and has worked, from start to end.
fn work(provider: &ProviderEntry, script: &Script, in_session: fn(&provider_runtime::session::Session)) {
    let session = session_of([provider.clone()], Options::new()).unwrap();
    in_session(&session);
    let report = session.logoff();
    assert_eq!(report.faults(), [""; 0]);
    drop(report);
    drop(session);
    script.forget();
}

/// SESSION-8: of each kind.
#[test]
fn sessions_leave_nothing_in_the_process() {
    let _alone = alone();
    let script = Script::new();
    assert_flat("stores", rounds(), || {
        work(&script.provider("Store"), &script, |session| {
            let store = session.open_store(&OpenStore::new()).unwrap();
            drop(root(&store).unwrap());
        });
    });
    assert_flat("address books", rounds(), || {
        work(&script.book("People"), &script, |session| {
            drop(session.open_address_book(0).unwrap());
        });
    });
    assert_flat("transports", rounds(), || {
        work(&script.post("Post"), &script, |session| {
            session.mail().submit(&Message::new().to("Ann", "SMTP", "ann@example.org")).unwrap();
            session.mail().run().unwrap();
        });
    });
}

/// THR-1: 64 threads open and close on one logon.
#[test]
fn threads_leave_nothing_in_the_process() {
    let _alone = alone();
    let script = Script::new();
    assert_flat("64 threads", rounds() / 30, || {
        let session = script.session().unwrap();
        let store = open(&session).unwrap();
        std::thread::scope(|threads| {
            for _ in 0..64 {
                threads.spawn(|| (0..10).for_each(|_| drop(root(&store).unwrap())));
            }
        });
        drop(store);
        assert_eq!(session.logoff().faults(), [""; 0]);
        drop(session);
        script.forget();
    });
}

/// LOGOFF-12: what a logoff closes takes nothing with it; a hundred times as many as there are
/// rounds.
#[test]
fn closed_objects_leave_nothing_in_the_process() {
    let _alone = alone();
    let script = Script::new();
    assert_flat("objects that a logoff closes", 2, || {
        let session = script.session().unwrap();
        let store = open(&session).unwrap();
        let held: Vec<_> = (0..rounds() * 100).map(|_| root(&store).unwrap()).collect();
        drop(session.logoff());
        drop((held, store, session));
        script.forget();
    });
    assert_eq!(Arc::strong_count(&script), 2); // the test's and the list of all scripts
}
