//! What a logon has made: its logon object, its store, its status objects and messages, all of one
//! layout, and what they share: the reference on the support object and the way to its end. Their
//! methods are in `methods.rs`.
#![allow(unsafe_code, reason = "an object by hand has a vtable")]

use super::habit::Habit;
use super::methods;
use super::state::{RawStore, UID};
use crate::raw::object::release;
use crate::raw::pointers::{Memory, get, put};
use crate::raw::support_object::SupportObject;
use provider_runtime::abi::flag::*;
use provider_runtime::abi::i_unknown::IUnknownVtbl;
use provider_runtime::abi::iid::*;
use provider_runtime::abi::param::{In, Out, This};
use provider_runtime::prelude::*;
use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::ptr::null_mut;
use std::rc::{Rc, Weak};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Logon,
    Store,
    Status,
    Message,
}

/// One object.
#[repr(C)]
pub struct Thing {
    methods: *const c_void,
    count: Cell<u32>,
    kind: Kind,
    pub logon_state: Rc<LogonState>,
}

/// One logon.
pub struct LogonState {
    pub raw: Rc<RawStore>,
    pub memory: Memory,
    /// Its store's identifier.
    pub entry: Vec<u8>,
    support: SupportObject,
    is_support_held: Cell<bool>,
    /// The provider's open stores, this one among them while it is open.
    open: Weak<RefCell<Vec<Open>>>,
    is_over: Cell<bool>,
    logoffs: Cell<u32>,
    are_transports_told: Cell<bool>,
    /// What StoreLogoff has saved for the end.
    pub logoff_flags: Cell<u32>,
    connections: RefCell<Vec<usize>>,
}

/// A store that is open, and its logon object, without references.
#[derive(Clone, Copy)]
pub struct Open {
    pub logon: *mut c_void,
    pub store: *mut c_void,
}

pub const UNKNOWN: IUnknownVtbl = IUnknownVtbl { query_interface, add_ref, release: release_one };

impl Thing {
    /// A new object with one reference.
    pub fn make(kind: Kind, logon_state: &Rc<LogonState>) -> *mut c_void {
        let methods = match kind {
            Kind::Logon => std::ptr::from_ref(methods::LOGON).cast(),
            Kind::Store => std::ptr::from_ref(methods::STORE).cast(),
            Kind::Status => std::ptr::from_ref(methods::STATUS).cast(),
            Kind::Message => std::ptr::from_ref(methods::MESSAGE).cast(),
        };
        Box::into_raw(Box::new(Self { methods, count: Cell::new(1), kind, logon_state: Rc::clone(logon_state) })).cast()
    }

    pub fn of(this: &This) -> &Self {
        // SAFETY: O1: the caller's reference keeps it until its method returns.
        unsafe { &*this.raw().cast::<Self>() }
    }

    /// QueryInterface, also through another pointer of the object's.
    pub fn query(object: *mut c_void, iid: In<Iid>, out: Out<*mut c_void>) -> Code {
        query(This::new(object), iid, out)
    }

    /// A method's answer: `MAPI_E_INVALID_OBJECT` after the logon's end (INVAL-1).
    pub fn answers(&self, work: impl FnOnce(&Rc<LogonState>) -> Code) -> Code {
        match (self.logon_state.is_over.get(), self.logon_state.raw.has(Habit::WorksBehindItsEnd)) {
            (true, true) => Code::OK,
            (true, false) => Code::INVALID_OBJECT,
            (false, _) => work(&self.logon_state),
        }
    }

    /// Its answer to QueryInterface, apart from `IUnknown`.
    fn has(&self, iid: Iid) -> Code {
        let own = match self.kind {
            Kind::Logon => vec![IID_IMSLogon],
            Kind::Store => vec![IID_IMsgStore, IID_IMAPIProp],
            Kind::Status => vec![IID_IMAPIStatus, IID_IMAPIProp],
            Kind::Message => vec![IID_IMessage, IID_IMAPIProp],
        };
        if self.logon_state.raw.has(Habit::HasEveryInterface) {
            return Code::OK;
        }
        let is_known = own.contains(&iid);
        if is_known { self.answers(|_| Code::OK) } else { Code::INTERFACE_NOT_SUPPORTED }
    }
}

unsafe extern "system" fn query_interface(this: This, iid: In<Iid>, out: Out<*mut c_void>) -> Code {
    Thing::query(this.raw(), iid, out)
}

fn query(this: This, iid: In<Iid>, out: Out<*mut c_void>) -> Code {
    let (thing, Some(iid)) = (Thing::of(&this), get(iid.raw())) else {
        put(out, null_mut());
        return Code::INVALID_PARAMETER;
    };
    let raw = &thing.logon_state.raw;
    if iid == IID_IUnknown && raw.has(Habit::HasTwoIdentities) && thing.kind == Kind::Store {
        let other = Thing::make(Kind::Status, &thing.logon_state);
        crate::raw::object::add_ref(other); // never freed: each is at an address of its own
        put(out, other);
        return Code::OK;
    }
    let code = if iid == IID_IUnknown { Code::OK } else { thing.has(iid) };
    if code == Code::OK && !raw.has(Habit::QuerySucceedsWithNothing) {
        thing.count.set(thing.count.get() + 1);
        put(out, this.raw());
    } else if !raw.has(Habit::QueryLeavesItsOutput) {
        put(out, null_mut());
    }
    code
}

unsafe extern "system" fn add_ref(this: This) -> u32 {
    let count = &Thing::of(&this).count;
    count.set(count.get() + 1);
    count.get()
}

unsafe extern "system" fn release_one(this: This) -> u32 {
    let thing = Thing::of(&this);
    let left = thing.count.get() - 1;
    thing.count.set(left);
    if left > 0 {
        return left;
    }
    let _ = thing.methods;
    match thing.kind {
        Kind::Store => thing.logon_state.store_is_closed(),
        Kind::Logon => thing.logon_state.give_back(), // LOGOFF-11
        Kind::Status | Kind::Message => {}
    }
    // SAFETY: O4: the count is zero, so nobody has it; it was boxed in `make`.
    drop(unsafe { Box::from_raw(this.raw().cast::<Thing>()) });
    0
}

impl LogonState {
    pub fn new(
        raw: &Rc<RawStore>,
        memory: Memory,
        entry: &[u8],
        support: SupportObject,
        is_support_held: bool,
        open: &Rc<RefCell<Vec<Open>>>,
    ) -> Rc<Self> {
        Rc::new(Self {
            raw: Rc::clone(raw),
            memory,
            entry: entry.to_vec(),
            support,
            is_support_held: Cell::new(is_support_held),
            open: Rc::downgrade(open),
            is_over: Cell::new(false),
            logoffs: Cell::new(0),
            are_transports_told: Cell::new(false),
            logoff_flags: Cell::new(LOGOFF_ABORT),
            connections: RefCell::default(),
        })
    }

    /// The client's last Release of the store (STORELOGOFF-8).
    fn store_is_closed(self: &Rc<Self>) {
        self.forget();
        if self.raw.has(Habit::GivesBackInTheDestructor) {
            self.tell_transports(LOGOFF_ABORT);
        } else {
            self.end();
        }
    }

    /// `IMSLogon::Logoff`
    pub fn log_off(self: &Rc<Self>) -> Code {
        self.raw.say("logoff");
        let times = self.logoffs.replace(self.logoffs.get() + 1);
        self.end();
        if self.raw.has(Habit::TakesItsTime) {
            self.raw.clock.fetch_add(60, std::sync::atomic::Ordering::Relaxed);
        }
        let fails = self.raw.has(Habit::LogoffFails) || times > 0 && self.raw.has(Habit::SecondLogoffFails);
        if fails { Code::CALL_FAILED } else { Code::OK }
    }

    /// Everything that a logon's end has to do, once; its store may live on.
    fn end(self: &Rc<Self>) {
        if self.is_over.replace(true) {
            return;
        }
        self.forget();
        // STORELOGOFF-8: before the transports
        for connection in self.connections.take() {
            if !self.raw.has(Habit::LeavesSubscriptions) {
                self.support.unsubscribe(connection);
            }
        }
        if !self.raw.has(Habit::TellsNoTransports) {
            self.tell_transports(self.logoff_flags.get());
        }
        if self.raw.has(Habit::TellsTransportsTwice) {
            self.support.tell_transports(LOGOFF_ABORT);
        }
        if self.raw.has(Habit::RemovesItsRow) {
            self.support.set_row(&[], 0);
        }
        if !self.raw.has(Habit::GivesBackInTheDestructor) {
            self.give_back();
        }
    }

    /// Gives the support object back.
    fn give_back(&self) {
        if !self.is_support_held.replace(false) {
            return;
        }
        self.support.release();
        if self.raw.has(Habit::GivesOneBackTooMany) {
            self.support.release();
        }
        if self.raw.has(Habit::CallsBehindTheLastRelease) {
            self.support.set_uid(UID);
        }
    }

    /// MSLOGON-8: it is not open any more.
    fn forget(self: &Rc<Self>) {
        if let Some(open) = self.open.upgrade() {
            open.borrow_mut().retain(|open| !Rc::ptr_eq(&Thing::of(&This::new(open.store)).logon_state, self));
        }
    }

    /// STORELOGOFF-6: what comes back is complete, or everything goes on.
    pub fn tell_transports(&self, flags: u32) -> u32 {
        if self.are_transports_told.get() {
            return LOGOFF_COMPLETE;
        }
        let (_, back) = self.support.tell_transports(flags);
        self.are_transports_told.set(back & LOGOFF_COMPLETE != 0);
        back
    }

    pub fn advise(&self, mask: u32, sink: *mut c_void, connection: Out<usize>) -> Code {
        let mut number = 0;
        let code = self.support.subscribe(&self.entry, mask, sink, Out::from(&mut number));
        if !code.is_failure() {
            self.connections.borrow_mut().push(number);
        }
        put(connection, number);
        code
    }

    pub fn unadvise(&self, connection: usize) -> Code {
        self.connections.borrow_mut().retain(|other| *other != connection);
        self.support.unsubscribe(connection)
    }
}

/// Gives back what nobody wants.
pub fn discard(object: *mut c_void) {
    if !object.is_null() {
        release(object);
    }
}
