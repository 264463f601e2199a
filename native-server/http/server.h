// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "native-server/api/service.h"
#include "native-server/limits/limits.h"
#include "native-server/metrics/metrics.h"

// The HTTP server: CivetWeb's threads and sockets, the gate before the router, deadlines, and one way to answer. Only
// this folder knows CivetWeb.

namespace samebill::http {

struct Options {
    std::string address = "127.0.0.1";
    int port = 8080;       // 0: a free one
    int computations = 1;  // at once
    // A proxy on this machine ends TLS and states who asks (X-Forwarded-For).
    bool trusted_proxy = false;
    Limits limits;
};

// What is known of an answered request; nothing in it comes from the client but the method, and that only if known.
struct Answered {
    std::string_view method;
    std::string_view route;      // the route's name, "none" if there is none
    std::string_view id;         // of the request
    std::string_view principal;  // id of the key or session, empty: nobody
    int status = 0;
    int64_t received = 0;  // bytes of the body that was read
    int64_t bytes = 0;     // of the answer's body
    double milliseconds = 0;
    std::string_view fault;  // what kind of exception it ended with, if it did
};

using Log = std::function<void(const Answered&)>;

class Server {
public:
    struct State;
    // Throws std::runtime_error with a sentence for the operator if it cannot start.
    Server(const Options& options, const api::Service& service, Metrics& metrics, Log log);
    // Drains, waits for the requests at work, then ends.
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    int port() const;
    // Connections that have a thread, and those of them that are in the middle of a request.
    int connections() const;
    int requests() const;
    // From now on new requests are answered with 503; those at work go on, uploads for one deadline at most.
    void drain();

private:
    std::unique_ptr<State> state_;
};

}  // namespace samebill::http
