//! `IMsgStore`: the store's own methods and properties. What it shares with the logon is in `entries.rs`, with everything
//! that has properties in `prop.rs`.
#![allow(unsafe_code, reason = "the methods of IMsgStore take raw arguments")]

use super::entries;
use super::prop::{self, Given, Source};
use crate::com::core::Core;
use crate::com::object::{Role, Shape, StoreObject, StoreRole};
use crate::com::store::name;
use crate::provider::{Properties, StoreProvider};
use provider_abi::class::object;
use provider_abi::error::{Error, Result};
use provider_abi::no_support::no_support;
use provider_abi::params::only;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::iid::{IID_IMAPIProp, IID_IMsgStore};
use provider_abi::shapes::imsg_store::IMsgStoreVtbl;
use provider_abi::shapes::param::{Out, This};
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
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
    fn shape(&self) -> &'static Shape {
        const { &Shape::of(MAPI_STORE, "store", &[IID_IMsgStore, IID_IMAPIProp], StoreObject::<P>::METHODS) }
    }

    /// STORELOGOFF-8: unlinked first, then the plan.
    fn last(object: &StoreObject<P>) {
        let core = &object.core;
        core.life.held.store(false, Ordering::Release);
        core.home.delist(object);
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
            object.core.life.saved.store(wish, Ordering::Release);
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
    if core.life.told.swap(true, Ordering::AcqRel) {
        return Ok(given | LOGOFF_COMPLETE); // an earlier probe was complete
    }
    let back = core.link.store_logoff_transports(LOGOFF_QUIET);
    let complete = matches!(back, Ok(back) if back & LOGOFF_COMPLETE != 0);
    core.life.told.store(complete, Ordering::Release);
    Ok(given | back? & (activity | LOGOFF_COMPLETE))
}

/// PR_STORE_ENTRYID, of a store and of what is in it.
pub(super) fn entry<P: StoreProvider>(core: &Core<P>) -> &[u8] {
    core.registered.get().map_or(&[], |told| &told.entry)
}

/// PR_STORE_SUPPORT_MASK
fn support_mask<P: StoreProvider>(core: &Core<P>) -> u32 {
    let writable = if core.writable { STORE_MODIFY_OK } else { 0 };
    STORE_ENTRYID_UNIQUE | STORE_NOTIFY_OK | STORE_UNICODE_OK | writable
}

/// The author's own properties of a store: those of the lent value itself.
impl<P: StoreProvider> Properties<P> for StoreRole {
    fn tags(&self, of: &P) -> Result<Vec<PropTag>> {
        Ok(of.tags())
    }

    fn get(&self, of: &P, tag: PropTag) -> Result<PropValue> {
        of.get(tag)
    }

    fn set(&self, of: &P, changes: &[Property]) -> Result<()> {
        of.set(changes)
    }
}

impl<P: StoreProvider> Source<P> for StoreRole {
    const GIVEN: &'static [Given<P, Self>] = &[
        (tags::DISPLAY_NAME, |_, of| Some(name(of).into())),
        (tags::PROVIDER_DISPLAY, |_, _| Some(P::NAME.into())),
        (tags::OBJECT_TYPE, |_, _| Some(MAPI_STORE.into())),
        (tags::ENTRYID, |store, _| Some(entry(&store.core).into())),
        (tags::STORE_ENTRYID, |store, _| Some(entry(&store.core).into())),
        (tags::RECORD_KEY, |store, _| Some(store.core.life.key[..].into())),
        (tags::STORE_RECORD_KEY, |store, _| Some(store.core.life.key[..].into())),
        (tags::MDB_PROVIDER, |_, _| Some(P::UID.bytes()[..].into())),
        (tags::STORE_SUPPORT_MASK, |store, _| Some(support_mask(&store.core).into())),
        (tags::ACCESS_LEVEL, |store, _| Some(u32::from(store.core.writable).into())),
    ];
    const IS_WRITABLE: fn(&StoreObject<P>) -> bool = |store| store.core.writable;

    fn own<R>(object: &StoreObject<P>, _: &P, work: impl FnOnce(&dyn Properties<P>) -> Result<R>) -> Result<R> {
        work(&object.role)
    }
}
