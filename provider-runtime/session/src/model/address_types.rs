//! What AddressTypes gave (XPLOGON-6, XPLOGON-7): the arrays stay the transport's, so the session
//! copies them, and looks at them once more before TransportLogoff.
#![allow(unsafe_code, reason = "the arrays stay the transport's, and are read where they are")]

use crate::process::guarded::{self, Reading};
use provider_abi::error::{Code, Error, Result};
use provider_abi::params::{read_at, slice_at};
use provider_abi::shapes::flag::MAPI_UNICODE;
use provider_abi::shapes::param::In;
use provider_abi::shapes::structs::MAPIUID;
use provider_abi::strings::text;
use std::ffi::c_void;

/// Which recipients a transport handles, and where it says so; none, before it has said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AddressTypes {
    /// `None`: every type.
    types: Option<Vec<String>>,
    uids: Vec<[u8; 16]>,
    /// The memory of the transport's own that says so, as it was.
    copies: Vec<Copied>,
}

/// Some memory of a transport's, as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Copied {
    address: usize,
    bytes: Vec<u8>,
}

/// The arrays: addresses of the transport's own memory, and how long they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Place {
    pub(crate) flags: u32,
    pub(crate) types: usize,
    pub(crate) type_count: u32,
    pub(crate) uids: usize,
    pub(crate) uid_count: u32,
}

impl Default for AddressTypes {
    fn default() -> Self {
        Self { types: Some(Vec::new()), uids: Vec::new(), copies: Vec::new() }
    }
}

impl Copied {
    fn of_pointers(address: usize, pointers: &[*mut c_void]) -> Self {
        Self { address, bytes: pointers.iter().flat_map(|pointer| pointer.addr().to_ne_bytes()).collect() }
    }

    /// # Safety
    /// As for [`text_of`]; it is not null.
    unsafe fn of_text(first: *mut c_void, flags: u32) -> Self {
        let width = if flags & MAPI_UNICODE != 0 { 2 } else { 1 };
        let mut bytes = Vec::new();
        loop {
            let next = first.cast::<u8>().wrapping_add(bytes.len()).cast_const();
            // SAFETY: M2: the caller's promise: its zero has not come yet.
            let unit = unsafe { slice_at(next, width) }.unwrap_or_default();
            bytes.extend_from_slice(unit);
            if unit.iter().all(|byte| *byte == 0) {
                return Self { address: first.addr(), bytes };
            }
        }
    }

    /// Whether the same is still there; where nobody can tell, it is.
    fn is_unchanged(&self) -> bool {
        let mut now = vec![0; self.bytes.len()];
        match guarded::read(self.address, &mut now) {
            Reading::Read => now == self.bytes,
            Reading::Gone => self.bytes.is_empty(),
            Reading::Unknown => true,
        }
    }
}

/// No transport has more types or UIDs than this.
const MOST: u32 = 0x1_0000;

/// # Safety
/// `first` is null, or a text of the width that the flags say.
unsafe fn text_of(first: *mut c_void, flags: u32) -> Option<String> {
    // SAFETY: M2: the caller's promise.
    let argument = unsafe { In::from_raw(first.cast_const()) };
    // SAFETY: M2: as above.
    unsafe { text(argument, flags & MAPI_UNICODE) }.map(String::from)
}

impl AddressTypes {
    /// Reads the arrays that a transport promises to leave as they are until its logoff
    /// (XPLOGON-7).
    ///
    /// # Safety
    /// Both arrays are null or there, as long as their counts say. What is not null in them leads
    /// to texts of the width that the flags say, and to UIDs.
    ///
    /// # Errors
    /// `MAPI_E_CORRUPT_DATA` for arrays that are longer than any, or have null pointers in them.
    pub(crate) unsafe fn read(place: Place) -> Result<Self> {
        let wrong = || Error::new(Code::CORRUPT_DATA, "what AddressTypes gave are no arrays");
        if place.type_count > MOST || place.uid_count > MOST {
            return Err(wrong());
        }
        let mut copies = Vec::new();
        let array = |address: usize| std::ptr::with_exposed_provenance::<*mut c_void>(address);
        let types = if place.types == 0 {
            None
        } else {
            // SAFETY: S4: the caller's promise.
            let texts = unsafe { slice_at(array(place.types), place.type_count) }.ok_or_else(wrong)?;
            copies.push(Copied::of_pointers(place.types, texts));
            let mut names = Vec::new();
            for first in texts {
                // SAFETY: S4: as above.
                names.push(unsafe { text_of(*first, place.flags) }.ok_or_else(wrong)?);
                // SAFETY: S4: as above.
                copies.push(unsafe { Copied::of_text(*first, place.flags) });
            }
            Some(names)
        };
        let uid_count = if place.uids == 0 { 0 } else { place.uid_count };
        // SAFETY: S4: the caller's promise.
        let pointers = unsafe { slice_at(array(place.uids), uid_count) }.ok_or_else(wrong)?;
        copies.push(Copied::of_pointers(place.uids, pointers));
        let mut uids = Vec::new();
        for first in pointers {
            // SAFETY: S4: as above.
            let uid = unsafe { read_at(first.cast_const().cast::<MAPIUID>()) }.ok_or_else(wrong)?;
            copies.push(Copied { address: first.addr(), bytes: uid.ab.to_vec() });
            uids.push(uid.ab);
        }
        Ok(Self { types, uids, copies })
    }

    /// Whether the arrays still say the same, and are there at all (V-36). The system reads them: a
    /// transport may have freed them too early.
    pub(crate) fn are_unchanged(&self) -> bool {
        self.copies.iter().all(Copied::is_unchanged)
    }

    /// The types; `None`: every type. An empty one is nobody's.
    pub(crate) fn names(&self) -> Option<Vec<String>> {
        let types = self.types.as_ref()?;
        Some(types.iter().filter(|name| !name.is_empty()).cloned().collect())
    }

    /// XPLOGON-8: by the UID of a recipient's identifier.
    pub(crate) fn has_uid(&self, entry: &[u8]) -> bool {
        entry.get(4..20).is_some_and(|uid| self.uids.iter().any(|own| own == uid))
    }

    /// XPLOGON-6, XPLOGON-8: exactly, or every type.
    pub(crate) fn has_type(&self, address_type: &str) -> bool {
        let named = |types: &Vec<String>| types.iter().any(|own| !own.is_empty() && own == address_type);
        self.types.as_ref().is_none_or(named)
    }
}
