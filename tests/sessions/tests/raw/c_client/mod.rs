//! A client in C that has an `IMAPISession` of the session's: `client.c` beside it, compiled here
//! and called.
#![allow(unsafe_code, reason = "a client in C is called")]

use provider_runtime::session::{Mapi, Options, Profile, Service, Session};
use std::ffi::c_void;
use std::path::Path;
use support::{Script, cc, dll, scripted};

type Client = unsafe extern "C" fn(*mut c_void, unsafe extern "system" fn(*mut c_void) -> u32) -> i32;
type Leaves = unsafe extern "C" fn(*mut c_void) -> i32;

/// The client as a library that this process loads.
fn built(folder: &Path) -> libloading::Library {
    let library = folder.join("client.so");
    let headers = dll::host_sources();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/raw/c_client/client.c");
    let arguments = [
        "-std=c11".as_ref(),
        "-shared".as_ref(),
        "-fPIC".as_ref(),
        "-I".as_ref(),
        headers.as_os_str(),
        source.as_os_str(),
    ];
    cc::compile(&library, arguments);
    // SAFETY: O1: a library without initialisers.
    unsafe { libloading::Library::new(library) }.unwrap()
}

fn session(mapi: &Mapi, script: &Script) -> Session {
    mapi.initialize(0).unwrap();
    let profile = Profile::empty("c").service(Service::named("C", "scripted.dll").provider(script.provider("Home")));
    mapi.log_on(scripted(Options::new()).profile(profile)).unwrap()
}

/// T-79 too: a buffer of the store's outlives the session, and is freed after it.
#[test]
fn a_client_in_c_opens_a_store_reads_and_logs_off() {
    let folder = tempfile::tempdir().unwrap();
    let script = Script::new();
    let mapi = Mapi::new();
    let library = built(folder.path());
    let session = session(&mapi, &script);
    // SAFETY: O1: the library has it, of that type.
    let client = unsafe { library.get::<Client>(b"client") }.unwrap();
    // SAFETY: O1, F1: one reference of the session, which the client gives back.
    let line = unsafe { client(session.pointer(), session.memory().free_function()) };
    assert_eq!(line, 0, "client.c:{line}\n{}", session.report().tree());
    let report = session.report();
    assert!(report.is_clean(), "{:?}\n{}", report.faults(), report.tree());
    assert_eq!((script.count("logon"), script.count("end")), (2, 2)); // the spooler's is the second
}

/// SESSION-12, T-75: its Release is the last, and its store an invalidated object.
#[test]
fn a_client_in_c_that_goes_without_a_logoff_ends_the_session() {
    let folder = tempfile::tempdir().unwrap();
    let script = Script::new();
    let mapi = Mapi::new();
    let library = built(folder.path());
    let session = session(&mapi, &script);
    let pointer = session.pointer();
    drop(session);
    assert_eq!(script.count("end"), 0); // the C client has a reference
    // SAFETY: O1: the library has it, of that type.
    let leaves = unsafe { library.get::<Leaves>(b"leaves") }.unwrap();
    // SAFETY: O1, F1: the last reference of the session, which the client gives back.
    let line = unsafe { leaves(pointer) };
    assert_eq!((line, script.count("end")), (0, 2), "client.c:{line}");
}
