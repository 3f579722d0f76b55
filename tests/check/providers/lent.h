/* The mistakes that the providers in C make with what MAPI lends them while they log on: the support object, a profile
   section, IMalloc. The others stand beside what is right. */
#ifndef LENT_H
#define LENT_H
#include "logon.h"

static object *config; /* of LATE_CONFIG */

/* With the profile section. */
static void use_section(object *support) {
    prop flags = {.tag = PR_RESOURCE_FLAGS, .value.l = 0};
    object *section = 0;
    if (OPEN_SECTION(support, MAPI_MODIFY, &section) || !section) return;
    if (FAULT == WRITES_FLAGS) SET_PROPS(section, 1, &flags);
    if (FAULT != SECTION_LEFT) RELEASE(section);
    if (FAULT == SECTION_TWICE) RELEASE(section);
    if (FAULT == SECTION_LATE) SET_PROPS(section, 1, &flags);
}

/* IProviderLog, by which a thread begins MAPI for itself. */
static void start_mapi(object *malloc_object) {
    static const iid LOG = PROVIDER_LOG;
    object *log = 0;
    if (!malloc_object || QUERY(malloc_object, &LOG, &log) || !log) return;
    CALL(log, 4, hr (*)(void *, void *))(log, 0);
    RELEASE(log);
}

/* With everything else. */
static void misuse(provider *p, object *support) {
    uint8_t uid[16];
    if (FAULT == WRITES_FLAGS || FAULT == SECTION_LEFT || FAULT == SECTION_TWICE || FAULT == SECTION_LATE) use_section(support);
    if (FAULT == SPOOLER) SPOOLER_NOTIFY(support, 0x2);
    if (FAULT == DIALOG) SHOW_DIALOG(support);
    if (FAULT == MAKES_INVALID) MAKE_INVALID(support, calloc(1, 64), 1, 8);
    if (FAULT == THREADS) start_mapi(p->malloc_object);
    if (FAULT == LATE_CONFIG && config) NEW_UID(config, uid);
}
#endif
