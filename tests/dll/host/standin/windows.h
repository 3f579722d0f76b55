//! What `tests/windows/host/scripts.cpp` needs of the headers that it has on Windows, written for it from the tables in
//! `tests/abi`: the interfaces as far as it calls them, each slot at its place. Compile it with `-fshort-wchar`: MAPI's
//! Unicode is UTF-16 everywhere. The numbers here are Linux's as well, because the binary interface is the same.
#pragma once

#include <cstddef>
#include <cstdint>

typedef uint32_t ULONG, DWORD;
typedef int32_t LONG, HRESULT, SCODE;
typedef uint8_t BYTE;
typedef uintptr_t ULONG_PTR, BOOKMARK;
typedef size_t SIZE_T;
typedef void *LPVOID;
typedef BYTE *LPTSTR;
struct IID {
    BYTE bytes[16];
};
typedef const IID &REFIID;
typedef const IID *LPCIID;
#define STDMETHODCALLTYPE
#define SUCCEEDED(code) ((code) >= 0)
#define FAILED(code) ((code) < 0)

#define S_OK 0
#define MAPI_E_NO_SUPPORT static_cast<HRESULT>(0x80040102)
#define MAPI_E_NOT_FOUND static_cast<HRESULT>(0x8004010F)
#define MAPI_E_CORRUPT_DATA static_cast<HRESULT>(0x8004011B)
#define MAPI_E_NO_ACCESS static_cast<HRESULT>(0x80070005)
#define MAPI_E_NOT_ENOUGH_MEMORY static_cast<HRESULT>(0x8007000E)
#define MAPI_E_INTERFACE_NOT_SUPPORTED static_cast<HRESULT>(0x80004002)
#define MAPI_W_ERRORS_RETURNED static_cast<HRESULT>(0x00040380)

#define MAPI_MODIFY 0x1u
#define CONVENIENT_DEPTH 0x1u
#define TBL_BATCH 0x2u
#define MAPI_BEST_ACCESS 0x10u
#define MAPI_ASSOCIATED 0x40u
#define MAPI_UNICODE 0x80000000u
#define fnevTableModified 0x100u
#define BOOKMARK_BEGINNING 0
#define STGM_READ 0u
#define STATFLAG_NONAME 1u
#define RES_PROPERTY 4u
#define RELOP_EQ 4u
#define ATTACH_BY_VALUE 1u
#define ATTACH_EMBEDDED_MSG 5u
#define MAPI_STORE 1
#define MAPI_FOLDER 3u
#define MAPI_ABCONT 4u
#define MAPI_MESSAGE 5u
#define MAPI_MAILUSER 6u
#define MAPI_DISTLIST 8u

#define PROP_TYPE(tag) ((tag) & 0xFFFFu)
#define PROP_ID(tag) ((tag) >> 16)
#define PT_LONG 0x3u
#define PT_ERROR 0xAu
#define PR_MESSAGE_CLASS_W 0x001A001Fu
#define PR_SUBJECT_W 0x0037001Fu
#define PR_CLIENT_SUBMIT_TIME 0x00390040u
#define PR_SENT_REPRESENTING_NAME_W 0x0042001Fu
#define PR_DISPLAY_TO_W 0x0E04001Fu
#define PR_MESSAGE_DELIVERY_TIME 0x0E060040u
#define PR_MESSAGE_FLAGS 0x0E070003u
#define PR_MESSAGE_SIZE 0x0E080003u
#define PR_PARENT_ENTRYID 0x0E090102u
#define PR_MESSAGE_RECIPIENTS 0x0E12000Du
#define PR_MESSAGE_ATTACHMENTS 0x0E13000Du
#define PR_HASATTACH 0x0E1B000Bu
#define PR_ATTACH_NUM 0x0E210003u
#define PR_ROW_TYPE 0x0FF50003u
#define PR_INSTANCE_KEY 0x0FF60102u
#define PR_OBJECT_TYPE 0x0FFE0003u
#define PR_ENTRYID 0x0FFF0102u
#define PR_DISPLAY_NAME_W 0x3001001Fu
#define PR_DEPTH 0x30050003u
#define PR_LAST_MODIFICATION_TIME 0x30080040u
#define PR_CONTAINER_FLAGS 0x36000003u
#define PR_CONTENT_COUNT 0x36020003u
#define PR_CONTENT_UNREAD 0x36030003u
#define PR_SUBFOLDERS 0x360A000Bu
#define PR_ANR_W 0x360C001Fu
#define PR_ASSOC_CONTENT_COUNT 0x36170003u
#define PR_ATTACH_DATA_BIN 0x37010102u
#define PR_ATTACH_DATA_OBJ 0x3701000Du
#define PR_ATTACH_FILENAME_W 0x3704001Fu
#define PR_ATTACH_METHOD 0x37050003u
#define PR_ATTACH_LONG_FILENAME_W 0x3707001Fu

struct SBinary {
    ULONG cb;
    BYTE *lpb;
};
struct SPropValue {
    ULONG ulPropTag, dwAlignPad;
    union {
        LONG l;
        SCODE err;
        SBinary bin;
        wchar_t *lpszW;
        char *lpszA;
        uint64_t words[2];
    } Value;
};
typedef SPropValue *LPSPropValue;
struct SPropTagArray {
    ULONG cValues, aulPropTag[1];
};
typedef SPropTagArray *LPSPropTagArray;
struct SRow {
    ULONG ulAdrEntryPad, cValues;
    LPSPropValue lpProps;
};
struct SRowSet {
    ULONG cRows;
    SRow aRow[1];
};
typedef SRowSet *LPSRowSet;
struct SPropertyRestriction {
    ULONG relop, ulPropTag;
    LPSPropValue lpProp;
};
struct SRestriction {
    ULONG rt;
    union {
        SPropertyRestriction resProperty;
        uint64_t words[3];
    } res;
};
typedef SRestriction *LPSRestriction;
struct ENTRYID {
    BYTE abFlags[4], ab[1];
};
typedef ENTRYID *LPENTRYID;
typedef struct MAPINAMEID *LPMAPINAMEID;
typedef ULONG (*LPFREEBUFFER)(LPVOID);

/// A slot that the scripts do not call.
#define SLOT(number) virtual void slot##number() = 0

struct IUnknown {
    virtual HRESULT QueryInterface(REFIID iid, void **out) = 0;
    virtual ULONG AddRef() = 0;
    virtual ULONG Release() = 0;

  protected:
    ~IUnknown() = default;
};
typedef IUnknown *LPUNKNOWN;

struct IMalloc : IUnknown {
    virtual void *Alloc(SIZE_T size) = 0;
    virtual void *Realloc(void *block, SIZE_T size) = 0;
    virtual void Free(void *block) = 0;
    virtual SIZE_T GetSize(void *block) = 0;
    virtual int DidAlloc(void *block) = 0;
    virtual void HeapMinimize() = 0;
};

struct STATSTG {
    wchar_t *pwcsName;
    DWORD type;
    struct {
        uint64_t QuadPart;
    } cbSize;
    uint64_t mtime, ctime, atime;
    DWORD grfMode, grfLocksSupported;
    IID clsid;
    DWORD grfStateBits, reserved;
};
struct IStream : IUnknown {
    virtual HRESULT Read(void *to, ULONG count, ULONG *read) = 0;
    SLOT(4);
    SLOT(5);
    SLOT(6);
    SLOT(7);
    SLOT(8);
    SLOT(9);
    SLOT(10);
    SLOT(11);
    virtual HRESULT Stat(STATSTG *about, DWORD flags) = 0;
};

struct IMAPITable : IUnknown {
    SLOT(3);
    virtual HRESULT Advise(ULONG mask, void *sink, ULONG *connection) = 0;
    SLOT(5);
    SLOT(6);
    virtual HRESULT SetColumns(LPSPropTagArray tags, ULONG flags) = 0;
    virtual HRESULT QueryColumns(ULONG flags, LPSPropTagArray *tags) = 0;
    virtual HRESULT GetRowCount(ULONG flags, ULONG *count) = 0;
    virtual HRESULT SeekRow(BOOKMARK origin, LONG rows, LONG *sought) = 0;
    SLOT(11);
    SLOT(12);
    virtual HRESULT FindRow(LPSRestriction wanted, BOOKMARK origin, ULONG flags) = 0;
    virtual HRESULT Restrict(LPSRestriction wanted, ULONG flags) = 0;
    SLOT(15);
    SLOT(16);
    SLOT(17);
    SLOT(18);
    virtual HRESULT QueryRows(LONG count, ULONG flags, LPSRowSet *rows) = 0;
};
typedef IMAPITable *LPMAPITABLE;

struct IMAPIProp : IUnknown {
    SLOT(3);
    SLOT(4);
    virtual HRESULT GetProps(LPSPropTagArray tags, ULONG flags, ULONG *count, LPSPropValue *values) = 0;
    virtual HRESULT GetPropList(ULONG flags, LPSPropTagArray *tags) = 0;
    virtual HRESULT OpenProperty(ULONG tag, LPCIID iid, ULONG options, ULONG flags, LPUNKNOWN *object) = 0;
    SLOT(8);
    SLOT(9);
    SLOT(10);
    SLOT(11);
    virtual HRESULT GetNamesFromIDs(LPSPropTagArray *tags, void *set, ULONG flags, ULONG *count, LPMAPINAMEID **names) = 0;
    SLOT(13);
};

struct IMAPIContainer : IMAPIProp {
    virtual HRESULT GetContentsTable(ULONG flags, LPMAPITABLE *table) = 0;
    virtual HRESULT GetHierarchyTable(ULONG flags, LPMAPITABLE *table) = 0;
    virtual HRESULT OpenEntry(ULONG length, LPENTRYID entry, LPCIID iid, ULONG flags, ULONG *type, LPUNKNOWN *object) = 0;
};
struct IMAPIFolder : IMAPIContainer {};
struct IABContainer : IMAPIContainer {};

struct IMsgStore : IMAPIProp {
    SLOT(14);
    SLOT(15);
    SLOT(16);
    virtual HRESULT OpenEntry(ULONG length, LPENTRYID entry, LPCIID iid, ULONG flags, ULONG *type, LPUNKNOWN *object) = 0;
    SLOT(18);
    virtual HRESULT GetReceiveFolder(LPTSTR name, ULONG flags, ULONG *length, LPENTRYID *entry, LPTSTR *its_class) = 0;
};

struct IAttach : IMAPIProp {};
struct IMessage : IMAPIProp {
    virtual HRESULT GetAttachmentTable(ULONG flags, LPMAPITABLE *table) = 0;
    virtual HRESULT OpenAttach(ULONG number, LPCIID iid, ULONG flags, IAttach **attachment) = 0;
    SLOT(16);
    SLOT(17);
    virtual HRESULT GetRecipientTable(ULONG flags, LPMAPITABLE *table) = 0;
};

struct IABLogon : IUnknown {
    SLOT(3);
    SLOT(4);
    virtual HRESULT OpenEntry(ULONG length, LPENTRYID entry, LPCIID iid, ULONG flags, ULONG *type, LPUNKNOWN *object) = 0;
};

extern const IID IID_IStream, IID_IMAPITable, IID_IMessage;
