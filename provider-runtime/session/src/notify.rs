//! Notifications: who subscribed through a support object, and whom a provider's `Notify` reaches
//! (NOTIF-2 to NOTIF-8). The sinks themselves are in `sink.rs`, the rest of the support object in
//! `support.rs`.
#![allow(unsafe_code, reason = "a key says itself how long it is")]

use super::logon::{Logon, Subscription};
use super::queue::Copied;
use super::record::what::support::{Notify, Subscribe, Unsubscribe};
use super::sink::LentSink;
use super::state::State;
use super::support::SupportObject;
use provider_abi::error::Result;
use provider_abi::lock::lock;
use provider_abi::params::{Array, bytes_at, read_at};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::fnevTableModified;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::{NOTIFICATION, NOTIFKEY};
use std::mem::offset_of;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The bytes of a NOTIFKEY.
fn key_bytes(key: In<'_, NOTIFKEY>) -> Result<Vec<u8>> {
    // The count alone: a key may be shorter than the struct.
    // SAFETY: O3: such an argument starts with its count.
    let length = unsafe { read_at(key.raw().cast::<u32>()) }.ok_or(Code::INVALID_PARAMETER)?;
    let first = key.raw().cast::<u8>().wrapping_add(offset_of!(NOTIFKEY, ab));
    // SAFETY: O3: an argument of this type has as many bytes as its count says.
    Ok(unsafe { bytes_at(first, length) }.unwrap_or_default().to_vec())
}

/// NOTIF-2: the sink is AddRef'd; the connection is not zero.
pub(super) fn subscribe(
    support: &SupportObject,
    key: In<'_, NOTIFKEY>,
    mask: u32,
    sink: Option<LentSink<'_>>,
    connection: Out<'_, usize>,
) -> Code {
    connection.write(0);
    support.call(Subscribe { whose: support.whose(), connection: None }, |_, call| {
        let logon = support.logon()?;
        let key = key_bytes(key)?;
        let connection = connection.needed()?;
        let sink = sink.ok_or(Code::INVALID_PARAMETER)?.keep();
        let number = next_connection();
        let subscription = Arc::new(Subscription { connection: number, key, mask, sink });
        call.set(|subscribe| subscribe.connection = Some(number as u64));
        {
            let mut kept = lock(&logon.kept);
            if !kept.is_closed {
                kept.subscriptions.push(subscription);
                connection.write(number);
                return Ok(());
            }
        }
        Err(Code::END_OF_SESSION.into()) // the end came while the sink counted its reference
    })
}

/// NOTIF-5
pub(super) fn unsubscribe(support: &SupportObject, connection: usize) -> Code {
    let event = Unsubscribe { whose: support.whose(), connection: connection as u64 };
    support.call(event, |_, _| {
        let gone = taken(&mut lock(&support.logon()?.kept).subscriptions, connection);
        drop(gone.ok_or(Code::NOT_FOUND)?); // its Release runs outside the lock (S3), maybe after a call under way
        Ok(())
    })
}

fn taken(subscriptions: &mut Vec<Arc<Subscription>>, connection: usize) -> Option<Arc<Subscription>> {
    let at = subscriptions.iter().position(|other| other.connection == connection)?;
    Some(subscriptions.swap_remove(at))
}

/// NOTIF-8: the structures are copied; when they are delivered is in `queue.rs`. Nobody subscribed:
/// success.
pub(super) fn notify(
    support: &SupportObject,
    key: In<'_, NOTIFKEY>,
    notifications: Option<Array<'_, NOTIFICATION>>,
) -> Code {
    support.call(Notify { whose: support.whose() }, |state, _| {
        let key = key_bytes(key)?;
        let notifications = notifications.ok_or(Code::INVALID_PARAMETER)?;
        for copy in Copied::all(notifications) {
            let logons = lock(&state.logons).clone();
            let told = logons.iter().flat_map(|logon| {
                let kept = lock(&logon.kept);
                subscribers(&kept.subscriptions, &key, copy.event())
            });
            for subscription in told.collect::<Vec<_>>() {
                state.send(subscription, copy.clone());
            }
        }
        Ok(())
    })
}

/// Who is to be told; their sinks stay alive as long as these do.
fn subscribers(all: &[Arc<Subscription>], key: &[u8], event: u32) -> Vec<Arc<Subscription>> {
    all.iter().filter(|other| other.key == key && other.mask & event != 0).cloned().collect()
}

/// The key of the session's own events (SESSION-7).
pub(crate) const SESSION: &[u8] = b"the session";
/// The key of its status table (STATUS-9).
pub(crate) const STATUS_TABLE: &[u8] = b"the status table";

/// A connection that no other has; not zero (NOTIF-2).
pub(crate) fn next_connection() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

impl State {
    /// A subscription to something of the session's own.
    pub(crate) fn advise_own(&self, key: &[u8], mask: u32, sink: Option<LentSink<'_>>) -> Result<usize> {
        let sink = sink.ok_or(Code::INVALID_PARAMETER)?.keep();
        let connection = next_connection();
        let subscription = Arc::new(Subscription { connection, key: key.to_vec(), mask, sink });
        {
            let mut all = lock(&self.own_subscriptions);
            if !self.has_ended() {
                all.push(subscription);
                return Ok(connection);
            }
        }
        Err(Code::END_OF_SESSION.into()) // the end came while the sink counted its reference
    }

    /// SESSION-8: nobody is told of anything after the end.
    pub(crate) fn forget_clients(&self) {
        let gone = std::mem::take(&mut *lock(&self.own_subscriptions));
        lock(&self.routes).clear();
        drop(gone); // outside the lock (S3)
    }

    /// NOTIF-5
    pub(crate) fn unadvise_own(&self, connection: usize) -> Result<()> {
        let gone = taken(&mut lock(&self.own_subscriptions), connection);
        drop(gone.ok_or(Code::NOT_FOUND)?); // outside the lock (S3)
        Ok(())
    }

    /// Who is to be told of something of the session's own.
    pub(crate) fn own_subscribers(&self, key: &[u8], event: u32) -> Vec<Arc<Subscription>> {
        subscribers(&lock(&self.own_subscriptions), key, event)
    }

    /// STATUS-9: a row of the status table has come, changed or gone. The spooler's own logons have
    /// none there.
    pub(crate) fn row_changed(&self, logon: &Logon, event: u32, row: u64) {
        if logon.provider.is_spoolers {
            return;
        }
        for subscription in self.own_subscribers(STATUS_TABLE, fnevTableModified) {
            self.send(subscription, Copied::of_row(event, row));
        }
    }
}
