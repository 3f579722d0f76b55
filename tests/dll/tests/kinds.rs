//! An address book and a transport in the session, loaded from their files: the golden sequences
//! with the loads and frees around them, in sessions of one kind and of all three (LOAD-*,
//! UNLOAD-*). Stores are in `loaded.rs`.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

use provider_runtime::Code;
use provider_runtime::abi::flag::{MAPI_UNICODE, MDB_NO_MAIL};
use provider_runtime::session::{Kind, Mapi, Message, OpenStore, Options, Profile, ProviderEntry, Service, Session};
use support::dll::{copy, count};

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/vcard-book/sample");

/// A folder with copies of the DLLs, which nobody else has loaded, and with what their providers
/// keep.
struct Files(tempfile::TempDir);

impl Files {
    fn of(packages: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        packages.iter().for_each(|package| drop(copy(folder.path(), package)));
        Self(folder)
    }

    fn cards(&self) -> Service {
        let entry = ProviderEntry::address_book("Cards").with(vcard_book::PATH, SAMPLE);
        Service::named("VCARDBOOK", "vcard_book.dll").provider(entry)
    }

    fn mail(&self) -> Service {
        let path = self.0.path().join("mail");
        let entry = ProviderEntry::transport("Mail").with(maildir_transport::PATH, path.to_str().unwrap());
        let entry = entry.with(maildir_transport::FROM, "ada@example.org");
        Service::named("MAILDIR", "maildir_transport.dll").provider(entry)
    }

    fn notes(&self) -> Service {
        let path = self.0.path().join("notes.db");
        let entry = ProviderEntry::store("Notes").with(notes_store::PATH, path.to_str().unwrap());
        Service::named("NOTES", "notes_store.dll").provider(entry)
    }

    fn options(&self, services: impl IntoIterator<Item = Service>) -> Options {
        let profile = services.into_iter().fold(Profile::empty("files"), Profile::service);
        Options::new().profile(profile).folder(self.0.path())
    }

    fn are_mapped(&self) -> bool {
        std::fs::read_to_string("/proc/self/maps").unwrap().contains(self.0.path().to_str().unwrap())
    }

    /// After the last MAPIUninitialize: what was loaded is gone, and as often as it was loaded.
    fn end_right(&self, mapi: &Mapi, session: &Session) {
        assert_eq!(count(&session.report(), "lib.free"), 0);
        mapi.uninitialize().unwrap();
        let report = session.report();
        assert!(report.is_clean(), "{}", report.tree());
        let loads = count(&report, "lib.load");
        let frees = count(&report, "lib.free");
        assert!(loads == frees && loads > 0 && !self.are_mapped(), "{}", report.tree());
    }
}

fn started(options: Options) -> (Mapi, Session) {
    let mapi = Mapi::new();
    mapi.initialize(0).unwrap();
    let session = mapi.log_on(options).unwrap();
    (mapi, session)
}

const XP_LOGON: &str = "init(0x00010010), prov.logon{sup.addref, sup.row+}, xp.address_types, \
                        xp.notify(BEGIN_INBOUND|BEGIN_OUTBOUND){sup.row~}";
const XP_END: &str = "xp.notify(END_INBOUND|END_OUTBOUND){sup.row~}";
const ENDED: &str = "prov.shutdown, prov.release";

/// Golden sequence 1
#[test]
fn an_address_book_from_a_file_follows_the_golden_sequence() {
    let files = Files::of(&["vcard-book"]);
    let (mapi, session) = started(files.options([files.cards()]).no_mail());
    let book = session.open_address_book(0).unwrap();
    let root = book.open(None, 0).unwrap().hierarchy(MAPI_UNICODE).unwrap();
    assert_eq!((book.code(), root.row_count().unwrap()), (Code::OK, 1));
    drop((root, book));
    let report = session.logoff();
    let logoff = "logon.logoff{sup.release(final){uid-, row-}}, logon.release";
    let expected =
        format!("init(0x00010010), prov.logon{{sup.addref, sup.uid+, sup.row+}}, session.logoff{{{logoff}, {ENDED}}}");
    assert_eq!(report.golden(), expected);
    files.end_right(&mapi, &session);
}

/// Golden sequence 5; XPLOGON-7: the array of types is the library's memory.
#[test]
fn a_transport_from_a_file_follows_the_golden_sequence() {
    let files = Files::of(&["maildir-transport"]);
    let (mapi, session) = started(files.options([files.mail()]));
    session.mail().run().unwrap();
    let report = session.logoff();
    let logoff = "xp.logoff{sup.release(final){row-}}, logon.release";
    assert_eq!(report.golden(), format!("{XP_LOGON}, session.logoff{{{XP_END}, {logoff}, {ENDED}}}"));
    files.end_right(&mapi, &session);
}

/// Golden sequence 6: the provider object is gone before its support object's Release has returned,
/// and the library stays for that (SHUT-2, INVAL-4).
#[test]
fn a_transport_from_a_file_survives_a_shutdown_inside_its_last_release() {
    let files = Files::of(&["maildir-transport"]);
    let (mapi, session) = started(files.options([files.mail()]).nested_shutdown());
    session.mail().run().unwrap();
    let report = session.logoff();
    let nested = format!("xp.logoff{{sup.release(final){{row-, {ENDED}}}}}, logon.release");
    assert_eq!(report.golden(), format!("{XP_LOGON}, session.logoff{{{XP_END}, {nested}}}"));
    mapi.uninitialize().unwrap();
    let report = session.report();
    assert!(report.is_clean(), "{}", report.tree());
    assert_eq!(count(&report, "lib.load"), count(&report, "lib.free"));
    assert!(files.are_mapped(), "it has pinned itself: a call of its own was still inside");
}

/// ORDER-2: a store, an address book and a transport from three files; a message goes out and comes
/// in.
#[test]
fn three_kinds_from_three_files_end_in_every_order_and_are_all_unloaded() {
    use Kind::{AddressBook as Ab, Store as Ms, Transport as Xp};
    for order in [[Xp, Ab, Ms], [Xp, Ms, Ab], [Ab, Xp, Ms], [Ab, Ms, Xp], [Ms, Xp, Ab], [Ms, Ab, Xp]] {
        let files = Files::of(&["notes-store", "vcard-book", "maildir-transport"]);
        let options = files.options([files.notes(), files.cards(), files.mail()]);
        let mapi = Mapi::new();
        mapi.initialize(0).unwrap();
        // On a thread of its own: a thread that lives on keeps a library that has started another
        // thread from it.
        let session =
            std::thread::scope(|threads| threads.spawn(|| works_and_ends(&mapi, options.logoff_order(&order))).join());
        files.end_right(&mapi, &session.unwrap());
    }
}

fn works_and_ends(mapi: &Mapi, options: Options) -> Session {
    let session = mapi.log_on(options).unwrap();
    let book = session.open_address_book(0).unwrap();
    let store = session.open_store(&OpenStore::new().flags(MDB_NO_MAIL)).unwrap();
    session.mail().submit(&Message::new().to("Ann", "SMTP", "ann@example.org")).unwrap();
    session.mail().run().unwrap();
    assert_eq!((book.code(), session.mail().take().len(), session.mail().outbox().len()), (Code::OK, 1, 0));
    drop((book, store));
    session.logoff();
    session
}

/// Golden sequence 10, FAST-2, FAST-7, FAST-11: after it nothing is called, and nothing is freed.
#[test]
fn all_kinds_from_files_agree_to_a_fast_shutdown() {
    let files = Files::of(&["notes-store", "vcard-book", "maildir-transport"]);
    let (_mapi, session) = started(files.options([files.notes(), files.cards(), files.mail()]));
    let book = session.open_address_book(0).unwrap();
    let store = session.open_store(&OpenStore::new().flags(MDB_NO_MAIL)).unwrap();
    session.mail().run().unwrap();
    assert_eq!(session.fast_shutdown().query(), Code::OK);
    session.fast_shutdown().notify();
    assert_eq!(session.fast_shutdown().shut_down(), Code::OK);
    drop((book, store));
    let report = session.report();
    assert!(report.golden().ends_with("fast.do(XP), fast.do(AB), fast.do(MS)"), "{}", report.golden());
    assert!(report.faults().is_empty() && files.are_mapped(), "{}", report.tree());
}
