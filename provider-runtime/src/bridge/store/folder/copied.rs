//! A stored message as changes that make a copy of it: all properties, recipients and attachments,
//! messages inside messages (FOLD-24). No part of it recurses.

use crate::draft::spooled;
use crate::provider::{
    AttachmentChange, AttachmentChangeKind, MessageChanges, MessageObject, MessagePart, NewLargeValue, Properties,
    ValueChanges,
};
use provider_abi::error::{Code, Error, Result};
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::flag::PT_OBJECT;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use provider_abi::uid::Uid;
use std::sync::Arc;

/// Messages inside so many others are not copied.
const MOST_DEPTH: usize = 32;

/// The changes that make a message like the one with this key.
///
/// # Errors
/// The author's; `MAPI_E_NO_SUPPORT` for messages deeper than 32 inside each other.
pub(super) fn copied<P: 'static>(
    provider: &P,
    key: &[u8],
    message: Box<dyn MessageObject<P>>,
    is_associated: bool,
) -> Result<MessageChanges> {
    let mut parts: Vec<MessagePart> = Vec::new();
    let mut waiting = std::collections::VecDeque::from([(message, None, 0)]);
    while let Some((message, within, depth)) = waiting.pop_front() {
        if depth > MOST_DEPTH {
            return Err(Error::new(Code::NO_SUPPORT, "messages inside messages are copied down to 32"));
        }
        let mut values = values(provider, &*message)?;
        if within.is_none() && values.get(tags::SEARCH_KEY).is_none() {
            // A copy has the search key of what it is a copy of (PROP-90).
            values.set.push(Property::new(tags::SEARCH_KEY, Uid::of(key).bytes().to_vec()));
        }
        let mut attachments = Vec::new();
        for row in message.attachments(provider)? {
            let attachment = message.attachment(provider, row.number)?;
            match attachment.embedded(provider) {
                Ok(inner) => waiting.push_back((inner, Some((parts.len(), row.number)), depth + 1)),
                Err(error) if [Code::NOT_FOUND, Code::NO_SUPPORT].contains(&error.code()) => {}
                Err(error) => return Err(error),
            }
            let mut own = self::values(provider, &*attachment)?;
            let known = |tag: PropTag| own.set.iter().any(|property| property.tag.id() == tag.id());
            let of_row: Vec<_> = row.values.into_iter().filter(|property| !known(property.tag)).collect();
            own.set.extend(of_row);
            let kind = AttachmentChangeKind::Added;
            attachments.push(AttachmentChange { number: row.number, kind, values: own });
        }
        let recipients = Some(message.recipients(provider)?);
        parts.push(MessagePart { within, is_new: true, values, recipients, attachments });
    }
    Ok(MessageChanges { parts, is_associated, is_forced: false, submits: false, is_state_only: false })
}

/// All properties of an object that it can be asked for.
fn values<P: 'static>(provider: &P, object: &dyn Properties<P>) -> Result<ValueChanges> {
    let mut changes = ValueChanges::default();
    let mut tags = object.tags(provider)?;
    if !tags.iter().any(|tag| tag.id() == tags::ATTACH_DATA_BIN.id()) {
        tags.push(tags::ATTACH_DATA_BIN);
    }
    for tag in tags.into_iter().filter(|tag| tag.kind() != PT_OBJECT) {
        if let Some(large) = object.large(provider, tag)? {
            changes.large.push(NewLargeValue { tag, bytes: Arc::new(spooled(&*large, provider)?) });
            continue;
        }
        match object.get(provider, tag) {
            Ok(PropValue::Error(_) | PropValue::Object | PropValue::Null) => {}
            Ok(value) => changes.set.push(Property { tag: tag.with_kind(value.kind()), value }),
            Err(error) if error.code() == Code::NOT_FOUND => {}
            Err(error) => return Err(error),
        }
    }
    Ok(changes)
}
