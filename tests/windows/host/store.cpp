//! The kind `store`: `IMSProvider`, `IMSLogon`, `IMsgStore`, and what a client opens through them.
#include "store.hpp"

#include "calls.hpp"
#include "check.hpp"
#include "scripts.hpp"
#include "session.hpp"

#include <cstring>

namespace {
IMsgStore *store_of(IUnknown *object) { return static_cast<IMsgStore *>(object); }
IMSLogon *logon_of(IUnknown *object) { return static_cast<IMSLogon *>(object); }

HRESULT open_root(IMsgStore *store, Ref<IMAPIFolder> &root) {
    ULONG type = 0;
    TRY(store->OpenEntry(0, nullptr, nullptr, MAPI_BEST_ACCESS, &type, root.out_as<IUnknown>()));
    return type == MAPI_FOLDER ? S_OK : MAPI_E_CORRUPT_DATA;
}

/// The first message of a folder, if it has one.
HRESULT open_first(IMsgStore *store, IMAPITable *table, Ref<IMessage> &message) {
    Tags<2> columns{.tags = {PR_ENTRYID, PR_SUBJECT_W}};
    TRY(table->SetColumns(columns.array(), 0));
    LPSRowSet found = nullptr;
    TRY(table->QueryRows(10, 0, &found));
    Rows rows(found);
    if (found->cRows == 0) return S_OK;
    const SPropValue *values = found->aRow[0].lpProps;
    if (found->aRow[0].cValues != 2 || values[0].ulPropTag != PR_ENTRYID || values[1].ulPropTag != PR_SUBJECT_W ||
        std::wcslen(values[1].Value.lpszW) == 0)
        return MAPI_E_CORRUPT_DATA;
    const SBinary &id = values[0].Value.bin;
    ULONG type = 0;
    TRY(store->OpenEntry(id.cb, reinterpret_cast<LPENTRYID>(id.lpb), nullptr, MAPI_BEST_ACCESS, &type,
                         message.out_as<IUnknown>()));
    return type == MAPI_MESSAGE ? S_OK : MAPI_E_CORRUPT_DATA;
}

/// Changes and saves a message, and reads what it wrote in both widths.
HRESULT change(IMessage *message) {
    static wchar_t text[] = L"changed by a host in C++";
    SPropValue value = {};
    value.ulPropTag = PR_BODY_W;
    value.Value.lpszW = text;
    TRY(message->SetProps(1, &value, nullptr));
    TRY(message->SaveChanges(KEEP_OPEN_READWRITE));
    Tags<2> asked{.tags = {PR_BODY_W, PR_BODY_A}};
    ULONG count = 0;
    Buffer<SPropValue> values(memory::free_buffer);
    TRY(message->GetProps(asked.array(), 0, &count, values.out()));
    bool same = count == 2 && values[0].ulPropTag == PR_BODY_W && values[1].ulPropTag == PR_BODY_A &&
                !std::wcscmp(values[0].Value.lpszW, text) &&
                !std::strcmp(values[1].Value.lpszA, "changed by a host in C++");
    return same ? S_OK : MAPI_E_CORRUPT_DATA;
}

/// What the store says of itself: its identifier, and the two properties that it read from its profile section.
HRESULT describe(Session &session) {
    IMsgStore *store = store_of(session.object.get());
    Tags<3> asked{.tags = {PR_ENTRYID, PR_PROVIDER_DISPLAY_W, PR_MDB_PROVIDER}};
    ULONG count = 0;
    Buffer<SPropValue> values(memory::free_buffer);
    TRY(store->GetProps(asked.array(), 0, &count, values.out()));
    if (count != 3 || values[0].ulPropTag != PR_ENTRYID || values[1].ulPropTag != PR_PROVIDER_DISPLAY_W ||
        values[2].ulPropTag != PR_MDB_PROVIDER || values[2].Value.bin.cb != sizeof(MAPIUID))
        return MAPI_E_CORRUPT_DATA;
    const SBinary &id = values[0].Value.bin;
    const std::vector<BYTE> &written = session.support.entry; // nothing if the section was refused
    bool same = written.empty() || (id.cb == written.size() && !std::memcmp(id.lpb, written.data(), id.cb));
    if (!same) return MAPI_E_CORRUPT_DATA;
    Buffer<SPropTagArray> tags(memory::free_buffer);
    TRY(store->GetPropList(MAPI_UNICODE, tags.out()));
    return tags->cValues > 3 ? S_OK : MAPI_E_CORRUPT_DATA;
}

/// Subscribes and takes it back. The headers' `ULONG` connections are `ULONG_PTR` in MAPI.
HRESULT subscribe(IMsgStore *store) {
    static Sink sink;
    ULONG_PTR connection = 0;
    TRY(store->Advise(0, nullptr, fnevObjectModified, &sink, reinterpret_cast<ULONG *>(&connection)));
    return store->Unadvise(static_cast<ULONG>(connection));
}

class Store final : public Kind {
  public:
    const char *name() const override { return "store"; }
    const char *init_function() const override { return "MSProviderInit"; }
    IID provider_iid() const override { return IID_IMSProvider; }
    IID logon_iid() const override { return IID_IMSLogon; }
    IID object_iid() const override { return IID_IMsgStore; }

    HRESULT log_on(Session &session) const override {
        char profile[] = "profile";
        ULONG length = 1;
        BYTE *security = reinterpret_cast<BYTE *>(profile);
        LPMAPIERROR error = reinterpret_cast<LPMAPIERROR>(&length);
        LPMSLOGON logon = reinterpret_cast<LPMSLOGON>(&length);
        auto *provider = static_cast<IMSProvider *>(session.provider.get());
        HRESULT code = provider->Logon(&session.support, 0, profile, 0, nullptr, MAPI_BEST_ACCESS | MDB_NO_DIALOG, nullptr,
                                       &length, &security, &error, &logon, session.object.out_as<IMsgStore>());
        CHECK(length == 0 && !security); // LOGON-1
        if (FAILED(code)) {
            CHECK(!logon);
            memory::free_buffer(error); // REACT-7
        } else {
            CHECK(!error && session.object);
        }
        session.logon = logon;
        return code;
    }
    HRESULT log_off(IUnknown *logon) const override {
        ULONG flags = 0;
        return logon_of(logon)->Logoff(&flags);
    }
    HRESULT shut_down(IUnknown *provider) const override {
        ULONG flags = 0;
        return static_cast<IMSProvider *>(provider)->Shutdown(&flags);
    }
    HRESULT use(IUnknown *logon) const override {
        ULONG type = 0;
        Ref<IUnknown> root;
        return logon_of(logon)->OpenEntry(0, nullptr, nullptr, 0, &type, root.out());
    }

    HRESULT open_all(Session &session, std::vector<Held> &opened) const override {
        IMsgStore *store = store_of(session.object.get());
        Ref<IMAPIFolder> root;
        Ref<IMAPITable> table;
        Ref<IMessage> message;
        Ref<IMAPIStatus> status;
        TRY(open_root(store, root));
        TRY(root->GetContentsTable(MAPI_UNICODE, table.out()));
        TRY(open_first(store, table.get(), message));
        ULONG type = 0;
        TRY(logon_of(session.logon)->OpenStatusEntry(nullptr, 0, &type, status.out_as<void>()));
        if (type != MAPI_STATUS) return MAPI_E_CORRUPT_DATA;
        opened.push_back({"folder", Ref<IUnknown>(root.leave()), IID_IMAPIFolder, use_prop});
        opened.push_back({"table", Ref<IUnknown>(table.leave()), IID_IMAPITable, use_table});
        if (message) opened.push_back({"message", Ref<IUnknown>(message.leave()), IID_IMessage, use_prop});
        opened.push_back({"status object", Ref<IUnknown>(status.leave()), IID_IMAPIStatus, use_prop});
        return S_OK;
    }
    HRESULT work(Session &session) const override {
        IMsgStore *store = store_of(session.object.get());
        TRY(describe(session));
        TRY(subscribe(store));
        Ref<IMAPIFolder> root;
        Ref<IMAPITable> table;
        Ref<IMessage> message;
        TRY(open_root(store, root));
        TRY(read_props(root.get(), PR_DISPLAY_NAME_W));
        TRY(root->GetContentsTable(MAPI_UNICODE, table.out()));
        TRY(open_first(store, table.get(), message));
        return message ? change(message.get()) : S_OK;
    }
    HRESULT read(IUnknown *object) const override {
        IMsgStore *store = store_of(object);
        TRY(read_props(store, PR_DISPLAY_NAME_W));
        Ref<IMAPIFolder> root;
        Ref<IMAPITable> table;
        Ref<IMessage> message;
        TRY(open_root(store, root));
        TRY(root->GetContentsTable(MAPI_UNICODE, table.out()));
        TRY(open_first(store, table.get(), message));
        return message ? read_props(message.get(), PR_SUBJECT_W) : S_OK;
    }
    std::vector<Scenario> scenarios() const override {
        std::vector<Scenario> scenarios = store_endings();
        scenarios.push_back({"the scripts of real clients", [](Case &on) {
                                 Session session(on);
                                 session.log_on();
                                 run_store_scripts(store_of(session.object.get()));
                                 session.close();
                             }});
        return scenarios;
    }
};
} // namespace

const Kind &store_kind() {
    static const Store store;
    return store;
}
