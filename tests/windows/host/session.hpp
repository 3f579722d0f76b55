//! One session with one provider object and one logon: what MAPI keeps of it, and the steps in which it ends.
#pragma once

#include "kind.hpp"
#include "support.hpp"

/// A library, loaded once.
class Library {
  public:
    explicit Library(const std::string &path);
    Library(const Library &) = delete;
    ~Library() { free(); }
    /// Undecorated, and null if it is not exported.
    template <class Function> Function *function(const char *name) const {
        return reinterpret_cast<Function *>(reinterpret_cast<void *>(GetProcAddress(module_, name)));
    }
    void free();
    static bool is_loaded(const std::string &path);

  private:
    HMODULE module_;
};

/// What a scenario runs on.
struct Case {
    const Kind &kind;
    std::string path;
    Library &library;
    std::string remark; // printed after the scenario's result
};

/// All three kinds' init functions have this shape.
typedef HRESULT(__cdecl Init)(HINSTANCE, LPMALLOC, LPALLOCATEBUFFER, LPALLOCATEMORE, LPFREEBUFFER, ULONG flags,
                              ULONG mapi_version, ULONG *version, IUnknown **provider);

/// A session: `begin`, the client's work, an end, `settle`.
struct Session {
    explicit Session(const Case &of) : kind(of.kind), library(of.library) {}
    Session(const Session &) = delete;

    const Kind &kind;
    const Library &library;
    Malloc malloc;
    Support support;
    Ref<IUnknown> provider;
    /// MAPI's reference; the one that takes it out logs off (SUPREL-3).
    std::atomic<IUnknown *> logon{nullptr};
    /// What the client got with the logon: the store, or of the other kinds what it opened first.
    Ref<IUnknown> object;

    /// Makes the provider object and logs on to it; null outputs and one support reference are checked either way.
    HRESULT begin();
    /// As `begin`, and it must work.
    void log_on();
    /// The session's own end of the logon; nothing if somebody else has ended it.
    void log_off();
    /// Shutdown, then the provider's Release.
    void end_provider();
    /// The client's Release, then an end by the book; nothing is left.
    void close();
    /// Nothing is left: no reference, no buffer, no subscription, no row; and nothing was complained about.
    void settle();
};

/// INVAL-1: every method but IUnknown's is refused; counting goes on.
void check_invalidated(Held &held);
