//! Values of an author's that do harm when they are dropped, panics on the way to a logon, handles
//! that outlive it: found by a review, each with the call that showed it.

use provider_runtime::abi::flag::{MAPI_UNICODE, STATUS_OFFLINE};
use provider_runtime::prelude::*;
use provider_runtime::session::{OpenStore, Options, Session};
use std::sync::{Arc, Mutex};
use support::{KEPT, Script, open, root};

/// An error whose Drop panics.
#[derive(Debug)]
struct Bomb;
impl std::fmt::Display for Bomb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a bomb")
    }
}
impl std::error::Error for Bomb {}
impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("the Drop of an error");
    }
}

fn bomb() -> Result<()> {
    Err(Bomb).or_code(Code::NOT_FOUND)
}

/// ERR-7: an error's source is an author's value; its Drop runs where panics are caught.
#[test]
fn an_error_whose_drop_panics_is_a_failed_call_and_no_more() {
    for method in ["open", "get", "store.set", "contents"] {
        let script = Script::new();
        let session = script.session().unwrap();
        let store = open(&session).unwrap();
        let folder = root(&store).unwrap();
        script.on(method, |_| bomb());
        let refused = match method {
            "open" => root(&store).map(drop),
            "get" => folder.get(KEPT).map(drop),
            "store.set" => store.set_props(&[Property::new(KEPT, "x")]).map(drop),
            _ => folder.contents(0).map(drop),
        };
        assert_eq!(refused.unwrap_err().code(), Code::CALL_FAILED, "{method}");
        drop((folder, store));
        assert_eq!(script.count("end"), 1, "{method}");
        assert_eq!(session.logoff().faults(), [""; 0], "{method}");
    }
    let script = Script::new();
    script.on("logon", |_| bomb());
    let session = script.session().unwrap();
    assert_eq!(open(&session).unwrap_err().code(), Code::CALL_FAILED);
    assert_eq!(session.logoff().faults(), [""; 0]);
}

/// A value that `logon` has made ends by the plan, whatever panics before its client has the store.
#[test]
fn a_panic_behind_the_authors_logon_ends_the_value_by_the_plan_and_fails_the_logon() {
    for method in ["uid", "name"] {
        let script = Script::new();
        script.on(method, |_| panic!("on the way"));
        let session = script.session().unwrap();
        let refused = open(&session).unwrap_err();
        assert_eq!(refused.code(), Code::CALL_FAILED, "{method}");
        assert!(refused.text().contains("on the way"), "{method}: {refused}");
        assert_eq!((script.count("logon"), script.count("before_logoff"), script.count("end")), (1, 1, 1), "{method}");
        assert_eq!(session.logoff().faults(), [""; 0], "{method}");
        script.on(method, |_| Ok(()));
        let session = script.session().unwrap();
        drop(open(&session).unwrap());
        assert_eq!(session.logoff().faults(), [""; 0], "{method}");
        assert_eq!(session.memory().live(), 0, "{method}");
    }
}

/// A panic in the Drop of an opened object is told like any other.
#[test]
fn a_panic_in_the_drop_of_an_opened_object_fails_the_logon() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let folder = root(&store).unwrap();
    script.on("drop", |_| panic!("in a Drop"));
    assert_eq!(folder.release(), 0);
    script.on("drop", |_| Ok(()));
    assert_eq!(root(&store).unwrap_err().code(), Code::CALL_FAILED);
    let told = session.events().into_iter().find(|event| event.name() == "word.error").unwrap();
    assert!(told.detail().contains("in a Drop"), "{}", told.detail());
    drop(store);
    assert_eq!(session.logoff().faults(), [""; 0]);
}

/// MEM-12: a handle that outlives its logon calls nothing of MAPI's, not even its allocator.
#[test]
fn a_support_handle_behind_the_end_does_not_even_allocate() {
    let script = Script::new();
    let session = script.session().unwrap();
    let kept = Arc::new(Mutex::new(None));
    let put = Arc::clone(&kept);
    script.on("open", move |of| {
        let support = of.unwrap().support().clone();
        let section = support.section(Access::Read)?;
        *put.lock().unwrap() = Some((support, section));
        Ok(())
    });
    let store = open(&session).unwrap();
    drop(root(&store).unwrap());
    script.on("open", |_| Ok(()));
    drop(store);
    assert_eq!(session.logoff().faults(), [""; 0]); // the section went back with the support object (LOGON-6)
    let calls = session.memory().calls();
    let (support, section) = kept.lock().unwrap().take().unwrap();
    assert_eq!(support.set_status(Status::Offline).unwrap_err().code(), Code::END_OF_SESSION);
    assert_eq!(section.get(tags::DISPLAY_NAME).unwrap_err().code(), Code::END_OF_SESSION);
    assert_eq!(section.set(&[Property::new(KEPT, "x")]).unwrap_err().code(), Code::END_OF_SESSION);
    drop((support, section));
    assert_eq!(session.memory().calls(), calls);
    assert_eq!(session.report().faults(), [""; 0]);
}

/// STATUS-1: a status that is set while the row is being added follows it.
#[test]
fn a_status_set_while_the_row_is_added_is_not_lost() {
    let script = Script::new();
    let session = script.session().unwrap();
    let kept = Arc::new(Mutex::new(None));
    let put = Arc::clone(&kept);
    script.on("name", move |of| {
        *put.lock().unwrap() = Some(of.unwrap().support().clone());
        Ok(())
    });
    session.by_hand().inside("sup.row+", move || {
        let support: Support<support::Scripted> = kept.lock().unwrap().take().unwrap();
        support.set_status(Status::Offline).unwrap();
    });
    let store = open(&session).unwrap();
    let row = session.registered().rows().concat();
    let status = row.iter().find(|column| column.tag == tags::STATUS_CODE).unwrap();
    assert_eq!(status.value, PropValue::from(STATUS_OFFLINE));
    script.on("name", |_| Ok(()));
    drop(store);
    assert_eq!(session.logoff().faults(), [""; 0]);
}

/// A store with shared state, whose logon lets the host do what it likes.
mod shared {
    use super::*;

    pub static STOPPED: Mutex<usize> = Mutex::new(0);
    #[derive(Debug)]
    pub struct Pool;
    impl Shared for Pool {
        fn start() -> Result<Self> {
            Ok(Self)
        }
        fn stop(self) -> Result<()> {
            *STOPPED.lock().unwrap() += 1;
            Ok(())
        }
    }
    #[mapi_provider(kind = "store", name = "Sharing", uid = "10c3a2c4-0b9e-4f4e-9a53-2d8f1c7be008", shared = Pool)]
    pub struct Sharing;
    impl StoreProvider for Sharing {
        fn logon(logon: &LogonContext<'_, Self>) -> Result<Self> {
            drop(logon.section(Access::Read)?);
            Ok(Self)
        }
        fn open(&self, _: Option<EntryId<'_>>, _: Access) -> Result<Opened<Self>> {
            Err(Code::NOT_FOUND.into())
        }
    }
}

/// SHUT-4, T-92: `Shutdown` from inside a logon leaves the shared state to that logon, which stops
/// it.
#[test]
fn shared_state_is_stopped_also_when_shutdown_comes_from_inside_a_logon() {
    let session = Arc::new(
        Session::start_with(provider_runtime::store_entry::<shared::Sharing>(), Options::new().no_mail()).unwrap(),
    );
    let inside = Arc::downgrade(&session);
    session.by_hand().inside("sup.section", move || {
        if let Some(session) = inside.upgrade() {
            session.by_hand().shut_down();
        }
    });
    let refused = session.open_store(&OpenStore::new()).unwrap_err();
    assert_eq!(refused.code(), Code::NOT_INITIALIZED);
    assert_eq!(*shared::STOPPED.lock().unwrap(), 1);
    let report = session.logoff();
    assert_eq!(report.faults(), [""; 0]);
    assert!(report.events().iter().all(|event| event.name() != "word.error"), "{}", report.tree());
}

/// MSLOGON-3: an identifier of no bytes is none.
#[test]
fn an_empty_entry_identifier_is_none() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = session.open_store(&OpenStore::new().entry(&[])).unwrap();
    assert_eq!(script.count("identify"), 1);
    assert_eq!(store.last_error(Code::NOT_FOUND, MAPI_UNICODE).unwrap(), None);
}
