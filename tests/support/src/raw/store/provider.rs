//! A raw store's entry point and provider object: what it makes of a logon call.
#![allow(unsafe_code, reason = "an object by hand has a vtable")]

use super::face;
use super::habit::Habit;
use super::methods::METHODS;
use super::objects::{Kind, LogonState, Open, Thing, discard};
use super::state::{RawStore, UID, entry as entry_of, raw_of};
use crate::raw::object::add_ref;
use crate::raw::pointers::{Memory, bytes, fill, get, put};
use crate::raw::support_object::{Column, Section, SupportObject};
use provider_runtime::abi::entry::{AllocateBuffer, AllocateMore, FreeBuffer};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::i_unknown::IUnknownVtbl;
use provider_runtime::abi::iid::{IID_IMSProvider, IID_IUnknown, Iid};
use provider_runtime::abi::ims_provider::IMSProviderVtbl;
use provider_runtime::abi::param::{In, Out, This};
use provider_runtime::abi::structs::{ENTRYID, MAPIERROR};
use provider_runtime::prelude::*;
use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::ptr::null_mut;
use std::rc::Rc;

/// The provider object.
#[repr(C)]
struct Provider {
    methods: &'static IMSProviderVtbl,
    count: Cell<u32>,
    raw: Rc<RawStore>,
    memory: Memory,
    malloc: *mut c_void,
    shutdowns: Cell<u32>,
    open: Rc<RefCell<Vec<Open>>>,
}

const PROVIDER: &IMSProviderVtbl = &IMSProviderVtbl {
    unknown: IUnknownVtbl { query_interface, add_ref: add_one, release: release_one },
    shutdown,
    logon,
    spooler_logon,
    compare_store_ids,
};

/// `MSProviderInit` of this DLL.
///
/// # Safety
/// MAPI calls it, with the arguments that it calls such an entry point with.
pub unsafe extern "C" fn init<const DLL: usize>(
    _: *mut c_void,
    malloc: *mut c_void,
    allocate: Option<AllocateBuffer>,
    more: Option<AllocateMore>,
    free: Option<FreeBuffer>,
    _: u32,
    offered: u32,
    version: Out<u32>,
    provider: Out<*mut c_void>,
) -> Code {
    put(provider, null_mut());
    put(version, 0);
    let (Some(raw), Some(allocate), Some(more), Some(free)) = (raw_of(DLL), allocate, more, free) else {
        return Code::INVALID_PARAMETER;
    };
    put(version, offered + u32::from(raw.has(Habit::VersionIsTooHigh)));
    if raw.has(Habit::InitGivesNothing) {
        return Code::OK;
    }
    let known = raw.provider.get();
    if raw.has(Habit::InitGivesTheSameObject) && !known.is_null() {
        add_ref(known);
        put(provider, known);
        return Code::OK;
    }
    let fails = raw.has(Habit::InitFailsWithAnObject);
    if !fails {
        add_ref(malloc);
    }
    let malloc = if fails { null_mut() } else { malloc };
    let memory = Memory { allocate, more, free };
    let made = Provider {
        methods: PROVIDER,
        count: Cell::new(1),
        raw: Rc::clone(&raw),
        memory,
        malloc,
        shutdowns: Cell::new(0),
        open: Rc::default(),
    };
    let made = Box::into_raw(Box::new(made)).cast();
    raw.provider.set(made);
    put(provider, made);
    if fails { Code::CALL_FAILED } else { Code::OK }
}

impl Provider {
    fn of(this: &This) -> &Self {
        // SAFETY: O1: the caller's reference keeps it until its method returns.
        unsafe { &*this.raw().cast::<Self>() }
    }
}

unsafe extern "system" fn query_interface(this: This, iid: In<Iid>, out: Out<*mut c_void>) -> Code {
    put(out, null_mut());
    if !get(iid.raw()).is_some_and(|iid| [IID_IUnknown, IID_IMSProvider].contains(&iid)) {
        return Code::INTERFACE_NOT_SUPPORTED;
    }
    add_ref(this.raw());
    put(out, this.raw());
    Code::OK
}

unsafe extern "system" fn add_one(this: This) -> u32 {
    let count = &Provider::of(&this).count;
    count.set(count.get() + 1);
    count.get()
}

unsafe extern "system" fn release_one(this: This) -> u32 {
    let provider = Provider::of(&this);
    let left = provider.count.get() - 1;
    provider.count.set(left);
    if left > 0 {
        return left;
    }
    let _ = provider.methods;
    // SAFETY: O4: the count is zero, so nobody has it; it was boxed in `init`.
    let provider = unsafe { Box::from_raw(this.raw().cast::<Provider>()) };
    provider.raw.provider.set(null_mut());
    if !provider.raw.has(Habit::KeepsMalloc) {
        discard(provider.malloc);
    }
    0
}

unsafe extern "system" fn shutdown(this: This, flags: Out<u32>) -> Code {
    put(flags, 0);
    let Provider { raw, shutdowns, .. } = Provider::of(&this);
    raw.say("shutdown");
    let times = shutdowns.replace(shutdowns.get() + 1);
    let fails = raw.has(Habit::ShutdownFails) || times > 0 && raw.has(Habit::SecondShutdownFails);
    if fails { Code::CALL_FAILED } else { Code::OK }
}

unsafe extern "system" fn compare_store_ids(
    _: This,
    length: u32,
    entry: In<ENTRYID>,
    other_length: u32,
    other: In<ENTRYID>,
    _: u32,
    same: Out<u32>,
) -> Code {
    put(same, u32::from(bytes(length, entry) == bytes(other_length, other)));
    Code::OK
}

/// Where a logon call's results go.
#[derive(Clone, Copy)]
struct Outputs<'o> {
    size: Out<'o, u32>,
    data: Out<'o, *mut u8>,
    error: Out<'o, *mut MAPIERROR>,
    logon: Out<'o, *mut c_void>,
    store: Out<'o, *mut c_void>,
}

unsafe extern "system" fn logon(
    this: This,
    support: *mut c_void,
    _: usize,
    _: In<c_void>,
    length: u32,
    entry: In<ENTRYID>,
    _: u32,
    wanted: In<Iid>,
    size: Out<u32>,
    data: Out<*mut u8>,
    error: Out<*mut MAPIERROR>,
    logon: Out<*mut c_void>,
    store: Out<*mut c_void>,
) -> Code {
    let outputs = Outputs { size, data, error, logon, store };
    let code = Provider::of(&this).log_on("logon", SupportObject::new(support), bytes(length, entry), outputs);
    face::as_asked(wanted, store);
    code
}

unsafe extern "system" fn spooler_logon(
    this: This,
    support: *mut c_void,
    _: usize,
    _: In<c_void>,
    length: u32,
    entry: In<ENTRYID>,
    _: u32,
    _: In<Iid>,
    size: u32,
    data: In<u8>,
    error: Out<*mut MAPIERROR>,
    logon: Out<*mut c_void>,
    store: Out<*mut c_void>,
) -> Code {
    let outputs = Outputs { size: Out::null(), data: Out::null(), error, logon, store };
    let provider = Provider::of(&this);
    let given = bytes(size, data).unwrap_or_default();
    if !given.is_empty() {
        provider.raw.say(format!("spooler data {}", String::from_utf8_lossy(given)));
    }
    provider.log_on("spooler logon", SupportObject::new(support), bytes(length, entry), outputs)
}

impl Provider {
    /// LOGON-1 to LOGON-8
    fn log_on(&self, call: &str, support: SupportObject, entry: Option<&[u8]>, outputs: Outputs<'_>) -> Code {
        put(outputs.size, 0);
        put(outputs.data, null_mut());
        put(outputs.error, null_mut());
        put(outputs.logon, null_mut());
        put(outputs.store, null_mut());
        let raw = &self.raw;
        raw.say(call);
        raw.support.set(support.raw());
        let work = raw.in_logon.take();
        if let Some(work) = work {
            work(support);
        }
        if let Some(code) = raw.failure_of(entry) {
            self.fail(support, outputs);
            return code;
        }
        if raw.has(Habit::SuccessGivesNothing) {
            return Code::OK;
        }
        let entry = entry.map(<[u8]>::to_vec).unwrap_or_else(|| self.entry_of_section(support));
        let known = self.open.borrow().iter().copied().find(|open| is_of(open.store, &entry));
        let another = self.open.borrow().first().copied();
        if let Some(open) = another.filter(|_| known.is_none() && raw.has(Habit::OtherStoreGivesTheLogon)) {
            add_ref(open.logon);
            put(outputs.logon, open.logon);
            put(outputs.store, Thing::make(Kind::Store, &Thing::of(&This::new(open.logon)).logon_state));
            return Code::OK;
        }
        match known.filter(|_| !raw.has(Habit::DuplicateMakesAStore)) {
            Some(open) => self.again(support, &entry, open, outputs),
            None => self.anew(support, &entry, outputs),
        }
        Code::OK
    }

    fn fail(&self, support: SupportObject, outputs: Outputs<'_>) {
        if self.raw.has(Habit::FailureKeepsSupport) {
            support.add_ref();
        }
        if self.raw.has(Habit::FailureGivesObjects) {
            put(outputs.logon, std::ptr::from_ref(self).cast_mut().cast());
        }
        if self.raw.has(Habit::FailureGivesAShortError) {
            put(outputs.error, self.memory.block(8).cast());
        }
        if self.raw.has(Habit::FailureHasText) {
            let block = self.memory.block(size_of::<MAPIERROR>());
            let error = self.memory.text("the disk is full", block);
            let head = MAPIERROR { version: 0, error, component: null_mut(), low_level_error: 0, context: 0 };
            fill(block.cast(), head);
            put(outputs.error, block.cast());
        }
    }

    /// Without an entry, the profile section says which store it is.
    fn entry_of_section(&self, support: SupportObject) -> Vec<u8> {
        let (_, section) = support.section(None, 0);
        if !section.is_there() {
            return entry_of(b"");
        }
        let uid = section.binary(tags::PROVIDER_UID::ID, self.memory);
        section.release();
        entry_of(&uid.unwrap_or_default())
    }

    /// MSLOGON-6: a store that is open already.
    fn again(&self, support: SupportObject, entry: &[u8], open: Open, outputs: Outputs<'_>) {
        let has = |habit| self.raw.has(habit);
        add_ref(open.store);
        put(outputs.store, open.store);
        if has(Habit::DuplicateGivesTheLogon) {
            add_ref(open.logon);
            put(outputs.logon, open.logon);
        }
        if has(Habit::DuplicateMakesALogon) {
            support.add_ref();
            support.set_uid(UID);
            let logon_state = LogonState::new(&self.raw, self.memory, entry, support, true, &self.open);
            put(outputs.logon, Thing::make(Kind::Logon, &logon_state));
        }
        if has(Habit::DuplicateKeepsSupport) {
            support.add_ref();
        }
        if has(Habit::DuplicateRegistersUid) {
            support.set_uid(UID);
        }
        if has(Habit::DuplicateRegistersRow) {
            support.set_row(&self.row(), 0);
        }
        if has(Habit::DuplicateGivesSpoolerData) {
            self.give_data(outputs);
        }
    }

    /// A new logon (LOGON-2, UID-1, STATUS-1).
    fn anew(&self, support: SupportObject, entry: &[u8], outputs: Outputs<'_>) {
        let has = |habit| self.raw.has(habit);
        let references = u32::from(!has(Habit::TakesNoReference)) + u32::from(has(Habit::TakesAReferenceTooMany));
        for _ in 0..references {
            support.add_ref();
        }
        let uids = u32::from(!has(Habit::RegistersNoUid)) + u32::from(has(Habit::RegistersItsUidTwice));
        for _ in 0..uids {
            support.set_uid(UID);
        }
        let code = support.set_row(&self.row(), 0);
        if code != Code::OK {
            self.raw.say(format!("row {}", code.name().unwrap_or("?")));
        }
        self.misuse(support);
        if has(Habit::GivesSpoolerData) || has(Habit::GivesLessSpoolerDataThanItSays) {
            self.give_data(outputs);
        }
        let gives_back = references > 0 || has(Habit::GivesBackWhatItNeverTook);
        let logon_state = LogonState::new(&self.raw, self.memory, entry, support, gives_back, &self.open);
        let logon = Thing::make(Kind::Logon, &logon_state);
        let store = Thing::make(Kind::Store, &logon_state);
        self.open.borrow_mut().push(Open { logon, store });
        if has(Habit::SuccessGivesNoStore) {
            self.open.borrow_mut().clear();
        } else {
            put(outputs.store, store);
        }
        if !has(Habit::SuccessGivesNoLogon) {
            put(outputs.logon, logon);
        }
    }

    fn row(&self) -> Vec<Column<'static>> {
        let mut methods = METHODS;
        methods |= if self.raw.has(Habit::RowPromisesMore) { STATUS_FLUSH_QUEUES } else { 0 };
        methods &= if self.raw.has(Habit::RowPromisesLess) { !STATUS_VALIDATE_STATE } else { u32::MAX };
        let mut row = vec![
            Column::Number(tags::STATUS_CODE::ID, STATUS_AVAILABLE),
            Column::Number(tags::RESOURCE_METHODS::ID, methods),
            Column::Text(tags::PROVIDER_DISPLAY::ID, "By hand"),
        ];
        if !self.raw.has(Habit::RowLacksAColumn) {
            row.push(Column::Text(tags::DISPLAY_NAME::ID, "A store by hand"));
        }
        row
    }

    /// What else a logon does wrong.
    fn misuse(&self, support: SupportObject) {
        let has = |habit| self.raw.has(habit);
        let memory = self.memory;
        if has(Habit::WritesMapisOwn) {
            let (_, section) = support.section(None, MAPI_MODIFY);
            let (code, problem) = section.set(tags::RESOURCE_FLAGS::ID, 7, memory);
            let name = |code: Code| code.name().unwrap_or("?");
            self.raw.say(format!("SetProps {}, {}", name(code), problem.map_or("no problem", name)));
            section.release();
        }
        if has(Habit::KeepsItsSection) {
            let _: (Code, Section) = support.section(None, 0);
        }
        if has(Habit::TellsTheSpooler) {
            support.spooler_notify(NOTIFY_READYTOSEND);
        }
        if has(Habit::FreesWhatHangs) {
            let root = memory.block(8);
            memory.free(memory.more(8, root));
            memory.free(root);
        }
        if has(Habit::FreesTwice) {
            let block = memory.block(8);
            memory.free(block);
            memory.free(block);
        }
    }

    fn give_data(&self, outputs: Outputs<'_>) {
        if !outputs.data.is_null() {
            let block = self.memory.block(6).cast::<u8>();
            (0..).zip(b"secret").for_each(|(at, byte)| fill(block.wrapping_add(at), *byte));
            put(outputs.size, if self.raw.has(Habit::GivesLessSpoolerDataThanItSays) { 6_000_000 } else { 6 });
            put(outputs.data, block);
        }
    }
}

fn is_of(store: *mut c_void, entry: &[u8]) -> bool {
    Thing::of(&This::new(store)).logon_state.entry == entry
}
