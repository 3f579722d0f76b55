/* What the objects of the providers in C do: properties, identifiers, subscriptions, tables, the status object. A book's
   container is called a folder here, and its entry a message. A transport has nothing but its status object. */
#ifndef OBJECTS_H
#define OBJECTS_H
#include "logon.h"
#pragma GCC diagnostic ignored "-Wunused-function" /* a transport has few objects */

/* One value into a block: text in the width that is asked for; what there is not, is an error in its place. */
static hr value(const memory *m, enum kind kind, ul tag, ul flags, prop *to, void *block) {
    const char *text = 0;
    void *memory;
    ul type = tag & 0xFFFF, id = tag >> 16;
    memset(to, 0, sizeof *to);
    int is_mail = kind == MESSAGE && PROVIDES == STORES;
    if (id == PR_DISPLAY_NAME >> 16 && !is_mail) text = "Foreign";
    if (id == PR_SUBJECT >> 16 && is_mail) text = "Subject";
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
    if (done && FAULT != UNCHECKED) return done;
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
static const ul MESSAGE_TAGS[3] = {PR_ENTRYID, (PROVIDES == STORES ? PR_SUBJECT : PR_DISPLAY_NAME) & ~0xFFFFu,
                                   PR_OBJECT_TYPE};

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
    if (PROVIDES == STORES && p->kind != STORE) NOTIFY(support, key, &told, &flags);
    RELEASE(support);
    return S_OK;
}

static hr save_changes(part *p, ul flags) {
    (void)flags;
    return is_alive(p) ? S_OK : E_INVALID_OBJECT;
}

/* A folder, a message or a table; a book's container or entry. */
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
    if (!done && FAULT == OBJECT_REF) part_add_ref(*out);
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
    if (FAULT == NO_CONNECTION) return S_OK;
    core *c = p->core;
    object *support = borrowed(c);
    if (!support) return E_INVALID_OBJECT;
    key_of(entry, key);
    hr done = SUBSCRIBE(support, key, mask, sink, connection);
    if (!done && !*connection) done = E_CALL_FAILED; /* it says so, and there is none */
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
    if (is_known && done && FAULT != FORGETS) { /* it is there still, and the end cancels it */
        lock();
        c->connection[c->connections++] = connection;
        unlock();
    }
    RELEASE(support);
    return done;
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
static hr contents_table(part *p, ul flags, part **out) {
    if (FAULT == SAME_TABLE && out && is_alive(p)) {
        part_add_ref(p);
        *out = p;
        return S_OK;
    }
    return open_table(p, 1, flags, out);
}
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
#endif
