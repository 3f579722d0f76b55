//! QueryInterface as a client uses it, and what it shows of an object's identity (ERR-4, V-41); the
//! same of a provider's objects that no client has. The objects are in `object.rs`.
#![allow(unsafe_code, reason = "QueryInterface is called over the vtable of any object")]

use super::by_hand::ByHand;
use super::object::Object;
use super::object_calls::ObjectCalls;
use crate::foreign::LogonObject;
use crate::kind::Kind;
use crate::model::State;
use crate::record::what::Flag;
use crate::record::what::session::{self, Query};
use provider_abi::com_ptr::ComPtr;
use provider_abi::lock::lock;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::i_unknown::IUnknownVtbl;
use provider_abi::shapes::iid::*;
use provider_abi::shapes::param::{In, Out, This};
use std::ffi::c_void;
use std::mem::ManuallyDrop;
use std::ptr::null_mut;

/// Interfaces that no object of a provider's has: one that is nobody's; `IAgileObject`, by which an
/// object would leave its threads to others (THR-2); `IMarshal`.
const NOBODYS: [Iid; 3] = [
    Iid(*b"nobody has this."),
    Iid([0x94, 0x2B, 0xEA, 0x94, 0xCC, 0xE9, 0xE0, 0x49, 0xC0, 0xFF, 0xEE, 0x64, 0xCA, 0x8F, 0x5B, 0x90]),
    Iid([3, 0, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46]),
];

impl Object {
    /// `IUnknown::QueryInterface`: whether it has the interface. What it gave is given back.
    pub fn query(&self, iid: Iid) -> Code {
        asked_of(&self.calls, iid, false)
    }

    /// Asks for what it is, for IUnknown, and for interfaces that nobody has, so that the report
    /// says whether it answers as COM has it (V-41).
    pub fn probe(&self, own: Iid) {
        asked_of(&self.calls, own, true);
        self.query(IID_IUnknown);
        let _ = NOBODYS.into_iter().any(|iid| !self.query(iid).is_failure()); // told once
    }
}

fn asked_of(calls: &ObjectCalls, iid: Iid, is_own: bool) -> Code {
    let asked = Asked { state: &calls.state, name: &calls.name, logon: calls.logon, is_own };
    // SAFETY: F1: the client's reference keeps it; every interface starts with IUnknown.
    let object = unsafe { ComPtr::<IUnknownVtbl>::clone_from_raw(calls.object.raw()) };
    object.map_or(Code::CALL_FAILED, |object| asked.query(&object, iid))
}

impl ByHand<'_> {
    /// The same of each provider object and each logon object, which no client has (ENTRY-13).
    ///
    /// It does nothing inside a call of the provider's while another thread logs on or off.
    pub fn probe_providers(&self) {
        let state = &self.session.state;
        let Some(lifecycle) = state.lifecycle() else { return };
        for provider in lock(&state.providers).clone() {
            let own = match provider.kind {
                Kind::Store => IID_IMSProvider,
                Kind::AddressBook => IID_IABProvider,
                Kind::Transport => IID_IXPProvider,
            };
            // SAFETY: O2: every interface starts with IUnknown.
            if let Some(object) = unsafe { provider.lent::<IUnknownVtbl>(&lifecycle) } {
                Asked { state, name: &provider.name(), logon: 0, is_own: false }.all(&object, own);
            }
        }
        for logon in state.logons.live() {
            let own = match logon.provider.kind {
                Kind::Store => IID_IMSLogon,
                Kind::AddressBook => IID_IABLogon,
                Kind::Transport => IID_IXPLogon,
            };
            let Some((inside, (), object)) = logon.call_object(|| ()) else { continue };
            Asked { state, name: &logon.name(), logon: logon.number, is_own: false }.all(object.unknown(), own);
            drop::<LogonObject>(object); // before its end may go on
            drop(inside);
        }
    }
}

/// QueryInterface of one object, recorded.
#[derive(Clone, Copy)]
struct Asked<'q> {
    state: &'q State,
    name: &'q str,
    logon: u64,
    /// Whether the object is made for the interface.
    is_own: bool,
}

impl Asked<'_> {
    fn all(self, object: &ComPtr<IUnknownVtbl>, own: Iid) {
        Self { is_own: true, ..self }.query(object, own);
        self.query(object, IID_IUnknown);
        let _ = NOBODYS.into_iter().any(|iid| !self.query(object, iid).is_failure()); // told once
    }

    fn query(self, object: &ComPtr<IUnknownVtbl>, iid: Iid) -> Code {
        let interface = if iid == IID_IUnknown { session::Interface::Unknown } else { session::Interface::Other };
        let known = !NOBODYS.contains(&iid);
        let query = Query { logon: self.logon, known, own: Flag(self.is_own), gave: None, same: None, interface };
        let call = self.state.record.call(self.name, query);
        // The output is not null before, so that one that nobody clears is seen; a success that
        // leaves it gives nothing.
        let mut place = 0_u8;
        let before = (&raw mut place).cast();
        let (code, found) = asked(object, iid, before);
        let found = if found == before && !code.is_failure() { null_mut() } else { found };
        let gave = self.state.numbers.object(found);
        call.set(|query| query.gave = Some(gave));
        // SAFETY: F1: a successful query gave a reference, given back here.
        let given = if code.is_failure() { None } else { unsafe { ComPtr::<IUnknownVtbl>::from_raw(found) } };
        if let Some(given) = &given {
            let own = asked(object, IID_IUnknown, null_mut()).1;
            let others = given.query::<IUnknownVtbl>();
            let same = others.as_ref().is_some_and(|others| others.raw() == own);
            // SAFETY: F1: as above.
            drop(unsafe { ComPtr::<IUnknownVtbl>::from_raw(own) });
            call.set(|query| query.same = Some(same));
        }
        drop(given);
        call.done(code)
    }
}

/// The code, and the output, which was `before` when the call began.
fn asked(object: &ComPtr<IUnknownVtbl>, iid: Iid, before: *mut c_void) -> (Code, *mut c_void) {
    let mut found = before;
    let query = object.methods().query_interface;
    let this: This = ManuallyDrop::new(object).this();
    // SAFETY: F1: alive while `object` is; the arguments are ours until it returns.
    let code = unsafe { query(this, In::from(&iid), Out::from(&mut found)) };
    (code, found)
}
