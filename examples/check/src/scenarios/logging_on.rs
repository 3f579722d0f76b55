//! How a provider is loaded, initialised and logged on, and what can be wrong with that (golden sequence 8).

use super::working::read;
use super::{Visit, junk};
use crate::case::{Case, step};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::iid::*;
use provider_runtime::session::{OpenStore, Session};
use provider_runtime::tags;

/// SHUT-8
pub fn never(case: &Case) {
    step("initialising the provider");
    case.session(case.options().eager_load(), |_| {});
    case.process(case.options().eager_load(), |_, _| {});
}

/// Golden sequence 8: a version that no provider can have yet.
pub fn version_refused(case: &Case) {
    case.session(case.options().versions(0x7FFF_0000..=0x7FFF_FFFF), |session| {
        step("initialising the provider by a host that wants a later version");
        drop(session.open_store(&OpenStore::new().flags(MDB_NO_DIALOG)));
    });
}

/// VER-2
pub fn session_too_old(case: &Case) {
    case.session(case.options().versions(1..=1), |session| {
        step("initialising the provider by a host of version 0.0.1");
        drop(session.open_store(&OpenStore::new().flags(MDB_NO_DIALOG)));
    });
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

pub fn lenient(case: &Case) {
    case.session(case.options().lenient_support(), |session| {
        drop(Visit::begin(case, session));
        step("the session's Logoff with the store open again");
        drop(case.open(session));
    });
}

/// UNLOAD-2, LOAD-3
pub fn eager_unload(case: &Case) {
    for _ in 0..3 {
        case.session(case.options().eager_unload(), |session| {
            drop(Visit::begin(case, session));
            step("the session's Logoff, which frees the library");
        });
    }
}

/// ENTRY-7, ENTRY-8
pub fn init_per_entry(case: &Case) {
    const NAMES: [&str; 2] = ["First", "Second"];
    case.session(case.options_with(&NAMES).init_per_profile_entry(), |session| {
        let wishes = NAMES.map(|name| OpenStore::new().named(name).flags(MDB_NO_DIALOG));
        let [one, other] = wishes.map(|wish| case.open_as(session, wish).map(Visit::of));
        [&one, &other].into_iter().flatten().flat_map(Visit::objects).for_each(read);
        step("the Releases");
        drop(one);
        drop(other);
    });
}

/// ENTRY-8
pub fn two_sessions(case: &Case) {
    case.session(case.options(), |outer| {
        let one = Visit::begin(case, outer);
        case.session(case.options(), |inner| {
            let other = Visit::begin(case, inner);
            other.iter().flat_map(Visit::objects).for_each(read);
        });
        step("reading in the one session behind the other's end");
        one.iter().flat_map(Visit::objects).for_each(read);
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

/// MEM-10, T-90
pub fn out_of_memory(case: &Case) {
    /// A visit that asks for memory more often is not followed to its end.
    const CALLS: u64 = 120;
    /// Memory that is lost keeps the session's allocators busy, and there are not many.
    const LOSSES: usize = 16;
    let mut losses = 0;
    for call in 1..=CALLS {
        let mut is_reached = false;
        let is_lost = case.session(case.options(), |session| {
            let memory = session.memory();
            let before = memory.calls();
            memory.fail_at(Some(call));
            step(&format!("a visit whose allocation {call} fails"));
            let store = session.open_store(&OpenStore::new().flags(MDB_NO_DIALOG));
            let visit = store.ok().map(Visit::of);
            visit.iter().flat_map(Visit::objects).for_each(read);
            drop(visit);
            is_reached = memory.calls() - before >= call;
            memory.fail_at(None);
            step(&format!("the end behind a visit whose allocation {call} failed"));
        });
        losses += usize::from(is_lost);
        if !is_reached || losses == LOSSES {
            return;
        }
    }
}
