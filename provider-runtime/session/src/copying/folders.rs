//! Messages and folders on their way to another folder, of the same store or another: each is made
//! there, filled and saved, and deleted where it was if it is to move. What fails is counted, and
//! the rest goes on (FOLD-20). Folders in folders are a list of steps and never recursion.

use super::copier::{Manner, Problem};
use super::parts::Messages;
use super::progress::Progress;
use super::scope::Scope;
use super::values::Values;
use crate::foreign::FolderCalls;
use provider_abi::error::{Error, Result};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::tags;
use std::collections::HashSet;

/// Folders in folders deeper than this are no tree.
const DEEPEST: usize = 256;

/// More folders than this are not copied at once.
const MOST: usize = 1 << 16;

/// What of a folder is copied.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parts {
    pub(crate) contents: bool,
    pub(crate) associated: bool,
    pub(crate) hierarchy: bool,
}

/// A copy of messages and folders.
pub(crate) struct FolderCopy<'c> {
    moves: bool,
    progress: &'c Progress,
    /// Why the first of those that failed did.
    first_failure: Option<Code>,
    /// How many messages there were, and have been looked at.
    total: usize,
    done: usize,
    /// The folders that have been looked at, by their keys.
    seen: HashSet<Vec<u8>>,
    folders: usize,
}

/// What is still to be done, the last first.
enum Step<'s> {
    /// A folder is there: what is in it.
    Fill { from: FolderCalls<'s>, to: FolderCalls<'s>, parts: Parts },
    /// A folder in a folder is whole, and was to move.
    Delete { parent: FolderCalls<'s>, entry: Vec<u8> },
}

const ANEW: Manner = Manner { replaces: true, moves: false };

impl<'c> FolderCopy<'c> {
    pub(crate) fn new(moves: bool, progress: &'c Progress) -> Self {
        let seen = HashSet::new();
        Self { moves, progress, first_failure: None, total: 0, done: 0, seen, folders: 0 }
    }

    /// PROP-87, FOLD-31: the destination is not the source, and not inside of it.
    ///
    /// # Errors
    /// `MAPI_E_FOLDER_CYCLE`, also for a tree that has no top.
    pub(crate) fn check_no_cycle(from: &FolderCalls<'_>, to: &FolderCalls<'_>) -> Result<()> {
        let cycle = || Error::new(Code::FOLDER_CYCLE, "the folder is to go into itself, or into one inside of it");
        let Some(own) = from.key() else { return Ok(()) };
        let mut place = to.clone();
        for _ in 0..DEEPEST {
            let key = place.key();
            if key.as_ref() == Some(&own) {
                return Err(cycle());
            }
            let parent = place.props.bytes(tags::PARENT_ENTRYID);
            let Some(Ok(parent)) = parent.map(|parent| place.open_folder(&parent, 0)) else { return Ok(()) };
            if key.is_none() || parent.key() == key {
                return Ok(()); // FOLD-32: the root is its own parent
            }
            place = parent;
        }
        Err(cycle())
    }

    /// Why the first of those that failed did; `None`: all went well.
    pub(crate) fn first_failure(&self) -> Option<Code> {
        self.first_failure
    }

    /// The code of a call over several objects (FOLD-20).
    fn code(&self) -> Code {
        if self.first_failure.is_some() { Code::W_PARTIAL_COMPLETION } else { Code::OK }
    }

    /// Counts what has failed.
    ///
    /// # Errors
    /// `MAPI_E_USER_CANCEL`, which is none of these.
    fn counted(&mut self, done: Result<()>) -> Result<()> {
        match done {
            Err(error) if error.code() == Code::USER_CANCEL => Err(error),
            Err(error) => {
                self.first_failure.get_or_insert(error.code());
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    /// Copies what is in a folder into another one.
    ///
    /// # Errors
    /// `MAPI_E_USER_CANCEL`; `MAPI_E_COLLISION` for a folder whose name the destination has
    /// already (PROP-86).
    pub(crate) fn run(&mut self, from: FolderCalls<'_>, to: FolderCalls<'_>, parts: Parts) -> Result<()> {
        let mut steps = vec![Step::Fill { from, to, parts }];
        while let Some(step) = steps.pop() {
            match step {
                Step::Delete { parent, entry } => {
                    let done = parent.delete_folder(&entry);
                    self.counted(done)?;
                }
                Step::Fill { from, to, parts } => {
                    if parts.hierarchy {
                        self.subfolders(&from, &to, parts, &mut steps)?;
                    }
                    for (is_wanted, flags) in [(parts.contents, 0), (parts.associated, MAPI_ASSOCIATED)] {
                        if is_wanted {
                            self.contents(&from, &to, flags)?;
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn subfolders<'s>(
        &mut self,
        from: &FolderCalls<'s>,
        to: &FolderCalls<'s>,
        parts: Parts,
        steps: &mut Vec<Step<'s>>,
    ) -> Result<()> {
        let entries = match from.folders() {
            Ok(entries) => entries,
            Err(error) => return self.counted(Err(error)),
        };
        for entry in entries {
            match self.subfolder(from, to, &entry) {
                Ok((from_folder, to_folder)) => {
                    if self.moves {
                        steps.push(Step::Delete { parent: from.clone(), entry });
                    }
                    steps.push(Step::Fill { from: from_folder, to: to_folder, parts });
                }
                Err(error) if error.code() == Code::COLLISION => return Err(error),
                Err(error) => self.counted(Err(error))?,
            }
        }
        Ok(())
    }

    fn subfolder<'s>(
        &mut self,
        from: &FolderCalls<'s>,
        to: &FolderCalls<'s>,
        entry: &[u8],
    ) -> Result<(FolderCalls<'s>, FolderCalls<'s>)> {
        self.folders += 1;
        if self.folders > MOST {
            return Err(Error::new(Code::TABLE_TOO_BIG, format!("more than {MOST} folders")));
        }
        let source = from.open_folder(entry, self.access())?;
        if source.key().is_some_and(|key| !self.seen.insert(key)) {
            return Err(Error::new(Code::FOLDER_CYCLE, "a folder is in its own tree twice"));
        }
        let copy = self.like(&source, to, None)?;
        Ok((source, copy))
    }

    /// With which access a folder is opened that is copied, or moved.
    fn access(&self) -> u32 {
        if self.moves { MAPI_BEST_ACCESS } else { 0 }
    }

    /// A new folder with the properties of another one, under a name of its own if one is given.
    fn like<'s>(
        &mut self,
        source: &FolderCalls<'s>,
        parent: &FolderCalls<'s>,
        name: Option<&str>,
    ) -> Result<FolderCalls<'s>> {
        let own = source.props.text(tags::DISPLAY_NAME);
        let name = name.or(own.as_deref()).ok_or_else(|| Error::new(Code::NOT_FOUND, "the folder has no name"))?;
        if source.props.number(tags::FOLDER_TYPE) == Some(FOLDER_SEARCH) {
            return Err(Error::new(Code::NO_SUPPORT, "a search folder is not copied"));
        }
        let comment = source.props.text(tags::COMMENT);
        let copy = parent.create_folder(FOLDER_GENERIC, name, comment.as_deref(), 0)?;
        let mut values = Values::new(&source.props, &copy.props, ANEW);
        let done = values.copy(&Scope::Without(vec![tags::DISPLAY_NAME, tags::COMMENT]));
        let done = done.and_then(|()| self.all_but_tolerated(&values.problems));
        self.counted(done)?; // the folder is there all the same
        Ok(copy)
    }

    /// # Errors
    /// The code of the first problem that costs an object: what the destination computes or does
    /// not let anybody set is none; nor is a name that it has no place for, unless the source is
    /// to go.
    fn all_but_tolerated(&self, problems: &[Problem]) -> Result<()> {
        let is_tolerated = |problem: &&Problem| {
            let is_named = problem.tag.id() >= 0x8000;
            [Code::COMPUTED, Code::NO_ACCESS].contains(&problem.code) || (is_named && !self.moves)
        };
        problems.iter().find(|problem| !is_tolerated(problem)).map_or(Ok(()), |problem| Err(problem.code.into()))
    }

    fn contents(&mut self, from: &FolderCalls<'_>, to: &FolderCalls<'_>, flags: u32) -> Result<()> {
        match from.messages(flags) {
            Ok(entries) => self.messages(from, to, &entries),
            Err(error) => self.counted(Err(error)),
        }
    }

    fn messages<E: AsRef<[u8]>>(&mut self, from: &FolderCalls<'_>, to: &FolderCalls<'_>, entries: &[E]) -> Result<()> {
        self.total += entries.len();
        for entry in entries {
            self.progress.tell(self.done, self.total)?;
            self.done += 1;
            let done = self.message(from, to, entry.as_ref());
            self.counted(done)?;
        }
        self.progress.tell(self.done, self.total)
    }

    /// One message, in its last saved state (FOLD-25); saved where it goes, and only then deleted
    /// where it was.
    fn message(&self, from: &FolderCalls<'_>, to: &FolderCalls<'_>, entry: &[u8]) -> Result<()> {
        let source = from.open_message(entry)?;
        let flags = source.props.number(tags::MESSAGE_FLAGS).unwrap_or(0);
        if self.moves && flags & MSGFLAG_SUBMIT != 0 {
            return Err(Error::new(Code::SUBMITTED, "a submitted message does not move")); // FOLD-25
        }
        let associated = if flags & MSGFLAG_ASSOCIATED == 0 { 0 } else { MAPI_ASSOCIATED };
        let copy = to.create_message(associated)?;
        let nobody = Progress::of(None, false);
        let mut messages = Messages::new(ANEW, &nobody);
        messages.whole(&source, &copy)?;
        self.all_but_tolerated(&messages.problems)?;
        copy.props.save(0)?;
        drop((source, copy)); // one that is open may be none to delete
        if self.moves { from.delete_message(entry) } else { Ok(()) }
    }
}

/// `IMAPISupport::CopyMessages`: copies or moves messages.
///
/// # Errors
/// `MAPI_E_USER_CANCEL`. What fails of single messages is `MAPI_W_PARTIAL_COMPLETION`.
pub(crate) fn copy_messages(
    from: &FolderCalls<'_>,
    to: &FolderCalls<'_>,
    entries: &[&[u8]],
    moves: bool,
    progress: &Progress,
) -> Result<Code> {
    let mut copy = FolderCopy::new(moves, progress);
    copy.messages(from, to, entries)?;
    Ok(copy.code())
}

/// `IMAPISupport::CopyFolder`: copies or moves a folder of `parent`.
///
/// # Errors
/// `MAPI_E_NOT_FOUND`, `MAPI_E_FOLDER_CYCLE`, `MAPI_E_COLLISION`, `MAPI_E_NO_ACCESS` for the root
/// (FOLD-31, FOLD-32), `MAPI_E_USER_CANCEL`; what the destination's CreateFolder answers. What
/// fails inside is `MAPI_W_PARTIAL_COMPLETION`.
pub(crate) fn copy_folder(
    parent: &FolderCalls<'_>,
    entry: &[u8],
    to: &FolderCalls<'_>,
    name: Option<&str>,
    (moves, subfolders): (bool, bool),
    progress: &Progress,
) -> Result<Code> {
    let mut copy = FolderCopy::new(moves, progress);
    let unknown = |error: Error| match error.code() {
        Code::UNKNOWN_ENTRYID | Code::INVALID_ENTRYID => Error::new(Code::NOT_FOUND, "no folder has this identifier"),
        _ => error,
    };
    let source = parent.open_folder(entry, copy.access()).map_err(unknown)?;
    let own = source.props.bytes(tags::ENTRYID);
    if moves && own.is_some() && own == source.props.bytes(tags::PARENT_ENTRYID) {
        return Err(Error::new(Code::NO_ACCESS, "the root folder does not move"));
    }
    FolderCopy::check_no_cycle(&source, to)?;
    copy.seen.extend(source.key());
    let made = copy.like(&source, to, name)?;
    let parts = Parts { contents: true, associated: true, hierarchy: moves || subfolders };
    copy.run(source, made, parts)?;
    if moves {
        let done = parent.delete_folder(entry);
        copy.counted(done)?;
    }
    Ok(copy.code())
}
