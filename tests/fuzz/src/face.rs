//! Which interface a pointer is one of, and how that is found out. What can be called through it is
//! in `calls/`.

use provider_runtime::abi::iid::*;
use std::ffi::c_void;
use support::raw::{query, release};

/// The interface behind a pointer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Face {
    /// `IUnknown` alone.
    Unknown,
    /// `IMSProvider`
    StoreProvider,
    /// `IABProvider`
    BookProvider,
    /// `IXPProvider`
    TransportProvider,
    /// `IMAPIProviderShutdown`
    Shutdown,
    /// `IMSLogon`
    StoreLogon,
    /// `IABLogon`
    BookLogon,
    /// `IXPLogon`
    TransportLogon,
    /// `IMsgStore`
    Store,
    /// `IMAPIFolder`
    Folder,
    /// `IABContainer`
    BookContainer,
    /// `IMAPIContainer`
    Container,
    /// `IMessage`
    Message,
    /// `IMAPIStatus`
    Status,
    /// `IMAPIProp`
    Prop,
    /// `IStream`
    Stream,
    /// `IMAPITable`
    Table,
    /// `IMAPISession`
    Session,
    /// `IAddrBook`
    AddressBook,
    /// `IProviderAdmin`
    ProviderAdmin,
}

/// What is asked for, what has most methods first.
pub const FACES: &[(Iid, Face)] = &[
    (IID_IMsgStore, Face::Store),
    (IID_IMAPIFolder, Face::Folder),
    (IID_IABContainer, Face::BookContainer),
    (IID_IMAPIContainer, Face::Container),
    (IID_IMessage, Face::Message),
    (IID_IMAPIStatus, Face::Status),
    (IID_IAddrBook, Face::AddressBook),
    (IID_IMAPIProp, Face::Prop),
    (IID_IMAPITable, Face::Table),
    (IID_IStream, Face::Stream),
    (IID_IMSLogon, Face::StoreLogon),
    (IID_IABLogon, Face::BookLogon),
    (IID_IXPLogon, Face::TransportLogon),
    (IID_IMSProvider, Face::StoreProvider),
    (IID_IABProvider, Face::BookProvider),
    (IID_IXPProvider, Face::TransportProvider),
    (IID_IMAPIProviderShutdown, Face::Shutdown),
    (IID_IMAPISession, Face::Session),
    (IID_IProviderAdmin, Face::ProviderAdmin),
];

impl Face {
    /// Whether others are opened through it.
    #[must_use]
    pub fn is_outer(self) -> bool {
        use Face::{BookLogon, BookProvider, Session, Shutdown, StoreLogon, StoreProvider};
        use Face::{TransportProvider, Unknown};
        [StoreProvider, BookProvider, TransportProvider, Shutdown, StoreLogon, BookLogon, Session, Unknown]
            .contains(&self)
    }

    /// What a pointer that QueryInterface has given for `iid` is.
    #[must_use]
    pub fn of(iid: Iid) -> Self {
        FACES.iter().find(|(known, _)| *known == iid).map_or(Self::Unknown, |(_, face)| *face)
    }

    /// The pointer that a call gave for `object`, and what it is. Its one reference stays one.
    #[must_use]
    pub fn find(object: *mut c_void) -> (*mut c_void, Self) {
        for (iid, face) in FACES {
            let (code, found) = query(object, *iid);
            if !code.is_failure() && !found.is_null() {
                release(object);
                return (found, *face);
            }
        }
        (object, Self::Unknown)
    }
}
