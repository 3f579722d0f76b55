//! What came of a session: its events in several forms, and the rules that can be judged only at an end. What happens at an
//! end is in `end.rs`.

use super::events::{Event, Record};
use super::malloc::MallocObject;
use super::memory::Memory;
use super::open::Session;
use super::print;
use super::state::State;
use crate::abi::imalloc::IMallocVtbl;
use crate::com::foreign::Foreign;
use crate::sync::lock;

/// What came of an end.
#[derive(Clone, Debug)]
pub struct ShutdownReport {
    events: Vec<Event>,
    live: usize,
}

impl ShutdownReport {
    pub(crate) fn new(record: &Record, memory: &Memory) -> Self {
        Self { events: record.events(), live: memory.live() }
    }

    /// All events of the session, oldest first.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// One line an event: when (milliseconds), what, on which object, its code, and the rule it follows.
    pub fn tree(&self) -> String {
        print::tree(&self.events)
    }

    /// The life cycle alone, as the golden sequences are written.
    pub fn golden(&self) -> String {
        print::golden(&self.events)
    }

    /// One JSON object an event.
    pub fn json_lines(&self) -> String {
        print::json_lines(&self.events)
    }

    /// A Mermaid sequence diagram of the events.
    pub fn mermaid(&self) -> String {
        print::mermaid(&self.events)
    }

    /// Each rule that was broken: `V-9: …`.
    pub fn faults(&self) -> Vec<String> {
        let faults = self.events.iter().filter(|event| event.event == "fault");
        faults.map(|fault| format!("{} ({})", fault.detail, fault.object)).collect()
    }

    /// What is not as it should be, and breaks no rule of the provider's: objects that the client still held (V-25).
    pub fn warnings(&self) -> Vec<String> {
        let warnings = self.events.iter().filter(|event| event.event == "warning");
        warnings.map(|warning| format!("{} ({})", warning.detail, warning.object)).collect()
    }

    /// How many blocks of MAPI's memory were live.
    pub fn live(&self) -> usize {
        self.live
    }

    /// Whether no rule was broken and no memory is live. Warnings do not count.
    pub fn is_clean(&self) -> bool {
        self.live == 0 && self.events.iter().all(|event| event.event != "fault")
    }
}

impl Session {
    /// What happened so far, and which rules were broken: also what can be seen only at an end (V-9, V-18, V-21, V-42,
    /// THR-3). Each is told once.
    ///
    /// Called from inside a provider's call it judges nothing: that call is not over (SESSION-13).
    pub fn report(&self) -> ShutdownReport {
        let state = &self.state;
        if !state.record.is_inside_a_call() {
            state.wait_for_releases();
            judge_logons(state);
            judge_memory(&state.record, &state.memory);
            let _turn = state.turn(); // a provider inside its Release has not ended yet
            if self.has_ended() {
                self.judge_provider();
            }
        }
        self.report_so_far()
    }

    /// The same, judging nothing.
    pub(crate) fn report_so_far(&self) -> ShutdownReport {
        ShutdownReport::new(&self.state.record, &self.state.memory)
    }

    /// What a provider that is gone should have given back.
    fn judge_provider(&self) {
        let record = &self.state.record;
        let mut told = lock(&self.state.told);
        told.malloc = told.malloc || judge_malloc(record, &self.malloc);
        told.threads = told.threads || judge_threads(record);
        for logon in lock(&self.state.logons).iter() {
            logon.judge_sections(record);
        }
    }
}

fn judge_logons(state: &State) {
    let logons = lock(&state.logons).clone();
    for logon in logons.iter().filter(|logon| logon.begin_judging()) {
        let (name, told) = (logon.name(), lock(&logon.told).len());
        if !logon.is_final() {
            state.record.fault(&name, "V-9", "the support object is still held");
        }
        if told != 1 {
            let times = format!("StoreLogoffTransports was effective {told} times");
            state.record.fault(&name, "V-18", &times);
        }
    }
}

/// V-21
pub(crate) fn judge_memory(record: &Record, memory: &Memory) {
    for fault in memory.take_faults() {
        record.fault("memory", "V-21", &fault);
    }
}

/// V-42, ENTRY-5: whether it was told.
pub(crate) fn judge_malloc(record: &Record, malloc: &Foreign<IMallocVtbl>) -> bool {
    let held = MallocObject::held(malloc) > 0;
    if held {
        record.fault("provider", "V-42", "IMalloc is still held");
    }
    held
}

/// THR-3: whether it was told.
pub(crate) fn judge_threads(record: &Record) -> bool {
    let (started, ended) = (record.count("mapi.init"), record.count("mapi.uninit"));
    if started != ended {
        let balance = format!("{started} times MAPIInitialize on its threads, {ended} times MAPIUninitialize");
        record.fault("provider", "THR-3", &balance);
    }
    started != ended
}
