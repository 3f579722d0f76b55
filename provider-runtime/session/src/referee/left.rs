//! What is left behind an end, and what the allocators saw (V-21, V-42, THR-3).

use super::{Phase, Referee, Seen};
use std::collections::HashSet;

/// What has been told, and how often a thread of the provider's had MAPI for itself.
#[derive(Debug, Default)]
pub(super) struct Left {
    told: HashSet<(&'static str, u64)>,
    started: usize,
    ended: usize,
}

impl Referee<'_> {
    pub(super) fn on_left(&mut self, seen: Seen<'_>) {
        if seen.event.event == "mapi.init" && self.is_inside(seen.index, |call| call.event == "init") {
            let text = "MAPIInitialize inside the entry point";
            self.found.tell("V-38", seen.at, &seen.event.object, text);
        }
        if seen.phase == Phase::Begins {
            return;
        }
        let object = &seen.event.object;
        match seen.event.event {
            "mapi.init" => self.left.started += 1,
            "mapi.uninit" => self.left.ended += 1,
            "mem.fault" => {
                self.found.tell("V-21", seen.at, object, &*seen.event.detail);
            }
            // Only behind everything: what still works may have memory in use.
            "left.memory" if !self.is_everything_over() => {}
            _ if seen.event.fact("count") == Some(0) => {}
            "left.message" => {
                let text = format!("{} objects of a message are held behind its lender's call", seen.number("count"));
                self.found.tell("V-42", seen.at, object, text).by("MEM-8");
            }
            "left.section" => {
                let count = seen.event.fact("count").unwrap_or(1);
                self.sections_are_open(seen, seen.number("logon"), count);
            }
            "left.malloc" | "left.memory" | "left.threads" => self.is_left(seen),
            _ => {}
        }
    }

    /// Told once an object.
    fn is_left(&mut self, seen: Seen<'_>) {
        if !self.left.told.insert((seen.event.event, seen.number("provider"))) {
            return;
        }
        let object = &seen.event.object;
        match seen.event.event {
            "left.malloc" => {
                self.found.tell("V-42", seen.at, object, "IMalloc is still held");
            }
            "left.memory" => {
                let text = format!("{} blocks of MAPI's memory are still live", seen.number("count"));
                self.found.tell("V-42", seen.at, object, text);
            }
            _ => {
                let Left { started, ended, .. } = self.left;
                let text = format!("{started} times MAPIInitialize on its threads, {ended} times MAPIUninitialize");
                self.found.tell("THR-3", seen.at, object, text);
            }
        }
    }
}
