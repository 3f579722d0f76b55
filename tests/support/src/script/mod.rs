//! Scripts: each test says what happens inside which method of an author's, and reads what was
//! called. The providers whose methods they are: `store.rs`, `book.rs`, `transport.rs`.

mod book;
mod store;
mod transport;

pub use book::{OWN_UID, ScriptedBook};
pub use store::Scripted;
pub use transport::{IDENTITY, ITS_UID, ScriptedPost, TYPES, to_ann};

use provider_runtime::prelude::*;
use provider_runtime::session::{
    Mapi, Module, Object, OpenStore, Options, Profile, ProviderEntry, Service, Session, Store,
};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The property of the profile section that names the script.
pub const SCRIPT: Tag<str> = Tag::new(0x6610);
/// The property that a script's objects keep.
pub const KEPT: Tag<str> = Tag::new(0x6611);

type Body = Arc<dyn Fn(Option<&Scripted>) -> Result<()> + Send + Sync>;

/// What the author's methods do, and what was called.
#[derive(Default)]
pub struct Script {
    name: String,
    said: Mutex<Vec<String>>,
    bodies: Mutex<HashMap<&'static str, Body>>,
    properties: Mutex<Vec<Property>>,
    posting: Mutex<transport::Posting>,
}

static SCRIPTS: Mutex<Vec<Arc<Script>>> = Mutex::new(Vec::new());

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Script {
    /// A script in which every method does the least.
    #[must_use]
    pub fn new() -> Arc<Self> {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let name = format!("script {}", NEXT.fetch_add(1, Ordering::Relaxed));
        let script = Arc::new(Self { name, ..Self::default() });
        lock(&SCRIPTS).push(Arc::clone(&script));
        script
    }

    /// What happens inside a method: `configure`, `identify`, `logon`, `uid`, `name`, `open`,
    /// `get`, `set`, `save`, `contents`, `interrupt`, `persist`, `before_logoff`, `end` (the
    /// field's function), `drop` (an opened object's).
    pub fn on(&self, method: &'static str, body: impl Fn(Option<&Scripted>) -> Result<()> + Send + Sync + 'static) {
        lock(&self.bodies).insert(method, Arc::new(body));
    }

    /// What the store's objects have.
    pub fn has(&self, properties: &[Property]) {
        lock(&self.properties).extend_from_slice(properties);
    }

    /// Says something that the test reads later.
    pub fn say(&self, what: impl Into<String>) {
        lock(&self.said).push(what.into());
    }

    /// What was called and said, in order.
    #[must_use]
    pub fn said(&self) -> Vec<String> {
        lock(&self.said).clone()
    }

    /// Forgets what was called and said.
    pub fn forget(&self) {
        lock(&self.said).clear();
    }

    /// How often a method was called.
    #[must_use]
    pub fn count(&self, method: &str) -> usize {
        lock(&self.said).iter().filter(|said| *said == method).count()
    }

    /// The profile that leads a logon here.
    #[must_use]
    pub fn profile(&self) -> Profile {
        Profile::named("test").with(SCRIPT, self.name.as_str())
    }

    /// A provider of a profile that leads a logon here, under a display name.
    #[must_use]
    pub fn provider(&self, display_name: &str) -> ProviderEntry {
        ProviderEntry::store(display_name).with(SCRIPT, self.name.as_str())
    }

    /// A session with the scripted store.
    ///
    /// # Errors
    /// Those of the init call.
    pub fn session(&self) -> Result<Session> {
        self.session_with(Options::new())
    }

    /// A session that behaves otherwise. No spooler opens its stores too: what a test counts is
    /// what it has done itself.
    ///
    /// # Errors
    /// Those of the init call.
    pub fn session_with(&self, options: Options) -> Result<Session> {
        self.session_with_spooler(options.no_mail())
    }

    /// A session whose spooler opens what its clients open (SPOOL-2).
    ///
    /// # Errors
    /// Those of the init call.
    pub fn session_with_spooler(&self, options: Options) -> Result<Session> {
        Session::start_with(provider_runtime::store_entry::<Scripted>(), options.profile(self.profile()))
    }

    fn run(&self, method: &'static str, store: Option<&Scripted>) -> Result<()> {
        self.say(method);
        let body = lock(&self.bodies).get(method).cloned();
        body.map_or(Ok(()), |body| body(store))
    }
}

/// A session with several providers, stores and others, that are scripted, all in one message
/// service and in its DLL `scripted.dll`.
///
/// # Errors
/// Those of `MAPILogonEx`: none of the providers'.
pub fn session_of(providers: impl IntoIterator<Item = ProviderEntry>, options: Options) -> Result<Session> {
    let service = providers.into_iter().fold(Service::named("SCRIPTED", "scripted.dll"), Service::provider);
    let mapi = Mapi::new();
    mapi.initialize(0)?;
    mapi.log_on(scripted(options).profile(Profile::empty("test").service(service)))
}

/// Options with the scripted provider linked in as `scripted.dll`.
#[must_use]
pub fn scripted(options: Options) -> Options {
    let module = Module::store(provider_runtime::store_entry::<Scripted>());
    let module = module.and(Module::address_book(provider_runtime::address_book_entry::<ScriptedBook>()));
    let module = module.and(Module::transport(provider_runtime::transport_entry::<ScriptedPost>()));
    options.link("scripted.dll", module.service(provider_runtime::service_entry::<Scripted>()))
}

/// A store for changing, as most tests want it.
///
/// # Errors
/// Those of the logon.
pub fn open(session: &Session) -> Result<Store> {
    session.open_store(&OpenStore::new().flags(provider_runtime::abi::flag::MDB_WRITE))
}

/// The root folder of a store.
///
/// # Errors
/// Those of the open.
pub fn root(store: &Store) -> Result<Object> {
    store.open(None, 0)
}

fn script_named(name: Option<&str>) -> Result<Arc<Script>> {
    let scripts = lock(&SCRIPTS);
    let script = scripts.iter().find(|script| Some(script.name.as_str()) == name);
    script.cloned().ok_or_else(|| Code::UNCONFIGURED.into())
}
