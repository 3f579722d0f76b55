//! The events in MAPI's own words, for whoever reads a tree without the vocabulary. What they carry is in `events.rs`.

use super::events::Event;
use super::kind::Kind;
use std::borrow::Cow;
use std::collections::HashMap;

/// Of which kind each provider object and each logon of a record is.
#[derive(Debug, Default)]
pub(crate) struct Kinds {
    providers: HashMap<u64, Kind>,
    logons: HashMap<u64, Kind>,
}

impl Kinds {
    pub(crate) fn of(events: &[Event]) -> Self {
        let mut kinds = Self::default();
        for event in events {
            let kind = event.fact("kind").and_then(|kind| Kind::of(u32::try_from(kind).ok()?));
            let Some(kind) = kind else { continue };
            kinds.providers.extend(event.fact("provider").map(|provider| (provider, kind)));
            kinds.logons.extend(event.fact("logon").map(|logon| (logon, kind)));
        }
        kinds
    }

    /// The kind of what an event is about; `None`: it is about no provider.
    pub(crate) fn kind(&self, event: &Event) -> Option<Kind> {
        let by_logon = event.fact("logon").and_then(|logon| self.logons.get(&logon));
        let by_provider = || event.fact("provider").and_then(|provider| self.providers.get(&provider));
        by_logon.or_else(by_provider).copied()
    }
}

/// What an event is in MAPI; nothing for what has no name there, and for a client's calls, which say it themselves.
pub(crate) fn in_mapi(event: &str, kind: Option<Kind>) -> Cow<'static, str> {
    let kind = kind.unwrap_or(Kind::Store);
    let letters = kind.letters();
    match event {
        "init" => kind.entry_point().into(),
        "prov.logon" if kind == Kind::Transport => "IXPProvider::TransportLogon".into(),
        "prov.logon" => format!("I{letters}Provider::Logon").into(),
        "prov.shutdown" | "probe.shutdown" => format!("I{letters}Provider::Shutdown").into(),
        "prov.release" => format!("I{letters}Provider::Release").into(),
        "logon.open" => format!("I{letters}Logon::OpenEntry").into(),
        "logon.compare" => format!("I{letters}Logon::CompareEntryIDs").into(),
        "logon.status" => format!("I{letters}Logon::OpenStatusEntry").into(),
        "logon.advise" => format!("I{letters}Logon::Advise").into(),
        "logon.unadvise" => format!("I{letters}Logon::Unadvise").into(),
        "probe.logoff" if kind == Kind::Transport => "IXPLogon::TransportLogoff".into(),
        "logon.logoff" | "probe.logoff" => format!("I{letters}Logon::Logoff").into(),
        "logon.release" => format!("I{letters}Logon::Release").into(),
        "fast.query" => "IMAPIProviderShutdown::QueryFastShutdown".into(),
        "fast.notify" => "IMAPIProviderShutdown::NotifyProcessShutdown".into(),
        "fast.do" => "IMAPIProviderShutdown::DoFastShutdown".into(),
        other => of_one_kind(other).into(),
    }
}

fn of_one_kind(event: &str) -> &'static str {
    match event {
        "lib.load" => "LoadLibrary",
        "lib.free" => "FreeLibrary",
        "lib.over" => "MAPIUninitialize, the last",
        "lib.stays" => "a library that is not freed",
        "prov.spooler_logon" => "IMSProvider::SpoolerLogon",
        "prov.compare" => "IMSProvider::CompareStoreIDs",
        "store.logoff" => "IMsgStore::StoreLogoff",
        "store.release" => "IMsgStore::Release",
        "session.open_store" => "IMAPISession::OpenMsgStore",
        "session.open_book" => "IMAPISession::OpenAddressBook",
        "session.log_on" => "the spooler starts a transport",
        "session.logoff" => "IMAPISession::Logoff",
        "session.fast_query" => "IMAPIClientShutdown::QueryFastShutdown",
        "session.fast_notify" => "IMAPIClientShutdown::NotifyProcessShutdown",
        "session.fast_do" => "IMAPIClientShutdown::DoFastShutdown",
        "svc.entry" => "ServiceEntry",
        "svc.disable" => "the message service is called no more",
        "sect.set" => "IProfSect::SetProps",
        "uid-" => "MAPI forgets a MAPIUID",
        "row-" => "MAPI removes a status row",
        "sub-" => "MAPI cancels a subscription",
        "sink.notify" => "IMAPIAdviseSink::OnNotify",
        "mapi.init" => "MAPIInitialize",
        "mapi.uninit" => "MAPIUninitialize",
        "xp.address_types" => "IXPLogon::AddressTypes",
        "xp.notify" => "IXPLogon::TransportNotify",
        "xp.idle" => "IXPLogon::Idle",
        "xp.poll" => "IXPLogon::Poll",
        "xp.submit" => "IXPLogon::SubmitMessage",
        "xp.end" => "IXPLogon::EndMessage",
        "xp.start" => "IXPLogon::StartMessage",
        "xp.validate" => "IXPLogon::ValidateState",
        "xp.flush" => "IXPLogon::FlushQueues",
        "xp.logoff" => "IXPLogon::TransportLogoff",
        "mail.report" => "a non-delivery report",
        other => of_support(other),
    }
}

fn of_support(event: &str) -> &'static str {
    match event {
        "sup.addref" => "IMAPISupport::AddRef",
        "sup.release" => "IMAPISupport::Release",
        "sup.uid+" => "IMAPISupport::SetProviderUID",
        "sup.row+" | "sup.row~" => "IMAPISupport::ModifyStatusRow",
        "sup.section" => "IMAPISupport::OpenProfileSection",
        "sup.wrap" => "IMAPISupport::WrapStoreEntryID",
        "sup.one_off" => "IMAPISupport::CreateOneOff",
        "sup.slt" => "IMAPISupport::StoreLogoffTransports",
        "sup.subscribe" => "IMAPISupport::Subscribe",
        "sup.unsubscribe" => "IMAPISupport::Unsubscribe",
        "sup.notify" => "IMAPISupport::Notify",
        "sup.new_uid" => "IMAPISupport::NewUID",
        "sup.memory" => "IMAPISupport::GetMemAllocRoutines",
        "sup.last_error" => "IMAPISupport::GetLastError",
        "sup.spooler_notify" => "IMAPISupport::SpoolerNotify",
        "sup.profile" => "IMAPISupport::ModifyProfile",
        "sup.make_invalid" => "IMAPISupport::MakeInvalid",
        "sup.open" => "IMAPISupport::OpenEntry",
        "sup.compare" => "IMAPISupport::CompareEntryIDs",
        "sup.open_book" => "IMAPISupport::OpenAddressBook",
        "sup.yield" => "IMAPISupport::SpoolerYield",
        "sup.status_recips" => "IMAPISupport::StatusRecips",
        "sup.configuration" => "IMAPISupport::GetSvcConfigSupportObj",
        _ => "",
    }
}
