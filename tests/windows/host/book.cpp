//! The kind `address_book`: `IABProvider`, `IABLogon`, and the containers and people that a client opens through them.
#include "calls.hpp"
#include "check.hpp"
#include "scripts.hpp"
#include "session.hpp"

namespace {
IABLogon *logon_of(IUnknown *object) { return static_cast<IABLogon *>(object); }
IABContainer *root_of(IUnknown *object) { return static_cast<IABContainer *>(object); }

/// OPEN-4
HRESULT open_root(IABLogon *logon, Ref<IUnknown> &root) {
    ULONG type = 0;
    TRY(logon->OpenEntry(0, nullptr, nullptr, 0, &type, root.out()));
    return type == MAPI_ABCONT ? S_OK : MAPI_E_CORRUPT_DATA;
}

/// The first person of a container, if it has one.
HRESULT open_first(IABContainer *root, IMAPITable *table, Ref<IMailUser> &user) {
    Tags<2> columns{.tags = {PR_ENTRYID, PR_DISPLAY_NAME_W}};
    TRY(table->SetColumns(columns.array(), 0));
    LPSRowSet found = nullptr;
    TRY(table->QueryRows(10, 0, &found));
    Rows rows(found);
    if (found->cRows == 0) return S_OK;
    const SPropValue *values = found->aRow[0].lpProps;
    if (found->aRow[0].cValues != 2 || values[0].ulPropTag != PR_ENTRYID || values[1].ulPropTag != PR_DISPLAY_NAME_W)
        return MAPI_E_CORRUPT_DATA;
    const SBinary &id = values[0].Value.bin;
    ULONG type = 0;
    TRY(root->OpenEntry(id.cb, reinterpret_cast<LPENTRYID>(id.lpb), nullptr, 0, &type, user.out_as<IUnknown>()));
    return type == MAPI_MAILUSER ? S_OK : MAPI_E_CORRUPT_DATA;
}

/// PR_ENTRYID
HRESULT entry_of(IABContainer *root, std::vector<BYTE> &entry) {
    Tags<1> asked{.tags = {PR_ENTRYID}};
    ULONG count = 0;
    Buffer<SPropValue> values(memory::free_buffer);
    TRY(root->GetProps(asked.array(), 0, &count, values.out()));
    if (count != 1 || values[0].ulPropTag != PR_ENTRYID) return MAPI_E_CORRUPT_DATA;
    const SBinary &id = values[0].Value.bin;
    entry.assign(id.lpb, id.lpb + id.cb);
    return S_OK;
}
LPENTRYID as_entry(std::vector<BYTE> &entry) { return reinterpret_cast<LPENTRYID>(entry.data()); }

/// The root's identifier is the one in the profile section (LOGON-5), and opens it (OPEN-4).
HRESULT describe(Session &session, IABLogon *logon, IABContainer *root) {
    std::vector<BYTE> entry;
    TRY(entry_of(root, entry));
    const std::vector<BYTE> &written = session.support.entry; // nothing if the section was refused
    if (!written.empty() && entry != written) return MAPI_E_CORRUPT_DATA;
    ULONG type = 0;
    Ref<IUnknown> again;
    TRY(logon->OpenEntry(static_cast<ULONG>(entry.size()), as_entry(entry), &IID_IABContainer, 0, &type, again.out()));
    Buffer<SPropTagArray> tags(memory::free_buffer);
    TRY(root->GetPropList(MAPI_UNICODE, tags.out()));
    return type == MAPI_ABCONT && tags->cValues > 3 ? S_OK : MAPI_E_CORRUPT_DATA;
}

/// Subscribes to the root. The headers' `ULONG` connections are `ULONG_PTR` in MAPI.
HRESULT subscribe(IABLogon *logon, IABContainer *root, Sink &sink, ULONG_PTR &connection) {
    std::vector<BYTE> entry;
    TRY(entry_of(root, entry));
    return logon->Advise(static_cast<ULONG>(entry.size()), as_entry(entry), fnevObjectModified, &sink,
                         reinterpret_cast<ULONG *>(&connection));
}

/// T-49: the client never takes its subscription back.
void subscription_left_open(Case &on) {
    Sink sink;
    Session session(on);
    session.log_on();
    ULONG_PTR connection = 0;
    IABLogon *logon = logon_of(session.logon);
    CHECK_CODE(subscribe(logon, root_of(session.object.get()), sink, connection), S_OK);
    CHECK(session.support.subscriptions() == 1 && sink.references() == 2);
    CHECK_CODE(logon->Unadvise(99), MAPI_E_NOT_FOUND);
    session.object.release();
    session.log_off();
    CHECK(session.support.left_over == 0 && sink.references() == 1);
    session.end_provider();
    session.settle();
}

/// OPEN-3: what nobody knows is told apart from what is gone, and nothing is given.
void unknown_entries(Case &on) {
    Session session(on);
    session.log_on();
    ULONG type = 0;
    Ref<IUnknown> opened;
    BYTE junk[40] = {};
    CHECK(FAILED(logon_of(session.logon)->OpenEntry(sizeof junk, reinterpret_cast<LPENTRYID>(junk), nullptr, 0, &type,
                                                    opened.out())));
    CHECK(!opened && type == 0);
    CHECK_CODE(logon_of(session.logon)->OpenEntry(0, nullptr, &IID_IMailUser, 0, &type, opened.out()),
               MAPI_E_INTERFACE_NOT_SUPPORTED);
    CHECK(!opened);
    session.close();
}

class Book final : public Kind {
  public:
    const char *name() const override { return "address_book"; }
    const char *init_function() const override { return "ABProviderInit"; }
    IID provider_iid() const override { return IID_IABProvider; }
    IID logon_iid() const override { return IID_IABLogon; }
    IID object_iid() const override { return IID_IABContainer; }

    HRESULT log_on(Session &session) const override {
        char profile[] = "profile";
        ULONG length = 1;
        BYTE *security = reinterpret_cast<BYTE *>(profile);
        LPMAPIERROR error = reinterpret_cast<LPMAPIERROR>(&length);
        LPABLOGON logon = reinterpret_cast<LPABLOGON>(&length);
        auto *provider = static_cast<IABProvider *>(session.provider.get());
        HRESULT code =
            provider->Logon(&session.support, 0, profile, AB_NO_DIALOG, &length, &security, &error, &logon);
        CHECK(length == 0 && !security); // ABLOGON-2
        if (FAILED(code)) {
            CHECK(!logon);
            memory::free_buffer(error); // REACT-7
        } else {
            CHECK(!error);
            CHECK_CODE(open_root(logon, session.object), S_OK);
        }
        session.logon = logon;
        return code;
    }
    HRESULT log_off(IUnknown *logon) const override { return logon_of(logon)->Logoff(0); }
    HRESULT shut_down(IUnknown *provider) const override {
        ULONG flags = 0;
        return static_cast<IABProvider *>(provider)->Shutdown(&flags);
    }
    HRESULT use(IUnknown *logon) const override {
        Ref<IUnknown> root;
        return open_root(logon_of(logon), root);
    }

    HRESULT open_all(Session &session, std::vector<Held> &opened) const override {
        Ref<IUnknown> root;
        Ref<IMAPITable> contents, hierarchy;
        Ref<IMailUser> user;
        Ref<IMAPIStatus> status;
        TRY(open_root(logon_of(session.logon), root));
        TRY(root_of(root.get())->GetContentsTable(MAPI_UNICODE, contents.out()));
        TRY(root_of(root.get())->GetHierarchyTable(MAPI_UNICODE, hierarchy.out()));
        TRY(open_first(root_of(root.get()), contents.get(), user));
        ULONG type = 0;
        TRY(logon_of(session.logon)->OpenStatusEntry(nullptr, 0, &type, status.out()));
        if (type != MAPI_STATUS) return MAPI_E_CORRUPT_DATA;
        opened.push_back({"container", std::move(root), IID_IABContainer, use_prop});
        opened.push_back({"table", Ref<IUnknown>(contents.leave()), IID_IMAPITable, use_table});
        opened.push_back({"table of containers", Ref<IUnknown>(hierarchy.leave()), IID_IMAPITable, use_table});
        if (user) opened.push_back({"mail user", Ref<IUnknown>(user.leave()), IID_IMailUser, use_prop});
        opened.push_back({"status object", Ref<IUnknown>(status.leave()), IID_IMAPIStatus, use_prop});
        return S_OK;
    }
    HRESULT work(Session &session) const override {
        IABContainer *root = root_of(session.object.get());
        TRY(describe(session, logon_of(session.logon), root));
        static Sink sink;
        ULONG_PTR connection = 0;
        TRY(subscribe(logon_of(session.logon), root, sink, connection));
        TRY(logon_of(session.logon)->Unadvise(static_cast<ULONG>(connection)));
        return read(root);
    }
    HRESULT read(IUnknown *object) const override {
        IABContainer *root = root_of(object);
        TRY(read_props(root, PR_DISPLAY_NAME_W));
        Ref<IMAPITable> table;
        Ref<IMailUser> user;
        TRY(root->GetContentsTable(MAPI_UNICODE, table.out()));
        TRY(open_first(root, table.get(), user));
        return user ? read_props(user.get(), PR_DISPLAY_NAME_W) : S_OK;
    }
    std::vector<Scenario> scenarios() const override {
        return {{"a subscription left open", subscription_left_open},
                {"unknown entries", unknown_entries},
                {"the script of a real client", [](Case &on) {
                     Session session(on);
                     session.log_on();
                     run_book_script(logon_of(session.logon));
                     session.close();
                 }}};
    }
};
} // namespace

const Kind &book_kind() {
    static const Book book;
    return book;
}
