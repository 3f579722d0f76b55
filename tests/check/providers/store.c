/* A small message store provider in C: one folder with one message in it. It is correct, unless FAULT names the mistake that
   it makes, one of those in logon.h; where each is made, it stands beside what is right. */
#define PROVIDES STORES
#include "entry.h"

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

static hr log_on(provider *p, object *support, ul length, const void *entry, const iid *wanted, part **logon, part **store) {
    if (logon) *logon = 0;
    if (store) *store = 0;
    if (!support || !logon || !store) return E_INVALID_PARAMETER;
    misbehave();
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
    core *c;
    hr done = begin(p, support, &c);
    if (done) return done;
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

static hr compare_stores(provider *p, ul length, const void *one, ul other_length, const void *other, ul flags, ul *same) {
    (void)p, (void)flags;
    if (!same) return E_INVALID_PARAMETER;
    *same = one && other && length == other_length && !memcmp(one, other, length);
    return S_OK;
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
    (void)instance, (void)malloc_object, (void)flags;
    return init(a, m, f, mapi, version, out);
}
