//! What one sequence of calls has: the references that the client holds, MAPI's memory, what was
//! wrong. A thread is in one world at a time; what is called on it finds the world there.
#![allow(unsafe_code, reason = "a reference moves between threads")]

use crate::arguments::Arguments;
use crate::author::{Book, Post, Shelf};
use crate::calls;
use crate::face::{FACES, Face};
use crate::host::Graveyard;
use crate::junk;
use provider_runtime::abi::iid::Iid;
use provider_runtime::prelude::*;
use provider_runtime::session::{Module, Options, Party, Profile, ProviderEntry, Service, Session};
use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use support::raw::{Memory, add_ref, query, release};

/// One reference of the client's.
pub struct Held {
    object: *mut c_void,
    /// What it is a pointer to.
    pub face: Face,
}

// SAFETY: F1: one reference on an object that is called on any thread (THR-1).
unsafe impl Send for Held {}

impl Held {
    /// A reference that the caller has.
    pub(crate) fn new(object: *mut c_void, face: Face) -> Self {
        Self { object, face }
    }

    /// The pointer.
    #[must_use]
    pub fn raw(&self) -> *mut c_void {
        self.object
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        trace(|| format!("release {:?} {:?}", self.face, self.object));
        release(self.object);
    }
}

/// What a sequence is like.
#[derive(Clone, Copy)]
pub struct Temper {
    /// How many of a hundred calls of the provider to MAPI fail.
    pub refusals: u32,
    /// How many of a hundred calls of an author's methods fail or panic.
    pub failures: u32,
    /// How many of a hundred calls out are used to call in again.
    pub returns: u32,
    /// Which kinds there are; none: they are in a session, which alone calls them.
    pub kinds: &'static [calls::Kind],
    /// Whether the session's providers answer anything.
    pub has_junk: bool,
}

type Late = Box<dyn Fn() + Send>;

/// One sequence.
pub struct World {
    /// What it is like.
    pub temper: Temper,
    /// A session whose memory is MAPI's, and whose messages are lent.
    pub session: Session,
    /// Objects of the host's: their memory stays until the sequence is over.
    pub graves: Graveyard,
    /// How many values of authors' are alive.
    pub values: AtomicI64,
    /// How many calls were made.
    pub steps: AtomicU64,
    pool: Mutex<Vec<Held>>,
    late: Mutex<Vec<Late>>,
    faults: Mutex<Vec<String>>,
}

std::thread_local! {
    static HERE: RefCell<Option<Arc<World>>> = const { RefCell::new(None) };
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// What a session cannot judge whose clients release stores over the vtable: whether one is open,
/// and what belongs to an end that began there.
const UNSEEN: [&str; 7] = ["V-6:", "V-9:", "V-10:", "V-17:", "V-18:", "V-23:", "V-40:"];
/// Calls inside calls go no deeper.
const DEEPEST: u32 = 3;
/// More references the client does not hold.
const MOST: usize = 40;

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether each step is printed.
pub fn is_traced() -> bool {
    static TRACED: std::sync::OnceLock<bool> = std::sync::OnceLock::new();
    *TRACED.get_or_init(|| std::env::var_os("FUZZ_TRACE").is_some())
}

/// Prints a line, if steps are printed.
pub fn trace(line: impl FnOnce() -> String) {
    if is_traced() {
        let depth = DEPTH.get() as usize;
        eprintln!("{:?} {:depth$}{}", std::thread::current().id(), "", line());
    }
}

/// The world of this thread.
#[must_use]
pub fn here() -> Option<Arc<World>> {
    HERE.with_borrow(Clone::clone)
}

/// One of a hundred, `percent` times.
#[must_use]
pub fn chance(percent: u32) -> bool {
    fastrand::u32(..100) < percent
}

/// One of several.
pub fn one_of<T: Copy>(all: &[T]) -> T {
    all[fastrand::usize(..all.len())]
}

impl World {
    /// A world with nothing in it.
    #[must_use]
    pub fn new(temper: Temper) -> Arc<Self> {
        let mapi = provider_runtime::session::Mapi::new();
        mapi.initialize(0).unwrap();
        let session = mapi.log_on(options(temper)).unwrap();
        Arc::new(Self {
            temper,
            session,
            graves: Graveyard::default(),
            values: AtomicI64::new(0),
            steps: AtomicU64::new(0),
            pool: Mutex::default(),
            late: Mutex::default(),
            faults: Mutex::default(),
        })
    }

    /// Runs `work` on this thread in this world.
    pub fn enter<T>(self: &Arc<Self>, work: impl FnOnce() -> T) -> T {
        HERE.set(Some(Arc::clone(self)));
        let done = work();
        HERE.set(None);
        done
    }

    /// MAPI's allocators.
    #[must_use]
    pub fn memory(&self) -> Memory {
        let (allocate, more, free) = self.session.memory().functions();
        Memory { allocate, more, free }
    }

    /// The identifier of a store that the session's own table has; none, where it has none.
    #[must_use]
    pub fn store_entry(&self) -> Vec<u8> {
        let rows = self.session.stores_table().and_then(|table| table.rows(9, 0)).unwrap_or_default();
        let entries = rows.iter().flatten().filter(|column| column.tag == tags::ENTRYID);
        let entries: Vec<_> = entries.filter_map(|column| column.value.as_binary()).collect();
        if entries.is_empty() { Vec::new() } else { one_of(&entries).to_vec() }
    }

    /// Something that must not be.
    pub fn fault(&self, what: impl Into<String>) {
        lock(&self.faults).push(what.into());
    }

    /// What was wrong.
    pub fn faults(&self) -> Vec<String> {
        std::mem::take(&mut *lock(&self.faults))
    }

    /// A call for later, of something that an author has kept.
    pub fn later(&self, call: impl Fn() + Send + 'static) {
        let mut late = lock(&self.late);
        if late.len() < 8 {
            late.push(Box::new(call));
        }
    }

    /// Puts a reference into the pool.
    pub fn hold(&self, object: *mut c_void, face: Face) {
        let held = Held { object, face };
        let surplus = {
            let mut pool = lock(&self.pool);
            pool.push(held);
            (pool.len() > MOST).then(|| pool.swap_remove(fastrand::usize(..MOST)))
        };
        drop(surplus);
    }

    /// Takes any reference out of the pool.
    #[must_use]
    pub fn take(&self) -> Option<Held> {
        let mut pool = lock(&self.pool);
        let count = pool.len();
        (count > 0).then(|| pool.swap_remove(fastrand::usize(..count)))
    }

    /// One more reference on something in the pool that is what it should be.
    #[must_use]
    pub fn another(&self, is_wanted: impl Fn(Face) -> bool) -> Option<Held> {
        let pool = lock(&self.pool);
        let start = if pool.is_empty() { 0 } else { fastrand::usize(..pool.len()) };
        let mut wanted = pool.iter().cycle().skip(start).take(pool.len());
        let found = wanted.find(|held| is_wanted(held.face))?;
        add_ref(found.object);
        Some(Held { object: found.object, face: found.face })
    }

    /// Calls in again from inside a call, as often as this world does that.
    pub fn come_again(self: &Arc<Self>) {
        if DEPTH.get() < DEEPEST && chance(self.temper.returns) {
            (0..fastrand::u32(1..3)).for_each(|_| self.step());
        }
    }

    /// One step.
    pub fn step(self: &Arc<Self>) {
        DEPTH.set(DEPTH.get() + 1);
        self.steps.fetch_add(1, Ordering::Relaxed);
        match fastrand::u32(..100) {
            0..6 => drop(self.take()),
            6..9 => {
                if let Some(held) = self.another(|_| true) {
                    self.hold(held.object, held.face);
                    std::mem::forget(held);
                }
            }
            9..15 => self.query(),
            15..17 => calls::begin(self),
            17..19 => self.call_late(),
            19..20 => self.session.memory().fail_at(Some(fastrand::u64(1..4))),
            _ => self.call(),
        }
        DEPTH.set(DEPTH.get() - 1);
    }

    fn query(&self) {
        let Some(held) = self.another(|_| true) else { return };
        let iid = match fastrand::u32(..4) {
            0 => Iid(std::array::from_fn(|_| fastrand::u8(..))),
            1 => provider_runtime::abi::iid::IID_IUnknown,
            _ => one_of(FACES).0,
        };
        let (code, found) = query(held.object, iid);
        match (code.is_failure(), found.is_null()) {
            (false, false) => self.hold(found, Face::of(iid)),
            (true, true) => {}
            _ => self.fault(format!("QueryInterface of {:?} answers {code:?} and gives {found:?}", held.face)),
        }
    }

    fn call_late(&self) {
        let call = {
            let mut late = lock(&self.late);
            let count = late.len();
            (count > 0).then(|| late.swap_remove(fastrand::usize(..count)))
        };
        if let Some(call) = call {
            call();
            if chance(50) {
                lock(&self.late).push(call);
            }
        }
    }

    /// A method of something: with one reference more during the call, or with the pool's own.
    fn call(self: &Arc<Self>) {
        let is_moved = chance(50);
        let mut held = if is_moved { self.take() } else { self.another(|_| true) };
        if held.as_ref().is_some_and(|held| !is_moved && held.face.is_outer()) {
            // What is inside has more to say.
            held = self.another(|face| !face.is_outer()).or(held);
        }
        let Some(held) = held else { return calls::begin(self) };
        let mut arguments = Arguments::new(self);
        let code = calls::call(&held, &mut arguments);
        arguments.settle(held.face, code);
        if is_moved {
            self.hold(held.object, held.face);
            std::mem::forget(held);
        }
    }

    /// Lets go of everything, in any order.
    pub fn end(&self) {
        self.session.memory().fail_at(None);
        while let Some(held) = self.take() {
            drop(held);
        }
        drop(std::mem::take(&mut *lock(&self.late)));
    }

    /// Checks that nothing is left.
    pub fn check(&self) -> Vec<String> {
        let report = self.session.logoff();
        trace(|| report.tree().to_string());
        let mut faults = self.faults();
        let mut expect = |what: &str, left: i64| {
            if left != 0 {
                faults.push(format!("{left} {what} are left"));
            }
        };
        expect("blocks of MAPI's memory", self.session.memory().live() as i64);
        expect("values of authors'", self.values.load(Ordering::SeqCst));
        expect("objects of the host's", self.graves.live());
        // A client that calls anything breaks rules of clients.
        let parties: &[_] = if self.temper.has_junk { &[Party::Host] } else { &[Party::Provider, Party::Host] };
        let told = parties.iter().copied().flat_map(|party| report.faults_of(party));
        faults.extend(told.filter(|fault| !UNSEEN.iter().any(|rule| fault.starts_with(rule))));
        faults
    }
}

/// A session without providers, whose memory is MAPI's; or with one of each kind, for clients.
fn options(temper: Temper) -> Options {
    let profile = Profile::empty("fuzz");
    if !temper.kinds.is_empty() {
        return Options::new().no_mail().profile(profile);
    }
    let service = Service::named("FUZZ", "fuzz.dll").provider(ProviderEntry::store("Shelf"));
    if temper.has_junk {
        let module = Module::store(junk::store_entry).and(Module::transport(junk::transport_entry));
        let service = service.provider(ProviderEntry::transport("Post"));
        return Options::new().link("fuzz.dll", module).profile(profile.service(service));
    }
    let service = service.provider(ProviderEntry::address_book("Book")).provider(ProviderEntry::transport("Post"));
    let module = Module::store(provider_runtime::store_entry::<Shelf>());
    let module = module.and(Module::address_book(provider_runtime::address_book_entry::<Book>()));
    let module = module.and(Module::transport(provider_runtime::transport_entry::<Post>()));
    let module = module.service(provider_runtime::service_entry::<Shelf>());
    Options::new().link("fuzz.dll", module).profile(profile.service(service))
}

/// An error, as anybody may answer.
#[must_use]
pub fn any_error() -> Code {
    one_of(&[
        Code::CALL_FAILED,
        Code::NOT_ENOUGH_MEMORY,
        Code::NO_SUPPORT,
        Code::NOT_FOUND,
        Code::NO_ACCESS,
        Code::INVALID_PARAMETER,
        Code::UNKNOWN_ENTRYID,
        Code::NETWORK_ERROR,
        Code::WAIT,
        Code::BUSY,
        Code::END_OF_SESSION,
        Code::INVALID_OBJECT,
    ])
}
