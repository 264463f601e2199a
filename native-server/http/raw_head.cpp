// SPDX-License-Identifier: MIT
#include "native-server/http/raw_head.h"

#include <cstring>

namespace samebill::http {

namespace {

std::string_view text(const char* value) {
    return value == nullptr ? std::string_view() : value;
}

// CivetWeb's reading of a head ends without a word at a line it does not understand (folded, without a name) and
// forgives bare line feeds and spaces before the colon; what it left out could be a second length. It reads in place,
// though, so the pointers show whether header follows upon header as they must: name, NUL for ":", blanks, value, two
// NULs for CR and LF, the next name; after the last the CR of the empty line.
bool reads_whole(const mg_request_info& info) {
    if (info.num_headers == 0 || info.http_version == nullptr) return info.num_headers == 0;
    const char* at = info.http_version + std::strlen(info.http_version);
    for (int i = 0; i < info.num_headers; i++) {
        const mg_header& header = info.http_headers[i];
        if (at[0] != '\0' || at[1] != '\0' || header.name != at + 2) return false;
        const char* blank = header.name + std::strlen(header.name) + 1;
        while (blank < header.value && (*blank == ' ' || *blank == '\t')) blank++;
        if (blank != header.value) return false;
        at = header.value + std::strlen(header.value);
    }
    return info.num_headers >= MG_MAX_HEADERS || (at[0] == '\0' && at[1] == '\0' && at[2] == '\r');
}

}  // namespace

RawRequest raw_request(const mg_request_info& info) {
    RawRequest out;
    out.method = text(info.request_method);
    out.target = text(info.request_uri);
    out.query = text(info.query_string);
    out.version = text(info.http_version);
    out.malformed = !reads_whole(info);
    out.headers_dropped = info.num_headers >= MG_MAX_HEADERS;
    for (int i = 0; i < info.num_headers; i++) {
        out.headers.push_back({text(info.http_headers[i].name), text(info.http_headers[i].value)});
    }
    return out;
}

// For the log: a method of ours, or "other".
std::string_view known_method(std::string_view method) {
    for (const std::string_view known : {"GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"}) {
        if (method == known) return known;
    }
    return "other";
}

}  // namespace samebill::http
