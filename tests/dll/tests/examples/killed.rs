//! What `EndMessage` called sent survives `kill -9` at any moment, and nothing is delivered half.
//! The process that is killed is this test's own program.

use crate::maildir::{letter, options};
use crate::start::maildir as start;
use maildir_transport::Message;
use std::collections::HashSet;
use std::fs;
use std::io::{BufRead, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

const PATH: &str = "MAILDIR_OF_THE_PARENT";

/// A body that tells how long it is.
fn body(number: u64) -> String {
    let lines = number * 7919 % 500;
    (0..lines).map(|line| format!("{number} line {line} of {lines}\r\n")).collect::<String>() + "whole\r\n"
}

/// The process that is killed: it says each message that EndMessage has called sent.
#[test]
fn the_process_that_sends_until_it_is_killed() {
    let Some(path) = std::env::var_os(PATH) else { return };
    let session = start(options([Path::new(&path)]));
    for number in 0.. {
        let message = letter(&number.to_string()).with(provider_runtime::tags::BODY, body(number));
        session.submit(&message).unwrap();
        session.run_spooler().unwrap();
        assert!(session.outbox().is_empty());
        let mut out = std::io::stdout().lock();
        writeln!(out, "said {number} .").unwrap();
        out.flush().unwrap();
    }
}

/// ABRUPT-1, SPL-5
#[test]
fn what_was_called_sent_survives_a_kill_at_any_moment() {
    let mut random = u64::from(std::process::id()) | 1;
    for round in 0..20_u64 {
        let folder = tempfile::tempdir().unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "killed::the_process_that_sends_until_it_is_killed", "--nocapture", "--test-threads=1"])
            .env(PATH, folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // A line that the kill cut off is no receipt.
        let mut said = lines.map_while(Result::ok).filter_map(|line| {
            let (_, number) = line.strip_suffix(" .")?.split_once("said ")?;
            number.parse::<u64>().ok()
        });
        let mut sent: Vec<_> = said.by_ref().take(1 + usize::try_from(round).unwrap()).collect();
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        for spin in 0..(random >> 40) % 400_000 {
            std::hint::black_box(spin);
        }
        child.kill().unwrap();
        child.wait().unwrap();
        sent.extend(said);
        let mut there = HashSet::new();
        for file in ["new", "cur"].into_iter().flat_map(|name| fs::read_dir(folder.path().join(name)).unwrap()) {
            let read = Message::read(&fs::read(file.unwrap().path()).unwrap()).unwrap();
            let number = read.subject.parse().unwrap();
            assert_eq!(read.body, body(number), "a message was delivered half");
            there.insert(number);
        }
        assert!(sent.len() as u64 > round && sent.iter().all(|number| there.contains(number)), "{sent:?}: {there:?}");
    }
}
