//! The command line with which a DLL is registered: `print`, `merge FILE`, `remove FILE`. What
//! these do is elsewhere in this folder.

use super::{Change, InfError, Registration};
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

impl Registration {
    /// A whole program: does what the words on its command line say. See `docs/install.md`.
    ///
    /// The exit status is 0 if it was done or there was nothing to do, 1 if it could not be done, 2
    /// for words that are not understood. What went wrong is told on stderr.
    pub fn command(&self) -> ExitCode {
        self.run("usage: print | merge FILE | remove FILE", std::env::args_os().skip(1))
    }

    /// [`command`](Self::command) with words of the caller's, and what is shown if they are not
    /// understood.
    pub fn run(&self, usage: &str, words: impl IntoIterator<Item = OsString>) -> ExitCode {
        let words: Vec<_> = words.into_iter().collect();
        let words: Vec<_> = words.iter().map(|word| (word.to_str().unwrap_or_default(), Path::new(word))).collect();
        let (file, done) = match words.as_slice() {
            [("print", _)] => return ended(self.print()),
            [("merge", _), (_, file)] => (file, self.merge_into(file)),
            [("remove", _), (_, file)] => (file, self.remove_from(file)),
            _ => {
                let _ = writeln!(io::stderr(), "{usage}");
                return ExitCode::from(2);
            }
        };
        let told = done.map(|change| match change {
            Change::Added => "added to",
            Change::Replaced => "replaced in",
            Change::Removed => "removed from",
            Change::Unchanged => "nothing to do in",
        });
        let told = told.map(|what| format!("{}: {what} {}\n", self.service(), file.display()));
        ended(told.and_then(|line| say(&line)).map_err(|error| format!("{}: {error}", file.display())))
    }

    fn print(&self) -> Result<(), InfError> {
        say(&self.text()?)
    }
}

fn say(text: &str) -> Result<(), InfError> {
    io::stdout().lock().write_all(text.as_bytes()).map_err(InfError::io("printed"))
}

fn ended(done: Result<(), impl std::fmt::Display>) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}
