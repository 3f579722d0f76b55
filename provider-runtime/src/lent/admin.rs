//! What MAPI says when it configures a message service, and its administration of the service's
//! providers (`IProviderAdmin`), as far as that leads to a provider's section. The section itself
//! is in `prop.rs`.
#![allow(unsafe_code, reason = "IProviderAdmin is called over its vtable")]

use super::prop::ProfileSection;
use crate::logon::support_link::SupportLink;
use provider_abi::access::Access;
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::{Code, Error, Result, ok};
use provider_abi::memory::Allocators;
use provider_abi::prop_array;
use provider_abi::prop_value::Property;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::imapi_table::IMAPITableVtbl;
use provider_abi::shapes::iprovider_admin::IProviderAdminVtbl;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::MAPIUID;
use provider_abi::shapes::tags;
use std::sync::Arc;

/// What happens to the service (`ulContext`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum ServiceAction {
    /// `MSG_SERVICE_INSTALL`: it has been put on this computer; there is no profile yet.
    Install = MSG_SERVICE_INSTALL,
    /// `MSG_SERVICE_CREATE`: it is being added to a profile.
    Create = MSG_SERVICE_CREATE,
    /// `MSG_SERVICE_CONFIGURE`: its settings are to change, to the given
    /// [`properties`](crate::ServiceContext::properties) if they suffice.
    Configure = MSG_SERVICE_CONFIGURE,
    /// `MSG_SERVICE_DELETE`: it is being removed from a profile.
    Delete = MSG_SERVICE_DELETE,
    /// `MSG_SERVICE_UNINSTALL`: it is being removed from this computer.
    Uninstall = MSG_SERVICE_UNINSTALL,
}

impl ServiceAction {
    /// `None` for one that no provider of ours knows (SVC-7).
    pub(crate) fn of(context: u32) -> Option<Self> {
        let all = [Self::Install, Self::Create, Self::Configure, Self::Delete, Self::Uninstall];
        all.into_iter().find(|action| *action as u32 == context)
    }
}

/// `MSGSERVICEENTRY`'s arguments, alike for every kind of provider.
pub(crate) struct Service {
    pub(crate) action: ServiceAction,
    pub(crate) flags: u32,
    pub(crate) window: usize,
    pub(crate) properties: Vec<Property>,
    pub(crate) admin: Option<ComPtr<IProviderAdminVtbl>>,
    pub(crate) link: Arc<SupportLink>,
}

impl Service {
    /// `IProviderAdmin::OpenProfileSection` (SVC-8): the section of the service's provider of that
    /// kind (PR_RESOURCE_TYPE); where there is none to be found, the service's own.
    pub(crate) fn section(&self, kind: u32, access: Access) -> Result<ProfileSection> {
        let none = || Error::new(Code::INVALID_PARAMETER, "MAPI lent no provider administration object");
        self.link.lend(|_| {
            let admin = self.admin.as_ref().ok_or_else(none)?;
            let uid = provider_uid(admin, &self.link.host.memory, kind)?;
            let uid = uid.as_ref().map_or(In::null(), In::from);
            let mut section = std::ptr::null_mut();
            let open = admin.methods().open_profile_section;
            // SAFETY: F1: alive.
            let code = unsafe { open(admin.this(), uid, In::null(), access.flags(), Out::from(&mut section)) };
            // SAFETY: F1: what the call gave (MEM-8).
            unsafe { ProfileSection::opened(&self.link, code, section) }
        })
    }
}

/// `IProviderAdmin::GetProviderTable`: PR_PROVIDER_UID of the first row with that PR_RESOURCE_TYPE.
fn provider_uid(admin: &ComPtr<IProviderAdminVtbl>, memory: &Allocators, kind: u32) -> Result<Option<MAPIUID>> {
    let mut table = std::ptr::null_mut();
    let get_table = admin.methods().get_provider_table;
    // SAFETY: F1: alive.
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
        // SAFETY: F1: alive.
        let code = unsafe { query_rows(table.this(), AT_A_TIME, 0, Out::from(&mut rows)) };
        // SAFETY: M1: what the call gave; nobody else has it.
        let rows = unsafe { prop_array::take_rows(memory, rows) };
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
