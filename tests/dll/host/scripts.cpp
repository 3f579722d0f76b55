//! The scripts of `tests/windows/host/scripts.cpp` on Linux: what the host in C calls, and what they want of a host.
#include "../../windows/host/check.hpp"
#include "../../windows/host/memory.hpp"
#include "../../windows/host/scripts.hpp"

#include <cstdio>

const IID IID_IStream = {{0x0C, 0, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
const IID IID_IMAPITable = {{0x01, 3, 2, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
const IID IID_IMessage = {{0x07, 3, 2, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46}};

static LPFREEBUFFER give_back;

ULONG memory::free_buffer(LPVOID root) { return give_back(root); }

/// Whether every step is answered as a client needs it; what is not, is printed.
extern "C" int run_scripts(int is_store, void *object, LPFREEBUFFER free_function) {
    give_back = free_function;
    try {
        if (is_store) run_store_scripts(static_cast<IMsgStore *>(object));
        else run_book_script(static_cast<IABLogon *>(object));
        return 1;
    } catch (const std::exception &failed) {
        std::fprintf(stderr, "%s\n", failed.what());
        return 0;
    }
}
