//! A store's support object, as its test wants it to answer. All logons of a host share what it has
//! heard, and who has subscribed.
#![allow(unsafe_code, reason = "a class is declared, and its object is boxed and freed by hand")]

use super::copying;
use super::memory::{allocators, owner, work_for};
use crate::calls::{Item, Progress};
use provider_abi::class::{Class, Count, Receiver};
use provider_abi::com_ptr::{ComPtr, Lent};
use provider_abi::interfaces::imapi_support::{self, IMAPISupport};
use provider_abi::params::{Array, read_at, slice_at};
use provider_runtime::abi::code::Code;
use provider_runtime::abi::flag::{LOGOFF_COMPLETE, NEEDS_PREPROCESSING};
use provider_runtime::abi::iid::{IID_IMAPISup, IID_IUnknown, Iid};
use provider_runtime::abi::imapi_advise_sink::IMAPIAdviseSinkVtbl;
use provider_runtime::abi::imapi_progress::IMAPIProgressVtbl;
use provider_runtime::abi::imapi_support::IMAPISupportVtbl;
use provider_runtime::abi::imessage::IMessageVtbl;
use provider_runtime::abi::param::{In, Out};
use provider_runtime::abi::structs::*;
use std::collections::BTreeMap;
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use support::raw::{add_ref, argument_of, release};

/// What happens to a message that a provider hands to MAPI.
type MessageHook = Arc<dyn Fn(&Item) + Send + Sync>;

/// What support objects answer, and what they were asked.
#[derive(Default)]
pub struct Answers {
    calls: Mutex<Vec<String>>,
    refusals: Mutex<BTreeMap<&'static str, Code>>,
    hooks: Mutex<BTreeMap<&'static str, MessageHook>>,
    subscriptions: Mutex<Vec<Subscription>>,
    needs_preprocessing: AtomicBool,
    next: AtomicUsize,
    dialog: Mutex<Option<Progress>>,
}

struct Subscription {
    connection: usize,
    key: Vec<u8>,
    mask: u32,
    sink: ComPtr<IMAPIAdviseSinkVtbl>,
}

impl Answers {
    /// The calls that were not seen yet: the method, and what it was about.
    pub fn take_calls(&self) -> Vec<String> {
        std::mem::take(&mut *self.calls.lock().unwrap())
    }

    /// A method fails from now on.
    pub fn refuse(&self, method: &'static str, code: Code) {
        self.refusals.lock().unwrap().insert(method, code);
    }

    /// What happens inside a method that a message is handed to: `ExpandRecips`, `PrepareSubmit`,
    /// `DoSentMail`.
    pub fn on_message(&self, method: &'static str, hook: impl Fn(&Item) + Send + Sync + 'static) {
        self.hooks.lock().unwrap().insert(method, Arc::new(hook));
    }

    /// ExpandRecips says from now on that messages need preprocessing, or not.
    pub fn preprocess(&self, needs: bool) {
        self.needs_preprocessing.store(needs, Ordering::SeqCst);
    }

    /// The progress object of `DoProgressDialog`.
    pub fn show(&self, progress: Progress) {
        *self.dialog.lock().unwrap() = Some(progress);
    }

    /// How many subscriptions there are.
    pub fn subscriptions(&self) -> usize {
        self.subscriptions.lock().unwrap().len()
    }

    fn call(&self, method: &'static str, about: &str) -> Code {
        self.calls.lock().unwrap().push(format!("{method} {about}").trim_end().to_owned());
        self.refusals.lock().unwrap().get(method).copied().unwrap_or(Code::OK)
    }

    fn message(&self, method: &'static str, message: Option<Lent<'_, IMessageVtbl>>) -> Code {
        let hook = self.hooks.lock().unwrap().get(method).cloned();
        if let (Some(hook), Some(message)) = (hook, message) {
            add_ref(message.raw());
            // SAFETY: F1: the reference that was just taken.
            let message = unsafe { Item::from_call(Code::OK, message.raw(), allocators()) }.unwrap();
            hook(&message);
        }
        self.call(method, "")
    }
}

/// What a provider tells, lent to a thread that it waits for.
struct Told<'a>(&'a NOTIFICATION);

// SAFETY: O3: nobody changes it until the call returns.
unsafe impl Sync for Told<'_> {}

impl Told<'_> {
    fn tell(&self, sink: &ComPtr<IMAPIAdviseSinkVtbl>) {
        // SAFETY: F1, O3: a reference of ours, and what the provider has told.
        unsafe { (sink.methods().on_notify)(sink.this(), 1, argument_of(self.0)) };
    }
}

#[repr(C)]
struct SupportObject {
    methods: &'static IMAPISupportVtbl,
    count: Count,
    answers: Arc<Answers>,
}

/// A support object, with one reference.
pub(super) fn new(answers: &Arc<Answers>) -> ComPtr<IMAPISupportVtbl> {
    const METHODS: &IMAPISupportVtbl = &imapi_support::vtable::<SupportObject, 0>();
    let object = SupportObject { methods: METHODS, count: Count::one(), answers: Arc::clone(answers) };
    let object = NonNull::from(Box::leak(Box::new(object))).cast();
    // SAFETY: F1: just made, with its one reference for us.
    unsafe { ComPtr::from_non_null(object) }
}

// SAFETY: O2: one vtable pointer first.
unsafe impl Class for SupportObject {
    fn count(&self) -> &Count {
        let _ = self.methods;
        &self.count
    }

    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        if [IID_IUnknown, IID_IMAPISup].contains(&iid) { Ok(0) } else { Err(Code::INTERFACE_NOT_SUPPORTED) }
    }

    unsafe fn last(this: NonNull<Self>) {
        // SAFETY: O4: the caller's promise; it was boxed above.
        drop(unsafe { Box::from_raw(this.as_ptr()) });
    }
}

/// A NOTIFKEY's bytes.
fn key_of(key: In<'_, NOTIFKEY>) -> Vec<u8> {
    // SAFETY: O3: such an argument starts with its count.
    let count = unsafe { read_at(key.raw().cast::<u32>()) }.unwrap_or_default();
    let first = key.raw().cast::<u8>().wrapping_add(size_of::<u32>());
    // SAFETY: O3: as many bytes as the count says.
    unsafe { slice_at(first, count) }.unwrap_or_default().to_vec()
}

impl IMAPISupport for SupportObject {
    fn subscribe(
        this: Receiver<'_, Self>,
        key: In<'_, NOTIFKEY>,
        mask: u32,
        _flags: u32,
        sink: Option<Lent<'_, IMAPIAdviseSinkVtbl>>,
        connection: Out<'_, usize>,
    ) -> Code {
        let Some(sink) = sink else { return Code::INVALID_PARAMETER };
        let made = this.answers.next.fetch_add(1, Ordering::SeqCst) + 1;
        let subscription = Subscription { connection: made, key: key_of(key), mask, sink: sink.keep() };
        this.answers.subscriptions.lock().unwrap().push(subscription);
        connection.write(made);
        Code::OK
    }

    fn unsubscribe(this: Receiver<'_, Self>, connection: usize) -> Code {
        let mut all = this.answers.subscriptions.lock().unwrap();
        let at = all.iter().position(|other| other.connection == connection);
        let taken = at.map(|at| all.swap_remove(at));
        drop(all);
        if taken.is_some() { Code::OK } else { Code::NOT_FOUND }
    }

    /// On a thread of MAPI's own (NOTIF-7), for which the provider's call waits: a test knows that
    /// it is over.
    fn notify(
        this: Receiver<'_, Self>,
        key: In<'_, NOTIFKEY>,
        told: Option<Array<'_, NOTIFICATION>>,
        _flags: Out<'_, u32>,
    ) -> Code {
        let key = key_of(key);
        for told in told.map(Array::values).unwrap_or_default() {
            let fits = |other: &&Subscription| other.key == key && other.mask & told.event_type != 0;
            let all = this.answers.subscriptions.lock().unwrap();
            let sinks: Vec<_> = all.iter().filter(fits).map(|other| ComPtr::clone(&other.sink)).collect();
            drop(all);
            let told = Told(told);
            let live = owner();
            std::thread::scope(|scope| {
                scope.spawn(|| {
                    work_for(live);
                    sinks.iter().for_each(|sink| told.tell(sink));
                });
            });
        }
        Code::OK
    }

    fn modify_status_row(_: Receiver<'_, Self>, _: Option<Array<'_, SPropValue>>, _: u32) -> Code {
        Code::OK
    }

    fn set_provider_uid(_: Receiver<'_, Self>, _: Option<&MAPIUID>, _: u32) -> Code {
        Code::OK
    }

    fn new_uid(_: Receiver<'_, Self>, uid: Out<'_, MAPIUID>) -> Code {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let number = u128::from(NEXT.fetch_add(1, Ordering::Relaxed));
        uid.write(MAPIUID { ab: number.to_be_bytes() });
        Code::OK
    }

    fn store_logoff_transports(_: Receiver<'_, Self>, flags: Out<'_, u32>) -> Code {
        flags.write(flags.read().unwrap_or(0) | LOGOFF_COMPLETE);
        Code::OK
    }

    fn spooler_notify(this: Receiver<'_, Self>, flags: u32, _data: *mut c_void) -> Code {
        this.answers.call("SpoolerNotify", &format!("{flags:#x}"))
    }

    fn prepare_submit(this: Receiver<'_, Self>, message: Option<Lent<'_, IMessageVtbl>>, _flags: Out<'_, u32>) -> Code {
        this.answers.message("PrepareSubmit", message)
    }

    fn expand_recips(this: Receiver<'_, Self>, message: Option<Lent<'_, IMessageVtbl>>, flags: Out<'_, u32>) -> Code {
        let needs = this.answers.needs_preprocessing.load(Ordering::SeqCst);
        flags.write(if needs { NEEDS_PREPROCESSING } else { 0 });
        this.answers.message("ExpandRecips", message)
    }

    fn do_sent_mail(this: Receiver<'_, Self>, _flags: u32, message: Option<Lent<'_, IMessageVtbl>>) -> Code {
        let code = this.answers.message("DoSentMail", message);
        if let Some(message) = message.filter(|_| code == Code::OK) {
            release(message.raw()); // it takes the caller's reference (SUBMIT-6)
        }
        code
    }

    fn do_progress_dialog(this: Receiver<'_, Self>, _window: usize, _flags: u32, out: Out<'_, *mut c_void>) -> Code {
        let dialog = this.answers.dialog.lock().unwrap();
        let Some(progress) = &*dialog else { return Code::NO_SUPPORT };
        add_ref(progress.raw());
        out.write(progress.raw());
        Code::OK
    }

    fn copy_messages(
        this: Receiver<'_, Self>,
        _: Option<&Iid>,
        _: *mut c_void,
        list: In<'_, SBinaryArray>,
        _: Option<&Iid>,
        _: *mut c_void,
        _: usize,
        _: Option<Lent<'_, IMAPIProgressVtbl>>,
        flags: u32,
    ) -> Code {
        let count = list.read().map_or(0, |list| list.c_values);
        this.answers.call("CopyMessages", &format!("{count} {flags:#x}"))
    }

    fn copy_folder(
        this: Receiver<'_, Self>,
        _: Option<&Iid>,
        _: *mut c_void,
        entry: Option<&[u8]>,
        _: Option<&Iid>,
        _: *mut c_void,
        _: In<'_, c_void>,
        _: usize,
        _: Option<Lent<'_, IMAPIProgressVtbl>>,
        flags: u32,
    ) -> Code {
        this.answers.call("CopyFolder", &format!("{} {flags:#x}", entry.is_some()))
    }

    fn do_copy_to(
        this: Receiver<'_, Self>,
        _: Option<&Iid>,
        source: *mut c_void,
        exclude: Option<&[Iid]>,
        tags: In<'_, SPropTagArray>,
        _: usize,
        _: Option<Lent<'_, IMAPIProgressVtbl>>,
        _: Option<&Iid>,
        destination: *mut c_void,
        flags: u32,
        _: Out<'_, *mut SPropProblemArray>,
    ) -> Code {
        let about = format!("{} {flags:#x}", exclude.map_or(0, <[_]>::len));
        let code = this.answers.call("DoCopyTo", &about);
        if code.is_failure() { code } else { copying::copy(source, destination, &copying::ids(tags), false) }
    }

    fn do_copy_props(
        this: Receiver<'_, Self>,
        _: Option<&Iid>,
        source: *mut c_void,
        tags: In<'_, SPropTagArray>,
        _: usize,
        _: Option<Lent<'_, IMAPIProgressVtbl>>,
        _: Option<&Iid>,
        destination: *mut c_void,
        flags: u32,
        _: Out<'_, *mut SPropProblemArray>,
    ) -> Code {
        let code = this.answers.call("DoCopyProps", &format!("{flags:#x}"));
        if code.is_failure() { code } else { copying::copy(source, destination, &copying::ids(tags), true) }
    }
}
