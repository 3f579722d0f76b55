/* The part of MAPI's binary interface that the host calls, written for it from the tables in tests/abi. */
#ifndef MAPI_H
#define MAPI_H
#include <stdint.h>

typedef int32_t hr;
typedef uint32_t ul;
typedef struct { uint8_t b[16]; } iid;

#define S_OK 0
#define E_NO_SUPPORT ((hr)0x80040102)
#define E_INVALID_OBJECT ((hr)0x80040108)
#define E_NOT_FOUND ((hr)0x8004010F)
#define E_NO_INTERFACE ((hr)0x80004002)
#define E_INVALID_PARAMETER ((hr)0x80070057)
#define E_NOT_ENOUGH_MEMORY ((hr)0x8007000E)

#define MAPI_MODIFY 0x1
#define MAPI_BEST_ACCESS 0x10
#define MDB_WRITE 0x4
#define LOGOFF_ORDERLY 0x2
#define LOGOFF_ABORT 0x8
#define LOGOFF_COMPLETE 0x10000
#define MAPI_UNICODE 0x80000000u
#define LOGON_NO_INBOUND 0x8
#define LOGON_NO_OUTBOUND 0x10
#define LOGON_SP_POLL 0x20000
#define NOTIFY_BEGIN_INBOUND 0x1
#define NOTIFY_BEGIN_OUTBOUND 0x2
#define PR_ENTRYID 0x0FFF0102
#define PR_SUBJECT_A 0x0037001E
#define PR_BODY_A 0x1000001E
#define PR_DISPLAY_NAME_A 0x3001001E
#define PR_EMAIL_ADDRESS_A 0x3003001E
#define PR_STATUS_CODE 0x3E040003

/* IIDs {0002xxxx-0000-0000-C000-000000000046}, in memory order. */
#define IID(low) {{(low) & 0xff, (low) >> 8, 2, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46}}

typedef struct { ul cb; uint8_t *lpb; } binary;
typedef struct {
    ul tag, pad;
    union { int32_t l; binary bin; char *text; uint64_t wide[2]; } value;
} prop;
typedef struct { ul count, tag[1]; } tags;
typedef struct { ul pad, count; prop *props; } row;
typedef struct { ul count; row rows[1]; } rows;

/* Every interface pointer points at a table of methods; a slot is called through its type. */
typedef void *slot;
typedef struct object { slot *methods; } object;
#define CALL(o, n, type) ((type)((object *)(o))->methods[n])
#define QUERY(o, i, out) CALL(o, 0, hr (*)(void *, const iid *, void **))(o, i, (void **)(out))
#define ADDREF(o) CALL(o, 1, ul (*)(void *))(o)
#define RELEASE(o) CALL(o, 2, ul (*)(void *))(o)

typedef hr (*allocate_fn)(ul, void **);
typedef hr (*more_fn)(ul, void *, void **);
typedef ul (*free_fn)(void *);
typedef hr (*service_fn)(void *, void *, void *, uintptr_t, ul, ul, ul, const void *, void *, void **);
typedef hr (*init_fn)(void *, void *, allocate_fn, more_fn, free_fn, ul, ul, ul *, void **);

/* IMSProvider; Shutdown is alike for every kind */
#define SHUTDOWN(o, f) CALL(o, 3, hr (*)(void *, ul *))(o, f)
typedef hr (*logon_fn)(void *, void *, uintptr_t, const char *, ul, const void *, ul, const iid *, ul *, void **, void **,
                       void **, void **);
/* IABProvider, IXPProvider */
typedef hr (*book_logon_fn)(void *, void *, uintptr_t, const char *, ul, ul *, void **, void **, void **);
typedef hr (*transport_logon_fn)(void *, void *, uintptr_t, const char *, ul *, void **, void **);
/* IMSLogon; OpenStatusEntry is the other kinds' too, in slots of their own */
#define LOGOFF(o, f) CALL(o, 4, hr (*)(void *, ul *))(o, f)
#define OPEN_STATUS(o, n, t, out) CALL(o, n, hr (*)(void *, const iid *, ul, ul *, void **))(o, 0, 0, t, (void **)(out))
/* IABLogon, IXPLogon */
#define BOOK_OPEN(o, n, e, t, out)                                                                                     \
    CALL(o, 5, hr (*)(void *, ul, const void *, const iid *, ul, ul *, void **))(o, n, e, 0, 0, t, (void **)(out))
#define ADDRESS_TYPES(o, f, n, t, m, u) CALL(o, 3, hr (*)(void *, ul *, ul *, char ***, ul *, void **))(o, f, n, t, m, u)
#define TRANSPORT_NOTIFY(o, f, d) CALL(o, 5, hr (*)(void *, ul *, void **))(o, f, d)
#define POLL(o, n) CALL(o, 10, hr (*)(void *, ul *))(o, n)
/* IMAPIProp */
#define SAVE(o, f) CALL(o, 4, hr (*)(void *, ul))(o, f)
#define GET_PROPS(o, t, n, p) CALL(o, 5, hr (*)(void *, const void *, ul, ul *, prop **))(o, t, 0, n, p)
#define SET_PROPS(o, n, p) CALL(o, 8, hr (*)(void *, ul, const prop *, void **))(o, n, p, 0)
/* IMsgStore */
typedef hr (*open_fn)(void *, ul, const void *, const iid *, ul, ul *, void **);
#define STORE_OPEN(o, n, e, f, t, out) CALL(o, 17, open_fn)(o, n, e, 0, f, t, (void **)(out))
#define STORE_LOGOFF(o, f) CALL(o, 21, hr (*)(void *, ul *))(o, f)
/* IMAPIContainer, IMAPITable */
#define CONTENTS(o, out) CALL(o, 14, hr (*)(void *, ul, void **))(o, 0, (void **)(out))
#define QUERY_ROWS(o, n, out) CALL(o, 19, hr (*)(void *, int32_t, ul, rows **))(o, n, 0, out)
#endif
