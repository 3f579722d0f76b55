//! The tour: opens a notes store in a session that plays MAPI's part, prints what it reads, changes a note, logs the
//! session off with the store still open (golden sequence 4), and prints what happened, an event a line with its rule.
//! What the store is is in `notes-store`, what the session is in `provider-runtime`.
//!
//! ```text
//! cargo run -p tour                       a temporary store, filled from the sample
//! cargo run -p tour -- --notes PATH       the notes in this file
//! cargo run -p tour -- --json             the events as JSON lines
//! cargo run -p tour -- --mermaid          the events as a Mermaid sequence diagram
//! ```
//!
//! Exits 0 only if everything was given back; what the tour itself holds across the logoff is a warning (V-25).
#![forbid(unsafe_code)]

use notes_store::{Notes, NotesStore, PATH};
use provider_runtime::abi::flag::{BOOKMARK_BEGINNING, MAPI_MODIFY, MAPI_UNICODE, MDB_WRITE};
use provider_runtime::session::{Object, OpenStore, Options, Profile, Session, ShutdownReport, Store};
use provider_runtime::{Code, OrCode, PropValue, Property, Result, tags};
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

const SAMPLE: &str = include_str!("../../notes-store/sample/notes.txt");
const USAGE: &str = "usage: tour [--notes PATH] [--json | --mermaid]";

/// What the command line says.
#[derive(Default)]
struct Arguments {
    notes: Option<PathBuf>,
    form: Form,
}

/// How the events are printed.
#[derive(Default)]
enum Form {
    /// What was read, then a tree.
    #[default]
    Tree,
    Json,
    Mermaid,
}

fn main() -> ExitCode {
    let Some(arguments) = arguments() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match tour(&arguments, &mut io::stdout().lock()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("tour: {error}");
            ExitCode::FAILURE
        }
    }
}

fn arguments() -> Option<Arguments> {
    let mut arguments = Arguments::default();
    let mut words = std::env::args_os().skip(1);
    while let Some(word) = words.next() {
        match word.to_str() {
            Some("--notes") => arguments.notes = Some(words.next()?.into()),
            Some("--json") => arguments.form = Form::Json,
            Some("--mermaid") => arguments.form = Form::Mermaid,
            _ => return None,
        }
    }
    Some(arguments)
}

/// The whole tour; whether everything was given back.
fn tour(arguments: &Arguments, out: &mut impl Write) -> Result<bool> {
    let folder = tempfile::tempdir().or_code(Code::CALL_FAILED)?;
    let path = match &arguments.notes {
        Some(path) => path.clone(),
        None => {
            let path = folder.path().join("notes.db");
            Notes::fill(&path, SAMPLE)?;
            path
        }
    };
    let path = path.to_str().ok_or("the path is not UTF-8").or_code(Code::INVALID_PARAMETER)?;
    let profile = Profile::named("tour").with(PATH, path);
    let session = Session::start_with(provider_runtime::store_entry::<NotesStore>(), Options::new().profile(profile))?;
    let store = session.open_store(&OpenStore::new().flags(MDB_WRITE))?;
    let mut lines = Vec::new();
    read(&store, &mut lines)?;
    let report = session.logoff(); // the store is still open: it becomes a husk
    drop(store);
    let given_back = print_end(&session, &report, &mut lines);
    let shown = match arguments.form {
        Form::Tree => lines.join("\n") + "\n",
        Form::Json => report.json_lines(),
        Form::Mermaid => report.mermaid(),
    };
    out.write_all(shown.as_bytes()).or_code(Code::CALL_FAILED)?;
    Ok(given_back)
}

/// Reads all notes, and changes the first.
fn read(store: &Store, lines: &mut Vec<String>) -> Result<()> {
    lines.push(format!("{} – {}", text(store, tags::DISPLAY_NAME)?, text(store, tags::COMMENT)?));
    let root = store.open(None, 0)?;
    let table = root.contents(MAPI_UNICODE)?;
    table.set_columns(&[tags::ENTRYID])?;
    table.seek(BOOKMARK_BEGINNING, 0)?;
    let rows = table.rows(100, 0)?;
    let mut notes = Vec::new();
    for row in &rows {
        let entry = row.first().and_then(|column| column.value.as_binary());
        notes.push(store.open(entry, MAPI_MODIFY)?);
    }
    for note in &notes {
        lines.push(format!("\n  {}", text(note, tags::SUBJECT)?));
        lines.extend(text(note, tags::BODY)?.lines().map(|line| format!("    {line}")));
    }
    let Some(first) = notes.first() else { return Ok(()) };
    let body = format!("{}\n(seen on the tour)", text(first, tags::BODY)?);
    first.set_props(&[Property::new(tags::BODY, body)])?;
    first.save(0)?;
    let last = text(first, tags::BODY)?;
    lines.push(format!("\n  changed “{}”: {}", text(first, tags::SUBJECT)?, last.lines().last().unwrap_or_default()));
    Ok(())
}

fn text(object: &Object, tag: provider_runtime::PropTag) -> Result<String> {
    match object.get(tag)? {
        PropValue::Text(text) => Ok(text),
        _ => Err(Code::INVALID_TYPE.into()),
    }
}

/// The events as a tree, and the verdict.
fn print_end(session: &Session, report: &ShutdownReport, lines: &mut Vec<String>) -> bool {
    let (live, faults) = (session.memory().live(), report.faults());
    lines.push(format!("\n{}", report.tree()));
    lines.extend(report.warnings());
    lines.extend(faults.iter().cloned());
    let given_back = live == 0 && faults.is_empty();
    lines.push(if given_back {
        "everything was given back".into()
    } else {
        format!("not everything was given back: {live} blocks, {} broken rules", faults.len())
    });
    given_back
}
