//! Many sequences, one after another, each on one thread or on several at once: how many steps,
//! from which seed, and how one sequence is repeated.

use crate::author::Whim;
use crate::calls::{Kind, begin};
use crate::world::{Temper, World, one_of};
use std::sync::Once;
use std::sync::atomic::Ordering;

/// How many steps there are, unless `FUZZ_STEPS` says so.
const STEPS: u64 = 60_000;
/// How often it is said how far they have come.
const PROGRESS: u64 = 1 << 20;

/// A number from the environment.
fn asked(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().expect("a number"))
}

/// A panic of an author's is what is tested, and not printed; what providers log is not either.
fn be_quiet() {
    struct Nobody;
    impl log::Log for Nobody {
        fn enabled(&self, _: &log::Metadata<'_>) -> bool {
            false
        }
        fn log(&self, _: &log::Record<'_>) {}
        fn flush(&self) {}
    }
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let _ = log::set_logger(&Nobody);
        log::set_max_level(log::LevelFilter::Error);
        let told = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !panic.payload().is::<Whim>() {
                told(panic);
            }
        }));
    });
}

/// Any temper.
fn any_temper(kinds: &'static [Kind], has_junk: bool) -> Temper {
    Temper {
        refusals: one_of(&[0, 0, 2, 20]),
        failures: one_of(&[0, 0, 3, 20]),
        returns: one_of(&[0, 5, 30]),
        kinds,
        has_junk,
    }
}

/// Runs sequences of calls on providers of these kinds, each on `threads` threads at once, until
/// there were enough steps.
///
/// `FUZZ_STEPS` says how many, `FUZZ_SEED` from which seed on: alone, it repeats that one sequence.
/// `FUZZ_TRACE` prints every step. On one thread a seed is always the same sequence.
pub fn run(name: &str, kinds: &'static [Kind], threads: usize) {
    run_with(name, threads, || any_temper(kinds, false));
}

/// The same, in a session whose providers answer anything.
pub fn run_with_junk(name: &str, threads: usize) {
    run_with(name, threads, || any_temper(&[], true));
}

fn run_with(name: &str, threads: usize, temper: impl Fn() -> Temper) {
    be_quiet();
    let first = asked("FUZZ_SEED").unwrap_or(1);
    let is_one = asked("FUZZ_SEED").is_some() && asked("FUZZ_STEPS").is_none();
    let wanted = asked("FUZZ_STEPS").unwrap_or(STEPS);
    let mut steps = 0;
    let mut told = 0;
    for seed in first.. {
        steps += sequence(name, seed, &temper, threads);
        if is_one || steps >= wanted {
            println!("{name}: {steps} steps, seeds {first} to {seed}");
            return;
        }
        if steps - told >= PROGRESS {
            told = steps;
            eprintln!("{name}: {steps} steps, and on with FUZZ_SEED={}", seed + 1);
        }
    }
}

/// One sequence: how many steps it had.
fn sequence(name: &str, seed: u64, temper: impl Fn() -> Temper, threads: usize) -> u64 {
    fastrand::seed(seed);
    let mut temper = temper();
    // A session does not see that a thread of a raw client is inside a provider's end: an author
    // who asks it there for a store waits for the logoff that waits for him.
    if threads > 1 && temper.kinds.is_empty() {
        temper.returns = 0;
    }
    let world = World::new(temper);
    let length = fastrand::u32(10..150);
    world.enter(|| {
        begin(&world);
        begin(&world);
    });
    let work = |thread: u64| {
        fastrand::seed(seed ^ (thread << 48));
        world.enter(|| (0..length).for_each(|_| world.step()));
    };
    if threads == 1 {
        work(1);
    } else {
        std::thread::scope(|scope| {
            (0..threads).for_each(|thread| drop(scope.spawn(move || work(thread as u64 + 1))));
        });
    }
    let faults = world.enter(|| {
        world.end();
        world.check()
    });
    assert!(faults.is_empty(), "{name}: FUZZ_SEED={seed} repeats it: {faults:#?}");
    world.steps.load(Ordering::Relaxed)
}
