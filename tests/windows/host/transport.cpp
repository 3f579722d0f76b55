//! The kind `transport`: `IXPProvider`, `IXPLogon`, and the status object that a client opens through them.
#include "calls.hpp"
#include "check.hpp"
#include "session.hpp"

#include <cstring>
#include <thread>

namespace {
IXPLogon *logon_of(IUnknown *object) { return static_cast<IXPLogon *>(object); }
IMAPIStatus *status_of(IUnknown *object) { return static_cast<IMAPIStatus *>(object); }

HRESULT open_status(IXPLogon *logon, Ref<IUnknown> &status) {
    ULONG type = 0;
    TRY(logon->OpenStatusEntry(nullptr, 0, &type, status.out_as<IMAPIStatus>()));
    return type == MAPI_STATUS ? S_OK : MAPI_E_CORRUPT_DATA;
}

/// What AddressTypes gives: the transport's own memory, which MAPI never frees (MEM-9).
struct Addresses {
    ULONG flags = 0, count = 0, uid_count = 0;
    LPTSTR *types = nullptr;
    LPMAPIUID *uids = nullptr;
    HRESULT ask(IXPLogon *logon) { return logon->AddressTypes(&flags, &count, &types, &uid_count, &uids); }
};

/// XPLOGON-5: the first call after the logon. In either width, each type is a word.
HRESULT ask_types(IXPLogon *logon) {
    Addresses addresses;
    TRY(addresses.ask(logon));
    for (ULONG i = 0; i < addresses.count; i++) {
        bool is_wide = addresses.flags & MAPI_UNICODE;
        auto *wide = reinterpret_cast<const wchar_t *>(addresses.types[i]);
        if ((is_wide ? std::wcslen(wide) : std::strlen(addresses.types[i])) == 0) return MAPI_E_CORRUPT_DATA;
    }
    return S_OK;
}

HRESULT notify(IXPLogon *logon, ULONG flags) {
    ULONG back = flags;
    LPVOID data = nullptr;
    TRY(logon->TransportNotify(&back, &data));
    return back == flags ? S_OK : MAPI_E_CORRUPT_DATA; // XPLOGON-11
}

/// XPLOGON-7: the arrays are the same at every question, and unchanged until the logoff.
void address_types_stay(Case &on) {
    Session session(on);
    session.log_on();
    Addresses first, second;
    CHECK_CODE(first.ask(logon_of(session.logon)), S_OK);
    CHECK_CODE(second.ask(logon_of(session.logon)), S_OK);
    CHECK(first.count > 0 && first.count == second.count && first.types == second.types && first.uids == second.uids);
    CHECK_CODE(logon_of(session.logon)->AddressTypes(nullptr, &first.count, &first.types, &first.uid_count, &first.uids),
               MAPI_E_INVALID_PARAMETER);
    CHECK_CODE(session.kind.work(session), S_OK);
    std::string type(second.flags & MAPI_UNICODE ? "" : second.types[0]);
    CHECK(type == "SMTP");
    session.close();
}

/// XPLOGON-11: flags that exclude each other, and flags that nobody knows.
void traffic_flags(Case &on) {
    Session session(on);
    session.log_on();
    IXPLogon *logon = logon_of(session.logon);
    CHECK_CODE(notify(logon, NOTIFY_BEGIN_INBOUND | NOTIFY_END_INBOUND), MAPI_E_INVALID_PARAMETER);
    CHECK_CODE(notify(logon, 0x100), MAPI_E_UNKNOWN_FLAGS);
    CHECK_CODE(logon->TransportNotify(nullptr, nullptr), MAPI_E_INVALID_PARAMETER);
    CHECK_CODE(notify(logon, NOTIFY_BEGIN_INBOUND_FLUSH | NOTIFY_BEGIN_OUTBOUND_FLUSH), S_OK);
    CHECK_CODE(notify(logon, NOTIFY_END_INBOUND_FLUSH | NOTIFY_END_OUTBOUND_FLUSH), S_OK);
    CHECK_CODE(notify(logon, NOTIFY_END_INBOUND | NOTIFY_END_OUTBOUND), S_OK);
    session.close();
}

/// SPL-5: without a message, nothing is submitted, ended or filled; XPLOGON-12.
void calls_without_a_message(Case &on) {
    Session session(on);
    session.log_on();
    IXPLogon *logon = logon_of(session.logon);
    ULONG_PTR reference = 0, seconds = 0; // ULONG in the headers
    ULONG flags = 7;
    auto *out = reinterpret_cast<ULONG *>(&reference);
    CHECK_CODE(logon->SubmitMessage(0, nullptr, out, reinterpret_cast<ULONG *>(&seconds)), MAPI_E_INVALID_PARAMETER);
    CHECK_CODE(logon->StartMessage(0, nullptr, out), MAPI_E_INVALID_PARAMETER);
    CHECK_CODE(logon->EndMessage(77, &flags), MAPI_E_INVALID_PARAMETER);
    CHECK(flags == 0);
    CHECK_CODE(logon->RegisterOptions(&flags, &flags, nullptr), MAPI_E_NO_SUPPORT);
    CHECK_CODE(logon->ValidateState(0, 0), S_OK);
    session.close();
}

/// XPOFF-2, XPOFF-3, THR-6: TransportLogoff in a hurry, while another thread tells of traffic.
void logoff_in_a_hurry(Case &on) {
    for (int i = 0; i < 50; i++) {
        Session session(on);
        session.log_on();
        IXPLogon *logon = logon_of(session.logon.exchange(nullptr));
        logon->AddRef();
        std::thread teller([logon] {
            while (SUCCEEDED(notify(logon, NOTIFY_BEGIN_INBOUND))) std::this_thread::yield();
            logon->Release();
        });
        CHECK_CODE(logon->TransportLogoff(LOGOFF_HURRY), S_OK);
        teller.join();
        CHECK(logon->Release() == 0);
        session.object.release();
        session.end_provider();
        session.settle();
    }
}

class Transport final : public Kind {
  public:
    const char *name() const override { return "transport"; }
    const char *init_function() const override { return "XPProviderInit"; }
    IID provider_iid() const override { return IID_IXPProvider; }
    IID logon_iid() const override { return IID_IXPLogon; }
    IID object_iid() const override { return IID_IMAPIStatus; }
    bool has_uid() const override { return false; } // UID-3

    HRESULT log_on(Session &session) const override {
        char profile[] = "profile";
        const ULONG given = LOGON_NO_DIALOG | LOGON_NO_INBOUND | LOGON_NO_OUTBOUND; // XPLOGON-2
        ULONG flags = given;
        LPMAPIERROR error = reinterpret_cast<LPMAPIERROR>(&flags);
        LPXPLOGON logon = reinterpret_cast<LPXPLOGON>(&flags);
        auto *provider = static_cast<IXPProvider *>(session.provider.get());
        HRESULT code = provider->TransportLogon(&session.support, 0, profile, &flags, &error, &logon);
        CHECK(!(flags & given)); // XPLOGON-1
        if (FAILED(code)) {
            CHECK(!logon);
            memory::free_buffer(error); // REACT-7
        } else {
            CHECK(!error);
            CHECK_CODE(open_status(logon, session.object), S_OK);
        }
        session.logon = logon;
        return code;
    }
    HRESULT log_off(IUnknown *logon) const override { return logon_of(logon)->TransportLogoff(0); }
    HRESULT shut_down(IUnknown *provider) const override {
        ULONG flags = 0;
        return static_cast<IXPProvider *>(provider)->Shutdown(&flags);
    }
    HRESULT use(IUnknown *logon) const override { return logon_of(logon)->Idle(0); }

    /// The one object that a client can have is the session's own already: a second one is the same.
    HRESULT open_all(Session &session, std::vector<Held> &) const override {
        Ref<IUnknown> status;
        TRY(open_status(logon_of(session.logon), status));
        return status.get() == session.object.get() ? S_OK : MAPI_E_CORRUPT_DATA;
    }
    HRESULT work(Session &session) const override {
        IXPLogon *logon = logon_of(session.logon);
        ULONG incoming = 0;
        TRY(ask_types(logon));
        TRY(notify(logon, NOTIFY_BEGIN_INBOUND | NOTIFY_BEGIN_OUTBOUND));
        TRY(logon->Poll(&incoming));
        TRY(logon->FlushQueues(0, 0, nullptr, FLUSH_UPLOAD));
        TRY(notify(logon, NOTIFY_END_INBOUND | NOTIFY_END_OUTBOUND));
        Buffer<SPropTagArray> tags(memory::free_buffer);
        TRY(status_of(session.object.get())->GetPropList(MAPI_UNICODE, tags.out()));
        return read(session.object.get());
    }
    HRESULT read(IUnknown *object) const override {
        for (ULONG tag : {PR_DISPLAY_NAME_W, PR_STATUS_CODE, PR_RESOURCE_METHODS}) TRY(read_props(status_of(object), tag));
        return status_of(object)->ValidateState(0, 0);
    }
    std::vector<Scenario> scenarios() const override {
        return {
            {"AddressTypes until the logoff", address_types_stay},
            {"TransportNotify's flags", traffic_flags},
            {"calls without a message", calls_without_a_message},
            {"TransportLogoff in a hurry, beside TransportNotify", logoff_in_a_hurry},
        };
    }
};
} // namespace

const Kind &transport_kind() {
    static const Transport transport;
    return transport;
}
