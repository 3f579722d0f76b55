//! Several threads: clients that read while their session ends, and two ends at once. Nobody sleeps: what the threads
//! meet is left to chance, over many rounds.
#include "check.hpp"
#include "scenarios.hpp"
#include "session.hpp"

#include <thread>

namespace {
constexpr int READERS = 8, ROUNDS = 40;

/// Lets its threads go at once. Not `std::latch`: libstdc++ 12's can miss its last arrival here.
class Start {
  public:
    explicit Start(int threads) : missing_(threads) {}
    void arrive_and_wait() {
        for (--missing_; missing_ > 0;) std::this_thread::yield();
    }

  private:
    std::atomic<int> missing_;
};

/// Reads until the object is invalidated. The one call that the end interrupts may fail in words of the author's.
void read_on(const Kind &kind, IUnknown *object, std::atomic<long> &reads) {
    for (int interrupted = 0; interrupted < 2;) {
        HRESULT code = kind.read(object);
        if (code == MAPI_E_INVALID_OBJECT) return;
        if (FAILED(code))
            ++interrupted;
        else
            ++reads;
    }
    complain("a reader is refused again and again, and not as an invalidated object refuses");
}

void round(Case &on, std::atomic<long> &reads, bool by_shutdown) {
    Session session(on);
    session.log_on();
    Start started(READERS + 1);
    std::atomic<int> done{0};
    const long before = reads;
    std::vector<std::thread> readers;
    for (int i = 0; i < READERS; i++) {
        readers.emplace_back([&] {
            started.arrive_and_wait();
            read_on(session.kind, session.object.get(), reads);
            ++done;
        });
    }
    started.arrive_and_wait();
    while (reads < before + READERS && !done) std::this_thread::yield(); // they are at it
    if (by_shutdown && FAILED(session.kind.shut_down(session.provider.get()))) complain("Shutdown is refused");
    session.log_off();
    for (std::thread &reader : readers) reader.join();
    session.object.release();
    session.end_provider();
    session.settle();
}

/// LOGOFF-13
void readers_and_a_logoff(Case &on) {
    std::atomic<long> reads{0};
    for (int i = 0; i < ROUNDS; i++) round(on, reads, false);
    on.remark = std::to_string(reads) + " reads got through";
}

/// SHUT-5
void readers_and_a_shutdown(Case &on) {
    std::atomic<long> reads{0};
    for (int i = 0; i < ROUNDS; i++) round(on, reads, true);
    on.remark = std::to_string(reads) + " reads got through";
}

/// T-59, STORELOGOFF-15: the client's last Release and the session's Logoff at once.
void release_and_logoff(Case &on) {
    for (int i = 0; i < 200; i++) {
        Session session(on);
        session.log_on();
        Start started(2);
        std::thread client([&] {
            started.arrive_and_wait();
            session.object.release();
        });
        started.arrive_and_wait();
        session.log_off();
        client.join(); // the thread that has taken the logon is waited for (SUPREL-3)
        CHECK(session.support.told <= 1);
        session.end_provider();
        session.settle();
    }
}
} // namespace

std::vector<Scenario> thread_scenarios() {
    return {
        {"8 threads read while another logs off", readers_and_a_logoff},
        {"8 threads read while another shuts down", readers_and_a_shutdown, true},
        {"the last Release and Logoff at once", release_and_logoff},
    };
}
