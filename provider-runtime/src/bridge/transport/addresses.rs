//! What `IXPLogon::AddressTypes` gives out (XPLOGON-6, XPLOGON-7): arrays of pointers that stay
//! where and as they are until the logon's end. Memory of the provider's own, not MAPI's (MEM-9).

use crate::provider::AddressTypes;
use provider_abi::shapes::flag::MAPI_UNICODE;
use provider_abi::shapes::structs::MAPIUID;
use provider_abi::strings::{ansi_bytes, wide_units};
use std::ffi::c_void;
use std::ptr::null_mut;
use std::sync::atomic::AtomicPtr;

/// The arrays for one answer.
pub(super) struct Addresses {
    of: AddressTypes,
    /// MAPI_UNICODE, unless plain ASCII suffices.
    pub(super) flags: u32,
    /// Pointers into `texts`. Atomic, because a plain pointer would keep them on one thread.
    strings: Vec<AtomicPtr<c_void>>,
    uid_pointers: Vec<AtomicPtr<MAPIUID>>,
    _texts: Texts,
    _uids: Vec<MAPIUID>,
}

/// What the pointers point at.
enum Texts {
    Ansi(Vec<Vec<u8>>),
    Wide(Vec<Vec<u16>>),
}

impl Addresses {
    pub(super) fn new(of: AddressTypes) -> Self {
        let types = of.types.as_deref().map(|types| match types {
            [] => vec![""], // one empty text: nobody by type
            types => types.iter().map(String::as_str).collect(),
        });
        let types = types.unwrap_or_default(); // no text at all: every type
        let is_plain = types.iter().all(|text| text.is_ascii());
        let texts = match is_plain {
            true => Texts::Ansi(types.into_iter().map(ansi_bytes).collect()),
            false => Texts::Wide(types.into_iter().map(wide_units).collect()),
        };
        let strings = match &texts {
            Texts::Ansi(texts) => texts.iter().map(|text| pointer(text)).collect(),
            Texts::Wide(texts) => texts.iter().map(|text| pointer(text)).collect(),
        };
        let uids: Vec<_> = of.uids.iter().map(|uid| MAPIUID { ab: *uid.bytes() }).collect();
        let uid_pointers = uids.iter().map(|uid| AtomicPtr::new(std::ptr::from_ref(uid).cast_mut())).collect();
        let flags = if is_plain { 0 } else { MAPI_UNICODE };
        Self { of, flags, strings, uid_pointers, _texts: texts, _uids: uids }
    }

    /// Whether these are the arrays for `types`.
    pub(super) fn are_of(&self, types: &AddressTypes) -> bool {
        self.of == *types
    }

    /// The texts: how many, and the array; a null pointer for every type.
    pub(super) fn strings(&self) -> (u32, *mut *mut c_void) {
        array(&self.strings)
    }

    /// The UIDs: how many, and the array; a null pointer for none.
    pub(super) fn uids(&self) -> (u32, *mut *mut MAPIUID) {
        array(&self.uid_pointers)
    }
}

fn pointer<T>(text: &[T]) -> AtomicPtr<c_void> {
    AtomicPtr::new(text.as_ptr().cast_mut().cast())
}

/// The array as MAPI sees it: an atomic pointer is laid out as a pointer.
fn array<T>(pointers: &[AtomicPtr<T>]) -> (u32, *mut *mut T) {
    let start = if pointers.is_empty() { null_mut() } else { pointers.as_ptr().cast_mut().cast() };
    (u32::try_from(pointers.len()).unwrap_or(u32::MAX), start)
}

#[cfg(test)]
mod tests {
    use super::super::state::TransportState;
    use super::*;
    use std::sync::Arc;

    /// XPLOGON-7, T-108
    #[test]
    fn arrays_stay_until_they_are_forgotten_and_are_made_anew_only_if_something_changed() {
        let transport = TransportState::default();
        let first = Arc::downgrade(&transport.addresses(AddressTypes::of(["SMTP"])));
        let again = transport.addresses(AddressTypes::of(["SMTP"]));
        assert!(std::ptr::eq(first.as_ptr(), Arc::as_ptr(&again)));
        drop(again);
        let other = Arc::downgrade(&transport.addresses(AddressTypes::every()));
        assert!(!std::ptr::eq(first.as_ptr(), other.as_ptr()));
        assert!(first.upgrade().is_some());
        transport.forget_addresses();
        assert!(first.upgrade().is_none() && other.upgrade().is_none());
    }
}
