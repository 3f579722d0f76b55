//! What a scenario's process tells the one that started it: lines on its stdout, marked, as the
//! provider may write there too.

use serde::{Deserialize, Serialize};
use std::io::Write;

/// One message.
#[derive(Debug, Serialize, Deserialize)]
pub enum Said {
    /// What comes next: where a process that ends here has ended.
    Step(String),
    /// Which kinds of provider the file has, in words.
    Kinds(Vec<String>),
    /// The file is no provider, and why.
    NoProvider(String),
    /// The store is open, or the provider of another kind is logged on.
    Opened,
    /// It did not open, and why; whether its configuration is what it lacks.
    NotOpened { why: String, is_unconfigured: bool },
    /// A session with these faults begins.
    Combination(String),
    /// What can fail in a session with one end, and how many combinations of that are tried by
    /// which bound, of how many that there are.
    Planned { calls: u64, allocations: u64, bound: String, chosen: usize, all: usize },
    /// What the session recorded.
    Record(String),
    /// A rule was broken.
    Found(Finding),
    /// The session's own fault.
    Internal(String),
    /// The scenario has run to its end.
    Done,
}

/// One broken rule, or a warning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub id: String,
    pub rule: String,
    pub text: String,
    pub object: String,
    pub warning: bool,
}

/// In front of each message: no provider writes this character.
const MARK: char = '\u{1e}';

/// Tells the other process. One that is gone does not matter.
pub fn say(said: &Said) {
    let mut out = std::io::stdout().lock();
    let line = serde_json::to_string(said).unwrap_or_default();
    let _ = write!(out, "\n{MARK}{line}\n");
    let _ = out.flush();
}

/// The messages in what a process has written.
pub fn heard(written: &str) -> Vec<Said> {
    let lines = written.lines().filter_map(|line| line.strip_prefix(MARK));
    lines.filter_map(|line| serde_json::from_str(line).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_provider_writes_between_is_not_heard() {
        let step = serde_json::to_string(&Said::Step("a\nb".into())).unwrap_or_default();
        let heard = heard(&format!("hello{step}\n{MARK}{step}\n{MARK}{{\n{step}"));
        assert!(matches!(heard.as_slice(), [Said::Step(text)] if text == "a\nb"), "{heard:?}");
    }
}
