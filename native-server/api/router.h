// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "native-server/api/message.h"
#include "native-server/api/service.h"

// Files at exact paths, and what is said of paths that are nothing. A path is found as it was sent or not at all: no
// prefixes, no escapes, no cleaning.

namespace samebill::api {

using Handler = std::function<Response(const Request&)>;

class Router {
public:
    void add(const std::string& path, Handler get) { files_[path] = std::move(get); }

    // Answers at once, always.
    Admission admit(const Request& head) const;

private:
    std::map<std::string, Handler> files_;
};

}  // namespace samebill::api
