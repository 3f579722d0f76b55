/* How the providers in C come to be: a logon, the provider object, what the entry point does, and ServiceEntry. Each kind's
   own signatures are in its file, and so is `fill_own_tables`. */
#ifndef ENTRY_H
#define ENTRY_H
#include "objects.h"

static void fill_own_tables(void);

static core *make_core(provider *p, object *support) {
    core *c = calloc(1, sizeof *c);
    if (!c) return 0;
    c->store = (part){.methods = STORE_METHODS, .kind = STORE, .refs = 1, .core = c};
    c->logon = (part){.methods = LOGON_METHODS, .kind = LOGON, .refs = 1, .core = c};
    c->status = (part){.methods = STATUS_METHODS, .kind = STATUS, .core = c};
    c->refs = PROVIDES == STORES ? 2 : 1;
    if (FAULT == LOGON_REF) c->logon.refs++, c->refs++;
    c->provider = p;
    c->support = support;
    c->memory = p->memory;
    return c;
}

/* What MAPI is told of a new logon. */
static hr introduce(object *support) {
    ul methods = STATUS_VALIDATE_STATE | (FAULT == BAD_METHODS ? 0x8 : 0);
    prop columns[4] = {{.tag = PR_PROVIDER_DISPLAY, .value.text = "Foreign provider"},
                       {.tag = PR_STATUS_CODE, .value.l = 1},
                       {.tag = PR_RESOURCE_METHODS, .value.l = (int32_t)methods},
                       {.tag = PR_DISPLAY_NAME, .value.text = "Foreign"}};
    hr done = FAULT == NO_UID || PROVIDES == POSTS ? S_OK : SET_UID(support, UID);
    if (!done && FAULT != NO_ROW) done = ADD_ROW(support, FAULT == BAD_ROW ? 3 : 4, columns);
    if (FAULT == SPOOLER) SPOOLER_NOTIFY(support, 0x2);
    return done;
}

/* A new logon, or why there is none; MAPI is told of it. */
static hr begin(provider *p, object *support, core **out) {
    core *c = make_core(p, support);
    if (!c) return E_NOT_ENOUGH_MEMORY;
    if (FAULT != NO_ADDREF) ADDREF(support);
    hr done = introduce(support);
    if (done) {
        free(c);
        if (FAULT != LOST_SUPPORT) RELEASE(support);
        return done;
    }
    lock();
    if (FAULT != FREED) p->refs++;
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
    static const iid OWN = IID(0x30F + PROVIDES), UNKNOWN = {{0, 0, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
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
    FOLDER_METHODS[14] = (slot)contents_table, FOLDER_METHODS[15] = (slot)hierarchy_table, FOLDER_METHODS[16] = (slot)open_entry;
    TABLE_METHODS[7] = (slot)set_columns, TABLE_METHODS[8] = (slot)query_columns, TABLE_METHODS[9] = (slot)row_count;
    TABLE_METHODS[10] = (slot)seek_row, TABLE_METHODS[19] = (slot)query_rows;
}

static hr init(allocate_fn a, more_fn m, free_fn f, ul mapi, ul *version, void **out) {
    static provider *same;
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
    fill_own_tables();
    provider *p = FAULT == SAME_OBJECT && same ? same : calloc(1, sizeof *p);
    if (!p) return E_NOT_ENOUGH_MEMORY;
    same = p;
    p->methods = PROVIDER_METHODS;
    p->memory = newest;
    p->refs++;
    *out = p;
    return S_OK;
}

#if !defined SERVICE_OF || SERVICE_OF == PROVIDES /* one in a DLL */
EXPORT hr ServiceEntry(void *instance, void *malloc_object, void *support, uintptr_t window, ul flags, ul context, ul count,
                       const void *given, void *admin, void **error) {
    (void)instance, (void)malloc_object, (void)window, (void)flags, (void)count, (void)given, (void)admin;
    if (error) *error = 0;
    if (FAULT == KEPT_CONFIG) ADDREF(support);
    return context >= 1 && context <= 5 ? S_OK : E_NO_SUPPORT;
}
#endif
#endif
