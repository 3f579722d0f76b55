//! What a notification says, copied: the structures are the provider's, lent for its call.
#![allow(unsafe_code, reason = "an event says which arm of a notification is there")]

use provider_abi::memory::Allocators;
use provider_abi::params::{Array, bytes_at};
use provider_abi::prop_array;
use provider_abi::prop_value::Property;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::structs::*;
use provider_abi::shapes::tags;
use provider_abi::table::instance_key;
use std::ptr::null_mut;

/// One notification, as a client's sink gets it.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// The `fnev…` bit.
    pub event: u32,
    /// The object's type (`MAPI_FOLDER` …); of a table, what has happened (`TABLE_ROW_ADDED` …).
    pub kind: u32,
    /// The object's entry identifier; of a table, the row's instance key.
    pub entry: Vec<u8>,
    /// The folder's, if the event says; of a table, the instance key of the row before this one.
    pub parent: Option<Vec<u8>>,
    /// Of a table, the row itself, if the event has it.
    pub row: Vec<Property>,
}

/// What a notification says, in memory of the session's own: the structures are the provider's,
/// lent for its call.
#[derive(Clone, Debug)]
pub(crate) struct Copied {
    event: u32,
    /// The object's type; of a table, what has happened to the row (`TABLE_…`).
    kind: u32,
    /// The object's identifier; of a table, the row's instance key.
    entry: Vec<u8>,
    /// The folder's identifier; of a table, the instance key of the row before.
    parent: Vec<u8>,
    /// Of a table, the row.
    row: Vec<Property>,
}

/// The events of an object's own (NOTIF-12).
const OBJECT_EVENTS: u32 = fnevObjectCreated
    | fnevObjectDeleted
    | fnevObjectModified
    | fnevObjectMoved
    | fnevObjectCopied
    | fnevSearchComplete;

impl Copied {
    /// The notifications of one call.
    pub(crate) fn all(notifications: Array<'_, NOTIFICATION>) -> Vec<Self> {
        // SAFETY: O3: an array argument has everything that its values lead to.
        notifications.values().iter().map(|notification| unsafe { Self::of(notification) }).collect()
    }

    /// The `fnev…` bit.
    pub(crate) fn event(&self) -> u32 {
        self.event
    }

    /// What the session passes on of an event: which object, of which type, in which folder; for a
    /// critical error, where; for a table, which row. Of other events, only that they came.
    ///
    /// # Safety
    /// What the notification's pointers lead to is there, as its event and its counts say.
    unsafe fn of(notification: &NOTIFICATION) -> Self {
        let event = notification.event_type;
        if event == fnevNewMail {
            // SAFETY: M2: the event says which arm is there.
            let mail = unsafe { notification.info.newmail };
            // SAFETY: M2: as long as its count says.
            let entry = unsafe { id_bytes(mail.cb_entry_id, mail.entry_id) };
            // SAFETY: M2: as above.
            let parent = unsafe { id_bytes(mail.cb_parent_id, mail.parent_id) };
            return Self { event, kind: 0, entry, parent, row: Vec::new() };
        }
        if event == fnevTableModified {
            // SAFETY: M2: the event says which arm is there.
            let table = unsafe { notification.info.tab };
            // SAFETY: M2: a property value as its tag says.
            let entry = unsafe { key_bytes(&table.prop_index) };
            // SAFETY: M2: as above.
            let parent = unsafe { key_bytes(&table.prop_prior) };
            // SAFETY: M2: as many values as the row's count says.
            let row = unsafe { Array::at(table.row.props.cast_const(), table.row.c_values) };
            let row = row.map(Array::readable).unwrap_or_default();
            return Self { event, kind: table.table_event, entry, parent, row };
        }
        if event == fnevCriticalError {
            // SAFETY: M2: the event says which arm is there.
            let error = unsafe { notification.info.err };
            // SAFETY: M2: as long as its count says.
            let entry = unsafe { id_bytes(error.cb_entry_id, error.entry_id) };
            return Self { event, kind: 0, entry, parent: Vec::new(), row: Vec::new() };
        }
        if OBJECT_EVENTS & event == 0 {
            // nothing that a client here asks for
            return Self { event, kind: 0, entry: Vec::new(), parent: Vec::new(), row: Vec::new() };
        }
        // SAFETY: M2: the event says which arm is there.
        let object = unsafe { notification.info.obj };
        // SAFETY: M2: as long as its count says.
        let entry = unsafe { id_bytes(object.cb_entry_id, object.entry_id) };
        // SAFETY: M2: as above.
        let parent = unsafe { id_bytes(object.cb_parent_id, object.parent_id) };
        Self { event, kind: object.obj_type, entry, parent, row: Vec::new() }
    }

    /// A change of the session's status table.
    pub(crate) fn of_row(event: u32, row: u64) -> Self {
        let key = instance_key(&row.to_le_bytes()).unwrap_or_default();
        Self { event: fnevTableModified, kind: event, entry: key.to_vec(), parent: Vec::new(), row: Vec::new() }
    }

    /// An event of the session's own (SESSION-7).
    pub(crate) fn of_session(event: u32) -> Self {
        Self { event, kind: 0, entry: Vec::new(), parent: Vec::new(), row: Vec::new() }
    }

    /// As a client's closure is told of it.
    pub(crate) fn notice(self) -> Notice {
        let parent = (!self.parent.is_empty()).then_some(self.parent);
        Notice { event: self.event, kind: self.kind, entry: self.entry, parent, row: self.row }
    }

    /// Shows it as MAPI's structure, whose pointers lead to this copy, for as long as `show` runs;
    /// a row stands in memory of the session's for that long.
    pub(super) fn lend(&self, memory: &Allocators, show: impl FnOnce(&NOTIFICATION)) {
        let row = (!self.row.is_empty()).then(|| prop_array::unicode_array(memory, &self.row).ok()).flatten();
        let id = |bytes: &[u8]| if bytes.is_empty() { null_mut() } else { bytes.as_ptr().cast_mut().cast::<ENTRYID>() };
        let entry_id = id(&self.entry);
        let cb_entry_id = self.entry.len() as u32;
        let parent_id = id(&self.parent);
        let cb_parent_id = self.parent.len() as u32;
        let info = if self.event == fnevNewMail {
            let newmail = NEWMAIL_NOTIFICATION {
                cb_entry_id,
                entry_id,
                cb_parent_id,
                parent_id,
                flags: 0,
                message_class: null_mut(),
                message_flags: 0,
            };
            NotificationUnion { newmail }
        } else if self.event == fnevCriticalError {
            let scode = Code::CALL_FAILED;
            let err = ERROR_NOTIFICATION { cb_entry_id, entry_id, scode, flags: 0, mapi_error: null_mut() };
            NotificationUnion { err }
        } else if self.event == fnevExtended {
            let ext = EXTENDED_NOTIFICATION { event: 0, cb: 0, event_parameters: null_mut() };
            NotificationUnion { ext }
        } else if self.event == fnevTableModified {
            let key = SBinary { cb: cb_entry_id, lpb: entry_id.cast() };
            let prior = SBinary { cb: cb_parent_id, lpb: parent_id.cast() };
            let props = row.as_ref().map_or(null_mut(), |block| block.as_ptr());
            let c_values = if props.is_null() { 0 } else { self.row.len() as u32 };
            let tab = TABLE_NOTIFICATION {
                table_event: self.kind,
                hresult: Code::OK,
                prop_index: instance_value(key),
                prop_prior: instance_value(prior),
                row: SRow { adr_entry_pad: 0, c_values, props },
                pad: 0,
            };
            NotificationUnion { tab }
        } else {
            let obj = OBJECT_NOTIFICATION {
                cb_entry_id,
                entry_id,
                obj_type: self.kind,
                cb_parent_id,
                parent_id,
                cb_old_id: 0,
                old_id: null_mut(),
                cb_old_parent_id: 0,
                old_parent_id: null_mut(),
                prop_tag_array: null_mut(),
            };
            NotificationUnion { obj }
        };
        show(&NOTIFICATION { event_type: self.event, align_pad: 0, info });
    }
}

/// An instance key as a property; none is PR_NULL (NOTE-50).
fn instance_value(bin: SBinary) -> SPropValue {
    match bin.cb {
        0 => SPropValue { prop_tag: tags::NULL.0, align_pad: 0, value: PropUnion { li: 0 } },
        _ => SPropValue { prop_tag: tags::INSTANCE_KEY.0, align_pad: 0, value: PropUnion { bin } },
    }
}

/// The bytes of a binary property; none for another one.
///
/// # Safety
/// What the value's pointer leads to is there, as its tag says.
unsafe fn key_bytes(value: &SPropValue) -> Vec<u8> {
    // SAFETY: M2: the caller's promise.
    let key = unsafe { prop_array::decoded(value) }.ok();
    key.and_then(|key| key.value.as_binary().map(<[u8]>::to_vec)).unwrap_or_default()
}

/// A copy of an identifier's bytes; none for a null pointer.
///
/// # Safety
/// `id` is null, or has `length` bytes.
unsafe fn id_bytes(length: u32, id: *mut ENTRYID) -> Vec<u8> {
    // SAFETY: M2: the caller's promise.
    unsafe { bytes_at(id.cast_const().cast(), length) }.unwrap_or_default().to_vec()
}
