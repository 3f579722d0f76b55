//! What a store's opened objects are: folders, messages, attachments. What the runtime gives of
//! each, on the object and in the rows of tables alike, is in `given.rs`.

use super::derived;
use super::given::{
    ATTACHMENTS, CONTENTS, HIERARCHY, QUEUE, RECIPIENTS, attachment_given, embedded_given, folder_columns,
    folder_given, message_columns, message_given, number,
};
use super::opened::{Inside, StoreContent};
use super::queue::StoreQueue;
use super::saving;
use crate::bridge::shared::content::{Content, OpenRequest, TableKind};
use crate::bridge::shared::given::GivenList;
#[cfg(debug_assertions)]
use crate::bridge::shared::own_row::AuthorColumn;
use crate::bridge::shared::own_row::{Default, RowColumn};
use crate::draft::{DraftNode, StreamTarget};
use crate::lent::EntryId;
use crate::logon::object::{OpenedObject, OpenedRole, Shape};
use crate::logon::object_key::ObjectKey;
use crate::logon::open_value::RowKind;
use crate::logon::state::LogonState;
use crate::provider::{AuthorRows, Properties, StoreProvider, Table};
use provider_abi::access::Access;
use provider_abi::error::{Code, Result};
use provider_abi::interfaces::{imapi_folder, imapi_prop, imessage};
use provider_abi::prop_value::Property;
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
        StoreQueue { logon, provider }.rows()
    }

    fn open(logon: &Arc<LogonState<P>>, provider: &P, request: &OpenRequest<'_>) -> Result<(u32, *mut c_void)> {
        let access = match request.entry {
            Some(entry) => StoreQueue { logon, provider }.access_to(entry.bytes(), request.access)?,
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
            (Inside::Attachment(_), Some(draft)) => {
                draft.inside().open_embedded(provider, makes).map(Self::changing_message)
            }
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

    #[cfg(debug_assertions)]
    fn of_author(kind: RowKind) -> &'static [AuthorColumn] {
        match kind {
            // What is computed at saving, the author has stored where his store is written to.
            RowKind::Contents if !P::IS_READ_ONLY => MESSAGE_COLUMNS,
            RowKind::Hierarchy | RowKind::Tree => &[(tags::DISPLAY_NAME, "PR_DISPLAY_NAME", "REQ-11")],
            RowKind::Recipients => RECIPIENT_COLUMNS,
            _ => &[],
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

#[cfg(debug_assertions)]
const MESSAGE_COLUMNS: &[AuthorColumn] = &[
    (tags::MESSAGE_FLAGS, "PR_MESSAGE_FLAGS", "REQ-26"),
    (tags::MESSAGE_SIZE, "PR_MESSAGE_SIZE", "REQ-27"),
    (tags::DISPLAY_TO, "PR_DISPLAY_TO", "REQ-28"),
    (tags::DISPLAY_CC, "PR_DISPLAY_CC", "REQ-28"),
    (tags::HASATTACH, "PR_HASATTACH", "REQ-29"),
    (tags::LAST_MODIFICATION_TIME, "PR_LAST_MODIFICATION_TIME", "REQ-30"),
];

#[cfg(debug_assertions)]
const RECIPIENT_COLUMNS: &[AuthorColumn] = &[
    (tags::RECIPIENT_TYPE, "PR_RECIPIENT_TYPE", "REQ-42"),
    (tags::ADDRTYPE, "PR_ADDRTYPE", "REQ-44"),
    (tags::EMAIL_ADDRESS, "PR_EMAIL_ADDRESS", "REQ-44"),
];

/// A table of what is inside a message, each row named by its number.
fn inner_table<P>(rows: impl IntoIterator<Item = (u32, Vec<Property>)>) -> Table<P> {
    let rows = rows.into_iter().map(|(number, values)| ValueRow { key: number.to_le_bytes().to_vec(), values });
    Table { columns: Vec::new(), rows: AuthorRows::Values(rows.collect()) }
}
