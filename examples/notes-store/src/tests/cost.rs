//! What is stored costs about what SQLite asks for it: memory for a large attachment, and time
//! beside the same statements without the store.

use super::*;
use crate::fault::InFile;
use crate::folders;
use std::process::Command;
use std::time::Instant;

const CHILD: &str = "NOTES_ATTACHMENT_OF_THE_PARENT";
const LENGTH: u64 = 50 << 20;

/// The most memory that this process has ever had, in KiB; it can be set back to what it has now.
#[cfg(target_os = "linux")]
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

#[test]
#[cfg(target_os = "linux")]
fn child_with_a_large_attachment() {
    let Some(path) = std::env::var_os(CHILD) else { return };
    let notes = in_file(path.as_ref());
    create(&notes, &[GivenPart::new(subject("before"))]);
    let before = peak();
    let parts = [GivenPart::new(subject("large")).with(0, AttachmentChangeKind::Added, Given::default())];
    let mut changes = lend(&parts);
    let reader = Box::new(std::io::repeat(0x5A).take(LENGTH));
    changes.parts[0].attachments[0].values.large = vec![Large { tag: tags::ATTACH_DATA_BIN::ID, len: LENGTH, reader }];
    let id = notes.change(|all| commit::create(all, ROOT, changes)).unwrap();
    let attachment = notes.read(|all| commit::find_attachment(all, id, 0)).unwrap().unwrap();
    let owner = Owner::Attachment(attachment);
    let (row, length) = notes.read(|all| properties::large(all, owner, tags::ATTACH_DATA_BIN::ID)).unwrap().unwrap();
    assert_eq!(length as u64, LENGTH);
    let mut piece = vec![0; 64 << 10];
    for at in (0..LENGTH as usize).step_by(piece.len()) {
        let read = notes.read(|all| {
            let blob = all.blob_open("main", owner.table(), "value", row, true).in_file()?;
            blob.read_at(&mut piece, at).in_file()
        });
        assert!(read.unwrap() == piece.len() && piece.iter().all(|byte| *byte == 0x5A));
    }
    let more = peak() - before;
    assert!(more < 8 << 10, "{more} KiB");
}

#[test]
#[cfg(target_os = "linux")]
fn an_attachment_of_50_mb_is_written_and_read_with_8_mib_of_memory() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "tests::cost::child_with_a_large_attachment", "--nocapture"]);
    let output = command.env(CHILD, folder.path().join("notes.db")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// What the runtime computes of a message, and what a client has set.
fn usual(number: i32) -> GivenPart {
    let text = |tag, text: &str| Property::new(tag, text);
    let time = PropValue::Time(133_000_000_000_000_000 + number as u64);
    let mut given = Given::set([
        text(tags::SUBJECT, "About the garden"),
        text(tags::NORMALIZED_SUBJECT, "About the garden"),
        text(tags::SUBJECT_PREFIX, ""),
        text(tags::MESSAGE_CLASS, "IPM.Note"),
        text(tags::SENDER_NAME, "Ann"),
        text(tags::DISPLAY_TO, "Ben"),
        text(tags::DISPLAY_CC, ""),
        text(tags::DISPLAY_BCC, ""),
        text(tags::BODY, &"A line of the body. ".repeat(40)),
        Property::new(tags::MESSAGE_SIZE, 1000),
        Property::new(tags::MESSAGE_FLAGS, 8),
        Property::new(tags::MSG_STATUS, 0),
        Property::new(tags::HASATTACH, false),
        Property::new(tags::SEARCH_KEY, vec![number as u8; 16]),
        Property::new(tags::CREATION_TIME::ID, time.clone()),
        Property::new(tags::LAST_MODIFICATION_TIME::ID, time),
    ]);
    given.set[0].value = format!("About the garden {}", number * 7919 % 10_000).into();
    GivenPart::new(given)
}

/// The same rows by statements alone: one transaction a message.
fn plainly(file: &mut Connection, number: i32) {
    let part = usual(number);
    let all = file.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
    let insert =
        "INSERT INTO message (folder, subject, subject_key, normalized, normalized_key, class, class_key, sender,
        sender_key, display_to, display_to_key, display_cc, display_cc_key, size, flags, status, has_attach, created,
        modified) VALUES (1, ?1, ?2, ?1, ?2, 'IPM.Note', 'ipm.note', 'Ann', 'ann', 'Ben', 'ben', '', '', 1000, 8, 0, 0,
        ?3, ?3)";
    let subject = format!("About the garden {}", number * 7919 % 10_000);
    let values = rusqlite::params![subject, subject.to_lowercase(), 133_000_000_000_000_000 + i64::from(number)];
    let id = all.prepare_cached(insert).unwrap().insert(values).unwrap();
    let columns: Vec<_> = crate::columns::MESSAGE.iter().map(|column| column.tag.id()).collect();
    for property in part.values.set.iter().filter(|property| !columns.contains(&property.tag.id())) {
        let insert = "INSERT INTO message_property (owner, id, type, value) VALUES (?1, ?2, ?3, ?4)";
        let value = crate::value::to_sql(&property.value).unwrap();
        let values = rusqlite::params![id, property.tag.id(), property.tag.kind(), value];
        all.prepare_cached(insert).unwrap().execute(values).unwrap();
    }
    all.commit().unwrap();
}

/// For hand, in release: `cargo test --release -p notes-store -- --ignored --nocapture beside`.
#[test]
#[ignore = "tells ratios of times, for hand"]
#[allow(clippy::print_stdout, reason = "it is there to be read")]
fn times_beside_plain_statements() {
    const COUNT: i32 = 10_000;
    let folder = tempfile::tempdir().unwrap();
    let [ours, plain] = ["ours.db", "plain.db"].map(|name| folder.path().join(name));
    let notes = in_file(&ours);
    drop(in_file(&plain));
    let mut file = Connection::open(&plain).unwrap();
    file.pragma_update(None, "synchronous", "FULL").unwrap();
    file.set_prepared_statement_cache_capacity(64);
    let mut spent = [0.0, 0.0];
    for number in 0..COUNT {
        let part = [usual(number)];
        let start = Instant::now();
        create(&notes, &part);
        let middle = Instant::now();
        plainly(&mut file, number);
        spent = [spent[0] + (middle - start).as_secs_f64(), spent[1] + middle.elapsed().as_secs_f64()];
    }
    println!("create: {:.2} times ({:.1} s, {:.1} s)", spent[0] / spent[1], spent[0], spent[1]);
    let start = Instant::now();
    for ids in (1..=i64::from(COUNT)).collect::<Vec<_>>().chunks(256) {
        notes.change(|all| ids.iter().try_for_each(|id| folders::delete_message(all, ROOT, *id))).unwrap();
    }
    let middle = Instant::now();
    let all = file.transaction().unwrap();
    for id in 1..=COUNT {
        all.prepare_cached("DELETE FROM message WHERE id = ?1").unwrap().execute([id]).unwrap();
    }
    all.commit().unwrap();
    let times = [(middle - start).as_secs_f64(), middle.elapsed().as_secs_f64()];
    println!("delete: {:.2} times ({:.2} s, {:.2} s)", times[0] / times[1], times[0], times[1]);
    assert_empty(&notes);
}
