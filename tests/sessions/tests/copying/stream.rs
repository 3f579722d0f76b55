//! A value of a store by hand as a stream, and the lies that streams tell.
#![allow(unsafe_code, reason = "a class is declared, and its objects are boxed and freed by hand")]

use super::world::{Lie, Shared, Store, lock};
use provider_abi::class::{Class, Count, Receiver};
use provider_abi::com_ptr::Lent;
use provider_abi::error::Result;
use provider_abi::interfaces::istream::{self, IStream};
use provider_runtime::abi::flag::{PT_BINARY, PT_UNICODE};
use provider_runtime::abi::iid::{IID_ISequentialStream, IID_IStream, IID_IUnknown, Iid};
use provider_runtime::abi::istream::*;
use provider_runtime::abi::param::Out;
use provider_runtime::abi::structs::FILETIME;
use provider_runtime::prelude::*;
use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::ptr::{NonNull, null_mut};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

#[repr(C)]
pub struct Flow {
    methods: &'static IStreamVtbl,
    count: Count,
    store: Arc<Store>,
    item: Shared,
    tag: PropTag,
    content: Mutex<(Vec<u8>, usize)>,
}

const METHODS: &IStreamVtbl = &istream::vtable::<Flow, 0>();

impl Flow {
    pub fn open(store: &Arc<Store>, item: &Shared, tag: PropTag, creates: bool) -> Result<*mut c_void> {
        let value = if creates { None } else { Some(lock(item).get(tag).ok_or(Code::NOT_FOUND)?) };
        let bytes = match value {
            None => Vec::new(),
            Some(PropValue::Binary(bytes)) => bytes,
            Some(PropValue::Text(text)) => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Some(_) => return Err(Code::INTERFACE_NOT_SUPPORTED.into()),
        };
        store.live.fetch_add(1, Ordering::AcqRel);
        let flow = Self {
            methods: METHODS,
            count: Count::one(),
            store: Arc::clone(store),
            item: Arc::clone(item),
            tag,
            content: Mutex::new((bytes, 0)),
        };
        Ok(Box::into_raw(Box::new(flow)).cast())
    }

    fn call(&self, method: &str, work: impl FnOnce(&mut (Vec<u8>, usize)) -> Code) -> Code {
        let struck = self.store.strike(method).err().map(|error| error.code());
        struck.unwrap_or_else(|| work(&mut lock(&self.content)))
    }
}

impl Drop for Flow {
    fn drop(&mut self) {
        let _ = self.methods;
        self.store.live.fetch_sub(1, Ordering::AcqRel);
    }
}

// SAFETY: O2: one vtable pointer first.
unsafe impl Class for Flow {
    fn count(&self) -> &Count {
        &self.count
    }

    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        let known = [IID_IStream, IID_ISequentialStream, IID_IUnknown].contains(&iid);
        if known { Ok(0) } else { Err(Code::INTERFACE_NOT_SUPPORTED) }
    }

    unsafe fn last(this: NonNull<Self>) {
        // SAFETY: O4: no reference is left; it was boxed in `open`.
        drop(unsafe { Box::from_raw(this.as_ptr()) });
    }
}

impl IStream for Flow {
    fn read(this: Receiver<'_, Self>, into: Option<&mut [MaybeUninit<u8>]>, done: Out<'_, u32>) -> Code {
        this.call("Read", |(bytes, at)| {
            let into = into.unwrap_or_default();
            if this.store.lies(Lie::EndlessStreams) {
                into.iter_mut().for_each(|byte| *byte = MaybeUninit::new(7));
                done.write(into.len() as u32);
                return Code::OK;
            }
            let piece = &bytes[*at..(*at + into.len()).min(bytes.len())];
            into[..piece.len()].write_copy_of_slice(piece);
            *at += piece.len();
            let more = if this.store.lies(Lie::ReadsTooMuch) { into.len() as u32 + 1 } else { piece.len() as u32 };
            done.write(more);
            Code::OK
        })
    }

    fn write(this: Receiver<'_, Self>, from: Option<&[u8]>, done: Out<'_, u32>) -> Code {
        /// No property of these stores is larger.
        const ROOM: usize = 4 << 20;
        this.call("Write", |(bytes, _)| {
            let from = from.unwrap_or_default();
            if bytes.len() + from.len() > ROOM {
                return MEDIUM_FULL;
            }
            bytes.extend_from_slice(from);
            done.write(from.len() as u32);
            Code::OK
        })
    }

    fn seek(_this: Receiver<'_, Self>, _distance: i64, _from: u32, _position: Out<'_, u64>) -> Code {
        INVALID_FUNCTION
    }

    fn set_size(_this: Receiver<'_, Self>, _size: u64) -> Code {
        INVALID_FUNCTION
    }

    fn copy_to(
        _this: Receiver<'_, Self>,
        _into: Option<Lent<'_, IStreamVtbl>>,
        _count: u64,
        _read: Out<'_, u64>,
        _written: Out<'_, u64>,
    ) -> Code {
        INVALID_FUNCTION
    }

    fn commit(this: Receiver<'_, Self>, _flags: u32) -> Code {
        this.call("Commit", |(bytes, _)| {
            let value: PropValue = match this.tag.kind() {
                PT_BINARY => bytes.clone().into(),
                PT_UNICODE => {
                    let units: Vec<_> =
                        bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
                    String::from_utf16_lossy(&units).into()
                }
                _ => return INVALID_FUNCTION,
            };
            lock(&this.item).put(Property::new(this.tag, value));
            Code::OK
        })
    }

    fn revert(this: Receiver<'_, Self>) -> Code {
        lock(&this.store.said).push("Revert".into());
        Code::OK
    }

    fn lock_region(_this: Receiver<'_, Self>, _offset: u64, _length: u64, _kind: u32) -> Code {
        INVALID_FUNCTION
    }

    fn unlock_region(_this: Receiver<'_, Self>, _offset: u64, _length: u64, _kind: u32) -> Code {
        INVALID_FUNCTION
    }

    fn stat(this: Receiver<'_, Self>, out: Out<'_, STATSTG>, _flags: u32) -> Code {
        this.call("Stat", |(bytes, _)| {
            if this.store.lies(Lie::EndlessStreams) {
                return INVALID_FUNCTION;
            }
            let size = if this.store.lies(Lie::HugeStreams) { 4 << 30 } else { bytes.len() as u64 };
            let never = FILETIME { low_date_time: 0, high_date_time: 0 };
            out.write(STATSTG {
                name: null_mut(),
                kind: STGTY_STREAM,
                size,
                modified: never,
                created: never,
                accessed: never,
                mode: 0,
                locks_supported: 0,
                class: Iid([0; 16]),
                state_bits: 0,
                reserved: 0,
            });
            Code::OK
        })
    }
}
