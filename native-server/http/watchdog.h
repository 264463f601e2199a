// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

#include "native-server/http/sockets.h"

// Absolute deadlines for connections. CivetWeb's own time limits are for a single read, so a client that sends a byte a
// second holds a thread as long as it likes, and a few of them hold all threads. The watchdog knows what every
// connection waits for and since when, and shuts the socket down under those that wait too long; the read then ends and
// the thread is free.
//
// - A head: `idle` seconds. CivetWeb tells of a connection by name only with its first request, so those before it are
//   known by their sockets alone; bytes that nobody has read show that one waits for a thread, which is not its fault.
// - A body: 1 KiB a second on the average after the first four seconds, and the deadline of the whole request.
// - A body that is streamed: 64 KiB in every ten seconds that are spent waiting for it, and no deadline.
// - An answer: the deadline once more; one that is made piece by piece, the deadline for each piece.
// When hardly any thread is free, the connections that have waited for their clients the longest end first, and so do
// those of an address that has more than its share.
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
        int per_address;         // connections; 0: no limit
        bool loopback_excepted;  // from that limit: all the world comes from there behind a proxy
    };

    // Why the reading of a body was ended.
    enum class Cut { none, slow, draining };

    // Tells of each connection that it ends: "idle" (no head came), "slow", "crowded" (an address with too many),
    // "pressed" (others wait for its thread).
    using Ended = std::function<void(std::string_view why)>;

    explicit Watchdog(Limits limits, Ended ended = {});
    ~Watchdog();
    Watchdog(const Watchdog&) = delete;
    Watchdog& operator=(const Watchdog&) = delete;

    // The port whose connections these are; nothing is ended before it is known.
    void listening_on(int port);

    // A thread takes a connection, and is about to close it: `gone` waits for a shutdown that is under way, so that the
    // number of the socket cannot have become another's.
    void taken();
    void gone(Key key);

    // What the connection does from now on. `at_work` begins a request and returns its deadline.
    Clock::time_point at_work(Key key, Peer peer);
    void reading(Key key);
    void received(Key key, int64_t bytes);
    // Ends the reading of a body.
    Cut read_done(Key key);
    // From here on the request is one whose body is streamed: a wait for its next bytes begins, and ends.
    void streams(Key key);
    void awaiting(Key key);
    Cut awaited(Key key, int64_t bytes);
    void writing(Key key);
    // What is left of a refused body is read for a second, so that the refusal is not lost to a reset.
    void lingering(Key key);
    void waiting(Key key);

    int requests() const;     // at work, that is, not waiting for a head
    int connections() const;  // that have a thread

    // From now on, what has waited for a head for a second ends, and streamed bodies have one deadline more.
    void drain();

private:
    enum class Phase { waiting, working, reading, streaming, writing };
    struct Connection {
        Peer peer;
        Phase phase = Phase::waiting;
        Clock::time_point since;     // of the phase
        Clock::time_point deadline;  // of the phase
        int64_t received = 0;        // of the body; streamed: since the window began
        Clock::duration waited{};    // streamed: for the client since the window began, but for the present wait
        Cut cut = Cut::none;         // its body was ended
        bool ended = false;          // it was ended as a whole
        bool on_client(Clock::time_point now) const;
    };

    void watch();
    void look(Clock::time_point now);
    void follow_newcomers(Clock::time_point now);
    void end_crowds(Clock::time_point now);
    void end_longest_waiting(Clock::time_point now);
    Cut cut_of(const Connection& connection) const;
    bool overdue(const Connection& connection, Clock::time_point now) const;
    void set(Key key, Phase phase, std::chrono::seconds limit);
    void end(Connection& connection, std::string_view why);
    std::vector<Connection*> on_threads();
    static void longest_first(std::vector<Connection*>& connections);

    const Limits limits_;
    const Ended ended_;
    mutable std::mutex mutex_;
    std::condition_variable stop_;
    std::map<Key, Connection> connections_;  // those that had a request
    std::map<Peer, Connection> newcomers_;   // those that had none
    std::map<Peer, Socket> sockets_;         // at the last look
    int taken_ = 0;                          // connections that have a thread
    int port_ = 0;
    bool draining_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace samebill::http
