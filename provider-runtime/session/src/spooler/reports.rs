//! Non-delivery reports: what comes back to the sender of a message that did not reach somebody.

use crate::message::Message;
use crate::record::what::transport::Undelivered;
use crate::state::State;
use provider_abi::lock::lock;
use provider_abi::prop_value::Property;
use provider_abi::shapes::tags;

/// PR_MESSAGE_CLASS of a non-delivery report.
const CLASS: &str = "REPORT.IPM.Note.NDR";

impl State {
    /// A report about these recipients of a message; where a row says nothing itself (PR_REPORT_TEXT), `why` does.
    pub(crate) fn report_undelivered(&self, message: &Message, recipients: Vec<Vec<Property>>, why: &str) {
        let subject = message.text(tags::SUBJECT).unwrap_or_default();
        let mut report = Message::new()
            .with(tags::MESSAGE_CLASS, CLASS)
            .with(tags::SUBJECT, format!("Undeliverable: {subject}"))
            .with(tags::ORIGINAL_SUBJECT, subject);
        for mut row in recipients {
            if !row.iter().any(|column| column.tag.id() == tags::REPORT_TEXT.id()) {
                row.push(Property::new(tags::REPORT_TEXT, why));
            }
            report = report.recipient(row);
        }
        let count = report.recipients().len() as u64;
        self.record.note("spooler", Undelivered { count });
        lock(&self.spooler.inbox).push(report);
    }
}
