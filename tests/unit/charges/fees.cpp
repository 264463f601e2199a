// SPDX-License-Identifier: MIT
// Rules: F1, F2, F3, F5, F6, B1
#include <boost/test/unit_test.hpp>

#include "core/charges/lines.h"
#include "tests/unit/bill/sample.h"
#include "tests/unit/support/billed.h"

using namespace samebill;

BOOST_AUTO_TEST_SUITE(fees)

namespace {

Scenario monthly(const std::string& terms = "{}") {
    return Scenario().plan(R"({"id":"p","access_fee":{"amount":"31"},"terms":)" + terms + "}").device("d");
}
const std::string prorated = R"({"cancellation_refund":"prorated","suspension_allowed":true})";
const std::string suspendable = R"({"suspension_allowed":true})";

}  // namespace

BOOST_AUTO_TEST_CASE(a_fee_the_plan_does_not_show_makes_no_line_and_one_of_zero_makes_one) {
    const Billed billed(Scenario()
                            .plan(R"({"id":"p","access_fee":{"amount":"0"},"fees":{"activation":"0"}})")
                            .device("d")
                            .active("d", "p", "03-01"));
    CHECK_TEXTS(billed.lines(), {"activation_fee d p 03-01 customer 0.00", "access_fee d p 31/31 0.00"});
}

BOOST_AUTO_TEST_CASE(a_one_off_fee_is_on_the_bill_of_the_month_of_its_instant) {
    const Billed billed(
        Scenario()
            .plan(R"({"id":"p","access_fee":{"amount":"0"},"fees":{"provisioning":"1","activation":"2"}})")
            .device("d")
            .on("03-31T23:59:59", "provision d p")
            .on("04-01", "activate d")
            .months("2026-03", "2026-04"));
    CHECK_TEXTS(billed.lines(0), {"provisioning_fee d p 03-31T23:59:59 1.00"});
    CHECK_TEXTS(billed.lines(1), {"activation_fee d p 04-01 customer 2.00", "access_fee d p 30/30 0.00"});
}

BOOST_AUTO_TEST_CASE(a_day_begun_is_a_day_billed) {
    // 23:59:59 on 10 March to 00:00:01 on 12 March: the 10th, 11th and 12th at 1.00.
    const Billed billed(monthly(suspendable).active("d", "p", "03-10T23:59:59").on("03-12T00:00:01", "suspend d"));
    CHECK_TEXTS(billed.lines(), {"access_fee d p 3/31 3.00"});
    const Billed sharp(monthly(suspendable).active("d", "p", "03-10").on("03-12", "suspend d"));
    CHECK_TEXTS(sharp.lines(), {"access_fee d p 2/31 2.00"});
}

BOOST_AUTO_TEST_CASE(a_day_with_two_intervals_is_billed_once) {
    const Billed billed(monthly(suspendable)
                            .active("d", "p", "03-10T01:00")
                            .on("03-10T02:00", "suspend d")
                            .on("03-10T03:00", "activate d")
                            .on("03-10T04:00", "suspend d"));
    CHECK_TEXTS(billed.lines(), {"access_fee d p 1/31 1.00"});
}

BOOST_AUTO_TEST_CASE(the_fee_is_a_fraction_rounded_once) {
    const Billed billed(
        Scenario().plan(R"({"id":"p","access_fee":{"amount":"12.00"}})").device("d").active("d", "p", "03-22"));
    CHECK_TEXTS(billed.lines(), {"access_fee d p 10/31 3.87"});  // 120 / 31 = 3.8709...
}

BOOST_AUTO_TEST_CASE(leap_february_has_29_days) {
    // 29 × n / 29 and 28 × n / 28: from the 15th, 15 of 29 and 14 of 28 days.
    const auto february = [](const char* day, const char* month) {
        return Billed(Scenario()
                          .plan(R"({"id":"p","access_fee":{"amount":"29"}})")
                          .device("d")
                          .active("d", "p", day)
                          .month(month))
            .lines();
    };
    CHECK_TEXTS(february("2028-02-15", "2028-02"), {"access_fee d p 15/29 15.00"});
    CHECK_TEXTS(february("2027-02-15", "2027-02"), {"access_fee d p 14/28 14.50"});
    CHECK_TEXTS(february("2028-02-29", "2028-02"), {"access_fee d p 1/29 1.00"});
}

BOOST_AUTO_TEST_CASE(half_a_cent_is_rounded_as_the_catalog_says) {
    // 0.25 for half of February: 0.125.
    const auto half = [](const char* rounding) {
        return Billed(Scenario()
                          .catalog(std::string(R"("money_rounding":")") + rounding + '"')
                          .plan(R"({"id":"p","access_fee":{"amount":"0.25"}})")
                          .device("d")
                          .active("d", "p", "02-15")
                          .month("2026-02"))
            .lines();
    };
    CHECK_TEXTS(half("half_up"), {"access_fee d p 14/28 0.13"});
    CHECK_TEXTS(half("half_even"), {"access_fee d p 14/28 0.12"});
}

BOOST_AUTO_TEST_CASE(cancelled_while_active_the_rest_of_the_month_is_billed) {
    CHECK_TEXTS(Billed(monthly().active("d", "p", "03-05").on("03-10T12:00", "cancel d")).lines(),
                {"access_fee d p 27/31 27.00"});
    CHECK_TEXTS(Billed(monthly(prorated).active("d", "p", "03-05").on("03-10T12:00", "cancel d")).lines(),
                {"access_fee d p 6/31 6.00"});
    CHECK_TEXTS(Billed(monthly(prorated).active("d", "p", "03-05").on("03-10", "cancel d")).lines(),
                {"access_fee d p 5/31 5.00"});
}

BOOST_AUTO_TEST_CASE(cancelled_at_midnight_of_the_first_adds_no_day) {
    const Billed billed(monthly().active("d", "p", "03-01").on("04-01", "cancel d").months("2026-03", "2026-04"));
    CHECK_TEXTS(billed.lines(0), {"access_fee d p 31/31 31.00"});
    CHECK_TEXTS(billed.lines(1), {});
}

BOOST_AUTO_TEST_CASE(cancelled_out_of_suspended_no_rest_is_billed) {
    const Billed billed(
        monthly(suspendable).active("d", "p", "03-01").on("03-05", "suspend d").on("03-10", "cancel d"));
    CHECK_TEXTS(billed.lines(), {"access_fee d p 4/31 4.00"});
}

BOOST_AUTO_TEST_CASE(activated_and_cancelled_at_one_instant_bills_no_day_unless_it_was_active_before) {
    CHECK_TEXTS(Billed(monthly().active("d", "p", "03-05").on("03-05", "cancel d")).lines(), {});
    // Active on 1 March, and again at the instant of the cancellation: 1 March, and from the 10th to the end, 22 days.
    CHECK_TEXTS(Billed(monthly(suspendable)
                           .active("d", "p", "03-01")
                           .on("03-02", "suspend d")
                           .on("03-10", "activate d")
                           .on("03-10", "cancel d"))
                    .lines(),
                {"access_fee d p 23/31 23.00"});
}

BOOST_AUTO_TEST_CASE(a_price_is_that_of_the_highest_step_not_above_the_number_of_devices) {
    const AccessFee fee{sample::decimal("3"), 1, {{2, sample::decimal("2")}, {10, sample::decimal("1")}}};
    BOOST_TEST((access_fee_price(fee, 0) == sample::decimal("3")));
    BOOST_TEST((access_fee_price(fee, 1) == sample::decimal("3")));
    BOOST_TEST((access_fee_price(fee, 2) == sample::decimal("2")));
    BOOST_TEST((access_fee_price(fee, 9) == sample::decimal("2")));
    BOOST_TEST((access_fee_price(fee, 10) == sample::decimal("1")));
}

BOOST_AUTO_TEST_CASE(all_devices_with_billed_days_pay_the_step_that_they_reach_together) {
    const Billed billed(Scenario()
                            .plan(R"({"id":"p","access_fee":{"amount":"31","volume":[{"from":2,"amount":"15.5"}]}})")
                            .device("d")
                            .device("e")
                            .device("f")
                            .active("d", "p", "03-01")
                            .active("e", "p", "03-31T23:59:59")
                            .on("03-01", "provision f p")
                            .months("2026-02", "2026-03"));
    CHECK_TEXTS(billed.lines(1), {"access_fee d p 31/31 15.50", "access_fee e p 1/31 0.50"});
}

BOOST_AUTO_TEST_CASE(recurring_fees_are_by_the_day_or_in_full) {
    const Billed billed(
        Scenario()
            .plan(R"({"id":"p","access_fee":{"amount":"0"},"recurring_fees":[{"code":"support","amount":"3.1"},
        {"code":"address","amount":"2","prorated":false}]})")
            .device("d")
            .device("e")
            .active("d", "p", "03-22")
            .on("03-01", "provision e p"));
    CHECK_TEXTS(billed.lines(0, LineType::recurring_fee),
                {"recurring_fee d p address 10/31 2.00", "recurring_fee d p support 10/31 1.00"});
}

BOOST_AUTO_TEST_CASE(recurring_fees_stand_on_prepaid_plans_and_those_of_several_months_too) {
    const Billed billed(
        Scenario()
            .plan(R"({"id":"c","kind":"prepaid","prepaid_packs":[{"id":"x","price":"1"}],"recurring_fees":
        [{"code":"support","amount":"31"}]})")
            .plan(R"({"id":"y","access_fee":{"amount":"24","months":12},"recurring_fees":
        [{"code":"support","amount":"31"}]})")
            .device("d")
            .device("e")
            .on("03-30", "provision d c")
            .active("e", "y", "03-31"));
    CHECK_TEXTS(billed.lines(0, LineType::recurring_fee),
                {"recurring_fee d c support 2/31 2.00", "recurring_fee e y support 1/31 1.00"});
}

BOOST_AUTO_TEST_CASE(a_line_stands_with_days_whatever_its_amount_and_not_without) {
    // 0.01 for 1 of 31 days is 0.00, and stands; a device only provisioned has no day and no line.
    const Billed billed(Scenario()
                            .plan(R"({"id":"p","access_fee":{"amount":"0.01"}})")
                            .device("d")
                            .device("e")
                            .active("d", "p", "03-31")
                            .on("03-01", "provision e p"));
    CHECK_TEXTS(billed.lines(), {"access_fee d p 1/31 0.00"});
}

BOOST_AUTO_TEST_CASE(lines_stand_by_type_then_device_then_plan) {
    const Billed billed(Scenario()
                            .plan(
                                R"({"id":"q","access_fee":{"amount":"31"},"fees":{"activation":"1"},
        "terms":{"plan_change":"next_day"}})")
                            .plan(R"({"id":"p","access_fee":{"amount":"31"}})")
                            .device("e")
                            .device("d")
                            .active("e", "q", "03-01")
                            .active("d", "q", "03-01")
                            .on("03-01", "change_plan d p"));
    CHECK_TEXTS(billed.lines(),
                {"activation_fee d q 03-01 customer 1.00", "activation_fee e q 03-01 customer 1.00",
                 "access_fee d p 30/31 30.00", "access_fee d q 1/31 1.00", "access_fee e q 31/31 31.00"});
}

BOOST_AUTO_TEST_SUITE_END()
