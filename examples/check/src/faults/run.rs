//! One combination of faults in one session, in a process for many of them: what a client does
//! meanwhile, the end, and whether everything is back to zero.

use super::ends::End;
use super::plan::{Batch, Bound, Combination, Counted, Fault, chosen};
use crate::case::{Case, SERVICE, finding, step};
use crate::said::{Finding, Said, say};
use crate::scenarios::{self, Opened, Visit};
use provider_runtime::abi::flag::{MDB_NO_DIALOG, MDB_WRITE, MSG_SERVICE_CONFIGURE};
use provider_runtime::session::{Event, Kind, Mapi, OpenStore, Party, Session, ShutdownReport, Sink};
use std::time::{Duration, Instant};

/// So many combinations share a process: a crash costs those that are left of them another one.
pub const BATCH: usize = 200;

/// Those of one end from a number on, as far as one process goes. The first process counts what
/// can fail. It goes no further than half of the time that a process has.
pub fn batch(case: &Case, batch: Batch, limit: Duration) {
    let started = Instant::now();
    let Batch { end, bound, from } = batch;
    let plain = |end| one(case, &Combination { end, faults: Vec::new() }, false);
    let (from, counted) = from.unwrap_or_else(|| {
        let counted = plain(end);
        // What a session's Release comes to is counted with its Logoff: it is the same.
        (0, if end == End::Session { plain(End::Released) } else { counted })
    });
    let bound = if bound == Bound::Usual {
        let begun = Instant::now();
        plain(end);
        bound.with_sessions_of(begun.elapsed())
    } else {
        bound
    };
    let (chosen, all) = chosen(counted, bound);
    let Counted { calls, allocations } = counted;
    say(&Said::Planned { calls, allocations, bound: bound.word(), chosen: chosen.len(), all });
    for (at, faults) in chosen.into_iter().skip(from).take(BATCH).enumerate() {
        // The next process goes on: a slow machine is no hang.
        if at > 0 && started.elapsed() > limit / 2 {
            break;
        }
        one(case, &Combination { end, faults }, false);
    }
}

/// One combination. What there was to fail; `shows`: and what was recorded.
pub fn one(case: &Case, combination: &Combination, shows: bool) -> Counted {
    say(&Said::Combination(combination.name(case.kind)));
    let mapi = Mapi::new();
    let Some(session) = Case::begin(&mapi, case.options()) else { return Counted::default() };
    plan(&session, &combination.faults);
    let is_plain = combination.faults.is_empty();
    let visit = visit(case, &session, is_plain);
    let end = combination.end;
    let (report, session) = end.run(&mapi, session, visit);
    judge(&report, end);
    see_left(&report, session.as_ref(), end);
    if shows {
        say(&Said::Record(report.tree()));
    }
    let _ = mapi.uninitialize();
    session.map_or_else(Counted::default, |session| Counted {
        calls: session.by_hand().host_calls(),
        allocations: session.memory().calls(),
    })
}

fn plan(session: &Session, faults: &[Fault]) {
    for fault in faults {
        match *fault {
            Fault::Host(call, code) => session.by_hand().fail_host_call(call, code),
            Fault::Allocation(call) => session.memory().fail_at(Some(call)),
        }
    }
}

/// What a client does of everything: it configures, opens, reads, listens, writes back what it has
/// read, and sends where it may. Only without faults it is told whether anything opens.
fn visit(case: &Case, session: &Session, is_plain: bool) -> Option<Visit> {
    step("ServiceEntry in context MSG_SERVICE_CONFIGURE, with properties");
    let _ = session.configure(SERVICE, MSG_SERVICE_CONFIGURE, 0, &case.values());
    step("logging on");
    let wish = OpenStore::new().flags(MDB_WRITE | MDB_NO_DIALOG);
    let opened = Opened::attempt(case, session, &wish);
    let opened = if is_plain { case.told(session, opened) } else { opened.ok() }?;
    let visit = Visit::of(case, session, opened);
    let sink = Sink::new(|_| {});
    step("subscribing, and cancelling one subscription");
    scenarios::listen(&visit, &sink);
    if let Ok(connection) = scenarios::listen_to_first(&visit, &sink) {
        let _ = visit.opened.unadvise(connection);
        let _ = visit.opened.unadvise(connection);
    }
    step("reading");
    visit.objects().for_each(scenarios::read);
    if let Some(table) = &visit.table {
        let _ = (table.columns(0), table.row_count(), table.rows(2, 0));
    }
    scenarios::write_back(&visit);
    session.deliver();
    if case.kind == Kind::Transport {
        scenarios::round(session);
        scenarios::exchange(case, session);
    }
    Some(visit)
}

/// What the referee found, without warnings: those come out without faults, too. In an end that is
/// against the rules a provider still calls nothing that it has released, and frees nothing twice.
fn judge(report: &ShutdownReport, end: End) {
    let is_ours = end.is_out_of_order();
    for violation in report.violations().iter().filter(|violation| !violation.is_warning) {
        match violation.party {
            Party::Provider if !is_ours || ["V-8", "V-21"].contains(&violation.id) => {
                say(&Said::Found(finding(violation)));
            }
            Party::Host if !is_ours => say(&Said::Internal(format!("{violation}\n{}", report.tree()))),
            Party::Provider | Party::Host | Party::Client => {}
        }
    }
}

/// What is not back to zero: memory, what MAPI keeps for the provider, and last Releases.
fn see_left(report: &ShutdownReport, session: Option<&Session>, end: End) {
    crate::case::see_memory(report.live());
    if let Some(registered) = session.map(Session::registered) {
        let left = [
            (registered.subscriptions(), "subscriptions"),
            (registered.uids().len(), "UIDs"),
            (registered.rows().len(), "status rows"),
        ];
        for (count, what) in left.into_iter().filter(|(count, _)| *count > 0) {
            left_over(format!("{count} {what} are left after the end"), "logon", end.rule());
        }
    }
    if end.holds_nothing() {
        let is_last = |event: &&Event| ["logon.release", "prov.release"].contains(&event.name());
        for event in report.events().iter().filter(is_last) {
            if let Some(left) = event.what.fact("left").filter(|left| *left != 0) {
                left_over(format!("MAPI's last {} left {left} references", event.name()), &event.object, "LOGOFF-11");
            }
        }
    }
}

fn left_over(text: String, object: &str, rule: &str) {
    say(&Said::Found(Finding { id: "V-9".into(), rule: rule.into(), text, object: object.into(), warning: false }));
}
