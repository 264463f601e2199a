// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "native-server/api/router.h"

// The HTTP server: CivetWeb's threads and sockets, the gate before the router, deadlines, and one way to answer. Only
// this folder knows CivetWeb.

namespace samebill::http {

struct Options {
    std::string address = "127.0.0.1";
    int port = 8080;  // 0: a free one
    int threads = 64;
    int computations = 1;  // at once
    int deadline = 15;     // seconds
    int idle = 5;          // seconds
};

// What is known of an answered request; nothing in it comes from the client but the method, and that only if known.
struct Answered {
    std::string_view method;
    std::string_view route;  // the route's name, "none" if there is none
    int status = 0;
    size_t bytes = 0;  // of the body
    double milliseconds = 0;
};

using Log = std::function<void(const Answered&)>;

class Server {
public:
    struct State;
    // Throws std::runtime_error with a sentence for the operator if it cannot start.
    Server(const Options& options, const api::Router& router, Log log);
    // Lets requests at work finish, answers new ones with 503, then ends.
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    int port() const;

private:
    std::unique_ptr<State> state_;
};

}  // namespace samebill::http
