//! What a provider gets from MAPI through its support object: memory, sections, identifiers, texts, other providers' objects.
//! What it tells MAPI is in `kept.rs`.
#![allow(unsafe_code, reason = "the methods of IMAPISupport take raw arguments")]

use super::{Of, SupportObject};
use crate::address_book;
use crate::admin::access;
use crate::invalid;
use crate::logon::Logon;
use crate::profile::fresh_uid;
use crate::routing;
use crate::section::Section;
use crate::state::State;
use crate::wrapping;
use provider_abi::access::Access;
use provider_abi::class::object;
use provider_abi::error::{Error, Result};
use provider_abi::params::only;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::entry::{AllocateBuffer, AllocateMore, FreeBuffer};
use provider_abi::shapes::flag::AB_NO_DIALOG;
use provider_abi::shapes::iid::Iid;
use provider_abi::shapes::param::{In, Out, This};
use provider_abi::shapes::structs::*;
use std::ffi::c_void;
use std::sync::Arc;

impl SupportObject {
    /// Which section a provider means: its own; for `ServiceEntry`, the service's, or one of its providers' (SVC-8).
    fn section_of(&self, state: &State, uid: In<MAPIUID>) -> Result<(Arc<Section>, Option<&Arc<Logon>>)> {
        let none = || Error::new(Code::NOT_FOUND, "the profile has no such section");
        let uid = uid.read().map(|uid| uid.ab.to_vec());
        match &self.of {
            Of::Configuration(own) => Ok((state.section_of_service(&own.service, uid.as_deref())?, None)),
            Of::Logon(logon) => {
                let registration = &logon.registration;
                let own = registration.section.clone().ok_or_else(none)?;
                if uid.is_some() && uid != registration.uid() {
                    return Err(none());
                }
                Ok((own, Some(logon)))
            }
        }
    }
}

/// LASTERR-1: the text of this object's last failure.
pub(super) unsafe extern "system" fn get_last_error(
    this: This,
    code: Code,
    flags: u32,
    error: Out<*mut MAPIERROR>,
) -> Code {
    error.clear();
    let support = object::<SupportObject, 0>(&this);
    let kept = support.last.text(code);
    support.call("sup.last_error", "", "LASTERR-1", |state, _| state.tell_text(kept, flags, error.needed()?))
}

pub(super) unsafe extern "system" fn get_mem_alloc_routines(
    this: This,
    allocate: Out<Option<AllocateBuffer>>,
    more: Out<Option<AllocateMore>>,
    free: Out<Option<FreeBuffer>>,
) -> Code {
    object::<SupportObject, 0>(&this).call("sup.memory", "", "LOAD-8", |state, _| {
        let allocators = state.memory.allocators;
        allocate.needed()?.write(Some(allocators.allocate));
        more.needed()?.write(Some(allocators.more));
        free.needed()?.write(Some(allocators.free));
        Ok(())
    })
}

/// LOGON-4: null, or the section's own UID.
pub(super) unsafe extern "system" fn open_profile_section(
    this: This,
    uid: In<MAPIUID>,
    flags: u32,
    section: Out<*mut c_void>,
) -> Code {
    section.clear();
    let access = access(flags);
    let detail = match access {
        Access::Best => "MAPI_BEST_ACCESS",
        Access::Write => "MAPI_MODIFY",
        Access::Read => "",
    };
    let support = object::<SupportObject, 0>(&this);
    support.call("sup.section", detail, "LOGON-4", |state, _| {
        let section = section.needed()?;
        let (own, logon) = support.section_of(state, uid)?;
        section.write(Section::object(&own, access, state, logon)?);
        Ok(())
    })
}

pub(super) unsafe extern "system" fn new_uid(this: This, uid: Out<MAPIUID>) -> Code {
    object::<SupportObject, 0>(&this).call("sup.new_uid", "", "UID-5", |_, _| {
        uid.needed()?.write(MAPIUID { ab: fresh_uid() });
        Ok(())
    })
}

/// OPEN-11: the name is the one that the profile has for the DLL (INF-10).
pub(super) unsafe extern "system" fn wrap_store_entry_id(
    this: This,
    length: u32,
    entry: In<ENTRYID>,
    wrapped_length: Out<u32>,
    wrapped: Out<*mut ENTRYID>,
) -> Code {
    wrapped.clear();
    wrapped_length.write(0);
    let support = object::<SupportObject, 0>(&this);
    support.call("sup.wrap", "", "OPEN-11", |state, _| {
        let entry = entry.some_bytes(length).ok_or(Code::INVALID_PARAMETER)?;
        let (wrapped, wrapped_length) = (wrapped.needed()?, wrapped_length.needed()?);
        let bytes = wrapping::wrap(&support.logon()?.registration.dll, entry);
        let block = state.memory.allocators.block::<u8>(bytes.len())?;
        for (index, byte) in bytes.iter().enumerate() {
            block.put(0, index, *byte)?;
        }
        wrapped_length.write(u32::try_from(bytes.len()).map_err(|_| Code::NOT_ENOUGH_MEMORY)?);
        wrapped.write(block.into_raw().cast());
        Ok(())
    })
}

/// INVAL-2, INVAL-6
pub(super) unsafe extern "system" fn make_invalid(
    this: This,
    flags: u32,
    object_: *mut c_void,
    count: u32,
    methods: u32,
) -> Code {
    object::<SupportObject, 0>(&this).call("sup.make_invalid", "", "INVAL-2", |state, call| {
        if flags != 0 {
            return Err(Code::UNKNOWN_FLAGS.into());
        }
        call.fact("foreign", u64::from(state.memory.size_of(object_).is_none()));
        invalid::make(&state.memory, object_, count, methods)
    })
}

/// OPEN-1, for a provider that opens another one's object.
pub(super) unsafe extern "system" fn open_entry(
    this: This,
    length: u32,
    entry: In<ENTRYID>,
    interface: In<Iid>,
    flags: u32,
    kind: Out<u32>,
    opened: Out<*mut c_void>,
) -> Code {
    kind.write(0);
    opened.clear();
    object::<SupportObject, 0>(&this).call("sup.open", "", "OPEN-1", |state, _| {
        routing::open(state, entry.bytes(length), interface, flags, kind, opened)
    })
}

/// The address book as the session's clients have it, opened if it is not yet.
pub(super) unsafe extern "system" fn open_address_book(
    this: This,
    interface: In<Iid>,
    flags: u32,
    out: Out<*mut c_void>,
) -> Code {
    out.clear();
    object::<SupportObject, 0>(&this).call("sup.open_book", "", "REACT-9", |state, _| {
        let out = out.needed()?;
        address_book::answers(interface.read())?;
        only(flags, AB_NO_DIALOG)?;
        out.write(state.open_address_book(AB_NO_DIALOG)?.0);
        Ok(())
    })
}

/// OPEN-7, OPEN-8
pub(super) unsafe extern "system" fn compare_entry_ids(
    this: This,
    length: u32,
    entry: In<ENTRYID>,
    other_length: u32,
    other: In<ENTRYID>,
    _flags: u32,
    same: Out<u32>,
) -> Code {
    same.write(0);
    object::<SupportObject, 0>(&this).call("sup.compare", "", "OPEN-7", |state, _| {
        routing::compare(state, entry.bytes(length), other.bytes(other_length), same)
    })
}

/// STATOBJ-7: for a provider that shows its settings; it lives as long as that provider holds it.
pub(super) unsafe extern "system" fn get_svc_config_support_obj(
    this: This,
    _flags: u32,
    object_: Out<*mut c_void>,
) -> Code {
    object_.clear();
    let support = object::<SupportObject, 0>(&this);
    support.call("sup.configuration", "", "STATOBJ-7", |state, _| {
        let out = object_.needed()?;
        let service = match &support.of {
            Of::Logon(logon) => &logon.registration.service,
            Of::Configuration(own) => &own.service,
        };
        out.write(SupportObject::for_service(state, service).0.as_ptr().cast());
        Ok(())
    })
}
