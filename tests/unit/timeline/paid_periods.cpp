// SPDX-License-Identifier: MIT
// Rules: F4, U7, M7
// Fees for several months, what they pay for, and when the next is due.
#include <boost/test/unit_test.hpp>

#include "tests/unit/support/billed.h"

using samebill::LineType;

BOOST_AUTO_TEST_SUITE(paid_periods)

namespace {

Scenario annual(int months) {
    return Scenario()
        .plan(R"({"id":"p","access_fee":{"amount":"24","months":)" + std::to_string(months) +
              R"(},"terms":{"suspension_allowed":true}})")
        .device("d");
}

Texts fees(const Billed& billed) {
    Texts all;
    for (size_t i = 0; i < billed.run().bills.size(); ++i)
        for (const std::string& line : billed.lines(i, LineType::access_fee)) all.push_back(line);
    return all;
}

}  // namespace

BOOST_AUTO_TEST_CASE(active_from_the_first_pays_through_the_last_of_the_month_before_the_same_one) {
    const Billed billed(annual(12).active("d", "p", "03-01T09:00").months("2026-03", "2027-03"));
    CHECK_TEXTS(fees(billed), {"access_fee d p 12 months 03-01T09:00 2027-02-28 24.00",
                               "access_fee d p 12 months 2027-03-01 2028-02-29 24.00"});
}

BOOST_AUTO_TEST_CASE(active_from_31_january_for_a_month_more_than_it_seems) {
    // N = 2 from 31 January: not the first of a month, so through the last day of the second month after it, 31 March.
    const Billed billed(annual(2).active("d", "p", "01-31").months("2026-01", "2026-06"));
    CHECK_TEXTS(fees(billed), {"access_fee d p 2 months 01-31 03-31 24.00", "access_fee d p 2 months 04-01 05-31 24.00",
                               "access_fee d p 2 months 06-01 07-31 24.00"});
}

BOOST_AUTO_TEST_CASE(active_from_29_february_pays_through_the_last_of_february_a_year_on) {
    const Billed billed(annual(12).active("d", "p", "2028-02-29").months("2028-02", "2029-03"));
    CHECK_TEXTS(fees(billed), {"access_fee d p 12 months 2028-02-29 2029-02-28 24.00",
                               "access_fee d p 12 months 2029-03-01 2030-02-28 24.00"});
}

BOOST_AUTO_TEST_CASE(plan_started_on_the_31st_renews_on_the_first_after_the_last_day_of_february) {
    // N = 3 from 30 November: through the last day of the third month after it, 28 February.
    const Billed billed(annual(3).active("d", "p", "2026-11-30").months("2026-11", "2027-03"));
    CHECK_TEXTS(fees(billed), {"access_fee d p 3 months 11-30 2027-02-28 24.00",
                               "access_fee d p 3 months 2027-03-01 2027-05-31 24.00"});
}

BOOST_AUTO_TEST_CASE(a_device_suspended_when_the_period_ends_pays_when_it_returns) {
    // Paid 1 March to 30 April; suspended then. The return on 20 May starts a period as at first: through 31 July.
    const Billed billed(annual(2)
                            .active("d", "p", "03-01")
                            .on("04-15", "suspend d")
                            .on("05-20T10:00", "activate d")
                            .months("2026-03", "2026-08"));
    CHECK_TEXTS(fees(billed),
                {"access_fee d p 2 months 03-01 04-30 24.00", "access_fee d p 2 months 05-20T10:00 07-31 24.00",
                 "access_fee d p 2 months 08-01 09-30 24.00"});
}

BOOST_AUTO_TEST_CASE(a_return_within_the_period_costs_nothing) {
    const Billed billed(annual(3)
                            .active("d", "p", "03-01")
                            .on("03-10", "suspend d")
                            .on("04-10", "activate d")
                            .months("2026-03", "2026-05"));
    CHECK_TEXTS(fees(billed), {"access_fee d p 3 months 03-01 05-31 24.00"});
}

BOOST_AUTO_TEST_CASE(the_period_runs_on_while_the_device_is_on_another_plan) {
    const Billed billed(annual(6)
                            .plan(R"({"id":"q","access_fee":{"amount":"3"}})")
                            .active("d", "p", "03-01")
                            .on("03-10", "change_plan d q")
                            .on("04-10", "change_plan d p")
                            .months("2026-03", "2026-05"));
    CHECK_TEXTS(fees(billed), {"access_fee d p 6 months 03-01 08-31 24.00", "access_fee d q 30/30 3.00"});
}

BOOST_AUTO_TEST_CASE(a_suspension_at_the_instant_of_the_renewal_comes_before_its_fee) {
    const Billed billed(annual(2).active("d", "p", "03-01").on("05-01", "suspend d").months("2026-03", "2026-05"));
    CHECK_TEXTS(fees(billed), {"access_fee d p 2 months 03-01 04-30 24.00"});
}

BOOST_AUTO_TEST_CASE(a_refund_on_cancellation_does_not_touch_a_fee_of_several_months) {
    const Billed billed(Scenario()
                            .plan(R"({"id":"p","access_fee":{"amount":"24","months":12},
                                            "terms":{"cancellation_refund":"prorated"}})")
                            .device("d")
                            .active("d", "p", "03-01")
                            .on("03-05", "cancel d"));
    CHECK_TEXTS(billed.lines(), {"access_fee d p 12 months 03-01 2027-02-28 24.00"});
}

BOOST_AUTO_TEST_CASE(active_for_no_time_at_all_pays_no_fee_of_several_months) {
    // The fees of an instant look at the state after all of its events.
    const Billed billed(annual(12).active("d", "p", "03-05").on("03-05", "suspend d"));
    CHECK_TEXTS(fees(billed), {});
}

// One byte included for every month of the period: 12 in all, used up in the order of the sessions.
BOOST_AUTO_TEST_CASE(the_whole_included_amount_is_there_from_the_fee_to_the_end_of_the_period) {
    const Billed billed(Scenario()
                            .plan(R"({"id":"p","access_fee":{"amount":"24","months":3},"included":{"sms":12},
                                            "overage":{"sms":{"price":"1","per":"message"}}})")
                            .device("d")
                            .active("d", "p", "03-01")
                            .uses("d", "sms", "03-02", 0, 10)
                            .uses("d", "sms", "04-02", 0, 5)
                            .uses("d", "sms", "06-01", 0, 12)
                            .months("2026-03", "2026-06"));
    CHECK_TEXTS(billed.allowances(0), {"d p sms 12 10 0 until 05-31"});
    CHECK_TEXTS(billed.allowances(1), {"d p sms 2 5 3 until 05-31"});  // 2 left, 5 used, 3 over
    CHECK_TEXTS(billed.lines(1), {"overage d p sms 3 3.00"});
    CHECK_TEXTS(billed.allowances(2), {"d p sms 0 0 0 until 05-31"});
    CHECK_TEXTS(billed.allowances(3), {"d p sms 12 12 0 until 08-31"});  // anew
}

BOOST_AUTO_TEST_CASE(a_session_that_triggers_is_served_by_the_fee_that_it_causes) {
    const Billed billed(Scenario()
                            .plan(R"({"id":"p","access_fee":{"amount":"24","months":12},"included":{"sms":5},
                                            "overage":{"sms":{"price":"1","per":"message"}}})")
                            .device("d")
                            .on("03-01", "provision d p")
                            .uses("d", "sms", "03-02T12:00", 0, 7));
    CHECK_TEXTS(billed.lines(), {"access_fee d p 12 months 03-02T12:00 2027-03-31 24.00", "overage d p sms 2 2.00"});
}

BOOST_AUTO_TEST_CASE(volume_prices_hold_for_fees_of_several_months_too) {
    const Billed billed(Scenario()
                            .plan(R"({"id":"p","access_fee":{"amount":"24","months":12,"volume":
                                            [{"from":2,"amount":"20"}]}})")
                            .device("d")
                            .device("e")
                            .active("d", "p", "03-01")
                            .active("e", "p", "04-01")
                            .months("2026-03", "2026-04"));
    CHECK_TEXTS(billed.lines(0), {"access_fee d p 12 months 03-01 2027-02-28 24.00"});
    CHECK_TEXTS(billed.lines(1),
                {"access_fee e p 12 months 04-01 2027-03-31 20.00"});  // two devices are billed in April
}

BOOST_AUTO_TEST_SUITE_END()
