//! How many sessions there may be in one process at once. The only test here: what it takes, every
//! other would lack.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

use provider_runtime::prelude::*;
use support::Script;

/// T-10: each has allocators of its own, and there are so many of them; one that ends makes place
/// for another.
#[test]
fn a_session_too_many_is_refused_at_once() {
    let script = Script::new();
    let mut sessions: Vec<_> = (0..64).map(|_| script.session().unwrap()).collect();
    let refused = script.session().unwrap_err();
    assert_eq!(refused.code(), Code::SESSION_LIMIT);
    assert!(!refused.text().is_empty());
    assert!(sessions.pop().unwrap().logoff().is_clean());
    sessions.push(script.session().unwrap());
    assert_eq!(script.session().unwrap_err().code(), Code::SESSION_LIMIT);
}
