//! What is left after an end, and what the allocators saw (V-21, V-38, V-42, V-46, THR-3).

use super::Party;
use super::seen::Seen;
use super::violations::Found;
use crate::record::What;
use crate::record::what::ProviderEvent;
use crate::record::what::process::{LeftMalloc, LeftMemory, LeftThreads, Misuse, MisuseKind, Owner};
use std::collections::HashSet;

/// What has been told, each once.
#[derive(Debug, Default)]
pub(super) struct Leftovers {
    mallocs: HashSet<Owner>,
    memory: HashSet<u64>,
    are_threads_told: bool,
    /// Objects that MAPI lends, and what was wrong with a call on them.
    misused: HashSet<(String, String)>,
    /// What may follow from other faults: the event, the object, the violation, its rule, the text.
    maybe: Vec<(usize, String, &'static str, &'static str, String)>,
}

impl Leftovers {
    /// MEM-2
    pub(super) fn blocks_are_live(&mut self, seen: Seen<'_>, count: u64) {
        let text = format!("{count} blocks of MAPI's memory are live, and all providers have ended");
        self.maybe.push((seen.at, seen.object().into(), "V-42", "MEM-2", text));
    }

    /// ERR-5
    pub(super) fn references_are_left(&mut self, seen: Seen<'_>, count: u64) {
        let text = format!("{count} references are left on it, and nobody has it any more");
        self.maybe.push((seen.at, seen.object().into(), "V-48", "ERR-5", text));
    }

    /// At the end of the events: nothing of it is told where it may follow from something else.
    pub(super) fn judge_end(self, found: &mut Found) {
        if found.has_faults_of(Party::Provider) {
            return;
        }
        for (at, object, id, rule, text) in self.maybe {
            found.tell(id, at, &object, text).by(rule);
        }
    }

    /// MEM-13, told once an object and call.
    pub(super) fn is_misused(&mut self, seen: Seen<'_>, misuse: &Misuse, found: &mut Found) {
        let call = misuse.call.as_str();
        let text = match misuse.kind {
            MisuseKind::ReleasedTooOften => format!("{call}: more Releases than references"),
            MisuseKind::UsedAfterRelease => format!("{call} after the last Release"),
            MisuseKind::UsedAfterLoan => format!("{call} after the call that it was lent for"),
        };
        if self.misused.insert((seen.object().to_owned(), text.clone())) {
            found.tell("V-46", seen.at, seen.object(), text);
        }
    }

    /// ENTRY-10: a thread begins MAPI for itself.
    pub(super) fn judge_thread(&self, seen: Seen<'_>, found: &mut Found) {
        if seen.is_inside(|call| matches!(call, What::Provider(ProviderEvent::Init(_)))) {
            found.tell("V-38", seen.at, seen.object(), "MAPIInitialize inside the entry point");
        }
    }

    pub(super) fn memory_is_faulty(&self, seen: Seen<'_>, fault: &str, found: &mut Found) {
        found.tell("V-21", seen.at, seen.object(), fault);
    }

    pub(super) fn malloc_is_held(&mut self, seen: Seen<'_>, left: &LeftMalloc, found: &mut Found) {
        if left.count > 0 && self.mallocs.insert(left.owner) {
            found.tell("V-42", seen.at, seen.object(), "IMalloc is still held");
        }
    }

    /// Only after everything: what still works may have memory in use.
    pub(super) fn memory_is_live(&mut self, seen: Seen<'_>, left: &LeftMemory, found: &mut Found) {
        if left.count > 0 && self.memory.insert(left.provider) {
            let text = format!("{} blocks of MAPI's memory are still live", left.count);
            found.tell("V-42", seen.at, seen.object(), text);
        }
    }

    /// Whether objects of a message outlive its loan (MEM-8).
    pub(super) fn message_is_held(&self, seen: Seen<'_>, count: u64, found: &mut Found) {
        if count > 0 {
            let text = format!("{count} objects of a message are held after its lender's call");
            found.tell("V-42", seen.at, seen.object(), text).by("MEM-8");
        }
    }

    pub(super) fn threads_are_left(&mut self, seen: Seen<'_>, left: &LeftThreads, found: &mut Found) {
        let LeftThreads { begun, ended } = left;
        if begun != ended && !std::mem::replace(&mut self.are_threads_told, true) {
            let text = format!("{begun} times MAPIInitialize on its threads, {ended} times MAPIUninitialize");
            found.tell("THR-3", seen.at, seen.object(), text);
        }
    }
}
