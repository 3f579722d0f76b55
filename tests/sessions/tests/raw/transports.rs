//! A transport over its raw vtables, with MAPI's part by hand: its logons, what it says of address
//! types, its status row, its end. The provider is in `transports/post.rs`, the support object in
//! `transports/host.rs`, sending and receiving in `transports/messages.rs`, what it does with a
//! message in `transports/contents.rs`.
#![allow(unsafe_code, reason = "raw calls are what is tested")]

mod contents;
mod host;
mod kept;
mod messages;
mod post;
mod watch;

use crate::message::raw::Raw;
use crate::service::values::wide;
use core::ffi::c_void;
use host::SupportByHand;
use post::{Host, Logon, QUIET, support};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::iid::*;
use provider_runtime::abi::imapi_status::IMAPIStatusVtbl;
use provider_runtime::abi::ixp_provider::IXPProviderVtbl;
use provider_runtime::abi::param::{In, Out, This};
use provider_runtime::abi::structs::*;
use provider_runtime::prelude::*;
use std::ptr::{dangling_mut, null_mut};
use std::sync::Arc;
use support::raw::add_ref;
use support::raw::{methods, query, release};

/// ENTRY-13, XPLOGON-1, XPLOGON-2, LOGON-2, STATUS-1, STATUS-3, STATUS-13; T-34 and UID-3: a call
/// that the support object of a transport refuses would be a fault here.
#[test]
fn a_transport_logs_on_says_what_it_wants_and_adds_its_row() {
    let host = Host::new();
    let identity = Identity { name: "Ann".into(), entry: vec![1, 2], search_key: b"SMTP:ANN".to_vec() };
    *host.author.identity.lock().unwrap() = Some(identity);
    let raw = host.raw().0;
    assert_eq!(query(raw, IID_IXPProvider), (Code::OK, raw));
    assert_eq!(release(raw), 1);
    let (code, flags, logon, _) = host.call(QUIET);
    assert_eq!((code, flags), (Code::OK, MAPI_UNICODE | LOGON_SP_POLL | LOGON_SP_IDLE));
    assert_eq!(query(logon.raw.0, IID_IXPLogon), (Code::OK, logon.raw.0));
    assert_eq!((release(logon.raw.0), logon.support.held()), (1, 2));
    assert_eq!(release(logon.support.raw()), 1);
    let column = |tag| logon.support.column(tag);
    assert_eq!(column(tags::DISPLAY_NAME::ID), Some("Ann's post".into()));
    assert_eq!(column(tags::PROVIDER_DISPLAY::ID), Some("Post".into()));
    assert_eq!(column(tags::RESOURCE_METHODS::ID), Some((STATUS_VALIDATE_STATE | STATUS_FLUSH_QUEUES).into()));
    assert_eq!(column(tags::IDENTITY_DISPLAY::ID), Some("Ann".into()));
    assert_eq!(column(tags::IDENTITY_ENTRYID::ID), Some(vec![1_u8, 2].into()));
    assert_eq!(column(tags::IDENTITY_SEARCH_KEY::ID), Some((&b"SMTP:ANN"[..]).into()));
    assert_eq!(logon.support.status(), STATUS_AVAILABLE);
    logon.end();
    assert_eq!(host.author.said(), ["interrupt false", "before_logoff", "ended"]);
    host.end();
}

/// XPLOGON-1, XPLOGON-2: what is not switched off is on.
#[test]
fn a_logon_with_its_traffic_on_says_so_in_its_row_from_the_start() {
    let host = Host::new();
    host.author.on_logon(|logon| {
        assert!(logon.traffic().is_inbound() && !logon.traffic().is_outbound());
        assert!(logon.may_connect() && !logon.may_show_dialog());
        Ok(())
    });
    let (code, _, logon, _) = host.call(LOGON_NO_OUTBOUND | LOGON_NO_DIALOG);
    assert_eq!((code, logon.support.status()), (Code::OK, STATUS_AVAILABLE | STATUS_INBOUND_ENABLED));
    release(logon.support.raw());
    logon.end();
    host.end();
}

/// T-98, XPLOGON-3, T-17, REACT-8; and a panic is a refusal.
#[test]
fn a_transport_without_an_offline_mode_refuses_and_leaves_nothing() {
    let host = Host::new();
    host.author.on_logon(|logon| match logon.may_connect() {
        true => panic!("in a logon"),
        false => Err(Error::new(Code::LOGON_FAILED, "there is no offline mode")),
    });
    let (code, flags, logon, text) = host.call(QUIET | LOGON_NO_CONNECT);
    assert_eq!((code, flags, logon.raw.0), (Code::LOGON_FAILED, MAPI_UNICODE, null_mut()));
    assert_eq!(text.as_deref(), Some("there is no offline mode"));
    assert_eq!(release(logon.support.raw()), 0);
    let (code, _, logon, text) = host.call(QUIET);
    assert_eq!((code, logon.raw.0), (Code::CALL_FAILED, null_mut()));
    assert!(text.unwrap().contains("in a logon"));
    assert_eq!(release(logon.support.raw()), 0);
    logon.support.assert_settled();
    host.end();
}

/// T-17, LOGON-2, LOGON-12, MEM-10: at every allocation.
#[test]
fn a_transports_logon_that_fails_leaves_nothing_whenever_it_fails() {
    let host = Host::new();
    for fails_at in 1.. {
        let before = host.memory().calls();
        host.memory().fail_at(Some(fails_at));
        let (code, _, logon, _) = host.call(QUIET);
        host.memory().fail_at(None);
        assert_eq!(release(logon.support.raw()), u32::from(code == Code::OK), "{fails_at}");
        if code == Code::OK {
            assert!(fails_at > 1 && host.memory().calls() < before + fails_at);
            logon.end();
            return host.end();
        }
        assert_eq!((code, logon.raw.0), (Code::NOT_ENOUGH_MEMORY, null_mut()), "{fails_at}");
        logon.support.assert_settled();
        assert_eq!(host.memory().live(), 0, "{fails_at}");
    }
}

/// LOGON-1: without the error's output it does; without the others nothing happens.
#[test]
fn a_transport_logon_without_its_outputs_is_refused() {
    let host = Host::new();
    let log_on = methods::<IXPProviderVtbl>(host.raw().0).transport_logon;
    let call = |flags: Out<u32>, raw: Out<*mut c_void>| {
        let support = SupportByHand::new(host.memory().free_function());
        // SAFETY: O1, O3: the test holds the object; the arguments are ours until it returns.
        let code = unsafe { log_on(This::new(host.raw().0), support.raw(), 0, In::null(), flags, Out::null(), raw) };
        assert_eq!(release(support.raw()), 0);
        support.assert_settled();
        code
    };
    let mut flags = QUIET;
    let mut raw = dangling_mut();
    assert_eq!(call(Out::null(), Out::from(&mut raw)), Code::INVALID_PARAMETER);
    assert!(raw.is_null());
    assert_eq!(call(Out::from(&mut flags), Out::null()), Code::INVALID_PARAMETER);
    host.author.on_logon(|_| Err(Code::LOGON_FAILED.into()));
    host.end();
}

/// What AddressTypes gave.
struct Types {
    flags: u32,
    types: *mut *mut c_void,
    type_count: u32,
    uids: *mut *mut MAPIUID,
    uid_count: u32,
}

impl Types {
    fn of(logon: &Logon) -> Self {
        let (this, methods) = logon.methods();
        let mut flags = 7;
        let mut type_count = 7;
        let mut uid_count = 7;
        let mut types = dangling_mut();
        let mut uids = dangling_mut();
        let counts = (Out::from(&mut flags), Out::from(&mut type_count), Out::from(&mut uid_count));
        let arrays = (Out::from(&mut types), Out::from(&mut uids));
        // SAFETY: O1, O3: the test holds the object; the outputs are ours until it returns.
        let code = unsafe { (methods.address_types)(this, counts.0, counts.1, arrays.0, counts.2, arrays.1) };
        assert_eq!(code, Code::OK);
        Self { flags, types, type_count, uids, uid_count }
    }

    fn texts(&self) -> Vec<String> {
        // SAFETY: M2: as many as the count says.
        let texts = unsafe { std::slice::from_raw_parts(self.types, self.type_count as usize) };
        let text = |text: &*mut c_void| match self.flags & MAPI_UNICODE {
            // SAFETY: M2: ends with a zero.
            0 => unsafe { std::ffi::CStr::from_ptr(text.cast_const().cast()) }.to_str().unwrap().to_owned(),
            // SAFETY: M2: ends with a zero.
            _ => unsafe { wide(text.cast_const().cast()) },
        };
        texts.iter().map(text).collect()
    }

    fn ids(&self) -> Vec<[u8; 16]> {
        // SAFETY: M2: as many as the count says.
        let uids = unsafe { std::slice::from_raw_parts(self.uids, self.uid_count as usize) };
        // SAFETY: M2: each is one.
        uids.iter().map(|uid| unsafe { uid.read() }.ab).collect()
    }
}

/// XPLOGON-6
#[test]
fn address_types_are_every_one_none_or_those_that_are_named() {
    let host = Host::new();
    let logon = host.log_on();
    let every = Types::of(&logon);
    assert!(every.types.is_null() && every.uids.is_null());
    assert_eq!((every.flags, every.type_count, every.uid_count), (0, 0, 0));
    host.author.sends_to(AddressTypes::none());
    let none = Types::of(&logon);
    assert_eq!((none.texts(), none.uids), (vec![String::new()], null_mut()));
    host.author.sends_to(AddressTypes::of(["SMTP", "MHS"]).uid(Uid::new([7; 16])).uid(Uid::new([8; 16])));
    let named = Types::of(&logon);
    assert_eq!((named.flags, named.texts()), (0, vec!["SMTP".into(), "MHS".into()]));
    assert_eq!(named.ids(), [[7; 16], [8; 16]]);
    host.author.sends_to(AddressTypes::of(["ПОЧТА"]));
    let other = Types::of(&logon);
    assert_eq!((other.flags, other.texts()), (MAPI_UNICODE, vec!["ПОЧТА".to_owned()]));
    assert_eq!((none.texts().len(), named.ids().len()), (1, 2)); // XPLOGON-7: the old ones stay
    let (this, methods) = logon.methods();
    let mut flags = 0;
    let no = Out::null();
    // SAFETY: O1, O3: the test holds the object; the output is ours until it returns.
    let code = unsafe { (methods.address_types)(this, Out::from(&mut flags), no, Out::null(), no, Out::null()) };
    assert_eq!(code, Code::INVALID_PARAMETER);
    logon.end();
    host.end();
}

/// T-108, XPLOGON-7, XPOFF-4: in time for a host that looks inside the support object's final
/// Release.
#[test]
fn the_arrays_of_address_types_stay_until_the_logoff_and_are_freed_inside_it() {
    let host = Host::new();
    host.author.sends_to(AddressTypes::of(["SMTP"]));
    let logon = host.log_on();
    let first = Types::of(&logon);
    let again = Types::of(&logon);
    assert!(first.types == again.types && first.texts() == again.texts());
    watch::watch(first.types);
    let (sender, freed) = std::sync::mpsc::channel();
    logon.support.told(|told| told.at_the_end = Some(Box::new(move || sender.send(watch::is_free()).unwrap())));
    assert!(!watch::is_free());
    logon.end();
    assert_eq!(freed.recv(), Ok(true));
    host.end();
}

/// XPLOGON-11
#[test]
fn the_status_row_follows_what_mapi_tells_of_traffic_and_the_author_hears_after() {
    let host = Host::new();
    let logon = host.log_on();
    let status = || logon.support.status();
    assert_eq!(logon.notify(NOTIFY_BEGIN_INBOUND | NOTIFY_BEGIN_OUTBOUND, null_mut()), Code::OK);
    assert_eq!(status(), STATUS_AVAILABLE | STATUS_INBOUND_ENABLED | STATUS_OUTBOUND_ENABLED);
    assert_eq!(host.author.said(), ["changed true true"]);
    support().set_status(Status::Offline).unwrap(); // the author's own bits, and no others
    assert_eq!(status(), STATUS_OFFLINE | STATUS_INBOUND_ENABLED | STATUS_OUTBOUND_ENABLED);
    assert_eq!(logon.notify(NOTIFY_END_INBOUND | NOTIFY_BEGIN_OUTBOUND_FLUSH, null_mut()), Code::OK);
    assert_eq!(status(), STATUS_OFFLINE | STATUS_OUTBOUND_ENABLED | STATUS_OUTBOUND_FLUSH);
    assert_eq!(host.author.said(), ["changed false true"]);
    let wrong = [
        NOTIFY_BEGIN_INBOUND | NOTIFY_END_INBOUND,
        NOTIFY_BEGIN_OUTBOUND | NOTIFY_END_OUTBOUND,
        NOTIFY_BEGIN_INBOUND_FLUSH | NOTIFY_END_INBOUND_FLUSH,
        NOTIFY_BEGIN_OUTBOUND_FLUSH | NOTIFY_END_OUTBOUND_FLUSH,
    ];
    for flags in wrong {
        assert_eq!(logon.notify(flags, null_mut()), Code::INVALID_PARAMETER, "{flags:#x}");
    }
    assert_eq!(logon.notify(0x0000_0010, null_mut()), Code::UNKNOWN_FLAGS);
    assert_eq!(status(), STATUS_OFFLINE | STATUS_OUTBOUND_ENABLED | STATUS_OUTBOUND_FLUSH);
    assert_eq!(logon.notify(NOTIFY_END_OUTBOUND | NOTIFY_END_OUTBOUND_FLUSH, null_mut()), Code::OK);
    assert_eq!(status(), STATUS_OFFLINE);
    let (this, methods) = logon.methods();
    // SAFETY: O1: the test holds the object.
    assert_eq!(unsafe { (methods.transport_notify)(this, Out::null(), Out::null()) }, Code::INVALID_PARAMETER);
    logon.end();
    host.end();
}

/// STATOBJ-1, STATOBJ-2, STATOBJ-6, STATOBJ-8, STATOBJ-10
#[test]
fn queues_are_flushed_by_the_status_object_and_by_the_logon_and_an_invalidated_object_flushes_nothing() {
    let host = Host::new();
    let logon = host.log_on();
    let (this, methods) = logon.methods();
    let mut kind = 0;
    let mut object = null_mut();
    let out = (Out::from(&mut kind), Out::from(&mut object));
    // SAFETY: O1, O3: the test holds the object; the outputs are ours until it returns.
    let code = unsafe { (methods.open_status_entry)(this, In::null(), MAPI_MODIFY, out.0, out.1) };
    assert_eq!((code, kind), (Code::OK, MAPI_STATUS));
    let of_status: IMAPIStatusVtbl = support::raw::methods(object);
    // SAFETY: O1: the test holds the object.
    let wanted = |flags| unsafe { (of_status.flush_queues)(This::new(object), 0, 0, In::null(), flags) };
    assert_eq!(wanted(FLUSH_UPLOAD), Code::OK);
    assert_eq!(logon.support.status(), STATUS_AVAILABLE | STATUS_OUTBOUND_ENABLED | STATUS_OUTBOUND_ACTIVE);
    assert_eq!(wanted(0x4000), Code::UNKNOWN_FLAGS);
    // SAFETY: O1: the test holds the object.
    let flush = unsafe { (methods.flush_queues)(this, 0, 0, In::null(), FLUSH_DOWNLOAD | FLUSH_UPLOAD | FLUSH_NO_UI) };
    assert_eq!(flush, Code::OK);
    let both = STATUS_OUTBOUND_FLUSH | STATUS_INBOUND_FLUSH;
    assert_eq!(logon.support.status(), STATUS_AVAILABLE | STATUS_OUTBOUND_ENABLED | STATUS_OUTBOUND_ACTIVE | both);
    assert_eq!(host.author.said(), ["changed false true", "changed false true"]);
    let ends = NOTIFY_END_OUTBOUND_FLUSH | NOTIFY_END_INBOUND_FLUSH;
    assert_eq!(logon.notify(ends, null_mut()), Code::OK);
    assert_eq!(logon.support.status(), STATUS_AVAILABLE | STATUS_OUTBOUND_ENABLED); // nothing is active
    let changes = logon.support.told(|told| told.changes);
    // SAFETY: O1: the test holds the object.
    let codes = unsafe { [(methods.validate_state)(this, 0, 0), (of_status.validate_state)(This::new(object), 0, 0)] };
    assert_eq!((codes, logon.support.told(|told| told.changes)), ([Code::OK; 2], changes + 2));
    assert_eq!(get(&host, object, tags::RESOURCE_TYPE::ID), MAPI_TRANSPORT_PROVIDER.into());
    assert_eq!(get(&host, object, tags::DISPLAY_NAME::ID), "Ann's post".into());
    assert_eq!(get(&host, object, tags::IDENTITY_DISPLAY::ID), Code::NOT_FOUND.into());
    // SAFETY: O1, O3: the test holds the object; a slot with nothing behind it reads nothing.
    let options = unsafe { (methods.register_options)(this, Out::null(), Out::null(), Out::null()) };
    assert_eq!(options, Code::NO_SUPPORT); // XPLOGON-12
    logon.end();
    assert_eq!(wanted(FLUSH_UPLOAD), Code::INVALID_OBJECT);
    assert_eq!(release(object), 0);
    host.end();
}

/// XPLOGON-4, ERR-3
#[test]
fn poll_and_idle_ask_the_author_and_know_no_flags() {
    let host = Host::new();
    let logon = host.log_on();
    let (this, methods) = logon.methods();
    let mut incoming = 7;
    // SAFETY: O1, O3: the test holds the object; the output is ours until it returns.
    let codes = unsafe {
        [
            (methods.poll)(this, Out::from(&mut incoming)),
            (methods.idle)(this, 0),
            (methods.idle)(this, 1),
            (methods.poll)(this, Out::null()),
        ]
    };
    assert_eq!(codes, [Code::OK, Code::OK, Code::UNKNOWN_FLAGS, Code::INVALID_PARAMETER]);
    assert_eq!((incoming, host.author.said()), (1, vec!["poll".into(), "idle".into()]));
    logon.end();
    host.end();
}

/// SPL-1
#[test]
fn an_author_tells_the_spooler_what_only_a_transport_may() {
    let host = Host::new();
    let logon = host.log_on();
    let own = support();
    own.new_mail().unwrap();
    own.ready_to_send().unwrap();
    own.config_changed().unwrap();
    own.critical_error().unwrap();
    own.send_deferred(&[4, 5]).unwrap();
    let events = [NOTIFY_NEWMAIL, NOTIFY_READYTOSEND, NOTIFY_CONFIG_CHANGE, NOTIFY_CRITICAL_ERROR, NOTIFY_SENTDEFERRED];
    logon.support.told(|told| assert_eq!((&told.events[..], &told.entry[..]), (&events[..], &[4, 5][..])));
    logon.end();
    assert_eq!(own.new_mail().unwrap_err().code(), Code::END_OF_SESSION);
    host.end();
}

/// T-69, LOGOFF-7, SHUT-5: without TransportLogoff, and without a Release either.
#[test]
fn a_transports_logon_ends_with_its_last_release_or_with_the_shutdown_of_its_provider() {
    let host = Host::new();
    let one = host.log_on();
    let other = host.log_on();
    assert_eq!(release(one.raw.0), 0);
    one.support.assert_settled();
    assert_eq!(host.author.said(), ["interrupt false", "before_logoff", "ended"]);
    assert_eq!(host.shut_down(), Code::OK);
    other.support.assert_settled();
    assert_eq!(other.notify(NOTIFY_BEGIN_INBOUND, null_mut()), Code::INVALID_OBJECT);
    assert_eq!((other.logoff(0), other.logoff(LOGOFF_HURRY)), (Code::OK, Code::OK)); // LOGOFF-6
    assert_eq!(release(other.raw.0), 0);
    assert_eq!(host.author.said(), ["interrupt false", "before_logoff", "ended"]);
    host.end();
}

/// T-66, SUPREL-5, XPOFF-4: MAPI shuts the provider down and lets go of it inside the support
/// object's final Release.
#[test]
fn a_provider_that_is_shut_down_and_released_inside_its_support_objects_release_survives() {
    let host = Arc::new(Host::new());
    let logon = host.log_on();
    let inside = Arc::downgrade(&host);
    let raw = logon.raw;
    let again = Arc::downgrade(&logon.support);
    logon.support.told(|told| {
        told.at_the_end = Some(Box::new(move || {
            let host = inside.upgrade().unwrap();
            let logon = Logon { raw, support: again.upgrade().unwrap() };
            assert_eq!(logon.logoff(0), Code::OK); // MAPI may call it again
            assert_eq!((host.shut_down(), release(host.raw().0)), (Code::OK, 0));
        }));
    });
    assert_eq!(logon.logoff(0), Code::OK);
    logon.support.assert_settled();
    assert_eq!(host.author.said(), ["interrupt false", "before_logoff", "ended"]);
    assert_eq!(release(logon.raw.0), 0);
    host.see_memory();
}

/// One property of an object.
fn get(host: &Host, object: *mut c_void, tag: PropTag) -> PropValue {
    add_ref(object);
    Raw { object, memory: host.memory() }.get(tag)
}
