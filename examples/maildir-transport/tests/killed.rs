//! What was called sent survives `kill -9` at any moment, nothing is delivered half, and what a
//! dead process held is free. The child processes are this program itself.
#![cfg(unix)]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "tests may panic")]

use maildir_transport::{Maildir, Message};
use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader, Lines, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

const PATH: &str = "MAILDIR_OF_THE_PARENT";

fn child(test: &str, path: &Path) -> (Child, BufReader<ChildStdout>) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", test, "--nocapture", "--test-threads=1"]).env(PATH, path);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    (child, output)
}

/// What the child says, among what the test harness says.
fn said(lines: &mut Lines<BufReader<ChildStdout>>) -> Option<String> {
    lines.map_while(Result::ok).find_map(|line| line.split_once("said ").map(|(_, what)| what.to_owned()))
}

fn say(what: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "said {what} .").unwrap();
    out.flush().unwrap();
}

/// A message whose body tells how long it is.
fn letter(number: u64) -> Message {
    let lines = number * 7919 % 3000;
    let body = (0..lines).map(|line| format!("{number} line {line} of {lines}\r\n")).collect::<String>() + "whole\r\n";
    let message = Message::new("Ada", "ada@example.org").to("Grete", "grete@example.org");
    Message { subject: number.to_string(), body, ..message }
}

#[test]
fn child_that_sends() {
    let Some(path) = std::env::var_os(PATH) else { return };
    let maildir = Maildir::open(path.as_ref()).unwrap();
    // Several at a time, so that some are always in the middle of a file.
    std::thread::scope(|scope| {
        for first in 0..4 {
            let maildir = &maildir;
            scope.spawn(move || {
                for number in (first..).step_by(4) {
                    say(&format!("{} {number}", maildir.submit(&letter(number)).unwrap().id));
                }
            });
        }
    });
}

#[test]
fn child_that_takes() {
    let Some(path) = std::env::var_os(PATH) else { return };
    let maildir = Maildir::open(path.as_ref()).unwrap();
    let taken = maildir.poll().unwrap().next().unwrap().unwrap();
    say(taken.id());
    let _ = std::io::stdin().read(&mut [0]); // until the parent kills it
}

#[test]
fn what_was_called_sent_survives_a_kill_at_any_moment() {
    let folder = tempfile::tempdir().unwrap();
    let mut receipts = HashMap::new();
    let mut random = std::process::id() as u64 | 1;
    for round in 0..100 {
        let (mut child, output) = child("child_that_sends", folder.path());
        let mut lines = output.lines();
        let mut keep = |what: String| {
            // A line that the kill cut off is no receipt.
            if let Some((id, number)) = what.strip_suffix(" .").and_then(|what| what.split_once(' ')) {
                assert_eq!(receipts.insert(id.to_owned(), number.parse::<u64>().unwrap()), None, "a name came twice");
            }
        };
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        for _ in 0..=random >> 61 {
            keep(said(&mut lines).unwrap());
        }
        for spin in 0..(random >> 40) % 400_000 {
            std::hint::black_box(spin);
        }
        child.kill().unwrap();
        child.wait().unwrap();
        while let Some(what) = said(&mut lines) {
            keep(what);
        }
        assert!(receipts.len() > round);
    }
    let mut found = HashMap::new();
    for entry in fs::read_dir(folder.path().join("new")).unwrap() {
        let entry = entry.unwrap();
        let read = Message::read(&fs::read(entry.path()).unwrap()).unwrap();
        let number = read.subject.parse().unwrap();
        assert_eq!(read.body, letter(number).body, "a message was delivered half");
        found.insert(entry.file_name().into_string().unwrap(), number);
    }
    for (id, number) in receipts {
        assert_eq!(found.get(&id), Some(&number), "message {number} was called sent and is not there");
    }
}

#[test]
fn what_a_dead_process_held_is_free() {
    let folder = tempfile::tempdir().unwrap();
    let maildir = Maildir::open(folder.path()).unwrap();
    let receipt = maildir.submit(&letter(1)).unwrap();
    let (mut child, output) = child("child_that_takes", folder.path());
    assert_eq!(said(&mut output.lines()), Some(format!("{} .", receipt.id)));
    assert!(maildir.poll().unwrap().next().is_none(), "two processes took one message");
    child.kill().unwrap();
    child.wait().unwrap();
    let taken = maildir.poll().unwrap().next().unwrap().unwrap();
    assert_eq!(taken.id(), receipt.id);
    taken.confirm().unwrap();
}
