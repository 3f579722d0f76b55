//! How a store can be closed: by its client, with and without StoreLogoff, and by the session under its client's
//! hands.
#include "check.hpp"
#include "session.hpp"
#include "store.hpp"

namespace {
IMsgStore *store_of(Session &session) { return static_cast<IMsgStore *>(session.object.get()); }

/// T-51, T-56
void store_logoff_and_release(Case &on) {
    Session session(on);
    session.log_on();
    CHECK_CODE(session.kind.work(session), S_OK);
    ULONG flags = LOGOFF_ORDERLY;
    CHECK_CODE(store_of(session)->StoreLogoff(&flags), S_OK);
    CHECK(session.support.told == 0);
    CHECK(session.object.release() == 0);
    CHECK(session.support.told == 1 && session.support.told_with == LOGOFF_ORDERLY);
    CHECK(!session.logon); // the support object's last Release took it
    session.end_provider();
    session.settle();
}

/// T-53
void release_only(Case &on) {
    Session session(on);
    session.log_on();
    CHECK_CODE(session.kind.work(session), S_OK);
    CHECK(session.object.release() == 0);
    CHECK(session.support.told == 1 && session.support.told_with == LOGOFF_ABORT);
    session.end_provider();
    session.settle();
}

/// T-52, T-60
void store_logoff_flags(Case &on) {
    Session session(on);
    session.log_on();
    ULONG flags = LOGOFF_NO_WAIT | LOGOFF_ORDERLY;
    CHECK_CODE(store_of(session)->StoreLogoff(&flags), MAPI_E_INVALID_PARAMETER);
    flags = 0x100;
    CHECK_CODE(store_of(session)->StoreLogoff(&flags), MAPI_E_UNKNOWN_FLAGS);
    CHECK_CODE(store_of(session)->StoreLogoff(nullptr), MAPI_E_INVALID_PARAMETER);
    flags = LOGOFF_NO_WAIT;
    CHECK_CODE(store_of(session)->StoreLogoff(&flags), S_OK);
    flags = LOGOFF_PURGE;
    CHECK_CODE(store_of(session)->StoreLogoff(&flags), S_OK);
    CHECK(session.object.release() == 0);
    CHECK(session.support.told == 1 && session.support.told_with == LOGOFF_PURGE);
    session.end_provider();
    session.settle();
}

/// T-54
void two_references(Case &on) {
    Session session(on);
    session.log_on();
    CHECK(session.object->AddRef() == 2);
    ULONG flags = LOGOFF_ORDERLY;
    CHECK_CODE(store_of(session)->StoreLogoff(&flags), S_OK);
    CHECK(session.object->Release() == 1);
    CHECK_CODE(session.kind.work(session), S_OK);
    CHECK(session.object.release() == 0);
    CHECK(session.support.told == 1);
    session.end_provider();
    session.settle();
}

/// T-58: the session logs off, the store is called and released late.
void logoff_with_the_store_held(Case &on) {
    Session session(on);
    session.log_on();
    session.log_off();
    CHECK(session.support.told == 1 && session.support.references() == 0);
    Ref<IUnknown> late;
    ULONG type = 0, flags = LOGOFF_ORDERLY;
    CHECK_CODE(store_of(session)->OpenEntry(0, nullptr, nullptr, 0, &type, late.out()), MAPI_E_INVALID_OBJECT);
    CHECK(!late);
    CHECK_CODE(session.kind.read(session.object.get()), MAPI_E_INVALID_OBJECT);
    (void)store_of(session)->StoreLogoff(&flags);
    session.end_provider();
    CHECK_CODE(session.kind.read(session.object.get()), MAPI_E_INVALID_OBJECT);
    CHECK(session.object.release() == 0);
    CHECK(session.support.told == 1);
    session.settle();
}

/// T-49: the client never takes its subscriptions back.
void subscriptions_left_open(Case &on) {
    Sink sink;
    Session session(on);
    session.log_on();
    ULONG_PTR connections[2] = {};
    for (ULONG_PTR &connection : connections) {
        auto *made = reinterpret_cast<ULONG *>(&connection);
        CHECK_CODE(store_of(session)->Advise(0, nullptr, fnevObjectModified, &sink, made), S_OK);
    }
    CHECK(connections[0] != connections[1] && session.support.subscriptions() == 2 && sink.references() == 3);
    CHECK_CODE(store_of(session)->Unadvise(99), MAPI_E_NOT_FOUND);
    CHECK(session.object.release() == 0);
    CHECK(session.support.left_over == 0 && sink.references() == 1);
    session.end_provider();
    session.settle();
}

/// MSLOGON-6, T-21: the second logon gets the store that is open, and nothing else.
void duplicate_open(Case &on) {
    Session session(on);
    session.log_on();
    Support second;
    LPMSLOGON logon = reinterpret_cast<LPMSLOGON>(&second);
    Ref<IMsgStore> store;
    std::vector<BYTE> id(session.support.entry.begin() + 4, session.support.entry.end()); // after the wrapping
    auto *provider = static_cast<IMSProvider *>(session.provider.get());
    auto *entry = reinterpret_cast<LPENTRYID>(id.data());
    CHECK_CODE(provider->Logon(&second, 0, nullptr, static_cast<ULONG>(id.size()), entry, MAPI_BEST_ACCESS, nullptr, nullptr,
                               nullptr, nullptr, &logon, store.out()),
               S_OK);
    CHECK(!logon && static_cast<IUnknown *>(store.get()) == session.object.get());
    CHECK(second.references() == 1 && second.uids == 0 && second.rows == 0);
    CHECK(store.release() == 1 && second.Release() == 0);
    CHECK(session.object.release() == 0);
    session.end_provider();
    session.settle();
}
} // namespace

std::vector<Scenario> store_endings() {
    return {
        {"StoreLogoff, then Release", store_logoff_and_release},
        {"Release without StoreLogoff", release_only},
        {"StoreLogoff's flags", store_logoff_flags},
        {"StoreLogoff with two references", two_references},
        {"Logoff with the store held", logoff_with_the_store_held, true},
        {"subscriptions left open", subscriptions_left_open},
        {"a second logon to an open store", duplicate_open},
    };
}
