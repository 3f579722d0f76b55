//! All that an address book adds to the runtime: its interfaces, one file each, and here how its
//! author's trait is asked and what its objects are. What every kind has is in `logon/kind.rs`,
//! what it shares with stores in `shared/`.

mod container;
mod logon;
mod prepare;
mod provider;

pub use logon::BookLogonObject;
pub(super) use provider::init_address_book;

use super::service::{self, Exported};
use super::shared::content::{Content, OpenRequest, TableKind, entry};
use super::shared::given::GivenList;
#[cfg(debug_assertions)]
use super::shared::own_row::AuthorColumn;
use super::shared::own_row::{Default, RowColumn};
use crate::lent::EntryId;
use crate::logon::declared::kind;
use crate::logon::kind::{Callbacks, ProviderKind};
use crate::logon::object::{OpenedObject, OpenedRole, Shape};
use crate::logon::open_value::RowKind;
use crate::logon::state::LogonState;
use crate::provider::{AddressBookProvider, FastShutdown, OpenedAddress, Properties, Table};
use provider_abi::access::Access;
use provider_abi::error::{Code, Error, Result};
use provider_abi::interfaces::{iab_container, imapi_prop};
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::flag::*;
use provider_abi::shapes::iid::{IID_IABContainer, IID_IMAPIContainer, IID_IMAPIProp, IID_IMailUser, Iid};
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use provider_abi::wanted::Wanted;
use std::ffi::c_void;
use std::sync::Arc;

impl<P: AddressBookProvider> ProviderKind<kind::AddressBook> for P {
    type Opened = Address<P>;
    type KindState = ();
    type SharedKindState = ();
    const CALLBACKS: Callbacks<P, ()> = Callbacks {
        kind: MAPI_AB_PROVIDER,
        spi: P::SPI,
        name,
        uid: P::uid,
        columns: |_| Vec::new(),
        methods: STATUS_VALIDATE_STATE,
        flush: |_, _, _| Err(Code::NO_SUPPORT.into()),
        names: |_| None,
        interrupt: |provider, _| provider.interrupt(),
        persist: P::persist,
        before_logoff: P::before_logoff,
        is_ready_for_fast_shutdown: |provider| provider.fast_shutdown() == FastShutdown::Ready,
        transport_logoff_flags: |_| None, // its support object refuses the call (SUP-1)
        held_by_client: |_| None,
    };
}

/// An address book, exported.
pub const fn address_book<P: AddressBookProvider>() -> Exported {
    service::exported::<P>(init_address_book::<P>)
}

/// The four classes of an address book, under names of its own, and the one demand for the author's
/// trait.
#[doc(hidden)]
#[macro_export]
macro_rules! __address_book_classes {
    ($visibility:vis $name:ident: $provider:ident, $logon:ident, $object:ident, $status:ident) => {
        $crate::__class! { $visibility $name $provider ProviderObject "`IABProvider` and `IMAPIProviderShutdown` of [`" }
        $crate::__class! { $visibility $name $logon BookLogonObject "`IABLogon` of [`" }
        $crate::__class! { $visibility $name $object OpenedObject "`IABContainer` and `IMailUser` of [`" }
        $crate::__class! { $visibility $name $status StatusObject "`IMAPIStatus` of [`" }
        const _: () = $crate::__private::is_an_address_book::<$name>();
    };
}

/// PR_DISPLAY_NAME of the root: the author's, if he has one.
fn name<P: AddressBookProvider>(provider: &P) -> String {
    match provider.get(tags::DISPLAY_NAME) {
        Ok(PropValue::Text(name)) => name,
        _ => P::NAME.into(),
    }
}

/// What an author's `open` gave, and whether it is the root.
pub struct Address<P> {
    opened: OpenedAddress<P>,
    is_root: bool,
}

const CONTAINER: &[Iid] = &[IID_IABContainer, IID_IMAPIContainer, IID_IMAPIProp];
const MAIL_USER: &[Iid] = &[IID_IMailUser, IID_IMAPIProp];

impl<P: AddressBookProvider> Content<P> for Address<P> {
    fn given(_object: &OpenedObject<P>) -> &'static GivenList<P, OpenedRole<P>> {
        const {
            &GivenList::new(&[
                (tags::OBJECT_TYPE, |object, _, tag, wanted| wanted.put(tag, object.role.shape.kind)),
                (tags::RECORD_KEY, |object, _, tag, wanted| entry(object, tag, wanted)),
                (tags::ENTRYID, |object, _, tag, wanted| entry(object, tag, wanted)),
            ])
        }
    }

    fn ask(provider: &P, entry: Option<EntryId<'_>>, access: Access) -> Result<Self> {
        let opened = provider.open(entry, access)?;
        let is_root = entry.is_none();
        if is_root && !matches!(opened, OpenedAddress::Container(_)) {
            return Err(Error::new(Code::CALL_FAILED, "the root of an address book is a container"));
        }
        Ok(Self { opened, is_root })
    }

    /// OPEN-3, UID-6: what this logon does not know, its siblings may. The object is then one of
    /// the sibling's.
    fn open(logon: &Arc<LogonState<P>>, provider: &P, request: &OpenRequest<'_>) -> Result<(u32, *mut c_void)> {
        let mut answer = open_own(logon, provider, request);
        if request.entry.is_none() || !answer.as_ref().is_err_and(|error| error.code() == Code::UNKNOWN_ENTRYID) {
            return answer;
        }
        let is_sibling = |other: &Arc<LogonState<P>>| !Arc::ptr_eq(other, logon) && other.uid() == logon.uid();
        for sibling in logon.provider_state.logons().into_iter().filter(is_sibling) {
            match sibling.with_provider(|provider| open_own(&sibling, provider, request)) {
                Ok(opened) => return Ok(opened),
                Err(error) if error.code() == Code::NOT_FOUND => answer = Err(error), // it was its own
                Err(_) => {}
            }
        }
        answer
    }

    fn shape(&self) -> &'static Shape {
        match self.opened {
            OpenedAddress::Container(_) => {
                const {
                    &Shape::of(
                        MAPI_ABCONT,
                        "container",
                        CONTAINER,
                        const { &iab_container::vtable::<OpenedObject<P>, 0>() },
                    )
                }
            }
            OpenedAddress::MailUser(_) => {
                const {
                    &Shape::of(
                        MAPI_MAILUSER,
                        "mail user",
                        MAIL_USER,
                        const { &imapi_prop::vtable::<OpenedObject<P>, 0>() },
                    )
                }
            }
        }
    }

    fn properties(&self) -> &dyn Properties<P> {
        match &self.opened {
            _ if self.is_root => &Root,
            OpenedAddress::Container(container) => &**container,
            OpenedAddress::MailUser(user) => &**user,
        }
    }

    fn rows(&self, provider: &P, kind: TableKind) -> Result<Table<P>> {
        match (&self.opened, kind) {
            (OpenedAddress::Container(container), TableKind::Contents) => container.contents(provider),
            (OpenedAddress::Container(container), TableKind::Hierarchy) => container.hierarchy(provider),
            _ => Err(Code::NO_SUPPORT.into()),
        }
    }

    fn required(kind: RowKind) -> &'static [PropTag] {
        match kind {
            RowKind::Hierarchy | RowKind::Tree => HIERARCHY,
            _ => CONTENTS,
        }
    }

    fn row_columns(kind: RowKind) -> &'static [RowColumn<P>] {
        match kind {
            RowKind::Hierarchy => {
                const {
                    &[
                        (tags::ENTRYID, |row, key, tag, wanted| wanted.binary(tag, &row.entry(key))),
                        (tags::RECORD_KEY, |row, key, tag, wanted| wanted.binary(tag, &row.entry(key))),
                        (tags::OBJECT_TYPE, |_, _, tag, wanted| wanted.put(tag, MAPI_ABCONT)),
                        (tags::DEPTH, |_, _, tag, wanted| wanted.put(tag, 0_u32)),
                    ]
                }
            }
            _ => {
                const {
                    &[
                        (tags::ENTRYID, |row, key, tag, wanted| wanted.binary(tag, &row.entry(key))),
                        (tags::RECORD_KEY, |row, key, tag, wanted| wanted.binary(tag, &row.entry(key))),
                    ]
                }
            }
        }
    }

    #[cfg(debug_assertions)]
    fn of_author(kind: RowKind) -> &'static [AuthorColumn] {
        match kind {
            RowKind::Hierarchy | RowKind::Tree => &[
                (tags::DISPLAY_NAME, "PR_DISPLAY_NAME", "REQ-11"),
                (tags::CONTAINER_FLAGS, "PR_CONTAINER_FLAGS", "REQ-22"),
            ],
            _ => &[
                (tags::DISPLAY_NAME, "PR_DISPLAY_NAME", "REQ-11"),
                (tags::ADDRTYPE, "PR_ADDRTYPE", "REQ-44"),
                (tags::EMAIL_ADDRESS, "PR_EMAIL_ADDRESS", "REQ-44"),
            ],
        }
    }

    fn defaults(kind: RowKind) -> &'static [Default] {
        match kind {
            RowKind::Hierarchy | RowKind::Tree => &[
                (tags::OBJECT_TYPE, || MAPI_ABCONT.into()),
                (tags::COMMENT, || "".into()),
                (tags::DISPLAY_TYPE, || DT_NOT_SPECIFIC.into()),
                (tags::STATUS, || 0_u32.into()),
            ],
            _ => &[(tags::OBJECT_TYPE, || MAPI_MAILUSER.into()), (tags::DISPLAY_TYPE, || 0_u32.into())],
        }
    }
}

const CONTENTS: &[PropTag] = &[
    tags::ENTRYID,
    tags::INSTANCE_KEY,
    tags::RECORD_KEY,
    tags::DISPLAY_NAME,
    tags::ADDRTYPE,
    tags::EMAIL_ADDRESS,
    tags::DISPLAY_TYPE,
    tags::OBJECT_TYPE,
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
    tags::CONTAINER_FLAGS,
];

/// Opens what one logon has itself; the root is a container (OPEN-4).
fn open_own<P: AddressBookProvider>(
    logon: &Arc<LogonState<P>>,
    provider: &P,
    request: &OpenRequest<'_>,
) -> Result<(u32, *mut c_void)> {
    request.make_object(logon, Address::ask(provider, request.entry, request.access)?)
}

/// The root's properties: those of the address book itself, and a name in any case.
struct Root;

impl<P: AddressBookProvider> Properties<P> for Root {
    fn tags(&self, provider: &P) -> Result<Vec<PropTag>> {
        let mut tags = provider.tags();
        if !tags.iter().any(|tag| tag.id() == tags::DISPLAY_NAME.id()) {
            tags.push(tags::DISPLAY_NAME);
        }
        Ok(tags)
    }

    fn get(&self, provider: &P, tag: PropTag) -> Result<PropValue> {
        if tag.id() == tags::DISPLAY_NAME.id() { Ok(name(provider).into()) } else { provider.get(tag) }
    }

    fn get_many(&self, provider: &P, wanted: &mut Wanted<'_>) -> Result<()> {
        wanted.text(tags::DISPLAY_NAME, &name(provider));
        provider.get_many(wanted)
    }

    fn set(&self, provider: &P, changes: &[Property]) -> Result<()> {
        provider.set(changes)
    }
}
