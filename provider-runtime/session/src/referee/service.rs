//! Message services: ServiceEntry's support object (V-34), and what is disabled (V-31).

use super::{Phase, Referee, Seen};
use std::collections::HashSet;

/// What is known of services.
#[derive(Debug, Default)]
pub(super) struct Services {
    disabled: HashSet<u64>,
    /// Configuration support objects that were told to be kept.
    kept: HashSet<u64>,
}

impl Referee<'_> {
    pub(super) fn on_service(&mut self, seen: Seen<'_>) {
        match (seen.event.event, seen.phase) {
            ("svc.entry", phase) => {
                self.wish_is_configured(seen);
                if phase == Phase::IsDone && seen.has("held") {
                    self.configuration_is_kept(seen, "it is still held after ServiceEntry has returned");
                }
            }
            ("svc.disable", Phase::IsDone) => {
                self.services.disabled.insert(seen.number("service"));
            }
            _ => {}
        }
    }

    /// SVC-4, told once an object.
    pub(super) fn configuration_is_kept(&mut self, seen: Seen<'_>, text: &str) {
        if self.services.kept.insert(seen.number("config")) {
            let text = format!("the configuration support object: {text}");
            self.found.tell("V-34", seen.at, &seen.event.object, text);
        }
    }

    /// REACT-1
    pub(super) fn judge_disabled(&mut self, seen: Seen<'_>) {
        let service = seen.event.fact("service").filter(|service| self.services.disabled.contains(service));
        if let Some(service) = service {
            let text = format!("{} although service {service} has been disabled", seen.event.event);
            self.found.tell("V-31", seen.at, &seen.event.object, text);
        }
    }
}
