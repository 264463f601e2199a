// SPDX-License-Identifier: MIT
// What a scenario may not ask for is a problem at its place, before anything is computed.
#include <boost/test/unit_test.hpp>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "core/api.h"

using nlohmann::json;

BOOST_AUTO_TEST_SUITE(scenario_limits)

namespace {

json metered() {
    return {
        {"id", "p"}, {"access_fee", {{"amount", "1.00"}}}, {"overage", {{"data", {{"price", "1.00"}, {"per", "GB"}}}}}};
}

json prepaid(int64_t in_pack) {
    return {{"id", "p"},
            {"kind", "prepaid"},
            {"prepaid_packs", json::array({{{"id", "small"}, {"price", "1.00"}, {"data", in_pack}}})}};
}

json report(int64_t payload) {
    return {{"name", "report"}, {"kind", "data"}, {"times", {{"per", "day"}, {"count", 1}}}, {"payload", payload}};
}

json scenario(const json& plan, const json& usage) {
    return {{"schema", "samebill/scenario/1"},
            {"catalog", {{"schema", "samebill/catalog/1"}, {"id", "c"}, {"currency", "EUR"}, {"plans", {plan}}}},
            {"account",
             {{"schema", "samebill/account/1"},
              {"id", "a"},
              {"agreement", {{"from", "2020-01-01"}}},
              {"devices", json::array()}}},
            {"from", "2027-01"},
            {"months", 1},
            {"cohorts", {{{"name", "meters"}, {"count", 1}, {"plan", "p"}, {"usage", {usage}}}}}};
}

// "limit /cohorts", a line each; nothing if the scenario is sound.
std::string problems_of(const json& given) {
    const samebill::Outcome outcome = samebill::quote(given.dump());
    if (outcome.ok) return {};
    std::string all;
    const json answer = json::parse(outcome.text);
    for (const json& error : answer.at("errors"))
        all += error.at("code").get<std::string>() + " " + error.at("path").get<std::string>() + "\n";
    return all;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_session_carries_at_most_2_to_the_53_less_1) {
    // 2^39 bytes in packets of 1 byte with an overhead of 2^24: 2^63 and more.
    json usage = report(int64_t{1} << 39);
    usage["protocol"] = {{"session", 0}, {"message", 0}, {"packet", 16'777'216}, {"packet_payload", 1}};
    BOOST_TEST(problems_of(scenario(metered(), usage)) == "limit /cohorts/0/usage/0\n");
    // 2^39 × (1 + 16,382) is 2^39 less than 2^53.
    usage["protocol"]["packet"] = 16'382;
    BOOST_TEST(problems_of(scenario(metered(), usage)).empty());
    usage["protocol"]["packet"] = 16'383;
    BOOST_TEST(problems_of(scenario(metered(), usage)) == "limit /cohorts/0/usage/0\n");
}

BOOST_AUTO_TEST_CASE(the_largest_class_and_draws_count) {
    // 10^12 × 1,000 × 2 × 2 = 4 × 10^15; three times that is above 9.007 × 10^15.
    json given = scenario(metered(), report(1'000'000'000'000));
    json& variation = given["cohorts"][0]["variation"];
    variation = {{"classes", {{{"name", "x"}, {"share", 1}, {"percent", 100'000}}}},
                 {"devices_percent", 100},
                 {"days_percent", 100}};
    BOOST_TEST(problems_of(given).empty());
    json three = given["cohorts"][0]["usage"][0];
    three["protocol"] = {{"session", 0}, {"message", 0}, {"packet", 2}, {"packet_payload", 1}};
    given["cohorts"][0]["usage"].push_back(three);
    given["cohorts"][0]["usage"][1]["name"] = "packets";
    BOOST_TEST(problems_of(given) == "limit /cohorts/0/usage/1\n");
    given["cohorts"][0]["usage"][1]["varies"] = false;
    BOOST_TEST(problems_of(given).empty());
}

BOOST_AUTO_TEST_CASE(packs_are_counted_before_they_are_bought) {
    // 1,000 devices one by one, 1 GB below, packs of 10 MB: 100 a day and 31 days are 3,100,000 packs.
    json given = scenario(prepaid(10'000'000), report(1'000));
    json& cohort = given["cohorts"][0];
    cohort["variation"] = {{"each_device", true}};
    cohort["purchases"] = json::array({{{"pack", "small"}, {"below", {{"data", 1'000'000'000}}}}});
    cohort["count"] = 1'000;
    BOOST_TEST(problems_of(given) == "limit /cohorts\n");
    // 1 MB below takes one pack a day at most, and a purchase by the month one.
    cohort["purchases"][0]["below"]["data"] = 1'000'000;
    BOOST_TEST(problems_of(given).empty());
    cohort["purchases"][0] = {{"pack", "small"}, {"every_months", 1}};
    BOOST_TEST(problems_of(given).empty());
    // 300 devices buy 31 × 100 packs: 930,000 are within a month's limit. 300 × (3,100 × 20 +
    // 102) for sessions and months are 18,630,600 a month, and 22 months more than 400,000,000.
    cohort["purchases"] = json::array({{{"pack", "small"}, {"below", {{"data", 1'000'000'000}}}}});
    cohort["count"] = 300;
    given["months"] = 22;
    BOOST_TEST(problems_of(given) == "limit \n");
}

BOOST_AUTO_TEST_CASE(events_of_classes_are_counted) {
    // 48 seasons of a day each year over ten years are 960 events a device and more: 10,000 devices have 9.6 millions.
    json given = scenario(metered(), report(1'000));
    json seasons = json::array();
    for (int month = 1; month <= 12; ++month) {
        for (int day = 2; day <= 20; day += 6) {
            char from[11];
            std::snprintf(from, sizeof from, "2027-%02d-%02d", month, day);
            seasons.push_back({{"from", from}, {"until", from}, {"yearly", true}});
        }
    }
    given["cohorts"][0]["seasons"] = seasons;
    given["cohorts"][0]["variation"] = {{"each_device", true}};
    given["cohorts"][0]["count"] = 10'000;
    given["months"] = 120;
    BOOST_TEST(problems_of(given) == "limit /cohorts\n");
}

BOOST_AUTO_TEST_CASE(seeds_are_each_given_once_and_usage_ends_after_it_begins) {
    json given = scenario(metered(), report(1'000));
    given["seeds"] = {3, 4, 3};
    BOOST_TEST(problems_of(given) == "schema /seeds/2\n");
    given["seeds"] = {3, 4};
    json& usage = given["cohorts"][0]["usage"][0];
    usage["from"] = "2027-01-10";
    usage["until"] = "2027-01-09";
    BOOST_TEST(problems_of(given) == "schema /cohorts/0/usage/0/until\n");
    usage["until"] = "2027-01-10";
    BOOST_TEST(problems_of(given).empty());
}

BOOST_AUTO_TEST_SUITE_END()
