//! The end of one logon: what each step of the plan does, and the one function that every path of
//! an end comes to. The order of the steps is in `teardown.rs`, who waits for whom in `gate.rs`.
#![allow(unsafe_code, reason = "the author's value is read, and at last taken, out of its cell")]

use super::kind::Provider;
use super::object::Origin;
use super::panics::catch_panic;
use super::state::LogonState;
use super::support_link::SupportLink;
use super::teardown::{self, Ending, Step};
use log::Level;
use provider_abi::error::Result;
use provider_abi::hex::hex;
use provider_abi::lock::lock;
use provider_abi::strings::joined;
use std::fmt::Write;
use std::sync::Arc;

/// A leak trace names this many objects; the rest it counts.
const MOST_NAMED: usize = 20;

impl<P: Provider> LogonState<P> {
    /// Every path of an end comes here: the store's last Release, `Logoff`, the logon's last
    /// Release, `Shutdown`, and a logon that failed half-way. It runs once; a second path waits
    /// until it is past step 7, if it may (G3).
    ///
    /// When it returns, the support object may have been given back, and with it the logon and the
    /// provider may be gone.
    pub(crate) fn end(this: &Arc<Self>) {
        let Some(closing) = this.link.calls.close() else {
            return this.link.calls.wait_until_over();
        };
        let interrupt = |provider: &P| (P::CALLBACKS.interrupt)(provider, &this.kind_state);
        // SAFETY: G2: `closing` is a seat.
        let asked = unsafe { this.provider.read(|provider| catch_panic(|| provider.as_ref().map(interrupt))) };
        if let Err(panic) = asked {
            this.link.host.log(Level::Error, &format!("quiesce: `interrupt` {panic}"));
        }
        let logon = Arc::clone(this);
        let link = Arc::clone(&this.link);
        // Step 8, the support object, is the very last act (SUPREL-5).
        closing.then(move || logon.run_plan(), move || SupportLink::release_support(&link));
    }

    fn run_plan(&self) {
        for fault in teardown::run(|step, ending| self.take(step, ending)) {
            self.link.host.log(Level::Error, &fault);
        }
        self.provider_state.leave(self);
        self.link.calls.over();
    }

    fn take(&self, step: Step, ending: &mut Ending<'_>) {
        match step {
            Step::BeforeLogoff => {
                self.hook(ending, "`persist`", P::CALLBACKS.persist);
                self.hook(ending, "`before_logoff`", P::CALLBACKS.before_logoff);
            }
            Step::Subscriptions => {
                let connections = std::mem::take(&mut *lock(&self.subscriptions));
                for connection in connections {
                    ending.attempt("`Unsubscribe`", || self.link.unsubscribe(connection));
                }
            }
            Step::OpenObjects => {
                // INVAL-5: what a client still holds owns nothing from here on.
                let mut from = None;
                while let Some(values) = self.take_values(&mut from) {
                    ending.discard_all("the Drop of an opened object", values);
                }
            }
            Step::Transports => {
                // What comes back is not acted on (STORELOGOFF-13), nor is a failure
                // (STORELOGOFF-14).
                let tell = |flags| self.link.store_logoff_transports(flags).map(drop);
                let flags = || (P::CALLBACKS.transport_logoff_flags)(&self.kind_state);
                ending.attempt("`StoreLogoffTransports`", || flags().map_or(Ok(()), tell));
            }
            Step::Resources => {
                // SAFETY: G2: the end, after everybody has left.
                if let Some(provider) = unsafe { self.provider.write(Option::take) } {
                    provider.take_apart(ending);
                }
            }
            Step::LeakTrace => {
                if self.link.host.traces_leaks
                    && let Some(leaks) = self.leaks()
                {
                    self.link.host.log(Level::Warn, &leaks);
                }
            }
        }
    }

    fn hook(&self, ending: &mut Ending<'_>, what: &str, hook: impl FnOnce(&P) -> Result<()>) {
        // SAFETY: G2: nobody else is inside, and the value is taken by a later step of this thread.
        unsafe { self.provider.read(|provider| ending.attempt(what, || provider.as_ref().map_or(Ok(()), hook))) }
    }

    /// What is still held, by kind and count, and, where leaks are traced, what opened it.
    pub(crate) fn leaks(&self) -> Option<String> {
        let mut held = self.still_opened();
        held.extend(lock(&self.status).is_some().then_some(("status object", None)));
        held.extend((P::CALLBACKS.held_by_client)(&self.kind_state).map(|name| (name, None)));
        (!held.is_empty()).then(|| leak_trace(&held))
    }
}

/// `still held: 2 message, 1 store; message opened by OpenEntry of store with entry …`
fn leak_trace(held: &[(&'static str, Option<Origin>)]) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for (kind, _) in held {
        match counts.iter_mut().find(|(counted, _)| counted == kind) {
            Some((_, count)) => *count += 1,
            None => counts.push((kind, 1)),
        }
    }
    let counts: Vec<_> = counts.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    let mut text = format!("still held: {}", joined(&counts, ", "));
    let named = held.iter().filter_map(|(kind, origin)| Some((kind, origin.as_ref()?)));
    for (kind, origin) in named.take(MOST_NAMED) {
        let _ = write!(text, "; {kind} opened by {} of {}", origin.method, origin.parent);
        if !origin.entry.is_empty() {
            let _ = write!(text, " with entry {}", hex(&origin.entry));
        }
    }
    text
}
