// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "native-server/api/message.h"
#include "native-server/api/service.h"

// The gate: which requests are looked at all. CivetWeb lets through what two readers can read in two ways (a length
// twice, a length beside chunks, no host); here everything is refused that is not plainly one request. Pure functions.

namespace samebill::http {

struct RawHeader {
    std::string_view name;
    std::string_view value;
};

// The head of a request as it came, the target not decoded.
struct RawRequest {
    std::string_view method;
    std::string_view target;   // without the query
    std::string_view query;    // without the "?"
    std::string_view version;  // "1.1"
    std::vector<RawHeader> headers;
    bool malformed = false;        // it holds more than the headers above say
    bool headers_dropped = false;  // there were more than CivetWeb keeps
};

struct Refusal {
    int status;
    std::string_view detail;
};

// What the head says of the body.
struct Body {
    bool stated = false;  // there is a Content-Length
    int64_t length = 0;
    bool awaits_continue = false;
};

// The first reason to refuse the head, or what it says of its body.
std::optional<Refusal> check_head(const RawRequest& request, Body& body);

// The reason to refuse this body where the request was admitted: 411, 413, or 400 for one where none belongs.
std::optional<Refusal> check_body(const api::Admission& admission, const Body& body);

// The head as handlers see it.
api::Request to_request(const RawRequest& request);

// The address of the client: that of the connection, or, if a proxy on this machine is trusted, the last one that the
// proxy states (X-Forwarded-For); what stands before it came from the client.
std::string peer_of(std::string_view address, const RawRequest& request, bool trusted_proxy);

// Whether the body, of a route that streams, is in gzip; nothing if it is in a form that is not taken.
std::optional<bool> takes_gzip(const api::Request& request);

// Whether the head asks for the connection to end.
bool wants_close(const RawRequest& request);

}  // namespace samebill::http
