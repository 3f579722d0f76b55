//! What an author's methods come to: they are counted, and may be told to fail, to panic, or to
//! call somebody first.

use super::Shelf;
use provider_runtime::prelude::*;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Mutex;

/// What a call of a method comes to.
pub enum Action {
    /// It fails.
    Fail(Code),
    /// It panics.
    Panic,
    /// This happens first, with no lock of the author's held; then it goes on.
    Call(Box<dyn FnOnce(&Shelf) + Send>),
    /// It goes on.
    Nothing,
}

impl Action {
    pub fn call(work: impl FnOnce(&Shelf) + Send + 'static) -> Self {
        Self::Call(Box::new(work))
    }
}

#[derive(Default)]
pub(super) struct Steps {
    counts: Mutex<BTreeMap<&'static str, usize>>,
    actions: Mutex<BTreeMap<&'static str, VecDeque<Action>>>,
}

impl Steps {
    pub(super) fn next(&self, step: &'static str, action: Action) {
        self.actions.lock().unwrap().entry(step).or_default().push_back(action);
    }

    pub(super) fn clear(&self) {
        self.actions.lock().unwrap().clear();
    }

    pub(super) fn count(&self, step: &str) -> usize {
        self.counts.lock().unwrap().get(step).copied().unwrap_or(0)
    }

    pub(super) fn run(&self, step: &'static str, store: &Shelf) -> Result<()> {
        *self.counts.lock().unwrap().entry(step).or_default() += 1;
        let action = self.actions.lock().unwrap().get_mut(step).and_then(VecDeque::pop_front);
        match action {
            None | Some(Action::Nothing) => Ok(()),
            Some(Action::Fail(code)) => Err(Error::new(code, format!("{step} was told to fail"))),
            Some(Action::Panic) => panic!("{step} was told to panic"),
            Some(Action::Call(work)) => {
                work(store);
                Ok(())
            }
        }
    }
}
