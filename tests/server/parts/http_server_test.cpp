// SPDX-License-Identifier: MIT
// The server over its sockets, with a service of a few routes: what it does with streamed bodies, long answers, faults
// and its end, whatever the interface behind it is.
#include "native-server/http/server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "native-server/api/problem.h"
#include "tests/server/parts/gzip.h"

using namespace samebill;
using namespace std::chrono_literals;

namespace {

// POST /stream counts the bytes of its body; /half stops after ten; GET /long is three pieces; /torn breaks off;
// /fault throws; anything else says what came.
class Sample : public api::Service {
public:
    api::Admission admit(const api::Request& head) const override {
        api::Admission out;
        out.name = head.path == "/stream" || head.path == "/half" ? "/stream" : "/other";
        out.streams = out.name == "/stream";
        out.takes_body = head.method != "GET" && head.method != "DELETE";
        out.max_body = out.streams ? -1 : 1000;
        out.principal = "k1";
        if (head.path == "/refused") out.reply = api::problem(403);
        return out;
    }

    api::Response answer(const api::Admission& admission, api::Request& request) const override {
        if (admission.streams) return count(request);
        if (request.path == "/fault") throw std::invalid_argument("secret-4711");
        if (request.path == "/long" || request.path == "/torn") return pieces(request.path == "/torn");
        return api::make_response(200, "text/plain",
                                  request.method + " " + request.query + " " + request.peer + " " + request.body);
    }

private:
    static api::Response count(api::Request& request) {
        std::string buffer(65536, '\0');
        int64_t total = 0;
        int64_t count = 0;
        const size_t room = request.path == "/half" ? 10 : buffer.size();
        while ((count = request.read_body(buffer.data(), room)) > 0) {
            total += count;
            if (request.path == "/half") break;
        }
        return api::make_response(200, "text/plain", std::to_string(total) + " bytes");
    }

    static api::Response pieces(bool torn) {
        api::Response out = api::make_response(200, "text/plain", "");
        out.pieces = [torn, left = 3](std::string& piece) mutable {
            if (torn && left == 1) throw std::runtime_error("gone");
            piece = std::string(static_cast<size_t>(left), 'x');
            return --left > 0;
        };
        return out;
    }
};

struct Running {
    explicit Running(const std::function<void(http::Options&)>& change = {}) {
        http::Options options;
        options.port = 0;
        options.limits.connections = 16;
        if (change) change(options);
        server = std::make_unique<http::Server>(options, service, metrics, [this](const http::Answered& answered) {
            const std::lock_guard lock(mutex);
            statuses.push_back(answered.status);
            fault = answered.fault;
        });
    }
    Sample service;
    Metrics metrics{"1", "1"};
    std::mutex mutex;
    std::vector<int> statuses;
    std::string fault;
    std::unique_ptr<http::Server> server;
};

// One for all tests that need no options of their own: a server takes two seconds to end.
Running& usual() {
    static Running running;
    return running;
}

class Client {
public:
    explicit Client(int port, const char* from = "127.0.0.1") : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in own{};
        own.sin_family = AF_INET;
        ::inet_pton(AF_INET, from, &own.sin_addr);
        ::bind(socket_, reinterpret_cast<sockaddr*>(&own), sizeof own);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<uint16_t>(port));
        ::inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
        BOOST_REQUIRE(::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    }
    ~Client() { ::close(socket_); }
    Client(const Client&) = delete;

    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count <= 0) return false;
            bytes.remove_prefix(static_cast<size_t>(count));
        }
        return true;
    }

    // Until the text appears, or to the end.
    std::string read(std::string_view until = "\x01") {
        char bytes[65536];
        while (text_.find(until) == std::string::npos) {
            const ssize_t count = ::recv(socket_, bytes, sizeof bytes, 0);
            if (count <= 0) break;
            text_.append(bytes, static_cast<size_t>(count));
        }
        return std::exchange(text_, {});
    }

private:
    int socket_;
    std::string text_;
};

std::string head(const std::string& line, int64_t length, const std::string& more = {}) {
    return line + " HTTP/1.1\r\nHost: a\r\n" + more + "Content-Length: " + std::to_string(length) + "\r\n\r\n";
}

std::string asked(Running& running, const std::string& bytes) {
    Client client(running.server->port());
    client.send(bytes);
    ::usleep(1000);
    return client.read("bytes\x01");
}

std::string ask(Running& running, const std::string& line, const std::string& body = {}, const std::string& more = {}) {
    return asked(running, head(line, static_cast<int64_t>(body.size()), more + "Connection: close\r\n") + body);
}

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(http_server)

BOOST_AUTO_TEST_CASE(every_method_brings_query_body_and_peer) {
    Running& running = usual();
    BOOST_TEST(ask(running, "GET /a?b=c%20d&e").ends_with("\r\n\r\nGET b=c%20d&e 127.0.0.1 "));
    for (const std::string method : {"POST", "PUT", "PATCH"}) {
        BOOST_TEST(ask(running, method + " /a", "text").ends_with("\r\n\r\n" + method + "  127.0.0.1 text"));
    }
    BOOST_TEST(ask(running, "DELETE /a").ends_with("\r\n\r\nDELETE  127.0.0.1 "));
    BOOST_TEST(ask(running, "HEAD /a").ends_with("\r\n\r\n"));
    BOOST_TEST(holds(ask(running, "DELETE /a", "text"), " 400 "));
    BOOST_TEST(holds(ask(running, "PUT /a", std::string(1001, 'x')), " 413 "));
    BOOST_TEST(holds(ask(running, "POST /refused", "text"), " 403 "));
}

BOOST_AUTO_TEST_CASE(a_proxy_is_believed_only_when_trusted) {
    const std::string from = "X-Forwarded-For: 192.0.2.7\r\n";
    Running& plain = usual();
    const std::string without = ask(plain, "GET /a", {}, from);
    BOOST_TEST(without.ends_with("GET  127.0.0.1 "));
    BOOST_TEST(!holds(without, "Strict-Transport-Security"));
    Running trusting([](http::Options& options) { options.trusted_proxy = true; });
    const std::string with = ask(trusting, "GET /a", {}, from);
    BOOST_TEST(with.ends_with("GET  192.0.2.7 "));
    BOOST_TEST(holds(with, "\r\nStrict-Transport-Security: max-age=31536000; includeSubDomains\r\n"));
}

BOOST_AUTO_TEST_CASE(a_streamed_body_has_any_size) {
    Running& running = usual();
    const std::string mebibyte(size_t{1} << 20, 'x');
    Client client(running.server->port());
    client.send(head("POST /stream", int64_t{20} << 20));
    for (int i = 0; i < 20; i++) BOOST_TEST_REQUIRE(client.send(mebibyte));
    BOOST_TEST(holds(client.read(" bytes"), "\r\n\r\n20971520 bytes"));
    // The connection goes on with the next request.
    client.send(head("POST /stream", 5) + "fives");
    BOOST_TEST(holds(client.read(" bytes"), "\r\n\r\n5 bytes"));
}

BOOST_AUTO_TEST_CASE(a_streamed_body_may_be_empty_and_must_be_whole) {
    Running& running = usual();
    BOOST_TEST(ask(running, "POST /stream").ends_with("\r\n\r\n0 bytes"));
    BOOST_TEST(holds(asked(running, "POST /stream HTTP/1.1\r\nHost: a\r\n\r\n"), " 411 "));
    const std::string chunked = "POST /stream HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    BOOST_TEST(holds(asked(running, chunked), " 411 "));
    BOOST_TEST(holds(ask(running, "POST /stream", "text", "Content-Encoding: br\r\n"), " 415 "));
    Client half(running.server->port());
    half.send(head("POST /half", 5000) + std::string(5000, 'x'));
    const std::string text = half.read();
    BOOST_TEST(holds(text, "\r\n\r\n10 bytes"));
    BOOST_TEST(holds(text, "\r\nConnection: close\r\n"));
}

BOOST_AUTO_TEST_CASE(a_streamed_body_waits_for_its_continue) {
    Running& running = usual();
    Client client(running.server->port());
    client.send(head("POST /stream", 4, "Expect: 100-continue\r\n"));
    BOOST_TEST(client.read("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("text");
    BOOST_TEST(holds(client.read(" bytes"), "\r\n\r\n4 bytes"));
    Client refused(running.server->port());
    refused.send(head("POST /refused", 4, "Expect: 100-continue\r\n"));
    BOOST_TEST(refused.read("\r\n\r\n").starts_with("HTTP/1.1 403 "));
}

BOOST_AUTO_TEST_CASE(gzip_is_taken_out_of_a_streamed_body_and_a_bomb_is_refused) {
    const std::string header = "Content-Encoding: gzip\r\n";
    Running& running = usual();
    BOOST_TEST(ask(running, "POST /stream", gzip(std::string(500'000, 'a')), header).ends_with("500000 bytes"));
    BOOST_TEST(holds(ask(running, "POST /stream", gzip(std::string(size_t{90} << 20, 'a')), header), " 413 "));
    BOOST_TEST(holds(ask(running, "POST /stream", gzip("text").substr(0, 15), header), " 400 "));
    BOOST_TEST(holds(ask(running, "POST /stream", "text", header), " 400 "));
}

// 64 KiB in every ten seconds: one client stays below, one is far above but ends early, one stops for a while.
BOOST_AUTO_TEST_CASE(an_upload_that_is_too_slow_is_ended_and_one_that_rests_is_not) {
    Running running([](http::Options& options) { options.limits.deadline = 2; });
    const std::string part(8192, 'x');
    const auto begin = std::chrono::steady_clock::now();
    std::string slow;
    std::string resting;
    std::thread below([&] {
        Client client(running.server->port());
        client.send(head("POST /stream", 1'000'000'000));
        for (int i = 0; i < 30 && client.send(part.substr(0, 2048)); i++) std::this_thread::sleep_for(400ms);
        slow = client.read();
    });
    std::thread rests([&] {
        Client client(running.server->port());
        client.send(head("POST /stream", 2 * 65536));
        for (int half = 0; half < 2; half++) {
            for (int i = 0; i < 8; i++) client.send(part);
            if (half == 0) std::this_thread::sleep_for(7s);
        }
        resting = client.read(" bytes");
    });
    below.join();
    const auto spent = std::chrono::steady_clock::now() - begin;
    rests.join();
    BOOST_TEST(holds(slow, "HTTP/1.1 408 "));
    BOOST_TEST((spent > 9s && spent < 14s));
    BOOST_TEST(holds(resting, "\r\n\r\n131072 bytes"));
    BOOST_TEST(holds(running.metrics.text(), "samebill_http_refused_total{why=\"slow\"}"));
}

BOOST_AUTO_TEST_CASE(a_long_answer_comes_in_chunks_and_a_torn_one_has_no_end) {
    Running& running = usual();
    BOOST_TEST(ask(running, "GET /long").ends_with("\r\n\r\n3\r\nxxx\r\n2\r\nxx\r\n1\r\nx\r\n0\r\n\r\n"));
    BOOST_TEST(ask(running, "HEAD /long").ends_with("\r\n\r\n"));
    BOOST_TEST(asked(running, "GET /long HTTP/1.0\r\nHost: a\r\n\r\n").ends_with("\r\n\r\nxxxxxx"));
    BOOST_TEST(asked(running, "GET /torn HTTP/1.1\r\nHost: a\r\n\r\n").ends_with("\r\n\r\n3\r\nxxx\r\n2\r\nxx\r\n"));
    // Whole answers keep the connection.
    Client client(running.server->port());
    const std::string get = "GET /long HTTP/1.1\r\nHost: a\r\n\r\n";
    client.send(get + get);
    client.read("0\r\n\r\n");
    BOOST_TEST(running.statuses.size() >= 4U);
}

BOOST_AUTO_TEST_CASE(a_fault_is_500_and_its_words_stay_here) {
    Running& running = usual();
    const std::string text = ask(running, "GET /fault");
    BOOST_TEST(holds(text, " 500 "));
    BOOST_TEST(!holds(text, "secret"));
    const std::lock_guard lock(running.mutex);
    BOOST_TEST(holds(running.fault, "invalid_argument"));
}

BOOST_AUTO_TEST_CASE(json_beyond_its_limits_is_refused_before_anybody_reads_it) {
    Running& running = usual();
    const std::string json = "Content-Type: application/json\r\n";
    BOOST_TEST(holds(ask(running, "POST /a", std::string(32, '[') + std::string(32, ']'), json), " 200 "));
    BOOST_TEST(holds(ask(running, "POST /a", std::string(33, '['), json), " 400 "));
    BOOST_TEST(holds(ask(running, "POST /a", std::string(33, '['), "Content-Type: text/csv\r\n"), " 200 "));
}

// Five connections too many that wait for their clients end within the watchdog's next looks.
BOOST_AUTO_TEST_CASE(an_address_has_its_share_of_connections) {
    Running running([](http::Options& options) {
        options.limits.per_address = 3;
        options.limits.idle = 30;
    });
    std::vector<std::unique_ptr<Client>> many;
    for (int i = 0; i < 8; i++) many.push_back(std::make_unique<Client>(running.server->port()));
    Client other(running.server->port(), "127.0.0.9");
    other.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
    BOOST_TEST(holds(other.read("127.0.0.9"), " 200 "));
    for (int i = 0; i < 60 && running.server->connections() > 4; i++) std::this_thread::sleep_for(100ms);
    BOOST_TEST(running.server->connections() == 4);
    other.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
    BOOST_TEST(holds(other.read("127.0.0.9"), " 200 "));
    BOOST_TEST(holds(running.metrics.text(), "samebill_http_refused_total{why=\"crowded\"} 5"));
}

// The server ends in the middle of two uploads: one comes to its end in time and is answered, one does not and is told.
BOOST_AUTO_TEST_CASE(uploads_at_work_have_one_deadline_to_finish) {
    Running running([](http::Options& options) { options.limits.deadline = 3; });
    const int port = running.server->port();
    Client quick(port);
    Client endless(port);
    quick.send(head("POST /stream", 100'000) + std::string(50'000, 'x'));
    endless.send(head("POST /stream", 1'000'000'000) + std::string(50'000, 'x'));
    std::this_thread::sleep_for(300ms);
    running.server->drain();
    Client late(port);
    late.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
    BOOST_TEST(holds(late.read(), " 503 "));
    std::thread drip([&] {
        for (int i = 0; i < 40 && endless.send(std::string(20'000, 'x')); i++) std::this_thread::sleep_for(200ms);
    });
    quick.send(std::string(50'000, 'x'));
    const std::string whole = quick.read();
    BOOST_TEST(holds(whole, "\r\n\r\n100000 bytes"));
    BOOST_TEST(holds(whole, "\r\nConnection: close\r\n"));
    const auto begin = std::chrono::steady_clock::now();
    const std::string told = endless.read();
    BOOST_TEST(holds(told, "HTTP/1.1 503 "));
    BOOST_TEST((std::chrono::steady_clock::now() - begin < 6s));
    drip.join();
    running.server.reset();
}

BOOST_AUTO_TEST_SUITE_END()
