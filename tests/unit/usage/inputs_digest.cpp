// SPDX-License-Identifier: MIT
#include "core/usage/inputs_digest.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <string>
#include <tuple>
#include <vector>

#include "core/base/sha256.h"
#include "tests/unit/support/jobs.h"

using namespace samebill;

namespace {

constexpr Instant march = 1772323200;  // 2026-03-01T00:00:00Z

}  // namespace

BOOST_AUTO_TEST_SUITE(inputs_digest_of_sessions)

BOOST_AUTO_TEST_CASE(sessions_are_hashed_by_start_then_device_id_then_record_id) {
    SessionTable table;
    table.add({"s2", "d2", Kind::sms, march, march, 3}, 0);
    table.add({"s9", "d1", Kind::data, march, march + 60, 1024}, 1);
    table.add({"s10", "d1", Kind::voice, march, march + 7, 7}, 2);
    table.add({"s0", "d2", Kind::data, march + 1, march + 1, 0}, 3);
    table.add({"s9", "d1", Kind::data, march, march + 60, 1024}, 4);  // a duplicate is dropped
    table.add({"s1", "d10", Kind::data, march - 1, march, 9007199254740991}, 5);
    table.seal();
    const std::string lines =
        "s1,d10,data,1772323199,1772323200,9007199254740991\n"
        "s10,d1,voice,1772323200,1772323207,7\n"
        "s9,d1,data,1772323200,1772323260,1024\n"
        "s2,d2,sms,1772323200,1772323200,3\n"
        "s0,d2,data,1772323201,1772323201,0\n";
    BOOST_TEST(inputs_digest("{\"a\":1}", table) == sha256_hex("{\"a\":1}\n" + lines));
    const std::vector<uint32_t> d2_and_d10{0, 2};
    BOOST_TEST(inputs_digest("", table, d2_and_d10) ==
               sha256_hex("\ns1,d10,data,1772323199,1772323200,9007199254740991\n"
                          "s2,d2,sms,1772323200,1772323200,3\ns0,d2,data,1772323201,1772323201,0\n"));
    BOOST_TEST(inputs_digest("x", table, {}) == sha256_hex("x\n"));
}

// Enough sessions for the radix sort, starts over all years, many ties, ids of many lengths.
BOOST_AUTO_TEST_CASE(many_sessions_are_hashed_in_the_order_of_a_plain_sort) {
    for (const bool all_years : {false, true}) {
        std::vector<std::tuple<Instant, std::string, std::string>> expected;
        SessionTable table;
        uint64_t state = 5;
        const auto below = [&](uint64_t limit) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            return static_cast<int64_t>((state >> 33) % limit);
        };
        for (uint32_t i = 0; i < 20'000; ++i) {
            const Instant start = all_years ? below(1'700'000) * 4080 : march + below(3000);
            const std::string device = "d" + std::to_string(below(50));
            const std::string id = std::string(i % 20, 'x') + std::to_string(i * 7919 % 20'011);
            const Instant end = start + (i % 7 == 0 ? 600'000'000 : 1);  // some longer than a column holds
            table.add({id, device, Kind::data, start, end, i}, i);
            expected.emplace_back(start, device,
                                  id + "," + device + ",data," + std::to_string(start) + "," + std::to_string(end) +
                                      "," + std::to_string(i) + "\n");
        }
        table.seal();
        std::sort(expected.begin(), expected.end(), [](const auto& a, const auto& b) {
            const auto id = [](const std::string& line) { return line.substr(0, line.find(',')); };
            return std::tuple(std::get<0>(a), std::get<1>(a), id(std::get<2>(a))) <
                   std::tuple(std::get<0>(b), std::get<1>(b), id(std::get<2>(b)));
        });
        std::string text = "head\n";
        for (const auto& entry : expected) text += std::get<2>(entry);
        BOOST_TEST(inputs_digest("head", table) == sha256_hex(text));
        const RunJobs last_first = backwards();
        BOOST_TEST(inputs_digest("head", table, end_of_time, &last_first) == sha256_hex(text));
    }
}

BOOST_AUTO_TEST_SUITE_END()
