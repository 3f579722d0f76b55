//! An address book over its raw vtables, with MAPI's part by hand: its logons, its root, siblings
//! that share a UID, its end; and a DLL of all three kinds. The provider is in `books/book.rs`, the
//! support object in `books/support_object.rs`.
#![allow(unsafe_code, reason = "raw calls are what is tested")]

mod book;
mod recipients;
pub mod support_object;

use crate::service::call::Call;
use crate::service::host::{Service, free_buffer, service};
use crate::service::values::decoded;
use book::{Book, Provider, entry, get, on_logon, with_own_uids};
use provider_runtime::__private::Declared;
use provider_runtime::abi::entry::{AbProviderInit, MsProviderInit, ServiceEntry};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::iab_logon::IABLogonVtbl;
use provider_runtime::abi::iid::*;
use provider_runtime::abi::imapi_container::IMAPIContainerVtbl;
use provider_runtime::abi::imapi_status::IMAPIStatusVtbl;
use provider_runtime::abi::imapi_table::IMAPITableVtbl;
use provider_runtime::abi::param::{In, Out, This};
use provider_runtime::prelude::*;
use std::ptr::{dangling_mut, null_mut};
use support::raw::argument;
use support::raw::{query, release};

#[track_caller]
fn assert_settled() {
    service(|service| assert!(service.is_settled(), "{:?}", service.faults));
    assert!(support_object::keys().is_empty());
}

/// What a section of the profile has; the logon's own is under no UID.
fn section(uid: &[u8]) -> Vec<Property> {
    service(|service| service.sections.get(uid).cloned().unwrap_or_default())
}

/// ENTRY-13, ENTRY-7
#[test]
fn an_address_book_provider_object_has_its_own_interface_and_that_of_a_fast_shutdown() {
    let provider = Provider::new();
    let raw = provider.raw();
    assert_eq!(query(raw, IID_IABProvider), (Code::OK, raw));
    assert_eq!(query(raw, IID_IMSProvider), (Code::INTERFACE_NOT_SUPPORTED, null_mut()));
    let (code, fast) = query(raw, IID_IMAPIProviderShutdown);
    assert_eq!(code, Code::OK);
    assert_eq!(query(fast, IID_IUnknown), (Code::OK, raw));
    assert_eq!((release(raw), release(raw), release(fast)), (3, 2, 1));
    provider.end();
    assert_settled();
}

/// T-16, LOGON-2, UID-1, STATUS-1; T-104: a call that an address book's support object refuses
/// would be a fault here.
#[test]
fn a_logon_holds_one_reference_and_an_ended_one_none() {
    let provider = Provider::new();
    let logon = provider.log_on();
    assert_eq!(support_object::uids(), [*Book::UID.bytes()]);
    let row = support_object::row();
    let column = |tag| row.iter().find(|column| column.tag == tag).map(|column| column.value.clone());
    assert_eq!(column(tags::DISPLAY_NAME::ID), Some("Book 1".into()));
    assert_eq!(column(tags::RESOURCE_METHODS::ID), Some(STATUS_VALIDATE_STATE.into()));
    assert_eq!(column(tags::RESOURCE_TYPE::ID), None); // MAPI's (STATUS-2)
    assert_eq!(query(logon.raw, IID_IABLogon), (Code::OK, logon.raw));
    assert_eq!(release(logon.raw), 1);
    assert_eq!(release(logon.support), 1); // the host's own; the logon has one
    assert_eq!(logon.logoff(0xFFFF), Code::OK); // LOGOFF-3
    service(|service| assert!(service.is_settled(), "{:?}", service.faults)); // SUPREL-5: before the Release
    assert_eq!(logon.logoff(0), Code::OK); // LOGOFF-6
    assert_eq!(support_object::notified(), 2); // of the author's `before_logoff`, once: the object and the widest object
    assert_eq!(release(logon.raw), 0);
    provider.end();
    assert_settled();
}

/// LOGOFF-7, SHUT-5: without Logoff, and without a Release either.
#[test]
fn a_logon_ends_with_its_last_release_or_with_the_shutdown_of_its_provider() {
    let provider = Provider::new();
    let one = provider.log_on();
    let other = provider.log_on();
    for logon in [&one, &other] {
        release(logon.support);
    }
    assert_eq!(release(one.raw), 0);
    assert_eq!(provider.shut_down(), Code::OK);
    service(|service| assert!(service.is_settled(), "{:?}", service.faults));
    assert_eq!(other.open(None).0, Code::INVALID_OBJECT);
    assert_eq!(release(other.raw), 0);
    provider.end();
    assert_settled();
}

/// T-17, LOGON-2, LOGON-12, MEM-10: at every allocation.
#[test]
fn a_logon_that_fails_leaves_nothing_whenever_it_fails() {
    for fails_at in 0.. {
        service(|service| *service = Service::failing_at(fails_at));
        support_object::uids();
        let provider = Provider::new();
        let (code, logon, lent) = provider.call(0);
        if !service(|service| service.has_failed()) {
            assert!(code == Code::OK && fails_at > 2, "{code:?} {fails_at}");
            logon.end();
            return provider.end();
        }
        assert_eq!((code, logon.raw), (Code::NOT_ENOUGH_MEMORY, null_mut()), "{fails_at}");
        assert_eq!(support_object::uids().len(), 1); // it came after SetProviderUID
        assert_eq!(release(lent), 0, "{fails_at}");
        assert_settled();
        provider.end();
    }
}

/// T-17, LOGON-1, REACT-8
#[test]
fn a_logon_that_its_author_refuses_tells_why() {
    on_logon(|_| Err(Error::new(Code::UNCONFIGURED, "no folder is set")));
    let provider = Provider::new();
    let (code, logon, lent) = provider.call(MAPI_UNICODE);
    assert_eq!((code, logon.raw), (Code::UNCONFIGURED, null_mut()));
    assert_eq!(provider.told(), "no folder is set");
    assert_eq!(release(lent), 0);
    on_logon(|logon| {
        assert!(!logon.may_show_dialog()); // CFG-2
        panic!("in a logon")
    });
    let (code, logon, lent) = provider.call(AB_NO_DIALOG | MAPI_UNICODE);
    assert_eq!((code, logon.raw), (Code::CALL_FAILED, null_mut()));
    assert!(provider.told().contains("in a logon"));
    assert_eq!(release(lent), 0);
    provider.end();
    assert_settled();
}

/// T-19, LOGON-1, ABLOGON-2; without the one output that is needed, nothing happens.
#[test]
fn a_logon_call_does_without_its_optional_outputs() {
    let provider = Provider::new();
    let (code, logon, _) = provider.call_without_optional(true);
    assert_eq!(code, Code::OK);
    logon.end();
    let (code, _, lent) = provider.call_without_optional(false);
    assert_eq!((code, release(lent)), (Code::INVALID_PARAMETER, 0));
    provider.end();
    assert_settled();
}

/// LOGON-5, OPEN-4, UID-4
#[test]
fn the_root_opens_by_no_identifier_and_by_its_own_which_the_profile_has() {
    let provider = Provider::new();
    let logon = provider.log_on();
    let (code, kind, root) = logon.open(None);
    assert_eq!((code, kind), (Code::OK, MAPI_ABCONT));
    for iid in [IID_IABContainer, IID_IMAPIContainer, IID_IMAPIProp] {
        assert_eq!(query(root, iid), (Code::OK, root));
        release(root);
    }
    assert_eq!(query(root, IID_IMAPIFolder).0, Code::INTERFACE_NOT_SUPPORTED);
    let id = get(root, tags::ENTRYID::ID);
    assert_eq!(id, entry(Book::UID, None).into());
    assert_eq!(get(root, tags::OBJECT_TYPE::ID), MAPI_ABCONT.into());
    assert_eq!(get(root, tags::DISPLAY_NAME::ID), "Book 1".into());
    let section = section(&[]);
    let kept = |tag| section.iter().find(|property| property.tag == tag).map(|property| property.value.clone());
    assert_eq!(kept(tags::ENTRYID::ID), Some(id.clone())); // as it is: only a store's is wrapped
    assert_eq!(kept(tags::RECORD_KEY::ID), Some(get(root, tags::RECORD_KEY::ID)));
    assert_eq!(kept(tags::DISPLAY_NAME::ID), Some("Book 1".into()));
    assert_eq!(kept(tags::PROVIDER_DISPLAY::ID), Some("Book".into()));
    let (code, kind, again) = logon.open(Some(id.as_binary().unwrap()));
    assert_eq!((code, kind), (Code::OK, MAPI_ABCONT));
    release(again);
    release(root);
    logon.end();
    provider.end();
    assert_settled();
}

/// What is in the root: its tables, and mail users by the identifiers in them. Then they are
/// invalidated objects (INVAL-1).
#[test]
fn what_a_container_lists_opens_by_the_containers_own_call() {
    let provider = Provider::new();
    let logon = provider.log_on();
    let root = logon.open(None).2;
    let methods: IMAPIContainerVtbl = support::raw::methods(root);
    let mut table = null_mut();
    // SAFETY: O1, O3: the test holds the object; the arguments are ours until it returns.
    let code = unsafe { (methods.get_contents_table)(This::new(root), MAPI_UNICODE, Out::from(&mut table)) };
    assert_eq!(code, Code::OK);
    let mut count = 0;
    let of_table: IMAPITableVtbl = support::raw::methods(table);
    // SAFETY: O1, O3: the test holds the object; the arguments are ours until it returns.
    assert_eq!(unsafe { (of_table.get_row_count)(This::new(table), 0, Out::from(&mut count)) }, Code::OK);
    assert_eq!(count, 1);
    let id = entry(Book::UID, Some(101));
    let mut kind = 0;
    let mut user = null_mut();
    let length = id.len() as u32;
    let first = argument(&id);
    let out = (Out::from(&mut kind), Out::from(&mut user));
    let open = methods.open_entry;
    // SAFETY: O1, O3: the test holds the object; the arguments are ours until it returns.
    let code = unsafe { open(This::new(root), length, first, In::from(&IID_IMailUser), 0, out.0, out.1) };
    assert_eq!((code, kind), (Code::OK, MAPI_MAILUSER));
    assert_eq!(get(user, tags::ENTRYID::ID), id.into());
    assert_eq!(get(user, tags::DISPLAY_NAME::ID), "user 101".into());
    assert_eq!(query(user, IID_IMAPIContainer).0, Code::INTERFACE_NOT_SUPPORTED);
    logon.end();
    for object in [root, table, user] {
        assert_eq!(query(object, IID_IMAPIProp).0, Code::INVALID_OBJECT);
        assert_eq!(release(object), 0);
    }
    provider.end();
    assert_settled();
}

/// T-43, UID-6, OPEN-3, ABLOGON-4
#[test]
fn an_entry_of_a_sibling_that_shares_the_uid_opens_through_the_first_logon() {
    let provider = Provider::new();
    let first = provider.log_on();
    let second = provider.log_on();
    let (code, kind, user) = first.open(Some(&entry(Book::UID, Some(201))));
    assert_eq!((code, kind), (Code::OK, MAPI_MAILUSER));
    assert_eq!(get(user, tags::DISPLAY_NAME::ID), "user 201".into());
    assert_eq!(first.open(Some(&entry(Book::UID, Some(207)))).0, Code::NOT_FOUND); // the second's, and gone
    assert_eq!(first.open(Some(&entry(Book::UID, Some(301)))).0, Code::UNKNOWN_ENTRYID);
    second.end();
    assert_eq!(query(user, IID_IMAPIProp).0, Code::INVALID_OBJECT); // it was the second's
    assert_eq!(first.open(Some(&entry(Book::UID, Some(201)))).0, Code::UNKNOWN_ENTRYID);
    assert_eq!(release(user), 0);
    first.end();
    provider.end();
    assert_settled();
}

/// ABLOGON-4, UID-1: each its own, and the declared one is nobody's.
#[test]
fn logons_with_uids_of_their_own_register_those_alone_and_know_no_others() {
    with_own_uids();
    let provider = Provider::new();
    let first = provider.log_on();
    let second = provider.log_on();
    assert_eq!(support_object::uids(), [[1; 16], [2; 16]]);
    let own = entry(Uid::new([1; 16]), Some(101));
    let (code, _, user) = first.open(Some(&own));
    assert_eq!((code, get(user, tags::ENTRYID::ID)), (Code::OK, own.into()));
    release(user);
    for other in [entry(Book::UID, Some(101)), entry(Uid::new([2; 16]), Some(201))] {
        assert_eq!(first.open(Some(&other)).0, Code::UNKNOWN_ENTRYID);
    }
    second.end();
    first.end();
    provider.end();
    assert_settled();
}

/// T-71, STATOBJ-2, STATOBJ-3, STATOBJ-10
#[test]
fn a_status_object_held_over_a_logoff_keeps_nothing_of_the_logon() {
    let provider = Provider::new();
    let logon = provider.log_on();
    let methods: IABLogonVtbl = support::raw::methods(logon.raw);
    let mut kind = 0;
    let mut status = null_mut();
    let out = (Out::from(&mut kind), Out::from(&mut status));
    let open = methods.open_status_entry;
    // SAFETY: O1, O3: the test holds the object; the arguments are ours until it returns.
    let code = unsafe { open(This::new(logon.raw), In::from(&IID_IMAPIStatus), MAPI_MODIFY, out.0, out.1) };
    assert_eq!((code, kind), (Code::OK, MAPI_STATUS));
    assert_eq!(get(status, tags::RESOURCE_TYPE::ID), MAPI_AB_PROVIDER.into());
    assert_eq!(get(status, tags::DISPLAY_NAME::ID), "Book 1".into());
    let of_status: IMAPIStatusVtbl = support::raw::methods(status);
    // SAFETY: O1: the test holds the object.
    let validate = || unsafe { (of_status.validate_state)(This::new(status), 0, 0) };
    assert_eq!(validate(), Code::OK);
    logon.end(); // its last Release gives zero
    assert_settled();
    assert_eq!(validate(), Code::INVALID_OBJECT);
    assert_eq!(release(status), 0);
    provider.end();
}

/// NOTIF-2, NOTIF-4, NOTIF-5, ERR-2
#[test]
fn subscriptions_left_at_a_logoff_are_cancelled_and_slots_with_nothing_behind_them_say_so() {
    let provider = Provider::new();
    let logon = provider.log_on();
    let methods: IABLogonVtbl = support::raw::methods(logon.raw);
    let this = || This::new(logon.raw);
    let sink = dangling_mut();
    let mut connection = 0;
    // SAFETY: O1, O3: the test holds the object; the arguments are ours until it returns.
    let whole = unsafe { (methods.advise)(this(), 0, In::null(), fnevObjectModified, sink, (&mut connection).into()) };
    assert_eq!((whole, support_object::keys()), (Code::OK, vec![entry(Book::UID, None)]));
    // SAFETY: O1: the test holds the object.
    assert_eq!(unsafe { (methods.unadvise)(this(), connection + 1) }, Code::NOT_FOUND);
    let mut out = null_mut();
    // SAFETY: O1, O3: the test holds the object; the arguments are ours until it returns.
    let codes = unsafe {
        [
            (methods.get_one_off_table)(this(), 0, Out::from(&mut out)),
            (methods.prepare_recips)(this(), 0, In::null(), Out::null()),
        ]
    };
    assert_eq!(codes, [Code::NO_SUPPORT, Code::OK]);
    logon.end();
    provider.end();
    assert_settled();
}

/// SVC-8, ENTRY-1, LOAD-6: a DLL with a provider of each kind, loaded from its file.
#[test]
fn a_dll_of_three_kinds_exports_each_and_its_service_entry_asks_each_for_its_own_section() {
    // SAFETY: S4: a provider's library does nothing at its load that MAPI would not let it do
    // (LOAD-3).
    let library = unsafe { libloading::Library::new(support::dll::example("sessions", "kinds")) }.unwrap();
    // SAFETY: S4: what a library exports under that name has the signature that MAPI calls it with
    // (ENTRY-1).
    let has = |name: &str| unsafe { library.get::<MsProviderInit>(name.as_bytes()) }.is_ok();
    assert_eq!(["MSProviderInit", "ABProviderInit", "XPProviderInit"].map(has), [true; 3]);
    let row = |uid: u8, kind: u32| {
        vec![Property::new(tags::PROVIDER_UID, &[uid; 16][..]), Property::new(tags::RESOURCE_TYPE, kind)]
    };
    let kinds = [(1, MAPI_STORE_PROVIDER), (2, MAPI_AB_PROVIDER), (3, MAPI_TRANSPORT_PROVIDER)];
    let rows = kinds.map(|(uid, kind)| row(uid, kind)).to_vec();
    service(|service| service.table = Some(rows));
    // SAFETY: S4: what a library exports under that name has the signature that MAPI calls it with
    // (ENTRY-1).
    let service_entry = *unsafe { library.get::<ServiceEntry>(b"ServiceEntry") }.unwrap();
    assert_eq!(Call::new(MSG_SERVICE_CREATE).of(service_entry), (Code::OK, None));
    assert_eq!(section(&[1; 16]), [Property::new(PropTag(0x6601_001F), "a shelf's")]);
    assert_eq!(section(&[2; 16]), [Property::new(PropTag(0x6602_001F), "a register's")]);
    assert_eq!(section(&[3; 16]), [Property::new(PropTag(0x6603_001F), "a van's")]);
    service(|service| service.sections.clear());
    // SAFETY: S4: what a library exports under that name has the signature that MAPI calls it with
    // (ENTRY-1).
    let init = *unsafe { library.get::<AbProviderInit>(b"ABProviderInit") }.unwrap();
    let provider = Provider::of(init);
    let logon = provider.log_on();
    let (code, kind, root) = logon.open(None);
    assert_eq!((code, kind, release(root)), (Code::OK, MAPI_ABCONT, 0));
    logon.end();
    provider.end();
    assert_settled();
    library.close().unwrap();
}
