// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// HTTP as plain values, without sockets: what comes from http/ and what goes back to it.

namespace samebill::api {

struct Header {
    std::string name;  // in responses as written; in requests in lower case
    std::string value;
};

// The next bytes of a body, at most `size` of them into `bytes`; returns how many, 0 at the end. Less than 0: the body
// ended early (too slow, connection lost, malformed); the reader knows why and answers for it, whatever the handler
// returns then.
using BodyReader = std::function<int64_t(char* bytes, size_t size)>;

struct Request {
    std::string id;      // of this request, unique; stands in the log and in the header X-Request-Id
    std::string method;  // "GET", "POST" …; HEAD comes as GET
    std::string path;    // as sent, without the query
    std::string query;   // as sent, without the "?"
    std::string peer;    // the client's address, "192.0.2.7"; behind a proxy that is trusted, what that says
    std::vector<Header> headers;
    std::string body;        // empty on routes that stream
    BodyReader read_body;    // on routes that stream
    int64_t body_size = -1;  // as stated by Content-Length; -1: not stated (chunks)
    // Takes a turn at the processors, to be given back when the answer is made; false: none came free in time, which is
    // then the answer. Once it is taken, taking it again does nothing.
    std::function<bool()> take_turn;

    // The value of a header (name in lower case); empty if it is not there. Of a header that came several times, the
    // values with ", " between them.
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
    std::vector<Header> headers;  // beyond those that every response has; Set-Cookie may stand several times
    std::shared_ptr<const std::string> body = std::make_shared<const std::string>();
    bool close = false;  // the connection ends with this response
    // Long bodies: called until it returns false, each time with an empty text to put the next piece in; sent in
    // chunks. `body` is empty then.
    std::function<bool(std::string& piece)> pieces = {};
    bool secret = false;  // holds something that is shown once: never kept to be replayed
};

inline Response make_response(int status, std::string content_type, std::string body) {
    Response out;
    out.status = status;
    out.content_type = std::move(content_type);
    out.body = std::make_shared<const std::string>(std::move(body));
    return out;
}

}  // namespace samebill::api
