//! What a call costs: a store written with the framework beside one written by hand in C++, and
//! windows-core's `#[implement]`, over raw vtables, in one run, round by round in turn.
//!
//! `cargo bench -p benches` measures and prints a table. `-- --quick` takes few rounds and fails
//! where a ratio is far above its goal: it finds out whether everything runs. `-- build` weighs the
//! empty store's DLL and counts what its build takes. No limit is a time.
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

/// The command, with its arguments.
///
/// # Panics
/// Where something does not build or does not answer, and where a ratio of a quick run is far above
/// its goal.
pub fn run(arguments: impl Iterator<Item = String>) {
    // cargo adds `--bench` to what it was given; the table is Markdown anyway.
    let known = ["--bench", "--markdown", "--quick", "build"];
    let arguments: Vec<_> = arguments.collect();
    let is_given = |name: &str| arguments.iter().any(|argument| argument == name);
    if let Some(other) = arguments.iter().find(|argument| !known.contains(&argument.as_str())) {
        panic!("`{other}` is none of --quick, --markdown, build");
    }
    let effort = if is_given("--quick") { Effort::Quick } else { Effort::Full };
    let table: Table = if is_given("build") { weight::table() } else { rows::table(effort) };
    print!("{table}");
    if effort == Effort::Quick {
        table.check();
    }
}
