//! What the runtime computes of a message at saving (MSG-2): the author gets it among the changes,
//! and stores it with the rest.

use super::tree::{FROZEN, ROOT};
use super::{DraftNode, NodeId};
use crate::provider::{MessageObject, Properties, StoredRecipient};
use provider_abi::error::{Code, Result};
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::flag::*;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use std::collections::BTreeMap;
use std::time::SystemTime;

/// Values that are stored with what a client has changed.
type Computed = Vec<Property>;

impl<P: 'static> DraftNode<P> {
    /// What belongs to the changes that are frozen, node by node.
    pub(super) fn computed(&self, provider: &P, is_state_only: bool) -> Result<BTreeMap<NodeId, Computed>> {
        let (messages, attachments) = self.changed_nodes();
        let mut all = BTreeMap::new();
        for node in attachments {
            let attachment = Self { node, level: FROZEN, ..self.clone() };
            let size = size_of(&attachment, provider)?;
            all.insert(node, vec![Property::new(tags::ATTACH_SIZE, number(size))]);
        }
        let now = PropValue::from(SystemTime::now());
        for node in messages {
            let message = Self { node, level: FROZEN, ..self.clone() };
            all.insert(node, message.computed_of_message(provider, &now, is_state_only)?);
        }
        Ok(all)
    }

    /// The messages and the attachments whose changes are frozen, those with something inside that
    /// has changed among them.
    fn changed_nodes(&self) -> (Vec<NodeId>, Vec<NodeId>) {
        let state = self.draft.state();
        let mut messages = vec![ROOT];
        let mut attachments = Vec::new();
        for id in state.tree.frozen().into_iter().flat_map(|id| state.tree.path(id)) {
            let nodes = if state.tree.is_attachment(id) { &mut attachments } else { &mut messages };
            if state.tree.exists(id, FROZEN) {
                nodes.push(id);
            }
        }
        for nodes in [&mut messages, &mut attachments] {
            nodes.sort_unstable();
            nodes.dedup();
        }
        (messages, attachments)
    }

    fn computed_of_message(&self, provider: &P, now: &PropValue, is_state_only: bool) -> Result<Computed> {
        let attachments = self.attachments(provider)?;
        let mut computed = vec![Property::new(tags::HASATTACH, !attachments.is_empty())];
        let before = self.flags_before(provider)?;
        let flags = self.flags(before, !attachments.is_empty(), is_state_only);
        // What stays is not written: another client may have read the message meanwhile (MSG-44).
        if self.is_new() || flags != before {
            computed.push(Property::new(tags::MESSAGE_FLAGS, flags));
        }
        if is_state_only {
            return Ok(computed);
        }
        let recipients = self.recipients(provider)?;
        for (tag, kind) in [(tags::DISPLAY_TO, MAPI_TO), (tags::DISPLAY_CC, MAPI_CC), (tags::DISPLAY_BCC, MAPI_BCC)] {
            computed.push(Property::new(tag, display_names(&recipients, kind)));
        }
        let (prefix, rest) = self.subject_parts(provider);
        computed.push(Property::new(tags::SUBJECT_PREFIX, prefix));
        computed.push(Property::new(tags::NORMALIZED_SUBJECT, rest));
        computed.push(Property::new(tags::LAST_MODIFICATION_TIME, now.clone()));
        if self.is_new() {
            if self.text(provider, tags::MESSAGE_CLASS).is_none() {
                computed.push(Property::new(tags::MESSAGE_CLASS, "IPM")); // MSG-11
            }
            if self.get(provider, tags::CREATION_TIME).is_err() {
                computed.push(Property::new(tags::CREATION_TIME, now.clone()));
            }
        }
        if self.changes(tags::BODY) && !self.changes(tags::RTF_COMPRESSED) {
            computed.push(Property::new(tags::RTF_IN_SYNC, false)); // MSG-16
        }
        let inside: u64 = attachments.iter().map(|row| row.size()).sum();
        let rows: u64 = recipients.iter().flat_map(|row| row.values()).map(bytes_of).sum();
        computed.push(Property::new(tags::MESSAGE_SIZE, number(size_of(self, provider)? + inside + rows)));
        Ok(computed)
    }

    /// What a message that goes into the outgoing queue has beside that, and its recipients
    /// (SUBMIT-1): nobody has taken any of them, unless that is said.
    pub(super) fn submitted(
        &self,
        provider: &P,
        submit_flags: u32,
        computed: &mut BTreeMap<NodeId, Computed>,
    ) -> Result<Vec<StoredRecipient>> {
        let own = computed.entry(ROOT).or_default();
        let computed = own.iter().find(|property| property.tag == tags::MESSAGE_FLAGS);
        let flags = match computed.and_then(|property| property.value.as_i32()) {
            Some(flags) => flags.cast_unsigned(),
            None => self.flags_before(provider)?,
        };
        own.retain(|property| property.tag != tags::MESSAGE_FLAGS);
        own.push(Property::new(tags::MESSAGE_FLAGS, flags | MSGFLAG_SUBMIT));
        own.push(Property::new(tags::CLIENT_SUBMIT_TIME, SystemTime::now()));
        own.push(Property::new(tags::SUBMIT_FLAGS, submit_flags));
        let mut recipients = self.recipients(provider)?;
        for row in &mut recipients {
            if !row.values.iter().any(|property| property.tag.id() == tags::RESPONSIBILITY.id()) {
                row.values.push(Property::new(tags::RESPONSIBILITY, false));
            }
        }
        Ok(recipients)
    }

    /// PR_MESSAGE_FLAGS as it is, or as a client has set it on a new message.
    fn flags_before(&self, provider: &P) -> Result<u32> {
        match self.get(provider, tags::MESSAGE_FLAGS) {
            Ok(PropValue::I32(flags)) => Ok(flags.cast_unsigned()),
            Ok(_) => Ok(0),
            Err(error) if error.code() == Code::NOT_FOUND => Ok(MSGFLAG_READ),
            Err(error) => Err(error),
        }
    }

    /// PR_MESSAGE_FLAGS as it is saved (MSG-4, MSG-5).
    fn flags(&self, before: u32, has_attachments: bool, is_state_only: bool) -> u32 {
        let is_associated = match &self.draft.origin {
            Some(origin) if self.is_outermost() => origin.is_associated,
            _ => before & MSGFLAG_ASSOCIATED != 0,
        };
        let mut flags = before & !(MSGFLAG_HASATTACH | MSGFLAG_ASSOCIATED);
        flags |= if has_attachments { MSGFLAG_HASATTACH } else { 0 };
        flags |= if is_associated { MSGFLAG_ASSOCIATED } else { 0 };
        if !self.is_new() && !is_state_only {
            flags &= !MSGFLAG_UNMODIFIED;
        }
        flags
    }

    /// PR_SUBJECT_PREFIX and PR_NORMALIZED_SUBJECT (MSG-8, MSG-9): a prefix that a client has set
    /// counts as long as the subject begins with it.
    fn subject_parts(&self, provider: &P) -> (String, String) {
        let subject = self.text(provider, tags::SUBJECT).unwrap_or_default();
        let is_own = self.changes(tags::SUBJECT_PREFIX) || !self.changes(tags::SUBJECT);
        let own = self.text(provider, tags::SUBJECT_PREFIX).filter(|_| is_own);
        match own.as_deref().and_then(|prefix| subject.strip_prefix(prefix)) {
            Some(rest) => (own.clone().unwrap_or_default(), rest.to_owned()),
            None => {
                let (prefix, rest) = subject_parts(&subject);
                (prefix.to_owned(), rest.to_owned())
            }
        }
    }

    fn text(&self, provider: &P, tag: PropTag) -> Option<String> {
        match self.get(provider, tag) {
            Ok(PropValue::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Whether the changes have a value of a property.
    fn changes(&self, tag: PropTag) -> bool {
        let state = self.draft.state();
        let layer = state.tree.find_layer(self.node, FROZEN);
        layer.and_then(|layer| layer.find(tag)).is_some_and(|(_, value)| value.is_some())
    }
}

/// The bytes of all properties.
fn size_of<P: 'static>(of: &dyn Properties<P>, provider: &P) -> Result<u64> {
    let mut size = 0_u64;
    for tag in of.tags(provider)? {
        let bytes = match of.get(provider, tag) {
            Ok(value) => bytes_of(&Property { tag, value }),
            Err(error) if error.code() == Code::NOT_ENOUGH_MEMORY => {
                of.large(provider, tag)?.map_or(0, |large| large.len())
            }
            Err(_) => 0,
        };
        size = size.saturating_add(bytes);
    }
    Ok(size)
}

/// What a property takes, about.
fn bytes_of(property: &Property) -> u64 {
    let length = match &property.value {
        PropValue::Text(text) => text.len(),
        PropValue::Binary(bytes) => bytes.len(),
        PropValue::Texts(texts) => texts.iter().map(String::len).sum(),
        PropValue::Binaries(all) => all.iter().map(Vec::len).sum(),
        _ => 8,
    };
    length as u64
}

fn number(size: u64) -> PropValue {
    i32::try_from(size).unwrap_or(i32::MAX).into()
}

/// The names of the recipients of one kind, as display lists have them (MSG-3).
pub(crate) fn display_names(recipients: &[StoredRecipient], kind: u32) -> String {
    let mut all = String::new();
    for row in recipients {
        let at = |tag: PropTag| {
            row.values().iter().find(|property| property.tag.id() == tag.id()).map(|property| &property.value)
        };
        let own = at(tags::RECIPIENT_TYPE).and_then(PropValue::as_i32).map(i32::cast_unsigned);
        let name = at(tags::DISPLAY_NAME).and_then(PropValue::as_text).filter(|name| !name.is_empty());
        let name = name.or_else(|| at(tags::EMAIL_ADDRESS).and_then(PropValue::as_text));
        if let Some(name) = name.filter(|_| own == Some(kind)) {
            if !all.is_empty() {
                all.push_str("; ");
            }
            all.push_str(name);
        }
    }
    all
}

/// A subject's prefix with what follows it, and the rest: up to three letters before a colon and a
/// space (MSG-8).
pub(crate) fn subject_parts(subject: &str) -> (&str, &str) {
    let end = subject.find(": ").filter(|end| {
        let prefix = subject.get(..*end).unwrap_or_default();
        (1..=3).contains(&prefix.chars().count()) && prefix.chars().all(char::is_alphabetic)
    });
    end.map_or(("", subject), |end| subject.split_at(end + 2))
}
