//! The walk over the events: each one goes to the parts that have a say in it, by its subject, in
//! the files `on_….rs`. What a part says is in its own file.

use super::clock::Clock;
use super::excused::Planned;
use super::fast_shutdown::Fast;
use super::leftovers::Leftovers;
use super::libraries::Libraries;
use super::logon::Logon;
use super::logons::Logons;
use super::providers::Providers;
use super::requests::Requests;
use super::ruling::Ruling;
use super::seen::{Phase, Seen};
use super::services::Services;
use super::steps::{Step, steps};
use super::under_way::UnderWay;
use super::violations::{Found, Violation};
use crate::record::{Event, What};

/// What is wrong with these events, in the order in which it came out.
pub fn judge(events: &[Event], ruling: &Ruling) -> Vec<Violation> {
    let mut referee = Referee::new(ruling);
    for step in steps(events) {
        let (index, phase) = match step {
            Step::Begin(at) => (at, Phase::Begins),
            Step::Return(at) | Step::Note(at) => (at, Phase::IsDone),
        };
        let Some(event) = events.get(index) else { continue };
        let at = match (step, event.call) {
            (Step::Return(_), Some(Some(end))) => end.events.clamp(index + 1, events.len()) - 1,
            _ => index,
        };
        referee.see(Seen { event, index, at, phase, events });
    }
    referee.finish(events.len().saturating_sub(1))
}

/// Everything that is known so far.
pub(super) struct Referee<'r> {
    pub(super) ruling: &'r Ruling,
    pub(super) found: Found,
    pub(super) providers: Providers,
    pub(super) libraries: Libraries,
    pub(super) logons: Logons,
    pub(super) requests: Requests,
    pub(super) services: Services,
    clock: Clock,
    pub(super) leftovers: Leftovers,
    pub(super) fast: Fast,
    under_way: UnderWay,
    pub(super) planned: Planned,
}

impl<'r> Referee<'r> {
    fn new(ruling: &'r Ruling) -> Self {
        Self {
            ruling,
            found: Found::default(),
            providers: Providers::default(),
            libraries: Libraries::default(),
            logons: Logons::default(),
            requests: Requests::default(),
            services: Services::default(),
            clock: Clock::default(),
            leftovers: Leftovers::default(),
            fast: Fast::default(),
            under_way: UnderWay::default(),
            planned: Planned::default(),
        }
    }

    fn see(&mut self, seen: Seen<'_>) {
        self.under_way.see(seen);
        self.clock.see(seen, self.ruling.budget, &mut self.found);
        self.fast.judge_frozen(seen, &mut self.found);
        match &seen.event.what {
            What::Process(event) => self.on_process(seen, event),
            What::Provider(event) => self.on_provider(seen, event),
            What::Transport(event) => self.on_transport(seen, event),
            What::Support(event) => self.on_support(seen, event),
            What::Session(event) => self.on_session(seen, event),
            What::Report(_) => {} // what another referee said
        }
    }

    /// The logon of an event, and what has been found.
    pub(super) fn logon(&mut self, seen: Seen<'_>) -> Option<(&mut Logon, &mut Found)> {
        let logon = self.logons.of(seen, &mut self.found)?;
        Some((logon, &mut self.found))
    }

    /// What only the end of the events shows: nothing is said of what a call may still bring that
    /// is under way. `last` is the last event.
    fn finish(mut self, last: usize) -> Vec<Violation> {
        let is_over = !self.under_way.is_any();
        if is_over {
            self.providers.judge_refused(last, &mut self.found);
        }
        self.logons.judge_ends(last, &self.under_way, &mut self.found);
        if is_over {
            self.requests.judge_unasked(last, &self.logons, &mut self.found);
        }
        self.leftovers.judge_end(&mut self.found);
        self.found.in_order()
    }
}
