//! The three kinds of provider as the session tells them apart: their entry points, and what they
//! are called. How a provider object of each kind is called is in `foreign/`.

use provider_abi::shapes::flag::{MAPI_AB_PROVIDER, MAPI_STORE_PROVIDER, MAPI_TRANSPORT_PROVIDER};

/// A kind of provider.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Kind {
    /// A message store (`MAPI_STORE_PROVIDER`).
    #[default]
    Store,
    /// An address book (`MAPI_AB_PROVIDER`).
    AddressBook,
    /// A transport (`MAPI_TRANSPORT_PROVIDER`).
    Transport,
}

impl Kind {
    /// The one order that is documented anywhere: that of fast shutdown (ORDER-1, ORDER-2, FAST-4).
    pub const ORDER: [Self; 3] = [Self::Transport, Self::AddressBook, Self::Store];

    /// The kind with a PR_RESOURCE_TYPE (STATUS-5).
    pub(crate) fn of(resource_type: u32) -> Option<Self> {
        Self::ORDER.into_iter().find(|kind| kind.number() == u64::from(resource_type))
    }

    /// PR_RESOURCE_TYPE: how the record says the kind.
    pub(crate) fn number(self) -> u64 {
        u64::from(match self {
            Self::Store => MAPI_STORE_PROVIDER,
            Self::AddressBook => MAPI_AB_PROVIDER,
            Self::Transport => MAPI_TRANSPORT_PROVIDER,
        })
    }

    /// The name of its entry point (ENTRY-1).
    pub(crate) fn entry_point(self) -> &'static str {
        match self {
            Self::Store => "MSProviderInit",
            Self::AddressBook => "ABProviderInit",
            Self::Transport => "XPProviderInit",
        }
    }

    /// As the golden sequences write it.
    pub(crate) fn letters(self) -> &'static str {
        match self {
            Self::Store => "MS",
            Self::AddressBook => "AB",
            Self::Transport => "XP",
        }
    }

    /// As people call one.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Store => "store",
            Self::AddressBook => "address book",
            Self::Transport => "transport",
        }
    }
}
