//! Calls that the kinds have in common: properties, rows, and the failures that end a client's work.
#pragma once

#include "memory.hpp"

/// Returns the first failure to the caller.
#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        if (HRESULT code_ = (call); FAILED(code_)) return code_;                                                       \
    } while (0)

template <ULONG N> struct Tags {
    ULONG count = N;
    ULONG tags[N];
    LPSPropTagArray array() { return reinterpret_cast<LPSPropTagArray>(this); }
};

struct Rows {
    explicit Rows(LPSRowSet rows) : rows(rows) {}
    Rows(const Rows &) = delete;
    ~Rows() {
        if (!rows) return;
        for (ULONG i = 0; i < rows->cRows; i++) memory::free_buffer(rows->aRow[i].lpProps);
        memory::free_buffer(rows);
    }
    LPSRowSet rows;
};

/// A property that every object has, as Unicode; what a client gets is well formed.
inline HRESULT read_props(IMAPIProp *object, ULONG tag) {
    Tags<1> asked{.tags = {tag}};
    ULONG count = 0;
    Buffer<SPropValue> values(memory::free_buffer);
    TRY(object->GetProps(asked.array(), MAPI_UNICODE, &count, values.out()));
    return count == 1 && PROP_ID(values->ulPropTag) == PROP_ID(tag) ? S_OK : MAPI_E_CORRUPT_DATA;
}
inline HRESULT use_prop(IUnknown *object) { return read_props(static_cast<IMAPIProp *>(object), PR_OBJECT_TYPE); }
inline HRESULT use_table(IUnknown *object) {
    ULONG count = 0;
    return static_cast<IMAPITable *>(object)->GetRowCount(0, &count);
}
