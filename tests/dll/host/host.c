/* A host of provider DLLs that was not written in Rust: MAPI's part as far as the scenarios need it, for any kind of
 * provider the library exports.
 *
 *     host LIBRARY SCENARIO [CYCLES]
 *
 * Prints `ok` and exits 0, or says what is wrong and exits 1. What MAPI's interfaces are is in mapi.h. */
#define _GNU_SOURCE
#include "mapi.h"
#include <dlfcn.h>
#include <malloc.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(what)                                                                                                    \
    do {                                                                                                               \
        if (!(what)) {                                                                                                 \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #what);                                         \
            exit(1);                                                                                                   \
        }                                                                                                              \
    } while (0)

/* ---- MAPI's memory: a root carries the list of what hangs on it ---- */
struct block { struct block *next; };
static _Atomic long blocks;

static hr allocate(ul size, void **out) {
    struct block *block = malloc(sizeof *block + size);
    if (!block) return E_NOT_ENOUGH_MEMORY;
    block->next = 0;
    *out = block + 1;
    blocks++;
    return S_OK;
}
static hr allocate_more(ul size, void *root, void **out) {
    struct block *head = (struct block *)root - 1, *block = malloc(sizeof *block + size);
    if (!block) return E_NOT_ENOUGH_MEMORY;
    block->next = head->next;
    head->next = block;
    *out = block + 1;
    return S_OK;
}
static ul free_buffer(void *root) {
    if (!root) return 0;
    blocks--;
    for (struct block *block = (struct block *)root - 1, *next; block; block = next) {
        next = block->next;
        free(block);
    }
    return 0;
}
static void free_rows(rows *set) {
    for (ul i = 0; i < set->count; i++) free_buffer(set->rows[i].props);
    free_buffer(set);
}

/* ---- the support object ---- */
typedef struct {
    slot *methods;
    _Atomic ul count;
    object *logon; /* the host's, until it is released */
    int logging_off, told, uids, row;
    ul flags;
    pthread_mutex_t lock;
} support;

static hr no_support(void *this) { (void)this; return E_NO_SUPPORT; }
static hr support_query(support *this, const iid *id, void **out) {
    static const iid unknown = {{0, 0, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46}}, own = IID(0x030F);
    *out = 0;
    if (memcmp(id, &unknown, sizeof *id) && memcmp(id, &own, sizeof *id)) return E_NO_INTERFACE;
    this->count++;
    *out = this;
    return S_OK;
}
static ul support_add_ref(support *this) { return ++this->count; }
static ul support_release(support *this) {
    ul left = --this->count;
    if (left) return left;
    this->uids = this->row = 0; /* SUPREL-2 */
    pthread_mutex_lock(&this->lock);
    object *logon = this->logging_off ? 0 : this->logon; /* SUPREL-3, with its guard */
    if (logon) this->logging_off = 1, this->logon = 0;
    pthread_mutex_unlock(&this->lock);
    if (logon) {
        ul flags = 0; /* a store's: nobody else's ends by itself */
        CHECK(LOGOFF(logon, &flags) == S_OK);
        CHECK(RELEASE(logon) == 0);
    }
    return 0;
}
static hr modify_status_row(support *this, ul count, const prop *values, ul flags) {
    (void)count, (void)values, (void)flags;
    this->row = 1;
    return S_OK;
}
static hr open_section(support *this, const void *uid, ul flags, void **out) {
    (void)this, (void)uid, (void)flags;
    *out = 0;
    return E_NOT_FOUND;
}
static hr new_uid(support *this, uint8_t *uid) {
    static _Atomic unsigned next = 1;
    unsigned number = next++;
    (void)this;
    memset(uid, 0, 16);
    memcpy(uid, &number, sizeof number);
    return S_OK;
}
static hr set_provider_uid(support *this, const void *uid, ul flags) {
    (void)uid, (void)flags;
    this->uids++;
    return S_OK;
}
static hr store_logoff_transports(support *this, ul *flags) {
    this->told++;
    this->flags = *flags;
    *flags = LOGOFF_COMPLETE;
    return S_OK;
}
static hr wrap_store_entry_id(support *this, ul count, const void *entry, ul *wrapped_count, void **wrapped) {
    (void)this;
    hr code = allocate(count + 4, wrapped);
    if (code) return code;
    memcpy(*wrapped, "wrap", 4);
    memcpy((char *)*wrapped + 4, entry, count);
    *wrapped_count = count + 4;
    return S_OK;
}
static hr get_mem_alloc_routines(support *this, allocate_fn *a, more_fn *m, free_fn *f) {
    (void)this;
    *a = allocate, *m = allocate_more, *f = free_buffer;
    return S_OK;
}
static support *new_support(void) {
    static slot methods[44];
    for (int i = 0; i < 44; i++) methods[i] = (slot)no_support;
    methods[0] = (slot)support_query, methods[1] = (slot)support_add_ref, methods[2] = (slot)support_release;
    methods[4] = (slot)get_mem_alloc_routines, methods[8] = (slot)modify_status_row, methods[9] = (slot)open_section, methods[11] = (slot)new_uid;
    methods[16] = (slot)set_provider_uid, methods[38] = (slot)store_logoff_transports;
    methods[40] = (slot)wrap_store_entry_id;
    support *this = calloc(1, sizeof *this);
    this->methods = methods;
    this->count = 1;
    pthread_mutex_init(&this->lock, 0);
    return this;
}

/* ---- one session with one provider ---- */
typedef enum { STORE, BOOK, TRANSPORT } kind;
static const char *const INITS[] = {"MSProviderInit", "ABProviderInit", "XPProviderInit"};

typedef struct {
    kind kind;
    object *provider, *logon;
    object *top; /* what a client has first: the store, the root container, the status object */
    object *root, *note; /* of a store its folder and a message, of an address book a mail user */
    support *support;
} session;

static kind kind_of(void *library) {
    kind kind = STORE;
    while (kind < TRANSPORT && !dlsym(library, INITS[kind])) kind++;
    return kind;
}

static session log_on(void *library) {
    session s = {.kind = kind_of(library)};
    init_fn init = (init_fn)dlsym(library, INITS[s.kind]);
    CHECK(init && dlsym(library, "ServiceEntry"));
    ul version = 0;
    CHECK(init(0, 0, allocate, allocate_more, free_buffer, 0, 0x10010, &version, (void **)&s.provider) == S_OK);
    CHECK(s.provider && version == 0x10010);
    s.support = new_support();
    void *logon = 0, *error = 0, *security = s.kind == TRANSPORT ? 0 : (void *)1;
    ul security_count = s.kind == TRANSPORT ? 0 : 1, flags = LOGON_NO_INBOUND | LOGON_NO_OUTBOUND; /* XPLOGON-2 */
    hr code = s.kind == STORE ? CALL(s.provider, 4, logon_fn)(s.provider, s.support, 0, "profile", 0, 0, MAPI_BEST_ACCESS, 0,
                                                              &security_count, &security, &error, &logon, (void **)&s.top)
              : s.kind == BOOK
                  ? CALL(s.provider, 4, book_logon_fn)(s.provider, s.support, 0, "profile", 0, &security_count, &security,
                                                       &error, &logon)
                  : CALL(s.provider, 4, transport_logon_fn)(s.provider, s.support, 0, "profile", &flags, &error, &logon);
    CHECK(code == S_OK && logon && !error && !security && !security_count);
    CHECK((s.top != 0) == (s.kind == STORE));
    CHECK(s.kind != TRANSPORT || flags == (LOGON_SP_POLL | MAPI_UNICODE)); /* XPLOGON-1 */
    s.logon = s.support->logon = logon;
    CHECK(support_release(s.support) == 1 && s.support->row == 1); /* LOGON-2, LOGON-3 */
    CHECK((s.support->uids > 0) == (s.kind != TRANSPORT)); /* UID-4: the declared one, and maybe one of its own */
    return s;
}

/* The first row of a container's contents, if it has one. */
static rows *first_row(object *container) {
    object *table = 0;
    rows *found = 0;
    CHECK(CONTENTS(container, &table) == S_OK && QUERY_ROWS(table, 1, &found) == S_OK);
    CHECK(RELEASE(table) == 0);
    CHECK(!found->count || found->rows[0].props[0].tag == PR_ENTRYID);
    return found;
}
/* Opens the root folder and, if it has one, its first note: reads, changes and saves it. */
static void work_with_store(session *s) {
    ul type = 0;
    CHECK(STORE_OPEN(s->top, 0, 0, MAPI_BEST_ACCESS, &type, &s->root) == S_OK && type == 3);
    rows *found = first_row(s->root);
    if (found->count == 1) {
        prop id = found->rows[0].props[0], *values = 0;
        CHECK(STORE_OPEN(s->top, id.value.bin.cb, id.value.bin.lpb, MAPI_BEST_ACCESS, &type, &s->note) == S_OK && type == 5);
        prop change = {.tag = PR_BODY_A, .value.text = "changed by a host in C"};
        CHECK(SET_PROPS(s->note, 1, &change) == S_OK && SAVE(s->note, 2) == S_OK);
        ul count = 0, asked[] = {2, PR_SUBJECT_A, PR_BODY_A};
        CHECK(GET_PROPS(s->note, asked, &count, &values) == S_OK && count == 2);
        CHECK(values[0].tag == PR_SUBJECT_A && *values[0].value.text);
        CHECK(!strcmp(values[1].value.text, "changed by a host in C"));
        free_buffer(values);
    }
    free_rows(found);
}
/* Opens the root and its first person, by the identifier that the table shows. */
static void work_with_book(session *s) {
    ul type = 0, count = 0, asked[] = {2, PR_DISPLAY_NAME_A, PR_EMAIL_ADDRESS_A};
    prop *values = 0;
    CHECK(BOOK_OPEN(s->logon, 0, 0, &type, &s->top) == S_OK && type == 4);
    rows *found = first_row(s->top);
    CHECK(found->count == 1);
    prop id = found->rows[0].props[0];
    CHECK(BOOK_OPEN(s->logon, id.value.bin.cb, id.value.bin.lpb, &type, &s->note) == S_OK && type == 6);
    CHECK(GET_PROPS(s->note, asked, &count, &values) == S_OK && count == 2);
    CHECK(values[0].tag == PR_DISPLAY_NAME_A && *values[0].value.text && strchr(values[1].value.text, '@'));
    free_buffer(values);
    free_rows(found);
}
/* Asks for its address types first (XPLOGON-5), twice; enables its traffic, and polls: a message waits. */
static void work_with_transport(session *s) {
    ul flags = 0, count = 0, uids = 0, incoming = 0, type = 0, notice = NOTIFY_BEGIN_INBOUND | NOTIFY_BEGIN_OUTBOUND;
    char **types = 0, **again = 0;
    void *uid_array = 0, *data = 0;
    CHECK(ADDRESS_TYPES(s->logon, &flags, &count, &types, &uids, &uid_array) == S_OK);
    CHECK(count == 1 && !uids && !(flags & MAPI_UNICODE) && !strcmp(types[0], "SMTP"));
    CHECK(ADDRESS_TYPES(s->logon, &flags, &count, &again, &uids, &uid_array) == S_OK && again == types); /* XPLOGON-7 */
    CHECK(TRANSPORT_NOTIFY(s->logon, &notice, &data) == S_OK && notice == (NOTIFY_BEGIN_INBOUND | NOTIFY_BEGIN_OUTBOUND));
    CHECK(POLL(s->logon, &incoming) == S_OK && incoming == 1);
    CHECK(OPEN_STATUS(s->logon, 12, &type, &s->top) == S_OK && type == 10);
}
static void work(session *s) {
    static void (*const works[])(session *) = {work_with_store, work_with_book, work_with_transport};
    works[s->kind](s);
}
static void release_opened(session *s) {
    if (s->note) CHECK(RELEASE(s->note) == 0);
    if (s->root) CHECK(RELEASE(s->root) == 0);
}
static void end_provider(session *s) {
    ul flags = 0;
    CHECK(SHUTDOWN(s->provider, &flags) == S_OK);
    CHECK(SHUTDOWN(s->provider, 0) == S_OK); /* SHUT-7 */
    CHECK(RELEASE(s->provider) == 0);
    CHECK(s->support->count == 0 && s->support->uids == 0 && s->support->row == 0);
    CHECK(s->support->told == (s->kind == STORE));
    free(s->support);
    CHECK(blocks == 0);
}
/* The session's side of an end: Logoff, then Release. */
static void log_off(session *s, int times) {
    ul flags = 0;
    s->support->logging_off = 1;
    while (times--) {
        hr code = s->kind == STORE ? LOGOFF(s->logon, &flags)
                                   : CALL(s->logon, s->kind == BOOK ? 4 : 7, hr (*)(void *, ul))(s->logon, 0);
        CHECK(code == S_OK);
    }
    CHECK(s->support->count == 0);
    CHECK(RELEASE(s->logon) == 0);
}
/* A store's last Release is its end; the others' logons end by the session. */
static void close_top(session *s) {
    if (s->top) CHECK(RELEASE(s->top) == 0);
    if (s->kind != STORE) log_off(s, 1);
}

static void orderly(void *library) {
    session s = log_on(library);
    work(&s);
    release_opened(&s);
    ul flags = LOGOFF_ORDERLY;
    if (s.kind == STORE) CHECK(STORE_LOGOFF(s.top, &flags) == S_OK && s.support->told == 0); /* T-51 */
    close_top(&s);
    if (s.kind == STORE) CHECK(s.support->flags == LOGOFF_ORDERLY && s.support->logging_off);
    end_provider(&s);
}
static void abrupt(void *library) {
    session s = log_on(library);
    work(&s);
    release_opened(&s);
    CHECK(RELEASE(s.top) == 0);
    if (s.kind == STORE) {
        CHECK(s.support->flags == LOGOFF_ABORT); /* T-53 */
    } else {
        s.support->logging_off = 1;
        CHECK(RELEASE(s.logon) == 0); /* LOGOFF-7 */
    }
    end_provider(&s);
}
static void held(void *library) {
    session s = log_on(library);
    work(&s);
    log_off(&s, 1);
    end_provider(&s);
    release_opened(&s); /* invalidated, after the provider's end */
    CHECK(RELEASE(s.top) == 0);
}
static void invalidated(void *library) {
    session s = log_on(library);
    work(&s);
    object *status = 0;
    ul type = 0, count = 0, asked[] = {1, PR_DISPLAY_NAME_A};
    prop *values = 0;
    if (s.kind != TRANSPORT) CHECK(OPEN_STATUS(s.logon, 9, &type, &status) == S_OK && type == 10);
    log_off(&s, 1);
    object *objects[] = {s.top, s.root, status, s.note};
    for (int i = 0; i < 4; i++) {
        static const iid prop_iid = IID(0x0303), unknown = {{0, 0, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
        void *out = 0;
        if (!objects[i]) continue;
        CHECK(GET_PROPS(objects[i], asked, &count, &values) == E_INVALID_OBJECT && !values && !count);
        CHECK(SAVE(objects[i], 0) == E_INVALID_OBJECT);
        CHECK(QUERY(objects[i], &prop_iid, &out) == E_INVALID_OBJECT && !out);
        CHECK(QUERY(objects[i], &unknown, &out) == S_OK && out == objects[i]); /* INVAL-1 */
        CHECK(ADDREF(out) == 3 && RELEASE(out) == 2 && RELEASE(out) == 1);
    }
    object *late = (object *)1;
    if (s.kind == STORE) CHECK(STORE_OPEN(s.top, 0, 0, 0, &type, &late) == E_INVALID_OBJECT && !late);
    if (s.kind == BOOK) CHECK(CONTENTS(s.top, &late) == E_INVALID_OBJECT && !late);
    end_provider(&s);
    if (status) CHECK(RELEASE(status) == 0);
    release_opened(&s);
    CHECK(RELEASE(s.top) == 0);
}
static void twice(void *library) {
    session s = log_on(library);
    work(&s);
    log_off(&s, 2); /* LOGOFF-6 */
    release_opened(&s);
    CHECK(RELEASE(s.top) == 0);
    end_provider(&s);
}

/* What real clients do: in C++, where that is linked (scripts.cpp). */
__attribute__((weak)) int run_scripts(int is_store, void *object, free_fn give_back);
static void scripts(void *library) {
    session s = log_on(library);
    CHECK(run_scripts && s.kind != TRANSPORT);
    CHECK(run_scripts(s.kind == STORE, s.kind == STORE ? s.top : s.logon, free_buffer));
    close_top(&s);
    end_provider(&s);
}

/* ---- loading and unloading ---- */
static int is_mapped(const char *path) {
    char line[4096], real[4096];
    CHECK(realpath(path, real));
    FILE *maps = fopen("/proc/self/maps", "r");
    CHECK(maps);
    int found = 0;
    while (fgets(line, sizeof line, maps)) found |= strstr(line, real) && strstr(line, " r-xp ") ? 1 : 0;
    fclose(maps);
    return found;
}
static void *on_thread(void *library) {
    orderly(library);
    return 0;
}
/* SVC-4, SVC-7, SVC-10: the service's entry, with no provider object and while a provider is logged on. */
static ul one_reference(void *this) { (void)this; return 1; }
static hr no_section(void *this, const void *uid, const iid *id, ul flags, void **out) {
    (void)this, (void)uid, (void)id, (void)flags;
    *out = 0;
    return E_NOT_FOUND;
}
static void service_is_asked(void *library) {
    service_fn entry = (service_fn)dlsym(library, "ServiceEntry");
    support *lent = new_support();
    slot nobody = (slot)no_support, counts = (slot)one_reference; /* nobody has written into the section yet */
    slot methods[] = {nobody, counts, counts, nobody, nobody, nobody, nobody, (slot)no_section};
    object admin = {methods};
    long before = blocks;
    for (ul context = 0; context < 9; context++) {
        void *error = lent;
        hr code = entry(0, 0, lent, 0, 0, context, 0, 0, &admin, &error);
        CHECK(code == (context >= 1 && context <= 5 ? S_OK : E_NO_SUPPORT) && !error);
    }
    CHECK(lent->count == 1 && blocks == before);
    CHECK(entry(0, 0, 0, 0, 0, 2, 0, 0, 0, 0) == E_INVALID_PARAMETER);
    pthread_mutex_destroy(&lent->lock);
    free(lent);
}
static void service(void *library) {
    service_is_asked(library);
    session s = log_on(library);
    service_is_asked(library);
    close_top(&s);
    end_provider(&s);
}
static void cycle(const char *path, void *(*client)(void *)) {
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!library) fprintf(stderr, "%s\n", dlerror());
    CHECK(library);
    CHECK(is_mapped(path));
    pthread_t thread;
    if (client) {
        CHECK(!pthread_create(&thread, 0, client, library));
        CHECK(!pthread_join(thread, 0));
    } else {
        orderly(library);
    }
    CHECK(!dlclose(library));
}
static void cycles(const char *path, int count) {
    int warm = count / 10;
    size_t before = 0;
    for (int i = 0; i < count; i++) {
        cycle(path, on_thread);
        CHECK(!is_mapped(path));
        if (i + 1 == warm) before = mallinfo2().uordblks;
    }
    long growth = (long)mallinfo2().uordblks - (long)before;
    printf("%ld bytes over %d cycles\n", growth, count - warm);
    CHECK(growth < 64L * (count - warm));
}

/* INVAL-4: a client still holds objects when the host frees the library. */
static session over;
static void *held_on_thread(void *library) {
    over = log_on(library);
    work(&over);
    log_off(&over, 1);
    end_provider(&over);
    return 0;
}
static void over_unload(const char *path) {
    cycle(path, held_on_thread);
    CHECK(is_mapped(path)); /* the library has pinned itself */
    ul count = 0, asked[] = {1, PR_DISPLAY_NAME_A};
    prop *values = 0;
    CHECK(GET_PROPS(over.top, asked, &count, &values) == E_INVALID_OBJECT && !values);
    if (over.root) CHECK(GET_PROPS(over.root, asked, &count, &values) == E_INVALID_OBJECT && !values);
    release_opened(&over);
    CHECK(RELEASE(over.top) == 0 && is_mapped(path));
}
/* Another provider object with everything open is no reason to stay, once it has ended too. */
static void *another_on_thread(void *library) {
    session one = log_on(library), other = log_on(library);
    work(&one);
    release_opened(&one);
    close_top(&one);
    ul flags = 0;
    CHECK(SHUTDOWN(one.provider, &flags) == S_OK && RELEASE(one.provider) == 0);
    free(one.support);
    work(&other);
    release_opened(&other);
    close_top(&other);
    end_provider(&other);
    return 0;
}
static void another(const char *path) {
    cycle(path, another_on_thread);
    CHECK(!is_mapped(path));
}

int main(int argc, char **argv) {
    CHECK(argc >= 3);
    mallopt(M_ARENA_MAX, 1); /* so that uordblks counts every thread's blocks */
    const char *path = argv[1], *scenario = argv[2];
    struct { const char *name; void (*run)(void *); } all[] = {
        {"orderly", orderly}, {"abrupt", abrupt}, {"held", held}, {"invalidated", invalidated}, {"twice", twice},
        {"service", service}, {"scripts", scripts},
    };
    if (!strcmp(scenario, "cycles")) {
        cycles(path, argc > 3 ? atoi(argv[3]) : 1000);
    } else if (!strcmp(scenario, "over-unload")) {
        over_unload(path);
    } else if (!strcmp(scenario, "another")) {
        another(path);
    } else if (!strcmp(scenario, "living-thread")) {
        cycle(path, 0);
        printf(is_mapped(path) ? "stays\n" : "goes\n");
    } else {
        void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
        CHECK(library);
        int found = 0;
        for (size_t i = 0; i < sizeof all / sizeof *all; i++)
            if (!strcmp(scenario, all[i].name)) all[i].run(library), found = 1;
        CHECK(found);
    }
    puts("ok");
    return 0;
}
