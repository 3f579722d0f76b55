//! Mail files that somebody else has written, to harm their reader: the store answers with a code
//! or with what can be read, on a small stack, and follows no link. Ordinary files are in
//! `mails.rs`.

use crate::mails::{folder, message, on, rows};
use provider_runtime::abi::flag::ATTACH_EMBEDDED_MSG;
use provider_runtime::prelude::*;
use provider_runtime::session::{Contents, Object, Store};
use std::fmt::Write as _;
use std::fs;

/// Runs on a thread with a small stack: nothing may go deeper because a file says so.
fn on_a_small_stack(work: impl FnOnce() + Send) {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(256 << 10).spawn_scoped(scope, work).unwrap();
        thread.join().unwrap();
    });
}

/// Lends the store of a folder with this one file.
fn with_file(name: &str, bytes: impl AsRef<[u8]>, work: impl FnOnce(&Store) + Send) {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join(name), bytes).unwrap();
    let (session, store) = on(root.path());
    on_a_small_stack(|| work(&store));
    drop(store);
    assert_eq!(session.logoff().faults(), [""; 0]);
}

/// The only message of the root, opened.
fn only(store: &Store) -> Result<Object> {
    let all = rows(&folder(store, "").contents(0)?, &[tags::ENTRYID::ID]);
    assert_eq!(all.len(), 1);
    store.open(all[0][0].as_binary(), 0)
}

/// Parts inside each other, each of this kind.
fn nested(levels: usize, kind: &str) -> String {
    let mut text = String::from("Subject: deep\n");
    for level in 0..levels {
        write!(text, "Content-Type: {kind}; boundary=b{level}\n\n--b{level}\n").unwrap();
    }
    text + "\nbottom\n"
}

#[test]
fn parts_that_are_nested_too_deep_are_refused_and_their_row_stays() {
    for (levels, expected) in [(32, None), (33, Some(Code::CORRUPT_DATA)), (1000, Some(Code::CORRUPT_DATA))] {
        with_file("a.eml", nested(levels, "multipart/mixed"), |store| {
            assert_eq!(only(store).err().map(|error| error.code()), expected, "{levels}");
        });
    }
    with_file(
        "many.eml",
        format!("Content-Type: multipart/mixed; boundary=b\n\n{}", "--b\n\nx\n".repeat(1001)),
        |store| {
            assert_eq!(only(store).unwrap_err().code(), Code::CORRUPT_DATA);
        },
    );
}

#[test]
fn header_fields_without_an_end_are_not_read_once_a_part() {
    let head = "Content-Type: multipart/mixed; boundary=b\n\n";
    let text = format!("{head}{}To: {}", "--b\n".repeat(900), "a,".repeat(1 << 20));
    with_file("a.eml", text, |store| assert_eq!(only(store).unwrap_err().code(), Code::CORRUPT_DATA));
}

/// Each of a thousand is opened by its client, or not.
#[test]
fn messages_inside_messages_open_level_by_level() {
    let text = format!("Subject: deep\n{}\nbottom\n", "Content-Type: message/rfc822\n\n".repeat(1000));
    with_file("a.eml", text, |store| {
        let mut inner = only(store).unwrap();
        for _ in 0..1000 {
            let attachment = Contents::of(&inner).open_attachment(0, 0).unwrap();
            assert_eq!(attachment.get(tags::ATTACH_METHOD).unwrap(), ATTACH_EMBEDDED_MSG.into());
            inner = Contents::of(&attachment).embedded(0).unwrap();
        }
        assert_eq!(inner.get(tags::BODY).unwrap(), "bottom\n".into());
    });
}

#[test]
fn endless_lines_are_read_as_far_as_they_make_sense() {
    let endless = "x".repeat(2 << 20);
    with_file("a.eml", format!("Subject: {endless}"), |store| {
        assert!(only(store).unwrap().get(tags::MESSAGE_SIZE).unwrap().as_i32() > Some(2 << 20));
    });
    let text = format!("Subject: long\n\n--{endless}\n{endless}");
    with_file("a.eml", &text, |store| {
        let body = Contents::of(&message(store, "", "long")).stream(tags::BODY).unwrap().rest().unwrap();
        assert_eq!(body.len(), 2 * (2 * endless.len() + 3));
    });
    with_file("a.mbox", format!("From x\n{text}"), |store| {
        assert_eq!(rows(&folder(store, "a").contents(0).unwrap(), &[tags::SUBJECT::ID]), [["long".into()]]);
    });
    for field in ["To: ", "Subject: =?utf-8?Q?", "Date: ", "Received: ", "Content-Type: multipart/mixed; boundary="] {
        for filling in ["(", "<", "\"", "=?x?B?", "a,", ";a*0*=", "a:;", "\0", "\n "] {
            let filling = filling.repeat(200_000 / filling.len());
            with_file("a.eml", format!("{field}{filling}\n\nbody"), |store| assert!(only(store).is_ok(), "{field}"));
        }
    }
}

#[test]
fn zeros_and_wrong_charsets_and_broken_encodings_leave_text() {
    let head = "Subject: a\0b\nFrom: \"c\0d\" <e\0@example.org>\nContent-Type: text/plain; charset=no-such-charset\n";
    with_file(
        "a.eml",
        [head.as_bytes(), b"Content-Transfer-Encoding: base64\n\n%% \0 \xFF no base64 %%"].concat(),
        |store| {
            let message = only(store).unwrap();
            assert_eq!(message.get(tags::SUBJECT).unwrap(), "ab".into());
            assert_eq!(message.get(tags::SENDER_NAME).unwrap(), "cd".into());
            assert_eq!(message.get(tags::BODY).unwrap(), "%%  \u{FFFD} no base64 %%".into());
        },
    );
    for bytes in [b"".as_slice(), b"\0", b"\n\n\n", b"\xFF\xFE\0\0", b"no header at all", b":", b"--\n--", b"Subject"] {
        with_file("a.eml", bytes, |store| {
            let message = only(store).unwrap();
            let (code, _) = message.get_props(None, 0);
            assert!(!code.is_failure(), "{bytes:?}");
        });
    }
}

#[test]
fn names_of_attachments_are_the_last_component_alone() {
    for (given, safe) in [
        ("../../etc/passwd", "passwd"),
        (r"..\\..\\boot.ini", "boot.ini"),
        ("C:autorun.inf", "autorun.inf"),
        ("..", "Attachment"),
        ("a/", "Attachment"),
        ("x\0y.txt", "xy.txt"),
        ("/", "Attachment"),
        (" .hidden. ", "hidden"),
    ] {
        let text = format!("Content-Disposition: attachment; filename=\"{given}\"\n\nx");
        with_file("a.eml", text, |store| {
            let table = Contents::of(&only(store).unwrap()).attachments(0).unwrap();
            let names = [tags::ATTACH_LONG_FILENAME::ID, tags::ATTACH_FILENAME::ID, tags::DISPLAY_NAME::ID];
            assert_eq!(rows(&table, &names), [[safe; 3].map(PropValue::from)], "{given:?}");
        });
    }
}

#[cfg(unix)]
#[test]
fn no_link_is_followed_out_of_the_root_or_inside_it() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().unwrap();
    fs::create_dir(outside.path().join("more")).unwrap();
    fs::write(outside.path().join("secret.eml"), "Subject: secret\n\n").unwrap();
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("in.eml"), "Subject: in\n\n").unwrap();
    symlink(outside.path(), root.path().join("out")).unwrap();
    symlink(outside.path().join("secret.eml"), root.path().join("link.eml")).unwrap();
    symlink(root.path(), root.path().join("circle")).unwrap();
    let (_session, store) = on(root.path());
    let top = folder(&store, "");
    assert_eq!(rows(&top.contents(0).unwrap(), &[tags::SUBJECT::ID]), [["in".into()]]);
    assert_eq!(top.hierarchy(0).unwrap().row_count().unwrap(), 0);
    let entry = message(&store, "", "in").get(tags::ENTRYID).unwrap().as_binary().unwrap().to_vec();
    for key in ["link.eml", "out", "out/secret.eml", "circle/in.eml", "circle"] {
        let opened = store.open(Some(&[&entry[..20], key.as_bytes()].concat()), 0);
        assert_eq!(opened.unwrap_err().code(), Code::NOT_FOUND, "{key}");
    }
}
