//! The examples' providers in the session, loaded from their files: the same golden sequences as
//! linked in, the loads and frees around them, and what keeps a library (LOAD-*, UNLOAD-*).
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

use notes_store::{Notes, NotesStore, PATH};
use provider_runtime::abi::flag::*;
use provider_runtime::prelude::*;
use provider_runtime::session::{
    Mapi, Module, OpenStore, Options, Profile, ProviderEntry, Service, Session, ShutdownReport, Store,
};
use std::path::{Path, PathBuf};
use std::process::Command;
use support::dll::{copy, count};

const LOGON: &str = "init(0x00010010), prov.logon{sup.addref, sup.uid+, sup.row+}";

fn is_mapped(library: &Path) -> bool {
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
    maps.contains(library.to_str().unwrap())
}

fn open(session: &Session) -> Store {
    session.open_store(&OpenStore::new().flags(MDB_WRITE)).unwrap()
}

/// On a thread of its own: a thread that lives on keeps a library that has started another thread
/// from it.
fn elsewhere<R: Send>(work: impl FnOnce() -> R + Send) -> R {
    std::thread::scope(|threads| threads.spawn(work).join()).unwrap()
}

/// What one client does, and how its session was recorded, linked in and loaded.
struct Both {
    linked: Option<Module>,
    folder: tempfile::TempDir,
}

impl Both {
    fn new(linked: bool) -> Self {
        let module = Module::store(provider_runtime::store_entry::<NotesStore>());
        let module = module.service(provider_runtime::service_entry::<NotesStore>());
        let folder = tempfile::tempdir().unwrap();
        if !linked {
            copy(folder.path(), "notes-store");
        }
        Self { linked: linked.then_some(module), folder }
    }

    fn profile(&self) -> Profile {
        let notes = self.folder.path().join("notes.db");
        if !notes.exists() {
            Notes::fill(&notes, "Groceries\nMilk\n---\nSecond\nnote").unwrap();
        }
        let entry = ProviderEntry::store("Notes").with(PATH, notes.to_str().unwrap());
        Profile::empty("dll").service(Service::named("NOTES", "notes_store.dll").provider(entry))
    }

    fn options(&self) -> Options {
        let options = Options::new().no_mail().profile(self.profile()).folder(self.folder.path());
        match self.linked {
            Some(module) => options.link("notes_store.dll", module),
            None => options,
        }
    }

    fn session(&self, mapi: &Mapi) -> Session {
        mapi.initialize(0).unwrap();
        mapi.log_on(self.options()).unwrap()
    }

    fn library(&self) -> PathBuf {
        self.folder.path().join("libnotes_store.so")
    }

    /// After the last MAPIUninitialize: what was loaded is gone, and as often as it was loaded.
    fn ends_right(&self, mapi: &Mapi, session: &Session) {
        let before = session.report();
        assert_eq!(count(&before, "lib.free"), 0, "{}", before.tree());
        mapi.uninitialize().unwrap();
        let report = session.report();
        assert!(report.is_clean(), "{:?}\n{}", report.faults(), report.tree());
        let loads = count(&report, "lib.load");
        assert_eq!((count(&report, "lib.free"), loads > 0), (loads, self.linked.is_none()), "{}", report.tree());
        assert!(!is_mapped(&self.library()), "{}", report.tree());
    }
}

fn linked_in_and_loaded(check: impl Fn(&Both)) {
    for linked in [true, false] {
        check(&Both::new(linked));
    }
}

/// Golden sequences 2 and 3
#[test]
fn a_store_closed_by_its_client_ends_the_same_from_a_file() {
    linked_in_and_loaded(|both| {
        let mapi = Mapi::new();
        let session = both.session(&mapi);
        let report = elsewhere(|| {
            let store = open(&session);
            store.store_logoff(LOGOFF_ORDERLY);
            assert_eq!(store.release(), 0);
            assert_eq!(open(&session).release(), 0);
            session.logoff()
        });
        let closed = "sup.release(final){uid-, row-, logon.logoff, logon.release}}";
        let golden = report.golden().replace("sup.row~, ", "");
        let again = LOGON.split_once(", ").unwrap().1;
        let expected = format!(
            "{LOGON}, store.logoff(ORDERLY), store.release{{sup.slt(ORDERLY), {closed}, {again}, \
             store.release{{sup.slt(ABORT), {closed}, session.logoff{{prov.shutdown, prov.release}}"
        );
        assert_eq!(golden, expected);
        both.ends_right(&mapi, &session);
    });
}

/// Golden sequence 4; T-58, T-78: what a client holds keeps the library, and its late Release
/// works.
#[test]
fn a_store_that_is_held_over_the_end_keeps_its_library() {
    linked_in_and_loaded(|both| {
        let mapi = Mapi::new();
        let session = both.session(&mapi);
        let store = open(&session);
        let folder = store.open(None, 0).unwrap();
        let report = session.logoff();
        let logoff = "logon.logoff{sup.slt(ABORT), sup.release(final){uid-, row-}}, logon.release";
        let golden = report.golden().replace("sup.row~, ", "");
        assert_eq!(golden, format!("{LOGON}, session.logoff{{{logoff}, prov.shutdown, prov.release}}"));
        mapi.uninitialize().unwrap();
        let report = session.report();
        if both.linked.is_none() {
            // The library's leak trace comes through IMalloc: no Rust type is shared with it.
            let told = report.events().iter().filter(|event| event.name() == "word.warning");
            let told: Vec<_> = told.map(|event| event.detail()).collect();
            assert!(told.iter().any(|line| line.starts_with("still held: 1 folder, 1 store")), "{told:?}");
            assert!(told.iter().any(|line| line.starts_with("the library stays in the process: ")), "{told:?}");
            assert_eq!(count(&report, "lib.free"), 0);
            let stays = report.events().iter().find(|event| event.name() == "lib.stays").unwrap();
            assert!(
                stays.detail().contains("folder, opened at") && stays.detail().contains("store 1"),
                "{}",
                stays.detail()
            );
            assert!(report.warnings().iter().any(|warning| warning.starts_with("V-20")), "{:?}", report.warnings());
            assert!(is_mapped(&both.library()));
        }
        assert!(report.is_clean(), "{:?}", report.faults());
        assert_eq!(folder.get(tags::DISPLAY_NAME).unwrap_err().code(), Code::INVALID_OBJECT);
        assert_eq!((folder.release(), store.release()), (0, 0));
    });
}

/// Golden sequence 9
#[test]
fn a_store_opened_twice_is_one_store_from_a_file_too() {
    linked_in_and_loaded(|both| {
        let mapi = Mapi::new();
        let session = both.session(&mapi);
        elsewhere(|| {
            let first = open(&session);
            let second = open(&session);
            assert!(second.is_duplicate() && second.as_raw() == first.as_raw());
            let table = first.open(None, 0).unwrap().contents(MAPI_UNICODE).unwrap();
            assert_eq!(table.row_count().unwrap(), 2);
            drop((table, first, second));
            session.logoff();
        });
        both.ends_right(&mapi, &session);
    });
}

/// Golden sequence 8, T-03
#[test]
fn a_version_that_the_host_refuses_is_released_without_shutdown_from_a_file_too() {
    linked_in_and_loaded(|both| {
        let mapi = Mapi::new();
        mapi.initialize(0).unwrap();
        let session = mapi.log_on(both.options().versions(0x0001_0011..=0x0001_0011)).unwrap();
        let refused = session.open_store(&OpenStore::new()).unwrap_err();
        assert_eq!(refused.code(), Code::VERSION);
        let report = session.logoff();
        assert_eq!(report.golden(), "init(0x00010011), prov.release, session.logoff");
        both.ends_right(&mapi, &session);
    });
}

/// Golden sequence 7: a notes store whose folder does not exist is told another by `ServiceEntry`.
#[test]
fn an_unconfigured_store_is_configured_from_a_file_too() {
    linked_in_and_loaded(|both| {
        let mapi = Mapi::new();
        mapi.initialize(0).unwrap();
        let right = both.folder.path().join("other.db");
        let wrong = both.folder.path().join("nowhere").join("notes.db");
        let profile = both.profile().map_providers(|one| one.with(PATH, wrong.to_str().unwrap()));
        let options = both.options().profile(profile);
        let session = mapi.log_on(options).unwrap();
        let refused = elsewhere(|| session.open_store(&OpenStore::new()).map(drop)).unwrap_err();
        assert_eq!(refused.code(), Code::UNCONFIGURED);
        let given = [Property::new(PATH, right.to_str().unwrap())];
        session.configure("NOTES", MSG_SERVICE_CONFIGURE, 0, &given).unwrap();
        let profile = session.profile();
        assert_eq!(profile.providers().next().unwrap().get(PATH), given.first().map(|given| &given.value));
        session.logoff();
        both.ends_right(&mapi, &session);
        mapi.initialize(0).unwrap();
        let next = mapi.log_on(both.options().profile(profile)).unwrap();
        elsewhere(|| drop(open(&next)));
        elsewhere(|| next.logoff());
        both.ends_right(&mapi, &next);
    });
}

/// T-77, UNLOAD-1, UNLOAD-2: the client's provider object, the spooler's and a ServiceEntry.
#[test]
fn three_loads_are_three_frees_after_the_last_uninitialize() {
    let both = Both::new(false);
    let mapi = Mapi::new();
    mapi.initialize(0).unwrap();
    mapi.initialize(0).unwrap();
    let notes = both.options();
    let session = mapi.log_on(notes.with_mail()).unwrap();
    elsewhere(|| {
        session.configure("NOTES", MSG_SERVICE_CREATE, 0, &[]).unwrap();
        drop(open(&session));
        session.logoff();
    });
    mapi.uninitialize().unwrap();
    assert_eq!((count(&session.report(), "lib.load"), count(&session.report(), "lib.free")), (3, 0));
    both.ends_right(&mapi, &session);
    let report = session.report();
    let loaded = report.events().iter().find(|event| event.name() == "lib.load").unwrap();
    assert!(loaded.detail().ends_with("libnotes_store.so"), "{}", loaded.detail()); // the name that was taken
}

/// UNLOAD-2, option EagerUnload
#[test]
fn an_eager_host_frees_the_library_after_the_providers_release() {
    let folder = tempfile::tempdir().unwrap();
    let library = copy(folder.path(), "empty-store");
    let mapi = Mapi::new();
    mapi.initialize(0).unwrap();
    let profile = one_store("empty_store.dll");
    let options = Options::new().no_mail().profile(profile).folder(folder.path()).eager_unload();
    let session = mapi.log_on(options).unwrap();
    drop(open(&session));
    let report = session.logoff();
    let of = |name: &str| report.events().iter().position(|event| event.name() == name).unwrap();
    assert!(of("prov.release") < of("lib.free"));
    assert!(!is_mapped(&library));
    assert!(report.is_clean(), "{:?}", report.faults());
    mapi.uninitialize().unwrap();
}

/// LOAD-7, INF-9
#[test]
fn the_name_with_32_wins_over_the_recorded_one() {
    let folder = tempfile::tempdir().unwrap();
    let library = copy(folder.path(), "empty-store");
    std::fs::copy(&library, folder.path().join("acme32.dll")).unwrap();
    std::fs::rename(&library, folder.path().join("acme.dll")).unwrap();
    let report = tried(folder.path(), "acme.dll").1;
    let loaded = report.events().iter().find(|event| event.name() == "lib.load").unwrap();
    assert!(loaded.detail().ends_with("acme32.dll"), "{}", loaded.detail());
}

fn one_store(dll: &str) -> Profile {
    Profile::empty("dll").service(Service::named("S", dll).provider(ProviderEntry::store("S")))
}

/// A profile with one store of this DLL: what opening it gives, and the whole report.
fn tried(folder: &Path, dll: &str) -> (Result<()>, ShutdownReport) {
    let mapi = Mapi::new();
    mapi.initialize(0).unwrap();
    let session = mapi.log_on(Options::new().no_mail().profile(one_store(dll)).folder(folder)).unwrap();
    let opened = session.open_store(&OpenStore::new()).map(drop);
    session.logoff();
    mapi.uninitialize().unwrap();
    (opened, session.report())
}

/// LOAD-9, T-01
#[test]
fn a_file_that_is_no_provider_is_an_error_that_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("text.dll"), "no library").unwrap();
    std::fs::write(path("empty.dll"), "").unwrap();
    std::fs::create_dir(path("folder.dll")).unwrap();
    for dll in ["text.dll", "empty.dll", "folder.dll", "nowhere.dll"] {
        let (opened, report) = tried(folder.path(), dll);
        let error = opened.unwrap_err();
        assert_eq!(error.code(), Code::NOT_FOUND, "{dll}");
        assert!(error.text().contains(dll), "{error}");
        assert_eq!((count(&report, "init"), count(&report, "lib.free")), (0, 0), "{}", report.tree());
        assert!(report.is_clean(), "{dll}: {:?}", report.faults());
    }
    let source = path("ab.c");
    std::fs::write(&source, "int ABProviderInit(void) { return 0; }\n").unwrap();
    let built = Command::new("cc").args(["-shared", "-fPIC", "-o"]).arg(path("ab.dll")).arg(source).status().unwrap();
    assert!(built.success());
    let (opened, report) = tried(folder.path(), "ab.dll");
    assert!(opened.unwrap_err().text().contains("MSProviderInit"));
    assert!(matches!(&report.faults()[..], [one] if one.starts_with("V-1:")), "{:?}", report.faults());
    assert_eq!((count(&report, "lib.load"), count(&report, "lib.free"), count(&report, "init")), (1, 1, 0));
}

/// An author's `log::warn!` in a library has its own copy of `log`: it comes through IMalloc too,
/// to the session whose it is.
#[test]
fn what_an_author_logs_in_a_library_reaches_the_session() {
    let folder = tempfile::tempdir().unwrap();
    copy(folder.path(), "notes-store");
    let (opened, report) = tried(folder.path(), "notes_store.dll");
    opened.unwrap();
    let said = "no file is configured: these notes go with their logon";
    let said = report.events().iter().find(|event| event.name() == "word.warning" && event.detail() == said);
    assert_eq!(said.unwrap_or_else(|| panic!("{}", report.tree())).object, "provider");
}
