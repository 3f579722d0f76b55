//! `IMsgStore`: the store's own methods and properties. What it shares with the logon is in `entries.rs`, with everything
//! that has properties in `prop.rs`.

use super::entries;
use super::prop::{self, Source};
use crate::abi::code::Code;
use crate::abi::flag::*;
use crate::abi::iid::{IID_IMAPIProp, IID_IMsgStore, Iid};
use crate::abi::imsg_store::IMsgStoreVtbl;
use crate::abi::param::{Out, This};
use crate::abi::tag::PropTag;
use crate::abi::tags;
use crate::com::class::object;
use crate::com::core::Core;
use crate::com::object::{Role, StoreObject, StoreRole};
use crate::com::params::only;
use crate::com::refused::no_support;
use crate::error::{Error, Result};
use crate::provider::{PropValue, Property, StoreProvider};
use std::ffi::c_void;
use std::sync::atomic::Ordering;

impl<P: StoreProvider> StoreObject<P> {
    const METHODS: &'static IMsgStoreVtbl = &IMsgStoreVtbl {
        prop: prop::methods::<P, StoreRole>(),
        advise: entries::advise::<P, StoreRole>,
        unadvise: entries::unadvise::<P, StoreRole>,
        compare_entry_ids: entries::compare_entry_ids::<P, StoreRole>,
        open_entry: entries::open_entry::<P, StoreRole>,
        set_receive_folder: no_support::<StoreObject<P>, _>(),
        get_receive_folder: no_support::<StoreObject<P>, _>(),
        get_receive_folder_table: no_support::<StoreObject<P>, _>(),
        store_logoff: store_logoff::<P>,
        abort_submit: no_support::<StoreObject<P>, _>(),
        get_outgoing_queue: no_support::<StoreObject<P>, _>(),
        set_lock_state: no_support::<StoreObject<P>, _>(),
        finished_msg: no_support::<StoreObject<P>, _>(),
        notify_new_mail: no_support::<StoreObject<P>, _>(),
    };
}

impl<P: StoreProvider> Role<P> for StoreRole {
    fn interfaces(&self) -> &'static [Iid] {
        &[IID_IMsgStore, IID_IMAPIProp]
    }

    fn vtable(&self) -> *const c_void {
        std::ptr::from_ref(StoreObject::<P>::METHODS).cast()
    }

    fn name(&self) -> &'static str {
        "store"
    }

    /// STORELOGOFF-8: unlinked first, then the plan.
    fn last(object: &StoreObject<P>) {
        let core = &object.core;
        core.store.held.store(false, Ordering::Release);
        core.home.delist(core);
        Core::end(core);
    }
}

const INPUTS: u32 = LOGOFF_NO_WAIT | LOGOFF_ORDERLY | LOGOFF_PURGE | LOGOFF_ABORT | LOGOFF_QUIET;

/// `IMsgStore::StoreLogoff`: saves the flags for the last Release (STORELOGOFF-2), but for the probe of a sole holder
/// (STORELOGOFF-4).
unsafe extern "system" fn store_logoff<P: StoreProvider>(this: This, flags: Out<u32>) -> Code {
    let object = object::<StoreObject<P>, 0>(&this);
    object.attend(|| {
        let given = flags.read().ok_or(Code::INVALID_PARAMETER)?;
        let wish = wish(given)?;
        if wish == LOGOFF_QUIET && object.count.now() == 1 {
            flags.write(probe(&object.core, given)?);
        } else {
            object.core.store.saved.store(wish, Ordering::Release);
            flags.write(given | LOGOFF_COMPLETE); // STORELOGOFF-3
        }
        Ok(Code::OK)
    })
}

/// STORELOGOFF-1: one input at most; none is as ABORT.
fn wish(given: u32) -> Result<u32> {
    only(given, INPUTS)?;
    match given.count_ones() {
        0 => Ok(LOGOFF_ABORT),
        1 => Ok(given),
        _ => Err(Error::new(Code::INVALID_PARAMETER, "the flags of StoreLogoff exclude each other")),
    }
}

/// Asks the transports at once. With COMPLETE the one required call is done; else the store stays open, and what was
/// saved before stays saved.
fn probe<P: StoreProvider>(core: &Core<P>, given: u32) -> Result<u32> {
    let activity = LOGOFF_INBOUND | LOGOFF_OUTBOUND | LOGOFF_OUTBOUND_QUEUE;
    if core.store.told.swap(true, Ordering::AcqRel) {
        return Ok(given | LOGOFF_COMPLETE); // an earlier probe was complete
    }
    let back = core.link.store_logoff_transports(LOGOFF_QUIET);
    let complete = matches!(back, Ok(back) if back & LOGOFF_COMPLETE != 0);
    core.store.told.store(complete, Ordering::Release);
    Ok(given | back? & (activity | LOGOFF_COMPLETE))
}

impl<P: StoreProvider> Source<P> for StoreRole {
    fn given(object: &StoreObject<P>, of: &P) -> Vec<Property> {
        let core = &object.core;
        let registered = core.registered.get();
        let entry = registered.map_or(&[][..], |registered| &registered.entry);
        let name = of.get(tags::DISPLAY_NAME).ok();
        let name = name.as_ref().and_then(PropValue::as_text).unwrap_or(P::NAME);
        let writable = if core.writable { STORE_MODIFY_OK } else { 0 };
        let mask = STORE_ENTRYID_UNIQUE | STORE_NOTIFY_OK | STORE_UNICODE_OK | writable;
        vec![
            Property::new(tags::DISPLAY_NAME, name),
            Property::new(tags::PROVIDER_DISPLAY, P::NAME),
            Property::new(tags::OBJECT_TYPE, MAPI_STORE),
            Property::new(tags::ENTRYID, entry),
            Property::new(tags::STORE_ENTRYID, entry),
            Property::new(tags::RECORD_KEY, core.key.bytes()),
            Property::new(tags::STORE_RECORD_KEY, core.key.bytes()),
            Property::new(tags::MDB_PROVIDER, &P::UID.bytes()[..]),
            Property::new(tags::STORE_SUPPORT_MASK, mask),
            Property::new(tags::ACCESS_LEVEL, u32::from(core.writable)),
        ]
    }

    fn tags(_object: &StoreObject<P>, of: &P) -> Result<Vec<PropTag>> {
        Ok(of.tags())
    }

    fn get(_object: &StoreObject<P>, of: &P, tag: PropTag) -> Result<PropValue> {
        of.get(tag)
    }

    fn set(_object: &StoreObject<P>, of: &P, changes: &[Property]) -> Result<()> {
        of.set(changes)
    }

    fn save(_object: &StoreObject<P>, _of: &P) -> Result<()> {
        Ok(())
    }

    fn is_writable(object: &StoreObject<P>) -> bool {
        object.core.writable
    }
}
