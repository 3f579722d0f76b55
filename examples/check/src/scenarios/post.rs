//! What only a transport goes through: the spooler's rounds, traffic, and the flags of its logon
//! and logoff (golden sequences 5 and 6). What becomes of messages is in `traffic.rs`.

use super::closing::ROUNDS;
use super::visit::Visit;
use crate::case::{Case, step};
use provider_runtime::abi::flag::*;
use provider_runtime::session::Session;

pub fn round(session: &Session) {
    step("a round of the spooler");
    let _ = session.mail().run();
}

/// A round of the spooler on another thread, while this one does something else.
pub fn round_beside(session: &Session, meanwhile: impl FnOnce()) {
    let barrier = std::sync::Barrier::new(2);
    std::thread::scope(|threads| {
        threads.spawn(|| {
            barrier.wait();
            let _ = session.mail().run();
        });
        barrier.wait();
        meanwhile();
    });
}

/// XPLOGON-4, SPL-5: Poll and Idle, as far as it has asked for them.
pub fn rounds(case: &Case) {
    case.session(case.options(), |session| {
        let visit = Visit::begin(case, session);
        for _ in 0..3 {
            round(session);
        }
        drop(visit);
    });
}

/// XPLOGON-11, STATOBJ-8: its status object passes on what a client wants, and the spooler does it
/// in its next round.
pub fn flushed(case: &Case) {
    for flags in [FLUSH_UPLOAD, FLUSH_DOWNLOAD, FLUSH_UPLOAD | FLUSH_DOWNLOAD | FLUSH_FORCE] {
        case.session(case.options(), |session| {
            let Some(visit) = Visit::begin(case, session) else { return };
            if let Some(Ok(status)) = visit.status.as_ref().map(|status| status.as_status()) {
                step(&format!("FlushQueues({flags:#x}) of the status object"));
                let _ = status.flush_queues(flags | FLUSH_NO_UI);
            }
            round(session);
            round(session);
        });
    }
}

/// XPLOGON-3: one that has no offline mode may refuse.
pub fn logon_flags(case: &Case) {
    for flags in [0, LOGON_NO_CONNECT | LOGON_NO_DIALOG] {
        case.session(case.options().transport_logon_flags(flags), |session| {
            step(&format!("TransportLogon({flags:#x})"));
            round(session);
            round(session);
        });
    }
}

/// XPOFF-3
pub fn logoff_flags(case: &Case) {
    for flags in [LOGOFF_NORMAL, LOGOFF_HURRY, LOGOFF_NORMAL | LOGOFF_HURRY] {
        case.session(case.options().transport_logoff_flags(flags), |session| {
            drop(Visit::begin(case, session));
            step(&format!("the session's Logoff, with TransportLogoff({flags:#x})"));
        });
    }
}

/// Golden sequence 6, SHUT-2, SUPREL-4
pub fn nested_shutdown(case: &Case) {
    for names in [&["Checked"][..], &["First", "Second"]] {
        case.session(case.options_with(names).nested_shutdown(), |session| {
            drop(Visit::begin(case, session));
            step("the session's Logoff, with Shutdown inside the last Release of a support object");
        });
    }
}

/// OPEN-12, THR-6
pub fn working_at_the_end(case: &Case) {
    for _ in 0..ROUNDS {
        case.process(case.options(), |_, session| {
            let Some(visit) = Visit::begin(case, session) else { return };
            step("a round of the spooler and Logoff on two threads");
            round_beside(session, || drop(session.logoff()));
            visit.release_late();
        });
    }
}
