//! Who is to be told of what: subscriptions of providers and of clients, and notifications on their
//! way to them. They are copied when they are sent, and delivered when the call that caused them
//! has returned (NOTIF-2 to NOTIF-8).
#![allow(unsafe_code, reason = "sinks are called over their vtables")]

use super::copied::Copied;
use crate::objects::LentSink;
use crate::record::Record;
use crate::record::what::session::SinkNotify;
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::Result;
use provider_abi::lock::lock;
use provider_abi::memory::Allocators;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::fnevTableModified;
use provider_abi::shapes::imapi_advise_sink::IMAPIAdviseSinkVtbl;
use provider_abi::shapes::param::In;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// One subscription, with a reference on its sink.
#[derive(Debug)]
pub(crate) struct Subscription {
    pub(crate) connection: usize,
    pub(crate) key: Vec<u8>,
    pub(crate) mask: u32,
    pub(crate) sink: ComPtr<IMAPIAdviseSinkVtbl>,
}

/// The notifications of one session: what is on its way, and who has subscribed to events of the
/// session's own.
#[derive(Debug)]
pub(crate) struct Notifications {
    record: Arc<Record>,
    /// Where rows stand that sinks are shown.
    memory: Allocators,
    /// Whether they are delivered inside the call that sends them (NOTIF-7).
    delivers_inside: bool,
    queue: Mutex<VecDeque<Queued>>,
    /// To the session's events, and to its status table.
    own: Mutex<Vec<Arc<Subscription>>>,
}

/// One notification for one subscription. It keeps the sink, which may get one more after its
/// Unadvise (NOTIF-10).
#[derive(Debug)]
struct Queued {
    subscription: Arc<Subscription>,
    copy: Copied,
}

/// The key of the session's own events (SESSION-7).
pub(crate) const SESSION: &[u8] = b"the session";
/// The key of its status table (STATUS-9).
pub(crate) const STATUS_TABLE: &[u8] = b"the status table";

impl Subscription {
    /// With a connection of its own, and one more reference on the sink (NOTIF-2).
    ///
    /// # Errors
    /// `MAPI_E_INVALID_PARAMETER` without a sink.
    pub(crate) fn new(key: Vec<u8>, mask: u32, sink: Option<LentSink<'_>>) -> Result<Arc<Self>> {
        let sink = sink.ok_or(Code::INVALID_PARAMETER)?.keep();
        Ok(Arc::new(Self { connection: next_connection(), key, mask, sink }))
    }
}

/// A connection that no other has; not zero (NOTIF-2).
pub(crate) fn next_connection() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// The subscription of a connection, taken out: its Release runs outside the lock (S3), maybe after
/// a call under way.
pub(crate) fn taken(subscriptions: &mut Vec<Arc<Subscription>>, connection: usize) -> Option<Arc<Subscription>> {
    let at = subscriptions.iter().position(|other| other.connection == connection)?;
    Some(subscriptions.swap_remove(at))
}

/// Who is to be told; their sinks stay alive as long as these do.
pub(crate) fn subscribers(all: &[Arc<Subscription>], key: &[u8], event: u32) -> Vec<Arc<Subscription>> {
    all.iter().filter(|other| other.key == key && other.mask & event != 0).cloned().collect()
}

impl Notifications {
    pub(crate) fn new(record: &Arc<Record>, memory: Allocators, delivers_inside: bool) -> Self {
        Self { record: Arc::clone(record), memory, delivers_inside, queue: Mutex::default(), own: Mutex::default() }
    }

    /// A notification for one subscription: on its way, or delivered at once with
    /// `Options::deliver_inside`.
    pub(crate) fn send(&self, subscription: Arc<Subscription>, copy: Copied) {
        let queued = Queued { subscription, copy };
        if self.delivers_inside {
            self.hand_over(&queued);
        } else {
            lock(&self.queue).push_back(queued);
        }
    }

    /// Delivers what is on its way, first to last, unless the calling thread is inside a call of
    /// the provider's.
    pub(crate) fn deliver(&self) {
        while !self.record.is_inside_a_call() {
            let Some(next) = lock(&self.queue).pop_front() else { return };
            self.hand_over(&next); // S3: no lock is held, the sink may do what it likes
        }
    }

    fn hand_over(&self, queued: &Queued) {
        let sink = &queued.subscription.sink;
        let on_notify = sink.methods().on_notify;
        let call = self.record.call("client", SinkNotify {});
        queued.copy.lend(&self.memory, |notification| {
            // SAFETY: O3: it stays until the call returns, and so does the copy that its pointers
            // lead to.
            let notification = unsafe { In::from_raw(notification) };
            // SAFETY: F1: alive while the subscription is.
            unsafe { on_notify(sink.this(), 1, notification) };
        });
        drop(call);
    }

    /// A subscription to something of the session's own.
    ///
    /// # Errors
    /// `MAPI_E_INVALID_PARAMETER` without a sink; `MAPI_E_END_OF_SESSION` once `has_ended` says so.
    pub(crate) fn advise(
        &self,
        key: &[u8],
        mask: u32,
        sink: Option<LentSink<'_>>,
        has_ended: impl FnOnce() -> bool,
    ) -> Result<usize> {
        let subscription = Subscription::new(key.to_vec(), mask, sink)?;
        let connection = subscription.connection;
        {
            let mut all = lock(&self.own);
            if !has_ended() {
                all.push(subscription);
                return Ok(connection);
            }
        }
        Err(Code::END_OF_SESSION.into()) // the end came while the sink counted its reference
    }

    /// Ends a subscription to something of the session's own (NOTIF-5).
    ///
    /// # Errors
    /// `MAPI_E_NOT_FOUND`
    pub(crate) fn unadvise(&self, connection: usize) -> Result<()> {
        let gone = taken(&mut lock(&self.own), connection);
        drop(gone.ok_or(Code::NOT_FOUND)?); // outside the lock (S3)
        Ok(())
    }

    /// SESSION-8: nobody is told of anything after the end.
    pub(crate) fn forget(&self) {
        let gone = std::mem::take(&mut *lock(&self.own));
        drop(gone); // outside the lock (S3)
    }

    /// Tells everybody who has subscribed to an event of the session's own.
    pub(crate) fn tell(&self, key: &[u8], event: u32, copy: &Copied) {
        let all = subscribers(&lock(&self.own), key, event);
        for subscription in all {
            self.send(subscription, copy.clone());
        }
    }

    /// STATUS-9: a row of the status table has come, changed or gone.
    pub(crate) fn row_changed(&self, event: u32, row: u64) {
        self.tell(STATUS_TABLE, fnevTableModified, &Copied::of_row(event, row));
    }
}
