//! What else happens inside a provider's call to MAPI: another thread calls the provider (THR-4),
//! or ends the session (LOGOFF-13, STORELOGOFF-15).

use super::visit::{Opened, Visit};
use super::working::{listen, read, write_back};
use crate::case::{Case, found, step};
use provider_runtime::Code;
use provider_runtime::abi::flag::*;
use provider_runtime::session::{Event, Kind, Meeting, Met, Object, OpenStore, Session, Sink};
use std::sync::mpsc::channel;
use std::sync::{Arc, Weak};
use std::time::Duration;

/// Calls to MAPI in a logon, in work, and in an end.
const OF_LOGONS: [&str; 10] = [
    "sup.section",
    "sup.uid+",
    "sup.row+",
    "sup.row~",
    "sup.wrap",
    "sup.subscribe",
    "sup.memory",
    "sup.new_uid",
    "sup.profile",
    "sup.spooler_notify",
];
const OF_WORK: [&str; 8] = [
    "sup.notify",
    "sup.subscribe",
    "sup.unsubscribe",
    "sup.row~",
    "sup.section",
    "sup.wrap",
    "sup.spooler_notify",
    "sup.yield",
];
const OF_ENDS: [&str; 5] = ["sup.unsubscribe", "sup.row+", "sup.row~", "sup.slt", "sup.release"];

/// So long another thread's call may take that nobody hinders.
const PATIENCE: Duration = Duration::from_secs(2);
/// So long a call waits that another thread may have to wait for.
const A_MOMENT: Duration = Duration::from_millis(80);

/// V-29: whether a lock was held.
fn is_locked(meeting: Meeting, event: &str, object: &str) -> bool {
    let is_late = meeting.end() == Met::Late;
    if is_late {
        let text = format!("another thread's call waited for a call to MAPI to return: {event}");
        found("V-29", "THR-4", &text, object);
    }
    is_late
}

/// THR-4, SUPREL-5
pub fn locks(case: &Case) {
    let is_held = OF_LOGONS.into_iter().any(|event| is_locked_in_a_logon(case, event))
        || OF_WORK.into_iter().any(|event| is_locked_in_work(case, event))
        || OF_ENDS.into_iter().any(|event| is_locked_in_an_end(case, event, false));
    if !is_held && case.kind == Kind::Store {
        let _ = OF_ENDS.into_iter().any(|event| is_locked_in_an_end(case, event, true));
    }
}

fn is_locked_in_a_logon(case: &Case, event: &'static str) -> bool {
    let mut is_held = false;
    case.session(case.options().eager_load(), |session| {
        let meeting = session.by_hand().meet_providers(event, PATIENCE);
        step(&format!("the provider object is asked on another thread inside {event}"));
        let visit = Visit::begin(case, session);
        is_held = is_locked(meeting, event, "provider");
        drop(visit);
    });
    is_held
}

/// What another thread may do with an object (THR-2).
fn touch(case_kind: Kind, object: &Object) {
    drop(object.another());
    if case_kind != Kind::Transport {
        read(object);
    }
}

fn touches(visit: &Weak<Visit>) -> impl FnOnce() + Send + 'static {
    let visit = Weak::clone(visit);
    move || {
        if let Some(visit) = visit.upgrade() {
            visit.objects().for_each(|object| touch(visit.kind, object));
        }
    }
}

/// Whatever may make a provider call MAPI.
fn work(case: &Case, session: &Session, visit: &Visit) {
    step("subscribing, writing back, and asking the status object");
    let sink = Sink::new(|_| {});
    listen(visit, &sink);
    visit.objects().for_each(|object| drop(object.set_props(&[])));
    write_back(visit);
    let advised = visit.opened.advise(None, 1, &sink).ok();
    let _ = advised.map(|connection| visit.opened.unadvise(connection));
    if let Some(Ok(status)) = visit.status.as_ref().map(|status| status.as_status()) {
        let _ = (status.validate_state(SUPPRESS_UI), status.flush_queues(FLUSH_NO_UI));
    }
    if case.kind == Kind::Transport {
        super::round(session);
    }
}

fn is_locked_in_work(case: &Case, event: &'static str) -> bool {
    let mut is_held = false;
    case.session(case.options(), |session| {
        let Some(visit) = Visit::begin(case, session).map(Arc::new) else { return };
        step(&format!("objects are called on another thread inside {event}"));
        let meeting = session.by_hand().meet(event, PATIENCE, touches(&Arc::downgrade(&visit)));
        work(case, session, &visit);
        is_held = is_locked(meeting, event, "object");
    });
    is_held
}

fn is_locked_in_an_end(case: &Case, event: &'static str, is_clients: bool) -> bool {
    let mut is_held = false;
    case.process(case.options(), |_, session| {
        let Some(mut visit) = Visit::begin(case, session) else { return };
        listen(&visit, &Sink::new(|_| {}));
        let opened = is_clients.then(|| std::mem::replace(&mut visit.opened, Opened::Post));
        let visit = Arc::new(visit);
        step(&format!("objects are called on another thread inside {event} of the end"));
        let meeting = session.by_hand().meet(event, PATIENCE, touches(&Arc::downgrade(&visit)));
        drop(opened);
        session.logoff();
        is_held = is_locked(meeting, event, "object");
        if let Some(visit) = Arc::into_inner(visit) {
            visit.release_late();
        }
    });
    is_held
}

/// Runs `work`, and `meanwhile` on another thread inside the next call of this event, which goes on
/// when `meanwhile` has come back, or after a moment.
fn beside(session: &Session, event: &'static str, work: impl FnOnce(), meanwhile: impl FnOnce() + Send) {
    let (begin, begun) = channel();
    let (end, ended) = channel();
    let inside = begin.clone();
    session.by_hand().inside(event, move || {
        let _ = inside.send(true);
        let _ = ended.recv_timeout(A_MOMENT);
    });
    std::thread::scope(|threads| {
        threads.spawn(move || {
            if begun.recv() == Ok(true) {
                meanwhile();
            }
            let _ = end.send(());
        });
        work();
        let _ = begin.send(false);
    });
}

/// LOGOFF-13: the call is finished, or fails, and uses nothing that is gone.
pub fn ended_in_work(case: &Case) {
    for event in OF_WORK {
        case.process(case.options(), |_, session| {
            let Some(visit) = Visit::begin(case, session) else { return };
            step(&format!("the session's Logoff on another thread inside {event}"));
            beside(session, event, || work(case, session, &visit), || drop(session.logoff()));
            session.logoff();
            visit.release_late();
        });
    }
}

/// Whether a Logoff has begun and returned inside a call of this event.
fn has_overtaken(events: &[Event], event: &str) -> bool {
    let span = |event: &Event| Some((event.time, event.time + event.took()?));
    let of = |name: &str| events.iter().filter(|event| event.name() == name).filter_map(span).collect::<Vec<_>>();
    let logoffs = of("logon.logoff");
    of(event).iter().any(|around| logoffs.iter().any(|logoff| around.0 < logoff.0 && logoff.1 < around.1))
}

/// STORELOGOFF-15: both return only when the store is closed.
pub fn ended_in_an_end(case: &Case) {
    for event in ["sup.unsubscribe", "sup.slt"] {
        case.process(case.options(), |_, session| {
            let Some(visit) = Visit::begin(case, session) else { return };
            listen(&visit, &Sink::new(|_| {}));
            let Visit { opened, folder, table, message, status, .. } = visit;
            step(&format!("the session's Logoff on another thread inside {event} of a store's last Release"));
            beside(session, event, || drop(opened), || drop(session.logoff()));
            if has_overtaken(&session.events(), event) {
                let text = format!("Logoff returned while the store's last Release was inside {event}");
                found("STORELOGOFF-15", "STORELOGOFF-15", &text, "logon");
            }
            session.logoff();
            drop((folder, table, message, status));
        });
    }
}

/// MSLOGON-8: the store that closes is not open any more.
pub fn opened_in_an_end(case: &Case) {
    for event in ["sup.unsubscribe", "sup.slt"] {
        case.session(case.options(), |session| {
            let Some(store) = case.open(session) else { return };
            let _ = store.advise(None, 1, &Sink::new(|_| {}));
            step(&format!("opening the store on another thread inside {event} of its last Release"));
            let mut opened = None;
            let wish = OpenStore::new().flags(MDB_NO_DIALOG);
            beside(session, event, || drop(store), || opened = session.open_store(&wish).ok());
            if opened.is_some_and(|store| store.get_props(None, 0).0 == Code::INVALID_OBJECT) {
                let text = "a logon gave a store that was in its last Release";
                found("MSLOGON-8", "MSLOGON-8", text, "provider");
            }
        });
    }
}
