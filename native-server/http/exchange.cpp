// SPDX-License-Identifier: MIT
#include <algorithm>
#include <chrono>
#include <cstring>
#include <exception>
#include <optional>
#include <string>

#include "native-server/api/problem.h"
#include "native-server/http/gate.h"
#include "native-server/http/head.h"
#include "native-server/http/server_state.h"

// One request: gate, route, body, handler, answer. A refusal always ends the connection, so that nothing that was meant
// as a body is ever read as the next request.

namespace samebill::http {

namespace {

using api::Response;

constexpr size_t piece_size = 4096;
constexpr size_t most_at_once = size_t{1} << 20;
constexpr size_t most_lingering = size_t{4} << 20;

std::string_view text(const char* value) {
    return value == nullptr ? std::string_view() : value;
}

Peer peer_of(const mg_request_info& info) {
    return make_peer(info.remote_addr, info.remote_port);
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

bool write_all(mg_connection* connection, std::string_view bytes) {
    while (!bytes.empty()) {
        const int count = mg_write(connection, bytes.data(), std::min(bytes.size(), most_at_once));
        if (count <= 0) return false;
        bytes.remove_prefix(static_cast<size_t>(count));
    }
    return true;
}

Response refused(const Refusal& refusal) {
    Response out = api::problem(refusal.status, refusal.detail);
    out.close = true;
    return out;
}

Response closing(Response response) {
    response.close = true;
    return response;
}

Response options_of(const api::Route* route) {
    Response out;
    out.status = 204;
    out.headers.push_back({"Allow", route == nullptr ? "GET, HEAD, OPTIONS, POST" : route->allow()});
    return out;
}

Response not_allowed(const api::Route& route) {
    Response out = closing(api::problem(405));
    out.headers.push_back({"Allow", route.allow()});
    return out;
}

class Exchange {
public:
    Exchange(Server::State& state, mg_connection* connection)
        : state_(state),
          connection_(connection),
          raw_(raw_request(*mg_get_request_info(connection))),
          deadline_(state.watchdog.at_work(connection, peer_of(*mg_get_request_info(connection)))),
          begin_(std::chrono::steady_clock::now()) {}

    int run() {
        Response response = closing(api::problem(500));
        try {
            response = respond();
        } catch (const std::exception&) {
            route_name_ = route_name_.empty() ? "none" : route_name_;
        }
        if (state_.draining || wants_close(raw_)) response.close = true;
        write(response);
        return response.status;
    }

private:
    Response respond() {
        if (state_.draining) return closing(api::problem(503, "The server is about to end."));
        if (const auto refusal = check_head(raw_, body_)) return refused(*refusal);
        const std::string path(raw_.target);
        const api::Route* route = state_.router.find(path);
        if (route != nullptr) route_name_ = route->name;
        if (raw_.method == "OPTIONS" && (route != nullptr || path == "*")) {
            return body_.length > 0 ? refused({400, "This method takes no body."}) : options_of(route);
        }
        if (route == nullptr) return closing(api::problem(404));
        const api::Handler* handler = route->handler(raw_.method);
        if (handler == nullptr) return not_allowed(*route);
        if (const auto refusal = check_body(*route, raw_.method, body_)) return refused(*refusal);
        api::Request request = to_request(raw_);
        if (const auto refusal = read_body(request.body)) return refused(*refusal);
        Response response = raw_.method == "POST" && route->computes ? in_turn(*handler, request) : (*handler)(request);
        if (response.status >= 400) response.close = true;
        return response;
    }

    Response in_turn(const api::Handler& handler, const api::Request& request) {
        if (!state_.turns.take(deadline_)) return closing(api::problem(503));
        struct Turn {
            Turns& turns;
            ~Turn() { turns.give_back(); }
        } turn{state_.turns};
        return handler(request);
    }

    // Exactly as many bytes as the head states.
    std::optional<Refusal> read_body(std::string& out) {
        if (body_.length == 0) return {};
        if (body_.awaits_continue && !write_all(connection_, "HTTP/1.1 100 Continue\r\n\r\n")) return Refusal{400, {}};
        state_.watchdog.reading(connection_);
        const auto length = static_cast<size_t>(body_.length);
        char piece[piece_size];
        while (out.size() < length) {
            const int count = mg_read(connection_, piece, std::min(piece_size, length - out.size()));
            if (count <= 0) break;
            out.append(piece, static_cast<size_t>(count));
            state_.watchdog.received(connection_, static_cast<int64_t>(out.size()));
        }
        const bool cut = state_.watchdog.read_done(connection_);
        body_read_ = out.size() == length;
        if (body_read_) return {};
        return cut ? Refusal{408, {}} : Refusal{400, "The body is shorter than its Content-Length."};
    }

    void write(const Response& response) {
        if (response.close) mg_disable_connection_keep_alive(connection_);
        state_.watchdog.writing(connection_);
        const bool with_body = raw_.method != "HEAD" && response.status != 204 && response.status != 304;
        std::string first = head_of(response, response.close);
        const bool small = response.body->size() < most_at_once;
        if (with_body && small) first += *response.body;
        const bool written = write_all(connection_, first);
        if (written && with_body && !small) write_all(connection_, *response.body);
        log(response, with_body);
        if (response.close && body_.length > 0 && !body_read_) linger();
        state_.watchdog.waiting(connection_);
    }

    void linger() {
        state_.watchdog.lingering(connection_);
        char piece[piece_size];
        for (size_t total = 0; total < most_lingering;) {
            const int count = mg_read(connection_, piece, piece_size);
            if (count <= 0) return;
            total += static_cast<size_t>(count);
        }
    }

    void log(const Response& response, bool with_body) const {
        const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - begin_;
        state_.log({known_method(raw_.method), route_name_.empty() ? "none" : route_name_, response.status,
                    with_body ? response.body->size() : 0, spent.count()});
    }

    Server::State& state_;
    mg_connection* connection_;
    const RawRequest raw_;
    const Watchdog::Clock::time_point deadline_;
    const std::chrono::steady_clock::time_point begin_;
    Body body_;
    bool body_read_ = false;
    std::string route_name_;
};

}  // namespace

int Server::State::answer(mg_connection* connection) {
    return Exchange(*this, connection).run();
}

int Server::State::refuse(mg_connection* connection, int status) {
    mg_disable_connection_keep_alive(connection);
    watchdog.writing(connection);
    const Response response = closing(api::problem(status >= 400 && status < 600 ? status : 400));
    write_all(connection, head_of(response, true) + *response.body);
    log({"other", "none", response.status, response.body->size(), 0});
    return response.status;
}

}  // namespace samebill::http
