//! MAPI's memory, and values in it. Text is UTF-8 inside the store and UTF-16 outside.
#pragma once

#include "mapi.hpp"

#include <cstring>
#include <new>
#include <string_view>

struct Memory {
    Allocate allocate;
    More more;
    Free free;

    template <class T> T *block(size_t count) const {
        void *block;
        if (allocate(ULONG(count * sizeof(T)), &block) < 0)
            throw std::bad_alloc();
        return static_cast<T *>(block);
    }
    template <class T> T *on(void *root, size_t count) const {
        void *block;
        if (more(ULONG(count * sizeof(T)), root, &block) < 0)
            throw std::bad_alloc();
        return static_cast<T *>(block);
    }
};

/// UTF-16 of UTF-8, and its zero; gives the place after it. There is room for a unit a byte.
inline char16_t *to_utf16(std::string_view text, char16_t *to) {
    for (size_t at = 0; at < text.size();) {
        uint8_t first = uint8_t(text[at++]);
        if (first < 0x80) {
            *to++ = first;
            continue;
        }
        int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
        uint32_t point = first & (0x3F >> more);
        for (; more && at < text.size(); more--)
            point = point << 6 | (uint8_t(text[at++]) & 0x3F);
        if (point < 0x10000) {
            *to++ = char16_t(point);
        } else {
            *to++ = char16_t(0xD7C0 + (point >> 10));
            *to++ = char16_t(0xDC00 | (point & 0x3FF));
        }
    }
    *to++ = 0;
    return to;
}

/// One answer under construction: the values' array, on which everything else hangs.
struct Answer {
    const Memory &memory;
    void *root;

    bool text(SPropValue *value, std::string_view text) const {
        if ((value->tag & 0xFFFF) == 0x1F) {
            value->value.wide = memory.on<char16_t>(root, text.size() + 1);
            to_utf16(text, value->value.wide);
        } else {
            value->value.text = memory.on<char>(root, text.size() + 1);
            memcpy(value->value.text, text.data(), text.size());
            value->value.text[text.size()] = 0;
        }
        return true;
    }
    bool bytes(SPropValue *value, const void *bytes, size_t size) const {
        value->value.bin = {ULONG(size), memory.on<uint8_t>(root, size)};
        memcpy(value->value.bin.lpb, bytes, size);
        return true;
    }
    bool number(SPropValue *value, int32_t number) const {
        value->value.l = number;
        return true;
    }
};
