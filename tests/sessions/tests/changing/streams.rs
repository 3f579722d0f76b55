//! Values that are written through streams (PROP-30 to PROP-45): when they reach their object, and
//! what is left in the system's temporary folder.

use crate::calls::{Item, StreamCalls};
use crate::setup::{Setup, code, text};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::iid::IID_IStream;
use provider_runtime::abi::istream::{STREAM_SEEK_END, STREAM_SEEK_SET};
use provider_runtime::abi::tags;
use provider_runtime::prelude::*;

const NEW: u32 = MAPI_CREATE | MAPI_MODIFY;
const DATA: PropTag = tags::ATTACH_DATA_BIN;
const MIB: usize = 1 << 20;

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// A new attachment of a new message.
fn attachment(setup: &Setup) -> (crate::calls::MessageCalls, Item) {
    let message = setup.root().create_message(0).unwrap();
    let (_, attachment) = message.create_attachment().unwrap();
    (message, attachment)
}

/// The files of ours that this process has open.
fn open_files() -> usize {
    let all = std::fs::read_dir("/proc/self/fd").unwrap().filter_map(std::result::Result::ok);
    let targets = all.filter_map(|file| std::fs::read_link(file.path()).ok());
    targets.filter(|path| path.to_string_lossy().contains("/mapi-")).count()
}

/// C-28, C-31
#[test]
fn a_stream_over_nothing_and_one_of_no_type_are_refused() {
    let setup = Setup::new();
    let open = setup.open(&setup.message("first"));
    assert_eq!(code(open.stream(tags::BODY, 0).map(|_| ())), Code::NOT_FOUND);
    assert_eq!(code(open.stream(tags::BODY, MAPI_MODIFY).map(|_| ())), Code::NOT_FOUND);
    assert_eq!(code(open.open_property(tags::BODY, None, 0, NEW).map(|_| ())), Code::INVALID_PARAMETER);
    let untyped = tags::BODY.with_kind(PT_UNSPECIFIED);
    assert_eq!(code(open.open_property(untyped, Some(IID_IStream), 0, NEW).map(|_| ())), Code::INVALID_PARAMETER);
    drop(open);
    setup.end();
}

/// C-29, C-30
#[test]
fn what_is_committed_is_read_back_and_creating_again_begins_empty() {
    let setup = Setup::new();
    let message = setup.message("first");
    let open = setup.open(&message);
    let stream = open.stream(tags::BODY, NEW).unwrap();
    assert_eq!(stream.size().unwrap(), 0);
    assert_eq!(stream.write(&utf16("a body")).unwrap(), 12);
    assert_eq!(code(open.get(tags::BODY)), Code::NOT_FOUND);
    stream.commit().unwrap();
    assert_eq!(text(&open, tags::BODY), "a body");
    open.save(0).unwrap();
    assert_eq!(text(&setup.open(&message), tags::BODY), "a body");
    let again = open.stream(tags::BODY, NEW).unwrap();
    assert_eq!(again.size().unwrap(), 0);
    let kept = open.stream(tags::BODY, MAPI_MODIFY).unwrap();
    assert_eq!(kept.all().unwrap(), utf16("a body"));
    drop((open, stream, again, kept));
    setup.end();
}

/// C-34
#[test]
fn what_was_written_and_not_committed_is_taken_at_the_streams_release() {
    let setup = Setup::new();
    let message = setup.message("first");
    let open = setup.open(&message);
    let stream = open.stream(tags::BODY, NEW).unwrap();
    stream.write(&utf16("kept")).unwrap();
    drop(stream);
    open.save(0).unwrap();
    assert_eq!(text(&setup.open(&message), tags::BODY), "kept");
    drop(open);
    setup.end();
}

/// C-189
#[test]
fn the_last_of_a_commit_and_a_set_counts() {
    let setup = Setup::new();
    let open = setup.open(&setup.message("first"));
    let stream = open.stream(tags::BODY, NEW).unwrap();
    stream.write(&utf16("stream")).unwrap();
    open.put(tags::BODY, "set").unwrap();
    assert_eq!(text(&open, tags::BODY), "set");
    stream.commit().unwrap();
    assert_eq!(text(&open, tags::BODY), "stream");
    open.put(tags::BODY, "set again").unwrap();
    drop(stream); // nothing new was written
    assert_eq!(text(&open, tags::BODY), "set again");
    drop(open);
    setup.end();
}

#[test]
fn text_of_the_system_and_unicode_text_are_one_property() {
    let setup = Setup::new();
    let open = setup.open(&setup.message("first"));
    let stream = open.stream(tags::BODY.with_kind(PT_STRING8), NEW).unwrap();
    stream.write(b"caf\xe9").unwrap();
    stream.commit().unwrap();
    assert_eq!(text(&open, tags::BODY), "café");
    assert_eq!(open.stream(tags::BODY, 0).unwrap().all().unwrap(), utf16("café"));
    drop((open, stream));
    setup.end();
}

#[test]
fn a_stream_that_is_written_after_its_commit_does_not_change_what_was_saved() {
    for size in [100, 3 * MIB] {
        let setup = Setup::new();
        let (message, attachment) = attachment(&setup);
        let stream = attachment.stream(DATA, NEW).unwrap();
        stream.write(&vec![1; size]).unwrap();
        stream.commit().unwrap();
        stream.seek(0, STREAM_SEEK_SET).unwrap();
        stream.write(&[2; 10]).unwrap();
        attachment.save(0).unwrap();
        message.save(KEEP_OPEN_READWRITE).unwrap();
        let stored = setup.open(&crate::setup::entry(&message));
        let bytes = stored.open_attachment(0, 0).unwrap().stream(DATA, 0).unwrap().all().unwrap();
        assert_eq!(bytes, vec![1; size]);
        // The stream is open over the save: what is committed then, the next save stores.
        stream.commit().unwrap();
        attachment.save(0).unwrap();
        message.save(KEEP_OPEN_READWRITE).unwrap();
        let stored = setup.open(&crate::setup::entry(&message));
        let bytes = stored.open_attachment(0, 0).unwrap().stream(DATA, 0).unwrap().all().unwrap();
        assert_eq!((bytes.len(), &bytes[..10], bytes[10]), (size, &[2; 10][..], 1));
        drop((message, attachment, stream, stored));
        setup.end();
    }
}

#[test]
fn streams_seek_grow_shrink_and_copy() {
    let setup = Setup::new();
    let (message, attachment) = attachment(&setup);
    let stream = attachment.stream(DATA, NEW).unwrap();
    stream.write(b"0123456789").unwrap();
    stream.set_size(4).unwrap();
    assert_eq!(stream.all().unwrap(), b"0123");
    stream.seek(2, STREAM_SEEK_END).unwrap();
    stream.write(b"!").unwrap();
    assert_eq!(stream.all().unwrap(), b"0123\0\0!");
    assert!(stream.seek(-1, STREAM_SEEK_SET).is_err());
    assert!(stream.seek(0, 9).is_err());
    let other = attachment.stream(tags::ATTACH_TAG, NEW).unwrap();
    stream.seek(1, STREAM_SEEK_SET).unwrap();
    assert_eq!(stream.copy_to(&other, 3).unwrap(), (3, 3));
    assert_eq!(other.all().unwrap(), b"123");
    stream.revert().unwrap();
    assert_eq!(stream.size().unwrap(), 7);
    // Onto itself it ends, too.
    stream.seek(0, STREAM_SEEK_SET).unwrap();
    let (read, written) = stream.copy_to(&stream, 5).unwrap();
    assert_eq!(read, written);
    drop((message, attachment, stream, other));
    setup.end();
}

/// How many bytes of memory the process has.
fn resident() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap();
    pages.split(' ').nth(1).unwrap().parse::<usize>().unwrap() * 4096
}

/// Four gibibytes that are announced and not written.
fn announce() {
    const HUGE: u64 = 4 << 30;
    let setup = Setup::new();
    let (message, attachment) = attachment(&setup);
    let before = resident();
    let stream = attachment.stream(DATA, NEW).unwrap();
    stream.set_size(HUGE).unwrap();
    assert_eq!(stream.size().unwrap(), HUGE);
    stream.seek(-3, STREAM_SEEK_END).unwrap();
    assert_eq!(stream.read(100).unwrap(), [0; 3]);
    stream.commit().unwrap();
    assert_eq!(code(attachment.get(DATA)), Code::NOT_ENOUGH_MEMORY);
    // Written after the commit: the bytes are copied first, their zeroes without room on the disk.
    stream.write(b"end").unwrap();
    assert_eq!(stream.size().unwrap(), HUGE + 3);
    // Text is held as a whole, and refused in time.
    let body = message.stream(tags::BODY, NEW).unwrap();
    body.set_size(HUGE).unwrap();
    assert_eq!(code(body.commit()), Code::NOT_ENOUGH_MEMORY);
    assert!(stream.set_size(u64::MAX).is_err());
    stream.seek(i64::MAX, STREAM_SEEK_SET).unwrap();
    assert!(stream.write(b"far").is_err());
    assert_eq!(stream.size().unwrap(), HUGE + 3);
    assert!(resident() < before + 64 * MIB, "memory grows with what is announced");
    drop((message, attachment, stream, body));
    setup.end();
}

const CHILD: &str = "CHANGING_STREAM_CHILD";

/// What the next test runs in a process of its own.
#[test]
fn a_child_writes_a_large_value() {
    let Ok(how) = std::env::var(CHILD) else { return };
    if how == "announced" {
        return announce();
    }
    let setup = Setup::new();
    let (message, attachment) = attachment(&setup);
    let stream = attachment.stream(DATA, NEW).unwrap();
    stream.write(&vec![1; 2 * MIB]).unwrap();
    stream.commit().unwrap();
    stream.write(&vec![1; 2 * MIB]).unwrap();
    assert_eq!(open_files(), 2);
    match how.as_str() {
        "killed" => {
            println!("written");
            loop {
                std::thread::park();
            }
        }
        "released" => {
            drop((message, attachment, stream));
            assert_eq!(open_files(), 0);
            setup.end();
        }
        _ => {
            let Setup { logon, .. } = setup;
            logon.end();
            assert_eq!(open_files(), 0);
            drop((message, attachment, stream));
        }
    }
}

/// The test above in a process of its own, with a temporary folder of its own.
fn child(how: &str, folder: &std::path::Path) -> std::process::Child {
    std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "streams::a_child_writes_a_large_value", "--nocapture"])
        .env(CHILD, how)
        .env("TMPDIR", folder)
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn nothing_is_left_of_a_large_value_after_any_end() {
    use std::io::{BufRead, BufReader};
    for how in ["released", "logged off", "killed"] {
        let folder = tempfile::tempdir().unwrap();
        let mut child = child(how, folder.path());
        if how == "killed" {
            let lines = BufReader::new(child.stdout.take().unwrap()).lines();
            let mut lines = lines.map_while(std::result::Result::ok);
            assert!(lines.any(|line| line.contains("written")), "{how}");
            assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "a file that is open");
            child.kill().unwrap();
            child.wait().unwrap();
        } else {
            assert!(child.wait().unwrap().success(), "{how}");
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "{how}");
    }
}

#[test]
fn four_gibibytes_that_are_announced_and_not_written_take_no_memory() {
    let folder = tempfile::tempdir().unwrap();
    assert!(child("announced", folder.path()).wait().unwrap().success());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_stream_outlives_its_message() {
    let setup = Setup::new();
    let open = setup.open(&setup.message("first"));
    let (_, attachment) = open.create_attachment().unwrap();
    let stream = attachment.stream(DATA, NEW).unwrap();
    let body: StreamCalls = open.stream(tags::BODY, NEW).unwrap();
    drop((attachment, open));
    stream.write(b"late").unwrap();
    assert_eq!(code(stream.commit()), Code::OBJECT_DELETED);
    body.write(b"late").unwrap();
    drop((stream, body));
    setup.end();
}

#[test]
fn a_folders_property_is_permanent_at_the_streams_commit() {
    let setup = Setup::new();
    let root = setup.root();
    let stream = root.stream(tags::COMMENT, NEW).unwrap();
    stream.write(&utf16("ours")).unwrap();
    stream.commit().unwrap();
    assert_eq!(text(&setup.root(), tags::COMMENT), "ours");
    drop((root, stream));
    setup.end();
}
