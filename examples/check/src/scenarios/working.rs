//! What a client does with what it has opened: it reads, opens, asks and listens. It writes back
//! what it has read, into a store's message, nothing else.

use super::visit::{Opened, Visit, entries, message_in, status_of};
use super::{junk, lasting};
use crate::case::{Case, found, step};
use crate::kind;
use provider_runtime::abi::flag::*;
use provider_runtime::abi::iid::*;
use provider_runtime::session::{Object, Options, Sink};
use provider_runtime::{Code, Error, PropTag, Property, tags};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Flags that no method knows.
const UNKNOWN: u32 = 0x0800_0000;

/// A name in each width and in none, under a wrong type; an identifier, a kind, and ids that nobody
/// has.
const ASKED: [PropTag; 9] = [
    PropTag(0x3001_001F),
    PropTag(0x3001_001E),
    PropTag(0x3001_0000),
    PropTag(0x3001_0003),
    tags::ENTRYID::ID,
    PropTag(0x0FFE_0003),
    PropTag(0x7FFE_001F),
    PropTag(0x66FF_0102),
    PropTag(0),
];

/// Everything that can be read of an object, in both widths.
pub fn read(object: &Object) {
    for flags in [0, MAPI_UNICODE] {
        object.get_props(Some(&ASKED), flags);
        object.get_props(None, flags);
        let _ = object.prop_list(flags);
        let _ = object.last_error(Code::NOT_FOUND, flags);
    }
}

/// ERR-4
pub fn identities(case: &Case) {
    case.session(case.options(), |session| {
        let Some(visit) = Visit::begin(case, session) else { return };
        for object in visit.objects() {
            step(&format!("QueryInterface of an object of kind {}", object.kind()));
            object.probe(match object.kind() {
                MAPI_STORE => IID_IMsgStore,
                MAPI_FOLDER => IID_IMAPIFolder,
                MAPI_MESSAGE => IID_IMessage,
                MAPI_STATUS => IID_IMAPIStatus,
                MAPI_ABCONT => IID_IABContainer,
                MAPI_MAILUSER => IID_IMailUser,
                MAPI_DISTLIST => IID_IDistList,
                _ => IID_IMAPIProp,
            });
            object.query(IID_IMAPIProp);
        }
        step("QueryInterface of provider objects and logon objects");
        session.by_hand().probe_providers();
        lasting::identifiers(case, session, &visit);
    });
}

pub fn properties(case: &Case) {
    case.session(case.options(), |session| {
        let Some(visit) = Visit::begin(case, session) else { return };
        for object in visit.objects() {
            step(&format!("reading properties of an object of kind {}", object.kind()));
            read(object);
            object.get_props(None, UNKNOWN);
            let _ = (object.prop_list(UNKNOWN), object.last_error(Code::OK, UNKNOWN), object.set_props(&[]));
            for (_, values) in [object.get_props(None, 0), object.get_props(None, MAPI_UNICODE)] {
                let tags: Vec<_> = values.iter().map(|property| property.tag).collect();
                object.get_props(Some(&tags), 0);
            }
        }
    });
}

/// V-48: nothing else is open that could have a reference on it.
pub fn alone(case: &Case) {
    case.session(case.options(), |session| {
        let Some(opened) = Opened::quietly(case, session) else { return };
        let (container, entry) = kind::contents(case.kind);
        step(&format!("the root {container} alone"));
        drop(opened.root());
        step(&format!("the first {entry} alone"));
        let message = opened.root().and_then(|folder| message_in(case.kind, &opened, &folder, 2));
        drop(message);
        step("a table alone");
        let table = opened.root().and_then(|folder| folder.contents(0).or_else(|_| folder.hierarchy(0)).ok());
        drop(table);
        step("the status object alone");
        drop(status_of(case, session, &opened, 0));
    });
}

pub fn tables(case: &Case) {
    case.session(case.options(), |session| {
        let Some(visit) = Visit::begin(case, session) else { return };
        let Some(folder) = &visit.folder else { return };
        for flags in [0, MAPI_UNICODE, UNKNOWN] {
            for table in [folder.contents(flags), folder.hierarchy(flags)].into_iter().flatten() {
                step("reading a table");
                let _ = (table.columns(0), table.columns(TBL_ALL_COLUMNS), table.row_count());
                let _ = (table.rows(2, 0), table.rows(2, TBL_NOADVANCE), table.rows(-2, 0));
                let _ = (table.seek(BOOKMARK_BEGINNING, 1), table.seek(BOOKMARK_END, -1), table.seek(77, 1));
                let _ = (table.seek(BOOKMARK_CURRENT, i32::MAX), table.seek(BOOKMARK_CURRENT, i32::MIN));
                let _ = (table.set_columns(&ASKED), table.seek(BOOKMARK_BEGINNING, 0), table.rows(i32::MAX, 0));
                let _ = (table.set_columns(&[]), table.rows(1, UNKNOWN), table.rows(0, 0));
            }
        }
    });
}

/// OPEN-3
pub fn identifiers(case: &Case) {
    case.session(case.options(), |session| {
        let Some(visit) = Visit::begin(case, session) else { return };
        let entry = |object: &Object| object.get(tags::ENTRYID).ok()?.as_binary().map(<[u8]>::to_vec);
        let real: Vec<_> = visit.objects().filter_map(entry).collect();
        let made = real.iter().map(Vec::as_slice).chain([[1; 40].as_slice()]).flat_map(junk);
        for entry in made.chain(real.iter().cloned()) {
            step(&format!("opening an object by {} bytes: {:02x?}", entry.len(), entry.get(..24).unwrap_or(&entry)));
            let opened = visit.opened.open(Some(&entry), 0);
            let below = visit.folder.as_ref().map(|folder| folder.open_entry(Some(&entry), 0));
            let is_opened = opened.is_ok() || below.as_ref().is_some_and(Result::is_ok);
            // What somebody has made may be of any form; this is of none.
            if is_opened && entry.len() > 3 && entry.windows(2).all(|two| two.first() == two.last()) {
                found("OPEN-3", "OPEN-3", "OpenEntry opened something by bytes that are no identifier", "logon");
            }
            drop((opened, below, session.open(&entry, 0)));
            for other in &real {
                let _ = (visit.opened.compare(&entry, other), session.compare(&entry, other));
            }
        }
        step("opening the root by an interface that nobody has");
        drop(visit.store().map(|store| store.open_as(None, 0, Some(Iid(*b"nobody has this.")))));
        drop(visit.opened.open(None, UNKNOWN));
    });
}

/// V-13. What would show a dialog or change a password is asked for only where the row says that it
/// is not there.
pub fn status(case: &Case) {
    case.session(case.options(), |session| {
        let Some(visit) = Visit::begin(case, session) else { return };
        let has = |row: &[Property], method: u32| {
            let methods = row.iter().find(|property| property.tag == tags::RESOURCE_METHODS);
            methods.and_then(|methods| methods.value.as_i32()).is_none_or(|all| all.cast_unsigned() & method != 0)
        };
        let row = session.registered().rows().into_iter().next().unwrap_or_default();
        for flags in [0, MAPI_MODIFY] {
            let Some(status) = status_of(case, session, &visit.opened, flags) else {
                if flags != 0 && visit.status.is_some() {
                    found("STATOBJ-2", "STATOBJ-2", "OpenStatusEntry fails for MAPI_MODIFY", "logon");
                }
                continue;
            };
            step("the status object's methods");
            read(&status);
            let Ok(status) = status.as_status() else {
                found("STATOBJ-2", "STATOBJ-2", "OpenStatusEntry does not say that its object is MAPI_STATUS", "logon");
                continue;
            };
            if status.validate_state(SUPPRESS_UI).is_err_and(|error| error.code() == Code::NO_SUPPORT) {
                found("STATOBJ-4", "STATOBJ-4", "the status object has no ValidateState", "status");
            }
            let _ = status.flush_queues(0);
            if !has(&row, STATUS_SETTINGS_DIALOG) {
                let _ = status.settings_dialog(UI_READONLY);
            }
            if !has(&row, STATUS_CHANGE_PASSWORD) {
                let _ = status.change_password();
            }
        }
        step("opening the status object with unknown flags");
        drop(status_of(case, session, &visit.opened, UNKNOWN));
        step("opening the status object by its row");
        let table = session.status_table();
        let entries = table.map(|table| entries(&table, 50)).unwrap_or_default();
        for entry in entries {
            drop(session.open(&entry, 0));
        }
    });
}

/// NOTIF-4, V-17
pub fn subscriptions(case: &Case) {
    for closes in [true, false] {
        let sink = Sink::new(|_| {});
        case.process(case.options(), |_, session| {
            let Some(visit) = Visit::begin(case, session) else { return };
            step("subscribing");
            listen(&visit, &sink);
            let first = visit.opened.advise(None, ALL, &sink);
            step("cancelling one subscription, and some that there are not");
            for connection in [first.unwrap_or(0), 0, usize::MAX] {
                let is_done = visit.opened.unadvise(connection).is_ok();
                if is_done && connection == usize::MAX {
                    found("NOTIF-5", "NOTIF-5", "Unadvise succeeded for a connection that there is not", "object");
                }
            }
            if closes {
                step("the Release with subscriptions");
                drop(visit);
                session.logoff();
            } else {
                step("the session's Logoff with subscriptions");
                session.logoff();
            }
        });
        if sink.held() > 0 {
            found("NOTIF-3", "NOTIF-3", "a client's sink is still held after the end", "sink");
        }
    }
}

/// Every event of objects and tables.
const ALL: u32 = 0x1FF;

/// Subscriptions to the store, to each object, and to the table.
pub fn listen(visit: &Visit, sink: &Sink) {
    let _ = visit.opened.advise(None, ALL, sink);
    for object in visit.objects() {
        let entry = object.get(tags::ENTRYID).ok();
        if let Some(entry) = entry.as_ref().and_then(|entry| entry.as_binary()) {
            let _ = visit.opened.advise(Some(entry), ALL, sink);
        }
    }
    let _ = visit.table.as_ref().map(|table| table.advise(fnevTableModified, sink));
    let _ = visit.opened.advise(Some(b"junk"), ALL, sink);
    if let Some(mut entry) = visit.folder.as_ref().and_then(lasting::identifier) {
        entry.extend([0xFF; 7]);
        let _ = visit.opened.advise(Some(&entry), ALL, sink);
    }
}

/// NOTIF-7
pub fn notified_later(case: &Case) {
    notified(case, case.options());
}

/// NOTIF-7, the other reading; a sink that calls the store again (THR-4).
pub fn notified_inside(case: &Case) {
    notified(case, case.options().deliver_inside());
}

/// One more subscription, to the store, or to the first object that has an identifier.
pub fn listen_to_first(visit: &Visit, sink: &Sink) -> Result<usize, Error> {
    let entry = visit.objects().find_map(|object| object.get(tags::ENTRYID).ok());
    let entry = entry.as_ref().and_then(|entry| entry.as_binary()).filter(|_| visit.store().is_none());
    visit.opened.advise(entry, ALL, sink)
}

fn notified(case: &Case, options: Options) {
    case.session(options, |session| {
        let Some(visit) = Visit::begin(case, session) else { return };
        let visit = Arc::new(visit);
        let weak = Arc::downgrade(&visit);
        let depth = AtomicUsize::new(0);
        let sink = Sink::new(move |_| {
            // A sink that reads may be told of what it causes.
            if depth.fetch_add(1, Ordering::Relaxed) < 4 {
                weak.upgrade().iter().flat_map(|visit| visit.objects()).for_each(read);
            }
        });
        step("subscribing");
        listen(&visit, &sink);
        write_back(&visit);
        session.deliver();
        step("the Releases");
    });
}

/// Writes what was read: the subject of a store's message.
pub fn write_back(visit: &Visit) {
    let Opened::Store(_) = visit.opened else { return };
    let Some(entry) = visit.message.as_ref().and_then(|message| message.get(tags::ENTRYID).ok()) else { return };
    let Some(entry) = entry.as_binary() else { return };
    step("opening a message for writing");
    let Ok(message) = visit.opened.open(Some(entry), MAPI_MODIFY) else { return };
    let Ok(subject) = message.get(tags::SUBJECT) else { return };
    step("SetProps and SaveChanges with what was read");
    let _ = message.set_props(&[Property::new(tags::SUBJECT::ID, subject)]);
    let _ = message.save(KEEP_OPEN_READWRITE);
    let _ = message.save(0);
}
