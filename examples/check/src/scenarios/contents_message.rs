//! What is inside of a message: recipients, attachments, what is in these, messages in messages.
//! What every object answers is in `contents.rs`, what every table does in `contents_rows.rs`.

use super::contents::{broken, is_unsupported, object};
use super::contents_rows::{Wants, check_table, compare};
use super::working::read;
use crate::case::step;
use provider_runtime::abi::flag::*;
use provider_runtime::session::{Contents, Object, Stream, Table};
use provider_runtime::{Error, PropTag, tags};

/// How deep messages in messages are opened.
const DEPTH: u32 = 3;

/// Something that was opened.
pub(super) enum Kept {
    Object(Object),
    Table(Table),
    Stream(Stream),
}

impl Kept {
    /// A call or two of its own, after the end (INVAL-1).
    pub(super) fn call_late(&self) {
        match self {
            Self::Object(object) => {
                read(object);
                drop((object.contents(0), object.open_entry(None, 0)));
                let contents = Contents::of(object);
                drop((contents.recipients(0), contents.attachments(0), contents.open_attachment(0, 0)));
                drop((contents.table(tags::MESSAGE_RECIPIENTS, 0), contents.stream(tags::BODY)));
            }
            Self::Table(table) => {
                let _ = (table.columns(0), table.row_count(), table.rows(1, 0), table.restrict(None));
            }
            Self::Stream(stream) => {
                let _ = (stream.seek(0), stream.read(1), stream.size());
            }
        }
    }
}

/// A message, or one inside of so many others.
pub(super) fn message(opened: &Object, depth: u32, keep: &mut dyn FnMut(Kept)) {
    let contents = Contents::of(opened);
    step("the recipients of a message");
    let recipients = contents.recipients(MAPI_UNICODE);
    if let Some(table) = table(opened, recipients, tags::MESSAGE_RECIPIENTS::ID, Wants::Recipients) {
        keep(Kept::Table(table));
    }
    step("the attachments of a message");
    let attachments = contents.attachments(MAPI_UNICODE);
    let Some(table) = table(opened, attachments, tags::MESSAGE_ATTACHMENTS::ID, Wants::Attachments) else { return };
    for (number, method) in numbers(&table) {
        step(&format!("opening attachment {number}"));
        match contents.open_attachment(number, 0) {
            Ok(attachment) => {
                object(&attachment, "attachment");
                inside(&attachment, method, depth, keep);
                keep(Kept::Object(attachment));
            }
            Err(error) => broken("ATT-3", &format!("an attachment of the table does not open: {error}"), "message"),
        }
    }
    keep(Kept::Table(table));
}

/// A table by its method, which its property gives as well (PROP-33).
fn table(opened: &Object, table: Result<Table, Error>, tag: PropTag, wants: Wants) -> Option<Table> {
    let by_property = Contents::of(opened).table(tag, MAPI_UNICODE);
    let noun = wants.noun();
    match (&table, &by_property) {
        (Ok(table), Ok(other)) => compare(table, other, wants, "PROP-33"),
        (Ok(_), Err(error)) => {
            broken("PROP-33", &format!("no table of {noun} through OpenProperty: {error}"), "message");
        }
        (Err(error), _) if is_unsupported(error) && wants == Wants::Attachments => {} // no STORE_ATTACH_OK
        (Err(error), _) => broken("MSG-30", &format!("no table of {noun}: {error}"), "message"),
    }
    table.inspect(|table| check_table(table, wants)).ok()
}

/// The numbers of the first attachments, each with its way of keeping what is in it.
fn numbers(table: &Table) -> Vec<(u32, u32)> {
    let columns = table.set_columns(&[tags::ATTACH_NUM::ID, tags::ATTACH_METHOD::ID]);
    let rows = columns.and_then(|()| table.seek(BOOKMARK_BEGINNING, 0)).and_then(|_| table.rows(50, 0));
    let number = |row: &Vec<provider_runtime::Property>, place: usize| {
        row.get(place).and_then(|property| property.value.as_i32()).map(i32::cast_unsigned)
    };
    let rows = rows.unwrap_or_default();
    rows.iter().filter_map(|row| Some((number(row, 0)?, number(row, 1).unwrap_or_default()))).collect()
}

fn inside(attachment: &Object, method: u32, depth: u32, keep: &mut dyn FnMut(Kept)) {
    let contents = Contents::of(attachment);
    match method {
        ATTACH_BY_VALUE => {
            step("what is in an attachment, as a stream");
            match contents.stream(tags::ATTACH_DATA_BIN) {
                Ok(stream) => {
                    whole(&stream);
                    keep(Kept::Stream(stream));
                }
                Err(error) => broken("PROP-31", &format!("a file's bytes have no stream: {error}"), "attachment"),
            }
        }
        ATTACH_EMBEDDED_MSG if depth < DEPTH => {
            step("the message in an attachment");
            match contents.embedded(0) {
                Ok(embedded) => {
                    object(&embedded, "message");
                    message(&embedded, depth + 1, keep);
                    keep(Kept::Object(embedded));
                }
                Err(error) => broken("ATT-5", &format!("a message in a message does not open: {error}"), "attachment"),
            }
        }
        _ => {}
    }
    // ATT-6: a refusal, and no crash.
    if method != ATTACH_EMBEDDED_MSG && contents.embedded(0).is_ok() {
        broken("ATT-6", "what is no message opens as one", "attachment");
    }
}

/// PROP-39: a stream has as many bytes as it says.
fn whole(stream: &Stream) {
    let size = stream.size();
    let read = stream.rest();
    match (size, read) {
        (Ok(size), Ok(bytes)) if size == bytes.len() as u64 => {}
        (Ok(size), Ok(bytes)) => {
            broken("PROP-39", &format!("Stat says {size} bytes, and there are {}", bytes.len()), "stream");
        }
        (Err(error), _) => broken("PROP-39", &format!("Stat of a stream fails: {error}"), "stream"),
        (_, Err(error)) => broken("PROP-40", &format!("a stream is not read to its end: {error}"), "stream"),
    }
}
