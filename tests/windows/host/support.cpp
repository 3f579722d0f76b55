//! What MAPI's support object does for a provider, and what it undoes at its last Release.
#include "support.hpp"

#include "check.hpp"

#include <cstring>

namespace {
/// The part of QueryInterface that all of the host's objects share.
HRESULT answer(IUnknown *object, bool knows, void **out) {
    *out = knows ? object : nullptr;
    if (!knows) return MAPI_E_INTERFACE_NOT_SUPPORTED;
    object->AddRef();
    return S_OK;
}
} // namespace

bool Support::fails(const char *method) {
    if (count_ == 0) complain(std::string(method) + " after the support object's last Release"); // SUP-3
    return fuse.blows();
}

size_t Support::subscriptions() {
    std::lock_guard guard(lock_);
    return sinks_.size();
}

HRESULT STDMETHODCALLTYPE Support::QueryInterface(REFIID iid, void **out) {
    return answer(this, iid == IID_IUnknown || iid == IID_IMAPISup, out); // SUP-2
}

ULONG STDMETHODCALLTYPE Support::AddRef() {
    if (count_ == 0) complain("AddRef after the support object's last Release");
    return ++count_;
}

ULONG STDMETHODCALLTYPE Support::Release() {
    if (count_ == 0) {
        complain("a Release too many of the support object");
        return 0;
    }
    ULONG left = --count_;
    if (left) return left;
    uids = rows = 0; // SUPREL-2
    std::map<ULONG, IMAPIAdviseSink *> sinks;
    {
        std::lock_guard guard(lock_);
        sinks.swap(sinks_);
    }
    left_over = sinks.size();
    for (auto [connection, sink] : sinks) sink->Release();
    if (sections) complain("a profile section is still held at the support object's last Release"); // LOGON-6
    at_last_release();
    return 0;
}

HRESULT STDMETHODCALLTYPE Support::GetLastError(HRESULT, ULONG, LPMAPIERROR *error) {
    *error = nullptr;
    return fails("GetLastError") ? fuse.code() : S_OK;
}

HRESULT STDMETHODCALLTYPE Support::GetMemAllocRoutines(LPALLOCATEBUFFER *allocate, LPALLOCATEMORE *more,
                                                       LPFREEBUFFER *free) {
    if (fails("GetMemAllocRoutines")) return fuse.code();
    *allocate = memory::allocate;
    *more = memory::allocate_more;
    *free = memory::free_buffer;
    return S_OK;
}

HRESULT STDMETHODCALLTYPE Support::Subscribe(LPNOTIFKEY key, ULONG mask, ULONG, LPMAPIADVISESINK sink,
                                             ULONG *connection) {
    if (fails("Subscribe")) return fuse.code();
    if (!key || key->cb == 0 || mask == 0 || !sink) complain("Subscribe with nothing to subscribe to");
    sink->AddRef();
    std::lock_guard guard(lock_);
    sinks_[next_] = sink;
    *connection = next_++;
    return S_OK;
}

HRESULT STDMETHODCALLTYPE Support::Unsubscribe(ULONG connection) {
    if (fails("Unsubscribe")) return fuse.code();
    IMAPIAdviseSink *sink = nullptr;
    {
        std::lock_guard guard(lock_);
        auto found = sinks_.find(connection);
        if (found == sinks_.end()) return MAPI_E_NOT_FOUND;
        sink = found->second;
        sinks_.erase(found);
    }
    sink->Release();
    return S_OK;
}

HRESULT STDMETHODCALLTYPE Support::Notify(LPNOTIFKEY key, ULONG count, LPNOTIFICATION events, ULONG *) {
    if (fails("Notify")) return fuse.code();
    if (!key || key->cb == 0 || count == 0 || !events) complain("Notify with nothing to tell");
    return S_OK;
}

HRESULT STDMETHODCALLTYPE Support::ModifyStatusRow(ULONG count, LPSPropValue values, ULONG flags) {
    if (fails("ModifyStatusRow")) return fuse.code();
    if (count && !values) complain("ModifyStatusRow without its values");
    if (!(flags & STATUSROW_UPDATE)) rows = 1;
    return S_OK;
}

HRESULT STDMETHODCALLTYPE Support::OpenProfileSection(LPMAPIUID, ULONG, LPPROFSECT *section) {
    *section = nullptr;
    if (fails("OpenProfileSection")) return fuse.code();
    *section = new Section(*this);
    ++sections;
    return S_OK;
}

HRESULT STDMETHODCALLTYPE Support::NewUID(LPMAPIUID uid) {
    static std::atomic<ULONG> next{1};
    if (fails("NewUID")) return fuse.code();
    ULONG number = next++;
    std::memset(uid, 0, sizeof *uid);
    std::memcpy(uid->ab, &number, sizeof number);
    return S_OK;
}

HRESULT STDMETHODCALLTYPE Support::SpoolerNotify(ULONG, LPVOID) {
    return fails("SpoolerNotify") ? fuse.code() : S_OK;
}

HRESULT STDMETHODCALLTYPE Support::SetProviderUID(LPMAPIUID uid, ULONG) {
    if (fails("SetProviderUID")) return fuse.code();
    if (!uid) complain("SetProviderUID without one");
    ++uids;
    return S_OK;
}

HRESULT STDMETHODCALLTYPE Support::StoreLogoffTransports(ULONG *flags) {
    ++told; // asked, whatever it answers
    told_with = *flags;
    if (fails("StoreLogoffTransports")) return fuse.code();
    *flags = LOGOFF_COMPLETE;
    return S_OK;
}

HRESULT STDMETHODCALLTYPE Support::WrapStoreEntryID(ULONG length, LPENTRYID entry, ULONG *wrapped_length,
                                                    LPENTRYID *wrapped) {
    *wrapped_length = 0;
    *wrapped = nullptr;
    if (fails("WrapStoreEntryID")) return fuse.code();
    void *made = nullptr;
    if (SCODE code = memory::allocate(length + 4, &made)) return code;
    std::memcpy(made, "wrap", 4);
    std::memcpy(static_cast<BYTE *>(made) + 4, entry, length);
    *wrapped_length = length + 4;
    *wrapped = static_cast<LPENTRYID>(made);
    return S_OK;
}

HRESULT STDMETHODCALLTYPE Support::ModifyProfile(ULONG) { return fails("ModifyProfile") ? fuse.code() : S_OK; }

HRESULT STDMETHODCALLTYPE Section::QueryInterface(REFIID iid, void **out) {
    return answer(this, iid == IID_IUnknown || iid == IID_IMAPIProp || iid == IID_IProfSect, out);
}

ULONG STDMETHODCALLTYPE Section::AddRef() { return ++count_; }

ULONG STDMETHODCALLTYPE Section::Release() {
    ULONG left = --count_;
    if (left) return left;
    --support_.sections;
    delete this;
    return 0;
}

HRESULT STDMETHODCALLTYPE Section::SaveChanges(ULONG) {
    return support_.fails("IProfSect::SaveChanges") ? support_.fuse.code() : S_OK;
}

/// Two properties are MAPI's own, one of a number and one of text; of the others there is none.
HRESULT STDMETHODCALLTYPE Section::GetProps(LPSPropTagArray tags, ULONG, ULONG *count, LPSPropValue *values) {
    static wchar_t dll[] = L"provider.dll";
    *count = 0;
    *values = nullptr;
    if (support_.fails("IProfSect::GetProps")) return support_.fuse.code();
    void *made = nullptr;
    if (SCODE code = memory::allocate(tags->cValues * sizeof(SPropValue), &made)) return code;
    auto *found = static_cast<LPSPropValue>(made);
    HRESULT answer = S_OK;
    for (ULONG i = 0; i < tags->cValues; i++) {
        ULONG tag = tags->aulPropTag[i];
        found[i] = {};
        found[i].ulPropTag = tag;
        if (tag == PR_RESOURCE_FLAGS) {
            found[i].Value.l = STATUS_NO_DEFAULT_STORE;
        } else if (tag == PR_PROVIDER_DLL_NAME_W) {
            found[i].Value.lpszW = dll;
        } else {
            found[i].ulPropTag = PROP_TAG(PT_ERROR, PROP_ID(tag));
            found[i].Value.err = MAPI_E_NOT_FOUND;
            answer = MAPI_W_ERRORS_RETURNED;
        }
    }
    *count = tags->cValues;
    *values = found;
    return answer;
}

HRESULT STDMETHODCALLTYPE Section::SetProps(ULONG count, LPSPropValue values, LPSPropProblemArray *problems) {
    if (problems) *problems = nullptr;
    if (support_.fails("IProfSect::SetProps")) return support_.fuse.code();
    for (ULONG i = 0; i < count; i++) {
        if (values[i].ulPropTag != PR_ENTRYID) continue;
        const SBinary &entry = values[i].Value.bin;
        support_.entry.assign(entry.lpb, entry.lpb + entry.cb);
    }
    return S_OK;
}

HRESULT STDMETHODCALLTYPE Sink::QueryInterface(REFIID iid, void **out) {
    return answer(this, iid == IID_IUnknown || iid == IID_IMAPIAdviseSink, out);
}
