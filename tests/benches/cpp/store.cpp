//! A store as somebody writes it by hand in C++ who knows what ours knows: counts, a gate, a list of opened objects that
//! are invalidated at the end, last errors, the status row and the UID, one store a key, the same calls of MAPI. Its twin
//! is `examples/bench_store.rs`. Here are the provider object, the entry point, and the bare object.

#include "store_object.hpp"

#include <utility>

namespace {

/// One reference, given back at the end of its scope.
struct Reference {
    IUnknown *object = nullptr;
    ~Reference() {
        if (object)
            object->Release();
    }
    IUnknown *leave() { return std::exchange(object, nullptr); }
};

std::u16string utf16(std::string_view text) {
    std::u16string units(text.size() + 1, u'\0');
    units.resize(size_t(to_utf16(text, units.data()) - units.data()));
    return units;
}
SPropValue wide(ULONG tag, const std::u16string &text) {
    SPropValue value = {tag, 0, {}};
    value.value.wide = const_cast<char16_t *>(text.data());
    return value;
}
SPropValue number(ULONG tag, int32_t number) {
    SPropValue value = {tag, 0, {}};
    value.value.l = number;
    return value;
}
SPropValue bytes(ULONG tag, const std::string &bytes) {
    SPropValue value = {tag, 0, {}};
    value.value.bin = {ULONG(bytes.size()), (uint8_t *)bytes.data()};
    return value;
}

/// The binary property of a section, if it has it.
std::string section_bytes(IUnknown *section, ULONG tag, const Memory &memory) {
    Tags tags = {1, {tag}};
    ULONG count = 0;
    SPropValue *value = nullptr;
    std::string found;
    HRESULT code = call<5>(section, (const Tags *)&tags, UNICODE_TEXT, &count, &value);
    if (code >= 0 && value->tag == tag && (tag & 0xFFFF) == 0x102)
        found.assign((char *)value->value.bin.lpb, value->value.bin.cb);
    memory.free(value);
    return found;
}

void check(HRESULT code) {
    if (code < 0)
        throw Failure(code, "a call of MAPI's has failed");
}

/// The provider object, with the list of its logons and of its open stores.
struct Provider final : IMSProvider {
    const Memory memory;
    explicit Provider(const Memory &memory) : memory(memory) {}

    HRESULT QueryInterface(const IID *iid, void **out) override {
        *out = nullptr;
        if (!(*iid == IID_IUnknown) && !(*iid == IID_IMSProvider))
            return E_INTERFACE_NOT_SUPPORTED;
        AddRef();
        *out = this;
        return S_OK;
    }
    ULONG AddRef() override { return count_.fetch_add(1, std::memory_order_relaxed) + 1; }
    ULONG Release() override {
        ULONG left = count_.fetch_sub(1, std::memory_order_acq_rel) - 1;
        if (!left) {
            Shutdown(nullptr);
            delete this;
        }
        return left;
    }
    HRESULT Shutdown(ULONG *) override {
        std::vector<std::weak_ptr<LogonState>> all;
        {
            std::lock_guard<std::mutex> lock(lock_);
            all = logons_;
        }
        for (auto &weak : all)
            if (auto logon = weak.lock())
                logon->end();
        return S_OK;
    }
    HRESULT Logon(IUnknown *support, uintptr_t, void *, ULONG size, const uint8_t *entry, ULONG flags, const IID *iid,
                  ULONG *security_size, uint8_t **security, Error **error, void **logon, void **store) override {
        if (security_size)
            *security_size = 0;
        if (security)
            *security = nullptr;
        if (error)
            *error = nullptr;
        if (!support || !logon || !store || (size && !entry))
            return E_INVALID_PARAMETER;
        *logon = *store = nullptr;
        if (iid && !(*iid == IID_IMsgStore || *iid == IID_IUnknown || *iid == IID_IMAPIProp))
            return E_INTERFACE_NOT_SUPPORTED;
        try {
            return log_on(support, flags, logon, store);
        } catch (const Failure &failure) {
            return failure.code;
        } catch (const std::bad_alloc &) {
            return E_NOT_ENOUGH_MEMORY;
        } catch (...) {
            return E_CALL_FAILED;
        }
    }
    HRESULT SpoolerLogon() override { return E_NO_SUPPORT; }
    HRESULT CompareStoreIDs() override { return E_NO_SUPPORT; }

  private:
    std::atomic<ULONG> count_{1};
    std::mutex lock_;
    std::vector<std::weak_ptr<LogonState>> logons_;
    std::shared_ptr<OpenStores> open_stores_ = std::make_shared<OpenStores>();

    /// Which store: the UID of the profile section, or a fresh one.
    std::string identify(SupportObject support) {
        Reference section;
        check(support.open_section(0, &section.object));
        std::string key = section_bytes(section.object, 0x300C0102, memory);
        if (key.size() != sizeof(UID)) {
            UID fresh;
            check(support.new_uid(&fresh));
            key.assign((char *)fresh.bytes, sizeof fresh);
        }
        return key;
    }

    /// What MAPI is told of the logon: UID, status row, identifier, names in the profile.
    void enrol(SupportObject support, LogonState &logon) {
        check(support.set_uid(&STORE_UID));
        std::u16string name = utf16("Bench Store");
        SPropValue row[4] = {wide(0x3001001F, name), wide(0x3006001F, name), number(0x3E040003, STATUS_AVAILABLE),
                             number(0x3E020003, 1)};
        check(support.modify_status_row(4, row, 0));
        std::string raw = entry_id(logon.key);
        ULONG size = 0;
        void *wrapped = nullptr;
        if (support.wrap(ULONG(raw.size()), raw.data(), &size, &wrapped) < 0) {
            logon.wrapped = raw;
        } else {
            logon.wrapped.assign((char *)wrapped, size);
            memory.free(wrapped);
        }
        Reference section;
        if (support.open_section(MAPI_MODIFY, &section.object) < 0)
            return;
        section_bytes(section.object, 0x300A001F, memory);
        section_bytes(section.object, 0x30090003, memory);
        SPropValue own[4] = {row[0], row[1], bytes(0x0FFF0102, logon.wrapped), bytes(0x0FF90102, logon.key)};
        call<8>(section.object, ULONG(4), (const SPropValue *)own, (void **)nullptr);
    }

    HRESULT log_on(IUnknown *support, ULONG flags, void **logon, void **store) {
        support->AddRef();
        Reference held = {support};
        std::string key = identify({support});
        if (Store *open = open_stores_->find(key)) {
            *store = static_cast<IMsgStore *>(open);
            return S_OK;
        }
        auto state = std::make_shared<LogonState>(memory);
        state->key = std::move(key);
        enrol({support}, *state);
        AddRef();
        state->provider = this;
        state->support = held.leave();
        {
            std::lock_guard<std::mutex> lock(lock_);
            auto is_gone = [](auto &weak) { return weak.expired(); };
            logons_.erase(std::remove_if(logons_.begin(), logons_.end(), is_gone), logons_.end());
            logons_.push_back(state);
        }
        auto *its_store = new Store(state, open_stores_, flags & MDB_WRITE);
        if (Store *open = open_stores_->add(its_store)) {
            its_store->Release();
            *store = static_cast<IMsgStore *>(open);
            return S_OK;
        }
        *logon = static_cast<IMSLogon *>(new ::Logon(state));
        *store = static_cast<IMsgStore *>(its_store);
        return S_OK;
    }
};

/// An object with methods that do nothing: what any call costs.
struct Bare final : IMAPIProp {
    HRESULT QueryInterface(const IID *, void **) override { return S_OK; }
    ULONG AddRef() override { return 2; }
    ULONG Release() override { return 1; }
    HRESULT GetLastError(HRESULT, ULONG, Error **) override { return S_OK; }
    HRESULT SaveChanges(ULONG) override { return S_OK; }
    HRESULT GetProps(const Tags *, ULONG, ULONG *, SPropValue **) override { return S_OK; }
    HRESULT GetPropList() override { return S_OK; }
    HRESULT OpenProperty() override { return S_OK; }
    HRESULT SetProps(ULONG, const SPropValue *, void **) override { return S_OK; }
    HRESULT DeleteProps() override { return S_OK; }
    HRESULT CopyTo() override { return S_OK; }
    HRESULT CopyProps() override { return S_OK; }
    HRESULT GetNamesFromIDs() override { return S_OK; }
    HRESULT GetIDsFromNames() override { return S_OK; }
};

} // namespace

extern "C" HRESULT MSProviderInit(void *, void *, Allocate allocate, More more, Free free, ULONG, ULONG, ULONG *version,
                                  void **provider) {
    *version = 0x10010;
    *provider = static_cast<IMSProvider *>(new Provider(Memory{allocate, more, free}));
    return S_OK;
}

extern "C" void *make_bare() { return static_cast<IMAPIProp *>(new Bare); }
