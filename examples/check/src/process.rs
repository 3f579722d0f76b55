//! A scenario's process as seen from outside: started, waited for as long as it may take, and how
//! it ended.

use crate::calls::Watched;
use crate::faults::{Batch, Combination};
use crate::said::{Finding, Said, heard};
use crate::words::CALLS;
use crate::{Arguments, SCENARIO, kind, scenarios};
use provider_runtime::session::Kind;
use std::io::Read;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// What one process is for.
#[derive(Clone, Debug)]
pub enum Part {
    /// To learn which kinds of provider the DLL has.
    Kinds,
    /// A scenario of one kind, by its number.
    Scenario(Kind, usize),
    /// A scenario of several kinds together, by its number.
    Together(Vec<Kind>, usize),
    /// Combinations of faults with one end.
    Faults(Kind, Batch),
    /// One combination, and what was recorded.
    Combination(Kind, Combination),
}

impl Part {
    pub fn name(&self) -> String {
        let name = match self {
            Self::Kinds => "the library is loaded, and its entry points are looked for",
            Self::Scenario(kind, number) => scenarios::of(*kind).get(*number).map_or("", |scenario| scenario.name),
            Self::Together(_, number) => scenarios::TOGETHER.get(*number).map_or("", |scenario| scenario.name),
            Self::Faults(kind, batch) => return format!("{}:{}", kind::word(*kind), batch.end.word()),
            Self::Combination(kind, combination) => return combination.name(*kind),
        };
        name.into()
    }

    /// On the command line of its process.
    fn words(&self) -> Vec<String> {
        let kinds = |all: &[Kind]| all.iter().flat_map(|kind| ["--kind".into(), kind::word(*kind).into()]).collect();
        let (first, kinds): (_, Vec<_>) = match self {
            Self::Kinds => ("kinds".into(), Vec::new()),
            Self::Scenario(kind, number) => (number.to_string(), kinds(&[*kind])),
            Self::Together(all, number) => (number.to_string(), kinds(all)),
            Self::Faults(kind, batch) => (format!("faults:{}", batch.text()), kinds(&[*kind])),
            Self::Combination(kind, combination) => (format!("one:{}", combination.text()), kinds(&[*kind])),
        };
        [vec![first], kinds].concat()
    }
}

/// What came of one scenario.
#[derive(Debug)]
pub struct Ran {
    pub name: String,
    pub said: Vec<Said>,
    pub end: End,
    /// Of one that did not come to its end: the calls that its threads were in.
    pub calls: Vec<String>,
}

/// How its process ended.
#[derive(Debug)]
pub enum End {
    Done,
    /// The provider ended it: how.
    Crashed(String),
    Hung,
    /// It could not be run, or the fault is not the provider's.
    Failed(String),
}

impl Ran {
    /// One that has come to its end.
    pub fn done(name: String, said: Vec<Said>) -> Self {
        Self { name, said, end: End::Done, calls: Vec::new() }
    }

    /// What it did last.
    pub fn step(&self) -> &str {
        let last = self.said.iter().rev().find_map(|said| match said {
            Said::Step(step) => Some(step.as_str()),
            _ => None,
        });
        last.unwrap_or("starting")
    }

    pub fn is_no_provider(&self) -> bool {
        self.said.iter().any(|said| matches!(said, Said::NoProvider(_)))
    }
}

/// Runs one scenario.
pub fn run(part: &Part, arguments: &Arguments) -> Ran {
    let begun = Instant::now();
    let name = part.name();
    let end = End::Failed;
    let failed = |text| Ran { name: part.name(), said: Vec::new(), end: end(text), calls: Vec::new() };
    let watched = Watched::new();
    // A busy system refuses a process now and then (Wine: an internal error). Nothing has happened
    // yet, so it is tried again.
    let again = |_| start(part, arguments, &watched);
    let mut child = match start(part, arguments, &watched).or_else(again).or_else(again) {
        Ok(child) => child,
        Err(error) => return failed(format!("its process does not start: {error}")),
    };
    let written = drained(child.stdout.take());
    let errors = drained(child.stderr.take());
    let status = wait(&mut child, arguments.limit.saturating_sub(begun.elapsed()));
    // What it started itself may have the pipes still.
    let read = |all: Receiver<Vec<u8>>| all.recv_timeout(Duration::from_secs(5)).unwrap_or_default();
    let written = read(written);
    let errors = read(errors);
    let mut said = heard(&String::from_utf8_lossy(&written));
    let is_done = said.iter().any(|said| matches!(said, Said::Done));
    let end = match status {
        Err(error) => End::Failed(format!("its process is lost: {error}")),
        Ok(None) => End::Hung,
        Ok(Some(status)) if status.success() && is_done => End::Done,
        Ok(Some(status)) if status.code() == Some(PANIC) => End::Failed(last_lines(&errors)),
        Ok(Some(status)) => End::Crashed(how(status, is_done)),
    };
    let is_broken = matches!(end, End::Crashed(_) | End::Hung);
    let calls = if is_broken { watched.calls() } else { Vec::new() };
    if matches!(end, End::Hung) {
        said.extend(calls.iter().filter_map(|calls| dead_lock(calls)));
    }
    Ran { name, said, end, calls }
}

/// V-29: a call that hangs inside the provider's own call to MAPI, which was inside another call.
fn dead_lock(calls: &str) -> Option<Said> {
    let mut chain = calls.split(", inside ");
    let inner = chain.next().filter(|inner| !inner.starts_with("IMAPISupport::"))?;
    let lent = chain.find(|call| call.starts_with("IMAPISupport::"))?;
    let outer = chain.next()?;
    let text = format!("{inner} does not return inside {lent}, which was called inside {outer}");
    let finding = Finding { id: "V-29".into(), rule: "THR-4".into(), text, object: "provider".into(), warning: false };
    Some(Said::Found(finding))
}

/// How a process of Rust's ends that has panicked on its main thread: no provider's code runs there
/// without a border.
const PANIC: i32 = 101;

fn start(part: &Part, arguments: &Arguments, watched: &Watched) -> std::io::Result<Child> {
    /// glibc's heap fills freed memory at once: what is used after that is no pointer.
    const HEAP: (&str, &str) = ("GLIBC_TUNABLES", "glibc.malloc.perturb=221:glibc.malloc.tcache_count=0");
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(SCENARIO).args(part.words()).arg(&arguments.path);
    command.arg("--limit").arg(arguments.limit.as_secs().to_string());
    if std::env::var_os(HEAP.0).is_none() {
        command.env(HEAP.0, HEAP.1);
    }
    if let Some(path) = watched.path() {
        command.arg(CALLS).arg(path);
    }
    if arguments.has_traffic {
        command.arg("--traffic");
    }
    if let Some(profile) = &arguments.profile {
        command.arg("--profile").arg(profile);
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()
}

/// Everything that comes out of a pipe until its end, as far as it is kept.
fn drained(pipe: Option<impl Read + Send + 'static>) -> Receiver<Vec<u8>> {
    /// A provider may write without end.
    const KEPT: usize = 1 << 22;
    let (send, receive) = channel();
    std::thread::spawn(move || {
        let mut all = Vec::new();
        let mut block = [0; 4096];
        if let Some(mut pipe) = pipe {
            while let Ok(count @ 1..) = pipe.read(&mut block) {
                let room = KEPT.saturating_sub(all.len());
                all.extend(block.iter().take(count.min(room)));
            }
        }
        let _ = send.send(all);
    });
    receive
}

/// Waits for its end; `None`: it took too long, and is ended here.
fn wait(child: &mut Child, limit: Duration) -> std::io::Result<Option<ExitStatus>> {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if begun.elapsed() >= limit {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// How it ended, in words.
fn how(status: ExitStatus, is_done: bool) -> String {
    let when = if is_done { " when the scenario was over" } else { "" };
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        const NAMES: [(i32, &str); 6] =
            [(4, "SIGILL"), (6, "SIGABRT"), (7, "SIGBUS"), (8, "SIGFPE"), (9, "SIGKILL"), (11, "SIGSEGV")];
        let name = NAMES.iter().find(|(known, _)| *known == signal).map_or("", |(_, name)| *name);
        return format!("signal {signal} {name}").trim_end().to_owned() + when;
    }
    // Windows ends a process that has crashed with the exception's number.
    match status.code() {
        Some(code) if code < 0 => format!("exception {code:#010x}{when}"),
        Some(code) => format!("the process was ended with exit status {code}{when}"),
        None => format!("{status}{when}"),
    }
}

fn last_lines(errors: &[u8]) -> String {
    let text = String::from_utf8_lossy(errors);
    let lines: Vec<_> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let last = lines.len().saturating_sub(3);
    lines.get(last..).unwrap_or_default().join("; ")
}
