//! How much memory the mail store takes for a large message: its bytes, and one decoded part. The
//! test has a program for itself, because it counts the bytes of the process.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, reason = "tests may panic")]
#![allow(clippy::indexing_slicing, reason = "tests may panic")]
#![allow(unsafe_code, reason = "an allocator is replaced by one that counts")]

use eml_store::{EmlStore, PATH};
use provider_runtime::session::{Contents, OpenStore, Options, Profile, Session};
use provider_runtime::tags;
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

/// The system's allocator, how many bytes are out, and how many were at most.
struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;
static LIVE: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

// SAFETY: M1: the system's allocator; what it gives is counted.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let live = LIVE.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        PEAK.fetch_max(live, Ordering::Relaxed);
        // SAFETY: M1: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: M1: the caller's promise.
        unsafe { System.dealloc(block, layout) }
    }
}

/// What `work` takes at most, over what is taken before it.
fn peak(work: impl FnOnce()) -> usize {
    let before = LIVE.load(Ordering::Relaxed);
    PEAK.store(before, Ordering::Relaxed);
    work();
    PEAK.load(Ordering::Relaxed) - before
}

/// For headers, tables, the record of the session.
const SLACK: usize = 1 << 20;
/// The bytes in each attachment.
const PART: usize = 6 << 20;

#[test]
fn a_message_takes_its_bytes_and_one_decoded_part() {
    let root = tempfile::tempdir().unwrap();
    let line = "QUFB".repeat(19) + "\n";
    let part = line.repeat(PART / 57);
    let head = "--b\nContent-Type: image/gif\nContent-Transfer-Encoding: base64\n\n";
    let parts = format!("{head}{part}").repeat(4);
    let text = format!("Subject: large\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n{parts}--b--\n");
    let size = text.len();
    std::fs::write(root.path().join("large.eml"), text).unwrap();
    drop(parts);
    let profile = Profile::named("test").with(PATH, root.path().to_str().unwrap());
    let options = Options::new().profile(profile).no_mail();
    let session = Session::start_with(provider_runtime::store_entry::<EmlStore>(), options).unwrap();
    let store = session.open_store(&OpenStore::new()).unwrap();
    let table = store.open(None, 0).unwrap().contents(0).unwrap();
    table.set_columns(&[tags::ENTRYID::ID, tags::HASATTACH::ID, tags::SUBJECT::ID]).unwrap();
    let mut rows = Vec::new();
    assert!(peak(|| rows = table.rows(10, 0).unwrap()) < SLACK);
    let mut message = None;
    assert!(peak(|| message = Some(store.open(rows[0][0].value.as_binary(), 0).unwrap())) < size + SLACK);
    let message = message.unwrap();
    let attachments = Contents::of(&message).attachments(0).unwrap();
    assert!(peak(|| assert_eq!(attachments.rows(10, 0).unwrap().len(), 4)) < PART + SLACK);
    for number in 0..4 {
        let read = || {
            let stream = Contents::of(&message).open_attachment(number, 0).unwrap();
            let stream = Contents::of(&stream).stream(tags::ATTACH_DATA_BIN).unwrap();
            let mut count = 0;
            while let Some(piece) = Some(stream.read(64 << 10).unwrap()).filter(|piece| !piece.is_empty()) {
                count += piece.len();
            }
            assert_eq!(count, PART / 57 * 57);
        };
        assert!(peak(read) < PART + SLACK, "{number}");
    }
}
