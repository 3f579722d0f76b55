//! A store whose author's code is a script: each test says what happens inside which method, and reads what was called.
//! Its address book is in `book.rs`, its transport in `post.rs`, the tests are in `tests/`.
#![forbid(unsafe_code)]

mod book;
mod post;

pub use book::{OWN_UID, ScriptedBook};
pub use post::{IDENTITY, ITS_UID, ScriptedPost, TYPES, to_ann};
use provider_runtime::__private::Declared;
use provider_runtime::prelude::*;
use provider_runtime::session::{
    Mapi, Module, Object, OpenStore, Options, Profile, ProviderEntry, Service, Session, Store,
};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The property of the profile section that names the script.
pub const SCRIPT: PropTag = PropTag(0x6610_001F);
/// The property that a script's objects keep.
pub const KEPT: PropTag = PropTag(0x6611_001F);

type Body = Arc<dyn Fn(Option<&Scripted>) -> Result<()> + Send + Sync>;

/// What the author's methods do, and what was called.
#[derive(Default)]
pub struct Script {
    name: String,
    said: Mutex<Vec<String>>,
    bodies: Mutex<HashMap<&'static str, Body>>,
    properties: Mutex<Vec<Property>>,
    posting: Mutex<post::Posting>,
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

    /// What happens inside a method: `configure`, `identify`, `logon`, `uid`, `name`, `open`, `get`, `set`, `save`, `contents`, `interrupt`,
    /// `persist`, `before_logoff`, `end` (the field's function), `drop` (an opened object's).
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

    /// A session that behaves otherwise. No spooler opens its stores too: what a test counts is what it has done itself.
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

/// A session with several providers, stores and others, that are scripted, all in one message service and in its DLL `scripted.dll`.
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

/// A store whose methods are a script.
#[mapi_provider(kind = "store", name = "Scripted", uid = "10c3a2c4-0b9e-4f4e-9a53-2d8f1c7be001")]
pub struct Scripted {
    #[teardown(with = Ended::end)]
    ended: Ended,
    support: Support<Self>,
}

/// The field that tells of its end.
struct Ended(Arc<Script>);

impl Ended {
    fn end(self) -> Result<()> {
        self.0.run("end", None)
    }
}

impl Scripted {
    /// The session's other end.
    #[must_use]
    pub fn support(&self) -> &Support<Self> {
        &self.support
    }

    fn run(&self, method: &'static str) -> Result<()> {
        self.ended.0.run(method, Some(self))
    }
}

fn script_of<P: StoreProvider>(logon: &LogonContext<'_, P>) -> Result<Arc<Script>> {
    let name = logon.section(Access::Read)?.text(SCRIPT)?;
    script_named(name.as_deref())
}

fn script_named(name: Option<&str>) -> Result<Arc<Script>> {
    let scripts = lock(&SCRIPTS);
    let script = scripts.iter().find(|script| Some(script.name.as_str()) == name);
    script.cloned().ok_or_else(|| Code::UNCONFIGURED.into())
}

impl StoreProvider for Scripted {
    /// Writes what it is given; then the script.
    fn configure(service: &ServiceContext<'_, Self>) -> Result<()> {
        let name = {
            let section = service.section(Access::Best)?;
            section.set(service.properties())?;
            section.text(SCRIPT)?
        };
        let script = script_named(name.as_deref())?;
        let dialogs = if service.may_show_dialog() { "with dialogs" } else { "silently" };
        script.say(format!("{:?} {dialogs}", service.action()));
        script.run("configure", None)
    }

    fn identify(logon: &LogonContext<'_, Self>) -> Result<StoreKey> {
        script_of(logon)?.run("identify", None)?;
        logon.section_key()
    }

    fn logon(logon: &LogonContext<'_, Self>) -> Result<Self> {
        let script = script_of(logon)?;
        if lock(&script.bodies).contains_key("warn") {
            logon.warn("something is amiss");
        }
        script.run("logon", None)?;
        Ok(Self { ended: Ended(script), support: logon.support().clone() })
    }

    fn open(&self, entry: Option<EntryId<'_>>, _access: Access) -> Result<Opened<Self>> {
        self.run("open")?;
        let script = Arc::clone(&self.ended.0);
        match entry {
            None => Ok(Opened::folder(Thing(script))),
            Some(entry) if entry.bytes() == b"gone" => Err(Code::NOT_FOUND.into()),
            Some(_) => Ok(Opened::message(Thing(script))),
        }
    }

    fn uid(&self) -> Uid {
        let _ = self.run("uid");
        Self::UID
    }

    fn interrupt(&self) {
        let _ = self.run("interrupt");
    }

    fn persist(&self) -> Result<()> {
        self.run("persist")
    }

    fn before_logoff(&self) -> Result<()> {
        self.run("before_logoff")
    }

    fn get(&self, tag: PropTag) -> Result<PropValue> {
        if tag == KEPT {
            self.run("store.get")?;
            return Ok("of the store".into());
        }
        if tag == tags::DISPLAY_NAME {
            self.run("name")?;
        }
        Err(Code::NOT_FOUND.into())
    }

    fn set(&self, _changes: &[Property]) -> Result<()> {
        self.run("store.set")
    }

    fn fast_shutdown(&self) -> FastShutdown {
        self.run("fast_shutdown").map_or(FastShutdown::Refused, |()| FastShutdown::Ready)
    }
}

/// A folder or a message.
struct Thing(Arc<Script>);

impl Drop for Thing {
    fn drop(&mut self) {
        let _ = self.0.run("drop", None);
    }
}

impl Properties<Scripted> for Thing {
    fn tags(&self, store: &Scripted) -> Result<Vec<PropTag>> {
        store.run("tags")?;
        Ok(lock(&self.0.properties).iter().map(|property| property.tag).chain([KEPT]).collect())
    }

    fn get(&self, store: &Scripted, tag: PropTag) -> Result<PropValue> {
        store.run("get")?;
        let properties = lock(&self.0.properties);
        let known = properties.iter().find(|property| property.tag == tag);
        match known {
            Some(property) => Ok(property.value.clone()),
            None if tag == KEPT => Ok("kept".into()),
            None => Err(Code::NOT_FOUND.into()),
        }
    }

    fn set(&self, store: &Scripted, changes: &[Property]) -> Result<()> {
        store.run("set")?;
        self.0.has(changes);
        Ok(())
    }

    fn save(&self, store: &Scripted) -> Result<()> {
        store.run("save")
    }
}

impl FolderObject<Scripted> for Thing {
    fn contents(&self, store: &Scripted) -> Result<Table> {
        store.run("contents")?;
        let mut table = Table::new([KEPT]);
        table.extend((0..10_u32).map(|number| Row::of(&number).with(KEPT, format!("row {number}"))));
        Ok(table)
    }
}

impl MessageObject<Scripted> for Thing {}

/// The page on several providers in one DLL: its program runs as a test of the documentation.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/one-dll.md")]
pub struct OneDll;
