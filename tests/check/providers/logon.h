/* What the providers in C have in common: the mistakes that they can make, how their objects are counted, and how a logon
   ends. What objects do is in objects.h, how they come to be in entry.h. Who includes this says first what it PROVIDES. */
#ifndef LOGON_H
#define LOGON_H
#include "provider.h"
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define STORES 1
#define BOOKS 2
#define POSTS 3

/* The mistakes that the providers can make: FAULT names one. Those of StoreLogoff and of a second logon are a store's alone,
   those of objects are nothing to a transport. */
enum fault {
    NONE,
    /* Mistakes of published samples. */
    CYCLE,       /* logon and status object hold each other; the support object is released with the logon */
    NO_RELEASE,  /* the support object is never released */
    TWICE,       /* StoreLogoff calls StoreLogoffTransports, and the end calls it again */
    ANSWERS,     /* objects work after the logoff */
    FREED,       /* the provider object is freed while a logon lives, which uses it */
    WRONG_QUERY, /* QueryInterface gives whatever is asked for */
    GLOBALS,     /* the allocators of the newest session are used for every session */
    /* Others. */
    NO_ADDREF,   /* the support object is not AddRef'd */
    LATE,        /* it is called after its final Release */
    LOST_PROVIDER, /* a logon does not give its reference on the provider object back */
    KEPT_CONFIG, /* ServiceEntry keeps its support object */
    SAME_OBJECT, /* the entry point gives one provider object, again and again */
    BAD_ROW,     /* the status row has no PR_DISPLAY_NAME */
    BAD_METHODS, /* the status row promises FlushQueues */
    LEFT_OPEN,   /* subscriptions are not cancelled */
    ANY_FLAGS,   /* StoreLogoff takes whatever flags */
    NOT_AGAIN,   /* a repeated Logoff fails */
    LOST_BLOCK,  /* GetPropList loses a block of MAPI's memory */
    FREES_TWICE, /* GetPropList frees a block twice */
    SECOND,      /* an open store is opened again as another one */
    LEFT_OUTPUT, /* a failing OpenEntry leaves its output set */
    OBJECT_REF,  /* a folder or message is given with one reference too many */
    LOGON_REF,   /* a logon object is given with one reference too many */
    SAME_TABLE,  /* a contents table is the folder itself */
    NO_CONNECTION, /* Advise succeeds, subscribes nothing, and gives no connection */
    LOST_TEXT,   /* GetLastError loses the block that it has made */
    NEW_VERSION, /* a version above the session's */
    NO_UID,      /* only a warning: no UID is registered */
    SPOOLER,     /* only a warning: SpoolerNotify inside the logon */
    /* What only a fault of MAPI's shows. */
    FORGETS,     /* a subscription that could not be cancelled is forgotten */
    LOST_SUPPORT, /* a logon that fails because MAPI refuses a call does not release the support object */
    UNCHECKED,   /* GetProps takes it for granted that there is memory */
    /* Of a transport. */
    NO_ROW,      /* it has no status row */
    CHANGED_ARRAYS, /* what AddressTypes gave is changed */
    KEEPS_MESSAGE, /* a message is held after EndMessage, or StartMessage */
    /* No mistake: a store keeps its provider until its last Release returns. */
    KEEPS_PROVIDER,
    /* Of the entry point and the logon. */
    CRASHES,
    GIVES_NULL,
    GIVES_GARBAGE,
    HANGS,
    EXITS,
};
#ifndef FAULT
#define FAULT NONE
#endif

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
    core *open;
    memory memory;
} provider;
/* One logon, its store if it has one, and everything opened through it. */
struct core {
    part store, logon, status;
    ul refs;
    memory memory;
    provider *provider; /* while it is open */
    object *support;
    _Atomic enum state state;
    ul flags, connections;
    int told_transports;
    char type[5], *types[1]; /* of a transport's addresses */
    uintptr_t connection[64];
};

/* Counts and lists change under this lock. Nobody but the support object's AddRef is called under it. */
static atomic_flag turn = ATOMIC_FLAG_INIT;
static void lock(void) {
    while (atomic_flag_test_and_set(&turn)) YIELD();
}
static void unlock(void) { atomic_flag_clear(&turn); }

#define UID_BYTES 0x4e + PROVIDES, 0x10, 0xb5, 0x2c, 0x9d, 0x3e, 0x47, 0x1a, 0x8c, 0x60, 0x7e, 0x25, 0xd1, 0x9b, 0x03, 0xf8
static const uint8_t UID[16] = {UID_BYTES};
static const uint8_t ENTRY[][21] = {[STORE] = {0, 0, 0, 0, UID_BYTES, 's'},
                                    [FOLDER] = {0, 0, 0, 0, UID_BYTES, 'f'},
                                    [MESSAGE] = {0, 0, 0, 0, UID_BYTES, 'm'}};
#define ENTRY_LENGTH ((ul)sizeof ENTRY[STORE])
static const ul OBJECT_TYPE[] = {[STORE] = MAPI_STORE,
                                 [STATUS] = MAPI_STATUS,
                                 [FOLDER] = PROVIDES == BOOKS ? MAPI_ABCONT : MAPI_FOLDER,
                                 [MESSAGE] = PROVIDES == BOOKS ? MAPI_MAILUSER : MAPI_MESSAGE};
static slot STORE_METHODS[27], LOGON_METHODS[15], STATUS_METHODS[18], FOLDER_METHODS[30], MESSAGE_METHODS[22],
    TABLE_METHODS[26], PROVIDER_METHODS[7];

static int is_entry(enum kind kind, ul length, const void *entry) {
    return entry && length == ENTRY_LENGTH && !memcmp(entry, ENTRY[kind], length);
}
static const memory *memory_of(const core *c) { return FAULT == GLOBALS ? &newest : &c->memory; }
static int is_alive(const part *p) { return FAULT == ANSWERS || p->core->state == OPEN; }

/* The support object for one call; null when the end has begun. */
static object *borrowed(core *c) {
    lock();
    object *support = c->state == OPEN ? c->support : 0;
    if (support) ADDREF(support);
    unlock();
    return support;
}

static ul provider_release(provider *p) {
    lock();
    ul left = --p->refs;
    unlock();
    if (!left && FAULT != SAME_OBJECT) {
        if (FAULT == FREED) memset(p, 0xDD, sizeof *p); /* as heaps do that look for this mistake */
        else free(p);
    }
    return left;
}

/* The end of a logon, once: the first to come ends it, and the others wait. */
static void end(core *c) {
    lock();
    int is_first = c->state == OPEN;
    if (is_first) {
        c->state = CLOSING;
        if (c->provider->open == c) c->provider->open = 0;
    }
    ul connections = c->connections;
    unlock();
    if (!is_first) {
        while (c->state == CLOSING) YIELD();
        return;
    }
    for (ul i = 0; i < connections && FAULT != LEFT_OPEN; i++) UNSUBSCRIBE(c->support, c->connection[i]);
    ul flags = c->flags ? c->flags : LOGOFF_ABORT;
    if (PROVIDES == STORES && (!c->told_transports || FAULT == TWICE)) STORE_LOGOFF_TRANSPORTS(c->support, &flags);
    if (FAULT != FREED && FAULT != KEEPS_PROVIDER && FAULT != LOST_PROVIDER) provider_release(c->provider);
    object *support = c->support;
    c->state = CLOSED;
    if (FAULT == CYCLE || FAULT == NO_RELEASE || FAULT == NO_ADDREF) return;
    RELEASE(support); /* the very last */
    if (FAULT == LATE) STORE_LOGOFF_TRANSPORTS(support, &flags);
}

static ul part_add_ref(part *p) {
    lock();
    p->core->refs++;
    ul now = ++p->refs;
    unlock();
    return now;
}

static ul part_release(part *p) {
    core *c = p->core;
    int ends = p->kind == STORE || p->kind == LOGON;
    lock();
    ul left = --p->refs;
    /* No longer open: a client that comes for it now gets a store of his own. */
    if (!left && ends && c->state == OPEN && c->provider->open == c) c->provider->open = 0;
    unlock();
    if (!left && ends) end(c);
    if (!left && p->kind == LOGON && FAULT == CYCLE) RELEASE(c->support);
    lock();
    ul of_core = --c->refs;
    unlock();
    if (!left && p->kind > STATUS) free(p);
    if (!of_core) {
        if (FAULT == KEEPS_PROVIDER) provider_release(c->provider);
        if (FAULT == FREED) ADDREF(c->provider), RELEASE(c->provider);
        free(c);
    }
    return left;
}

static int has(enum kind kind, const iid *id) {
    static const ul OWN[] = {[STORE] = 0x306,
                             [LOGON] = 0x312 + PROVIDES, /* IMSLogon, IABLogon, IXPLogon */
                             [STATUS] = 0x305,
                             [FOLDER] = PROVIDES == BOOKS ? 0x30D : 0x30C,
                             [MESSAGE] = PROVIDES == BOOKS ? 0x30A : 0x307,
                             [TABLE] = 0x301};
    static const iid UNKNOWN = {{0, 0, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
    const iid own = IID(OWN[kind]), properties = IID(0x303), container = IID(0x30B);
    int is_plain = kind != LOGON && kind != TABLE;
    return !memcmp(id, &UNKNOWN, 16) || !memcmp(id, &own, 16) || (is_plain && !memcmp(id, &properties, 16)) ||
           (kind == FOLDER && !memcmp(id, &container, 16));
}

static hr part_query(part *p, const iid *id, void **out) {
    static const iid UNKNOWN = {{0, 0, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
    if (!id || !out) return E_INVALID_PARAMETER;
    *out = 0;
    if (FAULT != WRONG_QUERY) {
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
    (void)code;
    if (!error) return E_INVALID_PARAMETER;
    *error = 0;
    if (!is_alive(p)) return E_INVALID_OBJECT;
    if (FAULT == LOST_TEXT) {
        void *lost;
        memory_of(p->core)->allocate(32, &lost);
    }
    return flags & ~MAPI_UNICODE ? E_UNKNOWN_FLAGS : S_OK;
}
#endif
