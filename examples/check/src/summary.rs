//! What came of all scenarios: the violations grouped over them, as text and as JSON, and the exit status.

use crate::process::{End, Ran};
use crate::said::{Finding, Said};
use crate::scenarios::SCENARIOS;
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::{Path, PathBuf};
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

/// One finding, wherever it came up.
#[derive(Debug)]
struct Group {
    finding: Finding,
    times: usize,
    scenarios: Vec<&'static str>,
}

/// A process that did not come to its end: how, and in which scenarios at which step.
#[derive(Debug)]
struct Broken {
    how: String,
    places: Vec<(&'static str, String)>,
}

/// Everything.
#[derive(Debug)]
pub struct Summary {
    path: PathBuf,
    groups: Vec<Group>,
    broken: Vec<Broken>,
    internal: Vec<String>,
    no_provider: Option<String>,
    not_opened: Option<String>,
    /// Whether its configuration is what it lacks.
    is_unconfigured: bool,
    ran: usize,
}

fn name(ran: &Ran) -> &'static str {
    SCENARIOS.get(ran.number).map_or("", |scenario| scenario.name)
}

impl Summary {
    pub fn of(path: &Path, all: &[Ran]) -> Self {
        let mut summary = Self {
            path: path.into(),
            groups: Vec::new(),
            broken: Vec::new(),
            internal: Vec::new(),
            no_provider: None,
            not_opened: None,
            is_unconfigured: false,
            ran: all.len(),
        };
        for ran in all {
            summary.add(ran);
        }
        let is_opened = all.iter().flat_map(|ran| &ran.said).any(|said| matches!(said, Said::Opened));
        summary.not_opened = summary.not_opened.filter(|_| !is_opened);
        summary.groups.sort_by_key(|group| (group.finding.warning, number(&group.finding.id)));
        summary
    }

    fn add(&mut self, ran: &Ran) {
        let scenario = name(ran);
        for said in &ran.said {
            match said {
                Said::Found(finding) => self.found(finding, scenario),
                Said::Internal(text) => self.internal.push(format!("{scenario}: {text}")),
                Said::NoProvider(text) => self.no_provider = Some(text.clone()),
                Said::NotOpened { why, is_unconfigured } if self.not_opened.is_none() => {
                    (self.not_opened, self.is_unconfigured) = (Some(why.clone()), *is_unconfigured);
                }
                Said::NotOpened { .. } | Said::Step(_) | Said::Opened | Said::Done => {}
            }
        }
        let how = match &ran.end {
            End::Done => return,
            End::Failed(text) => return self.internal.push(format!("{scenario}: {text}")),
            End::Crashed(how) => format!("crashed: {how}"),
            End::Hung => "hung: it took too long, and its process was ended".into(),
        };
        let place = (scenario, ran.step().to_owned());
        match self.broken.iter_mut().find(|broken| broken.how == how) {
            Some(broken) => broken.places.push(place),
            None => self.broken.push(Broken { how, places: vec![place] }),
        }
    }

    fn found(&mut self, finding: &Finding, scenario: &'static str) {
        let is_same =
            |other: &Finding| (&other.id, &other.rule, &other.text) == (&finding.id, &finding.rule, &finding.text);
        match self.groups.iter_mut().find(|group| is_same(&group.finding)) {
            Some(group) => {
                group.times += 1;
                if !group.scenarios.contains(&scenario) {
                    group.scenarios.push(scenario);
                }
            }
            None => self.groups.push(Group { finding: finding.clone(), times: 1, scenarios: vec![scenario] }),
        }
    }

    fn count(&self, warnings: bool) -> usize {
        self.groups.iter().filter(|group| group.finding.warning == warnings).count()
    }

    pub fn status(&self) -> Status {
        let states = [
            (!self.internal.is_empty(), Status::Internal),
            (self.no_provider.is_some(), Status::NoProvider),
            (!self.broken.is_empty(), Status::CrashedOrHung),
            (self.count(false) > 0, Status::Violations),
            (self.not_opened.is_some(), Status::NotOpened),
        ];
        states.iter().find(|(holds, _)| *holds).map_or(Status::Clean, |(_, status)| *status)
    }

    /// For stderr: why there is nothing better to say.
    pub fn errors(&self) -> String {
        let internal = self.internal.iter().map(|text| format!("internal: {text}\n"));
        let none = self.no_provider.iter().map(|text| format!("check: no provider: {text}\n"));
        let closed = self.not_opened.iter().filter(|_| self.no_provider.is_none()).map(|why| {
            let what = if self.is_unconfigured {
                "it is not configured; --profile FILE gives it what it asks for"
            } else {
                ""
            };
            let what = if what.is_empty() { String::new() } else { format!(" ({what})") };
            format!("check: the store does not open, so most of it was not seen: {why}{what}\n")
        });
        internal.chain(none).chain(closed).collect()
    }

    /// For people.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for Group { finding, times, scenarios } in &self.groups {
            let warning = if finding.warning { "warning: " } else { "" };
            let Finding { id, rule, text: seen, object, .. } = finding;
            let _ = writeln!(text, "{id}  {warning}{seen} ({object})  {rule}");
            if *times > scenarios.len() {
                let _ = writeln!(text, "      {times} times");
            }
            listed(&mut text, scenarios.iter().map(ToString::to_string).collect());
        }
        for Broken { how, places } in &self.broken {
            let _ = writeln!(text, "{how}");
            listed(&mut text, places.iter().map(|(scenario, step)| format!("{scenario}; at: {step}")).collect());
        }
        if self.no_provider.is_none() {
            let _ = writeln!(text, "{}: {}", self.path.display(), self.counts());
        }
        text
    }

    fn counts(&self) -> String {
        let left = match SCENARIOS.len() - self.ran {
            0 => String::new(),
            left => format!(", {left} not run"),
        };
        let broken: usize = self.broken.iter().map(|broken| broken.places.len()).sum();
        let (violations, warnings) = (self.count(false), self.count(true));
        format!(
            "{violations} violations, {warnings} warnings, {broken} crashes or hangs in {} scenarios{left}",
            self.ran
        )
    }

    /// For programs: one object a violation, and the summary.
    pub fn json(&self) -> String {
        let found = self.groups.iter().map(|Group { finding, times, scenarios }| {
            let Finding { id, rule, text, object, warning } = finding;
            json!({ "id": id, "rule": rule, "text": text, "object": object, "times": times,
                "scenarios": scenarios, "warning": warning })
        });
        let broken = self.broken.iter().flat_map(|Broken { how, places }| {
            places.iter().map(move |(scenario, step)| json!({ "how": how, "scenario": scenario, "step": step }))
        });
        let summary = json!({
            "path": self.path.to_string_lossy(),
            "scenarios": self.ran,
            "not_run": SCENARIOS.len() - self.ran,
            "violations": self.count(false),
            "warnings": self.count(true),
            "broken": broken.collect::<Vec<Value>>(),
            "no_provider": self.no_provider,
            "not_opened": self.not_opened,
            "unconfigured": self.is_unconfigured && self.not_opened.is_some(),
            "status": self.status() as u8,
        });
        found.chain([summary]).fold(String::new(), |text, line| text + &line.to_string() + "\n")
    }
}

/// The places where something was seen; of many, the first.
fn listed(text: &mut String, places: Vec<String>) {
    const MANY: usize = 6;
    let shown = if places.len() > MANY { MANY - 1 } else { places.len() };
    for place in places.iter().take(shown) {
        let _ = writeln!(text, "      in: {place}");
    }
    if places.len() > shown {
        let _ = writeln!(text, "      and in {} more", places.len() - shown);
    }
}

/// `V-9` before `V-10`; what has no number comes last.
fn number(id: &str) -> u32 {
    id.strip_prefix("V-").and_then(|number| number.parse().ok()).unwrap_or(u32::MAX)
}
