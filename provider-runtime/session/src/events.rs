//! The record of what happened between clients, session and provider, in the vocabulary of the life cycle. Who records is
//! everybody else in this folder; what is wrong with it is found in `referee/`, how it is printed is in `print.rs`.
//!
//! An event says what was seen, never what is wrong: facts are numbers under the names below. Objects, entry identifiers,
//! UIDs and provider objects have small numbers of the session's own, 0 is a null pointer or none.
//!
//! | event | what | facts |
//! |---|---|---|
//! | `lib.load`, `lib.free` | LoadLibrary, FreeLibrary (the detail is the file) | `library` |
//! | `lib.over` | behind the last MAPIUninitialize | |
//! | `lib.stays` | a library that is not freed: the detail says what is alive of it | `library`; `held` objects of clients', `left` other things |
//! | `lib.entry` | an entry point is looked up by the name in its detail; `MAPI_E_NOT_FOUND` | `provider` `service` |
//! | `init` | the entry point, `MSProviderInit` and its like | `provider` `kind` (PR_RESOURCE_TYPE) `service` `offered` `lowest` `version` `gave` (object) |
//! | `prov.logon`, `prov.spooler_logon` | `IMSProvider::Logon` and its like, `SpoolerLogon` | `provider` `kind` `service` `logon` `wish` `entry`; then `gave_logon` `gave_store` (objects) `names` (the store's entry) `held` (references on the support object) `spooler_bytes` `error_block`; `asks` (a transport's LOGON_SP_ flags) |
//! | `host.free` | the session frees what a logon gave | `logon`, `error` or `spooler` = 1 |
//! | `prov.compare` | `IMSProvider::CompareStoreIDs` | `provider` |
//! | `prov.shutdown`, `prov.release` | the provider object's end | `provider`; `left` |
//! | `probe.logoff`, `probe.shutdown` | a repeated Logoff or Shutdown, asked for by a test | `logon` or `provider` |
//! | `logon.open`, `logon.compare`, `logon.status`, `logon.advise`, `logon.unadvise` | the session calls a logon for a client | `logon`; `left` = 1: it failed and set an output |
//! | `logon.logoff`, `logon.release` | a logon's end | `logon`; `left` |
//! | `xp.address_types`, `xp.notify`, `xp.idle`, `xp.poll`, `xp.submit`, `xp.end`, `xp.start`, `xp.validate`, `xp.flush` | the spooler calls a transport's logon | `logon`; `flags` `back`; `message` |
//! | `xp.logoff` | `TransportLogoff` | `logon`; `changed` = 1: what AddressTypes gave is not what it was |
//! | `fast.query`, `fast.notify`, `fast.do` | `IMAPIProviderShutdown`; the detail is the kind | `provider`; `lacks` = 1: it does not have the interface |
//! | `sup.…` | a provider calls its support object | `logon`, or `config` for a configuration support object |
//! | `sup.uid+` | `SetProviderUID` | `uid` |
//! | `sup.row+`, `sup.row~` | `ModifyStatusRow`: a new row, or changed columns | `methods` (PR_RESOURCE_METHODS), `lacks` (a required tag) for each; `gone` = 1: no columns, the row is removed (STATUS-10) |
//! | `sup.subscribe`, `sup.unsubscribe` | | `connection` |
//! | `sup.slt` | `StoreLogoffTransports` | `flags` `effective` |
//! | `sup.release` | | `left`; `final` = 1, and then `sections` that are still open |
//! | `sup.spooler_notify` | | `flags` |
//! | `sup.make_invalid` | | `foreign` = 1: the block is none of MAPI's |
//! | `sup.late` | a call behind the final Release; which one is its detail | `over` = 1: it is one Release too many |
//! | `uid-`, `row-`, `sub-` | the session forgets what it kept of a logon | `logon`; `uid`, `connection` |
//! | `sect.set` | `IProfSect::SetProps` | `logon`; `computed` (a tag of MAPI's own) for each |
//! | `svc.entry` | `ServiceEntry`; without one, `MAPI_E_NOT_INITIALIZED` | `service` `context` `wish` `config`; `held` (references on the support object) |
//! | `svc.disable` | REACT-1 | `service` |
//! | `session.open_store`, `session.open` | `OpenMsgStore`, `OpenEntry` | `wish` |
//! | `session.open_book`, `session.log_on` | `OpenAddressBook`, the spooler's start: one provider of the profile | `wish` |
//! | `session.logoff` | | `shared` = 1: `MAPI_LOGOFF_SHARED`; `stays` = 1: another client has the session |
//! | `session.fast_query`, `session.fast_notify`, `session.fast_do` | `IMAPIClientShutdown` | `queried` = 1: the last query agreed |
//! | `mail.…` | what became of a message: `queued`, `sent`, `deferred`, `received`, `report` | `message` |
//! | `store.…`, `status.…`, `table.…`, `object.…` | a client's wrapper calls a provider's object | `logon` it came from; `left` = 1: it failed and set an output |
//! | `store.logoff` | `StoreLogoff` | `flags` `back` |
//! | `store.release` | | `left` |
//! | `status.…` | a method of a status object | `method` (its PR_RESOURCE_METHODS bit) |
//! | `object.query` | QueryInterface; its detail is the interface, `IUnknown` | `known` = 1: the interface exists at all; `gave`; `same` = 1: one identity |
//! | `client.holds` | what a client still has at a logoff; since where is its detail | |
//! | `mem.fault` | what the checking allocators saw | |
//! | `left.malloc`, `left.section`, `left.memory`, `left.message`, `left.threads` | seen behind an end | `provider` or `logon`; `count` |
//! | `sink.notify`, `mapi.…`, `word.…` | a sink is told; a thread's MAPI; a provider's own words | |

use provider_abi::lock::lock;
use provider_abi::shapes::code::Code;
use std::collections::HashMap;
use std::sync::Mutex;
use std::thread::ThreadId;
use std::time::{Duration, Instant};

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What happened: `prov.logon`, `sup.slt`, `fault` …
    pub event: &'static str,
    /// To which object.
    pub object: String,
    /// More about it: flags by name, a text.
    pub detail: String,
    /// What was seen, as numbers under the names that the vocabulary has.
    pub facts: Vec<(&'static str, u64)>,
    /// How a call ended; nothing for what is no call.
    pub code: Option<Code>,
    /// How many calls it stands inside, on its thread.
    pub depth: usize,
    /// The rule it follows, or breaks.
    pub rule: &'static str,
    /// When it happened, since the session's first event.
    pub time: Duration,
    /// Which event is the innermost of those calls.
    pub(super) inside: Option<usize>,
    /// Whether it is a call, and how far the record was when that returned.
    pub(super) call: Option<Option<End>>,
}

/// Where a call's return stands in the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct End {
    /// How many events there were.
    pub(super) events: usize,
    pub(super) time: Duration,
}

/// A session's clock: the time since some moment before its first event.
pub(crate) type Clock = dyn Fn() -> Duration + Send + Sync;

/// All events of one session.
pub(crate) struct Record {
    journal: Mutex<Journal>,
    clock: Box<Clock>,
}

#[derive(Debug, Default)]
struct Journal {
    /// When the first event was.
    start: Option<Duration>,
    events: Vec<Event>,
    /// The calls under way on each thread, the innermost last.
    calls: HashMap<ThreadId, Vec<usize>>,
}

/// A call under way: what is recorded on its thread until it ends stands inside it.
pub(crate) struct Call<'r> {
    record: &'r Record,
    thread: ThreadId,
    at: usize,
}

/// The facts of one event.
pub(crate) type Facts<'f> = &'f [(&'static str, u64)];

impl Event {
    /// The first fact of this name.
    pub fn fact(&self, name: &str) -> Option<u64> {
        self.all(name).next()
    }

    /// Every fact of this name.
    pub fn all(&self, name: &str) -> impl Iterator<Item = u64> {
        self.facts.iter().filter(move |(other, _)| *other == name).map(|(_, value)| *value)
    }

    /// How long a call took; `None` for what is no call, and for one under way.
    pub fn took(&self) -> Option<Duration> {
        self.call.flatten().map(|end| end.time.saturating_sub(self.time))
    }
}

impl Default for Record {
    fn default() -> Self {
        let start = Instant::now();
        Self::with_clock(Box::new(move || start.elapsed()))
    }
}

impl std::fmt::Debug for Record {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Record").finish_non_exhaustive()
    }
}

impl Record {
    pub(crate) fn with_clock(clock: Box<Clock>) -> Self {
        Self { journal: Mutex::default(), clock }
    }

    /// Something that is no call.
    pub(crate) fn note(&self, event: &'static str, object: &str, detail: &str, rule: &'static str, facts: Facts<'_>) {
        self.push(event, object, detail, rule, facts, false);
    }

    /// The start of a call.
    pub(crate) fn call(
        &self,
        event: &'static str,
        object: &str,
        detail: &str,
        rule: &'static str,
        facts: Facts<'_>,
    ) -> Call<'_> {
        let at = self.push(event, object, detail, rule, facts, true);
        Call { record: self, thread: std::thread::current().id(), at }
    }

    fn push(
        &self,
        event: &'static str,
        object: &str,
        detail: &str,
        rule: &'static str,
        facts: Facts<'_>,
        is_call: bool,
    ) -> usize {
        let (now, thread) = ((self.clock)(), std::thread::current().id());
        let (object, detail, facts) = (object.into(), detail.into(), facts.to_vec());
        let mut journal = lock(&self.journal);
        let time = now.saturating_sub(*journal.start.get_or_insert(now));
        let (at, calls) = (journal.events.len(), journal.calls.entry(thread).or_default());
        let (depth, inside) = (calls.len(), calls.last().copied());
        let call = is_call.then_some(None);
        if is_call {
            calls.push(at);
        } else if calls.is_empty() {
            journal.calls.remove(&thread);
        }
        journal.events.push(Event { event, object, detail, facts, code: None, depth, rule, time, inside, call });
        at
    }

    /// Whether the calling thread is inside a call of this session: what is not over cannot be judged yet.
    pub(crate) fn is_inside_a_call(&self) -> bool {
        self.is_inside(|_| true)
    }

    /// Whether the calling thread is inside a call of one of these events.
    pub(crate) fn is_inside(&self, wanted: impl Fn(&'static str) -> bool) -> bool {
        let journal = lock(&self.journal);
        let calls = journal.calls.get(&std::thread::current().id());
        let mut events = calls.into_iter().flatten().filter_map(|at| journal.events.get(*at));
        events.any(|event| wanted(event.event))
    }

    /// Whether a provider object of that number is inside a call on any thread; 0: the `ServiceEntry` of a service.
    pub(crate) fn is_calling(&self, provider: u64) -> bool {
        let journal = lock(&self.journal);
        let logons = journal.events.iter().filter(|event| event.fact("provider") == Some(provider));
        let logons: Vec<_> = logons.filter_map(|event| event.fact("logon")).collect();
        let is_own = |event: &Event| match provider {
            0 => event.event == "svc.entry",
            _ => {
                event.fact("provider") == Some(provider) || event.fact("logon").is_some_and(|own| logons.contains(&own))
            }
        };
        journal.calls.values().flatten().filter_map(|at| journal.events.get(*at)).any(is_own)
    }

    pub(crate) fn events(&self) -> Vec<Event> {
        lock(&self.journal).events.clone()
    }

    /// How often something happened.
    pub(crate) fn count(&self, event: &str) -> usize {
        lock(&self.journal).events.iter().filter(|other| other.event == event).count()
    }
}

impl Call<'_> {
    /// Its result; the code.
    pub(crate) fn done(self, code: Code) -> Code {
        self.amend(|event| event.code = Some(code));
        code
    }

    /// Says more about it once it is known.
    pub(crate) fn detail(&self, detail: &str) {
        self.amend(|event| event.detail = detail.into());
    }

    /// Adds what was seen.
    pub(crate) fn fact(&self, name: &'static str, value: u64) {
        self.amend(|event| event.facts.push((name, value)));
    }

    fn amend(&self, change: impl FnOnce(&mut Event)) {
        if let Some(event) = lock(&self.record.journal).events.get_mut(self.at) {
            change(event);
        }
    }
}

impl Drop for Call<'_> {
    fn drop(&mut self) {
        let now = (self.record.clock)();
        let mut journal = lock(&self.record.journal);
        let time = now.saturating_sub(journal.start.unwrap_or(now));
        let events = journal.events.len();
        if let Some(event) = journal.events.get_mut(self.at) {
            event.call = Some(Some(End { events, time }));
        }
        if let Some(calls) = journal.calls.get_mut(&self.thread) {
            calls.retain(|at| *at != self.at);
            if calls.is_empty() {
                journal.calls.remove(&self.thread);
            }
        }
    }
}
