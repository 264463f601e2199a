// SPDX-License-Identifier: MIT
#include "native-server/api/router.h"

#include "native-server/api/problem.h"

namespace samebill::api {

namespace {

Response allowed(std::string methods) {
    Response out;
    out.status = 204;
    out.headers.push_back({"Allow", std::move(methods)});
    return out;
}

}  // namespace

Admission Router::admit(const Request& head) const {
    Admission out;
    const auto found = files_.find(head.path);
    if (found == files_.end()) {
        const bool whole_server = head.method == "OPTIONS" && head.path == "*";
        out.reply = whole_server ? allowed("GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE") : problem(404);
        return out;
    }
    out.name = "static";
    if (head.method == "OPTIONS") {
        out.reply = allowed("GET, HEAD, OPTIONS");
    } else if (head.method == "GET") {
        out.reply = found->second(head);
    } else {
        out.reply = problem(405);
        out.reply->headers.push_back({"Allow", "GET, HEAD, OPTIONS"});
    }
    return out;
}

}  // namespace samebill::api
