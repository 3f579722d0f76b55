//! The golden sequences of a store, by hand, with the facts that a session records.

use super::{said, what};
use provider_runtime::Code;
use provider_runtime::abi::flag::*;
use provider_runtime::session::Trace;

const VERSION: u64 = 0x0001_0010;

/// The facts of a logon call: of logon 1, for request 1, with provider object 1.
pub type Facts = Vec<(&'static str, u64)>;

/// A provider object.
pub fn init(trace: Trace, provider: u64) -> Trace {
    let facts = [
        ("provider", provider),
        ("service", 1),
        ("offered", VERSION),
        ("lowest", VERSION),
        ("version", VERSION),
        ("gave", provider),
    ];
    trace.call(what("init", &facts), Code::OK, |inside| inside)
}

/// A provider object that nothing has been done with.
pub fn start() -> Trace {
    init(Trace::new(), 1)
}

/// What a logon call is asked for, and what a new logon gives: objects, an entry, a reference, and
/// spooler data.
pub fn asked(logon: u64) -> Facts {
    vec![("provider", 1), ("service", 1), ("logon", logon), ("wish", logon), ("entry", 30 + logon)]
}

pub fn gave(logon: u64) -> Facts {
    let gave = [("gave_logon", 10 + logon), ("gave_store", 20 + logon), ("names", 30 + logon), ("held", 1)];
    [asked(logon), gave.to_vec()].concat()
}

/// What a provider does inside a logon call.
pub fn registers(trace: Trace, logon: u64) -> Trace {
    trace
        .note(what("sup.addref", &[("logon", logon)]))
        .call(what("sup.uid+", &[("logon", logon), ("uid", 1)]), Code::OK, |inside| inside)
        .call(what("sup.row+", &[("logon", logon), ("methods", 1)]), Code::OK, |inside| inside)
}

/// A client's request, which is logged on to once.
pub fn requested(trace: Trace, logon: u64, inside: impl FnOnce(Trace) -> Trace) -> Trace {
    trace.call(what("session.open_store", &[("wish", logon)]), Code::OK, inside)
}

/// A new logon.
pub fn log_on(trace: Trace, logon: u64) -> Trace {
    let facts = [gave(logon), vec![("spooler_bytes", 8)]].concat();
    requested(trace, logon, |request| {
        request
            .call(what("prov.logon", &facts), Code::OK, |call| registers(call, logon))
            .note(what("host.free", &[("logon", logon), ("spooler", 1)]))
    })
}

/// What the session forgets at the support object's final Release.
fn forgotten(trace: Trace, logon: u64) -> Trace {
    trace.note(what("uid-", &[("logon", logon), ("uid", 1)])).note(what("row-", &[("logon", logon)]))
}

fn transports_told(trace: Trace, logon: u64, flags: u32) -> Trace {
    let facts = [("logon", logon), ("flags", u64::from(flags)), ("effective", 1)];
    trace.call(what("sup.slt", &facts), Code::OK, |inside| inside)
}

fn support_released(trace: Trace, logon: u64, inside: impl FnOnce(Trace) -> Trace) -> Trace {
    let facts = [("logon", logon), ("left", 0), ("final", 1), ("sections", 0)];
    trace.call(what("sup.release", &facts), Code::OK, |call| inside(forgotten(call, logon)))
}

pub fn logon_released(trace: Trace, logon: u64) -> Trace {
    trace.call(what("logon.release", &[("logon", logon), ("left", 0)]), Code::OK, |inside| inside)
}

/// A client's last Release of a store (SUPREL-3).
pub fn close(trace: Trace, logon: u64, flags: u32) -> Trace {
    trace.call(what("store.release", &[("logon", logon), ("left", 0)]), Code::OK, |store| {
        support_released(transports_told(store, logon, flags), logon, |release| {
            let logoff = release.call(what("logon.logoff", &[("logon", logon)]), Code::OK, |inside| inside);
            logon_released(logoff, logon)
        })
    })
}

/// The session logs a logon off.
pub fn log_off(trace: Trace, logon: u64) -> Trace {
    let logoff = trace.call(what("logon.logoff", &[("logon", logon)]), Code::OK, |logoff| {
        let unsubscribed =
            logoff.call(what("sup.unsubscribe", &[("logon", logon), ("connection", 5)]), Code::OK, |i| i);
        support_released(transports_told(unsubscribed, logon, LOGOFF_ABORT), logon, |inside| inside)
    });
    logon_released(logoff, logon)
}

pub fn provider_ended(trace: Trace, provider: u64) -> Trace {
    trace.call(what("prov.shutdown", &[("provider", provider)]), Code::OK, |inside| inside).call(
        what("prov.release", &[("provider", provider), ("left", 0)]),
        Code::OK,
        |inside| inside,
    )
}

/// The session's end, when no logon is left.
pub fn end(trace: Trace) -> Trace {
    trace.call(what("session.logoff", &[]), Code::OK, |logoff| provider_ended(logoff, 1))
}

/// Golden sequence 2: StoreLogoff, then the store's Release.
pub fn closed() -> Trace {
    let facts = [("logon", 1), ("flags", u64::from(LOGOFF_ORDERLY)), ("back", u64::from(LOGOFF_COMPLETE))];
    let store = log_on(start(), 1).call(what("store.logoff", &facts), Code::OK, |inside| inside);
    end(close(store, 1, LOGOFF_ORDERLY))
}

/// Golden sequence 3: the store's Release alone.
pub fn released() -> Trace {
    end(close(log_on(start(), 1), 1, LOGOFF_ABORT))
}

/// Golden sequence 4: the session ends while the store is open; its client releases an invalidated
/// object.
pub fn still_open() -> Trace {
    let store = log_on(start(), 1)
        .call(what("store.work", &[("logon", 1)]), Code::OK, |call| {
            call.call(what("sup.subscribe", &[("logon", 1), ("connection", 5)]), Code::OK, |inside| inside)
        })
        .call(what("session.logoff", &[]), Code::OK, |logoff| provider_ended(log_off(logoff, 1), 1));
    store.call(what("store.get", &[("logon", 1)]), Code::INVALID_OBJECT, |inside| inside).call(
        what("store.release", &[("logon", 1), ("left", 0)]),
        Code::OK,
        |inside| inside,
    )
}

/// Golden sequence 7: UNCONFIGURED, ServiceEntry, one retry.
pub fn unconfigured() -> Trace {
    let first = [asked(1), vec![("held", 0), ("error_block", 1)]].concat();
    let configure = [("service", 1), ("context", 3), ("wish", 1), ("config", 1), ("held", 0)];
    let mut second = gave(2);
    second.retain(|(name, _)| *name != "wish");
    second.push(("wish", 1));
    let store = requested(start(), 1, |request| {
        request
            .call(what("prov.logon", &first), Code::UNCONFIGURED, |inside| inside)
            .note(what("host.free", &[("logon", 1), ("error", 1)]))
            .call(what("svc.entry", &configure), Code::OK, |inside| inside)
            .call(what("prov.logon", &second), Code::OK, |call| registers(call, 2))
    });
    end(close(store, 2, LOGOFF_ABORT))
}

/// What a duplicate of the store of logon 1 is asked for, and gives.
pub fn gave_again(logon: u64) -> Facts {
    let mut facts = asked(logon);
    facts.retain(|(name, _)| *name != "entry");
    [facts, vec![("entry", 31), ("gave_logon", 0), ("gave_store", 21), ("names", 31), ("held", 0)]].concat()
}

/// Golden sequence 9: the store is opened twice.
pub fn duplicated() -> Trace {
    let twice = requested(log_on(start(), 1), 2, |request| {
        request.call(what("prov.logon", &gave_again(2)), Code::OK, |inside| inside)
    });
    let once = twice.call(what("store.release", &[("logon", 1), ("left", 1)]), Code::OK, |inside| inside);
    end(close(once, 1, LOGOFF_ABORT))
}

/// A spooler's store, on a provider object of its own, beside a client's (SPOOL-5, ORDER-4).
pub fn spooled() -> Trace {
    let mut facts = gave(2);
    facts.retain(|(name, _)| !["provider", "entry", "names"].contains(name));
    facts.extend([("provider", 2), ("entry", 31), ("names", 31)]);
    let both = requested(init(log_on(start(), 1), 2), 2, |request| {
        request.call(what("prov.spooler_logon", &facts), Code::OK, |call| registers(call, 2))
    });
    both.call(what("session.logoff", &[]), Code::OK, |logoff| {
        let spooler = provider_ended(log_off(logoff, 2), 2);
        provider_ended(log_off(spooler, 1), 1)
    })
}

/// All of them.
pub fn all() -> [Trace; 6] {
    [closed(), released(), still_open(), unconfigured(), duplicated(), spooled()]
}

/// Golden sequences 2, 3, 4, 7 and 9, T-21, T-27, T-51, T-53, T-58
#[test]
fn golden_sequences_break_no_rule() {
    for trace in all() {
        assert_eq!(said(&trace), [""; 0], "{}", super::printed(&trace));
    }
}

/// Golden sequence 8, T-03
#[test]
fn a_version_that_is_refused_is_released_at_once() {
    let refused = start().with(|_| true, |init| super::set(init, "version", 0x0001_0008));
    let released = refused.clone().call(what("prov.release", &[("provider", 1)]), Code::OK, |inside| inside);
    assert_eq!(said(&released), [""; 0]);
    super::says(&refused, "V-22: its version was refused, and there was no Release (provider)");
    super::says(
        &provider_ended(refused, 1),
        "V-22: it was called although its version was refused; only Release may follow (provider)",
    );
}

/// T-23, MSLOGON-6
#[test]
fn a_duplicate_may_come_with_the_logon_object_that_is_known() {
    let trace = duplicated().with(super::of("prov.logon", "logon", 2), |event| super::set(event, "gave_logon", 11));
    assert_eq!(said(&trace), [""; 0]);
}

/// T-24, MSLOGON-8
#[test]
fn a_store_that_another_thread_is_closing_does_not_count_as_open() {
    let mut facts = gave(2);
    facts.retain(|(name, _)| !["entry", "names"].contains(name));
    facts.extend([("entry", 31), ("names", 31)]);
    let closing = log_on(start(), 1).begins(what("store.release", &[("logon", 1), ("left", 0)]));
    let again = closing.call(what("prov.logon", &facts), Code::OK, |call| registers(call, 2));
    assert_eq!(said(&again), [""; 0]);
    let again = log_on(start(), 1).call(what("prov.logon", &facts), Code::OK, |call| registers(call, 2));
    super::says(&again, "V-40: a second store object for a store that is open (logon 2)");
}
