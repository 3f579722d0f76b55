//! The entry point, the provider object and the logon object of the transport by hand.
#![allow(unsafe_code, reason = "an object by hand has a vtable")]

use super::{FINE, Habit, RawTransport, current};
use crate::raw::object::add_ref;
use crate::raw::pointers::{get, put};
use crate::raw::support_object::{Column, SupportObject};
use provider_runtime::abi::entry::{AllocateBuffer, AllocateMore, FreeBuffer};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::i_unknown::IUnknownVtbl;
use provider_runtime::abi::iid::{IID_IUnknown, IID_IXPLogon, IID_IXPProvider, Iid};
use provider_runtime::abi::ixp_logon::IXPLogonVtbl;
use provider_runtime::abi::ixp_provider::IXPProviderVtbl;
use provider_runtime::abi::param::{In, Out, This};
use provider_runtime::abi::structs::{ENTRYID, MAPIERROR, MAPIUID};
use provider_runtime::prelude::*;
use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::ptr::null_mut;
use std::rc::Rc;

/// Either object: which vtable it has says which it is.
#[repr(C)]
struct Thing {
    methods: *const c_void,
    count: Cell<u32>,
    iid: Iid,
    post: Rc<RawTransport>,
    support: Cell<Option<SupportObject>>,
    /// The address type, and the array of it (XPLOGON-7).
    address_type: RefCell<Box<[u8; 5]>>,
    types: RefCell<Vec<*mut c_void>>,
}

const PROVIDER: &IXPProviderVtbl = &IXPProviderVtbl {
    unknown: IUnknownVtbl { query_interface, add_ref: add_one, release: release_one },
    shutdown,
    transport_logon,
};

const LOGON: &IXPLogonVtbl = &IXPLogonVtbl {
    unknown: IUnknownVtbl { query_interface, add_ref: add_one, release: release_one },
    address_types,
    register_options,
    transport_notify,
    idle,
    transport_logoff,
    submit_message,
    end_message,
    poll,
    start_message,
    open_status_entry,
    validate_state,
    flush_queues,
};

fn made(methods: *const c_void, iid: Iid, support: Option<SupportObject>) -> *mut c_void {
    let address_type = Box::new(*b"SMTP\0");
    // Of a large array the system takes the memory back at once.
    let count = if current().has(Habit::FreesItsArrays) { 60_000 } else { 1 };
    let types = vec![address_type.as_ptr().cast_mut().cast(); count];
    let thing = Thing {
        methods,
        count: Cell::new(1),
        iid,
        post: current(),
        support: Cell::new(support),
        address_type: RefCell::new(address_type),
        types: RefCell::new(types),
    };
    Box::into_raw(Box::new(thing)).cast()
}

impl Thing {
    fn of(this: &This) -> &Self {
        // SAFETY: O1: the caller's reference keeps it until its method returns.
        unsafe { &*this.raw().cast::<Self>() }
    }

    /// Says what was called, and does what it was lent for.
    fn called(this: &This, method: &str) -> Code {
        let thing = Self::of(this);
        let _ = thing.methods;
        thing.post.say(method);
        if thing.post.has(Habit::ChangesItsArrays) && method != "AddressTypes" {
            thing.address_type.borrow_mut().copy_from_slice(b"FAX\0\0");
        }
        if thing.post.has(Habit::FreesItsArrays) && method != "AddressTypes" {
            drop(thing.types.take());
        }
        FINE
    }

    fn gives_support_back(&self) {
        if let Some(support) = self.support.take().filter(|_| !self.post.has(Habit::KeepsSupport)) {
            support.release();
        }
    }
}

/// `XPProviderInit` of this DLL.
///
/// # Safety
/// MAPI calls it, with the arguments that it calls such an entry point with.
pub unsafe extern "C" fn init(
    _: *mut c_void,
    _malloc: *mut c_void,
    _: Option<AllocateBuffer>,
    _: Option<AllocateMore>,
    _: Option<FreeBuffer>,
    _: u32,
    offered: u32,
    version: Out<u32>,
    provider: Out<*mut c_void>,
) -> Code {
    put(version, offered);
    put(provider, made(std::ptr::from_ref(PROVIDER).cast(), IID_IXPProvider, None));
    FINE
}

unsafe extern "system" fn query_interface(this: This, iid: In<Iid>, out: Out<*mut c_void>) -> Code {
    put(out, null_mut());
    let own = Thing::of(&this).iid;
    if !get(iid.raw()).is_some_and(|iid| [IID_IUnknown, own].contains(&iid)) {
        return Code::INTERFACE_NOT_SUPPORTED;
    }
    add_ref(this.raw());
    put(out, this.raw());
    FINE
}

unsafe extern "system" fn add_one(this: This) -> u32 {
    let count = &Thing::of(&this).count;
    count.set(count.get() + 1);
    count.get()
}

unsafe extern "system" fn release_one(this: This) -> u32 {
    let thing = Thing::of(&this);
    let left = thing.count.get() - 1;
    thing.count.set(left);
    if left == 0 {
        thing.gives_support_back();
        // SAFETY: O4: the last reference, and it was boxed when it was made.
        drop(unsafe { Box::from_raw(this.raw().cast::<Thing>()) });
    }
    left
}

unsafe extern "system" fn shutdown(this: This, _: Out<u32>) -> Code {
    Thing::called(&this, "Shutdown")
}

unsafe extern "system" fn transport_logon(
    this: This,
    support: *mut c_void,
    _: usize,
    _: In<c_void>,
    flags: Out<u32>,
    error: Out<*mut MAPIERROR>,
    logon: Out<*mut c_void>,
) -> Code {
    let post = &Thing::of(&this).post;
    put(logon, null_mut());
    put(error, null_mut());
    put(flags, LOGON_SP_POLL);
    if post.has(Habit::LogonGivesNothing) {
        return FINE;
    }
    let support = SupportObject::new(support);
    if post.has(Habit::RegistersAUid) {
        post.say(format!("{}", support.set_uid(*b"a transport's id")));
    }
    if post.has(Habit::RowLacksColumns) {
        support.set_row(&[Column::Text(tags::DISPLAY_NAME::ID, "Post")], 0);
    } else if !post.has(Habit::HasNoRow) {
        support.set_row(&Column::row("Post", STATUS_AVAILABLE), 0);
    }
    let held = !post.has(Habit::TakesNoReference);
    if held {
        support.add_ref();
    }
    put(logon, made(std::ptr::from_ref(LOGON).cast(), IID_IXPLogon, held.then_some(support)));
    FINE
}

unsafe extern "system" fn address_types(
    this: This,
    flags: Out<u32>,
    type_count: Out<u32>,
    types: Out<*mut *mut c_void>,
    uid_count: Out<u32>,
    uids: Out<*mut *mut MAPIUID>,
) -> Code {
    put(flags, 0);
    let own = &mut *Thing::of(&this).types.borrow_mut();
    put(type_count, own.len() as u32);
    put(types, own.as_mut_ptr());
    put(uid_count, 0);
    put(uids, null_mut());
    Thing::called(&this, "AddressTypes")
}

unsafe extern "system" fn register_options(this: This, _: Out<u32>, _: Out<u32>, _: Out<*mut c_void>) -> Code {
    Thing::called(&this, "RegisterOptions");
    Code::NO_SUPPORT
}

unsafe extern "system" fn transport_notify(this: This, flags: Out<u32>, _: Out<*mut c_void>) -> Code {
    let told = get(flags.raw().cast_const()).unwrap_or_default();
    Thing::called(&this, &format!("TransportNotify {told:#x}"))
}

unsafe extern "system" fn idle(this: This, _: u32) -> Code {
    Thing::called(&this, "Idle")
}

unsafe extern "system" fn transport_logoff(this: This, flags: u32) -> Code {
    Thing::called(&this, &format!("TransportLogoff {flags:#x}"));
    let thing = Thing::of(&this);
    let post = Rc::clone(&thing.post);
    if let (true, Some(support)) = (post.has(Habit::RemovesItsRow), thing.support.get()) {
        support.set_row(&[], 0);
    }
    let code = if post.has(Habit::FailsToLogOff) { Code::NETWORK_ERROR } else { FINE };
    if !post.has(Habit::GivesBackInTheDestructor) {
        thing.gives_support_back(); // SUPREL-5: the last that it does
    }
    code
}

unsafe extern "system" fn submit_message(
    this: This,
    _: u32,
    message: *mut c_void,
    reference: Out<usize>,
    _: Out<usize>,
) -> Code {
    put(reference, 7);
    Thing::called(&this, "SubmitMessage");
    let thing = Thing::of(&this);
    if thing.post.has(Habit::KeepsTheMessage) {
        add_ref(message);
        thing.post.kept.set(message);
    }
    if let (true, Some(support)) = (thing.post.has(Habit::Fails), thing.support.get()) {
        support.spooler_notify(NOTIFY_CRITICAL_ERROR);
        return Code::NETWORK_ERROR;
    }
    FINE
}

unsafe extern "system" fn end_message(this: This, reference: usize, flags: Out<u32>) -> Code {
    put(flags, 0);
    Thing::called(&this, &format!("EndMessage {reference}"))
}

unsafe extern "system" fn poll(this: This, incoming: Out<u32>) -> Code {
    put(incoming, 0);
    Thing::called(&this, "Poll")
}

unsafe extern "system" fn start_message(this: This, _: u32, _: *mut c_void, _: Out<usize>) -> Code {
    Thing::called(&this, "StartMessage")
}

unsafe extern "system" fn open_status_entry(
    this: This,
    _: In<Iid>,
    _: u32,
    _: Out<u32>,
    out: Out<*mut c_void>,
) -> Code {
    put(out, null_mut());
    Thing::called(&this, "OpenStatusEntry");
    Code::NO_SUPPORT
}

unsafe extern "system" fn validate_state(this: This, _: usize, _: u32) -> Code {
    Thing::called(&this, "ValidateState")
}

unsafe extern "system" fn flush_queues(this: This, _: usize, _: u32, _: In<ENTRYID>, _: u32) -> Code {
    Thing::called(&this, "FlushQueues")
}
