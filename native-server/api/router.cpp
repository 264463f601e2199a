// SPDX-License-Identifier: MIT
#include "native-server/api/router.h"

namespace samebill::api {

std::string Route::allow() const {
    std::string out = "OPTIONS";
    if (get) out = "GET, HEAD, " + out;
    if (post) out += ", POST";
    return out;
}

const Handler* Route::handler(std::string_view method) const {
    if ((method == "GET" || method == "HEAD") && get) return &get;
    if (method == "POST" && post) return &post;
    return nullptr;
}

const Route* Router::find(const std::string& path) const {
    const auto found = routes_.find(path);
    return found == routes_.end() ? nullptr : &found->second;
}

}  // namespace samebill::api
