//! What a client has open of a provider of any kind: how it is opened, what is read through it, and
//! how it goes.

use crate::case::{Case, open_store, step};
use crate::kind;
use provider_runtime::abi::flag::*;
use provider_runtime::session::{AddressBook, Kind, Object, OpenStore, Session, Sink, Store, Table};
use provider_runtime::{Code, Error, tags};

/// What stands for the provider's logon.
#[derive(Debug)]
pub enum Opened {
    Store(Store),
    Book(AddressBook),
    /// The spooler has it: no client does.
    Post,
}

impl Opened {
    /// Opens the store as it is wished, or every address book, or starts every transport, which
    /// have no wishes.
    pub fn attempt(case: &Case, session: &Session, wish: &OpenStore) -> Result<Self, Error> {
        let before = session.events().len();
        let opened = match case.kind {
            Kind::Store => Self::Store(open_store(session, wish)?),
            Kind::AddressBook => Self::Book(session.open_address_book(AB_NO_DIALOG)?),
            Kind::Transport => {
                session.mail().run()?;
                Self::Post
            }
        };
        // One provider's failure is none of these calls' (REACT-9, REACT-10).
        let new = session.events().split_off(before);
        let own = new.iter().filter(|event| ["session.open_book", "session.log_on"].contains(&event.name()));
        match own.filter_map(|event| event.code).find(|code| code.is_failure()) {
            Some(code) => {
                let told = if case.kind == Kind::AddressBook { Code::W_ERRORS_RETURNED } else { code };
                Err(Error::new(code, session.last_error(told).ok().flatten().unwrap_or_default()))
            }
            None => Ok(opened),
        }
    }

    /// The same, as a client asks that wants no dialog; nobody is told of a failure.
    pub fn quietly(case: &Case, session: &Session) -> Option<Self> {
        Self::attempt(case, session, &OpenStore::new().flags(MDB_NO_DIALOG)).ok()
    }

    pub fn open(&self, entry: Option<&[u8]>, flags: u32) -> Result<Object, Error> {
        match self {
            Self::Store(store) => store.open(entry, flags),
            Self::Book(book) => book.open(entry, flags),
            Self::Post => Err(Code::NO_SUPPORT.into()),
        }
    }

    pub fn compare(&self, first: &[u8], second: &[u8]) -> Result<bool, Error> {
        match self {
            Self::Store(store) => store.compare(first, second),
            Self::Book(book) => book.compare(first, second),
            Self::Post => Err(Code::NO_SUPPORT.into()),
        }
    }

    /// Without an identifier, the whole store.
    pub fn advise(&self, entry: Option<&[u8]>, mask: u32, sink: &Sink) -> Result<usize, Error> {
        match (self, entry) {
            (Self::Store(store), entry) => store.advise(entry, mask, sink),
            (Self::Book(book), Some(entry)) => book.advise(entry, mask, sink),
            (Self::Book(_), None) | (Self::Post, _) => Err(Code::NO_SUPPORT.into()),
        }
    }

    pub fn unadvise(&self, connection: usize) -> Result<(), Error> {
        match self {
            Self::Store(store) => store.unadvise(connection),
            Self::Book(book) => book.unadvise(connection),
            Self::Post => Err(Code::NO_SUPPORT.into()),
        }
    }

    /// The provider's own root.
    pub fn root(&self) -> Option<Object> {
        let root = match self {
            Self::Store(store) => store.open(None, 0).ok()?,
            Self::Book(book) => book.roots(0).into_iter().find_map(Result::ok)?,
            Self::Post => return None,
        };
        Some(root).filter(|root| [MAPI_FOLDER, MAPI_ABCONT].contains(&root.kind()))
    }
}

/// What a client may have of a provider. What the provider does not give is left out.
#[derive(Debug)]
pub struct Visit {
    pub kind: Kind,
    pub opened: Opened,
    pub folder: Option<Object>,
    pub table: Option<Table>,
    /// Of a store, a message; of a book, an entry.
    pub message: Option<Object>,
    pub status: Option<Object>,
}

impl Visit {
    /// Opens the store for writing, or what another kind has in its place, its root, that one's
    /// contents, one of these, and the status object.
    pub fn begin(case: &Case, session: &Session) -> Option<Self> {
        step(&match case.kind {
            Kind::Store | Kind::AddressBook => format!("opening the {}", kind::noun(case.kind)),
            Kind::Transport => "starting the transport".to_owned(),
        });
        let opened = Opened::attempt(case, session, &OpenStore::new().flags(MDB_WRITE | MDB_NO_DIALOG));
        Some(Self::of(case, session, case.told(session, opened)?))
    }

    pub fn of(case: &Case, session: &Session, opened: Opened) -> Self {
        let kind = case.kind;
        let (container, entry) = kind::contents(kind);
        step(&format!("opening the root {container}"));
        let folder = opened.root();
        step("opening its contents");
        let table = folder.as_ref().and_then(|folder| folder.contents(0).or_else(|_| folder.hierarchy(0)).ok());
        step(&format!("opening the first {entry}"));
        let message = folder.as_ref().and_then(|folder| message_in(kind, &opened, folder, 2));
        step("opening the status object");
        let status = status_of(case, session, &opened, 0);
        Self { kind, opened, folder, table, message, status }
    }

    /// The store itself, if it is one.
    pub fn store(&self) -> Option<&Store> {
        match &self.opened {
            Opened::Store(store) => Some(store),
            Opened::Book(_) | Opened::Post => None,
        }
    }

    /// Everything of the provider's but the table.
    pub fn objects(&self) -> impl Iterator<Item = &Object> {
        let store = self.store().map(|store| -> &Object { store });
        store.into_iter().chain([&self.folder, &self.message, &self.status].into_iter().flatten())
    }

    /// Each thing's Release: what the rest was opened through goes before the last.
    pub fn release_late(self) {
        let noun = kind::noun(self.kind);
        let (container, entry) = kind::contents(self.kind);
        step("the table's late Release");
        drop(self.table);
        step(&format!("the {entry}'s late Release"));
        drop(self.message);
        step("the status object's late Release");
        drop(self.status);
        step(&format!("the {noun}'s late Release"));
        drop(self.opened);
        step(&format!("the {container}'s late Release"));
        drop(self.folder);
    }
}

/// The provider's status object: a store's through its logon, another one's by its row.
pub fn status_of(case: &Case, session: &Session, opened: &Opened, flags: u32) -> Option<Object> {
    if let Opened::Store(store) = opened {
        return store.status(flags).ok();
    }
    let table = session.status_table().ok()?;
    table.set_columns(&[tags::ENTRYID::ID, tags::RESOURCE_TYPE::ID]).ok()?;
    let own = table.rows(50, 0).ok()?.into_iter().find(|row| {
        let kind = row.get(1).and_then(|column| column.value.as_i32());
        kind.map(i32::cast_unsigned) == Some(kind::resource_type(case.kind))
    })?;
    session.open(own.first()?.value.as_binary()?, flags).ok()
}

/// The first message of a folder, or of one below it; of an address book, the first entry.
pub fn message_in(kind: Kind, opened: &Opened, folder: &Object, depth: u32) -> Option<Object> {
    let messages = folder.contents(0).ok().map(|table| entries(&table, 1)).unwrap_or_default();
    let found = messages.iter().find_map(|entry| opened.open(Some(entry), 0).ok());
    if found.is_some() || depth == 0 {
        return found;
    }
    let folders = folder.hierarchy(0).ok().map(|table| entries(&table, 8)).unwrap_or_default();
    folders.iter().find_map(|entry| {
        let below = opened.open(Some(entry), 0).ok().filter(|below| below.kind() == kind::container(kind))?;
        message_in(kind, opened, &below, depth - 1)
    })
}

/// The identifiers in a table's first rows.
pub fn entries(table: &Table, count: i32) -> Vec<Vec<u8>> {
    if table.set_columns(&[tags::ENTRYID::ID]).is_err() {
        return Vec::new();
    }
    let rows = table.rows(count, 0).unwrap_or_default();
    let values = rows.iter().flatten().filter_map(|property| property.value.as_binary());
    values.map(<[u8]>::to_vec).collect()
}
