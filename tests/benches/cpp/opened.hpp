//! What is opened: the author's part (a message of twenty properties, an empty root folder), and the object around it.
#pragma once

#include "objects.hpp"

struct Message final : Value {
    int64_t number;
    explicit Message(int64_t number) : number(number) {}

    bool get(SPropValue *value, const Answer &answer) override {
        static const ULONG kinds[4] = {0x3, 0x1F, 0x102, 0x14};
        static const uint8_t bytes[24] = {7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7};
        ULONG place = (value->tag >> 16) - 0x6700;
        if (place >= 20 || (value->tag & 0xFFFF) != kinds[place % 4])
            return false;
        switch (place % 4) {
        case 0: return answer.number(value, int32_t(place) + int32_t(number));
        case 1:
            return answer.text(value, place == 5 ? "Übersicht: a subject of so many characters"
                                                 : "A subject of about forty characters, ASCII");
        case 2: return answer.bytes(value, bytes, sizeof bytes);
        default: value->value.li = number; return true;
        }
    }
};

struct Root final : Value {
    bool get(SPropValue *, const Answer &) override { return false; }
};

inline bool has_interface(Kind kind, const IID &iid) {
    if (iid == IID_IMAPIProp)
        return true;
    return kind == MESSAGE ? iid == IID_IMessage : iid == IID_IMAPIFolder || iid == IID_IMAPIContainer;
}

/// Anything opened.
struct Opened final : PropObject<IMAPIProp>, private Listed {
    const Kind kind;
    const std::string key;
    Opened(std::shared_ptr<LogonState> logon, Kind kind, std::string key, std::unique_ptr<Value> own, bool is_writable)
        : PropObject(std::move(logon), is_writable), kind(kind), key(std::move(key)) {
        value = std::move(own);
        this->logon->add(this);
    }
    void last() override { logon->remove(this); }
    bool answers(const IID &iid) const override { return has_interface(kind, iid); }
    bool get(SPropValue *to, const Answer &answer) override {
        switch (to->tag) {
        case 0x0FFE0003: return answer.number(to, kind);
        case 0x0FF70003: return answer.number(to, is_writable);
        case 0x0FFB0102: return answer.bytes(to, logon->wrapped.data(), logon->wrapped.size());
        case 0x0FFA0102: return answer.bytes(to, logon->key.data(), logon->key.size());
        case 0x34140102: return answer.bytes(to, STORE_UID.bytes, sizeof STORE_UID);
        case 0x0FF90102:
        case 0x0FFF0102: {
            std::string entry = entry_id(key);
            return answer.bytes(to, entry.data(), entry.size());
        }
        default: return value->get(to, answer);
        }
    }
};

/// OpenEntry of the store and of the logon.
inline HRESULT open_entry(const std::shared_ptr<LogonState> &logon, ULONG size, const uint8_t *entry, const IID *iid,
                          ULONG flags, ULONG *kind, void **out) {
    if (!kind || !out || (size && !entry))
        return E_INVALID_PARAMETER;
    if (flags & ~0x4259u)
        return E_UNKNOWN_FLAGS;
    std::string key;
    if (size) {
        if (size < 4 + sizeof STORE_UID)
            throw Failure(E_INVALID_ENTRYID, "too short for an entry identifier");
        if (memcmp(entry + 4, STORE_UID.bytes, sizeof STORE_UID))
            throw Failure(E_UNKNOWN_ENTRYID, "an entry identifier of somebody else");
        key.assign((const char *)entry + 4 + sizeof STORE_UID, size - 4 - sizeof STORE_UID);
    }
    Kind its_kind = key.empty() ? FOLDER : MESSAGE;
    std::unique_ptr<Value> value;
    if (key.empty()) {
        value = std::make_unique<Root>();
    } else {
        int64_t number;
        if (key.size() != sizeof number)
            return E_UNKNOWN_ENTRYID;
        memcpy(&number, key.data(), sizeof number);
        value = std::make_unique<Message>(number);
    }
    if (iid && !(*iid == IID_IUnknown) && !has_interface(its_kind, *iid))
        return E_INTERFACE_NOT_SUPPORTED;
    bool is_writable = flags & (MAPI_MODIFY | MAPI_BEST_ACCESS);
    auto *opened = new Opened(logon, its_kind, std::move(key), std::move(value), is_writable);
    *kind = its_kind;
    *out = static_cast<IMAPIProp *>(opened);
    return S_OK;
}
