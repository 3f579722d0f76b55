//! What clients open: the root, the container that it holds, and people. Plain values; the address
//! book is lent to them with every call.

use crate::{Kind, Person, VcardBook};
use provider_runtime::abi::flag::*;
use provider_runtime::prelude::*;

/// What entry identifiers name. The root has none of its own.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// The container.
    Everybody,
    /// The key of a card.
    Person(String),
}

impl EntryKey for Key {
    fn read(bytes: &[u8]) -> Option<Self> {
        match std::str::from_utf8(bytes).ok()? {
            "everybody" => Some(Self::Everybody),
            key if key.starts_with("uid:") || key.starts_with("file:") => Some(Self::Person(key.into())),
            _ => None,
        }
    }

    fn write(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Everybody => bytes.extend(b"everybody"),
            Self::Person(key) => bytes.extend(key.as_bytes()),
        }
    }
}

/// The root: it lists everybody itself, and the one container in which MAPI's own address book
/// shows them.
pub(crate) struct Root;

impl Properties<VcardBook> for Root {}

impl ContainerObject<VcardBook> for Root {
    fn contents(&self, book: &VcardBook) -> Result<Table<VcardBook>> {
        Ok(everybody(book))
    }

    fn hierarchy(&self, book: &VcardBook) -> Result<Table<VcardBook>> {
        let mut row = Row::of(&Key::Everybody).with(tags::OBJECT_TYPE, MAPI_ABCONT).with(tags::DEPTH, 0);
        let mut columns = vec![tags::OBJECT_TYPE::ID, tags::DEPTH::ID];
        for tag in CONTAINER {
            row = row.with(tag, container(book, tag)?);
            columns.push(tag);
        }
        let mut table = Table::new(columns);
        table.push(row);
        Ok(table)
    }
}

/// The container: all people of the directory.
pub(crate) struct Everybody;

impl Properties<VcardBook> for Everybody {
    fn tags(&self, _book: &VcardBook) -> Result<Vec<PropTag>> {
        Ok(CONTAINER.to_vec())
    }

    fn get(&self, book: &VcardBook, tag: PropTag) -> Result<PropValue> {
        container(book, tag)
    }
}

impl ContainerObject<VcardBook> for Everybody {
    fn contents(&self, book: &VcardBook) -> Result<Table<VcardBook>> {
        Ok(everybody(book))
    }
}

const CONTAINER: [PropTag; 3] = [tags::DISPLAY_NAME::ID, tags::CONTAINER_FLAGS::ID, tags::DISPLAY_TYPE::ID];

fn container(book: &VcardBook, tag: PropTag) -> Result<PropValue> {
    match tag {
        tags::DISPLAY_NAME::ID => Ok(book.get(tag).unwrap_or_else(|_| "People".into())),
        tags::CONTAINER_FLAGS::ID => Ok((AB_RECIPIENTS | AB_UNMODIFIABLE).into()),
        tags::DISPLAY_TYPE::ID => Ok(DT_LOCAL.into()),
        _ => Err(Code::NOT_FOUND.into()),
    }
}

fn everybody(book: &VcardBook) -> Table<VcardBook> {
    let mut table = Table::new([
        tags::DISPLAY_NAME::ID,
        tags::ADDRTYPE::ID,
        tags::EMAIL_ADDRESS::ID,
        tags::SMTP_ADDRESS::ID,
        tags::DISPLAY_TYPE::ID,
        tags::OBJECT_TYPE::ID,
        tags::SEARCH_KEY::ID,
        tags::COMPANY_NAME::ID,
        tags::BUSINESS_TELEPHONE_NUMBER::ID,
    ]);
    book.with_everybody(|people| {
        table.extend(people.list().map(|person| {
            let row = Row::of(&Key::Person(person.key.clone())).with(tags::OBJECT_TYPE, MAPI_MAILUSER);
            row.with_all(properties(person))
        }));
    });
    table
}

/// A person as the card was when it was opened.
///
/// A group is shown as what it is, a private list, but opens as a mail user: its members are in the
/// book on their own, and `IDistList` is not offered. As a rule it has no address, so nothing can
/// be sent to it.
pub(crate) struct Contact(pub(crate) Person);

impl Properties<VcardBook> for Contact {
    fn tags(&self, _book: &VcardBook) -> Result<Vec<PropTag>> {
        Ok(properties(&self.0).iter().map(|property| property.tag).collect())
    }

    fn get(&self, _book: &VcardBook, tag: PropTag) -> Result<PropValue> {
        let known = properties(&self.0).into_iter().find(|property| property.tag.id() == tag.id());
        known.map(|property| property.value).ok_or_else(|| Code::NOT_FOUND.into())
    }
}

impl MailUserObject<VcardBook> for Contact {}

/// What a person has: the base address properties, as far as the card has an address, and two more.
fn properties(person: &Person) -> Vec<Property> {
    let display_type = match person.kind {
        Kind::Person => DT_MAILUSER,
        Kind::Group(_) => DT_PRIVATE_DISTLIST,
    };
    let mut properties =
        vec![Property::new(tags::DISPLAY_NAME, person.name.as_str()), Property::new(tags::DISPLAY_TYPE, display_type)];
    if let Some(address) = person.emails.first() {
        let key = format!("SMTP:{address}\0").to_uppercase().into_bytes();
        properties.push(Property::new(tags::ADDRTYPE, "SMTP"));
        properties.push(Property::new(tags::EMAIL_ADDRESS, address.as_str()));
        properties.push(Property::new(tags::SMTP_ADDRESS, address.as_str()));
        properties.push(Property::new(tags::SEARCH_KEY, key));
    }
    let more = [(tags::COMPANY_NAME, &person.organisation), (tags::BUSINESS_TELEPHONE_NUMBER, &person.phone)];
    let more = more.into_iter().filter_map(|(tag, text)| Some(Property::new(tag, text.as_deref()?)));
    properties.extend(more);
    properties
}
