// SPDX-License-Identifier: MIT
#include "native-server/api/handlers.h"

#include <string>
#include <utility>

#include "core/api.h"
#include "native-server/api/problem.h"
#include "native-server/version.h"

namespace samebill::api {

namespace {

std::string lower_case(std::string_view value) {
    std::string out(value);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

// application/json, perhaps with a charset, which can only be UTF-8 (RFC 8259).
bool is_json(std::string_view content_type) {
    std::string value;
    for (const char c : lower_case(content_type)) {
        if (c != ' ' && c != '\t' && c != '"') value += c;
    }
    return value == "application/json" || value == "application/json;charset=utf-8";
}

bool is_plain(std::string_view content_encoding) {
    return content_encoding.empty() || lower_case(content_encoding) == "identity";
}

}  // namespace

Response healthz(const Request&) {
    return make_response(200, "application/json",
                         R"({"rules":")" + std::string(rules_version) + R"(","status":"ok","version":")" +
                             std::string(version) + R"("})");
}

Response preview(const Request& request) {
    if (!is_json(request.header("content-type")) || !is_plain(request.header("content-encoding"))) {
        return problem(415);
    }
    Inputs inputs;
    inputs.request = request.body;
    Outcome outcome = run(inputs);
    if (!outcome.ok) return problem_of(outcome.text);
    return make_response(200, "application/json", std::move(outcome.text));
}

void add_routes(Router& router, int64_t max_body) {
    Route health;
    health.name = "/healthz";
    health.get = healthz;
    router.add("/healthz", health);

    Route bills_preview;
    bills_preview.name = "/v1/bills:preview";
    bills_preview.post = preview;
    bills_preview.max_body = max_body;
    bills_preview.computes = true;
    router.add("/v1/bills:preview", bills_preview);
}

}  // namespace samebill::api
