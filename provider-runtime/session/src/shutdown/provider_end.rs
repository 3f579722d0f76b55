//! The end of one provider object: Shutdown, then the session's Release (SHUT-*).
#![allow(unsafe_code, reason = "a provider object is called over its vtable")]

use crate::foreign;
use crate::model::{LifecycleGuard, Provider, State};
use crate::record::what::ProviderEvent;
use crate::record::what::provider::{ProbeShutdown, Release, Shutdown};
use provider_abi::com_ptr::ComPtr;
use provider_abi::lock::lock;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::i_unknown::IUnknownVtbl;
use provider_abi::shapes::param::Out;
use std::sync::atomic::Ordering;

/// The end of one provider object of a session; its calls are of the life cycle.
pub(super) struct ProviderEnd<'s> {
    pub(super) state: &'s State,
    pub(super) provider: &'s Provider,
    pub(super) lifecycle: &'s LifecycleGuard<'s>,
}

impl ProviderEnd<'_> {
    /// `IMSProvider::Shutdown`, `IABProvider::Shutdown` or `IXPProvider::Shutdown`, once (SHUT-1);
    /// what it answers stops nothing (SHUT-6).
    pub(super) fn shut_down(&self) {
        let Self { state, provider, lifecycle } = *self;
        // SAFETY: O2: every interface starts with IUnknown.
        let Some(object) = (unsafe { provider.lent(lifecycle) }) else { return };
        if provider.is_shut_down.swap(true, Ordering::AcqRel) {
            return;
        }
        self.call_shutdown(&object, Shutdown { provider: provider.number }.into());
        if state.options.repeats_ends {
            self.call_shutdown(&object, ProbeShutdown { provider: provider.number }.into());
        }
    }

    fn call_shutdown(&self, object: &ComPtr<IUnknownVtbl>, event: ProviderEvent) {
        let mut flags = 0;
        let call = self.state.record.call(&self.provider.name(), event);
        let flags = if self.state.leaves_out() { Out::null() } else { Out::from(&mut flags) };
        // SAFETY: S4: the entry point of this kind gave it.
        call.done(unsafe { foreign::shut_down(self.provider.kind, object, flags) });
    }

    /// The session's Release of the provider object.
    pub(super) fn release(&self) {
        let Self { state, provider, .. } = *self;
        let Some(object) = lock(&provider.object).take() else { return };
        let call = state.record.call(&provider.name(), Release { provider: provider.number, left: None });
        let left = object.release();
        call.set(|release| release.left = Some(left));
        call.done(Code::OK);
        // SHUT-10: a call on another thread may be about to give its reference back
        // (STORELOGOFF-15).
        let is_left = left > 0 && !state.record.is_calling_elsewhere(provider.number);
        provider.is_left.store(is_left, Ordering::Release);
        if state.options.unloads_eagerly {
            state.loads.free_of(&state.record, provider.number);
        }
    }
}
