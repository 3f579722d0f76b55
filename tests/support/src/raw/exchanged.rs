//! What no safe wrapper does: a provider's methods exchanged for others, and calls that a C++
//! provider would make.
#![allow(unsafe_code, reason = "a provider by hand calls over vtables")]

use super::object::methods;
use super::support_object::SupportObject;
use crate::script::{Scripted, open};
use core::ffi::c_void;
use provider_runtime::abi::entry::{AllocateBuffer, AllocateMore, FreeBuffer};
use provider_runtime::abi::i_unknown::IUnknownVtbl;
use provider_runtime::abi::iid::Iid;
use provider_runtime::abi::imalloc::IMallocVtbl;
use provider_runtime::abi::imapi_advise_sink::IMAPIAdviseSinkVtbl;
use provider_runtime::abi::ims_logon::IMSLogonVtbl;
use provider_runtime::abi::ims_provider::IMSProviderVtbl;
use provider_runtime::abi::imsg_store::IMsgStoreVtbl;
use provider_runtime::abi::param::{In, Out, This};
use provider_runtime::abi::provider_log::{IID_IProviderLog, IProviderLogVtbl};
use provider_runtime::abi::structs::*;
use provider_runtime::prelude::*;
use provider_runtime::session::{Session, Store};
use std::cell::RefCell;
use std::ptr::null_mut;
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, OnceLock};

/// Gives an object other methods, as MAPI itself may (INVAL-2); those that it had.
fn exchange<V: Copy + 'static>(object: *mut c_void, change: impl FnOnce(&mut V)) -> V {
    let original = methods::<V>(object);
    let changed = Box::leak(Box::new(original));
    change(changed);
    // SAFETY: O1: alive, and no other thread calls it yet.
    unsafe { object.cast::<&V>().write(changed) };
    original
}

static PROVIDER: OnceLock<IMSProviderVtbl> = OnceLock::new();
static LOGON: OnceLock<IMSLogonVtbl> = OnceLock::new();

fn exchange_provider(session: &Session, change: impl FnOnce(&mut IMSProviderVtbl)) {
    let original = exchange(session.by_hand().provider_pointer().unwrap(), change);
    PROVIDER.get_or_init(|| original);
}

/// The provider object is held by somebody else: the session's Release is not the last.
pub fn keep_the_provider(session: &Session) {
    unsafe extern "system" fn release(_: This) -> u32 {
        1
    }
    exchange_provider(session, |provider| provider.unknown.release = release);
}

std::thread_local! { static LEFT: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) } }

/// Notes what each Release of the provider object on this thread gives.
pub fn watch_the_provider(session: &Session) {
    unsafe extern "system" fn release(this: This) -> u32 {
        // SAFETY: O1: this method's own argument.
        let left = unsafe { (PROVIDER.get().unwrap().unknown.release)(this) };
        LEFT.with_borrow_mut(|all| all.push(left));
        left
    }
    exchange_provider(session, |provider| provider.unknown.release = release);
}

/// What they gave.
pub fn provider_releases() -> Vec<u32> {
    LEFT.take()
}

/// Provider objects of which a call waits for its test, by their addresses.
static HELD: Mutex<Vec<(usize, Receiver<()>)>> = Mutex::new(Vec::new());

/// The calls of the session's newest provider object that `change` makes wait do so until the test
/// says that they may go on, or is over.
fn hold(session: &Session, change: impl FnOnce(&mut IMSProviderVtbl)) -> Sender<()> {
    let (go, may_go) = channel();
    HELD.lock().unwrap().push((session.by_hand().provider_pointer().unwrap().addr(), may_go));
    exchange_provider(session, change);
    go
}

fn wait_for_the_test(this: &This) {
    let held = {
        let mut all = HELD.lock().unwrap();
        let at = all.iter().position(|(object, _)| *object == this.raw().addr());
        at.map(|at| all.swap_remove(at).1)
    };
    let _ = held.map(|may_go| may_go.recv());
}

/// Shutdown waits until the test says that it may go on.
pub fn hold_the_shutdown(session: &Session) -> Sender<()> {
    unsafe extern "system" fn shutdown(this: This, flags: Out<u32>) -> Code {
        wait_for_the_test(&this);
        // SAFETY: O1, O3: this method's own arguments.
        unsafe { (PROVIDER.get().unwrap().shutdown)(this, flags) }
    }
    hold(session, |provider| provider.shutdown = shutdown)
}

/// The provider object's last Release waits until the test says that it may go on.
pub fn hold_the_last_release(session: &Session) -> Sender<()> {
    unsafe extern "system" fn release(this: This) -> u32 {
        let unknown = PROVIDER.get().unwrap().unknown;
        // SAFETY: O1: this method's own argument.
        unsafe { (unknown.add_ref)(this) };
        // SAFETY: O1: the reference from above.
        if unsafe { (unknown.release)(this) } == 1 {
            wait_for_the_test(&this);
        }
        // SAFETY: O1: this method's own argument.
        unsafe { (unknown.release)(this) }
    }
    hold(session, |provider| provider.unknown.release = release)
}

type Work = Box<dyn FnOnce(SupportObject)>;
std::thread_local! { static WORK: RefCell<Option<Work>> = const { RefCell::new(None) } }

/// Opens the store; `work` runs inside the logon call, before the author's. It must not panic.
pub fn log_on<T: 'static>(session: &Session, work: impl FnOnce(SupportObject) -> T + 'static) -> (Result<Store>, T) {
    let found = Rc::new(RefCell::new(None));
    let put = Rc::clone(&found);
    WORK.set(Some(Box::new(move |support| *put.borrow_mut() = Some(work(support)))));
    exchange_provider(session, |provider| provider.logon = logon);
    let store = open(session);
    let found = found.borrow_mut().take().unwrap();
    (store, found)
}

unsafe extern "system" fn logon(
    this: This,
    support: *mut c_void,
    window: usize,
    profile: In<c_void>,
    length: u32,
    entry: In<ENTRYID>,
    flags: u32,
    iid: In<Iid>,
    size: Out<u32>,
    data: Out<*mut u8>,
    error: Out<*mut MAPIERROR>,
    logon: Out<*mut c_void>,
    store: Out<*mut c_void>,
) -> Code {
    if let Some(work) = WORK.take() {
        work(SupportObject::new(support));
    }
    let call = PROVIDER.get().unwrap().logon;
    // SAFETY: O1, O3: this method's own arguments.
    unsafe { call(this, support, window, profile, length, entry, flags, iid, size, data, error, logon, store) }
}

type Watcher = Arc<dyn Fn(&str) + Send + Sync>;
static WATCHER: Mutex<Option<Watcher>> = Mutex::new(None);

fn tell(what: &str) {
    let watcher = WATCHER.lock().unwrap().clone();
    watcher.unwrap()(what);
}

/// Tells when `OpenStatusEntry` of the newest logon begins and ends, and what its Releases give.
pub fn watch_the_logon(session: &Session, watcher: impl Fn(&str) + Send + Sync + 'static) {
    unsafe extern "system" fn status(
        this: This,
        iid: In<Iid>,
        flags: u32,
        kind: Out<u32>,
        out: Out<*mut c_void>,
    ) -> Code {
        tell("status begins");
        // SAFETY: O1, O3: this method's own arguments.
        let code = unsafe { (LOGON.get().unwrap().open_status_entry)(this, iid, flags, kind, out) };
        tell("status ends");
        code
    }
    unsafe extern "system" fn release(this: This) -> u32 {
        // SAFETY: O1: this method's own argument.
        let left = unsafe { (LOGON.get().unwrap().unknown.release)(this) };
        tell(&format!("{left} left"));
        left
    }
    *WATCHER.lock().unwrap() = Some(Arc::new(watcher));
    let change = |logon: &mut IMSLogonVtbl| {
        logon.open_status_entry = status;
        logon.unknown.release = release;
    };
    let original = exchange(session.by_hand().logon_pointer().unwrap(), change);
    LOGON.get_or_init(|| original);
}

/// An entry point that gives nothing back: IMalloc, a block, a thread's MAPI. It may fail, and free
/// what is not its own.
///
/// # Safety
/// MAPI calls it, with the arguments that it calls such an entry point with.
pub unsafe extern "C" fn greedy<const FAILS: bool>(
    instance: *mut c_void,
    malloc: *mut c_void,
    allocate: Option<AllocateBuffer>,
    more: Option<AllocateMore>,
    free: Option<FreeBuffer>,
    flags: u32,
    version: u32,
    provider_version: Out<u32>,
    provider: Out<*mut c_void>,
) -> Code {
    let mut words = null_mut();
    let mut block = null_mut();
    let query = methods::<IMallocVtbl>(malloc).unknown.query_interface;
    // SAFETY: O1: the session's IMalloc.
    unsafe { query(This::new(malloc), In::from(&IID_IProviderLog), Out::from(&mut words)) };
    let initialize = methods::<IProviderLogVtbl>(words).initialize;
    // SAFETY: O1: the same object.
    unsafe { initialize(This::new(words), In::null()) };
    // SAFETY: M1: the session's allocator.
    unsafe { allocate.unwrap()(8, &mut block) };
    if FAILS {
        // SAFETY: M1: the session's allocator looks at the address only.
        unsafe { free.unwrap()((&raw mut block).cast()) };
        return Code::VERSION;
    }
    let init = provider_runtime::store_entry::<Scripted>();
    // SAFETY: O3: this function's own arguments.
    unsafe { init(instance, malloc, allocate, more, free, flags, version, provider_version, provider) }
}

/// A sink that counts the AddRefs on it and what it is told.
#[repr(C)]
pub struct CountingSink {
    methods: &'static IMAPIAdviseSinkVtbl,
    /// How often AddRef was called.
    pub added: AtomicU32,
    /// How many notifications came.
    pub told: AtomicU32,
}

impl CountingSink {
    /// A sink that is never freed.
    pub fn leaked() -> &'static Self {
        fn sink(this: &This) -> &CountingSink {
            // SAFETY: O1: a leaked sink.
            unsafe { &*this.raw().cast() }
        }
        unsafe extern "system" fn query(_: This, _: In<Iid>, _: Out<*mut c_void>) -> Code {
            Code::INTERFACE_NOT_SUPPORTED
        }
        unsafe extern "system" fn add_ref(this: This) -> u32 {
            sink(&this).added.fetch_add(1, Ordering::SeqCst) + 2
        }
        unsafe extern "system" fn release(_: This) -> u32 {
            1
        }
        unsafe extern "system" fn on_notify(this: This, count: u32, _: In<NOTIFICATION>) -> u32 {
            sink(&this).told.fetch_add(count, Ordering::SeqCst);
            0
        }
        const METHODS: &IMAPIAdviseSinkVtbl =
            &IMAPIAdviseSinkVtbl { unknown: IUnknownVtbl { query_interface: query, add_ref, release }, on_notify };
        Box::leak(Box::new(Self { methods: METHODS, added: AtomicU32::new(0), told: AtomicU32::new(0) }))
    }

    /// `IMsgStore::Advise` on the whole store.
    pub fn advise(&'static self, store: &Store, mask: u32) -> Code {
        let _ = self.methods;
        let mut connection = 0;
        let store = store.as_raw();
        let advise = methods::<IMsgStoreVtbl>(store).advise;
        let sink = std::ptr::from_ref(self).cast_mut().cast();
        // SAFETY: O1, O3: the client's store; the sink is there for good.
        unsafe { advise(This::new(store), 0, In::null(), mask, sink, Out::from(&mut connection)) }
    }
}
