//! What every object of a logon is: counted, guarded, with a last error; and what has properties.
#pragma once

#include "logon_state.hpp"

#include <stdexcept>

/// A failure with a text, for GetLastError.
struct Failure : std::runtime_error {
    HRESULT code;
    Failure(HRESULT code, const char *text) : std::runtime_error(text), code(code) {}
};

/// What went wrong last on one object.
class LastError {
  public:
    HRESULT keep(LogonState &logon, HRESULT code, const char *text) {
        std::lock_guard<std::mutex> lock(logon.error_lock);
        told_ = std::make_unique<Told>(Told{code, text});
        has_text_.store(true, std::memory_order_release);
        return code;
    }
    /// The text for this code, if that was the last error.
    Error *tell(LogonState &logon, HRESULT code, ULONG flags) const {
        if (!has_text_.load(std::memory_order_acquire))
            return nullptr;
        std::lock_guard<std::mutex> lock(logon.error_lock);
        if (told_->code != code)
            return nullptr;
        Error *error = logon.memory.block<Error>(1);
        *error = {0, in_width(logon, error, told_->text, flags), in_width(logon, error, "Bench Store", flags), 0, 0};
        return error;
    }

  private:
    struct Told {
        HRESULT code;
        std::string text;
    };
    std::atomic<bool> has_text_{false};
    std::unique_ptr<Told> told_;

    static char *in_width(LogonState &logon, void *root, std::string_view text, ULONG flags) {
        SPropValue value = {flags & UNICODE_TEXT ? ULONG(0x1F) : ULONG(0x1E), 0, {}};
        Answer{logon.memory, root}.text(&value, text);
        return value.value.text;
    }
};

template <class Interface> struct Object : Interface {
    std::shared_ptr<LogonState> logon;
    explicit Object(std::shared_ptr<LogonState> logon) : logon(std::move(logon)) {}
    virtual ~Object() = default;
    virtual bool answers(const IID &iid) const = 0;
    /// The count is zero.
    virtual void last() = 0;

    HRESULT QueryInterface(const IID *iid, void **out) override {
        if (!out)
            return E_INVALID_PARAMETER;
        *out = nullptr;
        if (!iid)
            return E_INVALID_PARAMETER;
        if (!(*iid == IID_IUnknown)) {
            if (!logon->calls.is_open())
                return E_INVALID_OBJECT;
            if (!answers(*iid))
                return E_INTERFACE_NOT_SUPPORTED;
        }
        count_.fetch_add(1, std::memory_order_relaxed);
        *out = static_cast<Interface *>(this);
        return S_OK;
    }
    ULONG AddRef() override { return count_.fetch_add(1, std::memory_order_relaxed) + 1; }
    ULONG Release() override {
        ULONG left = count_.fetch_sub(1, std::memory_order_acq_rel) - 1;
        if (!left) {
            last();
            delete this;
        }
        return left;
    }
    /// A reference for who found it in a list, unless its last Release is under way.
    bool add_ref_unless_zero() {
        ULONG count = count_.load(std::memory_order_relaxed);
        while (count)
            if (count_.compare_exchange_weak(count, count + 1, std::memory_order_relaxed))
                return true;
        return false;
    }
    HRESULT GetLastError(HRESULT code, ULONG flags, Error **out) override {
        if (out)
            *out = nullptr;
        return inside([&]() -> HRESULT {
            if (!out)
                return E_INVALID_PARAMETER;
            if (flags & ~UNICODE_TEXT)
                return E_UNKNOWN_FLAGS;
            *out = last_error_.tell(*logon, code, flags);
            return S_OK;
        });
    }

  protected:
    /// A call: inside the gate, and no exception leaves it.
    template <class Work> HRESULT inside(Work work) {
        if (!logon->calls.enter())
            return E_INVALID_OBJECT;
        HRESULT code;
        try {
            code = work();
        } catch (const Failure &failure) {
            code = last_error_.keep(*logon, failure.code, failure.what());
        } catch (const std::bad_alloc &) {
            code = E_NOT_ENOUGH_MEMORY;
        } catch (const std::exception &other) {
            code = last_error_.keep(*logon, E_CALL_FAILED, other.what());
        }
        logon->calls.leave();
        return code;
    }
    HRESULT refuse() {
        return inside([] { return E_NO_SUPPORT; });
    }

  private:
    std::atomic<ULONG> count_{1};
    LastError last_error_;
};

#define REFUSE(name)                                                                                                   \
    HRESULT name() override { return this->refuse(); }

template <class Interface> struct PropObject : Object<Interface> {
    bool is_writable;
    PropObject(std::shared_ptr<LogonState> logon, bool is_writable)
        : Object<Interface>(std::move(logon)), is_writable(is_writable) {}
    /// Whether it has this property: then its value is written.
    virtual bool get(SPropValue *value, const Answer &answer) = 0;

    HRESULT SaveChanges(ULONG flags) override {
        return this->inside([&]() -> HRESULT {
            if (flags & ~0xFu)
                return E_UNKNOWN_FLAGS;
            if (!is_writable)
                throw Failure(E_NO_ACCESS, "the object was opened for reading");
            return S_OK;
        });
    }
    HRESULT GetProps(const Tags *tags, ULONG flags, ULONG *count, SPropValue **out) override {
        if (count)
            *count = 0;
        if (out)
            *out = nullptr;
        return this->inside([&]() -> HRESULT {
            if (!count || !out || !tags || !tags->count)
                return E_INVALID_PARAMETER;
            if (flags & ~UNICODE_TEXT)
                return E_UNKNOWN_FLAGS;
            const Memory &memory = this->logon->memory;
            std::unique_ptr<SPropValue, Free> values(memory.block<SPropValue>(tags->count), memory.free);
            Answer answer = {memory, values.get()};
            HRESULT code = S_OK;
            for (ULONG place = 0; place < tags->count; place++) {
                SPropValue *value = &values.get()[place];
                *value = {tags->tag[place], 0, {}};
                if (!get(value, answer)) {
                    value->tag = (value->tag & 0xFFFF0000) | 0xA;
                    value->value.err = E_NOT_FOUND;
                    code = W_ERRORS_RETURNED;
                }
            }
            *count = tags->count;
            *out = values.release();
            return code;
        });
    }
    REFUSE(GetPropList)
    REFUSE(OpenProperty)
    HRESULT SetProps(ULONG, const SPropValue *, void **) override { return this->refuse(); }
    REFUSE(DeleteProps)
    REFUSE(CopyTo)
    REFUSE(CopyProps)
    REFUSE(GetNamesFromIDs)
    REFUSE(GetIDsFromNames)
};
