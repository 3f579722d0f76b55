//! How a provider of any kind is loaded, initialised and logged on, and what can be wrong with that
//! (golden sequence 8).

use super::visit::{Opened, Visit};
use super::working::read;
use crate::case::{Case, step};
use provider_runtime::abi::flag::{BOOKMARK_BEGINNING, BOOKMARK_END, MDB_NO_DIALOG};
use provider_runtime::session::OpenStore;

/// SHUT-8
pub fn never(case: &Case) {
    step("initialising the provider");
    case.session(case.options().eager_load(), |_| {});
    case.process(case.options().eager_load(), |_, _| {});
}

/// Golden sequence 8: a version that no provider can have yet.
pub fn version_refused(case: &Case) {
    case.session(case.options().versions(0x7FFF_0000..=0x7FFF_FFFF), |session| {
        step("initialising the provider by a host that wants a later version");
        drop(Opened::quietly(case, session));
    });
}

/// VER-2
pub fn session_too_old(case: &Case) {
    case.session(case.options().versions(1..=1), |session| {
        step("initialising the provider by a host of version 0.0.1");
        drop(Opened::quietly(case, session));
    });
}

/// LOGON-1, SHUT-3
pub fn left_out(case: &Case) {
    case.session(case.options(), |session| {
        session.by_hand().leave_out();
        super::services::configure(case, session);
        let visit = Visit::begin(case, session);
        step("calls without outputs that may be left out");
        for object in visit.iter().flat_map(Visit::objects) {
            let _ = object.set_props(&[]);
        }
        let table = visit.as_ref().and_then(|visit| visit.table.as_ref());
        let _ = table.map(|table| (table.seek(BOOKMARK_BEGINNING, 0), table.seek(BOOKMARK_END, 0)));
        drop(visit);
    });
}

pub fn lenient(case: &Case) {
    case.session(case.options().lenient_support(), |session| {
        drop(Visit::begin(case, session));
        step("the session's Logoff after another visit");
        drop(Opened::quietly(case, session));
    });
}

/// UNLOAD-2, LOAD-3
pub fn eager_unload(case: &Case) {
    for _ in 0..3 {
        case.session(case.options().eager_unload(), |session| {
            drop(Visit::begin(case, session));
            step("the session's Logoff, which frees the library");
        });
    }
}

/// ENTRY-7, ENTRY-8
pub fn init_per_entry(case: &Case) {
    const NAMES: [&str; 2] = ["First", "Second"];
    case.session(case.options_with(&NAMES).init_per_profile_entry(), |session| {
        let [one, other] = NAMES.map(|name| {
            step(&format!("opening the provider that the profile calls {name}"));
            let wish = OpenStore::new().named(name).flags(MDB_NO_DIALOG);
            let opened = case.told(session, Opened::attempt(case, session, &wish))?;
            Some(Visit::of(case, session, opened))
        });
        [&one, &other].into_iter().flatten().flat_map(Visit::objects).for_each(read);
        step("the Releases");
        drop(one);
        drop(other);
    });
}

/// ENTRY-8
pub fn two_sessions(case: &Case) {
    case.session(case.options(), |outer| {
        let one = Visit::begin(case, outer);
        case.session(case.options(), |inner| {
            let other = Visit::begin(case, inner);
            other.iter().flat_map(Visit::objects).for_each(read);
        });
        step("reading in the one session after the other's end");
        one.iter().flat_map(Visit::objects).for_each(read);
    });
}

/// MEM-10, T-90
pub fn out_of_memory(case: &Case) {
    /// A visit that asks for memory more often is not followed to its end.
    const CALLS: u64 = 120;
    /// Memory that is lost keeps the session's allocators busy, and there are not many.
    const LOSSES: usize = 16;
    let mut losses = 0;
    for call in 1..=CALLS {
        let mut is_reached = false;
        let is_lost = case.session(case.options(), |session| {
            let memory = session.memory();
            let before = memory.calls();
            memory.fail_at(Some(call));
            step(&format!("a visit whose allocation {call} fails"));
            let visit = Opened::quietly(case, session).map(|opened| Visit::of(case, session, opened));
            visit.iter().flat_map(Visit::objects).for_each(read);
            drop(visit);
            is_reached = memory.calls() - before >= call;
            memory.fail_at(None);
            step(&format!("the end after a visit whose allocation {call} failed"));
        });
        losses += usize::from(is_lost);
        if !is_reached || losses == LOSSES {
            return;
        }
    }
}
