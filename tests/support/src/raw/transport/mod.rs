//! A transport made by hand: its objects are vtables and counts, and nothing of the runtime's own
//! objects is in it. It is correct, and does otherwise only what its habits say. The objects are in
//! `objects.rs`; what it has from MAPI is in `../support_object.rs`. Everything of one
//! transport runs on its test's thread.
#![allow(unsafe_code, reason = "a provider by hand has vtables and calls over them")]

mod objects;

pub use objects::init;

use provider_runtime::prelude::*;
use provider_runtime::session::{Mapi, Module, Options, Profile, ProviderEntry, Service, Session};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// What the transport does otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Habit {
    /// It registers no status row.
    HasNoRow,
    /// It removes its row in TransportLogoff (STATUS-10), as some transports do.
    RemovesItsRow,
    /// It calls SetProviderUID.
    RegistersAUid,
    /// Its arrays say something else from the second call of its logon on.
    ChangesItsArrays,
    /// It frees its array of types, which is large, after the first call of its logon.
    FreesItsArrays,
    /// TransportLogoff fails.
    FailsToLogOff,
    /// It has no message to send back: SubmitMessage keeps a reference on what it was lent.
    KeepsTheMessage,
    /// Its logon call succeeds and gives nothing.
    LogonGivesNothing,
    /// It takes no reference on its support object.
    TakesNoReference,
    /// It gives the support object back with its logon's destructor (LOGOFF-11).
    GivesBackInTheDestructor,
    /// It never gives its support object back.
    KeepsSupport,
    /// It sets only some columns of its row.
    RowLacksColumns,
    /// It tells the spooler that nothing more can come of it, with its first message.
    Fails,
}

/// One transport: its habits, and what it has seen.
pub struct RawTransport {
    habits: Vec<Habit>,
    said: RefCell<Vec<String>>,
    kept: Cell<*mut std::ffi::c_void>,
}

thread_local! {
    /// The transport of this thread's test.
    static POST: RefCell<Option<Rc<RawTransport>>> = const { RefCell::new(None) };
}

fn current() -> Rc<RawTransport> {
    POST.with_borrow(|post| post.clone().expect("a test makes its transport first"))
}

impl RawTransport {
    /// The transport that `init` gives on this thread.
    pub fn with(habits: &[Habit]) -> Rc<Self> {
        let post = Self { habits: habits.to_vec(), said: RefCell::default(), kept: Cell::new(std::ptr::null_mut()) };
        let post = Rc::new(post);
        POST.set(Some(Rc::clone(&post)));
        post
    }

    fn has(&self, habit: Habit) -> bool {
        self.habits.contains(&habit)
    }

    fn say(&self, what: impl Into<String>) {
        self.said.borrow_mut().push(what.into());
    }

    /// What was called, in order.
    pub fn said(&self) -> Vec<String> {
        self.said.borrow().clone()
    }

    /// Gives back what it kept.
    pub fn gives_back(&self) {
        let kept = self.kept.replace(std::ptr::null_mut());
        if !kept.is_null() {
            crate::raw::release(kept);
        }
    }

    /// A session with this transport, started.
    pub fn session(&self, options: Options) -> Session {
        let mapi = Mapi::new();
        mapi.initialize(0).unwrap();
        let service = Service::named("POST", "post.dll").provider(ProviderEntry::transport("Post"));
        let options =
            options.link("post.dll", Module::transport(init)).profile(Profile::empty("test").service(service));
        let session = mapi.log_on(options).unwrap();
        session.mail().run().unwrap();
        session
    }
}

/// What it answers where nothing is wrong.
const FINE: Code = Code::OK;
