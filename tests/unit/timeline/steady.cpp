// SPDX-License-Identifier: MIT
// Rules: N1, N2, U9, M3, G1
// Devices whose month is summed without walking it: what falls due must not be lost on that way.
#include <boost/test/unit_test.hpp>

#include "core/api.h"
#include "tests/unit/support/scenario.h"

namespace {

std::string run_text(const std::string& request) {
    samebill::Inputs inputs;
    inputs.request = request;
    return samebill::run(inputs).text;
}

std::string closing_of(const std::string& result) {
    const std::string_view begin = "\"closing\":";
    const std::string_view end = ",\"schema\":\"samebill/result/1\"}";
    const size_t at = result.find(begin);
    BOOST_REQUIRE(at != std::string::npos);
    return result.substr(at + begin.size(), result.size() - end.size() - at - begin.size());
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(steady)

// Used up on 27 February; 10 days later is 9 March, also where the plan has become a monthly one meanwhile.
BOOST_AUTO_TEST_CASE(a_plan_that_became_postpaid_leaves_the_clock_of_its_used_up_credits_running) {
    Scenario before;
    before.plan(R"({"id":"p","kind":"prepaid","prepaid_packs":[{"id":"s","price":"1","data":1024}]})").device("d");
    before.on("02-01", "provision d p").on("02-01", "buy_credits d s").uses("d", "data", "02-27", 0, 1024);
    const std::string closing = closing_of(run_text(before.month("2026-02").text()));
    Scenario after;
    after.plan(R"({"id":"p","access_fee":{"amount":"3"},"terms":{"prepaid_lapse_days":10}})").device("d");
    const std::string result = run_text(after.month("2026-03").text_of("2026-03", closing));
    BOOST_TEST(
        has(result, R"({"at":"2026-03-09T00:00:00Z","device":"d","reason":"prepaid_unfunded","type":"lapse_due"})"));
}

// 1,024 * (2^53 - 1) = 2^63 - 1,024 is counted; rounded up to whole kilobytes it would pass 2^63 - 1.
BOOST_AUTO_TEST_CASE(rated_quantities_of_a_kind_that_is_not_offered_cannot_overflow) {
    Scenario scenario;
    scenario.plan(R"({"id":"p","access_fee":{"amount":"3"}})").device("d").active("d", "p", "02-01");
    for (int i = 0; i < 1024; ++i) scenario.uses("d", "data", "03-02", 0, 9007199254740991);
    const std::string result = run_text(scenario.month("2026-03").text());
    BOOST_TEST(has(result, R"("quantity":9223372036854774784,"reason":"kind_not_offered","sessions":1024)"));
}

// Noticed on 16 January; extended through 31 January, the agreement ends again at 00:00 on 1 February.
BOOST_AUTO_TEST_CASE(an_extended_agreement_that_ends_with_the_month_before_is_noticed_again) {
    const std::string plan = R"({"id":"p","access_fee":{"amount":"3"}})";
    Scenario january;
    january.agreement(R"("until":"2026-01-15")").plan(plan).device("d").active("d", "p", "01-05");
    const std::string first = run_text(january.month("2026-01").text());
    BOOST_TEST(has(first, R"({"at":"2026-01-16T00:00:00Z","device":"d","reason":"agreement_terminated")"));
    Scenario february;
    february.agreement(R"("until":"2026-01-31")").plan(plan).device("d");
    const std::string second = run_text(february.month("2026-02").text_of("2026-02", closing_of(first)));
    BOOST_TEST(has(second, R"({"at":"2026-02-01T00:00:00Z","device":"d","reason":"agreement_terminated")"));
}

BOOST_AUTO_TEST_SUITE_END()
