//! The support object that a provider is lent (`IMAPISupport`), one for each logon attempt: its methods, as far as a store
//! needs them (SUP-1), each recorded. Its notifications are in `notify.rs`; what its final Release does to the logon is in
//! `end.rs`.

use super::end;
use super::events::Call;
use super::logon::{Logon, Stage};
use super::notify::{notify, subscribe, unsubscribe};
use super::profile::fresh_uid;
use super::section::Section;
use super::state::State;
use crate::abi::code::Code;
use crate::abi::entry::{AllocateBuffer, AllocateMore, FreeBuffer};
use crate::abi::flag::*;
use crate::abi::i_unknown::IUnknownVtbl;
use crate::abi::iid::{IID_IMAPISup, IID_IUnknown, Iid};
use crate::abi::imapi_support::IMAPISupportVtbl;
use crate::abi::param::{In, Out, This};
use crate::abi::structs::*;
use crate::abi::tag::PropTag;
use crate::abi::tags;
use crate::com::class::{Class, Count, object, unknown};
use crate::com::refused::{Refuser, no_support};
use crate::com::values;
use crate::error::{Error, Result};
use crate::provider::Access;
use crate::sync::lock;
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};

/// The object. Kept behind its final Release (S2), so that a late call finds it and is told (SUP-3).
#[repr(C)]
pub(crate) struct SupportObject {
    methods: &'static IMAPISupportVtbl,
    count: Count,
    state: Weak<State>,
    pub(super) logon: Arc<Logon>,
}

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
    make_invalid: no_support::<SupportObject, _>(),
    spooler_yield: no_support::<SupportObject, _>(),
    spooler_notify,
    create_one_off: no_support::<SupportObject, _>(),
    set_provider_uid,
    compare_entry_ids: no_support::<SupportObject, _>(),
    open_template_id: no_support::<SupportObject, _>(),
    open_entry: no_support::<SupportObject, _>(),
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
    open_address_book: no_support::<SupportObject, _>(),
    preprocess: no_support::<SupportObject, _>(),
    complete_msg: no_support::<SupportObject, _>(),
    store_logoff_transports,
    status_recips: no_support::<SupportObject, _>(),
    wrap_store_entry_id,
    modify_profile,
    i_storage_from_stream: no_support::<SupportObject, _>(),
    get_svc_config_support_obj: no_support::<SupportObject, _>(),
};

/// STATUS-2: what a provider's row must have.
const REQUIRED: [PropTag; 4] = [tags::DISPLAY_NAME, tags::STATUS_CODE, tags::RESOURCE_METHODS, tags::PROVIDER_DISPLAY];

impl SupportObject {
    /// A support object with one reference, the session's own, until the logon call has returned (LOGON-3).
    pub(crate) fn make(state: &Arc<State>, logon: &Arc<Logon>) -> NonNull<Self> {
        let object =
            Self { methods: METHODS, count: Count::one(), state: Arc::downgrade(state), logon: Arc::clone(logon) };
        let object = NonNull::from(Box::leak(Box::new(object)));
        state.keep(object);
        object
    }

    pub(crate) fn is_final(&self) -> bool {
        let _ = self.methods;
        self.logon.is_final()
    }

    /// References that the provider still has.
    pub(crate) fn held(&self) -> u32 {
        if self.is_final() { 0 } else { self.count.now() }
    }

    /// The session gives its own reference back.
    pub(crate) fn release_own(&self) {
        if self.count.down() == 0 {
            self.end();
        }
    }

    fn end(&self) {
        self.logon.is_final.store(true, Ordering::Release);
        if let Some(state) = self.state.upgrade() {
            end::support_is_final(&state, &self.logon);
        }
    }

    /// LOGOFF-10: behind the logon's Logoff MAPI keeps nothing more of it, whoever still has the support object.
    pub(super) fn is_kept(&self) -> Result<()> {
        match self.logon.stage() {
            Stage::LoggingOn | Stage::Active | Stage::LoggingOff => Ok(()),
            Stage::LoggedOff | Stage::Released | Stage::None => Err(Code::END_OF_SESSION.into()),
        }
    }

    fn name(&self) -> String {
        format!("support {}", self.logon.number)
    }

    /// SUP-3
    fn tell_late(&self, call: &str) {
        if let Some(state) = self.state.upgrade() {
            state.record.fault(&self.name(), "V-8", &format!("{call} behind the final Release"));
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
            self.tell_late(event);
            return Code::END_OF_SESSION;
        }
        let call = state.record.call(event, &self.name(), detail, rule, &[]);
        let done = work(&state, &call);
        state.run_hook(event);
        call.done(done.map_or_else(|error| error.code(), |()| Code::OK))
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
        support.tell_late("QueryInterface");
        return Code::END_OF_SESSION;
    }
    let query = unknown::<SupportObject, 0>().query_interface;
    // SAFETY: O1, O3: this method's own arguments.
    unsafe { query(this, iid, out) }
}

unsafe extern "system" fn add_ref(this: This) -> u32 {
    let support = object::<SupportObject, 0>(&this);
    if support.is_final() {
        support.tell_late("AddRef");
        return 0;
    }
    if let Some(state) = support.state.upgrade() {
        state.record.note("sup.addref", &support.name(), "", "LOGON-2", &[]);
    }
    support.count.up()
}

unsafe extern "system" fn release(this: This) -> u32 {
    let support = object::<SupportObject, 0>(&this);
    let Some(state) = support.state.upgrade() else {
        return 0;
    };
    if support.is_final() {
        state.record.fault(&support.name(), "V-9", "more Releases than AddRefs");
        return 0;
    }
    let call = state.record.call("sup.release", &support.name(), "", "SUPREL-1", &[]);
    let left = support.count.down();
    if left == 0 {
        call.detail("final");
        support.end();
        state.run_hook("sup.release");
    }
    left
}

unsafe extern "system" fn get_last_error(this: This, _: Code, _: u32, error: Out<*mut MAPIERROR>) -> Code {
    error.clear();
    object::<SupportObject, 0>(&this).call("sup.last_error", "", "LASTERR-1", |_, _| Ok(()))
}

unsafe extern "system" fn get_mem_alloc_routines(
    this: This,
    allocate: Out<Option<AllocateBuffer>>,
    more: Out<Option<AllocateMore>>,
    free: Out<Option<FreeBuffer>>,
) -> Code {
    object::<SupportObject, 0>(&this).call("sup.memory", "", "LOAD-8", |state, _| {
        let allocators = state.memory.allocators;
        allocate.needed()?.write(Some(allocators.allocate));
        more.needed()?.write(Some(allocators.more));
        free.needed()?.write(Some(allocators.free));
        Ok(())
    })
}

/// STATUS-1, STATUS-10, STATUS-12
unsafe extern "system" fn modify_status_row(this: This, count: u32, columns: In<SPropValue>, flags: u32) -> Code {
    let support = object::<SupportObject, 0>(&this);
    let update = flags & STATUSROW_UPDATE != 0;
    let event = if update { "sup.row~" } else { "sup.row+" };
    support.call(event, "", "STATUS-1", |state, _| {
        let columns = values::decoded(count, columns)?;
        support.is_kept()?;
        let lacking = {
            let mut kept = lock(&support.logon.kept);
            if count == 0 {
                kept.row = None;
                return Ok(());
            }
            if !update {
                kept.row = None;
            }
            kept.merge(columns);
            kept.lacking(&REQUIRED)
        };
        for tag in lacking {
            state.record.fault(&support.name(), "V-12", &format!("the status row lacks {tag}"));
        }
        Ok(())
    })
}

/// LOGON-4: null, or the section's own UID.
unsafe extern "system" fn open_profile_section(
    this: This,
    uid: In<MAPIUID>,
    flags: u32,
    section: Out<*mut c_void>,
) -> Code {
    section.clear();
    let (access, detail) = match (flags & MAPI_BEST_ACCESS != 0, flags & MAPI_MODIFY != 0) {
        (true, _) => (Access::Best, "MAPI_BEST_ACCESS"),
        (false, true) => (Access::Write, "MAPI_MODIFY"),
        (false, false) => (Access::Read, ""),
    };
    let support = object::<SupportObject, 0>(&this);
    support.call("sup.section", detail, "LOGON-4", |state, _| {
        let section = section.needed()?;
        let own = state.section.as_ref().ok_or(Code::NOT_FOUND)?;
        if let Some(uid) = uid.read() {
            let is_own = |value: &crate::Property| value.value.as_binary() == Some(&uid.ab[..]);
            if !lock(&own.values).iter().any(|value| value.tag == tags::PROVIDER_UID && is_own(value)) {
                return Err(Code::NOT_FOUND.into());
            }
        }
        section.write(Section::object(own, access, state, &support.logon)?);
        Ok(())
    })
}

unsafe extern "system" fn new_uid(this: This, uid: Out<MAPIUID>) -> Code {
    object::<SupportObject, 0>(&this).call("sup.new_uid", "", "UID-5", |_, _| {
        uid.needed()?.write(MAPIUID { ab: fresh_uid() });
        Ok(())
    })
}

/// SPL-1: a store may say two things.
unsafe extern "system" fn spooler_notify(this: This, flags: u32, _data: *mut c_void) -> Code {
    object::<SupportObject, 0>(&this).call("sup.spooler_notify", &format!("{flags:#x}"), "SPL-1", |_, _| {
        let known = NOTIFY_READYTOSEND | NOTIFY_NEWMAIL_RECEIVED;
        if flags & !known == 0 { Ok(()) } else { Err(Code::NO_SUPPORT.into()) }
    })
}

/// UID-2, UID-8
unsafe extern "system" fn set_provider_uid(this: This, uid: In<MAPIUID>, flags: u32) -> Code {
    let support = object::<SupportObject, 0>(&this);
    support.call("sup.uid+", "", "UID-1", |_, _| {
        if flags != 0 {
            return Err(Code::UNKNOWN_FLAGS.into());
        }
        support.is_kept()?;
        let uid = uid.read().ok_or(Code::INVALID_PARAMETER)?;
        lock(&support.logon.kept).uids.push(uid.ab);
        Ok(())
    })
}

/// STORELOGOFF-11, with the answer that the test has set (T-55).
unsafe extern "system" fn store_logoff_transports(this: This, flags: Out<u32>) -> Code {
    let support = object::<SupportObject, 0>(&this);
    let given = flags.read().unwrap_or(0);
    support.call("sup.slt", &end::logoff_flags(given), "STORELOGOFF-6", |state, _| {
        let flags = flags.needed()?;
        let activity = state.options.activity;
        let stays = given & LOGOFF_QUIET != 0 && activity != 0;
        let back = match (stays, given & LOGOFF_ABORT != 0) {
            (true, _) => activity,
            (false, true) => LOGOFF_COMPLETE,
            (false, false) => LOGOFF_COMPLETE | activity,
        };
        if !stays {
            lock(&support.logon.told).push(given);
        }
        flags.write(back);
        Ok(())
    })
}

/// The session's own wrapped form: a head that nothing else starts with, then the provider's bytes. MAPI's names the DLL
/// too; here there is one provider only.
const WRAPPED: &[u8; 20] = b"\0\0\0\0wrapped store 1\0";

/// OPEN-11
unsafe extern "system" fn wrap_store_entry_id(
    this: This,
    length: u32,
    entry: In<ENTRYID>,
    wrapped_length: Out<u32>,
    wrapped: Out<*mut ENTRYID>,
) -> Code {
    wrapped.clear();
    wrapped_length.write(0);
    object::<SupportObject, 0>(&this).call("sup.wrap", "", "OPEN-11", |state, _| {
        let entry = entry.bytes(length).ok_or(Code::INVALID_PARAMETER)?;
        let (wrapped, wrapped_length) = (wrapped.needed()?, wrapped_length.needed()?);
        let bytes: Vec<u8> = WRAPPED.iter().chain(entry).copied().collect();
        let block = state.memory.allocators.block::<u8>(bytes.len())?;
        for (index, byte) in bytes.iter().enumerate() {
            block.put(0, index, *byte)?;
        }
        wrapped_length.write(u32::try_from(bytes.len()).map_err(|_| Code::NOT_ENOUGH_MEMORY)?);
        wrapped.write(block.into_raw().cast());
        Ok(())
    })
}

/// The provider's bytes of a wrapped identifier; `None` if it is not one.
pub(crate) fn unwrapped(entry: &[u8]) -> Option<&[u8]> {
    entry.strip_prefix(WRAPPED)
}

/// MSLOGON-13: the section is permanent already.
unsafe extern "system" fn modify_profile(this: This, _flags: u32) -> Code {
    object::<SupportObject, 0>(&this).call("sup.profile", "", "MSLOGON-13", |_, _| Ok(()))
}
