//! The folders of a store that mail clients look for, as its author names them.

use crate::lent::EntryKey;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;

/// A folder that mail clients look for (STORE-25).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpecialFolder {
    /// What mail clients show: all other folders of theirs are inside.
    IpmSubtree,
    /// Where messages arrive. It is the default receive folder, and no property of the store.
    Inbox,
    /// Where messages wait to be sent.
    Outbox,
    /// Where deleted messages go.
    DeletedItems,
    /// Where messages go that were sent.
    SentItems,
    /// Where views of one user are.
    Views,
    /// Where views of all users are.
    CommonViews,
    /// Where searches are.
    Finder,
}

impl SpecialFolder {
    /// All of them, each with its bit of `PR_VALID_FOLDER_MASK`, and the property that leads to it.
    pub(crate) const ALL: [(Self, u32, Option<PropTag>); 8] = [
        (Self::IpmSubtree, 0x01, Some(tags::IPM_SUBTREE_ENTRYID)),
        (Self::Inbox, 0x02, None),
        (Self::Outbox, 0x04, Some(tags::IPM_OUTBOX_ENTRYID)),
        (Self::DeletedItems, 0x08, Some(tags::IPM_WASTEBASKET_ENTRYID)),
        (Self::SentItems, 0x10, Some(tags::IPM_SENTMAIL_ENTRYID)),
        (Self::Views, 0x20, Some(tags::VIEWS_ENTRYID)),
        (Self::CommonViews, 0x40, Some(tags::COMMON_VIEWS_ENTRYID)),
        (Self::Finder, 0x80, Some(tags::FINDER_ENTRYID)),
    ];
}

/// The folders that mail clients look for, each with its key.
///
/// ```
/// use provider_runtime::{SpecialFolder, SpecialFolders};
/// let folders = SpecialFolders::default()
///     .with(SpecialFolder::IpmSubtree, &1_u64)
///     .with(SpecialFolder::Inbox, &2_u64);
/// ```
#[derive(Clone, Debug, Default)]
pub struct SpecialFolders(Vec<(SpecialFolder, Vec<u8>)>);

impl SpecialFolders {
    /// These and one more.
    #[must_use]
    pub fn with(mut self, folder: SpecialFolder, key: &impl EntryKey) -> Self {
        self.0.push((folder, key.to_bytes()));
        self
    }

    /// Whether a key is that of one of these folders.
    pub(crate) fn has(&self, key: &[u8]) -> bool {
        self.0.iter().any(|(_, other)| other == key)
    }

    /// The key of a folder, if there is one.
    pub(crate) fn key(&self, folder: SpecialFolder) -> Option<&[u8]> {
        self.0.iter().find(|(other, _)| *other == folder).map(|(_, key)| &key[..])
    }
}
