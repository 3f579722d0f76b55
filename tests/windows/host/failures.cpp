//! MAPI's own failures: each call of the support object, and each allocation, refused in turn over a whole session.
//! Nothing may crash and nothing may be left, whatever the session comes to.
#include "check.hpp"
#include "scenarios.hpp"
#include "session.hpp"

namespace {
/// More calls than any session here makes.
constexpr long MOST = 400;

/// A session from init to the last Release that takes every answer as it comes; what the logon and the work came to.
HRESULT live(Session &session, bool held) {
    HRESULT code = session.begin();
    std::vector<Held> opened;
    if (SUCCEEDED(code)) {
        code = session.kind.work(session);
        HRESULT last = session.kind.open_all(session, opened);
        if (SUCCEEDED(code)) code = last;
    }
    if (held) session.log_off();
    opened.clear();
    session.object.release();
    session.log_off();
    session.end_provider();
    return code;
}

std::string at(long call, HRESULT code) {
    char text[64];
    std::snprintf(text, sizeof text, " (call %ld answered 0x%08lX)", call, static_cast<unsigned long>(code));
    return text;
}

/// Blows the fuse at call 1, 2, … of a session until no call is left; how many there were.
long each_call(Case &on, HRESULT code, bool held, Fuse &(*fuse_of)(Session &), bool (*may_come_to)(HRESULT, HRESULT)) {
    for (long call = 1; call < MOST; call++) {
        try {
            Session session(on);
            Fuse &fuse = fuse_of(session);
            fuse.set(call, code);
            HRESULT outcome = live(session, held);
            bool reached = fuse.reached();
            fuse.set(0, S_OK);
            session.settle();
            if (!reached) {
                CHECK_CODE(outcome, S_OK);
                return call - 1;
            }
            if (!may_come_to(outcome, code)) check_code(__FILE__, __LINE__, "a session", outcome, code);
        } catch (const Failed &failed) {
            memory::fuse.set(0, S_OK);
            throw Failed(failed.what() + at(call, code));
        }
    }
    fail(__FILE__, __LINE__, "a session has no end of calls");
}

/// LOGON-2, LOGON-12, LOGOFF-4
void support_fails(Case &on) {
    auto of = [](Session &session) -> Fuse & { return session.support.fuse; };
    auto any = [](HRESULT, HRESULT) { return true; }; // the call may have been one that a session can do without
    long calls = 0;
    for (HRESULT code : {MAPI_E_CALL_FAILED, MAPI_E_NOT_ENOUGH_MEMORY, MAPI_E_NO_SUPPORT, MAPI_E_END_OF_SESSION})
        for (bool held : {false, true}) calls = each_call(on, code, held, of, any);
    CHECK(calls >= 5);
    on.remark = std::to_string(calls) + " calls a session, four codes each";
}

/// MEM-10, T-90
void memory_runs_out(Case &on) {
    auto of = [](Session &) -> Fuse & { return memory::fuse; };
    auto honest = [](HRESULT outcome, HRESULT code) { return SUCCEEDED(outcome) || outcome == code; };
    long calls = 0;
    for (bool held : {false, true}) calls = each_call(on, MAPI_E_NOT_ENOUGH_MEMORY, held, of, honest);
    CHECK(calls >= 5);
    on.remark = std::to_string(calls) + " allocations a session";
}
} // namespace

std::vector<Scenario> failure_scenarios() {
    return {
        {"each call of the support object fails", support_fails},
        {"each allocation fails", memory_runs_out},
    };
}
