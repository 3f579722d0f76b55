//! The seven ends of a logon, for each kind: what a client does before, and what is left after.

use provider_runtime::abi::flag::*;
use provider_runtime::prelude::*;
use provider_runtime::session::{
    AddressBook, Kind, Mapi, Object, Options, Party, Profile, ProviderEntry, Service, Session, ShutdownReport, Sink,
    Store, Table,
};
use std::sync::Arc;
use support::{KEPT, SCRIPT, Script, open, scripted, to_ann};

/// How a logon ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// The store's StoreLogoff and last Release, before everything else's.
    Closed,
    /// Everything else's first.
    Released,
    /// The session's Logoff, and with it IMSLogon's.
    Held,
    /// The session's last Release.
    Session,
    /// The last MAPIUninitialize.
    Mapi,
    /// The logon's Release without Logoff (LOGOFF-7).
    Logons,
    /// Shutdown with a logon open (SHUT-5).
    ShutDown,
}

pub const ENDS: [End; 7] = [End::Closed, End::Released, End::Held, End::Session, End::Mapi, End::Logons, End::ShutDown];
pub const KINDS: [Kind; 3] = [Kind::Store, Kind::AddressBook, Kind::Transport];

/// What a client holds of a provider.
#[derive(Default)]
struct Visit {
    store: Option<Store>,
    book: Option<AddressBook>,
    objects: Vec<Object>,
    tables: Vec<Table>,
}

/// Sessions of one kind, whose author's code is one script.
pub struct Sessions {
    pub kind: Kind,
    pub script: Arc<Script>,
}

impl Sessions {
    pub fn of(kind: Kind) -> Self {
        Self { kind, script: Script::new() }
    }

    fn entry(&self) -> ProviderEntry {
        match self.kind {
            Kind::Store => self.script.provider("Scripted"),
            Kind::AddressBook => self.script.book("Scripted"),
            Kind::Transport => self.script.post("Scripted"),
        }
    }

    /// One session from its begin to its end, with what `plan` has in store for it: how many host
    /// calls and allocations there were, if the session is still there to say so, and what is not
    /// as it was before.
    pub fn run(&self, end: End, plan: impl FnOnce(&Session)) -> (Option<(u64, u64)>, Option<String>) {
        let mapi = Mapi::new();
        mapi.initialize(0).unwrap();
        let service = Service::named("SCRIPTED", "scripted.dll").provider(self.entry());
        let options = scripted(Options::new()).profile(Profile::empty("test").service(service));
        let options = if self.kind == Kind::Transport { options } else { options.no_mail() };
        let session = mapi.log_on(options).unwrap();
        plan(&session);
        let visit = self.visit(&session).unwrap_or_default();
        let (report, session) = finish(end, &mapi, session, visit);
        let counted = session.as_ref().map(|session| (session.by_hand().host_calls(), session.memory().calls()));
        (counted, wrong(&report, session.as_ref()))
    }

    /// Everything that comes to an author's code, as far as it goes.
    fn visit(&self, session: &Session) -> Option<Visit> {
        let name = self.entry().section().unwrap().iter().find(|property| property.tag == SCRIPT).cloned();
        let _ = session.configure("SCRIPTED", MSG_SERVICE_CONFIGURE, 0, &[name.unwrap()]);
        match self.kind {
            Kind::Store => visit_store(session),
            Kind::AddressBook => visit_book(session),
            Kind::Transport => {
                self.script.waits(1);
                let _ = session.mail().run();
                let _ = session.mail().submit(&to_ann());
                let _ = (session.mail().run(), session.mail().run());
                drop(session.mail().take());
                Some(Visit::default())
            }
        }
    }
}

fn visit_store(session: &Session) -> Option<Visit> {
    let store = open(session).ok()?;
    let sink = Sink::new(|_| {});
    let _ = store.advise(None, fnevObjectModified, &sink);
    if let Ok(connection) = store.advise(None, fnevObjectModified, &sink) {
        let _ = (store.unadvise(connection), store.unadvise(connection));
    }
    let _ = (store.get(KEPT), store.get(tags::DISPLAY_NAME), store.set_props(&[Property::new(KEPT, "x")]));
    let folder = store.open(None, MAPI_MODIFY).ok();
    let table = folder.as_ref().and_then(|folder| folder.contents(0).ok());
    let rows = table.as_ref().and_then(|table| table.rows(1, 0).ok()).unwrap_or_default().concat();
    let entry = rows.iter().find(|column| column.tag == tags::ENTRYID).and_then(|column| column.value.as_binary());
    let message = entry.and_then(|entry| store.open(Some(entry), MAPI_MODIFY).ok());
    let status = store.status(0).ok();
    let objects: Vec<_> = [folder, message, status].into_iter().flatten().collect();
    for object in &objects {
        let _ = (object.get_props(None, 0), object.prop_list(0), object.last_error(Code::CALL_FAILED, 0));
        let _ = (object.set_props(&[Property::new(KEPT, "x")]), object.save(0));
    }
    session.deliver();
    Some(Visit { store: Some(store), objects, tables: table.into_iter().collect(), book: None })
}

fn visit_book(session: &Session) -> Option<Visit> {
    let book = session.open_address_book(0).ok()?;
    let root = book.open(None, 0).ok()?;
    let roots = root.hierarchy(0).ok()?;
    let entry_of = |table: &Table| {
        let rows = table.rows(1, 0).unwrap_or_default().concat();
        rows.iter().find(|column| column.tag == tags::ENTRYID)?.value.as_binary().map(<[u8]>::to_vec)
    };
    let entry = entry_of(&roots);
    let sink = Sink::new(|_| {});
    if let Some(entry) = &entry {
        let _ = book.advise(entry, fnevObjectModified, &sink);
        if let Ok(connection) = session.advise(Some(entry), fnevObjectModified, &sink) {
            let _ = (session.unadvise(connection), session.unadvise(connection));
        }
    }
    let container = entry.and_then(|entry| book.open(Some(&entry), 0).ok());
    let people = container.as_ref().and_then(|container| container.contents(0).ok());
    let person = people.as_ref().and_then(entry_of).and_then(|entry| book.open(Some(&entry), 0).ok());
    let objects: Vec<_> = [container, person].into_iter().flatten().collect();
    for object in &objects {
        let _ = (object.get_props(None, 0), object.prop_list(0));
    }
    Some(Visit { store: None, book: Some(book), objects, tables: people.into_iter().chain([roots]).collect() })
}

fn finish(end: End, mapi: &Mapi, session: Session, visit: Visit) -> (ShutdownReport, Option<Session>) {
    let Visit { store, book, objects, tables } = visit;
    let mut held = None;
    match end {
        End::Closed => {
            store.iter().for_each(|store| assert_eq!(store.store_logoff(LOGOFF_ORDERLY).0, Code::OK));
            drop((store, book));
            drop((objects, tables));
        }
        End::Released | End::Session => {
            drop((tables, objects));
            drop((store, book));
        }
        End::Held | End::Mapi | End::Logons | End::ShutDown => held = Some((store, book, objects, tables)),
    }
    match end {
        End::Session => return (session.release(), None),
        End::Mapi => mapi.uninitialize().unwrap(),
        End::Logons => session.by_hand().release_logons(),
        End::ShutDown => session.by_hand().shut_down(),
        End::Closed | End::Released | End::Held => {}
    }
    session.logoff();
    drop(held);
    let _ = mapi.uninitialize();
    (session.report(), Some(session))
}

/// What is not back to zero, or which rule the provider broke.
fn wrong(report: &ShutdownReport, session: Option<&Session>) -> Option<String> {
    let mut wrong = report.faults_of(Party::Provider);
    if report.live() > 0 {
        wrong.push(format!("{} blocks are live", report.live()));
    }
    if let Some(registered) = session.map(Session::registered) {
        let left = [registered.subscriptions(), registered.uids().len(), registered.rows().len()];
        if left != [0; 3] {
            wrong.push(format!("subscriptions, UIDs and rows: {left:?}"));
        }
    }
    for event in report.events().iter().filter(|event| ["logon.release", "prov.release"].contains(&event.name())) {
        if event.what.fact("left").is_some_and(|left| left > 0) {
            wrong.push(format!("the last {} was not the last", event.name()));
        }
    }
    (!wrong.is_empty()).then(|| format!("{wrong:?}\n{}", report.tree()))
}
