//! MAPI's buffers as lists: a root carries what hangs on it. A freed buffer is overwritten, so that late reads show.
#include "memory.hpp"

#include "check.hpp"

#include <cstdlib>
#include <cstring>
#include <mutex>

namespace {
constexpr ULONG ROOT = 0x544F4F52, LEAF = 0x4641454C, FREED = 0xDDDDDDDD;

struct alignas(16) Block {
    ULONG mark;
    ULONG size;
    Block *next;
};

std::mutex lock;
std::atomic<long> blocks{0};

Block *made(ULONG size, ULONG mark) {
    auto *block = static_cast<Block *>(std::malloc(sizeof(Block) + size));
    if (!block) return nullptr;
    *block = {mark, size, nullptr};
    std::memset(block + 1, 0xCD, size);
    return block;
}
Block *of(LPVOID buffer) { return static_cast<Block *>(buffer) - 1; }
} // namespace

namespace memory {
Fuse fuse;

SCODE STDMETHODCALLTYPE allocate(ULONG size, LPVOID *out) {
    if (fuse.blows()) return fuse.code();
    Block *block = made(size, ROOT);
    if (!block) return MAPI_E_NOT_ENOUGH_MEMORY;
    ++blocks;
    *out = block + 1;
    return S_OK;
}

SCODE STDMETHODCALLTYPE allocate_more(ULONG size, LPVOID root, LPVOID *out) {
    if (!root || of(root)->mark != ROOT) {
        complain("MAPIAllocateMore on what is no root");
        return MAPI_E_INVALID_PARAMETER;
    }
    if (fuse.blows()) return fuse.code();
    Block *block = made(size, LEAF);
    if (!block) return MAPI_E_NOT_ENOUGH_MEMORY;
    std::lock_guard guard(lock);
    block->next = std::exchange(of(root)->next, block);
    *out = block + 1;
    return S_OK;
}

ULONG STDMETHODCALLTYPE free_buffer(LPVOID root) {
    if (!root) return 0;
    Block *block = of(root);
    if (block->mark != ROOT) {
        complain("MAPIFreeBuffer on what is no root"); // MEM-4
        return 1;
    }
    --blocks;
    while (block) {
        Block *next = block->next;
        std::memset(block + 1, 0xDD, block->size);
        block->mark = FREED;
        std::free(block);
        block = next;
    }
    return 0;
}

long live() { return blocks; }
} // namespace memory

HRESULT STDMETHODCALLTYPE Malloc::QueryInterface(REFIID iid, void **out) {
    *out = iid == IID_IUnknown || iid == IID_IMalloc ? this : nullptr;
    if (!*out) return E_NOINTERFACE;
    AddRef();
    return S_OK;
}
