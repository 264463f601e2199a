// SPDX-License-Identifier: MIT
#include "native-server/http/gate.h"

#include <boost/test/unit_test.hpp>

using namespace samebill;
using namespace samebill::http;

namespace {

RawRequest request(std::string_view method, std::string_view target, std::vector<RawHeader> headers = {}) {
    RawRequest out;
    out.method = method;
    out.target = target;
    out.version = "1.1";
    out.headers = std::move(headers);
    out.headers.push_back({"Host", "a"});
    return out;
}

// 0: let through.
int status_of(const RawRequest& raw) {
    Body body;
    const auto refusal = check_head(raw, body);
    return refusal ? refusal->status : 0;
}

api::Admission admission(bool takes_body, int64_t max_body) {
    api::Admission out;
    out.takes_body = takes_body;
    out.max_body = max_body;
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gate)

BOOST_AUTO_TEST_CASE(an_ordinary_request_passes) {
    BOOST_TEST(status_of(request("GET", "/healthz")) == 0);
    BOOST_TEST(status_of(request("POST", "/v1/bills:preview", {{"Content-Length", "12"}})) == 0);
    BOOST_TEST(status_of(request("OPTIONS", "*")) == 0);
    BOOST_TEST(status_of(request("GET", "/a.b/c-d_e~f")) == 0);
}

BOOST_AUTO_TEST_CASE(paths_that_can_be_read_in_two_ways_are_refused) {
    for (const char* path :
         {"", "a", "*", "//", "/a//b", "/.", "/..", "/a/../b", "/a/.", "/%61", "/a%00", "/a\\b", "/a b", "/\x80"}) {
        BOOST_TEST(status_of(request("GET", path)) == 400, path);
    }
    BOOST_TEST(status_of(request("GET", "/" + std::string(1023, 'a'))) == 0);
    BOOST_TEST(status_of(request("GET", "/" + std::string(1024, 'a'))) == 414);
    BOOST_TEST(status_of(request("GET", "/...")) == 0);
}

BOOST_AUTO_TEST_CASE(a_length_is_one_number_of_at_most_eighteen_digits) {
    const auto status = [](const char* value) { return status_of(request("POST", "/", {{"content-length", value}})); };
    BOOST_TEST(status("0") == 0);
    BOOST_TEST(status("999999999") == 0);
    BOOST_TEST(status("999999999999999999") == 0);
    BOOST_TEST(status("1000000000000000000") == 413);
    for (const char* bad : {"", "+1", "-1", "1 ", "0x1", "1,1", "1.0"}) BOOST_TEST(status(bad) == 400, bad);
    BOOST_TEST(status_of(request("POST", "/", {{"Content-Length", "1"}, {"CONTENT-LENGTH", "1"}})) == 400);
}

BOOST_AUTO_TEST_CASE(chunks_upgrades_and_expectations_are_refused) {
    BOOST_TEST(status_of(request("POST", "/", {{"Transfer-Encoding", "chunked"}})) == 411);
    BOOST_TEST(status_of(request("GET", "/", {{"Upgrade", "websocket"}})) == 400);
    BOOST_TEST(status_of(request("POST", "/", {{"Expect", "200-ok"}})) == 417);
    BOOST_TEST(status_of(request("POST", "/", {{"Expect", "100-Continue"}})) == 0);
}

BOOST_AUTO_TEST_CASE(there_is_exactly_one_host) {
    RawRequest none = request("GET", "/");
    none.headers.clear();
    BOOST_TEST(status_of(none) == 400);
    BOOST_TEST(status_of(request("GET", "/", {{"host", "b"}})) == 400);
}

BOOST_AUTO_TEST_CASE(heads_that_were_not_read_whole_are_refused) {
    RawRequest malformed = request("GET", "/");
    malformed.malformed = true;
    BOOST_TEST(status_of(malformed) == 400);
    RawRequest dropped = request("GET", "/");
    dropped.headers_dropped = true;
    BOOST_TEST(status_of(dropped) == 431);
    RawRequest version = request("GET", "/");
    version.version = "2.0";
    BOOST_TEST(status_of(version) == 505);
    BOOST_TEST(status_of(request("GET", "/", {{"X y", "1"}})) == 400);
    BOOST_TEST(status_of(request("GET", "/", {{"X", "a\x01"}})) == 400);
}

BOOST_AUTO_TEST_CASE(a_body_has_a_length_within_the_limit_of_its_route) {
    const auto status = [](const api::Admission& given, bool stated, int64_t length) {
        const Body body{stated, length, false};
        const auto refusal = check_body(given, body);
        return refusal ? refusal->status : 0;
    };
    BOOST_TEST(status(admission(true, 100), true, 100) == 0);
    BOOST_TEST(status(admission(true, 100), true, 101) == 413);
    BOOST_TEST(status(admission(true, 100), false, 0) == 411);
    BOOST_TEST(status(admission(true, -1), true, 999'999'999) == 0);
    BOOST_TEST(status(admission(false, 0), false, 0) == 0);
    BOOST_TEST(status(admission(false, 0), true, 0) == 0);
    BOOST_TEST(status(admission(false, 0), true, 1) == 400);
}

BOOST_AUTO_TEST_CASE(handlers_see_names_in_lower_case_and_repeated_headers_as_a_list) {
    const api::Request seen =
        to_request(request("HEAD", "/a", {{"Accept-Encoding", "br"}, {"ACCEPT-encoding", "gzip"}}));
    BOOST_TEST(seen.method == "GET");
    BOOST_TEST(seen.header("accept-encoding") == "br, gzip");
    BOOST_TEST(seen.header("host") == "a");
    BOOST_TEST(seen.header("none") == "");
}

BOOST_AUTO_TEST_CASE(cookies_of_two_headers_are_one_list_of_cookies) {
    BOOST_TEST(to_request(request("GET", "/", {{"Cookie", "a=1"}, {"cookie", "b=2"}})).header("cookie") == "a=1; b=2");
}

BOOST_AUTO_TEST_CASE(only_a_trusted_proxy_on_this_machine_says_who_asks) {
    const auto peer = [](std::string_view address, std::string_view said, bool trusted) {
        return peer_of(address, request("GET", "/", {{"X-Forwarded-For", said}}), trusted);
    };
    BOOST_TEST(peer("127.0.0.1", "192.0.2.7", true) == "192.0.2.7");
    BOOST_TEST(peer("127.0.0.1", "10.0.0.1, 192.0.2.7", true) == "192.0.2.7");
    BOOST_TEST(peer("127.0.0.1", "192.0.2.7,2001:db8::1", true) == "2001:db8::1");
    BOOST_TEST(peer("127.0.0.1", "192.0.2.7", false) == "127.0.0.1");
    BOOST_TEST(peer("192.0.2.1", "192.0.2.7", true) == "192.0.2.1");
    for (const char* unsound : {"", "unknown", "192.0.2.7:80", "192.0.2.7,", "192.0.2.256"}) {
        BOOST_TEST(peer("127.0.0.1", unsound, true) == "127.0.0.1", unsound);
    }
    BOOST_TEST(peer_of("127.0.0.1", request("GET", "/"), true) == "127.0.0.1");
}

BOOST_AUTO_TEST_CASE(a_streamed_body_is_plain_or_in_gzip) {
    const auto gzip = [](std::string_view value) {
        return takes_gzip(to_request(request("POST", "/", {{"Content-Encoding", value}})));
    };
    BOOST_TEST(gzip("gzip").value());
    BOOST_TEST(gzip("X-Gzip").value());
    BOOST_TEST(!gzip("identity").value());
    BOOST_TEST(!takes_gzip(to_request(request("POST", "/"))).value());
    for (const char* other : {"br", "deflate", "gzip, gzip", "gzip,br"}) BOOST_TEST(!gzip(other).has_value(), other);
}

BOOST_AUTO_TEST_CASE(a_connection_ends_when_asked_or_with_an_old_version) {
    BOOST_TEST(!wants_close(request("GET", "/")));
    BOOST_TEST(wants_close(request("GET", "/", {{"connection", "Close"}})));
    RawRequest old = request("GET", "/", {{"Connection", "keep-alive"}});
    old.version = "1.0";
    BOOST_TEST(wants_close(old));
}

BOOST_AUTO_TEST_SUITE_END()
