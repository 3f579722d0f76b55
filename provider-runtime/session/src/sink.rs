//! Advise sinks: a client's closure as an `IMAPIAdviseSink`, and the pointers of anybody's that a
//! subscription holds. Which subscription is told of what is in `notify.rs`.
#![allow(unsafe_code, reason = "a class is declared, and its object is boxed and freed by hand")]

use super::queue::Copied;
use provider_abi::class::{Class, Count, Receiver};
use provider_abi::com_ptr::{ComPtr, Lent};
use provider_abi::interfaces::imapi_advise_sink::{self, IMAPIAdviseSink};
use provider_abi::lock::lock;
use provider_abi::params::Array;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::iid::{IID_IMAPIAdviseSink, IID_IUnknown, Iid};
use provider_abi::shapes::imapi_advise_sink::IMAPIAdviseSinkVtbl;
use provider_abi::shapes::structs::NOTIFICATION;
use std::any::Any;
use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::ptr::NonNull;
use std::sync::Mutex;
use std::thread::ThreadId;

/// What a sink was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The `fnev…` bit.
    pub event: u32,
    /// The object's type (`MAPI_FOLDER` …); of a table, what has happened (`TABLE_ROW_ADDED` …).
    pub kind: u32,
    /// The object's entry identifier; of a table, the row's instance key.
    pub entry: Vec<u8>,
    /// The folder's, if the event says.
    pub parent: Option<Vec<u8>>,
}

/// A client's advise sink, made of a closure.
#[derive(Debug)]
pub struct Sink(ComPtr<IMAPIAdviseSinkVtbl>);

/// A sink of anybody's, with a reference (NOTIF-2).
pub(crate) type SinkPointer = ComPtr<IMAPIAdviseSinkVtbl>;
/// A sink of anybody's, for one call.
pub(crate) type LentSink<'a> = Lent<'a, IMAPIAdviseSinkVtbl>;

#[repr(C)]
struct SinkObject {
    methods: &'static IMAPIAdviseSinkVtbl,
    count: Count,
    told: Box<dyn Fn(&Notice) + Send + Sync>,
}

/// Panics of clients' closures inside providers' calls, by thread: they must not cross the border
/// (ERR-7).
static PANICS: Mutex<Vec<(ThreadId, Box<dyn Any + Send>)>> = Mutex::new(Vec::new());

/// Runs a client's closure; its panic goes on when the client's own call has returned.
pub(crate) fn kept_back(run: impl FnOnce()) {
    if let Err(payload) = catch_unwind(AssertUnwindSafe(run)) {
        lock(&PANICS).push((std::thread::current().id(), payload));
    }
}

/// Goes on with a panic that was kept back on this thread.
pub(crate) fn go_on() {
    let here = std::thread::current().id();
    let payload = {
        let mut panics = lock(&PANICS);
        let at = panics.iter().position(|(thread, _)| *thread == here);
        at.map(|at| panics.swap_remove(at).1)
    };
    if let Some(payload) = payload.filter(|_| !std::thread::panicking()) {
        resume_unwind(payload);
    }
}

impl Sink {
    /// A sink that runs `told` for each notification, on the thread that it comes on. A panic in it
    /// comes out of the client's own call that caused the notification.
    pub fn new(told: impl Fn(&Notice) + Send + Sync + 'static) -> Self {
        const METHODS: &IMAPIAdviseSinkVtbl = &imapi_advise_sink::vtable::<SinkObject, 0>();
        let object = Box::new(SinkObject { methods: METHODS, count: Count::one(), told: Box::new(told) });
        let object = NonNull::from(Box::leak(object)).cast();
        // SAFETY: F1: just made, with its one reference for us.
        Self(unsafe { ComPtr::from_non_null(object) })
    }

    pub(crate) fn raw(&self) -> *mut c_void {
        self.0.raw()
    }
}

// SAFETY: O2: one vtable pointer first.
unsafe impl Class for SinkObject {
    fn count(&self) -> &Count {
        &self.count
    }

    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        let known = [IID_IUnknown, IID_IMAPIAdviseSink].contains(&iid);
        if known { Ok(0) } else { Err(Code::INTERFACE_NOT_SUPPORTED) }
    }

    unsafe fn last(this: NonNull<Self>) {
        // SAFETY: O4: the caller's promise; it was boxed in `Sink::new`.
        drop(unsafe { Box::from_raw(this.as_ptr()) });
    }
}

impl IMAPIAdviseSink for SinkObject {
    fn on_notify(this: Receiver<'_, Self>, notifications: Option<Array<'_, NOTIFICATION>>) -> u32 {
        for copy in notifications.map(Copied::all).unwrap_or_default() {
            let notice = copy.notice();
            kept_back(|| (this.told)(&notice));
        }
        0
    }
}
