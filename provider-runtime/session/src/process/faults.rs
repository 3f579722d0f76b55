//! Calls of a provider to MAPI that fail because a test wants them to: which, and how they answer.
//! Each object that MAPI lends asks here first. The allocations that fail are in `memory.rs`.

use crate::record::Record;
use crate::record::what::process::HostFault;
use provider_abi::lock::lock;
use provider_abi::shapes::code::Code;
use std::sync::{Arc, Mutex, OnceLock};

/// The calls of one session's providers to MAPI, counted, and those that are to fail.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    planned: Mutex<Planned>,
    /// Where it is said; a message that is lent by hand may have none.
    record: OnceLock<Arc<Record>>,
}

#[derive(Debug, Default)]
struct Planned {
    calls: u64,
    /// Which of them fail, counted from the first, and with what.
    fails_at: Vec<(u64, Code)>,
}

impl Faults {
    pub(crate) fn record_in(&self, record: &Arc<Record>) {
        let _ = self.record.set(Arc::clone(record));
    }

    /// How many calls there were.
    pub(crate) fn calls(&self) -> u64 {
        lock(&self.planned).calls
    }

    /// The `k`-th call from now, counted from 1, does nothing and answers `code`.
    pub(crate) fn fail_at(&self, k: u64, code: Code) {
        let mut planned = lock(&self.planned);
        let at = planned.calls.saturating_add(k);
        planned.fails_at.push((at, code));
    }

    /// No call fails any more.
    pub(crate) fn clear(&self) {
        lock(&self.planned).fails_at.clear();
    }

    /// A call comes: what it answers if it is to do nothing. The record says so, inside the call
    /// that is under way.
    pub(crate) fn strike(&self, object: &str, call: &str) -> Option<Code> {
        let code = {
            let mut planned = lock(&self.planned);
            planned.calls += 1;
            let now = planned.calls;
            planned.fails_at.iter().find(|(at, _)| *at == now).map(|(_, code)| *code)
        }?;
        if let Some(record) = self.record.get() {
            let what = if code.is_failure() { "fails" } else { "does nothing" };
            record.note(object, HostFault { fault: format!("{call} {what}, as planned: {code}") });
        }
        Some(code)
    }
}
