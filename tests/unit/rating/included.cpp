// SPDX-License-Identifier: MIT
// Rules: U6, U8
// What a monthly plan includes, and what is above it.
#include <boost/test/unit_test.hpp>

#include "core/rating/rate_month.h"
#include "tests/unit/support/billed.h"

using namespace samebill;

BOOST_AUTO_TEST_SUITE(included)

BOOST_AUTO_TEST_CASE(the_included_amount_is_that_of_the_days_billed_rounded_up) {
    BOOST_TEST(prorated_included(5'242'880, 10, 31) == 1'691'252);  // 1691251.6...
    BOOST_TEST(prorated_included(100, 31, 31) == 100);
    BOOST_TEST(prorated_included(100, 1, 28) == 4);  // 3.57...
    BOOST_TEST(prorated_included(28, 7, 28) == 7);   // exact: nothing to round
    BOOST_TEST(prorated_included(1, 1, 31) == 1);
    BOOST_TEST(prorated_included(0, 31, 31) == 0);
}

BOOST_AUTO_TEST_CASE(the_largest_amount_does_not_wrap) {
    BOOST_TEST(prorated_included(max_quantity, 31, 31) == max_quantity);
    // 9007199254740991 = 31 × 290554814669064 + 7, so × 30 / 31 is 8716644440071920 + 6.77...
    BOOST_TEST(prorated_included(max_quantity, 30, 31) == 8'716'644'440'071'927);
}

namespace {

Scenario monthly() {
    return Scenario()
        .plan(R"({"id":"p","access_fee":{"amount":"0"},"included":{"sms":100},"overage":{"sms":
        {"price":"0.10","per":"message"},"voice":{"price":"0.60","per":"min"}}})")
        .device("d");
}

}  // namespace

BOOST_AUTO_TEST_CASE(usage_equal_to_the_included_amount_makes_no_line_and_one_more_makes_one) {
    const Scenario used = monthly().active("d", "p", "03-01").uses("d", "sms", "03-02", 0, 60);
    const Billed at(Scenario(used).uses("d", "sms", "03-03", 0, 40));
    CHECK_TEXTS(at.lines(), {"access_fee d p 31/31 0.00"});
    CHECK_TEXTS(at.allowances(), {"d p sms 100 100 0"});
    const Billed above(Scenario(used).uses("d", "sms", "03-03", 0, 41));
    CHECK_TEXTS(above.lines(), {"access_fee d p 31/31 0.00", "overage d p sms 1 0.10"});
    CHECK_TEXTS(above.allowances(), {"d p sms 100 101 1"});
}

BOOST_AUTO_TEST_CASE(nothing_rolls_over) {
    const Billed billed(
        monthly().active("d", "p", "03-01").uses("d", "sms", "04-02", 0, 120).months("2026-03", "2026-04"));
    CHECK_TEXTS(billed.lines(1), {"access_fee d p 30/30 0.00", "overage d p sms 20 2.00"});
}

BOOST_AUTO_TEST_CASE(a_part_of_the_month_includes_its_part) {
    // From 22 March: 10 of 31 days, 100 × 10 / 31 = 32.25..., 33 messages.
    const Billed billed(monthly().active("d", "p", "03-22").uses("d", "sms", "03-23", 0, 34));
    CHECK_TEXTS(billed.allowances(), {"d p sms 33 34 1"});
}

BOOST_AUTO_TEST_CASE(a_kind_of_which_nothing_is_included_is_all_overage_and_shows_no_allowance) {
    const Billed billed(monthly().active("d", "p", "03-01").uses("d", "voice", "03-02", 61, 61));
    CHECK_TEXTS(billed.allowances(), {"d p sms 100 0 0"});
    CHECK_TEXTS(billed.lines(0, LineType::overage), {"overage d p voice 120 1.20"});
}

BOOST_AUTO_TEST_CASE(the_line_shows_the_quantity_before_whole_units) {
    const Billed billed(Scenario()
                            .plan(R"({"id":"p","access_fee":{"amount":"0"},"overage":{"data":{"price":"1","per":"MB",
        "whole_units":true}}})")
                            .device("d")
                            .active("d", "p", "03-01")
                            .uses("d", "data", "03-02", 9, 1024));
    CHECK_TEXTS(billed.lines(0, LineType::overage), {"overage d p data 1024 1.00"});
}

BOOST_AUTO_TEST_CASE(tiers_begin_anew_every_month_and_every_device) {
    const Billed billed(Scenario()
                            .plan(R"({"id":"p","access_fee":{"amount":"0"},"overage":{"sms":{"per":"message","tiers":
        [{"up_to":10,"price":"1"},{"price":"0.1"}]}}})")
                            .device("d")
                            .device("e")
                            .active("d", "p", "03-01")
                            .active("e", "p", "03-01")
                            .uses("d", "sms", "03-02", 0, 12)
                            .uses("e", "sms", "03-02", 0, 10)
                            .uses("d", "sms", "04-02", 0, 10)
                            .months("2026-03", "2026-04"));
    CHECK_TEXTS(billed.lines(0, LineType::overage), {"overage d p sms 12 10.20", "overage e p sms 10 10.00"});
    CHECK_TEXTS(billed.lines(1, LineType::overage), {"overage d p sms 10 10.00"});
}

BOOST_AUTO_TEST_CASE(usage_outside_active_billed_uses_nothing_up) {
    const Billed billed(Scenario()
                            .plan(R"({"id":"p","access_fee":{"amount":"0"},"included":{"sms":31},"overage":{"sms":
        {"price":"1","per":"message"}},"provisioned":{"triggers":{"sms":"unlimited"}}})")
                            .device("d")
                            .on("03-01", "provision d p")
                            .uses("d", "sms", "03-02", 0, 50)
                            .on("03-30", "activate d")
                            .uses("d", "sms", "03-31", 0, 2));
    CHECK_TEXTS(billed.allowances(), {"d p sms 2 2 0"});  // 31 × 2 / 31
}

BOOST_AUTO_TEST_SUITE_END()
