//! Entry points, the version that they agree on, `ServiceEntry`, and the rules of QueryInterface.
#include "check.hpp"
#include "scenarios.hpp"
#include "session.hpp"

#include <cstring>

namespace {
const char *const INIT_FUNCTIONS[] = {"MSProviderInit", "ABProviderInit", "XPProviderInit"};

/// ENTRY-1, ENTRY-2
void entry_points(Case &on) {
    CHECK(on.library.function<MSGSERVICEENTRY>("ServiceEntry"));
    CHECK(!on.library.function<MSGSERVICEENTRY>("ServiceEntry@40"));
    CHECK(!on.library.function<MSGSERVICEENTRY>("_ServiceEntry@40"));
    for (const char *name : INIT_FUNCTIONS) {
        CHECK((on.library.function<Init>(name) != nullptr) == !std::strcmp(name, on.kind.init_function()));
        CHECK(!on.library.function<Init>((std::string("_") + name).c_str()));
    }
}

/// VER-2, VER-3, ENTRY-5, ENTRY-7, ENTRY-9
void versions(Case &on) {
    auto *init = on.library.function<Init>(on.kind.init_function());
    Malloc malloc;
    ULONG version = 0;
    Ref<IUnknown> one, other;
    auto call = [&](ULONG mapi, Ref<IUnknown> &provider) {
        return init(nullptr, &malloc, memory::allocate, memory::allocate_more, memory::free_buffer, 0, mapi, &version,
                    provider.out());
    };
    IUnknown *left = &malloc;
    CHECK_CODE(init(nullptr, &malloc, memory::allocate, memory::allocate_more, memory::free_buffer, 0, 0x0000FFFF,
                    &version, &left),
               MAPI_E_VERSION);
    CHECK(!left);
    left = &malloc;
    CHECK(FAILED(init(nullptr, &malloc, nullptr, nullptr, nullptr, 0, CURRENT_SPI_VERSION, &version, &left)));
    CHECK(!left);
    CHECK_CODE(init(nullptr, &malloc, memory::allocate, memory::allocate_more, memory::free_buffer, 0,
                    CURRENT_SPI_VERSION, &version, nullptr),
               MAPI_E_INVALID_PARAMETER);
    CHECK(malloc.references() == 1);
    CHECK_CODE(call(0x00020000, one), S_OK);
    CHECK(version == CURRENT_SPI_VERSION);
    CHECK_CODE(call(PDK1_SPI_VERSION, other), S_OK);
    CHECK(version == PDK1_SPI_VERSION);
    CHECK(one.get() != other.get() && malloc.references() >= 1);
    CHECK(one.release() == 0); // VER-5: without Shutdown
    CHECK_CODE(on.kind.shut_down(other.get()), S_OK);
    CHECK(other.release() == 0);
    CHECK(malloc.references() == 1);
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
struct NoAdmin : IProviderAdmin {
    MAPI_IPROVIDERADMIN_METHODS({ return MAPI_E_NO_SUPPORT; })
};
#pragma GCC diagnostic pop

/// The administration of a service with one provider, whose section is the service's own. Lives in its scenario.
class Admin final : public NoAdmin {
  public:
    explicit Admin(Support &support) : support_(support) {}
    ULONG references() const { return count_; }
    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID, void **out) override {
        *out = nullptr;
        return MAPI_E_INTERFACE_NOT_SUPPORTED;
    }
    ULONG STDMETHODCALLTYPE AddRef() override { return ++count_; }
    ULONG STDMETHODCALLTYPE Release() override { return --count_; }
    HRESULT STDMETHODCALLTYPE OpenProfileSection(LPMAPIUID uid, LPCIID, ULONG flags, LPPROFSECT *section) override {
        return support_.OpenProfileSection(uid, flags, section);
    }

  private:
    Support &support_;
    std::atomic<ULONG> count_{1};
};

void ask_service(Case &on) {
    auto *entry = on.library.function<MSGSERVICEENTRY>("ServiceEntry");
    Support support;
    Admin admin(support);
    for (ULONG context = 0; context < 9; context++) {
        LPMAPIERROR error = reinterpret_cast<LPMAPIERROR>(&support);
        HRESULT code = entry(nullptr, nullptr, &support, 0, 0, context, 0, nullptr, &admin, &error);
        bool known = context >= MSG_SERVICE_INSTALL && context <= MSG_SERVICE_UNINSTALL;
        CHECK_CODE(code, known ? S_OK : MAPI_E_NO_SUPPORT); // SVC-7
        CHECK(!error);
    }
    CHECK(support.references() == 1 && admin.references() == 1 && support.sections == 0); // SVC-4
    CHECK_CODE(entry(nullptr, nullptr, nullptr, 0, 0, MSG_SERVICE_CREATE, 0, nullptr, nullptr, nullptr),
               MAPI_E_INVALID_PARAMETER);
    CHECK(support.Release() == 0);
}

/// SVC-3 to SVC-10: with no provider object, and while a provider is logged on.
void service_entry(Case &on) {
    ask_service(on);
    CHECK(memory::live() == 0);
    Session session(on);
    session.log_on();
    ask_service(on);
    session.log_off();
    session.object.release();
    session.end_provider();
    session.settle();
}

/// LOGON-1 to LOGON-3, then the work of a client.
void log_on_and_work(Case &on) {
    Session session(on);
    session.log_on();
    CHECK_CODE(session.kind.work(session), S_OK);
    session.close();
}

/// IUnknown's rules: one identity, reflexive, symmetric, transitive; what is unknown clears the output.
void check_interfaces(IUnknown *object, const IID &own, const std::string &what) {
    static const IID never = {0x6B3C1A52, 0x6C0E, 0x4F0E, {0x9C, 0x57, 0x3C, 0x9D, 0x3F, 0x2F, 0x6A, 0x00}};
    static const IID agile = {0x94EA2B94, 0xE9CC, 0x49E0, {0xC0, 0xFF, 0xEE, 0x64, 0xCA, 0x8F, 0x5B, 0x90}};
    static const IID inspectable = {0xAF86E2E0, 0xB12D, 0x4C6A, {0x9C, 0x5A, 0xD7, 0xAA, 0x65, 0x10, 0x1E, 0x90}};
    const IID all[] = {IID_IUnknown,    IID_IMSProvider,  IID_IABProvider, IID_IXPProvider,   IID_ProviderShutdown,
                       IID_IMSLogon,    IID_IABLogon,     IID_IXPLogon,    IID_IMAPIProp,     IID_IMAPIStatus,
                       IID_IMsgStore,   IID_IMAPIFolder,  IID_IMessage,    IID_IMAPIContainer, IID_IMAPITable,
                       IID_IABContainer, IID_IMailUser,   IID_IDistList,   IID_IProfSect,     IID_IMAPISup};
    object->AddRef();
    const ULONG before = object->Release();
    Ref<IUnknown> identity;
    CHECK_CODE(object->QueryInterface(IID_IUnknown, identity.out_as<void>()), S_OK);
    bool is_own = false;
    for (const IID &first : all) {
        Ref<IUnknown> face;
        if (FAILED(object->QueryInterface(first, face.out_as<void>()))) {
            CHECK(!face);
            continue;
        }
        is_own = is_own || first == own;
        Ref<IUnknown> again, back, primary;
        CHECK_CODE(face->QueryInterface(first, again.out_as<void>()), S_OK);
        CHECK_CODE(face->QueryInterface(IID_IUnknown, back.out_as<void>()), S_OK);
        CHECK_CODE(face->QueryInterface(own, primary.out_as<void>()), S_OK);
        CHECK(back.get() == identity.get() && again.get() == face.get());
        for (const IID &second : all) {
            Ref<IUnknown> direct, through;
            HRESULT code = object->QueryInterface(second, direct.out_as<void>());
            CHECK_CODE(face->QueryInterface(second, through.out_as<void>()), code);
            CHECK(direct.get() == through.get());
        }
    }
    if (!is_own) fail(__FILE__, __LINE__, what + " does not answer for its own interface");
    for (const IID &iid : {never, agile, inspectable, IID_IMarshal, IID_NULL}) {
        void *out = object;
        CHECK_CODE(object->QueryInterface(iid, &out), MAPI_E_INTERFACE_NOT_SUPPORTED);
        CHECK(!out);
    }
    CHECK_CODE(object->QueryInterface(own, nullptr), MAPI_E_INVALID_PARAMETER);
    identity.release();
    object->AddRef();
    CHECK(object->Release() == before);
}

void query_interface(Case &on) {
    Session session(on);
    session.log_on();
    std::vector<Held> opened;
    CHECK_CODE(session.kind.open_all(session, opened), S_OK);
    check_interfaces(session.provider.get(), on.kind.provider_iid(), "the provider object");
    check_interfaces(session.logon, on.kind.logon_iid(), "the logon");
    for (Held &held : opened) check_interfaces(held.object.get(), held.iid, held.what);
    if (session.object) check_interfaces(session.object.get(), on.kind.object_iid(), "the client's object");
    opened.clear();
    session.close();
}
} // namespace

std::vector<Scenario> entry_scenarios() {
    return {
        {"entry points, undecorated", entry_points},
        {"versions and provider objects", versions},
        {"ServiceEntry in every context", service_entry},
        {"logon and a client's work", log_on_and_work},
        {"QueryInterface", query_interface},
    };
}
