//! What a provider asks MAPI for through its support object: memory, sections, identifiers, texts,
//! other providers' objects. What it tells MAPI is in `registrations.rs`.
#![allow(unsafe_code, reason = "a provider's block becomes a stub")]

use super::support_object::{Purpose, SupportObject};
use crate::model::{Logon, State, wrap_store_id};
use crate::objects::make_stub;
use crate::profile::{Section, access, fresh_uid};
use crate::record::what::support::{
    CompareEntries, GetAllocators, GetConfiguration, GetLastError, MakeInvalid, NewUid, OpenBook, OpenEntry,
    OpenSection, SectionAccess, WrapEntry,
};
use provider_abi::access::Access;
use provider_abi::error::{Error, Result};
use provider_abi::last_error;
use provider_abi::params::only;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::entry::{AllocateBuffer, AllocateMore, FreeBuffer};
use provider_abi::shapes::flag::AB_NO_DIALOG;
use provider_abi::shapes::iid::Iid;
use provider_abi::shapes::param::Out;
use provider_abi::shapes::structs::*;
use std::ffi::c_void;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// The requests of one support object's provider.
pub(super) struct Requests<'s> {
    pub(super) support: &'s SupportObject,
}

impl Requests<'_> {
    /// Which section a provider means: its own; for `ServiceEntry`, the service's, or one of its
    /// providers' (SVC-8).
    fn section_of(
        &self,
        state: &State,
        uid: Option<&MAPIUID>,
        flags: u32,
    ) -> Result<(Arc<Section>, Option<&Arc<Logon>>)> {
        let none = || Error::new(Code::NOT_FOUND, "the profile has no such section");
        let uid = uid.map(|uid| uid.ab.as_slice());
        match &self.support.purpose {
            Purpose::Configuration(own) => Ok((state.registry.section_of_service(&own.service, uid, flags)?, None)),
            Purpose::Logon(logon) => {
                let registration = &logon.registration;
                let own = match uid.filter(|uid| registration.uid().as_deref() != Some(*uid)) {
                    Some(other) => state.registry.own_section(other, flags)?,
                    None => registration.section.clone().ok_or_else(none)?,
                };
                Ok((own, Some(logon)))
            }
        }
    }

    /// LASTERR-1: the text of this object's last failure.
    pub(super) fn get_last_error(&self, code: Code, flags: u32, error: Out<'_, *mut MAPIERROR>) -> Code {
        let support = self.support;
        error.clear();
        support.call(GetLastError { whose: support.whose() }, |state, _| {
            let memory = &state.memory.allocators;
            last_error::get_last_error(&support.last, code, memory, flags, "MAPI", error)?;
            Ok(())
        })
    }

    pub(super) fn get_mem_alloc_routines(
        &self,
        allocate: Out<'_, Option<AllocateBuffer>>,
        more: Out<'_, Option<AllocateMore>>,
        free: Out<'_, Option<FreeBuffer>>,
    ) -> Code {
        let support = self.support;
        support.call(GetAllocators { whose: support.whose() }, |state, _| {
            let allocators = state.memory.allocators;
            allocate.needed()?.write(Some(allocators.allocate()));
            more.needed()?.write(Some(allocators.more()));
            free.needed()?.write(Some(allocators.free_function()));
            Ok(())
        })
    }

    /// LOGON-4: null, or the section's own UID.
    pub(super) fn open_profile_section(
        &self,
        uid: Option<&MAPIUID>,
        flags: u32,
        section: Out<'_, *mut c_void>,
    ) -> Code {
        let support = self.support;
        section.clear();
        let access = access(flags);
        let wanted = match access {
            Access::Best => SectionAccess::Best,
            Access::Write => SectionAccess::Write,
            Access::Read => SectionAccess::Read,
        };
        support.call(OpenSection { whose: support.whose(), access: wanted }, |state, _| {
            let section = section.needed()?;
            let (own, logon) = self.section_of(state, uid, flags)?;
            section.write(Section::object(
                &own,
                access,
                &state.memory,
                &state.record,
                logon.map(|logon| &logon.sections),
            )?);
            Ok(())
        })
    }

    pub(super) fn new_uid(&self, uid: Out<'_, MAPIUID>) -> Code {
        let support = self.support;
        support.call(NewUid { whose: support.whose() }, |_, _| {
            uid.needed()?.write(MAPIUID { ab: fresh_uid() });
            Ok(())
        })
    }

    /// OPEN-11: the name is the one that the profile has for the DLL (INF-10).
    pub(super) fn wrap_store_entry_id(
        &self,
        entry: Option<&[u8]>,
        wrapped_length: Out<'_, u32>,
        wrapped: Out<'_, *mut ENTRYID>,
    ) -> Code {
        let support = self.support;
        wrapped.clear();
        wrapped_length.write(0);
        support.call(WrapEntry { whose: support.whose() }, |state, _| {
            let entry = entry.filter(|entry| !entry.is_empty()).ok_or(Code::INVALID_PARAMETER)?;
            let wrapped = wrapped.needed()?;
            let wrapped_length = wrapped_length.needed()?;
            let bytes = wrap_store_id(&support.logon()?.registration.dll, entry);
            let block = state.memory.allocators.block::<u8>(bytes.len())?;
            for (index, byte) in bytes.iter().enumerate() {
                block.put(0, index, *byte)?;
            }
            wrapped_length.write(u32::try_from(bytes.len()).map_err(|_| Code::NOT_ENOUGH_MEMORY)?);
            wrapped.write(block.into_raw().cast());
            Ok(())
        })
    }

    /// Makes a provider's object a stub (INVAL-2, INVAL-6).
    pub(super) fn make_invalid(&self, flags: u32, object: *mut c_void, count: u32, methods: u32) -> Code {
        let support = self.support;
        support.call(MakeInvalid { whose: support.whose(), foreign: None }, |state, call| {
            if flags != 0 {
                return Err(Code::UNKNOWN_FLAGS.into());
            }
            let is_foreign = state.memory.size_of(object).is_none();
            call.set(|invalid| invalid.foreign = Some(is_foreign));
            // SAFETY: O3: the provider gives up what stands in the block, for as many references as
            // it says.
            unsafe { make_stub(&state.memory, object, count, methods) }?;
            state.has_raw_clients.store(true, Ordering::Release); // they give the block back
            Ok(())
        })
    }

    /// Opens another provider's object (OPEN-1).
    pub(super) fn open_entry(
        &self,
        entry: Option<&[u8]>,
        interface: Option<&Iid>,
        flags: u32,
        kind: Out<'_, u32>,
        opened: Out<'_, *mut c_void>,
    ) -> Code {
        let support = self.support;
        kind.write(0);
        opened.clear();
        let event = OpenEntry { whose: support.whose() };
        support.call(event, |state, _| {
            let kind = kind.needed()?;
            let opened = opened.needed()?;
            let entry = entry.ok_or(Code::INVALID_PARAMETER)?;
            let found = state.calls.open_entry(state, entry, interface.copied(), flags)?;
            kind.write(found.kind);
            opened.write(found.object);
            Ok(())
        })
    }

    /// The address book as the session's clients have it, opened if it is not yet.
    pub(super) fn open_address_book(&self, interface: Option<&Iid>, flags: u32, out: Out<'_, *mut c_void>) -> Code {
        let support = self.support;
        out.clear();
        support.call(OpenBook { whose: support.whose() }, |state, _| {
            let out = out.needed()?;
            only(flags, AB_NO_DIALOG)?;
            out.write(state.calls.open_address_book(state, interface.copied(), AB_NO_DIALOG)?.0);
            Ok(())
        })
    }

    /// Whether two identifiers are of one object (OPEN-7, OPEN-8).
    pub(super) fn compare_entry_ids(&self, entry: Option<&[u8]>, other: Option<&[u8]>, same: Out<'_, u32>) -> Code {
        let support = self.support;
        same.write(0);
        let event = CompareEntries { whose: support.whose() };
        support.call(event, |state, _| {
            let same = same.needed()?;
            let (Some(entry), Some(other)) = (entry, other) else { return Err(Code::INVALID_PARAMETER.into()) };
            same.write(u32::from(state.calls.same_entry(state, entry, other)?));
            Ok(())
        })
    }

    /// STATOBJ-7: for a provider that shows its settings; it lives as long as that provider holds
    /// it.
    pub(super) fn get_svc_config_support_obj(&self, out: Out<'_, *mut c_void>) -> Code {
        let support = self.support;
        out.clear();
        support.call(GetConfiguration { whose: support.whose() }, |state, _| {
            let out = out.needed()?;
            let service = match &support.purpose {
                Purpose::Logon(logon) => &logon.registration.service,
                Purpose::Configuration(own) => &own.service,
            };
            out.write(SupportObject::for_service(state, service).0.as_ptr().cast());
            Ok(())
        })
    }
}
