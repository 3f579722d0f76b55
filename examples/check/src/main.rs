//! The command `check`: its words, and what it does with them. The scenarios are in `scenarios/`, one scenario's process as
//! seen from outside in `process.rs`, from inside in `case.rs`, what came of all of them in `summary.rs`.
#![forbid(unsafe_code)]

mod case;
mod process;
mod said;
mod scenarios;
mod summary;

use case::Case;
use process::{End, Ran};
use provider_runtime::session::Profile;
use scenarios::SCENARIOS;
use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use summary::{Status, Summary};

const HELP: &str = "\
check: runs a provider's DLL through MAPI's life cycle, and names each rule that it breaks

    cargo run -p check -- PATH [--profile FILE] [--json] [--limit SECONDS]

PATH            the DLL of a message store provider, written in whatever language
--profile FILE  a profile; the values of its first store provider's section are given to the provider. Its DLL's name
                does not matter: it is PATH. Without one, the section has what mapisvc.inf gives every provider
--json          one JSON object a violation, and a last one with the summary
--limit SECONDS how long one scenario may take: 60
--list          the scenarios, one a line

Each scenario is one session in a process of its own: a crash or a hang costs that scenario alone. The store is opened for
writing, but nothing is written except what was read there before: a message's own subject. ServiceEntry is called in every
context, uninstalling included: let it work on a copy of what you need.

A violation is one line: its number in the list of violations, what was seen and on which object, the rule; below it, in
which scenarios. Warnings come behind.

Exit status: 0 clean, warnings allowed; 1 violations; 2 the command line or the profile is not understood; 3 the provider
crashed or hung; 4 PATH is no provider: no library, one for another machine, no entry point; 5 the store does not open with
what the provider was given, so most of it was not seen: try --profile; 70 the session itself was at fault.
";

/// The first word of a scenario's own process; its number follows.
const SCENARIO: &str = "--scenario";

/// What the command line says.
struct Arguments {
    path: PathBuf,
    profile: Option<PathBuf>,
    json: bool,
    limit: Duration,
}

/// What is to be done.
enum Wanted {
    Help,
    List,
    All(Arguments),
    /// In a process of its own.
    One(usize, Arguments),
}

fn main() -> ExitCode {
    let Some(wanted) = wanted(std::env::args_os().skip(1)) else {
        eprint!("{HELP}");
        return Status::Usage.into();
    };
    match wanted {
        Wanted::Help => print!("{HELP}"),
        Wanted::List => SCENARIOS.iter().for_each(|scenario| println!("{}", scenario.name)),
        Wanted::All(arguments) => return check(&arguments),
        Wanted::One(number, arguments) => return run_here(number, &arguments),
    }
    ExitCode::SUCCESS
}

fn wanted(words: impl Iterator<Item = OsString>) -> Option<Wanted> {
    let mut words = words.peekable();
    let mut scenario = None;
    if words.next_if(|word| word == SCENARIO).is_some() {
        scenario = Some(words.next()?.to_str()?.parse().ok()?);
    }
    let (mut path, mut profile, mut json, mut limit) = (None, None, false, Duration::from_secs(60));
    while let Some(word) = words.next() {
        match word.to_str() {
            Some("--help" | "-h") => return Some(Wanted::Help),
            Some("--list") => return Some(Wanted::List),
            Some("--profile") => profile = Some(words.next()?.into()),
            Some("--json") => json = true,
            Some("--limit") => limit = Duration::from_secs(words.next()?.to_str()?.parse().ok()?),
            Some(other) if other.starts_with('-') => return None,
            _ if path.is_none() => path = Some(PathBuf::from(word)),
            _ => return None,
        }
    }
    // A name alone would be looked for in the system's folders.
    let path = std::path::absolute(path?).ok()?;
    let arguments = Arguments { path, profile, json, limit };
    Some(match scenario {
        Some(number) => Wanted::One(number, arguments),
        None => Wanted::All(arguments),
    })
}

/// The case that the command line describes, or what is wrong with its profile.
fn case(arguments: &Arguments) -> Result<Case, String> {
    let profile = arguments.profile.as_ref().map(|path| {
        let profile = Profile::load(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Case::with_profile(&arguments.path, &profile)
            .ok_or_else(|| format!("{}: the profile has no message store provider", path.display()))
    });
    profile.unwrap_or_else(|| Ok(Case::new(&arguments.path)))
}

/// All scenarios, one after another.
fn check(arguments: &Arguments) -> ExitCode {
    /// A scenario that hangs takes its whole time: after so many nobody waits for more.
    const HANGS: usize = 3;
    if let Err(text) = case(arguments) {
        eprintln!("check: {text}");
        return Status::Usage.into();
    }
    let mut all: Vec<Ran> = Vec::new();
    for number in 0..SCENARIOS.len() {
        let ran = process::run(number, arguments);
        let is_over = ran.is_no_provider() || matches!(ran.end, End::Failed(_));
        all.push(ran);
        if is_over || all.iter().filter(|ran| matches!(ran.end, End::Hung)).count() == HANGS {
            break;
        }
    }
    let summary = Summary::of(&arguments.path, &all);
    let text = if arguments.json { summary.json() } else { summary.text() };
    let written = std::io::stdout().lock().write_all(text.as_bytes());
    eprint!("{}", summary.errors());
    if written.is_err() { ExitCode::FAILURE } else { summary.status().into() }
}

/// One scenario, in its own process.
fn run_here(number: usize, arguments: &Arguments) -> ExitCode {
    match (case(arguments), SCENARIOS.get(number)) {
        (Ok(case), Some(scenario)) => {
            (scenario.run)(&case);
            said::say(&said::Said::Done);
            ExitCode::SUCCESS
        }
        _ => Status::Usage.into(),
    }
}
