//! What only a folder of a store by hand does: its tables, and what is made and deleted in it.
#![allow(unsafe_code, reason = "lists and texts are read as their counts and flags say")]

use super::table::table;
use super::thing::{Pending, Thing};
use super::world::{Item, Kind, Lie, lock};
use provider_abi::class::Receiver;
use provider_abi::com_ptr::Lent;
use provider_abi::error::Error;
use provider_abi::interfaces::imapi_container::IMAPIContainer;
use provider_abi::interfaces::imapi_folder::IMAPIFolder;
use provider_abi::params::{bytes_at, read_at, slice_at};
use provider_abi::strings;
use provider_runtime::abi::flag::*;
use provider_runtime::abi::iid::Iid;
use provider_runtime::abi::imapi_progress::IMAPIProgressVtbl;
use provider_runtime::abi::param::{In, Out};
use provider_runtime::abi::structs::*;
use provider_runtime::abi::tags;
use provider_runtime::prelude::*;
use std::ffi::c_void;
use std::sync::Arc;

impl IMAPIContainer for Thing {
    fn get_contents_table(this: Receiver<'_, Self>, flags: u32, out: Out<'_, *mut c_void>) -> Code {
        this.call("GetContentsTable", || {
            let numbers = {
                let item = lock(&this.item);
                if flags & MAPI_ASSOCIATED == 0 { item.messages.clone() } else { item.associated.clone() }
            };
            out.needed()?.write(table(&this.store, &[tags::ENTRYID], this.rows(&numbers)));
            Ok(Code::OK)
        })
    }

    fn get_hierarchy_table(this: Receiver<'_, Self>, _flags: u32, out: Out<'_, *mut c_void>) -> Code {
        this.call("GetHierarchyTable", || {
            let mut numbers = lock(&this.item).folders.clone();
            if this.store.lies(Lie::Circle) {
                numbers.push(lock(&this.item).number);
            }
            out.needed()?.write(table(&this.store, &[tags::ENTRYID], this.rows(&numbers)));
            Ok(Code::OK)
        })
    }

    fn open_entry(
        this: Receiver<'_, Self>,
        entry: Option<&[u8]>,
        _interface: Option<&Iid>,
        _flags: u32,
        kind: Out<'_, u32>,
        out: Out<'_, *mut c_void>,
    ) -> Code {
        this.call("OpenEntry", || {
            let item = this.item_of(entry)?;
            kind.write(if lock(&item).kind == Kind::Folder { MAPI_FOLDER } else { MAPI_MESSAGE });
            this.give(out, &item, None)
        })
    }
}

impl IMAPIFolder for Thing {
    fn create_message(
        this: Receiver<'_, Self>,
        _interface: Option<&Iid>,
        flags: u32,
        out: Out<'_, *mut c_void>,
    ) -> Code {
        this.call("CreateMessage", || {
            let message = Item::new(Kind::Message, 0, 0, &[]);
            let is_associated = flags & MAPI_ASSOCIATED != 0;
            this.give(out, &message, Some(Pending::Folder(Arc::clone(&this.item), is_associated)))
        })
    }

    fn delete_messages(
        this: Receiver<'_, Self>,
        list: In<'_, SBinaryArray>,
        _window: usize,
        _progress: Option<Lent<'_, IMAPIProgressVtbl>>,
        _flags: u32,
    ) -> Code {
        this.call("DeleteMessages", || {
            // SAFETY: O3: null, or such a list.
            let list = unsafe { read_at(list.raw()) }.ok_or(Code::INVALID_PARAMETER)?;
            // SAFETY: O3: as many identifiers as the count says.
            let entries = unsafe { slice_at(list.lpbin.cast_const(), list.c_values) }.ok_or(Code::INVALID_PARAMETER)?;
            let mut item = lock(&this.item);
            for entry in entries {
                // SAFETY: O3: as many bytes as the count says.
                let entry = unsafe { bytes_at(entry.lpb.cast_const(), entry.cb) };
                let number = entry.and_then(|entry| this.store.number(entry)).ok_or(Code::NOT_FOUND)?;
                let before = item.messages.len() + item.associated.len();
                item.messages.retain(|own| *own != number);
                item.associated.retain(|own| *own != number);
                if item.messages.len() + item.associated.len() == before {
                    return Ok(Code::W_PARTIAL_COMPLETION);
                }
                lock(&this.store.items).remove(&number);
            }
            Ok(Code::OK)
        })
    }

    fn create_folder(
        this: Receiver<'_, Self>,
        _kind: u32,
        name: In<'_, c_void>,
        _comment: In<'_, c_void>,
        _interface: Option<&Iid>,
        flags: u32,
        out: Out<'_, *mut c_void>,
    ) -> Code {
        this.call("CreateFolder", || {
            // SAFETY: O3: null, or a text in the width that the flags say.
            let name = unsafe { strings::text(name, flags) }.ok_or(Code::INVALID_PARAMETER)?.into_owned();
            let (own, there) = {
                let item = lock(&this.item);
                (item.number, item.folders.clone())
            };
            let found =
                there.iter().copied().find(|number| this.store.texts(&[*number], tags::DISPLAY_NAME)[0] == name);
            let number = match (found, flags & OPEN_IF_EXISTS != 0) {
                (Some(_), false) => return Err(Error::new(Code::COLLISION, format!("there is a folder {name}"))),
                (Some(number), true) => number,
                (None, _) => this.store.folder(own, &name),
            };
            this.give(out, &this.store.item(number).ok_or(Code::NOT_FOUND)?, None)
        })
    }

    fn delete_folder(
        this: Receiver<'_, Self>,
        entry: Option<&[u8]>,
        _window: usize,
        _progress: Option<Lent<'_, IMAPIProgressVtbl>>,
        _flags: u32,
    ) -> Code {
        this.call("DeleteFolder", || {
            let gone = this.item_of(entry)?;
            let gone = lock(&gone);
            if !gone.folders.is_empty() {
                return Err(Code::HAS_FOLDERS.into());
            }
            if !gone.messages.is_empty() {
                return Err(Code::HAS_MESSAGES.into());
            }
            let mut item = lock(&this.item);
            item.folders.retain(|own| *own != gone.number);
            lock(&this.store.items).remove(&gone.number);
            Ok(Code::OK)
        })
    }
}
