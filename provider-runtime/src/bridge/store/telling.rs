//! What clients hear of what was changed through the runtime (NOTE-1 to NOTE-9): object events
//! first, tables follow by them (`shared/changes.rs`). Nothing is told before it can be read by
//! others (NOTE-21).

use crate::lent::{EntryId, Event, ObjectKind};
use crate::logon::state::LogonState;
use crate::provider::{FolderObject, StoreProvider, What};
use provider_abi::access::Access;
use provider_abi::shapes::flag::{fnevObjectCreated, fnevObjectDeleted, fnevObjectModified};

/// Tells of things in the folders of a logon.
pub(super) struct Telling<'a, P: StoreProvider> {
    pub(super) logon: &'a LogonState<P>,
    pub(super) provider: &'a P,
}

impl<P: StoreProvider> Telling<'_, P> {
    /// MAPI's answer changes nothing: what has happened has happened.
    pub(super) fn tell(&self, event: &Event) {
        let _ = event.tell(&self.logon.link);
    }

    /// Something new is in a folder.
    pub(super) fn created(&self, key: &[u8], kind: ObjectKind, folder: &[u8]) {
        self.tell(&Event::about(fnevObjectCreated, key, kind, Some(folder)));
    }

    /// Something in a folder has changed.
    pub(super) fn modified(&self, key: &[u8], kind: ObjectKind, folder: &[u8]) {
        self.tell(&Event::about(fnevObjectModified, key, kind, Some(folder)));
    }

    /// Something is no more in a folder.
    pub(super) fn deleted(&self, key: &[u8], kind: ObjectKind, folder: &[u8]) {
        self.tell(&Event::about(fnevObjectDeleted, key, kind, Some(folder)));
    }

    /// The same of a folder that has to be opened first; one that cannot be is not told of.
    pub(super) fn key_changed(&self, key: &[u8]) {
        let opened = self.provider.open((!key.is_empty()).then_some(EntryId(key)), Access::Read);
        if let Ok(What::Folder(folder)) = opened.map(|opened| opened.what) {
            self.folder_changed(key, &*folder);
        }
    }

    /// The counts of a folder have changed (FOLD-51).
    pub(super) fn folder_changed(&self, key: &[u8], folder: &dyn FolderObject<P>) {
        let parent = if key.is_empty() { Ok(Vec::new()) } else { folder.parent(self.provider) };
        let parent = parent.ok();
        self.tell(&Event::about(fnevObjectModified, key, ObjectKind::Folder, parent.as_deref()));
    }
}
