//! Authors' faults: errors, panics, payloads that panic. Each costs only itself (ABRUPT-6, ERR-7).

use provider_runtime::abi::flag::*;
use provider_runtime::prelude::*;
use provider_runtime::session::{OpenStore, Options, Session};
use std::sync::Mutex;
use support::{KEPT, Script, open, root};

/// After a panic: GetLastError, StoreLogoff and IUnknown answer; everything else is refused; the
/// end runs.
#[test]
fn a_panic_in_any_method_fails_the_logon_and_the_end_still_runs() {
    for method in ["open", "tags", "get", "set", "commit", "contents", "store.get", "store.set"] {
        let script = Script::new();
        let session = script.session().unwrap();
        let store = open(&session).unwrap();
        let folder = store.open(None, MAPI_MODIFY).unwrap();
        let message = folder.contents(0).unwrap().rows(1, 0).unwrap().concat();
        let message = message.iter().find(|column| column.tag == tags::ENTRYID).unwrap().value.as_binary();
        let message = store.open(message, MAPI_MODIFY).unwrap();
        message.set_props(&[Property::new(KEPT, "x")]).unwrap();
        script.on(method, |_| panic!("a bug of the author's"));
        let (object, failed) = match method {
            "open" => (&*store, root(&store).map(drop)),
            "tags" => (&folder, folder.prop_list(0).map(drop)),
            "get" => (&folder, folder.get(KEPT).map(drop)),
            "set" => (&folder, folder.set_props(&[Property::new(KEPT, "x")]).map(drop)),
            "commit" => (&message, message.save(0)),
            "contents" => (&folder, folder.contents(0).map(drop)),
            "store.get" => (&*store, store.get(KEPT).map(drop)),
            _ => (&*store, store.set_props(&[Property::new(KEPT, "x")]).map(drop)),
        };
        assert_eq!(failed.unwrap_err().code(), Code::CALL_FAILED, "{method}");
        let text = object.last_error(Code::CALL_FAILED, MAPI_UNICODE).unwrap();
        assert!(text.unwrap().starts_with("panicked: a bug of the author's"), "{method}");
        let narrow = object.last_error(Code::CALL_FAILED, 0).unwrap();
        assert!(narrow.unwrap().starts_with("panicked: a bug"), "{method}");
        script.on(method, |_| Ok(()));
        assert_eq!(store.get(KEPT).unwrap_err().code(), Code::CALL_FAILED, "{method}");
        assert_eq!(root(&store).unwrap_err().code(), Code::CALL_FAILED, "{method}");
        let status = session.registered().rows().concat();
        let status = status.iter().find(|column| column.tag == tags::STATUS_CODE).unwrap();
        assert_eq!(status.value, PropValue::from(STATUS_FAILURE), "{method}");
        assert_eq!(store.store_logoff(LOGOFF_ORDERLY).0, Code::OK, "{method}");
        drop((folder, message));
        assert_eq!(store.release(), 0);
        assert_eq!((script.count("before_logoff"), script.count("end")), (1, 1), "{method}");
        assert_eq!(session.logoff().faults(), [""; 0], "{method}");
        assert_eq!(session.memory().live(), 0, "{method}");
    }
}

#[test]
fn a_panic_while_logging_on_is_a_failed_logon_with_its_text() {
    for method in ["identify", "logon"] {
        let script = Script::new();
        script.on(method, |_| panic!("while logging on"));
        let session = script.session().unwrap();
        let refused = open(&session).unwrap_err();
        assert_eq!(refused.code(), Code::CALL_FAILED);
        assert!(refused.text().contains("while logging on"), "{refused}");
        assert_eq!(session.logoff().faults(), [""; 0]);
        script.on(method, |_| Ok(()));
        let session = script.session().unwrap(); // REACT-1: the first one calls the service no more
        drop(open(&session).unwrap());
        assert_eq!(session.logoff().faults(), [""; 0]);
    }
}

/// Every hook of the end panics, and every one still runs; each fault is told.
#[test]
fn panics_in_every_hook_of_an_end_stop_nothing() {
    let script = Script::new();
    for method in ["interrupt", "persist", "before_logoff", "drop", "end"] {
        script.on(method, move |_| panic!("in {method}"));
    }
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let folder = root(&store).unwrap();
    let report = session.logoff();
    assert_eq!(report.faults(), [""; 0]);
    let told = report.events().iter().filter(|event| event.name() == "word.error");
    let told: Vec<_> = told.map(|event| event.detail().split(" at ").next().unwrap().to_owned()).collect();
    assert_eq!(
        told,
        [
            "quiesce: `interrupt` panicked: in interrupt",
            "before logoff: `persist`: panicked: in persist",
            "before logoff: `before_logoff`: panicked: in before_logoff",
            "open objects: the Drop of an opened object: panicked: in drop",
            "resources: field `ended`: panicked: in end",
        ]
    );
    drop((store, folder));
}

#[test]
fn errors_in_an_end_are_told_and_stop_nothing() {
    let script = Script::new();
    script.on("persist", |_| Err(Error::new(Code::CALL_FAILED, "the disk is full")));
    script.on("end", |_| Err(Error::new(Code::NETWORK_ERROR, "the server is gone")));
    let session = script.session().unwrap();
    drop(open(&session).unwrap());
    let report = session.logoff();
    let told = report.events().iter().filter(|event| event.name() == "word.error");
    let told: Vec<_> = told.map(|event| event.detail()).collect();
    assert_eq!(
        told,
        [
            "before logoff: `persist`: the disk is full (MAPI_E_CALL_FAILED (0x80004005))",
            "resources: field `ended`: the server is gone (MAPI_E_NETWORK_ERROR (0x80040115))",
        ]
    );
}

/// Six bad fields in one struct, and a good one after them.
mod bad_fields {
    use super::*;

    pub static SAID: Mutex<Vec<&str>> = Mutex::new(Vec::new());
    fn say(what: &'static str) {
        SAID.lock().unwrap().push(what);
    }

    /// Its Drop panics.
    pub struct Bad(pub &'static str);
    impl Drop for Bad {
        fn drop(&mut self) {
            say(self.0);
            panic!("the Drop of {}", self.0);
        }
    }
    /// A panic payload whose Drop panics.
    struct Payload;
    impl Drop for Payload {
        fn drop(&mut self) {
            panic!("the Drop of a payload");
        }
    }
    impl Bad {
        fn panics(self) {
            say(self.0);
            std::mem::forget(self);
            panic!("in a teardown function");
        }
        fn fails(self) -> Result<(), std::io::Error> {
            say(self.0);
            std::mem::forget(self);
            Err(std::io::Error::other("cannot be closed"))
        }
        fn throws_a_bomb(self) {
            say(self.0);
            std::mem::forget(self);
            std::panic::panic_any(Payload);
        }
    }
    pub struct Good;
    impl Good {
        fn end(self) {
            say("good");
        }
    }

    #[mapi_provider(kind = "store", name = "Bad fields", uid = "10c3a2c4-0b9e-4f4e-9a53-2d8f1c7be004")]
    pub struct BadFields {
        #[teardown(with = Bad::panics)]
        one: Bad,
        #[teardown(with = Bad::fails)]
        two: Bad,
        three: Bad,
        four: Bad,
        #[teardown(with = Bad::throws_a_bomb)]
        five: Bad,
        #[teardown(after = seven)]
        six: Bad,
        #[teardown(with = Good::end)]
        seven: Good,
    }
    impl StoreProvider for BadFields {
        fn logon(_: &LogonContext<'_, Self>) -> Result<Self> {
            let [one, two, three, four, five, six] = ["one", "two", "three", "four", "five", "six"].map(Bad);
            Ok(Self { one, two, three, four, five, six, seven: Good })
        }
        fn open(&self, _: Option<EntryId<'_>>, _: Access) -> Result<Opened<Self>> {
            Err(Code::NOT_FOUND.into())
        }
    }
}

#[test]
fn six_bad_fields_cost_only_themselves() {
    let entry = provider_runtime::store_entry::<bad_fields::BadFields>();
    let session = Session::start_with(entry, Options::new().no_mail()).unwrap();
    drop(session.open_store(&OpenStore::new()).unwrap());
    assert_eq!(*bad_fields::SAID.lock().unwrap(), ["one", "two", "three", "four", "five", "good", "six"]);
    let report = session.logoff();
    assert_eq!(report.faults(), [""; 0]);
    let told = report.events().iter().filter(|event| event.name() == "word.error");
    let told: Vec<_> = told.map(|event| event.detail().split(" at ").next().unwrap().to_owned()).collect();
    assert_eq!(
        told,
        [
            "resources: field `one`: panicked: in a teardown function",
            "resources: field `two`: cannot be closed",
            "resources: field `three`: panicked: the Drop of three",
            "resources: field `four`: panicked: the Drop of four",
            "resources: field `five`: panicked: (no message)",
            "resources: field `six`: panicked: the Drop of six",
        ]
    );
}
