//! What came of the scenarios of one kind, or of all together: the violations grouped over them,
//! and the exit status. How it is told is in `output.rs`.

use crate::kind::Subject;
use crate::process::{End, Ran};
use crate::said::{Finding, Said};
use provider_runtime::session::Kind;
use std::process::ExitCode;

/// How the command exits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Clean = 0,
    Violations = 1,
    Usage = 2,
    CrashedOrHung = 3,
    NoProvider = 4,
    NotOpened = 5,
    /// EX_SOFTWARE
    Internal = 70,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status as u8)
    }
}

/// What a scenario has seen follows from a fault that the referee has told: one fault is one
/// violation. Without a UID, no identifier leads anywhere; a support object that is never released,
/// or a logon that is never gone, is so at every end; a logon without a support object is none.
const FOLLOWS: [(&str, &[&str]); 11] = [
    ("FAST-7", &["V-7"]),
    ("FAST-14", &["V-7", "FAST-7"]),
    ("LOGOFF-7", &["V-7", "V-9", "V-48"]),
    ("OPEN-4", &["V-7"]),
    ("OPEN-5", &["V-7"]),
    ("OPEN-10", &["V-11"]),
    ("SHUT-5", &["V-7", "V-9"]),
    ("STATOBJ-3", &["V-9"]),
    ("STORELOGOFF-5", &["V-7"]),
    ("UID-5", &["V-11"]),
    ("V-20", &["V-7"]),
];

/// One finding, wherever it came up.
#[derive(Debug)]
pub struct Group {
    pub finding: Finding,
    pub times: usize,
    pub scenarios: Vec<String>,
}

/// A process that did not come to its end: how, inside which calls, and in which scenarios at which
/// step.
#[derive(Debug)]
pub struct Broken {
    pub how: String,
    pub call: Option<String>,
    pub places: Vec<(String, String)>,
}

/// Everything of one subject.
#[derive(Debug)]
pub struct Summary {
    pub subject: Subject,
    pub groups: Vec<Group>,
    pub broken: Vec<Broken>,
    pub internal: Vec<String>,
    pub no_provider: Option<String>,
    pub not_opened: Option<String>,
    /// Whether its configuration is what it lacks.
    is_unconfigured: bool,
    pub ran: usize,
    pub not_run: usize,
    /// How many combinations of faults there are; `None`: it is about scenarios.
    pub faults: Option<usize>,
    /// What a session recorded that was asked for.
    pub record: Option<String>,
}

impl Summary {
    /// `planned`: how many scenarios there are.
    pub fn of(subject: Subject, planned: usize, all: &[Ran]) -> Self {
        let mut summary = Self {
            subject,
            groups: Vec::new(),
            broken: Vec::new(),
            internal: Vec::new(),
            no_provider: None,
            not_opened: None,
            is_unconfigured: false,
            ran: all.len(),
            not_run: planned.saturating_sub(all.len()),
            faults: None,
            record: None,
        };
        for ran in all {
            summary.add(ran);
        }
        let is_opened = all.iter().flat_map(|ran| &ran.said).any(|said| matches!(said, Said::Opened));
        summary.not_opened = summary.not_opened.filter(|_| !is_opened);
        let told: Vec<_> = summary.groups.iter().map(|group| group.finding.id.clone()).collect();
        let has = |ids: &[&str]| ids.iter().any(|id| told.iter().any(|other| other == id));
        let follows = |id: &str| FOLLOWS.iter().any(|(other, from)| *other == id && has(from));
        summary.groups.retain(|group| !follows(&group.finding.id));
        summary.groups.sort_by_key(|group| (group.finding.warning, number(&group.finding.id)));
        summary
    }

    /// Of combinations of faults: how many were to be tried, how many there are, and those that
    /// were, with one without faults for each end.
    pub fn of_faults(kind: Kind, planned: usize, there_are: usize, all: &[Ran]) -> Self {
        let ran = all.iter().filter(|ran| !ran.name.ends_with(":none")).count();
        let not_run = planned.saturating_sub(ran);
        Self { ran, not_run, faults: Some(there_are), ..Self::of(Subject::Kind(kind), planned, all) }
    }

    fn add(&mut self, ran: &Ran) {
        let scenario = ran.name.as_str();
        for said in &ran.said {
            match said {
                Said::Found(finding) => self.found(finding, scenario),
                Said::Internal(text) => self.internal.push(format!("{scenario}: {text}")),
                Said::NoProvider(text) => self.no_provider = Some(text.clone()),
                Said::NotOpened { why, is_unconfigured } if self.not_opened.is_none() => {
                    (self.not_opened, self.is_unconfigured) = (Some(why.clone()), *is_unconfigured);
                }
                Said::Record(text) => self.record = Some(text.clone()),
                Said::NotOpened { .. } | Said::Step(_) | Said::Kinds(_) | Said::Opened | Said::Done => {}
                Said::Combination(_) | Said::Planned { .. } => {}
            }
        }
        let how = match &ran.end {
            End::Done => return,
            End::Failed(text) => return self.internal.push(format!("{scenario}: {text}")),
            End::Crashed(how) => format!("crashed: {how}"),
            End::Hung => "hung: it took too long, and its process was ended".into(),
        };
        let place = (scenario.to_owned(), ran.step().to_owned());
        let call = Some(ran.calls.join(", or inside ")).filter(|call| !call.is_empty());
        match self.broken.iter_mut().find(|broken| (&broken.how, &broken.call) == (&how, &call)) {
            Some(broken) => broken.places.push(place),
            None => self.broken.push(Broken { how, call, places: vec![place] }),
        }
    }

    fn found(&mut self, finding: &Finding, scenario: &str) {
        let is_same =
            |other: &Finding| (&other.id, &other.rule, &other.text) == (&finding.id, &finding.rule, &finding.text);
        match self.groups.iter_mut().find(|group| is_same(&group.finding)) {
            Some(group) => {
                group.times += 1;
                if group.scenarios.last().is_none_or(|last| last != scenario) {
                    group.scenarios.push(scenario.into());
                }
            }
            None => self.groups.push(Group { finding: finding.clone(), times: 1, scenarios: vec![scenario.into()] }),
        }
    }

    /// Warnings, or violations.
    pub fn count(&self, warnings: bool) -> usize {
        self.groups.iter().filter(|group| group.finding.warning == warnings).count()
    }

    pub fn is_unconfigured(&self) -> bool {
        self.is_unconfigured && self.not_opened.is_some()
    }

    /// Which of these hold.
    fn states(&self) -> [(bool, Status); 5] {
        [
            (!self.internal.is_empty(), Status::Internal),
            (self.no_provider.is_some(), Status::NoProvider),
            (!self.broken.is_empty(), Status::CrashedOrHung),
            (self.count(false) > 0, Status::Violations),
            (self.not_opened.is_some(), Status::NotOpened),
        ]
    }
}

impl Status {
    /// The worst of several.
    pub fn of(all: &[Summary]) -> Self {
        let held = all.iter().flat_map(|summary| summary.states().into_iter().enumerate());
        let worst = held.filter(|(_, (holds, _))| *holds).min_by_key(|(rank, _)| *rank);
        worst.map_or(Self::Clean, |(_, (_, status))| status)
    }
}

/// `V-9` before `V-10`; what has no number comes last.
fn number(id: &str) -> u32 {
    id.strip_prefix("V-").and_then(|number| number.parse().ok()).unwrap_or(u32::MAX)
}
