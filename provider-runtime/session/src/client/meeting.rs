//! Calls of another thread inside a provider's call to MAPI, for tests of locks (THR-4, V-29): they
//! come back before that call does, unless a lock is held over it.
#![allow(unsafe_code, reason = "a provider object gets one reference more over its vtable")]

use super::by_hand::ByHand;
use provider_abi::com_ptr::ComPtr;
use provider_abi::lock::lock;
use provider_abi::shapes::i_unknown::IUnknownVtbl;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How another thread met a provider's call to MAPI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Met {
    /// The provider made no such call.
    Never,
    /// The other thread came back inside it.
    InTime,
    /// It did not, for as long as it was waited for.
    Late,
}

/// Another thread that waits for a provider's call to MAPI.
#[derive(Debug)]
pub struct Meeting(Arc<Mutex<Shared>>);

#[derive(Debug, Default)]
struct Shared {
    /// References that keep what is called, until the thread has them, or nobody needs them.
    kept: Vec<ComPtr<IUnknownVtbl>>,
    thread: Option<JoinHandle<()>>,
    is_late: bool,
}

impl Meeting {
    /// Waits for the thread, if there is one: the provider's call has returned.
    pub fn end(self) -> Met {
        let Shared { kept, thread, is_late } = std::mem::take(&mut *lock(&self.0));
        drop(kept);
        match thread.map(JoinHandle::join) {
            None => Met::Never,
            Some(_) if is_late => Met::Late,
            Some(_) => Met::InTime,
        }
    }
}

impl ByHand<'_> {
    /// Runs `work` on another thread, once, inside the next call of this event that a provider
    /// makes; that call goes on when `work` has come back, or after so long.
    pub fn meet(&self, event: &'static str, patience: Duration, work: impl FnOnce() + Send + 'static) -> Meeting {
        self.meet_with(Vec::new(), event, patience, move |_| work())
    }

    /// The same, and the thread counts a reference on each provider object that there is, and asks
    /// it for its identity. The meeting is to end before the session does.
    ///
    /// It does nothing inside a call of the provider's while another thread logs on or off.
    pub fn meet_providers(&self, event: &'static str, patience: Duration) -> Meeting {
        let state = &self.session.state;
        let mut kept = Vec::new();
        if let Some(lifecycle) = state.lifecycle() {
            for provider in lock(&state.providers).clone() {
                // SAFETY: O2: every interface starts with IUnknown.
                kept.extend(unsafe { provider.lent::<IUnknownVtbl>(&lifecycle) });
            }
        }
        self.meet_with(kept, event, patience, |kept| {
            for object in kept {
                drop((object.clone(), object.query::<IUnknownVtbl>()));
            }
        })
    }

    fn meet_with(
        &self,
        kept: Vec<ComPtr<IUnknownVtbl>>,
        event: &'static str,
        patience: Duration,
        work: impl FnOnce(Vec<ComPtr<IUnknownVtbl>>) + Send + 'static,
    ) -> Meeting {
        let shared = Arc::new(Mutex::new(Shared { kept, ..Shared::default() }));
        let own = Arc::clone(&shared);
        self.inside(event, move || {
            let (send, receive) = channel();
            let kept = std::mem::take(&mut lock(&own).kept);
            let thread = thread::spawn(move || {
                work(kept);
                let _ = send.send(());
            });
            let is_late = receive.recv_timeout(patience).is_err();
            let mut own = lock(&own);
            own.thread = Some(thread);
            own.is_late = is_late;
        });
        Meeting(shared)
    }
}
