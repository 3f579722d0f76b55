//! The store object and the logon object, and the list of the open stores of one provider object.
#pragma once

#include "opened.hpp"

#include <algorithm>

struct Store;

/// Which stores are open: one a key.
class OpenStores {
  public:
    /// The open store with this key, with a reference for the caller.
    Store *find(const std::string &key) {
        std::lock_guard<std::mutex> lock(lock_);
        return locked_find(key);
    }
    /// Puts a store into the list, unless one with its key is open: then gives that one.
    Store *add(Store *store);
    void remove(Store *store) {
        std::lock_guard<std::mutex> lock(lock_);
        stores_.erase(std::remove(stores_.begin(), stores_.end(), store), stores_.end());
    }

  private:
    std::mutex lock_;
    std::vector<Store *> stores_;
    Store *locked_find(const std::string &key);
};

struct Store final : PropObject<IMsgStore> {
    const std::shared_ptr<OpenStores> open_stores;
    Store(std::shared_ptr<LogonState> logon, std::shared_ptr<OpenStores> open_stores, bool is_writable)
        : PropObject(std::move(logon), is_writable), open_stores(std::move(open_stores)) {}
    bool answers(const IID &iid) const override { return iid == IID_IMsgStore || iid == IID_IMAPIProp; }
    /// Out of the list first.
    void last() override {
        open_stores->remove(this);
        logon->end();
    }
    bool get(SPropValue *value, const Answer &answer) override {
        switch (value->tag) {
        case 0x3001001E:
        case 0x3001001F:
        case 0x3006001E:
        case 0x3006001F: return answer.text(value, "Bench Store");
        case 0x0FFE0003: return answer.number(value, STORE);
        case 0x340D0003: return answer.number(value, 0x5);
        case 0x0FF70003: return answer.number(value, is_writable);
        case 0x0FFF0102:
        case 0x0FFB0102: return answer.bytes(value, logon->wrapped.data(), logon->wrapped.size());
        case 0x0FF90102:
        case 0x0FFA0102: return answer.bytes(value, logon->key.data(), logon->key.size());
        case 0x34140102: return answer.bytes(value, STORE_UID.bytes, sizeof STORE_UID);
        default: return false;
        }
    }
    REFUSE(Advise)
    REFUSE(Unadvise)
    HRESULT CompareEntryIDs(ULONG size, const uint8_t *entry, ULONG other_size, const uint8_t *other, ULONG flags,
                            ULONG *result) override {
        return inside([&]() -> HRESULT {
            if (!result || !entry || !other)
                return E_INVALID_PARAMETER;
            if (flags)
                return E_UNKNOWN_FLAGS;
            *result = size == other_size && !memcmp(entry, other, size);
            return S_OK;
        });
    }
    HRESULT OpenEntry(ULONG size, const uint8_t *entry, const IID *iid, ULONG flags, ULONG *kind, void **out) override {
        if (out)
            *out = nullptr;
        if (kind)
            *kind = 0;
        return inside([&] { return open_entry(logon, size, entry, iid, flags, kind, out); });
    }
    REFUSE(SetReceiveFolder)
    REFUSE(GetReceiveFolder)
    REFUSE(GetReceiveFolderTable)
    HRESULT StoreLogoff(ULONG *flags) override {
        return inside([&]() -> HRESULT {
            if (!flags)
                return E_INVALID_PARAMETER;
            if (*flags & ~0x1Fu)
                return E_UNKNOWN_FLAGS;
            logon->logoff_flags = *flags ? *flags : LOGOFF_ABORT;
            *flags = LOGOFF_COMPLETE;
            return S_OK;
        });
    }
    REFUSE(AbortSubmit)
    REFUSE(GetOutgoingQueue)
    REFUSE(SetLockState)
    REFUSE(FinishedMsg)
    REFUSE(NotifyNewMail)
};

inline Store *OpenStores::locked_find(const std::string &key) {
    for (Store *store : stores_)
        if (store->logon->key == key && store->logon->calls.is_open() && store->add_ref_unless_zero())
            return store;
    return nullptr;
}
inline Store *OpenStores::add(Store *store) {
    std::lock_guard<std::mutex> lock(lock_);
    Store *open = locked_find(store->logon->key);
    if (!open)
        stores_.push_back(store);
    return open;
}

struct Logon final : Object<IMSLogon> {
    using Object::Object;
    bool answers(const IID &iid) const override { return iid == IID_IMSLogon; }
    void last() override { logon->end(); }
    HRESULT Logoff(ULONG *) override {
        auto kept = logon; // `this` may be gone after the end
        kept->end();
        return S_OK;
    }
    HRESULT OpenEntry(ULONG size, const uint8_t *entry, const IID *iid, ULONG flags, ULONG *kind, void **out) override {
        return inside([&] { return open_entry(logon, size, entry, iid, flags, kind, out); });
    }
    REFUSE(CompareEntryIDs)
    REFUSE(Advise)
    REFUSE(Unadvise)
    REFUSE(OpenStatusEntry)
};
