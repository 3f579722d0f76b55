//! A record as a list of steps: where each call begins and where it returns, whatever other threads
//! did meanwhile.

use crate::record::Event;
use std::cmp::Reverse;

/// One step, with the event that it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Step {
    Begin(usize),
    Return(usize),
    /// Something that is no call.
    Note(usize),
}

impl Step {
    pub(crate) fn event(self) -> usize {
        match self {
            Self::Begin(at) | Self::Return(at) | Self::Note(at) => at,
        }
    }
}

/// The steps in their order. Of calls that return at the same place the inner one, which is the
/// younger, comes first.
pub(crate) fn steps(events: &[Event]) -> Vec<Step> {
    let returns = events.iter().enumerate().filter_map(|(at, event)| {
        let end = event.call.flatten()?;
        Some((end.events.clamp(at + 1, events.len()), Reverse(at)))
    });
    let mut returns: Vec<_> = returns.collect();
    returns.sort_unstable();
    let mut returns = returns.into_iter().peekable();
    let mut steps = Vec::with_capacity(events.len());
    for (at, event) in events.iter().enumerate() {
        while let Some((_, Reverse(call))) = returns.next_if(|(place, _)| *place <= at) {
            steps.push(Step::Return(call));
        }
        steps.push(if event.call.is_some() { Step::Begin(at) } else { Step::Note(at) });
    }
    steps.extend(returns.map(|(_, Reverse(call))| Step::Return(call)));
    steps
}

/// The calls around an event, the innermost first; only so many, for the sake of records that
/// nobody recorded.
pub(super) fn around(events: &[Event], index: usize) -> impl Iterator<Item = (usize, &Event)> {
    let outer = |inner: &usize| events.get(*inner)?.inside.filter(|outer| outer < inner);
    let calls = std::iter::successors(Some(index), outer).skip(1).take(64);
    calls.filter_map(|at| Some((at, events.get(at)?)))
}
