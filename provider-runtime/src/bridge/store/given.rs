//! What the runtime gives of a store's objects, and of the rows that show them. What is derived is
//! in `derived.rs`.

use super::object::{entry_id, support_mask};
use super::opened::Inside;
use super::queue;
use crate::bridge::shared::content::{entry, with_content};
use crate::bridge::shared::given::Given;
use crate::bridge::shared::own_row::RowColumn;
use crate::logon::object::{OpenedObject, OpenedRole};
use crate::provider::StoreProvider;
use provider_abi::entry_id::long_term;
use provider_abi::prop_value::PropValue;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use provider_abi::wanted::Wanted;

/// The queue's columns (SUBMIT-4), with what opens a row.
pub(super) const QUEUE: [PropTag; 12] = {
    let mut all = [tags::ENTRYID; 12];
    let (own, rest) = all.split_at_mut(10);
    own.copy_from_slice(&queue::COLUMNS);
    if let [_, key] = rest {
        *key = tags::INSTANCE_KEY;
    }
    all
};

pub(super) const CONTENTS: &[PropTag] = &[
    tags::ENTRYID,
    tags::INSTANCE_KEY,
    tags::RECORD_KEY,
    tags::PARENT_ENTRYID,
    tags::STORE_ENTRYID,
    tags::STORE_RECORD_KEY,
    tags::MAPPING_SIGNATURE,
    tags::OBJECT_TYPE,
    tags::MESSAGE_CLASS,
    tags::MESSAGE_FLAGS,
    tags::MESSAGE_SIZE,
    tags::MSG_STATUS,
    tags::HASATTACH,
    tags::DISPLAY_TO,
    tags::DISPLAY_CC,
    tags::LAST_MODIFICATION_TIME,
];

pub(super) const HIERARCHY: &[PropTag] = &[
    tags::ENTRYID,
    tags::INSTANCE_KEY,
    tags::DISPLAY_NAME,
    tags::COMMENT,
    tags::DEPTH,
    tags::DISPLAY_TYPE,
    tags::OBJECT_TYPE,
    tags::STATUS,
    tags::FOLDER_TYPE,
    tags::SUBFOLDERS,
    tags::CONTENT_COUNT,
    tags::CONTENT_UNREAD,
];

pub(super) const RECIPIENTS: &[PropTag] = &[
    tags::ROWID,
    tags::INSTANCE_KEY,
    tags::RECIPIENT_TYPE,
    tags::DISPLAY_NAME,
    tags::ADDRTYPE,
    tags::EMAIL_ADDRESS,
    tags::ENTRYID,
    tags::OBJECT_TYPE,
    tags::DISPLAY_TYPE,
];

pub(super) const ATTACHMENTS: &[PropTag] = &[
    tags::ATTACH_NUM,
    tags::INSTANCE_KEY,
    tags::RECORD_KEY,
    tags::RENDERING_POSITION,
    tags::ATTACH_METHOD,
    tags::ATTACH_SIZE,
    tags::ATTACH_FILENAME,
    tags::ATTACH_LONG_FILENAME,
];

/// What every object of a store has.
macro_rules! common_given {
    ($($more:expr),* $(,)?) => {
        [
            (tags::OBJECT_TYPE, |object, _, tag, wanted| wanted.put(tag, object.role.shape.kind)),
            (tags::STORE_ENTRYID, |object, _, tag, wanted| wanted.binary(tag, entry_id(&object.logon))),
            (tags::STORE_RECORD_KEY, |object, _, tag, wanted| wanted.binary(tag, &object.logon.kind_state.key)),
            (tags::MAPPING_SIGNATURE, |object, _, tag, wanted| wanted.binary(tag, &object.logon.kind_state.key)),
            (tags::STORE_SUPPORT_MASK, |object, _, tag, wanted| {
                wanted.put(tag, support_mask::<P>(object.logon.is_writable));
            }),
            (tags::MDB_PROVIDER, |_, _, tag, wanted| wanted.binary(tag, P::UID.bytes())),
            (tags::ACCESS, |object, _, tag, wanted| {
                wanted.put(tag, access(object.role.shape.kind, object.logon.is_writable));
            }),
            (tags::ACCESS_LEVEL, |object, _, tag, wanted| wanted.put(tag, u32::from(object.role.is_writable))),
            $($more,)*
        ]
    };
}

type OpenedGiven<P> = Given<P, OpenedRole<P>>;

pub(super) const fn folder_given<P: StoreProvider>() -> [OpenedGiven<P>; 15] {
    common_given!(
        (tags::RECORD_KEY, |object, _, tag, wanted| entry(object, tag, wanted)),
        (tags::ENTRYID, |object, _, tag, wanted| entry(object, tag, wanted)),
        (tags::PARENT_ENTRYID, parent),
        (tags::FOLDER_TYPE, |object, _, tag, wanted| {
            let is_root = object.role.key.bytes().is_some_and(<[u8]>::is_empty);
            wanted.put(tag, if is_root { FOLDER_ROOT } else { FOLDER_GENERIC });
        }),
        (tags::CONTAINER_CONTENTS, |_, _, tag, wanted| wanted.put(tag, PropValue::Object)),
        (tags::CONTAINER_HIERARCHY, |_, _, tag, wanted| wanted.put(tag, PropValue::Object)),
        (tags::FOLDER_ASSOCIATED_CONTENTS, |_, _, tag, wanted| wanted.put(tag, PropValue::Object)),
    )
}

pub(super) const fn message_given<P: StoreProvider>() -> [OpenedGiven<P>; 13] {
    common_given!(
        (tags::RECORD_KEY, |object, _, tag, wanted| entry(object, tag, wanted)),
        (tags::ENTRYID, |object, _, tag, wanted| entry(object, tag, wanted)),
        (tags::PARENT_ENTRYID, parent),
        (tags::MESSAGE_RECIPIENTS, |_, _, tag, wanted| wanted.put(tag, PropValue::Object)),
        (tags::MESSAGE_ATTACHMENTS, |_, _, tag, wanted| wanted.put(tag, PropValue::Object)),
    )
}

/// A message inside another has no identifier.
pub(super) const fn embedded_given<P: StoreProvider>() -> [OpenedGiven<P>; 10] {
    common_given!(
        (tags::MESSAGE_RECIPIENTS, |_, _, tag, wanted| wanted.put(tag, PropValue::Object)),
        (tags::MESSAGE_ATTACHMENTS, |_, _, tag, wanted| wanted.put(tag, PropValue::Object)),
    )
}

/// The key of an attachment is its number, which is no entry identifier.
pub(super) const fn attachment_given<P: StoreProvider>() -> [OpenedGiven<P>; 10] {
    common_given!(
        (tags::RECORD_KEY, |object, _, tag, wanted| wanted.binary(tag, object.role.key.bytes().unwrap_or_default())),
        (tags::ATTACH_NUM, |object, _, tag, wanted| number(object.role.key.bytes().unwrap_or_default(), tag, wanted)),
    )
}

/// The columns of everything that a folder has inside.
macro_rules! common_columns {
    ($kind:expr $(, $more:expr)* $(,)?) => {
        [
            $($more,)*
            (tags::ENTRYID, |row, key, tag, wanted| wanted.binary(tag, &row.entry(key))),
            (tags::RECORD_KEY, |row, key, tag, wanted| wanted.binary(tag, &row.entry(key))),
            (tags::STORE_ENTRYID, |row, _, tag, wanted| wanted.binary(tag, entry_id(row.logon))),
            (tags::STORE_RECORD_KEY, |row, _, tag, wanted| wanted.binary(tag, &row.logon.kind_state.key)),
            (tags::MAPPING_SIGNATURE, |row, _, tag, wanted| wanted.binary(tag, &row.logon.kind_state.key)),
            (tags::STORE_SUPPORT_MASK, |row, _, tag, wanted| wanted.put(tag, support_mask::<P>(row.logon.is_writable))),
            (tags::OBJECT_TYPE, |_, _, tag, wanted| wanted.put(tag, $kind)),
            (tags::MDB_PROVIDER, |_, _, tag, wanted| wanted.binary(tag, P::UID.bytes())),
            (tags::ACCESS, |row, _, tag, wanted| wanted.put(tag, access($kind, row.logon.is_writable))),
            (tags::ACCESS_LEVEL, |_, _, tag, wanted| wanted.put(tag, 0_u32)),
        ]
    };
}

pub(super) const fn message_columns<P: StoreProvider>() -> [RowColumn<P>; 11] {
    common_columns!(
        MAPI_MESSAGE,
        (tags::PARENT_ENTRYID, |row, _, tag, wanted| wanted.binary(tag, &row.entry(&row.table.parent))),
    )
}

/// The first two are not the runtime's in a tree, whose rows have them as values.
pub(super) const fn folder_columns<P: StoreProvider>() -> [RowColumn<P>; 15] {
    common_columns!(
        MAPI_FOLDER,
        (tags::PARENT_ENTRYID, |row, _, tag, wanted| wanted.binary(tag, &row.entry(&row.table.parent))),
        (tags::DEPTH, |_, _, tag, wanted| wanted.put(tag, 0_u32)),
        (tags::FOLDER_TYPE, |_, _, tag, wanted| wanted.put(tag, FOLDER_GENERIC)),
        (tags::DISPLAY_TYPE, |_, _, tag, wanted| wanted.put(tag, DT_FOLDER)),
        (tags::STATUS, |_, _, tag, wanted| wanted.put(tag, 0_u32)),
    )
}

/// A number that is a key.
pub(super) fn number(key: &[u8], tag: PropTag, wanted: &mut Wanted<'_>) {
    if let Some(number) = key.first_chunk() {
        wanted.put(tag, u32::from_le_bytes(*number));
    }
}

/// PR_PARENT_ENTRYID: the root's is itself (FOLD-32); a message inside another has none.
fn parent<P: StoreProvider>(object: &OpenedObject<P>, provider: &P, tag: PropTag, wanted: &mut Wanted<'_>) {
    let is_root = object.role.key.bytes().is_some_and(<[u8]>::is_empty);
    let parent = with_content(object, provider, |content| match content.inside() {
        Inside::Folder(_) if is_root => Ok(Some(Vec::new())),
        Inside::Folder(folder) => folder.parent(provider).map(Some),
        Inside::Message(message) => message.parent(provider).map(Some),
        Inside::Attachment(_) => Ok(None),
    });
    match parent {
        Ok(Some(parent)) => wanted.binary(tag, &long_term(&object.logon.uid(), &parent)),
        Ok(None) => {}
        Err(error) => wanted.fail(tag, error.code()),
    }
}

/// PR_ACCESS: what may be done with it in this store (PROP-122).
fn access(kind: u32, is_writable: bool) -> u32 {
    match kind {
        _ if !is_writable => MAPI_ACCESS_READ,
        MAPI_FOLDER => {
            MAPI_ACCESS_READ
                | MAPI_ACCESS_MODIFY
                | MAPI_ACCESS_DELETE
                | MAPI_ACCESS_CREATE_HIERARCHY
                | MAPI_ACCESS_CREATE_CONTENTS
                | MAPI_ACCESS_CREATE_ASSOCIATED
        }
        _ => MAPI_ACCESS_READ | MAPI_ACCESS_MODIFY | MAPI_ACCESS_DELETE,
    }
}
