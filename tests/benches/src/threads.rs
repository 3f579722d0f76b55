//! Two threads at once on one object. A round in which one of them waited for a processor does not
//! count: what is compared is what they cost each other.
#![allow(unsafe_code, reason = "the system says how long a thread has run")]

use crate::Effort;
use crate::alternation::Times;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// Makes this a process of several threads for good, as every one with MAPI in it is: glibc's locks
/// and libstdc++'s counts are cheaper in a process that has never had a second thread.
pub(crate) fn be_several() {
    std::thread::spawn(|| {
        loop {
            std::thread::park();
        }
    });
}

/// What both threads do, as often as they are told.
pub(crate) type Work<'a> = Box<dyn Fn(u32) + Sync + 'a>;

/// Work that is done once a turn.
pub(crate) fn work<'a, R>(work: impl Fn() -> R + Sync + 'a) -> Work<'a> {
    Box::new(move |times| {
        for _ in 0..times {
            std::hint::black_box(work());
        }
    })
}

/// How long this thread has had a processor.
fn processor_time() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: O3: the output is ours.
    let code = unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    assert_eq!(code, 0);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// One thread's part of a round.
struct Part {
    start: Instant,
    took: Duration,
    ran: Duration,
}

impl Part {
    fn had_a_processor(&self) -> bool {
        self.ran * 100 >= self.took * 95
    }
}

/// Nanoseconds a turn, if both ran at the same time all the time.
fn round(work: &Work<'_>, times: u32) -> Option<f64> {
    let here = AtomicU32::new(0);
    let part = || {
        here.fetch_add(1, Ordering::SeqCst);
        let waits = Instant::now();
        while here.load(Ordering::SeqCst) < 2 {
            if waits.elapsed() > Duration::from_millis(5) {
                std::thread::yield_now();
            }
        }
        let before = processor_time();
        let start = Instant::now();
        work(times);
        Part { start, took: start.elapsed(), ran: processor_time() - before }
    };
    let (one, other) = std::thread::scope(|threads| {
        let one = threads.spawn(part);
        let other = part();
        (one.join().unwrap(), other)
    });
    let late = one.start.max(other.start) - one.start.min(other.start);
    let is_fair = late * 20 < one.took.max(other.took) && one.had_a_processor() && other.had_a_processor();
    is_fair.then(|| (one.took + other.took).as_nanos() as f64 / 2.0 / f64::from(times))
}

/// Times everybody, alternated; `None` on a machine that never ran two threads at once.
pub(crate) fn alternate(effort: Effort, times: u32, everybody: &[Work<'_>]) -> Option<Times> {
    let rounds = if effort == Effort::Quick { 5 } else { 61 };
    let mut seen = vec![Vec::new(); everybody.len()];
    for attempt in 0..rounds * 40 {
        // All of them in one round, or none.
        let turns: Option<Vec<_>> = (0..everybody.len())
            .map(|place| (place + attempt) % everybody.len())
            .map(|at| Some((at, round(&everybody[at], times)?)))
            .collect();
        for (at, time) in turns.into_iter().flatten() {
            seen[at].push(time);
        }
        if seen[0].len() == rounds {
            break;
        }
    }
    (!seen[0].is_empty()).then_some(Times(seen))
}
