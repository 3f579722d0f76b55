//! A store of an author's in memory, that can be changed in every way: folders at any depth,
//! messages with versions, attachments, messages inside, names, a queue. What it keeps is in
//! `data.rs`; which of its methods are to fail, or to call back, in `steps.rs`.

mod data;
mod folder;
mod message;
mod steps;

pub use data::{Data, Part};
pub use steps::Action;

use data::{ROOT, key_of, number_of};
use folder::Folder;
use message::Letter;
use provider_runtime::prelude::*;
use std::cell::RefCell;
use std::sync::{Arc, Mutex};
use steps::Steps;

/// What a store keeps when nobody has it open. Clones are the same.
#[derive(Clone)]
pub struct Database(Arc<Kept>);

struct Kept {
    number: u64,
    data: Mutex<Data>,
    steps: Steps,
}

thread_local! {
    static CURRENT: RefCell<Option<Database>> = const { RefCell::new(None) };
}

impl Database {
    pub fn new() -> Self {
        static NEXT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(1);
        let number = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Self(Arc::new(Kept { number, data: Mutex::new(Data::new()), steps: Steps::default() }))
    }

    /// Logons on this thread open this database meanwhile.
    pub fn lend<R>(&self, work: impl FnOnce() -> R) -> R {
        CURRENT.with(|current| *current.borrow_mut() = Some(self.clone()));
        let done = work();
        CURRENT.with(|current| *current.borrow_mut() = None);
        done
    }

    /// What is in it now.
    pub fn data(&self) -> Data {
        self.0.data.lock().unwrap().clone()
    }

    /// Somebody else changes it.
    pub fn edit<R>(&self, work: impl FnOnce(&mut Data) -> R) -> R {
        work(&mut self.0.data.lock().unwrap())
    }

    /// What the next call of a method comes to.
    pub fn next(&self, step: &'static str, action: Action) {
        self.0.steps.next(step, action);
    }

    /// The calls that are still to come are as always.
    pub fn clear(&self) {
        self.0.steps.clear();
    }

    /// How often a method was called.
    pub fn count(&self, step: &str) -> usize {
        self.0.steps.count(step)
    }
}

#[mapi_provider(kind = "store", name = "Changed", uid = "6a4f0c0e-5f1d-4c3a-8f0b-0f5c2f7e9b21")]
pub struct Shelf {
    database: Database,
    support: Support<Self>,
}

impl Shelf {
    /// A method is called.
    fn step(&self, step: &'static str) -> Result<()> {
        self.database.0.steps.run(step, self)
    }

    /// What it keeps, for one look.
    fn look<R>(&self, look: impl FnOnce(&Data) -> R) -> R {
        look(&self.database.0.data.lock().unwrap())
    }

    /// A transaction: all of it, or nothing.
    fn transact<R>(&self, step: &'static str, work: impl FnOnce(&mut Data) -> Result<R>) -> Result<R> {
        self.step(step)?;
        let mut data = self.database.0.data.lock().unwrap();
        let mut changed = data.clone();
        let done = work(&mut changed)?;
        *data = changed;
        Ok(done)
    }

    /// MAPI's support object for this logon.
    pub fn support(&self) -> &Support<Self> {
        &self.support
    }
}

impl StoreProvider for Shelf {
    const ABILITIES: Abilities = Abilities::ATTACHMENTS.and(Abilities::SUBMISSION).and(Abilities::SEVERAL_VALUES);

    fn identify(_: &LogonContext<'_, Self>) -> Result<StoreKey> {
        let current = CURRENT.with(|current| current.borrow().clone());
        Ok(StoreKey::new(current.ok_or(Code::LOGON_FAILED)?.0.number))
    }

    fn logon(logon: &LogonContext<'_, Self>) -> Result<Self> {
        let current = CURRENT.with(|current| current.borrow().clone());
        Ok(Self { database: current.ok_or(Code::LOGON_FAILED)?, support: logon.support().clone() })
    }

    fn open(&self, entry: Option<EntryId<'_>>, _access: Access) -> Result<Opened<Self>> {
        self.step("open")?;
        let number = entry.map_or(Ok(ROOT), |entry| number_of(entry.bytes()))?;
        self.look(|data| {
            if data.folders.contains_key(&number) {
                return Ok(Opened::folder(Folder(number)));
            }
            Letter::of(data, number).map(Opened::message)
        })
    }

    fn special_folders(&self) -> Result<SpecialFolders> {
        self.step("special_folders")?;
        Ok(self.look(|data| {
            let none = SpecialFolders::default();
            data.special.iter().fold(none, |all, (which, folder)| all.with(*which, &key_of(*folder)))
        }))
    }

    fn set_special_folder(&self, which: SpecialFolder, folder: &[u8]) -> Result<()> {
        let folder = number_of(folder)?;
        self.transact("set_special_folder", |data| {
            data.special.retain(|(other, _)| *other != which);
            data.special.push((which, folder));
            Ok(())
        })
    }

    fn receive_folders(&self) -> Result<Vec<(String, Vec<u8>)>> {
        self.step("receive_folders")?;
        Ok(self.look(|data| data.receive.iter().map(|(class, folder)| (class.clone(), key_of(*folder))).collect()))
    }

    fn set_receive_folder(&self, class: &str, folder: Option<&[u8]>) -> Result<()> {
        let folder = folder.map(number_of).transpose()?;
        self.transact("set_receive_folder", |data| {
            data.receive.retain(|(other, _)| !other.eq_ignore_ascii_case(class));
            data.receive.extend(folder.map(|folder| (class.to_owned(), folder)));
            Ok(())
        })
    }

    fn queue(&self) -> Option<&dyn Queue> {
        Some(self)
    }

    fn names(&self) -> Option<&dyn NameMap> {
        Some(self)
    }

    fn tags(&self) -> Vec<PropTag> {
        self.look(|data| data.values.tags())
    }

    fn get(&self, tag: PropTag) -> Result<PropValue> {
        self.look(|data| data.values.get(tag))
    }

    fn set(&self, changes: &[Property]) -> Result<()> {
        self.transact("store.set", |data| {
            changes.iter().for_each(|change| data.values.set(change.clone()));
            Ok(())
        })
    }

    fn remove(&self, tags: &[PropTag]) -> Result<()> {
        self.transact("store.remove", |data| {
            tags.iter().for_each(|tag| data.values.remove(*tag));
            Ok(())
        })
    }
}

impl Queue for Shelf {
    fn keys(&self) -> Result<Vec<Vec<u8>>> {
        self.step("queue.keys")?;
        Ok(self.look(|data| data.queue.iter().map(|key| key_of(*key)).collect()))
    }

    fn remove(&self, key: &[u8]) -> Result<()> {
        let key = number_of(key)?;
        self.transact("queue.remove", |data| {
            data.queue.retain(|other| *other != key);
            Ok(())
        })
    }
}

impl NameMap for Shelf {
    fn load(&self) -> Result<Vec<(u16, PropName)>> {
        Ok(self.look(|data| data.names.clone()))
    }

    fn append(&self, names: &[(u16, PropName)]) -> Result<()> {
        self.transact("names.append", |data| {
            data.names.extend_from_slice(names);
            Ok(())
        })
    }
}
