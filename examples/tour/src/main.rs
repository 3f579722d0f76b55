//! The tour: a session that plays MAPI's part opens the two notes stores of a profile at once, one of them through a second
//! reference, reads the notes, changes one, holds a folder, and logs off with all of it still open (golden sequence 4);
//! then it prints what happened, an event a line with its rule. What the store is is in `notes-store`, what the session is
//! in `provider-runtime`.
//!
//! ```text
//! cargo run -p tour                       the sample profile, with temporary stores
//! cargo run -p tour -- --profile FILE     the profile in this file: two stores of `notes_store.dll`
//! cargo run -p tour -- --notes PATH       the first store's notes are in this file
//! cargo run -p tour -- --json             the events as JSON lines
//! cargo run -p tour -- --mermaid          the events as a Mermaid sequence diagram
//! ```
//!
//! A store whose section names no file gets a temporary one, filled from the sample. Exits 0 only if no rule was broken and
//! everything was given back; what the tour itself holds across the logoff is a warning (V-25).
#![forbid(unsafe_code)]

use notes_store::{Notes, NotesStore, PATH};
use provider_runtime::abi::flag::{BOOKMARK_BEGINNING, MAPI_MODIFY, MAPI_UNICODE, MDB_WRITE};
use provider_runtime::session::{Mapi, Module, Object, OpenStore, Options, Profile, Session, ShutdownReport, Store};
use provider_runtime::{Code, Error, OrCode, PropValue, Property, Result, tags};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const SAMPLE: &str = include_str!("../../notes-store/sample/notes.txt");
const PROFILE: &str = include_str!("../sample/profile.toml");
const USAGE: &str = "usage: tour [--profile FILE] [--notes PATH] [--json | --mermaid]";

/// What the command line says.
#[derive(Default)]
struct Arguments {
    profile: Option<PathBuf>,
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
            Some("--profile") => arguments.profile = Some(words.next()?.into()),
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
    let module = Module::store(provider_runtime::store_entry::<NotesStore>())
        .service(provider_runtime::service_entry::<NotesStore>());
    let mapi = Mapi::new();
    mapi.initialize(0)?;
    let profile = profile(arguments, folder.path())?;
    // Without mail: the spooler's logons would double the tree.
    let options = Options::new().no_mail().profile(profile).link("notes_store.dll", module);
    let session = mapi.log_on(options)?;
    let names = stores(&session)?;
    let [first, second] = names.as_slice() else {
        let found = format!("the tour needs a profile of two stores, and this one has {}", names.len());
        return Err(Error::new(Code::UNCONFIGURED, found));
    };
    let first = session.open_store(&OpenStore::new().entry(first).flags(MDB_WRITE))?;
    let other = session.open_store(&OpenStore::new().entry(second).flags(MDB_WRITE))?;
    let again = first.another();
    let mut lines = Vec::new();
    change(read(&again, &mut lines)?.first(), &mut lines)?;
    lines.push(String::new());
    read(&other, &mut lines)?;
    let held = first.open(None, 0)?;
    let report = session.logoff(); // the stores are still open: they become husks
    drop((held, first, again, other));
    let given_back = print_end(&session, &report, &mut lines);
    mapi.uninitialize()?;
    let shown = match arguments.form {
        Form::Tree => lines.join("\n") + "\n",
        Form::Json => report.json_lines(),
        Form::Mermaid => report.mermaid(),
    };
    out.write_all(shown.as_bytes()).or_code(Code::CALL_FAILED)?;
    Ok(given_back)
}

/// The profile with a file for each of its stores.
fn profile(arguments: &Arguments, folder: &Path) -> Result<Profile> {
    let profile = match &arguments.profile {
        Some(path) => Profile::load(path).or_code(Code::CORRUPT_DATA)?,
        None => PROFILE.parse::<Profile>().or_code(Code::CORRUPT_DATA)?,
    };
    let (mut paths, mut made) = (arguments.notes.clone(), Ok(()));
    let mut number = 0;
    let profile = profile.map_providers(|entry| {
        number += 1;
        let path = paths.take().filter(|_| number == 1);
        match (path, entry.get(PATH)) {
            (Some(path), _) => entry.with(PATH, path.to_string_lossy().as_ref()),
            (None, Some(_)) => entry,
            (None, None) => {
                let path = folder.join(format!("notes {number}.db"));
                if made.is_ok() {
                    made = Notes::fill(&path, SAMPLE);
                }
                entry.with(PATH, path.to_string_lossy().as_ref())
            }
        }
    });
    made.map(|()| profile)
}

/// The identifiers of the profile's stores, by its table.
fn stores(session: &Session) -> Result<Vec<Vec<u8>>> {
    let table = session.stores_table()?;
    table.set_columns(&[tags::ENTRYID])?;
    let rows = table.rows(100, 0)?;
    let entries = rows.iter().filter_map(|row| row.first()?.value.as_binary().map(<[u8]>::to_vec));
    Ok(entries.collect())
}

/// Reads all notes of a store.
fn read(store: &Store, lines: &mut Vec<String>) -> Result<Vec<Object>> {
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
    Ok(notes)
}

/// Adds a line to a note.
fn change(note: Option<&Object>, lines: &mut Vec<String>) -> Result<()> {
    let Some(note) = note else { return Ok(()) };
    let body = format!("{}\n(seen on the tour)", text(note, tags::BODY)?);
    note.set_props(&[Property::new(tags::BODY, body)])?;
    note.save(0)?;
    let last = text(note, tags::BODY)?;
    lines.push(format!("\n  changed “{}”: {}", text(note, tags::SUBJECT)?, last.lines().last().unwrap_or_default()));
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
