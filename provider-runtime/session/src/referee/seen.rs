//! One event as the walk meets it: at its beginning or its end, with the calls around it.

use super::steps;
use crate::record::{Event, What};
use provider_abi::shapes::code::Code;

/// Which end of an event is seen. What is no call is done at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Begins,
    IsDone,
}

/// One event as the walk meets it.
#[derive(Clone, Copy)]
pub(super) struct Seen<'e> {
    pub(super) event: &'e Event,
    pub(super) index: usize,
    /// The newest event by now.
    pub(super) at: usize,
    pub(super) phase: Phase,
    /// All of them.
    pub(super) events: &'e [Event],
}

impl<'e> Seen<'e> {
    pub(super) fn begins(self) -> bool {
        self.phase == Phase::Begins
    }

    pub(super) fn is_done(self) -> bool {
        self.phase == Phase::IsDone
    }

    /// On which object: `logon 1`.
    pub(super) fn object(self) -> &'e str {
        &self.event.object
    }

    pub(super) fn name(self) -> &'static str {
        self.event.what.name()
    }

    pub(super) fn is_success(self) -> bool {
        self.event.code.is_some_and(|code| !code.is_failure())
    }

    pub(super) fn is_failure(self) -> bool {
        self.event.code.is_some_and(Code::is_failure)
    }

    /// Whether it stands inside a call of that kind.
    pub(super) fn is_inside(self, wanted: impl Fn(&What) -> bool) -> bool {
        steps::around(self.events, self.index).any(|(_, call)| wanted(&call.what))
    }
}

/// Whether a number stands for something: it is known, and is none of a null pointer.
pub(super) fn is_some(number: Option<u64>) -> bool {
    number.is_some_and(|number| number != 0)
}
