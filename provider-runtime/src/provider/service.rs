//! What MAPI says when it configures a message service, lent for the length of the call. What the
//! author answers lives in `store.rs`, `address_book.rs` and `transport.rs`, how a section is found
//! in `lent/admin.rs`.

use crate::lent::{ProfileSection, Service, ServiceAction};
use provider_abi::access::Access;
use provider_abi::error::Result;
use provider_abi::prop_value::Property;
use provider_abi::shapes::flag::*;
use std::marker::PhantomData;

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

    /// Whether a dialog may be shown (`SERVICE_UI_ALLOWED`, `SERVICE_UI_ALWAYS`): only if settings
    /// are missing, unless it
    /// [must](Self::must_show_dialog) be.
    pub fn may_show_dialog(&self) -> bool {
        self.service.flags & (SERVICE_UI_ALLOWED | SERVICE_UI_ALWAYS) != 0
    }

    /// Whether a dialog is wanted even if nothing is missing (`SERVICE_UI_ALWAYS`).
    pub fn must_show_dialog(&self) -> bool {
        self.service.flags & SERVICE_UI_ALWAYS != 0
    }

    /// Whether a dialog shows the settings and lets nobody change them
    /// (`MSG_SERVICE_UI_READ_ONLY`).
    pub fn is_read_only(&self) -> bool {
        self.service.flags & MSG_SERVICE_UI_READ_ONLY != 0
    }

    /// The window that a dialog belongs to (`ulUIParam`); zero if there is none.
    pub fn window(&self) -> usize {
        self.service.window
    }

    /// The settings to take over (`lpProps`), text as Unicode; empty but for
    /// [`ServiceAction::Configure`] (SVC-3).
    pub fn properties(&self) -> &[Property] {
        &self.service.properties
    }

    /// Opens the provider's own section of the profile: the one that a logon reads. Of a service
    /// that has no provider of this kind, it is the service's section.
    ///
    /// Ask for [`Access::Write`] only to write: it is exclusive. The section goes back when the
    /// value is dropped, at the latest when `configure` returns.
    ///
    /// # Errors
    /// [`Code::NOT_FOUND`](crate::Code::NOT_FOUND) if nobody has written into it yet; opened for
    /// writing, it is made (SVC-8).
    pub fn section(&self, access: Access) -> Result<ProfileSection> {
        self.service.section(self.kind, access)
    }
}

impl<P> std::fmt::Debug for ServiceContext<'_, P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Service { action, flags, properties, .. } = self.service;
        write!(f, "ServiceContext({action:?}, flags {flags:#x}, {} properties)", properties.len())
    }
}
