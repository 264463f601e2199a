// SPDX-License-Identifier: MIT
#include "native-server/http/head.h"

#include <algorithm>

#include "core/base/assert.h"

namespace samebill::http {

namespace {

const char* reason(int status) {
    switch (status) {
        case 200: return "OK";
        case 204: return "No Content";
        case 304: return "Not Modified";
        case 400: return "Bad Request";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 408: return "Request Timeout";
        case 411: return "Length Required";
        case 413: return "Content Too Large";
        case 414: return "URI Too Long";
        case 415: return "Unsupported Media Type";
        case 417: return "Expectation Failed";
        case 422: return "Unprocessable Content";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 501: return "Not Implemented";
        case 503: return "Service Unavailable";
        case 505: return "HTTP Version Not Supported";
    }
    return "Refused";
}

// Pages may run their own scripts and compile WebAssembly, and nothing from elsewhere; data may do nothing at all.
constexpr const char* page_policy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'";
constexpr const char* data_policy = "default-src 'none'; frame-ancestors 'none'";

bool clean(const std::string& value) {
    return std::all_of(value.begin(), value.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

}  // namespace

std::string head_of(const api::Response& response, bool close) {
    const bool file = response.kind == api::Response::Kind::file;
    const bool bodiless = response.status == 204 || response.status == 304;
    std::string out = "HTTP/1.1 " + std::to_string(response.status) + " " + reason(response.status) + "\r\n";
    const auto add = [&](const std::string& name, const std::string& value) {
        SAMEBILL_ASSERT(clean(name) && clean(value));
        out += name + ": " + value + "\r\n";
    };
    if (!response.content_type.empty()) add("Content-Type", response.content_type);
    if (!bodiless) add("Content-Length", std::to_string(response.body->size()));
    for (const api::Header& header : response.headers) add(header.name, header.value);
    if (!file) add("Cache-Control", "no-store");
    add("Content-Security-Policy", file ? page_policy : data_policy);
    add("X-Content-Type-Options", "nosniff");
    add("Referrer-Policy", "no-referrer");
    add("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
    add("Cross-Origin-Opener-Policy", "same-origin");
    add("Cross-Origin-Resource-Policy", "same-origin");
    if (close) add("Connection", "close");
    return out + "\r\n";
}

}  // namespace samebill::http
