//! Fast shutdown, as far as a client may ask for it (FAST-*): announced and not done, and done.

use super::closing::call_late;
use super::lasting::expect_alive;
use super::visit::Visit;
use super::working::read;
use crate::case::{Case, step};
use provider_runtime::session::{FastShutdownBehavior, Session};

/// FAST-13, FAST-14: whatever the providers answer, an ordinary end may follow.
pub fn announced(case: &Case) {
    for behavior in [FastShutdownBehavior::NobodyRefuses, FastShutdownBehavior::EverybodyConsents] {
        case.process(case.options().fast_shutdown(behavior), |_, session| {
            let visit = Visit::begin(case, session);
            step("QueryFastShutdown");
            let _ = session.fast_shutdown().query();
            expect_alive(visit.iter().flat_map(Visit::objects), "FAST-7", "after QueryFastShutdown");
            announce(session);
            expect_alive(visit.iter().flat_map(Visit::objects), "FAST-14", "after NotifyProcessShutdown");
            visit.iter().flat_map(Visit::objects).for_each(read);
            announce(session);
            step("the session's Logoff after NotifyProcessShutdown");
            session.logoff();
            if let Some(visit) = visit {
                call_late(&visit);
                visit.release_late();
            }
        });
    }
}

/// FAST-8, FAST-11: nothing of the provider's is called any more, and what is alive stays so.
pub fn done(case: &Case) {
    case.out_of_order(case.options(), |session| {
        let visit = Visit::begin(case, session);
        if announce(session) {
            step("DoFastShutdown");
            session.fast_shutdown().shut_down();
        } else {
            session.logoff();
        }
        drop(visit);
    });
}

/// Whether the providers agree to it.
pub fn announce(session: &Session) -> bool {
    step("QueryFastShutdown");
    let has_agreed = !session.fast_shutdown().query().is_failure();
    step("NotifyProcessShutdown");
    session.fast_shutdown().notify();
    has_agreed
}
