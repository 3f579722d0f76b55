//! How times are compared: each round, everybody in turn for a fraction of a millisecond; medians
//! over many rounds, ratios within one round. So the machine's other work, and its clock, weigh on
//! all alike.

use crate::Effort;
use std::time::Instant;

/// What is timed: it does its work as often as it is told.
pub(crate) type Turn<'a> = Box<dyn FnMut(u32) + 'a>;

/// Work that is done once a turn.
pub(crate) fn turn<'a, R>(mut work: impl FnMut() -> R + 'a) -> Turn<'a> {
    Box::new(move |times| {
        for _ in 0..times {
            std::hint::black_box(work());
        }
    })
}

/// Nanoseconds a turn, of everybody, a list for each; the same place is the same round.
pub(crate) struct Times(pub(crate) Vec<Vec<f64>>);

pub(crate) fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

impl Times {
    /// The median of one.
    pub(crate) fn of(&self, one: usize) -> f64 {
        median(self.0[one].iter().copied())
    }

    /// The median of what two of them make together, round by round.
    pub(crate) fn paired(&self, one: usize, other: usize, together: impl Fn(f64, f64) -> f64) -> f64 {
        median(self.0[one].iter().zip(&self.0[other]).map(|(one, other)| together(*one, *other)))
    }

    /// How many times as long one takes as another.
    pub(crate) fn ratio(&self, one: usize, other: usize) -> f64 {
        self.paired(one, other, |one, other| one / other)
    }
}

/// How long everybody's work takes in one round, about: short, so that most of it happens between
/// two turns of other processes.
const ROUND: f64 = 400_000.0;

fn timed(work: &mut Turn<'_>, times: u32) -> f64 {
    let start = Instant::now();
    work(times);
    start.elapsed().as_nanos() as f64 / f64::from(times)
}

/// Times everybody, alternated round by round; who begins changes, too.
pub(crate) fn alternate(effort: Effort, mut everybody: Vec<Turn<'_>>) -> Times {
    let rounds = if effort == Effort::Quick { 15 } else { 301 };
    let first = |work: &mut Turn<'_>| (0..5).map(|_| timed(work, 20)).fold(f64::MAX, f64::min);
    let slowest = everybody.iter_mut().map(first).fold(1.0, f64::max);
    let times = ((ROUND / slowest) as u32).clamp(5, 100_000);
    let mut seen = vec![Vec::new(); everybody.len()];
    for round in 0..rounds {
        for place in 0..everybody.len() {
            let at = (place + round) % everybody.len();
            seen[at].push(timed(&mut everybody[at], times));
        }
    }
    Times(seen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_is_the_median_of_rounds_and_not_of_times() {
        // In the second round the machine was ten times as slow for both.
        let times = Times(vec![vec![2.0, 20.0, 2.0], vec![1.0, 10.0, 2.0]]);
        assert_eq!(times.ratio(0, 1), 2.0);
        assert_eq!(times.of(0), 2.0);
    }

    #[test]
    fn everybody_has_every_round() {
        let mut counted = [0, 0];
        let [one, other] = &mut counted;
        let times = alternate(Effort::Quick, vec![turn(|| *one += 1), turn(|| *other += 1)]);
        assert_eq!(times.0.iter().map(Vec::len).collect::<Vec<_>>(), [15, 15]);
        assert_eq!(counted[0], counted[1]);
    }
}
