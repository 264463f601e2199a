// SPDX-License-Identifier: MIT
#include "native-server/http/watchdog.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace samebill::http {

namespace {

using namespace std::chrono_literals;

constexpr auto tick = 100ms;
constexpr int64_t least_rate = 1024;  // bytes a second
constexpr auto grace = 4s;
// Even under pressure a client gets this long.
constexpr auto shortest_wait = 1s;

bool is_peer(int descriptor, const std::string& address, int port) {
    sockaddr_in peer{};
    socklen_t size = sizeof peer;
    if (::getpeername(descriptor, reinterpret_cast<sockaddr*>(&peer), &size) != 0) return false;
    if (peer.sin_family != AF_INET || ntohs(peer.sin_port) != port) return false;
    char text[INET_ADDRSTRLEN] = {};
    return ::inet_ntop(AF_INET, &peer.sin_addr, text, sizeof text) != nullptr && address == text;
}

// CivetWeb does not tell the descriptor of a connection; the client's address and port name it as well. -1 if it is gone.
int socket_of(const std::string& address, int port) {
    DIR* directory = ::opendir("/proc/self/fd");
    if (directory == nullptr) return -1;
    int found = -1;
    while (const dirent* entry = ::readdir(directory)) {
        const int descriptor = std::atoi(entry->d_name);
        if (descriptor > 2 && is_peer(descriptor, address, port)) {
            found = descriptor;
            break;
        }
    }
    ::closedir(directory);
    return found;
}

}  // namespace

Watchdog::Watchdog(Limits limits) : limits_(limits), thread_([this] { watch(); }) {}

Watchdog::~Watchdog() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    stop_.notify_all();
    thread_.join();
}

void Watchdog::begun(Key key, const std::string& address, int port) {
    const std::lock_guard lock(mutex_);
    Connection connection;
    connection.address = address;
    connection.port = port;
    connection.since = Clock::now();
    connection.deadline = connection.since + limits_.idle;
    connections_[key] = connection;
}

void Watchdog::gone(Key key) {
    const std::lock_guard lock(mutex_);
    connections_.erase(key);
}

void Watchdog::set(Key key, Phase phase, std::chrono::seconds limit) {
    const auto found = connections_.find(key);
    if (found == connections_.end()) return;
    found->second.phase = phase;
    found->second.since = Clock::now();
    found->second.deadline = found->second.since + limit;
}

void Watchdog::waiting(Key key) {
    const std::lock_guard lock(mutex_);
    set(key, Phase::waiting, limits_.idle);
}

Watchdog::Clock::time_point Watchdog::at_work(Key key) {
    const std::lock_guard lock(mutex_);
    set(key, Phase::working, limits_.deadline);
    return Clock::now() + limits_.deadline;
}

void Watchdog::reading(Key key) {
    const std::lock_guard lock(mutex_);
    const auto found = connections_.find(key);
    if (found == connections_.end()) return;
    found->second.phase = Phase::reading;
    found->second.since = Clock::now();
    found->second.received = 0;
    found->second.cut = false;
}

void Watchdog::received(Key key, int64_t bytes) {
    const std::lock_guard lock(mutex_);
    const auto found = connections_.find(key);
    if (found != connections_.end()) found->second.received = bytes;
}

bool Watchdog::read_done(Key key) {
    const std::lock_guard lock(mutex_);
    const auto found = connections_.find(key);
    if (found == connections_.end()) return false;
    found->second.phase = Phase::working;
    return found->second.cut;
}

void Watchdog::writing(Key key) {
    const std::lock_guard lock(mutex_);
    set(key, Phase::writing, limits_.deadline);
}

void Watchdog::lingering(Key key) {
    const std::lock_guard lock(mutex_);
    set(key, Phase::reading, std::chrono::seconds(1));
    const auto found = connections_.find(key);
    if (found != connections_.end()) found->second.cut = true;
}

int Watchdog::connections() const {
    const std::lock_guard lock(mutex_);
    return static_cast<int>(connections_.size());
}

int Watchdog::requests() const {
    const std::lock_guard lock(mutex_);
    return static_cast<int>(std::count_if(connections_.begin(), connections_.end(), [](const auto& one) {
        return one.second.phase != Phase::waiting;
    }));
}

void Watchdog::drain() {
    const std::lock_guard lock(mutex_);
    draining_ = true;
}

void Watchdog::watch() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        look(Clock::now());
        stop_.wait_for(lock, tick);
    }
}

bool Watchdog::too_slow(const Connection& connection, Clock::time_point now) const {
    if (connection.phase != Phase::reading || now - connection.since < grace) return false;
    const int64_t late = std::chrono::duration_cast<std::chrono::milliseconds>(now - connection.since - grace).count();
    return connection.received * 1000 < late * least_rate || connection.received == 0;
}

// A body's read is ended on its side only, so that the refusal can still be written; everything else both ways.
void Watchdog::end(Connection& connection) {
    const int descriptor = socket_of(connection.address, connection.port);
    const bool body = connection.phase == Phase::reading && !connection.cut;
    if (descriptor >= 0) ::shutdown(descriptor, body ? SHUT_RD : SHUT_RDWR);
    connection.deadline = Clock::now() + std::chrono::seconds(1);  // and then again, if it is still there
    if (body) {
        connection.cut = true;
    } else {
        connection.ended = descriptor >= 0;
    }
}

void Watchdog::look(Clock::time_point now) {
    for (auto& [key, connection] : connections_) {
        if (connection.ended) continue;
        const bool drained = draining_ && connection.phase == Phase::waiting;
        if (now >= connection.deadline || drained || (!connection.cut && too_slow(connection, now))) end(connection);
    }
    end_longest_waiting(now);
}

// An eighth of the threads is kept free for those who come next.
void Watchdog::end_longest_waiting(Clock::time_point now) {
    const auto kept_free = static_cast<size_t>(std::max(2, limits_.threads / 8));
    const size_t most = static_cast<size_t>(limits_.threads) - kept_free;
    if (connections_.size() <= most) return;
    std::vector<Connection*> candidates;
    for (auto& [key, connection] : connections_) {
        const bool on_client = connection.phase == Phase::waiting || connection.phase == Phase::reading;
        if (on_client && !connection.ended && !connection.cut && now - connection.since >= shortest_wait) {
            candidates.push_back(&connection);
        }
    }
    std::sort(candidates.begin(), candidates.end(),
              [](const Connection* one, const Connection* other) { return one->since < other->since; });
    const size_t surplus = std::min(candidates.size(), connections_.size() - most);
    for (size_t i = 0; i < surplus; i++) end(*candidates[i]);
}

}  // namespace samebill::http
