//! The three kinds of provider as this command calls them: on its command line, in what it says,
//! and in its steps; and what else a part of its summary may be about.

use provider_runtime::abi::flag::{
    MAPI_AB_PROVIDER, MAPI_ABCONT, MAPI_FOLDER, MAPI_STORE_PROVIDER, MAPI_TRANSPORT_PROVIDER,
};
use provider_runtime::session::{Kind, ProviderEntry};

/// All of them, in the order in which they are checked.
pub const KINDS: [Kind; 3] = [Kind::Store, Kind::AddressBook, Kind::Transport];

/// How the command line and JSON say it: as `mapi_provider` does.
pub fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Store => "store",
        Kind::AddressBook => "address_book",
        Kind::Transport => "transport",
    }
}

pub fn of_word(said: &str) -> Option<Kind> {
    KINDS.into_iter().find(|kind| word(*kind) == said)
}

/// As people call it.
pub fn noun(kind: Kind) -> &'static str {
    match kind {
        Kind::Store => "store",
        Kind::AddressBook => "address book",
        Kind::Transport => "transport",
    }
}

/// What its objects are in, and what one of those is.
pub fn contents(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Store | Kind::Transport => ("folder", "message"),
        Kind::AddressBook => ("container", "entry"),
    }
}

/// PR_OBJECT_TYPE of what its objects are in.
pub fn container(kind: Kind) -> u32 {
    if kind == Kind::AddressBook { MAPI_ABCONT } else { MAPI_FOLDER }
}

/// PR_RESOURCE_TYPE
pub fn resource_type(kind: Kind) -> u32 {
    match kind {
        Kind::Store => MAPI_STORE_PROVIDER,
        Kind::AddressBook => MAPI_AB_PROVIDER,
        Kind::Transport => MAPI_TRANSPORT_PROVIDER,
    }
}

/// A provider of a profile.
pub fn entry(kind: Kind, name: &str) -> ProviderEntry {
    match kind {
        Kind::Store => ProviderEntry::store(name),
        Kind::AddressBook => ProviderEntry::address_book(name),
        Kind::Transport => ProviderEntry::transport(name),
    }
}

/// What a part of the summary is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Subject {
    /// The DLL, of which it is not even known which kinds it has.
    Library,
    Kind(Kind),
    /// All its kinds in one session.
    Together,
}

impl Subject {
    /// In JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Library => "library",
            Self::Kind(kind) => word(kind),
            Self::Together => "together",
        }
    }

    /// As people call it.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Kind(kind) => noun(kind),
            other => other.word(),
        }
    }
}
