//! What became of a logon's support object in the provider's hands.

/// What became of one support object.
#[derive(Debug, Default)]
pub(super) struct SupportObject {
    /// Whether the provider had a reference when the logon call returned.
    pub(super) is_held: bool,
    /// Whether the session's own reference was the last (V-7), or has been given back by the
    /// provider.
    pub(super) is_lost: bool,
    /// Whether the provider's last Release has begun.
    pub(super) is_final: bool,
    /// Releases under way.
    releases: usize,
    /// How often StoreLogoffTransports was effective.
    pub(super) told_transports: usize,
    /// What StoreLogoff was told last, to be told to the transports at the end.
    pub(super) saved: Option<u32>,
    /// Whether the transports were told by the end, and nothing came after it.
    pub(super) is_closing: bool,
    /// V-42 is told once.
    are_sections_told: bool,
}

impl SupportObject {
    /// Whether the final Release has begun, or one that may turn out to be.
    pub(super) fn is_ending(&self) -> bool {
        self.is_final || self.is_lost || self.releases > 0
    }

    pub(super) fn release_begins(&mut self, is_final: bool) {
        self.releases += 1;
        self.is_final |= is_final;
    }

    pub(super) fn release_is_done(&mut self) {
        self.releases = self.releases.saturating_sub(1);
    }

    /// Whether sections that are still open are to be told: once, if there are any.
    pub(super) fn are_sections_news(&mut self, count: u64) -> bool {
        count > 0 && !std::mem::replace(&mut self.are_sections_told, true)
    }
}
