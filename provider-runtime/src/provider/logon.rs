//! What MAPI says at a logon, lent for its length. What the author answers lives in `store.rs`,
//! `address_book.rs` and `transport.rs`.

use super::store::StoreProvider;
use crate::lent::{EntryId, ProfileSection, StoreKey, Support};
use crate::logon::declared::Declared;
use provider_abi::access::Access;
use provider_abi::error::Result;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::tags;
use provider_abi::tag::TagOf;
use std::cell::RefCell;
use std::sync::Arc;

/// A logon call's arguments (`IMSProvider::Logon`, `IABProvider::Logon`,
/// `IXPProvider::TransportLogon`), as an author meets them.
pub struct LogonContext<'a, P: Declared> {
    pub(crate) entry: Option<EntryId<'a>>,
    pub(crate) key: StoreKey,
    pub(crate) access: Access,
    pub(crate) profile: &'a str,
    pub(crate) window: usize,
    pub(crate) flags: u32,
    pub(crate) may_show_dialog: bool,
    pub(crate) is_spooler: bool,
    pub(crate) support: Support<P>,
    pub(crate) shared: Arc<P::Shared>,
    pub(crate) warnings: RefCell<Vec<String>>,
}

impl<P: Declared> LogonContext<'_, P> {
    /// The profile's name. Copy it to keep it (LOGON-9).
    pub fn profile(&self) -> &str {
        self.profile
    }

    /// The window that a dialog belongs to (`ulUIParam`); zero if there is none.
    pub fn window(&self) -> usize {
        self.window
    }

    /// Whether a dialog may be shown: not under `MDB_NO_DIALOG`, `AB_NO_DIALOG` or
    /// `LOGON_NO_DIALOG`, and never in a Windows service (CFG-2, ENTRY-6).
    ///
    /// If it may not and settings are missing, answer [`Code::UNCONFIGURED`].
    pub fn may_show_dialog(&self) -> bool {
        self.may_show_dialog
    }

    /// Opens the provider's own section of the profile. It goes back when the value is dropped.
    ///
    /// Ask for [`Access::Write`] only to write: it is exclusive.
    ///
    /// # Errors
    /// [`Code::NOT_FOUND`] without a section, [`Code::NO_ACCESS`] if somebody else writes it
    /// (LOGON-4).
    pub fn section(&self, access: Access) -> Result<ProfileSection> {
        self.support.section(access)
    }

    /// A setting: the text of this property in the provider's own section; `None` without a
    /// section, without the property, or if it is empty.
    ///
    /// # Errors
    /// As for [`section`](Self::section), and what reading comes to.
    pub fn setting(&self, tag: impl TagOf<str>) -> Result<Option<String>> {
        match self.section(Access::Read) {
            Ok(section) => Ok(section.text(tag)?.filter(|text| !text.is_empty())),
            Err(error) if error.code() == Code::NOT_FOUND => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// MAPI's support object for this logon. Clone the handle to keep it.
    pub fn support(&self) -> &Support<P> {
        &self.support
    }

    /// What all logons of this provider object share.
    pub fn shared(&self) -> Arc<P::Shared> {
        Arc::clone(&self.shared)
    }

    /// Lets the logon succeed with a warning: MAPI gets `MAPI_W_ERRORS_RETURNED`, and
    /// `GetLastError` the text. Of a transport MAPI takes neither: its text goes to the host, as a
    /// log's does (LASTERR-3).
    pub fn warn(&self, text: impl Into<String>) {
        self.warnings.borrow_mut().push(text.into());
    }
}

impl<P: StoreProvider> LogonContext<'_, P> {
    /// What the client wants to do. A store opened for reading is never asked to change anything.
    pub fn access(&self) -> Access {
        self.access
    }

    /// Whether MAPI's spooler logs on (`IMSProvider::SpoolerLogon`), not a client (SPOOL-3).
    pub fn is_spooler(&self) -> bool {
        self.is_spooler
    }

    /// The store that MAPI asks for, unwrapped and with junk refused; `None`: the profile decides
    /// (MSLOGON-3).
    ///
    /// It may have been made on another computer.
    pub fn entry(&self) -> Option<EntryId<'_>> {
        self.entry
    }

    /// The store to open: of the entry identifier, else what [`identify`](StoreProvider::identify)
    /// said. It is what `PR_ENTRYID` and `PR_RECORD_KEY` of the store are made of. Still empty
    /// inside `identify`.
    pub fn key(&self) -> &StoreKey {
        &self.key
    }

    /// A key that names the profile section, so that each section is one store; a fresh one where
    /// there is no section.
    ///
    /// # Errors
    /// What opening the section, or making a key, came to.
    pub fn section_key(&self) -> Result<StoreKey> {
        let uid = match self.section(Access::Read) {
            Ok(section) => section.get(tags::PROVIDER_UID)?,
            Err(error) if matches!(error.code(), Code::NOT_FOUND | Code::NO_SUPPORT) => None,
            Err(error) => return Err(error),
        };
        match uid.as_ref().and_then(|uid| uid.as_binary()) {
            Some(uid) if uid.len() == 16 => Ok(StoreKey::new(uid.to_vec())),
            _ => self.fresh_key(),
        }
    }

    /// A key that no other store has (`IMAPISupport::NewUID`).
    ///
    /// # Errors
    /// What MAPI answers.
    pub fn fresh_key(&self) -> Result<StoreKey> {
        Ok(StoreKey::new(self.support.new_uid()?.bytes().to_vec()))
    }
}

impl<P: Declared> std::fmt::Debug for LogonContext<'_, P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LogonContext").field("key", &self.key).field("access", &self.access).finish_non_exhaustive()
    }
}
