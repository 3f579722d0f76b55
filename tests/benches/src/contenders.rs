//! Who is compared: the DLLs, their provider objects, and logons of them.
#![allow(unsafe_code, reason = "a DLL's functions and a provider object's methods are called")]

use crate::host::{self, ALLOCATORS};
use crate::object::Object;
use libloading::{Library, Symbol};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::entry::MsProviderInit;
use provider_abi::shapes::flag::{LOGOFF_ORDERLY, MDB_NO_DIALOG, MDB_WRITE};
use provider_abi::shapes::ims_logon::IMSLogonVtbl;
use provider_abi::shapes::ims_provider::IMSProviderVtbl;
use provider_abi::shapes::imsg_store::IMsgStoreVtbl;
use provider_abi::shapes::param::{In, Out};
use std::ffi::c_void;
use std::path::Path;
use std::ptr::null_mut;

/// A provider's DLL in this process, and its provider object.
#[derive(Clone, Copy)]
pub(crate) struct Provider {
    object: Object,
    support: Object,
    uid: [u8; 16],
}

/// MAPI's own version.
const VERSION: u32 = 0x0001_0010;

/// The DLL, for as long as the process.
fn library(path: &Path) -> &'static Library {
    // SAFETY: D1: a library of the bench's own making.
    let library = unsafe { Library::new(path) }.unwrap();
    Box::leak(Box::new(library))
}

impl Provider {
    /// Loads a DLL and calls `MSProviderInit`. `uid` is what its identifiers carry.
    pub(crate) fn load(path: &Path, uid: [u8; 16]) -> Self {
        // SAFETY: D1: it has that type in every provider's DLL.
        let init: Symbol<'_, MsProviderInit> = unsafe { library(path).get(b"MSProviderInit") }.unwrap();
        let (allocate, more, free) = ALLOCATORS;
        let memory = (Some(allocate), Some(more), Some(free));
        let mut version = 0;
        let mut object = null_mut();
        let out = Out::from(&mut object);
        let null = null_mut();
        // SAFETY: O3: as MAPI calls it; both outputs are ours.
        let code = unsafe { init(null, null, memory.0, memory.1, memory.2, 0, VERSION, (&mut version).into(), out) };
        assert_eq!(code, Code::OK);
        Self { object: Object::new(object), support: Object::new(host::support_object()), uid }
    }

    /// `IMSProvider::Logon`
    pub(crate) fn log_on(self) -> Logon {
        let mut size = 0;
        let mut security = null_mut();
        let mut error = null_mut();
        let mut logon = null_mut();
        let mut store = null_mut();
        let call = self.object.methods::<IMSProviderVtbl>().logon;
        // SAFETY: O1, O3: the bench holds both objects; the outputs are ours.
        let code = unsafe {
            call(
                self.object.this(),
                self.support.this().raw(),
                0,
                In::null(),
                0,
                In::null(),
                MDB_WRITE | MDB_NO_DIALOG,
                In::null(),
                Out::from(&mut size),
                Out::from(&mut security),
                Out::from(&mut error),
                Out::from(&mut logon),
                Out::from(&mut store),
            )
        };
        assert_eq!(code, Code::OK);
        Logon { logon: Object::new(logon), store: Object::new(store), uid: self.uid }
    }
}

/// A logon, and the store that came with it.
#[derive(Clone, Copy)]
pub(crate) struct Logon {
    pub(crate) logon: Object,
    pub(crate) store: Object,
    uid: [u8; 16],
}

/// How long the identifier of a message is.
const ENTRY: usize = 28;

impl Logon {
    /// The identifier of message number `number`.
    #[inline]
    pub(crate) fn entry(self, number: u64) -> [u8; ENTRY] {
        let mut entry = [0; ENTRY];
        entry[4..20].copy_from_slice(&self.uid);
        entry[20..].copy_from_slice(&number.to_le_bytes());
        entry
    }

    /// `IMsgStore::OpenEntry`
    #[inline]
    pub(crate) fn open(self, entry: &[u8; ENTRY], flags: u32) -> Object {
        let mut kind = 0;
        let mut opened = null_mut();
        // SAFETY: O3: as long as the size says.
        let own = unsafe { In::from_raw(entry.as_ptr().cast()) };
        let call = self.store.methods::<IMsgStoreVtbl>().open_entry;
        let size = ENTRY as u32;
        let out = Out::from(&mut opened);
        // SAFETY: O1, O3: the row holds the store; the outputs are ours.
        let code = unsafe { call(self.store.this(), size, own, In::null(), flags, (&mut kind).into(), out) };
        assert_eq!(code, Code::OK);
        Object::new(opened)
    }

    /// `IMSLogon::Logoff`
    pub(crate) fn log_off(self) {
        let call = self.logon.methods::<IMSLogonVtbl>().logoff;
        // SAFETY: O1: the row holds the logon.
        let code = unsafe { call(self.logon.this(), Out::null()) };
        assert_eq!(code, Code::OK);
    }

    /// `IMsgStore::StoreLogoff`, and every reference back, as a session does it.
    pub(crate) fn end(self) {
        let mut flags = LOGOFF_ORDERLY;
        let call = self.store.methods::<IMsgStoreVtbl>().store_logoff;
        // SAFETY: O1, O3: the row holds the store; the output is ours.
        let code = unsafe { call(self.store.this(), Out::from(&mut flags)) };
        assert_eq!(code, Code::OK);
        assert_eq!(self.store.release(), 0);
        self.log_off();
        assert_eq!(self.logon.release(), 0);
    }
}

/// An object that a DLL's function of this name makes.
pub(crate) fn made_by(path: &Path, function: &str) -> Object {
    // SAFETY: D1: it has that type in the bench's own DLLs.
    let make: Symbol<'_, unsafe extern "C" fn() -> *mut c_void> =
        unsafe { library(path).get(function.as_bytes()) }.unwrap();
    // SAFETY: D1: as above.
    Object::new(unsafe { make() })
}
