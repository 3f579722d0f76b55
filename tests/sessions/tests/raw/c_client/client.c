/* A client of a session, in C: it has nothing but the IMAPISession pointer and MAPI's free function. It opens the first store
 * of the stores table, reads it, opens an entry, compares, and logs off. Built and called by the test beside it; what it
 * returns is the line of the first check that failed, 0 if none did. */
#include "mapi.h"
#include <string.h>

#define E_END_OF_SESSION ((hr)0x80040200)
#define E_UNKNOWN_ENTRYID ((hr)0x80040201)
#define PR_STORE_ENTRYID 0x0FFB0102
#define MAPI_STORE 1
#define MAPI_FOLDER 3

/* IMAPISession */
#define LAST_ERROR(o, c, out) CALL(o, 3, hr (*)(void *, hr, ul, void **))(o, c, 0, (void **)(out))
#define STORES_TABLE(o, out) CALL(o, 4, hr (*)(void *, ul, void **))(o, 0, (void **)(out))
#define OPEN_STORE(o, n, e, f, out) \
    CALL(o, 5, hr (*)(void *, uintptr_t, ul, const void *, const iid *, ul, void **))(o, 0, n, e, 0, f, (void **)(out))
#define ADDRESS_BOOK(o, out) CALL(o, 6, hr (*)(void *, uintptr_t, const iid *, ul, void **))(o, 0, 0, 0, (void **)(out))
#define STATUS_TABLE(o, out) CALL(o, 8, hr (*)(void *, ul, void **))(o, 0, (void **)(out))
#define SESSION_OPEN(o, n, e, t, out) \
    CALL(o, 9, hr (*)(void *, ul, const void *, const iid *, ul, ul *, void **))(o, n, e, 0, 0, t, (void **)(out))
#define COMPARE(o, n, e, m, f, out) \
    CALL(o, 10, hr (*)(void *, ul, const void *, ul, const void *, ul, ul *))(o, n, e, m, f, 0, out)
#define SESSION_LOGOFF(o, f) CALL(o, 17, hr (*)(void *, uintptr_t, ul, ul))(o, 0, f, 0)
/* IMAPITable */
#define SET_COLUMNS(o, t) CALL(o, 7, hr (*)(void *, const void *, ul))(o, t, 0)

#define CHECK(what) \
    if (!(what)) return __LINE__

static int frees_rows(rows *all, free_fn free_block) {
    for (ul i = 0; i < all->count; i++) free_block(all->rows[i].props);
    free_block(all);
    return 0;
}

/* Reads through an open store. */
static int reads(object *session, object *store, free_fn free_block) {
    struct { ul count, tag[2]; } wanted = {2, {PR_DISPLAY_NAME_A, PR_ENTRYID}};
    prop *values = 0;
    ul count = 0, type = 0, same = 0;
    object *root = 0, *again = 0;
    CHECK(GET_PROPS(store, &wanted, &count, &values) == S_OK && count == 2);
    CHECK(strcmp(values[0].value.text, "Scripted") == 0);
    CHECK(SESSION_OPEN(session, values[1].value.bin.cb, values[1].value.bin.lpb, &type, &again) == S_OK);
    CHECK(type == MAPI_STORE && RELEASE(again) == 1);
    CHECK(COMPARE(session, values[1].value.bin.cb, values[1].value.bin.lpb, 24, values[1].value.bin.lpb, &same) == S_OK);
    CHECK(same == 0);
    free_block(values);
    CHECK(STORE_OPEN(store, 0, 0, 0, &type, &root) == S_OK && type == MAPI_FOLDER);
    CHECK(RELEASE(root) == 0);
    return 0;
}

/* The whole life of a client; it gives back the reference it was given. */
int client(object *session, free_fn free_block) {
    struct { ul count, tag[1]; } column = {1, {PR_ENTRYID}};
    uint8_t nobodys[24] = {0};
    object *table = 0, *store = 0, *other = (object *)1;
    rows *all = 0;
    ul type = 0;
    CHECK(STORES_TABLE(session, &table) == S_OK);
    CHECK(SET_COLUMNS(table, &column) == S_OK && QUERY_ROWS(table, 10, &all) == S_OK && all->count == 1);
    binary entry = all->rows[0].props[0].value.bin;
    CHECK(OPEN_STORE(session, entry.cb, entry.lpb, MDB_WRITE, &store) == S_OK);
    frees_rows(all, free_block);
    CHECK(RELEASE(table) == 0);
    int line = reads(session, store, free_block);
    CHECK(line == 0);
    CHECK(SESSION_OPEN(session, 24, nobodys, &type, &other) == E_UNKNOWN_ENTRYID && other == 0);
    void *text = 0;
    CHECK(LAST_ERROR(session, E_UNKNOWN_ENTRYID, &text) == S_OK && text != 0);
    free_block(text);
    CHECK(ADDRESS_BOOK(session, &other) == S_OK && other != 0);
    CHECK(RELEASE(other) == 0);
    other = 0;
    struct { ul count, tag[1]; } name = {1, {PR_DISPLAY_NAME_A}};
    prop *kept = 0;
    ul count = 0;
    CHECK(GET_PROPS(store, &name, &count, &kept) == S_OK);
    ul flags = LOGOFF_ORDERLY;
    CHECK(STORE_LOGOFF(store, &flags) == S_OK);
    CHECK(RELEASE(store) == 0);
    CHECK(STATUS_TABLE(session, &table) == S_OK);
    CHECK(SESSION_LOGOFF(session, 0x8) == (hr)0x80040106);
    CHECK(SESSION_LOGOFF(session, 0) == S_OK);
    CHECK(SESSION_LOGOFF(session, 0) == E_END_OF_SESSION);
    CHECK(OPEN_STORE(session, 0, 0, 0, &store) == E_END_OF_SESSION && store == 0);
    CHECK(QUERY_ROWS(table, 10, &all) == E_INVALID_OBJECT && all == 0);
    RELEASE(table);
    CHECK(strcmp(kept->value.text, "Scripted") == 0); /* T-79: a logoff frees no buffer */
    free_block(kept);
    RELEASE(session);
    return 0;
}

/* A client that goes without a Logoff. */
int leaves(object *session) {
    object *store = 0;
    CHECK(OPEN_STORE(session, 0, 0, MDB_WRITE, &store) == S_OK);
    RELEASE(session);
    ul count = 0;
    prop *values = 0;
    CHECK(GET_PROPS(store, 0, &count, &values) == E_INVALID_OBJECT && values == 0);
    CHECK(RELEASE(store) == 0);
    return 0;
}
