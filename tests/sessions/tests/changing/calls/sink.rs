//! What sinks are told: a notification copied, and a sink of a closure.
#![allow(unsafe_code, reason = "an event says which arm of a notification is there")]

use provider_abi::class::{Class, Count, Receiver};
use provider_abi::com_ptr::ComPtr;
use provider_abi::interfaces::imapi_advise_sink::{self, IMAPIAdviseSink};
use provider_abi::params::{Array, bytes_at};
use provider_abi::prop_array;
use provider_runtime::abi::code::Code;
use provider_runtime::abi::flag::{fnevNewMail, fnevTableModified};
use provider_runtime::abi::iid::{IID_IMAPIAdviseSink, IID_IUnknown, Iid};
use provider_runtime::abi::imapi_advise_sink::IMAPIAdviseSinkVtbl;
use provider_runtime::abi::structs::{ENTRYID, NOTIFICATION};
use provider_runtime::prelude::{PropValue, Property};
use std::ffi::c_void;
use std::ptr::NonNull;

/// One notification.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Notice {
    /// The `fnev…` bit.
    pub event: u32,
    /// The object's type; of a table, what has happened to the row.
    pub kind: u32,
    /// The object's identifier; of a table, the row's instance key.
    pub entry: Vec<u8>,
    /// The identifier of the object's folder; of a table, the instance key of the row before.
    pub parent: Vec<u8>,
    /// The identifier that the object had, and that of its folder then.
    pub old: [Vec<u8>; 2],
    /// Of a table, the row.
    pub row: Vec<Property>,
    /// Of a table, the tag of what says which row stands before.
    pub prior_tag: u32,
}

impl Notice {
    /// # Safety
    /// What the notification's pointers lead to is there, as its event and its counts say.
    unsafe fn of(told: &NOTIFICATION) -> Self {
        let event = told.event_type;
        if event == fnevTableModified {
            // SAFETY: M2: the event says which arm is there.
            let table = unsafe { told.info.tab };
            let key = |value| {
                // SAFETY: M2: a value as its tag says.
                let value = unsafe { prop_array::decoded(value) }.unwrap().value;
                value.as_binary().map(<[u8]>::to_vec).unwrap_or_default()
            };
            // SAFETY: M2: as many values as the row's count says.
            let row = unsafe { Array::at(table.row.props.cast_const(), table.row.c_values) };
            return Self {
                event,
                kind: table.table_event,
                entry: key(&table.prop_index),
                parent: key(&table.prop_prior),
                row: row.map(Array::readable).unwrap_or_default(),
                prior_tag: table.prop_prior.prop_tag,
                ..Self::default()
            };
        }
        if event == fnevNewMail {
            // SAFETY: M2: the event says which arm is there.
            let mail = unsafe { told.info.newmail };
            let entry = id(mail.cb_entry_id, mail.entry_id);
            let parent = id(mail.cb_parent_id, mail.parent_id);
            return Self { event, entry, parent, ..Self::default() };
        }
        // SAFETY: M2: the event says which arm is there.
        let object = unsafe { told.info.obj };
        Self {
            event,
            kind: object.obj_type,
            entry: id(object.cb_entry_id, object.entry_id),
            parent: id(object.cb_parent_id, object.parent_id),
            old: [id(object.cb_old_id, object.old_id), id(object.cb_old_parent_id, object.old_parent_id)],
            ..Self::default()
        }
    }

    /// Of a row, the value of one column.
    pub fn value(&self, id: u16) -> Option<&PropValue> {
        self.row.iter().find(|property| property.tag.id() == id).map(|property| &property.value)
    }
}

fn id(length: u32, id: *mut ENTRYID) -> Vec<u8> {
    // SAFETY: M2: null, or as long as its count says.
    unsafe { bytes_at(id.cast_const().cast(), length) }.unwrap_or_default().to_vec()
}

/// A client's sink, made of a closure.
pub struct Sink(ComPtr<IMAPIAdviseSinkVtbl>);

type OnNotice = Box<dyn Fn(&Notice) + Send + Sync>;

#[repr(C)]
struct SinkObject {
    methods: &'static IMAPIAdviseSinkVtbl,
    count: Count,
    on_notice: OnNotice,
}

impl Sink {
    /// A sink that runs `on_notice` for each notification, on the thread that it comes on.
    pub fn new(on_notice: impl Fn(&Notice) + Send + Sync + 'static) -> Self {
        const METHODS: &IMAPIAdviseSinkVtbl = &imapi_advise_sink::vtable::<SinkObject, 0>();
        let object = SinkObject { methods: METHODS, count: Count::one(), on_notice: Box::new(on_notice) };
        let object = NonNull::from(Box::leak(Box::new(object))).cast();
        // SAFETY: F1: just made, with its one reference for us.
        Self(unsafe { ComPtr::from_non_null(object) })
    }

    /// Its pointer.
    pub fn raw(&self) -> *mut c_void {
        self.0.raw()
    }

    /// How many references others have on it.
    pub fn held(&self) -> u32 {
        ComPtr::clone(&self.0).release().saturating_sub(1)
    }
}

// SAFETY: O2: one vtable pointer first.
unsafe impl Class for SinkObject {
    fn count(&self) -> &Count {
        let _ = self.methods;
        &self.count
    }

    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        if [IID_IUnknown, IID_IMAPIAdviseSink].contains(&iid) { Ok(0) } else { Err(Code::INTERFACE_NOT_SUPPORTED) }
    }

    unsafe fn last(this: NonNull<Self>) {
        // SAFETY: O4: the caller's promise; it was boxed above.
        drop(unsafe { Box::from_raw(this.as_ptr()) });
    }
}

impl IMAPIAdviseSink for SinkObject {
    fn on_notify(this: Receiver<'_, Self>, told: Option<Array<'_, NOTIFICATION>>) -> u32 {
        for told in told.map(Array::values).unwrap_or_default() {
            // SAFETY: O3: an array argument has everything that its values lead to.
            (this.on_notice)(&unsafe { Notice::of(told) });
        }
        0
    }
}
