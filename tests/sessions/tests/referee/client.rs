//! What a client's calls show (V-13, V-19, V-41, V-43, V-45), and the client's own faults (V-25).

use super::golden::*;
use super::{named, of, said, saying, says, set, what};
use provider_runtime::Code;
use provider_runtime::abi::flag::*;
use provider_runtime::session::{Party, Trace};

/// One call of a client's on an object of logon 1.
fn asks(trace: Trace, event: &'static str, facts: &[(&'static str, u64)], code: Code) -> Trace {
    trace.call(what(event, &[&[("logon", 1)], facts].concat()), code, |inside| inside)
}

fn working() -> Trace {
    log_on(start(), 1)
}

/// V-13, STATUS-4, T-46. The row's methods are `VALIDATE_STATE` (1).
#[test]
fn a_status_object_answers_what_its_row_says() {
    let ask = |method, code| asks(working(), "status.validate", &[("method", method)], code);
    for (method, code) in [
        (1, Code::OK),
        (1, Code::BUSY),
        (4, Code::NO_SUPPORT),
        (4, Code::END_OF_SESSION),
        (4, Code::INVALID_OBJECT),
        (4, Code::CALL_FAILED),
    ] {
        assert_eq!(said(&ask(method, code)), [""; 0]);
    }
    says(
        &ask(1, Code::NO_SUPPORT),
        "V-13: status.validate answered MAPI_E_NO_SUPPORT (0x80040102), and the method is in its row's PR_RESOURCE_METHODS (logon 1)",
    );
    for code in [Code::OK, Code::NO_ACCESS] {
        let told = format!(
            "V-13: status.validate answered {code}, and the method is not in its row's PR_RESOURCE_METHODS (logon 1)"
        );
        says(&ask(4, code), &told);
    }
    let rowless = ask(4, Code::OK).without(named("sup.row+"));
    assert_eq!(said(&rowless), [""; 0]);
    let changed = working().call(what("sup.row~", &[("logon", 1), ("methods", 5)]), Code::OK, |inside| inside);
    assert_eq!(said(&asks(changed.clone(), "status.validate", &[("method", 4)], Code::OK)), [""; 0]);
    assert_eq!(said(&asks(changed, "status.validate", &[("method", 4)], Code::NO_SUPPORT)).len(), 1);
    let removed = working().call(what("sup.row+", &[("logon", 1), ("gone", 1)]), Code::OK, |inside| inside);
    assert_eq!(said(&asks(removed, "status.validate", &[("method", 4)], Code::OK)), [""; 0]);
}

/// V-19, INVAL-1, T-57, T-58
#[test]
fn after_logoff_only_iunknown_answers() {
    for event in ["store.get", "status.validate", "table.work", "store.work", "store.logoff"] {
        assert_eq!(said(&asks(closed(), event, &[], Code::INVALID_OBJECT)), [""; 0]);
        let told = "answered S_OK (0x00000000) after its logon's Logoff, not MAPI_E_INVALID_OBJECT";
        let object = if event.starts_with("store.") { "store 1" } else { "logon 1" };
        says(&asks(closed(), event, &[], Code::OK), &format!("V-19: {event} {told} ({object})"));
        let left: &[_] = if event == "store.logoff" { &[("back", 1)] } else { &[("left", 1)] };
        assert_eq!(said(&asks(closed(), event, left, Code::CALL_FAILED)).len(), 1);
    }
    let query = |interface: &str, known, code| {
        let facts = [("logon", 1), ("known", known), ("gave", 1), ("same", 1)];
        closed().call(saying("object.query", &facts, interface), code, |inside| inside)
    };
    for code in [Code::OK, Code::INVALID_OBJECT] {
        assert_eq!(said(&query("IUnknown", 1, code)), [""; 0]);
    }
    assert_eq!(said(&query("", 0, Code::INTERFACE_NOT_SUPPORTED)), [""; 0]);
    assert_eq!(said(&query("", 1, Code::OK)).len(), 1);
    assert_eq!(said(&query("", 1, Code::INTERFACE_NOT_SUPPORTED)).len(), 1);
}

/// V-19: a call that begins before Logoff has returned may still succeed (LOGOFF-13).
#[test]
fn a_call_that_began_before_the_end_may_still_succeed() {
    let busy = working().begins(what("store.get", &[("logon", 1)]));
    let trace = end(log_off(busy, 1)).returns(named("store.get"), Code::OK);
    assert_eq!(said(&trace), [""; 0]);
}

/// V-25, SESSION-6, SESSION-10
#[test]
fn what_a_client_does_wrong_is_a_warning() {
    let holds = closed().note(saying("client.holds", &[], "opened at a.rs:1:2"));
    let holds = holds.with(named("client.holds"), |holds| holds.object = "folder".into());
    says(&holds, "V-25: still held, opened at a.rs:1:2 (folder)");
    let shared = closed().with(named("session.logoff"), |logoff| set(logoff, "shared", 1));
    says(&shared, "V-25: MAPI_LOGOFF_SHARED makes every other client of the session end, too (session)");
    for trace in [holds, shared] {
        let told = &trace.violations()[0];
        assert_eq!((told.party, told.is_warning), (Party::Client, true));
    }
}

/// V-41, ERR-4
#[test]
fn a_query_gives_what_there_is_with_one_identity() {
    let query = |known, gave, same, code| {
        asks(working(), "object.query", &[("known", known), ("gave", gave), ("same", same)], code)
    };
    assert_eq!(said(&query(1, 9, 1, Code::OK)), [""; 0]);
    assert_eq!(said(&query(0, 0, 0, Code::INTERFACE_NOT_SUPPORTED)), [""; 0]);
    for (trace, told) in [
        (query(0, 9, 1, Code::OK), "QueryInterface gave an interface that does not exist"),
        (query(1, 0, 1, Code::OK), "QueryInterface succeeded and gave nothing"),
        (query(1, 9, 0, Code::OK), "QueryInterface gave an object with another identity"),
        (query(1, 9, 0, Code::INTERFACE_NOT_SUPPORTED), "QueryInterface failed and left its output set"),
    ] {
        says(&trace, &format!("V-41: {told} (logon 1)"));
    }
}

/// V-43, MEM-3
#[test]
fn a_failing_call_leaves_no_output_set() {
    for event in ["store.open", "status.validate", "table.work", "store.work", "logon.open", "logon.status"] {
        let trace = asks(working(), event, &[("left", 1)], Code::NOT_FOUND);
        let object = if event.starts_with("store.") { "store 1" } else { "logon 1" };
        says(&trace, &format!("V-43: {event} failed and left an output set ({object})"));
        assert_eq!(said(&asks(working(), event, &[("left", 1)], Code::OK)), [""; 0]);
        assert_eq!(said(&asks(working(), event, &[("left", 0)], Code::NOT_FOUND)), [""; 0]);
    }
}

/// V-47, ERR-4
#[test]
fn what_a_call_that_succeeded_has_given_is_an_object_of_its_own() {
    for (fact, told) in [("nothing", "succeeded and gave nothing"), ("itself", "gave the object that it was called on")]
    {
        let trace = asks(working(), "store.open", &[(fact, 1)], Code::OK);
        let faults = said(&trace);
        assert!(matches!(faults.as_slice(), [only] if only.starts_with("V-47: ") && only.contains(told)), "{faults:?}");
    }
}

/// V-45, STORELOGOFF-1 to STORELOGOFF-4, T-60
#[test]
fn store_logoff_takes_one_known_flag_and_answers_by_it() {
    let ask = |flags: u32, back: u32, code| {
        asks(working(), "store.logoff", &[("flags", u64::from(flags)), ("back", u64::from(back))], code)
    };
    let orderly = LOGOFF_ORDERLY;
    let complete = LOGOFF_COMPLETE;
    let outbound = LOGOFF_OUTBOUND;
    for (flags, back, code) in [
        (orderly, 0, Code::OK),
        (0, complete, Code::OK),
        (orderly, complete | outbound, Code::OK),
        (LOGOFF_QUIET, outbound, Code::OK),
        (LOGOFF_QUIET, LOGOFF_QUIET, Code::NO_SUPPORT),
        (3, 3, Code::INVALID_PARAMETER),
        (0x100, 0x100, Code::UNKNOWN_FLAGS),
        (0x103, 0x103, Code::UNKNOWN_FLAGS),
        (0x103, 0x103, Code::INVALID_PARAMETER),
        (orderly | complete, orderly | complete, Code::UNKNOWN_FLAGS),
    ] {
        assert_eq!(said(&ask(flags, back, code)), [""; 0], "{flags:#x} {back:#x}");
    }
    for (flags, back, code, told) in [
        (3, complete, Code::OK, "it accepted flags that exclude each other"),
        (0x100, complete, Code::OK, "it accepted unknown flags"),
        (3, 3, Code::UNKNOWN_FLAGS, "it answered MAPI_E_UNKNOWN_FLAGS, and all flags are known"),
        (orderly, orderly, Code::UNKNOWN_FLAGS, "it answered MAPI_E_UNKNOWN_FLAGS, and all flags are known"),
        (
            0x100,
            0x100,
            Code::INVALID_PARAMETER,
            "it answered MAPI_E_INVALID_PARAMETER, and no flags exclude each other",
        ),
        (orderly, complete, Code::NO_SUPPORT, "it failed and changed the flags"),
        (orderly, 0x100, Code::OK, "unknown flags came back"),
        (orderly, orderly | complete, Code::OK, "a flag came back that is none of an answer"),
        (LOGOFF_QUIET, LOGOFF_QUIET | outbound, Code::OK, "a flag came back that is none of an answer"),
        (orderly, outbound, Code::OK, "it reported activity without LOGOFF_COMPLETE, as only LOGOFF_QUIET asks for"),
        (LOGOFF_QUIET, outbound | complete, Code::OK, "it reported both activity and LOGOFF_COMPLETE"),
    ] {
        says(&ask(flags, back, code), &format!("V-45: StoreLogoff({flags:#x}): {told} (store 1)"));
    }
    let trace = closed().with(of("store.logoff", "logon", 1), |logoff| set(logoff, "back", 0));
    assert_eq!(said(&trace), [""; 0]);
}
