//! One copy, from one object to another: what is copied in which order, and what came of it. The
//! destination is not saved (PROP-92).

use super::folders::{FolderCopy, Parts};
use super::parts::{Messages, Task};
use super::progress::Progress;
use super::scope::{Scope, in_common};
use super::values::Values;
use crate::foreign::{FolderCalls, MessageCalls, Props};
use provider_abi::error::{Error, Result};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::iid::{IID_IAttachment, IID_IMAPIFolder, IID_IMessage, IID_IMsgStore, Iid};
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;

/// How a copy is made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manner {
    /// What the destination has already is replaced; else it is kept, which is a problem each time
    /// (PROP-86).
    pub(crate) replaces: bool,
    /// What has been copied is deleted at the source (PROP-85).
    pub(crate) moves: bool,
}

/// A property that the destination does not have afterwards, and why.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Problem {
    pub(crate) tag: PropTag,
    pub(crate) code: Code,
}

/// More problems than this nobody reads.
const MOST_PROBLEMS: usize = 1 << 12;

/// One copy.
pub(crate) struct Copier {
    pub(crate) manner: Manner,
    pub(crate) progress: Progress,
    problems: Vec<Problem>,
}

impl Copier {
    pub(crate) fn new(manner: Manner, progress: Progress) -> Self {
        Self { manner, progress, problems: Vec::new() }
    }

    /// Copies what is in the scope, through the interfaces that both have and nobody has excluded:
    /// the problems.
    ///
    /// # Errors
    /// `MAPI_E_NO_ACCESS` for an object and itself, `MAPI_E_INTERFACE_NOT_SUPPORTED` (PROP-83),
    /// `MAPI_E_FOLDER_CYCLE` (PROP-87), `MAPI_E_COLLISION` for a folder whose name is there
    /// (PROP-86), `MAPI_E_USER_CANCEL`; what the objects answer.
    pub(crate) fn copy(
        mut self,
        from: &Props<'_>,
        to: &Props<'_>,
        scope: &Scope,
        excluded: &[Iid],
    ) -> Result<Vec<Problem>> {
        if is_one(from, to) {
            return Err(Error::new(Code::NO_ACCESS, "an object cannot be copied into itself"));
        }
        let common = in_common(from, to, excluded)?;
        let folders = FolderCalls::of(from).zip(FolderCalls::of(to)).filter(|_| common.contains(&IID_IMAPIFolder));
        if let Some((from, to)) = folders.as_ref().filter(|_| scope.has(tags::CONTAINER_HIERARCHY)) {
            FolderCopy::check_no_cycle(from, to)?; // before anything is changed
        }
        self.progress.tell(0, 1)?;
        let mut values = Values::new(from, to, self.manner);
        values.copy(scope)?;
        let mut copied = values.copied;
        self.problems.append(&mut values.problems);
        if common.contains(&IID_IMessage)
            && let Some((from, to)) = MessageCalls::of(from).zip(MessageCalls::of(to))
        {
            copied.extend(self.message_parts(&from, &to, scope)?);
        }
        if common.contains(&IID_IAttachment) && scope.has(tags::ATTACH_DATA_OBJ) {
            copied.extend(self.attachment_data(from, to)?);
        }
        if let Some((from, to)) = &folders {
            self.folder_parts(from, to, scope)?;
        }
        // A folder's and a store's own properties stay: its name is not to be moved away.
        if self.manner.moves && folders.is_none() && !common.contains(&IID_IMsgStore) {
            self.delete(from, &copied);
        }
        self.progress.tell(1, 1)?;
        self.problems.truncate(MOST_PROBLEMS);
        Ok(self.problems)
    }

    /// Recipients and attachments: the properties that stand for those that have been copied.
    fn message_parts(&mut self, from: &MessageCalls<'_>, to: &MessageCalls<'_>, scope: &Scope) -> Result<Vec<PropTag>> {
        let mut copied = Vec::new();
        let mut messages = Messages::new(self.manner, &self.progress);
        if scope.has(tags::MESSAGE_RECIPIENTS) {
            match messages.recipients(from, to) {
                Ok(()) => copied.push(tags::MESSAGE_RECIPIENTS),
                Err(error) => messages.problem(tags::MESSAGE_RECIPIENTS, error.code()),
            }
        }
        if scope.has(tags::MESSAGE_ATTACHMENTS) {
            let before = messages.problems.len();
            match messages.attachments(from, to) {
                Ok(task) => messages.run(task.into_iter().collect(), tags::MESSAGE_ATTACHMENTS)?,
                Err(error) => messages.problem(tags::MESSAGE_ATTACHMENTS, error.code()),
            }
            if messages.problems.len() == before {
                copied.push(tags::MESSAGE_ATTACHMENTS);
            }
        }
        self.problems.append(&mut messages.problems);
        Ok(copied)
    }

    /// What an attachment has in place of bytes: a message, an object.
    fn attachment_data(&mut self, from: &Props<'_>, to: &Props<'_>) -> Result<Vec<PropTag>> {
        let mut messages = Messages::new(self.manner, &self.progress);
        let mut tasks: Vec<Task<'_>> = Vec::new();
        match messages.data(from, to, 0, &mut tasks) {
            Ok(()) => messages.run(tasks, tags::ATTACH_DATA_OBJ)?,
            Err(error) => messages.problem(tags::ATTACH_DATA_OBJ, error.code()),
        }
        let is_whole = messages.problems.is_empty();
        self.problems.append(&mut messages.problems);
        Ok(if is_whole { vec![tags::ATTACH_DATA_OBJ] } else { Vec::new() })
    }

    /// What is in a folder, as far as it is in the scope.
    fn folder_parts(&mut self, from: &FolderCalls<'_>, to: &FolderCalls<'_>, scope: &Scope) -> Result<()> {
        let parts = Parts {
            contents: scope.has(tags::CONTAINER_CONTENTS),
            associated: scope.has(tags::FOLDER_ASSOCIATED_CONTENTS),
            hierarchy: scope.has(tags::CONTAINER_HIERARCHY),
        };
        let mut copy = FolderCopy::new(self.manner.moves, &self.progress);
        copy.run(from.clone(), to.clone(), parts)?;
        if let Some(code) = copy.first_failure() {
            self.problems.push(Problem { tag: tags::CONTAINER_CONTENTS, code });
        }
        Ok(())
    }

    /// What cannot be deleted at the source stays there, which is a problem and no failure: the
    /// copy is made.
    fn delete(&mut self, from: &Props<'_>, copied: &[PropTag]) {
        if copied.is_empty() {
            return;
        }
        match from.delete(copied) {
            Ok(problems) => {
                for (index, code) in problems {
                    let tag = copied.get(index as usize).copied().unwrap_or(tags::NULL);
                    self.problems.push(Problem { tag, code });
                }
            }
            Err(error) => self.problems.push(Problem { tag: tags::NULL, code: error.code() }),
        }
    }
}

/// Whether two objects are one (ERR-4).
fn is_one(from: &Props<'_>, to: &Props<'_>) -> bool {
    from.identity() == to.identity()
}
