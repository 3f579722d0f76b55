/* How the providers in C come to be: a logon, the provider object, what the entry point does, and ServiceEntry. Each kind's
   own signatures are in its file, and so is `fill_own_tables`. */
#ifndef ENTRY_H
#define ENTRY_H
#include "lent.h"
#include "tables.h"

static void fill_own_tables(void);

static core *make_core(provider *p, object *support) {
    core *c = calloc(1, sizeof *c);
    if (!c) return 0;
    c->store = (part){.methods = STORE_METHODS, .kind = STORE, .refs = 1, .core = c};
    c->logon = (part){.methods = LOGON_METHODS, .kind = LOGON, .refs = 1, .core = c};
    c->status = (part){.methods = STATUS_METHODS, .kind = STATUS, .core = c};
    c->refs = PROVIDES == STORES ? 2 : 1;
    if (FAULT == LOGON_REF) c->logon.refs++, c->refs++;
    c->stamp = now() | 1;
    c->provider = p;
    c->support = support;
    c->memory = p->memory;
    return c;
}

/* What MAPI is told of a new logon. */
static hr introduce(const core *c, object *support) {
    ul methods = STATUS_VALIDATE_STATE | (FAULT == BAD_METHODS ? 0x8 : 0);
    if (FAULT == LESS_METHODS || FAULT == NO_VALIDATE) methods = 0;
    prop columns[4] = {{.tag = PR_PROVIDER_DISPLAY, .value.text = "Foreign provider"},
                       {.tag = PR_STATUS_CODE, .value.l = 1},
                       {.tag = PR_RESOURCE_METHODS, .value.l = (int32_t)methods},
                       {.tag = PR_DISPLAY_NAME, .value.text = "Foreign"}};
    uint8_t entry[sizeof ENTRY[STORE]];
    entry_of(c, STORE, entry);
    if (FAULT == OTHER_UID) entry[4] ^= 0xFF;
    hr done = FAULT == NO_UID || PROVIDES == POSTS ? S_OK : SET_UID(support, entry + 4);
    if (FAULT == UID_IGNORED) done = S_OK;
    if (FAULT == LOCKED_LOGON) lock();
    if (!done && FAULT != NO_ROW) done = ADD_ROW(support, FAULT == BAD_ROW ? 3 : 4, columns);
    if (FAULT == LOCKED_LOGON) unlock();
    return done;
}

/* A new logon, or why there is none; MAPI is told of it. */
static hr begin(provider *p, object *support, core **out) {
    if (FAULT == SAME_LOGON && p->first) {
        part_add_ref(&p->first->logon);
        *out = p->first;
        return S_OK;
    }
    core *c = make_core(p, support);
    if (!c) return E_NOT_ENOUGH_MEMORY;
    if (FAULT != NO_ADDREF) ADDREF(support);
    if (!p->support) p->support = support;
    misuse(p, support);
    hr done = introduce(c, FAULT == FIRST_SUPPORT ? p->support : support);
    if (FAULT == LOGON_OUTPUT || FAULT == LOGON_KEEPS) done = E_CALL_FAILED;
    if (done) {
        free(c);
        if (FAULT != LOST_SUPPORT && FAULT != LOGON_KEEPS) RELEASE(support);
        return done;
    }
    lock();
    if (FAULT != FREED) p->refs++;
    c->next = p->first, p->first = c;
    p->open = c;
    unlock();
    *out = c;
    return S_OK;
}

/* What can go wrong before. */
static void misbehave(void) {
    while (FAULT == HANGS) YIELD();
    if (FAULT == EXITS) exit(0);
}

/* IMSProvider, IABProvider, IXPProvider */
static hr provider_query(provider *p, const iid *id, void **out) {
    static const iid OWN = IID(0x30F + PROVIDES), FAST = IID(0x398);
    if (!id || !out) return E_INVALID_PARAMETER;
    if (FAULT == PROVIDER_OUTPUT) *out = p;
    else *out = 0;
    int is_own = !memcmp(id, &OWN, 16) && FAULT != PROVIDER_QUERY, is_fast = !memcmp(id, &FAST, 16);
    if (!is_own && !is_fast && memcmp(id, &UNKNOWN, 16)) return E_NO_INTERFACE;
    ADDREF(p);
    *out = is_fast ? p->fast : p;
    return S_OK;
}
static ul provider_add_ref(provider *p) {
    lock();
    ul now = ++p->refs;
    unlock();
    return now;
}
static hr provider_shutdown(provider *p, ul *flags) {
    if (FAULT == SHUT_NULL) *flags = 0;
    if (FAULT == SHUT_AGAIN && p->is_shut) return E_CALL_FAILED;
    p->is_shut = 1;
    if (FAULT != SHUT_LEAVES) end_all(p);
    if (FAULT == SHUT_FREES) provider_release(p);
    return S_OK;
}

/* IMAPIProviderShutdown, behind a pointer of its own */
typedef struct { slot *methods; provider *provider; } fast;
static hr fast_query_interface(fast *f, const iid *id, void **out) { return provider_query(f->provider, id, out); }
static ul fast_add_ref(fast *f) { return provider_add_ref(f->provider); }
static ul fast_release(fast *f) { return provider_release(f->provider); }
static hr fast_query(fast *f) {
    if (FAULT == FAST_QUERY) end_all(f->provider);
    return S_OK;
}
static hr fast_notify(fast *f) {
    if (FAULT == FAST_NOTIFY) end_all(f->provider);
    return S_OK;
}
static hr fast_do(fast *f) {
    (void)f;
    return S_OK;
}

/* Every slot has something behind it; the same the second time. Each kind's own stand in its file. */
static void fill_tables(void) {
    struct { slot *methods; size_t count; int has_properties; } all[] = {{STORE_METHODS, 27, 1}, {LOGON_METHODS, 15, 0},
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
    STATUS_METHODS[14] = (slot)validate_state;
    if (FAULT == NULL_SLOT) STATUS_METHODS[17] = 0;
    slot fast_methods[6] = {(slot)fast_query_interface, (slot)fast_add_ref, (slot)fast_release,
                            (slot)fast_query,           (slot)fast_notify,  (slot)fast_do};
    memcpy(FAST_METHODS, fast_methods, sizeof fast_methods);
    FOLDER_METHODS[14] = (slot)contents_table, FOLDER_METHODS[15] = (slot)empty_table, FOLDER_METHODS[16] = (slot)open_entry;
    MESSAGE_METHODS[7] = (slot)open_property;
    if (FAULT != SAME_TABLE) FOLDER_METHODS[7] = (slot)open_property; /* SetColumns of a table */
    if (PROVIDES == STORES) MESSAGE_METHODS[14] = MESSAGE_METHODS[18] = (slot)empty_table;
    TABLE_METHODS[7] = (slot)set_columns, TABLE_METHODS[8] = (slot)query_columns, TABLE_METHODS[9] = (slot)row_count;
    TABLE_METHODS[10] = (slot)seek_row, TABLE_METHODS[13] = (slot)find_row, TABLE_METHODS[19] = (slot)query_rows;
}

/* NO_JOIN's thread, which is in the library for good. */
static void *stay(void *unused) {
    for (;;) PAUSE(1);
    return unused;
}

static int was_initialised;
/* How long INIT_SLOW takes, in milliseconds: a little more than a call of the life cycle may where a scenario may take five
   seconds (ABRUPT-7). */
#define SLOW 3000

static hr init(object *malloc_object, allocate_fn a, more_fn m, free_fn f, ul mapi, ul *version, void **out) {
    static provider *same;
    void *lost;
    if (FAULT == CRASHES) *(volatile int *)0 = 1;
    if (FAULT == INIT_ABORTS) abort();
    if (out) *out = 0;
    if (!a || !m || !f || !version || !out) return E_INVALID_PARAMETER;
    *version = FAULT == NEW_VERSION ? 0x7FFFFFFF : VERSION;
    if (mapi < VERSION && FAULT != ANY_VERSION) {
        if (FAULT == INIT_OUTPUT) *out = &newest;
        if (FAULT == INIT_LEAKS) a(16, &lost);
        if (FAULT == INIT_SLOW) PAUSE(SLOW);
        return E_VERSION;
    }
    if (FAULT == GIVES_NULL) return S_OK;
    if (FAULT == GIVES_GARBAGE) {
        *out = (void *)(uintptr_t)0x1234567;
        return 0x12345;
    }
    newest = (memory){a, m, f};
    fill_tables();
    fill_own_tables();
    if (FAULT == STARTS_MAPI) start_mapi(malloc_object);
    if (FAULT == LOSES_MALLOC) RELEASE(malloc_object);
    if (FAULT == NO_JOIN) START_THREAD(stay);
    provider *p = FAULT == SAME_OBJECT && same ? same : calloc(1, sizeof *p);
    fast *quick = calloc(1, sizeof *quick);
    if (!p || !quick) return E_NOT_ENOUGH_MEMORY;
    same = p;
    *quick = (fast){FAST_METHODS, p};
    p->methods = PROVIDER_METHODS;
    p->memory = newest;
    p->fast = quick;
    if (malloc_object && (FAULT == KEEPS_MALLOC || FAULT == THREADS)) {
        p->malloc_object = malloc_object;
        ADDREF(malloc_object);
    }
    p->refs++;
    was_initialised = 1;
    *out = p;
    return S_OK;
}

#if !defined SERVICE_OF || SERVICE_OF == PROVIDES /* one in a DLL */
EXPORT hr ServiceEntry(void *instance, void *malloc_object, void *support, uintptr_t window, ul flags, ul context, ul count,
                       const void *given, void *admin, void **error) {
    (void)instance, (void)malloc_object, (void)window, (void)flags, (void)count, (void)given;
    if (error || FAULT == NO_CHECK) *error = 0;
    if (FAULT == CONFIG_CRASH && !was_initialised) abort();
    if (FAULT == KEPT_CONFIG) ADDREF(support);
    if (FAULT == KEPT_ADMIN) ADDREF(admin);
    if (FAULT == LATE_CONFIG) config = support;
    if (FAULT == CONFIG_DIALOG) SHOW_DIALOG(support);
    if (context >= 1 && context <= 5) return S_OK;
    if (FAULT == CONFIG_TEXT && error) *error = calloc(1, sizeof(mapi_error));
    return FAULT == ANY_CONTEXT ? S_OK : E_NO_SUPPORT;
}
#endif
#endif
