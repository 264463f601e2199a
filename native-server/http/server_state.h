// SPDX-License-Identifier: MIT
#pragma once

#include <civetweb.h>

#include <atomic>
#include <string>
#include <utility>

#include "native-server/http/request_ids.h"
#include "native-server/http/server.h"
#include "native-server/http/turns.h"
#include "native-server/http/watchdog.h"

namespace samebill::http {

struct Server::State {
    State(const Options& given, const api::Service& answers, Metrics& counts, Log logger)
        : options(given),
          service(answers),
          metrics(counts),
          log(std::move(logger)),
          turns(given.computations),
          watchdog({std::chrono::seconds(given.limits.idle), std::chrono::seconds(given.limits.deadline),
                    given.limits.connections, given.limits.per_address, given.trusted_proxy},
                   [this](std::string_view why) { metrics.refused(why); }) {}

    static State& of(const mg_connection* connection) {
        return *static_cast<State*>(mg_get_user_data(mg_get_context(connection)));
    }

    // One request from its head to its answer; the status. Never throws (exchange.cpp).
    int answer(mg_connection* connection);
    // What CivetWeb refuses before it comes to us.
    int refuse(mg_connection* connection, int status);
    // Log and metrics.
    void note(const Answered& answered) {
        metrics.request(answered.route, answered.method, answered.status, answered.milliseconds / 1000);
        log(answered);
    }

    const Options options;
    const api::Service& service;
    Metrics& metrics;
    const Log log;
    RequestIds ids;
    Turns turns;
    Watchdog watchdog;
    std::atomic<bool> draining = false;
    std::string last_message;  // of CivetWeb, while it starts
    mg_context* context = nullptr;
};

}  // namespace samebill::http
