// SPDX-License-Identifier: MIT
// Rules: H1, H2, H3
#include <boost/test/unit_test.hpp>

#include "tests/unit/support/billed.h"

using samebill::LineType;

BOOST_AUTO_TEST_SUITE(plan_changes)

namespace {

std::string plan(const std::string& id, const std::string& change, const std::string& more = "") {
    return R"({"id":")" + id +
           R"(","access_fee":{"amount":"0"},"overage":{"sms":{"price":"0","per":"message"}},"terms":{)" +
           R"("suspension_allowed":true,"plan_change":")" + change + "\"}" + more + "}";
}

Scenario two(const std::string& change) {
    return Scenario().plan(plan("p", change)).plan(plan("q", "not_allowed")).device("d");
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_change_takes_effect_on_the_first_of_the_next_month) {
    const Billed billed(two("next_month")
                            .active("d", "p", "03-01")
                            .on("03-31T23:59:59", "change_plan d q")
                            .months("2026-03", "2026-04"));
    CHECK_TEXTS(billed.intervals(0), {"d active_billed p 03-01 04-01 customer"});
    CHECK_TEXTS(billed.intervals(1), {"d active_billed q 04-01 05-01 plan_change"});
}

BOOST_AUTO_TEST_CASE(a_change_asked_for_at_midnight_of_the_first_waits_a_month) {
    const Billed billed(
        two("next_month").active("d", "p", "03-01").on("03-01", "change_plan d q").months("2026-03", "2026-04"));
    CHECK_TEXTS(billed.intervals(0), {"d active_billed p 03-01 04-01 customer"});
}

BOOST_AUTO_TEST_CASE(a_change_takes_effect_the_next_day_where_the_plan_that_is_left_says_so) {
    const Billed billed(two("next_day").active("d", "p", "03-01").on("03-10T00:00", "change_plan d q"));
    CHECK_TEXTS(billed.intervals(),
                {"d active_billed p 03-01 03-11 customer", "d active_billed q 03-11 04-01 plan_change"});
    CHECK_TEXTS(billed.lines(), {"access_fee d p 10/31 0.00", "access_fee d q 21/31 0.00"});
}

BOOST_AUTO_TEST_CASE(a_plan_can_forbid_to_leave_it) {
    const Billed billed(two("next_day").active("d", "q", "03-01").on("03-10", "change_plan d p"));
    CHECK_TEXTS(billed.problems(), {"not_permitted /events/2"});
}

BOOST_AUTO_TEST_CASE(a_later_change_replaces_the_pending_one_and_one_to_the_present_plan_withdraws_it) {
    const Scenario three = two("next_month")
                               .plan(plan("r", "next_month"))
                               .active("d", "p", "03-01")
                               .on("03-02", "change_plan d q")
                               .months("2026-03", "2026-04");
    CHECK_TEXTS(Billed(Scenario(three).on("03-03", "change_plan d r")).intervals(1),
                {"d active_billed r 04-01 05-01 plan_change"});
    CHECK_TEXTS(Billed(Scenario(three).on("03-03", "change_plan d p")).intervals(1),
                {"d active_billed p 04-01 05-01 customer"});
}

BOOST_AUTO_TEST_CASE(a_change_is_withdrawn_whatever_the_plans_availability) {
    const Billed billed(Scenario()
                            .plan(plan("p", "next_month", R"(,"available_until":"2026-03-01")"))
                            .plan(plan("q", "next_day"))
                            .device("d")
                            .active("d", "p", "03-01")
                            .on("03-02", "change_plan d q")
                            .on("03-03", "change_plan d p"));
    CHECK_TEXTS(billed.problems(), {});
}

BOOST_AUTO_TEST_CASE(the_days_of_a_stay_go_on_and_a_stay_over_under_the_new_plan_expires_at_the_change) {
    // 20 days into a stay without a limit, changed to a plan with 15 days.
    const Billed billed(Scenario()
                            .plan(plan("p", "next_day"))
                            .plan(plan("q", "next_day", R"(,"provisioned":{"triggers":{"days":15}})"))
                            .device("d")
                            .on("03-01", "provision d p")
                            .on("03-20", "change_plan d q"));
    CHECK_TEXTS(billed.intervals(),
                {"d provisioned p 03-01 03-21 provision", "d active_billed q 03-21 04-01 days_trigger"});
}

BOOST_AUTO_TEST_CASE(a_stay_not_yet_over_under_the_new_plan_expires_by_its_entry) {
    const Billed billed(Scenario()
                            .plan(plan("p", "next_day"))
                            .plan(plan("q", "next_day", R"(,"provisioned":{"triggers":{"days":25}})"))
                            .device("d")
                            .on("03-01", "provision d p")
                            .on("03-20", "change_plan d q"));
    CHECK_TEXTS(billed.intervals(), {"d provisioned p 03-01 03-21 provision", "d provisioned q 03-21 03-26 plan_change",
                                     "d active_billed q 03-26 04-01 days_trigger"});
}

BOOST_AUTO_TEST_CASE(a_count_above_the_new_amount_triggers_with_the_next_session_above_nothing) {
    const Billed billed(Scenario()
                            .plan(plan("p", "next_day", R"(,"provisioned":{"triggers":{"sms":100}})"))
                            .plan(plan("q", "next_day", R"(,"provisioned":{"triggers":{"sms":10}})"))
                            .device("d")
                            .on("03-01", "provision d p")
                            .uses("d", "sms", "03-02", 0, 50)
                            .on("03-03", "change_plan d q")
                            .uses("d", "sms", "03-05", 0, 0)
                            .uses("d", "sms", "03-06", 0, 1));
    CHECK_TEXTS(billed.intervals(), {"d provisioned p 03-01 03-04 provision", "d provisioned q 03-04 03-06 plan_change",
                                     "d active_billed q 03-06 04-01 sms_trigger"});
}

BOOST_AUTO_TEST_CASE(a_new_plan_of_several_months_charges_when_the_device_is_first_active_on_it) {
    const Billed billed(Scenario()
                            .plan(plan("p", "next_day"))
                            .plan(R"({"id":"y","access_fee":{"amount":"24","months":12},
        "provisioned":{"triggers":{}}})")
                            .device("d")
                            .device("e")
                            .active("d", "p", "03-01")
                            .on("03-09", "change_plan d y")
                            .on("03-01", "provision e p")
                            .on("03-09", "change_plan e y")
                            .on("03-15", "activate e"));
    CHECK_TEXTS(billed.lines(0, LineType::access_fee),
                {"access_fee d p 9/31 0.00", "access_fee d y 12 months 03-10 2027-03-31 24.00",
                 "access_fee e y 12 months 03-15 2027-03-31 24.00"});
}

BOOST_AUTO_TEST_CASE(before_provisioning_plans_are_assigned_at_once_and_as_often_as_wanted) {
    const Billed billed(
        two("next_month").on("03-01", "assign_plan d q").on("03-01", "assign_plan d p").on("03-02", "provision d"));
    CHECK_TEXTS(billed.intervals(), {"d provisioned p 03-02 04-01 provision"});
}

BOOST_AUTO_TEST_CASE(later_a_plan_cannot_be_assigned) {
    CHECK_TEXTS(Billed(two("next_month").active("d", "p", "03-01").on("03-02", "assign_plan d q")).problems(),
                {"invalid_transition /events/2"});
}

BOOST_AUTO_TEST_SUITE_END()
