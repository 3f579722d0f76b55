//! The events in MAPI's own words, for readers of a tree who do not know the vocabulary. The words
//! stand in the tables of `what/`; here they are made to fit a kind of provider.

use super::event::Event;
use super::what::{ProviderEvent, What};
use crate::kind::Kind;
use std::borrow::Cow;
use std::collections::HashMap;

/// Of which kind each provider object and each logon of a record is.
#[derive(Debug, Default)]
pub(super) struct Kinds {
    providers: HashMap<u64, Kind>,
    logons: HashMap<u64, Kind>,
}

impl Kinds {
    pub(super) fn of(events: &[Event]) -> Self {
        let mut kinds = Self::default();
        events.iter().for_each(|event| kinds.add(&event.what));
        kinds
    }

    /// What an event says of them.
    pub(super) fn add(&mut self, what: &What) {
        let What::Provider(event) = what else { return };
        if let ProviderEvent::Init(init) = event {
            self.providers.insert(init.provider, init.kind);
        } else if let Some(call) = event.logon_facts() {
            self.providers.insert(call.provider, call.kind);
            self.logons.insert(call.logon, call.kind);
        }
    }

    /// The kind of what an event is about; `None`: it is about no provider.
    pub(super) fn kind(&self, what: &What) -> Option<Kind> {
        let by_logon = what.logon().and_then(|logon| self.logons.get(&logon));
        let by_provider = || what.provider().and_then(|provider| self.providers.get(&provider));
        by_logon.or_else(by_provider).copied()
    }
}

/// What an event is in MAPI; nothing for what has no name there, and for a client's calls, which
/// say it themselves.
pub(super) fn in_mapi(what: &What, kind: Option<Kind>) -> Cow<'static, str> {
    let kind = kind.unwrap_or(Kind::Store);
    match what {
        What::Provider(ProviderEvent::Logon(_)) if kind == Kind::Transport => "IXPProvider::TransportLogon".into(),
        What::Provider(ProviderEvent::ProbeLogoff(_)) if kind == Kind::Transport => "IXPLogon::TransportLogoff".into(),
        _ if what.in_mapi().contains("{}") => what.in_mapi().replace("{}", kind.letters()).into(),
        _ => what.in_mapi().into(),
    }
}
