// SPDX-License-Identifier: MIT
#include "native-server/http/gate.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace samebill::http {

namespace {

constexpr size_t longest_path = 1024;
constexpr size_t most_length_digits = 18;

std::string lower_case(std::string_view value) {
    std::string out(value);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

bool alphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

template <typename Allowed>
bool only(std::string_view value, Allowed allowed) {
    return std::all_of(value.begin(), value.end(), allowed);
}

bool is_one_of(char c, std::string_view set) {
    return set.find(c) != std::string_view::npos;
}

bool header_name(std::string_view name) {
    return !name.empty() && only(name, [](char c) { return alphanumeric(c) || is_one_of(c, "!#$%&'*+-.^_`|~"); });
}

bool header_value(std::string_view value) {
    return only(value, [](char c) { return c == '\t' || (c >= 0x20 && c != 0x7f) || c < 0; });
}

// No route of ours needs an escape, so none is taken: what is not there cannot be decoded twice.
std::optional<Refusal> check_target(const RawRequest& request) {
    const std::string_view path = request.target;
    if (path == "*" && request.method == "OPTIONS") return {};
    if (path.size() > longest_path) return Refusal{414, {}};
    if (path.empty() || path.front() != '/') return Refusal{400, "The target is not a path."};
    if (!only(path, [](char c) { return alphanumeric(c) || is_one_of(c, "/-._~!$&'()*+,;=:@"); })) {
        return Refusal{400, "The path holds a character that no path here has."};
    }
    if (path.find("//") != std::string_view::npos) return Refusal{400, "The path holds an empty segment."};
    const std::string closed = std::string(path) + "/";
    if (closed.find("/./") != std::string::npos || closed.find("/../") != std::string::npos) {
        return Refusal{400, "The path holds a dot segment."};
    }
    if (!only(request.query, [](char c) { return c > 0x20 && c < 0x7f; })) {
        return Refusal{400, "The query holds a character that no query has."};
    }
    return {};
}

struct Seen {
    int hosts = 0;
    int lengths = 0;
    int expectations = 0;
};

std::optional<Refusal> check_length(std::string_view value, Seen& seen, Body& body) {
    if (++seen.lengths > 1) return Refusal{400, "Content-Length is given twice."};
    if (value.empty() || !only(value, [](char c) { return c >= '0' && c <= '9'; })) {
        return Refusal{400, "Content-Length is not a number."};
    }
    if (value.size() > most_length_digits) return Refusal{413, {}};
    std::from_chars(value.data(), value.data() + value.size(), body.length);
    body.stated = true;
    return {};
}

std::optional<Refusal> check_header(const RawHeader& header, Seen& seen, Body& body) {
    if (!header_name(header.name)) return Refusal{400, "The name of a header is not well-formed."};
    if (!header_value(header.value)) return Refusal{400, "The value of a header is not well-formed."};
    const std::string name = lower_case(header.name);
    if (name == "upgrade" || name == "http2-settings") return Refusal{400, "There is nothing to upgrade to."};
    if (name == "transfer-encoding") return Refusal{411, "Chunks are not taken; state a Content-Length."};
    if (name == "content-length") return check_length(header.value, seen, body);
    if (name == "host" && ++seen.hosts > 1) return Refusal{400, "Host is given twice."};
    if (name == "host" && header.value.empty()) return Refusal{400, "Host is empty."};
    if (name == "expect") {
        if (++seen.expectations > 1 || lower_case(header.value) != "100-continue") return Refusal{417, {}};
        body.awaits_continue = true;
    }
    return {};
}

}  // namespace

std::optional<Refusal> check_head(const RawRequest& request, Body& body) {
    if (request.headers_dropped) return Refusal{431, {}};
    if (request.malformed) return Refusal{400, "The headers are not well-formed."};
    if (request.version != "1.1" && request.version != "1.0") return Refusal{505, {}};
    Seen seen;
    for (const RawHeader& header : request.headers) {
        if (const auto refusal = check_header(header, seen, body)) return refusal;
    }
    if (seen.hosts != 1) return Refusal{400, "Host is missing."};
    return check_target(request);
}

std::optional<Refusal> check_body(const api::Admission& admission, const Body& body) {
    if (!admission.takes_body) {
        return body.length > 0 ? std::optional(Refusal{400, "This method takes no body."}) : std::nullopt;
    }
    if (!body.stated) return Refusal{411, {}};
    if (admission.max_body >= 0 && body.length > admission.max_body) return Refusal{413, {}};
    return {};
}

api::Request to_request(const RawRequest& request) {
    api::Request out;
    out.method = request.method == "HEAD" ? "GET" : std::string(request.method);
    out.path = request.target;
    out.query = request.query;
    for (const RawHeader& header : request.headers) {
        // A second header of a name goes on the list of the first, as RFC 9110 reads it.
        const std::string name = lower_case(header.name);
        const auto same = std::find_if(out.headers.begin(), out.headers.end(),
                                       [&](const api::Header& one) { return one.name == name; });
        if (same == out.headers.end()) {
            out.headers.push_back({name, std::string(header.value)});
        } else {
            // Cookies of one request stand in one list of their own form (RFC 6265).
            same->value += (name == "cookie" ? "; " : ", ") + std::string(header.value);
        }
    }
    return out;
}

std::string peer_of(std::string_view address, const RawRequest& request, bool trusted_proxy) {
    std::string out(address);
    if (!trusted_proxy || !address.starts_with("127.")) return out;
    std::string_view last;
    for (const RawHeader& header : request.headers) {
        if (lower_case(header.name) == "x-forwarded-for") last = header.value;
    }
    last = last.substr(last.rfind(',') + 1);
    while (!last.empty() && (last.front() == ' ' || last.front() == '\t')) last.remove_prefix(1);
    const std::string said(last);
    unsigned char parsed[sizeof(in6_addr)];
    const bool sound =
        ::inet_pton(AF_INET, said.c_str(), parsed) == 1 || ::inet_pton(AF_INET6, said.c_str(), parsed) == 1;
    return sound ? said : out;
}

std::optional<bool> takes_gzip(const api::Request& request) {
    const std::string encoding = lower_case(request.header("content-encoding"));
    if (encoding.empty() || encoding == "identity") return false;
    if (encoding == "gzip" || encoding == "x-gzip") return true;
    return {};
}

bool wants_close(const RawRequest& request) {
    return request.version != "1.1" ||
           std::any_of(request.headers.begin(), request.headers.end(), [](const RawHeader& header) {
               return lower_case(header.name) == "connection" &&
                      lower_case(header.value).find("close") != std::string::npos;
           });
}

}  // namespace samebill::http
