//! Stores by hand: what is in them as plain values, and what goes wrong in them on purpose. Their
//! objects are in `thing.rs`.

use super::thing::Thing;
use provider_abi::error::{Error, Result};
use provider_abi::memory::Allocators;
use provider_abi::names::{NameMap, PropName};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::tags;
use provider_runtime::prelude::*;
use std::collections::BTreeMap;
use std::ffi::c_void;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

pub type Shared = Arc<Mutex<Item>>;

/// What an object is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Folder,
    Message,
    Attachment,
}

/// A folder, a message or an attachment.
pub struct Item {
    pub kind: Kind,
    pub number: u32,
    pub parent: u32,
    pub properties: Vec<Property>,
    pub recipients: Vec<Vec<Property>>,
    pub attachments: Vec<(u32, Shared)>,
    pub embedded: Option<Shared>,
    pub messages: Vec<u32>,
    pub associated: Vec<u32>,
    pub folders: Vec<u32>,
}

/// What goes wrong on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lie {
    /// Tables have the same row again and again.
    EndlessTables,
    /// Streams say that they have 4 GiB.
    HugeStreams,
    /// Streams have the same bytes again and again, and do not say how many.
    EndlessStreams,
    /// A Read claims more than there was room for.
    ReadsTooMuch,
    /// GetProps says that there are more values than there are.
    CountsTooMany,
    /// Opens succeed without an object.
    GivesNothing,
    /// A folder is in itself.
    Circle,
    /// Names of properties are not supported.
    NoNames,
}

/// One store.
pub struct Store {
    pub key: [u8; 16],
    pub memory: Allocators,
    pub items: Mutex<BTreeMap<u32, Shared>>,
    names: Mutex<Vec<(u16, PropName)>>,
    next: AtomicU32,
    /// How many objects of it there are.
    pub live: AtomicUsize,
    lies: Mutex<Vec<Lie>>,
    /// Which methods fail, and after how many calls.
    failures: Mutex<Vec<(&'static str, usize, Code)>>,
    /// Properties that it computes.
    pub computed: Mutex<Vec<PropTag>>,
    pub said: Mutex<Vec<String>>,
}

pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap()
}

/// The root folder's number.
pub const ROOT: u32 = 1;

impl Item {
    pub fn new(kind: Kind, number: u32, parent: u32, properties: &[Property]) -> Shared {
        Arc::new(Mutex::new(Self {
            kind,
            number,
            parent,
            properties: properties.to_vec(),
            recipients: Vec::new(),
            attachments: Vec::new(),
            embedded: None,
            messages: Vec::new(),
            associated: Vec::new(),
            folders: Vec::new(),
        }))
    }

    pub fn get(&self, tag: PropTag) -> Option<PropValue> {
        self.properties.iter().find(|one| one.tag.id() == tag.id()).map(|one| one.value.clone())
    }

    pub fn put(&mut self, new: Property) {
        self.properties.retain(|one| one.tag.id() != new.tag.id());
        self.properties.push(new);
    }
}

impl Store {
    pub fn new(name: &[u8; 16], memory: Allocators) -> Arc<Self> {
        let store = Arc::new(Self {
            key: *name,
            memory,
            items: Mutex::default(),
            names: Mutex::default(),
            next: AtomicU32::new(ROOT),
            live: AtomicUsize::new(0),
            lies: Mutex::default(),
            failures: Mutex::default(),
            computed: Mutex::default(),
            said: Mutex::default(),
        });
        store.add(Kind::Folder, 0, &[Property::new(tags::DISPLAY_NAME, "root")]);
        store
    }

    pub fn entry(&self, number: u32) -> Vec<u8> {
        [&[0; 4][..], &self.key, &number.to_le_bytes()].concat()
    }

    /// The number in one of its identifiers.
    pub fn number(&self, entry: &[u8]) -> Option<u32> {
        let (head, number) = entry.split_at_checked(20)?;
        (head[4..] == self.key).then(|| number.try_into().ok().map(u32::from_le_bytes))?
    }

    pub fn take_number(&self) -> u32 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    pub fn item(&self, number: u32) -> Option<Shared> {
        lock(&self.items).get(&number).cloned()
    }

    /// Something that is in no folder's lists.
    pub fn add(&self, kind: Kind, parent: u32, properties: &[Property]) -> u32 {
        let number = self.take_number();
        lock(&self.items).insert(number, Item::new(kind, number, parent, properties));
        number
    }

    /// A folder in a folder.
    pub fn folder(&self, parent: u32, name: &str) -> u32 {
        let number = self.add(Kind::Folder, parent, &[Property::new(tags::DISPLAY_NAME, name)]);
        lock(&self.item(parent).unwrap()).folders.push(number);
        number
    }

    /// A message in a folder.
    pub fn message(&self, folder: u32, properties: &[Property]) -> u32 {
        let number = self.add(Kind::Message, folder, properties);
        let flags = properties.iter().find(|one| one.tag == tags::MESSAGE_FLAGS).and_then(|one| one.value.as_i32());
        let folder = self.item(folder).unwrap();
        let mut folder = lock(&folder);
        let is_associated = flags.unwrap_or(0).cast_unsigned() & MSGFLAG_ASSOCIATED != 0;
        if is_associated { &mut folder.associated } else { &mut folder.messages }.push(number);
        number
    }

    /// An object over an item, with one reference, the caller's.
    pub fn open(self: &Arc<Self>, number: u32) -> *mut c_void {
        Thing::make(self, &self.item(number).unwrap(), None)
    }

    /// The texts of one property of everything in a list.
    pub fn texts(&self, numbers: &[u32], tag: PropTag) -> Vec<String> {
        let text = |number: &u32| {
            let item = self.item(*number).unwrap();
            let value = lock(&item).get(tag);
            value.and_then(|value| value.as_text().map(str::to_owned)).unwrap_or_default()
        };
        numbers.iter().map(text).collect()
    }

    pub fn lie(&self, lie: Lie) {
        lock(&self.lies).push(lie);
    }

    pub fn lies(&self, lie: Lie) -> bool {
        lock(&self.lies).contains(&lie)
    }

    /// A method fails from its call number `after` on, counted from 0.
    pub fn fails(&self, method: &'static str, after: usize, code: Code) {
        lock(&self.failures).push((method, after, code));
    }

    pub fn works_again(&self) {
        lock(&self.failures).clear();
    }

    /// Whether a method is to fail now.
    pub fn strike(&self, method: &str) -> Result<()> {
        let mut failures = lock(&self.failures);
        let Some(failure) = failures.iter_mut().find(|(name, _, _)| *name == method) else { return Ok(()) };
        if failure.1 == 0 {
            return Err(Error::new(failure.2, format!("{method} fails as planned")));
        }
        failure.1 -= 1;
        Ok(())
    }

    pub fn live(&self) -> usize {
        self.live.load(Ordering::Acquire)
    }

    /// The id of a name, which it gets if it has none.
    pub fn id(&self, name: &PropName) -> u16 {
        let mut names = lock(&self.names);
        if let Some((id, _)) = names.iter().find(|(_, other)| other == name) {
            return *id;
        }
        let id = 0x8000 + names.len() as u16;
        names.push((id, name.clone()));
        id
    }
}

impl NameMap for Store {
    fn load(&self) -> Result<Vec<(u16, PropName)>> {
        self.strike("names")?;
        Ok(lock(&self.names).clone())
    }

    fn append(&self, names: &[(u16, PropName)]) -> Result<()> {
        lock(&self.names).extend_from_slice(names);
        Ok(())
    }
}
