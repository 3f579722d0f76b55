//! One logon: who is inside, the list of its opened objects, its tie to MAPI, and its end.
#pragma once

#include "memory.hpp"

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

constexpr UID STORE_UID = {
    {0x3D, 0x91, 0x0B, 0x52, 0x7C, 0xE4, 0x4A, 0x16, 0x8F, 0x20, 0x65, 0xDA, 0x19, 0xB7, 0x44, 0xC3}};

/// Four flag bytes, the UID, the key.
inline std::string entry_id(const std::string &key) {
    std::string entry(4, '\0');
    return entry.append((const char *)STORE_UID.bytes, sizeof STORE_UID).append(key);
}

/// Counts the calls inside, and closes once.
class Gate {
  public:
    bool enter() {
        if (word_.load(std::memory_order_relaxed) & CLOSED)
            return false;
        if (word_.fetch_add(1, std::memory_order_acquire) < CLOSED)
            return true;
        leave();
        return false;
    }
    void leave() {
        if (word_.fetch_sub(1, std::memory_order_release) > CLOSED)
            wake();
    }
    bool is_open() const { return word_.load(std::memory_order_acquire) < CLOSED; }

    /// Whether this is the one that closes it; everybody else is out then. Who comes later waits until it is over.
    bool close() {
        bool is_first = !(word_.fetch_or(CLOSED, std::memory_order_acq_rel) & CLOSED);
        std::unique_lock<std::mutex> lock(lock_);
        changed_.wait(lock, [&] { return is_first ? word_.load(std::memory_order_acquire) == CLOSED : is_over_; });
        return is_first;
    }
    void over() {
        {
            std::lock_guard<std::mutex> lock(lock_);
            is_over_ = true;
        }
        changed_.notify_all();
    }

  private:
    static constexpr ULONG CLOSED = 1u << 31;
    std::atomic<ULONG> word_{0};
    std::mutex lock_;
    std::condition_variable changed_;
    bool is_over_ = false;

    __attribute__((noinline, cold)) void wake() {
        { std::lock_guard<std::mutex> lock(lock_); }
        changed_.notify_all();
    }
};

/// What is inside an opened object; it goes with the end.
struct Value {
    virtual ~Value() = default;
    virtual bool get(SPropValue *value, const Answer &answer) = 0;
};

/// An opened object in its logon's list.
struct Listed {
    std::unique_ptr<Value> value;
    Listed *older = nullptr, *newer = nullptr;
};

struct LogonState {
    const Memory memory;
    Gate calls;
    std::string key, wrapped;
    IUnknown *provider = nullptr, *support = nullptr;
    std::atomic<ULONG> logoff_flags{LOGOFF_ABORT};
    /// Of all objects' last errors.
    std::mutex error_lock;

    explicit LogonState(const Memory &memory) : memory(memory) {}

    void add(Listed *opened) {
        std::lock_guard<std::mutex> lock(list_lock_);
        opened->older = newest_;
        (newest_ ? newest_->newer : oldest_) = opened;
        newest_ = opened;
    }
    void remove(Listed *opened) {
        std::unique_ptr<Value> value;
        std::lock_guard<std::mutex> lock(list_lock_);
        (opened->older ? opened->older->newer : oldest_) = opened->newer;
        (opened->newer ? opened->newer->older : newest_) = opened->older;
        value = std::move(opened->value);
    }

    /// Every path of an end comes here; it runs once.
    void end() {
        if (!calls.close())
            return;
        SPropValue offline = {0x3E040003, 0, {}};
        offline.value.l = STATUS_OFFLINE;
        SupportObject{support}.modify_status_row(1, &offline, STATUSROW_UPDATE);
        invalidate();
        ULONG flags = logoff_flags;
        SupportObject{support}.logoff_transports(&flags);
        IUnknown *last = support, *its_provider = provider;
        support = provider = nullptr;
        calls.over();
        if (its_provider)
            its_provider->Release();
        last->Release();
    }

  private:
    std::mutex list_lock_;
    Listed *oldest_ = nullptr, *newest_ = nullptr;

    /// What clients still hold loses its value: newest first, and no lock is held over a destructor.
    void invalidate() {
        std::vector<std::unique_ptr<Value>> values;
        {
            std::lock_guard<std::mutex> lock(list_lock_);
            for (Listed *opened = newest_; opened; opened = opened->older)
                values.push_back(std::move(opened->value));
        }
        for (auto &value : values)
            value.reset();
    }
};
