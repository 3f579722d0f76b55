//! A client's wish to open a store, and how often the session tries it (V-31, V-32, REACT-1 to REACT-4), and whether what
//! the tries gave is freed (V-33).

use super::logon::{Logon, Stage, name};
use super::{Phase, Referee, Seen};
use provider_abi::shapes::code::Code;
use std::collections::BTreeMap;

/// All wishes, by their numbers; 0 is for logon calls that nobody wished for.
#[derive(Debug, Default)]
pub(super) struct Wishes(BTreeMap<u64, Wish>);

#[derive(Debug, Default)]
struct Wish {
    /// What was tried, by provider object: a spooler has one of its own.
    tries: BTreeMap<u64, Tries>,
    /// Its logon calls that have returned.
    logons: Vec<u64>,
    /// How many faults of the host's had been told when it began.
    told_before: usize,
    /// V-32 is told once.
    is_told: bool,
}

#[derive(Debug, Default)]
struct Tries {
    count: usize,
    /// Whether the last one answered UNCONFIGURED.
    is_unconfigured: bool,
    /// Whether ServiceEntry was asked since, and what it answered.
    is_asked: bool,
    answer: Option<Code>,
}

/// What the session has to free of one logon call, and how often it did.
#[derive(Debug, Default)]
pub(super) struct Given {
    has_error: bool,
    has_data: bool,
    freed_errors: usize,
    freed_data: usize,
}

/// The configuration of a service (`MSG_SERVICE_CONFIGURE`).
const CONFIGURE: u64 = 3;

impl Tries {
    /// REACT-3: one retry, when ServiceEntry has made up for it.
    fn may_be_repeated(&self) -> bool {
        self.count == 1 && self.is_unconfigured && self.answer == Some(Code::OK)
    }
}

impl Referee<'_> {
    /// A client asks for a store.
    pub(super) fn wish_begins(&mut self, seen: Seen<'_>) {
        let told_before = self.found.hosts();
        self.wishes.0.entry(seen.number("wish")).or_default().told_before = told_before;
    }

    /// A logon call begins.
    pub(super) fn wish_is_tried(&mut self, seen: Seen<'_>) {
        let wish = self.wishes.0.entry(seen.number("wish")).or_default();
        let tries = wish.tries.entry(seen.number("provider")).or_default();
        let may = tries.count == 0 || tries.may_be_repeated() || !seen.has("wish");
        *tries = Tries { count: tries.count + 1, ..Tries::default() };
        if may {
            self.judge_disabled(seen);
        } else if !std::mem::replace(&mut wish.is_told, true) {
            let text = "another try, which only ServiceEntry's S_OK behind the first UNCONFIGURED allows";
            self.found.tell("V-32", seen.at, &name(seen.number("logon")), text);
        }
    }

    /// A logon call has returned.
    pub(super) fn wish_is_answered(&mut self, seen: Seen<'_>) {
        let number = seen.number("logon");
        if let Some(logon) = self.logons.get_mut(number) {
            (logon.given.has_error, logon.given.has_data) = (seen.has("error_block"), seen.has("spooler_bytes"));
        }
        let wish = self.wishes.0.entry(seen.number("wish")).or_default();
        wish.logons.push(number);
        let tries = wish.tries.entry(seen.number("provider")).or_default();
        tries.is_unconfigured = seen.event.code == Some(Code::UNCONFIGURED);
    }

    /// A service is configured for a wish.
    pub(super) fn wish_is_configured(&mut self, seen: Seen<'_>) {
        if !seen.has("wish") || seen.number("context") != CONFIGURE {
            return;
        }
        let wish = self.wishes.0.entry(seen.number("wish")).or_default();
        let mut tries = wish.tries.values_mut().filter(|tries| tries.count == 1 && tries.is_unconfigured);
        if seen.phase == Phase::IsDone {
            if let Some(tries) = tries.find(|tries| tries.is_asked && tries.answer.is_none()) {
                tries.answer = seen.event.code;
            }
        } else if let Some(tries) = tries.find(|tries| !tries.is_asked) {
            tries.is_asked = true;
        } else if !std::mem::replace(&mut wish.is_told, true) {
            let text = "ServiceEntry was asked to configure what no logon call had called unconfigured";
            self.found.tell("V-32", seen.at, &seen.event.object, text);
        }
    }

    /// The client has its answer: nothing more comes of it.
    pub(super) fn wish_is_over(&mut self, seen: Seen<'_>) {
        let number = Some(seen.number("wish")).filter(|number| *number != 0);
        let Some(wish) = number.and_then(|number| self.wishes.0.remove(&number)) else { return };
        for number in wish.logons {
            self.judge_given(seen.at, number);
            let came_to_nothing = |logon: &Logon| logon.stage == Stage::None && !logon.lent.is_held;
            if self.logons.known.get(&number).is_some_and(came_to_nothing) {
                self.judge_forgotten(seen, number, "are still there although it came to nothing");
            }
        }
        // What is told already may be the reason why a try is missing.
        let is_told = wish.is_told || self.found.hosts() > wish.told_before;
        for tries in wish.tries.values().filter(|tries| tries.is_unconfigured && tries.count == 1 && !is_told) {
            let text = match (tries.is_asked, tries.answer) {
                (false, _) => "a logon call answered UNCONFIGURED, and ServiceEntry was not asked",
                (true, Some(Code::OK)) => {
                    "ServiceEntry has configured the service, and the logon call was not repeated"
                }
                (true, _) => continue,
            };
            self.found.tell("V-32", seen.at, &seen.event.object, text);
        }
    }

    pub(super) fn is_freed(&mut self, seen: Seen<'_>) {
        let number = seen.number("logon");
        let Some(logon) = self.logons.get_mut(number) else { return };
        let (given, error, data) = (&mut logon.given, seen.has("error"), seen.has("spooler"));
        given.freed_errors += usize::from(error);
        given.freed_data += usize::from(data);
        if error && given.freed_errors == 2 || data && given.freed_data == 2 {
            self.found.tell("V-33", seen.at, &name(number), "what the logon call gave was freed twice");
        }
    }

    fn judge_given(&mut self, at: usize, number: u64) {
        let Some(logon) = self.logons.get_mut(number) else { return };
        if logon.given.has_error && logon.given.freed_errors == 0 {
            self.found.tell("V-33", at, &name(number), "the MAPIERROR of the logon call was not freed");
        }
        if logon.given.has_data && logon.given.freed_data == 0 {
            let text = "the spooler data of the logon call was not freed";
            self.found.tell("V-33", at, &name(number), text).by("MSLOGON-12");
        }
    }

    /// What belongs to no wish, at the end of the events.
    pub(super) fn judge_unwished(&mut self, last: usize) {
        for number in self.wishes.0.remove(&0).map(|wish| wish.logons).unwrap_or_default() {
            self.judge_given(last, number);
        }
    }
}
