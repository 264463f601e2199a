// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "core/api.h"

using nlohmann::json;

BOOST_AUTO_TEST_SUITE(comparison_limits)

namespace {

// Ten devices over ten years, each by itself.
json base() {
    return json::parse(R"({"schema":"samebill/scenario/1",
 "catalog":{"schema":"samebill/catalog/1","id":"c","currency":"EUR",
  "plans":[{"id":"each","access_fee":{"amount":"5.00"},"overage":{"data":{"price":"1.00","per":"MB"}}}]},
 "account":{"schema":"samebill/account/1","id":"a","agreement":{"from":"2020-01-01"},"devices":[]},
 "from":"2027-01","months":120,
 "cohorts":[{"name":"meters","count":10,"plan":"each","variation":{"each_device":true}}]})");
}

std::string problems_of(const json& comparison) {
    std::string all;
    const json answer = json::parse(samebill::compare(comparison.dump()).text);
    for (const json& error : answer.at("errors"))
        all += error.at("code").get<std::string>() + " " + error.at("path").get<std::string>() + "\n";
    return all;
}

}  // namespace

// A device without usage is walked for 20 units a month, with 20 each for its provisioning and activation.
BOOST_AUTO_TEST_CASE(work_is_limited_for_each_run_and_for_all) {
    json asked = {{"schema", "samebill/comparison/1"},
                  {"base", base()},
                  {"alternatives", json::array({json::object({{"name", "only"}})})}};
    // 165,000 × (120 × 20 + 40) = 402,600,000 for one run, above 400,000,000.
    asked["break_even"] = json::array({json::object({{"over", "devices"}, {"through", 165'000}, {"points", 2}})});
    BOOST_TEST(problems_of(asked) == "limit /break_even/0\n");
    // A hundred seeds count for the alternative itself, and not for a run with another number of devices.
    asked["base"]["seeds"] = 100;
    asked["base"]["months"] = 1;
    asked["break_even"][0]["through"] = 66'100;  // × 60 × 101 would be 400,566,000
    BOOST_TEST(json::parse(samebill::compare(asked.dump()).text)["break_even"][0]["runs"] == 2);
    // Two that are too large by themselves, with 200,000 × 120 × (31 + 20) each, say so, and not that all are too much.
    json large = asked["base"]["cohorts"][0];
    large["count"] = 200'000;
    large["usage"] = json::array(
        {{{"name", "report"}, {"kind", "data"}, {"times", {{"per", "day"}, {"count", 1}}}, {"payload", 1000}}});
    asked["base"]["months"] = 120;
    asked["base"].erase("seeds");
    asked.erase("break_even");
    asked["alternatives"] = json::array();
    for (const char* name : {"first", "second"})
        asked["alternatives"].push_back(
            json{{"name", name}, {"patch", {{"name", name}, {"cohorts", json::array({large})}}}});
    BOOST_TEST(problems_of(asked) == "limit /alternatives/0/patch\nlimit /alternatives/1/patch\n");
}

BOOST_AUTO_TEST_SUITE_END()
