//! Events of transports and of the spooler, and what fast shutdown asks of provider objects. How a
//! transport's logon is made and released is in `provider.rs`.

use super::table::events;
use crate::kind::Kind;
use crate::record::fact::{Flag, part};
use crate::record::flags::traffic_flags;

part! {
    /// A provider object that fast shutdown calls.
    FastCall {
        /// The provider object.
        provider: u64,
        /// Whether it does not have `IMAPIProviderShutdown`, so that nothing was called.
        lacks: bool,
    }
}

events! {
    /// An event of a transport, of the spooler, or of fast shutdown.
    TransportEvent {
        /// A transport says which addresses are its own: `IXPLogon::AddressTypes`.
        AddressTypes = "xp.address_types", "IXPLogon::AddressTypes", "XPLOGON-10" {
            /// The logon.
            logon: u64,
        };

        /// A transport is told what it may do: `IXPLogon::TransportNotify`.
        Notify = "xp.notify", "IXPLogon::TransportNotify", "XPLOGON-10" {
            /// The logon.
            logon: u64,
            /// NOTIFY_ flags.
            flags: u32,
            /// The flags that came back.
            back: Option<u32>,
        } shows |notify| traffic_flags(notify.flags);

        /// A transport gets time for work of its own: `IXPLogon::Idle`.
        Idle = "xp.idle", "IXPLogon::Idle", "XPLOGON-10" {
            /// The logon.
            logon: u64,
        };

        /// A transport is asked whether a message has come: `IXPLogon::Poll`.
        Poll = "xp.poll", "IXPLogon::Poll", "XPLOGON-10" {
            /// The logon.
            logon: u64,
        };

        /// A transport is lent a message to send: `IXPLogon::SubmitMessage`.
        Submit = "xp.submit", "IXPLogon::SubmitMessage", "XPLOGON-10" {
            /// The logon.
            logon: u64,
            /// The message.
            message: u64,
        };

        /// A transport gives a message back: `IXPLogon::EndMessage`.
        End = "xp.end", "IXPLogon::EndMessage", "XPLOGON-10" {
            /// The logon.
            logon: u64,
            /// The message.
            message: u64,
            /// The END_ flags that came back.
            back: Option<u32>,
        };

        /// A transport is lent an empty message for one that has come: `IXPLogon::StartMessage`.
        Start = "xp.start", "IXPLogon::StartMessage", "XPLOGON-10" {
            /// The logon.
            logon: u64,
            /// The message.
            message: u64,
        };

        /// A transport checks itself: `IXPLogon::ValidateState`.
        Validate = "xp.validate", "IXPLogon::ValidateState", "XPLOGON-10" {
            /// The logon.
            logon: u64,
        };

        /// A transport sends and gets what waits: `IXPLogon::FlushQueues`.
        Flush = "xp.flush", "IXPLogon::FlushQueues", "XPLOGON-10" {
            /// The logon.
            logon: u64,
            /// FLUSH_ flags.
            flags: u32,
        };

        /// A transport's logon ends: `IXPLogon::TransportLogoff`.
        Logoff = "xp.logoff", "IXPLogon::TransportLogoff", "SHUT-1" {
            /// The logon.
            logon: u64,
            /// Whether what AddressTypes gave is not what it was.
            changed: Flag,
        };

        /// A provider object is asked whether the process may vanish:
        /// `IMAPIProviderShutdown::QueryFastShutdown`.
        FastQuery = "fast.query", "IMAPIProviderShutdown::QueryFastShutdown", "FAST-4" {
            /// What is called.
            call: FastCall,
        } says {
            /// Its kind.
            kind: Kind
        };

        /// A provider object is told that the process vanishes:
        /// `IMAPIProviderShutdown::NotifyProcessShutdown`.
        FastNotify = "fast.notify", "IMAPIProviderShutdown::NotifyProcessShutdown", "FAST-4" {
            /// What is called.
            call: FastCall,
        } says {
            /// Its kind.
            kind: Kind
        };

        /// A provider object saves what it must: `IMAPIProviderShutdown::DoFastShutdown`.
        FastDo = "fast.do", "IMAPIProviderShutdown::DoFastShutdown", "FAST-4" {
            /// What is called.
            call: FastCall,
        } says {
            /// Its kind.
            kind: Kind
        };

        /// The spooler takes a message to send.
        Queued = "mail.queued", "", "SPL-5" {
            /// The message.
            message: u64,
        };

        /// A transport sends a message later.
        Waits = "mail.waits", "", "SPL-5" {
            /// The message.
            message: u64,
            /// The transport's logon.
            logon: u64,
            /// In how many seconds it is to be asked again.
            seconds: u64,
        };

        /// A transport keeps a message until it says that it wants it again.
        Deferred = "mail.deferred", "", "SPL-5" {
            /// The message.
            message: u64,
            /// The transport's logon.
            logon: u64,
        };

        /// No transport takes more of a message.
        Sent = "mail.sent", "", "SPL-5" {
            /// The message.
            message: u64,
            /// How many of its recipients nobody took.
            left: u64,
        };

        /// A message has come.
        Received = "mail.received", "", "SPL-5" {
            /// The message.
            message: u64,
        };

        /// A sender is told who did not get a message.
        Undelivered = "mail.report", "a non-delivery report", "XPLOGON-8" {
            /// How many recipients.
            count: u64,
        };
    }
}
