//! Message services: ServiceEntry's support object (V-34), and what is disabled (V-31).

use super::seen::Seen;
use super::violations::Found;
use std::collections::HashSet;

/// What is known of services.
#[derive(Debug, Default)]
pub(super) struct Services {
    disabled: HashSet<u64>,
    /// Configuration support objects that have been told to be kept.
    kept: HashSet<u64>,
}

impl Services {
    pub(super) fn is_disabled(&mut self, service: u64) {
        self.disabled.insert(service);
    }

    /// SVC-4, told once an object.
    pub(super) fn configuration_is_kept(&mut self, seen: Seen<'_>, config: u64, text: &str, found: &mut Found) {
        if self.kept.insert(config) {
            let text = format!("the configuration support object: {text}");
            found.tell("V-34", seen.at, seen.object(), text);
        }
    }

    /// A service that is disabled is not called (REACT-1).
    pub(super) fn judge_disabled(&self, seen: Seen<'_>, service: u64, found: &mut Found) {
        if self.disabled.contains(&service) {
            let text = format!("{} although service {service} has been disabled", seen.name());
            found.tell("V-31", seen.at, seen.object(), text);
        }
    }
}
