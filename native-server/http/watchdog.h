// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <thread>

// Absolute deadlines for connections. CivetWeb's own time limits are for a single read, so a client that sends a byte a second
// holds a thread as long as it likes, and a few of them all threads. The watchdog knows what every connection waits for
// and since when, and shuts the socket down under those that wait too long; the read then ends and the thread is free.
//
// Reading a body: 1 KiB a second on the average after the first four seconds, and the deadline of the whole request. When
// hardly any thread is free, the connections that have waited for their clients the longest end first.
//
// Example: a body of 100 bytes at 1 byte/s ends after four seconds with 408, whatever the deadline.

namespace samebill::http {

class Watchdog {
public:
    using Clock = std::chrono::steady_clock;
    using Key = const void*;  // one connection

    struct Limits {
        std::chrono::seconds idle;      // for the next request, its head included
        std::chrono::seconds deadline;  // from the head to the answer, and again to have the answer taken
        int threads;
    };

    explicit Watchdog(Limits limits);
    ~Watchdog();
    Watchdog(const Watchdog&) = delete;
    Watchdog& operator=(const Watchdog&) = delete;

    // A connection begins, named by the client's address and port; it ends only after `gone`, which waits for a shutdown
    // that is under way, so that the number of its socket cannot have become another's.
    void begun(Key key, const std::string& address, int port);
    void gone(Key key);

    // What the connection does from now on. `at_work` returns the deadline of the request.
    void waiting(Key key);
    Clock::time_point at_work(Key key);
    void reading(Key key);
    void received(Key key, int64_t bytes);
    // Ends the reading of a body; true if it was cut off for being slow.
    bool read_done(Key key);
    void writing(Key key);
    // What is left of a refused body is read for a second, so that the refusal is not lost to a reset.
    void lingering(Key key);

    int connections() const;
    int requests() const;  // at work, that is, not waiting for a head

    // From now on: ends what waits for a head at once.
    void drain();

private:
    enum class Phase { waiting, working, reading, writing };
    struct Connection {
        std::string address;
        int port = 0;
        Phase phase = Phase::waiting;
        Clock::time_point since;     // of the phase
        Clock::time_point deadline;  // of the phase
        int64_t received = 0;
        bool cut = false;
        bool ended = false;
    };

    void watch();
    void look(Clock::time_point now);
    void end_longest_waiting(Clock::time_point now);
    bool too_slow(const Connection& connection, Clock::time_point now) const;
    void set(Key key, Phase phase, std::chrono::seconds limit);
    static void end(Connection& connection);

    const Limits limits_;
    mutable std::mutex mutex_;
    std::condition_variable stop_;
    std::map<Key, Connection> connections_;
    bool draining_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace samebill::http
