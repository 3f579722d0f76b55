//! The folders that mail needs in a store, made where they are missing: what MAPI does first with a
//! store that can be changed (`HrValidateIPMSubtree`, STORE-26). Special folders that are there are
//! in the store's properties (STORE-27).

use super::folder::Folder;
use super::object::Object;
use super::receive_folders::ReceiveFolders;
use super::store::Store;
use provider_abi::error::Result;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use std::sync::Arc;

/// A special folder: its bit in PR_VALID_FOLDER_MASK, the property of the store that leads to it,
/// and its name.
struct Special {
    bit: u32,
    tag: Option<PropTag>,
    name: &'static str,
    /// Whether every store gets it; the others are a default store's.
    is_minimal: bool,
}

const SUBTREE: Special = Special {
    bit: FOLDER_IPM_SUBTREE_VALID,
    tag: Some(tags::IPM_SUBTREE_ENTRYID),
    name: "IPM Subtree",
    is_minimal: true,
};

/// What stands in the root folder beside the subtree.
const IN_ROOT: [Special; 3] = [
    Special { bit: FOLDER_FINDER_VALID, tag: Some(tags::FINDER_ENTRYID), name: "Search Root", is_minimal: true },
    Special { bit: FOLDER_VIEWS_VALID, tag: Some(tags::VIEWS_ENTRYID), name: "Folder Views", is_minimal: false },
    Special {
        bit: FOLDER_COMMON_VIEWS_VALID,
        tag: Some(tags::COMMON_VIEWS_ENTRYID),
        name: "Common Views",
        is_minimal: false,
    },
];

/// What stands in the subtree. The Inbox is no property: it is where messages arrive.
const IN_SUBTREE: [Special; 4] = [
    Special { bit: FOLDER_IPM_INBOX_VALID, tag: None, name: "Inbox", is_minimal: false },
    Special { bit: FOLDER_IPM_OUTBOX_VALID, tag: Some(tags::IPM_OUTBOX_ENTRYID), name: "Outbox", is_minimal: false },
    Special {
        bit: FOLDER_IPM_WASTEBASKET_VALID,
        tag: Some(tags::IPM_WASTEBASKET_ENTRYID),
        name: "Deleted Items",
        is_minimal: true,
    },
    Special {
        bit: FOLDER_IPM_SENTMAIL_VALID,
        tag: Some(tags::IPM_SENTMAIL_ENTRYID),
        name: "Sent Items",
        is_minimal: false,
    },
];

/// The special folders of a store.
///
/// ```no_run
/// # use provider_session::{IpmSubtree, Store};
/// # fn prepare(store: &Store) -> provider_abi::error::Result<()> {
/// let made = IpmSubtree::of(store).validate(true)?;
/// println!("{made} folders were missing");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct IpmSubtree<'s> {
    store: &'s Store,
}

impl<'s> IpmSubtree<'s> {
    /// Of this store.
    pub fn of(store: &'s Store) -> Self {
        Self { store }
    }

    /// Makes what is missing: `is_full` all eight folders, as a default store has them; else the
    /// subtree, the search root and the deleted items. How many were made. A store that does not
    /// say STORE_CREATE_OK and STORE_MODIFY_OK is left alone. `HrValidateIPMSubtree` (STORE-26)
    ///
    /// # Errors
    /// The first failure of the store's; what has been made until then stays.
    pub fn validate(&self, is_full: bool) -> Result<usize> {
        let needed = STORE_CREATE_OK | STORE_MODIFY_OK;
        if self.number(tags::STORE_SUPPORT_MASK) & needed != needed {
            return Ok(0);
        }
        let before = self.number(tags::VALID_FOLDER_MASK);
        let is_missing = |special: &&Special| before & special.bit == 0 && (is_full || special.is_minimal);
        let in_root: Vec<_> = IN_ROOT.iter().filter(is_missing).collect();
        let in_subtree: Vec<_> = IN_SUBTREE.iter().filter(is_missing).collect();
        let has_subtree = before & SUBTREE.bit != 0;
        if has_subtree && in_root.is_empty() && in_subtree.is_empty() {
            return Ok(0);
        }
        let root = self.store.open(None, MAPI_BEST_ACCESS)?;
        let mut made = 0;
        let subtree = if has_subtree {
            self.subtree()?
        } else {
            made |= SUBTREE.bit;
            self.make(&root, &SUBTREE)?
        };
        for (parent, special) in in_root.iter().map(|it| (&root, it)).chain(in_subtree.iter().map(|it| (&subtree, it)))
        {
            self.make(parent, special)?;
            made |= special.bit;
        }
        // A store that keeps the mask itself says so, which is no failure.
        self.store.set_props(&[Property::new(tags::VALID_FOLDER_MASK, before | made)])?;
        Ok(made.count_ones() as usize)
    }

    /// What the session does when the store has been opened: a failure is in the record.
    pub(super) fn at_open(&self, flags: u32) {
        let state = &self.store.calls.state;
        if flags & MDB_NO_MAIL != 0 || !state.options.has_mail() {
            return;
        }
        let default = state.registry.default_store();
        let logon = state.logons.live().into_iter().find(|logon| logon.number == self.store.calls.logon);
        let is_default = default.zip(logon).is_some_and(|(default, logon)| Arc::ptr_eq(&default, &logon.registration));
        if let Err(error) = self.validate(is_default) {
            state.last.keep(&error);
        }
    }

    fn number(&self, tag: PropTag) -> u32 {
        let value = self.store.get(tag).ok();
        value.and_then(|value| value.as_i32()).unwrap_or(0).cast_unsigned()
    }

    fn subtree(&self) -> Result<Object> {
        match self.store.get(tags::IPM_SUBTREE_ENTRYID)? {
            PropValue::Binary(entry) => self.store.open(Some(&entry), MAPI_BEST_ACCESS),
            _ => Err(Code::CORRUPT_STORE.into()),
        }
    }

    /// One folder, which may be there under its name already; the store is told of it.
    fn make(&self, parent: &Object, special: &Special) -> Result<Object> {
        let folder = Folder::of(parent)?.create_folder(special.name, None, OPEN_IF_EXISTS)?;
        let PropValue::Binary(entry) = folder.get(tags::ENTRYID)? else { return Err(Code::CORRUPT_STORE.into()) };
        match special.tag {
            Some(tag) => {
                let problems = self.store.set_props(&[Property::new(tag, entry)])?;
                if let Some((_, code)) = problems.first() {
                    return Err((*code).into());
                }
            }
            None => ReceiveFolders::of(self.store).set("IPM.Note", Some(&entry))?,
        }
        Ok(folder)
    }
}
