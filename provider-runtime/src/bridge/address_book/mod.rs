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
use super::shared::container::{Content, OpenRequest, entry};
use super::shared::prop::Given;
use crate::logon::declared::kind;
use crate::logon::kind::{Callbacks, ProviderKind};
use crate::logon::object::{OpenedObject, OpenedRole, Shape};
use crate::logon::state::LogonState;
use crate::provider::{AddressBookProvider, FastShutdown, OpenedAddress, Properties, Table};
use provider_abi::error::{Code, Error, Result};
use provider_abi::interfaces::{iab_container, imapi_prop};
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::flag::{MAPI_AB_PROVIDER, MAPI_ABCONT, MAPI_MAILUSER, STATUS_VALIDATE_STATE};
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
    const GIVEN: &'static [Given<P, OpenedRole<P>>] = &[
        (tags::OBJECT_TYPE, |object, _, tag, wanted| wanted.put(tag, object.role.shape.kind)),
        (tags::RECORD_KEY, |object, _, tag, wanted| entry(object, tag, wanted)),
        (tags::ENTRYID, |object, _, tag, wanted| entry(object, tag, wanted)),
    ];

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

    fn contents(&self, provider: &P) -> Result<Table> {
        match &self.opened {
            OpenedAddress::Container(container) => container.contents(provider),
            OpenedAddress::MailUser(_) => Err(Code::NO_SUPPORT.into()),
        }
    }

    fn hierarchy(&self, provider: &P) -> Result<Table> {
        match &self.opened {
            OpenedAddress::Container(container) => container.hierarchy(provider),
            OpenedAddress::MailUser(_) => Err(Code::NO_SUPPORT.into()),
        }
    }
}

/// Opens what one logon has itself; the root is a container (OPEN-4).
fn open_own<P: AddressBookProvider>(
    logon: &Arc<LogonState<P>>,
    provider: &P,
    request: &OpenRequest<'_>,
) -> Result<(u32, *mut c_void)> {
    let opened = provider.open(request.entry, request.access)?;
    let is_root = request.entry.is_none();
    if is_root && !matches!(opened, OpenedAddress::Container(_)) {
        return Err(Error::new(Code::CALL_FAILED, "the root of an address book is a container"));
    }
    request.make_object(logon, Address { opened, is_root })
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
