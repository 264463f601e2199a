// SPDX-License-Identifier: MIT
#pragma once

#include <civetweb.h>

#include <atomic>
#include <string>
#include <utility>

#include "native-server/http/server.h"
#include "native-server/http/turns.h"
#include "native-server/http/watchdog.h"

namespace samebill::http {

struct Server::State {
    State(const Options& given, const api::Router& routes, Log logger)
        : options(given),
          router(routes),
          log(std::move(logger)),
          turns(given.computations),
          watchdog({std::chrono::seconds(given.idle), std::chrono::seconds(given.deadline), given.threads}) {}

    static State& of(const mg_connection* connection) {
        return *static_cast<State*>(mg_get_user_data(mg_get_context(connection)));
    }

    // One request from its head to its answer; the status. Never throws (exchange.cpp).
    int answer(mg_connection* connection);
    // What CivetWeb refuses before it comes to us.
    int refuse(mg_connection* connection, int status);

    const Options options;
    const api::Router& router;
    const Log log;
    Turns turns;
    Watchdog watchdog;
    std::atomic<bool> draining = false;
    std::string last_message;  // of CivetWeb, while it starts
    mg_context* context = nullptr;
};

}  // namespace samebill::http
