// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>
#include <string>

#include "native-server/limits/json_limits.h"
#include "native-server/limits/rates.h"
#include "native-server/limits/token_buckets.h"

using namespace samebill;
using namespace std::chrono_literals;

namespace {

std::string nested(int levels) {
    return std::string(static_cast<size_t>(levels), '[') + std::string(static_cast<size_t>(levels), ']');
}

}  // namespace

BOOST_AUTO_TEST_SUITE(limits)

// Five in a minute is one in twelve seconds.
BOOST_AUTO_TEST_CASE(a_bucket_lets_a_burst_through_and_then_the_steady_rate) {
    TokenBuckets logins(5, 60s, 5);
    const TokenBuckets::Clock::time_point begin{};
    for (int i = 0; i < 5; i++) BOOST_TEST(logins.take("a", begin) == 0);
    BOOST_TEST(logins.take("a", begin) == 12);
    BOOST_TEST(logins.take("b", begin) == 0);
    BOOST_TEST(logins.take("a", begin + 5s) == 7);
    BOOST_TEST(logins.take("a", begin + 11500ms) == 1);
    BOOST_TEST(logins.take("a", begin + 12s) == 0);
    BOOST_TEST(logins.take("a", begin + 12s) == 12);
    // 61 seconds later it is full again and no fuller.
    for (int i = 0; i < 5; i++) BOOST_TEST(logins.take("a", begin + 73s) == 0);
    BOOST_TEST(logins.take("a", begin + 73s) == 12);
}

BOOST_AUTO_TEST_CASE(no_rate_is_no_limit) {
    TokenBuckets none(0, 1s, 0);
    for (int i = 0; i < 1000; i++) BOOST_TEST_REQUIRE(none.take("a") == 0);
    BOOST_TEST(none.size() == 0U);
}

BOOST_AUTO_TEST_CASE(buckets_that_are_full_again_are_forgotten) {
    TokenBuckets rate(10, 1s, 10);
    const TokenBuckets::Clock::time_point begin{};
    for (int i = 0; i < 100'000; i++) rate.take(std::to_string(i), begin + i * 1ms);
    BOOST_TEST(rate.size() <= 2048U);
}

BOOST_AUTO_TEST_CASE(an_address_of_version_six_counts_by_its_network) {
    BOOST_TEST(counted_address("192.0.2.7") == "192.0.2.7");
    BOOST_TEST(counted_address("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64");
    BOOST_TEST(counted_address("2001:db8:1:2:ffff::1") == counted_address("2001:db8:1:2::9"));
    BOOST_TEST(counted_address("2001:db8:1:3::9") != counted_address("2001:db8:1:2::9"));
    Limits limits;
    limits.address_rate = 1;
    Rates rates(limits);
    for (int i = 0; i < 5; i++) BOOST_TEST(rates.of_address("2001:db8::" + std::to_string(i)) == 0);
    BOOST_TEST(rates.of_address("2001:db8::77") == 1);
    BOOST_TEST(rates.of_address("192.0.2.7") == 0);
}

BOOST_AUTO_TEST_CASE(json_has_a_depth_and_sizes) {
    const Limits limits;
    const auto exceeds = [&](const std::string& text) { return !exceeded_json_limit(text, limits).empty(); };
    BOOST_TEST(!exceeds(nested(32)));
    BOOST_TEST(exceeds(nested(33)));
    BOOST_TEST(!exceeds("\"" + std::string(100, '[') + "\""));
    BOOST_TEST(!exceeds("\"" + std::string(65536, 'a') + "\""));
    BOOST_TEST(exceeds("\"" + std::string(65537, 'a') + "\""));
    BOOST_TEST(exceeds("\"" + std::string(70000, 'a')));
    BOOST_TEST(!exceeds(std::string(40, '9')));
    BOOST_TEST(exceeds("[-" + std::string(40, '9') + "]"));
    BOOST_TEST(exceeds("1e" + std::string(40, '9')));
    BOOST_TEST(!exceeds(""));
    BOOST_TEST(!exceeds("]]]]"));
}

// An escaped quote does not end a string, a backslash that is itself escaped lets the quote end it.
BOOST_AUTO_TEST_CASE(a_string_ends_at_its_own_quote) {
    Limits limits;
    limits.json_string = 8;
    limits.json_depth = 1;
    const auto exceeds = [&](const char* text) { return !exceeded_json_limit(text, limits).empty(); };
    BOOST_TEST(!exceeds(R"(["a\"[[[b"])"));
    BOOST_TEST(exceeds(R"(["a\\",[]])"));
    BOOST_TEST(exceeds(R"(["a\\\"12345"])"));
    BOOST_TEST(!exceeds(R"(["a\\\"123"])"));
}

BOOST_AUTO_TEST_SUITE_END()
