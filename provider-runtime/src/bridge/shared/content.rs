//! What an author's `open` gives, as the interfaces of stores and address books ask it: the methods
//! of one kind of provider. How it becomes an object is here too; the interfaces are in
//! `container.rs`, `prop.rs`, `table.rs`.

use super::given::GivenList;
#[cfg(debug_assertions)]
use super::own_row::AuthorColumn;
use super::own_row::{Default, RowColumn};
use crate::draft::StreamTarget;
use crate::lent::EntryId;
use crate::logon::kind::Provider;
use crate::logon::object::{OpenedObject, OpenedRole, Origin, Shape};
use crate::logon::object_key::ObjectKey;
use crate::logon::open_value::{RowKind, Value};
use crate::logon::state::LogonState;
use crate::provider::{Properties, Table};
use provider_abi::access::Access;
use provider_abi::class::interface;
use provider_abi::entry_id;
use provider_abi::error::{Error, Result};
use provider_abi::prop_object::opened_for_reading;
use provider_abi::prop_value::Property;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::iid::Iid;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use provider_abi::wanted::Wanted;
use std::ffi::c_void;
use std::sync::Arc;

/// Which object is to be opened, and as what.
#[derive(Clone, Copy)]
pub(crate) struct OpenRequest<'a> {
    pub(in crate::bridge) entry: Option<EntryId<'a>>,
    pub(in crate::bridge) access: Access,
    pub(in crate::bridge) interface: Option<Iid>,
    /// What opens it.
    pub(in crate::bridge) parent: &'static str,
}

impl OpenRequest<'_> {
    /// Makes an object of what the author gave, if that has the interface that was asked for.
    pub(in crate::bridge) fn make_object<P: Opens>(
        &self,
        logon: &Arc<LogonState<P>>,
        content: P::Opened,
    ) -> Result<(u32, *mut c_void)> {
        if content.is_for_reading() && self.access == Access::Write {
            return Err(Error::new(Code::NO_ACCESS, "it can be read alone")); // CONT-16
        }
        let is_writable = self.access != Access::Read && !content.is_for_reading();
        let content = if is_writable { content.for_changing() } else { content };
        let key = self.entry.map_or(&[][..], |entry| entry.bytes());
        let opened =
            NewObject { key: ObjectKey::new(key), is_writable, interface: self.interface, method: "OpenEntry" };
        opened.make(logon, self.parent, key, content)
    }
}

/// How an object that was opened comes to its client.
pub(in crate::bridge) struct NewObject {
    pub(in crate::bridge) key: ObjectKey,
    pub(in crate::bridge) is_writable: bool,
    pub(in crate::bridge) interface: Option<Iid>,
    /// What opened it, for the leak trace.
    pub(in crate::bridge) method: &'static str,
}

impl NewObject {
    /// The object: its PR_OBJECT_TYPE, and its interface with one reference.
    pub(in crate::bridge) fn make<P: Opens>(
        self,
        logon: &Arc<LogonState<P>>,
        parent: &'static str,
        entry: &[u8],
        content: P::Opened,
    ) -> Result<(u32, *mut c_void)> {
        let shape = content.shape();
        if !self.interface.is_none_or(|iid| shape.answers(iid)) {
            return Err(Code::INTERFACE_NOT_SUPPORTED.into());
        }
        let origin = Origin { method: self.method, parent, entry };
        let object = logon.add_opened(Value::Opened(content), shape, self.key, self.is_writable, &origin);
        Ok((shape.kind, interface(object, 0)))
    }
}

/// What an author's `open` gives, with the methods of one kind of provider.
pub(crate) trait Content<P: Provider>: Sized {
    /// The properties that the runtime gives of an object.
    fn given(object: &OpenedObject<P>) -> &'static GivenList<P, OpenedRole<P>>;

    /// Asks the author.
    fn ask(provider: &P, entry: Option<EntryId<'_>>, access: Access) -> Result<Self>;

    /// Asks the author, and makes an object of what he gives: its PR_OBJECT_TYPE, and itself.
    fn open(logon: &Arc<LogonState<P>>, provider: &P, request: &OpenRequest<'_>) -> Result<(u32, *mut c_void)>;

    /// Whether the author grants reading alone.
    fn is_for_reading(&self) -> bool {
        false
    }

    /// The same for a client that may change it.
    fn for_changing(self) -> Self {
        self
    }

    /// Which interface it has.
    fn shape(&self) -> &'static Shape;

    /// The author's own properties.
    fn properties(&self) -> &dyn Properties<P>;

    /// The rows of one of its tables; `MAPI_E_NO_SUPPORT` if it has no such table.
    fn rows(&self, provider: &P, kind: TableKind) -> Result<Table<P>>;

    /// The rows of the outgoing queue, if there is one.
    fn queue(_logon: &LogonState<P>, _provider: &P) -> Result<Table<P>> {
        Err(Code::NO_SUPPORT.into())
    }

    /// Opens what a `PT_OBJECT` property stands for, other than a table: a message in an
    /// attachment; a new one if `makes`.
    fn open_object(&self, _provider: &P, _tag: PropTag, _makes: bool) -> Result<Self> {
        Err(Code::INTERFACE_NOT_SUPPORTED.into())
    }

    /// The rows of the table that a property stands for (RES-29).
    fn inside(&self, _provider: &P, _tag: PropTag) -> Result<Vec<Vec<Property>>> {
        Err(Code::TOO_COMPLEX.into())
    }

    /// What is derived from the rest of it where the author does not answer.
    fn derived_tags(&self) -> &'static [PropTag] {
        &[]
    }

    /// Answers what is still wanted and can be derived.
    fn derive(&self, _provider: &P, _key: &[u8], _wanted: &mut Wanted<'_>) {}

    /// Whether a client cannot set the property, because the runtime computes it; beside what it
    /// gives.
    fn is_computed(&self, _tag: PropTag) -> bool {
        false
    }

    /// Whether a client can delete what a property that is an object stands for, all of it
    /// (PROP-63).
    fn can_empty(&self, _tag: PropTag) -> bool {
        false
    }

    /// Where a property goes that a client writes through a stream; `None`: it cannot.
    fn stream_target(&self) -> Option<Box<dyn StreamTarget<P>>> {
        None
    }

    /// `IMAPIProp::SaveChanges`
    fn save(&self, object: &OpenedObject<P>, provider: &P, _flags: u32) -> Result<()> {
        if !object.role.is_writable {
            return Err(opened_for_reading());
        }
        self.properties().save(provider)
    }

    /// Tells of properties that a client has changed, where that is at once.
    fn changed(&self, _object: &OpenedObject<P>, _provider: &P) {}

    /// The columns of a table that a client sees who chooses none (CONT-9, CONT-10, CONT-12).
    fn required(kind: RowKind) -> &'static [PropTag];

    /// The columns that the runtime gives.
    fn row_columns(kind: RowKind) -> &'static [RowColumn<P>];

    /// The columns that the runtime fills in where the author does not.
    fn defaults(kind: RowKind) -> &'static [Default];

    /// The columns that only the author can give, for a debug build to name those that he has left
    /// out.
    #[cfg(debug_assertions)]
    fn of_author(_kind: RowKind) -> &'static [AuthorColumn] {
        &[]
    }

    /// The columns that are derived by opening what the row shows, where the author does not answer
    /// them.
    fn derived(_kind: RowKind) -> &'static [PropTag] {
        &[]
    }
}

/// Which table of an object.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum TableKind {
    Contents,
    Associated,
    Hierarchy,
    Recipients,
    Attachments,
}

impl TableKind {
    /// The table that a `PT_OBJECT` property stands for (PROP-33).
    pub(in crate::bridge) fn of_property(tag: PropTag) -> Option<Self> {
        let all = [
            (tags::CONTAINER_CONTENTS, Self::Contents),
            (tags::FOLDER_ASSOCIATED_CONTENTS, Self::Associated),
            (tags::CONTAINER_HIERARCHY, Self::Hierarchy),
            (tags::MESSAGE_RECIPIENTS, Self::Recipients),
            (tags::MESSAGE_ATTACHMENTS, Self::Attachments),
        ];
        all.into_iter().find(|(property, _)| property.id() == tag.id()).map(|(_, kind)| kind)
    }
}

/// A provider whose opened objects have methods: a store or an address book.
pub(crate) trait Opens: Provider<Opened: Content<Self>> {}

impl<P: Provider<Opened: Content<P>>> Opens for P {}

/// Lends what the author's `open` gave.
pub(in crate::bridge) fn with_content<P: Opens, R>(
    object: &OpenedObject<P>,
    provider: &P,
    work: impl FnOnce(&P::Opened) -> Result<R>,
) -> Result<R> {
    object.with_value(provider, |value| match value {
        Value::Opened(content) => work(content),
        _ => Err(Code::NO_SUPPORT.into()),
    })
}

/// PR_ENTRYID; what has no key has none.
pub(in crate::bridge) fn entry<P: Opens>(object: &OpenedObject<P>, tag: PropTag, wanted: &mut Wanted<'_>) {
    if let Some(key) = object.role.key.bytes() {
        wanted.binary(tag, &entry_id::long_term(&object.logon.uid(), key));
    }
}
