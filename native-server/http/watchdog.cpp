// SPDX-License-Identifier: MIT
#include "native-server/http/watchdog.h"

#include <sys/socket.h>

#include <algorithm>
#include <set>

namespace samebill::http {

namespace {

using namespace std::chrono_literals;

constexpr auto tick = 100ms;
constexpr int64_t least_rate = 1024;  // bytes a second
constexpr auto grace = 4s;
// Of a streamed body.
constexpr int64_t least_in_window = 65536;
constexpr auto window = 10s;
// Even under pressure, or while the server ends, a client gets this long.
constexpr auto shortest_wait = 1s;

}  // namespace

Watchdog::Watchdog(Limits limits, Ended ended)
    : limits_(limits), ended_(std::move(ended)), thread_([this] { watch(); }) {}

Watchdog::~Watchdog() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    stop_.notify_all();
    thread_.join();
}

void Watchdog::listening_on(int port) {
    const std::lock_guard lock(mutex_);
    port_ = port;
}

void Watchdog::taken() {
    const std::lock_guard lock(mutex_);
    taken_++;
}

void Watchdog::gone(Key key) {
    const std::lock_guard lock(mutex_);
    taken_--;
    connections_.erase(key);
}

void Watchdog::set(Key key, Phase phase, std::chrono::seconds limit) {
    const auto found = connections_.find(key);
    if (found == connections_.end()) return;
    found->second.phase = phase;
    found->second.since = Clock::now();
    found->second.deadline = found->second.since + limit;
}

Watchdog::Clock::time_point Watchdog::at_work(Key key, Peer peer) {
    const std::lock_guard lock(mutex_);
    connections_[key].peer = peer;
    set(key, Phase::working, limits_.deadline);
    return Clock::now() + limits_.deadline;
}

void Watchdog::reading(Key key) {
    const std::lock_guard lock(mutex_);
    const auto found = connections_.find(key);
    if (found == connections_.end()) return;
    found->second.phase = Phase::reading;  // the deadline stays that of the request
    found->second.since = Clock::now();
    found->second.received = 0;
    found->second.cut = Cut::none;
}

void Watchdog::received(Key key, int64_t bytes) {
    const std::lock_guard lock(mutex_);
    const auto found = connections_.find(key);
    if (found != connections_.end()) found->second.received = bytes;
}

Watchdog::Cut Watchdog::read_done(Key key) {
    const std::lock_guard lock(mutex_);
    const auto found = connections_.find(key);
    if (found == connections_.end()) return Cut::none;
    found->second.phase = Phase::working;
    return found->second.cut;
}

void Watchdog::streams(Key key) {
    const std::lock_guard lock(mutex_);
    const auto found = connections_.find(key);
    if (found == connections_.end()) return;
    Connection& connection = found->second;
    connection.phase = Phase::working;
    connection.deadline = draining_ ? Clock::now() + limits_.deadline : Clock::time_point::max();
    connection.received = 0;
    connection.waited = {};
    connection.cut = Cut::none;
}

void Watchdog::awaiting(Key key) {
    const std::lock_guard lock(mutex_);
    const auto found = connections_.find(key);
    if (found == connections_.end()) return;
    found->second.phase = Phase::streaming;
    found->second.since = Clock::now();
}

Watchdog::Cut Watchdog::awaited(Key key, int64_t bytes) {
    const std::lock_guard lock(mutex_);
    const auto found = connections_.find(key);
    if (found == connections_.end()) return Cut::none;
    Connection& connection = found->second;
    connection.phase = Phase::working;
    connection.waited += Clock::now() - connection.since;
    connection.received += bytes;
    if (connection.received >= least_in_window) {
        connection.received = 0;
        connection.waited = {};
    }
    return connection.cut;
}

void Watchdog::writing(Key key) {
    const std::lock_guard lock(mutex_);
    set(key, Phase::writing, limits_.deadline);
}

void Watchdog::lingering(Key key) {
    const std::lock_guard lock(mutex_);
    set(key, Phase::reading, 1s);
    const auto found = connections_.find(key);
    if (found != connections_.end()) found->second.cut = Cut::slow;
}

void Watchdog::waiting(Key key) {
    const std::lock_guard lock(mutex_);
    set(key, Phase::waiting, limits_.idle);
}

int Watchdog::requests() const {
    const std::lock_guard lock(mutex_);
    return static_cast<int>(std::count_if(connections_.begin(), connections_.end(),
                                          [](const auto& one) { return one.second.phase != Phase::waiting; }));
}

int Watchdog::connections() const {
    const std::lock_guard lock(mutex_);
    return taken_;
}

void Watchdog::drain() {
    const std::lock_guard lock(mutex_);
    draining_ = true;
    const auto last = Clock::now() + limits_.deadline;
    for (auto& [key, connection] : connections_) connection.deadline = std::min(connection.deadline, last);
}

void Watchdog::watch() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        look(Clock::now());
        stop_.wait_for(lock, tick);
    }
}

// Whether it is the client that is waited for, and may be given up when others need its thread.
bool Watchdog::Connection::on_client(Clock::time_point now) const {
    if (ended || cut != Cut::none) return false;
    if (phase == Phase::waiting || phase == Phase::reading) return now - since >= shortest_wait;
    if (phase != Phase::streaming) return false;
    const Clock::duration all = waited + (now - since);
    return all >= shortest_wait && received * (window / 1ms) < least_in_window * (all / 1ms);
}

bool Watchdog::overdue(const Connection& connection, Clock::time_point now) const {
    if (connection.ended) return false;
    if (now >= connection.deadline) return true;
    const auto age = now - connection.since;
    if (connection.phase == Phase::waiting) return draining_ && age >= shortest_wait;
    if (connection.cut != Cut::none) return false;
    if (connection.phase == Phase::streaming) return connection.waited + age >= window;
    if (connection.phase != Phase::reading || age < grace) return false;
    const int64_t late = std::chrono::duration_cast<std::chrono::milliseconds>(age - grace).count();
    return connection.received == 0 || connection.received * 1000 < late * least_rate;
}

// A streamed body's only deadline is that of the server's end.
Watchdog::Cut Watchdog::cut_of(const Connection& connection) const {
    const bool last = connection.phase == Phase::streaming && connection.deadline != Clock::time_point::max();
    return last && Clock::now() >= connection.deadline ? Cut::draining : Cut::slow;
}

// A body's read is ended on its side only, so that the refusal can still be written; everything else both ways.
void Watchdog::end(Connection& connection, std::string_view why) {
    const auto socket = sockets_.find(connection.peer);
    const bool body =
        (connection.phase == Phase::reading || connection.phase == Phase::streaming) && connection.cut == Cut::none;
    if (socket != sockets_.end()) ::shutdown(socket->second.descriptor, body ? SHUT_RD : SHUT_RDWR);
    if (body) {
        connection.cut = cut_of(connection);
    } else {
        connection.ended = socket != sockets_.end();
    }
    connection.deadline = Clock::now() + 1s;  // and then again, if it is still there
    if (ended_) ended_(why);
}

// Newcomers are the sockets that no request has named yet.
void Watchdog::follow_newcomers(Clock::time_point now) {
    std::set<Peer> named;
    for (const auto& [key, connection] : connections_) named.insert(connection.peer);
    std::erase_if(newcomers_,
                  [&](const auto& one) { return sockets_.count(one.first) == 0 || named.count(one.first) != 0; });
    for (const auto& [peer, socket] : sockets_) {
        if (named.count(peer) != 0 || newcomers_.count(peer) != 0) continue;
        Connection newcomer;
        newcomer.peer = peer;
        newcomer.since = now;
        newcomer.deadline = now + limits_.idle;
        newcomers_[peer] = newcomer;
    }
}

// All connections but those that wait for a thread.
std::vector<Watchdog::Connection*> Watchdog::on_threads() {
    std::vector<Connection*> out;
    for (auto& [key, connection] : connections_) out.push_back(&connection);
    for (auto& [peer, newcomer] : newcomers_) {
        if (!sockets_.at(peer).unread) out.push_back(&newcomer);
    }
    return out;
}

void Watchdog::look(Clock::time_point now) {
    if (port_ == 0) return;
    sockets_ = connected_sockets(port_);
    follow_newcomers(now);
    for (Connection* connection : on_threads()) {
        if (overdue(*connection, now)) end(*connection, connection->phase == Phase::waiting ? "idle" : "slow");
    }
    end_crowds(now);
    end_longest_waiting(now);
}

// What an address has beyond its share ends as soon as it waits for its client.
void Watchdog::end_crowds(Clock::time_point now) {
    if (limits_.per_address == 0) return;
    std::map<uint32_t, std::vector<Connection*>> by_address;
    for (Connection* connection : on_threads()) {
        if (!connection->ended) by_address[connection->peer.address].push_back(connection);
    }
    for (auto& [address, all] : by_address) {
        if (limits_.loopback_excepted && is_loopback(address)) continue;
        if (all.size() <= static_cast<size_t>(limits_.per_address)) continue;
        size_t surplus = all.size() - static_cast<size_t>(limits_.per_address);
        longest_first(all);
        for (Connection* connection : all) {
            if (surplus == 0) break;
            if (!connection->on_client(now)) continue;
            end(*connection, "crowded");
            surplus--;
        }
    }
}

// An eighth of the threads is kept free for those who come next.
void Watchdog::end_longest_waiting(Clock::time_point now) {
    const int most = limits_.threads - std::max(2, limits_.threads / 8);
    if (taken_ <= most) return;
    std::vector<Connection*> candidates;
    for (Connection* connection : on_threads()) {
        if (connection->on_client(now)) candidates.push_back(connection);
    }
    longest_first(candidates);
    const size_t surplus = std::min(candidates.size(), static_cast<size_t>(taken_ - most));
    for (size_t i = 0; i < surplus; i++) end(*candidates[i], "pressed");
}

void Watchdog::longest_first(std::vector<Connection*>& connections) {
    std::sort(connections.begin(), connections.end(),
              [](const Connection* one, const Connection* other) { return one->since < other->since; });
}

}  // namespace samebill::http
