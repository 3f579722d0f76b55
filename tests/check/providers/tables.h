/* The tables of the providers in C: what is in a folder, or in an address book's container. */
#ifndef TABLES_H
#define TABLES_H
#include "objects.h"

static hr open_table(part *p, ul rows, ul flags, part **out) {
    if (!out) return E_INVALID_PARAMETER;
    *out = 0;
    if (!is_alive(p)) return E_INVALID_OBJECT;
    if (FAULT == TABLE_OUTPUT) *out = p;
    if (flags & ~MAPI_UNICODE) return E_UNKNOWN_FLAGS;
    if (FAULT == NO_TABLE) return S_OK;
    hr done = make(p->core, TABLE, TABLE_METHODS, out);
    if (done) return done;
    if (FAULT == TABLE_REF) part_add_ref(*out);
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
/* Also of a message: it has no recipients and no attachments. */
static hr empty_table(part *p, ul flags, part **out) { return open_table(p, 0, flags, out); }

/* The tables once more (PROP-33); there are no streams. */
static hr open_property(part *p, ul tag, const iid *wanted, ul options, ul flags, part **out) {
    static const iid table = IID(0x0301);
    (void)flags;
    if (!out) return E_INVALID_PARAMETER;
    *out = 0;
    if (!is_alive(p)) return E_INVALID_OBJECT;
    if (!wanted || !(tag & 0xFFFF)) return E_INVALID_PARAMETER;
    if (FAULT == NO_WAY && (tag & 0xFFFF) != PT_OBJECT) return E_NO_SUPPORT;
    if (FAULT == ONE_WAY) return E_NO_INTERFACE;
    int is_table = !memcmp(wanted, &table, sizeof table), is_mail = p->kind == MESSAGE && PROVIDES == STORES;
    if (is_table && p->kind == FOLDER && tag == PR_CONTAINER_CONTENTS) return open_table(p, 1, options, out);
    if (is_table && p->kind == FOLDER && tag == PR_CONTAINER_HIERARCHY) return open_table(p, 0, options, out);
    if (is_table && is_mail && (tag == PR_MESSAGE_RECIPIENTS || tag == PR_MESSAGE_ATTACHMENTS))
        return open_table(p, 0, options, out);
    return E_NO_INTERFACE;
}

/* The one row by its key, from any place that is not behind it (TBL-51). */
static hr find_row(part *p, const restriction *wanted, uintptr_t origin, ul flags) {
    if (!is_alive(p)) return E_INVALID_OBJECT;
    if (!wanted) return E_INVALID_PARAMETER;
    if (wanted->kind != RES_PROPERTY || wanted->property.tag != PR_INSTANCE_KEY) return E_NO_SUPPORT;
    const binary *key = &wanted->property.value->value.bin;
    ul from = origin == 0 ? 0 : origin == 1 ? p->position : p->rows;
    int is_there = flags & DIR_BACKWARD ? from > 0 : from < p->rows;
    if (FAULT == NO_FIND || !is_there || key->cb != sizeof KEY || memcmp(key->lpb, KEY, sizeof KEY)) return E_NOT_FOUND;
    p->position = 0;
    return S_OK;
}

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
    if (sought || FAULT == NO_CHECK) *sought = 0;
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
    if (FAULT == ROWS_OUTPUT) *out = (rows *)p;
    if (flags & ~TBL_NOADVANCE) return E_UNKNOWN_FLAGS;
    if (!count) return E_INVALID_PARAMETER;
    ul to = moved(p, p->position, count), number = to > p->position ? to - p->position : p->position - to;
    if (FAULT == END_FAILS && !number) return E_NOT_FOUND;
    const memory *m = memory_of(p->core);
    hr done = m->allocate((ul)(sizeof(rows) + number * sizeof(row)), (void **)out);
    if (done) {
        *out = 0;
        return done;
    }
    for (ul i = 0; i < number; i++) {
        prop *columns = 0;
        done = values(p->core, MESSAGE, p->columns, p->column, p->flags, &columns);
        if (done < 0) {
            while (i--) m->give_back((*out)->rows[i].props);
            if (FAULT != LEAKS_ROWS) m->give_back(*out);
            *out = 0;
            return done;
        }
        void *inside = columns;
        if (FAULT == ROWS_IN_ONE && !m->more(p->columns * (ul)sizeof *columns, *out, &inside))
            memcpy(inside, columns, p->columns * sizeof *columns);
        (*out)->rows[i] = (row){0, p->columns - (FAULT == SHORT_ROW && p->columns > 1), inside};
    }
    (*out)->count = number;
    if (!(flags & TBL_NOADVANCE)) p->position = to;
    return S_OK;
}
#endif
