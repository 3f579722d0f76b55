//! Libraries: what keeps one, and whether each load is given back once, outside every call into it (V-20, V-24).

use super::{Phase, Referee, Seen};
use std::collections::BTreeMap;

/// How often each library is loaded now, by its number.
#[derive(Debug, Default)]
pub(super) struct Libraries(BTreeMap<u64, usize>);

impl Referee<'_> {
    /// `lib.load`, `lib.free`, `lib.stays`
    pub(super) fn on_library(&mut self, seen: Seen<'_>) {
        let (library, dll) = (seen.number("library"), &seen.event.object);
        match (seen.event.event, seen.phase) {
            ("lib.load", Phase::IsDone) if seen.is_success() => *self.libraries.0.entry(library).or_default() += 1,
            ("lib.free", Phase::Begins) => self.free_begins(seen, library),
            ("lib.stays", _) => {
                let text = format!("the library stays loaded, because this is alive of it: {}", seen.event.detail);
                let is_clients = !seen.has("left");
                self.found.tell("V-20", seen.at, dll, text).warns(is_clients);
                self.libraries.given_back(library);
            }
            ("lib.over", _) => {
                for (_, loads) in std::mem::take(&mut self.libraries.0).into_iter().filter(|(_, loads)| *loads > 0) {
                    let text = format!("{loads} of the loads have no FreeLibrary");
                    self.found.tell("V-24", seen.at, dll, text);
                }
            }
            _ => {}
        }
    }

    fn free_begins(&mut self, seen: Seen<'_>, library: u64) {
        let dll = &seen.event.object;
        let is_callback = |name: &str| !["session.", "mapi."].iter().any(|own| name.starts_with(own));
        if self.is_inside(seen.index, |call| is_callback(call.event)) {
            self.found.tell("V-24", seen.at, dll, "FreeLibrary from inside a call into the library").by("UNLOAD-3");
            return;
        }
        if !self.libraries.given_back(library) {
            self.found.tell("V-24", seen.at, dll, "FreeLibrary more often than LoadLibrary");
        }
    }
}

impl Libraries {
    /// One load less; whether there was one.
    fn given_back(&mut self, library: u64) -> bool {
        let loads = self.0.entry(library).or_default();
        let was_loaded = *loads > 0;
        *loads = loads.saturating_sub(1);
        was_loaded
    }
}
