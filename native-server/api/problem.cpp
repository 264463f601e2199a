// SPDX-License-Identifier: MIT
#include "native-server/api/problem.h"

#include <nlohmann/json.hpp>

namespace samebill::api {

using nlohmann::json;

namespace {

struct Kind {
    int status;
    const char* name;
    const char* title;
};

constexpr Kind kinds[] = {
    {400, "bad-request", "The request is not well-formed"},
    {401, "unauthenticated", "Credentials are missing or do not hold"},
    {403, "forbidden", "These credentials do not open this"},
    {404, "not-found", "There is nothing at this path"},
    {405, "method-not-allowed", "This path does not take this method"},
    {408, "timeout", "The request did not arrive in time"},
    {409, "conflict", "What is there now does not allow it"},
    {411, "length-required", "A body needs a Content-Length"},
    {412, "changed", "It was changed meanwhile; read it again"},
    {413, "too-large", "The body is larger than this server takes"},
    {414, "path-too-long", "The path is too long"},
    {415, "media-type", "This path does not take this type or encoding"},
    {417, "expectation", "The only expectation met is 100-continue"},
    {422, "invalid", "The document is not valid"},
    {428, "precondition-required", "An edit needs If-Match with the ETag that was read"},
    {429, "too-many-requests", "Too many requests"},
    {431, "headers-too-large", "The headers are too many or too large"},
    {500, "fault", "A fault of this server"},
    {501, "not-implemented", "This server does not know this method"},
    {503, "busy", "The server cannot take this request now"},
    {505, "version", "This server speaks HTTP/1.1"},
    {507, "full", "The disk of this server is full; nothing was stored"},
};

Response response_of(int status, json document) {
    const Kind* kind = &kinds[0];
    for (const Kind& one : kinds) {
        if (one.status == status) kind = &one;
    }
    document["type"] = std::string("urn:samebill:problem:") + kind->name;
    document["title"] = kind->title;
    document["status"] = status;
    return make_response(status, "application/problem+json", document.dump());
}

}  // namespace

Response problem(int status, std::string_view detail) {
    json document = json::object();
    if (!detail.empty()) document["detail"] = detail;
    Response out = response_of(status, std::move(document));
    if (status == 503) out.headers.push_back({"Retry-After", "1"});
    if (status == 401) out.headers.push_back({"WWW-Authenticate", "Bearer"});
    return out;
}

Response problem(int status, const Problems& problems) {
    json errors = json::array();
    for (const Problem& one : problems) {
        errors.push_back({{"code", one.code}, {"message", one.message}, {"path", one.path}});
    }
    return response_of(status, {{"errors", std::move(errors)}});
}

Response problem_of(const std::string& error_document) {
    json errors = json::parse(error_document).at("errors");
    const std::string code = errors.empty() ? "" : errors.front().at("code").get<std::string>();
    const int status = code == "parse" ? 400 : code == "internal" ? 500 : 422;
    return response_of(status, {{"errors", std::move(errors)}});
}

}  // namespace samebill::api
