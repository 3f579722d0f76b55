//! What the referee is told beside the events.

use std::time::Duration;

/// What the referee cannot know from the events.
#[derive(Clone, Debug, Default)]
pub struct Ruling {
    pub(super) budget: Option<Duration>,
    pub(super) nested_shutdown: bool,
}

impl Ruling {
    /// No time limit, no nested Shutdown.
    pub fn new() -> Self {
        Self::default()
    }

    /// How long a call of the life cycle may take (V-28, ABRUPT-7).
    #[must_use]
    pub fn budget(mut self, budget: Duration) -> Self {
        self.budget = Some(budget);
        self
    }

    /// Shutdown may come inside the support object's final Release (option NestedShutdown, SHUT-2).
    #[must_use]
    pub fn nested_shutdown(mut self) -> Self {
        self.nested_shutdown = true;
        self
    }
}
