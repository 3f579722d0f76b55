//! `kill -9` in the middle of each kind of change: what had been answered is there, and each change
//! is whole or not there at all. The child processes are this program itself; the file is read by
//! SQL of its own.
#![cfg(unix)]
#![allow(clippy::print_stdout, reason = "the child tells its parent what it was answered")]

use super::*;
use crate::folders;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

const PATH: &str = "NOTES_OF_THE_PARENT";

/// What the child does over and over, each with a number that goes up; and whether it was answered.
const KINDS: [&str; 5] = ["create", "change", "move", "delete", "folder"];

fn say(what: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "said {what} .").unwrap();
    out.flush().unwrap();
}

/// A message that says four times which it is: in itself, to whom, in a large attachment, and in
/// the message inside.
fn letter(number: i32) -> [GivenPart; 2] {
    let own =
        || Given::set([Property::new(tags::SUBJECT, number.to_string()), Property::new(tags::IMPORTANCE, number)]);
    let recipient = StoredRecipient::to(&number.to_string(), "SMTP", "ann@example.org");
    let length = 100_000 + number.unsigned_abs() as usize % 50_000;
    let bytes = vec![number.to_le_bytes()[0]; length];
    let data = Given { large: vec![(tags::ATTACH_DATA_BIN::ID, bytes)], ..Given::default() };
    let outer = GivenPart { recipients: Some(vec![recipient]), ..GivenPart::new(own()) };
    let outer = outer.with(0, AttachmentChangeKind::Added, data).with(1, AttachmentChangeKind::Added, Given::default());
    [outer, GivenPart { within: Some((0, 1)), ..GivenPart::new(own()) }]
}

#[test]
fn child_that_changes() {
    let Some(path) = std::env::var_os(PATH) else { return };
    let notes = in_file(path.as_ref());
    let query = "SELECT name, id FROM folder WHERE parent = 1 AND name = 'other'";
    let other = notes.read(|all| folders::by_word(all, query)).unwrap()[0].1;
    for number in 1.. {
        let id =
            notes.change(|all| commit::create(all, ROOT, Changes { submits: true, ..lend(&letter(number)) })).unwrap();
        say(&format!("create {id} {number}"));
        let changed = letter(-number).map(|part| GivenPart { is_new: part.within.is_some(), ..part });
        notes.change(|all| commit::commit(all, id, 1, lend(&changed))).unwrap();
        say(&format!("change {id} {}", -number));
        notes.change(|all| folders::move_message(all, ROOT, id, other)).unwrap();
        say(&format!("move {id} {}", -number));
        if number % 3 == 0 {
            notes.change(|all| folders::delete_message(all, other, id)).unwrap();
            say(&format!("delete {id} 0"));
        }
        let name = format!("folder {} {id}", std::process::id());
        let made =
            notes.change(|all| folders::create(all, ROOT, &name, &[Property::new(tags::COMMENT, &*name)])).unwrap();
        say(&format!("folder {made} 0"));
    }
}

/// What the file says of a message, by SQL that the store does not know: its number wherever it
/// stands.
fn numbers(file: &Connection, id: i64) -> Vec<i64> {
    let mut all: Vec<i64> = Vec::new();
    for query in [
        "SELECT importance FROM message WHERE id = ?1 OR top = ?1",
        "SELECT CAST(subject AS INTEGER) FROM message WHERE id = ?1 OR top = ?1",
        "SELECT CAST(p.value AS INTEGER) FROM recipient r JOIN recipient_property p ON p.owner = r.id
             WHERE r.message = ?1 AND p.id = 0x3001",
    ] {
        let mut query = file.prepare(query).unwrap();
        all.extend(query.query_map([id], |row| row.get::<_, i64>(0)).unwrap().map(Result::unwrap));
    }
    all
}

/// Each message is whole: one number everywhere, its bytes, and what is inside.
fn assert_whole(file: &Connection) {
    let mut query = file.prepare("SELECT id, importance FROM message WHERE folder IS NOT NULL").unwrap();
    let all: Vec<(i64, i64)> =
        query.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect();
    for (id, number) in all {
        assert_eq!(numbers(file, id), [number; 5], "message {id} is torn");
        let data = "SELECT p.value FROM attachment a JOIN attachment_property p ON p.owner = a.id
                    WHERE a.message = ?1 AND p.id = 0x3701";
        let bytes: Vec<u8> = file.query_row(data, [id], |row| row.get(0)).unwrap();
        let length = 100_000 + number.unsigned_abs() as usize % 50_000;
        let byte = (number as i32).to_le_bytes()[0];
        assert!(
            bytes.len() == length && bytes.iter().all(|other| *other == byte),
            "message {id} has a torn attachment"
        );
    }
}

/// What children were answered: of each message or folder the last, with its number.
#[derive(Default)]
struct Answers {
    last: BTreeMap<(bool, i64), (String, i64)>,
    kinds: BTreeMap<String, usize>,
}

impl Answers {
    /// Takes in a line of a child's; one that the kill cut off is no answer.
    fn keep(&mut self, line: &str) -> bool {
        let Some(said) = line.split_once("said ").and_then(|(_, said)| said.strip_suffix(" .")) else { return false };
        let words: Vec<_> = said.split(' ').collect();
        let kind = words[0];
        *self.kinds.entry(kind.to_owned()).or_insert(0) += 1;
        let object = (kind == "folder", words[1].parse().unwrap());
        self.last.insert(object, (kind.to_owned(), words[2].parse().unwrap()));
        true
    }

    /// Starts a child and kills it after so many answers, and a moment later.
    fn of_a_child(&mut self, path: &Path, count: u64, moment: u64) {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "tests::killed::child_that_changes", "--nocapture", "--test-threads=1"]);
        let mut child = command.env(PATH, path).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut left = count;
        while left > 0 {
            left -= u64::from(self.keep(&lines.next().unwrap().unwrap()));
        }
        for spin in 0..moment {
            std::hint::black_box(spin);
        }
        child.kill().unwrap();
        child.wait().unwrap();
        lines.map_while(std::io::Result::ok).for_each(|line| {
            self.keep(&line);
        });
    }
}

#[test]
fn what_was_answered_survives_a_kill_and_nothing_is_torn() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.db");
    let notes = in_file(&path);
    notes.change(|all| folders::create(all, ROOT, "other", &[])).unwrap();
    drop(notes);
    let mut answers = Answers::default();
    let mut random = u64::from(std::process::id()) | 1;
    for _ in 0..25 {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        answers.of_a_child(&path, 2 + (random >> 60), (random >> 40) % 2_000_000);
        assert_whole(&Connection::open(&path).unwrap());
    }
    assert!(KINDS.iter().all(|kind| answers.kinds.contains_key(*kind)), "{:?}", answers.kinds);
    drop(in_file(&path)); // opened by its own store again
    assert_sound(&path);
    let file = Connection::open(&path).unwrap();
    for ((is_folder, id), (kind, number)) in answers.last {
        if is_folder {
            let there: i64 =
                file.query_row("SELECT count(*) FROM folder WHERE id = ?1", [id], |row| row.get(0)).unwrap();
            assert_eq!(there, 1, "folder {id} is lost");
        } else {
            assert_kept(&file, id, &kind, number);
        }
    }
}

/// The last that was answered of a message is in the file, or the change that came after it.
fn assert_kept(file: &Connection, id: i64, kind: &str, number: i64) {
    let one = |query: &str| file.query_row(query, [id], |row| row.get::<_, i64>(0)).unwrap();
    let there = one("SELECT count(*) FROM message WHERE id = ?1");
    if kind == "delete" {
        assert_eq!(there, 0, "message {id} came back");
    } else if there == 0 {
        assert_eq!((kind, number % 3), ("move", 0), "message {id} is lost after {kind}");
    } else {
        let found = one("SELECT importance FROM message WHERE id = ?1");
        assert!(found == number || kind == "create" && found == -number, "{kind} of message {id} is lost");
        assert_eq!(one("SELECT count(*) FROM queue WHERE message = ?1"), 1);
        let moved = one("SELECT folder <> 1 FROM message WHERE id = ?1");
        assert!(moved == 1 || kind != "move", "message {id} was moved back");
    }
}
