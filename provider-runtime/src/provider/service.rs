//! What MAPI says when it configures a message service, lent for the length of the call. What the author answers lives in
//! `store.rs`, `address_book.rs` and `transport.rs`, how a section is found in `lent/admin.rs`.

use crate::com::link::Link;
use crate::lent::ProfileSection;
use provider_abi::access::Access;
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::Result;
use provider_abi::prop_value::Property;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::iprovider_admin::IProviderAdminVtbl;
use std::marker::PhantomData;
use std::sync::Arc;

/// What happens to the service (`ulContext`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum ServiceAction {
    /// `MSG_SERVICE_INSTALL`: it has been put on this computer; there is no profile yet.
    Install = MSG_SERVICE_INSTALL,
    /// `MSG_SERVICE_CREATE`: it is being added to a profile.
    Create = MSG_SERVICE_CREATE,
    /// `MSG_SERVICE_CONFIGURE`: its settings are to change, to what is [`given`](ServiceContext::given) if that suffices.
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
    pub(crate) given: Vec<Property>,
    pub(crate) admin: Option<ComPtr<IProviderAdminVtbl>>,
    pub(crate) link: Arc<Link>,
}

/// `MSGSERVICEENTRY`'s arguments, as an author meets them.
pub struct ServiceContext<'a, P> {
    pub(crate) service: &'a Service,
    /// PR_RESOURCE_TYPE of the provider's kind.
    pub(crate) kind: u32,
    pub(crate) provider: PhantomData<fn(P)>,
}

impl<P> ServiceContext<'_, P> {
    /// What happens to the service.
    pub fn action(&self) -> ServiceAction {
        self.service.action
    }

    /// Whether a dialog may be shown (`SERVICE_UI_ALLOWED`, `SERVICE_UI_ALWAYS`): only if settings are missing, unless it
    /// [must](Self::must_show_dialog) be.
    pub fn may_show_dialog(&self) -> bool {
        self.service.flags & (SERVICE_UI_ALLOWED | SERVICE_UI_ALWAYS) != 0
    }

    /// Whether a dialog is wanted even if nothing is missing (`SERVICE_UI_ALWAYS`).
    pub fn must_show_dialog(&self) -> bool {
        self.service.flags & SERVICE_UI_ALWAYS != 0
    }

    /// Whether a dialog shows the settings and lets nobody change them (`MSG_SERVICE_UI_READ_ONLY`).
    pub fn is_read_only(&self) -> bool {
        self.service.flags & MSG_SERVICE_UI_READ_ONLY != 0
    }

    /// The window that a dialog belongs to (`ulUIParam`); zero if there is none.
    pub fn window(&self) -> usize {
        self.service.window
    }

    /// The settings to take over (`lpProps`), text as Unicode; empty but for [`ServiceAction::Configure`] (SVC-3).
    pub fn given(&self) -> &[Property] {
        &self.service.given
    }

    /// The provider's own section of the profile (SVC-8): the one that a logon reads. Of a service that has no provider of
    /// this kind, the service's section.
    ///
    /// Ask for [`Access::Write`] only to write: it is exclusive. The section goes back when the value is dropped, at the
    /// latest when `configure` returns.
    ///
    /// # Errors
    /// [`Code::NOT_FOUND`](crate::Code::NOT_FOUND) if nobody has written into it yet; opened for writing, it is made.
    pub fn section(&self, access: Access) -> Result<ProfileSection> {
        self.service.section(self.kind, access)
    }
}

impl<P> std::fmt::Debug for ServiceContext<'_, P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Service { action, flags, given, .. } = self.service;
        write!(f, "ServiceContext({action:?}, flags {flags:#x}, {} given)", given.len())
    }
}
