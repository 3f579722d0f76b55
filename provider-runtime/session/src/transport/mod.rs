//! What one transport is asked, call by call, and the end of its traffic. Which messages it gets,
//! and when, is in `spooler/`.

mod calls;
mod traffic;

pub(crate) use calls::TransportCalls;
