//! What only a store goes through: StoreLogoff, one store opened more than once, and what else its
//! logon call takes (golden sequences 2, 3 and 9).

use super::junk;
use super::lasting::expect_alive;
use super::visit::{Opened, Visit};
use super::working::read;
use crate::case::{Case, found, open_store, step};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::iid::*;
use provider_runtime::session::{Object, OpenStore, Session};
use provider_runtime::{Code, tags};

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
            let Opened::Store(store) = visit.opened else { return };
            step(&format!("StoreLogoff({flags:#x})"));
            store.store_logoff(flags);
            step("the store's Release");
            drop(store);
        });
    }
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
        let stay: &Object = &stays;
        expect_alive([stay].into_iter(), "STORELOGOFF-5", "after StoreLogoff through another reference");
        drop(goes);
        let visit = Visit::of(case, session, Opened::Store(stays));
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
            let one = open_store(session, &wish);
            let other = open_store(session, &wish);
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

/// STORELOGOFF-15, T-59
pub fn meeting(case: &Case) {
    for _ in 0..super::closing::ROUNDS {
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

/// LOGON-1
pub fn bare_call(case: &Case) {
    case.session(case.options(), |session| {
        let wish = OpenStore::new().flags(MDB_NO_DIALOG).without_optional_outputs();
        let Some(store) = case.open_as(session, wish.clone()) else { return };
        let again = case.open_as(session, wish);
        step("the store's Releases");
        drop((store, again));
    });
}

/// SPOOL-2 to SPOOL-6
pub fn with_spooler(case: &Case) {
    case.session(case.options().with_mail(), |session| {
        let Some(store) = case.open(session) else { return };
        step("StoreLogoff(ORDERLY)");
        store.store_logoff(LOGOFF_ORDERLY);
        step("the store's Release");
        drop(store);
        drop(Visit::begin(case, session));
    });
    case.session(case.options().with_mail(), |session| {
        let client = case.open(session);
        step("the spooler's logon on the clients' provider object");
        let spooler = session.open_store(&OpenStore::new().flags(MDB_NO_DIALOG).spooler());
        step("the Releases");
        drop(spooler);
        drop(client);
    });
}

/// MSLOGON-4
pub fn interfaces(case: &Case) {
    let nobodys = Iid(*b"nobody has this.");
    for iid in [IID_IUnknown, IID_IMAPIProp, IID_IMsgStore, nobodys] {
        case.session(case.options(), |session| {
            let wish = || OpenStore::new().flags(MDB_NO_DIALOG).interface(iid);
            step("opening the store by an interface");
            let store = session.open_store(&wish());
            step("opening it again by the same interface");
            let again = session.open_store(&wish());
            let plain = case.open(session);
            step("opening it by an interface that nobody has");
            let none = session.open_store(&OpenStore::new().flags(MDB_NO_DIALOG).interface(nobodys));
            let events = session.events();
            let last = events.iter().rev().find(|event| event.name() == "prov.logon");
            if last.is_some_and(|logon| logon.code == Some(Code::OK)) {
                found("MSLOGON-4", "MSLOGON-4", "Logon succeeded for an interface that nobody has", "provider");
            }
            step("the Releases");
            drop((store, again, plain, none));
        });
    }
}

/// MSLOGON-3
pub fn identifiers(case: &Case) {
    case.session(case.options(), |session| {
        let real = own_entry(case, session);
        for entry in junk(&real) {
            step(&format!("opening the store by {} bytes of junk", entry.len()));
            drop(session.open_store(&OpenStore::new().flags(MDB_NO_DIALOG).entry(&entry)));
        }
        let Some(store) = case.open(session) else { return };
        for entry in junk(&real) {
            step(&format!("opening an open store by {} bytes of junk", entry.len()));
            drop(session.open_store(&OpenStore::new().flags(MDB_NO_DIALOG).entry(&entry)));
        }
        drop(store);
    });
}

/// What the store calls itself.
fn own_entry(case: &Case, session: &Session) -> Vec<u8> {
    let store = case.open(session);
    let entry = store.and_then(|store| store.get(tags::ENTRYID).ok());
    entry.and_then(|entry| entry.as_binary().map(<[u8]>::to_vec)).unwrap_or_else(|| vec![1; 40])
}
