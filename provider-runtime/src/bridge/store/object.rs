//! `IMsgStore`: the store's own methods and properties. What it shares with the logon is in
//! `shared/entries.rs`, with everything that has properties in `shared/prop.rs`.

use super::queue::QueueCalls;
use super::receive::{self, ReceiveCalls, ReceiveFolder};
use crate::bridge::shared::entries;
use crate::bridge::shared::given::GivenList;
use crate::bridge::shared::prop::Source;
use crate::logon::object::{Object, Role, Shape};
use crate::logon::state::LogonState;
use crate::provider::{Properties, StoreProvider};
use provider_abi::class::Receiver;
use provider_abi::com_ptr::Lent;
use provider_abi::error::{Error, Result};
use provider_abi::interfaces::imsg_store::{self, IMsgStore};
use provider_abi::lock::lock;
use provider_abi::params::only;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::iid::{IID_IMAPIProp, IID_IMsgStore, Iid};
use provider_abi::shapes::imapi_advise_sink::IMAPIAdviseSinkVtbl;
use provider_abi::shapes::imessage::IMessageVtbl;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::{ENTRYID, NOTIFICATION};
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use provider_abi::wanted::Wanted;
use std::ffi::c_void;
use std::sync::atomic::Ordering;

/// `IMsgStore` of `P`.
pub type StoreObject<P> = Object<P, StoreRole>;

/// The store object.
pub struct StoreRole;

const IIDS: &[Iid] = &[IID_IMsgStore, IID_IMAPIProp];

impl<P: StoreProvider> Role<P> for StoreRole {
    fn shape(&self) -> &'static Shape {
        const { &Shape::of(MAPI_STORE, "store", IIDS, const { &imsg_store::vtable::<StoreObject<P>, 0>() }) }
    }

    /// STORELOGOFF-8: out of the list first, then the plan.
    fn last(object: &StoreObject<P>) {
        let logon = &object.logon;
        logon.kind_state.is_held.store(false, Ordering::Release);
        lock(&logon.provider_state.shared_kind_state).remove(object);
        LogonState::end(logon);
    }
}

/// PR_DISPLAY_NAME: the author's, if he has one.
pub(super) fn name<P: StoreProvider>(provider: &P) -> String {
    match provider.get(tags::DISPLAY_NAME) {
        Ok(PropValue::Text(name)) => name,
        _ => P::NAME.into(),
    }
}

impl<P: StoreProvider> IMsgStore for StoreObject<P> {
    fn advise(
        this: Receiver<'_, Self>,
        entry: Option<&[u8]>,
        mask: u32,
        sink: Option<Lent<'_, IMAPIAdviseSinkVtbl>>,
        connection: Out<'_, usize>,
    ) -> Code {
        entries::advise(this, entry, mask, sink, connection)
    }

    fn unadvise(this: Receiver<'_, Self>, connection: usize) -> Code {
        entries::unadvise(this, connection)
    }

    fn compare_entry_ids(
        this: Receiver<'_, Self>,
        first: Option<&[u8]>,
        second: Option<&[u8]>,
        flags: u32,
        result: Out<'_, u32>,
    ) -> Code {
        entries::compare_entry_ids(this, first, second, flags, result)
    }

    fn open_entry(
        this: Receiver<'_, Self>,
        entry: Option<&[u8]>,
        interface: Option<&Iid>,
        flags: u32,
        kind: Out<'_, u32>,
        opened: Out<'_, *mut c_void>,
    ) -> Code {
        entries::open_entry(this, entry, interface, flags, kind, opened)
    }

    fn get_receive_folder(
        this: Receiver<'_, Self>,
        class: In<'_, c_void>,
        flags: u32,
        length: Out<'_, u32>,
        entry: Out<'_, *mut ENTRYID>,
        explicit: Out<'_, *mut c_void>,
    ) -> Code {
        ReceiveCalls(this).get_receive_folder(class, flags, &ReceiveFolder { length, entry, class: explicit })
    }

    fn set_receive_folder(this: Receiver<'_, Self>, class: In<'_, c_void>, flags: u32, entry: Option<&[u8]>) -> Code {
        ReceiveCalls(this).set_receive_folder(class, flags, entry)
    }

    fn abort_submit(this: Receiver<'_, Self>, entry: Option<&[u8]>, flags: u32) -> Code {
        QueueCalls(this).abort_submit(entry, flags)
    }

    fn get_outgoing_queue(this: Receiver<'_, Self>, flags: u32, table: Out<'_, *mut c_void>) -> Code {
        QueueCalls(this).get_outgoing_queue(flags, table)
    }

    fn set_lock_state(this: Receiver<'_, Self>, message: Option<Lent<'_, IMessageVtbl>>, state: u32) -> Code {
        QueueCalls(this).set_lock_state(message, state)
    }

    fn finished_msg(this: Receiver<'_, Self>, flags: u32, entry: Option<&[u8]>) -> Code {
        QueueCalls(this).finished_msg(flags, entry)
    }

    fn notify_new_mail(this: Receiver<'_, Self>, notification: In<'_, NOTIFICATION>) -> Code {
        QueueCalls(this).notify_new_mail(notification)
    }

    fn get_receive_folder_table(this: Receiver<'_, Self>, flags: u32, table: Out<'_, *mut c_void>) -> Code {
        ReceiveCalls(this).get_receive_folder_table(flags, table)
    }

    /// `IMsgStore::StoreLogoff`: saves the flags for the last Release (STORELOGOFF-2), but for the
    /// probe of a sole holder (STORELOGOFF-4).
    fn store_logoff(this: Receiver<'_, Self>, flags: Out<'_, u32>) -> Code {
        this.call_even_if_failed(|| {
            let given = flags.read().ok_or(Code::INVALID_PARAMETER)?;
            let input = input(given)?;
            if input == LOGOFF_QUIET && this.count.now() == 1 {
                flags.write(probe(&this.logon)?);
            } else {
                this.logon.kind_state.logoff_flags.store(input, Ordering::Release);
                flags.write(LOGOFF_COMPLETE); // STORELOGOFF-3
            }
            Ok(Code::OK)
        })
    }
}

const INPUTS: u32 = LOGOFF_NO_WAIT | LOGOFF_ORDERLY | LOGOFF_PURGE | LOGOFF_ABORT | LOGOFF_QUIET;

/// STORELOGOFF-1: one input at most; none is as ABORT.
fn input(given: u32) -> Result<u32> {
    only(given, INPUTS)?;
    match given.count_ones() {
        0 => Ok(LOGOFF_ABORT),
        1 => Ok(given),
        _ => Err(Error::new(Code::INVALID_PARAMETER, "the flags of StoreLogoff exclude each other")),
    }
}

/// Asks the transports at once, and gives back what they say (STORELOGOFF-4). With COMPLETE the one
/// required call is done; else the store stays open, and what was saved before stays saved.
fn probe<P: StoreProvider>(logon: &LogonState<P>) -> Result<u32> {
    let activity = LOGOFF_INBOUND | LOGOFF_OUTBOUND | LOGOFF_OUTBOUND_QUEUE;
    if logon.kind_state.are_transports_told.swap(true, Ordering::AcqRel) {
        return Ok(LOGOFF_COMPLETE); // an earlier probe was complete
    }
    let back = logon.link.store_logoff_transports(LOGOFF_QUIET);
    let complete = matches!(back, Ok(back) if back & LOGOFF_COMPLETE != 0);
    logon.kind_state.are_transports_told.store(complete, Ordering::Release);
    Ok(back? & (activity | LOGOFF_COMPLETE))
}

/// PR_STORE_ENTRYID, of a store and of what is in it.
pub(super) fn entry_id<P: StoreProvider>(logon: &LogonState<P>) -> &[u8] {
    logon.reported.get().map_or(&[], |reported| &reported.entry)
}

/// PR_STORE_SUPPORT_MASK, of a store and of what is in it (STORE-22, STORE-23).
pub(super) fn support_mask<P: StoreProvider>(is_writable: bool) -> u32 {
    let always = STORE_ENTRYID_UNIQUE | STORE_NOTIFY_OK | STORE_UNICODE_OK | STORE_RESTRICTION_OK | STORE_SORT_OK;
    let change = match (P::IS_READ_ONLY, is_writable) {
        (true, _) => STORE_READONLY,
        (false, true) => STORE_MODIFY_OK | STORE_CREATE_OK,
        (false, false) => 0,
    };
    always | change | P::ABILITIES.bits()
}

/// The author's own properties of a store: those of the lent value itself.
impl<P: StoreProvider> Properties<P> for StoreRole {
    fn tags(&self, provider: &P) -> Result<Vec<PropTag>> {
        Ok(provider.tags())
    }

    fn get(&self, provider: &P, tag: PropTag) -> Result<PropValue> {
        provider.get(tag)
    }

    fn get_many(&self, provider: &P, wanted: &mut Wanted<'_>) -> Result<()> {
        provider.get_many(wanted)
    }

    /// The folders that mail clients look for are not properties to the author (STORE-26).
    fn set(&self, provider: &P, changes: &[Property]) -> Result<()> {
        let is_special = |change: &&Property| receive::SPECIAL.iter().any(|tag| tag.id() == change.tag.id());
        let (special, own): (Vec<_>, Vec<_>) = changes.iter().partition(is_special);
        let own: Vec<_> = own.into_iter().cloned().collect();
        receive::set_special(provider, &special)?;
        if own.is_empty() { Ok(()) } else { provider.set(&own) }
    }

    fn remove(&self, provider: &P, tags: &[PropTag]) -> Result<()> {
        provider.remove(tags)
    }
}

impl<P: StoreProvider> Source<P> for StoreRole {
    fn given(_object: &StoreObject<P>) -> &'static GivenList<P, Self> {
        const {
            &GivenList::new(&[
                (tags::DISPLAY_NAME, |_, provider, tag, wanted| wanted.text(tag, &name(provider))),
                (tags::PROVIDER_DISPLAY, |_, _, tag, wanted| wanted.text(tag, P::NAME)),
                (tags::OBJECT_TYPE, |_, _, tag, wanted| wanted.put(tag, MAPI_STORE)),
                (tags::ENTRYID, |store, _, tag, wanted| wanted.binary(tag, entry_id(&store.logon))),
                (tags::STORE_ENTRYID, |store, _, tag, wanted| wanted.binary(tag, entry_id(&store.logon))),
                (tags::RECORD_KEY, |store, _, tag, wanted| wanted.binary(tag, &store.logon.kind_state.key)),
                (tags::STORE_RECORD_KEY, |store, _, tag, wanted| wanted.binary(tag, &store.logon.kind_state.key)),
                (tags::MDB_PROVIDER, |_, _, tag, wanted| wanted.binary(tag, P::UID.bytes())),
                (tags::STORE_SUPPORT_MASK, |store, _, tag, wanted| {
                    wanted.put(tag, support_mask::<P>(store.logon.is_writable))
                }),
                (tags::MAPPING_SIGNATURE, |store, _, tag, wanted| wanted.binary(tag, &store.logon.kind_state.key)),
                (tags::ACCESS, |store, _, tag, wanted| {
                    wanted.put(
                        tag,
                        if store.logon.is_writable { MAPI_ACCESS_READ | MAPI_ACCESS_MODIFY } else { MAPI_ACCESS_READ },
                    );
                }),
                (tags::PARENT_ENTRYID, |store, _, tag, wanted| {
                    wanted.binary(tag, &provider_abi::entry_id::long_term(&store.logon.uid(), &[]));
                }),
                (tags::ACCESS_LEVEL, |store, _, tag, wanted| wanted.put(tag, u32::from(store.logon.is_writable))),
            ])
        }
    }

    fn derived_tags(_store: &StoreObject<P>, provider: &P) -> Result<Vec<PropTag>> {
        receive::special_tags(provider)
    }

    fn derive(store: &StoreObject<P>, provider: &P, wanted: &mut Wanted<'_>) -> Result<()> {
        receive::derive(provider, &store.logon.uid(), wanted)
    }

    fn is_writable(object: &StoreObject<P>) -> bool {
        object.logon.is_writable
    }

    fn with_own<R>(
        object: &StoreObject<P>,
        _provider: &P,
        work: impl FnOnce(&dyn Properties<P>) -> Result<R>,
    ) -> Result<R> {
        work(&object.role)
    }
}
