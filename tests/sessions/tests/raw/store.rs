//! A store over its raw vtables, in a session: null pointers, unknown flags and interfaces, every
//! slot that has no method.
#![allow(unsafe_code, reason = "raw calls are what is tested")]

use provider_runtime::abi::flag::*;
use provider_runtime::abi::iid::*;
use provider_runtime::abi::imapi_folder::IMAPIFolderVtbl;
use provider_runtime::abi::imapi_provider_shutdown::IMAPIProviderShutdownVtbl;
use provider_runtime::abi::imapi_table::IMAPITableVtbl;
use provider_runtime::abi::ims_logon::IMSLogonVtbl;
use provider_runtime::abi::ims_provider::IMSProviderVtbl;
use provider_runtime::abi::imsg_store::IMsgStoreVtbl;
use provider_runtime::abi::param::{In, Out, This};
use provider_runtime::abi::structs::{MAPIERROR, SPropTagArray, SPropValue};
use provider_runtime::prelude::*;
use std::ffi::c_void;
use std::ptr::{dangling_mut, null_mut};
use support::raw::{argument, argument_of, methods, query, release};
use support::{KEPT, Script, Scripted, open, root};

/// ENTRY-9: without a version pointer, an object pointer or an allocator there is no provider
/// object.
#[test]
fn an_init_without_its_pointers_makes_no_object() {
    unsafe extern "system" fn allocate(_: u32, _: *mut *mut c_void) -> Code {
        Code::NOT_ENOUGH_MEMORY
    }
    unsafe extern "system" fn more(_: u32, _: *mut c_void, _: *mut *mut c_void) -> Code {
        Code::NOT_ENOUGH_MEMORY
    }
    unsafe extern "system" fn free(_: *mut c_void) -> u32 {
        0
    }
    let init = provider_runtime::store_entry::<Scripted>();
    let refused = |lacking: usize| {
        let mut version = 0;
        let mut object = dangling_mut();
        let a = Some(allocate as _);
        let m = Some(more as _);
        let f = Some(free as _);
        let a = a.filter(|_| lacking != 0);
        let m = m.filter(|_| lacking != 1);
        let f = f.filter(|_| lacking != 2);
        let version_out = if lacking == 3 { Out::null() } else { Out::from(&mut version) };
        let object_out = if lacking == 4 { Out::null() } else { Out::from(&mut object) };
        // SAFETY: O3: the arguments that are there are ours until it returns.
        let code = unsafe { init(null_mut(), null_mut(), a, m, f, 0, 0x0001_0010, version_out, object_out) };
        (code, object.is_null() || lacking == 4)
    };
    for lacking in 0..5 {
        assert_eq!(refused(lacking), (Code::INVALID_PARAMETER, true), "{lacking}");
    }
    // Without an IMalloc, and with flags that nobody knows, there is one.
    let mut version = 0;
    let mut object = null_mut();
    let a = Some(allocate as _);
    let m = Some(more as _);
    let f = Some(free as _);
    let outputs = (Out::from(&mut version), Out::from(&mut object));
    // SAFETY: O3: the arguments that are there are ours until it returns.
    let code = unsafe { init(null_mut(), null_mut(), a, m, f, 0x8000, u32::MAX, outputs.0, outputs.1) };
    assert_eq!((code, version), (Code::OK, 0x0001_0010));
    assert_eq!(release(object), 0);
}

/// ENTRY-13, FAST-2, ERR-4: two interfaces, one identity.
#[test]
fn a_provider_object_has_two_interfaces_and_one_identity() {
    let script = Script::new();
    let session = script.session().unwrap();
    let provider = session.by_hand().provider_pointer().unwrap();
    let (code, fast) = query(provider, IID_IMAPIProviderShutdown);
    assert_eq!(code, Code::OK);
    assert_ne!(fast, provider);
    let one = query(provider, IID_IUnknown).1;
    let other = query(fast, IID_IUnknown).1;
    assert_eq!(one, other);
    assert_eq!(query(fast, IID_IMSProvider), (Code::OK, provider));
    assert_eq!(query(fast, IID_IMsgStore), (Code::INTERFACE_NOT_SUPPORTED, null_mut()));
    for object in [fast, one, other, provider] {
        release(object);
    }
    let unknown: provider_runtime::abi::i_unknown::IUnknownVtbl = methods(provider);
    let mut found = dangling_mut();
    // SAFETY: O1, O3: the test holds the object; the arguments are ours until it returns.
    let no_iid = unsafe { (unknown.query_interface)(This::new(provider), In::null(), Out::from(&mut found)) };
    assert_eq!((no_iid, found), (Code::INVALID_PARAMETER, null_mut()));
    // SAFETY: O1, O3: the test holds the object; the arguments are ours until it returns.
    let no_out = unsafe { (unknown.query_interface)(This::new(provider), In::from(&IID_IUnknown), Out::null()) };
    assert_eq!(no_out, Code::INVALID_PARAMETER);
    assert_eq!(session.logoff().faults(), [""; 0]);
}

/// FAST-7, FAST-9, FAST-10
#[test]
fn a_fast_shutdown_asks_every_logon_and_persists() {
    let script = Script::new();
    let session = script.session().unwrap();
    let provider = session.by_hand().provider_pointer().unwrap();
    let fast = query(provider, IID_IMAPIProviderShutdown).1;
    let methods: IMAPIProviderShutdownVtbl = methods(fast);
    let this = || This::new(fast);
    // SAFETY: O1: the test holds the object.
    let query = || unsafe { (methods.query_fast_shutdown)(this()) };
    // SAFETY: O1: the test holds the object.
    let act = || unsafe { (methods.do_fast_shutdown)(this()) };
    assert_eq!((query(), act()), (Code::OK, Code::OK)); // nobody is logged on
    let store = open(&session).unwrap();
    assert_eq!((query(), script.count("persist")), (Code::OK, 0)); // without a side effect
    // SAFETY: O1: the test holds the object.
    assert_eq!(unsafe { (methods.notify_process_shutdown)(this()) }, Code::OK);
    assert_eq!((act(), script.count("persist")), (Code::OK, 1));
    script.on("persist", |_| Err(Error::new(Code::CALL_FAILED, "the disk is full")));
    assert_eq!(act(), Code::CALL_FAILED);
    script.on("fast_shutdown", |_| Err(Code::NO_SUPPORT.into()));
    assert_eq!((query(), act()), (Code::NO_SUPPORT, Code::NO_SUPPORT));
    script.on("fast_shutdown", |_| panic!("in a fast shutdown"));
    assert_eq!(query(), Code::CALL_FAILED);
    release(fast);
    drop(store);
    assert_eq!(session.logoff().faults(), [""; 0]);
}

/// OPEN-8: with no logon.
#[test]
fn store_identifiers_are_compared_without_a_logon() {
    let script = Script::new();
    let session = script.session().unwrap();
    let provider = session.by_hand().provider_pointer().unwrap();
    let methods: IMSProviderVtbl = methods(provider);
    let uid = [0x10, 0xc3, 0xa2, 0xc4, 0x0b, 0x9e, 0x4f, 0x4e, 0x9a, 0x53, 0x2d, 0x8f, 0x1c, 0x7b, 0xe0, 0x01];
    let id = |key: &[u8]| [&[0; 4], &uid[..], key].concat();
    let compare = |one: &[u8], other: &[u8]| {
        let mut same = 7;
        let a = argument(one);
        let b = argument(other);
        let m = one.len() as u32;
        let n = other.len() as u32;
        let this = This::new(provider);
        // SAFETY: O1, O3: the test holds the object; the arguments are ours until it returns.
        let code = unsafe { (methods.compare_store_ids)(this, m, a, n, b, 0, Out::from(&mut same)) };
        (code, same)
    };
    assert_eq!(compare(&id(b"a"), &id(b"a")), (Code::OK, 1));
    assert_eq!(compare(&id(b"a"), &id(b"b")), (Code::OK, 0));
    assert_eq!(compare(&id(b"a"), b"junk"), (Code::INVALID_ENTRYID, 0));
    let this = This::new(provider);
    // SAFETY: O1, O3: the test holds the object; the arguments are ours until it returns.
    let none = unsafe { (methods.compare_store_ids)(this, 0, In::null(), 0, In::null(), 0, Out::null()) };
    assert_eq!(none, Code::INVALID_PARAMETER);
    assert_eq!(script.said(), [""; 0]);
}

/// LOGON-1, LOGON-2: a logon call without its pointers leaves its outputs null and no reference
/// behind.
#[test]
fn a_logon_call_without_its_pointers_is_refused() {
    let script = Script::new();
    let session = script.session().unwrap();
    let provider = session.by_hand().provider_pointer().unwrap();
    let methods: IMSProviderVtbl = methods(provider);
    let mut logon = dangling_mut();
    let mut store = dangling_mut();
    let mut error = dangling_mut::<MAPIERROR>();
    let none = null_mut();
    let this = This::new(provider);
    let outputs = (Out::from(&mut error), Out::from(&mut logon), Out::from(&mut store));
    // SAFETY: O1, O3: the test holds the object; the arguments are ours until it returns.
    let code = unsafe {
        (methods.logon)(
            this,
            none,
            0,
            In::null(),
            0,
            In::null(),
            0,
            In::null(),
            Out::null(),
            Out::null(),
            outputs.0,
            outputs.1,
            outputs.2,
        )
    };
    assert_eq!(code, Code::INVALID_PARAMETER);
    assert!(logon.is_null() && store.is_null() && error.is_null());
    // SAFETY: O1, O3: the test holds the object; the arguments are ours until it returns.
    let code = unsafe {
        (methods.logon)(
            this,
            none,
            0,
            In::null(),
            0,
            In::null(),
            0,
            In::null(),
            Out::null(),
            Out::null(),
            Out::null(),
            Out::null(),
            Out::null(),
        )
    };
    assert_eq!(code, Code::INVALID_PARAMETER);
    assert_eq!(session.logoff().faults(), [""; 0]);
}

/// Every method with outputs, called without them.
#[test]
fn methods_without_their_outputs_are_refused_and_nothing_is_lost() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let folder = store.open(None, MAPI_MODIFY).unwrap();
    let table = folder.contents(0).unwrap();
    let raw = store.as_raw();
    let logon = session.by_hand().logon_pointer().unwrap();
    let m: IMsgStoreVtbl = methods(raw);
    let l: IMSLogonVtbl = methods(logon);
    let f: IMAPIFolderVtbl = methods(folder.as_raw());
    let t: IMAPITableVtbl = methods(table.as_raw());
    let store_this = This::new(raw);
    let logon_this = This::new(logon);
    let folder_this = This::new(folder.as_raw());
    let table_this = This::new(table.as_raw());
    let no = null_mut();
    // SAFETY: O1, O3: the test holds the object; the arguments are ours until it returns.
    let codes = unsafe {
        [
            (m.prop.get_last_error)(store_this, Code::OK, 0, Out::null()),
            (m.prop.get_props)(store_this, In::null(), 0, Out::null(), Out::null()),
            (m.prop.get_prop_list)(store_this, 0, Out::null()),
            (m.prop.set_props)(store_this, 1, In::null(), Out::null()),
            (m.prop.set_props)(store_this, 0, In::null(), Out::null()),
            (m.advise)(store_this, 0, In::null(), 0x10, no, Out::null()),
            (m.compare_entry_ids)(store_this, 0, In::null(), 0, In::null(), 0, Out::null()),
            (m.open_entry)(store_this, 0, In::null(), In::null(), 0, Out::null(), Out::null()),
            (m.store_logoff)(store_this, Out::null()),
            (l.open_entry)(logon_this, 0, In::null(), In::null(), 0, Out::null(), Out::null()),
            (l.open_status_entry)(logon_this, In::null(), 0, Out::null(), Out::null()),
            (l.advise)(logon_this, 0, In::null(), 0x10, no, Out::null()),
            (f.container.get_contents_table)(folder_this, 0, Out::null()),
            (f.container.get_hierarchy_table)(folder_this, 0, Out::null()),
            (t.set_columns)(table_this, In::null(), 0),
            (t.query_columns)(table_this, 0, Out::null()),
            (t.get_row_count)(table_this, 0, Out::null()),
            (t.query_rows)(table_this, 1, 0, Out::null()),
        ]
    };
    for (index, code) in codes.iter().enumerate() {
        assert_eq!(*code, Code::INVALID_PARAMETER, "call {index}");
    }
    let mut sought = 0;
    // SAFETY: O1, O3: the test holds the object; the arguments are ours until it returns.
    assert_eq!(unsafe { (t.seek_row)(table_this, BOOKMARK_BEGINNING, 1, Out::null()) }, Code::OK); // optional
    // SAFETY: O1, O3: the test holds the object; the arguments are ours until it returns.
    assert_eq!(unsafe { (t.seek_row)(table_this, BOOKMARK_CURRENT, 1, Out::from(&mut sought)) }, Code::OK);
    assert_eq!(sought, 1);
    drop((table, folder, store));
    assert_eq!(session.logoff().faults(), [""; 0]);
    assert_eq!(session.memory().live(), 0);
}

/// ERR-3: flags that no method knows.
#[test]
fn unknown_flags_are_refused_and_outputs_stay_null() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let folder = root(&store).unwrap();
    let raw = folder.as_raw();
    let f: IMAPIFolderVtbl = methods(raw);
    let this = This::new(raw);
    let odd = 0x0800_0000;
    let mut count = 7;
    let mut values = dangling_mut::<SPropValue>();
    let mut list = dangling_mut::<SPropTagArray>();
    let mut table = dangling_mut();
    let mut error = dangling_mut::<MAPIERROR>();
    // SAFETY: O1, O3: the test holds the object; the arguments are ours until it returns.
    let codes = unsafe {
        [
            (f.container.prop.get_props)(this, In::null(), odd, Out::from(&mut count), Out::from(&mut values)),
            (f.container.prop.get_prop_list)(this, odd, Out::from(&mut list)),
            (f.container.prop.save_changes)(this, odd),
            (f.container.prop.get_last_error)(this, Code::OK, odd, Out::from(&mut error)),
            (f.container.get_contents_table)(this, odd, Out::from(&mut table)),
        ]
    };
    assert_eq!(codes, [Code::UNKNOWN_FLAGS; 5]);
    assert!(values.is_null() && list.is_null() && table.is_null() && error.is_null() && count == 0);
    // A tag array that is none.
    let empty = SPropTagArray { c_values: 0, prop_tag: [0] };
    let endless = SPropTagArray { c_values: u32::MAX, prop_tag: [0] };
    for tags in [&empty, &endless] {
        let outputs = (Out::from(&mut count), Out::from(&mut values));
        // SAFETY: O1, O3: the test holds the object; the arguments are ours until it returns.
        let code = unsafe { (f.container.prop.get_props)(this, argument_of(tags), 0, outputs.0, outputs.1) };
        assert_eq!((code, values.is_null()), (Code::INVALID_PARAMETER, true));
    }
}

/// ERR-2: slots with nothing behind them; their outputs stay as the caller left them.
#[test]
fn slots_with_nothing_behind_them_say_so_and_invalidated_objects_say_that_they_are_invalid() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let folder = root(&store).unwrap();
    let m: IMsgStoreVtbl = methods(store.as_raw());
    let f: IMAPIFolderVtbl = methods(folder.as_raw());
    let store_this = This::new(store.as_raw());
    let folder_this = This::new(folder.as_raw());
    let none = null_mut();
    let call = || {
        let mut out = dangling_mut();
        let kept = out;
        // SAFETY: O1, O3: the test holds the object; the arguments are ours until it returns.
        let codes = unsafe {
            [
                (m.get_outgoing_queue)(store_this, 0, Out::from(&mut out)),
                (m.abort_submit)(store_this, 0, In::null(), 0),
                (m.notify_new_mail)(store_this, In::null()),
                (f.create_message)(folder_this, In::null(), 0, Out::from(&mut out)),
                (f.empty_folder)(folder_this, 0, none, 0),
                (f.container.prop.copy_to)(
                    folder_this,
                    0,
                    In::null(),
                    In::null(),
                    0,
                    none,
                    In::null(),
                    none,
                    0,
                    Out::null(),
                ),
            ]
        };
        assert!(out == kept || out.is_null()); // as COM has it: a failed method leaves nothing to release
        codes
    };
    let no = Code::NO_SUPPORT;
    let reads = Code::NO_ACCESS;
    let wrong = Code::INVALID_PARAMETER;
    assert_eq!(call(), [no, no, wrong, reads, reads, wrong]);
    session.logoff();
    assert_eq!(call(), [Code::INVALID_OBJECT; 6]);
}

/// LOGOFF-8: after Logoff the logon object answers IUnknown and Logoff only.
#[test]
fn a_logged_off_logon_object_answers_iunknown_and_logoff_only() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let logon = session.by_hand().logon_pointer().unwrap();
    // The session's own reference goes inside the support object's last Release (SUPREL-3); this
    // one keeps it for us.
    assert_eq!(query(logon, IID_IUnknown), (Code::OK, logon));
    let l: IMSLogonVtbl = methods(logon);
    let this = This::new(logon);
    let mut flags = 0xFFFF; // LOGOFF-3
    // SAFETY: O1, O3: the test holds the object; the arguments are ours until it returns.
    assert_eq!(unsafe { (l.logoff)(this, Out::from(&mut flags)) }, Code::OK);
    // SAFETY: O1, O3: the test holds the object; the arguments are ours until it returns.
    assert_eq!(unsafe { (l.logoff)(this, Out::null()) }, Code::OK); // LOGOFF-6, V-44
    let mut kind = 7;
    let mut object = dangling_mut();
    // SAFETY: O1, O3: the test holds the object; the arguments are ours until it returns.
    let codes = unsafe {
        [
            (l.open_entry)(this, 0, In::null(), In::null(), 0, Out::from(&mut kind), Out::from(&mut object)),
            (l.open_status_entry)(this, In::null(), 0, Out::from(&mut kind), Out::from(&mut object)),
            (l.unadvise)(this, 1),
            (l.get_last_error)(this, Code::OK, 0, Out::null()),
        ]
    };
    assert_eq!(codes, [Code::INVALID_OBJECT; 4]);
    assert!(object.is_null() && kind == 0);
    assert_eq!(query(logon, IID_IMSLogon), (Code::INVALID_OBJECT, null_mut()));
    assert_eq!(query(logon, IID_IUnknown), (Code::OK, logon));
    assert_eq!((release(logon), release(logon)), (1, 0));
    assert_eq!(store.get(KEPT).unwrap_err().code(), Code::INVALID_OBJECT);
    drop(store);
    assert_eq!(session.logoff().faults(), [""; 0]);
}
