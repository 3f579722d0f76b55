//! What the tour does as a client: notes are read and changed, a person is looked up, mail is sent
//! and received.

use provider_runtime::abi::flag::{BOOKMARK_BEGINNING, MAPI_MODIFY, MAPI_TRANSPORT_PROVIDER, MAPI_UNICODE};
use provider_runtime::session::{AddressBook, Message, Object, Session, Store, Table};
use provider_runtime::{Code, PropValue, Property, Result, Tag, tags};

/// The identifiers of the profile's stores, by its table.
pub(crate) fn stores(session: &Session) -> Result<Vec<Vec<u8>>> {
    let table = session.stores_table()?;
    table.set_columns(&[tags::ENTRYID::ID])?;
    let rows = table.rows(100, 0)?;
    let entries = rows.iter().filter_map(|row| row.first()?.value.as_binary().map(<[u8]>::to_vec));
    Ok(entries.collect())
}

/// Reads all notes of a store.
pub(crate) fn read(store: &Store, lines: &mut Vec<String>) -> Result<Vec<Object>> {
    lines.push(format!("{} – {}", text(store, tags::DISPLAY_NAME)?, text(store, tags::COMMENT)?));
    let root = store.open(None, 0)?;
    let table = root.contents(MAPI_UNICODE)?;
    table.set_columns(&[tags::ENTRYID::ID])?;
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
pub(crate) fn change(note: Option<&Object>, lines: &mut Vec<String>) -> Result<()> {
    let Some(note) = note else { return Ok(()) };
    let body = format!("{}\n(seen on the tour)", text(note, tags::BODY)?);
    note.set_props(&[Property::new(tags::BODY, body)])?;
    note.save(0)?;
    let last = text(note, tags::BODY)?;
    lines.push(format!("\n  changed “{}”: {}", text(note, tags::SUBJECT)?, last.lines().last().unwrap_or_default()));
    Ok(())
}

/// Whom a message can be sent to, as an address book has them.
pub(crate) struct Person {
    /// Open.
    user: Object,
    row: Vec<Property>,
}

/// Lists the people of all address books; the first one who has an address.
pub(crate) fn look_up(book: &AddressBook, lines: &mut Vec<String>) -> Result<Option<Person>> {
    let mut found = None;
    for root in entries(&book.open(None, 0)?.hierarchy(MAPI_UNICODE)?)? {
        let root = book.open(Some(&root), 0)?;
        lines.push(format!("\n{} – {}\n", text(&root, tags::DISPLAY_NAME)?, text(&root, tags::COMMENT)?));
        for entry in entries(&root.contents(MAPI_UNICODE)?)? {
            let user = book.open(Some(&entry), 0)?;
            let name = text(&user, tags::DISPLAY_NAME)?;
            let address = text(&user, tags::EMAIL_ADDRESS).ok();
            let shown = address.as_deref().map_or(String::new(), |address| format!(" <{address}>"));
            lines.push(format!("  {name}{shown}"));
            if found.is_none() && address.is_some() {
                let columns = [
                    tags::DISPLAY_NAME::ID,
                    tags::ADDRTYPE::ID,
                    tags::EMAIL_ADDRESS::ID,
                    tags::ENTRYID::ID,
                    tags::SEARCH_KEY::ID,
                ];
                let (_, row) = user.get_props(Some(&columns), MAPI_UNICODE);
                found = Some(Person { user, row });
            }
        }
    }
    Ok(found)
}

fn entries(table: &Table) -> Result<Vec<Vec<u8>>> {
    table.set_columns(&[tags::ENTRYID::ID])?;
    let rows = table.rows(1_000, 0)?;
    Ok(rows.iter().filter_map(|row| row.first()?.value.as_binary().map(<[u8]>::to_vec)).collect())
}

/// Submits a message to a person and lets the spooler work: it sends that, and receives what waits.
/// Whether it was sent; of a profile without a transport there is nothing to send.
pub(crate) fn post(session: &Session, person: Option<&Person>, lines: &mut Vec<String>) -> Result<bool> {
    let has_transport = session.profile().providers().any(|entry| entry.kind() == Some(MAPI_TRANSPORT_PROVIDER));
    if let Some(Person { user, row }) = person.filter(|_| has_transport) {
        let body = "A message from the tour.\r\n";
        let message = Message::new().with(tags::SUBJECT, "Greetings").with(tags::BODY, body).recipient(row.clone());
        session.mail().submit(&message)?;
        lines.push(format!("\nsubmitted “Greetings” to {}", text(user, tags::DISPLAY_NAME)?));
    }
    session.mail().run()?;
    let mut is_reported = false;
    for message in session.mail().take() {
        let said = |tag| message.text(tag).unwrap_or("nobody").to_owned();
        lines.push(format!("received “{}” from {}", said(tags::SUBJECT), said(tags::SENDER_NAME)));
        is_reported |= said(tags::MESSAGE_CLASS).starts_with("REPORT.");
    }
    Ok(session.mail().outbox().is_empty() && !is_reported)
}

pub(crate) fn text(object: &Object, tag: Tag<str>) -> Result<String> {
    match object.get(tag)? {
        PropValue::Text(text) => Ok(text),
        _ => Err(Code::INVALID_TYPE.into()),
    }
}
