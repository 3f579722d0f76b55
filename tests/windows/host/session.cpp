//! Loading, logging on and off, and what must be left at the end: nothing.
#include "session.hpp"

#include "check.hpp"

Library::Library(const std::string &path) : module_(LoadLibraryA(path.c_str())) {
    if (!module_) fail(__FILE__, __LINE__, path + " does not load: error " + std::to_string(::GetLastError()));
}

void Library::free() {
    if (module_) FreeLibrary(std::exchange(module_, nullptr));
}

bool Library::is_loaded(const std::string &path) {
    return GetModuleHandleA(path.substr(path.find_last_of("\\/") + 1).c_str()) != nullptr;
}

HRESULT Session::begin() {
    auto *init = library.function<Init>(kind.init_function());
    CHECK(init);
    ULONG version = 0;
    HRESULT code = init(nullptr, &malloc, memory::allocate, memory::allocate_more, memory::free_buffer, 0,
                        CURRENT_SPI_VERSION, &version, provider.out());
    CHECK_CODE(code, S_OK); // the support object and its allocator are not asked yet
    CHECK(provider && version == CURRENT_SPI_VERSION);
    support.at_last_release = [this] { log_off(); };
    code = kind.log_on(*this);
    if (FAILED(code)) {
        CHECK(!logon && !object);
        CHECK(support.references() == 1); // LOGON-2: net 0
    } else {
        CHECK(logon.load());
        CHECK(support.references() == 2); // LOGON-2: net +1
    }
    support.Release(); // LOGON-3; without a logon it is the last one
    return code;
}

void Session::log_on() {
    CHECK_CODE(begin(), S_OK);
    CHECK(support.references() == 1 && (support.uids > 0) == kind.has_uid() && support.rows == 1);
}

/// May run inside a call of the provider's, so that it complains.
void Session::log_off() {
    IUnknown *mine = logon.exchange(nullptr);
    if (!mine) return;
    if (FAILED(kind.log_off(mine))) complain("Logoff is refused");
    if (mine->Release() != 0) complain("the logon's Release leaves references");
}

void Session::end_provider() {
    CHECK_CODE(kind.shut_down(provider.get()), S_OK);
    CHECK(provider.release() == 0);
}

void Session::close() {
    object.release();
    log_off();
    end_provider();
    settle();
}

void Session::settle() {
    std::string said = complaints();
    if (!said.empty()) fail(__FILE__, __LINE__, said);
    CHECK(!logon);
    CHECK(support.references() == 0);
    CHECK(support.uids == 0 && support.rows == 0 && support.sections == 0 && support.subscriptions() == 0);
    CHECK(malloc.references() == 1); // ENTRY-5
    CHECK(memory::live() == 0);
}

void check_invalidated(Held &held) {
    IUnknown *object = held.object.get();
    if (held.use(object) != MAPI_E_INVALID_OBJECT) fail(__FILE__, __LINE__, "a held " + held.what + " still works");
    void *out = object;
    CHECK_CODE(object->QueryInterface(held.iid, &out), MAPI_E_INVALID_OBJECT);
    CHECK(!out);
    CHECK_CODE(object->QueryInterface(IID_IUnknown, &out), S_OK);
    CHECK(out == object);
    CHECK(object->AddRef() == 3 && object->Release() == 2 && object->Release() == 1);
}
