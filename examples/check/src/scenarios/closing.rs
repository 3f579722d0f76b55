//! How providers of any kind, a session and MAPI end: in order, by surprise, twice, late, and on
//! several threads (golden sequence 4). What only a store goes through is in `store.rs`.

use super::visit::Visit;
use super::working::read;
use crate::case::{Case, found, step};
use crate::kind;
use provider_runtime::Code;
use provider_runtime::abi::flag::*;
use provider_runtime::session::{Event, Mapi, Session};

/// Golden sequence 4.
pub fn held(case: &Case) {
    case.process(case.options(), |_, session| {
        let visit = Visit::begin(case, session);
        step("the session's Logoff");
        session.logoff();
        if let Some(visit) = visit {
            call_late(&visit);
            visit.release_late();
        }
    });
}

/// UNLOAD-4: the library stays for what the client holds.
pub fn held_for_good(case: &Case) {
    case.process(case.options(), |mapi, session| {
        let visit = Visit::begin(case, session);
        step("the session's Logoff");
        session.logoff();
        uninitialize(mapi);
        if let Some(visit) = visit {
            call_late(&visit);
            visit.release_late();
        }
    });
}

fn uninitialize(mapi: &Mapi) {
    step("the last MAPIUninitialize");
    let _ = mapi.uninitialize();
}

/// INVAL-1: each of them is invalidated.
pub fn call_late(visit: &Visit) {
    for object in visit.objects() {
        step(&format!("calls on an object of kind {} after the session's end", object.kind()));
        read(object);
        let _ = object.save(0);
        let _ = object.set_props(&[]);
    }
    let opened = &visit.opened;
    let (container, _) = kind::contents(visit.kind);
    step(&format!("calls on the {} after the session's end", kind::noun(visit.kind)));
    drop(opened.open(None, 0));
    let _ = opened.compare(b"one", b"other");
    let _ = opened.unadvise(1);
    let _ = visit.store().map(|store| store.store_logoff(LOGOFF_ORDERLY));
    step(&format!("calls on the {container} after the session's end"));
    if let Some(folder) = &visit.folder {
        drop((folder.contents(0), folder.hierarchy(0), folder.open_entry(None, 0)));
    }
    step("calls on the table after the session's end");
    if let Some(table) = &visit.table {
        let _ = (table.columns(0), table.row_count(), table.seek(BOOKMARK_BEGINNING, 0), table.rows(1, 0));
    }
    step("calls on the status object after the session's end");
    if let Some(Ok(status)) = visit.status.as_ref().map(|status| status.as_status()) {
        let _ = (status.validate_state(SUPPRESS_UI), status.flush_queues(0));
    }
}

pub fn reopened(case: &Case) {
    case.session(case.options(), |session| {
        for _ in 0..3 {
            let Some(visit) = Visit::begin(case, session) else { return };
            step("its Release, and then that of everything else");
            let Visit { opened, folder, table, message, status, .. } = visit;
            drop(opened);
            drop((folder, table, message, status));
        }
    });
}

/// SESSION-12
pub fn without_logoff(case: &Case) {
    case.released(case.options(), |_| {});
    case.released(case.options(), |session| drop(Visit::begin(case, session)));
}

/// SESSION-12
pub fn uninitialized(case: &Case) {
    case.process(case.options(), |mapi, session| {
        let visit = Visit::begin(case, session);
        uninitialize(mapi);
        if let Some(visit) = visit {
            call_late(&visit);
            visit.release_late();
        }
    });
}

/// V-44
pub fn ended_twice(case: &Case) {
    case.session(case.options().repeat_ends(), |session| {
        drop(Visit::begin(case, session));
        step("the session's Logoff, with each call twice");
    });
    case.process(case.options().repeat_ends(), |_, session| {
        let visit = Visit::begin(case, session);
        step("the session's Logoff, with each call twice, and everything held");
        session.logoff();
        visit.into_iter().for_each(Visit::release_late);
    });
}

/// How often threads meet.
pub const ROUNDS: usize = 20;

/// LOGOFF-13
pub fn read_during_logoff(case: &Case) {
    for _ in 0..ROUNDS {
        case.process(case.options(), |_, session| {
            let Some(visit) = Visit::begin(case, session) else { return };
            let barrier = std::sync::Barrier::new(3);
            step("two threads read while a third logs off");
            std::thread::scope(|threads| {
                for _ in 0..2 {
                    threads.spawn(|| {
                        barrier.wait();
                        visit.objects().for_each(read);
                        drop(visit.opened.open(None, 0));
                    });
                }
                barrier.wait();
                session.logoff();
            });
            visit.release_late();
        });
    }
}

/// What a host does out of order, how, and by which rule a provider then does what was left out.
type End = (&'static str, fn(&Session), Option<&'static str>);

/// Whether a logon's support object has not come to its last Release.
fn is_left(session: &Session) -> bool {
    let events = session.events();
    let is_new =
        |event: &&Event| event.code == Some(Code::OK) && event.fact("gave_logon").is_some_and(|gave| gave != 0);
    let logons = events.iter().filter(is_new).filter_map(|event| event.fact("logon"));
    let is_over = |logon| {
        let mut own = events.iter().filter(|event| event.name() == "sup.release" && event.fact("logon") == Some(logon));
        own.any(|release| release.fact("final") == Some(1))
    };
    logons.into_iter().any(|logon| !is_over(logon))
}

/// SHUT-5, SHUT-7, LOGOFF-7: the host's own fault; nothing crashes or hangs for it, and what it has
/// left out is done.
pub fn out_of_order(case: &Case) {
    const ENDS: [End; 3] = [
        ("every logon's Release without Logoff", |session| session.by_hand().release_logons(), Some("LOGOFF-7")),
        ("Shutdown of every provider object that has logons", |session| session.by_hand().shut_down(), Some("SHUT-5")),
        ("every provider object's Release before its logons'", |session| session.by_hand().release_provider(), None),
    ];
    for (what, end, rule) in ENDS {
        case.out_of_order(case.options(), |session| {
            let visit = Visit::begin(case, session);
            step(what);
            end(session);
            if let Some(rule) = rule.filter(|_| is_left(session)) {
                found(rule, rule, &format!("the support object is still held after {what}"), "logon");
            }
            visit.iter().for_each(call_late);
            step("the session's Logoff after it");
            session.logoff();
            visit.into_iter().for_each(Visit::release_late);
        });
    }
}
