//! The events in MAPI's own words, for whoever reads a tree without the vocabulary. What they carry is in `events.rs`.

/// What an event is in MAPI; nothing for what has no name there, and for a client's calls, which say it themselves.
pub(crate) fn in_mapi(event: &str) -> &'static str {
    match event {
        "lib.load" => "LoadLibrary",
        "lib.free" => "FreeLibrary",
        "lib.over" => "MAPIUninitialize, the last",
        "lib.stays" => "a library that is not freed",
        "init" => "MSProviderInit",
        "prov.logon" => "IMSProvider::Logon",
        "prov.spooler_logon" => "IMSProvider::SpoolerLogon",
        "prov.compare" => "IMSProvider::CompareStoreIDs",
        "prov.shutdown" | "probe.shutdown" => "IMSProvider::Shutdown",
        "prov.release" => "IMSProvider::Release",
        "logon.open" => "IMSLogon::OpenEntry",
        "logon.compare" => "IMSLogon::CompareEntryIDs",
        "logon.status" => "IMSLogon::OpenStatusEntry",
        "logon.advise" => "IMSLogon::Advise",
        "logon.unadvise" => "IMSLogon::Unadvise",
        "logon.logoff" | "probe.logoff" => "IMSLogon::Logoff",
        "logon.release" => "IMSLogon::Release",
        "store.logoff" => "IMsgStore::StoreLogoff",
        "store.release" => "IMsgStore::Release",
        "session.open_store" => "IMAPISession::OpenMsgStore",
        "session.logoff" => "IMAPISession::Logoff",
        "svc.entry" => "ServiceEntry",
        "svc.disable" => "the message service is called no more",
        "sect.set" => "IProfSect::SetProps",
        "uid-" => "MAPI forgets a MAPIUID",
        "row-" => "MAPI removes a status row",
        "sub-" => "MAPI cancels a subscription",
        "sink.notify" => "IMAPIAdviseSink::OnNotify",
        "mapi.init" => "MAPIInitialize",
        "mapi.uninit" => "MAPIUninitialize",
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
        "sup.configuration" => "IMAPISupport::GetSvcConfigSupportObj",
        _ => "",
    }
}
