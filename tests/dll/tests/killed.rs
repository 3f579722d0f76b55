//! What the Maildir transport's `EndMessage` called sent survives `kill -9` at any moment, and
//! nothing is delivered half. The process that is killed is this test's own program. The tests have
//! a program for themselves: a child has its parent's files, and the locks on them, until it runs.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

use maildir_transport::{FROM, MaildirTransport, Message, PATH as MAILDIR};
use provider_runtime::session::{Mapi, Message as Letter, Module, Options, Profile, ProviderEntry, Service, Session};
use provider_runtime::tags;
use std::collections::HashSet;
use std::fs;
use std::io::{BufRead, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

const PATH: &str = "MAILDIR_OF_THE_PARENT";

/// A session with the transport on this Maildir, linked in.
fn start(path: &Path) -> Session {
    let entry = ProviderEntry::transport("Mail").with(MAILDIR, path.to_str().unwrap());
    let entry = entry.with(FROM, "Ada <ada@example.org>");
    let service = Service::named("MAILDIR", "maildir_transport.dll").provider(entry);
    let module = Module::transport(provider_runtime::transport_entry::<MaildirTransport>());
    let mapi = Mapi::new();
    mapi.initialize(0).unwrap();
    let options = Options::new().profile(Profile::empty("mail").service(service));
    mapi.log_on(options.link("maildir_transport.dll", module)).unwrap()
}

/// A body that tells how long it is.
fn body(number: u64) -> String {
    let lines = number * 7919 % 500;
    (0..lines).map(|line| format!("{number} line {line} of {lines}\r\n")).collect::<String>() + "whole\r\n"
}

/// The process that is killed: it says each message that EndMessage has called sent.
#[test]
fn the_process_that_sends_until_it_is_killed() {
    let Some(path) = std::env::var_os(PATH) else { return };
    let session = start(Path::new(&path));
    for number in 0.. {
        let message = Letter::new().with(tags::SUBJECT, number.to_string()).with(tags::BODY, body(number));
        let message = message.to("Grete Härter", "SMTP", "grete@example.org");
        session.mail().submit(&message).unwrap();
        session.mail().run().unwrap();
        assert!(session.mail().outbox().is_empty());
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
            .args(["--exact", "the_process_that_sends_until_it_is_killed", "--nocapture", "--test-threads=1"])
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
