//! What clients hold: every object that a wrapper in `client/` is alive for, by what it is, its
//! entry identifier, and the client's line that opened it (SESSION-10).

use provider_abi::hex::hex;
use provider_abi::lock::lock;
use std::collections::BTreeMap;
use std::panic::Location;
use std::sync::Mutex;

/// All objects that one session's clients hold.
#[derive(Debug, Default)]
pub(crate) struct OpenHandles(Mutex<HeldObjects>);

#[derive(Debug, Default)]
struct HeldObjects {
    last: usize,
    alive: BTreeMap<usize, HeldObject>,
}

/// One object that a client holds.
#[derive(Clone, Debug)]
pub(crate) struct HeldObject {
    pub(crate) name: String,
    pub(crate) logon: u64,
    pub(crate) entry: Option<Vec<u8>>,
    pub(crate) opened: &'static Location<'static>,
}

impl OpenHandles {
    /// One more; its number.
    pub(crate) fn add(&self, object: HeldObject) -> usize {
        let mut held = lock(&self.0);
        held.last += 1;
        let number = held.last;
        held.alive.insert(number, object);
        number
    }

    pub(crate) fn get(&self, number: usize) -> Option<HeldObject> {
        lock(&self.0).alive.get(&number).cloned()
    }

    /// Whether there are wrappers of objects of a logon apart from one, and from its store's.
    pub(crate) fn are_others(&self, object: &str, logon: u64) -> bool {
        let is_store = |name: &str| name.starts_with("store ");
        let own = usize::from(!object.starts_with("logon ")); // a logon object has no wrapper
        let wrappers = lock(&self.0);
        let all = wrappers.alive.values().filter(|wrapper| wrapper.logon == logon);
        let counts = |name: &str| own == 0 || is_store(object) || !is_store(name);
        all.filter(|wrapper| counts(&wrapper.name)).count() > own
    }

    pub(crate) fn remove(&self, number: usize) {
        lock(&self.0).alive.remove(&number);
    }

    /// Each object that is held, oldest first: its name, and where it came from.
    pub(crate) fn list(&self) -> Vec<(String, String)> {
        let held = lock(&self.0);
        held.alive.values().map(|object| (object.name.clone(), object.origin())).collect()
    }

    /// Each object that came from one of these logons.
    pub(crate) fn of(&self, logons: &[u64]) -> Vec<String> {
        let held = lock(&self.0);
        let own = held.alive.values().filter(|object| logons.contains(&object.logon));
        own.map(|object| format!("{}, {}", object.name, object.origin())).collect()
    }
}

impl HeldObject {
    fn origin(&self) -> String {
        let entry = self.entry.as_deref().map(|entry| format!(" with entry {}", hex(entry)));
        format!("opened at {}{}", self.opened, entry.unwrap_or_default())
    }
}
