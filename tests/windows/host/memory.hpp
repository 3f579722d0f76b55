//! MAPI's memory and its `IMalloc`: what the host lends to every provider, counted, and failing when it is told to.
#pragma once

#include "mapi.hpp"

#include <atomic>

/// Goes off at one call, once: the scenario says at which, and what is answered then.
class Fuse {
  public:
    /// Counts from the start again; 0 never goes off.
    void set(long at, HRESULT code) {
        calls_ = 0;
        at_ = at;
        code_ = code;
    }
    /// One call more.
    bool blows() { return ++calls_ == at_; }
    HRESULT code() const { return code_; }
    /// Whether there were as many calls as it was set to.
    bool reached() const { return calls_ >= at_; }
    long calls() const { return calls_; }

  private:
    std::atomic<long> calls_{0};
    long at_ = 0;
    HRESULT code_ = S_OK;
};

namespace memory {
SCODE STDMETHODCALLTYPE allocate(ULONG size, LPVOID *out);
SCODE STDMETHODCALLTYPE allocate_more(ULONG size, LPVOID root, LPVOID *out);
ULONG STDMETHODCALLTYPE free_buffer(LPVOID root);

/// Buffers that nobody has freed.
long live();
/// Of `allocate` and `allocate_more`.
extern Fuse fuse;
} // namespace memory

/// Counts its references; nobody should call anything else of it.
class Malloc final : public IMalloc {
  public:
    ULONG references() const { return count_; }

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void **out) override;
    ULONG STDMETHODCALLTYPE AddRef() override { return ++count_; }
    ULONG STDMETHODCALLTYPE Release() override { return --count_; }
    void *STDMETHODCALLTYPE Alloc(SIZE_T) override { return nullptr; }
    void *STDMETHODCALLTYPE Realloc(void *, SIZE_T) override { return nullptr; }
    void STDMETHODCALLTYPE Free(void *) override {}
    SIZE_T STDMETHODCALLTYPE GetSize(void *) override { return 0; }
    int STDMETHODCALLTYPE DidAlloc(void *) override { return -1; }
    void STDMETHODCALLTYPE HeapMinimize() override {}

  private:
    std::atomic<ULONG> count_{1};
};
