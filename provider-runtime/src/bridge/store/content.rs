//! What a store's opened objects are: folders, messages, attachments, and what the runtime gives of
//! each, on the object and in the rows of tables alike. What is derived is in `derived.rs`.

use super::derived;
use super::object::{entry_id, support_mask};
use super::opened::{Inside, StoreContent};
use super::{queue, saving};
use crate::bridge::shared::content::{Content, OpenRequest, TableKind, entry, with_content};
use crate::bridge::shared::given::{Given, GivenList};
use crate::bridge::shared::own_row::{Default, RowColumn};
use crate::draft::{DraftNode, StreamTarget};
use crate::lent::EntryId;
use crate::logon::object::{OpenedObject, OpenedRole, Shape};
use crate::logon::object_key::ObjectKey;
use crate::logon::open_value::RowKind;
use crate::logon::state::LogonState;
use crate::provider::{AuthorRows, Properties, StoreProvider, Table};
use provider_abi::access::Access;
use provider_abi::entry_id::long_term;
use provider_abi::error::{Code, Result};
use provider_abi::interfaces::{imapi_folder, imapi_prop, imessage};
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::flag::*;
use provider_abi::shapes::iid::*;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use provider_abi::table::ValueRow;
use provider_abi::wanted::Wanted;
use std::ffi::c_void;
use std::sync::Arc;

const FOLDER: &[Iid] = &[IID_IMAPIFolder, IID_IMAPIContainer, IID_IMAPIProp];
const MESSAGE: &[Iid] = &[IID_IMessage, IID_IMAPIProp];
const ATTACHMENT: &[Iid] = &[IID_IAttachment, IID_IMAPIProp];

impl<P: StoreProvider> Content<P> for StoreContent<P> {
    fn given(object: &OpenedObject<P>) -> &'static GivenList<P, OpenedRole<P>> {
        match (object.role.shape.kind, &object.role.key) {
            (MAPI_FOLDER, _) => const { &GivenList::new(const { &folder_given::<P>() }) },
            (MAPI_ATTACH, _) => const { &GivenList::new(const { &attachment_given::<P>() }) },
            (_, ObjectKey::None) => const { &GivenList::new(const { &embedded_given::<P>() }) },
            _ => const { &GivenList::new(const { &message_given::<P>() }) },
        }
    }

    fn ask(provider: &P, entry: Option<EntryId<'_>>, access: Access) -> Result<Self> {
        provider.open(entry, access).map(Self::from)
    }

    fn queue(logon: &LogonState<P>, provider: &P) -> Result<Table<P>> {
        queue::rows(logon, provider)
    }

    fn open(logon: &Arc<LogonState<P>>, provider: &P, request: &OpenRequest<'_>) -> Result<(u32, *mut c_void)> {
        let access = match request.entry {
            Some(entry) => queue::access_to_queued(logon, provider, entry.bytes(), request.access)?,
            None => request.access,
        };
        let request = &OpenRequest { access, ..*request };
        request.make_object(logon, Self::ask(provider, request.entry, request.access)?)
    }

    fn is_for_reading(&self) -> bool {
        self.is_for_reading
    }

    fn for_changing(self) -> Self {
        self.changing()
    }

    fn shape(&self) -> &'static Shape {
        match self.inside() {
            Inside::Folder(_) => {
                const { &Shape::of(MAPI_FOLDER, "folder", FOLDER, const { &imapi_folder::vtable::<OpenedObject<P>, 0>() }) }
            }
            Inside::Message(_) => {
                const { &Shape::of(MAPI_MESSAGE, "message", MESSAGE, const { &imessage::vtable::<OpenedObject<P>, 0>() }) }
            }
            Inside::Attachment(_) => {
                const {
                    &Shape::of(
                        MAPI_ATTACH,
                        "attachment",
                        ATTACHMENT,
                        const { &imapi_prop::vtable::<OpenedObject<P>, 0>() },
                    )
                }
            }
        }
    }

    fn properties(&self) -> &dyn Properties<P> {
        self.own_properties()
    }

    fn rows(&self, provider: &P, kind: TableKind) -> Result<Table<P>> {
        match (self.inside(), kind) {
            (Inside::Folder(folder), TableKind::Contents) => folder.contents(provider),
            (Inside::Folder(folder), TableKind::Associated) => folder.associated(provider),
            (Inside::Folder(folder), TableKind::Hierarchy) => folder.hierarchy(provider),
            (Inside::Message(message), TableKind::Recipients) => Ok(inner_table(match self.draft() {
                Some(draft) => draft.numbered_recipients(provider)?,
                None => (0..).zip(message.recipients(provider)?.into_iter().map(|row| row.values)).collect(),
            })),
            (Inside::Message(message), TableKind::Attachments) => {
                let rows = derived::by_position(message.attachments(provider)?).into_iter();
                Ok(inner_table(rows.map(|row| (row.number, derived::with_size(message, provider, row)))))
            }
            _ => Err(Code::NO_SUPPORT.into()),
        }
    }

    fn open_object(&self, provider: &P, tag: PropTag, makes: bool) -> Result<Self> {
        match (self.inside(), self.draft()) {
            _ if tag.id() != tags::ATTACH_DATA_OBJ.id() => Err(Code::INTERFACE_NOT_SUPPORTED.into()),
            (Inside::Attachment(_), Some(draft)) => draft.open_embedded(provider, makes).map(Self::changing_message),
            (Inside::Attachment(attachment), None) => attachment.embedded(provider).map(Self::message),
            _ => Err(Code::INTERFACE_NOT_SUPPORTED.into()),
        }
    }

    fn inside(&self, provider: &P, tag: PropTag) -> Result<Vec<Vec<Property>>> {
        let kind = TableKind::of_property(tag).ok_or(Code::TOO_COMPLEX)?;
        match self.rows(provider, kind)?.rows {
            AuthorRows::Values(rows) => Ok(rows.into_iter().map(|row| row.values).collect()),
            AuthorRows::Source(_) => Err(Code::TOO_COMPLEX.into()),
        }
    }

    fn derived_tags(&self) -> &'static [PropTag] {
        derived::tags_of(&self.inside())
    }

    fn derive(&self, provider: &P, key: &[u8], wanted: &mut Wanted<'_>) {
        derived::derive(&self.inside(), provider, key, wanted);
    }

    fn is_computed(&self, tag: PropTag) -> bool {
        let is_in = |list: &[PropTag]| list.iter().any(|other| other.id() == tag.id());
        match self.draft() {
            None => false,
            Some(draft) if draft.is_new() => is_in(saving::COMPUTED),
            Some(_) => is_in(saving::COMPUTED) || tag.id() == tags::MESSAGE_FLAGS.id(), // MSG-4
        }
    }

    /// SetProps never comes with tags of these types.
    fn can_empty(&self, tag: PropTag) -> bool {
        self.draft_message().is_some()
            && [PT_OBJECT, PT_NULL, PT_UNSPECIFIED].contains(&tag.kind())
            && matches!(TableKind::of_property(tag), Some(TableKind::Recipients | TableKind::Attachments))
    }

    fn stream_target(&self) -> Option<Box<dyn StreamTarget<P>>> {
        match (self.draft(), self.inside()) {
            (Some(draft), _) => Some(Box::new(DraftNode::clone(draft))),
            (None, Inside::Folder(folder)) => Some(Box::new(saving::FolderStream(Arc::clone(folder)))),
            _ => None,
        }
    }

    fn save(&self, object: &OpenedObject<P>, provider: &P, flags: u32) -> Result<()> {
        saving::save(self, object, provider, flags)
    }

    fn changed(&self, object: &OpenedObject<P>, provider: &P) {
        saving::changed(self, object, provider);
    }

    fn required(kind: RowKind) -> &'static [PropTag] {
        match kind {
            RowKind::Contents => CONTENTS,
            RowKind::Queue => &QUEUE,
            RowKind::Hierarchy | RowKind::Tree => HIERARCHY,
            RowKind::Recipients => RECIPIENTS,
            RowKind::Attachments => ATTACHMENTS,
            RowKind::Receive => &[tags::ENTRYID, tags::INSTANCE_KEY, tags::MESSAGE_CLASS, tags::RECORD_KEY],
        }
    }

    fn row_columns(kind: RowKind) -> &'static [RowColumn<P>] {
        match kind {
            RowKind::Contents => const { &message_columns::<P>() },
            RowKind::Queue => const { &message_columns::<P>() }.split_at(1).1,
            RowKind::Hierarchy => const { &folder_columns::<P>() },
            RowKind::Tree => const { &folder_columns::<P>() }.split_at(2).1,
            RowKind::Recipients => const { &[(tags::ROWID, |_, key, tag, wanted| number(key, tag, wanted))] },
            RowKind::Attachments => {
                const {
                    &[
                        (tags::ATTACH_NUM, |_, key, tag, wanted| number(key, tag, wanted)),
                        (tags::RECORD_KEY, |_, key, tag, wanted| wanted.binary(tag, key)),
                        (tags::OBJECT_TYPE, |_, _, tag, wanted| wanted.put(tag, MAPI_ATTACH)),
                    ]
                }
            }
            RowKind::Receive => &[],
        }
    }

    fn defaults(kind: RowKind) -> &'static [Default] {
        match kind {
            RowKind::Contents | RowKind::Queue => derived::MESSAGE_ROW_DEFAULTS,
            RowKind::Hierarchy | RowKind::Tree => derived::FOLDER_DEFAULTS,
            RowKind::Recipients => {
                &[(tags::OBJECT_TYPE, || MAPI_MAILUSER.into()), (tags::DISPLAY_TYPE, || 0_u32.into())]
            }
            RowKind::Attachments => derived::ATTACHMENT_DEFAULTS,
            RowKind::Receive => &[],
        }
    }

    fn derived(kind: RowKind) -> &'static [PropTag] {
        match kind {
            RowKind::Contents | RowKind::Queue => derived::MESSAGE_ROWS,
            RowKind::Hierarchy | RowKind::Tree => derived::FOLDER,
            _ => &[],
        }
    }
}

/// The queue's columns (SUBMIT-4), with what opens a row.
const QUEUE: [PropTag; 12] = {
    let mut all = [tags::ENTRYID; 12];
    let (own, rest) = all.split_at_mut(10);
    own.copy_from_slice(&queue::COLUMNS);
    rest[1] = tags::INSTANCE_KEY;
    all
};

const CONTENTS: &[PropTag] = &[
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

const HIERARCHY: &[PropTag] = &[
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

const RECIPIENTS: &[PropTag] = &[
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

const ATTACHMENTS: &[PropTag] = &[
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

const fn folder_given<P: StoreProvider>() -> [OpenedGiven<P>; 15] {
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

const fn message_given<P: StoreProvider>() -> [OpenedGiven<P>; 13] {
    common_given!(
        (tags::RECORD_KEY, |object, _, tag, wanted| entry(object, tag, wanted)),
        (tags::ENTRYID, |object, _, tag, wanted| entry(object, tag, wanted)),
        (tags::PARENT_ENTRYID, parent),
        (tags::MESSAGE_RECIPIENTS, |_, _, tag, wanted| wanted.put(tag, PropValue::Object)),
        (tags::MESSAGE_ATTACHMENTS, |_, _, tag, wanted| wanted.put(tag, PropValue::Object)),
    )
}

/// A message inside another has no identifier.
const fn embedded_given<P: StoreProvider>() -> [OpenedGiven<P>; 10] {
    common_given!(
        (tags::MESSAGE_RECIPIENTS, |_, _, tag, wanted| wanted.put(tag, PropValue::Object)),
        (tags::MESSAGE_ATTACHMENTS, |_, _, tag, wanted| wanted.put(tag, PropValue::Object)),
    )
}

/// The key of an attachment is its number, which is no entry identifier.
const fn attachment_given<P: StoreProvider>() -> [OpenedGiven<P>; 10] {
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

const fn message_columns<P: StoreProvider>() -> [RowColumn<P>; 11] {
    common_columns!(
        MAPI_MESSAGE,
        (tags::PARENT_ENTRYID, |row, _, tag, wanted| wanted.binary(tag, &row.entry(&row.table.parent))),
    )
}

/// The first two are not the runtime's in a tree, whose rows have them as values.
const fn folder_columns<P: StoreProvider>() -> [RowColumn<P>; 15] {
    common_columns!(
        MAPI_FOLDER,
        (tags::PARENT_ENTRYID, |row, _, tag, wanted| wanted.binary(tag, &row.entry(&row.table.parent))),
        (tags::DEPTH, |_, _, tag, wanted| wanted.put(tag, 0_u32)),
        (tags::FOLDER_TYPE, |_, _, tag, wanted| wanted.put(tag, FOLDER_GENERIC)),
        (tags::DISPLAY_TYPE, |_, _, tag, wanted| wanted.put(tag, DT_FOLDER)),
        (tags::STATUS, |_, _, tag, wanted| wanted.put(tag, 0_u32)),
    )
}

/// A table of what is inside a message, each row named by its number.
fn inner_table<P>(rows: impl IntoIterator<Item = (u32, Vec<Property>)>) -> Table<P> {
    let rows = rows.into_iter().map(|(number, values)| ValueRow { key: number.to_le_bytes().to_vec(), values });
    Table { columns: Vec::new(), rows: AuthorRows::Values(rows.collect()) }
}

fn number(key: &[u8], tag: PropTag, wanted: &mut Wanted<'_>) {
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
