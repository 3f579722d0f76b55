//! Events of the process, and who judges them.

use super::providers::judge_missing_entry_point;
use super::seen::{Phase, Seen};
use super::walk::Referee;
use crate::record::what::ProcessEvent;
use provider_abi::shapes::code::Code;

impl Referee<'_> {
    pub(super) fn on_process(&mut self, seen: Seen<'_>, event: &ProcessEvent) {
        let found = &mut self.found;
        match (event, seen.phase) {
            (ProcessEvent::Free(free), Phase::Begins) => self.libraries.free_begins(seen, free.library, found),
            (_, Phase::Begins) => {}
            (ProcessEvent::Load(load), Phase::IsDone) => {
                if seen.is_success() {
                    self.libraries.is_loaded(load.library);
                }
            }
            (ProcessEvent::Over(_), Phase::IsDone) => self.libraries.are_over(seen, found),
            (ProcessEvent::Stays(stays), Phase::IsDone) => self.libraries.stays(seen, stays, found),
            (ProcessEvent::EntryPoint(entry), Phase::IsDone) => {
                if seen.event.code == Some(Code::NOT_FOUND) {
                    judge_missing_entry_point(seen, &entry.entry_point, found);
                }
            }
            (ProcessEvent::MemoryFault(memory), Phase::IsDone) => {
                self.leftovers.memory_is_faulty(seen, &memory.fault, found);
            }
            (ProcessEvent::HostFault(_), Phase::IsDone) => self.planned.add(seen),
            (ProcessEvent::LeftMalloc(left), Phase::IsDone) => self.leftovers.malloc_is_held(seen, left, found),
            (ProcessEvent::LeftSections(left), Phase::IsDone) => {
                if let Some(logon) = self.logons.get_mut(left.logon) {
                    logon.sections_are_open(seen, left.count, found);
                }
            }
            (ProcessEvent::LeftMemory(left), Phase::IsDone) => {
                if self.providers.are_all_over() {
                    self.leftovers.memory_is_live(seen, left, found);
                }
            }
            (ProcessEvent::LeftMessage(left), Phase::IsDone) => {
                self.leftovers.message_is_held(seen, left.count, found);
            }
            (ProcessEvent::LeftBlocks(left), Phase::IsDone) => self.leftovers.blocks_are_live(seen, left.count),
            (ProcessEvent::LeftReferences(left), Phase::IsDone) => {
                self.leftovers.references_are_left(seen, left.count);
            }
            (ProcessEvent::Misuse(misuse), Phase::IsDone) => self.leftovers.is_misused(seen, misuse, found),
            (ProcessEvent::LeftThreads(left), Phase::IsDone) => self.leftovers.threads_are_left(seen, left, found),
            (ProcessEvent::ThreadBegins(_), Phase::IsDone) => self.leftovers.judge_thread(seen, found),
            (
                ProcessEvent::Free(_)
                | ProcessEvent::ThreadEnds(_)
                | ProcessEvent::LogLine(_)
                | ProcessEvent::LogWarning(_)
                | ProcessEvent::LogError(_),
                Phase::IsDone,
            ) => {}
        }
    }
}
