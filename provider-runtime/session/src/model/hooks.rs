//! What tests run inside calls that providers make (T-92).

use crate::process::hold_back_panics;
use provider_abi::lock::lock;
use std::sync::Mutex;

/// What is to run, and inside which call.
#[derive(Default)]
pub(crate) struct Hooks(Mutex<Vec<(&'static str, Hook)>>);

type Hook = Box<dyn FnOnce() + Send>;

impl Hooks {
    pub(crate) fn add(&self, call: &'static str, hook: Hook) {
        lock(&self.0).push((call, hook));
    }

    /// Runs what a test wants to happen inside this call, once; no lock is held (S3).
    pub(crate) fn run(&self, call: &'static str) {
        let hook = {
            let mut hooks = lock(&self.0);
            let at = hooks.iter().position(|(other, _)| *other == call);
            at.map(|at| hooks.swap_remove(at).1)
        };
        if let Some(hook) = hook {
            hold_back_panics(hook);
        }
    }
}
