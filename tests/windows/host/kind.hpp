//! What the scenarios need to know of a kind of provider. A kind that joins writes one of these, and scenarios for
//! what only it has; the other scenarios are the same for all.
#pragma once

#include "mapi.hpp"

#include <functional>
#include <string>
#include <vector>

struct Session;

/// One scenario, a fact to be shown on one library.
struct Scenario {
    const char *name;
    std::function<void(struct Case &)> run;
    /// Whether an object is still held, or a call inside, when the provider object ends: then the library pins itself.
    bool pins = false;
};

/// An object that a client holds.
struct Held {
    std::string what;
    Ref<IUnknown> object;
    IID iid;
    /// One of its working methods: what an invalidated object refuses.
    std::function<HRESULT(IUnknown *)> use;
};

class Kind {
  public:
    virtual ~Kind() = default;
    virtual const char *name() const = 0;
    /// The init function of this kind.
    virtual const char *init_function() const = 0;
    virtual IID provider_iid() const = 0;
    virtual IID logon_iid() const = 0;
    /// Of the object that a client gets with the logon, or opens first.
    virtual IID object_iid() const = 0;
    /// Whether its logons register UIDs (UID-1).
    virtual bool has_uid() const { return true; }

    /// Logs on: writes the session's logon, and the object that the client got with it or has opened first.
    virtual HRESULT log_on(Session &session) const = 0;
    virtual HRESULT log_off(IUnknown *logon) const = 0;
    virtual HRESULT shut_down(IUnknown *provider) const = 0;
    /// One of the logon's working methods: what it refuses after its Logoff (LOGOFF-8).
    virtual HRESULT use(IUnknown *logon) const = 0;

    /// One of each object that a client can hold; stops at the first call that fails, and says so.
    virtual HRESULT open_all(Session &session, std::vector<Held> &opened) const = 0;
    /// A client's work: opens, reads, changes, subscribes, gives everything back but the session's own object.
    virtual HRESULT work(Session &session) const = 0;
    /// A client's reading, on any thread; stops when a call is refused.
    virtual HRESULT read(IUnknown *object) const = 0;

    /// The ends that only this kind has.
    virtual std::vector<Scenario> scenarios() const = 0;
};

const Kind &store_kind();
const Kind &book_kind();
const Kind &transport_kind();
