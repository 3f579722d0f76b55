//! How a store, a session and MAPI end: in order, by surprise, twice, late, and on several threads (golden sequences 2 to 4
//! and 9).

use super::Visit;
use super::working::read;
use crate::case::{Case, step};
use provider_runtime::abi::flag::*;
use provider_runtime::session::{Mapi, OpenStore};
use provider_runtime::tags;

/// Golden sequence 3.
pub fn released(case: &Case) {
    case.session(case.options(), |session| {
        let store = case.open(session);
        step("the store's Release");
        drop(store);
    });
}

/// Golden sequence 2.
pub fn closed(case: &Case) {
    for flags in [0, LOGOFF_NO_WAIT, LOGOFF_ORDERLY, LOGOFF_PURGE, LOGOFF_ABORT, LOGOFF_QUIET] {
        case.session(case.options(), |session| {
            let Some(visit) = Visit::begin(case, session) else { return };
            let Visit { store, .. } = visit;
            step(&format!("StoreLogoff({flags:#x})"));
            store.store_logoff(flags);
            step("the store's Release");
            drop(store);
        });
    }
}

/// Golden sequence 4.
pub fn held(case: &Case) {
    case.process(case.options(), |_, session| {
        let visit = Visit::begin(case, session);
        step("the session's Logoff");
        session.logoff();
        if let Some(visit) = visit {
            call_late(&visit);
            release_late(visit);
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
            release_late(visit);
        }
    });
}

fn uninitialize(mapi: &Mapi) {
    step("the last MAPIUninitialize");
    let _ = mapi.uninitialize();
}

/// INVAL-1: each of them is a husk.
fn call_late(visit: &Visit) {
    for object in visit.objects() {
        step(&format!("calls on an object of kind {} behind the session's end", object.kind()));
        read(object);
        let _ = object.save(0);
        let _ = object.set_props(&[]);
    }
    step("calls on the store behind the session's end");
    let store = &visit.store;
    drop(store.open(None, 0));
    let _ = store.compare(b"one", b"other");
    let _ = store.unadvise(1);
    store.store_logoff(LOGOFF_ORDERLY);
    step("calls on the folder behind the session's end");
    if let Some(folder) = &visit.folder {
        drop((folder.contents(0), folder.hierarchy(0), folder.open_entry(None, 0)));
    }
    step("calls on the table behind the session's end");
    if let Some(table) = &visit.table {
        let _ = (table.columns(0), table.row_count(), table.seek(BOOKMARK_BEGINNING, 0), table.rows(1, 0));
    }
    step("calls on the status object behind the session's end");
    if let Some(status) = &visit.status {
        let _ = (status.validate_state(SUPPRESS_UI), status.flush_queues(0));
    }
}

fn release_late(visit: Visit) {
    let Visit { store, folder, table, message, status } = visit;
    step("the table's late Release");
    drop(table);
    step("the message's late Release");
    drop(message);
    step("the status object's late Release");
    drop(status);
    step("the store's late Release");
    drop(store);
    step("the folder's late Release");
    drop(folder);
}

pub fn reopened(case: &Case) {
    case.session(case.options(), |session| {
        for _ in 0..3 {
            let Some(visit) = Visit::begin(case, session) else { return };
            step("the store's Release, and then that of everything else");
            let Visit { store, folder, table, message, status } = visit;
            drop(store);
            drop((folder, table, message, status));
        }
    });
}

/// Golden sequence 9.
pub fn twice_first_closes_first(case: &Case) {
    twice(case, true);
}

/// Golden sequence 9.
pub fn twice_second_closes_first(case: &Case) {
    twice(case, false);
}

fn twice(case: &Case, first_closes_first: bool) {
    case.session(case.options(), |session| {
        let (Some(one), Some(other)) = (case.open(session), case.open(session)) else { return };
        let (goes, stays) = if first_closes_first { (one, other) } else { (other, one) };
        step("StoreLogoff and Release of the one reference");
        goes.store_logoff(LOGOFF_ORDERLY);
        drop(goes);
        let visit = Visit::of(stays);
        step("reading through the other reference");
        visit.objects().for_each(read);
    });
}

/// MSLOGON-6: by what the store calls itself.
pub fn twice_by_entry(case: &Case) {
    case.session(case.options(), |session| {
        let Some(store) = case.open(session) else { return };
        let Ok(entry) = store.get(tags::ENTRYID) else { return };
        let Some(entry) = entry.as_binary() else { return };
        let wish = OpenStore::new().flags(MDB_WRITE | MDB_NO_DIALOG).entry(entry);
        for closes_first in [false, true] {
            step("opening an open store twice by its own identifier");
            let (one, other) = (session.open_store(&wish), session.open_store(&wish));
            step("the Releases");
            if closes_first {
                drop(one);
                drop(other);
            } else {
                drop(other);
                drop(one);
            }
        }
        drop(store);
        step("opening a closed store by its own identifier");
        drop((session.open_store(&wish), session.open_store(&wish)));
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
            release_late(visit);
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
        visit.into_iter().for_each(release_late);
    });
}

/// V-45
pub fn every_flag(case: &Case) {
    const INPUTS: [u32; 5] = [LOGOFF_NO_WAIT, LOGOFF_ORDERLY, LOGOFF_PURGE, LOGOFF_ABORT, LOGOFF_QUIET];
    const OUTPUTS: [u32; 4] = [LOGOFF_COMPLETE, LOGOFF_INBOUND, LOGOFF_OUTBOUND, LOGOFF_OUTBOUND_QUEUE];
    let pairs = INPUTS.iter().flat_map(|one| INPUTS.iter().map(move |other| one | other));
    let unknown = (5..32).map(|bit| 1 << bit).filter(|flag| !OUTPUTS.contains(flag));
    let all: Vec<u32> = [0].into_iter().chain(pairs).chain(unknown).chain([u32::MAX]).collect();
    case.session(case.options(), |session| {
        let Some(first) = case.open(session) else { return };
        // A second reference, so that no call has the last one.
        let second = first.another();
        for flags in all {
            step(&format!("StoreLogoff({flags:#x})"));
            first.store_logoff(flags);
        }
        step("the store's Releases");
        drop((first, second));
    });
}

/// STORELOGOFF-4
pub fn quietly(case: &Case) {
    for activity in [0, LOGOFF_INBOUND, LOGOFF_OUTBOUND, LOGOFF_OUTBOUND_QUEUE | LOGOFF_OUTBOUND] {
        for before in [None, Some(LOGOFF_ORDERLY)] {
            case.session(case.options().activity(activity), |session| {
                let Some(store) = case.open(session) else { return };
                if let Some(flags) = before {
                    store.store_logoff(flags);
                }
                step("StoreLogoff(QUIET)");
                store.store_logoff(LOGOFF_QUIET);
                read(&store);
                step("the store's Release");
                drop(store);
            });
        }
    }
}

/// How often threads meet.
const ROUNDS: usize = 20;

/// STORELOGOFF-15, T-59
pub fn meeting(case: &Case) {
    for _ in 0..ROUNDS {
        case.process(case.options(), |_, session| {
            let Some(store) = case.open(session) else { return };
            let barrier = std::sync::Barrier::new(2);
            step("Release and Logoff on two threads");
            std::thread::scope(|threads| {
                threads.spawn(|| {
                    barrier.wait();
                    drop(store);
                });
                barrier.wait();
                session.logoff();
            });
        });
    }
}

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
                        drop(visit.store.open(None, 0));
                    });
                }
                barrier.wait();
                session.logoff();
            });
            release_late(visit);
        });
    }
}
