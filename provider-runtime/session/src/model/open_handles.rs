//! What clients hold: every wrapper that is alive, by what it is, its entry identifier, and the
//! client's line that opened it (SESSION-10). The wrappers are in `client/`.

use provider_abi::hex::hex;
use provider_abi::lock::lock;
use std::collections::BTreeMap;
use std::panic::Location;
use std::sync::Mutex;

/// All wrappers of one session.
#[derive(Debug, Default)]
pub(crate) struct OpenHandles(Mutex<Wrappers>);

#[derive(Debug, Default)]
struct Wrappers {
    last: usize,
    alive: BTreeMap<usize, Wrapper>,
}

/// One wrapper.
#[derive(Clone, Debug)]
pub(crate) struct Wrapper {
    pub(crate) name: String,
    pub(crate) logon: u64,
    pub(crate) entry: Option<Vec<u8>>,
    pub(crate) opened: &'static Location<'static>,
}

impl OpenHandles {
    /// One more; its number.
    pub(crate) fn add(&self, wrapper: Wrapper) -> usize {
        let mut wrappers = lock(&self.0);
        wrappers.last += 1;
        let number = wrappers.last;
        wrappers.alive.insert(number, wrapper);
        number
    }

    pub(crate) fn get(&self, number: usize) -> Option<Wrapper> {
        lock(&self.0).alive.get(&number).cloned()
    }

    /// Whether there are wrappers of objects of a logon apart from one, and from its store's.
    pub(crate) fn are_others(&self, object: &str, logon: u64) -> bool {
        let is_store = |name: &str| name.starts_with("store ");
        let wrappers = lock(&self.0);
        let all = wrappers.alive.values().filter(|wrapper| wrapper.logon == logon);
        all.filter(|wrapper| is_store(object) || !is_store(&wrapper.name)).count() > 1
    }

    pub(crate) fn remove(&self, number: usize) {
        lock(&self.0).alive.remove(&number);
    }

    /// Each wrapper that is alive, oldest first: its name, and where it came from.
    pub(crate) fn list(&self) -> Vec<(String, String)> {
        let wrappers = lock(&self.0);
        wrappers.alive.values().map(|wrapper| (wrapper.name.clone(), wrapper.origin())).collect()
    }

    /// Each wrapper of an object that came from one of these logons.
    pub(crate) fn of(&self, logons: &[u64]) -> Vec<String> {
        let wrappers = lock(&self.0);
        let own = wrappers.alive.values().filter(|wrapper| logons.contains(&wrapper.logon));
        own.map(|wrapper| format!("{}, {}", wrapper.name, wrapper.origin())).collect()
    }
}

impl Wrapper {
    fn origin(&self) -> String {
        let entry = self.entry.as_deref().map(|entry| format!(" with entry {}", hex(entry)));
        format!("opened at {}{}", self.opened, entry.unwrap_or_default())
    }
}
