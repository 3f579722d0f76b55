//! What a violation is, and whose fault each one is (section 8.6).

use std::fmt;

/// Who broke the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Party {
    /// The provider, or the framework on its behalf.
    Provider,
    /// The session, which plays MAPI's part.
    Host,
    /// The session's client.
    Client,
}

/// One broken rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// `V-9`, or the rule itself where the list of violations has none.
    pub id: &'static str,
    /// Whose fault it is.
    pub party: Party,
    /// Whether it is only a warning.
    pub is_warning: bool,
    /// The rule that was broken.
    pub rule: &'static str,
    /// On what: `logon 1`.
    pub object: String,
    /// What was seen, in plain words.
    pub text: String,
    /// The number of the event after which it was known.
    pub at: usize,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.id, self.text, self.object)
    }
}

use Party::{Client, Host, Provider};

/// Whose fault it is, whether it is only a warning, and its rules: the first is told unless a check
/// says another.
const KNOWN: [(&str, Party, bool, &[&str]); 56] = [
    ("V-1", Provider, false, &["ENTRY-1"]),
    ("V-2", Provider, false, &["ENTRY-9"]),
    ("V-3", Provider, false, &["ENTRY-7"]),
    ("V-4", Provider, false, &["VER-2", "VER-4", "VER-6"]),
    ("V-5", Provider, false, &["LOGON-1", "MEM-3"]),
    ("V-6", Provider, false, &["MSLOGON-5"]),
    ("V-7", Provider, false, &["LOGON-2", "LOGON-3"]),
    ("V-8", Provider, false, &["SUP-3"]),
    ("V-9", Provider, false, &["LOGOFF-11", "LOGON-2"]),
    ("V-10", Provider, false, &["LOGON-2", "MSLOGON-6"]),
    ("V-11", Provider, true, &["UID-1", "UID-4"]),
    ("V-12", Provider, false, &["STATUS-2", "STATUS-12"]),
    ("V-13", Provider, false, &["STATUS-4"]),
    ("V-14", Provider, false, &["LOGON-5"]),
    ("V-15", Provider, false, &["CFG-2", "SVC-6", "STATOBJ-6", "LOGOFF-4"]),
    ("V-16", Provider, true, &["LOGON-8"]),
    ("V-17", Provider, false, &["NOTIF-4", "NOTIF-6"]),
    ("V-18", Provider, false, &["STORELOGOFF-6"]),
    ("V-19", Provider, false, &["INVAL-1", "LOGOFF-8"]),
    ("V-20", Provider, false, &["UNLOAD-4", "UNLOAD-2", "SHUT-10"]),
    ("V-21", Provider, false, &["MEM-2", "MEM-5"]),
    ("V-22", Host, false, &["SHUT-1", "SHUT-2"]),
    ("V-23", Host, false, &["LOGOFF-9"]),
    ("V-24", Host, false, &["UNLOAD-1", "UNLOAD-3"]),
    ("V-25", Client, true, &["SESSION-6", "SESSION-10"]),
    ("V-26", Client, false, &["FAST-11", "FAST-12", "FAST-3"]),
    ("V-27", Host, false, &["XPLOGON-5", "XPLOGON-4"]),
    ("V-28", Provider, true, &["ABRUPT-7"]),
    ("V-31", Host, false, &["REACT-1"]),
    ("V-32", Host, false, &["REACT-3", "REACT-4"]),
    ("V-33", Host, false, &["REACT-7", "MSLOGON-12"]),
    ("V-34", Provider, false, &["SVC-4"]),
    ("V-35", Host, false, &["LOGOFF-10", "UID-2"]),
    ("V-36", Provider, false, &["XPLOGON-7"]),
    ("V-37", Provider, false, &["INVAL-2"]),
    ("V-38", Provider, false, &["ENTRY-10"]),
    ("V-39", Host, false, &["OPEN-12"]),
    ("V-40", Provider, false, &["MSLOGON-5", "MSLOGON-6"]),
    ("V-41", Provider, false, &["ERR-4"]),
    ("V-42", Provider, false, &["ENTRY-5", "LOGON-6", "MEM-8", "MEM-2"]),
    ("V-43", Provider, false, &["MEM-3"]),
    ("V-44", Provider, false, &["LOGOFF-6", "SHUT-7"]),
    ("V-45", Provider, false, &["STORELOGOFF-1", "STORELOGOFF-2"]),
    ("V-46", Provider, false, &["MEM-13"]),
    ("V-47", Provider, false, &["NOTIF-2", "ERR-4"]),
    ("V-48", Provider, false, &["ERR-5"]),
    ("LOGON-10", Provider, false, &["LOGON-10"]),
    ("NOTIF-7", Provider, false, &["NOTIF-7"]),
    ("SPL-1", Provider, false, &["SPL-1"]),
    ("SPL-3", Host, false, &["SPL-3"]),
    ("STORELOGOFF-8", Provider, false, &["STORELOGOFF-8"]),
    ("THR-3", Provider, false, &["THR-3"]),
    ("THR-6", Host, false, &["THR-6"]),
    ("UID-7", Provider, false, &["UID-7"]),
    ("XPLOGON-1", Provider, false, &["XPLOGON-1"]),
    ("XPLOGON-11", Provider, false, &["XPLOGON-11"]),
];

/// What has been found so far.
#[derive(Debug, Default)]
pub(super) struct Found {
    violations: Vec<Violation>,
    /// How many of them are the host's.
    hosts: usize,
}

impl Found {
    /// Whether anything but warnings was found of a party.
    pub(super) fn has_faults_of(&self, party: Party) -> bool {
        self.violations.iter().any(|violation| violation.party == party && !violation.is_warning)
    }

    /// One more, after event `at`; by its first rule, unless the caller sets another.
    pub(super) fn tell(&mut self, id: &'static str, at: usize, object: &str, text: impl Into<String>) -> Reported<'_> {
        let known = KNOWN.iter().find(|(known, ..)| *known == id);
        debug_assert!(known.is_some(), "{id} stands in no list");
        let (party, is_warning, rules): (_, _, &'static [_]) =
            known.map_or((Provider, false, &[]), |(_, party, is_warning, rules)| (*party, *is_warning, rules));
        self.hosts += usize::from(party == Host);
        let rule = rules.first().copied().unwrap_or(id);
        self.violations.push(Violation { id, party, is_warning, rule, object: object.into(), text: text.into(), at });
        Reported(self.violations.last_mut())
    }

    pub(super) fn hosts(&self) -> usize {
        self.hosts
    }

    /// All of them, by when they were known.
    pub(super) fn in_order(mut self) -> Vec<Violation> {
        self.violations.sort_by_key(|violation| violation.at);
        self.violations
    }
}

/// A violation just told.
pub(super) struct Reported<'f>(Option<&'f mut Violation>);

impl Reported<'_> {
    /// Only a warning, if so.
    pub(super) fn warns(self, is_warning: bool) {
        if let Some(told) = self.0 {
            told.is_warning = is_warning;
        }
    }

    /// By another of its rules.
    pub(super) fn by(self, rule: &'static str) {
        debug_assert!(
            self.0
                .as_ref()
                .is_none_or(|told| KNOWN.iter().any(|(id, _, _, rules)| *id == told.id && rules.contains(&rule))),
            "{rule} is no rule of this violation"
        );
        if let Some(told) = self.0 {
            told.rule = rule;
        }
    }
}
