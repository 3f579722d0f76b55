//! The tour: a session that plays MAPI's part, with all three kinds of provider. It opens the two
//! notes stores of a profile at once, one of them through a second reference, reads the notes and
//! changes one; looks a person up in the address book; submits a message to that person, which the
//! transport delivers into its Maildir, and polls in what waits there. Then it logs off with all of
//! it still open (golden sequences 1, 4 and 5), and prints what happened, an event a line with its
//! rule. What it does as a client is in `steps.rs`, where the data is in `places.rs`, the command
//! line in `arguments.rs`; what the providers are is in their packages, what the session is in
//! `provider-runtime`.
//!
//! ```text
//! cargo run -p tour                       the sample profile, with temporary data
//! cargo run -p tour -- --profile FILE     the profile in this file: two stores of `notes_store.dll`, and maybe address
//!                                         books of `vcard_book.dll` and transports of `maildir_transport.dll`
//! cargo run -p tour -- --notes PATH       the first store's notes are in this file
//! cargo run -p tour -- --book PATH        the first address book's cards are in this folder
//! cargo run -p tour -- --maildir PATH     the first transport's Maildir is this folder
//! cargo run -p tour -- --mail PATH        instead of all that, the mail files below this folder: `mail.rs`
//! cargo run -p tour -- --order XP,AB,MS   the kinds end in this order: transports, address books, stores
//! cargo run -p tour -- --fast             the session ends by a fast shutdown (golden sequence 10)
//! cargo run -p tour -- --json             the events as JSON lines
//! cargo run -p tour -- --mermaid          the events as a Mermaid sequence diagram
//! ```
//!
//! A provider whose section names no place gets a temporary one, filled from its sample. Exits 0
//! only if no rule was broken, the mail was sent, and everything was given back, or all agreed to
//! vanish; what the tour itself holds across the logoff is a warning (V-25).
#![forbid(unsafe_code)]

mod arguments;
mod mail;
mod places;
mod steps;

use arguments::{Arguments, Ending, Form, USAGE};
use maildir_transport::MaildirTransport;
use notes_store::NotesStore;
use provider_runtime::abi::flag::{MDB_NO_MAIL, MDB_WRITE};
use provider_runtime::session::{Mapi, Module, OpenStore, Options, Session, ShutdownReport};
use provider_runtime::{Code, Error, OrCode, Result};
use std::io::{self, Write};
use std::process::ExitCode;
use vcard_book::VcardBook;

fn main() -> ExitCode {
    let Some(arguments) = Arguments::read(std::env::args_os().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let mut out = io::stdout().lock();
    let done = match &arguments.mail {
        Some(path) => mail::tour(path, &mut out),
        None => tour(&arguments, &mut out),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("tour: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The three DLLs of the examples, linked in.
fn linked(options: Options) -> Options {
    let notes = Module::store(provider_runtime::store_entry::<NotesStore>());
    let cards = Module::address_book(provider_runtime::address_book_entry::<VcardBook>());
    let mail = Module::transport(provider_runtime::transport_entry::<MaildirTransport>());
    options
        .link("notes_store.dll", notes.service(provider_runtime::service_entry::<NotesStore>()))
        .link("vcard_book.dll", cards.service(provider_runtime::service_entry::<VcardBook>()))
        .link("maildir_transport.dll", mail.service(provider_runtime::service_entry::<MaildirTransport>()))
}

/// The whole tour; whether everything went as it should.
fn tour(arguments: &Arguments, out: &mut impl Write) -> Result<bool> {
    let folder = tempfile::tempdir().or_code(Code::CALL_FAILED)?;
    let mapi = Mapi::new();
    mapi.initialize(0)?;
    let options = linked(Options::new().profile(places::profile(arguments, folder.path())?));
    let options = match &arguments.ending {
        Ending::Ordered(order) => options.logoff_order(order),
        Ending::Logoff | Ending::Fast => options,
    };
    let session = mapi.log_on(options)?;
    let names = steps::stores(&session)?;
    let [first, second] = names.as_slice() else {
        let found = format!("the tour needs a profile of two stores, and this one has {}", names.len());
        return Err(Error::new(Code::UNCONFIGURED, found));
    };
    // Without mail: the spooler's own logons on the stores would double the tree.
    let open = |entry: &[u8]| session.open_store(&OpenStore::new().entry(entry).flags(MDB_WRITE | MDB_NO_MAIL));
    let first = open(first)?;
    let other = open(second)?;
    let again = first.another();
    let mut lines = Vec::new();
    steps::change(steps::read(&again, &mut lines)?.first(), &mut lines)?;
    lines.push(String::new());
    steps::read(&other, &mut lines)?;
    let book = session.open_address_book(0)?;
    if book.code() != Code::OK {
        let text = session.last_error(book.code())?.unwrap_or_default(); // REACT-9
        return Err(Error::new(Code::FAILONEPROVIDER, text));
    }
    let person = steps::look_up(&book, &mut lines)?;
    let is_sent = steps::post(&session, person.as_ref(), &mut lines)?;
    let folder_of_notes = first.open(None, 0)?;
    // Everything is still open: it is invalidated, or goes with the process.
    let (report, is_right) = end(&session, &arguments.ending, &mut lines);
    drop((folder_of_notes, person, book, first, again, other));
    if arguments.ending != Ending::Fast {
        mapi.uninitialize()?; // FAST-11: after a fast shutdown nothing is called
    }
    let shown = match arguments.form {
        Form::Tree => lines.join("\n") + "\n",
        Form::Json => report.json_lines(),
        Form::Mermaid => report.mermaid(),
    };
    out.write_all(shown.as_bytes()).or_code(Code::CALL_FAILED)?;
    Ok(is_right && is_sent)
}

/// Ends the session: what came of it, and whether that is right. The events as a tree, and the
/// verdict.
fn end(session: &Session, ending: &Ending, lines: &mut Vec<String>) -> (ShutdownReport, bool) {
    let (report, verdict) = if *ending == Ending::Fast {
        let phases =
            [session.fast_shutdown().query(), session.fast_shutdown().notify(), session.fast_shutdown().shut_down()];
        let is_agreed = phases == [Code::OK; 3];
        (session.report(), is_agreed.then(|| "everything is saved, and the process may vanish".to_owned()))
    } else {
        let report = session.logoff();
        (report, Some("everything was given back".to_owned()).filter(|_| session.memory().live() == 0))
    };
    let faults = report.faults();
    lines.push(format!("\n{}", report.tree()));
    lines.extend(report.warnings());
    lines.extend(faults.iter().cloned());
    let verdict = verdict.filter(|_| faults.is_empty());
    let is_right = verdict.is_some();
    let what = if *ending == Ending::Fast { "not everybody agreed to vanish" } else { "not everything was given back" };
    let live = session.memory().live();
    lines.push(verdict.unwrap_or_else(|| format!("{what}: {live} blocks, {} broken rules", faults.len())));
    (report, is_right)
}
