//! Events of support objects, of profile sections, and of what the session forgets of a logon, and
//! who judges them.

use super::registrations::Registrations;
use super::seen::{Phase, Seen};
use super::violations::Found;
use super::walk::Referee;
use crate::record::What;
use crate::record::what::support::{Late, LogoffTransports, NotifySpooler, RowChange, Subscribe, Whose, WriteSection};
use crate::record::what::{ProviderEvent, SessionEvent, SupportEvent, TransportEvent};
use provider_abi::shapes::flag::{NOTIFY_CRITICAL_ERROR, NOTIFY_SYNC};
use provider_abi::shapes::tag::PropTag;

impl Referee<'_> {
    pub(super) fn on_support(&mut self, seen: Seen<'_>, event: &SupportEvent) {
        match (event, seen.phase) {
            (SupportEvent::Late(late), Phase::IsDone) => return self.support_is_called_late(seen, late),
            (SupportEvent::WriteSection(section), Phase::IsDone) => return self.section_is_written(seen, section),
            (SupportEvent::AddRef(_), Phase::IsDone) => return,
            (SupportEvent::ShowDialog(dialog), Phase::Begins) => return self.judge_dialog(seen, &dialog.method),
            _ => {}
        }
        let is_planned = self.planned.contains(seen);
        // A configuration support object is of no logon: nothing is registered through it.
        match self.logon(seen) {
            Some((logon, _)) if is_planned => logon.is_failed_by_mapi(seen, event),
            Some(_) => self.on_support_of_logon(seen, event),
            None => {}
        }
    }

    fn on_support_of_logon(&mut self, seen: Seen<'_>, event: &SupportEvent) {
        let Some((logon, found)) = self.logon(seen) else { return };
        match (event, seen.phase) {
            (SupportEvent::AddUid(add), _) => logon.registers(seen, |kept| kept.add_uid(add.uid.unwrap_or(0))),
            (SupportEvent::AddRow(add), _) => {
                logon.registers(seen, |kept| kept.add_row(&add.row, seen.at));
                self.judge_row(seen, &add.row);
            }
            (SupportEvent::ChangeRow(change), _) => {
                logon.registers(seen, |kept| kept.change_row(&change.row, seen.at));
                // A row that MAPI did not add on purpose is made of the columns that change.
                if !logon.excused.row {
                    self.judge_row(seen, &change.row);
                }
            }
            (SupportEvent::Subscribe(subscribe), Phase::IsDone) => {
                judge_subscription(seen, subscribe, &mut logon.registrations, found);
            }
            (SupportEvent::Unsubscribe(_), Phase::Begins) => logon.support.unsubscribes(seen, logon.number, found),
            (SupportEvent::Unsubscribe(unsubscribe), Phase::IsDone) => {
                if seen.is_success() {
                    logon.registrations.unsubscribe(unsubscribe.connection);
                }
            }
            (SupportEvent::LogoffTransports(told), Phase::IsDone) => {
                logon.support.transports_are_told(seen, told, logon.number, found);
                logon.excused.transports |= is_maybe_last(seen, told);
            }
            (SupportEvent::NotifySpooler(notify), Phase::Begins) => logon.spooler_is_told(seen, notify.flags, found),
            (SupportEvent::NotifySpooler(notify), Phase::IsDone) => {
                logon.spooling.has_failed |= is_critical(notify) && seen.is_success();
            }
            (SupportEvent::MakeInvalid(invalid), Phase::IsDone) => {
                if invalid.foreign == Some(true) {
                    let text = "MakeInvalid of a block that is none of MAPI's memory, in which it would be freed";
                    found.tell("V-37", seen.at, seen.object(), text);
                }
            }
            (SupportEvent::Release(release), Phase::Begins) => logon.support.release_begins(release.is_final.0),
            (SupportEvent::Release(release), Phase::IsDone) => logon.support_release_is_done(seen, release, found),
            (SupportEvent::ForgetUid(forget), _) => logon.uid_is_forgotten(seen, forget.uid, found),
            (SupportEvent::ForgetRow(_), _) => logon.row_is_removed(seen, found),
            (SupportEvent::ForgetSubscription(forget), _) => {
                logon.registrations.is_left_open(forget.connection, seen.at);
            }
            (SupportEvent::Subscribe(_), Phase::Begins)
            | (SupportEvent::LogoffTransports(_) | SupportEvent::MakeInvalid(_), Phase::Begins)
            | (SupportEvent::AddRef(_) | SupportEvent::Late(_) | SupportEvent::WriteSection(_), _)
            | (SupportEvent::OpenSection(_) | SupportEvent::WrapEntry(_) | SupportEvent::CreateOneOff(_), _)
            | (SupportEvent::Notify(_) | SupportEvent::NewUid(_) | SupportEvent::GetAllocators(_), _)
            | (SupportEvent::GetLastError(_) | SupportEvent::ModifyProfile(_) | SupportEvent::OpenEntry(_), _)
            | (SupportEvent::CompareEntries(_) | SupportEvent::OpenBook(_) | SupportEvent::Yield(_), _)
            | (SupportEvent::ReportRecipients(_) | SupportEvent::GetConfiguration(_), _)
            | (SupportEvent::CopyObject(_) | SupportEvent::CopyContents(_) | SupportEvent::ShowProgress(_), _)
            | (SupportEvent::PrepareMessage(_) | SupportEvent::FinishSent(_) | SupportEvent::ReportRead(_), _)
            | (SupportEvent::AddPreprocessor(_) | SupportEvent::MakeStorage(_), _)
            | (SupportEvent::CompleteMessage(_) | SupportEvent::ShowDialog(_) | SupportEvent::Other(_), _) => {}
        }
    }

    /// SUP-3, and SVC-4 for a configuration support object.
    fn support_is_called_late(&mut self, seen: Seen<'_>, late: &Late) {
        if let Whose::Config(config) = late.whose {
            let text = "it was called after ServiceEntry had returned";
            self.services.configuration_is_kept(seen, config, text, &mut self.found);
        } else if let Some((logon, found)) = self.logon(seen) {
            logon.support_is_called_late(seen, late, found);
        }
    }

    /// CFG-2, SVC-6, LOGOFF-4: a dialog where none is allowed.
    fn judge_dialog(&mut self, seen: Seen<'_>, method: &str) {
        let rules: [Forbidding; 4] = [
            (
                "CFG-2",
                |call| matches!(call, What::Provider(event) if event.logon_facts().is_some_and(|facts| facts.quiet.0)),
            ),
            ("SVC-6", |call| matches!(call, What::Session(SessionEvent::ServiceEntry(entry)) if entry.quiet.0)),
            ("STATOBJ-6", |call| match call {
                What::Session(SessionEvent::StatusValidate(status)) => status.call.quiet.0,
                What::Session(SessionEvent::StatusFlush(status)) => status.call.quiet.0,
                _ => false,
            }),
            ("LOGOFF-4", |call| {
                matches!(call, What::Provider(ProviderEvent::Logoff(_)) | What::Transport(TransportEvent::Logoff(_)))
            }),
        ];
        if let Some((rule, _)) = rules.into_iter().find(|(_, forbids)| seen.is_inside(forbids)) {
            let text = format!("{method} inside a call that allows no dialog");
            self.found.tell("V-15", seen.at, seen.object(), text).by(rule);
        }
    }

    /// A status row has its required columns (STATUS-12).
    fn judge_row(&mut self, seen: Seen<'_>, row: &RowChange) {
        for tag in row.lacks.iter().filter(|_| seen.is_done()) {
            let text = format!("the status row lacks {}", PropTag(*tag));
            self.found.tell("V-12", seen.at, seen.object(), text).by("STATUS-12");
        }
    }

    /// A provider does not write what MAPI computes (LOGON-5).
    fn section_is_written(&mut self, seen: Seen<'_>, section: &WriteSection) {
        for tag in &section.computed {
            let text = format!("the provider wrote {}", PropTag(*tag));
            self.found.tell("V-14", seen.at, seen.object(), text);
        }
    }
}

/// A rule that forbids dialogs, and in which calls.
type Forbidding = (&'static str, fn(&What) -> bool);

/// NOTIF-7: a client's sink is told later.
fn judge_subscription(seen: Seen<'_>, subscribe: &Subscribe, kept: &mut Registrations, found: &mut Found) {
    let is_advise = |call: &What| match call {
        What::Provider(event) => matches!(event, ProviderEvent::Advise(_)),
        What::Session(SessionEvent::Work(work)) => work.method == "Advise",
        What::Session(SessionEvent::TableWork(work)) => work.method == "Advise",
        _ => false,
    };
    if subscribe.flags & NOTIFY_SYNC != 0 && seen.is_inside(is_advise) {
        found.tell("NOTIF-7", seen.at, seen.object(), "Subscribe with NOTIFY_SYNC for a client's sink");
    }
    if seen.is_success() {
        kept.subscribe(subscribe.connection.unwrap_or(0));
    }
}

/// SPL-3: the transport says that nothing more can come of it.
fn is_critical(notify: &NotifySpooler) -> bool {
    notify.flags & NOTIFY_CRITICAL_ERROR != 0
}

/// STORELOGOFF-6: a client's Release that the session does not see may be the last.
fn is_maybe_last(seen: Seen<'_>, told: &LogoffTransports) -> bool {
    !seen.is_inside(|_| true) && told.effective == Some(false)
}
