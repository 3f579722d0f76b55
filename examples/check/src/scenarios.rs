//! The scenarios, in the order they run, and what several of them do. What is the same in all is in `case.rs`.

mod closing;
mod logging_on;
mod services;
mod working;

use crate::case::{Case, step};
use provider_runtime::abi::flag::MAPI_FOLDER;
use provider_runtime::session::{Object, Session, Store, Table};
use provider_runtime::tags;

/// One of them.
pub struct Scenario {
    /// What happens in it, as one sentence.
    pub name: &'static str,
    pub run: fn(&Case),
}

const fn scenario(name: &'static str, run: fn(&Case)) -> Scenario {
    Scenario { name, run }
}

/// All of them. The first one tells whether the file is a provider at all.
pub const SCENARIOS: &[Scenario] = &[
    scenario("a store is released without StoreLogoff", closing::released),
    scenario("a store is closed by its client after StoreLogoff", closing::closed),
    scenario("a session ends while its client holds everything, calls it, and releases it late", closing::held),
    scenario("what a client holds is released behind the last MAPIUninitialize", closing::held_for_good),
    scenario("a store is opened again when it was closed", closing::reopened),
    scenario("a store is opened twice, and the first reference closes first", closing::twice_first_closes_first),
    scenario("a store is opened twice, and the second reference closes first", closing::twice_second_closes_first),
    scenario("an open store is opened by its own identifier", closing::twice_by_entry),
    scenario("a session is released without Logoff", closing::without_logoff),
    scenario("the last MAPIUninitialize comes with a session logged on", closing::uninitialized),
    scenario("every Logoff and Shutdown comes twice", closing::ended_twice),
    scenario("StoreLogoff gets every flag, two at a time and unknown ones", closing::every_flag),
    scenario("StoreLogoff asks quietly while the transports are busy", closing::quietly),
    scenario("a store's last Release and its session's Logoff meet on two threads", closing::meeting),
    scenario("two threads read while a third logs off", closing::read_during_logoff),
    scenario("a provider is initialised and ended without a logon", logging_on::never),
    scenario("the session refuses the provider's version", logging_on::version_refused),
    scenario("the session is older than any provider", logging_on::session_too_old),
    scenario("a host leaves out what it may leave out of a logon call", logging_on::bare_call),
    scenario("a host forgives a support object without AddRef", logging_on::lenient),
    scenario("a library is freed as soon as its provider object is released", logging_on::eager_unload),
    scenario("each provider of a profile has a provider object of its own", logging_on::init_per_entry),
    scenario("a process has two sessions at once", logging_on::two_sessions),
    scenario("the spooler opens what a client opens", logging_on::with_spooler),
    scenario("a store is opened by each interface, and by one that nobody has", logging_on::interfaces),
    scenario("a store is opened by identifiers of any length", logging_on::identifiers),
    scenario("the allocator fails at each call of a visit in turn", logging_on::out_of_memory),
    scenario("a provider that lacks its configuration is configured once and tried again", services::unconfigured),
    scenario("the profile has no section for the provider", services::without_section),
    scenario("ServiceEntry is called in every context without a dialog", services::every_context),
    scenario("ServiceEntry is called while the provider is logged on", services::while_logged_on),
    scenario("every object is asked for its interfaces and its identity", working::identities),
    scenario("properties are read in both widths, with unknown tags and flags", working::properties),
    scenario("tables are read forwards and backwards", working::tables),
    scenario("objects are opened by identifiers of any length", working::identifiers),
    scenario("the status object answers what its row says", working::status),
    scenario("subscriptions are left at the end", working::subscriptions),
    scenario("notifications come when the call that caused them has returned", working::notified_later),
    scenario("notifications come inside the call that causes them", working::notified_inside),
];

/// What a client may have of a store. What a provider does not give is left out.
#[derive(Debug)]
pub struct Visit {
    pub store: Store,
    pub folder: Option<Object>,
    pub table: Option<Table>,
    pub message: Option<Object>,
    pub status: Option<Object>,
}

impl Visit {
    /// Opens the store, its root folder, that folder's contents, a message and the status object.
    pub fn begin(case: &Case, session: &Session) -> Option<Self> {
        case.open(session).map(Self::of)
    }

    pub fn of(store: Store) -> Self {
        step("opening the root folder");
        let folder = store.open(None, 0).ok().filter(|root| root.kind() == MAPI_FOLDER);
        step("opening its contents");
        let table = folder.as_ref().and_then(|folder| folder.contents(0).ok());
        step("opening a message");
        let message = folder.as_ref().and_then(|folder| message_in(&store, folder, 2));
        step("opening the status object");
        let status = store.status(0).ok();
        Self { store, folder, table, message, status }
    }

    /// Everything but the table.
    pub fn objects(&self) -> impl Iterator<Item = &Object> {
        let store: &Object = &self.store;
        std::iter::once(store).chain([&self.folder, &self.message, &self.status].into_iter().flatten())
    }
}

/// The first message of a folder, or of one below it.
fn message_in(store: &Store, folder: &Object, depth: u32) -> Option<Object> {
    let messages = folder.contents(0).ok().map(|table| entries(&table, 1)).unwrap_or_default();
    let found = messages.iter().find_map(|entry| store.open(Some(entry), 0).ok());
    if found.is_some() || depth == 0 {
        return found;
    }
    let folders = folder.hierarchy(0).ok().map(|table| entries(&table, 8)).unwrap_or_default();
    folders.iter().find_map(|entry| {
        let below = store.open(Some(entry), 0).ok().filter(|below| below.kind() == MAPI_FOLDER)?;
        message_in(store, &below, depth - 1)
    })
}

/// The identifiers in a table's first rows.
fn entries(table: &Table, count: i32) -> Vec<Vec<u8>> {
    if table.set_columns(&[tags::ENTRYID]).is_err() {
        return Vec::new();
    }
    let rows = table.rows(count, 0).unwrap_or_default();
    let values = rows.iter().flatten().filter_map(|property| property.value.as_binary());
    values.map(<[u8]>::to_vec).collect()
}

/// Identifiers that nobody has made: of no form, and of the form of a real one with something wrong.
fn junk(real: &[u8]) -> Vec<Vec<u8>> {
    const LENGTHS: [usize; 14] = [0, 1, 2, 3, 4, 5, 16, 19, 20, 21, 24, 64, 255, 4096];
    let plain = LENGTHS.iter().flat_map(|length| [vec![0; *length], vec![0xFF; *length]]);
    let short = (0..real.len()).map(|length| real.get(..length).unwrap_or_default().to_vec());
    let long = [0, 0xFF].into_iter().map(|more| [real, &[more; 7]].concat());
    let changed = (0..real.len()).map(|at| {
        let bytes = real.iter().enumerate();
        bytes.map(|(index, byte)| if index == at { !byte } else { *byte }).collect()
    });
    plain.chain(short).chain(long).chain(changed).collect()
}
