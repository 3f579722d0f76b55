//! `IMAPISupport::DoCopyTo` and `DoCopyProps` as far as tests of a store need them: properties and
//! recipients, by GetProps and SetProps alone.
#![allow(unsafe_code, reason = "objects are handed to MAPI as pointers")]

use super::memory::allocators;
use crate::calls::{Item, MessageCalls};
use provider_abi::requested::tag_list;
use provider_runtime::abi::flag::{MODRECIP_ADD, PT_OBJECT};
use provider_runtime::abi::param::In;
use provider_runtime::abi::structs::SPropTagArray;
use provider_runtime::abi::tags;
use provider_runtime::prelude::*;
use std::ffi::c_void;
use support::raw::add_ref;

/// The property ids of an argument.
pub(super) fn ids(tags: In<'_, SPropTagArray>) -> Vec<u16> {
    tag_list(tags).ok().flatten().unwrap_or_default().iter().map(|tag| tag.id()).collect()
}

fn lent(object: *mut c_void) -> Item {
    add_ref(object);
    // SAFETY: F1: the reference that was just taken.
    unsafe { Item::from_call(Code::OK, object, allocators()) }.unwrap()
}

/// Copies what the ids name, or all but that.
pub(super) fn copy(source: *mut c_void, destination: *mut c_void, ids: &[u16], only: bool) -> Code {
    let done = copied(&lent(source), &lent(destination), ids, only);
    done.err().map_or(Code::OK, |error| error.code())
}

fn copied(source: &Item, destination: &Item, ids: &[u16], only: bool) -> Result<()> {
    let is_copied = |tag: PropTag| tag.kind() != PT_OBJECT && ids.contains(&tag.id()) == only;
    let mut values = Vec::new();
    for tag in source.tags()?.into_iter().filter(|tag| is_copied(*tag)) {
        if let Ok(value) = source.get(tag) {
            values.push(Property { tag, value });
        }
    }
    if !values.is_empty() {
        destination.set(&values)?; // what is computed there is a problem, and no more
    }
    if ids.contains(&tags::MESSAGE_RECIPIENTS.id()) == only
        && let Ok(table) = MessageCalls(source.clone()).recipients()
    {
        let rows = table.all_rows()?;
        if !rows.is_empty() {
            MessageCalls(destination.clone()).modify_recipients(MODRECIP_ADD, &rows)?;
        }
    }
    Ok(())
}
