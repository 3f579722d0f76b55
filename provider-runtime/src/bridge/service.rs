//! What is behind `ServiceEntry` (SVC-*). A provider that needs no settings of its own has nothing to configure.

use crate::abi::code::Code;
use crate::abi::flag::*;
use crate::abi::param::Out;
use crate::abi::structs::MAPIERROR;

/// `MSGSERVICEENTRY`, behind its C signature, which stands in `entry.rs`. Shares no state with any provider (SVC-10).
pub fn service_entry(context: u32, error: Out<*mut MAPIERROR>) -> Code {
    error.clear();
    match context {
        MSG_SERVICE_INSTALL
        | MSG_SERVICE_CREATE
        | MSG_SERVICE_CONFIGURE
        | MSG_SERVICE_DELETE
        | MSG_SERVICE_UNINSTALL => Code::OK,
        _ => Code::NO_SUPPORT, // SVC-7, and providers are created and deleted by MAPI alone
    }
}
