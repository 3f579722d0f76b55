//! What a scenario says when something is not so. A scenario's own checks throw; the host's callbacks run inside a
//! call of the provider's, which no exception may cross: they complain, and the scenario fails when it is over.
#pragma once

#include <stdexcept>
#include <string>

struct Failed : std::runtime_error {
    using std::runtime_error::runtime_error;
};

[[noreturn]] void fail(const char *file, int line, const std::string &what);
void check_code(const char *file, int line, const char *call, long got, long wanted);

/// Something is wrong that a callback saw.
void complain(const std::string &what);
/// What was complained about since the last time, in lines; empty if nothing was.
std::string complaints();

#define CHECK(what)                                                                                                    \
    do {                                                                                                               \
        if (!(what)) fail(__FILE__, __LINE__, "not so: " #what);                                                       \
    } while (0)

#define CHECK_CODE(call, wanted) check_code(__FILE__, __LINE__, #call, call, wanted)
