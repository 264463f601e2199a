// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "native-server/api/message.h"

// Exact paths and what they answer. A path is found as it was sent or not at all: no prefixes, no escapes, no cleaning.

namespace samebill::api {

using Handler = std::function<Response(const Request&)>;

struct Route {
    std::string name;  // in the log, instead of the path
    Handler get;       // also answers HEAD
    Handler post;
    int64_t max_body = 0;   // of POST
    bool computes = false;  // POST takes a turn at the processors

    // Methods for the header Allow.
    std::string allow() const;
    // Null if the method is not allowed; OPTIONS is answered for all routes alike.
    const Handler* handler(std::string_view method) const;
};

class Router {
public:
    void add(const std::string& path, Route route) { routes_[path] = std::move(route); }
    const Route* find(const std::string& path) const;

private:
    std::map<std::string, Route> routes_;
};

}  // namespace samebill::api
