//! What the author of a message store writes, and `FastShutdown`, which every kind has. Its opened
//! objects are in `opened.rs`, the logon's arguments in `logon.rs`.

use super::logon::LogonContext;
use super::opened::Opened;
use super::service::ServiceContext;
use super::special_folders::{SpecialFolder, SpecialFolders};
use crate::lent::{EntryId, StoreKey};
use crate::logon::declared::{TakenApart, kind};
use provider_abi::access::Access;
use provider_abi::error::{Code, Result};
use provider_abi::names::NameMap;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::flag::{STORE_ATTACH_OK, STORE_MV_PROPS_OK, STORE_SUBMIT_OK};
use provider_abi::shapes::tag::PropTag;
use provider_abi::uid::Uid;
use provider_abi::wanted::Wanted;
use std::ops::RangeInclusive;

/// An open message store: one value for each logon, made by [`logon`](Self::logon), taken apart at
/// its end.
///
/// Every method may run on any thread, several at once (THR-1). None runs before `logon` has
/// returned, and none after `before_logoff`. The life of one value:
///
/// 1. [`identify`](Self::identify) says which store is meant; if it is open already, its client
///    gets the same one.
/// 2. [`logon`](Self::logon) makes the value. The runtime registers its UID and its status row.
/// 3. [`open`](Self::open), [`get`](Self::get) and the methods of opened objects, as clients call.
/// 4. [`interrupt`](Self::interrupt) when the end begins; calls in flight finish.
/// 5. [`persist`](Self::persist), [`before_logoff`](Self::before_logoff): the support object still
///    answers.
/// 6. Subscriptions are cancelled, opened objects dropped, the transports told.
/// 7. Its fields end in the order they stand in; a panic of one keeps no other from ending.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not implement `StoreProvider`",
    label = "this is to be a store",
    note = "write `impl StoreProvider for {Self}` with `logon` and `open`, below `#[mapi_provider(kind = \"store\", …)]`"
)]
pub trait StoreProvider: TakenApart<Kind = kind::Store> + Send + Sync {
    /// The versions of MAPI's provider interface that this store can live with, lowest and highest
    /// (VER-2, VER-3).
    const SPI: RangeInclusive<u32> = 0x0001_0000..=0x0001_0010;

    /// Whether nobody can change anything in it: a client that asks for writing gets
    /// `MAPI_E_NO_ACCESS` or, where the best access will do, reads. By default it can be changed.
    const IS_READ_ONLY: bool = false;

    /// What its messages can have. The runtime adds what it does itself (STORE-22).
    const ABILITIES: Abilities = Abilities::NONE;

    /// `MSGSERVICEENTRY`: the message service that the store belongs to is installed, added to a
    /// profile, configured or removed. By default there is nothing to configure.
    ///
    /// Called in any state: with no provider object, and while stores are logged on (SVC-10).
    /// Settings are properties of the [section](ServiceContext::section), as a logon reads them; a
    /// logon that is there already does not see them change. Nothing of the context can be kept.
    ///
    /// # Errors
    /// [`Code::UNCONFIGURED`] if settings are missing and no dialog may be shown, also in
    /// [`ServiceAction::Create`](crate::ServiceAction::Create) (SVC-5, SVC-6);
    /// [`Code::USER_CANCEL`] if the user cancelled the dialog. MAPI's client reads the error's
    /// text.
    ///
    /// ```
    /// use provider_runtime::prelude::*;
    ///
    /// /// The setting: a provider's own have ids 0x6600 to 0x67EF.
    /// const SERVER: Tag<str> = Tag::new(0x6601);
    ///
    /// # #[mapi_provider(kind = "store", name = "Mail", uid = "5f0b7c1e-2f34-4a0e-8d11-6a7c9be0d2c4")]
    /// # struct Mail;
    /// impl StoreProvider for Mail {
    ///     fn configure(service: &ServiceContext<'_, Self>) -> Result<()> {
    ///         if !matches!(service.action(), ServiceAction::Create | ServiceAction::Configure) {
    ///             return Ok(());
    ///         }
    ///         let section = service.section(Access::Write)?;
    ///         if let Some(server) = service.properties().iter().find(|setting| setting.tag == SERVER) {
    ///             section.set(std::slice::from_ref(server))?;
    ///         }
    ///         match section.text(SERVER)? {
    ///             Some(_) => Ok(()),
    ///             None => Err(Error::new(Code::UNCONFIGURED, "no server is set")), // there is no dialog to ask in
    ///         }
    ///     }
    ///     // `logon`, `open`
    /// #     fn logon(_: &LogonContext<'_, Self>) -> Result<Self> { Ok(Self) }
    /// #     fn open(&self, _: Option<EntryId<'_>>, _: Access) -> Result<Opened<Self>> { Err(Code::NOT_FOUND.into()) }
    /// }
    /// ```
    fn configure(service: &ServiceContext<'_, Self>) -> Result<()> {
        let _ = service;
        Ok(())
    }

    /// Says which store is meant, before anything is opened. Equal keys are one store: the second
    /// logon gets the first's.
    ///
    /// It is called only when MAPI gives no entry identifier. The default is the UID of the profile
    /// section, or a fresh key where there is none.
    ///
    /// # Errors
    /// As for [`logon`](Self::logon), which is not called then (MSLOGON-6, MSLOGON-7).
    fn identify(logon: &LogonContext<'_, Self>) -> Result<StoreKey> {
        logon.section_key()
    }

    /// Opens the store that [`LogonContext::key`] names (`IMSProvider::Logon`,
    /// `IMSProvider::SpoolerLogon`).
    ///
    /// # Errors
    /// [`Code::UNCONFIGURED`] if settings are missing, [`Code::FAILONEPROVIDER`] for a missing or
    /// wrong password, [`Code::LOGON_FAILED`] for any other failure to connect (CFG-2).
    fn logon(logon: &LogonContext<'_, Self>) -> Result<Self>;

    /// Opens a folder or a message by its identifier, a new object each time; `None` is the root
    /// folder (`IMsgStore::OpenEntry`, `IMSLogon::OpenEntry`, OPEN-4).
    ///
    /// # Errors
    /// [`Code::NOT_FOUND`] for a well-formed entry whose object is gone, [`Code::UNKNOWN_ENTRYID`]
    /// for one that is none of this store's (OPEN-3).
    fn open(&self, entry: Option<EntryId<'_>>, access: Access) -> Result<Opened<Self>>;

    /// The UID in front of the entry identifiers of this logon's objects (UID-4, UID-5).
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

    /// The folders that mail clients look for: by default the store has none of them.
    ///
    /// The runtime makes `PR_VALID_FOLDER_MASK` and `PR_IPM_*_ENTRYID` of the store of them
    /// (STORE-25), and the default receive folder of the Inbox.
    ///
    /// # Errors
    /// Why they cannot be told.
    fn special_folders(&self) -> Result<SpecialFolders> {
        Ok(SpecialFolders::default())
    }

    /// The folders that messages of some classes arrive in, beside the default one
    /// (`IMsgStore::GetReceiveFolder`): each class with the key of its folder.
    ///
    /// # Errors
    /// Why they cannot be told.
    fn receive_folders(&self) -> Result<Vec<(String, Vec<u8>)>> {
        Ok(Vec::new())
    }

    /// Makes messages of a class arrive in a folder, or in the default one again
    /// (`IMsgStore::SetReceiveFolder`, STORE-8): what [`receive_folders`](Self::receive_folders)
    /// tells then. The class `""` is the default. By default that cannot be changed.
    ///
    /// # Errors
    /// Why it is as it was.
    fn set_receive_folder(&self, class: &str, folder: Option<&[u8]>) -> Result<()> {
        let _ = (class, folder);
        Err(Code::NO_SUPPORT.into())
    }

    /// Makes a folder one that mail clients look for: what
    /// [`special_folders`](Self::special_folders) tells then (STORE-26). By default that cannot be
    /// changed.
    ///
    /// # Errors
    /// Why it is as it was.
    fn set_special_folder(&self, which: SpecialFolder, folder: &[u8]) -> Result<()> {
        let _ = (which, folder);
        Err(Code::NO_SUPPORT.into())
    }

    /// The outgoing queue, if messages can be sent from this store (`SUBMIT-*`); then
    /// [`ABILITIES`](Self::ABILITIES) has [`Abilities::SUBMISSION`].
    fn queue(&self) -> Option<&dyn Queue> {
        None
    }

    /// The map of the names of properties, if the store keeps one: without one no name is known,
    /// and none can be added (PROP-104).
    fn names(&self) -> Option<&dyn NameMap> {
        None
    }

    /// Lists the properties of the store that [`get`](Self::get) knows; those that the runtime
    /// gives need not be in it.
    fn tags(&self) -> Vec<PropTag> {
        Vec::new()
    }

    /// Reads one property of the store. The runtime answers the required ones itself and asks for
    /// `PR_DISPLAY_NAME` first.
    ///
    /// # Errors
    /// [`Code::NOT_FOUND`] for a property that the store does not have: the client reads it as that
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

    /// Changes properties of the store, all or none.
    ///
    /// # Errors
    /// Why none was changed; the client gets its code, and reads its text by `GetLastError`.
    fn set(&self, changes: &[Property]) -> Result<()> {
        let _ = changes;
        Err(Code::NO_SUPPORT.into())
    }

    /// Removes properties of the store, all or none; what is not there is removed already.
    ///
    /// # Errors
    /// Why none was removed.
    fn remove(&self, tags: &[PropTag]) -> Result<()> {
        let _ = tags;
        Err(Code::NO_SUPPORT.into())
    }
}

/// The messages of a store that wait to be sent (`IMsgStore::GetOutgoingQueue`). It outlives the
/// process (SUBMIT-14).
///
/// A message comes into it with the changes that [submit](crate::MessageChanges::submits) it, in
/// the same transaction. What the spooler does with it meanwhile, the runtime knows.
pub trait Queue {
    /// The keys of the messages in it, in the order in which they came.
    ///
    /// # Errors
    /// Why they cannot be listed.
    fn keys(&self) -> Result<Vec<Vec<u8>>>;

    /// Takes a message out, and leaves it in its folder. One that is not in it is out already.
    ///
    /// # Errors
    /// Why it is still in it.
    fn remove(&self, key: &[u8]) -> Result<()>;
}

/// What the messages of a store can have: bits of `PR_STORE_SUPPORT_MASK` that only its author
/// knows (STORE-22).
///
/// ```
/// use provider_runtime::Abilities;
/// const OURS: Abilities = Abilities::ATTACHMENTS.and(Abilities::HTML);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Abilities(u32);

impl Abilities {
    /// Text alone.
    pub const NONE: Self = Self(0);
    /// Attachments (`STORE_ATTACH_OK`).
    pub const ATTACHMENTS: Self = Self(STORE_ATTACH_OK);
    /// Bodies in HTML (`STORE_HTML_OK`).
    pub const HTML: Self = Self(0x0001_0000);
    /// Messages that are sent: its [`queue`](StoreProvider::queue) (`STORE_SUBMIT_OK`).
    pub const SUBMISSION: Self = Self(STORE_SUBMIT_OK);
    /// Properties with several values (`STORE_MV_PROPS_OK`).
    pub const SEVERAL_VALUES: Self = Self(STORE_MV_PROPS_OK);

    /// These and others.
    #[must_use]
    pub const fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    pub(crate) const fn bits(self) -> u32 {
        self.0
    }
}

/// The answer to `QueryFastShutdown`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FastShutdown {
    /// What `persist` does is enough.
    Ready,
    /// The ordinary logoff is needed.
    Refused,
}
