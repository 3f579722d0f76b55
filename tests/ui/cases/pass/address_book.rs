//! A store and an address book and their entry points in one crate, as a DLL's own; the words in
//! either order.
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs)]
use provider_runtime::prelude::*;

/// An address book.
#[mapi_provider(kind = "address_book", name = "Contacts", uid = "6b3c1a52-6c0e-4f0e-9c57-3c9d3f2f6a12")]
pub struct Contacts {
    support: Support<Self>,
}

impl AddressBookProvider for Contacts {
    fn logon(logon: &LogonContext<'_, Self>) -> Result<Self> {
        Ok(Self { support: logon.support().clone() })
    }
    fn open(&self, entry: Option<EntryId<'_>>, _: Access) -> Result<OpenedAddress<Self>> {
        match entry {
            None => Ok(OpenedAddress::container(Everybody)),
            Some(_) => Ok(OpenedAddress::mail_user(Somebody)),
        }
    }
    fn before_logoff(&self) -> Result<()> {
        self.support.notify(&Event::modified(&1_u32, ObjectKind::MailUser))
    }
}

struct Everybody;
impl Properties<Contacts> for Everybody {}
impl ContainerObject<Contacts> for Everybody {}

struct Somebody;
impl Properties<Contacts> for Somebody {}
impl MailUserObject<Contacts> for Somebody {}

/// A store.
#[mapi_provider(kind = "store", name = "Notes", uid = "6b3c1a52-6c0e-4f0e-9c57-3c9d3f2f6a11")]
pub struct NotesStore;

impl StoreProvider for NotesStore {
    fn logon(_: &LogonContext<'_, Self>) -> Result<Self> {
        Err(Code::LOGON_FAILED.into())
    }
    fn open(&self, _: Option<EntryId<'_>>, _: Access) -> Result<Opened<Self>> {
        Err(Code::NOT_FOUND.into())
    }
}

export!(address_book: Contacts, store: NotesStore);

fn main() {
    let classes = [size_of::<*const ContactsProvider>(), size_of::<*const ContactsLogon>()];
    assert_eq!(classes, [size_of::<*const ContactsObject>(), size_of::<*const ContactsStatus>()]);
}
