//! A store whose root folder shows the rows of a test: as values, or in windows.

use crate::client::Client;
use provider_runtime::prelude::*;
use provider_runtime::session::{OpenStore, Options, Profile, Session, Store};
use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering as Order};
use std::sync::{Arc, Mutex, PoisonError};

/// A row of a test: the key of what it shows, and its values.
pub type Line = (u64, Vec<Property>);

/// The rows of one test, and how its store gives them.
pub struct Shelf {
    pub lines: Mutex<Vec<Line>>,
    pub is_source: bool,
    /// MAPI's support object of the last logon.
    pub support: Mutex<Option<Support<Rowed>>>,
}

static ALL: Mutex<Option<HashMap<String, Arc<Shelf>>>> = Mutex::new(None);

/// A number that rows may have, and that nothing derives.
pub const SIZE: PropTag = PropTag(0x6622_0003);

/// The property of the profile section that names the rows.
const NAME: PropTag = PropTag(0x6612_001F);

#[mapi_provider(kind = "store", name = "Rowed", uid = "10c3a2c4-0b9e-4f4e-9a53-2d8f1c7be0a7")]
pub struct Rowed {
    rows: Arc<Shelf>,
}

impl StoreProvider for Rowed {
    fn logon(logon: &LogonContext<'_, Self>) -> Result<Self> {
        let name = logon.section(Access::Read)?.text(NAME)?.unwrap_or_default();
        let all = ALL.lock().unwrap_or_else(PoisonError::into_inner);
        let rows = all.as_ref().and_then(|all| all.get(&name)).cloned();
        let rows = rows.ok_or(Code::NOT_FOUND)?;
        *rows.support.lock().unwrap_or_else(PoisonError::into_inner) = Some(logon.support().clone());
        Ok(Self { rows })
    }

    fn open(&self, entry: Option<EntryId<'_>>, _access: Access) -> Result<Opened<Self>> {
        match entry {
            None => Ok(Opened::folder(Root)),
            Some(entry) => {
                let key: u64 = entry.key()?;
                let lines = self.rows.lines.lock().unwrap_or_else(PoisonError::into_inner);
                let line = lines.iter().find(|(other, _)| *other == key).ok_or(Code::NOT_FOUND)?;
                Ok(Opened::message(Shown(line.1.clone())))
            }
        }
    }
}

struct Root;

impl Properties<Rowed> for Root {}

impl FolderObject<Rowed> for Root {
    fn contents(&self, store: &Rowed) -> Result<Table<Rowed>> {
        if store.rows.is_source {
            return Ok(Table::windows([tags::SUBJECT::ID], Windows));
        }
        let mut table = Table::new([tags::SUBJECT::ID]);
        let lines = store.rows.lines.lock().unwrap_or_else(PoisonError::into_inner);
        table.extend(lines.iter().map(|(key, values)| {
            values.iter().fold(Row::of(key), |row, value| row.with(value.tag, value.value.clone()))
        }));
        Ok(table)
    }
}

struct Shown(Vec<Property>);

impl Properties<Rowed> for Shown {
    fn tags(&self, _: &Rowed) -> Result<Vec<PropTag>> {
        Ok(self.0.iter().map(|property| property.tag).collect())
    }

    fn get(&self, _: &Rowed, tag: PropTag) -> Result<PropValue> {
        let found = self.0.iter().find(|property| property.tag.id() == tag.id());
        Ok(found.ok_or(Code::NOT_FOUND)?.value.clone())
    }
}

impl MessageObject<Rowed> for Shown {
    fn recipients(&self, store: &Rowed) -> Result<Vec<StoredRecipient>> {
        match self.get(store, tags::SUBJECT::ID) {
            Ok(PropValue::Text(subject)) => {
                Ok(vec![StoredRecipient::to(&format!("to {subject}"), "SMTP", "a@b.example")])
            }
            _ => Ok(Vec::new()),
        }
    }
}

/// Rows in windows: it filters and sorts, but does not look for text.
struct Windows;

fn value(line: &Line, tag: PropTag) -> Option<&PropValue> {
    line.1.iter().find(|property| property.tag.id() == tag.id()).map(|property| &property.value)
}

impl Windows {
    /// The rows of a view, in its order: what is equal in it by the key.
    fn view(store: &Rowed, view: &TableView) -> Result<Vec<Line>> {
        let lines = store.rows.lines.lock().unwrap_or_else(PoisonError::into_inner);
        let mut shown: Vec<Line> = Vec::new();
        for line in lines.iter() {
            if view.restriction.as_ref().is_none_or(|whole| fits(whole, line)) {
                shown.push(line.clone());
            }
        }
        shown.sort_by(|one, other| Self::order(view, one, other));
        Ok(shown)
    }

    fn order(view: &TableView, one: &Line, other: &Line) -> Ordering {
        let keys = |line: &'_ Line| view.sort.keys.iter().map(|key| value(line, key.tag).cloned()).collect::<Vec<_>>();
        let first = keys(one);
        let second = keys(other);
        let by_value = view.sort.compare(first.iter().map(Option::as_ref), second.iter().map(Option::as_ref));
        by_value.then(one.0.cmp(&other.0))
    }
}

/// Whether a row fits, by hand: the parts that this source knows.
fn fits(whole: &Restriction, line: &Line) -> bool {
    match whole {
        Restriction::And(all) => all.iter().all(|one| fits(one, line)),
        Restriction::Or(all) => all.iter().any(|one| fits(one, line)),
        Restriction::Not(what) => !fits(what, line),
        Restriction::Exists(tag) => value(line, *tag).is_some(),
        Restriction::Key(key) => line.0.to_bytes() == *key,
        Restriction::Bits { tag, mask, is_any_set } => match value(line, *tag) {
            Some(PropValue::I32(bits)) => (bits.cast_unsigned() & mask != 0) == *is_any_set,
            _ => false,
        },
        Restriction::Property { tag, relation, value: PropValue::I32(number) } => match value(line, *tag) {
            Some(PropValue::I32(own)) => relation.holds(own.cmp(number)),
            _ => false,
        },
        _ => false,
    }
}

fn is_known(whole: &Restriction) -> bool {
    match whole {
        Restriction::And(all) | Restriction::Or(all) => all.iter().all(is_known),
        Restriction::Not(what) => is_known(what),
        Restriction::Property { value, .. } => matches!(value, PropValue::I32(_)),
        Restriction::Exists(_) | Restriction::Key(_) | Restriction::Bits { .. } => true,
        _ => false,
    }
}

impl RowSource<Rowed> for Windows {
    fn columns(&self, _: &Rowed) -> Result<Vec<PropTag>> {
        Ok(vec![tags::SUBJECT::ID, tags::MESSAGE_FLAGS::ID, tags::IMPORTANCE::ID, SIZE])
    }

    fn prepare(&self, _: &Rowed, view: &TableView) -> Result<()> {
        match view.restriction.as_ref().is_none_or(is_known) {
            true => Ok(()),
            false => Err(Code::TOO_COMPLEX.into()),
        }
    }

    fn count(&self, store: &Rowed, view: &TableView) -> Result<u64> {
        Ok(Self::view(store, view)?.len() as u64)
    }

    fn rows(
        &self,
        store: &Rowed,
        view: &TableView,
        from: RowsFrom<'_>,
        count: usize,
        out: &mut Rows<'_>,
    ) -> Result<()> {
        let all = Self::view(store, view)?;
        let before = |anchor: &Anchor, or_it: bool| {
            let key = u64::read(&anchor.key).unwrap();
            let precedes = |line: &&Line| {
                let own: Vec<_> = view.sort.keys.iter().map(|key| value(line, key.tag)).collect();
                let by_value = view.sort.compare(own.into_iter(), anchor.values.iter().map(Option::as_ref));
                let ordering = by_value.then(line.0.cmp(&key));
                ordering.is_lt() || or_it && ordering.is_eq()
            };
            all.iter().take_while(precedes).count()
        };
        let start = match from {
            RowsFrom::Start => 0,
            RowsFrom::End => all.len(),
            RowsFrom::At(number) => usize::try_from(number).unwrap().min(all.len()),
            RowsFrom::On(anchor) | RowsFrom::Before(anchor) => before(anchor, false),
            RowsFrom::After(anchor) => before(anchor, true),
        };
        let mut give = |line: &Line| {
            out.give(&line.0.to_bytes(), |row| {
                line.1.iter().for_each(|property| row.value(property.tag, &property.value));
                Ok(())
            })
        };
        match from.is_backward() {
            true => all[..start].iter().rev().take(count).try_for_each(&mut give),
            false => all[start..].iter().take(count).try_for_each(&mut give),
        }
    }

    fn position(&self, store: &Rowed, view: &TableView, anchor: &Anchor) -> Result<u64> {
        let key = u64::read(&anchor.key).unwrap();
        let all = Self::view(store, view)?;
        Ok(all.iter().position(|line| line.0 == key).unwrap_or(all.len()) as u64)
    }
}

/// A session with these rows, and the store opened for changing.
pub struct Setup {
    pub session: Session,
    pub store: Store,
    pub rows: Arc<Shelf>,
}

/// A session whose store shows these rows.
pub fn setup(lines: Vec<Line>, is_source: bool) -> Setup {
    setup_with(lines, is_source, Options::new())
}

/// The same with other options.
pub fn setup_with(lines: Vec<Line>, is_source: bool, options: Options) -> Setup {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let name = format!("rows {}", NEXT.fetch_add(1, Order::Relaxed));
    let rows = Arc::new(Shelf { lines: Mutex::new(lines), is_source, support: Mutex::new(None) });
    ALL.lock().unwrap().get_or_insert_default().insert(name.clone(), Arc::clone(&rows));
    let options = options.no_mail().profile(Profile::named("test").with(NAME, name.as_str()));
    let session = Session::start_with(provider_runtime::store_entry::<Rowed>(), options).unwrap();
    let store = session.open_store(&OpenStore::new()).unwrap();
    Setup { session, store, rows }
}

impl Setup {
    /// The contents table of the root, as a client calls it.
    pub fn table(&self) -> Client {
        let root = self.store.open(None, 0).unwrap();
        Client::new(&self.session, root.contents(provider_runtime::abi::flag::MAPI_UNICODE).unwrap())
    }

    /// What an author tells of, from a thread of his own.
    pub fn tell(&self, event: &Event) {
        let support = self.rows.support.lock().unwrap().clone().unwrap();
        support.notify(event).unwrap();
    }

    /// Ends the session, which nothing has outlived.
    pub fn end(self) {
        drop(self.store);
        assert_eq!(self.session.logoff().faults(), [""; 0]);
        assert_eq!(self.session.memory().live(), 0);
    }
}

/// Rows with these subjects, keys from 0 on.
pub fn subjects(all: &[&str]) -> Vec<Line> {
    all.iter().zip(0..).map(|(subject, key)| (key, vec![Property::new(tags::SUBJECT, *subject)])).collect()
}
