//! A logon's support object. At its last Release everything that its provider was to do has been
//! done: the transports were told once at most, and no subscription is left that MAPI would cancel.
#![allow(unsafe_code, reason = "a class is declared, and answers in MAPI's memory")]

use super::{answer, died, section};
use crate::author::UIDS;
use crate::face::Face;
use crate::world::{Held, World, chance, here, one_of};
use provider_abi::class::{Class, Count, Receiver};
use provider_abi::com_ptr::{ComPtr, Lent};
use provider_abi::interfaces::imapi_support::{self, IMAPISupport};
use provider_abi::params::Array;
use provider_runtime::abi::entry::{AllocateBuffer, AllocateMore, FreeBuffer};
use provider_runtime::abi::flag::{LOGOFF_COMPLETE, LOGOFF_QUIET};
use provider_runtime::abi::iid::{IID_IMAPISup, IID_IUnknown, Iid};
use provider_runtime::abi::imapi_advise_sink::IMAPIAdviseSinkVtbl;
use provider_runtime::abi::imapi_support::IMAPISupportVtbl;
use provider_runtime::abi::imessage::IMessageVtbl;
use provider_runtime::abi::param::{In, Out};
use provider_runtime::abi::structs::*;
use provider_runtime::prelude::*;
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use support::raw::Memory;

type Subscription = (usize, ComPtr<IMAPIAdviseSinkVtbl>);

#[repr(C)]
struct SupportObject {
    methods: &'static IMAPISupportVtbl,
    count: Count,
    memory: Memory,
    subscriptions: Mutex<Vec<Subscription>>,
    next: AtomicUsize,
    /// How often the transports were told of the store's end.
    told: AtomicU32,
    /// Whether an Unsubscribe was refused.
    has_refused: AtomicBool,
}

/// A support object with one reference.
pub(crate) fn new(world: &World) -> Held {
    const METHODS: &IMAPISupportVtbl = &imapi_support::vtable::<SupportObject, 0>();
    let object = SupportObject {
        methods: METHODS,
        count: Count::one(),
        memory: world.memory(),
        subscriptions: Mutex::default(),
        next: AtomicUsize::new(1),
        told: AtomicU32::new(0),
        has_refused: AtomicBool::new(false),
    };
    Held::new(world.graves.add(object), Face::Unknown)
}

impl SupportObject {
    fn subscriptions(&self) -> MutexGuard<'_, Vec<Subscription>> {
        self.subscriptions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Bytes in a block of MAPI's, or nothing, with the length of something.
    fn give(&self, bytes: &[u8], length: Out<'_, u32>, out: Out<'_, *mut ENTRYID>) -> Code {
        let block = self.memory.block(bytes.len());
        if block.is_null() {
            return Code::NOT_ENOUGH_MEMORY;
        }
        // SAFETY: M1: a block of that length.
        unsafe { block.cast::<u8>().copy_from_nonoverlapping(bytes.as_ptr(), bytes.len()) };
        length.write(bytes.len() as u32);
        out.write(block.cast());
        Code::OK
    }
}

// SAFETY: O2: one vtable pointer first.
unsafe impl Class for SupportObject {
    fn count(&self) -> &Count {
        &self.count
    }

    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        let _ = self.methods;
        let is_known = [IID_IUnknown, IID_IMAPISup].contains(&iid);
        if is_known { Ok(0) } else { Err(Code::INTERFACE_NOT_SUPPORTED) }
    }

    unsafe fn last(this: NonNull<Self>) {
        // SAFETY: O4: its memory stays until its world ends.
        let object = unsafe { this.as_ref() };
        let left = std::mem::take(&mut *object.subscriptions());
        let told = object.told.load(Ordering::SeqCst);
        if let Some(world) = here() {
            if !left.is_empty() && !object.has_refused.load(Ordering::SeqCst) {
                world.fault(format!("{} subscriptions are left at a support object's end", left.len()));
            }
            if told > 1 {
                world.fault(format!("the transports were told {told} times of one store's end"));
            }
            world.come_again();
        }
        drop(left);
        died("a support object");
    }
}

/// The code of a call that answers nothing else.
fn code(what: &str, count: &Count) -> Code {
    answer(what, count).err().unwrap_or(Code::OK)
}

impl IMAPISupport for SupportObject {
    fn get_mem_alloc_routines(
        this: Receiver<'_, Self>,
        allocate: Out<'_, Option<AllocateBuffer>>,
        more: Out<'_, Option<AllocateMore>>,
        free: Out<'_, Option<FreeBuffer>>,
    ) -> Code {
        allocate.write(Some(this.memory.allocate));
        more.write(Some(this.memory.more));
        free.write(Some(this.memory.free));
        Code::OK
    }

    fn subscribe(
        this: Receiver<'_, Self>,
        _key: In<'_, NOTIFKEY>,
        _mask: u32,
        _flags: u32,
        sink: Option<Lent<'_, IMAPIAdviseSinkVtbl>>,
        connection: Out<'_, usize>,
    ) -> Code {
        if let Err(refusal) = answer("Subscribe", &this.count) {
            return refusal;
        }
        let Some(sink) = sink else { return Code::INVALID_PARAMETER };
        let made = this.next.fetch_add(1, Ordering::SeqCst);
        this.subscriptions().push((made, sink.keep()));
        connection.write(made);
        Code::OK
    }

    fn unsubscribe(this: Receiver<'_, Self>, connection: usize) -> Code {
        if let Err(refusal) = answer("Unsubscribe", &this.count) {
            this.has_refused.store(true, Ordering::SeqCst);
            return refusal;
        }
        let found = {
            let mut all = this.subscriptions();
            let at = all.iter().position(|(other, _)| *other == connection);
            at.map(|at| all.swap_remove(at))
        };
        if found.is_some() { Code::OK } else { Code::NOT_FOUND }
    }

    fn notify(
        this: Receiver<'_, Self>,
        _key: In<'_, NOTIFKEY>,
        told: Option<Array<'_, NOTIFICATION>>,
        _flags: Out<'_, u32>,
    ) -> Code {
        let answer = code("Notify", &this.count);
        let sinks: Vec<_> = this.subscriptions().iter().map(|(_, sink)| ComPtr::clone(sink)).collect();
        let told = told.map(Array::values).unwrap_or_default();
        for sink in sinks {
            let first = support::raw::argument(told);
            let on_notify = sink.methods().on_notify;
            // SAFETY: F1, O3: a reference of ours, and what the provider has told.
            unsafe { on_notify(sink.this(), told.len() as u32, first) };
        }
        answer
    }

    fn modify_status_row(this: Receiver<'_, Self>, _columns: Option<Array<'_, SPropValue>>, _flags: u32) -> Code {
        code("ModifyStatusRow", &this.count)
    }

    fn open_profile_section(
        this: Receiver<'_, Self>,
        _uid: Option<&MAPIUID>,
        _flags: u32,
        out: Out<'_, *mut c_void>,
    ) -> Code {
        let answer = answer("OpenProfileSection", &this.count);
        match (answer, here()) {
            (Ok(()), Some(world)) if !chance(world.temper.refusals) => {
                out.write(section::new(&world));
                Code::OK
            }
            (answer, _) => answer.err().unwrap_or(Code::OK), // S_OK, and nothing
        }
    }

    fn new_uid(this: Receiver<'_, Self>, uid: Out<'_, MAPIUID>) -> Code {
        uid.write(MAPIUID { ab: std::array::from_fn(|_| fastrand::u8(..3)) });
        code("NewUID", &this.count)
    }

    fn spooler_yield(this: Receiver<'_, Self>, _flags: u32) -> Code {
        let answer = answer("SpoolerYield", &this.count);
        answer.err().unwrap_or_else(|| one_of(&[Code::OK, Code::OK, Code::W_CANCEL_MESSAGE]))
    }

    fn spooler_notify(this: Receiver<'_, Self>, _flags: u32, _data: *mut c_void) -> Code {
        code("SpoolerNotify", &this.count)
    }

    fn create_one_off(
        this: Receiver<'_, Self>,
        _name: In<'_, c_void>,
        _kind: In<'_, c_void>,
        _address: In<'_, c_void>,
        _flags: u32,
        length: Out<'_, u32>,
        entry: Out<'_, *mut ENTRYID>,
    ) -> Code {
        answer("CreateOneOff", &this.count).err().unwrap_or_else(|| this.give(&[9; 30], length, entry))
    }

    fn set_provider_uid(this: Receiver<'_, Self>, _uid: Option<&MAPIUID>, _flags: u32) -> Code {
        code("SetProviderUID", &this.count)
    }

    fn store_logoff_transports(this: Receiver<'_, Self>, flags: Out<'_, u32>) -> Code {
        let asked = flags.read().unwrap_or_default();
        let back = fastrand::u32(..) & fastrand::u32(..);
        flags.write(back);
        let answer = code("StoreLogoffTransports", &this.count);
        // STORELOGOFF-4: a question to which COMPLETE is the answer is the one call.
        if asked != LOGOFF_QUIET || (!answer.is_failure() && back & LOGOFF_COMPLETE != 0) {
            this.told.fetch_add(1, Ordering::SeqCst);
        }
        answer
    }

    fn status_recips(
        this: Receiver<'_, Self>,
        _message: Option<Lent<'_, IMessageVtbl>>,
        list: In<'_, ADRLIST>,
    ) -> Code {
        let answer = code("StatusRecips", &this.count);
        let count = list.read().map_or(0, |list| list.c_entries);
        let first = list.raw().cast::<u8>().wrapping_add(std::mem::offset_of!(ADRLIST, entries)).cast::<ADRENTRY>();
        if !answer.is_failure() && !list.is_null() {
            for index in 0..count as usize {
                // SAFETY: O3: as many as the count says.
                this.memory.free(unsafe { first.wrapping_add(index).read() }.prop_vals.cast());
            }
            this.memory.free(list.raw().cast_mut().cast());
        }
        answer
    }

    fn expand_recips(this: Receiver<'_, Self>, _: Option<Lent<'_, IMessageVtbl>>, flags: Out<'_, u32>) -> Code {
        flags.write(fastrand::u32(..4));
        code("ExpandRecips", &this.count)
    }

    fn prepare_submit(this: Receiver<'_, Self>, _: Option<Lent<'_, IMessageVtbl>>, _: Out<'_, u32>) -> Code {
        code("PrepareSubmit", &this.count)
    }

    fn do_sent_mail(this: Receiver<'_, Self>, _: u32, _: Option<Lent<'_, IMessageVtbl>>) -> Code {
        code("DoSentMail", &this.count)
    }

    fn wrap_store_entry_id(
        this: Receiver<'_, Self>,
        entry: Option<&[u8]>,
        length: Out<'_, u32>,
        wrapped: Out<'_, *mut ENTRYID>,
    ) -> Code {
        let answer = answer("WrapStoreEntryID", &this.count);
        let own = [&[7; 8][..], one_of(&UIDS).bytes(), entry.unwrap_or_default()].concat();
        answer.err().unwrap_or_else(|| this.give(&own, length, wrapped))
    }
}
