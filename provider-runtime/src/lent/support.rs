//! The support object (`IMAPISupport`): the author's handle to it, and the calls that the runtime makes for him. Its
//! reference and its gate live in `com/link.rs`.
#![allow(unsafe_code, reason = "IMAPISupport is called over its vtable")]

use super::prop::ProfileSection;
use crate::com::link::Link;
use crate::provider::declared::{Declared, kind::Spooled};
use crate::provider::{EntryKey, Event};
use provider_abi::access::Access;
use provider_abi::com_ptr::ComPtr;
use provider_abi::entry_id;
use provider_abi::error::{Code, Result, ok};
use provider_abi::prop_array;
use provider_abi::prop_value::Property;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::imapi_support::IMAPISupportVtbl;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::*;
use provider_abi::shapes::tags;
use provider_abi::uid::Uid;
use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// The session's other end (`IMAPISupport`): may be cloned, kept in a field, sent to threads.
///
/// It keeps nothing alive. Each method takes a seat at a gate, so MAPI's object cannot go away under it. It answers until
/// the author's fields have been taken apart; from then on every method gives [`Code::END_OF_SESSION`]. Hold no lock
/// while calling: MAPI may call back (THR-4).
pub struct Support<P> {
    pub(crate) link: Arc<Link>,
    kind: PhantomData<fn(P)>,
}

/// PR_STATUS_CODE of the logon's row in the status table (STATUS-3).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum Status {
    /// `STATUS_AVAILABLE`
    Available = STATUS_AVAILABLE,
    /// `STATUS_OFFLINE`
    Offline = STATUS_OFFLINE,
    /// `STATUS_FAILURE`
    Failure = STATUS_FAILURE,
}

impl<P> Support<P> {
    pub(crate) fn new(link: Arc<Link>) -> Self {
        Self { link, kind: PhantomData }
    }

    /// Changes the logon's row in the status table (`IMAPISupport::ModifyStatusRow` with `STATUSROW_UPDATE`).
    pub fn set_status(&self, status: Status) -> Result<()> {
        self.link.set_status(status)
    }

    /// Opens the provider's own section of the profile (`IMAPISupport::OpenProfileSection` with no UID, LOGON-4).
    pub fn section(&self, access: Access) -> Result<ProfileSection> {
        self.link.section(access)
    }

    /// Sixteen bytes that nobody else has (`IMAPISupport::NewUID`).
    pub fn new_uid(&self) -> Result<Uid> {
        self.link.lend(|support| {
            let mut uid = MAPIUID { ab: [0; 16] };
            // SAFETY: F1: alive while lent; `uid` is ours until it returns.
            ok(unsafe { (support.methods().new_uid)(support.this(), Out::from(&mut uid)) })?;
            Ok(Uid::new(uid.ab))
        })
    }

    /// Whether the logon has ended: every other method answers [`Code::END_OF_SESSION`].
    pub fn has_ended(&self) -> bool {
        self.link.has_ended()
    }

    /// The long-term entry identifier of the object with this key (OPEN-9, OPEN-10).
    ///
    /// # Errors
    /// [`Code::NOT_INITIALIZED`] while `logon` has not returned: the UID is not settled yet.
    pub fn entry_id(&self, key: &impl EntryKey) -> Result<Vec<u8>> {
        self.link.long_term(&key.to_bytes())
    }

    /// Tells clients that have subscribed to the object, or to the store or the whole address book (`IMAPISupport::Notify`, NOTIF-8).
    pub fn notify(&self, event: &Event) -> Result<()> {
        let entry = self.link.long_term(&event.entry)?;
        let parent = event.parent.as_ref().map(|key| self.link.long_term(key)).transpose()?;
        let notification = notification(event, &entry, parent.as_deref());
        let mut told = [Some(entry.as_slice()), self.link.widest()].into_iter().flatten();
        told.try_for_each(|key| self.link.lend(|support| notify(support, key, &notification)))
    }
}

impl<P: Declared<Kind: Spooled>> Support<P> {
    /// Tells the spooler that a message is ready to be sent, or that the transport can send again
    /// (`IMAPISupport::SpoolerNotify`, SPL-1).
    ///
    /// Not inside `logon`: it would wait for the spooler, which waits for the logon (LOGON-8).
    pub fn ready_to_send(&self) -> Result<()> {
        self.link.spooler_notify(NOTIFY_READYTOSEND, std::ptr::null_mut())
    }
}

impl<P> Clone for Support<P> {
    fn clone(&self) -> Self {
        Self::new(Arc::clone(&self.link))
    }
}

impl<P> std::fmt::Debug for Support<P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Support").field("has_ended", &self.has_ended()).finish()
    }
}

/// The runtime's own calls.
impl Link {
    pub(crate) fn section(self: &Arc<Self>, access: Access) -> Result<ProfileSection> {
        self.lend(|support| {
            let mut section = std::ptr::null_mut();
            let open = support.methods().open_profile_section;
            // SAFETY: F1: alive while lent; `section` is ours until it returns.
            let code = unsafe { open(support.this(), In::null(), access.flags(), Out::from(&mut section)) };
            ProfileSection::opened(self, code, section)
        })
    }

    /// `IMAPISupport::SetProviderUID` (UID-1).
    pub(crate) fn register(&self, uid: &Uid) -> Result<()> {
        self.lend(|support| {
            let uid = MAPIUID { ab: *uid.bytes() };
            // SAFETY: F1: alive while lent; `uid` is lent until it returns.
            ok(unsafe { (support.methods().set_provider_uid)(support.this(), In::from(&uid), 0) })
        })
    }

    /// `IMAPISupport::ModifyStatusRow`; with `STATUSROW_UPDATE` only the given columns change.
    pub(crate) fn modify_status_row(&self, row: &[Property], flags: u32) -> Result<()> {
        self.lend(|support| {
            let memory = self.host.memory; // MEM-12: MAPI's allocators, too, only while the support object is there
            let raw = prop_array::unicode_array(&memory, row)?.into_raw();
            let modify = support.methods().modify_status_row;
            // SAFETY: F1: alive while lent; the row is lent until it returns.
            let done = ok(unsafe { modify(support.this(), row.len() as u32, In::new(raw), flags) });
            // SAFETY: M1: our block, lent until here.
            unsafe { memory.free(raw.cast()) };
            done
        })
    }

    /// `IMAPISupport::ModifyStatusRow`: the logon's row (STATUS-1), which says `status`. A status that another thread set
    /// meanwhile, and that found no row yet, follows.
    pub(crate) fn add_row(&self, row: &[Property], status: u32) -> Result<()> {
        self.modify_status_row(row, 0)?;
        self.has_row.store(true, Ordering::SeqCst);
        if self.status.load(Ordering::SeqCst) == status { Ok(()) } else { self.tell_status() }
    }

    /// What the author says of the logon; of its traffic the bits stay as they are (XPLOGON-11).
    pub(crate) fn set_status(&self, status: Status) -> Result<()> {
        self.change_status(STATUS_AVAILABLE | STATUS_OFFLINE | STATUS_FAILURE, status as u32)
    }

    /// Exchanges some bits of PR_STATUS_CODE for the status object and in the row, if it is there already.
    pub(crate) fn change_status(&self, from: u32, to: u32) -> Result<()> {
        let changed = |bits| Some(bits & !from | to);
        let _ = self.status.try_update(Ordering::SeqCst, Ordering::SeqCst, changed);
        if !self.has_row.load(Ordering::SeqCst) {
            return if self.has_ended() { Err(Code::END_OF_SESSION.into()) } else { Ok(()) };
        }
        self.tell_status()
    }

    /// Writes PR_STATUS_CODE into the row; again, if another thread has changed it meanwhile.
    pub(crate) fn tell_status(&self) -> Result<()> {
        loop {
            let told = self.status.load(Ordering::SeqCst);
            self.modify_status_row(&[Property::new(tags::STATUS_CODE, told)], STATUSROW_UPDATE)?;
            if self.status.load(Ordering::SeqCst) == told {
                return Ok(());
            }
        }
    }

    /// `IMAPISupport::SpoolerNotify` (SPL-1): `data` is null, or what the event takes.
    pub(crate) fn spooler_notify(&self, event: u32, data: *mut std::ffi::c_void) -> Result<()> {
        // SAFETY: F1: alive while lent; the data are the caller's until it returns.
        self.lend(|support| ok(unsafe { (support.methods().spooler_notify)(support.this(), event, data) }))
    }

    /// `IMAPISupport::StoreLogoffTransports`: the flags that come back (STORELOGOFF-11).
    pub(crate) fn store_logoff_transports(&self, mut flags: u32) -> Result<u32> {
        self.lend(|support| {
            // SAFETY: F1: alive while lent; `flags` is ours until it returns.
            ok(unsafe { (support.methods().store_logoff_transports)(support.this(), Out::from(&mut flags)) })
        })?;
        Ok(flags)
    }

    /// `IMAPISupport::WrapStoreEntryID` (OPEN-11).
    pub(crate) fn wrap(&self, entry: &[u8]) -> Result<Vec<u8>> {
        self.lend(|support| {
            let (mut length, mut wrapped) = (0, std::ptr::null_mut());
            let wrap = support.methods().wrap_store_entry_id;
            let (this, given) = (support.this(), In::new(entry.as_ptr().cast::<ENTRYID>()));
            let out = Out::from(&mut wrapped);
            // SAFETY: F1: alive while lent; the arguments are ours until it returns.
            let code = unsafe { wrap(this, entry.len() as u32, given, (&mut length).into(), out) };
            self.copied(code, wrapped, length)
        })
    }

    /// The bytes that a call has given in a block of MAPI's, which is freed.
    pub(super) fn copied(&self, code: Code, block: *mut ENTRYID, length: u32) -> Result<Vec<u8>> {
        let bytes = In::new(block.cast_const()).bytes(length).map(<[u8]>::to_vec);
        // SAFETY: M1: MAPI gave the block for us to free (MEM-2), and it has been copied.
        unsafe { self.host.memory.free(block.cast()) };
        ok(code)?;
        bytes.ok_or_else(|| Code::CALL_FAILED.into())
    }

    /// `IMAPISupport::Subscribe` (NOTIF-2): the connection. The sink's reference is MAPI's business (NOTIF-3).
    pub(crate) fn subscribe(&self, key: &[u8], mask: u32, sink: *mut std::ffi::c_void) -> Result<usize> {
        let key = notify_key(key);
        self.lend(|support| {
            let mut connection = 0;
            let subscribe = support.methods().subscribe;
            let (this, out) = (support.this(), Out::from(&mut connection));
            // SAFETY: F1: alive while lent; the sink is the client's, lent to us for longer (O3).
            ok(unsafe { subscribe(this, In::new(key.as_ptr().cast()), mask, 0, sink, out) })?;
            Ok(connection)
        })
    }

    /// `IMAPISupport::Unsubscribe` (NOTIF-4).
    pub(crate) fn unsubscribe(&self, connection: usize) -> Result<()> {
        // SAFETY: F1: alive while lent.
        self.lend(|support| ok(unsafe { (support.methods().unsubscribe)(support.this(), connection) }))
    }

    /// The long-term identifier of the object with this key.
    pub(crate) fn long_term(&self, key: &[u8]) -> Result<Vec<u8>> {
        let [uid, _] = self.uids().ok_or(Code::NOT_INITIALIZED)?;
        Ok(entry_id::long_term(&uid, key))
    }
}

/// `NOTIFKEY`: a length, then that many bytes.
fn notify_key(bytes: &[u8]) -> Vec<u32> {
    let words = bytes.chunks(4).map(|chunk| {
        let mut word = [0; 4];
        word.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
        u32::from_ne_bytes(word)
    });
    [bytes.len() as u32].into_iter().chain(words).collect()
}

fn notify(support: &ComPtr<IMAPISupportVtbl>, key: &[u8], notification: &NOTIFICATION) -> Result<()> {
    let key = notify_key(key);
    let mut flags = 0; // NOTIF-7: never NOTIFY_SYNC, the sinks are clients'
    let notify = support.methods().notify;
    let (this, key) = (support.this(), In::new(key.as_ptr().cast()));
    // SAFETY: F1: alive while lent; the arguments are ours until it returns.
    ok(unsafe { notify(this, key, 1, In::from(notification), (&mut flags).into()) })
}

/// NOTIF-8: unused members are zero.
fn notification(event: &Event, entry: &[u8], parent: Option<&[u8]>) -> NOTIFICATION {
    let (entry_id, cb_entry_id) = (entry.as_ptr().cast_mut().cast(), entry.len() as u32);
    let parent_id = parent.map_or(std::ptr::null_mut(), |id| id.as_ptr().cast_mut().cast());
    let cb_parent_id = parent.map_or(0, |id| id.len() as u32);
    // SAFETY: M2: numbers and pointers alone: zeroes are a notification that says nothing.
    let mut notification = unsafe { std::mem::zeroed::<NOTIFICATION>() };
    notification.event_type = event.mask;
    if event.mask == fnevNewMail {
        // SAFETY: M2: as above; the arm is ours to choose.
        let mail = unsafe { &mut notification.info.newmail };
        (mail.cb_entry_id, mail.entry_id, mail.flags) = (cb_entry_id, entry_id, MAPI_UNICODE);
        (mail.cb_parent_id, mail.parent_id) = (cb_parent_id, parent_id);
    } else {
        // SAFETY: M2: as above.
        let object = unsafe { &mut notification.info.obj };
        (object.cb_entry_id, object.entry_id, object.obj_type) = (cb_entry_id, entry_id, event.object as u32);
        (object.cb_parent_id, object.parent_id) = (cb_parent_id, parent_id);
    }
    notification
}
