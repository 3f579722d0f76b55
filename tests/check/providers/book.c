/* A small address book provider in C: one container with one mail user in it. It is correct, unless FAULT names the mistake
   that it makes, one of those in faults.h. */
#define PROVIDES BOOKS
#include "entry.h"

static hr logon_logoff(part *p, ul flags) {
    (void)flags;
    if (FAULT == NOT_AGAIN && p->core->state == CLOSED) return E_CALL_FAILED;
    if (FAULT == VETO) return E_CALL_FAILED;
    end(p->core);
    if (FAULT == FREES_LOGON) part_release(p);
    return S_OK;
}

static hr provider_logon(provider *p, object *support, uintptr_t window, const char *profile, ul flags, ul *security_length,
                         void **security, void **error, part **logon) {
    core *c;
    (void)window, (void)profile, (void)flags;
    if (security_length) *security_length = 0;
    if (security) *security = 0;
    if (error || FAULT == NO_CHECK) *error = 0;
    if (logon) *logon = 0;
    if (!support || !logon) return E_INVALID_PARAMETER;
    misbehave();
    if (FAULT == LOGON_NULL) return S_OK;
    hr done = begin(p, support, &c);
    if (!done) *logon = &c->logon;
    if (done && FAULT == LOGON_OUTPUT) *logon = (part *)p;
    if (FAULT == SECURITY && security) *security = calloc(1, 16), *security_length = 16;
    return done;
}

static void fill_own_tables(void) {
    LOGON_METHODS[4] = (slot)logon_logoff, LOGON_METHODS[5] = (slot)open_entry, LOGON_METHODS[6] = (slot)compare_entries;
    LOGON_METHODS[7] = (slot)advise, LOGON_METHODS[8] = (slot)unadvise, LOGON_METHODS[9] = (slot)open_status;
    slot own[5] = {(slot)provider_query, (slot)provider_add_ref, (slot)provider_release, (slot)provider_shutdown,
                   (slot)provider_logon};
    memcpy(PROVIDER_METHODS, own, sizeof own);
}

EXPORT hr ABProviderInit(void *instance, void *malloc_object, allocate_fn a, more_fn m, free_fn f, ul flags, ul mapi,
                         ul *version, void **out) {
    (void)instance, (void)flags;
    return init(malloc_object, a, m, f, mapi, version, out);
}
