//! What a provider goes through beside itself, where a profile has it twice and both logons are on
//! one provider object.

use super::visit::{Opened, Visit};
use super::working::read;
use crate::case::{Case, step};

/// LOGON-13, SHUT-2, ORDER-3: two logons on one provider object, which is shut down once, after
/// both.
pub fn in_a_profile(case: &Case) {
    const NAMES: [&str; 2] = ["First", "Second"];
    for options in [case.options_with(&NAMES), case.options_with(&NAMES).repeat_ends()] {
        case.process(options, |_, session| {
            let visit = Visit::begin(case, session);
            step("what is logged on already is not logged on again");
            drop(Opened::quietly(case, session));
            visit.iter().flat_map(Visit::objects).for_each(read);
            step("the session's Logoff, of two logons on one provider object");
            session.logoff();
            visit.into_iter().for_each(Visit::release_late);
        });
    }
}
