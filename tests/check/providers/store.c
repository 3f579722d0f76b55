/* A small message store provider in C: one folder with one message in it. It is correct, unless FAULT names the mistake that
   it makes, one of those below; where each is made, it stands beside what is right. */
#include "provider.h"
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum fault {
    NONE,
    /* Mistakes of published samples. */
    CYCLE,       /* logon and status object hold each other; the support object is released with the logon */
    NO_RELEASE,  /* the support object is never released */
    TWICE,       /* StoreLogoff calls StoreLogoffTransports, and the end calls it again */
    ANSWERS,     /* objects work behind the logoff */
    FREED,       /* the provider object is freed while a logon lives, which uses it */
    WRONG_QUERY, /* QueryInterface gives whatever is asked for */
    GLOBALS,     /* the allocators of the newest session are used for every session */
    /* Others. */
    NO_ADDREF,   /* the support object is not AddRef'd */
    LATE,        /* it is called behind its final Release */
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
    NEW_VERSION, /* a version above the session's */
    NO_UID,      /* only a warning: no UID is registered */
    SPOOLER,     /* only a warning: SpoolerNotify inside the logon */
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
/* One logon with its store, and everything opened through it. */
struct core {
    part store, logon, status;
    ul refs;
    memory memory;
    provider *provider; /* while it is open */
    object *support;
    _Atomic enum state state;
    ul flags, connections;
    int told_transports;
    uintptr_t connection[64];
};

/* Counts and lists change under this lock. Nobody but the support object's AddRef is called under it. */
static atomic_flag turn = ATOMIC_FLAG_INIT;
static void lock(void) {
    while (atomic_flag_test_and_set(&turn)) YIELD();
}
static void unlock(void) { atomic_flag_clear(&turn); }

#define UID_BYTES 0x4f, 0x10, 0xb5, 0x2c, 0x9d, 0x3e, 0x47, 0x1a, 0x8c, 0x60, 0x7e, 0x25, 0xd1, 0x9b, 0x03, 0xf8
static const uint8_t UID[16] = {UID_BYTES};
static const uint8_t ENTRY[][21] = {[STORE] = {0, 0, 0, 0, UID_BYTES, 's'},
                                    [FOLDER] = {0, 0, 0, 0, UID_BYTES, 'f'},
                                    [MESSAGE] = {0, 0, 0, 0, UID_BYTES, 'm'}};
#define ENTRY_LENGTH ((ul)sizeof ENTRY[STORE])
static const ul OBJECT_TYPE[] = {[STORE] = MAPI_STORE, [STATUS] = MAPI_STATUS, [FOLDER] = MAPI_FOLDER, [MESSAGE] = MAPI_MESSAGE};
static slot STORE_METHODS[27], LOGON_METHODS[10], STATUS_METHODS[18], FOLDER_METHODS[30], MESSAGE_METHODS[22],
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

/* The end of a logon, by whoever comes first; everybody else waits for it. */
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
    if (!c->told_transports || FAULT == TWICE) STORE_LOGOFF_TRANSPORTS(c->support, &flags);
    if (FAULT != FREED) provider_release(c->provider);
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
    /* No longer open: whoever comes for it now gets a store of his own. */
    if (!left && ends && c->state == OPEN && c->provider->open == c) c->provider->open = 0;
    unlock();
    if (!left && ends) end(c);
    if (!left && p->kind == LOGON && FAULT == CYCLE) RELEASE(c->support);
    lock();
    ul of_core = --c->refs;
    unlock();
    if (!left && p->kind > STATUS) free(p);
    if (!of_core) {
        if (FAULT == FREED) ADDREF(c->provider), RELEASE(c->provider);
        free(c);
    }
    return left;
}

static int has(enum kind kind, const iid *id) {
    static const ul OWN[] = {[STORE] = 0x306, [LOGON] = 0x313, [STATUS] = 0x305, [FOLDER] = 0x30C, [MESSAGE] = 0x307, [TABLE] = 0x301};
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
    return flags & ~MAPI_UNICODE ? E_UNKNOWN_FLAGS : S_OK;
}

/* One value into a block: text in the width that is asked for; what there is not, is an error in its place. */
static hr value(const memory *m, enum kind kind, ul tag, ul flags, prop *to, void *block) {
    const char *text = 0;
    void *memory;
    ul type = tag & 0xFFFF, id = tag >> 16;
    memset(to, 0, sizeof *to);
    if (id == PR_DISPLAY_NAME >> 16 && kind != MESSAGE) text = "Foreign";
    if (id == PR_SUBJECT >> 16 && kind == MESSAGE) text = "Subject";
    int is_text = text && (type == PT_UNSPECIFIED || type == PT_STRING8 || type == PT_UNICODE);
    if (is_text) {
        int wide = type == PT_UNICODE || (type == PT_UNSPECIFIED && flags & MAPI_UNICODE);
        ul length = (ul)strlen(text) + 1;
        hr done = m->more(wide ? 2 * length : length, block, &memory);
        if (done) return done;
        for (ul i = 0; i < length; i++) {
            if (wide) ((uint16_t *)memory)[i] = (uint8_t)text[i];
            else ((char *)memory)[i] = text[i];
        }
        to->tag = id << 16 | (wide ? PT_UNICODE : PT_STRING8);
        to->value.text = memory;
    } else if (tag == PR_ENTRYID && kind != STATUS) {
        hr done = m->more(ENTRY_LENGTH, block, &memory);
        if (done) return done;
        memcpy(memory, ENTRY[kind], ENTRY_LENGTH);
        to->tag = tag;
        to->value.bin = (binary){ENTRY_LENGTH, memory};
    } else if (tag == PR_OBJECT_TYPE) {
        to->tag = tag;
        to->value.l = (int32_t)OBJECT_TYPE[kind];
    } else {
        to->tag = id << 16 | PT_ERROR;
        to->value.l = E_NOT_FOUND;
    }
    return S_OK;
}

static hr values(const memory *m, enum kind kind, ul count, const ul *tag, ul flags, prop **out) {
    prop *block;
    hr code = S_OK, done = m->allocate(count * (ul)sizeof *block, (void **)&block);
    if (done) return done;
    for (ul i = 0; i < count; i++) {
        if ((done = value(m, kind, tag[i], flags, block + i, block))) {
            m->give_back(block);
            return done;
        }
        if ((block[i].tag & 0xFFFF) == PT_ERROR) code = W_ERRORS_RETURNED;
    }
    *out = block;
    return code;
}

static const ul OWN_TAGS[3] = {PR_ENTRYID, PR_DISPLAY_NAME & ~0xFFFFu, PR_OBJECT_TYPE};
static const ul MESSAGE_TAGS[3] = {PR_ENTRYID, PR_SUBJECT & ~0xFFFFu, PR_OBJECT_TYPE};

static hr get_props(part *p, const tags *asked, ul flags, ul *count, prop **out) {
    if (!count || !out) return E_INVALID_PARAMETER;
    *count = 0, *out = 0;
    if (!is_alive(p)) return E_INVALID_OBJECT;
    if (flags & ~MAPI_UNICODE) return E_UNKNOWN_FLAGS;
    if (asked && (!asked->count || asked->count > 1000)) return E_INVALID_PARAMETER;
    ul first = p->kind == STATUS; /* it has no entry identifier */
    ul number = asked ? asked->count : 3 - first;
    const ul *tag = asked ? asked->tag : (p->kind == MESSAGE ? MESSAGE_TAGS : OWN_TAGS) + first;
    hr code = values(memory_of(p->core), p->kind, number, tag, flags, out);
    if (code >= 0) *count = number;
    return code;
}

static hr tag_list(const memory *m, ul count, const ul *tag, ul flags, tags **out) {
    hr done = m->allocate((count + 1) * (ul)sizeof *tag, (void **)out);
    if (done) {
        *out = 0;
        return done;
    }
    (*out)->count = count;
    for (ul i = 0; i < count; i++) {
        ul is_text = !(tag[i] & 0xFFFF);
        (*out)->tag[i] = is_text ? tag[i] | (flags & MAPI_UNICODE ? PT_UNICODE : PT_STRING8) : tag[i];
    }
    return S_OK;
}

static hr get_prop_list(part *p, ul flags, tags **out) {
    void *lost;
    if (!out) return E_INVALID_PARAMETER;
    *out = 0;
    if (!is_alive(p)) return E_INVALID_OBJECT;
    if (flags & ~MAPI_UNICODE) return E_UNKNOWN_FLAGS;
    const memory *m = memory_of(p->core);
    if (FAULT == LOST_BLOCK) m->allocate(16, &lost);
    if (FAULT == FREES_TWICE && !m->allocate(16, &lost)) m->give_back(lost), m->give_back(lost);
    ul first = p->kind == STATUS;
    return tag_list(m, 3 - first, (p->kind == MESSAGE ? MESSAGE_TAGS : OWN_TAGS) + first, flags, out);
}

/* A key of the entry's length. */
static void key_of(const void *entry, ul *key) {
    key[0] = ENTRY_LENGTH;
    memcpy(key + 1, entry, ENTRY_LENGTH);
}

/* Nothing is kept of what is written; who listens is told. */
static hr set_props(part *p, ul count, const prop *given, void **problems) {
    if (problems) *problems = 0;
    if (!is_alive(p)) return E_INVALID_OBJECT;
    if (count && !given) return E_INVALID_PARAMETER;
    object *support = p->kind == STATUS ? 0 : borrowed(p->core);
    if (!support) return S_OK;
    ul key[8], flags = 0;
    notification told = {.event = FNEV_OBJECT_MODIFIED, .length = ENTRY_LENGTH, .entry = ENTRY[p->kind]};
    told.kind = OBJECT_TYPE[p->kind];
    key_of(ENTRY[p->kind], key);
    NOTIFY(support, key, &told, &flags);
    key_of(ENTRY[STORE], key);
    flags = 0;
    if (p->kind != STORE) NOTIFY(support, key, &told, &flags);
    RELEASE(support);
    return S_OK;
}

static hr save_changes(part *p, ul flags) {
    (void)flags;
    return is_alive(p) ? S_OK : E_INVALID_OBJECT;
}

/* A folder, a message or a table. */
static hr make(core *c, enum kind kind, slot *methods, part **out) {
    part *made = calloc(1, sizeof *made);
    if (!made) return E_NOT_ENOUGH_MEMORY;
    made->methods = methods, made->kind = kind, made->core = c;
    part_add_ref(made);
    *out = made;
    return S_OK;
}

static hr open_entry(part *p, ul length, const void *entry, const iid *wanted, ul flags, ul *kind, part **out) {
    if (kind) *kind = 0;
    if (!out || !kind) return E_INVALID_PARAMETER;
    *out = 0;
    if (!is_alive(p)) return E_INVALID_OBJECT;
    if (flags & ~OPEN_FLAGS) return E_UNKNOWN_FLAGS;
    int is_message = is_entry(MESSAGE, length, entry);
    if (length && !is_message && !is_entry(FOLDER, length, entry)) {
        if (FAULT == LEFT_OUTPUT) *out = p;
        return E_INVALID_ENTRYID;
    }
    enum kind found = is_message ? MESSAGE : FOLDER;
    if (wanted && !has(found, wanted)) return E_NO_INTERFACE;
    hr done = make(p->core, found, is_message ? MESSAGE_METHODS : FOLDER_METHODS, out);
    if (!done) *kind = OBJECT_TYPE[found];
    return done;
}

static hr compare_entries(part *p, ul length, const void *one, ul other_length, const void *other, ul flags, ul *same) {
    (void)flags;
    if (!same) return E_INVALID_PARAMETER;
    *same = 0;
    if (!is_alive(p)) return E_INVALID_OBJECT;
    *same = one && other && length == other_length && !memcmp(one, other, length);
    return S_OK;
}

static hr advise(part *p, ul length, const void *entry, ul mask, void *sink, uintptr_t *connection) {
    ul key[8];
    if (!connection || !sink) return E_INVALID_PARAMETER;
    *connection = 0;
    if (!is_alive(p)) return E_INVALID_OBJECT;
    if (!length) entry = ENTRY[STORE];
    else if (!is_entry(STORE, length, entry) && !is_entry(FOLDER, length, entry) && !is_entry(MESSAGE, length, entry))
        return E_INVALID_ENTRYID;
    core *c = p->core;
    object *support = borrowed(c);
    if (!support) return E_INVALID_OBJECT;
    key_of(entry, key);
    hr done = SUBSCRIBE(support, key, mask, sink, connection);
    if (!done) {
        lock();
        int is_kept = c->state == OPEN && c->connections < 64;
        if (is_kept) c->connection[c->connections++] = *connection;
        unlock();
        if (!is_kept) {
            UNSUBSCRIBE(support, *connection);
            *connection = 0;
            done = E_INVALID_OBJECT;
        }
    }
    RELEASE(support);
    return done;
}

static hr unadvise(part *p, uintptr_t connection) {
    core *c = p->core;
    if (!is_alive(p)) return E_INVALID_OBJECT;
    object *support = borrowed(c);
    if (!support) return E_INVALID_OBJECT;
    lock();
    int is_known = 0;
    for (ul i = 0; i < c->connections && !is_known; i++) {
        if (c->connection[i] == connection) {
            c->connection[i] = c->connection[--c->connections];
            is_known = 1;
        }
    }
    unlock();
    hr done = is_known ? UNSUBSCRIBE(support, connection) : E_NOT_FOUND;
    RELEASE(support);
    return done;
}

/* The flags are kept until the last Release; only QUIET asks at once. */
static hr store_logoff(part *p, ul *flags) {
    core *c = p->core;
    if (!flags) return E_INVALID_PARAMETER;
    if (!is_alive(p)) return E_INVALID_OBJECT;
    if (FAULT != ANY_FLAGS) {
        if (*flags & ~LOGOFF_INPUTS) return E_UNKNOWN_FLAGS;
        if (*flags & (*flags - 1)) return E_INVALID_PARAMETER;
    }
    if ((*flags == LOGOFF_QUIET && !c->told_transports) || FAULT == TWICE) {
        object *support = borrowed(c);
        if (!support) return E_INVALID_OBJECT;
        STORE_LOGOFF_TRANSPORTS(support, flags);
        RELEASE(support);
        c->told_transports = (*flags & LOGOFF_COMPLETE) != 0;
        return S_OK;
    }
    if (*flags != LOGOFF_QUIET) c->flags = *flags & LOGOFF_INPUTS;
    *flags = LOGOFF_COMPLETE;
    return S_OK;
}

static hr logon_logoff(part *p, ul *flags) {
    (void)flags;
    if (FAULT == NOT_AGAIN && p->core->state == CLOSED && p->position++) return E_CALL_FAILED;
    if (FAULT == NOT_AGAIN) p->position = 1;
    end(p->core);
    return S_OK;
}

static hr open_status(part *p, const iid *wanted, ul flags, ul *kind, part **out) {
    if (kind) *kind = 0;
    if (!out || !kind) return E_INVALID_PARAMETER;
    *out = 0;
    if (!is_alive(p)) return E_INVALID_OBJECT;
    if (flags & ~(MAPI_MODIFY | MAPI_UNICODE)) return E_UNKNOWN_FLAGS;
    if (wanted && !has(STATUS, wanted)) return E_NO_INTERFACE;
    core *c = p->core;
    if (FAULT == CYCLE && !c->status.flags) { /* never to be undone */
        c->status.flags = 1;
        part_add_ref(&c->logon), part_add_ref(&c->status);
    }
    part_add_ref(&c->status);
    *out = &c->status;
    *kind = MAPI_STATUS;
    return S_OK;
}

static hr validate_state(part *p, uintptr_t window, ul flags) {
    (void)window, (void)flags;
    return is_alive(p) ? S_OK : E_INVALID_OBJECT;
}

static hr open_table(part *p, ul rows, ul flags, part **out) {
    if (!out) return E_INVALID_PARAMETER;
    *out = 0;
    if (!is_alive(p)) return E_INVALID_OBJECT;
    if (flags & ~MAPI_UNICODE) return E_UNKNOWN_FLAGS;
    hr done = make(p->core, TABLE, TABLE_METHODS, out);
    if (done) return done;
    (*out)->flags = flags, (*out)->rows = rows, (*out)->columns = 3;
    memcpy((*out)->column, MESSAGE_TAGS, sizeof MESSAGE_TAGS);
    return S_OK;
}
static hr contents_table(part *p, ul flags, part **out) { return open_table(p, 1, flags, out); }
static hr hierarchy_table(part *p, ul flags, part **out) { return open_table(p, 0, flags, out); }

static hr set_columns(part *p, const tags *wanted, ul flags) {
    (void)flags;
    if (!is_alive(p)) return E_INVALID_OBJECT;
    if (!wanted || !wanted->count || wanted->count > 16) return E_INVALID_PARAMETER;
    p->columns = wanted->count;
    memcpy(p->column, wanted->tag, wanted->count * sizeof *wanted->tag);
    return S_OK;
}

static hr query_columns(part *p, ul flags, tags **out) {
    (void)flags;
    if (!out) return E_INVALID_PARAMETER;
    *out = 0;
    return is_alive(p) ? tag_list(memory_of(p->core), p->columns, p->column, p->flags, out) : E_INVALID_OBJECT;
}

static hr row_count(part *p, ul flags, ul *count) {
    (void)flags;
    if (!count) return E_INVALID_PARAMETER;
    *count = 0;
    if (!is_alive(p)) return E_INVALID_OBJECT;
    *count = p->rows;
    return S_OK;
}

/* Where so many rows from there are, kept inside the table. */
static ul moved(const part *p, ul from, int64_t rows) {
    int64_t to = (int64_t)from + rows;
    return to < 0 ? 0 : to > p->rows ? p->rows : (ul)to;
}

static hr seek_row(part *p, uintptr_t origin, int32_t rows, int32_t *sought) {
    if (sought) *sought = 0;
    if (!is_alive(p)) return E_INVALID_OBJECT;
    if (origin > 2) return E_INVALID_BOOKMARK;
    ul from = origin == 0 ? 0 : origin == 1 ? p->position : p->rows;
    p->position = moved(p, from, rows);
    if (sought) *sought = (int32_t)p->position - (int32_t)from;
    return S_OK;
}

static hr query_rows(part *p, int32_t count, ul flags, rows **out) {
    if (!out) return E_INVALID_PARAMETER;
    *out = 0;
    if (!is_alive(p)) return E_INVALID_OBJECT;
    if (flags & ~TBL_NOADVANCE) return E_UNKNOWN_FLAGS;
    if (!count) return E_INVALID_PARAMETER;
    ul to = moved(p, p->position, count), number = to > p->position ? to - p->position : p->position - to;
    const memory *m = memory_of(p->core);
    hr done = m->allocate((ul)(sizeof(rows) + number * sizeof(row)), (void **)out);
    if (done) {
        *out = 0;
        return done;
    }
    for (ul i = 0; i < number; i++) {
        prop *columns = 0;
        done = values(m, MESSAGE, p->columns, p->column, p->flags, &columns);
        if (done < 0) {
            while (i--) m->give_back((*out)->rows[i].props);
            m->give_back(*out);
            *out = 0;
            return done;
        }
        (*out)->rows[i] = (row){0, p->columns, columns};
    }
    (*out)->count = number;
    if (!(flags & TBL_NOADVANCE)) p->position = to;
    return S_OK;
}

static core *make_core(provider *p, object *support) {
    core *c = calloc(1, sizeof *c);
    if (!c) return 0;
    c->store = (part){.methods = STORE_METHODS, .kind = STORE, .refs = 1, .core = c};
    c->logon = (part){.methods = LOGON_METHODS, .kind = LOGON, .refs = 1, .core = c};
    c->status = (part){.methods = STATUS_METHODS, .kind = STATUS, .core = c};
    c->refs = 2;
    c->provider = p;
    c->support = support;
    c->memory = p->memory;
    return c;
}

/* What MAPI is told of a new logon. */
static hr introduce(object *support) {
    ul methods = STATUS_VALIDATE_STATE | (FAULT == BAD_METHODS ? 0x8 : 0);
    prop columns[4] = {{.tag = PR_PROVIDER_DISPLAY, .value.text = "Foreign store"},
                       {.tag = PR_STATUS_CODE, .value.l = 1},
                       {.tag = PR_RESOURCE_METHODS, .value.l = (int32_t)methods},
                       {.tag = PR_DISPLAY_NAME, .value.text = "Foreign"}};
    hr done = FAULT == NO_UID ? S_OK : SET_UID(support, UID);
    if (!done) done = ADD_ROW(support, FAULT == BAD_ROW ? 3 : 4, columns);
    if (FAULT == SPOOLER) SPOOLER_NOTIFY(support, 0x2);
    return done;
}

static hr log_on(provider *p, object *support, ul length, const void *entry, const iid *wanted, part **logon, part **store) {
    if (logon) *logon = 0;
    if (store) *store = 0;
    if (!support || !logon || !store) return E_INVALID_PARAMETER;
    while (FAULT == HANGS) YIELD();
    if (FAULT == EXITS) exit(0);
    if (wanted && !has(STORE, wanted)) return E_NO_INTERFACE;
    if (length && !is_entry(STORE, length, entry)) return E_INVALID_ENTRYID;
    lock();
    core *open = FAULT == SECOND ? 0 : p->open;
    if (open) open->store.refs++, open->refs++;
    unlock();
    if (open) {
        *store = &open->store;
        return S_OK;
    }
    core *c = make_core(p, support);
    if (!c) return E_NOT_ENOUGH_MEMORY;
    if (FAULT != NO_ADDREF) ADDREF(support);
    hr done = introduce(support);
    if (done) {
        free(c);
        RELEASE(support);
        return done;
    }
    lock();
    if (FAULT != FREED) p->refs++;
    p->open = c;
    unlock();
    *logon = &c->logon;
    *store = &c->store;
    return S_OK;
}

static hr provider_logon(provider *p, object *support, uintptr_t window, const char *profile, ul length, const void *entry,
                         ul flags, const iid *wanted, ul *security_length, void **security, void **error, part **logon,
                         part **store) {
    (void)window, (void)profile, (void)flags;
    if (security_length) *security_length = 0;
    if (security) *security = 0;
    if (error) *error = 0;
    return log_on(p, support, length, entry, wanted, logon, store);
}

static hr provider_spooler_logon(provider *p, object *support, uintptr_t window, const char *profile, ul length,
                                 const void *entry, ul flags, const iid *wanted, ul security_length, const void *security,
                                 void **error, part **logon, part **store) {
    (void)window, (void)profile, (void)flags, (void)security_length, (void)security;
    if (error) *error = 0;
    return log_on(p, support, length, entry, wanted, logon, store);
}

static hr provider_query(provider *p, const iid *id, void **out) {
    static const iid OWN = IID(0x310), UNKNOWN = {{0, 0, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
    if (!id || !out) return E_INVALID_PARAMETER;
    *out = 0;
    if (memcmp(id, &OWN, 16) && memcmp(id, &UNKNOWN, 16)) return E_NO_INTERFACE;
    ADDREF(p);
    *out = p;
    return S_OK;
}
static ul provider_add_ref(provider *p) {
    lock();
    ul now = ++p->refs;
    unlock();
    return now;
}
static hr provider_shutdown(provider *p, ul *flags) {
    (void)p, (void)flags;
    return S_OK;
}
static hr compare_stores(provider *p, ul length, const void *one, ul other_length, const void *other, ul flags, ul *same) {
    (void)p, (void)flags;
    if (!same) return E_INVALID_PARAMETER;
    *same = one && other && length == other_length && !memcmp(one, other, length);
    return S_OK;
}

/* Every slot has something behind it; the same the second time. */
static void fill_tables(void) {
    struct { slot *methods; size_t count; int has_properties; } all[] = {{STORE_METHODS, 27, 1}, {LOGON_METHODS, 10, 0},
        {STATUS_METHODS, 18, 1}, {FOLDER_METHODS, 30, 1}, {MESSAGE_METHODS, 22, 1}, {TABLE_METHODS, 26, 0}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        slot *methods = all[i].methods;
        methods[0] = (slot)part_query, methods[1] = (slot)part_add_ref, methods[2] = (slot)part_release;
        methods[3] = (slot)last_error;
        for (size_t at = 4; at < all[i].count; at++) methods[at] = (slot)unsupported;
        if (!all[i].has_properties) continue;
        methods[4] = (slot)save_changes, methods[5] = (slot)get_props, methods[6] = (slot)get_prop_list;
        methods[8] = (slot)set_props;
    }
    STORE_METHODS[14] = (slot)advise, STORE_METHODS[15] = (slot)unadvise, STORE_METHODS[16] = (slot)compare_entries;
    STORE_METHODS[17] = (slot)open_entry, STORE_METHODS[21] = (slot)store_logoff;
    LOGON_METHODS[4] = (slot)logon_logoff, LOGON_METHODS[5] = (slot)open_entry, LOGON_METHODS[6] = (slot)compare_entries;
    LOGON_METHODS[7] = (slot)advise, LOGON_METHODS[8] = (slot)unadvise, LOGON_METHODS[9] = (slot)open_status;
    STATUS_METHODS[14] = (slot)validate_state;
    FOLDER_METHODS[14] = (slot)contents_table, FOLDER_METHODS[15] = (slot)hierarchy_table, FOLDER_METHODS[16] = (slot)open_entry;
    TABLE_METHODS[7] = (slot)set_columns, TABLE_METHODS[8] = (slot)query_columns, TABLE_METHODS[9] = (slot)row_count;
    TABLE_METHODS[10] = (slot)seek_row, TABLE_METHODS[19] = (slot)query_rows;
    slot own[7] = {(slot)provider_query,   (slot)provider_add_ref,      (slot)provider_release, (slot)provider_shutdown,
                   (slot)provider_logon, (slot)provider_spooler_logon, (slot)compare_stores};
    memcpy(PROVIDER_METHODS, own, sizeof own);
}

EXPORT hr MSProviderInit(void *instance, void *malloc_object, allocate_fn a, more_fn m, free_fn f, ul flags, ul mapi,
                         ul *version, void **out) {
    static provider *same;
    (void)instance, (void)malloc_object, (void)flags;
    if (FAULT == CRASHES) *(volatile int *)0 = 1;
    if (out) *out = 0;
    if (!a || !m || !f || !version || !out) return E_INVALID_PARAMETER;
    *version = FAULT == NEW_VERSION ? 0x7FFFFFFF : VERSION;
    if (mapi < VERSION) return E_VERSION;
    if (FAULT == GIVES_NULL) return S_OK;
    if (FAULT == GIVES_GARBAGE) {
        *out = (void *)(uintptr_t)0x1234567;
        return 0x12345;
    }
    newest = (memory){a, m, f};
    fill_tables();
    provider *p = FAULT == SAME_OBJECT && same ? same : calloc(1, sizeof *p);
    if (!p) return E_NOT_ENOUGH_MEMORY;
    same = p;
    p->methods = PROVIDER_METHODS;
    p->memory = newest;
    p->refs++;
    *out = p;
    return S_OK;
}

EXPORT hr ServiceEntry(void *instance, void *malloc_object, void *support, uintptr_t window, ul flags, ul context, ul count,
                       const void *given, void *admin, void **error) {
    (void)instance, (void)malloc_object, (void)window, (void)flags, (void)count, (void)given, (void)admin;
    if (error) *error = 0;
    if (FAULT == KEPT_CONFIG) ADDREF(support);
    return context >= 1 && context <= 5 ? S_OK : E_NO_SUPPORT;
}
