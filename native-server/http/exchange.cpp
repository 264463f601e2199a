// SPDX-License-Identifier: MIT
#include <chrono>
#include <cstdio>
#include <exception>
#include <optional>
#include <string>
#include <typeinfo>
#include <utility>

#include "native-server/api/problem.h"
#include "native-server/http/gate.h"
#include "native-server/http/head.h"
#include "native-server/http/incoming.h"
#include "native-server/http/raw_head.h"
#include "native-server/http/server_state.h"
#include "native-server/limits/json_limits.h"

// One request: gate, admission, body, answer. A refusal always ends the connection, so that nothing that was meant as a
// body is ever read as the next request.

namespace samebill::http {

namespace {

using api::Response;

constexpr size_t most_with_head = size_t{1} << 20;  // a body up to this size goes out with its head

Response closing(Response response) {
    response.close = true;
    return response;
}

Response ended(Response response) {
    if (response.status >= 400) response.close = true;
    return response;
}

bool is_json(std::string_view content_type) {
    return content_type.find("json") != std::string_view::npos;
}

class Exchange {
public:
    Exchange(Server::State& state, mg_connection* connection)
        : state_(state),
          connection_(connection),
          info_(*mg_get_request_info(connection)),
          raw_(raw_request(info_)),
          deadline_(state.watchdog.at_work(connection, make_peer(info_.remote_addr, info_.remote_port))),
          begin_(std::chrono::steady_clock::now()),
          id_(state.ids.next()),
          incoming_(connection, state.watchdog, body_) {}

    int run() {
        Response response;
        try {
            response = respond();
        } catch (const std::exception& error) {
            fault_ = typeid(error).name();
            response = closing(api::problem(500));
        }
        if (state_.draining || wants_close(raw_)) response.close = true;
        write(response);
        return response.status;
    }

private:
    Response respond() {
        if (state_.draining) return refused({503, "The server is about to end."}, "draining");
        if (const auto refusal = check_head(raw_, body_)) return refused(*refusal, "head");
        api::Request request = to_request(raw_);
        request.id = id_;
        request.peer = peer_of(info_.remote_addr, raw_, state_.options.trusted_proxy);
        request.body_size = body_.stated ? body_.length : -1;
        const api::Admission admission = state_.service.admit(request);
        route_ = admission.name;
        principal_ = admission.principal;
        if (admission.reply) {
            if (admission.reply->status == 429) state_.metrics.refused("rate");
            return body_.length > 0 ? closing(*admission.reply) : ended(*admission.reply);
        }
        if (const auto refusal = check_body(admission, body_)) return refused(*refusal, "body");
        if (admission.streams) return streamed(admission, request);
        if (const auto refusal = incoming_.read_whole(request.body)) return refused(*refusal, "slow");
        if (is_json(request.header("content-type"))) {
            const std::string_view too_much = exceeded_json_limit(request.body, state_.options.limits);
            if (!too_much.empty()) return refused({400, too_much}, "json");
        }
        return ended(answered(admission, request));
    }

    // The handler reads. Whatever it makes of a body that ends early, the answer is why it did.
    Response streamed(const api::Admission& admission, api::Request& request) {
        const auto gzip = takes_gzip(request);
        if (!gzip) return refused({415, "A body here comes as it is or in gzip."}, "body");
        request.read_body = incoming_.reader(*gzip);
        Response response = answered(admission, request);
        if (const auto refusal = incoming_.refusal())
            return refused(*refusal, refusal->status == 408 ? "slow" : "body");
        if (!incoming_.all_read()) response.close = true;
        return ended(std::move(response));
    }

    Response answered(const api::Admission& admission, api::Request& request) {
        Turn turn{state_.turns, deadline_};
        request.take_turn = [&turn] { return turn.take(); };
        Response response = state_.service.answer(admission, request);
        return turn.refused() ? refused({503, {}}, "busy") : std::move(response);
    }

    Response refused(const Refusal& refusal, std::string_view why) {
        state_.metrics.refused(why);
        return closing(api::problem(refusal.status, refusal.detail));
    }

    void write(const Response& response) {
        if (response.close) mg_disable_connection_keep_alive(connection_);
        const bool in_pieces = static_cast<bool>(response.pieces);
        const bool with_body = raw_.method != "HEAD" && response.status != 204 && response.status != 304;
        // Without chunks, only the end of the connection can tell where such a body ends.
        const bool old = in_pieces && raw_.version != "1.1";
        const Framing framing{response.close || old, in_pieces && !old, state_.options.trusted_proxy, id_};
        if (old) mg_disable_connection_keep_alive(connection_);
        state_.watchdog.writing(connection_);
        std::string first = head_of(response, framing);
        const bool small = !in_pieces && with_body && response.body->size() < most_with_head;
        if (small) first += *response.body;
        if (write_all(connection_, first) && with_body) {
            if (in_pieces) {
                write_pieces(response, framing.chunked);
            } else {
                written_ = static_cast<int64_t>(response.body->size());
                if (!small) write_all(connection_, *response.body);
            }
        }
        note(response.status);
        if (response.close && body_.length > 0 && !incoming_.all_read()) incoming_.linger();
        state_.watchdog.waiting(connection_);
    }

    // A body that cannot be finished ends without its last chunk, so nobody takes it for whole.
    void write_pieces(const Response& response, bool chunked) {
        try {
            std::string piece;
            for (bool more = true; more;) {
                piece.clear();
                more = response.pieces(piece);
                state_.watchdog.writing(connection_);
                if (piece.empty()) continue;
                written_ += static_cast<int64_t>(piece.size());
                if (!write_all(connection_, chunked ? as_chunk(piece) : piece)) return;
            }
            if (chunked) write_all(connection_, "0\r\n\r\n");
        } catch (const std::exception& error) {
            fault_ = typeid(error).name();
            mg_disable_connection_keep_alive(connection_);
        }
    }

    static std::string as_chunk(const std::string& piece) {
        char size[24];
        const int digits = std::snprintf(size, sizeof size, "%zx\r\n", piece.size());
        return std::string(size, static_cast<size_t>(digits)).append(piece).append("\r\n");
    }

    void note(int status) {
        const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - begin_;
        state_.note({known_method(raw_.method), route_, id_, principal_, status, incoming_.read(), written_,
                     spent.count(), fault_});
    }

    Server::State& state_;
    mg_connection* connection_;
    const mg_request_info& info_;
    const RawRequest raw_;
    const Watchdog::Clock::time_point deadline_;
    const std::chrono::steady_clock::time_point begin_;
    const std::string id_;
    Body body_;
    Incoming incoming_;
    int64_t written_ = 0;
    std::string_view route_ = "none";
    std::string principal_;
    std::string_view fault_;
};

}  // namespace

int Server::State::answer(mg_connection* connection) {
    return Exchange(*this, connection).run();
}

int Server::State::refuse(mg_connection* connection, int status) {
    mg_disable_connection_keep_alive(connection);
    watchdog.writing(connection);
    metrics.refused("head");
    const Response response = closing(api::problem(status >= 400 && status < 600 ? status : 400));
    const std::string id = ids.next();
    write_all(connection, head_of(response, {true, false, options.trusted_proxy, id}) + *response.body);
    note({"other", "none", id, {}, response.status, 0, static_cast<int64_t>(response.body->size()), 0, {}});
    return response.status;
}

}  // namespace samebill::http
