//! What every scenario has: the provider's file and profile, a session with it from its begin to
//! its end, and the referee's word on it, told to the process outside.

use crate::calls::Kept;
use crate::kind;
use crate::said::{Finding, Said, say};
use provider_runtime::abi::flag::{LOGON_NO_DIALOG, MDB_NO_DIALOG, MDB_WRITE};
use provider_runtime::session::{
    Kind, Mapi, OpenStore, Options, Party, Profile, ProviderEntry, Service, Session, ShutdownReport, Store, Violation,
};
use provider_runtime::{Code, Error, Property, tags};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The provider to be checked.
#[derive(Clone, Debug)]
pub struct Case {
    pub kind: Kind,
    /// Whether a transport may send and receive.
    pub has_traffic: bool,
    /// Where the process keeps which calls it is in.
    pub calls: Kept,
    /// The longest that a call of the life cycle takes without a warning (V-28).
    pub budget: Duration,
    file: PathBuf,
    /// What the profile says of the message service and of the provider.
    service: Vec<Property>,
    provider: Option<Vec<Property>>,
}

/// The message service's name in every profile.
pub const SERVICE: &str = "CHECKED";

/// What comes next, told if the process ends there.
pub fn step(text: &str) {
    say(&Said::Step(text.into()));
}

impl Case {
    /// With what mapisvc.inf gives every provider.
    pub fn new(file: &Path, kind: Kind) -> Self {
        let calls = Kept::open(None);
        let budget = Duration::from_secs(10);
        let provider = Some(Vec::new());
        Self { kind, has_traffic: false, calls, budget, file: file.into(), service: Vec::new(), provider }
    }

    /// With the values of a profile's first provider of the kind; `None` if it has none.
    pub fn with_profile(file: &Path, kind: Kind, profile: &Profile) -> Option<Self> {
        let is_own = |entry: &&ProviderEntry| entry.kind() == Some(kind::resource_type(kind));
        let mut own = profile.services().iter().filter_map(|service| {
            let entry = service.providers().iter().find(is_own)?;
            Some((service, entry))
        });
        let (service, entry) = own.next()?;
        let own = [tags::SERVICE_NAME::ID, tags::SERVICE_UID::ID, tags::SERVICE_DLL_NAME::ID];
        let service = without(service.section(), &own);
        let provider =
            entry.section().map(|section| without(section, &[tags::PROVIDER_UID::ID, tags::PROVIDER_DLL_NAME::ID]));
        Some(Self { service, provider, ..Self::new(file, kind) })
    }

    /// The same provider with nothing of its own in the profile.
    pub fn bare(&self) -> Self {
        Self { provider: Some(Vec::new()), ..self.clone() }
    }

    /// The same provider without a section of its own in the profile.
    pub fn without_section(&self) -> Self {
        Self { provider: None, ..self.clone() }
    }

    /// What its section has, for ServiceEntry.
    pub fn values(&self) -> Vec<Property> {
        let own =
            [tags::DISPLAY_NAME::ID, tags::PROVIDER_DISPLAY::ID, tags::RESOURCE_TYPE::ID, tags::RESOURCE_FLAGS::ID];
        without(self.provider.as_deref().unwrap_or_default(), &own)
    }

    /// What MAPI calls the file.
    fn dll(&self) -> String {
        self.file.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// Its message service, without providers.
    fn service(&self) -> Service {
        let filled = |service: Service, property: &Property| service.with(property.tag, property.value.clone());
        self.service.iter().fold(Service::named(SERVICE, &self.dll()), filled)
    }

    /// Its provider in a profile, under a name unless its section has one.
    fn entry(&self, name: &str) -> ProviderEntry {
        let filled = |entry: ProviderEntry, property: &Property| entry.with(property.tag, property.value.clone());
        let entry = kind::entry(self.kind, name);
        match &self.provider {
            Some(values) => values.iter().fold(entry, filled),
            None => entry.without_section(),
        }
    }

    /// One provider entry.
    pub fn options(&self) -> Options {
        self.options_with(&["Checked"])
    }

    /// One provider entry for each name.
    pub fn options_with(&self, names: &[&str]) -> Options {
        self.options_of(names.iter().map(|name| self.entry(name)).collect(), self.kind == Kind::Transport)
    }

    /// One provider entry for each of several kinds in one DLL, all in the first one's message
    /// service.
    pub fn together(cases: &[Self]) -> Options {
        let entries = cases.iter().map(|case| case.entry(kind::noun(case.kind))).collect();
        let has_mail = cases.iter().any(|case| case.kind == Kind::Transport);
        cases.first().map_or_else(Options::new, |first| first.options_of(entries, has_mail))
    }

    /// A spooler only for transports, which takes no mail unless it may.
    fn options_of(&self, entries: Vec<ProviderEntry>, has_mail: bool) -> Options {
        let profile = Profile::empty("check").service(entries.into_iter().fold(self.service(), Service::provider));
        let calls = self.calls.clone();
        let options = Options::new().profile(profile).file(&self.dll(), &self.file).budget(self.budget);
        let options = options.watch_calls(move |now| calls.write(now));
        match (has_mail, self.has_traffic) {
            (false, _) => options.no_mail(),
            (true, true) => options.transport_logon_flags(LOGON_NO_DIALOG),
            (true, false) => options.transport_logon_flags(LOGON_NO_DIALOG).leave_mail(),
        }
    }

    /// A session: what its client does with it, its end unless that has ended it, and what the
    /// referee says. Gives whether memory was lost.
    pub fn session(&self, options: Options, work: impl FnOnce(&Session)) -> bool {
        self.process(options, |_, session| {
            work(session);
            step("the session's Logoff");
            session.logoff();
        })
    }

    /// The same with an end of its own; MAPIUninitialize follows unless that was called.
    pub fn process(&self, options: Options, work: impl FnOnce(&Mapi, &Session)) -> bool {
        let mapi = Mapi::new();
        let Some(session) = Self::begin(&mapi, options) else { return false };
        work(&mapi, &session);
        step("MAPIUninitialize");
        let _ = mapi.uninitialize();
        let report = session.report();
        judge(&report, false);
        see_memory(report.live());
        report.live() > 0
    }

    /// The same with an end that is against the rules, the host's own fault: what is alive after
    /// it is as well.
    pub fn out_of_order(&self, options: Options, work: impl FnOnce(&Session)) {
        let mapi = Mapi::new();
        let Some(session) = Self::begin(&mapi, options) else { return };
        work(&session);
        step("MAPIUninitialize");
        let _ = mapi.uninitialize();
        judge(&session.report(), true);
    }

    /// The same, ended by the session's Release alone (SESSION-12).
    pub fn released(&self, options: Options, work: impl FnOnce(&Session)) {
        let mapi = Mapi::new();
        let Some(session) = Self::begin(&mapi, options) else { return };
        work(&session);
        step("the session's Release");
        let report = session.release();
        judge(&report, false);
        see_memory(report.live());
        step("MAPIUninitialize");
        let _ = mapi.uninitialize();
    }

    /// A session, or what is wrong with the host.
    pub fn begin(mapi: &Mapi, options: Options) -> Option<Session> {
        let begun = mapi.initialize(0).and_then(|()| mapi.log_on(options));
        begun.map_err(|error| say(&Said::Internal(format!("no session: {error}")))).ok()
    }

    /// Opens the store for writing, where that may be; what a failure is, is told.
    pub fn open(&self, session: &Session) -> Option<Store> {
        self.open_as(session, OpenStore::new().flags(MDB_WRITE | MDB_NO_DIALOG))
    }

    /// The same as asked.
    pub fn open_as(&self, session: &Session, wish: OpenStore) -> Option<Store> {
        step("opening the store");
        self.told(session, open_store(session, &wish))
    }

    /// Tells whether what was opened is open, or why not.
    pub fn told<T>(&self, session: &Session, opened: Result<T, Error>) -> Option<T> {
        match &opened {
            Ok(_) => say(&Said::Opened),
            Err(error) => self.not_opened(session, error),
        }
        opened.ok()
    }

    fn not_opened(&self, session: &Session, error: &Error) {
        let events = session.events();
        let is_refused = |event: &str| events.iter().any(|other| other.name() == event && other.code != Some(Code::OK));
        if is_refused("lib.load") || is_refused("lib.entry") {
            return say(&Said::NoProvider(error.text().into()));
        }
        // The session tells a client that allows no dialog another code (REACT-5).
        let last = events.iter().rev().find(|event| event.name() == "prov.logon").and_then(|event| event.code);
        let code = last.filter(|code| code.is_failure()).unwrap_or(error.code());
        let text = if error.text().is_empty() { "it says nothing more" } else { error.text() };
        say(&Said::NotOpened { why: format!("{code}: {text}"), is_unconfigured: code == Code::UNCONFIGURED });
    }
}

/// What the referee found. `is_ours`: the host was told to break rules. What a provider does after
/// that is laid down nowhere, but it still calls nothing that it has released, and frees nothing
/// twice.
fn judge(report: &ShutdownReport, is_ours: bool) {
    for violation in report.violations() {
        let finding = finding(violation);
        match violation.party {
            Party::Host if is_ours => {}
            Party::Provider if is_ours && !["V-8", "V-21"].contains(&violation.id) => {}
            Party::Host => say(&Said::Internal(format!("{violation}\n{}", report.tree()))),
            // A library that stays for what the client holds is the client's doing.
            Party::Provider if violation.id == "V-20" && violation.is_warning => {}
            Party::Provider => say(&Said::Found(finding)),
            Party::Client => {}
        }
    }
}

pub fn finding(violation: &Violation) -> Finding {
    Finding {
        id: violation.id.into(),
        rule: violation.rule.into(),
        text: violation.text.clone(),
        object: violation.object.clone(),
        warning: violation.is_warning,
    }
}

/// The client has freed what it was given: what is live after everything was lost by the provider.
/// The session itself cannot say so, as a client of its own may keep a block (SESSION-11).
pub fn see_memory(live: usize) {
    if live > 0 {
        found("V-42", "MEM-2", "blocks of MAPI's memory are live after the end, and no client has them", "memory");
    }
}

/// What a scenario itself has seen, which no record of one session shows.
pub fn found(id: &str, rule: &str, text: &str, object: &str) {
    let finding =
        Finding { id: id.into(), rule: rule.into(), text: text.into(), object: object.into(), warning: false };
    say(&Said::Found(finding));
}

/// The same as a warning.
pub fn warned(id: &str, rule: &str, text: &str, object: &str) {
    let finding = Finding { id: id.into(), rule: rule.into(), text: text.into(), object: object.into(), warning: true };
    say(&Said::Found(finding));
}

fn without(section: &[Property], left_out: &[provider_runtime::PropTag]) -> Vec<Property> {
    let is_left_out = |property: &&Property| left_out.iter().any(|tag| tag.id() == property.tag.id());
    section.iter().filter(|property| !is_left_out(property)).cloned().collect()
}

/// Opens a store as it is wished; one that nobody can change, for reading.
pub fn open_store(session: &Session, wish: &OpenStore) -> Result<Store, Error> {
    match session.open_store(wish) {
        Err(error) if error.code() == Code::NO_ACCESS => session.open_store(&wish.clone().flags(MDB_NO_DIALOG)),
        opened => opened,
    }
}
