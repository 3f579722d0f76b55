//! QueryInterface as a client uses it, and what it shows of an object's identity (ERR-4, V-41). The objects are in
//! `client.rs`.
#![allow(unsafe_code, reason = "QueryInterface is called over the vtable of any object")]

use super::client::Object;
use super::record::what::session::{self, Query};
use provider_abi::com_ptr::{ComPtr, Interface};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::i_unknown::IUnknownVtbl;
use provider_abi::shapes::iid::{IID_IUnknown, Iid};
use provider_abi::shapes::param::{In, Out};
use std::ffi::c_void;
use std::mem::ManuallyDrop;
use std::ptr::null_mut;

/// An interface that no object has.
const NOBODYS: Iid = Iid(*b"nobody has this.");

/// An object's IUnknown, which is one whatever interface it is seen through; the pointer itself where it has none, or another
/// one each time (ERR-4).
///
/// # Safety
/// `object` is null or a live object that the caller has a reference on.
pub(crate) unsafe fn identity(object: *mut c_void) -> *mut c_void {
    // SAFETY: F1: the caller's promise; the reference stays the caller's.
    let Some(seen) = (unsafe { ComPtr::<IUnknownVtbl>::from_raw(object) }) else { return object };
    let seen = ManuallyDrop::new(seen);
    match (seen.query::<IUnknownVtbl>(), seen.query::<IUnknownVtbl>()) {
        (Some(first), Some(second)) if first.raw() == second.raw() => first.raw(),
        _ => object,
    }
}

/// An object that came with a reference under some interface, under the one that a wrapper calls; null, and given back, if it
/// does not have that.
///
/// # Safety
/// `object` is null or a live object with a reference for the caller, who gives it up.
pub(crate) unsafe fn seen_as<V: Interface>(object: *mut c_void) -> *mut c_void {
    // SAFETY: F1: the caller's promise.
    let Some(given) = (unsafe { ComPtr::<IUnknownVtbl>::from_raw(object) }) else { return null_mut() };
    match given.query::<V>() {
        Some(seen) => ManuallyDrop::new(seen).raw(),
        None => null_mut(),
    }
}

impl Object {
    /// `IUnknown::QueryInterface`: whether it has the interface. What it gave is given back.
    pub fn query(&self, iid: Iid) -> Code {
        let interface = if iid == IID_IUnknown { session::Interface::Unknown } else { session::Interface::Other };
        let query = Query { logon: self.logon, known: iid != NOBODYS, gave: None, same: None, interface };
        let call = self.state.record.call(&self.name, query);
        // The output is not null before, so that one that nobody clears is seen; a success that leaves it gives nothing.
        let mut place = 0_u8;
        let before = (&raw mut place).cast();
        let (code, found) = self.asked(iid, before);
        let found = if found == before && !code.is_failure() { null_mut() } else { found };
        let gave = self.state.numbers.object(found);
        call.set(|query| query.gave = Some(gave));
        // SAFETY: F1: a successful query gave a reference, given back here.
        let object = if code.is_failure() { None } else { unsafe { ComPtr::<IUnknownVtbl>::from_raw(found) } };
        if let Some(object) = &object {
            let own = self.asked(IID_IUnknown, null_mut()).1;
            let others = object.query::<IUnknownVtbl>();
            let same = others.as_ref().is_some_and(|others| others.raw() == own);
            // SAFETY: F1: as above.
            drop(unsafe { ComPtr::<IUnknownVtbl>::from_raw(own) });
            call.set(|query| query.same = Some(same));
        }
        drop(object);
        call.done(code)
    }

    /// Asks for what it is, for IUnknown, and for an interface that nobody has, so that the report says whether it answers
    /// as COM has it (V-41).
    pub fn probe(&self, own: Iid) {
        for iid in [IID_IUnknown, own, NOBODYS] {
            self.query(iid);
        }
    }

    /// The code, and the output, which was `before` when the call began.
    fn asked(&self, iid: Iid, before: *mut c_void) -> (Code, *mut c_void) {
        let mut found = before;
        let code = self.call::<IUnknownVtbl, _>(|methods, this| {
            // SAFETY: S1: the client's reference; the arguments are ours until it returns.
            unsafe { (methods.query_interface)(this, In::from(&iid), Out::from(&mut found)) }
        });
        (code, found)
    }
}
