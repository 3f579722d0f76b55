//! The message service's configuration (golden sequence 7). No dialog is ever allowed.

use super::visit::{Opened, Visit};
use crate::case::{Case, SERVICE, found, step};
use provider_runtime::abi::flag::*;
use provider_runtime::session::Session;

/// REACT-3: as far as the provider lacks anything.
pub fn unconfigured(case: &Case) {
    log_on_twice(&case.bare());
}

/// LOGON-5
pub fn without_section(case: &Case) {
    log_on_twice(&case.without_section());
}

/// The second time, the service may be disabled (REACT-1).
fn log_on_twice(case: &Case) {
    case.session(case.options(), |session| {
        for _ in 0..2 {
            step("logging on without the provider's own values");
            drop(Opened::quietly(case, session).map(|opened| Visit::of(case, session, opened)));
        }
    });
}

/// SVC-*
pub fn every_context(case: &Case) {
    case.session(case.options(), |session| {
        configure(case, session);
        drop(Visit::begin(case, session));
    });
    case.session(case.options().eager_unload(), |session| configure(case, session));
}

/// SVC-10, T-15
pub fn while_logged_on(case: &Case) {
    case.session(case.options(), |session| {
        let visit = Visit::begin(case, session);
        configure(case, session);
        visit.iter().flat_map(Visit::objects).for_each(super::working::read);
        drop(visit);
    });
}

pub fn configure(case: &Case, session: &Session) {
    const CONTEXTS: [u32; 7] = [
        MSG_SERVICE_INSTALL,
        MSG_SERVICE_CREATE,
        MSG_SERVICE_CONFIGURE,
        MSG_SERVICE_PROVIDER_CREATE,
        MSG_SERVICE_PROVIDER_DELETE,
        MSG_SERVICE_DELETE,
        MSG_SERVICE_UNINSTALL,
    ];
    for context in CONTEXTS.into_iter().chain([0, 8, u32::MAX]) {
        step(&format!("ServiceEntry in context {context}"));
        let is_done = session.configure(SERVICE, context, 0, &[]).is_ok();
        if is_done && !CONTEXTS.contains(&context) {
            found("SVC-7", "SVC-7", "ServiceEntry succeeded in a context that there is not", "service");
        }
    }
    step("ServiceEntry in context MSG_SERVICE_CONFIGURE, with properties");
    let _ = session.configure(SERVICE, MSG_SERVICE_CONFIGURE, 0, &case.values());
}
