//! The names of MAPI's flags and contexts, without their prefixes, as details of events say them.

use provider_abi::shapes::flag::*;

/// `ORDERLY|COMPLETE`: the names of those that are set.
fn names_of(flags: u32, names: &[(u32, &str)]) -> String {
    let set = names.iter().filter(|(flag, _)| flags & flag != 0).map(|(_, name)| *name);
    set.collect::<Vec<_>>().join("|")
}

/// LOGOFF_ flags.
pub(super) fn logoff_flags(flags: u32) -> String {
    const NAMES: [(u32, &str); 9] = [
        (LOGOFF_NO_WAIT, "NO_WAIT"),
        (LOGOFF_ORDERLY, "ORDERLY"),
        (LOGOFF_PURGE, "PURGE"),
        (LOGOFF_ABORT, "ABORT"),
        (LOGOFF_QUIET, "QUIET"),
        (LOGOFF_COMPLETE, "COMPLETE"),
        (LOGOFF_INBOUND, "INBOUND"),
        (LOGOFF_OUTBOUND, "OUTBOUND"),
        (LOGOFF_OUTBOUND_QUEUE, "OUTBOUND_QUEUE"),
    ];
    names_of(flags, &NAMES)
}

/// NOTIFY_ flags of `IXPLogon::TransportNotify`.
pub(super) fn traffic_flags(flags: u32) -> String {
    const NAMES: [(u32, &str); 10] = [
        (NOTIFY_BEGIN_INBOUND, "BEGIN_INBOUND"),
        (NOTIFY_BEGIN_OUTBOUND, "BEGIN_OUTBOUND"),
        (NOTIFY_BEGIN_INBOUND_FLUSH, "BEGIN_INBOUND_FLUSH"),
        (NOTIFY_BEGIN_OUTBOUND_FLUSH, "BEGIN_OUTBOUND_FLUSH"),
        (NOTIFY_END_INBOUND, "END_INBOUND"),
        (NOTIFY_END_OUTBOUND, "END_OUTBOUND"),
        (NOTIFY_END_INBOUND_FLUSH, "END_INBOUND_FLUSH"),
        (NOTIFY_END_OUTBOUND_FLUSH, "END_OUTBOUND_FLUSH"),
        (NOTIFY_ABORT_DEFERRED, "ABORT_DEFERRED"),
        (NOTIFY_CANCEL_MESSAGE, "CANCEL_MESSAGE"),
    ];
    names_of(flags, &NAMES)
}

/// MSG_SERVICE_ contexts of `ServiceEntry`.
pub(super) fn service_context(context: u32) -> &'static str {
    match context {
        MSG_SERVICE_INSTALL => "INSTALL",
        MSG_SERVICE_CREATE => "CREATE",
        MSG_SERVICE_CONFIGURE => "CONFIGURE",
        MSG_SERVICE_DELETE => "DELETE",
        MSG_SERVICE_UNINSTALL => "UNINSTALL",
        MSG_SERVICE_PROVIDER_CREATE => "PROVIDER_CREATE",
        MSG_SERVICE_PROVIDER_DELETE => "PROVIDER_DELETE",
        _ => "?",
    }
}
