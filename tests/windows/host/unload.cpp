//! Loads and unloads: what a library leaves behind, and what becomes of an object that is held over FreeLibrary. That
//! every scenario's own library is gone after it is checked in `main.cpp`.
#include "check.hpp"
#include "scenarios.hpp"
#include "session.hpp"

#include <thread>

namespace {
/// With the other scenarios' loads fewer than 100: std takes a TLS index with each load on windows-gnu.
constexpr int RELOADS = 50;

/// What the process's heap holds, in bytes.
size_t heap_in_use() {
    HANDLE heap = GetProcessHeap();
    size_t bytes = 0;
    HeapLock(heap);
    PROCESS_HEAP_ENTRY entry = {};
    while (HeapWalk(heap, &entry))
        if (entry.wFlags & PROCESS_HEAP_ENTRY_BUSY) bytes += entry.cbData;
    HeapUnlock(heap);
    return bytes;
}

void session_on(Case &on) {
    Session session(on);
    session.log_on();
    CHECK_CODE(session.kind.work(session), S_OK);
    session.close();
}

/// UNLOAD-1, UNLOAD-2; each session on a thread of its own, as a client's may be.
void reloads(Case &on) {
    on.library.free();
    CHECK(!Library::is_loaded(on.path));
    size_t before = 0;
    for (int i = 0; i < RELOADS; i++) {
        {
            Library library(on.path);
            Case again{on.kind, on.path, library, {}};
            std::string fault;
            std::thread client([&] {
                try {
                    session_on(again);
                } catch (const Failed &failed) {
                    fault = failed.what();
                }
            });
            client.join();
            if (!fault.empty()) throw Failed(fault);
            CHECK(Library::is_loaded(on.path));
        }
        CHECK(!Library::is_loaded(on.path));
        if (i == RELOADS / 5) before = heap_in_use();
    }
    long growth = static_cast<long>(heap_in_use()) - static_cast<long>(before);
    growth /= RELOADS - RELOADS / 5 - 1;
    on.remark = std::to_string(growth) + " bytes of " + std::to_string(before) + " left by each";
    CHECK(growth < 256);
}

/// LOAD-2, LOAD-3: loaded twice, it stays for the session until both are given back.
void counted_loads(Case &on) {
    {
        Library second(on.path);
        on.library.free();
        CHECK(Library::is_loaded(on.path));
        Case again{on.kind, on.path, second, {}};
        session_on(again);
    }
    CHECK(!Library::is_loaded(on.path));
}

/// INVAL-4, T-78
void invalidated_over_free_library(Case &on) {
    Session session(on);
    session.log_on();
    std::vector<Held> opened;
    CHECK_CODE(session.kind.open_all(session, opened), S_OK);
    session.log_off();
    session.end_provider();
    on.library.free();
    if (!Library::is_loaded(on.path)) {
        for (Held &held : opened) (void)held.object.leave(); // their code is gone
        (void)session.object.leave();
        throw Failed("the library goes from under what is held");
    }
    for (Held &held : opened) {
        check_invalidated(held);
        CHECK(held.object.release() == 0);
    }
    CHECK(session.object.release() == 0);
    session.settle();
    on.remark = "the library stays, the late Release works";
}
} // namespace

std::vector<Scenario> unload_scenarios() {
    return {{"a library loaded twice", counted_loads}, {"50 reloads", reloads}, {"invalidated object", invalidated_over_free_library, true}};
}
