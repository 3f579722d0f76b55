//! How providers of any kind, a session and MAPI end: in order, by surprise, twice, late, and on
//! several threads (golden sequence 4). What only a store goes through is in `store.rs`.

use super::visit::Visit;
use super::working::read;
use crate::case::{Case, step};
use crate::kind;
use provider_runtime::abi::flag::*;
use provider_runtime::session::{Mapi, Session};

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

/// What a host does out of order, and how.
type End = (&'static str, fn(&Session));

/// SHUT-5, SHUT-7, LOGOFF-7: the host's own fault; nothing crashes or hangs for it.
pub fn out_of_order(case: &Case) {
    const ENDS: [End; 3] = [
        ("every logon's Release without Logoff", |session| session.by_hand().release_logons()),
        ("Shutdown of every provider object that has logons", |session| session.by_hand().shut_down()),
        ("every provider object's Release before its logons'", |session| session.by_hand().release_provider()),
    ];
    for (what, end) in ENDS {
        case.out_of_order(case.options(), |session| {
            let visit = Visit::begin(case, session);
            step(what);
            end(session);
            visit.iter().for_each(call_late);
            step("the session's Logoff after it");
            session.logoff();
            visit.into_iter().for_each(Visit::release_late);
        });
    }
}
