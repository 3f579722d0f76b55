//! Objects of providers as the session calls them: what goes into their methods, what comes out,
//! and the logon objects of the three kinds. When a call is made, and what it means, is not here.

mod arguments;
mod identity;
mod logon_object;
mod outputs;

pub(crate) use arguments::{TagWords, entry_argument};
pub(crate) use identity::{identity, seen_as};
pub(crate) use logon_object::{LogonObject, shut_down};
pub(crate) use outputs::Outputs;
