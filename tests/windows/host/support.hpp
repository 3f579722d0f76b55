//! The support object and the profile section of one logon: MAPI's part, as far as providers ask for it, with every
//! call counted and failing when it is told to. Whose logon ends with it is told by its maker.
#pragma once

#include "memory.hpp"

#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

/// Every method answers `MAPI_E_NO_SUPPORT`: the header's own lists of methods, with a body.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
struct NoSupport : IMAPISupport {
    MAPI_IMAPISUPPORT_METHODS1({ return MAPI_E_NO_SUPPORT; })
    MAPI_IMAPISUPPORT_METHODS2({ return MAPI_E_NO_SUPPORT; })
    MAPI_IMAPISUPPORT_METHODS3({ return MAPI_E_NO_SUPPORT; })
};
struct NoSection : IProfSect {
    MAPI_IMAPIPROP_METHODS({ return MAPI_E_NO_SUPPORT; })
};
#pragma GCC diagnostic pop

class Support;

/// The provider's section of the profile: says what MAPI computes, remembers what it is given.
class Section final : public NoSection {
  public:
    explicit Section(Support &support) : support_(support) {}
    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void **out) override;
    ULONG STDMETHODCALLTYPE AddRef() override;
    ULONG STDMETHODCALLTYPE Release() override;
    HRESULT STDMETHODCALLTYPE SaveChanges(ULONG flags) override;
    HRESULT STDMETHODCALLTYPE GetProps(LPSPropTagArray tags, ULONG flags, ULONG *count, LPSPropValue *values) override;
    HRESULT STDMETHODCALLTYPE SetProps(ULONG count, LPSPropValue values, LPSPropProblemArray *problems) override;

  private:
    ~Section() = default;
    Support &support_;
    std::atomic<ULONG> count_{1};
};

/// Lives in its scenario, however many references there are: so that a late call finds it, and is complained about.
class Support final : public NoSupport {
  public:
    /// What happens at the last Release, after what MAPI itself undoes (SUPREL-3).
    std::function<void()> at_last_release = [] {};
    Fuse fuse;
    std::atomic<int> uids{0}, rows{0}, told{0};
    std::atomic<ULONG> told_with{0};
    std::atomic<ULONG> sections{0};
    /// Subscriptions that the provider left to MAPI to cancel (NOTIF-4).
    std::atomic<size_t> left_over{0};
    /// What the provider wrote into its section: its store's identifier.
    std::vector<BYTE> entry;

    ULONG references() const { return count_; }
    size_t subscriptions();
    /// One call of the support object's or its section's; complains if nobody may call any more.
    bool fails(const char *method);

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void **out) override;
    ULONG STDMETHODCALLTYPE AddRef() override;
    ULONG STDMETHODCALLTYPE Release() override;
    HRESULT STDMETHODCALLTYPE GetLastError(HRESULT code, ULONG flags, LPMAPIERROR *error) override;
    HRESULT STDMETHODCALLTYPE GetMemAllocRoutines(LPALLOCATEBUFFER *allocate, LPALLOCATEMORE *more,
                                                  LPFREEBUFFER *free) override;
    HRESULT STDMETHODCALLTYPE Subscribe(LPNOTIFKEY key, ULONG mask, ULONG flags, LPMAPIADVISESINK sink,
                                        ULONG *connection) override;
    HRESULT STDMETHODCALLTYPE Unsubscribe(ULONG connection) override;
    HRESULT STDMETHODCALLTYPE Notify(LPNOTIFKEY key, ULONG count, LPNOTIFICATION events, ULONG *flags) override;
    HRESULT STDMETHODCALLTYPE ModifyStatusRow(ULONG count, LPSPropValue values, ULONG flags) override;
    HRESULT STDMETHODCALLTYPE OpenProfileSection(LPMAPIUID uid, ULONG flags, LPPROFSECT *section) override;
    HRESULT STDMETHODCALLTYPE NewUID(LPMAPIUID uid) override;
    HRESULT STDMETHODCALLTYPE SpoolerNotify(ULONG flags, LPVOID data) override;
    HRESULT STDMETHODCALLTYPE SetProviderUID(LPMAPIUID uid, ULONG flags) override;
    HRESULT STDMETHODCALLTYPE StoreLogoffTransports(ULONG *flags) override;
    HRESULT STDMETHODCALLTYPE WrapStoreEntryID(ULONG length, LPENTRYID entry, ULONG *wrapped_length,
                                               LPENTRYID *wrapped) override;
    HRESULT STDMETHODCALLTYPE ModifyProfile(ULONG flags) override;

  private:
    std::atomic<ULONG> count_{1};
    std::mutex lock_;
    std::map<ULONG, IMAPIAdviseSink *> sinks_;
    ULONG next_ = 1;
};

/// A client's sink, which counts.
class Sink final : public IMAPIAdviseSink {
  public:
    ULONG references() const { return count_; }
    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void **out) override;
    ULONG STDMETHODCALLTYPE AddRef() override { return ++count_; }
    ULONG STDMETHODCALLTYPE Release() override { return --count_; }
    ULONG STDMETHODCALLTYPE OnNotify(ULONG, LPNOTIFICATION) override { return S_OK; }

  private:
    std::atomic<ULONG> count_{1};
};
