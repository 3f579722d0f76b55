/* The part of MAPI's binary interface that a provider needs beside mapi.h of tests/dll, written for it from the tables
   in tests/abi. */
#ifndef PROVIDER_H
#define PROVIDER_H
#include "../../dll/host/mapi.h"

#define W_ERRORS_RETURNED ((hr)0x00040380)
#define E_UNKNOWN_FLAGS ((hr)0x80040106)
#define E_INVALID_ENTRYID ((hr)0x80040107)
#define E_VERSION ((hr)0x80040110)
#define E_INVALID_BOOKMARK ((hr)0x80040405)
#define E_NO_ACCESS ((hr)0x80070005)
#define E_CALL_FAILED ((hr)0x80004005)
#define VERSION 0x00010010

#define MAPI_UNICODE 0x80000000u
#define OPEN_FLAGS (MAPI_MODIFY | 0x8 | 0x10) /* MAPI_DEFERRED_ERRORS, MAPI_BEST_ACCESS */
#define TBL_NOADVANCE 0x1
#define LOGOFF_QUIET 0x10
#define LOGOFF_INPUTS 0x1F
#define STATUS_VALIDATE_STATE 0x1
#define STATUSROW_UPDATE 0x10000000
#define NOTIFY_SYNC 0x40000000
#define FNEV_OBJECT_MODIFIED 0x10
enum { MAPI_STORE = 1, MAPI_FOLDER = 3, MAPI_ABCONT = 4, MAPI_MESSAGE = 5, MAPI_MAILUSER = 6, MAPI_STATUS = 10 };
#define LOGON_SP_IDLE 0x10000
#define LOGON_SP_POLL 0x20000
enum { PT_UNSPECIFIED = 0, PT_LONG = 3, PT_ERROR = 10, PT_OBJECT = 13, PT_STRING8 = 0x1E, PT_UNICODE = 0x1F, PT_BINARY = 0x102 };
#define PR_MESSAGE_CLASS 0x001A001E
#define PR_SUBJECT 0x0037001E
#define PR_DISPLAY_CC 0x0E03001E
#define PR_DISPLAY_TO 0x0E04001E
#define PR_MESSAGE_FLAGS 0x0E070003
#define PR_MESSAGE_SIZE 0x0E080003
#define PR_PARENT_ENTRYID 0x0E090102
#define PR_MESSAGE_RECIPIENTS 0x0E12000D
#define PR_MESSAGE_ATTACHMENTS 0x0E13000D
#define PR_MSG_STATUS 0x0E170003
#define PR_HASATTACH 0x0E1B000B
#define PR_INSTANCE_KEY 0x0FF60102
#define PR_MAPPING_SIGNATURE 0x0FF80102
#define PR_RECORD_KEY 0x0FF90102
#define PR_STORE_RECORD_KEY 0x0FFA0102
#define PR_STORE_ENTRYID 0x0FFB0102
#define PR_ADDRTYPE 0x3002001E
#define PR_LAST_MODIFICATION_TIME 0x30080040
#define PR_CONTAINER_HIERARCHY 0x360E000D
#define PR_CONTAINER_CONTENTS 0x360F000D
#define PR_DISPLAY_TYPE 0x39000003
#define RES_PROPERTY 4
#define DIR_BACKWARD 1

/* SRestriction, of the one kind that a table here knows */
typedef struct {
    ul kind;
    struct {
        ul relation, tag;
        const prop *value;
    } property;
} restriction;
#define PR_OBJECT_TYPE 0x0FFE0003
#define PR_DISPLAY_NAME 0x3001001E
#define PR_PROVIDER_DISPLAY 0x3006001E
#define PR_RESOURCE_FLAGS 0x30090003
#define PR_RESOURCE_METHODS 0x3E020003

/* MAPIERROR */
typedef struct { ul version, pad; void *text, *component; ul low, context; } mapi_error;

/* An object's notification, in the room of the largest one. */
typedef struct {
    ul event, pad, length;
    const void *entry;
    ul kind, parent_length;
    const void *parent;
    ul old_length;
    const void *old;
    ul old_parent_length;
    const void *old_parent;
    void *changed;
    uint64_t rest;
} notification;
_Static_assert(sizeof(notification) == 88, "as the tables say");

/* IMAPISupport */
#define SUBSCRIBE(o, k, m, f, s, c) CALL(o, 5, hr (*)(void *, const void *, ul, ul, void *, uintptr_t *))(o, k, m, f, s, c)
#define UNSUBSCRIBE(o, c) CALL(o, 6, hr (*)(void *, uintptr_t))(o, c)
#define NOTIFY(o, k, n, f) CALL(o, 7, hr (*)(void *, const void *, ul, const notification *, ul *))(o, k, 1, n, f)
#define ADD_ROW(o, n, p) CALL(o, 8, hr (*)(void *, ul, const prop *, ul))(o, n, p, 0)
#define CHANGE_ROW(o, n, p) CALL(o, 8, hr (*)(void *, ul, const prop *, ul))(o, n, p, STATUSROW_UPDATE)
#define OPEN_SECTION(o, f, s) CALL(o, 9, hr (*)(void *, const void *, ul, object **))(o, 0, f, s)
#define NEW_UID(o, u) CALL(o, 11, hr (*)(void *, void *))(o, u)
#define MAKE_INVALID(o, b, n, m) CALL(o, 12, hr (*)(void *, ul, void *, ul, ul))(o, 0, b, n, m)
#define SPOOLER_NOTIFY(o, f) CALL(o, 14, hr (*)(void *, ul, void *))(o, f, 0)
#define SET_UID(o, u) CALL(o, 16, hr (*)(void *, const void *, ul))(o, u, 0)
#define SHOW_DIALOG(o)                                                                                                 \
    CALL(o, 24, hr (*)(void *, uintptr_t, ul, const void *, void *, void *, ul))(o, 0, 0, 0, 0, 0, 0)
#define WRAP(o, n, e, m, w) CALL(o, 40, hr (*)(void *, ul, const void *, ul *, void **))(o, n, e, m, w)
#define STORE_LOGOFF_TRANSPORTS(o, f) CALL(o, 38, hr (*)(void *, ul *))(o, f)

/* IProviderLog, the session's own, which IMalloc has. */
#define PROVIDER_LOG                                                                                                   \
    {{0x5e, 0x0c, 0x1f, 0x7a, 0x52, 0x3b, 0x7d, 0x4e, 0x9a, 0x44, 0x6d, 0x1c, 0x8e, 0x2b, 0x90, 0xf1}}

#ifdef _WIN32
#define EXPORT __declspec(dllexport)
__declspec(dllimport) void __stdcall Sleep(unsigned long);
#define YIELD() Sleep(0)
#define PAUSE(milliseconds) Sleep(milliseconds)
#define START_THREAD(f) (void)(f)
__declspec(dllimport) void __stdcall GetSystemTimeAsFileTime(void *);
static inline ul now(void) {
    uint64_t time;
    GetSystemTimeAsFileTime(&time);
    return (ul)time;
}
#else
#include <pthread.h>
#include <sched.h>
#include <time.h>
static inline ul now(void) {
    struct timespec time;
    timespec_get(&time, TIME_UTC);
    return (ul)time.tv_nsec;
}
#include <unistd.h>
#define EXPORT __attribute__((visibility("default")))
#define YIELD() sched_yield()
#define PAUSE(milliseconds) usleep((milliseconds) * 1000)
#define START_THREAD(f) do { pthread_t t; if (!pthread_create(&t, 0, f, 0)) pthread_detach(t); } while (0)
#endif
#endif
