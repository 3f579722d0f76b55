//! A raw store's methods of logons, stores, status objects and messages: as little as the session
//! and a client ask for.
#![allow(unsafe_code, reason = "an object by hand has a vtable")]

use super::face;
use super::habit::Habit;
use super::objects::{Kind, LogonState, Thing, UNKNOWN};
use super::refusals::none;
use crate::raw::object::add_ref;
use crate::raw::pointers::{bytes, fill, get, put};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::iid::Iid;
use provider_runtime::abi::imapi_prop::IMAPIPropVtbl;
use provider_runtime::abi::imapi_status::IMAPIStatusVtbl;
use provider_runtime::abi::imessage::IMessageVtbl;
use provider_runtime::abi::ims_logon::IMSLogonVtbl;
use provider_runtime::abi::imsg_store::IMsgStoreVtbl;
use provider_runtime::abi::param::{In, Out, This};
use provider_runtime::abi::structs::*;
use provider_runtime::prelude::*;
use std::ffi::c_void;
use std::ptr::null_mut;
use std::rc::Rc;

pub const LOGON: &IMSLogonVtbl = &IMSLogonVtbl {
    unknown: UNKNOWN,
    get_last_error,
    logoff,
    open_entry,
    compare_entry_ids,
    advise,
    unadvise,
    open_status_entry,
};

const PROP: IMAPIPropVtbl = IMAPIPropVtbl {
    unknown: UNKNOWN,
    get_last_error,
    save_changes: none(),
    get_props,
    get_prop_list,
    open_property: none(),
    set_props: none(),
    delete_props: none(),
    copy_to: none(),
    copy_props: none(),
    get_names_from_ids: none(),
    get_ids_from_names: none(),
};

pub const STORE: &IMsgStoreVtbl = &IMsgStoreVtbl {
    prop: PROP,
    advise,
    unadvise,
    compare_entry_ids,
    open_entry,
    set_receive_folder: none(),
    get_receive_folder: none(),
    get_receive_folder_table: none(),
    store_logoff,
    abort_submit: none(),
    get_outgoing_queue: none(),
    set_lock_state: none(),
    finished_msg: none(),
    notify_new_mail: none(),
};

pub const STATUS: &IMAPIStatusVtbl = &IMAPIStatusVtbl {
    prop: PROP,
    validate_state,
    settings_dialog: none(),
    change_password: none(),
    flush_queues: none(),
};

pub const MESSAGE: &IMessageVtbl = &IMessageVtbl {
    prop: PROP,
    get_attachment_table: none(),
    open_attach: none(),
    create_attach: none(),
    delete_attach: none(),
    get_recipient_table: none(),
    modify_recipients: none(),
    submit_message: none(),
    set_read_flag: none(),
};

/// What the status object really does.
pub const METHODS: u32 = STATUS_VALIDATE_STATE;

/// LASTERR-1: without a text.
unsafe extern "system" fn get_last_error(this: This, _: Code, _: u32, error: Out<*mut MAPIERROR>) -> Code {
    put(error, null_mut());
    Thing::of(&this).answers(|logon_state| {
        if logon_state.raw.has(Habit::GetLastErrorLosesABlock) {
            logon_state.memory.block(32);
        }
        Code::OK
    })
}

unsafe extern "system" fn logoff(this: This, flags: Out<u32>) -> Code {
    put(flags, 0);
    let logon_state = Rc::clone(&Thing::of(&this).logon_state);
    logon_state.log_off()
}

/// A message, by any identifier of this provider's that ends in `message`; nothing else is there.
unsafe extern "system" fn open_entry(
    this: This,
    length: u32,
    entry: In<ENTRYID>,
    wanted: In<Iid>,
    _: u32,
    kind: Out<u32>,
    out: Out<*mut c_void>,
) -> Code {
    put(kind, 0);
    put(out, null_mut());
    Thing::of(&this).answers(|logon_state| {
        logon_state.raw.say("open");
        if bytes(length, entry).is_some_and(|entry| entry.ends_with(b"message")) {
            put(kind, MAPI_MESSAGE);
            put(out, Thing::make(Kind::Message, logon_state));
            face::as_asked(wanted, out);
            if logon_state.raw.has(Habit::OpenEntryCountsTwice) {
                add_ref(get(out.raw()).unwrap_or(null_mut()));
            }
            return Code::OK;
        }
        if logon_state.raw.has(Habit::FailureOfOpenEntryGivesAnObject) {
            put(out, this.raw());
        }
        Code::NOT_FOUND
    })
}

unsafe extern "system" fn compare_entry_ids(
    this: This,
    length: u32,
    entry: In<ENTRYID>,
    other_length: u32,
    other: In<ENTRYID>,
    _: u32,
    same: Out<u32>,
) -> Code {
    put(same, 0);
    Thing::of(&this).answers(|logon_state| {
        logon_state.raw.say("compare");
        put(same, u32::from(bytes(length, entry) == bytes(other_length, other)));
        Code::OK
    })
}

unsafe extern "system" fn advise(
    this: This,
    _: u32,
    _: In<ENTRYID>,
    mask: u32,
    sink: *mut c_void,
    connection: Out<usize>,
) -> Code {
    put(connection, 0);
    Thing::of(&this).answers(|logon_state| {
        if logon_state.raw.has(Habit::AdviseGivesNothing) {
            return Code::OK;
        }
        logon_state.advise(mask, sink, connection)
    })
}

unsafe extern "system" fn unadvise(this: This, connection: usize) -> Code {
    Thing::of(&this).answers(|logon_state| logon_state.unadvise(connection))
}

unsafe extern "system" fn open_status_entry(
    this: This,
    _: In<Iid>,
    _: u32,
    kind: Out<u32>,
    out: Out<*mut c_void>,
) -> Code {
    put(kind, 0);
    put(out, null_mut());
    Thing::of(&this).answers(|logon_state| {
        put(kind, MAPI_STATUS);
        put(out, Thing::make(Kind::Status, logon_state));
        Code::OK
    })
}

/// One property, `PR_OBJECT_TYPE`; of several that are asked for, the first alone is answered.
unsafe extern "system" fn get_props(
    this: This,
    wanted: In<SPropTagArray>,
    _: u32,
    count: Out<u32>,
    values: Out<*mut SPropValue>,
) -> Code {
    put(count, 0);
    put(values, null_mut());
    Thing::of(&this).answers(|logon_state| {
        let first = get(wanted.raw()).and_then(|wanted| wanted.prop_tag.first().copied());
        if logon_state.raw.has(Habit::FailureOfGetPropsGivesValues) {
            give(logon_state, tags::OBJECT_TYPE::ID, 0, count, values);
            return Code::CALL_FAILED;
        }
        if logon_state.raw.has(Habit::FailureOfGetPropsLeavesWhatIsFreed) {
            give(logon_state, tags::OBJECT_TYPE::ID, 0, count, values);
            logon_state.memory.free(get(values.raw()).unwrap_or(null_mut()).cast());
            return Code::CALL_FAILED;
        }
        if first.is_none_or(|tag| tag == tags::OBJECT_TYPE::ID.0) {
            give(logon_state, tags::OBJECT_TYPE::ID, MAPI_STORE, count, values);
            if logon_state.raw.has(Habit::GetPropsGivesLessThanItSays) {
                put(count, 40_000_000);
            }
            if logon_state.raw.has(Habit::GetPropsGivesItsOwnMemory) {
                logon_state.memory.free(get(values.raw()).unwrap_or(null_mut()).cast());
                let value = PropUnion { ul: MAPI_STORE };
                let own = SPropValue { prop_tag: tags::OBJECT_TYPE::ID.0, align_pad: 0, value };
                put(values, Box::into_raw(Box::new(own)));
            }
            return Code::OK;
        }
        let missing = PropTag(first.unwrap_or(0)).with_kind(PT_ERROR);
        give(logon_state, missing, Code::NOT_FOUND.0.cast_unsigned(), count, values);
        Code::W_ERRORS_RETURNED
    })
}

fn give(logon_state: &LogonState, tag: PropTag, number: u32, count: Out<u32>, values: Out<*mut SPropValue>) {
    let block = logon_state.memory.block(size_of::<SPropValue>()).cast::<SPropValue>();
    let value = SPropValue { prop_tag: tag.0, align_pad: 0, value: PropUnion { ul: number } };
    fill(block, value);
    put(count, u32::from(!block.is_null()));
    put(values, block);
}

/// The same property's tag.
unsafe extern "system" fn get_prop_list(this: This, _: u32, list: Out<*mut SPropTagArray>) -> Code {
    put(list, null_mut());
    Thing::of(&this).answers(|logon_state| {
        let block = logon_state.memory.block(size_of::<SPropTagArray>()).cast::<SPropTagArray>();
        let c_values = if logon_state.raw.has(Habit::GetPropListGivesLessThanItSays) { 40_000_000 } else { 1 };
        fill(block, SPropTagArray { c_values, prop_tag: [tags::OBJECT_TYPE::ID.0] });
        put(list, block);
        Code::OK
    })
}

/// STORELOGOFF-1, STORELOGOFF-2
unsafe extern "system" fn store_logoff(this: This, flags: Out<u32>) -> Code {
    const INPUTS: u32 = LOGOFF_NO_WAIT | LOGOFF_ORDERLY | LOGOFF_PURGE | LOGOFF_ABORT | LOGOFF_QUIET;
    Thing::of(&this).answers(|logon_state| {
        let asked = get(flags.raw()).unwrap_or(0);
        if logon_state.raw.has(Habit::StoreLogoffRefusesEverything) {
            return Code::UNKNOWN_FLAGS;
        }
        if !logon_state.raw.has(Habit::StoreLogoffTakesEverything) {
            if asked & !INPUTS != 0 {
                return Code::UNKNOWN_FLAGS;
            }
            if asked.count_ones() > 1 {
                return Code::INVALID_PARAMETER;
            }
        }
        let back = if logon_state.raw.has(Habit::SavesQuiet) {
            logon_state.logoff_flags.set(asked);
            LOGOFF_COMPLETE
        } else {
            logon_state.tell_transports(asked & INPUTS)
        };
        let back = if logon_state.raw.has(Habit::StoreLogoffGivesItsInputBack) { back | asked } else { back };
        let odd = logon_state.raw.has(Habit::StoreLogoffSaysOdd);
        put(flags, if odd { LOGOFF_OUTBOUND } else { back });
        Code::OK
    })
}

unsafe extern "system" fn validate_state(this: This, _: usize, _: u32) -> Code {
    Thing::of(&this).answers(|_| Code::OK)
}
