// SPDX-License-Identifier: MIT
#include "native-server/http/head.h"

#include <algorithm>

#include "core/base/assert.h"

namespace samebill::http {

namespace {

const char* reason(int status) {
    switch (status) {
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 206: return "Partial Content";
        case 303: return "See Other";
        case 304: return "Not Modified";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 402: return "Payment Required";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 406: return "Not Acceptable";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 410: return "Gone";
        case 411: return "Length Required";
        case 412: return "Precondition Failed";
        case 413: return "Content Too Large";
        case 414: return "URI Too Long";
        case 415: return "Unsupported Media Type";
        case 417: return "Expectation Failed";
        case 422: return "Unprocessable Content";
        case 423: return "Locked";
        case 428: return "Precondition Required";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 501: return "Not Implemented";
        case 503: return "Service Unavailable";
        case 505: return "HTTP Version Not Supported";
        case 507: return "Insufficient Storage";
    }
    return "Refused";
}

// Pages may run their own scripts and compile WebAssembly, and nothing from elsewhere; data may do nothing at all.
constexpr std::string_view of_pages =
    "Content-Security-Policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; "
    "style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n";
constexpr std::string_view of_data =
    "Cache-Control: no-store\r\n"
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n";
constexpr std::string_view of_all =
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Permissions-Policy: camera=(), microphone=(), geolocation=()\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n";

bool clean(std::string_view value) {
    return std::all_of(value.begin(), value.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

}  // namespace

std::string head_of(const api::Response& response, const Framing& framing) {
    const bool file = response.kind == api::Response::Kind::file;
    const bool bodiless = response.status == 204 || response.status == 304;
    std::string out;
    out.reserve(1024);
    out += "HTTP/1.1 " + std::to_string(response.status) + " " + reason(response.status) + "\r\n";
    const auto add = [&](std::string_view name, std::string_view value) {
        SAMEBILL_ASSERT(clean(name) && clean(value));
        out.append(name).append(": ").append(value).append("\r\n");
    };
    if (!response.content_type.empty()) add("Content-Type", response.content_type);
    if (framing.chunked) {
        add("Transfer-Encoding", "chunked");
    } else if (!bodiless && !response.pieces) {
        add("Content-Length", std::to_string(response.body->size()));
    }
    for (const api::Header& header : response.headers) add(header.name, header.value);
    out.append(file ? of_pages : of_data).append(of_all);
    if (framing.behind_tls) add("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    if (!framing.request_id.empty()) add("X-Request-Id", framing.request_id);
    if (framing.close) add("Connection", "close");
    return out + "\r\n";
}

}  // namespace samebill::http
