//! All that an address book adds to the runtime: its interfaces, one file each, and here what its logons have and what its
//! objects are. What every kind has is in `com/kind.rs`, what it shares with stores in `container.rs` and `entries.rs`.

mod container;
mod logon;
mod prepare;
pub(crate) mod provider;

pub use logon::BookLogonObject;

use super::container::{Content, Wish, entry};
use super::prop::Given;
use super::service::{self, Exported};
use crate::com::core::Core;
use crate::com::kind::{Ask, Lifecycle};
use crate::com::object::{OpenedRole, Shape};
use crate::provider::declared::kind;
use crate::provider::{AddressBookProvider, OpenedAddress, Properties, Table};
use provider_abi::error::{Code, Error, Result};
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::flag::{MAPI_AB_PROVIDER, MAPI_ABCONT, MAPI_MAILUSER, STATUS_VALIDATE_STATE};
use provider_abi::shapes::iid::{IID_IABContainer, IID_IMAPIContainer, IID_IMAPIProp, IID_IMailUser, Iid};
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use std::ffi::c_void;
use std::sync::Arc;

impl<P: AddressBookProvider> Lifecycle<kind::AddressBook> for P {
    type Opened = Address<P>;
    type Life = ();
    type Open = ();
    const ASK: Ask<P, ()> = Ask {
        kind: MAPI_AB_PROVIDER,
        spi: P::SPI,
        configure: P::configure,
        name,
        uid: P::uid,
        columns: |_| Vec::new(),
        methods: STATUS_VALIDATE_STATE,
        flush: |_, _, _| Err(Code::NO_SUPPORT.into()),
        interrupt: |of, _| of.interrupt(),
        persist: P::persist,
        before_logoff: P::before_logoff,
        fast_shutdown: P::fast_shutdown,
        farewell: |_| None, // an address book has no transports, and its support object refuses the call (SUP-1)
        held: |_| None,
    };
}

/// An address book, exported.
pub const fn address_book<P: AddressBookProvider>() -> Exported {
    service::exported::<P>(provider::init_address_book::<P>)
}

/// The four classes of an address book, under names of its own, and the one demand for the author's trait.
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
fn name<P: AddressBookProvider>(of: &P) -> String {
    match of.get(tags::DISPLAY_NAME) {
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
        (tags::OBJECT_TYPE, |object, _| Some(object.role.shape.kind.into())),
        (tags::RECORD_KEY, |object, _| Some(entry(object)?.into())),
        (tags::ENTRYID, |object, _| Some(entry(object)?.into())),
    ];

    /// OPEN-3, UID-6: what this logon does not know, its siblings may. The object is then one of the sibling's.
    fn open(core: &Arc<Core<P>>, of: &P, wish: &Wish<'_>) -> Result<(u32, *mut c_void)> {
        let mut answer = own(core, of, wish);
        if wish.entry.is_none() || !answer.as_ref().is_err_and(|error| error.code() == Code::UNKNOWN_ENTRYID) {
            return answer;
        }
        let is_sibling = |other: &Arc<Core<P>>| !Arc::ptr_eq(other, core) && other.uid() == core.uid();
        for sibling in core.home.logons().into_iter().filter(is_sibling) {
            match sibling.ask(|of| own(&sibling, of, wish)) {
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
                const { &Shape::of(MAPI_ABCONT, "container", CONTAINER, container::methods::<P>()) }
            }
            OpenedAddress::MailUser(_) => {
                const { &Shape::of(MAPI_MAILUSER, "mail user", MAIL_USER, container::mail_user_methods::<P>()) }
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

    fn contents(&self, of: &P) -> Result<Table> {
        match &self.opened {
            OpenedAddress::Container(container) => container.contents(of),
            OpenedAddress::MailUser(_) => Err(Code::NO_SUPPORT.into()),
        }
    }

    fn hierarchy(&self, of: &P) -> Result<Table> {
        match &self.opened {
            OpenedAddress::Container(container) => container.hierarchy(of),
            OpenedAddress::MailUser(_) => Err(Code::NO_SUPPORT.into()),
        }
    }
}

/// What one logon has itself; the root is a container (OPEN-4).
fn own<P: AddressBookProvider>(core: &Arc<Core<P>>, of: &P, wish: &Wish<'_>) -> Result<(u32, *mut c_void)> {
    let (opened, is_root) = (of.open(wish.entry, wish.access)?, wish.entry.is_none());
    if is_root && !matches!(opened, OpenedAddress::Container(_)) {
        return Err(Error::new(Code::CALL_FAILED, "the root of an address book is a container"));
    }
    wish.give(core, Address { opened, is_root })
}

/// The root's properties: those of the address book itself, and a name in any case.
struct Root;

impl<P: AddressBookProvider> Properties<P> for Root {
    fn tags(&self, of: &P) -> Result<Vec<PropTag>> {
        let mut tags = of.tags();
        if !tags.iter().any(|tag| tag.id() == tags::DISPLAY_NAME.id()) {
            tags.push(tags::DISPLAY_NAME);
        }
        Ok(tags)
    }

    fn get(&self, of: &P, tag: PropTag) -> Result<PropValue> {
        if tag.id() == tags::DISPLAY_NAME.id() { Ok(name(of).into()) } else { of.get(tag) }
    }

    fn set(&self, of: &P, changes: &[Property]) -> Result<()> {
        of.set(changes)
    }
}
