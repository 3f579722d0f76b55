//! The support object that a provider is lent (`IMAPISupport`): one for each logon attempt, and a smaller one for each call
//! of `ServiceEntry` (SUP-1, SVC-4). Each call is recorded. Its notifications are in `notify.rs`, what its final Release does
//! to a logon is in `end.rs`; its methods are in `support/`.
#![allow(unsafe_code, reason = "the methods of IMAPISupport take raw arguments")]

mod kept;
mod lent;
mod one_off;
mod spooling;

use self::kept::*;
use self::lent::*;
use self::one_off::create_one_off;
use self::spooling::*;
use super::end;
use super::events::Call;
use super::kind::Kind;
use super::logon::{Logon, Stage};
use super::notify::{notify, subscribe, unsubscribe};
use super::services::MessageService;
use super::state::State;
use provider_abi::class::{Class, Count, object, unknown};
use provider_abi::error::{Error, Result};
use provider_abi::last_error::LastError;
use provider_abi::no_support::{Refuser, no_support};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::i_unknown::IUnknownVtbl;
use provider_abi::shapes::iid::{IID_IMAPISup, IID_IUnknown, Iid};
use provider_abi::shapes::imapi_support::IMAPISupportVtbl;
use provider_abi::shapes::param::{In, Out, This};
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};

/// The object. Kept behind its final Release (S2), so that a late call finds it and is told (SUP-3).
#[repr(C)]
pub(crate) struct SupportObject {
    methods: &'static IMAPISupportVtbl,
    count: Count,
    state: Weak<State>,
    last: LastError,
    of: Of,
}

/// What a support object was lent for.
enum Of {
    Logon(Arc<Logon>),
    Configuration(Configuration),
}

/// One call of `ServiceEntry`.
struct Configuration {
    number: u64,
    service: Arc<MessageService>,
    /// Whether its time is over (SVC-4).
    is_over: AtomicBool,
}

/// Everything that some kind has (SUP-1).
const METHODS: &IMAPISupportVtbl = &IMAPISupportVtbl {
    unknown: IUnknownVtbl { query_interface, add_ref, release },
    get_last_error,
    get_mem_alloc_routines,
    subscribe,
    unsubscribe,
    notify,
    modify_status_row,
    open_profile_section,
    register_preprocessor: no_support::<SupportObject, _>(),
    new_uid,
    make_invalid,
    spooler_yield,
    spooler_notify,
    create_one_off,
    set_provider_uid,
    compare_entry_ids,
    open_template_id: no_support::<SupportObject, _>(),
    open_entry,
    get_one_off_table: no_support::<SupportObject, _>(),
    address: no_support::<SupportObject, _>(),
    details: no_support::<SupportObject, _>(),
    new_entry: no_support::<SupportObject, _>(),
    do_config_propsheet: no_support::<SupportObject, _>(),
    copy_messages: no_support::<SupportObject, _>(),
    copy_folder: no_support::<SupportObject, _>(),
    do_copy_to: no_support::<SupportObject, _>(),
    do_copy_props: no_support::<SupportObject, _>(),
    do_progress_dialog: no_support::<SupportObject, _>(),
    read_receipt: no_support::<SupportObject, _>(),
    prepare_submit: no_support::<SupportObject, _>(),
    expand_recips: no_support::<SupportObject, _>(),
    update_pab: no_support::<SupportObject, _>(),
    do_sent_mail: no_support::<SupportObject, _>(),
    open_address_book,
    preprocess: no_support::<SupportObject, _>(),
    complete_msg: no_support::<SupportObject, _>(),
    store_logoff_transports,
    status_recips,
    wrap_store_entry_id,
    modify_profile,
    i_storage_from_stream: no_support::<SupportObject, _>(),
    get_svc_config_support_obj,
};

/// SUP-1: a store does not send.
const STORE_METHODS: &IMAPISupportVtbl = &IMAPISupportVtbl {
    spooler_yield: no_support::<SupportObject, _>(),
    status_recips: no_support::<SupportObject, _>(),
    ..*METHODS
};

/// SUP-1: an address book has nothing to do with the spooler.
const BOOK_METHODS: &IMAPISupportVtbl = &IMAPISupportVtbl {
    spooler_notify: no_support::<SupportObject, _>(),
    store_logoff_transports: no_support::<SupportObject, _>(),
    modify_profile: no_support::<SupportObject, _>(),
    ..*STORE_METHODS
};

/// SUP-1, UID-3: a transport says by AddressTypes which identifiers are its own.
const TRANSPORT_METHODS: &IMAPISupportVtbl = &IMAPISupportVtbl {
    set_provider_uid: no_support::<SupportObject, _>(),
    store_logoff_transports: no_support::<SupportObject, _>(),
    modify_profile: no_support::<SupportObject, _>(),
    ..*METHODS
};

/// SVC-4: what is left of it for `ServiceEntry`.
const CONFIGURATION_METHODS: &IMAPISupportVtbl = &IMAPISupportVtbl {
    subscribe: no_support::<SupportObject, _>(),
    unsubscribe: no_support::<SupportObject, _>(),
    notify: no_support::<SupportObject, _>(),
    modify_status_row: no_support::<SupportObject, _>(),
    spooler_notify: no_support::<SupportObject, _>(),
    create_one_off: no_support::<SupportObject, _>(),
    set_provider_uid: no_support::<SupportObject, _>(),
    compare_entry_ids: no_support::<SupportObject, _>(),
    open_entry: no_support::<SupportObject, _>(),
    open_address_book: no_support::<SupportObject, _>(),
    store_logoff_transports: no_support::<SupportObject, _>(),
    wrap_store_entry_id: no_support::<SupportObject, _>(),
    modify_profile: no_support::<SupportObject, _>(),
    ..*STORE_METHODS
};

impl SupportObject {
    /// A support object with one reference, the session's own, until the logon call has returned (LOGON-3).
    pub(crate) fn for_logon(state: &Arc<State>, logon: &Arc<Logon>) -> NonNull<Self> {
        let methods = match logon.provider.kind {
            Kind::Store => STORE_METHODS,
            Kind::AddressBook => BOOK_METHODS,
            Kind::Transport => TRANSPORT_METHODS,
        };
        Self::make(state, methods, Of::Logon(Arc::clone(logon)))
    }

    /// A configuration support object with one reference; its number.
    pub(crate) fn for_service(state: &Arc<State>, service: &Arc<MessageService>) -> (NonNull<Self>, u64) {
        let number = state.numbers.configuration();
        let (service, is_over) = (Arc::clone(service), AtomicBool::new(false));
        let of = Of::Configuration(Configuration { number, service, is_over });
        (Self::make(state, CONFIGURATION_METHODS, of), number)
    }

    fn make(state: &Arc<State>, methods: &'static IMAPISupportVtbl, of: Of) -> NonNull<Self> {
        let last = LastError::default();
        let object = Self { methods, count: Count::one(), state: Arc::downgrade(state), last, of };
        let object = NonNull::from(Box::leak(Box::new(object)));
        state.keep(object);
        object
    }

    pub(crate) fn is_final(&self) -> bool {
        let _ = self.methods;
        match &self.of {
            Of::Logon(logon) => logon.is_final(),
            Of::Configuration(own) => own.is_over.load(Ordering::Acquire),
        }
    }

    /// Whether nobody has a reference any more.
    pub(crate) fn is_free(&self) -> bool {
        self.is_final() && self.count.now() == 0
    }

    /// References that there are, the session's own among them.
    pub(crate) fn held(&self) -> u32 {
        if self.is_final() { 0 } else { self.count.now() }
    }

    /// The session gives its own reference back.
    pub(crate) fn release_own(&self) {
        if self.count.down() == 0 {
            self.end();
        }
    }

    /// SVC-4: the entry point has returned; how many references it kept.
    pub(crate) fn close(&self) -> u32 {
        let left = self.count.down();
        self.end();
        left
    }

    /// Whether it was lent for this logon.
    pub(crate) fn is_of(&self, logon: &Logon) -> bool {
        matches!(&self.of, Of::Logon(own) if std::ptr::eq(&**own, logon))
    }

    fn end(&self) {
        match &self.of {
            Of::Configuration(own) => own.is_over.store(true, Ordering::Release),
            Of::Logon(logon) => {
                logon.is_final.store(true, Ordering::Release);
                if let Some(state) = self.state.upgrade() {
                    end::support_is_final(&state, logon);
                }
            }
        }
    }

    /// The logon, as long as MAPI keeps something of it (LOGOFF-10).
    pub(super) fn logon(&self) -> Result<&Arc<Logon>> {
        match &self.of {
            Of::Configuration(_) => Err(Code::NO_SUPPORT.into()), // SVC-4
            Of::Logon(logon) => match logon.stage() {
                Stage::LoggingOn | Stage::Active | Stage::LoggingOff => Ok(logon),
                Stage::LoggedOff | Stage::Released | Stage::None => Err(Code::END_OF_SESSION.into()),
            },
        }
    }

    fn name(&self) -> String {
        match &self.of {
            Of::Logon(logon) => format!("support {}", logon.number),
            Of::Configuration(own) => format!("configuration {}", own.number),
        }
    }

    fn whose(&self) -> (&'static str, u64) {
        match &self.of {
            Of::Logon(logon) => ("logon", logon.number),
            Of::Configuration(own) => ("config", own.number),
        }
    }

    /// SUP-3
    fn late(&self, call: &str, over: u64) {
        if let Some(state) = self.state.upgrade() {
            state.record.note("sup.late", &self.name(), call, "SUP-3", &[self.whose(), ("over", over)]);
        }
    }

    /// One method: recorded, refused behind the final Release (SUP-3).
    pub(super) fn call(
        &self,
        event: &'static str,
        detail: &str,
        rule: &'static str,
        work: impl FnOnce(&Arc<State>, &Call<'_>) -> Result<()>,
    ) -> Code {
        let Some(state) = self.state.upgrade() else {
            return Code::END_OF_SESSION;
        };
        if self.is_final() {
            self.late(event, 0);
            return Code::END_OF_SESSION;
        }
        let call = state.record.call(event, &self.name(), detail, rule, &[self.whose()]);
        let done = work(&state, &call);
        state.run_hook(event);
        call.done(done.map_or_else(|error| self.last.keep(&error), |()| Code::OK))
    }
}

// SAFETY: O2: one vtable pointer first.
unsafe impl Class for SupportObject {
    fn count(&self) -> &Count {
        &self.count
    }

    /// SUP-2
    fn slot(&self, iid: Iid) -> std::result::Result<usize, Code> {
        let known = [IID_IUnknown, IID_IMAPISup].contains(&iid);
        if known { Ok(0) } else { Err(Code::INTERFACE_NOT_SUPPORTED) }
    }

    unsafe fn last(_this: NonNull<Self>) {
        // Never called: `release` below keeps the memory (S2).
    }
}

impl Refuser for SupportObject {
    fn refuse(this: &This) -> Code {
        let refused = |_: &Arc<State>, _: &Call<'_>| Err(Error::from(Code::NO_SUPPORT));
        object::<Self, 0>(this).call("sup.other", "", "SUP-1", refused)
    }
}

unsafe extern "system" fn query_interface(this: This, iid: In<Iid>, out: Out<*mut c_void>) -> Code {
    let support = object::<SupportObject, 0>(&this);
    if support.is_final() {
        out.clear();
        support.late("QueryInterface", 0);
        return Code::END_OF_SESSION;
    }
    let query = unknown::<SupportObject, 0>().query_interface;
    // SAFETY: O1, O3: this method's own arguments.
    unsafe { query(this, iid, out) }
}

unsafe extern "system" fn add_ref(this: This) -> u32 {
    let support = object::<SupportObject, 0>(&this);
    if support.is_final() {
        support.late("AddRef", 0);
        return 0;
    }
    if let Some(state) = support.state.upgrade() {
        state.record.note("sup.addref", &support.name(), "", "LOGON-2", &[support.whose()]);
    }
    support.count.up()
}

unsafe extern "system" fn release(this: This) -> u32 {
    let support = object::<SupportObject, 0>(&this);
    let Some(state) = support.state.upgrade() else {
        return 0;
    };
    if support.is_final() {
        support.late("Release", 1); // V-9
        return 0;
    }
    let call = state.record.call("sup.release", &support.name(), "", "SUPREL-1", &[support.whose()]);
    let left = support.count.down();
    call.fact("left", left.into());
    if left == 0 {
        call.detail("final");
        call.fact("final", 1);
        if let Of::Logon(logon) = &support.of {
            call.fact("sections", logon.see_sections());
        }
        support.end();
        state.run_hook("sup.release");
    }
    left
}
