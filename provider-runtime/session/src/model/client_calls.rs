//! What a provider asks of MAPI through its support object, and a client asks of its session as
//! well: other providers' objects. `client/routing.rs` answers both.

use super::opened::OpenedObject;
use super::state::State;
use provider_abi::error::Result;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::iid::Iid;
use std::ffi::c_void;
use std::sync::Arc;

/// The calls. A session is made with them, so that a support object need not know a client's side.
pub(crate) trait ClientCalls: Send + Sync {
    /// Opens what an identifier is of: `OpenEntry`.
    ///
    /// # Errors
    /// `MAPI_E_UNKNOWN_ENTRYID` where nobody has registered its UID; what the provider answers.
    fn open_entry(&self, state: &Arc<State>, entry: &[u8], interface: Option<Iid>, flags: u32) -> Result<OpenedObject>;

    /// Whether two identifiers are of one object: `CompareEntryIDs`.
    ///
    /// # Errors
    /// What the provider of both answers.
    fn same_entry(&self, state: &Arc<State>, first: &[u8], second: &[u8]) -> Result<bool>;

    /// `OpenAddressBook`: an `IAddrBook` with a reference, and a warning where a provider failed.
    ///
    /// # Errors
    /// `MAPI_E_INTERFACE_NOT_SUPPORTED`, `MAPI_E_UNKNOWN_FLAGS`, `MAPI_E_BUSY`,
    /// `MAPI_E_END_OF_SESSION`.
    fn open_address_book(&self, state: &Arc<State>, interface: Option<Iid>, flags: u32) -> Result<(*mut c_void, Code)>;
}
