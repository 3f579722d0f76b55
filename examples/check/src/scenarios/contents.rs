//! What is inside of a provider's containers: every folder and message of a store, every container
//! and entry of an address book, up to a bound. What is asked of a table stands in
//! `contents_rows.rs`, what of a message in `contents_message.rs`.

use super::contents_message::{Kept, message};
use super::contents_rows::{Wants, check_table, compare, entries_of};
use super::visit::{Opened, Visit};
use super::working::read;
use crate::case::{Case, found, step, warned};
use crate::kind;
use provider_runtime::abi::flag::*;
use provider_runtime::session::{Contents, Kind, Names, Object, Table};
use provider_runtime::{Code, Error, NameInSet, PropName, PropTag, tags};

/// How much is looked at: a store may have any number of folders and messages.
const FOLDERS: usize = 50;
const MESSAGES: usize = 200;

/// A broken rule of contents: the rule is its own number, as no list of violations has it.
pub(super) fn broken(rule: &str, text: &str, object: &str) {
    found(rule, rule, text, object);
}

/// The same, of what a provider should do.
pub(super) fn doubtful(rule: &str, text: &str, object: &str) {
    warned(rule, rule, text, object);
}

/// Whether a method is not there, which section 10 allows for many.
pub(super) fn is_unsupported(error: &Error) -> bool {
    error.code() == Code::NO_SUPPORT
}

/// What a walk keeps open, and what it has left to look at.
struct Walk<'a> {
    case: &'a Case,
    opened: &'a Opened,
    folders: Vec<Vec<u8>>,
    seen: Vec<Vec<u8>>,
    messages: usize,
    kept: Vec<Kept>,
    keeps: bool,
}

/// Everything is read, and released as it was opened.
pub fn walked(case: &Case) {
    case.session(case.options(), |session| {
        let Some(visit) = Visit::begin(case, session) else { return };
        drop(walk(case, &visit.opened, false));
    });
}

/// Everything stays open until all was read, and goes in another order than it came.
pub fn released_in_any_order(case: &Case) {
    case.session(case.options(), |session| {
        let Some(visit) = Visit::begin(case, session) else { return };
        let kept = walk(case, &visit.opened, true);
        step("releasing what was opened in another order");
        let mut even = Vec::new();
        let mut odd = Vec::new();
        for (index, one) in kept.into_iter().enumerate() {
            if index % 2 == 0 { even.push(one) } else { odd.push(one) }
        }
        odd.into_iter().rev().for_each(drop);
        drop(visit);
        even.into_iter().for_each(drop);
    });
}

/// INVAL-1: with everything open, and called when the session is over.
pub fn open_at_the_end(case: &Case) {
    case.process(case.options(), |_, session| {
        let Some(visit) = Visit::begin(case, session) else { return };
        let kept = walk(case, &visit.opened, true);
        step("the session's Logoff with everything open");
        session.logoff();
        step("late calls on what is inside of folders and messages");
        kept.iter().for_each(Kept::call_late);
        drop(visit);
        kept.into_iter().rev().for_each(drop);
    });
}

fn walk(case: &Case, opened: &Opened, keeps: bool) -> Vec<Kept> {
    let walk = Walk { case, opened, folders: Vec::new(), seen: Vec::new(), messages: 0, kept: Vec::new(), keeps };
    walk.all()
}

impl Walk<'_> {
    fn all(mut self) -> Vec<Kept> {
        let Some(root) = self.opened.root() else { return self.kept };
        self.folder(root);
        while let Some(entry) = self.folders.pop() {
            if self.seen.contains(&entry) || self.seen.len() >= FOLDERS {
                continue;
            }
            step(&format!("opening a {} by its row", kind::contents(self.case.kind).0));
            match self.opened.open(Some(&entry), 0) {
                Ok(folder) if folder.kind() == kind::container(self.case.kind) => self.folder(folder),
                Ok(_) => broken("CONT-17", "the row of a container opens something else", "table"),
                Err(error) => self.not_opened("container", &error),
            }
            self.seen.push(entry);
        }
        self.kept
    }

    fn folder(&mut self, folder: Object) {
        let noun = kind::contents(self.case.kind).0;
        object(&folder, noun);
        let [hierarchy, contents] = match self.case.kind {
            Kind::AddressBook => [Wants::Containers, Wants::Users],
            Kind::Store | Kind::Transport => [Wants::Folders, Wants::Messages],
        };
        step(&format!("the hierarchy table of a {noun}"));
        if let Some(table) =
            self.table(&folder, folder.hierarchy(MAPI_UNICODE), tags::CONTAINER_HIERARCHY::ID, hierarchy)
        {
            self.folders.extend(entries_of(&table, FOLDERS));
            self.keep(Kept::Table(table));
        }
        step(&format!("the contents table of a {noun}"));
        if let Some(table) = self.table(&folder, folder.contents(MAPI_UNICODE), tags::CONTAINER_CONTENTS::ID, contents)
        {
            for entry in entries_of(&table, MESSAGES.saturating_sub(self.messages)) {
                self.messages += 1;
                self.entry(&entry);
            }
            self.keep(Kept::Table(table));
        }
        self.keep(Kept::Object(folder));
    }

    /// A table by its method, which its property gives as well (CONT-21).
    fn table(&self, folder: &Object, table: Result<Table, Error>, tag: PropTag, wants: Wants) -> Option<Table> {
        let by_property = Contents::of(folder).table(tag, MAPI_UNICODE);
        let noun = wants.noun();
        match (&table, &by_property) {
            (Ok(table), Ok(other)) => compare(table, other, wants, "CONT-21"),
            (Ok(_), Err(error)) => {
                broken("CONT-21", &format!("no table of {noun} through OpenProperty: {error}"), "folder");
            }
            (Err(error), Ok(_)) => {
                broken("CONT-21", &format!("a table of {noun} through OpenProperty alone: {error}"), "folder");
            }
            (Err(error), Err(_)) if is_unsupported(error) => {} // CONT-2, CONT-7
            (Err(error), Err(_)) => broken("CONT-2", &format!("no table of {noun}: {error}"), "folder"),
        }
        table.inspect(|table| check_table(table, wants)).ok()
    }

    fn entry(&mut self, entry: &[u8]) {
        let noun = kind::contents(self.case.kind).1;
        step(&format!("opening a {noun} by its row"));
        match self.opened.open(Some(entry), 0) {
            Err(error) => self.not_opened(noun, &error),
            Ok(opened) => {
                object(&opened, noun);
                if opened.kind() == MAPI_MESSAGE {
                    message(&opened, 0, &mut |kept| self.keep(kept));
                }
                self.keep(Kept::Object(opened));
            }
        }
    }

    /// Where an address book has registered no UID, MAPI does not find it, and V-11 says so.
    fn not_opened(&self, noun: &str, error: &Error) {
        if self.case.kind != Kind::AddressBook || error.code() != Code::UNKNOWN_ENTRYID {
            broken("REQ-2", &format!("the row of a {noun} does not open: {error}"), "table");
        }
    }

    fn keep(&mut self, kept: Kept) {
        if self.keeps {
            self.kept.push(kept);
        }
    }
}

/// PROP-11, PROP-28, PROP-32, PROP-101 to PROP-109: what every object answers.
pub(super) fn object(object: &Object, noun: &str) {
    step(&format!("the properties of a {noun}"));
    read(object);
    let Ok(list) = object.prop_list(MAPI_UNICODE) else {
        return broken("PROP-25", "GetPropList does not answer", noun);
    };
    if !list.is_empty() {
        let (code, values) = object.get_props(Some(&list), MAPI_UNICODE);
        if code.is_failure() {
            broken("PROP-28", &format!("GetProps of what GetPropList lists fails: {code}"), noun);
        } else if values.len() != list.len() {
            broken("PROP-11", &format!("GetProps answers {} of {} tags", values.len(), list.len()), noun);
        }
    }
    step(&format!("opening the subject of a {noun} as a table"));
    let refused = Contents::of(object).table(tags::SUBJECT, 0).map(drop).map_err(|error| error.code());
    if ![Err(Code::INTERFACE_NOT_SUPPORTED), Err(Code::NOT_FOUND)].contains(&refused) {
        let answer = refused.err().unwrap_or(Code::OK);
        broken("PROP-32", &format!("OpenProperty of PR_SUBJECT with IID_IMAPITable answers {answer}"), noun);
    }
    names(object, &list, noun);
}

/// A name that nobody has added, and the names of what the object has.
fn names(object: &Object, list: &[PropTag], noun: &str) {
    step(&format!("the names of a {noun}'s properties"));
    let unknown = PropName { set: provider_runtime::abi::iid::Iid(*b"check asks this."), name: NameInSet::Number(7) };
    match Names::of(object).ids(Some(&[unknown]), 0) {
        Ok((Code::W_ERRORS_RETURNED, ids)) if ids.len() == 1 => {}
        Ok((code, ids)) => {
            let text = format!("GetIDsFromNames of an unknown name answers {code} and {} ids", ids.len());
            broken("PROP-104", &text, noun);
        }
        Err(error) if is_unsupported(&error) => {} // PROP-101
        Err(error) => broken("PROP-104", &format!("GetIDsFromNames of an unknown name fails: {error}"), noun),
    }
    let list = if list.is_empty() { &[tags::DISPLAY_NAME::ID] } else { list };
    match Names::of(object).names(list) {
        Ok((_, names)) if names.len() == list.len() => {}
        Ok((_, names)) => {
            broken("PROP-108", &format!("GetNamesFromIDs answers {} of {} ids", names.len(), list.len()), noun);
        }
        Err(error) if is_unsupported(&error) => {}
        Err(error) => doubtful("PROP-113", &format!("GetNamesFromIDs fails: {error}"), noun),
    }
}
