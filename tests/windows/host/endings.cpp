//! How a session can end: by the book and against it, with and without objects that clients still hold.
#include "check.hpp"
#include "scenarios.hpp"
#include "session.hpp"

namespace {
/// A session whose client holds one of each object.
struct Holding {
    explicit Holding(Case &on) : session(on) {
        session.log_on();
        CHECK_CODE(session.kind.open_all(session, opened), S_OK);
        for (Held &held : opened) CHECK_CODE(held.use(held.object.get()), S_OK);
    }
    void are_invalidated() {
        for (Held &held : opened) check_invalidated(held);
        if (session.object) CHECK_CODE(session.kind.read(session.object.get()), MAPI_E_INVALID_OBJECT);
    }
    void late_releases() {
        for (Held &held : opened) CHECK(held.object.release() == 0);
        CHECK(session.object.release() == 0);
    }
    Session session;
    std::vector<Held> opened;
};

/// SHUT-1, INVAL-1 to INVAL-5: invalidated objects before and after the provider's end.
void logoff_with_objects_held(Case &on) {
    Holding holding(on);
    Session &session = holding.session;
    session.log_off();
    CHECK(session.support.references() == 0);
    holding.are_invalidated();
    session.end_provider();
    holding.are_invalidated();
    holding.late_releases();
    session.settle();
}

/// LOGOFF-6, LOGOFF-8
void late_calls_on_the_logon(Case &on) {
    Session session(on);
    session.log_on();
    IUnknown *logon = session.logon.exchange(nullptr);
    CHECK_CODE(session.kind.use(logon), S_OK);
    CHECK_CODE(session.kind.log_off(logon), S_OK);
    CHECK_CODE(session.kind.use(logon), MAPI_E_INVALID_OBJECT);
    CHECK_CODE(session.kind.log_off(logon), S_OK);
    CHECK(session.support.told <= 1);
    CHECK(logon->Release() == 0);
    session.object.release();
    session.end_provider();
    session.settle();
}

/// LOGOFF-7, T-69
void logon_released_without_logoff(Case &on) {
    Holding holding(on);
    Session &session = holding.session;
    CHECK(session.logon.exchange(nullptr)->Release() == 0);
    CHECK(session.support.references() == 0);
    holding.are_invalidated();
    session.end_provider();
    holding.late_releases();
    session.settle();
}

/// SHUT-7, T-70
void provider_released_without_shutdown(Case &on) {
    Session session(on);
    session.log_on();
    CHECK_CODE(session.kind.work(session), S_OK);
    session.log_off();
    CHECK(session.provider.release() == 0);
    session.object.release();
    session.settle();
}

/// SHUT-5, T-106: Shutdown forces the logon off; MAPI's late Logoff and Release find it.
void shutdown_with_a_logon_open(Case &on) {
    Holding holding(on);
    Session &session = holding.session;
    IUnknown *logon = session.logon.exchange(nullptr);
    CHECK_CODE(session.kind.shut_down(session.provider.get()), S_OK);
    CHECK(session.support.references() == 0);
    holding.are_invalidated();
    CHECK_CODE(session.kind.shut_down(session.provider.get()), S_OK);
    CHECK_CODE(session.kind.use(logon), MAPI_E_INVALID_OBJECT);
    CHECK_CODE(session.kind.log_off(logon), S_OK);
    CHECK(logon->Release() == 0);
    CHECK(session.provider.release() == 0);
    holding.late_releases();
    session.settle();
}

/// SHUT-5, SHUT-7: the provider goes first, without a word.
void provider_released_first(Case &on) {
    Holding holding(on);
    Session &session = holding.session;
    IUnknown *logon = session.logon.exchange(nullptr);
    session.provider.release();
    CHECK(session.support.references() == 0);
    holding.are_invalidated();
    CHECK(logon->Release() == 0);
    holding.late_releases();
    session.settle();
}

/// SUPREL-3, SUPREL-5: MAPI shuts the provider down inside the support object's last Release.
void nested_shutdown(Case &on) {
    Holding holding(on);
    Session &session = holding.session;
    session.support.at_last_release = [&session] {
        session.log_off();
        if (FAILED(session.kind.shut_down(session.provider.get()))) complain("Shutdown is refused");
        if (session.provider.release() != 0) complain("the provider's Release leaves references");
    };
    session.log_off();
    CHECK(!session.provider);
    holding.are_invalidated();
    holding.late_releases();
    session.settle();
}

/// ENTRY-8, SHUT-9: two sessions on one library; the end of one leaves the other alone.
void two_sessions(Case &on) {
    Session first(on), second(on);
    first.log_on();
    second.log_on();
    CHECK(first.provider.get() != second.provider.get());
    first.log_off();
    first.object.release();
    first.end_provider();
    CHECK_CODE(second.kind.work(second), S_OK);
    second.log_off();
    second.object.release();
    second.end_provider();
    first.settle();
    second.settle();
}
} // namespace

std::vector<Scenario> ending_scenarios() {
    return {
        {"Logoff with objects held", logoff_with_objects_held, true},
        {"late calls on the logon", late_calls_on_the_logon},
        {"logon released without Logoff", logon_released_without_logoff, true},
        {"provider released without Shutdown", provider_released_without_shutdown, true},
        {"Shutdown with a logon open", shutdown_with_a_logon_open, true},
        {"provider released before its logon", provider_released_first, true},
        {"Shutdown inside the support object's Release", nested_shutdown, true},
        {"two sessions", two_sessions},
    };
}
