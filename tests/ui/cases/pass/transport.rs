//! A provider of each kind and their entry points in one crate, as a DLL's own, the transport's
//! first.
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs)]
use provider_runtime::prelude::*;

/// A transport.
#[mapi_provider(kind = "transport", name = "Post", uid = "6b3c1a52-6c0e-4f0e-9c57-3c9d3f2f6a13")]
pub struct Post {
    support: Support<Self>,
}

impl TransportProvider for Post {
    const POLLS: bool = true;

    fn logon(logon: &LogonContext<'_, Self>) -> Result<Self> {
        if !logon.may_connect() {
            return Err(Error::new(Code::LOGON_FAILED, "there is no offline mode"));
        }
        Ok(Self { support: logon.support().clone() })
    }
    fn address_types(&self) -> AddressTypes {
        AddressTypes::of(["SMTP"]).uid(Uid::new([7; 16]))
    }
    fn submit(&self, message: &OutgoingMessage<'_>) -> Result<Submission> {
        message.accept_all()?;
        Ok(Submission::Sent)
    }
    fn changed(&self, traffic: Traffic) -> Result<()> {
        if traffic.is_inbound() { self.support.new_mail() } else { self.support.ready_to_send() }
    }
    fn identity(&self) -> Option<Identity> {
        Some(Identity { name: "Ann".into(), entry: vec![1], search_key: vec![2] })
    }
}

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

/// An address book.
#[mapi_provider(kind = "address_book", name = "Contacts", uid = "6b3c1a52-6c0e-4f0e-9c57-3c9d3f2f6a12")]
pub struct Contacts;

impl AddressBookProvider for Contacts {
    fn logon(_: &LogonContext<'_, Self>) -> Result<Self> {
        Err(Code::LOGON_FAILED.into())
    }
    fn open(&self, _: Option<EntryId<'_>>, _: Access) -> Result<OpenedAddress<Self>> {
        Err(Code::NOT_FOUND.into())
    }
}

export!(transport: Post, address_book: Contacts, store: NotesStore);

/// A transport opens no objects: the name is free.
pub struct PostObject;

fn main() {
    let classes = [size_of::<*const PostProvider>(), size_of::<*const PostLogon>()];
    assert_eq!(classes, [size_of::<*const PostStatus>(); 2]);
}
