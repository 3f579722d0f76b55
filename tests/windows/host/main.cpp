//! A host of provider DLLs, compiled from the public-domain MAPI headers of mingw-w64.
//!
//!     host KIND LIBRARY [--unpinned] [SCENARIO...]
//!
//! Runs the scenarios (all of them, or those named), each on a library of its own that must be gone behind it. Prints
//! a line each and exits 0 if all passed, 1 if one failed, 2 for a wrong call, 3 after a crash, which ends the run.
//! `--unpinned` lets a library go from under an object that is held over FreeLibrary.
#include "check.hpp"
#include "scenarios.hpp"
#include "session.hpp"

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {
const Kind *const KINDS[] = {&store_kind()};

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

bool run(const Kind &kind, const std::string &path, const Scenario &scenario, bool must_go) {
    std::printf("%s: %s: ", kind.name(), scenario.name);
    std::fflush(stdout);
    std::string fault, remark;
    try {
        Library library(path);
        Case on{kind, path, library, {}};
        scenario.run(on);
        remark = on.remark;
    } catch (const std::exception &failed) {
        fault = failed.what();
    }
    if (fault.empty()) fault = complaints();
    if (fault.empty() && must_go && Library::is_loaded(path)) fault = "the library is still loaded";
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
        std::fprintf(stderr, "usage: host KIND LIBRARY [--unpinned] [SCENARIO...]\n");
        return 2;
    }
    bool unpinned = argc > 3 && !std::strcmp(argv[3], "--unpinned");
    std::vector<std::string> wanted(argv + (unpinned ? 4 : 3), argv + argc);
    int passed = 0, failed = 0;
    auto consider = [&](const Scenario &scenario, bool must_go) {
        bool named = wanted.empty();
        for (const std::string &name : wanted) named = named || name == scenario.name;
        if (named) ++(run(*kind, argv[2], scenario, must_go) ? passed : failed);
    };
    for (const Scenario &scenario : all(*kind)) consider(scenario, true);
    consider(husk_scenario(unpinned), false);
    std::printf("%s: %d passed, %d failed\n", kind->name(), passed, failed);
    return failed == 0 && passed > 0 ? 0 : 1;
}
