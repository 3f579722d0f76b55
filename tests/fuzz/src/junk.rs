//! A store and a transport that answer anything: errors, warnings, success and nothing, half of
//! what was asked for. What they give is as its interface says, and as long as its count says (S4).
#![allow(unsafe_code, reason = "a class is declared, and answers in MAPI's memory")]

use crate::host::died;
use crate::world::{any_error, chance, here, one_of, trace};
use provider_abi::class::{Class, Count, Receiver};
use provider_abi::com_ptr::{ComPtr, Lent};
use provider_abi::interfaces::imapi_container::IMAPIContainer;
use provider_abi::interfaces::imapi_folder::{self, IMAPIFolder};
use provider_abi::interfaces::imapi_prop::IMAPIProp;
use provider_abi::interfaces::ims_logon::{self, IMSLogon};
use provider_abi::interfaces::ims_provider::{self, IMSProvider};
use provider_abi::interfaces::imsg_store::{self, IMsgStore};
use provider_abi::interfaces::ixp_logon::{self, IXPLogon};
use provider_abi::interfaces::ixp_provider::{self, IXPProvider};
use provider_runtime::abi::entry::{AllocateBuffer, AllocateMore, FreeBuffer};
use provider_runtime::abi::flag::{MAPI_FOLDER, PT_ERROR};
use provider_runtime::abi::iid::*;
use provider_runtime::abi::imapi_support::IMAPISupportVtbl;
use provider_runtime::abi::imessage::IMessageVtbl;
use provider_runtime::abi::param::{In, Out};
use provider_runtime::abi::structs::*;
use provider_runtime::prelude::*;
use std::ffi::c_void;
use std::ptr::{NonNull, null_mut};

/// An object of any interface: the one whose methods stand at its start.
#[repr(C)]
struct Junk {
    methods: *const c_void,
    count: Count,
    iid: Iid,
    /// A logon that keeps its support object.
    _support: Option<ComPtr<IMAPISupportVtbl>>,
}

macro_rules! methods {
    ($module:ident) => {
        std::ptr::from_ref(const { &$module::vtable::<Junk, 0>() }).cast()
    };
}

fn new(iid: Iid, methods: *const c_void, support: Option<ComPtr<IMAPISupportVtbl>>) -> *mut c_void {
    let Some(world) = here() else { return null_mut() };
    trace(|| format!("junk is made: {iid:?}"));
    world.graves.add(Junk { methods, count: Count::one(), iid, _support: support })
}

// SAFETY: O2: one vtable pointer first.
unsafe impl Class for Junk {
    fn count(&self) -> &Count {
        &self.count
    }

    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        let _ = self.methods;
        let bases: &[Iid] = match self.iid {
            IID_IMSG_STORE => &[IID_IMAPIProp],
            IID_IMAPI_FOLDER => &[IID_IMAPIContainer, IID_IMAPIProp],
            _ => &[],
        };
        let is_known = iid == self.iid || iid == IID_IUnknown || bases.contains(&iid);
        if is_known && !chance(3) { Ok(0) } else { Err(Code::INTERFACE_NOT_SUPPORTED) }
    }

    unsafe fn last(_: NonNull<Self>) {
        died("junk");
    }

    fn refuse(_: Receiver<'_, Self>) -> Code {
        any_code()
    }
}

const IID_IMSG_STORE: Iid = IID_IMsgStore;
const IID_IMAPI_FOLDER: Iid = IID_IMAPIFolder;

/// A code of any kind. Inside every call the client may call in again.
fn any_code() -> Code {
    if let Some(world) = here() {
        world.come_again();
    }
    match fastrand::u32(..10) {
        0..5 => Code::OK,
        5 => one_of(&[Code::W_ERRORS_RETURNED, Code::W_CANCEL_MESSAGE, Code::W_NO_SERVICE]),
        6 => Code(fastrand::i32(..)),
        _ => any_error(),
    }
}

/// Gives an object, or nothing; after an error always nothing.
fn give(code: Code, out: Out<'_, *mut c_void>, make: impl FnOnce() -> *mut c_void) {
    if !code.is_failure() && !out.is_null() && !chance(20) {
        out.write(make());
    }
}

fn folder() -> *mut c_void {
    new(IID_IMAPIFolder, methods!(imapi_folder), None)
}

impl IMAPIProp for Junk {
    fn get_props(
        _: Receiver<'_, Self>,
        _tags: In<'_, SPropTagArray>,
        _flags: u32,
        count: Out<'_, u32>,
        values: Out<'_, *mut SPropValue>,
    ) -> Code {
        let code = any_code();
        let wanted = fastrand::usize(..3);
        let Some(world) = here() else { return code };
        if code.is_failure() || count.is_null() || values.is_null() || chance(20) {
            return code;
        }
        let block = world.memory().block(wanted * size_of::<SPropValue>()).cast::<SPropValue>();
        if block.is_null() {
            return Code::NOT_ENOUGH_MEMORY;
        }
        for index in 0..wanted {
            let prop_tag = PropTag::new(fastrand::u16(..), one_of(&[PT_ERROR, 0, 3, 0x0EFF])).0;
            let value = SPropValue { prop_tag, align_pad: 0, value: PropUnion { li: fastrand::i64(..) } };
            // SAFETY: M1: a block for that many.
            unsafe { block.wrapping_add(index).write(value) };
        }
        count.write(wanted as u32);
        values.write(block);
        code
    }

    fn get_prop_list(_: Receiver<'_, Self>, _flags: u32, tags: Out<'_, *mut SPropTagArray>) -> Code {
        let code = any_code();
        let block = here()
            .filter(|_| !code.is_failure() && !tags.is_null())
            .map_or(null_mut(), |world| world.memory().block(8));
        if !block.is_null() {
            // SAFETY: M1: a block for a count and one tag.
            unsafe {
                block.cast::<SPropTagArray>().write(SPropTagArray { c_values: 1, prop_tag: [fastrand::u32(..)] })
            };
            tags.write(block.cast());
        }
        code
    }
}

impl IMSProvider for Junk {
    fn logon(
        _: Receiver<'_, Self>,
        support: Option<Lent<'_, IMAPISupportVtbl>>,
        _window: usize,
        _profile: In<'_, c_void>,
        _entry: Option<&[u8]>,
        _flags: u32,
        _interface: Option<&Iid>,
        _security_size: Out<'_, u32>,
        _security: Out<'_, *mut u8>,
        _error: Out<'_, *mut MAPIERROR>,
        logon: Out<'_, *mut c_void>,
        store: Out<'_, *mut c_void>,
    ) -> Code {
        let code = any_code();
        let kept = support.filter(|_| chance(70)).map(Lent::keep);
        give(code, logon, || new(IID_IMSLogon, methods!(ims_logon), kept));
        give(code, store, || new(IID_IMsgStore, methods!(imsg_store), None));
        code
    }

    fn spooler_logon(
        this: Receiver<'_, Self>,
        support: Option<Lent<'_, IMAPISupportVtbl>>,
        window: usize,
        profile: In<'_, c_void>,
        entry: Option<&[u8]>,
        flags: u32,
        interface: Option<&Iid>,
        _security: Option<&[u8]>,
        error: Out<'_, *mut MAPIERROR>,
        logon: Out<'_, *mut c_void>,
        store: Out<'_, *mut c_void>,
    ) -> Code {
        let no = Out::null();
        IMSProvider::logon(
            this,
            support,
            window,
            profile,
            entry,
            flags,
            interface,
            no,
            Out::null(),
            error,
            logon,
            store,
        )
    }
}

impl IMSLogon for Junk {
    fn open_entry(
        _: Receiver<'_, Self>,
        _entry: Option<&[u8]>,
        _interface: Option<&Iid>,
        _flags: u32,
        kind: Out<'_, u32>,
        object: Out<'_, *mut c_void>,
    ) -> Code {
        let code = any_code();
        kind.write(one_of(&[MAPI_FOLDER, 0, 77]));
        give(code, object, folder);
        code
    }
}

impl IMsgStore for Junk {
    fn open_entry(
        this: Receiver<'_, Self>,
        entry: Option<&[u8]>,
        interface: Option<&Iid>,
        flags: u32,
        kind: Out<'_, u32>,
        object: Out<'_, *mut c_void>,
    ) -> Code {
        IMSLogon::open_entry(this, entry, interface, flags, kind, object)
    }
}

impl IMAPIContainer for Junk {}
impl IMAPIFolder for Junk {}

impl IXPProvider for Junk {
    fn transport_logon(
        _: Receiver<'_, Self>,
        support: Option<Lent<'_, IMAPISupportVtbl>>,
        _window: usize,
        _profile: In<'_, c_void>,
        flags: Out<'_, u32>,
        _error: Out<'_, *mut MAPIERROR>,
        logon: Out<'_, *mut c_void>,
    ) -> Code {
        let code = any_code();
        let kept = support.filter(|_| chance(70)).map(Lent::keep);
        flags.write(one_of(&[0, 3, u32::MAX]));
        give(code, logon, || new(IID_IXPLogon, methods!(ixp_logon), kept));
        code
    }
}

impl IXPLogon for Junk {
    fn submit_message(
        _: Receiver<'_, Self>,
        _flags: u32,
        _message: Option<Lent<'_, IMessageVtbl>>,
        reference: Out<'_, usize>,
        seconds: Out<'_, usize>,
    ) -> Code {
        reference.write(one_of(&[0, 1, 2, usize::MAX]));
        seconds.write(one_of(&[0, usize::MAX]));
        any_code()
    }

    fn end_message(_: Receiver<'_, Self>, _reference: usize, flags: Out<'_, u32>) -> Code {
        flags.write(fastrand::u32(..4));
        any_code()
    }

    fn poll(_: Receiver<'_, Self>, incoming: Out<'_, u32>) -> Code {
        incoming.write(fastrand::u32(..2));
        any_code()
    }
}

macro_rules! init_function {
    ($(#[$doc:meta])* $name:ident: $iid:ident, $module:ident) => {
        $(#[$doc])*
        ///
        /// # Safety
        /// MAPI calls it, with the arguments that it calls such an entry point with.
        pub unsafe extern "C" fn $name(
            _: *mut c_void,
            _: *mut c_void,
            _: Option<AllocateBuffer>,
            _: Option<AllocateMore>,
            _: Option<FreeBuffer>,
            _: u32,
            _: u32,
            version: Out<u32>,
            provider: Out<*mut c_void>,
        ) -> Code {
            let code = if chance(70) { Code::OK } else { any_code() };
            version.write(one_of(&[0x0001_0010, 0x0001_0010, 0, u32::MAX]));
            give(code, provider, || new($iid, methods!($module), None));
            code
        }
    };
}
init_function! {
    /// `MSProviderInit`
    store_entry: IID_IMSProvider, ims_provider
}
init_function! {
    /// `XPProviderInit`
    transport_entry: IID_IXPProvider, ixp_provider
}
