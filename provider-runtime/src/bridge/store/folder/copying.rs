//! What is copied and moved from a folder to another (FOLD-22 to FOLD-31): within one store by its
//! author, to another store by MAPI's support object.
#![allow(unsafe_code, reason = "a client's folder is asked over its vtable, as is IMAPISupport")]

use super::LentFolder;
use super::batch::{Batch, FolderCall};
use super::copied::copied;
use super::deleting::TreeFolder;
use super::listing::Listing;
use super::making::folder_named;
use crate::bridge::store::message_state::{is_queued, message_of};
use crate::lent::{Event, ObjectKind, get_property};
use crate::provider::{FolderObject, StoreProvider, Table};
use provider_abi::access::Access;
use provider_abi::class::interface;
use provider_abi::com_ptr::{ComPtr, Lent};
use provider_abi::entry_id;
use provider_abi::error::{Code, Error, Result, ok};
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::flag::*;
use provider_abi::shapes::iid::{IID_IMAPIFolder, Iid};
use provider_abi::shapes::imapi_prop::IMAPIPropVtbl;
use provider_abi::shapes::param::In;
use provider_abi::shapes::structs::SBinaryArray;
use provider_abi::shapes::tags;
use provider_abi::strings::text;
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::Arc;

/// A call that copies or moves.
pub(super) struct Copying<'a, P: StoreProvider> {
    pub(super) from: &'a LentFolder<'a, P>,
    pub(super) call: FolderCall<'a>,
    /// The client's folder, an object of anybody's.
    pub(super) destination: *mut c_void,
    pub(super) interface: Option<&'a Iid>,
    pub(super) flags: u32,
}

/// A folder of this store to which something is copied.
struct Destination<P> {
    key: Vec<u8>,
    folder: Arc<dyn FolderObject<P>>,
}

impl<P: StoreProvider> Copying<'_, P> {
    /// The destination, if it is in this store.
    fn destination(&self) -> Result<Option<Destination<P>>> {
        let logon = &self.from.object.logon;
        // SAFETY: O3: the client's folder, of the interface that it says; all that it can say begin
        // with IMAPIProp.
        let folder = unsafe { Lent::<IMAPIPropVtbl>::new(self.destination) };
        let folder: ComPtr<IMAPIPropVtbl> = folder.ok_or(Code::INVALID_PARAMETER)?.keep();
        let memory = &logon.link.host.memory;
        let store = get_property(&folder, memory, tags::STORE_RECORD_KEY)?;
        if store.as_binary() != Some(&logon.kind_state.key[..]) {
            return Ok(None);
        }
        let entry = get_property(&folder, memory, tags::ENTRYID)?;
        let entry =
            entry.as_binary().ok_or_else(|| Error::new(Code::INVALID_PARAMETER, "a folder without PR_ENTRYID"))?;
        let key = entry_id::key(entry, &logon.uids())?.to_vec();
        let folder = self.from.open_folder(&key, Access::Write)?;
        Ok(Some(Destination { key, folder }))
    }

    /// `IMAPIFolder::CopyMessages`
    pub(super) fn messages(self, list: In<'_, SBinaryArray>, entries: &[&[u8]]) -> Result<Code> {
        let Some(destination) = self.destination()? else { return self.messages_elsewhere(list) };
        let mut batch = Batch::new(&self.from.object.logon.link, &self.call, entries.len());
        let moves = self.flags & MESSAGE_MOVE != 0;
        let queued = self.from.provider.queue().filter(|_| moves).map(|queue| queue.keys()).transpose()?;
        let queued = queued.unwrap_or_default();
        let mut changed = false;
        for entry in entries {
            let outcome = self.from.key_of(entry).and_then(|key| {
                if is_queued(&queued, key) {
                    return Err(Error::new(Code::SUBMITTED, "the message waits to be sent")); // FOLD-25
                }
                self.message(key, &destination, moves, false)
            });
            changed |= outcome.is_ok();
            if !batch.report(outcome) {
                break;
            }
        }
        if changed {
            let telling = self.from.telling();
            telling.folder_changed(&destination.key, &*destination.folder);
            if moves {
                telling.folder_changed(self.from.key(), &*self.from.folder);
            }
        }
        batch.code()
    }

    /// Copies or moves one message.
    fn message(&self, key: &[u8], to: &Destination<P>, moves: bool, is_associated: bool) -> Result<()> {
        let provider = self.from.provider;
        let folder = &self.from.folder;
        if moves && to.key == self.from.key() {
            return Ok(());
        }
        let moved = if moves { folder.move_message(provider, key, &to.key) } else { Err(Code::NO_SUPPORT.into()) };
        let (mask, new) = match moved {
            Ok(new) => (fnevObjectMoved, new),
            Err(error) if error.code() == Code::NO_SUPPORT => {
                let message = message_of(provider, key, Access::Read)?;
                let changes = copied(provider, key, message, is_associated)?;
                let new = to.folder.create_message(provider, &changes)?.key;
                if moves {
                    folder.delete_message(provider, key)?;
                }
                (if moves { fnevObjectMoved } else { fnevObjectCopied }, new)
            }
            Err(error) => return Err(error),
        };
        let event = Event::about(mask, &new, ObjectKind::Message, Some(&to.key));
        self.from.telling().tell(&event.was(key, self.from.key()));
        Ok(())
    }

    /// Into another store (FOLD-22).
    fn messages_elsewhere(&self, list: In<'_, SBinaryArray>) -> Result<Code> {
        self.refuse_if_declined()?;
        let interface = self.interface.map_or(&IID_IMAPIFolder, |interface| interface);
        self.from.object.logon.link.lend(|support| {
            let copy = support.methods().copy_messages;
            // SAFETY: F1: alive while lent; the objects and the list are the client's, and ours.
            let code = unsafe {
                copy(
                    support.this(),
                    In::from(&IID_IMAPIFolder),
                    self.this(),
                    list,
                    In::from(interface),
                    self.destination,
                    self.call.ui_param,
                    self.progress(),
                    self.flags,
                )
            };
            ok(code).map(|()| code)
        })
    }

    fn refuse_if_declined(&self) -> Result<()> {
        if self.flags & MAPI_DECLINE_OK != 0 {
            return Err(Error::new(Code::DECLINE_COPY, "MAPI copies between stores"));
        }
        Ok(())
    }

    /// The folder of this call, as an argument.
    fn this(&self) -> *mut c_void {
        interface(NonNull::from(self.from.object), 0)
    }

    fn progress(&self) -> *mut c_void {
        self.call.progress.map_or(std::ptr::null_mut(), Lent::raw)
    }

    /// `IMAPIFolder::CopyFolder`
    pub(super) fn folder(self, entry: &[u8], name: In<'_, c_void>) -> Result<Code> {
        let key = self.from.key_of(entry)?;
        // SAFETY: O3: the text comes in the width that the call's own flags say.
        let given = unsafe { text(name, self.flags) }.filter(|name| !name.is_empty());
        let folder = self.from.open_folder(key, Access::Read)?;
        let Some(destination) = self.destination()? else { return self.folder_elsewhere(entry, name) };
        let provider = self.from.provider;
        let moves = self.flags & FOLDER_MOVE != 0;
        if moves {
            self.from.refuse_special(key)?;
        }
        self.refuse_cycle(key, &destination)?;
        let name = match given {
            Some(name) => name.into_owned(),
            None => match folder.get(provider, tags::DISPLAY_NAME)? {
                PropValue::Text(name) => name,
                _ => return Err(Error::new(Code::CALL_FAILED, "a folder without PR_DISPLAY_NAME")),
            },
        };
        let memory = &self.from.object.logon.link.host.memory;
        let same = folder_named(&*destination.folder, provider, memory, &name)?;
        if same.is_some_and(|same| same != key || !moves) {
            return Err(Error::new(Code::COLLISION, format!("there is a folder {name:?}")));
        }
        let moved = match moves {
            true => self.from.folder.move_folder(provider, key, &destination.key, &name),
            false => Err(Code::NO_SUPPORT.into()),
        };
        match moved {
            Ok(new) => {
                self.tell_of_folder(fnevObjectMoved, key, &new, &destination);
                Ok(Code::OK)
            }
            Err(error) if error.code() == Code::NO_SUPPORT => self.copied_folder(key, folder, &destination, &name),
            Err(error) => Err(error),
        }
    }

    fn tell_of_folder(&self, mask: u32, key: &[u8], new: &[u8], to: &Destination<P>) {
        let telling = self.from.telling();
        let event = Event::about(mask, new, ObjectKind::Folder, Some(&to.key));
        telling.tell(&event.was(key, self.from.key()));
        telling.folder_changed(&to.key, &*to.folder);
        if mask == fnevObjectMoved {
            telling.folder_changed(self.from.key(), &*self.from.folder);
        }
    }

    /// FOLD-31: no folder goes into itself, or into one that is inside it.
    fn refuse_cycle(&self, key: &[u8], to: &Destination<P>) -> Result<()> {
        /// No folder is as deep as this: an author's folders go in a circle.
        const MOST_LEVELS: usize = 1000;
        let mut at = to.key.clone();
        let mut folder = Arc::clone(&to.folder);
        for _ in 0..MOST_LEVELS {
            if at == key {
                return Err(Error::new(Code::FOLDER_CYCLE, "a folder cannot go into itself"));
            }
            if at.is_empty() {
                return Ok(());
            }
            at = folder.parent(self.from.provider)?;
            folder = self.from.open_folder(&at, Access::Read)?;
        }
        Err(Error::new(Code::FOLDER_CYCLE, "the folders of the store go in a circle"))
    }

    /// Copies a folder with its messages, and with the folders in it if the client says so; a
    /// folder that moves is deleted then.
    fn copied_folder(
        &self,
        key: &[u8],
        folder: Arc<dyn FolderObject<P>>,
        to: &Destination<P>,
        name: &str,
    ) -> Result<Code> {
        let moves = self.flags & FOLDER_MOVE != 0;
        let goes_deep = moves || self.flags & COPY_SUBFOLDERS != 0;
        let tree = match goes_deep {
            true => self.from.tree(key.to_vec(), folder)?,
            false => vec![TreeFolder { parent: 0, key: key.to_vec(), folder }],
        };
        let mut batch = Batch::new(&self.from.object.logon.link, &self.call, tree.len());
        // One that could not be made leaves its place, and those in it are not made either.
        let mut made: Vec<Option<Destination<P>>> = Vec::new();
        for (place, inner) in tree.iter().enumerate() {
            let outer = if place == 0 { Some(to) } else { made.get(inner.parent).and_then(Option::as_ref) };
            let Some(outer) = outer else {
                made.push(None);
                continue;
            };
            let (copy, outcome) = match self.copied_alone(inner, outer, (place == 0).then_some(name)) {
                Ok(copy) => {
                    let contents = self.both_contents(inner, &copy, &mut batch);
                    (Some(copy), contents)
                }
                Err(error) if place == 0 => return Err(error),
                Err(error) => (None, Err(error)),
            };
            made.push(copy);
            if !batch.report(outcome) {
                break;
            }
        }
        if let Some(Some(copy)) = made.first() {
            if moves && batch.is_clean() {
                self.from.delete_tree(&tree, &mut batch)?;
            }
            let mask = if moves { fnevObjectMoved } else { fnevObjectCopied };
            self.tell_of_folder(mask, key, &copy.key, to);
        }
        batch.code()
    }

    /// A copy of a folder without what is in it, under this name, or its own.
    fn copied_alone(&self, from: &TreeFolder<P>, to: &Destination<P>, name: Option<&str>) -> Result<Destination<P>> {
        let provider = self.from.provider;
        let own = match name {
            Some(name) => PropValue::from(name),
            None => from.folder.get(provider, tags::DISPLAY_NAME)?,
        };
        let values = settable(provider, &*from.folder)?;
        let key = to.folder.create_folder(provider, own.as_text().unwrap_or_default(), &values)?;
        let folder = self.from.open_folder(&key, Access::Write)?;
        Ok(Destination { key, folder })
    }

    /// Copies the messages of a folder, associated ones also.
    fn both_contents(&self, from: &TreeFolder<P>, to: &Destination<P>, batch: &mut Batch) -> Result<()> {
        let provider = self.from.provider;
        self.contents(from.folder.contents(provider)?, to, false, batch)?;
        self.contents(from.folder.associated(provider)?, to, true, batch)
    }

    /// Copies the messages of one table.
    fn contents(&self, table: Table<P>, to: &Destination<P>, is_associated: bool, batch: &mut Batch) -> Result<()> {
        let provider = self.from.provider;
        let memory = &self.from.object.logon.link.host.memory;
        let mut messages = Listing::of(table);
        loop {
            let rows = messages.next(provider, memory, &[])?;
            if rows.is_empty() || batch.is_cancelled() {
                return Ok(());
            }
            batch.add(rows.len());
            for row in rows {
                let outcome = message_of(provider, &row.key, Access::Read).and_then(|message| {
                    let changes = copied(provider, &row.key, message, is_associated)?;
                    to.folder.create_message(provider, &changes).map(|_| ())
                });
                if !batch.report(outcome) {
                    return Ok(());
                }
            }
        }
    }

    /// Into another store.
    fn folder_elsewhere(&self, entry: &[u8], name: In<'_, c_void>) -> Result<Code> {
        self.refuse_if_declined()?;
        let interface = self.interface.map_or(&IID_IMAPIFolder, |interface| interface);
        let length = u32::try_from(entry.len()).map_err(|_| Code::INVALID_PARAMETER)?;
        self.from.object.logon.link.lend(|support| {
            let copy = support.methods().copy_folder;
            // SAFETY: O3: as long as its count says.
            let entry = unsafe { In::from_raw(entry.as_ptr().cast()) };
            // SAFETY: F1: alive while lent; the objects are the client's, and ours.
            let code = unsafe {
                copy(
                    support.this(),
                    In::from(&IID_IMAPIFolder),
                    self.this(),
                    length,
                    entry,
                    In::from(interface),
                    self.destination,
                    name,
                    self.call.ui_param,
                    self.progress(),
                    self.flags,
                )
            };
            ok(code).map(|()| code)
        })
    }
}

/// The properties of a folder that its copy gets beside its name.
fn settable<P: StoreProvider>(provider: &P, folder: &dyn FolderObject<P>) -> Result<Vec<Property>> {
    let wanted = [tags::COMMENT, tags::CONTAINER_CLASS];
    let mut values = Vec::new();
    for tag in wanted {
        match folder.get(provider, tag) {
            Ok(value) => values.push(Property::new(tag, value)),
            Err(error) if error.code() == Code::NOT_FOUND => {}
            Err(error) => return Err(error),
        }
    }
    Ok(values)
}
