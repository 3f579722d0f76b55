//! What only a message of a store by hand does: recipients and attachments.
#![allow(unsafe_code, reason = "a list is read as its counts say")]

use super::table::table;
use super::thing::{Pending, Thing};
use super::world::{Item, Kind, lock};
use provider_abi::class::Receiver;
use provider_abi::com_ptr::Lent;
use provider_abi::interfaces::imessage::IMessage;
use provider_abi::params::{Array, read_at, slice_at};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::iid::Iid;
use provider_runtime::abi::imapi_progress::IMAPIProgressVtbl;
use provider_runtime::abi::param::{In, Out};
use provider_runtime::abi::structs::*;
use provider_runtime::abi::tags;
use provider_runtime::prelude::*;
use std::ffi::c_void;
use std::mem::offset_of;
use std::sync::Arc;

impl IMessage for Thing {
    fn get_attachment_table(this: Receiver<'_, Self>, _flags: u32, out: Out<'_, *mut c_void>) -> Code {
        this.call("GetAttachmentTable", || {
            let numbers: Vec<_> = lock(&this.item).attachments.iter().map(|(number, _)| *number).collect();
            let rows = numbers.iter().map(|number| vec![Property::new(tags::ATTACH_NUM, *number)]).collect();
            out.needed()?.write(table(&this.store, &[tags::ATTACH_NUM], rows));
            Ok(Code::OK)
        })
    }

    fn open_attach(
        this: Receiver<'_, Self>,
        number: u32,
        _interface: Option<&Iid>,
        _flags: u32,
        out: Out<'_, *mut c_void>,
    ) -> Code {
        this.call("OpenAttach", || {
            let item =
                lock(&this.item).attachments.iter().find(|(own, _)| *own == number).map(|(_, item)| item.clone());
            this.give(out, &item.ok_or(Code::NOT_FOUND)?, None)
        })
    }

    fn create_attach(
        this: Receiver<'_, Self>,
        _interface: Option<&Iid>,
        _flags: u32,
        number: Out<'_, u32>,
        out: Out<'_, *mut c_void>,
    ) -> Code {
        this.call("CreateAttach", || {
            let new = this.store.take_number();
            number.needed()?.write(new);
            let item = Item::new(Kind::Attachment, 0, 0, &[Property::new(tags::ATTACH_NUM, new)]);
            this.give(out, &item, Some(Pending::Message(Arc::clone(&this.item), new)))
        })
    }

    fn delete_attach(
        this: Receiver<'_, Self>,
        number: u32,
        _window: usize,
        _progress: Option<Lent<'_, IMAPIProgressVtbl>>,
        _flags: u32,
    ) -> Code {
        this.call("DeleteAttach", || {
            lock(&this.item).attachments.retain(|(own, _)| *own != number);
            Ok(Code::OK)
        })
    }

    fn get_recipient_table(this: Receiver<'_, Self>, _flags: u32, out: Out<'_, *mut c_void>) -> Code {
        this.call("GetRecipientTable", || {
            let rows = lock(&this.item).recipients.clone();
            out.needed()?.write(table(&this.store, &[tags::ROWID, tags::DISPLAY_NAME], rows));
            Ok(Code::OK)
        })
    }

    fn modify_recipients(this: Receiver<'_, Self>, flags: u32, list: In<'_, ADRLIST>) -> Code {
        this.call("ModifyRecipients", || {
            let rows = recipients(list).ok_or(Code::INVALID_PARAMETER)?;
            lock(&this.store.said).push(format!("ModifyRecipients({flags}, {})", rows.len()));
            let mut item = lock(&this.item);
            match flags {
                0 => item.recipients = numbered(rows),
                MODRECIP_ADD => {
                    let all = item.recipients.drain(..).chain(rows).collect();
                    item.recipients = numbered(all);
                }
                MODRECIP_MODIFY => {
                    for row in rows {
                        let number = rowid(&row);
                        let is_it = |other: &&mut Vec<Property>| rowid(other) == number;
                        *item.recipients.iter_mut().find(is_it).ok_or(Code::NOT_FOUND)? = row;
                    }
                }
                _ => return Err(Code::UNKNOWN_FLAGS.into()),
            }
            Ok(Code::OK)
        })
    }
}

pub fn rowid(row: &[Property]) -> Option<i32> {
    row.iter().find(|one| one.tag == tags::ROWID)?.value.as_i32()
}

/// RCPT-4: a row that has no number gets one.
fn numbered(mut rows: Vec<Vec<Property>>) -> Vec<Vec<Property>> {
    for (number, row) in (0_u32..).zip(&mut rows) {
        if rowid(row).is_none() {
            row.push(Property::new(tags::ROWID, 1000 + number));
        }
    }
    rows
}

fn recipients(list: In<'_, ADRLIST>) -> Option<Vec<Vec<Property>>> {
    // SAFETY: O3: such an argument starts with its count.
    let count = unsafe { read_at(list.raw().cast::<u32>()) }?;
    let first = list.raw().cast::<u8>().wrapping_add(offset_of!(ADRLIST, entries)).cast::<ADRENTRY>();
    // SAFETY: O3: as many entries as the count says.
    let entries = unsafe { slice_at(first, count) }?;
    let row = |entry: &ADRENTRY| {
        // SAFETY: O3: as many values as the count says, with what they lead to.
        let values = unsafe { Array::at(entry.prop_vals.cast_const(), entry.c_values) };
        values?.decoded().ok()
    };
    entries.iter().map(row).collect()
}
