//! What the author of an address book writes: the provider, and its containers and mail users as
//! plain values to which the provider is lent with every call. The logon's arguments live in
//! `logon.rs`, properties in `opened.rs`.

use super::logon::LogonContext;
use super::opened::Properties;
use super::service::ServiceContext;
use super::store::FastShutdown;
use super::table::Table;
use crate::lent::EntryId;
use crate::logon::declared::{TakenApart, kind};
use provider_abi::access::Access;
use provider_abi::error::{Code, Result};
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::tag::PropTag;
use provider_abi::uid::Uid;
use provider_abi::wanted::Wanted;
use std::ops::RangeInclusive;

/// An open address book: one value for each logon, made by [`logon`](Self::logon), taken apart at
/// its end.
///
/// Every method may run on any thread, several at once (THR-1). None runs before `logon` has
/// returned, and none after `before_logoff`. The life of one value:
///
/// 1. [`logon`](Self::logon) makes the value. The runtime registers its UID and its status row, and
///    writes the root's name and identifier into the profile section.
/// 2. [`open`](Self::open), [`get`](Self::get) and the methods of opened objects, as clients call.
/// 3. [`interrupt`](Self::interrupt) when the end begins; calls in flight finish.
/// 4. [`persist`](Self::persist), [`before_logoff`](Self::before_logoff): the support object still
///    answers.
/// 5. Subscriptions are cancelled, opened objects dropped.
/// 6. Its fields end in the order they stand in; a panic of one keeps no other from ending.
///
/// ```
/// use provider_runtime::prelude::*;
///
/// #[mapi_provider(kind = "address_book", name = "Friends", uid = "2e0f5c1a-7b64-4d0e-9a55-3c9d3f2f6a13")]
/// struct Friends;
///
/// impl AddressBookProvider for Friends {
///     fn logon(_: &LogonContext<'_, Self>) -> Result<Self> {
///         Ok(Self)
///     }
///     fn open(&self, entry: Option<EntryId<'_>>, _: Access) -> Result<OpenedAddress<Self>> {
///         let Some(entry) = entry else { return Ok(OpenedAddress::container(Everybody)) };
///         match entry.key::<u32>()? {
///             7 => Ok(OpenedAddress::mail_user(Ann)),
///             _ => Err(Code::NOT_FOUND.into()),
///         }
///     }
/// }
///
/// struct Everybody;
/// impl Properties<Friends> for Everybody {}
/// impl ContainerObject<Friends> for Everybody {
///     fn contents(&self, _: &Friends) -> Result<Table<Friends>> {
///         let mut table = Table::new([tags::DISPLAY_NAME::ID]);
///         table.push(Row::of(&7_u32).with(tags::DISPLAY_NAME, "Ann"));
///         Ok(table)
///     }
/// }
///
/// struct Ann;
/// impl Properties<Friends> for Ann {
///     fn get(&self, _: &Friends, tag: PropTag) -> Result<PropValue> {
///         match tag {
///             tags::DISPLAY_NAME::ID => Ok("Ann".into()),
///             _ => Err(Code::NOT_FOUND.into()),
///         }
///     }
/// }
/// impl MailUserObject<Friends> for Ann {}
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not implement `AddressBookProvider`",
    label = "this is to be an address book",
    note = "write `impl AddressBookProvider for {Self}` with `logon` and `open`, below `#[mapi_provider(kind = \"address_book\", …)]`"
)]
pub trait AddressBookProvider: TakenApart<Kind = kind::AddressBook> + Send + Sync {
    /// The versions of MAPI's provider interface that this address book can live with, lowest and
    /// highest (VER-2, VER-3).
    const SPI: RangeInclusive<u32> = 0x0001_0000..=0x0001_0010;

    /// Configures the message service that the address book belongs to (`MSGSERVICEENTRY`): it is
    /// installed, added to a profile, configured or removed. By default there is nothing to
    /// configure.
    ///
    /// It is called in any state: with no provider object, and while address books are logged on.
    /// Settings are properties of the [section](ServiceContext::section), as a logon reads them; a
    /// logon that is there already does not see them change. Nothing of the context can be kept.
    ///
    /// # Errors
    /// [`Code::UNCONFIGURED`] if settings are missing and no dialog may be shown, also in
    /// [`ServiceAction::Create`](crate::ServiceAction::Create); [`Code::USER_CANCEL`] if the user
    /// cancelled the dialog. MAPI's client reads the error's text (SVC-5, SVC-6, SVC-10).
    fn configure(service: &ServiceContext<'_, Self>) -> Result<()> {
        let _ = service;
        Ok(())
    }

    /// Opens the address book that the profile section names (`IABProvider::Logon`, ABLOGON-1).
    ///
    /// # Errors
    /// [`Code::UNCONFIGURED`] if settings are missing, [`Code::FAILONEPROVIDER`] for a missing or
    /// wrong password, [`Code::LOGON_FAILED`] for any other failure to connect (CFG-2).
    fn logon(logon: &LogonContext<'_, Self>) -> Result<Self>;

    /// Opens a container or a mail user by its identifier, a new object each time; `None` is the
    /// root, which is a container (`IABLogon::OpenEntry`, `IABContainer::OpenEntry`, OPEN-4).
    ///
    /// # Errors
    /// [`Code::NOT_FOUND`] for a well-formed entry whose object is gone. [`Code::UNKNOWN_ENTRYID`]
    /// for one that is none of this address book's: then the other logons of the provider object
    /// that have its UID are asked (OPEN-3, UID-6).
    fn open(&self, entry: Option<EntryId<'_>>, access: Access) -> Result<OpenedAddress<Self>>;

    /// The UID in front of the entry identifiers of this logon's objects (UID-4). Several logons
    /// may share one; one for each, made once and kept in the profile, lets MAPI find the right one
    /// at once (ABLOGON-4, UID-5).
    fn uid(&self) -> Uid {
        Self::UID
    }

    /// Makes long calls return: the logon is ending. It runs while calls are in flight and must not
    /// wait for them.
    fn interrupt(&self) {}

    /// Writes to disk what must survive the process. It is called before every logoff, and at
    /// `DoFastShutdown`.
    ///
    /// # Errors
    /// What is not on disk. It is reported and stops no logoff; a fast shutdown is refused
    /// (FAST-10).
    fn persist(&self) -> Result<()> {
        Ok(())
    }

    /// Does the last work of a logon: no call is in flight any more, nothing is released yet, and
    /// the support object still answers.
    ///
    /// # Errors
    /// What went wrong. It is reported and stops nothing (LOGOFF-4).
    fn before_logoff(&self) -> Result<()> {
        Ok(())
    }

    /// Says whether the process may vanish after [`persist`](Self::persist)
    /// (`IMAPIProviderShutdown::QueryFastShutdown`). It has no side effect (FAST-7).
    fn fast_shutdown(&self) -> FastShutdown {
        FastShutdown::Refused
    }

    /// Lists the properties of the root container that [`get`](Self::get) knows; those that the
    /// runtime gives need not be in it. The object that [`open`](Self::open) gives for the root is
    /// asked for its tables only.
    fn tags(&self) -> Vec<PropTag> {
        Vec::new()
    }

    /// Reads one property of the root container. `PR_DISPLAY_NAME` is also what the status table
    /// and the profile call the address book; without one, its declared name is.
    ///
    /// # Errors
    /// [`Code::NOT_FOUND`] for a property that the root does not have: the client reads it as that
    /// property's value.
    fn get(&self, tag: PropTag) -> Result<PropValue> {
        let _ = tag;
        Err(Code::NOT_FOUND.into())
    }

    /// Reads several properties at once: by default with [`get`](Self::get), one after the other.
    ///
    /// # Errors
    /// Why none can be read. A property that cannot be read is answered so, and fails no other.
    fn get_many(&self, wanted: &mut Wanted<'_>) -> Result<()> {
        while let Some(tag) = wanted.next_tag() {
            wanted.answer(tag, self.get(tag));
        }
        Ok(())
    }

    /// Changes properties of the root container, all or none.
    ///
    /// # Errors
    /// Why none was changed; the client gets its code, and reads its text by `GetLastError`.
    fn set(&self, changes: &[Property]) -> Result<()> {
        let _ = changes;
        Err(Code::NO_SUPPORT.into())
    }
}

/// What [`AddressBookProvider::open`] gave.
///
/// An opened object is a plain value (a row number, a path); the address book is lent to it with
/// every call.
#[non_exhaustive]
pub enum OpenedAddress<P> {
    /// A container (`IABContainer`).
    Container(Box<dyn ContainerObject<P>>),
    /// Somebody (`IMailUser`).
    MailUser(Box<dyn MailUserObject<P>>),
}

impl<P> OpenedAddress<P> {
    /// A container.
    pub fn container(container: impl ContainerObject<P>) -> Self {
        Self::Container(Box::new(container))
    }

    /// A mail user.
    pub fn mail_user(user: impl MailUserObject<P>) -> Self {
        Self::MailUser(Box::new(user))
    }
}

impl<P> std::fmt::Debug for OpenedAddress<P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Container(_) => "Container",
            Self::MailUser(_) => "MailUser",
        })
    }
}

/// A container of an address book: mail users, and other containers (`IABContainer`).
pub trait ContainerObject<P>: Properties<P> {
    /// Lists its mail users (`IMAPIContainer::GetContentsTable`).
    ///
    /// # Errors
    /// Why they cannot be listed.
    fn contents(&self, provider: &P) -> Result<Table<P>> {
        let _ = provider;
        Ok(Table::default())
    }

    /// Lists its containers (`IMAPIContainer::GetHierarchyTable`).
    ///
    /// # Errors
    /// Why they cannot be listed.
    fn hierarchy(&self, provider: &P) -> Result<Table<P>> {
        let _ = provider;
        Ok(Table::default())
    }
}

/// Somebody in an address book (`IMailUser`).
pub trait MailUserObject<P>: Properties<P> {}
