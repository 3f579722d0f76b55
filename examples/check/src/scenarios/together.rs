//! What the providers of several kinds in one DLL go through together: one session has them all.

use super::visit::Visit;
use super::working::read;
use crate::case::{Case, step};
use crate::kind;
use provider_runtime::session::{Kind, Session};

/// One scenario.
pub struct Together {
    /// What happens in it, as one sentence.
    pub name: &'static str,
    /// One case for each kind, all of one DLL.
    pub run: fn(&[Case]),
}

/// All of them, in the order they run.
pub const TOGETHER: &[Together] = &[
    Together { name: "providers of all kinds are ended, one kind after another, in each order", run: in_each_order },
    Together {
        name: "a library is freed as soon as the provider objects of all kinds are released",
        run: eager_unload,
    },
    Together { name: "providers of all kinds are announced a fast shutdown, and ended", run: announced },
];

fn visits(cases: &[Case], session: &Session) -> Vec<Visit> {
    let visits: Vec<_> = cases.iter().filter_map(|case| Visit::begin(case, session)).collect();
    visits.iter().flat_map(Visit::objects).for_each(read);
    visits
}

/// ORDER-2
fn in_each_order(cases: &[Case]) {
    let Some(first) = cases.first() else { return };
    for order in orders() {
        first.process(Case::together(cases).logoff_order(&order), |_, session| {
            let visits = visits(cases, session);
            step(&format!("the session's Logoff: {}", order.map(kind::noun).join(", ")));
            session.logoff();
            visits.into_iter().for_each(Visit::release_late);
        });
    }
}

fn orders() -> Vec<[Kind; 3]> {
    let [one, two, three] = kind::KINDS;
    let first = [[one, two, three], [two, three, one], [three, one, two]];
    first.into_iter().flat_map(|[one, two, three]| [[one, two, three], [one, three, two]]).collect()
}

/// UNLOAD-2, UNLOAD-3
fn eager_unload(cases: &[Case]) {
    let Some(first) = cases.first() else { return };
    for _ in 0..3 {
        first.session(Case::together(cases).eager_unload(), |session| {
            drop(visits(cases, session));
            step("the session's Logoff, which frees the library");
        });
    }
}

/// FAST-4, FAST-14
fn announced(cases: &[Case]) {
    let Some(first) = cases.first() else { return };
    first.session(Case::together(cases), |session| {
        let visits = visits(cases, session);
        super::fast::announce(session);
        visits.iter().flat_map(Visit::objects).for_each(read);
    });
}
