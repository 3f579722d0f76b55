//! Every call of scripted providers to MAPI fails, and every allocation, alone and in pairs, before
//! each end.

use super::ends::{ENDS, End, KINDS, Sessions};
use provider_runtime::prelude::*;
use provider_runtime::session::Session;

/// Of pairs, each so many-th; no divisor of the answers.
const STRIDE: usize = 47;

#[derive(Clone, Copy, Debug)]
enum Fault {
    Host(u64, Code),
    Allocation(u64),
}

fn plan(session: &Session, fault: Fault) {
    match fault {
        Fault::Host(call, code) => session.by_hand().fail_host_call(call, code),
        Fault::Allocation(call) => session.memory().fail_at(Some(call)),
    }
}

fn singles(calls: u64, allocations: u64) -> Vec<Fault> {
    let answers = [Code::CALL_FAILED, Code::NOT_ENOUGH_MEMORY, Code::OK];
    let host = (1..=calls).flat_map(|call| answers.map(|code| Fault::Host(call, code)));
    host.chain((1..=allocations).map(Fault::Allocation)).collect()
}

fn is_pair(one: Fault, other: Fault) -> bool {
    match (one, other) {
        (Fault::Host(one, _), Fault::Host(other, _)) => one < other,
        (Fault::Host(..), Fault::Allocation(_)) => true,
        (Fault::Allocation(_), _) => false,
    }
}

/// ABRUPT-6, MEM-10, T-90
#[test]
fn nothing_is_left_after_any_call_to_mapi_has_failed_and_any_end() {
    for kind in KINDS {
        let sessions = Sessions::of(kind);
        let mut count = 0;
        for end in ENDS {
            assert_eq!(sessions.run(end, |_| {}).1, None, "{kind:?} {end:?}");
            // A session's Release is counted with its Logoff: both come to the same.
            let counted = if end == End::Session { End::Released } else { end };
            let (calls, allocations) = sessions.run(counted, |_| {}).0.unwrap();
            assert!(calls > 5 && allocations > 5, "{kind:?} {end:?}: {calls} calls, {allocations} allocations");
            let singles = singles(calls, allocations);
            let pairs = singles.iter().flat_map(|one| singles.iter().map(move |other| (*one, *other)));
            let pairs = pairs.filter(|(one, other)| is_pair(*one, *other)).step_by(STRIDE);
            let pairs = pairs.map(|(one, other)| vec![one, other]);
            for faults in singles.iter().map(|fault| vec![*fault]).chain(pairs) {
                let (_, wrong) = sessions.run(end, |session| faults.iter().for_each(|fault| plan(session, *fault)));
                assert!(wrong.is_none(), "{kind:?} {end:?} {faults:?}: {}", wrong.unwrap_or_default());
                count += 1;
            }
        }
        println!("{kind:?}: {count} combinations of faults");
    }
}
