//! The command `check`: what it does with its words, which are in `words.rs`. The scenarios are in
//! `scenarios/`, one scenario's process as seen from outside in `process.rs`, from inside in
//! `case.rs`, what came of all of them in `summary.rs`, and how that is told in `output.rs`. Faults
//! instead of scenarios are in `faults/`.
#![forbid(unsafe_code)]

mod calls;
mod case;
mod faults;
mod kind;
mod output;
mod process;
mod said;
mod scenarios;
mod summary;
mod words;

use case::Case;
use kind::Subject;
use process::{End, Part, Ran};
use provider_runtime::session::{Kind, Module, Profile};
use said::{Finding, Said, say};
use std::io::Write;
use std::process::ExitCode;
use summary::{Status, Summary};
use words::{Arguments, HELP, SCENARIO, Wanted};

fn main() -> ExitCode {
    let Some(wanted) = words::wanted(std::env::args_os().skip(1)) else {
        eprint!("{HELP}");
        return Status::Usage.into();
    };
    match wanted {
        Wanted::Help => print!("{HELP}"),
        Wanted::List(kinds) => list(&kinds),
        Wanted::All(arguments) => return check(&arguments),
        Wanted::One(part, arguments) => return run_here(part, &arguments),
    }
    ExitCode::SUCCESS
}

fn list(kinds: &[Kind]) {
    for kind in kind::KINDS.into_iter().filter(|kind| kinds.is_empty() || kinds.contains(kind)) {
        scenarios::of(kind).iter().for_each(|scenario| println!("{}: {}", kind::noun(kind), scenario.name));
    }
    if kinds.len() != 1 {
        scenarios::TOGETHER.iter().for_each(|scenario| println!("{}: {}", Subject::Together.noun(), scenario.name));
    }
}

/// The case of one kind that the command line describes, or what is wrong with its profile.
fn case(arguments: &Arguments, kind: Kind) -> Result<Case, String> {
    let mut case = match &arguments.profile {
        None => Case::new(&arguments.path, kind),
        Some(path) => {
            let profile = Profile::load(path).map_err(|error| format!("{}: {error}", path.display()))?;
            Case::with_profile(&arguments.path, kind, &profile)
                .ok_or_else(|| format!("{}: the profile has no {} provider", path.display(), kind::noun(kind)))?
        }
    };
    case.has_traffic = arguments.has_traffic;
    case.calls = calls::Kept::open(arguments.calls.as_deref());
    case.budget = arguments.budget();
    Ok(case)
}

/// Every kind, one after another.
fn check(arguments: &Arguments) -> ExitCode {
    let is_any = arguments.kinds.is_empty();
    let asked = if is_any { &kind::KINDS[..] } else { &arguments.kinds };
    let refused: Vec<_> = asked.iter().filter_map(|kind| Some((*kind, case(arguments, *kind).err()?))).collect();
    let is_enough = if is_any { refused.len() < asked.len() } else { refused.is_empty() };
    if let Some((_, text)) = refused.first().filter(|_| !is_enough) {
        return misused(text);
    }
    let found = if is_any { kinds(arguments) } else { Ok(arguments.kinds.clone()) };
    let mut kinds = match found {
        Ok(kinds) => kinds,
        Err(nothing) => return tell(arguments, &[*nothing]),
    };
    let left_out: Vec<_> = refused.iter().filter(|(kind, _)| kinds.contains(kind)).collect();
    kinds.retain(|kind| refused.iter().all(|(other, _)| other != kind));
    match (kinds.is_empty(), left_out.first()) {
        (true, Some((_, text))) => misused(text),
        _ => {
            left_out.iter().for_each(|(_, text)| eprintln!("check: {text}, so it was not checked"));
            let all = match &arguments.faults {
                None => check_kinds(&kinds, arguments),
                Some(faults::Asked::One(kind, _)) if !kinds.contains(kind) => {
                    return misused("--faults names a kind that is not checked here");
                }
                Some(asked) => faults::check_kinds(&kinds, asked, arguments),
            };
            tell(arguments, &all)
        }
    }
}

fn misused(text: &str) -> ExitCode {
    eprintln!("check: {text}");
    Status::Usage.into()
}

/// Which kinds the DLL has, or why nobody can tell.
fn kinds(arguments: &Arguments) -> Result<Vec<Kind>, Box<Summary>> {
    let ran = process::run(&Part::Kinds, arguments);
    let words = ran.said.iter().find_map(|said| if let Said::Kinds(words) = said { Some(words) } else { None });
    match (words, &ran.end) {
        (Some(words), End::Done) => Ok(words.iter().filter_map(|word| kind::of_word(word)).collect()),
        _ => Err(Box::new(Summary::of(Subject::Library, 1, &[ran]))),
    }
}

/// Each kind alone, then several together.
fn check_kinds(kinds: &[Kind], arguments: &Arguments) -> Vec<Summary> {
    let alone = |kind: &Kind| {
        let part = |number| Part::Scenario(*kind, number);
        run_all(Subject::Kind(*kind), scenarios::of(*kind).len(), part, arguments)
    };
    let mut all: Vec<_> = kinds.iter().map(alone).collect();
    if kinds.len() > 1 {
        let part = |number| Part::Together(kinds.to_vec(), number);
        all.push(run_all(Subject::Together, scenarios::TOGETHER.len(), part, arguments));
    }
    all
}

/// All scenarios of one subject, one after another.
fn run_all(subject: Subject, planned: usize, part: impl Fn(usize) -> Part, arguments: &Arguments) -> Summary {
    /// A scenario that hangs takes its whole time: after so many nobody waits for more.
    const HANGS: usize = 3;
    let mut all: Vec<Ran> = Vec::new();
    for number in 0..planned {
        let ran = process::run(&part(number), arguments);
        let is_over = ran.is_no_provider() || matches!(ran.end, End::Failed(_));
        all.push(ran);
        if is_over || all.iter().filter(|ran| matches!(ran.end, End::Hung)).count() == HANGS {
            break;
        }
    }
    Summary::of(subject, planned, &all)
}

fn tell(arguments: &Arguments, all: &[Summary]) -> ExitCode {
    let path = &arguments.path;
    let text = if arguments.json { output::json(path, all) } else { output::text(path, all) };
    let written = std::io::stdout().lock().write_all(text.as_bytes());
    eprint!("{}", output::errors(all));
    if written.is_err() { ExitCode::FAILURE } else { Status::of(all).into() }
}

/// What a process of its own is for, in that process.
fn run_here(part: Part, arguments: &Arguments) -> ExitCode {
    match part {
        Part::Kinds => look_for_kinds(arguments),
        Part::Scenario(kind, number) => match (case(arguments, kind), scenarios::of(kind).get(number)) {
            (Ok(case), Some(scenario)) => (scenario.run)(&case),
            _ => return Status::Usage.into(),
        },
        Part::Faults(kind, batch) => match case(arguments, kind) {
            Ok(case) => faults::batch(&case, batch, arguments.limit),
            Err(_) => return Status::Usage.into(),
        },
        Part::Combination(kind, combination) => match case(arguments, kind) {
            Ok(case) => drop(faults::one(&case, &combination, true)),
            Err(_) => return Status::Usage.into(),
        },
        Part::Together(kinds, number) => {
            let cases = kinds.iter().map(|kind| case(arguments, *kind)).collect::<Result<Vec<_>, _>>();
            match (cases, scenarios::TOGETHER.get(number)) {
                (Ok(cases), Some(scenario)) => (scenario.run)(&cases),
                _ => return Status::Usage.into(),
            }
        }
    }
    say(&Said::Done);
    ExitCode::SUCCESS
}

fn look_for_kinds(arguments: &Arguments) {
    case::step("loading the library");
    let found = match Module::kinds_in(&arguments.path) {
        Ok(found) => found,
        Err(error) => return say(&Said::NoProvider(error.text().into())),
    };
    let words = kind::KINDS.into_iter().filter(|kind| found.contains(kind)).map(|kind| kind::word(kind).to_owned());
    if !found.is_empty() {
        return say(&Said::Kinds(words.collect()));
    }
    let name = arguments.path.file_name().unwrap_or_default().to_string_lossy();
    let text = format!("{name} has no entry point MSProviderInit, ABProviderInit or XPProviderInit");
    let id = "V-1".into();
    let rule = "ENTRY-1".into();
    let object = "library".into();
    say(&Said::Found(Finding { id, rule, text: text.clone(), object, warning: false }));
    say(&Said::NoProvider(text));
}
