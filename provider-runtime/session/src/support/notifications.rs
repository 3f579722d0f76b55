//! What a provider subscribes to through its support object, and whom its `Notify` reaches (NOTIF-2
//! to NOTIF-8). When a notification is delivered is in `notify/`.
#![allow(unsafe_code, reason = "a key says itself how long it is")]

use super::support_object::SupportObject;
use crate::notify::{Copied, Subscription, subscribers, taken};
use crate::objects::LentSink;
use crate::record::what::support::{Notify, Subscribe, Unsubscribe};
use provider_abi::error::Result;
use provider_abi::lock::lock;
use provider_abi::params::{Array, bytes_at, read_at};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::{NOTIFICATION, NOTIFKEY};
use std::mem::offset_of;

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
    flags: u32,
    sink: Option<LentSink<'_>>,
    connection: Out<'_, usize>,
) -> Code {
    connection.write(0);
    support.call(Subscribe { whose: support.whose(), connection: None, flags }, |_, call| {
        let logon = support.logon()?;
        let key = key_bytes(key)?;
        let connection = connection.needed()?;
        let subscription = Subscription::new(key, mask, sink)?;
        let number = subscription.connection;
        call.set(|subscribe| subscribe.connection = Some(number as u64));
        {
            let mut registrations = lock(&logon.registrations);
            if !registrations.is_closed {
                registrations.subscriptions.push(subscription);
                connection.write(number);
                return Ok(());
            }
        }
        Err(Code::END_OF_SESSION.into()) // the end came while the sink counted its reference
    })
}

/// Ends a subscription (NOTIF-5).
pub(super) fn unsubscribe(support: &SupportObject, connection: usize) -> Code {
    let event = Unsubscribe { whose: support.whose(), connection: connection as u64 };
    support.call(event, |_, _| {
        let gone = taken(&mut lock(&support.logon()?.registrations).subscriptions, connection);
        // its Release runs outside the lock (S3), maybe after a call under way
        drop(gone.ok_or(Code::NOT_FOUND)?);
        Ok(())
    })
}

/// NOTIF-8: the structures are copied; when they are delivered is in `notify/`. Nobody subscribed:
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
            let logons = state.logons.live();
            let told = logons.iter().flat_map(|logon| {
                let registrations = lock(&logon.registrations);
                subscribers(&registrations.subscriptions, &key, copy.event())
            });
            for subscription in told.collect::<Vec<_>>() {
                state.notifications.send(subscription, copy.clone());
            }
        }
        Ok(())
    })
}
