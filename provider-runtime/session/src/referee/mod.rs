//! The referee: a walk over the events of a session along the state machine of section 8 that names
//! what is wrong. It knows the events alone, so that it judges recorded sessions and traces written
//! by hand alike. Each file has the checks of one subject; what a violation is stands in
//! `violations.rs`, what an event says in the record's `what/`.
//!
//! One fault is one violation: what only follows from a fault that has been told of a provider
//! object, a logon or a request is not told again. A call under way at the end of the events has
//! not returned, so nothing is said of its result.

mod answers;
mod clock;
mod closing;
mod excused;
mod fast_shutdown;
mod leftovers;
mod libraries;
mod logon;
mod logons;
mod on_process;
mod on_provider;
mod on_session;
mod on_support;
mod on_transport;
mod outcome;
mod outputs;
mod providers;
mod registrations;
mod requests;
mod ruling;
mod seen;
mod services;
mod spooling;
mod steps;
mod support;
mod trace;
mod under_way;
mod violations;
mod walk;

#[cfg(test)]
mod fuzz;

pub use ruling::Ruling;
pub use trace::Trace;
pub use violations::{Party, Violation};
pub use walk::judge;
