// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What handlers see of HTTP: plain values, no sockets.

namespace samebill::api {

struct Header {
    std::string name;  // in responses as written; in requests in lower case
    std::string value;
};

struct Request {
    std::string method;  // "GET", "POST"; HEAD comes as GET
    std::string path;    // as sent, without the query
    std::vector<Header> headers;
    std::string body;

    // The value of a header (name in lower case); empty if it is not there.
    std::string_view header(std::string_view name) const {
        for (const Header& header : headers) {
            if (header.name == name) return header.value;
        }
        return {};
    }
};

struct Response {
    int status = 200;
    std::string content_type;  // empty: no content
    // Which Content-Security-Policy and caching hold: data of the interface, or a file of the web build.
    enum class Kind { data, file };
    Kind kind = Kind::data;
    std::vector<Header> headers;  // beyond those that every response has
    std::shared_ptr<const std::string> body = std::make_shared<const std::string>();
    bool close = false;  // the connection ends with this response
};

inline Response make_response(int status, std::string content_type, std::string body) {
    Response out;
    out.status = status;
    out.content_type = std::move(content_type);
    out.body = std::make_shared<const std::string>(std::move(body));
    return out;
}

}  // namespace samebill::api
