//! What a session costs as it grows: neither its report nor a logon costs more for each of many
//! than for each of few. Times are compared with one another alone.

use provider_runtime::session::{Options, Session};
use std::time::{Duration, Instant};
use support::{Script, open, root};

/// The shortest time of several runs.
fn shortest(mut run: impl FnMut() -> Duration) -> Duration {
    (0..3).map(|_| run()).min().unwrap()
}

/// How long it takes to report a session whose client holds this many objects.
fn reported(count: usize) -> Duration {
    let script = Script::new();
    let session = script.session_with(Options::new().no_mail()).unwrap();
    let store = open(&session).unwrap();
    let held: Vec<_> = (0..count).map(|_| root(&store).unwrap()).collect();
    let begun = Instant::now();
    let report = session.logoff();
    let time = begun.elapsed();
    assert_eq!(report.warnings().len(), count + 1);
    drop((held, store));
    time
}

/// SESSION-10, V-25
#[test]
fn a_report_of_eight_times_as_many_objects_takes_less_than_thirty_times_as_long() {
    let few = shortest(|| reported(500));
    let many = shortest(|| reported(4_000));
    assert!(many < few * 30, "{many:?} for 4,000 objects, {few:?} for 500");
}

/// The time of this many logons of one session, one after the other.
fn logged_on(session: &Session, times: usize) -> Duration {
    let begun = Instant::now();
    for _ in 0..times {
        drop(open(session).unwrap());
    }
    begun.elapsed()
}

#[test]
fn the_three_thousandth_logon_costs_less_than_three_times_the_first() {
    let script = Script::new();
    let session = script.session_with(Options::new().no_mail()).unwrap();
    let early = shortest(|| logged_on(&session, 100));
    logged_on(&session, 3_000);
    let late = shortest(|| logged_on(&session, 100));
    assert!(late < early * 3, "{late:?} for the last 100 logons, {early:?} for the first");
    assert_eq!(session.logoff().faults(), [""; 0]);
}
