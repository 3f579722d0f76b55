//! Events that nobody recorded: what the referee found, where it found it.

use super::table::events;
use crate::record::fact::Detail;

/// A broken rule as an event says it: `V-9: the support object is still held`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finding {
    /// The violation, `V-9`.
    pub id: String,
    /// What was seen.
    pub text: String,
}

impl Detail for Finding {
    fn text(&self) -> String {
        format!("{}: {}", self.id, self.text)
    }

    fn read(text: &str) -> Option<Self> {
        let (id, text) = text.split_once(": ")?;
        Some(Self { id: id.into(), text: text.into() })
    }
}

events! {
    /// Something that the referee found.
    ReportEvent {
        /// A rule was broken.
        Fault = "fault", "", "" {} says {
            /// Which, and how.
            finding: Finding
        };

        /// Something is not as it should be, and fails nobody.
        Warning = "warning", "", "" {} says {
            /// What.
            finding: Finding
        };
    }
}
