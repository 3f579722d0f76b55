//! What stays the same from one session, or one logon, to the next: UIDs and identifiers (UID-5,
//! OPEN-*), and what a logon is left with (STATOBJ-3).

use super::visit::{Opened, Visit, status_of};
use crate::case::{Case, found, step, warned};
use provider_runtime::abi::flag::*;
use provider_runtime::session::{Object, OpenStore, Profile, Session};
use provider_runtime::{Code, tags};

/// PR_ENTRYID
pub fn identifier(object: &Object) -> Option<Vec<u8>> {
    object.get(tags::ENTRYID).ok()?.as_binary().map(<[u8]>::to_vec)
}

/// What a session has of identifiers, and its profile at its end.
struct Identifiers {
    uids: Vec<[u8; 16]>,
    of_objects: Vec<Vec<u8>>,
    profile: Profile,
}

/// T-97
pub fn next_session(case: &Case) {
    let mut first = None;
    case.session(case.options(), |session| {
        let Some(visit) = Visit::begin(case, session) else { return };
        let of_objects = visit.objects().filter_map(identifier).collect();
        first = Some(Identifiers { uids: session.registered().uids(), of_objects, profile: session.profile() });
    });
    let Some(first) = first else { return };
    case.session(case.options().profile(first.profile), |session| {
        let Some(visit) = Visit::begin(case, session) else { return };
        step("looking at the UIDs of the next session");
        let uids = session.registered().uids();
        if !first.uids.is_empty() && !uids.iter().any(|uid| first.uids.contains(uid)) {
            return found("UID-5", "UID-5", "the UIDs of the next session are others", "logon");
        }
        for entry in first.of_objects {
            step("opening an object by its identifier of the session before");
            if let Err(error) = session.open(&entry, 0) {
                let text = format!("an identifier of the session before is answered with {}", error.code());
                found("OPEN-10", "OPEN-10", &text, "logon");
            }
        }
        drop(visit);
    });
}

/// UID-4, OPEN-11: what identifiers carry.
pub fn identifiers(case: &Case, session: &Session, visit: &Visit) {
    let uids = session.registered().uids();
    for object in visit.objects() {
        let Some(entry) = identifier(object) else { continue };
        match object.kind() {
            MAPI_STORE if OpenStore::unwrapped(&entry).is_none() => {
                found("OPEN-11", "OPEN-11", "a client gets the store's PR_ENTRYID without MAPI's wrapper", "store");
            }
            MAPI_STORE | MAPI_STATUS => {}
            _ if entry.get(4..20).is_none_or(|uid| !uids.iter().any(|own| own == uid)) => {
                warned("V-11", "UID-4", "an entry identifier carries a UID that is not registered", "object");
            }
            _ => {}
        }
    }
    roots(case, visit);
}

/// OPEN-4, OPEN-5
fn roots(case: &Case, visit: &Visit) {
    let all = match &visit.opened {
        Opened::Store(store) => vec![store.open(None, 0)],
        Opened::Book(book) => book.roots(0),
        Opened::Post => Vec::new(),
    };
    for root in all {
        match root {
            Err(error) => {
                let text = format!("OpenEntry without an identifier answered {}", error.code());
                found("OPEN-4", "OPEN-4", &text, "logon");
            }
            Ok(root) if root.kind() != crate::kind::container(case.kind) => {
                let text = format!("OpenEntry said of the root that it is of kind {}", root.kind());
                found("OPEN-5", "OPEN-5", &text, "logon");
            }
            Ok(_) => {}
        }
    }
}

/// OPEN-8: by its provider object, with no store open.
pub fn compared(case: &Case) {
    case.session(case.options(), |session| {
        let Some(store) = case.open(session) else { return };
        let Some(entry) = identifier(&store).filter(|entry| OpenStore::unwrapped(entry).is_some()) else { return };
        drop(store);
        step("comparing identifiers of stores with no store open");
        if !session.compare(&entry, &entry).is_ok_and(|same| same) {
            found("OPEN-8", "OPEN-8", "CompareStoreIDs does not find a store's identifier equal to itself", "provider");
        }
        let mut other = entry.clone();
        other.iter_mut().rev().take(8).for_each(|byte| *byte = !*byte);
        if session.compare(&entry, &other).is_ok_and(|same| same) {
            found("OPEN-8", "OPEN-8", "CompareStoreIDs finds identifiers equal that are not", "provider");
        }
    });
}

/// STATOBJ-3: a status object that is gone leaves nothing on its logon.
pub fn without_cycle(case: &Case) {
    let left = [false, true].map(|has_status| {
        let mut left = Vec::new();
        case.process(case.options(), |_, session| {
            let wish = OpenStore::new().flags(MDB_NO_DIALOG);
            step("a logon whose status object was opened, or was not");
            let Ok(opened) = Opened::attempt(case, session, &wish) else { return };
            if has_status {
                drop(status_of(case, session, &opened, 0));
            }
            session.logoff();
            let events = session.events();
            let released = events.iter().filter(|event| event.name() == "logon.release");
            left = released.filter_map(|event| event.fact("left")).collect();
            drop(opened);
        });
        left
    });
    let [without, with] = left;
    if without.iter().sum::<u64>() < with.iter().sum::<u64>() {
        let text = "a logon keeps a reference more after its Logoff if its status object was opened";
        found("STATOBJ-3", "STATOBJ-3", text, "logon");
    }
}

/// Whether what is open answers as if it were not: by this rule.
pub fn expect_alive<'o>(objects: impl Iterator<Item = &'o Object>, rule: &'static str, when: &str) {
    for object in objects {
        if object.get_props(None, 0).0 == Code::INVALID_OBJECT {
            let text = format!("an object answers MAPI_E_INVALID_OBJECT {when}");
            found(rule, rule, &text, "object");
        }
    }
}
