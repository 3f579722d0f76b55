//! What a provider is not blamed for, because MAPI failed it on purpose: a call to MAPI that a test
//! had planned to fail (`host.fault`). What has nothing to do with that call is judged as ever.

use super::seen::Seen;
use crate::record::What;
use crate::record::what::{ProviderEvent, SessionEvent, SupportEvent};
use std::collections::HashSet;

/// The calls to MAPI that did nothing, by their events.
#[derive(Debug, Default)]
pub(super) struct Planned(HashSet<usize>);

impl Planned {
    /// A note of it, inside its call.
    pub(super) fn add(&mut self, seen: Seen<'_>) {
        self.0.extend(seen.event.inside);
    }

    /// Whether this call was one, which is known when it has returned.
    pub(super) fn contains(&self, seen: Seen<'_>) -> bool {
        seen.is_done() && self.0.contains(&seen.index)
    }
}

/// What one logon could not do.
#[derive(Debug, Default)]
pub(super) struct Excused {
    pub(super) uid: bool,
    /// Whether it was told so.
    pub(super) is_uid_refused: bool,
    pub(super) row: bool,
    pub(super) transports: bool,
    /// Whether it could not cancel a subscription of this connection.
    connections: HashSet<u64>,
}

impl Excused {
    /// A call on its support object did nothing.
    pub(super) fn add(&mut self, seen: Seen<'_>, event: &SupportEvent) {
        match event {
            SupportEvent::AddUid(_) => {
                self.uid = true;
                self.is_uid_refused |= seen.is_failure();
            }
            SupportEvent::AddRow(_) | SupportEvent::ChangeRow(_) => self.row = true,
            SupportEvent::LogoffTransports(_) => self.transports = true,
            // NOTIF-5: one that is told so in an Unadvise still has it, and cancels it at its end.
            SupportEvent::Unsubscribe(_) if seen.is_failure() && seen.is_inside(is_unadvise) => {}
            SupportEvent::Unsubscribe(unsubscribe) => {
                self.connections.insert(unsubscribe.connection);
            }
            _ => {}
        }
    }

    pub(super) fn has_connection(&self, connection: u64) -> bool {
        self.connections.contains(&connection)
    }
}

fn is_unadvise(call: &What) -> bool {
    match call {
        What::Provider(event) => matches!(event, ProviderEvent::Unadvise(_)),
        What::Session(SessionEvent::Work(work)) => work.method == "Unadvise",
        _ => false,
    }
}
