// SPDX-License-Identifier: MIT
// Rules: U1, U2, U3, U5, U9, M3, M4
// Rated quantities, and usage while provisioned or suspended.
#include <boost/test/unit_test.hpp>

#include "tests/unit/support/billed.h"

using samebill::LineType;

BOOST_AUTO_TEST_SUITE(rated_usage)

namespace {

Scenario rounding(const std::string& terms, const std::string& catalog = {}) {
    Scenario scenario;
    if (!catalog.empty()) scenario.catalog(catalog);
    return scenario
        .plan(R"({"id":"p","access_fee":{"amount":"0"},"overage":{"data":{"price":"0","per":"B"},
                  "voice":{"price":"0","per":"s"},"sms":{"price":"0","per":"message"}},"provisioned":{"triggers":
                  {"data":"unlimited"}},"terms":)" +
              terms + "}")
        .device("d")
        .active("d", "p", "03-01");
}

}  // namespace

BOOST_AUTO_TEST_CASE(data_is_rounded_up_to_a_kilobyte_and_voice_to_a_minute_a_session) {
    const Billed billed(rounding("{}")
                            .uses("d", "data", "03-02", 9, 1)
                            .uses("d", "data", "03-03", 9, 1024)
                            .uses("d", "data", "03-04", 9, 1025)
                            .uses("d", "voice", "03-02", 61, 61)
                            .uses("d", "sms", "03-02", 0, 3));
    // 1024 + 1024 + 2048; 120; messages as they are
    CHECK_TEXTS(billed.usage(), {"d p active_billed data 3 2050 4096", "d p active_billed sms 1 3 3",
                                 "d p active_billed voice 1 61 120"});
}

BOOST_AUTO_TEST_CASE(the_kilobyte_of_the_catalog_is_the_increment) {
    const Billed billed(rounding("{}", R"("kilobyte_bytes":1000)").uses("d", "data", "03-02", 9, 1001));
    CHECK_TEXTS(billed.usage(), {"d p active_billed data 1 1001 2000"});
}

BOOST_AUTO_TEST_CASE(units_are_powers_of_the_kilobyte) {
    const auto increment = [](const char* kilobyte) {
        return Billed(rounding(R"({"data_rounding":{"increment":"1.5 MB","per":"session"}})",
                               std::string("\"kilobyte_bytes\":") + kilobyte)
                          .uses("d", "data", "03-02", 9, 1))
            .usage();
    };
    CHECK_TEXTS(increment("1024"), {"d p active_billed data 1 1 1572864"});  // 1.5 × 1024 × 1024
    CHECK_TEXTS(increment("1000"), {"d p active_billed data 1 1 1500000"});
}

BOOST_AUTO_TEST_CASE(zero_stays_zero_and_is_a_session_all_the_same) {
    CHECK_TEXTS(Billed(rounding("{}").uses("d", "data", "03-02", 9, 0)).usage(), {"d p active_billed data 1 0 0"});
}

BOOST_AUTO_TEST_CASE(per_day_the_running_sum_is_rounded_and_begins_anew_each_day) {
    const Billed billed(rounding(R"({"data_rounding":{"increment":"1 KB","per":"day"}})")
                            .uses("d", "data", "03-02T01:00", 9, 600)
                            .uses("d", "data", "03-02T23:59:59", 9, 600)
                            .uses("d", "data", "03-03", 9, 600));
    // 2 March: 1,200 come to 2,048; 3 March: 600 come to 1,024
    CHECK_TEXTS(billed.usage(), {"d p active_billed data 3 1800 3072"});
}

BOOST_AUTO_TEST_CASE(per_month_the_running_sum_is_rounded_and_begins_anew_each_month) {
    const Billed billed(rounding(R"({"voice_rounding":{"increment":60,"per":"month"}})")
                            .uses("d", "voice", "03-02", 50, 50)
                            .uses("d", "voice", "03-20", 50, 50)
                            .uses("d", "voice", "04-01", 50, 50)
                            .months("2026-03", "2026-04"));
    CHECK_TEXTS(billed.usage(0), {"d p active_billed voice 2 100 120"});
    CHECK_TEXTS(billed.usage(1), {"d p active_billed voice 1 50 60"});
}

BOOST_AUTO_TEST_CASE(the_running_sum_goes_on_from_provisioned_into_active) {
    // 600 while provisioned are 1,024; 400 more come to 1,000 in all, still 1,024: nothing more is rated.
    const Billed billed(Scenario()
                            .plan(R"({"id":"p","access_fee":{"amount":"0"},"overage":{"data":{"price":"0","per":"B"}},
        "provisioned":{"triggers":{"data":"unlimited"}},"terms":{"data_rounding":{"increment":1024,"per":"month"}}})")
                            .device("d")
                            .on("03-01", "provision d p")
                            .uses("d", "data", "03-02", 9, 600)
                            .on("03-03", "activate d")
                            .uses("d", "data", "03-04", 9, 400));
    CHECK_TEXTS(billed.usage(), {"d p active_billed data 1 400 0", "d p provisioned data 1 600 1024"});
}

BOOST_AUTO_TEST_CASE(the_running_sum_of_a_plan_is_not_that_of_the_next) {
    const Billed billed(
        Scenario()
            .plan(R"({"id":"p","access_fee":{"amount":"0"},"overage":{"data":{"price":"0","per":"B"}}})")
            .plan(R"({"id":"q","access_fee":{"amount":"0"},"overage":{"data":{"price":"0","per":"B"}}})")
            .catalog(R"("terms":{"data_rounding":{"increment":1000,"per":"month"},"plan_change":"next_day"})")
            .device("d")
            .active("d", "p", "03-01")
            .uses("d", "data", "03-02", 9, 600)
            .on("03-02", "change_plan d q")
            .uses("d", "data", "03-03", 9, 300));
    CHECK_TEXTS(billed.usage(), {"d p active_billed data 1 600 1000", "d q active_billed data 1 300 1000"});
}

BOOST_AUTO_TEST_CASE(what_the_network_counted_is_billed_whole) {
    // Overhead is in the record's quantity: 5,000 bytes are 5,000 bytes at a rate by the byte.
    const Billed billed(
        Scenario()
            .plan(R"({"id":"p","access_fee":{"amount":"0"},"overage":{"data":{"price":"0.01","per":"B"}},
        "terms":{"data_rounding":{"increment":1,"per":"session"}}})")
            .device("d")
            .active("d", "p", "03-01")
            .uses("d", "data", "03-02", 9, 5000));
    CHECK_TEXTS(billed.lines(0, LineType::overage), {"overage d p data 5000 50.00"});
}

namespace {

// 100 messages free in a stay, 0.10 each above; nothing triggers.
Scenario stay() {
    return Scenario()
        .plan(R"({"id":"p","access_fee":{"amount":"0"},"overage":{"sms":{"price":"9","per":"message"},
        "data":{"price":"9","per":"B"}},"provisioned":{"complimentary":{"sms":100},"triggers":{"sms":"unlimited",
        "data":"unlimited"},"rates":{"sms":{"price":"0.10","per":"message"}}},"suspended":{"complimentary":{"sms":10},
        "triggers":{"sms":"unlimited"},"rates":{"sms":{"price":"0.20","per":"message"}}},
        "terms":{"suspension_allowed":true}})")
        .device("d")
        .on("03-01", "provision d p");
}

}  // namespace

BOOST_AUTO_TEST_CASE(usage_up_to_the_complimentary_amount_is_free_and_one_more_is_charged) {
    CHECK_TEXTS(Billed(stay().uses("d", "sms", "03-02", 0, 60).uses("d", "sms", "03-03", 0, 40)).lines(), {});
    CHECK_TEXTS(Billed(stay().uses("d", "sms", "03-02", 0, 60).uses("d", "sms", "03-03", 0, 41)).lines(),
                {"state_usage d p provisioned sms 1 0.10"});
}

BOOST_AUTO_TEST_CASE(the_complimentary_amount_is_that_of_the_stay_over_all_its_months) {
    const Billed billed(
        stay().uses("d", "sms", "03-02", 0, 90).uses("d", "sms", "04-02", 0, 30).months("2026-03", "2026-04"));
    CHECK_TEXTS(billed.lines(0), {});
    CHECK_TEXTS(billed.lines(1), {"state_usage d p provisioned sms 20 2.00"});  // 120 - 100
}

BOOST_AUTO_TEST_CASE(each_state_has_its_own_amount_rate_and_line) {
    const Billed billed(
        stay().uses("d", "sms", "03-02", 0, 105).on("03-03", "suspend d").uses("d", "sms", "03-04", 0, 13));
    CHECK_TEXTS(billed.lines(), {"state_usage d p provisioned sms 5 0.50", "state_usage d p suspended sms 3 0.60"});
}

BOOST_AUTO_TEST_CASE(where_the_state_shows_no_rate_usage_is_free_and_makes_no_line) {
    const Billed billed(stay().uses("d", "data", "03-02", 9, 5000));
    CHECK_TEXTS(billed.lines(), {});
    CHECK_TEXTS(billed.usage(), {"d p provisioned data 1 5000 5120"});
}

BOOST_AUTO_TEST_CASE(chargeable_quantities_of_several_stays_make_one_line_with_one_rounding) {
    // Two suspensions of 11 messages each: one chargeable in each, at 0.004 a message: 0.008, a cent, and not twice
    // 0.00.
    const Billed billed(
        Scenario()
            .plan(R"({"id":"p","access_fee":{"amount":"0"},"overage":{"sms":{"price":"9","per":"message"}},
        "suspended":{"complimentary":{"sms":10},"triggers":{"sms":"unlimited"},"rates":{"sms":{"price":"0.004",
        "per":"message"}}},
        "terms":{"suspension_allowed":true}})")
            .device("d")
            .active("d", "p", "03-01")
            .on("03-02", "suspend d")
            .uses("d", "sms", "03-03", 0, 11)
            .on("03-04", "activate d")
            .on("03-05", "suspend d")
            .uses("d", "sms", "03-06", 0, 11));
    CHECK_TEXTS(billed.lines(0, LineType::state_usage), {"state_usage d p suspended sms 2 0.01"});
}

BOOST_AUTO_TEST_CASE(a_kind_without_an_overage_rate_is_an_exception_in_every_state) {
    const Billed billed(Scenario()
                            .plan(R"({"id":"p","access_fee":{"amount":"0"}})")
                            .device("d")
                            .on("03-01", "provision d p")
                            .uses("d", "voice", "03-02", 9, 9)
                            .on("03-03", "activate d")
                            .uses("d", "voice", "03-04", 9, 8)
                            .uses("d", "data", "03-04", 9, 7));
    CHECK_TEXTS(billed.exceptions(), {"d data kind_not_offered 1 7", "d voice kind_not_offered 2 17"});
    CHECK_TEXTS(billed.usage(), {});
}

BOOST_AUTO_TEST_CASE(a_plan_that_includes_a_kind_must_show_its_overage_rate) {
    const Billed billed(Scenario().plan(R"({"id":"p","access_fee":{"amount":"0"},"included":{"voice":60,"sms":0}})"));
    CHECK_TEXTS(billed.problems(), {"schema /catalog/plans/0/included/voice"});
}

BOOST_AUTO_TEST_CASE(a_sum_above_two_to_the_63rd_is_an_overflow) {
    // 1,024 sessions of 2^53-1 messages are 2^63 - 1024; one of 1,023 more is the most that fits, 1,024 do not.
    const auto used = [](long long last) {
        Scenario scenario = rounding("{}");
        for (int i = 0; i < 1024; ++i) scenario.uses("d", "sms", "03-02", 0, (1LL << 53) - 1);
        return Billed(scenario.uses("d", "sms", "03-03", 0, last));
    };
    CHECK_TEXTS(used(1023).usage(), {"d p active_billed sms 1025 9223372036854775807 9223372036854775807"});
    CHECK_TEXTS(used(1024).problems(), {"overflow "});
}

BOOST_AUTO_TEST_SUITE_END()
