//! What hangs on messages on its way to other messages: recipients, attachments, and the messages
//! in these, at any depth that is allowed. The work is a list of tasks and never recursion: how
//! deep it goes is a client's word.

use super::copier::{Manner, Problem};
use super::named::NamedIds;
use super::progress::Progress;
use super::scope::Scope;
use super::values::Values;
use crate::foreign::{MessageCalls, Pieces, Props};
use provider_abi::error::{Error, Result};
use provider_abi::prop_value::Property;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;

/// Messages in messages deeper than this are not copied.
const DEEPEST: usize = 32;

/// How many recipients go into one call.
const RECIPIENTS: usize = 64;

/// What is still to be done, the last first.
pub(super) enum Task<'s> {
    /// A message in an attachment, with all that it has.
    Message { from: MessageCalls<'s>, to: MessageCalls<'s> },
    /// Attachments of a message, from the next one on.
    Attachments { from: MessageCalls<'s>, to: MessageCalls<'s>, left: std::vec::IntoIter<u32>, total: usize },
    /// A message in an attachment is whole: it is saved.
    Embedded(Props<'s>),
    /// An attachment is whole: it is saved (PROP-79).
    Attachment(Props<'s>),
}

/// Copies of what hangs on messages.
pub(super) struct Messages<'c> {
    manner: Manner,
    progress: &'c Progress,
    pub(super) problems: Vec<Problem>,
}

/// New objects have nothing that could be kept, and are no copies' sources.
const ANEW: Manner = Manner { replaces: true, moves: false };

impl<'c> Messages<'c> {
    pub(super) fn new(manner: Manner, progress: &'c Progress) -> Self {
        Self { manner, progress, problems: Vec::new() }
    }

    pub(super) fn problem(&mut self, tag: PropTag, code: Code) {
        self.problems.push(Problem { tag, code });
    }

    /// Copies all of a message into a new one.
    ///
    /// # Errors
    /// What costs the whole message, and `MAPI_E_USER_CANCEL`.
    pub(super) fn whole(&mut self, from: &MessageCalls<'_>, to: &MessageCalls<'_>) -> Result<()> {
        let mut stack = Vec::new();
        self.message(from, to, None, &mut stack)?;
        self.run(stack, tags::MESSAGE_ATTACHMENTS)
    }

    /// Works until nothing is left. What fails inside of an attachment costs that attachment, which
    /// is a problem of the property that stands for it.
    ///
    /// # Errors
    /// `MAPI_E_USER_CANCEL`
    pub(super) fn run<'s>(&mut self, mut stack: Vec<Task<'s>>, of: PropTag) -> Result<()> {
        while let Some(task) = stack.pop() {
            let done = match task {
                Task::Message { from, to } => self.message(&from, &to, Some(of), &mut stack),
                Task::Embedded(message) => message.save(0),
                Task::Attachment(attachment) => {
                    if let Err(error) = attachment.save(0) {
                        self.problem(of, error.code());
                    }
                    Ok(())
                }
                Task::Attachments { from, to, mut left, total } => {
                    let Some(number) = left.next() else { continue };
                    let depth = depth_of(&stack);
                    if depth == 0 {
                        self.progress.tell(total - left.len() - 1, total)?;
                    }
                    let mut own = Vec::new();
                    let done = self.attachment(&from, &to, number, depth, of, &mut own);
                    stack.push(Task::Attachments { from, to, left, total });
                    match done {
                        Ok(()) => stack.extend(own),
                        Err(error) => self.problem(of, error.code()),
                    }
                    Ok(())
                }
            };
            if let Err(error) = done {
                self.problem(of, error.code());
                // The attachment that it was inside of goes, unsaved.
                while !matches!(stack.pop(), Some(Task::Attachment(_)) | None) {}
            }
        }
        Ok(())
    }

    /// A message: what it has itself now, its attachments as a task. Problems of one in an
    /// attachment are problems of the property that stands for it.
    fn message<'s>(
        &mut self,
        from: &MessageCalls<'s>,
        to: &MessageCalls<'s>,
        of: Option<PropTag>,
        stack: &mut Vec<Task<'s>>,
    ) -> Result<()> {
        let mut values = Values::new(&from.props, &to.props, ANEW);
        values.copy(&Scope::whole())?;
        let problems = values.problems;
        match of {
            None => self.problems.extend(problems),
            Some(of) => self.told_of(&problems, of),
        }
        self.recipients(from, to)?;
        stack.extend(self.attachments(from, to)?);
        Ok(())
    }

    /// Recipients, in the place of those that are there.
    ///
    /// # Errors
    /// `MAPI_E_COLLISION` where those that are there stay (PROP-86); what the messages answer.
    pub(super) fn recipients(&self, from: &MessageCalls<'_>, to: &MessageCalls<'_>) -> Result<()> {
        let mut rows = from.recipients()?;
        if rows.is_empty() {
            return Ok(());
        }
        if !self.manner.replaces && !to.recipients()?.is_empty() {
            return Err(Code::COLLISION.into());
        }
        let mut tags: Vec<_> = rows.iter().flatten().map(|property| property.tag).collect();
        tags.sort_unstable_by_key(|tag| tag.0);
        tags.dedup();
        let named = NamedIds::between(&from.props, &to.props, &tags)?;
        for row in &mut rows {
            *row = std::mem::take(row).into_iter().filter_map(|property| in_a_new_row(property, &named)).collect();
        }
        rows.chunks(RECIPIENTS)
            .enumerate()
            .try_for_each(|(index, some)| to.modify_recipients(if index == 0 { 0 } else { MODRECIP_ADD }, some))
    }

    /// Attachments as a task, in the place of those that are there; `None` for no attachments.
    ///
    /// # Errors
    /// As for [`recipients`](Self::recipients).
    pub(super) fn attachments<'s>(&self, from: &MessageCalls<'s>, to: &MessageCalls<'s>) -> Result<Option<Task<'s>>> {
        let numbers = from.attachments()?;
        if numbers.is_empty() {
            return Ok(None);
        }
        let there = to.attachments()?;
        if !self.manner.replaces && !there.is_empty() {
            return Err(Code::COLLISION.into());
        }
        there.into_iter().try_for_each(|number| to.delete_attachment(number))?;
        let total = numbers.len();
        Ok(Some(Task::Attachments { from: from.clone(), to: to.clone(), left: numbers.into_iter(), total }))
    }

    /// One attachment, up to its save, which is a task.
    fn attachment<'s>(
        &mut self,
        from: &MessageCalls<'s>,
        to: &MessageCalls<'s>,
        number: u32,
        depth: usize,
        of: PropTag,
        tasks: &mut Vec<Task<'s>>,
    ) -> Result<()> {
        let source = from.open_attachment(number)?;
        let copy = to.create_attachment()?;
        let mut values = Values::new(&source, &copy, ANEW);
        values.copy(&Scope::whole())?;
        let problems = values.problems;
        // Without its bytes it is no attachment.
        if let Some(lost) = problems.iter().find(|problem| problem.tag.id() == tags::ATTACH_DATA_BIN.id()) {
            return Err(lost.code.into());
        }
        self.told_of(&problems, of);
        tasks.push(Task::Attachment(copy.clone()));
        self.data(&source, &copy, depth, tasks)
    }

    /// What an attachment has in place of bytes: a message, whose copy is a task; an object, which
    /// is copied as the stream of its file.
    ///
    /// # Errors
    /// `MAPI_E_NO_SUPPORT` for a message that is too deep; what the attachments answer.
    pub(super) fn data<'s>(
        &self,
        from: &Props<'s>,
        to: &Props<'s>,
        depth: usize,
        tasks: &mut Vec<Task<'s>>,
    ) -> Result<()> {
        let is_object = |tag: &PropTag| tag.id() == tags::ATTACH_DATA_OBJ.id() && tag.kind() == PT_OBJECT;
        let is_message = from.number(tags::ATTACH_METHOD) == Some(ATTACH_EMBEDDED_MSG);
        if !is_message && !from.list()?.iter().any(is_object) {
            return Ok(());
        }
        let create = MAPI_CREATE | MAPI_MODIFY;
        if !is_message {
            let source = from.open_docfile(tags::ATTACH_DATA_OBJ, 0)?;
            return Pieces(source).copy_into(&Pieces(to.open_docfile(tags::ATTACH_DATA_OBJ, create)?));
        }
        if depth >= DEEPEST {
            return Err(Error::new(Code::NO_SUPPORT, format!("messages in messages deeper than {DEEPEST}")));
        }
        let source = MessageCalls::from_com(from.open(tags::ATTACH_DATA_OBJ, 0, 0)?, from.outputs)?;
        let copy = MessageCalls::from_com(to.open(tags::ATTACH_DATA_OBJ, 0, create)?, to.outputs)?;
        tasks.push(Task::Embedded(copy.props.clone()));
        tasks.push(Task::Message { from: source, to: copy });
        Ok(())
    }

    /// What went wrong inside of what a property stands for; what the destination computes is none
    /// of it.
    fn told_of(&mut self, problems: &[Problem], of: PropTag) {
        let told = problems.iter().filter(|problem| problem.code != Code::COMPUTED);
        self.problems.extend(told.map(|problem| Problem { tag: of, code: problem.code }));
    }
}

/// How many attachments the work is inside of.
fn depth_of(stack: &[Task<'_>]) -> usize {
    stack.iter().filter(|task| matches!(task, Task::Attachment(_))).count()
}

/// A recipient's property in a row of another message: without what that table numbers itself.
fn in_a_new_row(property: Property, named: &NamedIds) -> Option<Property> {
    let own = [tags::ROWID, tags::INSTANCE_KEY, tags::RECORD_KEY];
    if own.iter().any(|tag| tag.id() == property.tag.id()) {
        return None;
    }
    Some(Property { tag: named.at_destination(property.tag)?, value: property.value })
}
