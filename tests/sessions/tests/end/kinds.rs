//! A session of all three kinds: each ends by its own sequence, whatever the order among them is
//! and whatever goes wrong in one.

use provider_runtime::session::{AddressBook, Kind, Message, OpenStore, Options, Session, ShutdownReport, Store};
use provider_runtime::{Code, tags};
use support::{Script, session_of};

const BOOK: &str = "logon.logoff{sup.release(final){uid-, row-}}, logon.release, prov.shutdown, prov.release";
const POST: &str = "xp.logoff{sup.release(final){row-}}, logon.release, prov.shutdown, prov.release";
const STORE: &str =
    "logon.logoff{sup.slt(ABORT), sup.release(final){uid-, row-}}, logon.release, prov.shutdown, prov.release";
const END_NOTIFY: &str = "xp.notify(END_INBOUND|END_OUTBOUND){sup.row~}, ";

struct Three {
    scripts: [std::sync::Arc<Script>; 3],
    session: Session,
    store: Store,
    _book: AddressBook,
}

/// A session in which a store, an address book and a transport are logged on and have done
/// something.
fn three(options: Options) -> Three {
    let scripts = [Script::new(), Script::new(), Script::new()];
    let [store, book, post] = &scripts;
    let providers = [store.provider("Store"), book.book("People"), post.post("Post")];
    let session = session_of(providers, options).unwrap();
    let book = session.open_address_book(0).unwrap();
    let store = session.open_store(&OpenStore::new()).unwrap();
    session.mail().submit(&Message::new().to("Ann", "SMTP", "ann@example.org")).unwrap();
    session.mail().run().unwrap();
    Three { scripts, session, store, _book: book }
}

/// What the session's logoff was made of, without the spooler's own store.
fn ends(report: &ShutdownReport) -> String {
    let golden = report.golden();
    let at = golden.find("session.logoff{").unwrap();
    golden[at..].to_owned()
}

fn sequence(kind: Kind) -> &'static str {
    match kind {
        Kind::Store => STORE,
        Kind::AddressBook => BOOK,
        Kind::Transport => POST,
    }
}

fn orders() -> [[Kind; 3]; 6] {
    use Kind::{AddressBook as Ab, Store as Ms, Transport as Xp};
    [[Xp, Ab, Ms], [Xp, Ms, Ab], [Ab, Xp, Ms], [Ab, Ms, Xp], [Ms, Xp, Ab], [Ms, Ab, Xp]]
}

/// T-63, SHUT-1, SESSION-8, ORDER-2, ORDER-4, ORDER-5: the transports, then the spooler's own
/// store, then address books, then stores.
#[test]
fn the_kinds_end_in_the_documented_order() {
    let three = three(Options::new());
    let report = three.session.logoff();
    assert!(report.faults().is_empty(), "{}", report.tree());
    let spoolers =
        "store.release(spooler){sup.slt(ABORT), sup.release(final){uid-, row-, logon.logoff, logon.release}}";
    let expected =
        format!("session.logoff{{{END_NOTIFY}{POST}, {spoolers}, prov.shutdown, prov.release, {BOOK}, {STORE}}}");
    assert_eq!(ends(&report), expected);
    assert_eq!(three.store.get(tags::DISPLAY_NAME).unwrap_err().code(), Code::INVALID_OBJECT);
}

/// T-64, ORDER-2: every order is right, and nothing is left of any.
#[test]
fn every_order_among_the_kinds_ends_each_by_its_own_sequence() {
    for order in orders() {
        let three = three(Options::new().logoff_order(&order));
        let report = three.session.logoff();
        assert!(report.faults().is_empty(), "{order:?}: {}", report.tree());
        let ends = ends(&report);
        let places =
            order.map(|kind| ends.find(sequence(kind)).unwrap_or_else(|| panic!("{order:?}: {kind:?} in {ends}")));
        assert!(places.is_sorted(), "{order:?}: {ends}");
        drop(three.store);
        assert_eq!(three.session.memory().live(), 0);
        let ended = three.scripts.each_ref().map(|script| script.count("end"));
        assert_eq!(ended, [2, 1, 1], "the spooler had a store of its own");
    }
}

/// LOGOFF-5, SHUT-6: any kind may fail, panic, or both, in any method of its end: the others keep
/// their sequences.
#[test]
fn a_provider_that_fails_at_its_end_keeps_no_other_from_its_own() {
    for wrong in 0..3 {
        for method in ["interrupt", "persist", "before_logoff", "end"] {
            for panics in [false, true] {
                let three = three(Options::new());
                three.scripts[wrong].on(method, move |_| {
                    assert!(!panics, "a bug in an end");
                    Err(Code::CALL_FAILED.into())
                });
                let report = three.session.logoff();
                assert!(report.faults().is_empty(), "{wrong} {method}: {}", report.tree());
                let ends = ends(&report);
                for kind in Kind::ORDER {
                    assert!(ends.contains(sequence(kind)), "{wrong} {method} {kind:?}: {ends}");
                }
                drop(three.store);
                assert_eq!(three.session.memory().live(), 0);
            }
        }
    }
}

/// Golden sequence 10, T-84, FAST-4
#[test]
fn a_fast_shutdown_asks_transports_then_address_books_then_stores() {
    let three = three(Options::new());
    let session = &three.session;
    let phases =
        [session.fast_shutdown().query(), session.fast_shutdown().notify(), session.fast_shutdown().shut_down()];
    assert_eq!(phases, [Code::OK; 3]);
    let phase = |name: &str| format!("fast.{name}(XP), fast.{name}(AB), fast.{name}(MS), fast.{name}(MS)");
    let all = format!("{}, {}, {}", phase("query"), phase("notify"), phase("do"));
    assert!(
        session.report().golden().ends_with(&all),
        "the spooler has a store of its own: {}",
        session.report().golden()
    );
    assert!(session.report().faults().is_empty());
}

/// A tree, JSON and a diagram name each kind by its own interfaces.
#[test]
fn a_report_shows_each_kind_in_its_own_words() {
    let three = three(Options::new());
    let report = three.session.logoff();
    let tree = report.tree();
    let names =
        ["IXPLogon::TransportLogoff", "IABLogon::Logoff", "IMSLogon::Logoff", "XPProviderInit", "ABProviderInit"];
    for name in names.into_iter().chain(["MSProviderInit", "IXPProvider::Shutdown", "IABProvider::Release"]) {
        assert!(tree.contains(name), "{name} in {tree}");
    }
    let diagram = report.mermaid();
    for participant in ["participant XP as transport", "participant AB as address book", "participant MS as store"] {
        assert!(diagram.contains(participant), "{diagram}");
    }
    assert!(diagram.contains("MAPI->>XP: xp.submit"), "{diagram}");
    assert!(report.json_lines().contains("\"event\":\"xp.address_types\""));
}
