//! The words of `check.hpp`.
#include "check.hpp"

#include <cstdio>
#include <cstring>
#include <mutex>
#include <utility>

namespace {
std::mutex lock;
std::string said;
} // namespace

void fail(const char *file, int line, const std::string &what) {
    const char *name = std::strrchr(file, '/');
    throw Failed(std::string(name ? name + 1 : file) + ":" + std::to_string(line) + ": " + what);
}

void check_code(const char *file, int line, const char *call, long got, long wanted) {
    if (got == wanted) return;
    char codes[64];
    std::snprintf(codes, sizeof codes, " answers 0x%08lX, not 0x%08lX", static_cast<unsigned long>(got),
                  static_cast<unsigned long>(wanted));
    fail(file, line, call + std::string(codes));
}

void complain(const std::string &what) {
    std::lock_guard guard(lock);
    if (said.size() < 4000) said += (said.empty() ? "" : "; ") + what;
}

std::string complaints() {
    std::lock_guard guard(lock);
    return std::exchange(said, {});
}
