//! The tables of a store by hand: rows as they were when the table was opened, or the same row
//! again and again.
#![allow(unsafe_code, reason = "a class is declared, and its objects are boxed and freed by hand")]

use super::world::{Lie, Store, lock};
use provider_abi::class::{Class, Count, Receiver};
use provider_abi::error::Result;
use provider_abi::interfaces::imapi_table::{self, IMAPITable};
use provider_abi::prop_array;
use provider_runtime::abi::flag::TBL_ALL_COLUMNS;
use provider_runtime::abi::iid::{IID_IMAPITable, IID_IUnknown, Iid};
use provider_runtime::abi::imapi_table::IMAPITableVtbl;
use provider_runtime::abi::param::{In, Out};
use provider_runtime::abi::structs::*;
use provider_runtime::prelude::*;
use std::ffi::c_void;
use std::mem::offset_of;
use std::ptr::NonNull;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

#[repr(C)]
struct ByHand {
    methods: &'static IMAPITableVtbl,
    count: Count,
    store: Arc<Store>,
    all: Vec<PropTag>,
    columns: Mutex<Vec<PropTag>>,
    rows: Vec<Vec<Property>>,
    next: Mutex<usize>,
}

const METHODS: &IMAPITableVtbl = &imapi_table::vtable::<ByHand, 0>();

/// A table with one reference, the caller's.
pub fn table(store: &Arc<Store>, columns: &[PropTag], rows: Vec<Vec<Property>>) -> *mut c_void {
    store.live.fetch_add(1, Ordering::AcqRel);
    let mut all = columns.to_vec();
    for property in rows.iter().flatten() {
        if !all.iter().any(|tag| tag.id() == property.tag.id()) {
            all.push(property.tag);
        }
    }
    let table = ByHand {
        methods: METHODS,
        count: Count::one(),
        store: Arc::clone(store),
        columns: Mutex::new(columns.to_vec()),
        all,
        rows,
        next: Mutex::new(0),
    };
    Box::into_raw(Box::new(table)).cast()
}

impl Drop for ByHand {
    fn drop(&mut self) {
        let _ = self.methods;
        self.store.live.fetch_sub(1, Ordering::AcqRel);
    }
}

// SAFETY: O2: one vtable pointer first.
unsafe impl Class for ByHand {
    fn count(&self) -> &Count {
        &self.count
    }

    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        if [IID_IMAPITable, IID_IUnknown].contains(&iid) { Ok(0) } else { Err(Code::INTERFACE_NOT_SUPPORTED) }
    }

    unsafe fn last(this: NonNull<Self>) {
        // SAFETY: O4: no reference is left; it was boxed in `table`.
        drop(unsafe { Box::from_raw(this.as_ptr()) });
    }
}

impl ByHand {
    fn call(&self, method: &str, work: impl FnOnce() -> Result<()>) -> Code {
        let done = self.store.strike(method).and_then(|()| work());
        done.map_or_else(|error| error.code(), |()| Code::OK)
    }

    fn shown(&self, row: &[Property]) -> Vec<Property> {
        let value = |tag: &PropTag| {
            let value = row.iter().find(|one| one.tag.id() == tag.id()).map(|one| one.value.clone());
            Property::new(*tag, value.unwrap_or(PropValue::Error(Code::NOT_FOUND)))
        };
        lock(&self.columns).iter().map(value).collect()
    }

    fn some(&self, count: usize) -> Vec<Vec<Property>> {
        if self.store.lies(Lie::EndlessTables) {
            let same = self.rows.first().cloned().unwrap_or_default();
            return vec![self.shown(&same); count];
        }
        let mut next = lock(&self.next);
        let rows: Vec<_> = self.rows.iter().skip(*next).take(count).map(|row| self.shown(row)).collect();
        *next += rows.len();
        rows
    }
}

impl IMAPITable for ByHand {
    fn query_columns(this: Receiver<'_, Self>, flags: u32, columns: Out<'_, *mut SPropTagArray>) -> Code {
        this.call("QueryColumns", || {
            let tags = if flags & TBL_ALL_COLUMNS == 0 { lock(&this.columns).clone() } else { this.all.clone() };
            columns.write(prop_array::tag_array(&this.store.memory, &tags)?.into_raw());
            Ok(())
        })
    }

    fn set_columns(this: Receiver<'_, Self>, columns: In<'_, SPropTagArray>, _flags: u32) -> Code {
        this.call("SetColumns", || {
            let tags = provider_abi::requested::tag_list(columns)?.ok_or(Code::INVALID_PARAMETER)?;
            *lock(&this.columns) = tags.to_vec();
            Ok(())
        })
    }

    fn query_rows(this: Receiver<'_, Self>, count: i32, _flags: u32, out: Out<'_, *mut SRowSet>) -> Code {
        this.call("QueryRows", || {
            let memory = &this.store.memory;
            let rows = this.some(count.unsigned_abs() as usize);
            let set = memory.counted::<SRowSet, SRow>(rows.len())?;
            set.put(0, 0, rows.len() as u32)?;
            for (index, row) in rows.iter().enumerate() {
                let props = prop_array::unicode_array(memory, row)?.into_raw();
                let one = SRow { adr_entry_pad: 0, c_values: row.len() as u32, props };
                set.put(offset_of!(SRowSet, row), index, one)?;
            }
            out.write(set.into_raw());
            Ok(())
        })
    }
}
