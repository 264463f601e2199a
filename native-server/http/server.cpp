// SPDX-License-Identifier: MIT
#include "native-server/http/server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <vector>

#include "native-server/http/server_state.h"
#include "native-server/http/stopping.h"

namespace samebill::http {

namespace {

constexpr int backlog = 200;
// CivetWeb's own limit for one read; the watchdog is to be the one that ends a streamed body.
constexpr int longest_window = 20;

// CivetWeb's master thread spins when file descriptors run out, so there must be enough for all it can accept.
void raise_descriptor_limit(const Limits& limits) {
    const rlim_t needed = static_cast<rlim_t>(limits.connections + limits.queue) + backlog + 128;
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= needed) return;
    limit.rlim_cur = limit.rlim_max == RLIM_INFINITY || limit.rlim_max >= needed ? needed : limit.rlim_max;
    if (limit.rlim_cur < needed || ::setrlimit(RLIMIT_NOFILE, &limit) != 0) {
        throw std::runtime_error("too few open files are allowed: " + std::to_string(needed) +
                                 " are needed for this many connections (ulimit -n)");
    }
}

// Whether the address can be listened on, said by the system itself; CivetWeb only writes a log line.
void try_to_bind(const Options& options) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(options.port));
    if (::inet_pton(AF_INET, options.address.c_str(), &address.sin_addr) != 1) {
        throw std::runtime_error(options.address + " is no IPv4 address");
    }
    const int number = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    if (number >= 0) ::setsockopt(number, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    const bool bound = number >= 0 && ::bind(number, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    const int error = errno;
    if (number >= 0) ::close(number);
    if (!bound) {
        throw std::runtime_error("cannot listen on " + options.address + ":" + std::to_string(options.port) + ": " +
                                 std::generic_category().message(error));
    }
}

int begin_request(mg_connection* connection) {
    return Server::State::of(connection).answer(connection);
}

int http_error(mg_connection* connection, int status, const char*) {
    Server::State::of(connection).refuse(connection, status);
    return 0;
}

// Messages may hold what clients sent, so they go nowhere; the last one tells why a start failed.
int log_message(const mg_connection* connection, const char* message) {
    if (connection != nullptr) {
        const mg_context* context = mg_get_context(connection);
        auto* state = context == nullptr ? nullptr : static_cast<Server::State*>(mg_get_user_data(context));
        if (state != nullptr && state->context == nullptr) state->last_message = message;
    }
    return 1;
}

int init_connection(const mg_connection* connection, void** data) {
    *data = nullptr;
    Server::State::of(connection).watchdog.taken();
    return 0;
}

void connection_close(const mg_connection* connection) {
    Server::State::of(connection).watchdog.gone(connection);
}

mg_context* start(Server::State& state) {
    const Options& options = state.options;
    const Limits& limits = options.limits;
    mg_callbacks callbacks;
    std::memset(&callbacks, 0, sizeof callbacks);
    callbacks.begin_request = begin_request;
    callbacks.http_error = http_error;
    callbacks.log_message = log_message;
    callbacks.init_connection = init_connection;
    callbacks.connection_close = connection_close;
    const std::string settings[][2] = {
        {"listening_ports", options.address + ":" + std::to_string(options.port)},
        {"num_threads", std::to_string(limits.connections)},
        {"connection_queue", std::to_string(limits.queue)},
        {"listen_backlog", std::to_string(backlog)},
        {"enable_keep_alive", "yes"},
        {"keep_alive_timeout_ms", std::to_string(limits.idle * 1000)},
        {"request_timeout_ms", std::to_string(std::max(limits.deadline, longest_window) * 1000)},
        {"max_request_size", std::to_string(limits.head_bytes)},
        {"tcp_nodelay", "1"},
        {"decode_url", "no"},
        {"enable_directory_listing", "no"},
        {"cgi_pattern", ""},
        {"ssi_pattern", ""},
        {"access_control_allow_origin", ""},
        {"access_control_allow_methods", ""},
    };
    std::vector<const char*> list;
    for (const auto& [name, value] : settings) {
        list.push_back(name.c_str());
        list.push_back(value.c_str());
    }
    list.push_back(nullptr);
    return mg_start(&callbacks, &state, list.data());
}

}  // namespace

Server::Server(const Options& options, const api::Service& service, Metrics& metrics, Log log) {
    try_to_bind(options);
    raise_descriptor_limit(options.limits);
    state_ = std::make_unique<State>(options, service, metrics, std::move(log));
    mg_init_library(MG_FEATURES_DEFAULT);
    state_->context = start(*state_);
    if (state_->context == nullptr) {
        mg_exit_library();
        throw std::runtime_error("cannot listen on " + options.address + ":" + std::to_string(options.port) +
                                 (state_->last_message.empty() ? "" : ": " + state_->last_message));
    }
    state_->watchdog.listening_on(port());
}

void Server::drain() {
    state_->draining = true;
    state_->watchdog.drain();
}

Server::~Server() {
    drain();
    // Reading and writing end by their deadlines, computing does when it is done; beyond both deadlines nothing is
    // waited for.
    const auto last = Watchdog::Clock::now() + std::chrono::seconds(2 * state_->options.limits.deadline + 2);
    while (state_->watchdog.requests() > 0 && Watchdog::Clock::now() < last) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    stop_listening(state_->context, state_->options.address, port());
    mg_exit_library();
}

int Server::connections() const {
    return state_->watchdog.connections();
}

int Server::requests() const {
    return state_->watchdog.requests();
}

int Server::port() const {
    mg_server_port ports[2] = {};
    return mg_get_server_ports(state_->context, 2, ports) > 0 ? ports[0].port : 0;
}

}  // namespace samebill::http
