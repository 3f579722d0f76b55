//! A store with a tree of folders, some messages, and a map of names; and one that nobody can
//! change. What is in the messages stands in `letters`.

use provider_runtime::abi::flag::*;
use provider_runtime::prelude::*;
use provider_runtime::session::{Object, OpenStore, Options, Profile, Session, Store};
use std::sync::Mutex;

/// The folders: the root is 0.
pub const INBOX: u64 = 1;
pub const DEEP: u64 = 2;
pub const LOCKED: u64 = 3;

/// The messages, all in the Inbox.
pub const PLAIN: u64 = 10;
pub const LARGE: u64 = 11;
pub const FULL: u64 = 12;
pub const SETTING: u64 = 13;

/// How long the large message's body is, in letters.
pub const LENGTH: usize = 512 << 10;

#[mapi_provider(kind = "store", name = "Shelved", uid = "6a4f0c0e-5f1d-4c3a-8f0b-0f5c2f7e9b11")]
pub struct Shelved {
    names: Known,
}

/// The names of one logon: as long as that lasts.
struct Known(Mutex<Vec<(u16, PropName)>>);

impl NameMap for Known {
    fn load(&self) -> Result<Vec<(u16, PropName)>> {
        Ok(self.0.lock().unwrap().clone())
    }

    fn append(&self, names: &[(u16, PropName)]) -> Result<()> {
        self.0.lock().unwrap().extend_from_slice(names);
        Ok(())
    }
}

impl StoreProvider for Shelved {
    const ABILITIES: Abilities = Abilities::ATTACHMENTS.and(Abilities::SEVERAL_VALUES);

    fn logon(_: &LogonContext<'_, Self>) -> Result<Self> {
        Ok(Self { names: Known(Mutex::new(Vec::new())) })
    }

    fn open(&self, entry: Option<EntryId<'_>>, _access: Access) -> Result<Opened<Self>> {
        match entry.map_or(Ok(0), |entry| entry.key::<u64>())? {
            LOCKED => Ok(Opened::folder(Folder(LOCKED)).for_reading()),
            key @ (0 | INBOX | DEEP) => Ok(Opened::folder(Folder(key))),
            key @ (PLAIN | LARGE | FULL | SETTING) => Ok(Opened::message(letter(key))),
            _ => Err(Code::NOT_FOUND.into()),
        }
    }

    fn special_folders(&self) -> Result<SpecialFolders> {
        let folders = SpecialFolders::default().with(SpecialFolder::IpmSubtree, &0_u64);
        let folders = folders.with(SpecialFolder::Outbox, &DEEP).with(SpecialFolder::SentItems, &LOCKED);
        Ok(folders.with(SpecialFolder::Inbox, &DEEP))
    }

    fn receive_folders(&self) -> Result<Vec<(String, Vec<u8>)>> {
        Ok(vec![("IPM.Note".into(), INBOX.to_bytes())])
    }

    fn names(&self) -> Option<&dyn NameMap> {
        Some(&self.names)
    }
}

struct Folder(u64);

impl Properties<Shelved> for Folder {
    fn get(&self, _: &Shelved, tag: PropTag) -> Result<PropValue> {
        match (tag, self.0) {
            (tags::DISPLAY_NAME::ID, 0) => Ok("Root".into()),
            (tags::DISPLAY_NAME::ID, INBOX) => Ok("Inbox".into()),
            (tags::DISPLAY_NAME::ID, DEEP) => Ok("Deep".into()),
            (tags::DISPLAY_NAME::ID, LOCKED) => Ok("Locked".into()),
            _ => Err(Code::NOT_FOUND.into()),
        }
    }

    fn set(&self, _: &Shelved, _: &[Property]) -> Result<()> {
        Ok(())
    }
}

impl FolderObject<Shelved> for Folder {
    fn parent(&self, _: &Shelved) -> Result<Vec<u8>> {
        Ok(if self.0 == DEEP { INBOX.to_bytes() } else { 0_u64.to_bytes() })
    }

    fn contents(&self, _: &Shelved) -> Result<Table<Shelved>> {
        let mut table = Table::new([tags::SUBJECT::ID]);
        let keys: &[u64] = if self.0 == INBOX { &[PLAIN, LARGE, FULL] } else { &[] };
        table.extend(keys.iter().map(|key| Row::of(key).with_all(letter(*key).values)));
        Ok(table)
    }

    fn associated(&self, _: &Shelved) -> Result<Table<Shelved>> {
        let mut table = Table::new([tags::SUBJECT::ID]);
        if self.0 == INBOX {
            table.push(Row::of(&SETTING).with_all(letter(SETTING).values));
        }
        Ok(table)
    }

    fn hierarchy(&self, _: &Shelved) -> Result<Table<Shelved>> {
        let mut table = Table::new([tags::DISPLAY_NAME::ID]);
        let folders: &[(u64, &str)] = match self.0 {
            0 => &[(INBOX, "Inbox"), (LOCKED, "Locked")],
            INBOX => &[(DEEP, "Deep")],
            _ => &[],
        };
        table.extend(folders.iter().map(|(key, name)| Row::of(key).with(tags::DISPLAY_NAME, *name)));
        Ok(table)
    }
}

/// A message: what is in it, as values.
#[derive(Default)]
pub struct Letter {
    pub values: Vec<Property>,
    recipients: Vec<StoredRecipient>,
    attachments: Vec<StoredAttachment>,
}

fn letter(key: u64) -> Letter {
    let subject = |subject: &str| vec![Property::new(tags::SUBJECT, subject)];
    match key {
        LARGE => {
            let mut values = subject(&"s".repeat(200));
            values.push(Property::new(tags::BODY, "b".repeat(LENGTH)));
            Letter { values, ..Letter::default() }
        }
        FULL => {
            let to = |name: &str| StoredRecipient::to(name, "SMTP", "a@b.example");
            let file = |number, method, position: i32| {
                StoredAttachment::new(number, method).with(tags::RENDERING_POSITION, position)
            };
            Letter {
                values: subject("Re: x"),
                recipients: vec![to("A"), StoredRecipient::cc("C", "SMTP", "c@b.example"), to("B")],
                attachments: vec![
                    file(0, ATTACH_BY_VALUE, 7),
                    file(1, ATTACH_EMBEDDED_MSG, -1),
                    file(2, ATTACH_BY_VALUE, 3),
                ],
            }
        }
        SETTING => Letter { values: subject("setting"), ..Letter::default() },
        _ => Letter { values: subject("ab"), ..Letter::default() },
    }
}

impl Properties<Shelved> for Letter {
    fn tags(&self, _: &Shelved) -> Result<Vec<PropTag>> {
        Ok(self.values.iter().map(|property| property.tag).collect())
    }

    fn get(&self, _: &Shelved, tag: PropTag) -> Result<PropValue> {
        let found = self.values.iter().find(|property| property.tag.id() == tag.id());
        Ok(found.ok_or(Code::NOT_FOUND)?.value.clone())
    }
}

impl MessageObject<Shelved> for Letter {
    fn parent(&self, _: &Shelved) -> Result<Vec<u8>> {
        Ok(INBOX.to_bytes())
    }

    fn recipients(&self, _: &Shelved) -> Result<Vec<StoredRecipient>> {
        Ok(self.recipients.clone())
    }

    fn attachments(&self, _: &Shelved) -> Result<Vec<StoredAttachment>> {
        Ok(self.attachments.clone())
    }

    fn attachment(&self, _: &Shelved, number: u32) -> Result<Box<dyn AttachmentObject<Shelved>>> {
        match number {
            0 | 2 => Ok(Box::new(File)),
            1 => Ok(Box::new(Inside)),
            _ => Err(Code::NOT_FOUND.into()),
        }
    }
}

/// A file that hangs on a message.
struct File;

impl Properties<Shelved> for File {
    fn get(&self, _: &Shelved, tag: PropTag) -> Result<PropValue> {
        match tag {
            tags::ATTACH_METHOD::ID => Ok(ATTACH_BY_VALUE.into()),
            tags::ATTACH_DATA_BIN::ID => Ok(b"soup".as_slice().into()),
            _ => Err(Code::NOT_FOUND.into()),
        }
    }
}

impl AttachmentObject<Shelved> for File {}

/// A message that hangs on one.
struct Inside;

impl Properties<Shelved> for Inside {
    fn get(&self, _: &Shelved, tag: PropTag) -> Result<PropValue> {
        if tag == tags::ATTACH_METHOD { Ok(ATTACH_EMBEDDED_MSG.into()) } else { Err(Code::NOT_FOUND.into()) }
    }
}

impl AttachmentObject<Shelved> for Inside {
    fn embedded(&self, _: &Shelved) -> Result<Box<dyn MessageObject<Shelved>>> {
        Ok(Box::new(letter(PLAIN)))
    }
}

/// A store that nobody can change.
#[mapi_provider(kind = "store", name = "Frozen", uid = "6a4f0c0e-5f1d-4c3a-8f0b-0f5c2f7e9b12")]
pub struct Frozen;

impl StoreProvider for Frozen {
    const IS_READ_ONLY: bool = true;

    fn logon(_: &LogonContext<'_, Self>) -> Result<Self> {
        Ok(Self)
    }

    fn open(&self, _: Option<EntryId<'_>>, _access: Access) -> Result<Opened<Self>> {
        Ok(Opened::folder(Ice))
    }
}

struct Ice;

impl Properties<Frozen> for Ice {}

impl FolderObject<Frozen> for Ice {}

/// A session with one of the stores open, as far as its client may.
pub struct Setup {
    pub session: Session,
    pub store: Store,
}

impl Setup {
    pub fn shelved() -> Self {
        Self::of(provider_runtime::store_entry::<Shelved>(), MDB_WRITE)
    }

    pub fn frozen() -> Self {
        Self::of(provider_runtime::store_entry::<Frozen>(), 0)
    }

    fn of(entry: provider_runtime::abi::entry::MsProviderInit, flags: u32) -> Self {
        let session = Session::start_with(entry, Options::new().no_mail().profile(Profile::named("test"))).unwrap();
        let store = session.open_store(&OpenStore::new().flags(flags)).unwrap();
        Self { session, store }
    }

    pub fn root(&self) -> Object {
        self.store.open(None, 0).unwrap()
    }

    /// The identifier of the object with this key, in the tables below the root.
    pub fn entry(&self, key: u64) -> Vec<u8> {
        let entries = |table: &provider_runtime::session::Table| {
            table.set_columns(&[tags::ENTRYID::ID]).unwrap();
            let rows = table.rows(i32::MAX, 0).unwrap();
            rows.into_iter().map(|row| row[0].value.as_binary().unwrap().to_vec()).collect::<Vec<_>>()
        };
        let ends = |entry: &Vec<u8>| entry.ends_with(&key.to_bytes());
        let mut all = vec![binary(&self.root(), tags::ENTRYID::ID)];
        let mut at = 0;
        while let Some(entry) = all.get(at).cloned() {
            at += 1;
            let Ok(object) = self.store.open(Some(&entry), 0) else { continue };
            for table in [object.hierarchy(0), object.contents(0), object.contents(MAPI_ASSOCIATED)] {
                all.extend(table.map(|table| entries(&table)).unwrap_or_default());
            }
        }
        all.into_iter().find(ends).unwrap()
    }

    pub fn open(&self, key: u64) -> Object {
        self.store.open(Some(&self.entry(key)), 0).unwrap()
    }

    /// Ends the session, which nothing has outlived.
    pub fn end(self) {
        drop(self.store);
        assert_eq!(self.session.logoff().faults(), [""; 0]);
        assert_eq!(self.session.memory().live(), 0);
    }
}

/// A property that is bytes.
pub fn binary(object: &Object, tag: PropTag) -> Vec<u8> {
    object.get(tag).unwrap().as_binary().unwrap().to_vec()
}
