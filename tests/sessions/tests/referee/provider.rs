//! The provider's faults up to the end of its logon call (V-1 to V-7, V-10, V-11, V-40), and those
//! of its end (V-21, V-42, V-44, THR-3).

use super::golden::*;
use super::{change, named, of, said, saying, says, set, what};
use provider_runtime::Code;
use provider_runtime::session::{Event, Party, Trace};

/// That this is the one fault, and the provider's.
#[track_caller]
fn provider(trace: &Trace, told: &str) {
    says(trace, told);
    assert_eq!(trace.violations()[0].party, Party::Provider);
}

/// An `init` with other facts.
fn started(change: impl FnOnce(&mut Event)) -> Trace {
    start().with(named("init"), change)
}

/// V-1, T-01
#[test]
fn a_missing_entry_point_is_told() {
    let entry = saying("lib.entry", &[("provider", 1), ("service", 1)], "MSProviderInit");
    let entry = Trace::new().call(entry, Code::NOT_FOUND, |inside| inside);
    provider(&entry, "V-1: the DLL does not export its entry point MSProviderInit (provider)");
    let found = entry.with(|_| true, |entry| entry.code = Some(Code::OK));
    assert_eq!(said(&found), [""; 0]);
}

/// V-2, ENTRY-9
#[test]
fn init_gives_an_object_exactly_when_it_succeeds() {
    let told = "V-2: success without an object, or failure with one (provider)";
    provider(&started(|init| set(init, "gave", 0)), told);
    provider(&started(|init| init.code = Some(Code::VERSION)), told);
    let refused = started(|init| {
        init.code = Some(Code::VERSION);
        set(init, "gave", 0);
    });
    assert_eq!(said(&refused), [""; 0]);
    assert_eq!(said(&init(refused, 1)), [""; 0]);
}

/// V-3, ENTRY-7, T-06
#[test]
fn every_init_gives_an_object_of_its_own() {
    let both = init(start(), 2);
    assert_eq!(said(&both), [""; 0]);
    let same = both.with(of("init", "provider", 2), |init| set(init, "gave", 1));
    provider(&same, "V-3: the entry point gave an object that it had given before (provider)");
    // An object that is gone may come again at the same place.
    let later = init(provider_ended(start(), 1), 2).with(of("init", "provider", 2), |init| set(init, "gave", 1));
    assert_eq!(said(&later), [""; 0]);
}

/// V-4, VER-6, T-05
#[test]
fn a_version_above_the_sessions_is_told() {
    let above = started(|init| set(init, "version", 0x0001_0011));
    let trace = above.call(what("prov.release", &[("provider", 1)]), Code::OK, |inside| inside);
    provider(&trace, "V-4: a version above the session's (provider)");
    assert_eq!(trace.violations()[0].rule, "VER-6");
}

/// The first logon of golden sequence 3, changed.
fn logon(change: impl FnOnce(&mut Event)) -> Trace {
    released().with(named("prov.logon"), change).until(named("host.free"))
}

fn failed(change: impl FnOnce(&mut Event)) -> Trace {
    unconfigured().until(named("host.free")).with(named("prov.logon"), change)
}

/// V-5, LOGON-1
#[test]
fn a_failed_logon_gives_nothing() {
    let told = "V-5: a failed logon gave an object (logon 1)";
    provider(&failed(|logon| set(logon, "gave_logon", 11)), told);
    provider(&failed(|logon| set(logon, "gave_store", 21)), told);
}

/// V-6, MSLOGON-5
#[test]
fn a_successful_logon_gives_what_it_needs() {
    let told = "V-6: a successful logon without the objects it needs (logon 1)";
    provider(&logon(|logon| set(logon, "gave_store", 0)), told);
    provider(&logon(|logon| set(logon, "gave_logon", 0)), told);
    provider(&logon(|logon| change(logon, |facts| facts.retain(|(name, _)| !name.starts_with("gave")))), told);
}

/// V-7, LOGON-3, T-18: it is logged off at once, and nothing more is told of it.
#[test]
fn a_new_logon_without_a_reference_is_told_and_nothing_that_follows() {
    let told = "V-7: a new logon took no reference on the support object (logon 1)";
    let lost = logon(|logon| set(logon, "held", 0)).note(what("uid-", &[("logon", 1), ("uid", 1)]));
    let lost = lost.note(what("row-", &[("logon", 1)]));
    let logoff = lost.clone().call(what("logon.logoff", &[("logon", 1)]), Code::OK, |logoff| {
        logoff.note(what("sup.late", &[("logon", 1)])).note(what("sup.late", &[("logon", 1), ("over", 1)]))
    });
    for trace in [logon_released(logoff, 1), logon_released(lost, 1)] {
        provider(&end(trace), told);
    }
}

/// V-10, LOGON-2
#[test]
fn a_logon_that_comes_to_nothing_keeps_no_reference() {
    let told = "a failed or duplicate logon kept the support object";
    provider(&failed(|logon| set(logon, "held", 1)), &format!("V-10: {told} (logon 1)"));
    let duplicate = duplicated().with(of("prov.logon", "logon", 2), |logon| set(logon, "held", 1));
    provider(&duplicate, &format!("V-10: {told} (logon 2)"));
}

/// V-10, MSLOGON-6, T-21
#[test]
fn a_duplicate_registers_nothing_and_gives_no_spooler_data() {
    let second = || of("prov.logon", "logon", 2);
    let data = duplicated().with(second(), |logon| set(logon, "spooler_bytes", 4));
    let freed = [("logon", 2), ("spooler", 1)];
    let data = data.note(what("host.free", &freed)).moved_after(of("host.free", "logon", 2), second());
    provider(&data, "V-10: a duplicate gave spooler data (logon 2)");
    let logon: &[_] = &[("logon", 2)];
    for (event, forgotten, facts) in
        [("sup.uid+", "uid-", &[("logon", 2), ("uid", 2)][..]), ("sup.row+", "row-", logon)]
    {
        let added = requested(log_on(start(), 1), 2, |request| {
            let add = |call: Trace| call.call(what(event, facts), Code::OK, |inside| inside);
            request.call(what("prov.logon", &gave_again(2)), Code::OK, add).note(what(forgotten, facts))
        });
        provider(&added, "V-10: a duplicate registered a UID or a status row (logon 2)");
    }
}

/// V-11, UID-1
#[test]
fn a_new_logon_registers_a_uid() {
    let without = released().without(named("sup.uid+")).without(named("uid-"));
    provider(&without, "V-11: a new logon registered no UID; entry identifiers of its objects lead nowhere (logon 1)");
    assert!(without.violations()[0].is_warning);
}

/// V-40, MSLOGON-5, MSLOGON-6
#[test]
fn one_store_has_one_logon_object_and_one_store_object() {
    let second = |change: fn(&mut Event)| log_on(log_on(start(), 1), 2).with(of("prov.logon", "logon", 2), change);
    assert_eq!(said(&second(|_| ())), [""; 0]);
    let same_store = second(|logon| set(logon, "gave_store", 21));
    provider(&same_store, "V-40: a second logon object for a store that is open (logon 2)");
    let same_logon = second(|logon| set(logon, "gave_logon", 11));
    provider(&same_logon, "V-40: a second store object for the logon object of another store (logon 2)");
    for name in ["entry", "names"] {
        let fact = if name == "entry" { ("entry", 31) } else { ("names", 31) };
        let again = log_on(log_on(start(), 1), 2);
        let again = again.with(of("prov.logon", "logon", 2), |logon| set(logon, fact.0, fact.1));
        provider(&again, "V-40: a second store object for a store that is open (logon 2)");
    }
    let reopened = log_on(close(log_on(start(), 1), 1, 8), 2);
    let reopened = reopened.with(of("prov.logon", "logon", 2), |logon| set(logon, "entry", 31));
    assert_eq!(said(&reopened), [""; 0]); // T-62
}

/// V-21, V-42, THR-3, ENTRY-5, LOGON-6
#[test]
fn what_is_left_behind_is_told_once() {
    let left = |event, facts: &[(&'static str, u64)]| closed().note(what(event, facts)).note(what(event, facts));
    let one = [("provider", 1), ("count", 1)];
    provider(&left("left.malloc", &one), "V-42: IMalloc is still held (provider)");
    provider(&left("left.memory", &one), "V-42: 1 blocks of MAPI's memory are still live (provider)");
    let sections = [("logon", 1), ("count", 2)];
    provider(&left("left.section", &sections), "V-42: 2 profile sections are still open (logon 1)");
    let threads = left("left.threads", &[("begun", 1), ("ended", 0)]);
    provider(&threads, "THR-3: 1 times MAPIInitialize on its threads, 0 times MAPIUninitialize (provider)");
    for event in ["left.malloc", "left.memory"] {
        assert_eq!(said(&left(event, &[("provider", 1), ("count", 0)])), [""; 0]);
    }
    assert_eq!(said(&left("left.threads", &[("begun", 1), ("ended", 1)])), [""; 0]);
    let working = log_on(start(), 1).note(what("left.memory", &one));
    assert_eq!(said(&working), [""; 0]);
    let fault = closed().note(saying("mem.fault", &[], "freed twice"));
    provider(&fault, "V-21: freed twice (memory)");
}

/// V-44, LOGOFF-6, SHUT-7
#[test]
fn a_repeated_logoff_or_shutdown_succeeds() {
    for (probe, of, told, rule) in [
        ("probe.logoff", "logon", "V-44: a repeated Logoff failed with", "LOGOFF-6"),
        ("probe.shutdown", "provider", "V-44: a repeated Shutdown failed with", "SHUT-7"),
    ] {
        let ask = |code| log_on(start(), 1).call(what(probe, &[(of, 1)]), code, |inside| inside);
        assert_eq!(said(&ask(Code::OK)), [""; 0]);
        let failed = ask(Code::CALL_FAILED);
        assert!(said(&failed)[0].starts_with(told), "{:?}", said(&failed));
        assert_eq!((failed.violations().len(), failed.violations()[0].rule), (1, rule));
    }
}
