/* What the providers in C have in common: how their objects are counted, and how a logon ends. What objects do is in
   objects.h, how they come to be in entry.h, the mistakes are in faults.h. Who includes this says first what it PROVIDES. */
#ifndef LOGON_H
#define LOGON_H
#include "faults.h"
#include "provider.h"
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define STORES 1
#define BOOKS 2
#define POSTS 3

enum kind { STORE, LOGON, STATUS, FOLDER, MESSAGE, TABLE };
enum state { OPEN, CLOSING, CLOSED };

typedef struct core core;
typedef struct { allocate_fn allocate; more_fn more; free_fn give_back; } memory;
static memory newest;
/* Whatever a client or MAPI has a pointer to. Each reference on it is one on its core, too. */
typedef struct {
    slot *methods;
    enum kind kind;
    ul refs;
    core *core;
    ul flags, position, rows, columns, column[16]; /* of a table */
} part;
typedef struct {
    slot *methods;
    ul refs;
    core *first; /* the logons that have not ended */
    core *open;  /* the one whose store is open */
    memory memory;
    object *malloc_object, *support; /* of mistakes */
    void *fast;
    int is_shut;
} provider;
/* One logon, its store if it has one, and everything opened through it. */
struct core {
    part store, logon, status;
    ul refs;
    memory memory;
    provider *provider; /* while it is open */
    object *support;
    core *next;
    _Atomic enum state state;
    ul flags, connections;
    _Atomic ul calls; /* in flight */
    int told_transports;
    ul stamp; /* what its identifiers have at their end */
    char *types[1]; /* of a transport's addresses */
    uintptr_t connection[64];
};

/* Counts and lists change under this lock. Nobody is called under it. */
static atomic_flag turn = ATOMIC_FLAG_INIT;
static void lock(void) {
    while (atomic_flag_test_and_set(&turn)) YIELD();
}
static void unlock(void) { atomic_flag_clear(&turn); }

#define UID_BYTES 0x4e + PROVIDES, 0x10, 0xb5, 0x2c, 0x9d, 0x3e, 0x47, 0x1a, 0x8c, 0x60, 0x7e, 0x25, 0xd1, 0x9b, 0x03, 0xf8
static const uint8_t UID[16] = {UID_BYTES};
/* The kind, and a stamp that is always the same. */
static const uint8_t ENTRY[][25] = {[STORE] = {0, 0, 0, 0, UID_BYTES, 's'},
                                    [FOLDER] = {0, 0, 0, 0, UID_BYTES, 'f'},
                                    [MESSAGE] = {0, 0, 0, 0, UID_BYTES, 'm'}};
#define ENTRY_LENGTH ((ul)sizeof ENTRY[STORE])
static const ul OBJECT_TYPE[] = {[STORE] = MAPI_STORE,
                                 [STATUS] = MAPI_STATUS,
                                 [FOLDER] = PROVIDES == BOOKS ? MAPI_ABCONT : MAPI_FOLDER,
                                 [MESSAGE] = PROVIDES == BOOKS ? MAPI_MAILUSER : MAPI_MESSAGE};
static slot STORE_METHODS[27], LOGON_METHODS[15], STATUS_METHODS[18], FOLDER_METHODS[30], MESSAGE_METHODS[22],
    TABLE_METHODS[26], PROVIDER_METHODS[7], FAST_METHODS[6];

/* An object's identifier. */
static void entry_of(const core *c, enum kind kind, uint8_t *entry) {
    memcpy(entry, ENTRY[kind], ENTRY_LENGTH);
    if (FAULT == FRESH_UID && c) memcpy(entry + 16, &c->stamp, 4);
    if (FAULT == CHANGING && c) memcpy(entry + 21, &c->stamp, 4);
}
static int is_entry(const core *c, enum kind kind, ul length, const void *entry) {
    uint8_t own[sizeof ENTRY[STORE]];
    entry_of(c, kind, own);
    return entry && length == ENTRY_LENGTH && !memcmp(entry, own, length);
}
static const memory *memory_of(const core *c) { return FAULT == GLOBALS ? &newest : &c->memory; }
static int is_alive(const part *p) {
    if (FAULT == LOGON_ANSWERS && p->kind == LOGON) return 1;
    return FAULT == ANSWERS || p->core->state == OPEN;
}

/* How many such calls this thread is in. */
static _Thread_local ul own_calls;

/* The support object for one call, which the end waits for (LOGOFF-13); null when that has begun. */
static object *borrowed(core *c) {
    lock();
    object *support = c->state == OPEN ? c->support : 0;
    if (support) {
        ++c->calls;
        ++own_calls;
    }
    unlock();
    return support;
}
static void give_back(core *c) {
    lock();
    --c->calls;
    --own_calls;
    unlock();
}

static ul provider_release(provider *p) {
    lock();
    ul left = --p->refs;
    unlock();
    if (!left && FAULT != SAME_OBJECT) {
        if (p->malloc_object && FAULT != KEEPS_MALLOC) RELEASE(p->malloc_object);
        free(p->fast);
        if (FAULT == FREED) memset(p, 0xDD, sizeof *p); /* as heaps do that look for this mistake */
        else free(p);
    }
    return left;
}

/* Out of its provider's lists. */
static void unlink_core(core *c) {
    provider *p = c->provider;
    for (core **at = &p->first; *at; at = &(*at)->next) {
        if (*at == c) {
            *at = c->next;
            break;
        }
    }
    if (p->open == c) p->open = 0;
}

static void end_traffic(core *c) {
    ul flags = c->flags ? c->flags : LOGOFF_ABORT;
    if (FAULT == WRONG_FLAGS) flags = LOGOFF_ABORT;
    if (PROVIDES != STORES || FAULT == NO_TRANSPORTS || (c->told_transports && FAULT != TWICE)) return;
    if (FAULT == LOCKED_CLOSE) lock();
    STORE_LOGOFF_TRANSPORTS(c->support, &flags);
    if (FAULT == LOCKED_CLOSE) unlock();
}

/* The support object's last Release: the very last. */
static void leave(core *c) {
    object *support = c->support;
    provider *p = c->provider;
    if (FAULT == DYING) p->open = 0;
    c->state = CLOSED;
    if (FAULT == CYCLE || FAULT == NO_RELEASE || FAULT == NO_ADDREF) return;
    if (FAULT == LOCKED_END) lock();
    RELEASE(support);
    if (FAULT == LOCKED_END) unlock();
    ul flags = LOGOFF_ABORT;
    if (FAULT == LATE) STORE_LOGOFF_TRANSPORTS(support, &flags);
    if (FAULT == OVER_RELEASE) RELEASE(support);
    if (FAULT == TOUCHES) unlink_core(c);
}

/* The end of a logon, once: the first to come ends it, and the others wait. */
static void end(core *c) {
    lock();
    int is_first = c->state == OPEN;
    if (is_first) {
        c->state = CLOSING;
        if (FAULT != TOUCHES && FAULT != DYING) unlink_core(c);
    }
    unlock();
    if (!is_first) {
        while (c->state == CLOSING && FAULT != RACES) YIELD();
        return;
    }
    while (c->calls > own_calls && FAULT != UNWAITED) YIELD();
    const ul connections = c->connections;
    if (FAULT == UNSUBSCRIBES_LATE) end_traffic(c);
    for (ul i = 0; i < connections && FAULT != LEFT_OPEN; i++) UNSUBSCRIBE(c->support, c->connection[i]);
    if (FAULT != UNSUBSCRIBES_LATE) end_traffic(c);
    if (FAULT == DYING) {
        lock();
        core *open = c->provider->open;
        unlink_core(c);
        c->provider->open = open;
        unlock();
    }
    if (FAULT != FREED && FAULT != KEEPS_PROVIDER && FAULT != LOST_PROVIDER) provider_release(c->provider);
    leave(c);
}

static ul part_add_ref(part *p) {
    lock();
    p->core->refs++;
    ul now = ++p->refs;
    unlock();
    return now;
}

static void core_release(core *c) {
    lock();
    ul left = --c->refs;
    if (!left && c->state == OPEN) unlink_core(c);
    unlock();
    if (left) return;
    if (FAULT == KEEPS_PROVIDER) provider_release(c->provider);
    if (FAULT == FREED) ADDREF(c->provider), RELEASE(c->provider);
    if (FAULT != FREED_ARRAYS) free(c->types[0]);
    free(c);
}

static ul part_release(part *p) {
    core *c = p->core;
    int ends = p->kind == STORE || (p->kind == LOGON && FAULT != NEEDS_LOGOFF);
    lock();
    ul left = --p->refs;
    /* No longer open: a client that comes for it now gets a store of his own. */
    if (!left && ends && c->state == OPEN && c->provider->open == c && FAULT != DYING) c->provider->open = 0;
    unlock();
    if (!left && p->kind == STORE && FAULT == TOUCHES) core_release(c); /* now the logon alone keeps it */
    if (!left && ends) end(c);
    if (!left && p->kind == STORE && FAULT == TOUCHES) return 0;
    if (!left && p->kind == LOGON && FAULT == CYCLE) RELEASE(c->support);
    if (!left && p->kind > STATUS) free(p);
    core_release(c);
    return left;
}

/* Every logon that has not ended, ended. */
static void end_all(provider *p) {
    for (;;) {
        lock();
        core *c = p->first;
        if (c && c->state != OPEN) c = 0; /* another thread ends it, or this one */
        if (c) c->refs++;
        unlock();
        if (!c) return;
        end(c);
        core_release(c);
    }
}

static const iid UNKNOWN = {{0, 0, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
static int has(enum kind kind, const iid *id) {
    static const ul OWN[] = {[STORE] = 0x306,
                             [LOGON] = 0x312 + PROVIDES, /* IMSLogon, IABLogon, IXPLogon */
                             [STATUS] = 0x305,
                             [FOLDER] = PROVIDES == BOOKS ? 0x30D : 0x30C,
                             [MESSAGE] = PROVIDES == BOOKS ? 0x30A : 0x307,
                             [TABLE] = 0x301};
    static const iid AGILE_OBJECT = {{0x94, 0x2B, 0xEA, 0x94, 0xCC, 0xE9, 0xE0, 0x49, 0xC0, 0xFF, 0xEE, 0x64, 0xCA, 0x8F,
                                      0x5B, 0x90}},
                     MARSHAL = {{3, 0, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
    const iid own = IID(OWN[kind]), properties = IID(0x303), container = IID(0x30B);
    int is_plain = kind != LOGON && kind != TABLE;
    if (FAULT == AGILE && !memcmp(id, &AGILE_OBJECT, 16)) return 1;
    if (FAULT == MARSHALS && !memcmp(id, &MARSHAL, 16)) return 1;
    return !memcmp(id, &UNKNOWN, 16) || !memcmp(id, &own, 16) || (is_plain && !memcmp(id, &properties, 16)) ||
           (kind == FOLDER && !memcmp(id, &container, 16));
}

/* A folder, a message or a table; a book's container or entry. */
static hr make(core *c, enum kind kind, slot *methods, part **out) {
    part *made = calloc(1, sizeof *made);
    if (!made) return E_NOT_ENOUGH_MEMORY;
    made->methods = methods, made->kind = kind, made->core = c;
    part_add_ref(made);
    *out = made;
    return S_OK;
}

static hr part_query(part *p, const iid *id, void **out) {
    if (!id || !out) return E_INVALID_PARAMETER;
    if (FAULT == QUERY_OUTPUT) *out = p;
    else *out = 0;
    if (FAULT == TWO_IDENTITIES && p->kind >= STATUS && is_alive(p) && !memcmp(id, &UNKNOWN, 16))
        return make(p->core, p->kind, p->methods, (part **)out);
    if (FAULT != WRONG_QUERY && (FAULT != LOGON_QUERY || p->kind != LOGON)) {
        if (!is_alive(p) && memcmp(id, &UNKNOWN, 16)) return E_INVALID_OBJECT;
        if (!has(p->kind, id)) return E_NO_INTERFACE;
    }
    part_add_ref(p);
    *out = p;
    return S_OK;
}

/* Every method with nothing behind it. */
static hr unsupported(part *p) { return is_alive(p) ? E_NO_SUPPORT : E_INVALID_OBJECT; }

static hr last_error(part *p, hr code, ul flags, void **error) {
    void *made = 0;
    (void)code;
    if (!error) return E_INVALID_PARAMETER;
    *error = 0;
    if (!is_alive(p)) return E_INVALID_OBJECT;
    if (FAULT == LOST_TEXT) memory_of(p->core)->allocate(32, &made);
    if (FAULT == C_TEXT) *error = calloc(1, sizeof(mapi_error));
    return flags & ~MAPI_UNICODE ? E_UNKNOWN_FLAGS : S_OK;
}
#endif
