//! Messages in a Maildir's folders: sent whole, taken once, by one.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "tests may panic")]

use maildir_transport::{Maildir, Message, Unreadable};
use provider_runtime::Code;
use std::collections::HashSet;
use std::fs::{self, File};
use std::path::Path;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, SystemTime};

fn letter(subject: &str) -> Message {
    Message { subject: subject.into(), ..Message::new("Ada", "ada@example.org").to("Grete", "grete@example.org") }
}

fn names(path: &Path, folder: &str) -> Vec<String> {
    let names = fs::read_dir(path.join(folder)).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.collect()
}

#[test]
fn folders_that_are_missing_are_made() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mail/home");
    Maildir::open(&path).unwrap();
    fs::remove_dir(path.join("cur")).unwrap();
    Maildir::open(&path).unwrap();
    for name in ["tmp", "new", "cur"] {
        assert!(path.join(name).is_dir());
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_told_with_its_path() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    fs::write(&path, "").unwrap();
    let error = Maildir::open(&path).unwrap_err();
    assert_eq!(error.code(), Code::LOGON_FAILED);
    assert!(error.text().contains(path.to_str().unwrap()), "{error}");
}

#[test]
fn a_message_is_taken_once_and_only_when_confirmed() {
    let folder = tempfile::tempdir().unwrap();
    let one = Maildir::open(folder.path()).unwrap();
    let other = Maildir::open(folder.path()).unwrap();
    let receipt = one.submit(&letter("Tea")).unwrap();
    assert_eq!((names(folder.path(), "new"), names(folder.path(), "tmp").len()), (vec![receipt.id.clone()], 0));

    let taken = other.poll().unwrap().next().unwrap().unwrap();
    assert_eq!((taken.id(), &*taken.message.subject), (&*receipt.id, "Tea"));
    assert!(one.poll().unwrap().next().is_none(), "a message that somebody holds was given away");
    assert!(other.poll().unwrap().next().is_none(), "a message that somebody holds was given away");
    drop(taken);

    let again = one.poll().unwrap().next().unwrap().unwrap();
    assert_eq!(again.message.subject, "Tea");
    again.confirm().unwrap();
    assert!(one.poll().unwrap().next().is_none() && other.poll().unwrap().next().is_none());
    let separator = if cfg!(windows) { ';' } else { ':' };
    assert_eq!(names(folder.path(), "cur"), [format!("{}{separator}2,", receipt.id)]);
}

#[test]
fn a_message_that_another_program_took_is_told_at_its_confirmation() {
    let folder = tempfile::tempdir().unwrap();
    let maildir = Maildir::open(folder.path()).unwrap();
    let receipt = maildir.submit(&letter("Tea")).unwrap();
    let taken = maildir.poll().unwrap().next().unwrap().unwrap();
    fs::remove_file(folder.path().join("new").join(receipt.id)).unwrap();
    assert_eq!(taken.confirm().unwrap_err().code(), Code::NOT_FOUND);
}

#[cfg(unix)]
#[test]
fn flags_in_a_name_stay() {
    let folder = tempfile::tempdir().unwrap();
    let maildir = Maildir::open(folder.path()).unwrap();
    fs::write(folder.path().join("new/17.a.host:2,FS"), letter("Tea").write().unwrap().0).unwrap();
    maildir.poll().unwrap().next().unwrap().unwrap().confirm().unwrap();
    assert_eq!(names(folder.path(), "cur"), ["17.a.host:2,FS"]);
}

#[test]
fn several_logons_share_what_comes() {
    let folder = tempfile::tempdir().unwrap();
    let start = Barrier::new(8);
    let sent_and_taken = |logon: usize| {
        let maildir = Maildir::open(folder.path()).unwrap();
        start.wait();
        let sent = (0..20).map(|number| maildir.submit(&letter(&format!("{logon}/{number}"))).unwrap().id).collect();
        let mut taken = Vec::new();
        for incoming in maildir.poll().unwrap() {
            let incoming = incoming.unwrap();
            taken.push(incoming.message.subject.clone());
            incoming.confirm().unwrap();
        }
        (sent, taken)
    };
    let done: Vec<(Vec<String>, Vec<String>)> = thread::scope(|scope| {
        let logons: Vec<_> = (0..8).map(|logon| scope.spawn(move || sent_and_taken(logon))).collect();
        logons.into_iter().map(|logon| logon.join().unwrap()).collect()
    });
    let (sent, mut taken): (Vec<_>, Vec<_>) = done.into_iter().unzip();
    let sent = sent.concat();
    assert_eq!(sent.iter().collect::<HashSet<_>>().len(), 160, "a name was given twice");
    // A poll before another's send leaves that to be polled.
    taken.push(Maildir::open(folder.path()).unwrap().poll().unwrap().map(|one| one.unwrap().message.subject).collect());
    let taken = taken.concat();
    assert_eq!((taken.len(), taken.iter().collect::<HashSet<_>>().len()), (160, 160));
}

#[test]
fn a_file_that_is_no_message_costs_itself() {
    let folder = tempfile::tempdir().unwrap();
    let maildir = Maildir::open(folder.path()).unwrap();
    let put = |name: &str, bytes: &[u8]| fs::write(folder.path().join("new").join(name), bytes).unwrap();
    put("1.empty", b"");
    put("2.picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR: \0\0\0\n");
    put("3.text", b"Dear diary,\n\ntoday I rested.\n");
    put(".hidden", b"x");
    fs::create_dir(folder.path().join("new/4.folder")).unwrap();
    File::create(folder.path().join("new/5.big")).unwrap().set_len(maildir_transport::MESSAGE_MAX + 1).unwrap();
    put("6.good", &letter("Tea").write().unwrap().0);

    let polled: Vec<_> = maildir.poll().unwrap().collect();
    let (good, bad): (Vec<_>, Vec<_>) = polled.into_iter().partition(Result::is_ok);
    assert_eq!(good.first().unwrap().as_ref().unwrap().message.subject, "Tea");
    let bad: Vec<Unreadable> = bad.into_iter().filter_map(Result::err).collect();
    let told: Vec<_> = bad.iter().map(|bad| (&*bad.id, bad.error.code())).collect();
    assert_eq!(
        told,
        [
            ("1.empty", Code::CORRUPT_DATA),
            ("2.picture", Code::CORRUPT_DATA),
            ("3.text", Code::CORRUPT_DATA),
            ("4.folder", Code::DISK_ERROR),
            ("5.big", Code::TOO_BIG)
        ]
    );
    assert!(bad.iter().all(|bad| bad.error.text().starts_with(&format!("new/{}: ", bad.id))), "{bad:?}");
    assert_eq!(names(folder.path(), "cur").len(), 0);
}

#[test]
fn what_writers_left_in_tmp_goes_when_it_is_old() {
    let folder = tempfile::tempdir().unwrap();
    Maildir::open(folder.path()).unwrap();
    for (name, hours) in [("old", 37), ("young", 35)] {
        let file = File::create(folder.path().join("tmp").join(name)).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(hours * 60 * 60)).unwrap();
    }
    Maildir::open(folder.path()).unwrap();
    assert_eq!(names(folder.path(), "tmp"), ["young"]);
}

#[test]
fn a_maildir_that_went_away_is_told_with_its_path() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mail");
    let maildir = Maildir::open(&path).unwrap();
    fs::remove_dir_all(&path).unwrap();
    let sent = maildir.submit(&letter("Tea")).unwrap_err();
    let polled = maildir.poll().unwrap_err();
    for error in [sent, polled] {
        assert_eq!(error.code(), Code::NOT_FOUND);
        assert!(error.text().contains(path.to_str().unwrap()), "{error}");
    }
}
