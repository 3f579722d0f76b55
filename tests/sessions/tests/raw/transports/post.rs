//! The transport of `../transports.rs`, what a test tells it, and the calls that MAPI makes.
#![allow(unsafe_code, reason = "MAPI's part by hand is played over vtables")]

use super::host::SupportByHand;
use core::ffi::c_void;
use provider_runtime::abi::flag::*;
use provider_runtime::abi::ixp_logon::IXPLogonVtbl;
use provider_runtime::abi::ixp_provider::IXPProviderVtbl;
use provider_runtime::abi::param::{Out, This};
use provider_runtime::abi::structs::*;
use provider_runtime::prelude::*;
use provider_runtime::session::{Memory, Session};
use std::cell::RefCell;
use std::collections::HashMap;
use std::ptr::{dangling_mut, null_mut};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, Weak};
use support::Script;
use support::raw::argument;
use support::raw::{methods, release};

type OnLogon = Box<dyn Fn(&LogonContext<'_, Post>) -> Result<()> + Send + Sync>;
type OnSubmit = Box<dyn Fn(&OutgoingMessage<'_>) -> Result<Submission> + Send + Sync>;
type OnReceive = Box<dyn Fn(&IncomingMessage<'_>) -> Result<()> + Send + Sync>;

/// What the author's code does, and what was asked of it.
#[derive(Default)]
pub struct Author {
    pub logon: Mutex<Option<OnLogon>>,
    pub submit: Mutex<Option<Arc<OnSubmit>>>,
    pub receive: Mutex<Option<Arc<OnReceive>>>,
    pub types: Mutex<Option<AddressTypes>>,
    pub identity: Mutex<Option<Identity>>,
    /// Hears of each `interrupt`, and whether there is a hurry.
    interrupted: Mutex<Option<Sender<bool>>>,
    said: Mutex<Vec<String>>,
}

static AUTHORS: Mutex<Option<HashMap<String, Weak<Author>>>> = Mutex::new(None);

impl Author {
    pub fn on_logon(&self, body: impl Fn(&LogonContext<'_, Post>) -> Result<()> + Send + Sync + 'static) {
        *self.logon.lock().unwrap() = Some(Box::new(body));
    }

    pub fn on_submit(&self, body: impl Fn(&OutgoingMessage<'_>) -> Result<Submission> + Send + Sync + 'static) {
        *self.submit.lock().unwrap() = Some(Arc::new(Box::new(body)));
    }

    pub fn on_receive(&self, body: impl Fn(&IncomingMessage<'_>) -> Result<()> + Send + Sync + 'static) {
        *self.receive.lock().unwrap() = Some(Arc::new(Box::new(body)));
    }

    pub fn sends_to(&self, types: AddressTypes) {
        *self.types.lock().unwrap() = Some(types);
    }

    /// Hears of each `interrupt` from now on.
    pub fn interrupts(&self) -> Receiver<bool> {
        let (sender, receiver) = channel();
        *self.interrupted.lock().unwrap() = Some(sender);
        receiver
    }

    fn say(&self, what: impl Into<String>) {
        self.said.lock().unwrap().push(what.into());
    }

    /// What was asked of it since it was asked last.
    pub fn said(&self) -> Vec<String> {
        std::mem::take(&mut *self.said.lock().unwrap())
    }
}

/// A transport whose profile names its author.
#[mapi_provider(kind = "transport", name = "Post", uid = "10c3a2c4-0b9e-4f4e-9a53-2d8f1c7be0c1")]
pub struct Post {
    author: Arc<Author>,
    pub support: Support<Self>,
    #[teardown(with = Ended::end)]
    ended: Ended,
}

struct Ended(Arc<Author>);

impl Ended {
    fn end(self) {
        self.0.say("ended");
    }
}

std::thread_local! {
    /// The support handle of the logon that was made last on this thread.
    static SUPPORT: RefCell<Option<Support<Post>>> = const { RefCell::new(None) };
}

/// The support handle of the last logon.
pub fn support() -> Support<Post> {
    SUPPORT.with_borrow(Clone::clone).unwrap()
}

impl TransportProvider for Post {
    const POLLS: bool = true;
    const IDLES: bool = true;

    fn logon(logon: &LogonContext<'_, Self>) -> Result<Self> {
        let authors = AUTHORS.lock().unwrap();
        let author = authors.as_ref().and_then(|authors| authors.get(logon.profile())?.upgrade()).unwrap();
        drop(authors);
        if let Some(body) = &*author.logon.lock().unwrap() {
            body(logon)?;
        }
        SUPPORT.set(Some(logon.support().clone()));
        Ok(Self { ended: Ended(Arc::clone(&author)), author, support: logon.support().clone() })
    }

    fn address_types(&self) -> AddressTypes {
        self.author.types.lock().unwrap().clone().unwrap_or_else(AddressTypes::every)
    }

    fn submit(&self, message: &OutgoingMessage<'_>) -> Result<Submission> {
        let body = self.author.submit.lock().unwrap().clone();
        body.map_or(Ok(Submission::Sent), |body| body(message))
    }

    fn poll(&self) -> Result<bool> {
        self.author.say("poll");
        Ok(true)
    }

    fn receive(&self, message: &IncomingMessage<'_>) -> Result<()> {
        let body = self.author.receive.lock().unwrap().clone();
        body.map_or(Ok(()), |body| body(message))
    }

    fn idle(&self) -> Result<()> {
        self.author.say("idle");
        Ok(())
    }

    fn changed(&self, traffic: Traffic) -> Result<()> {
        self.author.say(format!("changed {} {}", traffic.is_inbound(), traffic.is_outbound()));
        Ok(())
    }

    fn abort_deferred(&self, entry: &[u8]) -> Result<()> {
        assert_ne!(entry, b"panic", "a bug");
        self.author.say(format!("abort {entry:?}"));
        Ok(())
    }

    fn interrupt(&self, hurry: bool) {
        self.author.say(format!("interrupt {hurry}"));
        let hears = self.author.interrupted.lock().unwrap();
        if let Some(hears) = &*hears {
            hears.send(hurry).unwrap();
        }
    }

    fn name(&self) -> Option<String> {
        Some("Ann's post".into())
    }

    fn identity(&self) -> Option<Identity> {
        self.author.identity.lock().unwrap().clone()
    }

    fn before_logoff(&self) -> Result<()> {
        self.author.say("before_logoff");
        Ok(())
    }
}

/// MAPI's part: memory that counts, a provider object, and an author of its own.
pub struct Host {
    session: Arc<Session>,
    provider: Pointer,
    pub author: Arc<Author>,
    profile: String,
}

/// A logon object, and the support object, of both of which the host has a reference.
pub struct Logon {
    pub raw: Pointer,
    pub support: Arc<SupportByHand>,
}

/// An object of the provider's, which may be called on any thread.
#[derive(Clone, Copy)]
pub struct Pointer(pub *mut c_void);

// SAFETY: S5: the objects behind it are free-threaded (THR-1).
unsafe impl Send for Pointer {}
// SAFETY: S5: as above.
unsafe impl Sync for Pointer {}

/// As MAPI's spooler logs on (XPLOGON-2).
pub const QUIET: u32 = LOGON_NO_INBOUND | LOGON_NO_OUTBOUND;

impl Host {
    pub fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let profile = format!("profile {}", NUMBER.fetch_add(1, Ordering::Relaxed));
        let author = Arc::new(Author::default());
        AUTHORS.lock().unwrap().get_or_insert_default().insert(profile.clone(), Arc::downgrade(&author));
        let session = Arc::new(Script::new().session().unwrap());
        let mut version = 0;
        let mut provider = null_mut();
        let no = null_mut();
        let (allocate, more, free) = session.memory().functions();
        let out = (Out::from(&mut version), Out::from(&mut provider));
        let init = provider_runtime::transport_entry::<Post>();
        // SAFETY: O3: the arguments that are there are ours until it returns.
        let code = unsafe { init(no, no, Some(allocate), Some(more), Some(free), 0, 0x0001_0010, out.0, out.1) };
        assert_eq!((code, version), (Code::OK, 0x0001_0010));
        Self { session, provider: Pointer(provider), author, profile }
    }

    pub fn memory(&self) -> &Memory {
        self.session.memory()
    }

    pub fn session(&self) -> Arc<Session> {
        Arc::clone(&self.session)
    }

    pub fn raw(&self) -> Pointer {
        self.provider
    }

    /// TransportLogon: the code, the flags that come back, the logon, and the text of a refusal.
    pub fn call(&self, flags: u32) -> (Code, u32, Logon, Option<String>) {
        let support = SupportByHand::new(self.memory().functions().2);
        let mut flags = flags | MAPI_UNICODE;
        let mut raw = dangling_mut();
        let mut error = dangling_mut::<MAPIERROR>();
        let profile: Vec<_> = self.profile.encode_utf16().chain([0]).collect();
        let name = argument(&profile);
        let log_on = methods::<IXPProviderVtbl>(self.provider.0).transport_logon;
        let out = (Out::from(&mut flags), Out::from(&mut error), Out::from(&mut raw));
        // SAFETY: O1, O3: the test holds the object; the arguments are ours until it returns.
        let code = unsafe { log_on(This::new(self.provider.0), support.raw(), 0, name, out.0, out.1, out.2) };
        let text = (!error.is_null()).then(|| {
            // SAFETY: M2: the provider has written it, with its text in Unicode.
            let text = unsafe { crate::service::values::wide((*error).error.cast()) };
            // SAFETY: M1: the provider gave it for its caller to free (MEM-2), once.
            unsafe { (self.memory().free_function())(error.cast()) };
            text
        });
        (code, flags, Logon { raw: Pointer(raw), support }, text)
    }

    /// A logon that succeeds; only the logon holds its support object then.
    #[track_caller]
    pub fn log_on(&self) -> Logon {
        let (code, _, logon, text) = self.call(QUIET);
        assert_eq!((code, text), (Code::OK, None));
        assert_eq!(release(logon.support.raw()), 1);
        logon
    }

    pub fn shut_down(&self) -> Code {
        // SAFETY: O1, O3: the test holds the object; the arguments are ours until it returns.
        unsafe { (methods::<IXPProviderVtbl>(self.provider.0).shutdown)(This::new(self.provider.0), Out::null()) }
    }

    /// The end of the provider object; all memory has come back.
    #[track_caller]
    pub fn end(self) {
        assert_eq!((self.shut_down(), release(self.provider.0)), (Code::OK, 0));
        self.see_memory();
    }

    #[track_caller]
    pub fn see_memory(&self) {
        assert_eq!(self.memory().live(), 0);
        assert_eq!(self.session.logoff().faults(), [""; 0]);
    }
}

/// What SubmitMessage or StartMessage came to.
#[derive(Debug, PartialEq)]
pub struct Taken {
    pub code: Code,
    pub reference: usize,
    pub seconds: usize,
}

impl Logon {
    pub fn methods(&self) -> (This, IXPLogonVtbl) {
        (This::new(self.raw.0), methods(self.raw.0))
    }

    /// TransportNotify; the flags have to come back as they were.
    #[track_caller]
    pub fn notify(&self, flags: u32, mut data: *mut c_void) -> Code {
        let (this, methods) = self.methods();
        let mut back = flags;
        // SAFETY: O1, O3: the test holds the object; the arguments are ours until it returns.
        let code = unsafe { (methods.transport_notify)(this, Out::from(&mut back), Out::from(&mut data)) };
        assert_eq!(back, flags);
        code
    }

    pub fn cancel(&self, reference: usize) -> Code {
        self.notify(NOTIFY_CANCEL_MESSAGE, std::ptr::without_provenance_mut(reference))
    }

    /// SubmitMessage, as `flags` say; MAPI's own reference is 0.
    pub fn submit_with(&self, flags: u32, message: *mut c_void) -> Taken {
        let (this, methods) = self.methods();
        let mut reference = 0;
        let mut seconds = 7;
        let out = (Out::from(&mut reference), Out::from(&mut seconds));
        // SAFETY: O1, O3: the test holds both objects; the outputs are ours until it returns.
        let code = unsafe { (methods.submit_message)(this, flags, message, out.0, out.1) };
        Taken { code, reference, seconds }
    }

    pub fn submit(&self, message: *mut c_void) -> Taken {
        self.submit_with(0, message)
    }

    /// EndMessage: the code, the flags.
    pub fn end_message(&self, reference: usize) -> (Code, u32) {
        let (this, methods) = self.methods();
        let mut flags = 7;
        // SAFETY: O1, O3: the test holds the object; the output is ours until it returns.
        let code = unsafe { (methods.end_message)(this, reference, Out::from(&mut flags)) };
        (code, flags)
    }

    /// StartMessage; MAPI's own reference is 1.
    pub fn start(&self, message: *mut c_void) -> Taken {
        let (this, methods) = self.methods();
        let mut reference = 1;
        // SAFETY: O1, O3: the test holds both objects; the output is ours until it returns.
        let code = unsafe { (methods.start_message)(this, 0, message, Out::from(&mut reference)) };
        Taken { code, reference, seconds: 0 }
    }

    pub fn logoff(&self, flags: u32) -> Code {
        let (this, methods) = self.methods();
        // SAFETY: O1: the test holds the object.
        unsafe { (methods.transport_logoff)(this, flags) }
    }

    /// As MAPI ends a logon.
    #[track_caller]
    pub fn end(self) {
        assert_eq!((self.logoff(0), release(self.raw.0)), (Code::OK, 0));
        self.support.assert_settled();
    }
}
