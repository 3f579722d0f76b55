//! Closing n opened objects: one Logoff with all of them open, and their last Releases.

use crate::alternation::Times;
use crate::contenders::{Logon, Provider};
use crate::rows::nanoseconds;
use crate::table::{Figure, Row};
use crate::{Effort, Plan};
use std::time::Instant;

/// Nanoseconds an object: of the Logoff, and of the Release of what is invalidated then.
fn close(logon: Logon, count: u64) -> [f64; 2] {
    let held: Vec<_> = (1..=count).map(|number| logon.open(&logon.entry(number), 0)).collect();
    let start = Instant::now();
    logon.log_off();
    let logged_off = Instant::now();
    for object in held {
        object.release();
    }
    let released = Instant::now();
    logon.store.release();
    logon.logon.release();
    [logged_off - start, released - logged_off].map(|time| time.as_nanos() as f64 / count as f64)
}

/// A row for each n, and how the cost of one object grows.
pub(crate) fn rows(plan: &Plan, ours: Provider, cpp: Provider) -> Vec<Row> {
    let steps: &[(u64, usize)] = match plan.effort {
        Effort::Quick => &[(1_000, 9), (10_000, 5)],
        Effort::Full => &[(1_000, 101), (10_000, 41), (100_000, 21), (1_000_000, 9)],
    };
    let providers = [ours, cpp];
    let mut rows = Vec::new();
    let mut a_piece = Vec::new();
    for (count, rounds) in steps.iter().filter(|(count, _)| plan.has(&of_objects(*count))) {
        let mut logoffs = Times(vec![Vec::new(); 2]);
        let mut whole = Times(vec![Vec::new(); 2]);
        for round in 0..*rounds {
            for place in 0..2 {
                let at = (place + round) % 2;
                let [logoff, release] = close(providers[at].log_on(), *count);
                logoffs.0[at].push(logoff);
                whole.0[at].push(logoff + release);
            }
        }
        for (what, times) in [("Logoff", &logoffs), ("Logoff and last Releases", &whole)] {
            let cells = vec![nanoseconds(times.of(0)), nanoseconds(times.of(1)), String::new()];
            let what = format!("{what}{}", of_objects(*count));
            rows.push(Row::new(what, cells, Figure::Times(times.ratio(0, 1)), 1.5));
        }
        a_piece.push((*count, whole));
    }
    let cost = |wanted: u64| a_piece.iter().find(|(count, _)| *count == wanted).map(|(_, times)| times);
    if let (Some(many), Some(fewer)) = (cost(1_000_000), cost(100_000)) {
        let growth = |who: usize| many.of(who) / fewer.of(who);
        let cells = vec![format!("{:.2}", growth(0)), format!("{:.2}", growth(1)), String::new()];
        rows.push(Row::new("an object of 1,000,000 beside one of 100,000", cells, Figure::Times(growth(0)), 3.0));
    }
    rows
}

/// How the rows of this number end.
fn of_objects(count: u64) -> String {
    let count =
        if count < 1_000_000 { format!("{},000", count / 1_000) } else { format!("{},000,000", count / 1_000_000) };
    format!(" of {count} open objects, each")
}
