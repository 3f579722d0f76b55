//! MAPI's administration of a service's providers (`IProviderAdmin`), as far as it leads to a provider's section. The
//! section itself is in `prop.rs`.
#![allow(unsafe_code, reason = "IProviderAdmin is called over its vtable")]

use super::prop::ProfileSection;
use crate::provider::Service;
use provider_abi::access::Access;
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::{Code, Error, Result, ok};
use provider_abi::memory::Allocators;
use provider_abi::prop_array;
use provider_abi::prop_value::Property;
use provider_abi::shapes::flag::MAPI_UNICODE;
use provider_abi::shapes::imapi_table::IMAPITableVtbl;
use provider_abi::shapes::iprovider_admin::IProviderAdminVtbl;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::MAPIUID;
use provider_abi::shapes::tags;

impl Service {
    /// `IProviderAdmin::OpenProfileSection` (SVC-8): the section of the service's provider of that kind (PR_RESOURCE_TYPE);
    /// where there is none to be found, the service's own.
    pub(crate) fn section(&self, kind: u32, access: Access) -> Result<ProfileSection> {
        let none = || Error::new(Code::INVALID_PARAMETER, "MAPI lent no provider administration object");
        self.link.lend(|_| {
            let admin = self.admin.as_ref().ok_or_else(none)?;
            let uid = provider_uid(admin, &self.link.host.memory, kind)?;
            let uid = uid.as_ref().map_or(In::null(), In::from);
            let mut section = std::ptr::null_mut();
            let open = admin.methods().open_profile_section;
            // SAFETY: F1: alive; the arguments are ours until it returns.
            let code = unsafe { open(admin.this(), uid, In::null(), access.flags(), Out::from(&mut section)) };
            ProfileSection::opened(&self.link, code, section)
        })
    }
}

/// `IProviderAdmin::GetProviderTable`: PR_PROVIDER_UID of the first row with that PR_RESOURCE_TYPE.
fn provider_uid(admin: &ComPtr<IProviderAdminVtbl>, memory: &Allocators, kind: u32) -> Result<Option<MAPIUID>> {
    let mut table = std::ptr::null_mut();
    let get_table = admin.methods().get_provider_table;
    // SAFETY: F1: alive; `table` is ours until it returns.
    let code = unsafe { get_table(admin.this(), MAPI_UNICODE, Out::from(&mut table)) };
    if code == Code::NO_SUPPORT {
        return Ok(None);
    }
    // SAFETY: F1: what the call gave (MEM-8).
    let table = unsafe { ComPtr::<IMAPITableVtbl>::from_call(code, table) }?;
    loop {
        /// Few services have more providers.
        const AT_A_TIME: i32 = 32;
        let mut rows = std::ptr::null_mut();
        let query_rows = table.methods().query_rows;
        // SAFETY: F1: alive; `rows` is ours until it returns.
        let code = unsafe { query_rows(table.this(), AT_A_TIME, 0, Out::from(&mut rows)) };
        let rows = prop_array::rows(memory, rows);
        ok(code)?;
        let found = rows.iter().find_map(|row| uid_of(row, kind));
        if rows.is_empty() || found.is_some() {
            return Ok(found);
        }
    }
}

fn uid_of(row: &[Property], kind: u32) -> Option<MAPIUID> {
    let value = |tag| row.iter().find(|property| property.tag == tag).map(|property| &property.value);
    let is_it = value(tags::RESOURCE_TYPE)? == &kind.into();
    let uid = value(tags::PROVIDER_UID)?.as_binary()?.try_into().ok()?;
    is_it.then_some(MAPIUID { ab: uid })
}
