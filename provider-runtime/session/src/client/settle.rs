//! What waits for a client's call to return.

use crate::model::State;
use crate::process::resume_panic;
use crate::shutdown::SpoolerStores;
use std::sync::atomic::Ordering;

/// After a client's call: notifications are delivered (NOTIF-7), and the spooler lets go of what is
/// complete.
pub(super) fn settle(state: &State) {
    state.notifications.deliver();
    SpoolerStores { state }.release_complete();
    if !state.record.is_inside_a_call() {
        // The panic goes through the client's call: what that has not freed is the client's.
        resume_panic(|| state.has_raw_clients.store(true, Ordering::Release));
    }
}
