/* A small message store provider in C: one folder with one message in it. It is correct, unless FAULT names the mistake that
   it makes, one of those in faults.h; where each is made, it stands beside what is right. */
#define PROVIDES STORES
#include "entry.h"

/* The flags are kept until the last Release; only QUIET asks at once. */
static hr store_logoff(part *p, ul *flags) {
    core *c = p->core;
    if (!flags) return E_INVALID_PARAMETER;
    if (!is_alive(p)) return E_INVALID_OBJECT;
    const ul given = *flags;
    if (FAULT != ANY_FLAGS) {
        if (*flags & ~LOGOFF_INPUTS) return E_UNKNOWN_FLAGS;
        if (*flags & (*flags - 1)) return E_INVALID_PARAMETER;
    }
    if ((*flags == LOGOFF_QUIET && !c->told_transports) || FAULT == TWICE) {
        object *support = borrowed(c);
        if (!support) return E_INVALID_OBJECT;
        STORE_LOGOFF_TRANSPORTS(support, flags);
        give_back(c);
        c->told_transports = (*flags & LOGOFF_COMPLETE) != 0;
        if (FAULT == QUIET_CLOSES) *flags |= LOGOFF_COMPLETE;
        return S_OK;
    }
    if (*flags != LOGOFF_QUIET) c->flags = *flags & LOGOFF_INPUTS;
    *flags = LOGOFF_COMPLETE;
    if (FAULT == FLAGS_BACK) *flags = given;
    if (FAULT == CLOSES_EARLY) end(c);
    return S_OK;
}

static hr logon_logoff(part *p, ul *flags) {
    (void)flags;
    if (FAULT == NOT_AGAIN && p->core->state == CLOSED && p->position++) return E_CALL_FAILED;
    if (FAULT == NOT_AGAIN) p->position = 1;
    if (FAULT == VETO) return E_CALL_FAILED;
    end(p->core);
    if (FAULT == FREES_LOGON) part_release(p);
    return S_OK;
}

/* Whether it is the store's identifier; each logon may have its own (CHANGING). */
static int is_store(const provider *p, ul length, const void *entry) {
    return is_entry(p->open, STORE, length, entry);
}

static hr log_on(provider *p, object *support, ul length, const void *entry, const iid *wanted, part **logon, part **store) {
    if (logon) *logon = 0;
    if (store) *store = 0;
    if (!support || !logon || !store) return E_INVALID_PARAMETER;
    core *c;
    misbehave();
    if (FAULT == LOGON_NULL) return S_OK;
    if (wanted && !has(STORE, wanted) && FAULT != ANY_INTERFACE) return E_NO_INTERFACE;
    if (length && !is_store(p, length, entry)) return E_INVALID_ENTRYID;
    lock();
    core *open = FAULT == SECOND ? 0 : p->open;
    if (open) open->store.refs++, open->refs++;
    unlock();
    if (open) {
        *store = &open->store;
        if (FAULT == DUPLICATE_REF) ADDREF(support);
        if (FAULT == DUPLICATE_UID) SET_UID(support, UID);
        if (FAULT == SECOND_LOGON && !begin(p, support, &c)) {
            *logon = &c->logon;
            p->open = open;
        }
        return S_OK;
    }
    hr done = begin(p, support, &c);
    if (done && FAULT == LOGON_OUTPUT) *logon = *store = (part *)p;
    if (done) return done;
    *logon = &c->logon;
    *store = &c->store;
    if (FAULT == CHANGE_NOTICE) SPOOLER_NOTIFY(support, 0x4000);
    return S_OK;
}

static hr provider_logon(provider *p, object *support, uintptr_t window, const char *profile, ul length, const void *entry,
                         ul flags, const iid *wanted, ul *security_length, void **security, void **error, part **logon,
                         part **store) {
    (void)window, (void)profile, (void)flags;
    if (security_length) *security_length = 0;
    if (security) *security = 0;
    if (error || FAULT == NO_CHECK) *error = 0;
    hr done = log_on(p, support, length, entry, wanted, logon, store);
    if (FAULT == SECURITY && security) *security = calloc(1, 16), *security_length = 16;
    return done;
}

static hr provider_spooler_logon(provider *p, object *support, uintptr_t window, const char *profile, ul length,
                                 const void *entry, ul flags, const iid *wanted, ul security_length, const void *security,
                                 void **error, part **logon, part **store) {
    (void)window, (void)profile, (void)flags, (void)security_length, (void)security;
    if (error) *error = 0;
    return log_on(p, support, length, entry, wanted, logon, store);
}

static hr compare_stores(provider *p, ul length, const void *one, ul other_length, const void *other, ul flags, ul *same) {
    (void)flags;
    if (!same) return E_INVALID_PARAMETER;
    *same = (one && other && length == other_length && !memcmp(one, other, length)) || FAULT == COMPARE_ANY;
    return FAULT == COMPARE_LOGON && !p->first ? E_CALL_FAILED : S_OK;
}

static void fill_own_tables(void) {
    STORE_METHODS[14] = (slot)advise, STORE_METHODS[15] = (slot)unadvise, STORE_METHODS[16] = (slot)compare_entries;
    STORE_METHODS[17] = (slot)open_entry, STORE_METHODS[21] = (slot)store_logoff;
    LOGON_METHODS[4] = (slot)logon_logoff, LOGON_METHODS[5] = (slot)open_entry, LOGON_METHODS[6] = (slot)compare_entries;
    LOGON_METHODS[7] = (slot)advise, LOGON_METHODS[8] = (slot)unadvise, LOGON_METHODS[9] = (slot)open_status;
    slot own[7] = {(slot)provider_query,   (slot)provider_add_ref,      (slot)provider_release, (slot)provider_shutdown,
                   (slot)provider_logon, (slot)provider_spooler_logon, (slot)compare_stores};
    memcpy(PROVIDER_METHODS, own, sizeof own);
}

EXPORT hr MSProviderInit(void *instance, void *malloc_object, allocate_fn a, more_fn m, free_fn f, ul flags, ul mapi,
                         ul *version, void **out) {
    (void)instance, (void)flags;
    return init(malloc_object, a, m, f, mapi, version, out);
}
