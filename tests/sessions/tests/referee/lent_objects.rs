//! What providers do wrong with objects that MAPI lends them (V-46, MEM-13): one Release too many,
//! a call after the last one, a call after the loan. None of it harms the session.
#![allow(unsafe_code, reason = "a provider's entry points are written by hand, and objects are called over vtables")]

use provider_runtime::abi::entry::{AllocateBuffer, AllocateMore, FreeBuffer};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::iid::IID_IStream;
use provider_runtime::abi::imalloc::IMallocVtbl;
use provider_runtime::abi::imapi_table::IMAPITableVtbl;
use provider_runtime::abi::imessage::IMessageVtbl;
use provider_runtime::abi::iprovider_admin::IProviderAdminVtbl;
use provider_runtime::abi::istream::IStreamVtbl;
use provider_runtime::abi::param::{In, Out, This};
use provider_runtime::abi::structs::{MAPIERROR, SPropValue};
use provider_runtime::prelude::*;
use provider_runtime::session::{Message, Options, Session};
use std::ffi::c_void;
use std::ptr::null_mut;
use support::raw::object::{add_ref, methods, release};
use support::raw::store::RawStore;
use support::{Script, open};

const OVER: &str = "more Releases than references";

/// An entry point that gives one reference on IMalloc back that it never took, and calls it once
/// more.
unsafe extern "C" fn init(
    _: *mut c_void,
    malloc: *mut c_void,
    _: Option<AllocateBuffer>,
    _: Option<AllocateMore>,
    _: Option<FreeBuffer>,
    _: u32,
    _: u32,
    _: Out<u32>,
    _: Out<*mut c_void>,
) -> Code {
    release(malloc);
    // SAFETY: O1: the session keeps it.
    unsafe { (methods::<IMallocVtbl>(malloc).heap_minimize)(This::new(malloc)) };
    Code::CALL_FAILED
}

#[test]
fn imalloc_that_is_released_too_often_lives_on() {
    let (error, report) = Session::try_start(init, Options::new()).unwrap_err();
    assert_eq!(error.code(), Code::CALL_FAILED);
    assert_eq!(report.faults(), [format!("V-46: Release: {OVER} (IMalloc of provider)")], "{}", report.tree());
}

/// A `ServiceEntry` that gives back the provider administration, and its provider table twice.
unsafe extern "system" fn service(
    _: *mut c_void,
    _: *mut c_void,
    support: *mut c_void,
    _: usize,
    _: u32,
    _: u32,
    _: u32,
    _: In<SPropValue>,
    admin: *mut c_void,
    _: Out<*mut MAPIERROR>,
) -> Code {
    let mut table = null_mut();
    let get = methods::<IProviderAdminVtbl>(admin).get_provider_table;
    // SAFETY: O1, O3: lent for this call; the output is ours.
    let code = unsafe { get(This::new(admin), 0, Out::from(&mut table)) };
    assert_eq!(code, Code::OK);
    release(table);
    release(table);
    release(admin);
    release(support);
    Code::OK
}

#[test]
fn what_service_entry_was_lent_is_released_too_often() {
    let script = Script::new();
    let session = script.session_with(Options::new().service_entry(service)).unwrap();
    let name = session.profile().services().first().unwrap().name().to_owned();
    session.configure(&name, MSG_SERVICE_CONFIGURE, 0, &[]).unwrap();
    let report = session.logoff();
    let expected = [
        format!("V-46: IMAPITable::Release: {OVER} (provider table)"),
        format!("V-46: Release: {OVER} (IProviderAdmin of {name})"),
        format!("V-46: IMAPISupport::Release: {OVER} (configuration 1)"),
    ];
    assert_eq!(report.faults(), expected, "{}", report.tree());
}

#[test]
fn a_profile_section_that_is_released_too_often_and_used_after_that() {
    let raw = RawStore::with(&[]);
    let session = raw.session();
    raw.in_logon(|support| {
        let (_, section) = support.section(None, 0);
        release(section.raw());
        assert_eq!(release(section.raw()), 0);
        assert_eq!(section.all().0, Code::INVALID_OBJECT);
    });
    drop(open(&session));
    let report = session.logoff();
    let expected = [
        format!("V-46: IProfSect::Release: {OVER} (profile section)"),
        "V-46: IProfSect::GetProps after the last Release (profile section)".to_owned(),
    ];
    assert_eq!(report.faults(), expected, "{}", report.tree());
}

#[test]
fn a_message_and_its_parts_are_released_too_often_and_used_after_the_loan() {
    let script = Script::new();
    let session = script.session().unwrap();
    let lent = Message::new().with(tags::SUBJECT, "Lunch?").lend(session.memory());
    let message = lent.as_raw();
    release(message); // the lender's
    let mut table = null_mut();
    let get_table = methods::<IMessageVtbl>(message).get_recipient_table;
    // SAFETY: O1, O3: lent; the output is ours.
    assert_eq!(unsafe { get_table(This::new(message), 0, Out::from(&mut table)) }, Code::OK);
    let mut attachment = null_mut();
    let mut number = 0;
    let create = methods::<IMessageVtbl>(message).create_attach;
    let out = Out::from(&mut attachment);
    // SAFETY: O1, O3: as above.
    assert_eq!(unsafe { create(This::new(message), In::null(), 0, Out::from(&mut number), out) }, Code::OK);
    for object in [table, attachment] {
        release(object);
        release(object);
        assert_eq!(add_ref(object), 0);
    }
    add_ref(message);
    assert_eq!(lent.close().left, 1);
    // SAFETY: O1: a reference of ours.
    let code = unsafe { (methods::<IMessageVtbl>(message).prop.save_changes)(This::new(message), 0) };
    assert_eq!(code, Code::INVALID_OBJECT);
    release(message);
    release(message);
    let report = session.logoff();
    let expected = [
        format!("V-46: Release: {OVER} (message)"),
        format!("V-46: IMAPITable::Release: {OVER} (recipient table)"),
        "V-46: IMAPITable::AddRef after the last Release (recipient table)".to_owned(),
        format!("V-46: IAttach::Release: {OVER} (attachment)"),
        "V-46: IAttach::AddRef after the last Release (attachment)".to_owned(),
        "V-46: IMessage after the call that it was lent for (message)".to_owned(),
        format!("V-46: IMessage::Release: {OVER} (message)"),
    ];
    assert_eq!(report.faults(), expected, "{}", report.tree());
}

/// Each part is named, not the message alone.
#[test]
fn a_stream_and_a_table_are_used_after_the_loan() {
    let script = Script::new();
    let session = script.session().unwrap();
    let lent = Message::new().with(tags::SUBJECT, "Lunch?").lend(session.memory());
    let message = lent.as_raw();
    let mut table = null_mut();
    let mut stream = null_mut();
    let get_table = methods::<IMessageVtbl>(message).get_recipient_table;
    // SAFETY: O1, O3: lent; the output is ours.
    assert_eq!(unsafe { get_table(This::new(message), 0, Out::from(&mut table)) }, Code::OK);
    let open = methods::<IMessageVtbl>(message).prop.open_property;
    let iid = In::from(&IID_IStream);
    let out = Out::from(&mut stream);
    // SAFETY: O1, O3: as above.
    assert_eq!(unsafe { open(This::new(message), tags::SUBJECT::ID.0, iid, 0, 0, out) }, Code::OK);
    assert_eq!(lent.close().left, 2);
    let mut rows = 0;
    let count = methods::<IMAPITableVtbl>(table).get_row_count;
    // SAFETY: O1, O3: a reference of ours; the output is ours.
    assert_eq!(unsafe { count(This::new(table), 0, Out::from(&mut rows)) }, Code::INVALID_OBJECT);
    let commit = methods::<IStreamVtbl>(stream).commit;
    // SAFETY: O1: a reference of ours.
    assert_eq!(unsafe { commit(This::new(stream), 0) }, Code::INVALID_OBJECT);
    release(table);
    release(stream);
    let report = session.logoff();
    let expected = [
        "V-46: IMAPITable after the call that it was lent for (recipient table)",
        "V-46: IStream after the call that it was lent for (stream)",
    ];
    assert_eq!(report.faults(), expected, "{}", report.tree());
}
