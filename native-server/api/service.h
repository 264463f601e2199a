// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "native-server/api/message.h"

// What http/ asks of the interface, in two steps: once the head of a request has come, whether it is taken and how its
// body is to be read; then the answer.

namespace samebill::api {

struct Admission {
    std::string_view name = "none";  // of the route, for log and metrics; lives as long as the service
    // Answers at once, before any of the body is read: refusals (401, 403, 404, 405, 429 …) and OPTIONS.
    std::optional<Response> reply = {};
    bool takes_body = false;     // one must come (411 without a length, unless it streams), else none may (400)
    int64_t max_body = 0;        // bytes; 413 beyond. On routes that stream, -1: any size
    bool streams = false;        // the handler reads the body itself; no absolute deadline, but a least rate
    std::string principal = {};  // id of the key or session that asks, for the log; empty: nobody
    std::shared_ptr<const void> work = {};  // the service's own
};

class Service {
public:
    virtual ~Service() = default;
    // `head` has everything but the body.
    virtual Admission admit(const Request& head) const = 0;
    // Only of an admission without a reply; may throw, which is a fault (500).
    virtual Response answer(const Admission& admission, Request& request) const = 0;
};

}  // namespace samebill::api
