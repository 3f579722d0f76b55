//! `check --faults`: sessions of each kind with one fault in them or two, each brought to one of
//! the ends (ABRUPT-6, MEM-10). Which faults there are is in `plan.rs`, the ends in `ends.rs`, one
//! session in `run.rs`; here the processes that do them all, batch by batch.

mod ends;
mod plan;
mod run;

pub use plan::{Asked, Batch, Combination};
pub use run::{batch, one};

use crate::process::{self, Part, Ran};
use crate::said::Said;
use crate::summary::Summary;
use crate::words::Arguments;
use ends::End;
use plan::{Bound, Counted};
use provider_runtime::session::Kind;

/// After so many that hang nobody waits for more: each takes its whole time.
const HANGS: usize = 3;
/// After so many crashes with one end the rest of it is left out.
const CRASHES: usize = 20;

/// Each kind alone, with each of its ends.
pub fn check_kinds(kinds: &[Kind], asked: &Asked, arguments: &Arguments) -> Vec<Summary> {
    match asked {
        Asked::Each(bound) => kinds.iter().map(|kind| all_of(*kind, *bound, arguments)).collect(),
        Asked::One(kind, combination) => {
            let ran = process::run(&Part::Combination(*kind, combination.clone()), arguments);
            let faults = usize::from(!combination.faults.is_empty());
            vec![Summary::of_faults(*kind, faults, faults, &combinations(ran))]
        }
    }
}

fn all_of(kind: Kind, bound: Bound, arguments: &Arguments) -> Summary {
    let mut tries = Tries { kind, bound, arguments, ran: Vec::new(), planned: 0, all: 0 };
    for end in ends::ENDS {
        tries.make(end);
        if tries.are_hopeless() {
            break;
        }
    }
    Summary::of_faults(kind, tries.planned, tries.all, &tries.ran)
}

/// The combinations of one kind.
struct Tries<'a> {
    kind: Kind,
    bound: Bound,
    arguments: &'a Arguments,
    ran: Vec<Ran>,
    /// How many are to be tried, and how many there are.
    planned: usize,
    all: usize,
}

impl Tries<'_> {
    /// Those with one end: each process goes on where the one before it has stopped.
    fn make(&mut self, end: End) {
        let mut at = 0;
        let mut crashes = 0;
        let mut next = Batch { end, bound: self.bound, from: None };
        loop {
            let ran = process::run(&Part::Faults(self.kind, next), self.arguments);
            let planned = ran.said.iter().find_map(planned);
            crashes += usize::from(!matches!(ran.end, process::End::Done));
            let done = combinations(ran);
            let tried = done.iter().filter(|ran| !ran.name.ends_with(":none")).count();
            self.ran.extend(done);
            let Some(Planned { counted, bound, chosen, all }) = planned else { return };
            if next.from.is_none() {
                self.planned += chosen;
                self.all += all;
            }
            at += tried;
            next = Batch { end, bound, from: Some((at, counted)) };
            if at >= chosen || tried == 0 || crashes >= CRASHES || self.are_hopeless() {
                return;
            }
        }
    }

    fn are_hopeless(&self) -> bool {
        let hangs = self.ran.iter().filter(|ran| matches!(ran.end, process::End::Hung)).count();
        let is_over = |ran: &Ran| ran.is_no_provider() || matches!(ran.end, process::End::Failed(_));
        hangs >= HANGS || self.ran.last().is_some_and(is_over)
    }
}

/// What a process means to do.
struct Planned {
    counted: Counted,
    bound: Bound,
    chosen: usize,
    all: usize,
}

fn planned(said: &Said) -> Option<Planned> {
    let Said::Planned { calls, allocations, bound, chosen, all } = said else { return None };
    let counted = Counted { calls: *calls, allocations: *allocations };
    Some(Planned { counted, bound: Bound::of_word(bound)?, chosen: *chosen, all: *all })
}

/// What one process has said, combination by combination; the last one has its end.
fn combinations(ran: Ran) -> Vec<Ran> {
    let mut all: Vec<Ran> = Vec::new();
    for said in ran.said {
        match (said, all.last_mut()) {
            (Said::Planned { .. }, _) => {} // it is about none of them
            (Said::Combination(name), _) => all.push(Ran::done(name, Vec::new())),
            (said, Some(last)) => last.said.push(said),
            (said, None) => all.push(Ran::done(ran.name.clone(), vec![said])),
        }
    }
    match all.last_mut() {
        Some(last) => (last.end, last.calls) = (ran.end, ran.calls),
        None => all.push(Ran { said: Vec::new(), ..ran }),
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_process_says_is_of_the_combination_that_it_is_in() {
        let planned = Said::Planned { calls: 1, allocations: 1, bound: "all".into(), chosen: 7, all: 7 };
        let said = vec![
            planned,
            Said::Combination("store:held:alloc1".into()),
            Said::Step("reading".into()),
            Said::Combination("store:held:alloc2".into()),
        ];
        let ran = Ran { end: process::End::Hung, ..Ran::done("store:held".into(), said) };
        let all = combinations(ran);
        let seen: Vec<_> = all.iter().map(|ran| (ran.name.as_str(), ran.step(), format!("{:?}", ran.end))).collect();
        let done = || "Done".to_owned();
        assert_eq!(seen, [("store:held:alloc1", "reading", done()), ("store:held:alloc2", "starting", "Hung".into())]);
        let ran = Ran { end: process::End::Hung, ..Ran::done("store:held".into(), Vec::new()) };
        assert_eq!(combinations(ran).len(), 1);
    }
}
