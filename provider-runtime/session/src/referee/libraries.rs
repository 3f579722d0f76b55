//! Libraries: what keeps one, and whether each load is given back once, outside every call into it
//! (V-20, V-24).

use super::seen::Seen;
use super::violations::Found;
use crate::record::What;
use crate::record::what::process::Stays;
use crate::record::what::{ProcessEvent, SessionEvent};
use std::collections::BTreeMap;

/// How often each library is loaded now, by its number.
#[derive(Debug, Default)]
pub(super) struct Libraries(BTreeMap<u64, usize>);

/// Whether a call is of a client's or of a thread's, on MAPI itself; every other one is in a
/// library.
fn is_on_mapi(what: &What) -> bool {
    match what {
        What::Session(event) => matches!(
            event,
            SessionEvent::OpenStore(_)
                | SessionEvent::OpenBook(_)
                | SessionEvent::StartTransport(_)
                | SessionEvent::Logoff(_)
                | SessionEvent::FastQuery(_)
                | SessionEvent::FastNotify(_)
                | SessionEvent::FastDo(_)
        ),
        What::Process(event) => matches!(event, ProcessEvent::ThreadBegins(_) | ProcessEvent::ThreadEnds(_)),
        What::Provider(_) | What::Transport(_) | What::Support(_) | What::Report(_) => false,
    }
}

impl Libraries {
    pub(super) fn is_loaded(&mut self, library: u64) {
        *self.0.entry(library).or_default() += 1;
    }

    pub(super) fn free_begins(&mut self, seen: Seen<'_>, library: u64, found: &mut Found) {
        if seen.is_inside(|call| !is_on_mapi(call)) {
            let text = "FreeLibrary from inside a call into the library";
            found.tell("V-24", seen.at, seen.object(), text).by("UNLOAD-3");
        } else if !self.is_given_back(library) {
            found.tell("V-24", seen.at, seen.object(), "FreeLibrary more often than LoadLibrary");
        }
    }

    pub(super) fn stays(&mut self, seen: Seen<'_>, stays: &Stays, found: &mut Found) {
        let text = format!("the library stays loaded, because this is alive of it: {}", stays.alive);
        found.tell("V-20", seen.at, seen.object(), text).warns(stays.left == 0);
        self.is_given_back(stays.library);
    }

    /// The last MAPIUninitialize is over.
    pub(super) fn are_over(&mut self, seen: Seen<'_>, found: &mut Found) {
        for (_, loads) in std::mem::take(&mut self.0).into_iter().filter(|(_, loads)| *loads > 0) {
            let text = format!("{loads} of the loads have no FreeLibrary");
            found.tell("V-24", seen.at, seen.object(), text);
        }
    }

    /// One load less; whether there was one.
    fn is_given_back(&mut self, library: u64) -> bool {
        let loads = self.0.entry(library).or_default();
        let was_loaded = *loads > 0;
        *loads = loads.saturating_sub(1);
        was_loaded
    }
}
