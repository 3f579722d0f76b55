//! The part of MAPI's binary interface that the store needs, on Linux: codes, property values, and the interfaces as
//! classes, whose slots the compiler lays out.
#pragma once

#include <cstdint>

using HRESULT = int32_t;
using ULONG = uint32_t;

constexpr HRESULT S_OK = 0;
constexpr HRESULT W_ERRORS_RETURNED = 0x00040380;
constexpr HRESULT E_NO_SUPPORT = HRESULT(0x80040102);
constexpr HRESULT E_UNKNOWN_FLAGS = HRESULT(0x80040106);
constexpr HRESULT E_INVALID_ENTRYID = HRESULT(0x80040107);
constexpr HRESULT E_INVALID_OBJECT = HRESULT(0x80040108);
constexpr HRESULT E_NOT_FOUND = HRESULT(0x8004010F);
constexpr HRESULT E_UNKNOWN_ENTRYID = HRESULT(0x80040201);
constexpr HRESULT E_INTERFACE_NOT_SUPPORTED = HRESULT(0x80004002);
constexpr HRESULT E_CALL_FAILED = HRESULT(0x80004005);
constexpr HRESULT E_NO_ACCESS = HRESULT(0x80070005);
constexpr HRESULT E_NOT_ENOUGH_MEMORY = HRESULT(0x8007000E);
constexpr HRESULT E_INVALID_PARAMETER = HRESULT(0x80070057);

constexpr ULONG UNICODE_TEXT = 0x80000000; // MAPI_UNICODE
constexpr ULONG MAPI_MODIFY = 0x1;
constexpr ULONG MAPI_BEST_ACCESS = 0x10;
constexpr ULONG MDB_WRITE = 0x4;
constexpr ULONG LOGOFF_ABORT = 0x8;
constexpr ULONG LOGOFF_COMPLETE = 0x10000;
constexpr ULONG STATUS_AVAILABLE = 0x1;
constexpr ULONG STATUS_OFFLINE = 0x2;
constexpr ULONG STATUSROW_UPDATE = 0x10000000;
enum Kind : ULONG { STORE = 1, FOLDER = 3, MESSAGE = 5 };

struct IID {
    uint64_t first, second;
    bool operator==(const IID &other) const { return first == other.first && second == other.second; }
};
constexpr IID ole(uint32_t first) { return {first, 0x46000000000000C0}; }
constexpr IID IID_IUnknown = ole(0);
constexpr IID IID_IMAPIProp = ole(0x20303);
constexpr IID IID_IMsgStore = ole(0x20306);
constexpr IID IID_IMessage = ole(0x20307);
constexpr IID IID_IMAPIContainer = ole(0x2030B);
constexpr IID IID_IMAPIFolder = ole(0x2030C);
constexpr IID IID_IMSProvider = ole(0x20310);
constexpr IID IID_IMSLogon = ole(0x20313);

struct SBinary {
    ULONG cb;
    uint8_t *lpb;
};
struct SPropValue {
    ULONG tag, padding;
    union {
        int32_t l;
        int64_t li;
        char *text;
        char16_t *wide;
        SBinary bin;
        HRESULT err;
    } value;
};
struct Tags {
    ULONG count, tag[1];
};
struct Error { // MAPIERROR
    ULONG version;
    char *text, *component;
    ULONG low_level, context;
};
struct UID {
    uint8_t bytes[16];
};

using Allocate = HRESULT (*)(ULONG, void **);
using More = HRESULT (*)(ULONG, void *, void **);
using Free = ULONG (*)(void *);

/// A method that the store refuses. It reads no argument, so it has none here: the caller clears the stack.
#define REFUSED(name) virtual HRESULT name() = 0

struct IUnknown {
    virtual HRESULT QueryInterface(const IID *, void **) = 0;
    virtual ULONG AddRef() = 0;
    virtual ULONG Release() = 0;
};

struct IMAPIProp : IUnknown {
    virtual HRESULT GetLastError(HRESULT, ULONG flags, Error **) = 0;
    virtual HRESULT SaveChanges(ULONG flags) = 0;
    virtual HRESULT GetProps(const Tags *, ULONG flags, ULONG *count, SPropValue **) = 0;
    REFUSED(GetPropList);
    REFUSED(OpenProperty);
    virtual HRESULT SetProps(ULONG count, const SPropValue *, void **problems) = 0;
    REFUSED(DeleteProps);
    REFUSED(CopyTo);
    REFUSED(CopyProps);
    REFUSED(GetNamesFromIDs);
    REFUSED(GetIDsFromNames);
};

struct IMsgStore : IMAPIProp {
    REFUSED(Advise);
    REFUSED(Unadvise);
    virtual HRESULT CompareEntryIDs(ULONG, const uint8_t *, ULONG, const uint8_t *, ULONG flags, ULONG *result) = 0;
    virtual HRESULT OpenEntry(ULONG, const uint8_t *, const IID *, ULONG flags, ULONG *kind, void **) = 0;
    REFUSED(SetReceiveFolder);
    REFUSED(GetReceiveFolder);
    REFUSED(GetReceiveFolderTable);
    virtual HRESULT StoreLogoff(ULONG *flags) = 0;
    REFUSED(AbortSubmit);
    REFUSED(GetOutgoingQueue);
    REFUSED(SetLockState);
    REFUSED(FinishedMsg);
    REFUSED(NotifyNewMail);
};

struct IMSLogon : IUnknown {
    virtual HRESULT GetLastError(HRESULT, ULONG flags, Error **) = 0;
    virtual HRESULT Logoff(ULONG *flags) = 0;
    virtual HRESULT OpenEntry(ULONG, const uint8_t *, const IID *, ULONG flags, ULONG *kind, void **) = 0;
    REFUSED(CompareEntryIDs);
    REFUSED(Advise);
    REFUSED(Unadvise);
    REFUSED(OpenStatusEntry);
};

struct IMSProvider : IUnknown {
    virtual HRESULT Shutdown(ULONG *flags) = 0;
    virtual HRESULT Logon(IUnknown *support, uintptr_t window, void *profile, ULONG size, const uint8_t *entry, ULONG flags,
                          const IID *, ULONG *security_size, uint8_t **security, Error **, void **logon, void **store) = 0;
    REFUSED(SpoolerLogon);
    REFUSED(CompareStoreIDs);
};

/// A method of an object of MAPI's, by its slot.
template <int Slot, class... Arguments> HRESULT call(IUnknown *object, Arguments... arguments) {
    return (*(HRESULT(***)(IUnknown *, Arguments...))object)[Slot](object, arguments...);
}

/// `IMAPISupport`, as far as the store calls it.
struct SupportObject {
    IUnknown *object;
    HRESULT modify_status_row(ULONG count, const SPropValue *row, ULONG flags) { return call<8>(object, count, row, flags); }
    HRESULT open_section(ULONG flags, IUnknown **section) { return call<9>(object, (const UID *)nullptr, flags, section); }
    HRESULT new_uid(UID *uid) { return call<11>(object, uid); }
    HRESULT set_uid(const UID *uid) { return call<16>(object, uid, ULONG(0)); }
    HRESULT logoff_transports(ULONG *flags) { return call<38>(object, flags); }
    HRESULT wrap(ULONG size, const void *entry, ULONG *wrapped_size, void **wrapped) {
        return call<40>(object, size, entry, wrapped_size, wrapped);
    }
};
