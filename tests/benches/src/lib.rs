//! What a call costs: a store written with the framework beside one written by hand in C++, and
//! windows-core's `#[implement]`, over raw vtables, in one run, round by round in turn.
//!
//! `cargo bench -p benches` measures and prints a table. `-- --quick` takes few rounds and fails
//! where a ratio is far above its goal: it finds out whether everything runs. `-- --only PART`
//! measures the rows with that in their names, for a profiler. `-- build` weighs the empty store's
//! DLL and counts what its build takes. No limit is a time.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a bench that cannot go on stops with the reason"
)]

mod alternation;
mod builds;
mod closing;
mod contenders;
mod host;
mod object;
mod rows;
mod table;
mod threads;
mod weight;

use table::Table;

/// How much is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Effort {
    /// Few rounds, and small numbers of objects.
    Quick,
    /// Enough for a figure to stand the next time, too.
    Full,
}

/// What is measured.
struct Plan {
    effort: Effort,
    /// A part of the names of the rows that are wanted; empty: all of them.
    part: String,
}

impl Plan {
    fn has(&self, row: &str) -> bool {
        row.contains(&self.part)
    }
}

/// The command, with its arguments.
///
/// # Panics
/// Where something does not build or does not answer, and where a ratio of a quick run is far above
/// its goal.
pub fn run(mut arguments: impl Iterator<Item = String>) {
    let mut plan = Plan { effort: Effort::Full, part: String::new() };
    let mut is_build = false;
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--quick" => plan.effort = Effort::Quick,
            "--only" => plan.part = arguments.next().expect("a part of a row's name comes after --only"),
            "build" => is_build = true,
            "--bench" => {} // cargo says so
            other => panic!("`{other}` is none of --quick, --only, build"),
        }
    }
    let table: Table = if is_build { weight::table() } else { rows::table(&plan) };
    print!("{table}");
    if plan.effort == Effort::Quick {
        table.check();
    }
}
