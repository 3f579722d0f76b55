//! Transports and fast shutdown: golden sequences 5, 6 and 10 as traces, and one fault put in
//! (V-12, V-26, V-27, V-36, SPL-3, THR-6).

use super::{named, of, said, says, set, what};
use provider_runtime::Code;
use provider_runtime::abi::flag::{LOGON_SP_IDLE, LOGON_SP_POLL, NOTIFY_CRITICAL_ERROR};
use provider_runtime::session::{Party, Ruling, Trace};

const LOGON: &[(&str, u64)] = &[("logon", 1)];
const TRANSPORT: (&str, u64) = ("kind", 36);

fn call(trace: Trace, event: &'static str) -> Trace {
    trace.call(what(event, LOGON), Code::OK, |inside| inside)
}

/// A transport that is logged on, has said its types and was told that it may work.
fn started() -> Trace {
    let made = [("provider", 1), TRANSPORT, ("gave", 1)];
    let asks = u64::from(LOGON_SP_POLL);
    let logon = [("provider", 1), TRANSPORT, ("logon", 1), ("gave_logon", 2), ("held", 1), ("asks", asks)];
    let trace = Trace::new().call(what("init", &made), Code::OK, |inside| inside).call(
        what("prov.logon", &logon),
        Code::OK,
        |inside| call(inside.note(what("sup.addref", LOGON)), "sup.row+"),
    );
    call(call(trace, "xp.address_types"), "xp.notify")
}

/// Its end, right after a session's logoff.
fn ended(trace: Trace) -> Trace {
    ends(trace, |inside| call(inside, "xp.notify"))
}

/// Its end, after what the session says to it first.
fn ends(trace: Trace, first: impl FnOnce(Trace) -> Trace) -> Trace {
    let release = [("logon", 1), ("final", 1)];
    trace.call(what("session.logoff", &[]), Code::OK, |inside| {
        let inside = first(inside).call(what("xp.logoff", LOGON), Code::OK, |inside| {
            inside.call(what("sup.release", &release), Code::OK, |inside| inside.note(what("row-", LOGON)))
        });
        let inside = call(inside, "logon.release");
        let provider = [("provider", 1)];
        let inside = inside.call(what("prov.shutdown", &provider), Code::OK, |inside| inside);
        inside.call(what("prov.release", &provider), Code::OK, |inside| inside)
    })
}

/// Golden sequence 5
#[test]
fn the_golden_sequence_of_a_transport_has_no_fault() {
    let work = ["xp.poll", "xp.start", "xp.submit", "xp.end", "xp.flush", "xp.validate"];
    assert_eq!(said(&ended(work.into_iter().fold(started(), call))), [""; 0]);
}

/// Golden sequence 6, SHUT-2
#[test]
fn a_nested_shutdown_of_a_transport_is_a_fault_unless_it_is_allowed() {
    let nested = ended(started()).moved_after(named("prov.shutdown"), named("row-"));
    let nested = nested.moved_after(named("prov.release"), named("prov.shutdown"));
    says(&nested, "V-22: Shutdown, and the session has not released logon 1 (provider)");
    assert_eq!(nested.violations_by(&Ruling::new().nested_shutdown()), []);
}

/// V-27, XPLOGON-5
#[test]
fn address_types_come_first() {
    let told = "V-27: AddressTypes is not the first call on its logon (logon 1)";
    let trace = ended(started());
    says(&trace.without(named("xp.address_types")), told);
    says(&trace.moved_after(named("xp.address_types"), named("xp.notify")), told);
    assert_eq!(trace.without(named("xp.address_types")).violations()[0].party, Party::Host);
    assert_eq!(said(&trace.doubled(named("xp.address_types"))), [""; 0], "asked again after CONFIG_CHANGE");
}

/// V-27, XPLOGON-4
#[test]
fn idle_and_poll_are_called_only_if_asked_for() {
    let trace = ended(call(started(), "xp.poll"));
    assert_eq!(said(&trace), [""; 0]);
    let deaf = trace.with(named("prov.logon"), |event| set(event, "asks", LOGON_SP_IDLE.into()));
    says(&deaf, "V-27: Poll, which it did not ask for (logon 1)");
    says(&ended(call(started(), "xp.idle")), "V-27: Idle, which it did not ask for (logon 1)");
}

/// V-12, STATUS-2
#[test]
fn a_transport_has_a_row_when_it_has_been_told_to_work() {
    let trace = ended(started());
    let rowless = trace.without(named("sup.row+")).without(named("row-"));
    says(&rowless, "V-12: a transport without a status row, and TransportNotify has returned (logon 1)");
    let late = trace.moved_after(named("sup.row+"), named("xp.address_types"));
    assert_eq!(said(&late), [""; 0], "STATUS-8");
}

/// V-36, XPLOGON-7
#[test]
fn arrays_that_have_changed_are_told() {
    let changed = ended(started()).with(named("xp.logoff"), |event| set(event, "changed", 1));
    says(&changed, "V-36: what AddressTypes gave has changed before TransportLogoff (logon 1)");
}

/// SPL-3
#[test]
fn a_transport_that_has_failed_is_only_ended() {
    let flags = [("logon", 1), ("flags", u64::from(NOTIFY_CRITICAL_ERROR))];
    let failed = || started().call(what("sup.spooler_notify", &flags), Code::OK, |inside| inside);
    assert_eq!(said(&ends(failed(), |inside| inside)), [""; 0]);
    let told = "SPL-3: it is called although it said that nothing more can come of it (logon 1)";
    says(&ends(call(failed(), "xp.poll"), |inside| inside), told);
}

/// THR-6
#[test]
fn the_spooler_makes_one_call_at_a_time_but_for_transport_notify() {
    let sending = || started().begins(what("xp.submit", LOGON));
    let trace = call(sending(), "xp.notify").returns(named("xp.submit"), Code::OK);
    assert_eq!(said(&ended(trace)), [""; 0]);
    let trace = call(sending(), "xp.poll").returns(named("xp.submit"), Code::OK);
    says(&ended(trace), "THR-6: xp.poll while another call of the spooler's is under way on it (logon 1)");
}

/// LOGOFF-9, V-23, XPOFF-5
#[test]
fn a_transport_is_not_called_after_its_logoff() {
    let trace = ended(started()).moved_after(of("xp.notify", "logon", 1), named("sup.release"));
    let faults = said(&trace);
    assert!(faults.iter().any(|fault| fault.contains("xp.notify, although its Logoff has begun")), "{faults:?}");
}

fn fast(trace: Trace, phase: &'static str, each: &'static str, queried: u64) -> Trace {
    trace.call(what(phase, &[("queried", queried)]), Code::OK, |inside| {
        inside.call(what(each, &[("provider", 1)]), Code::OK, |inside| inside)
    })
}

/// Golden sequence 10: nothing after it.
fn frozen() -> Trace {
    let trace = fast(started(), "session.fast_query", "fast.query", 0);
    let trace = fast(trace, "session.fast_notify", "fast.notify", 1);
    fast(trace, "session.fast_do", "fast.do", 1)
}

/// V-26, FAST-3, FAST-11, FAST-12
#[test]
fn a_client_shuts_down_fast_in_three_steps_and_calls_nothing_after_them() {
    assert_eq!(said(&frozen()), [""; 0]);
    let without = frozen().without(named("session.fast_notify")).without(named("fast.notify"));
    says(&without, "V-26: DoFastShutdown without NotifyProcessShutdown (session)");
    let unasked = frozen().with(named("session.fast_do"), |event| set(event, "queried", 0));
    says(&unasked, "V-26: DoFastShutdown without a QueryFastShutdown that agreed (session)");
    says(&call(frozen(), "xp.poll"), "V-26: xp.poll after DoFastShutdown (logon 1)");
    let direct = frozen().without(named("session.fast_query"));
    says(&direct, "V-26: IMAPIProviderShutdown is called directly, which only MAPI may (provider)");
    assert_eq!(direct.violations()[0].party, Party::Client);
    let refused = fast(started(), "session.fast_query", "fast.query", 0);
    assert_eq!(said(&ended(refused)), [""; 0], "FAST-14: the ordinary way stays open");
}
