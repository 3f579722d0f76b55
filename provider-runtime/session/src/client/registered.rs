//! What MAPI keeps of what providers have registered: status rows, UIDs, subscriptions, sections.

use super::session::Session;
use provider_abi::lock::lock;
use provider_abi::prop_value::Property;

/// What providers have registered: [`Session::registered`].
#[derive(Debug)]
pub struct Registered<'s> {
    pub(super) session: &'s Session,
}

impl Session {
    /// What MAPI keeps of what providers have registered.
    pub fn registered(&self) -> Registered<'_> {
        Registered { session: self }
    }
}

impl Registered<'_> {
    /// The status rows as providers have given them, of all clients' logons (STATUS-1).
    /// [`Session::status_table`] shows them as clients see them, and MAPI's own.
    pub fn rows(&self) -> Vec<Vec<Property>> {
        self.session.state.provider_rows().into_iter().map(|(_, row)| row.columns).collect()
    }

    /// The UIDs that MAPI keeps, of all clients' logons (UID-2).
    pub fn uids(&self) -> Vec<[u8; 16]> {
        self.session.state.client_logons().iter().flat_map(|logon| lock(&logon.registrations).uids.clone()).collect()
    }

    /// How many subscriptions MAPI keeps, of all logons that have not ended (NOTIF-2).
    pub fn subscriptions(&self) -> usize {
        let logons = self.session.state.logons.live();
        logons.iter().map(|logon| lock(&logon.registrations).subscriptions.len()).sum()
    }

    /// What anybody can read in the default store's profile section now: without secure properties
    /// (CFG-5).
    pub fn section(&self) -> Vec<Property> {
        let section = self.session.state.registry.default_store().and_then(|store| store.section.clone());
        section.map_or_else(Vec::new, |section| section.shown())
    }
}
