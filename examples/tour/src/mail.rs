//! The tour of mail files (`--mail PATH`): what a client sees of a store that is for reading. The
//! tree of folders, each folder by date, what a filter leaves, a message with an attachment. The
//! tour of all three kinds is in `main.rs` and `steps.rs`.

use crate::steps::text;
use eml_store::EmlStore;
use provider_runtime::abi::flag::{ATTACH_EMBEDDED_MSG, BOOKMARK_BEGINNING, CONVENIENT_DEPTH, MAPI_UNICODE};
use provider_runtime::session::{Contents, Object, OpenStore, Options, Profile, Session, Store, Table};
use provider_runtime::{Code, Error, OrCode, PropTag, PropValue, Restriction, Result, SortOrder, tags};
use std::io::Write;
use std::path::Path;

/// More folders or messages than the tour shows.
const MOST: i32 = 1_000;

/// The whole tour of the files below a folder; whether everything went as it should.
pub(crate) fn tour(path: &Path, out: &mut impl Write) -> Result<bool> {
    let path =
        path.to_str().ok_or_else(|| Error::new(Code::UNCONFIGURED, "the path of the mail files is not UTF-8"))?;
    let options = Options::new().profile(Profile::named("mail").with(eml_store::PATH, path)).no_mail();
    let session = Session::start_with(provider_runtime::store_entry::<EmlStore>(), options)?;
    let store = session.open_store(&OpenStore::new())?;
    let mut lines = Vec::new();
    look_around(&store, &mut lines)?;
    drop(store);
    let report = session.logoff();
    lines.extend(report.faults());
    let is_right = report.faults().is_empty() && session.memory().live() == 0;
    lines.push(format!("\n{}", if is_right { "everything was given back" } else { "not everything was given back" }));
    out.write_all((lines.join("\n") + "\n").as_bytes()).or_code(Code::CALL_FAILED)?;
    Ok(is_right)
}

/// The root and its folders, and the first message that has an attachment.
fn look_around(store: &Store, lines: &mut Vec<String>) -> Result<()> {
    let root = store.open(None, 0)?;
    let tree = root.hierarchy(CONVENIENT_DEPTH | MAPI_UNICODE)?;
    let folders = rows(&tree, &[tags::ENTRYID::ID, tags::DISPLAY_NAME::ID, tags::DEPTH::ID, tags::CONTENT_COUNT::ID])?;
    let mut contents = vec![root.contents(MAPI_UNICODE)?];
    lines.push(format!("{}: {} messages", text(store, tags::DISPLAY_NAME)?, contents.iter().map(count).sum::<u32>()));
    for folder in &folders {
        let [entry, name, depth, count] = folder.as_slice() else { continue };
        let indent = usize::try_from(depth.as_i32().unwrap_or(0)).unwrap_or(0) * 2 + 2;
        let name = name.as_text().unwrap_or_default();
        lines.push(format!("{:indent$}{name} ({})", "", count.as_i32().unwrap_or(0)));
        contents.push(store.open(entry.as_binary(), 0)?.contents(MAPI_UNICODE)?);
    }
    lines.push("\nby date:".into());
    for table in &contents {
        table.sort(&SortOrder::by_descending(tags::MESSAGE_DELIVERY_TIME))?;
        for message in rows(table, &[tags::SUBJECT::ID, tags::SENDER_NAME::ID])? {
            let mut shown = message.iter().map(|value| value.as_text().unwrap_or("(nobody)"));
            let subject = shown.next().unwrap_or_default();
            lines.push(format!("  {subject} – {}", shown.next().unwrap_or_default()));
        }
    }
    for table in &contents {
        table.restrict(Some(&Restriction::equals(tags::HASATTACH, true)))?;
        let found = rows(table, &[tags::ENTRYID::ID])?;
        if let Some(entry) = found.first().and_then(|row| row.first()) {
            return show(&store.open(entry.as_binary(), 0)?, lines);
        }
    }
    lines.push("\nno message has an attachment".into());
    Ok(())
}

/// One message with what is attached to it.
fn show(message: &Object, lines: &mut Vec<String>) -> Result<()> {
    lines.push(format!("\nwith attachments: {}", text(message, tags::SUBJECT)?));
    lines.extend(text(message, tags::BODY).unwrap_or_default().lines().map(|line| format!("    {line}")));
    let contents = Contents::of(message);
    let columns = [tags::ATTACH_NUM::ID, tags::ATTACH_METHOD::ID, tags::ATTACH_LONG_FILENAME::ID];
    for row in rows(&contents.attachments(MAPI_UNICODE)?, &columns)? {
        let [number, method, name] = row.as_slice() else { continue };
        let number = number.as_i32().and_then(|number| u32::try_from(number).ok()).unwrap_or(0);
        let attachment = contents.open_attachment(number, 0)?;
        let inside = if method.as_i32() == Some(ATTACH_EMBEDDED_MSG.cast_signed()) {
            format!("the message “{}”", text(&Contents::of(&attachment).embedded(0)?, tags::SUBJECT)?)
        } else {
            format!("{} bytes", Contents::of(&attachment).stream(tags::ATTACH_DATA_BIN)?.rest()?.len())
        };
        lines.push(format!("  {}: {inside}", name.as_text().unwrap_or_default()));
    }
    Ok(())
}

fn count(table: &Table) -> u32 {
    table.row_count().unwrap_or(0)
}

fn rows(table: &Table, columns: &[PropTag]) -> Result<Vec<Vec<PropValue>>> {
    table.set_columns(columns)?;
    table.seek(BOOKMARK_BEGINNING, 0)?;
    let rows = table.rows(MOST, 0)?;
    Ok(rows.into_iter().map(|row| row.into_iter().map(|one| one.value).collect()).collect())
}
