//! QueryInterface as a client uses it, and what it shows of an object's identity (ERR-4, V-41). The
//! objects are in `object.rs`.
#![allow(unsafe_code, reason = "QueryInterface is called over the vtable of any object")]

use super::object::Object;
use super::object_calls::ObjectCalls;
use crate::record::what::session::{self, Query};
use provider_abi::com_ptr::ComPtr;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::i_unknown::IUnknownVtbl;
use provider_abi::shapes::iid::{IID_IUnknown, Iid};
use provider_abi::shapes::param::{In, Out};
use std::ffi::c_void;
use std::ptr::null_mut;

/// An interface that no object has.
const NOBODYS: Iid = Iid(*b"nobody has this.");

impl Object {
    /// `IUnknown::QueryInterface`: whether it has the interface. What it gave is given back.
    pub fn query(&self, iid: Iid) -> Code {
        let interface = if iid == IID_IUnknown { session::Interface::Unknown } else { session::Interface::Other };
        let query = Query { logon: self.calls.logon, known: iid != NOBODYS, gave: None, same: None, interface };
        let call = self.calls.state.record.call(&self.calls.name, query);
        // The output is not null before, so that one that nobody clears is seen; a success that
        // leaves it gives nothing.
        let mut place = 0_u8;
        let before = (&raw mut place).cast();
        let (code, found) = self.calls.asked(iid, before);
        let found = if found == before && !code.is_failure() { null_mut() } else { found };
        let gave = self.calls.state.numbers.object(found);
        call.set(|query| query.gave = Some(gave));
        // SAFETY: F1: a successful query gave a reference, given back here.
        let object = if code.is_failure() { None } else { unsafe { ComPtr::<IUnknownVtbl>::from_raw(found) } };
        if let Some(object) = &object {
            let own = self.calls.asked(IID_IUnknown, null_mut()).1;
            let others = object.query::<IUnknownVtbl>();
            let same = others.as_ref().is_some_and(|others| others.raw() == own);
            // SAFETY: F1: as above.
            drop(unsafe { ComPtr::<IUnknownVtbl>::from_raw(own) });
            call.set(|query| query.same = Some(same));
        }
        drop(object);
        call.done(code)
    }

    /// Asks for what it is, for IUnknown, and for an interface that nobody has, so that the report
    /// says whether it answers as COM has it (V-41).
    pub fn probe(&self, own: Iid) {
        for iid in [IID_IUnknown, own, NOBODYS] {
            self.query(iid);
        }
    }
}

impl ObjectCalls {
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
