//! Every method of an author's fails, with an error and with a panic, before each end.

use super::ends::{ENDS, End, KINDS, Sessions};
use provider_runtime::prelude::*;
use provider_runtime::session::Kind;

/// What a script has a say in, kind by kind.
fn methods(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Store => &[
            "configure",
            "identify",
            "logon",
            "uid",
            "name",
            "open",
            "tags",
            "get",
            "set",
            "commit",
            "contents",
            "store.get",
            "store.set",
            "interrupt",
            "persist",
            "before_logoff",
            "drop",
            "end",
        ],
        Kind::AddressBook => &["logon", "open", "interrupt", "persist", "before_logoff", "end"],
        Kind::Transport => &[
            "logon",
            "address_types",
            "submit",
            "poll",
            "receive",
            "idle",
            "changed",
            "interrupt",
            "persist",
            "before_logoff",
            "end",
        ],
    }
}

fn fail(sessions: &Sessions, method: &'static str, panics: bool) {
    sessions.script.on(method, move |_| {
        if panics {
            // Without the hook, which would print all of them.
            std::panic::resume_unwind(Box::new("a bug of the author's"));
        }
        Err(Error::new(Code::NETWORK_ERROR, "the server is gone"))
    });
}

/// ABRUPT-6, ERR-7: nothing is left, and the field that an author ends is ended as often as it was
/// made.
#[test]
fn nothing_is_left_after_any_method_has_failed_and_any_end() {
    let mut count = 0;
    for kind in KINDS {
        for method in methods(kind) {
            for panics in [false, true] {
                for end in ENDS {
                    let sessions = Sessions::of(kind);
                    fail(&sessions, method, panics);
                    let (_, wrong) = sessions.run(end, |_| {});
                    let text = format!("{kind:?} {method} {} {end:?}", if panics { "panics" } else { "fails" });
                    assert!(wrong.is_none(), "{text}: {}", wrong.unwrap_or_default());
                    let script = &sessions.script;
                    assert!(script.count(method) > 0, "{text}: it was never called");
                    let made = if *method == "logon" { 0 } else { script.count("logon") };
                    assert_eq!(script.count("end"), made, "{text}");
                    count += 1;
                }
            }
        }
    }
    println!("{count} faults of authors' methods and ends");
}

/// The same with a call to MAPI that fails in the same session: of all such pairs, each so many-th.
#[test]
fn nothing_is_left_after_a_method_and_a_call_to_mapi_have_failed() {
    const STRIDE: usize = 31;
    let mut all = Vec::new();
    for kind in KINDS {
        let (calls, _) = Sessions::of(kind).run(End::Released, |_| {}).0.unwrap();
        for end in ENDS {
            for method in methods(kind) {
                for call in 1..=calls {
                    for code in [Code::CALL_FAILED, Code::NOT_ENOUGH_MEMORY, Code::OK] {
                        all.extend([true, false].map(|panics| (kind, end, *method, panics, call, code)));
                    }
                }
            }
        }
    }
    for (kind, end, method, panics, call, code) in all.iter().copied().step_by(STRIDE) {
        let sessions = Sessions::of(kind);
        fail(&sessions, method, panics);
        let (_, wrong) = sessions.run(end, |session| session.by_hand().fail_host_call(call, code));
        let text = format!("{kind:?} {end:?} {method} panics: {panics}, call {call}: {code}");
        assert!(wrong.is_none(), "{text}: {}", wrong.unwrap_or_default());
    }
    println!("{} pairs of {}", all.len().div_ceil(STRIDE), all.len());
}
