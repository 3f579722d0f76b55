//! The host's faults: golden traces with one step left out, doubled or moved (V-22, V-23, V-31 to
//! V-33, V-35, V-39).

use super::golden::*;
use super::{named, of, said, says, what};
use provider_runtime::Code;
use provider_runtime::session::{Party, Ruling, Trace};

/// That this is the one fault, and the host's.
#[track_caller]
fn host(trace: &Trace, told: &str) {
    says(trace, told);
    let violation = &trace.violations()[0];
    assert_eq!((violation.party, violation.is_warning), (Party::Host, false));
}

/// V-22, SHUT-1
#[test]
fn a_provider_object_is_made_once_shut_down_once_and_released_once() {
    let trace = closed();
    host(&trace.without(named("init")), "V-22: it was called, but its entry point never was (provider)");
    host(&trace.doubled(named("init")), "V-22: its entry point was called again before its Release (provider)");
    host(&trace.without(named("prov.shutdown")), "V-22: Release without Shutdown (provider)");
    host(&trace.doubled(named("prov.shutdown")), "V-22: a second Shutdown (provider)");
    let left = "V-22: the session's logoff returned, and there was no Release (provider)";
    host(&trace.without(named("prov.release")), left);
    host(&trace.doubled(named("prov.release")), "V-22: a second Release (provider)");
    let swapped = trace.moved_before(named("prov.release"), named("prov.shutdown"));
    host(&swapped, "V-22: Release without Shutdown (provider)");
    let both = trace.without(named("prov.shutdown")).without(named("prov.release"));
    host(&both, "V-22: the session's logoff returned, and there was no Shutdown (provider)");
}

/// V-22, SHUT-1: nothing but Release follows Shutdown.
#[test]
fn a_provider_object_is_not_called_after_its_shutdown() {
    let compare = |trace: Trace| trace.call(what("prov.compare", &[("provider", 1)]), Code::OK, |inside| inside);
    assert_eq!(said(&end(compare(start()))), [""; 0]);
    let told = "V-22: it was called after its Shutdown; only Release may follow (provider)";
    host(&compare(closed()), told);
    host(&log_on(closed(), 2), told);
}

/// V-22, SHUT-2
#[test]
fn shutdown_waits_for_the_release_of_every_logon() {
    let told = "V-22: Shutdown, and the session has not released logon 1 (provider)";
    host(&closed().without(named("logon.release")), told);
    host(&still_open().without(named("logon.release")), told);
    let early = still_open().moved_before(named("prov.shutdown"), named("logon.logoff"));
    host(&early, told);
    assert_eq!(early.violations()[0].rule, "SHUT-2");
}

/// V-22, SHUT-2, golden sequence 6
#[test]
fn a_nested_shutdown_is_a_fault_unless_it_is_allowed() {
    let nested = still_open().moved_after(named("prov.shutdown"), named("row-"));
    let nested = nested.moved_after(named("prov.release"), named("prov.shutdown"));
    host(&nested, "V-22: Shutdown, and the session has not released logon 1 (provider)");
    assert_eq!(nested.violations_by(&Ruling::new().nested_shutdown()), []);
}

/// V-23, LOGOFF-9
#[test]
fn a_logon_is_logged_off_once_and_released_once() {
    for trace in [closed(), still_open()] {
        host(&trace.without(named("logon.logoff")), "V-23: Release without Logoff (logon 1)");
        host(&trace.doubled(named("logon.logoff")), "V-23: a second Logoff (logon 1)");
        host(&trace.doubled(named("logon.release")), "V-23: a second Release (logon 1)");
        let swapped = trace.moved_before(named("logon.release"), named("logon.logoff"));
        host(&swapped, "V-23: Release without Logoff (logon 1)");
    }
    let early = still_open().moved_before(named("logon.release"), named("row-"));
    host(&early, "V-23: Release while its Logoff has not returned (logon 1)");
    let told = "V-23: it is used, but no logon call made it (logon 1)";
    host(&closed().without(named("prov.logon")).without(named("host.free")), told);
    let failed = unconfigured().call(what("logon.logoff", &[("logon", 1)]), Code::OK, |inside| inside);
    host(&failed, "V-23: Logoff, but it never came to be (logon 1)");
}

/// V-23, V-39, OPEN-12
#[test]
fn a_logon_that_is_logging_off_gets_no_calls() {
    for call in ["logon.open", "logon.compare", "logon.status", "logon.advise", "logon.unadvise"] {
        let work = log_on(start(), 1).call(what(call, &[("logon", 1)]), Code::OK, |inside| inside);
        let trace = end(log_off(work, 1));
        assert_eq!(said(&trace), [""; 0]);
        let told = match call {
            "logon.advise" | "logon.unadvise" => {
                format!("V-23: {call}, although its Logoff has begun; only Release may follow (logon 1)")
            }
            _ => format!("V-39: {call} was routed to it although its Logoff has begun (logon 1)"),
        };
        host(&trace.moved_after(named(call), named("logon.logoff")), &told);
        host(&trace.moved_before(named(call), named("row-")), &told);
        host(&trace.moved_after(named(call), named("logon.release")), &told);
    }
}

/// V-31, REACT-1: active logons go on (REACT-2).
#[test]
fn a_disabled_service_is_not_logged_on_to() {
    let failed = [asked(1), vec![("held", 0)]].concat();
    let again = [asked(2), vec![("held", 0)]].concat();
    let call = |trace: Trace, facts: &Facts, code| {
        requested(trace, facts[2].1, |request| request.call(what("prov.logon", facts), code, |inside| inside))
    };
    let disabled = call(start(), &failed, Code::LOGON_FAILED).note(what("svc.disable", &[("service", 1)]));
    assert_eq!(said(&end(disabled.clone())), [""; 0]);
    let told = "V-31: prov.logon although service 1 has been disabled (provider)";
    host(&end(call(disabled, &again, Code::LOGON_FAILED)), told);
    let active = log_on(start(), 1).note(what("svc.disable", &[("service", 1)]));
    assert_eq!(said(&end(close(active.clone(), 1, 8))), [""; 0]);
    host(&log_on(active, 2), told);
}

/// V-32, REACT-3, T-27
#[test]
fn an_unconfigured_logon_is_repeated_once_after_service_entry() {
    let trace = unconfigured();
    let again = "V-32: another try, which only ServiceEntry's S_OK after the first UNCONFIGURED allows (logon 2)";
    host(&trace.without(named("svc.entry")), again);
    host(&trace.moved_after(named("svc.entry"), of("prov.logon", "logon", 2)), again);
    host(&trace.with(named("svc.entry"), |entry| entry.code = Some(Code::USER_CANCEL)), again);
    let other = trace.with(of("prov.logon", "logon", 1), |logon| logon.code = Some(Code::FAILONEPROVIDER));
    let asked = "ServiceEntry was asked to configure what no logon call had called unconfigured";
    host(&other, &format!("V-32: {asked} (session)"));
    host(&trace.doubled(named("svc.entry")), &format!("V-32: {asked} (session)"));
    host(&trace.moved_before(named("svc.entry"), of("prov.logon", "logon", 1)), &format!("V-32: {asked} (session)"));
    host(&trace.doubled(named("prov.logon")), "V-32: its logon call was made twice (logon 1)");
}

/// V-32, REACT-4
#[test]
fn a_request_ends_with_an_answer_to_unconfigured() {
    let first = [asked(1), vec![("held", 0)]].concat();
    let second: Facts = first.iter().map(|fact| if fact.0 == "logon" { ("logon", 2) } else { *fact }).collect();
    let third: Facts = first.iter().map(|fact| if fact.0 == "logon" { ("logon", 3) } else { *fact }).collect();
    let logon = |trace: Trace, facts| trace.call(what("prov.logon", facts), Code::UNCONFIGURED, |inside| inside);
    let entry = |trace: Trace, code| {
        trace.call(what("svc.entry", &[("service", 1), ("context", 3), ("wish", 1)]), code, |inside| inside)
    };
    let told = "V-32: a logon call answered UNCONFIGURED, and ServiceEntry was not asked (session)";
    host(&requested(start(), 1, |request| logon(request, &first)), told);
    let configured = requested(start(), 1, |request| entry(logon(request, &first), Code::OK));
    host(&configured, "V-32: ServiceEntry has configured the service, and the logon call was not repeated (session)");
    let refused = requested(start(), 1, |request| entry(logon(request, &first), Code::NOT_INITIALIZED));
    assert_eq!(said(&refused), [""; 0]);
    let twice = |request| logon(entry(logon(request, &first), Code::OK), &second);
    assert_eq!(said(&requested(start(), 1, twice)), [""; 0]);
    let again = "V-32: another try, which only ServiceEntry's S_OK after the first UNCONFIGURED allows (logon 3)";
    host(&requested(start(), 1, |request| logon(twice(request), &third)), again);
}

/// V-33, REACT-7, MSLOGON-12
#[test]
fn what_a_logon_gave_is_freed_once() {
    let error = of("host.free", "error", 1);
    host(&unconfigured().without(&error), "V-33: the MAPIERROR of the logon call was not freed (logon 1)");
    host(&unconfigured().doubled(error), "V-33: what the logon call gave was freed twice (logon 1)");
    host(&closed().without(named("host.free")), "V-33: the spooler data of the logon call was not freed (logon 1)");
    host(&closed().doubled(named("host.free")), "V-33: what the logon call gave was freed twice (logon 1)");
}

/// V-35, LOGOFF-10, UID-2, SUPREL-2
#[test]
fn uids_and_the_row_are_removed_once_in_order_and_in_time() {
    let left = "V-35: UIDs or the status row are still there";
    for forgotten in ["uid-", "row-"] {
        let told = format!("{left} when the final Release calls Logoff (logon 1)");
        host(&closed().without(named(forgotten)), &told);
        host(&closed().moved_after(named("uid-"), named("logon.logoff")).without(named("row-")), &told);
        let told = format!("{left} after the support object's final Release (logon 1)");
        host(&still_open().without(named(forgotten)), &told);
        let what = if forgotten == "uid-" { "a UID" } else { "the status row" };
        let told = format!("V-35: the session removed {what}, which is not there (logon 1)");
        host(&closed().doubled(named(forgotten)), &told);
        host(&still_open().doubled(named(forgotten)), &told);
        let told = format!("V-35: the session removed {what}, before the support object's final Release (logon 1)");
        let trace = closed().without(named(if forgotten == "uid-" { "row-" } else { "uid-" }));
        host(&trace.moved_before(named(forgotten), named("store.logoff")), &told);
    }
    let swapped = closed().moved_before(named("row-"), named("uid-"));
    host(&swapped, "V-35: the session removed a UID, after the status row (logon 1)");
}

/// V-35, LOGOFF-10: a provider may keep the support object; MAPI removes after Logoff what it
/// keeps.
#[test]
fn after_logoff_nothing_is_kept_whatever_becomes_of_the_support_object() {
    let late = still_open()
        .moved_after(named("sup.release"), named("logon.release"))
        .moved_after(named("uid-"), named("logon.logoff"))
        .moved_after(named("row-"), named("uid-"));
    assert_eq!(said(&late), [""; 0]);
    let kept = "V-35: UIDs or the status row are still there after its Logoff (logon 1)";
    host(&late.without(named("row-")), kept);
}

/// V-35, LOGON-12: a logon that failed leaves nothing.
#[test]
fn what_a_failed_logon_registered_is_removed_too() {
    let facts = [asked(1), vec![("held", 0)]].concat();
    let failed = requested(start(), 1, |request| {
        request
            .call(what("prov.logon", &facts), Code::NOT_FOUND, |call| registers(call, 1))
            .note(what("uid-", &[("logon", 1), ("uid", 1)]))
            .note(what("row-", &[("logon", 1)]))
    });
    assert_eq!(said(&failed), [""; 0]);
    let told = "V-35: UIDs or the status row are still there although it came to nothing (logon 1)";
    host(&failed.without(named("row-")), told);
}

/// V-35: what another thread registers meanwhile may be removed before its call has returned.
#[test]
fn a_row_that_is_removed_before_its_call_has_returned_is_gone() {
    let trace = log_on(start(), 1)
        .begins(what("sup.row~", &[("logon", 1), ("methods", 1)]))
        .begins(what("session.logoff", &[]));
    let trace = log_off(trace, 1).returns(named("sup.row~"), Code::OK);
    assert_eq!(said(&trace), [""; 0]);
}
