//! What a provider has from MAPI: its support object and its profile section, as safe calls.
#![allow(clippy::not_unsafe_ptr_arg_deref, reason = "tests pass on pointers that a session gave them")]
#![allow(unsafe_code, reason = "a provider by hand calls MAPI over vtables")]

use super::object::{add_ref, argument, argument_of, methods, query, release};
use super::pointers::{Memory, get, text_at};
use provider_runtime::abi::flag::{MAPI_UNICODE, STATUS_VALIDATE_STATE, fnevCriticalError, fnevExtended};
use provider_runtime::abi::iid::IID_IMAPISup;
use provider_runtime::abi::imapi_support::IMAPISupportVtbl;
use provider_runtime::abi::iprof_sect::IProfSectVtbl;
use provider_runtime::abi::param::{In, Out, This};
use provider_runtime::abi::structs::*;
use provider_runtime::prelude::*;
use std::ffi::c_void;
use std::mem::offset_of;
use std::ptr::null_mut;

/// A support object. The session keeps it, also after its end (SUP-3).
#[derive(Clone, Copy)]
pub struct SupportObject(*mut c_void);

/// A column of a status row.
pub enum Column<'a> {
    /// A tag and a text.
    Text(PropTag, &'a str),
    /// A tag and a number.
    Number(PropTag, u32),
}

impl SupportObject {
    /// The support object that a logon was given; no reference is taken.
    pub fn new(support: *mut c_void) -> Self {
        Self(support)
    }

    /// Its pointer.
    pub fn raw(self) -> *mut c_void {
        self.0
    }

    fn this(self) -> This {
        This::new(self.0)
    }

    fn methods(self) -> IMAPISupportVtbl {
        methods(self.0)
    }

    /// AddRef: what it gives.
    pub fn add_ref(self) -> u32 {
        add_ref(self.0)
    }

    /// Release: what it gives.
    pub fn release(self) -> u32 {
        release(self.0)
    }

    /// QueryInterface for its own interface: the code, and whether nothing was given.
    pub fn query(self) -> (Code, bool) {
        let (code, found) = query(self.0, IID_IMAPISup);
        (code, found.is_null())
    }

    /// `SetProviderUID`
    pub fn set_uid(self, uid: [u8; 16]) -> Code {
        let uid = MAPIUID { ab: uid };
        // SAFETY: O1, O3: the session keeps it; the argument is ours until it returns.
        unsafe { (self.methods().set_provider_uid)(self.this(), In::from(&uid), 0) }
    }

    /// `ModifyStatusRow`
    pub fn set_row(self, columns: &[Column<'_>], flags: u32) -> Code {
        let texts: Vec<Vec<u16>> = columns.iter().map(Column::units).collect();
        let values = columns.iter().zip(&texts).map(|(column, units)| match column {
            Column::Text(tag, _) => value(*tag, PropUnion { lpsz_w: units.as_ptr().cast_mut() }),
            Column::Number(tag, number) => value(*tag, PropUnion { ul: *number }),
        });
        let values: Vec<_> = values.collect();
        let first = if values.is_empty() { In::null() } else { argument(&values) };
        // SAFETY: O1, O3: as above.
        unsafe { (self.methods().modify_status_row)(self.this(), values.len() as u32, first, flags) }
    }

    /// `StoreLogoffTransports`: the code, and the flags that came back.
    pub fn tell_transports(self, mut flags: u32) -> (Code, u32) {
        // SAFETY: O1, O3: as above.
        let code = unsafe { (self.methods().store_logoff_transports)(self.this(), Out::from(&mut flags)) };
        (code, flags)
    }

    /// `SpoolerNotify`
    pub fn spooler_notify(self, flags: u32) -> Code {
        // SAFETY: O1: as above.
        unsafe { (self.methods().spooler_notify)(self.this(), flags, null_mut()) }
    }

    /// `Subscribe` on a key.
    pub fn subscribe(self, key: &[u8], mask: u32, sink: *mut c_void, connection: Out<usize>) -> Code {
        let words = words_of(key);
        // SAFETY: O1, O3: as above.
        unsafe { (self.methods().subscribe)(self.this(), argument(&words), mask, 0, sink, connection) }
    }

    /// `Notify` on a key, with one event: `None` is an extended one that is as long as it can say,
    /// a code is a critical error's, which has no object and says that its text is Unicode.
    pub fn notify(self, key: &[u8], error: Option<Code>) -> Code {
        let words = words_of(key);
        let mut nothing = [0_u8; 32];
        let info = match error {
            None => {
                let event_parameters = nothing.as_mut_ptr();
                NotificationUnion { ext: EXTENDED_NOTIFICATION { event: 1, cb: u32::MAX, event_parameters } }
            }
            Some(scode) => {
                let flags = MAPI_UNICODE;
                let mapi_error = nothing.as_mut_ptr().cast();
                NotificationUnion {
                    err: ERROR_NOTIFICATION { cb_entry_id: 0, entry_id: null_mut(), scode, flags, mapi_error },
                }
            }
        };
        let event_type = if error.is_some() { fnevCriticalError } else { fnevExtended };
        let told = NOTIFICATION { event_type, align_pad: 0, info };
        let mut flags = 0;
        let key = argument(&words);
        let flags = Out::from(&mut flags);
        // SAFETY: O1, O3: as above.
        unsafe { (self.methods().notify)(self.this(), key, 1, argument_of(&told), flags) }
    }

    /// `Unsubscribe`
    pub fn unsubscribe(self, connection: usize) -> Code {
        // SAFETY: O1: as above.
        unsafe { (self.methods().unsubscribe)(self.this(), connection) }
    }

    /// `OpenProfileSection`
    pub fn section(self, uid: Option<[u8; 16]>, flags: u32) -> (Code, Section) {
        let uid = uid.map(|ab| MAPIUID { ab });
        let mut section = null_mut();
        let uid = uid.as_ref().map_or(In::null(), In::from);
        // SAFETY: O1, O3: as above.
        let code = unsafe { (self.methods().open_profile_section)(self.this(), uid, flags, Out::from(&mut section)) };
        (code, Section(section))
    }

    /// `GetMemAllocRoutines`: the allocators.
    pub fn memory(self) -> Memory {
        let mut allocate = None;
        let mut more = None;
        let mut free = None;
        let a = Out::from(&mut allocate);
        let m = Out::from(&mut more);
        let f = Out::from(&mut free);
        // SAFETY: O1, O3: as above.
        unsafe { (self.methods().get_mem_alloc_routines)(self.this(), a, m, f) };
        Memory { allocate: allocate.unwrap(), more: more.unwrap(), free: free.unwrap() }
    }

    /// `MakeInvalid`
    pub fn make_invalid(self, object: *mut c_void, count: u32, methods: u32) -> Code {
        // SAFETY: O1: as above; which block it is, MAPI looks up.
        unsafe { (self.methods().make_invalid)(self.this(), 0, object, count, methods) }
    }

    /// `NewUID`
    pub fn new_uid(self) -> [u8; 16] {
        let mut uid = MAPIUID { ab: [0; 16] };
        // SAFETY: O1, O3: as above.
        unsafe { (self.methods().new_uid)(self.this(), Out::from(&mut uid)) };
        uid.ab
    }

    /// `OpenEntry`: the code, the kind, and whether there was an object, which is given back.
    pub fn open(self, entry: &[u8]) -> (Code, u32, bool) {
        let mut kind = 0;
        let mut object = null_mut();
        let kind_out = Out::from(&mut kind);
        let object_out = Out::from(&mut object);
        let length = entry.len() as u32;
        let given = argument(entry);
        let open = self.methods().open_entry;
        // SAFETY: O1, O3: as above.
        let code = unsafe { open(self.this(), length, given, In::null(), 0, kind_out, object_out) };
        if !object.is_null() {
            release(object);
        }
        (code, kind, !object.is_null())
    }

    /// `CompareEntryIDs`
    pub fn compare(self, one: &[u8], other: &[u8]) -> (Code, u32) {
        let mut same = 7;
        let compare = self.methods().compare_entry_ids;
        let first = argument(one);
        let second = argument(other);
        let length = one.len() as u32;
        let other_length = other.len() as u32;
        let out = Out::from(&mut same);
        // SAFETY: O1, O3: as above.
        let code = unsafe { compare(self.this(), length, first, other_length, second, 0, out) };
        (code, same)
    }

    /// `GetLastError`: the text for a code, if there is one; its block is freed.
    pub fn last_error(self, code: Code) -> (Code, Option<String>) {
        let mut error = null_mut();
        let get_last_error = self.methods().get_last_error;
        // SAFETY: O1, O3: as above.
        let told = unsafe { get_last_error(self.this(), code, MAPI_UNICODE, Out::from(&mut error)) };
        let text = get(error.cast_const()).map(|head| text_at(head.error));
        self.memory().free(error.cast());
        (told, text)
    }

    /// `GetSvcConfigSupportObj`
    pub fn configuration(self) -> (Code, Self) {
        let mut object = null_mut();
        // SAFETY: O1, O3: as above.
        let code = unsafe { (self.methods().get_svc_config_support_obj)(self.this(), 0, Out::from(&mut object)) };
        (code, Self(object))
    }

    /// `WrapStoreEntryID`, `ModifyProfile`, `PrepareSubmit`: their codes.
    pub fn others(self) -> [Code; 3] {
        let mut length = 0;
        let mut wrapped = null_mut();
        let own = [7_u8; 24];
        let length_out = Out::from(&mut length);
        let out = Out::from(&mut wrapped);
        let methods = self.methods();
        // SAFETY: O1, O3: as above.
        let wrap = unsafe { (methods.wrap_store_entry_id)(self.this(), 24, argument(&own), length_out, out) };
        if !wrapped.is_null() {
            self.memory().free(wrapped.cast());
        }
        // SAFETY: O1: as above.
        let profile = unsafe { (methods.modify_profile)(self.this(), 0) };
        // SAFETY: O1: as above.
        let submit = unsafe { (methods.prepare_submit)(self.this(), null_mut(), Out::null()) };
        [wrap, profile, submit]
    }
}

impl Column<'_> {
    /// A row with all that a provider has to say (STATUS-2).
    pub fn row(name: &str, code: u32) -> [Column<'_>; 4] {
        [
            Column::Text(tags::DISPLAY_NAME::ID, name),
            Column::Text(tags::PROVIDER_DISPLAY::ID, "By hand"),
            Column::Number(tags::RESOURCE_METHODS::ID, STATUS_VALIDATE_STATE),
            Column::Number(tags::STATUS_CODE::ID, code),
        ]
    }

    fn units(&self) -> Vec<u16> {
        match self {
            Self::Text(_, text) => text.encode_utf16().chain([0]).collect(),
            Self::Number(..) => Vec::new(),
        }
    }
}

/// A NOTIFKEY: a count and bytes, as aligned as the count.
fn words_of(key: &[u8]) -> Vec<u32> {
    let bytes = key.chunks(4).map(|chunk| {
        let mut word = [0; 4];
        word.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
        u32::from_ne_bytes(word)
    });
    std::iter::once(key.len() as u32).chain(bytes).collect()
}

fn value(tag: PropTag, value: PropUnion) -> SPropValue {
    SPropValue { prop_tag: tag.0, align_pad: 0, value }
}

/// A profile section; null if it was not opened.
#[derive(Debug)]
pub struct Section(*mut c_void);

impl Section {
    /// Its pointer.
    pub fn raw(&self) -> *mut c_void {
        self.0
    }

    /// Whether it was opened.
    pub fn is_there(&self) -> bool {
        !self.0.is_null()
    }

    fn methods(&self) -> IProfSectVtbl {
        assert!(self.is_there(), "no section");
        methods(self.0)
    }

    /// `SetProps` with one number: the code, and the first problem's.
    pub fn set(&self, tag: PropTag, number: u32, memory: Memory) -> (Code, Option<Code>) {
        let value = value(tag, PropUnion { ul: number });
        let mut problems = null_mut();
        let set_props = self.methods().prop.set_props;
        // SAFETY: O1, O3: a section of the session's; the arguments are ours until it returns.
        let code = unsafe { set_props(This::new(self.0), 1, argument_of(&value), Out::from(&mut problems)) };
        let problem = get(problems.cast_const()).and_then(|head| head.problem.first().map(|problem| problem.scode));
        memory.free(problems.cast());
        (code, problem)
    }

    /// `SetProps` with one number, without asking for problems.
    pub fn set_blindly(&self, tag: PropTag, number: u32) -> Code {
        let value = value(tag, PropUnion { ul: number });
        let set_props = self.methods().prop.set_props;
        // SAFETY: O1, O3: a section of the session's; the arguments are ours until it returns.
        unsafe { set_props(This::new(self.0), 1, argument_of(&value), Out::null()) }
    }

    /// `GetProps` of all: the code, the count, whether there was no array.
    pub fn all(&self) -> (Code, u32, bool) {
        let mut count = 9;
        let mut values = null_mut();
        let count_out = Out::from(&mut count);
        let values_out = Out::from(&mut values);
        let get_props = self.methods().prop.get_props;
        // SAFETY: O1, O3: as above.
        let code = unsafe { get_props(This::new(self.0), In::null(), 0, count_out, values_out) };
        (code, count, values.is_null())
    }

    /// `GetProps` with one tag: its bytes.
    pub fn binary(&self, tag: PropTag, memory: Memory) -> Option<Vec<u8>> {
        let wanted = SPropTagArray { c_values: 1, prop_tag: [tag.0] };
        let mut count = 0;
        let mut values = null_mut();
        let count_out = Out::from(&mut count);
        let values_out = Out::from(&mut values);
        let get_props = self.methods().prop.get_props;
        // SAFETY: O1, O3: as above.
        unsafe { get_props(This::new(self.0), argument_of(&wanted), 0, count_out, values_out) };
        let first = get(values.cast_const()).filter(|value| value.prop_tag == tag.0);
        let bytes = first.and_then(|value| {
            // SAFETY: M2: the tag says that it is binary.
            let binary = unsafe { value.value.bin };
            // SAFETY: M2: null, or as many bytes as the count says.
            let lpb = unsafe { In::from_raw(binary.lpb.cast_const()) };
            super::pointers::bytes(binary.cb, lpb).map(<[u8]>::to_vec)
        });
        memory.free(values.cast());
        bytes
    }

    /// Release: what it gives.
    pub fn release(self) -> u32 {
        release(self.0)
    }
}

const _: () = assert!(offset_of!(NOTIFKEY, ab) == 4, "a key's bytes stand behind its count");
