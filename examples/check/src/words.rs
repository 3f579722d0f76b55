//! The command line: what it may say, and what is to be done for it.

use crate::faults::{Asked, Batch, Combination};
use crate::kind;
use crate::process::Part;
use provider_runtime::session::Kind;
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

pub const HELP: &str = "\
check: runs a provider's DLL through MAPI's life cycle, and names each rule that it breaks

    cargo run -p check -- PATH [--kind KIND] [--profile FILE] [--traffic] [--json] [--limit SECONDS]
                              [--faults[=N|all|NAME]]

PATH            the DLL of a provider, written in whatever language: of message stores, address books, transports. Each
                kind that it has an entry point for is checked, and all of them together
--kind KIND     store, address_book or transport: this kind alone, or these, if it is said again
--profile FILE  a profile; the values of the section of its first provider of each kind are given to the provider. Its DLL's
                name does not matter: it is PATH. Without one, the section has what mapisvc.inf gives every provider
--traffic       a transport may send and receive: see below
--faults        what a provider leaves when MAPI fails it, instead of the scenarios: see below
--json          one JSON object a violation, and a last one with the summary
--limit SECONDS how long one scenario may take: 60. A call of the life cycle may take half of it, and ten seconds at most
--list          the scenarios of each kind, and of several together, or those of KIND, one a line

Each scenario is one session in a process of its own: a crash or a hang costs that scenario alone. The store is opened for
writing, but nothing is written except what was read there before: a message's own subject. An address book is only read.
ServiceEntry is called in every context, uninstalling included: let it work on a copy of what you need.

A transport gets no message to send, and what waits for it stays where it is: it is logged on, asked for its address types,
told that traffic may begin, polled and flushed, and no more. It may do on its own what it does then: send what it kept from
another session, connect to a server. With --traffic it gets messages for check@example.invalid, for each address type that
it names, or of type X-CHECK if it takes every type: again and again, up to a hundred of each, as they are also cancelled,
given up and sent without memory. And everything that waits is received and thrown away. Give it a profile whose account is
there for nothing else.

A crash or a hang is told with the calls that the process was in, one inside another. The library's memory is filled when it is
freed, where glibc has the heap, so that what is used later is seen; GLIBC_TUNABLES, if it is set, stays as it is.

A violation is one line: its number in the list of violations, what was seen and on which object, the rule; below it, in
which scenarios. Warnings come after. Each kind is told apart, and what several do together in one session; JSON objects
name the kind.

With --faults a session is counted, and then tried again and again: each of the provider's calls to MAPI fails, with
MAPI_E_CALL_FAILED, with MAPI_E_NOT_ENOUGH_MEMORY, and with S_OK and nothing done; each allocation fails; then pairs of
these. Each of them comes before each of seven ends: closed (StoreLogoff and the store's last Release), released
(everything's), held (the session's Logoff with everything held), session (its last Release without Logoff), mapi (the last
MAPIUninitialize without Logoff), logons (the logon's Release without Logoff), shutdown (Shutdown with a logon open). After
each everything has to be back to zero: blocks, subscriptions, UIDs, rows, and, where nothing is held, references. Each
fault comes alone, and as many pairs as fit into a minute for a kind, up to 4000 combinations of each end; N is another
number, all is all. What fails is named, as in store:held:host7=0x80004005+alloc3: the seventh call to MAPI and the third
allocation. With that name after --faults= it is done once more, and its record shown. With --traffic each session sends a
message and receives what waits. Each combination counts as a scenario, and a crash or a hang costs that one alone.

Exit status: 0 clean, warnings allowed; 1 violations; 2 the command line or the profile is not understood; 3 the provider
crashed or hung; 4 PATH is no provider: no library, one for another machine, no entry point; 5 the provider does not open
with what it was given, so most of it was not seen: try --profile; 70 the session itself was at fault.
";

/// The first word of a scenario's own process; its number follows, and its kind or kinds.
pub const SCENARIO: &str = "--scenario";

/// Before the file that a scenario's own process keeps its calls in.
pub const CALLS: &str = "--calls";

/// What the command line says.
pub struct Arguments {
    pub path: PathBuf,
    /// None: those that the DLL has.
    pub kinds: Vec<Kind>,
    pub profile: Option<PathBuf>,
    pub has_traffic: bool,
    /// Faults instead of the scenarios.
    pub faults: Option<Asked>,
    pub json: bool,
    pub limit: Duration,
    /// In a process of its own: the file that says which calls it is in.
    pub calls: Option<PathBuf>,
}

impl Arguments {
    /// The longest that a call of the life cycle takes without a warning (V-28): ten seconds, or
    /// half of what a scenario may take.
    pub fn budget(&self) -> Duration {
        (self.limit / 2).min(Duration::from_secs(10))
    }
}

/// What is to be done.
pub enum Wanted {
    Help,
    List(Vec<Kind>),
    All(Arguments),
    /// In a process of its own.
    One(Part, Arguments),
}

pub fn wanted(words: impl Iterator<Item = OsString>) -> Option<Wanted> {
    let mut words = words.peekable();
    let mut part = None;
    if words.next_if(|word| word == SCENARIO).is_some() {
        part = Some(words.next()?.to_str()?.to_owned());
    }
    let mut path = None;
    let mut profile = None;
    let mut kinds = Vec::new();
    let mut lists = false;
    let mut json = false;
    let mut has_traffic = false;
    let mut faults = None;
    let mut limit = Duration::from_secs(60);
    let mut calls = None;
    while let Some(word) = words.next() {
        match word.to_str() {
            Some("--help" | "-h") => return Some(Wanted::Help),
            Some("--list") => lists = true,
            Some("--kind") => kinds.push(kind::of_word(words.next()?.to_str()?)?),
            Some("--profile") => profile = Some(words.next()?.into()),
            Some("--traffic") => has_traffic = true,
            Some("--faults") => faults = Some(Asked::of_text(None)?),
            Some(word) if word.starts_with("--faults=") => {
                faults = Some(Asked::of_text(word.strip_prefix("--faults="))?);
            }
            Some("--json") => json = true,
            Some("--limit") => limit = Duration::from_secs(words.next()?.to_str()?.parse().ok()?),
            Some(CALLS) => calls = Some(words.next()?.into()),
            Some(other) if other.starts_with('-') => return None,
            _ if path.is_none() => path = Some(PathBuf::from(word)),
            _ => return None,
        }
    }
    if lists {
        return Some(Wanted::List(kinds));
    }
    // A name alone would be looked for in the system's folders.
    let path = std::path::absolute(path?).ok()?;
    let kinds: Vec<_> = kind::KINDS.into_iter().filter(|kind| kinds.contains(kind)).collect();
    let part = match part {
        Some(text) => Some(part_of(&text, &kinds)?),
        None => None,
    };
    let arguments = Arguments { path, kinds, profile, has_traffic, faults, json, limit, calls };
    Some(match part {
        Some(part) => Wanted::One(part, arguments),
        None => Wanted::All(arguments),
    })
}

/// What a process of its own is for.
fn part_of(text: &str, kinds: &[Kind]) -> Option<Part> {
    let number = |text: &str| text.parse().ok();
    match (text, kinds) {
        ("kinds", _) => Some(Part::Kinds),
        (_, []) => None,
        (text, [kind]) => {
            if let Some(combination) = text.strip_prefix("one:") {
                return Some(Part::Combination(*kind, Combination::of_text(combination)?));
            }
            match text.strip_prefix("faults:") {
                Some(batch) => Some(Part::Faults(*kind, Batch::of_text(batch)?)),
                None => Some(Part::Scenario(*kind, number(text)?)),
            }
        }
        (text, several) => Some(Part::Together(several.to_vec(), number(text)?)),
    }
}
