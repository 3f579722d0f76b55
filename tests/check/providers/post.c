/* A small transport provider in C, for addresses of type SMTP: it forgets what it sends, and one message waits in each logon.
   It is correct, unless FAULT names the mistake that it makes, one of those in faults.h. */
#define PROVIDES POSTS
#include "entry.h"

/* The arrays are the logon's, and stay as they are. */
static hr address_types(part *p, ul *flags, ul *count, char ***types, ul *uid_count, void ***uids) {
    core *c = p->core;
    if (!flags || !count || !types || !uid_count || !uids) return E_INVALID_PARAMETER;
    *flags = *count = *uid_count = 0, *types = 0, *uids = 0;
    if (!is_alive(p)) return E_INVALID_OBJECT;
    if (!c->types[0]) c->types[0] = calloc(1, 16);
    if (!c->types[0]) return E_NOT_ENOUGH_MEMORY;
    memcpy(c->types[0], "SMTP", 5);
    *count = FAULT == MANY_TYPES ? 1u << 30 : 1, *types = c->types;
    return S_OK;
}

static hr transport_notify(part *p, ul *flags, void **data) {
    (void)data;
    core *c = p->core;
    if (!is_alive(p)) return E_INVALID_OBJECT;
    if (FAULT == CHANGED_ARRAYS && c->types[0]) memcpy(c->types[0], "FAX\0", 5);
    if (FAULT == FREED_ARRAYS) free(c->types[0]);
    if (FAULT == NOTICE_CHANGED) *flags = 0;
    return validate_state(&c->status, 0, 0); /* its row says what is the case (XPLOGON-11) */
}

static hr idle(part *p, ul flags) {
    (void)flags;
    return is_alive(p) ? S_OK : E_INVALID_OBJECT;
}

static hr transport_logoff(part *p, ul flags) {
    (void)flags;
    if (FAULT == NOT_AGAIN && p->core->state == CLOSED) return E_CALL_FAILED;
    if (FAULT == VETO) return E_CALL_FAILED;
    end(p->core);
    if (FAULT == FREES_LOGON) part_release(p);
    return S_OK;
}

static hr submit_message(part *p, ul flags, object *message, uintptr_t *reference, uintptr_t *wait) {
    (void)flags;
    if (wait) *wait = 0;
    if (!message || !reference) return E_INVALID_PARAMETER;
    if (!is_alive(p)) return E_INVALID_OBJECT;
    if (FAULT == KEEPS_MESSAGE) ADDREF(message);
    *reference = 7;
    return S_OK;
}

static hr end_message(part *p, uintptr_t reference, ul *flags) {
    (void)reference;
    if (flags) *flags = 0;
    return is_alive(p) ? S_OK : E_INVALID_OBJECT;
}

static hr poll(part *p, ul *incoming) {
    if (!incoming) return E_INVALID_PARAMETER;
    *incoming = 0;
    if (!is_alive(p)) return E_INVALID_OBJECT;
    *incoming = !p->position;
    return S_OK;
}

static hr start_message(part *p, ul flags, object *message, uintptr_t *reference) {
    (void)flags, (void)reference;
    if (!message) return E_INVALID_PARAMETER;
    if (!is_alive(p)) return E_INVALID_OBJECT;
    p->position = 1;
    if (FAULT == KEEPS_MESSAGE) ADDREF(message);
    return SAVE(message, 0);
}

static hr flush_queues(part *p, uintptr_t window, ul length, const void *entry, ul flags) {
    (void)window, (void)length, (void)entry, (void)flags;
    return is_alive(p) ? S_OK : E_INVALID_OBJECT;
}

static hr transport_logon(provider *p, object *support, uintptr_t window, const char *profile, ul *flags, void **error,
                          part **logon) {
    core *c;
    (void)window, (void)profile;
    if (error || FAULT == NO_CHECK) *error = 0;
    if (logon) *logon = 0;
    if (!support || !flags || !logon) return E_INVALID_PARAMETER;
    misbehave();
    if (FAULT == LOGON_NULL) return S_OK;
    hr done = begin(p, support, &c);
    if (done && FAULT == LOGON_OUTPUT) *logon = (part *)p;
    if (done) return done;
    *flags = LOGON_SP_POLL | LOGON_SP_IDLE | (FAULT == FLAGS_IN ? *flags & 0xFF : 0);
    *logon = &c->logon;
    return S_OK;
}

static void fill_own_tables(void) {
    slot methods[12] = {(slot)address_types, (slot)unsupported,   (slot)transport_notify, (slot)idle,
                        (slot)transport_logoff, (slot)submit_message, (slot)end_message,  (slot)poll,
                        (slot)start_message, (slot)open_status,   (slot)validate_state,   (slot)flush_queues};
    memcpy(LOGON_METHODS + 3, methods, sizeof methods);
    slot own[5] = {(slot)provider_query, (slot)provider_add_ref, (slot)provider_release, (slot)provider_shutdown,
                   (slot)transport_logon};
    memcpy(PROVIDER_METHODS, own, sizeof own);
}

EXPORT hr XPProviderInit(void *instance, void *malloc_object, allocate_fn a, more_fn m, free_fn f, ul flags, ul mapi,
                         ul *version, void **out) {
    (void)instance, (void)flags;
    return init(malloc_object, a, m, f, mapi, version, out);
}
