//! How a session behaves: what differs from what MAPI does by default. What a client asks for at a logon is in `log_on.rs`.

use super::profile::Profile;
use crate::abi::flag::{LOGOFF_INBOUND, LOGOFF_OUTBOUND, LOGOFF_OUTBOUND_QUEUE};
use std::ops::RangeInclusive;

/// How a session behaves.
#[derive(Clone, Debug)]
pub struct Options {
    pub(crate) profile: Profile,
    pub(crate) versions: RangeInclusive<u32>,
    pub(crate) flags: u32,
    pub(crate) activity: u32,
    pub(crate) delivers_inside: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            profile: Profile::default(),
            versions: 0x0001_0010..=0x0001_0010,
            flags: 0,
            activity: 0,
            delivers_inside: false,
        }
    }
}

impl Options {
    /// What MAPI does by default.
    pub fn new() -> Self {
        Self::default()
    }

    /// Another profile.
    #[must_use]
    pub fn profile(mut self, profile: Profile) -> Self {
        self.profile = profile;
        self
    }

    /// The versions that the session accepts (VER-4); it offers the highest.
    #[must_use]
    pub fn versions(mut self, versions: RangeInclusive<u32>) -> Self {
        self.versions = versions;
        self
    }

    /// `ulFlags` of the init call: `MAPI_NT_SERVICE` or nothing (ENTRY-6).
    #[must_use]
    pub fn flags(mut self, flags: u32) -> Self {
        self.flags = flags;
        self
    }

    /// What the transports are busy with when `StoreLogoffTransports` comes: `LOGOFF_INBOUND`, `LOGOFF_OUTBOUND`,
    /// `LOGOFF_OUTBOUND_QUEUE` (STORELOGOFF-11); other bits are dropped.
    #[must_use]
    pub fn activity(mut self, bits: u32) -> Self {
        self.activity = bits & (LOGOFF_INBOUND | LOGOFF_OUTBOUND | LOGOFF_OUTBOUND_QUEUE);
        self
    }

    /// Notifications are delivered inside the provider's own call, the other documented reading (NOTIF-7); by default
    /// they are queued until the client's call has returned.
    #[must_use]
    pub fn deliver_inside(mut self) -> Self {
        self.delivers_inside = true;
        self
    }
}
