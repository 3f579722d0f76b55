//! How far a session is with its fast shutdown, and whose consent one takes (FAST-*). The calls are
//! in `shutdown/fast_shutdown.rs`.

use std::sync::atomic::AtomicBool;

/// The policy value FastShutdownBehavior: whose consent a fast shutdown takes (FAST-6).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum FastShutdownBehavior {
    /// 0: nobody refuses. A provider that lacks the interface consents.
    #[default]
    NobodyRefuses,
    /// 1: everybody consents. A provider that lacks the interface refuses.
    EverybodyConsents,
    /// 2: there is none, and no provider is called.
    Never,
}

/// How far a session is with it.
#[derive(Debug, Default)]
pub(crate) struct FastShutdownState {
    /// Whether the last query found consent.
    pub(crate) has_agreed: AtomicBool,
    /// Whether DoFastShutdown was called: nothing of a provider's is called any more (P16).
    pub(crate) is_frozen: AtomicBool,
}
