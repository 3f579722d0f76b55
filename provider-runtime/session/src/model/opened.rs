//! What opening gave: a store, or an object by its identifier, each with a reference for who asked.

use super::logon::Logon;
use provider_abi::shapes::code::Code;
use std::ffi::c_void;
use std::sync::Arc;

/// What a logon call came to.
#[derive(Debug)]
pub(crate) struct OpenedStore {
    /// A store, with a reference for who asked for it; null for every other kind.
    pub(crate) store: *mut c_void,
    pub(crate) logon: Arc<Logon>,
    pub(crate) is_duplicate: bool,
    /// `S_OK` or a warning.
    pub(crate) code: Code,
    /// What the call gave for the spooler (MSLOGON-12).
    pub(crate) security: Vec<u8>,
}

/// An object that was opened, with a reference for the client.
#[derive(Debug)]
pub(crate) struct OpenedObject {
    /// PR_OBJECT_TYPE
    pub(crate) kind: u32,
    pub(crate) object: *mut c_void,
    /// The number of the logon that it came from; 0: the session's own, or nobody can tell.
    pub(crate) logon: u64,
}
