//! What is derived of a folder, a message or an attachment where its author does not answer:
//! counts, display lists, the parts of a subject (REQ-16 to REQ-40). What the runtime always gives
//! is in `content.rs`.

use super::opened::Inside;
use crate::bridge::shared::own_row::Default;
use crate::draft::{display_names, subject_parts};
use crate::provider::{AttachmentObject, AuthorRows, FolderObject, MessageObject, StoreProvider, StoredAttachment};
use provider_abi::error::Result;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::flag::*;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use provider_abi::table::{Restriction, TableView, Values};
use provider_abi::uid::Uid;
use provider_abi::wanted::Wanted;

/// What a folder has in any case (FOLD-50).
pub(super) const FOLDER: &[PropTag] =
    &[tags::CONTENT_COUNT, tags::CONTENT_UNREAD, tags::ASSOC_CONTENT_COUNT, tags::SUBFOLDERS];

/// What a folder is that its author does not say otherwise.
pub(super) const FOLDER_DEFAULTS: &[Default] = &[
    (tags::DISPLAY_NAME, || "".into()),
    (tags::COMMENT, || "".into()),
    (tags::CONTAINER_CLASS, || "IPF.Note".into()),
    (tags::DISPLAY_TYPE, || DT_FOLDER.into()),
    (tags::STATUS, || 0_u32.into()),
    (tags::DEPTH, || 0_u32.into()),
];

const FOLDER_TAGS: &[PropTag] = &[
    tags::CONTENT_COUNT,
    tags::CONTENT_UNREAD,
    tags::ASSOC_CONTENT_COUNT,
    tags::SUBFOLDERS,
    tags::DISPLAY_NAME,
    tags::COMMENT,
    tags::CONTAINER_CLASS,
    tags::DISPLAY_TYPE,
    tags::STATUS,
    tags::DEPTH,
];

/// What a message is that its author does not say otherwise (RES-53).
const MESSAGE_DEFAULTS: &[Default] = &[
    (tags::MESSAGE_CLASS, || "IPM.Note".into()),
    (tags::SENSITIVITY, || 0_u32.into()),
    (tags::IMPORTANCE, || 1_u32.into()),
    (tags::PRIORITY, || 0_u32.into()),
];

/// The same in rows, which have the status of the message beside it (FOLD-44).
pub(super) const MESSAGE_ROW_DEFAULTS: &[Default] = &[
    (tags::SENSITIVITY, || 0_u32.into()),
    (tags::IMPORTANCE, || 1_u32.into()),
    (tags::PRIORITY, || 0_u32.into()),
    (tags::MSG_STATUS, || 0_u32.into()),
];

/// What a row of a message is given by opening the message, if its author does not give it.
pub(super) const MESSAGE_ROWS: &[PropTag] = &[
    tags::MESSAGE_CLASS,
    tags::MESSAGE_FLAGS,
    tags::MESSAGE_SIZE,
    tags::HASATTACH,
    tags::DISPLAY_TO,
    tags::DISPLAY_CC,
    tags::DISPLAY_BCC,
    tags::SUBJECT_PREFIX,
    tags::NORMALIZED_SUBJECT,
    tags::SEARCH_KEY,
    tags::CREATION_TIME,
    tags::LAST_MODIFICATION_TIME,
];

const MESSAGE_TAGS: &[PropTag] = &[
    tags::MESSAGE_CLASS,
    tags::MESSAGE_FLAGS,
    tags::MESSAGE_SIZE,
    tags::HASATTACH,
    tags::DISPLAY_TO,
    tags::DISPLAY_CC,
    tags::DISPLAY_BCC,
    tags::SUBJECT_PREFIX,
    tags::NORMALIZED_SUBJECT,
    tags::SEARCH_KEY,
    tags::SENSITIVITY,
    tags::IMPORTANCE,
    tags::PRIORITY,
];

/// What an attachment is that its author does not say otherwise (REQ-39, REQ-40).
pub(super) const ATTACHMENT_DEFAULTS: &[Default] =
    &[(tags::RENDERING_POSITION, || (-1_i32).into()), (tags::ATTACH_METHOD, || NO_ATTACHMENT.into())];

const ATTACHMENT_TAGS: &[PropTag] = &[tags::RENDERING_POSITION, tags::ATTACH_METHOD, tags::ATTACH_SIZE];

/// What can be derived of it.
pub(super) fn tags_of<P>(inside: &Inside<'_, P>) -> &'static [PropTag] {
    match inside {
        Inside::Folder(_) => FOLDER_TAGS,
        Inside::Message(_) => MESSAGE_TAGS,
        Inside::Attachment(_) => ATTACHMENT_TAGS,
    }
}

/// Answers what is still wanted.
pub(super) fn derive<P: StoreProvider>(inside: &Inside<'_, P>, provider: &P, key: &[u8], wanted: &mut Wanted<'_>) {
    let defaults = match *inside {
        Inside::Folder(folder) => {
            derive_folder(&**folder, provider, wanted);
            FOLDER_DEFAULTS
        }
        Inside::Message(message) => {
            derive_message(message, provider, key, wanted);
            MESSAGE_DEFAULTS
        }
        Inside::Attachment(attachment) => {
            if wanted.wants(tags::ATTACH_SIZE) {
                put(tags::ATTACH_SIZE, size_of(attachment, provider).map(PropValue::from), wanted);
            }
            ATTACHMENT_DEFAULTS
        }
    };
    for (tag, value) in defaults {
        if wanted.wants(*tag) {
            wanted.value(*tag, &value());
        }
    }
}

#[inline(never)]
fn put(tag: PropTag, value: Result<PropValue>, wanted: &mut Wanted<'_>) {
    match value {
        Ok(value) => wanted.put(tag, value),
        Err(error) => wanted.fail(tag, error.code()),
    }
}

fn derive_folder<P: StoreProvider>(folder: &dyn FolderObject<P>, provider: &P, wanted: &mut Wanted<'_>) {
    if wanted.wants(tags::CONTENT_COUNT) {
        let count = folder.contents(provider).and_then(|table| count(provider, table.rows, None));
        put(tags::CONTENT_COUNT, count.map(PropValue::from), wanted);
    }
    if wanted.wants(tags::CONTENT_UNREAD) {
        let table = folder.contents(provider);
        put(tags::CONTENT_UNREAD, table.and_then(|table| unread(provider, table.rows)).map(PropValue::from), wanted);
    }
    if wanted.wants(tags::ASSOC_CONTENT_COUNT) {
        let count = folder.associated(provider).and_then(|table| count(provider, table.rows, None));
        put(tags::ASSOC_CONTENT_COUNT, count.map(PropValue::from), wanted);
    }
    if wanted.wants(tags::SUBFOLDERS) {
        let count = folder.hierarchy(provider).and_then(|table| count(provider, table.rows, None));
        put(tags::SUBFOLDERS, count.map(|count| (count > 0).into()), wanted);
    }
}

/// How many rows there are, or how many that fit.
fn count<P: StoreProvider>(provider: &P, rows: AuthorRows<P>, restriction: Option<Restriction>) -> Result<u32> {
    let view = TableView { restriction, ..TableView::default() };
    let count = match rows {
        AuthorRows::Values(rows) => {
            let mut values = Values::new(Vec::new(), rows);
            values.prepare_with(&view, &|_, _| Ok(Vec::new()))?;
            values.shown().count() as u64
        }
        AuthorRows::Source(source) => {
            source.prepare(provider, &view)?;
            source.count(provider, &view)?
        }
    };
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// How many messages nobody has read: those whose rows say so. Rows without flags are of messages
/// that were read.
fn unread<P: StoreProvider>(provider: &P, rows: AuthorRows<P>) -> Result<u32> {
    let is_told = match &rows {
        AuthorRows::Values(_) => true,
        AuthorRows::Source(source) => source.columns(provider)?.iter().any(|tag| tag.id() == tags::MESSAGE_FLAGS.id()),
    };
    if !is_told {
        return Ok(0);
    }
    let is_unread = Restriction::bits(tags::MESSAGE_FLAGS, MSGFLAG_READ, false);
    // A source that cannot count so is not read as a whole for a number.
    Ok(count(provider, rows, Some(is_unread)).unwrap_or(0))
}

fn derive_message<P: StoreProvider>(message: &dyn MessageObject<P>, provider: &P, key: &[u8], wanted: &mut Wanted<'_>) {
    let lists = [(tags::DISPLAY_TO, MAPI_TO), (tags::DISPLAY_CC, MAPI_CC), (tags::DISPLAY_BCC, MAPI_BCC)];
    if lists.iter().any(|(tag, _)| wanted.wants(*tag)) {
        let recipients = message.recipients(provider);
        for (tag, kind) in lists {
            let names = recipients.as_ref().map(|rows| display_names(rows, kind));
            match names {
                Ok(names) => wanted.text(tag, &names),
                Err(error) => wanted.fail(tag, error.code()),
            }
        }
    }
    let has_attachments = || message.attachments(provider).map(|rows| !rows.is_empty());
    if wanted.wants(tags::HASATTACH) {
        put(tags::HASATTACH, has_attachments().map(PropValue::from), wanted);
    }
    if wanted.wants(tags::MESSAGE_FLAGS) {
        let flags = has_attachments().map(|has| MSGFLAG_READ | if has { MSGFLAG_HASATTACH } else { 0 });
        put(tags::MESSAGE_FLAGS, flags.map(PropValue::from), wanted);
    }
    if wanted.wants(tags::SUBJECT_PREFIX) || wanted.wants(tags::NORMALIZED_SUBJECT) {
        let subject = text_of(message, provider, tags::SUBJECT).unwrap_or_default();
        let (prefix, rest) = subject_parts(&subject);
        wanted.text(tags::SUBJECT_PREFIX, prefix);
        wanted.text(tags::NORMALIZED_SUBJECT, rest);
    }
    if wanted.wants(tags::MESSAGE_SIZE) {
        let body = text_of(message, provider, tags::BODY).map_or(0, |body| body.len());
        wanted.put(tags::MESSAGE_SIZE, u32::try_from(body).unwrap_or(u32::MAX).saturating_add(MESSAGE_OVERHEAD));
    }
    if wanted.wants(tags::SEARCH_KEY) {
        wanted.binary(tags::SEARCH_KEY, Uid::of(key).bytes()); // the message's own
    }
    for tag in [tags::CREATION_TIME, tags::LAST_MODIFICATION_TIME] {
        let known = [tags::MESSAGE_DELIVERY_TIME, tags::CLIENT_SUBMIT_TIME];
        if wanted.wants(tag)
            && let Some(time) = known.iter().find_map(|tag| message.get(provider, *tag).ok())
        {
            wanted.value(tag, &time);
        }
    }
}

/// What a message takes beside its body, about.
const MESSAGE_OVERHEAD: u32 = 1024;

fn text_of<P: StoreProvider>(message: &dyn MessageObject<P>, provider: &P, tag: PropTag) -> Option<String> {
    match message.get(provider, tag) {
        Ok(PropValue::Text(text)) => Some(text),
        _ => None,
    }
}

/// PR_ATTACH_SIZE: the bytes of what is in it.
fn size_of<P: StoreProvider>(attachment: &dyn AttachmentObject<P>, provider: &P) -> Result<u32> {
    let tag = tags::ATTACH_DATA_BIN;
    let bytes = match attachment.large(provider, tag)? {
        Some(large) => large.len(),
        None => match attachment.get(provider, tag) {
            Ok(PropValue::Binary(bytes)) => bytes.len() as u64,
            _ => 0,
        },
    };
    Ok(u32::try_from(bytes).unwrap_or(u32::MAX))
}

/// Attachments by where they stand in the text, then by number (ATT-11). They are few and mostly
/// in order: a sort would be the larger part of this.
pub(super) fn by_position(rows: Vec<StoredAttachment>) -> Vec<StoredAttachment> {
    let mut sorted: Vec<StoredAttachment> = Vec::with_capacity(rows.len());
    for row in rows {
        let key = place_of(&row);
        let at = sorted.partition_point(|other| place_of(other) <= key);
        sorted.insert(at, row);
    }
    sorted
}

/// Nowhere in the text, unless its row says where (REQ-40).
fn place_of(row: &StoredAttachment) -> (i32, u32) {
    let own = row.values.iter().find(|property| property.tag == tags::RENDERING_POSITION);
    (own.and_then(|property| property.value.as_i32()).unwrap_or(-1), row.number)
}

/// The values of an attachment's row, its size among them (REQ-38).
pub(super) fn with_size<P: StoreProvider>(
    message: &dyn MessageObject<P>,
    provider: &P,
    row: StoredAttachment,
) -> Vec<Property> {
    let mut values = row.values;
    if !values.iter().any(|property| property.tag.id() == tags::ATTACH_SIZE.id()) {
        let size = message.attachment(provider, row.number).and_then(|attachment| size_of(&*attachment, provider));
        values.extend(size.ok().map(|size| Property::new(tags::ATTACH_SIZE, size)));
    }
    values
}
