//! The public MAPI headers of mingw-w64 as they are, and a reference and a buffer that give themselves back. Nothing
//! of the project's own is included anywhere in this folder: the C++ compiler makes the vtables, from those headers
//! alone.
#pragma once

#include <windows.h>

#include <mapiguid.h>
#include <mapispi.h>
#include <mapitags.h>
#include <mapix.h>

#include <utility>

/// `IMAPIProviderShutdown` is younger than those headers.
extern const IID IID_ProviderShutdown;

/// One reference on an object, given back at the end of its scope.
template <class T> class Ref {
  public:
    Ref() = default;
    /// Takes over the reference.
    explicit Ref(T *object) : object_(object) {}
    Ref(Ref &&other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
    Ref &operator=(Ref &&other) noexcept {
        std::swap(object_, other.object_);
        return *this;
    }
    ~Ref() { release(); }

    T *get() const { return object_; }
    T *operator->() const { return object_; }
    explicit operator bool() const { return object_ != nullptr; }

    /// Where a call writes a new reference.
    T **out() {
        release();
        return &object_;
    }
    /// The same for outputs that the headers call `IUnknown` or nothing at all.
    template <class Other> Other **out_as() { return reinterpret_cast<Other **>(out()); }

    /// What `Release` answered; 0 without an object.
    ULONG release() {
        T *object = std::exchange(object_, nullptr);
        return object ? object->Release() : 0;
    }
    T *leave() { return std::exchange(object_, nullptr); }

  private:
    T *object_ = nullptr;
};

/// One buffer of MAPI's memory.
template <class T> class Buffer {
  public:
    explicit Buffer(LPFREEBUFFER give_back) : give_back_(give_back) {}
    Buffer(const Buffer &) = delete;
    ~Buffer() { give_back_(buffer_); }
    T **out() { return &buffer_; }
    T *get() const { return buffer_; }
    T *operator->() const { return buffer_; }
    T &operator[](ULONG index) const { return buffer_[index]; }

  private:
    LPFREEBUFFER give_back_;
    T *buffer_ = nullptr;
};
