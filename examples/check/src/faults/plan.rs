//! Which faults come together in one session, and how each combination is called: by that name it
//! can be repeated. What is done with one is in `run.rs`.

use super::ends::End;
use crate::kind;
use provider_runtime::Code;
use provider_runtime::session::Kind;
use std::time::Duration;

/// One fault, by its number among the calls of its sort in a session.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// A call of the provider's to MAPI does nothing and answers this.
    Host(u64, Code),
    /// An allocation fails.
    Allocation(u64),
}

/// How a call to MAPI fails: with an error, for want of memory, or not at all.
const ANSWERS: [Code; 3] = [Code::CALL_FAILED, Code::NOT_ENOUGH_MEMORY, Code::OK];

/// What a session without faults has: how many of each there can be.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counted {
    pub calls: u64,
    pub allocations: u64,
}

/// How many combinations of a kind and an end are tried.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bound {
    /// Each fault alone, and pairs as long as its share of a minute lasts, up to 4000 in all.
    Usual,
    /// Each fault alone, and pairs up to so many in all.
    Most(usize),
    All,
}

/// A part of those of a kind and an end, for one process.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Batch {
    pub end: End,
    pub bound: Bound,
    /// The number of the first, and what was counted before it; `None`: nothing yet.
    pub from: Option<(usize, Counted)>,
}

/// What `--faults` asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Asked {
    Each(Bound),
    One(Kind, Combination),
}

/// Faults in a session that ends so.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Combination {
    pub end: End,
    pub faults: Vec<Fault>,
}

impl Bound {
    /// On the command line of a process of its own.
    pub fn word(self) -> String {
        match self {
            Self::Usual => "usual".into(),
            Self::Most(most) => most.to_string(),
            Self::All => "all".into(),
        }
    }

    pub fn of_word(word: &str) -> Option<Self> {
        match word {
            "usual" => Some(Self::Usual),
            "all" => Some(Self::All),
            word => word.parse().ok().map(Self::Most),
        }
    }

    /// The same where one session takes so long.
    pub fn with_sessions_of(self, length: Duration) -> Self {
        /// Of each end.
        const SHARE: Duration = Duration::from_millis(8500);
        const MOST: u128 = 4000;
        let fits = SHARE.as_micros() / length.as_micros().max(1);
        if self == Self::Usual { Self::Most(fits.min(MOST) as usize) } else { self }
    }
}

impl Batch {
    /// On the command line of its process: `released:1000`, `released:1000:200:17:41`.
    pub fn text(self) -> String {
        let from = self
            .from
            .map_or_else(String::new, |(from, counted)| format!(":{from}:{}:{}", counted.calls, counted.allocations));
        format!("{}:{}{from}", self.end.word(), self.bound.word())
    }

    pub fn of_text(text: &str) -> Option<Self> {
        let words: Vec<_> = text.split(':').collect();
        let (end, bound, from) = match words.as_slice() {
            [end, bound] => (end, bound, None),
            [end, bound, from, calls, allocations] => {
                let counted = Counted { calls: calls.parse().ok()?, allocations: allocations.parse().ok()? };
                (end, bound, Some((from.parse().ok()?, counted)))
            }
            _ => return None,
        };
        Some(Self { end: End::of_word(end)?, bound: Bound::of_word(bound)?, from })
    }
}

impl Fault {
    fn text(self) -> String {
        match self {
            Self::Host(call, code) => format!("host{call}={:#010x}", code.0),
            Self::Allocation(call) => format!("alloc{call}"),
        }
    }

    fn of_text(text: &str) -> Option<Self> {
        if let Some(call) = text.strip_prefix("alloc") {
            return Some(Self::Allocation(call.parse().ok()?));
        }
        let (call, code) = text.strip_prefix("host")?.split_once("=0x")?;
        let code = u32::from_str_radix(code, 16).ok()?;
        Some(Self::Host(call.parse().ok()?, Code(code.cast_signed())))
    }
}

impl Combination {
    /// `released:host7=0x80004005+alloc3`
    pub fn text(&self) -> String {
        let faults: Vec<_> = self.faults.iter().map(|fault| fault.text()).collect();
        let faults = if faults.is_empty() { "none".into() } else { faults.join("+") };
        format!("{}:{faults}", self.end.word())
    }

    pub fn of_text(text: &str) -> Option<Self> {
        let (end, faults) = text.split_once(':')?;
        let faults = match faults {
            "none" => Vec::new(),
            faults => faults.split('+').map(Fault::of_text).collect::<Option<_>>()?,
        };
        Some(Self { end: End::of_word(end)?, faults })
    }

    /// With its kind: `store:released:host7=0x80004005`.
    pub fn name(&self, kind: Kind) -> String {
        format!("{}:{}", kind::word(kind), self.text())
    }
}

impl Asked {
    /// What follows `--faults=`, or nothing.
    pub fn of_text(text: Option<&str>) -> Option<Self> {
        let Some(text) = text else { return Some(Self::Each(Bound::Usual)) };
        if let Some(bound) = Bound::of_word(text) {
            return Some(Self::Each(bound));
        }
        let (kind, combination) = text.split_once(':')?;
        Some(Self::One(kind::of_word(kind)?, Combination::of_text(combination)?))
    }
}

/// Each fault alone.
fn singles(counted: Counted) -> Vec<Fault> {
    let host = (1..=counted.calls).flat_map(|call| ANSWERS.map(|code| Fault::Host(call, code)));
    host.chain((1..=counted.allocations).map(Fault::Allocation)).collect()
}

/// Two calls to MAPI, or one and an allocation.
fn pairs(singles: &[Fault]) -> impl Iterator<Item = Vec<Fault>> {
    let is_pair = |one: Fault, other: Fault| match (one, other) {
        (Fault::Host(one, _), Fault::Host(other, _)) => one < other,
        (Fault::Host(..), Fault::Allocation(_)) => true,
        (Fault::Allocation(_), _) => false,
    };
    let with = move |one: Fault| {
        let others = singles.iter().filter(move |other| is_pair(one, **other));
        others.map(move |other| vec![one, *other])
    };
    singles.iter().flat_map(move |one| with(*one))
}

/// What is tried, singles first, and how much there is. Of pairs, each so many-th.
pub fn chosen(counted: Counted, bound: Bound) -> (Vec<Vec<Fault>>, usize) {
    let singles = singles(counted);
    let all = pairs(&singles).count();
    let stride = match bound {
        Bound::All | Bound::Usual => 1,
        Bound::Most(most) => {
            let stride = all.div_ceil(most.saturating_sub(singles.len()).max(1)).max(1);
            // With one answer after the other: one of three answers would always be left out.
            stride + usize::from(stride > 1 && stride.is_multiple_of(ANSWERS.len()))
        }
    };
    let has_pairs = !matches!(bound, Bound::Most(most) if most <= singles.len());
    let some = pairs(&singles).step_by(stride).filter(|_| has_pairs);
    let chosen: Vec<_> = singles.iter().map(|fault| vec![*fault]).chain(some).collect();
    (chosen, singles.len() + all)
}

#[cfg(test)]
mod tests {
    use super::*;

    const COUNTED: Counted = Counted { calls: 4, allocations: 5 };

    #[test]
    fn all_are_each_fault_and_each_pair() {
        let (all, count) = chosen(COUNTED, Bound::All);
        // 4 calls with 3 answers, 5 allocations; 6 pairs of calls with 9 answers, 20 with 3.
        assert_eq!((all.len(), count), (12 + 5 + 54 + 60, 12 + 5 + 54 + 60));
        assert!(all.iter().enumerate().all(|(at, one)| all.iter().skip(at + 1).all(|other| one != other)), "{all:?}");
    }

    #[test]
    fn a_bound_leaves_each_fault_and_takes_pairs_of_every_answer() {
        for most in [0, 17, 40, 60, 1000] {
            let (some, count) = chosen(COUNTED, Bound::Most(most));
            assert!((17..=most.max(17)).contains(&some.len()) && count == 131, "{most}: {}", some.len());
            let answers = |answer: Code| {
                some.iter().skip(17).flatten().any(|fault| matches!(fault, Fault::Host(_, code) if *code == answer))
            };
            assert!(most < 40 || ANSWERS.into_iter().all(answers), "{most}");
        }
    }

    #[test]
    fn the_usual_bound_has_fewer_pairs_where_sessions_are_slow() {
        let usual = |milliseconds| Bound::Usual.with_sessions_of(Duration::from_millis(milliseconds));
        assert_eq!([0, 1, 85].map(usual), [4000, 4000, 100].map(Bound::Most));
        assert_eq!(Bound::All.with_sessions_of(Duration::from_secs(1)), Bound::All);
    }

    #[test]
    fn a_batch_is_what_its_process_is_told() {
        for from in [None, Some((200, COUNTED))] {
            for bound in [Bound::All, Bound::Most(1000)] {
                let batch = Batch { end: End::Mapi, bound, from };
                assert_eq!(Batch::of_text(&batch.text()), Some(batch));
            }
        }
        assert_eq!(Batch::of_text("mapi:all:1"), None);
    }

    #[test]
    fn a_combination_is_found_again_by_its_name() {
        let faults = vec![Fault::Host(7, Code::CALL_FAILED), Fault::Host(9, Code::OK), Fault::Allocation(3)];
        let combination = Combination { end: End::Held, faults };
        let name = combination.name(Kind::AddressBook);
        assert_eq!(name, "address_book:held:host7=0x80004005+host9=0x00000000+alloc3");
        assert_eq!(Asked::of_text(Some(&name)), Some(Asked::One(Kind::AddressBook, combination)));
        for text in ["", "store", "store:held", "store:held:host7", "store:nowhere:alloc1", "desk:held:alloc1"] {
            assert_eq!(Asked::of_text(Some(text)), None, "{text}");
        }
    }
}
