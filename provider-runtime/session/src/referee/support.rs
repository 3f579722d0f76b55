//! The support object in the provider's hands, and profile sections (V-8, V-9, V-12, V-14, V-16, V-42). What the session
//! keeps through it is in `kept.rs`.

use super::logon::{Stage, name};
use super::{Phase, Referee, Seen};
use provider_abi::shapes::tag::PropTag;

/// What became of one support object.
#[derive(Debug, Default)]
pub(super) struct Lent {
    /// Whether the provider had a reference when the logon call returned.
    pub(super) is_held: bool,
    /// Whether the session's own reference was the last (V-7), or has been given back by the provider.
    pub(super) is_lost: bool,
    /// Whether the provider's last Release has begun.
    pub(super) is_final: bool,
    /// Releases under way.
    releases: usize,
    /// How often StoreLogoffTransports was effective.
    pub(super) told_transports: usize,
    /// V-42 is told once.
    pub(super) are_sections_told: bool,
}

impl Lent {
    /// Whether the final Release has begun, or one that may turn out to be.
    pub(super) fn is_ending(&self) -> bool {
        self.is_final || self.is_lost || self.releases > 0
    }
}

impl Referee<'_> {
    pub(super) fn on_support(&mut self, seen: Seen<'_>) {
        match (seen.event.event, seen.phase) {
            ("sup.late", Phase::IsDone) => self.is_late(seen),
            _ if seen.has("config") => {}
            ("sup.uid+", _) => self.is_registered(seen),
            ("sup.row+" | "sup.row~", Phase::Begins) => self.is_registered(seen),
            ("sup.row+" | "sup.row~", Phase::IsDone) => self.row_is_done(seen),
            ("sup.subscribe" | "sup.unsubscribe", Phase::IsDone) => self.is_subscribed(seen),
            ("sup.slt", Phase::IsDone) => self.transports_are_told(seen),
            ("sup.spooler_notify", Phase::Begins) => self.spooler_is_told(seen),
            ("sup.spooler_notify", Phase::IsDone) => self.transport_fails(seen),
            ("sup.make_invalid", Phase::IsDone) if seen.has("foreign") => {
                let text = "MakeInvalid of a block that is none of MAPI's memory, in which it would be freed";
                self.found.tell("V-37", seen.at, &seen.event.object, text);
            }
            ("sup.release", Phase::Begins) => self.support_release_begins(seen),
            ("sup.release", Phase::IsDone) => self.support_release_is_done(seen),
            ("sect.set", Phase::IsDone) => self.section_is_written(seen),
            (_, Phase::Begins) => {
                self.logon(seen);
            }
            _ => {}
        }
    }

    /// SUP-3, and SVC-4 for a configuration support object.
    fn is_late(&mut self, seen: Seen<'_>) {
        if seen.has("config") {
            return self.configuration_is_kept(seen, "it was called after ServiceEntry had returned");
        }
        if self.logon(seen).is_some_and(|(_, logon)| logon.lent.is_lost) {
            return;
        }
        let object = &seen.event.object;
        if seen.has("over") {
            self.found.tell("V-9", seen.at, object, "more Releases than AddRefs").by("LOGON-2");
        } else {
            let text = format!("{} behind the final Release", seen.event.detail);
            self.found.tell("V-8", seen.at, object, text.trim_start());
        }
    }

    /// STATUS-12
    fn row_is_done(&mut self, seen: Seen<'_>) {
        self.is_registered(seen);
        for tag in seen.event.all("lacks") {
            let text = format!("the status row lacks {}", PropTag(tag as u32));
            self.found.tell("V-12", seen.at, &seen.event.object, text).by("STATUS-12");
        }
    }

    fn transports_are_told(&mut self, seen: Seen<'_>) {
        if let Some((_, logon)) = self.logon(seen).filter(|_| seen.has("effective")) {
            logon.lent.told_transports += 1;
        }
    }

    /// LOGON-8
    fn spooler_is_told(&mut self, seen: Seen<'_>) {
        if self.logon(seen).is_some_and(|(_, logon)| logon.stage == Stage::LoggingOn) {
            let text = "SpoolerNotify inside the logon call; it waits for a spooler that may not be there yet";
            self.found.tell("V-16", seen.at, &seen.event.object, text);
        }
    }

    fn support_release_begins(&mut self, seen: Seen<'_>) {
        let Some((_, logon)) = self.logon(seen) else { return };
        logon.lent.releases += 1;
        logon.lent.is_final |= seen.has("final");
    }

    /// SUPREL-2
    fn support_release_is_done(&mut self, seen: Seen<'_>) {
        let Some((number, logon)) = self.logon(seen) else { return };
        logon.lent.releases = logon.lent.releases.saturating_sub(1);
        if seen.has("final") {
            if logon.stage == Stage::LoggingOn {
                logon.lent.is_lost = true; // the session's own reference, until its logon call has returned
                self.found.tell("V-9", seen.at, &seen.event.object, "more Releases than AddRefs").by("LOGON-2");
            }
            self.sections_are_open(seen, number, seen.number("sections"));
            self.judge_forgotten(seen, number, "are still there behind the support object's final Release");
        }
    }

    /// LOGON-6, told once a logon.
    pub(super) fn sections_are_open(&mut self, seen: Seen<'_>, number: u64, count: u64) {
        let Some(logon) = self.logons.get_mut(number).filter(|_| count > 0) else { return };
        if !std::mem::replace(&mut logon.lent.are_sections_told, true) {
            let text = format!("{count} profile sections are still open");
            self.found.tell("V-42", seen.at, &name(number), text).by("LOGON-6");
        }
    }

    /// LOGON-5
    fn section_is_written(&mut self, seen: Seen<'_>) {
        for tag in seen.event.all("computed") {
            let text = format!("the provider wrote {}", PropTag(tag as u32));
            self.found.tell("V-14", seen.at, &seen.event.object, text);
        }
    }
}
