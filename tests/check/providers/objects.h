/* What the objects of the providers in C do: properties, identifiers, subscriptions, the status object. Tables are in
   tables.h. A book's container is called a folder here, and its entry a message. A transport has nothing but its status
   object. */
#ifndef OBJECTS_H
#define OBJECTS_H
#include "logon.h"
#pragma GCC diagnostic ignored "-Wunused-function" /* a transport has few objects */

/* An object's identifier as clients get it: a store's in MAPI's wrapper (OPEN-11). */
static hr identifier(core *c, enum kind kind, binary *to, void *block) {
    const memory *m = memory_of(c);
    uint8_t own[sizeof ENTRY[STORE]];
    void *wrapped = 0, *place;
    ul length = 0;
    entry_of(c, kind, own);
    object *support = kind == STORE && FAULT != UNWRAPPED ? borrowed(c) : 0;
    hr refused = support ? WRAP(support, ENTRY_LENGTH, own, &length, &wrapped) : E_NO_SUPPORT;
    if (support) give_back(c);
    if (refused || !wrapped) wrapped = 0, length = ENTRY_LENGTH;
    hr done = m->more(length, block, &place);
    if (!done) memcpy(place, wrapped ? wrapped : own, length);
    if (!done) *to = (binary){length, place};
    if (wrapped) c->memory.give_back(wrapped);
    return done;
}

static const uint8_t KEY[8] = "the row";

/* What rows have to answer beside identifiers and names (CONT-10, CONT-12): bytes, text, or a number. */
typedef struct {
    ul tag;
    const char *text;
    int32_t number;
} answer;
static const answer COLUMNS[] = {
    {PR_INSTANCE_KEY, 0, 0},     {PR_RECORD_KEY, 0, 0},          {PR_STORE_RECORD_KEY, 0, 0}, {PR_MAPPING_SIGNATURE, 0, 0},
    {PR_PARENT_ENTRYID, 0, 0},   {PR_STORE_ENTRYID, 0, 0},       {PR_DISPLAY_TO, "", 0},      {PR_DISPLAY_CC, "", 0},
    {PR_ADDRTYPE, "SMTP", 0},    {PR_MESSAGE_CLASS, "IPM", 0},   {PR_HASATTACH, 0, 0},        {PR_MESSAGE_FLAGS, 0, 1},
    {PR_MESSAGE_SIZE, 0, 100},   {PR_MSG_STATUS, 0, 0},          {PR_DISPLAY_TYPE, 0, 0},     {PR_LAST_MODIFICATION_TIME, 0, 1},
};

/* One value into a block: text in the width that is asked for; what there is not, is an error in its place. */
static hr value(core *c, enum kind kind, ul tag, ul flags, prop *to, void *block) {
    const memory *m = memory_of(c);
    const char *text = 0;
    void *memory;
    ul type = tag & 0xFFFF, id = tag >> 16;
    memset(to, 0, sizeof *to);
    int is_mail = kind == MESSAGE && PROVIDES == STORES;
    const answer *known = 0;
    for (size_t i = 0; kind == MESSAGE && i < sizeof COLUMNS / sizeof *COLUMNS; i++)
        if (COLUMNS[i].tag >> 16 == id) known = COLUMNS + i;
    if (FAULT == NO_FLAGS && (tag == PR_MESSAGE_FLAGS || tag == PR_DISPLAY_TYPE)) known = 0;
    if (known) text = known->text;
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
        hr done = identifier(c, kind, &to->value.bin, block);
        if (done) return done;
        to->tag = tag;
    } else if (known && known->tag == tag && type == PT_BINARY) {
        hr done = tag == PR_PARENT_ENTRYID  ? identifier(c, FOLDER, &to->value.bin, block)
                  : tag == PR_STORE_ENTRYID ? identifier(c, STORE, &to->value.bin, block)
                                            : m->more(sizeof KEY, block, &memory);
        if (done) return done;
        if (tag != PR_PARENT_ENTRYID && tag != PR_STORE_ENTRYID) to->value.bin = (binary){sizeof KEY, memcpy(memory, KEY, sizeof KEY)};
        to->tag = tag;
    } else if (known && known->tag == tag && !text) {
        to->tag = tag;
        to->value.l = known->number;
    } else if (tag == PR_OBJECT_TYPE) {
        to->tag = tag;
        to->value.l = (int32_t)OBJECT_TYPE[kind];
    } else {
        to->tag = id << 16 | PT_ERROR;
        to->value.l = E_NOT_FOUND;
    }
    return S_OK;
}

static hr values(core *c, enum kind kind, ul count, const ul *tag, ul flags, prop **out) {
    const memory *m = memory_of(c);
    prop *block;
    hr code = S_OK, done = m->allocate(count * (ul)sizeof *block, (void **)&block);
    if (done && FAULT != UNCHECKED) return done;
    for (ul i = 0; i < count; i++) {
        if ((done = value(c, kind, tag[i], flags, block + i, block))) {
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
    if (FAULT == PROPS_OUTPUT) *out = (prop *)p;
    if (flags & ~MAPI_UNICODE) return E_UNKNOWN_FLAGS;
    if (asked && (!asked->count || asked->count > 1000)) return E_INVALID_PARAMETER;
    ul first = p->kind == STATUS; /* it has no entry identifier */
    ul number = asked ? asked->count : 3 - first;
    const ul *tag = asked ? asked->tag : (p->kind == MESSAGE ? MESSAGE_TAGS : OWN_TAGS) + first;
    hr code = values(p->core, p->kind, number, tag, flags, out);
    if (FAULT == LIST_FAILS && asked && asked->count == 3) {
        if (code >= 0) memory_of(p->core)->give_back(*out);
        *out = 0;
        return E_NOT_FOUND;
    }
    if (code >= 0) *count = number;
    if (code >= 0 && FAULT == C_MEMORY) *out = memcpy(malloc(number * sizeof **out), *out, number * sizeof **out);
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
    if (FAULT == C_FREE && !m->allocate(16, &lost)) free(lost);
    if (FAULT == ABORTS) abort();
    ul first = p->kind == STATUS;
    hr done = tag_list(m, 3 - first, (p->kind == MESSAGE ? MESSAGE_TAGS : OWN_TAGS) + first, flags, out);
    if (!done && FAULT == SHORT_LIST) (*out)->count += 1000;
    return done;
}

/* A key of the entry's length. */
static void key_of(const core *c, enum kind kind, ul *key) {
    key[0] = ENTRY_LENGTH;
    entry_of(c, kind, (uint8_t *)(key + 1));
}

/* Nothing is kept of what is written; who listens is told: to the object, and to the widest one. */
static hr set_props(part *p, ul count, const prop *given, void **problems) {
    if (problems || FAULT == NO_CHECK) *problems = 0;
    if (!is_alive(p)) return E_INVALID_OBJECT;
    if (count && !given) return E_INVALID_PARAMETER;
    if (FAULT == FREES_INPUT && given) memory_of(p->core)->give_back((void *)given);
    core *c = p->core;
    object *support = p->kind == STATUS ? 0 : borrowed(c);
    if (!support) return S_OK;
    const enum kind widest = PROVIDES == STORES ? STORE : FOLDER;
    uint8_t entry[sizeof ENTRY[STORE]];
    ul key[8], flags = 0;
    entry_of(c, p->kind, entry);
    notification told = {.event = FNEV_OBJECT_MODIFIED, .length = ENTRY_LENGTH, .entry = entry};
    told.kind = OBJECT_TYPE[p->kind];
    if (FAULT == LOCKED_NOTIFY) lock();
    key_of(c, p->kind, key);
    NOTIFY(support, key, &told, &flags);
    key_of(c, widest, key);
    flags = 0;
    if (p->kind != widest) NOTIFY(support, key, &told, &flags);
    if (FAULT == LOCKED_NOTIFY) unlock();
    give_back(c);
    return S_OK;
}

static hr save_changes(part *p, ul flags) {
    (void)flags;
    return is_alive(p) ? S_OK : E_INVALID_OBJECT;
}

static hr open_entry(part *p, ul length, const void *entry, const iid *wanted, ul flags, ul *kind, part **out) {
    if (kind) *kind = 0;
    if (!out || !kind) return E_INVALID_PARAMETER;
    *out = 0;
    if (!is_alive(p)) return E_INVALID_OBJECT;
    if (flags & ~OPEN_FLAGS) return E_UNKNOWN_FLAGS;
    int is_message = is_entry(p->core, MESSAGE, length, entry);
    int is_known = is_message || is_entry(p->core, FOLDER, length, entry) || (!length && FAULT != NO_ROOT);
    if (!is_known && FAULT != OPENS_JUNK) {
        if (FAULT == LEFT_OUTPUT) *out = p;
        return E_INVALID_ENTRYID;
    }
    enum kind found = is_message ? MESSAGE : FOLDER;
    if (wanted && !has(found, wanted)) return E_NO_INTERFACE;
    if (FAULT == NO_OBJECT) return S_OK;
    hr done = make(p->core, found, is_message ? MESSAGE_METHODS : FOLDER_METHODS, out);
    if (!done && FAULT != NO_KIND) *kind = OBJECT_TYPE[found];
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
    core *c = p->core;
    ul key[8];
    if (!connection || !sink) return E_INVALID_PARAMETER;
    *connection = 0;
    if (!is_alive(p)) return E_INVALID_OBJECT;
    enum kind kind = STORE;
    while (length && kind <= MESSAGE && (kind == LOGON || kind == STATUS || !is_entry(c, kind, length, entry))) kind++;
    if (FAULT == ADVISE_OUTPUT) *connection = 1234;
    if (kind > MESSAGE) return E_INVALID_ENTRYID;
    if (FAULT == NO_CONNECTION) return S_OK;
    object *support = borrowed(c);
    if (!support) return E_INVALID_OBJECT;
    if (FAULT == KEEPS_SINK) ADDREF(sink);
    key_of(c, kind, key);
    hr done = SUBSCRIBE(support, key, mask, FAULT == SYNC ? NOTIFY_SYNC : 0, sink, connection);
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
    give_back(c);
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
    hr done = is_known ? UNSUBSCRIBE(support, connection) : FAULT == ANY_CONNECTION ? S_OK : E_NOT_FOUND;
    if (is_known && done && FAULT != FORGETS) { /* it is there still, and the end cancels it */
        lock();
        c->connection[c->connections++] = connection;
        unlock();
    }
    give_back(c);
    return done;
}

static hr open_status(part *p, const iid *wanted, ul flags, ul *kind, part **out) {
    if (kind) *kind = 0;
    if (!out || !kind) return E_INVALID_PARAMETER;
    *out = 0;
    if (!is_alive(p)) return E_INVALID_OBJECT;
    if (FAULT == STATUS_OUTPUT) *out = p;
    if (flags & ~(MAPI_MODIFY | MAPI_UNICODE)) return E_UNKNOWN_FLAGS;
    if (FAULT == STATUS_MODIFY && flags & MAPI_MODIFY) return E_NO_ACCESS;
    if (wanted && !has(STATUS, wanted)) return E_NO_INTERFACE;
    if (FAULT == NO_STATUS) return S_OK;
    core *c = p->core;
    if ((FAULT == CYCLE || FAULT == STATUS_CYCLE) && !c->status.flags) { /* never to be undone */
        c->status.flags = 1;
        part_add_ref(&c->logon), part_add_ref(&c->status);
    }
    part_add_ref(&c->status);
    *out = &c->status;
    *kind = FAULT == STATUS_KIND ? MAPI_MESSAGE : MAPI_STATUS;
    return S_OK;
}

/* What its row says is the case still. */
static hr validate_state(part *p, uintptr_t window, ul flags) {
    (void)window, (void)flags;
    prop column = {.tag = PR_STATUS_CODE, .value.l = 1};
    if (!is_alive(p)) return E_INVALID_OBJECT;
    if (FAULT == NO_VALIDATE) return E_NO_SUPPORT;
    core *c = p->core;
    object *support = borrowed(c);
    if (!support) return E_INVALID_OBJECT;
    if (FAULT == STATUS_DIALOG) SHOW_DIALOG(support);
    CHANGE_ROW(support, 1, &column);
    if (FAULT == UNWAITED) CHANGE_ROW(support, 1, &column);
    give_back(c);
    return S_OK;
}
#endif
