//! What a declaration says of a provider, for `mapisvc.inf`. The file itself is
//! `provider-registration`'s.

use crate::logon::declared::{Declared, kind};
use provider_abi::uid::Uid;
use provider_registration::RegisteredProvider;

/// A kind that `mapisvc.inf` knows (INF-8).
pub trait Registered {
    /// A provider of the kind.
    fn provider(name: &'static str, uid: Uid) -> RegisteredProvider;
}

impl Registered for kind::Store {
    fn provider(name: &'static str, uid: Uid) -> RegisteredProvider {
        RegisteredProvider::store(name, uid)
    }
}

impl Registered for kind::AddressBook {
    fn provider(name: &'static str, _uid: Uid) -> RegisteredProvider {
        RegisteredProvider::address_book(name)
    }
}

impl Registered for kind::Transport {
    fn provider(name: &'static str, _uid: Uid) -> RegisteredProvider {
        RegisteredProvider::transport(name)
    }
}

/// The provider that `P` declares, for `mapisvc.inf`: its kind, its name, and if it is a store its
/// UID.
pub fn registered_provider<P: Declared<Kind: Registered>>() -> RegisteredProvider {
    P::Kind::provider(P::NAME, P::UID)
}
