//! The provider's faults with its support object and with what it registered (V-8, V-9, V-12, V-14,
//! V-16 to V-18, V-34, V-42).

use super::golden::*;
use super::{change, named, of, said, saying, says, set, what};
use provider_runtime::Code;
use provider_runtime::abi::flag::LOGOFF_ABORT;
use provider_runtime::session::Trace;

/// V-8, V-9, SUP-3
#[test]
fn a_call_after_the_final_release_is_told_each_time() {
    let late = |facts: &[(&'static str, u64)]| closed().note(saying("sup.late", facts, "AddRef"));
    says(&late(&[("logon", 1)]), "V-8: AddRef after the final Release (support 1)");
    assert_eq!(said(&late(&[("logon", 1)]).doubled(named("sup.late"))).len(), 2);
    says(&late(&[("logon", 1), ("over", 1)]), "V-9: more Releases than AddRefs (support 1)");
}

/// V-9, LOGOFF-11, T-72, T-73
#[test]
fn a_support_object_that_is_never_given_back_is_told_when_its_logon_is_released() {
    let told = "V-9: the support object is still held (logon 1)";
    let held = still_open()
        .without(named("sup.release"))
        .moved_after(named("row-"), named("logon.logoff"))
        .moved_after(named("uid-"), named("logon.logoff"));
    says(&held, told);
    let left = held.doubled(named("sup.addref"));
    says(&left, told);
    let not_final = still_open().with(named("sup.release"), |release| {
        set(release, "final", 0);
        set(release, "left", 1);
    });
    says(&not_final, told);
    assert_eq!(said(&held.until(named("logon.release"))), [""; 0]);
    let in_destructor = still_open().moved_after(named("sup.release"), named("logon.logoff"));
    assert_eq!(said(&in_destructor), [""; 0]);
}

/// V-9, V-18: the rest of an end may be left to the last call out on another thread.
#[test]
fn an_end_that_a_call_on_another_thread_has_to_finish_is_not_judged_yet() {
    let busy = log_on(start(), 1).begins(what("store.open", &[("logon", 1)]));
    let ended = busy.call(what("session.logoff", &[]), Code::OK, |logoff| {
        let logoff = logoff.call(what("logon.logoff", &[("logon", 1)]), Code::OK, |inside| inside);
        let forgotten = logoff.note(what("uid-", &[("logon", 1), ("uid", 1)])).note(what("row-", &[("logon", 1)]));
        provider_ended(logon_released(forgotten, 1), 1)
    });
    assert_eq!(said(&ended), [""; 0]);
    let told = [
        "V-9: the support object is still held (logon 1)",
        "V-18: StoreLogoffTransports was effective 0 times (logon 1)",
    ];
    assert_eq!(said(&ended.clone().returns(named("store.open"), Code::OK)), told);
    let finished = ended
        .call(what("sup.slt", &[("logon", 1), ("effective", 1)]), Code::OK, |inside| inside)
        .call(what("sup.release", &[("logon", 1), ("final", 1)]), Code::OK, |inside| inside)
        .returns(named("store.open"), Code::OK);
    assert_eq!(said(&finished), [""; 0]);
}

/// V-12, STATUS-12
#[test]
fn each_column_that_a_row_lacks_is_told() {
    let row = |tag| closed().with(named("sup.row+"), |row| change(row, |facts| facts.push(("lacks", tag))));
    says(&row(0x3E04_0003), "V-12: the status row lacks 0x3E040003 (support 1)");
    let both = row(0x3E04_0003).with(named("sup.row+"), |row| change(row, |facts| facts.push(("lacks", 0x3001_001F))));
    assert_eq!(said(&both).len(), 2);
}

/// V-14, LOGON-5, T-95
#[test]
fn writing_mapis_own_properties_is_told() {
    let set = |facts: &[(&'static str, u64)]| closed().call(what("sect.set", facts), Code::OK, |inside| inside);
    says(&set(&[("logon", 1), ("computed", 0x3009_0003)]), "V-14: the provider wrote 0x30090003 (section)");
    assert_eq!(said(&set(&[("logon", 1)])), [""; 0]);
}

/// V-16, LOGON-8
#[test]
fn the_spooler_is_not_told_anything_inside_a_logon() {
    let facts = [("logon", 1)];
    let trace = log_on(start(), 1).call(what("sup.spooler_notify", &facts), Code::OK, |inside| inside);
    assert_eq!(said(&trace), [""; 0]);
    let inside = trace.moved_before(named("sup.spooler_notify"), named("sup.row+"));
    let told = "SpoolerNotify inside the logon call; it waits for a spooler that may not be there yet";
    says(&inside, &format!("V-16: {told} (support 1)"));
    assert!(inside.violations()[0].is_warning);
}

/// V-17, NOTIF-4, NOTIF-6
#[test]
fn subscriptions_that_the_session_has_to_cancel_are_told_once() {
    let told = "V-17: 1 subscriptions left open (logon 1)";
    let open = still_open().without(named("sup.unsubscribe"));
    says(&open, told);
    let forgotten = [("logon", 1), ("connection", 5)];
    let cancelled = open.clone().note(what("sub-", &forgotten)).moved_after(named("sub-"), named("row-"));
    says(&cancelled, told);
    let two = closed().note(what("sub-", &forgotten)).note(what("sub-", &[("logon", 1), ("connection", 6)]));
    says(&two, "V-17: 2 subscriptions left open (logon 1)");
}

/// V-18, STORELOGOFF-6
#[test]
fn transports_are_told_exactly_once() {
    for trace in [closed(), still_open()] {
        let never = "V-18: StoreLogoffTransports was effective 0 times (logon 1)";
        says(&trace.without(named("sup.slt")), never);
        says(&trace.with(named("sup.slt"), |told| set(told, "effective", 0)), never);
        let twice = "V-18: StoreLogoffTransports was effective 2 times (logon 1)";
        says(&trace.doubled(named("sup.slt")), twice);
    }
    // A probe that was not complete (STORELOGOFF-4) does not count.
    let probed = closed().call(what("sup.slt", &[("logon", 1), ("effective", 0)]), Code::OK, |inside| inside);
    assert_eq!(said(&probed.moved_before(of("sup.slt", "effective", 0), named("store.logoff"))), [""; 0]);
}

/// V-34, SVC-4, T-93: once an object.
#[test]
fn a_configuration_support_object_is_not_kept() {
    let kept = unconfigured().with(named("svc.entry"), |entry| set(entry, "held", 1));
    let told = "V-34: the configuration support object: it is still held after ServiceEntry has returned (session)";
    says(&kept, told);
    says(&kept.clone().note(what("sup.late", &[("config", 1)])), told);
    let late =
        unconfigured().note(what("sup.late", &[("config", 1)])).note(what("sup.late", &[("config", 1), ("over", 1)]));
    let told = "V-34: the configuration support object: it was called after ServiceEntry had returned";
    assert_eq!(said(&late).len(), 1);
    assert!(said(&late)[0].starts_with(told), "{:?}", said(&late));
    let inside =
        |facts: &[(&'static str, u64)]| unconfigured().call(what("sup.memory", facts), Code::OK, |inside| inside);
    assert_eq!(said(&inside(&[("config", 1)])), [""; 0]);
}

/// V-42, LOGON-6: once a logon, whether at the final Release or after the end.
#[test]
fn a_section_that_outlives_the_support_object_is_told_once() {
    let told = "V-42: 1 profile sections are still open (logon 1)";
    let open = closed().with(named("sup.release"), |release| set(release, "sections", 1));
    says(&open, told);
    says(&open.clone().note(what("left.section", &[("logon", 1), ("count", 1)])), told);
    assert_eq!(open.violations()[0].rule, "LOGON-6");
}

/// SUPREL-1: a Release that is not the last one ends nothing.
#[test]
fn more_references_are_as_good_as_one() {
    let facts = [("logon", 1), ("left", 1), ("final", 0)];
    let trace: Trace = log_on(start(), 1).note(what("sup.addref", &[("logon", 1)]));
    let trace = end(close(trace.call(what("sup.release", &facts), Code::OK, |inside| inside), 1, LOGOFF_ABORT));
    assert_eq!(said(&trace), [""; 0]);
}
