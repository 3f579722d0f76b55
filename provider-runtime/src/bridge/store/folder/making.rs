//! New messages and folders in a folder (FOLD-1 to FOLD-7).
#![allow(unsafe_code, reason = "only the caller of a method guarantees the zero at the end of a text")]

use super::LentFolder;
use super::listing::Listing;
use crate::bridge::shared::content::{Content, NewObject, OpenRequest};
use crate::bridge::store::opened::StoreContent;
use crate::bridge::store::telling::Telling;
use crate::draft::{Draft, OpenNode};
use crate::lent::{EntryId, ObjectKind};
use crate::logon::object_key::ObjectKey;
use crate::provider::{FolderObject, StoreProvider};
use provider_abi::access::Access;
use provider_abi::error::{Code, Error, Result};
use provider_abi::memory::Allocators;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::flag::{FOLDER_GENERIC, FOLDER_SEARCH, OPEN_IF_EXISTS};
use provider_abi::shapes::param::In;
use provider_abi::shapes::tags;
use provider_abi::strings::text;
use provider_abi::table::fold_case;
use std::ffi::c_void;
use std::sync::Arc;

impl<P: StoreProvider> LentFolder<'_, P> {
    /// `IMAPIFolder::CreateMessage`: nobody hears of it before its first save.
    pub(super) fn create_message(&self, is_associated: bool) -> Result<*mut c_void> {
        let logon = &self.object.logon;
        let key = Arc::default();
        let search_key = logon.link.new_uid()?; // MSG-13
        let coming = Arc::clone(&key);
        let draft = Draft::create(Arc::clone(&self.folder), self.key(), is_associated, search_key.bytes(), coming)?;
        let content = StoreContent::changing_message(OpenNode::root(&draft));
        let key = ObjectKey::Coming(key);
        let new = NewObject { key, is_writable: true, interface: None, method: "CreateMessage" };
        let (_, message) = new.make(logon, self.object.role.shape.name, self.key(), content)?;
        Ok(message)
    }

    /// `IMAPIFolder::CreateFolder`: the folder is there when the call returns (FOLD-6).
    pub(super) fn create_folder(
        &self,
        kind: u32,
        name: In<'_, c_void>,
        comment: In<'_, c_void>,
        flags: u32,
    ) -> Result<*mut c_void> {
        match kind {
            FOLDER_GENERIC => {}
            FOLDER_SEARCH => return Err(Error::new(Code::NO_SUPPORT, "there are no search folders")), // CONT-38
            _ => return Err(Code::INVALID_PARAMETER.into()),
        }
        // SAFETY: O3: the texts come in the width that the call's own flags say.
        let name = unsafe { text(name, flags) }.filter(|name| !name.is_empty()).ok_or(Code::INVALID_PARAMETER)?;
        // SAFETY: O3: as above.
        let comment = unsafe { text(comment, flags) };
        let values: Vec<_> = comment.map(|comment| Property::new(tags::COMMENT, &*comment)).into_iter().collect();
        let logon = &self.object.logon;
        let key = match self.folder.create_folder(self.provider, &name, &values) {
            Err(error) if error.code() == Code::COLLISION && flags & OPEN_IF_EXISTS != 0 => {
                let found = folder_named(&*self.folder, self.provider, &logon.link.host.memory, &name)?;
                found.ok_or(error)?
            }
            made => {
                let key = made?;
                let telling = Telling { logon, provider: self.provider };
                telling.created(&key, ObjectKind::Folder, self.key());
                telling.folder_changed(self.key(), &*self.folder);
                key
            }
        };
        let request = OpenRequest {
            entry: Some(EntryId(&key)),
            access: Access::Best,
            interface: None,
            parent: self.object.role.shape.name,
        };
        let (_, folder) = StoreContent::open(logon, self.provider, &request)?;
        Ok(folder)
    }
}

/// The key of the folder of this name, whatever its case (FOLD-5).
pub(super) fn folder_named<P: StoreProvider>(
    parent: &dyn FolderObject<P>,
    provider: &P,
    memory: &Allocators,
    name: &str,
) -> Result<Option<Vec<u8>>> {
    let name = fold_case(name);
    let mut folders = Listing::of(parent.hierarchy(provider)?);
    loop {
        let rows = folders.next(provider, memory, &[tags::DISPLAY_NAME])?;
        if rows.is_empty() {
            return Ok(None);
        }
        let is_it = |values: &[Property]| {
            let own = values.iter().find(|property| property.tag.id() == tags::DISPLAY_NAME.id());
            own.and_then(|property| PropValue::as_text(&property.value)).is_some_and(|own| fold_case(own) == name)
        };
        if let Some(row) = rows.into_iter().find(|row| is_it(&row.values)) {
            return Ok(Some(row.key));
        }
    }
}
