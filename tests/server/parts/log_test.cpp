// SPDX-License-Identifier: MIT
#include "native-server/log/log.h"

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "native-server/metrics/metrics.h"

using namespace samebill;
using namespace std::chrono_literals;

namespace {

struct Pipe {
    Pipe() { BOOST_REQUIRE(::pipe2(ends, O_NONBLOCK) == 0); }
    ~Pipe() {
        ::close(ends[0]);
        ::close(ends[1]);
    }
    std::string read_all() {
        std::string out;
        char bytes[65536];
        for (ssize_t count; (count = ::read(ends[0], bytes, sizeof bytes)) > 0;) out.append(bytes, size_t(count));
        return out;
    }
    int ends[2];
};

std::vector<std::string> lines_of(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> out;
    for (std::string line; std::getline(stream, line);) out.push_back(line);
    return out;
}

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(log_and_metrics)

BOOST_AUTO_TEST_CASE(lines_are_json_and_none_is_lost_at_the_end) {
    Pipe pipe;
    {
        const auto log = make_log(pipe.ends[1]);
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; i++) {
            threads.emplace_back([&] {
                for (int k = 0; k < 100; k++) log->info(R"("event":"request","ms":{})", k);
            });
        }
        for (std::thread& thread : threads) thread.join();
    }
    const auto lines = lines_of(pipe.read_all());
    BOOST_TEST(lines.size() == 400U);
    for (const std::string& line : lines) {
        const auto json = nlohmann::json::parse(line);
        BOOST_TEST_REQUIRE(json.at("event") == "request");
        BOOST_TEST_REQUIRE(json.at("level") == "info");
        BOOST_TEST_REQUIRE(json.at("time").get<std::string>().size() == 24U);
    }
}

// Nobody reads: what does not fit is counted, and the program neither waits nor grows.
BOOST_AUTO_TEST_CASE(a_reader_that_has_stopped_holds_nobody_up) {
    Pipe pipe;
    const auto begin = std::chrono::steady_clock::now();
    auto log = make_log(pipe.ends[1]);
    for (int i = 0; i < 40'000; i++) log->info(R"("event":"request","number":{})", i);
    BOOST_TEST((std::chrono::steady_clock::now() - begin < 5s));
    std::string all;
    size_t lost = 0;
    size_t kept = 0;
    for (int i = 0; i < 2000 && lost + kept < 40'000; i++) {
        std::this_thread::sleep_for(2ms);
        all += pipe.read_all();
        const size_t whole = all.rfind('\n') + 1;
        for (const std::string& line : lines_of(all.substr(0, whole))) {
            const auto json = nlohmann::json::parse(line);
            const bool gap = json.at("event") == "log_lines_lost";
            (gap ? lost : kept) += gap ? json.at("count").get<size_t>() : 1;
        }
        all.erase(0, whole);
    }
    BOOST_TEST(lost > 0U);
    BOOST_TEST(lost + kept == 40'000U);
    log.reset();
}

BOOST_AUTO_TEST_CASE(text_in_a_line_cannot_end_it) {
    BOOST_TEST(json_text("a\"b\\c\n\x1b[1m\xc3\xa4") == R"("a\"b\\c??[1m??")");
}

BOOST_AUTO_TEST_CASE(what_is_counted_is_told) {
    Metrics metrics("1.2.3", "1");
    metrics.request("/healthz", "GET", 200, 0.002);
    metrics.request("/healthz", "GET", 200, 0.2);
    metrics.request("/healthz", "GET", 503, 0.2);
    metrics.refused("slow");
    metrics.uploaded("stored", 700);
    metrics.usage_records("accepted", 12);
    metrics.bill_run("done", 3);
    metrics.bills("final", 4);
    metrics.webhook("delivered");
    int asked = 0;
    metrics.gauge("store_bytes", "Size of the store.", [&] { return 100.0 + ++asked; });
    const std::string text = metrics.text();
    for (const char* line : {
             R"(samebill_build_info{rules="1",version="1.2.3"} 1)",
             R"(samebill_http_requests_total{method="GET",route="/healthz",status="200"} 2)",
             R"(samebill_http_requests_total{method="GET",route="/healthz",status="503"} 1)",
             R"(samebill_http_request_duration_seconds_count{method="GET",route="/healthz"} 3)",
             R"(samebill_http_request_duration_seconds_bucket{method="GET",route="/healthz",le="0.0025"} 1)",
             R"(samebill_http_refused_total{why="slow"} 1)",
             R"(samebill_uploads_total{result="stored"} 1)",
             "samebill_upload_bytes_total 700",
             R"(samebill_usage_records_total{result="accepted"} 12)",
             R"(samebill_bill_runs_total{result="done"} 1)",
             "samebill_bill_run_seconds_sum 3",
             R"(samebill_bills_total{kind="final"} 4)",
             R"(samebill_webhook_deliveries_total{result="delivered"} 1)",
             "samebill_store_bytes 101",
         }) {
        BOOST_TEST(holds(text, std::string("\n") + line + "\n"), line);
    }
    BOOST_TEST(holds(metrics.text(), "\nsamebill_store_bytes 102\n"));
}

BOOST_AUTO_TEST_SUITE_END()
