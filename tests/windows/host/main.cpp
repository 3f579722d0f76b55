//! A host of provider DLLs, compiled from the public-domain MAPI headers of mingw-w64.
//!
//!     host KIND LIBRARY [SCENARIO...]
//!
//! Runs the scenarios (all of them, or those named), each on a copy of the library that must be gone after it, or must
//! have pinned itself where something is still held. Prints a line each and exits 0 if all passed, 1 if one failed, 2 for a
//! wrong call, 3 after a crash, which ends the run.
#include "check.hpp"
#include "scenarios.hpp"
#include "session.hpp"

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {
const Kind *const KINDS[] = {&store_kind(), &book_kind(), &transport_kind()};

/// A crash ends the process: the line that is begun already says in which scenario.
LONG WINAPI crashed(EXCEPTION_POINTERS *what) {
    char text[96];
    int length = std::snprintf(text, sizeof text, "CRASHED: exception 0x%08lX at %p\n",
                               static_cast<unsigned long>(what->ExceptionRecord->ExceptionCode),
                               what->ExceptionRecord->ExceptionAddress);
    DWORD written = 0;
    WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), text, static_cast<DWORD>(length), &written, nullptr);
    TerminateProcess(GetCurrentProcess(), 3);
    return EXCEPTION_EXECUTE_HANDLER;
}

/// A copy under a name of its own: one that has pinned itself is in nobody's way.
std::string copy_of(const std::string &path) {
    static int number = 0;
    std::string copy = path + "." + std::to_string(++number) + ".dll";
    if (!CopyFileA(path.c_str(), copy.c_str(), FALSE)) throw Failed("the library cannot be copied to " + copy);
    return copy;
}

bool run(const Kind &kind, const std::string &original, const Scenario &scenario) {
    std::printf("%s: %s: ", kind.name(), scenario.name);
    std::fflush(stdout);
    std::string fault, remark, path;
    try {
        path = copy_of(original);
        Library library(path);
        Case on{kind, path, library, {}};
        scenario.run(on);
        remark = on.remark;
    } catch (const std::exception &failed) {
        fault = failed.what();
    }
    if (fault.empty()) fault = complaints();
    bool stays = Library::is_loaded(path);
    if (fault.empty() && stays && !scenario.pins) fault = "the library is still loaded";
    if (fault.empty() && !stays && scenario.pins) fault = "the library has not pinned itself";
    if (!stays) DeleteFileA(path.c_str());
    std::printf(fault.empty() ? "ok" : "FAILED: %s", fault.c_str());
    std::printf(remark.empty() ? "\n" : " (%s)\n", remark.c_str());
    std::fflush(stdout);
    return fault.empty();
}

std::vector<Scenario> all(const Kind &kind) {
    std::vector<Scenario> scenarios;
    for (auto &&part : {entry_scenarios(), kind.scenarios(), ending_scenarios(), failure_scenarios(),
                        thread_scenarios(), unload_scenarios()})
        scenarios.insert(scenarios.end(), part.begin(), part.end());
    return scenarios;
}
} // namespace

int main(int argc, char **argv) {
    SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
    SetUnhandledExceptionFilter(crashed);
    const Kind *kind = nullptr;
    for (const Kind *known : KINDS)
        if (argc > 2 && !std::strcmp(argv[1], known->name())) kind = known;
    if (!kind) {
        std::fprintf(stderr, "usage: host KIND LIBRARY [SCENARIO...]\n");
        return 2;
    }
    std::vector<std::string> wanted(argv + 3, argv + argc);
    int passed = 0, failed = 0;
    for (const Scenario &scenario : all(*kind)) {
        bool named = wanted.empty();
        for (const std::string &name : wanted) named = named || name == scenario.name;
        if (named) ++(run(*kind, argv[2], scenario) ? passed : failed);
    }
    std::printf("%s: %d passed, %d failed\n", kind->name(), passed, failed);
    return failed == 0 && passed > 0 ? 0 : 1;
}
