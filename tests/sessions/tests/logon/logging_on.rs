//! Versions, interfaces, duplicates, junk: what a logon takes and what it refuses (VER-*,
//! MSLOGON-*, LOGON-*).

use provider_runtime::abi::flag::*;
use provider_runtime::abi::iid;
use provider_runtime::prelude::*;
use provider_runtime::session::{OpenStore, Options, Profile, Session};
use std::sync::Arc;
use support::{KEPT, Script, Scripted, open};

/// A store that knows one version of MAPI, and one that knows two.
mod versions {
    use super::*;

    macro_rules! store_of_versions {
        ($name:ident, $uid:literal, $versions:expr) => {
            #[mapi_provider(kind = "store", name = "Versions", uid = $uid)]
            pub struct $name;
            impl StoreProvider for $name {
                const SPI: std::ops::RangeInclusive<u32> = $versions;
                fn logon(_: &LogonContext<'_, Self>) -> Result<Self> {
                    Ok(Self)
                }
                fn open(&self, _: Option<EntryId<'_>>, _: Access) -> Result<Opened<Self>> {
                    Err(Code::NOT_FOUND.into())
                }
            }
        };
    }
    store_of_versions!(Newest, "10c3a2c4-0b9e-4f4e-9a53-2d8f1c7be002", 0x0001_0010..=0x0001_0010);
    store_of_versions!(Oldest, "10c3a2c4-0b9e-4f4e-9a53-2d8f1c7be003", 0x0001_0000..=0x0001_0008);
}

/// T-02
#[test]
fn a_host_older_than_the_provider_gets_version_and_no_object() {
    let entry = provider_runtime::store_entry::<versions::Newest>();
    let options = Options::new().versions(0x0001_0000..=0x0001_0008);
    let (error, report) = Session::try_start(entry, options).unwrap_err();
    assert_eq!(error.code(), Code::VERSION);
    assert_eq!(report.golden(), "init(0x00010008)<MAPI_E_VERSION");
    assert_eq!(report.faults(), [""; 0]);
}

/// T-03
#[test]
fn a_provider_older_than_the_host_accepts_is_released_at_once() {
    let entry = provider_runtime::store_entry::<versions::Oldest>();
    let (error, report) = Session::try_start(entry, Options::new()).unwrap_err();
    assert_eq!(error.code(), Code::VERSION);
    assert_eq!(report.golden(), "init(0x00010010), prov.release");
}

/// T-04
#[test]
fn a_provider_speaks_the_hosts_version_if_it_can() {
    let entry = provider_runtime::store_entry::<Scripted>();
    let options = Options::new().versions(0x0001_0008..=0x0001_0008);
    assert!(Session::start_with(entry, options).unwrap().logoff().faults().is_empty());
}

/// T-20
#[test]
fn an_interface_that_a_store_has_not_is_refused_before_anything_is_made() {
    let script = Script::new();
    let session = script.session().unwrap();
    let error = session.open_store(&OpenStore::new().interface(iid::IID_IMAPIFolder)).unwrap_err();
    assert_eq!(error.code(), Code::INTERFACE_NOT_SUPPORTED);
    assert_eq!(script.said(), [""; 0]);
    assert_eq!((session.registered().uids().len(), session.registered().rows().len()), (0, 0));
    for iid in [iid::IID_IMsgStore, iid::IID_IUnknown, iid::IID_IMAPIProp] {
        session.open_store(&OpenStore::new().interface(iid)).unwrap();
    }
    assert_eq!(session.logoff().faults(), [""; 0]);
}

/// T-22
#[test]
fn a_duplicate_that_asks_for_another_interface_leaves_the_first_store_unharmed() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let again = session.open_store(&OpenStore::new().interface(iid::IID_IMAPIFolder)).unwrap_err();
    assert_eq!(again.code(), Code::INTERFACE_NOT_SUPPORTED);
    assert_eq!(store.get(KEPT).unwrap(), "of the store".into());
    assert_eq!(store.release(), 0);
    assert_eq!(session.logoff().faults(), [""; 0]);
}

/// MSLOGON-6 without an entry identifier: the profile section names the store.
#[test]
fn two_logons_on_one_profile_section_are_one_store() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let again = open(&session).unwrap();
    assert!(!store.is_duplicate() && again.is_duplicate());
    assert_eq!((script.count("identify"), script.count("logon")), (2, 1));
    drop((store, again));
    assert_eq!(session.logoff().faults(), [""; 0]);
}

/// T-24
#[test]
fn a_store_in_its_final_release_counts_as_not_open() {
    let script = Script::new();
    let session = Arc::new(script.session().unwrap());
    let store = open(&session).unwrap();
    let first = store.as_raw();
    let other = Arc::clone(&session);
    let opened = Arc::new(std::sync::Mutex::new(None));
    let put = Arc::clone(&opened);
    script.on("before_logoff", move |_| {
        if put.lock().unwrap().is_none() {
            let other = Arc::clone(&other);
            let new = std::thread::spawn(move || open(&other).unwrap()).join().unwrap();
            *put.lock().unwrap() = Some(new);
        }
        Ok(())
    });
    assert_eq!(store.release(), 0);
    let new = opened.lock().unwrap().take().unwrap();
    assert!(!new.is_duplicate());
    assert_ne!(new.as_raw(), first);
    assert_eq!(new.get(KEPT).unwrap(), "of the store".into());
    drop(new);
    script.on("before_logoff", |_| Ok(())); // it holds the session
    assert_eq!(session.logoff().faults(), [""; 0]);
}

/// MSLOGON-3, OPEN-11
#[test]
fn a_store_is_opened_by_its_wrapped_identifier_and_stays_the_same_store() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let entry = store.get(tags::ENTRYID).unwrap();
    let key = store.get(tags::RECORD_KEY).unwrap();
    drop(store);
    let again = session.open_store(&OpenStore::new().entry(entry.as_binary().unwrap())).unwrap();
    assert!(!again.is_duplicate());
    assert_eq!(script.count("identify"), 1);
    assert_eq!((again.get(tags::ENTRYID).unwrap(), again.get(tags::RECORD_KEY).unwrap()), (entry, key));
}

#[test]
fn junk_entry_identifiers_of_any_length_are_refused_and_leave_nothing() {
    let script = Script::new();
    let session = script.session().unwrap();
    for length in 1..64 {
        let junk = vec![0xA5; length];
        let refused = session.open_store(&OpenStore::new().entry(&junk)).unwrap_err().code();
        let expected = if length < 20 { Code::INVALID_ENTRYID } else { Code::UNKNOWN_ENTRYID };
        assert_eq!(refused, expected, "{length} bytes");
    }
    assert_eq!(script.said(), [""; 0]);
    assert_eq!(session.logoff().faults(), [""; 0]);
}

/// LOGON-1
#[test]
fn a_host_that_passes_no_optional_outputs_is_served() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = session.open_store(&OpenStore::new().without_optional_outputs()).unwrap();
    drop(store);
    script.on("logon", |_| Err(Error::new(Code::LOGON_FAILED, "a text that nobody takes")));
    let refused = session.open_store(&OpenStore::new().without_optional_outputs()).unwrap_err();
    assert_eq!((refused.code(), refused.text()), (Code::LOGON_FAILED, ""));
    assert_eq!(session.logoff().faults(), [""; 0]);
    assert_eq!(session.memory().live(), 0);
}

/// LOGON-2, REACT-8
#[test]
fn a_failed_logon_tells_why_and_keeps_nothing() {
    let script = Script::new();
    script.on("logon", |_| Err(Error::new(Code::FAILONEPROVIDER, "the password is missing – größer")));
    let session = script.session().unwrap();
    let refused = open(&session).unwrap_err();
    assert_eq!((refused.code(), refused.text()), (Code::FAILONEPROVIDER, "the password is missing – größer"));
    assert_eq!((session.registered().uids().len(), session.registered().rows().len()), (0, 0));
    let report = session.logoff();
    assert!(
        report.golden().contains("prov.logon<MAPI_E_FAILONEPROVIDER{sup.addref, sup.release}"),
        "{}",
        report.golden()
    );
    assert_eq!(report.faults(), [""; 0]);
    assert_eq!(session.memory().live(), 0);
}

/// A warning goes beside the store, and GetLastError tells it.
#[test]
fn a_warning_goes_beside_the_store() {
    let script = Script::new();
    script.on("warn", |_| Ok(()));
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    assert_eq!(store.code(), Code::W_ERRORS_RETURNED);
    let text = store.last_error(Code::W_ERRORS_RETURNED, MAPI_UNICODE).unwrap();
    assert_eq!(text.as_deref(), Some("something is wrong"));
    assert_eq!(store.last_error(Code::NOT_FOUND, 0).unwrap(), None);
    drop(store);
    assert_eq!(session.logoff().faults(), [""; 0]);
}

/// LOGON-5, OPEN-11
#[test]
fn the_profile_section_learns_what_the_store_is() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let section = session.registered().section();
    let value = |tag: PropTag| section.iter().find(|value| value.tag == tag).map(|value| value.value.clone());
    assert_eq!(value(tags::DISPLAY_NAME::ID), Some("Scripted".into()));
    assert_eq!(value(tags::PROVIDER_DISPLAY::ID), Some("Scripted".into()));
    assert_eq!(value(tags::ENTRYID::ID), store.get(tags::ENTRYID).ok());
    assert_eq!(value(tags::RECORD_KEY::ID), store.get(tags::RECORD_KEY).ok());
}

/// A fresh key where there is no section: each logon is a store of its own.
#[test]
fn without_a_profile_section_each_logon_is_a_store_of_its_own() {
    let entry = provider_runtime::store_entry::<versions::Newest>();
    let options = Options::new().profile(Profile::named("bare").without_section());
    let session = Session::start_with(entry, options).unwrap();
    let one = open(&session).unwrap();
    let two = open(&session).unwrap();
    assert_ne!(one.as_raw(), two.as_raw());
    assert_ne!(one.get(tags::RECORD_KEY).unwrap(), two.get(tags::RECORD_KEY).unwrap());
    drop((one, two));
    assert_eq!(session.logoff().faults(), [""; 0]);
}

/// SPOOL-5: the store is open in this provider object.
#[test]
fn the_spooler_gets_the_store_that_is_open() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let entry = store.get(tags::ENTRYID).unwrap();
    let spooler = session.open_store(&OpenStore::new().spooler().entry(entry.as_binary().unwrap())).unwrap();
    assert!(spooler.is_duplicate());
    drop((store, spooler));
    let alone = session.open_store(&OpenStore::new().spooler()).unwrap();
    assert!(!alone.is_duplicate());
    drop(alone);
    assert_eq!(session.logoff().faults(), [""; 0]);
}

/// T-90, MEM-10: every allocation of a logon and of work fails once.
#[test]
fn an_allocator_that_fails_at_any_call_costs_that_call_and_leaks_nothing() {
    let script = Script::new();
    script.has(&[Property::new(tags::SUBJECT, "text"), Property::new(tags::BODY, "more text")]);
    let session = script.session().unwrap();
    let work = |session: &Session| -> Result<()> {
        let store = open(session)?;
        for width in [0, MAPI_UNICODE] {
            let folder = store.open(None, MAPI_MODIFY)?;
            let status = store.status(0)?;
            for object in [&folder, &*store, &status] {
                let (code, _) = object.get_props(None, width);
                if code.is_failure() {
                    return Err(code.into());
                }
                object.prop_list(width)?;
            }
            for table in [folder.contents(width)?, folder.hierarchy(width)?] {
                table.columns(0)?;
                table.columns(TBL_ALL_COLUMNS)?;
                table.rows(3, 0)?;
            }
        }
        Ok(())
    };
    let before = session.memory().calls();
    work(&session).unwrap();
    let calls = session.memory().calls() - before;
    assert!(calls > 30, "{calls} allocations");
    assert_eq!(session.logoff().faults(), [""; 0]);
    for k in 1..=calls {
        let session = script.session().unwrap(); // a logon that fails may disable the service (REACT-1)
        session.memory().fail_at(Some(k));
        if let Err(error) = work(&session) {
            assert_eq!(error.code(), Code::NOT_ENOUGH_MEMORY, "allocation {k}");
        }
        session.memory().fail_at(None);
        assert_eq!(session.memory().live(), 0, "allocation {k}");
        assert_eq!((session.registered().uids().len(), session.registered().rows().len()), (0, 0), "allocation {k}");
        assert_eq!(session.logoff().faults(), [""; 0], "allocation {k}");
    }
}
