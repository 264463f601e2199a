// SPDX-License-Identifier: MIT
// Rules: S1, S2, S3, S4, S5, P1, B3
// The states of a device, what moves it between them, and what that costs.
#include <boost/test/unit_test.hpp>

#include "tests/unit/support/billed.h"

BOOST_AUTO_TEST_SUITE(states)

namespace {

const char* const plan_with_fees = R"({"id":"p","access_fee":{"amount":"0"},"fees":{"provisioning":"1","activation":"3",
    "reactivation":"2","suspension":"0.5"},"terms":{"suspension_allowed":true}})";

Scenario with_fees() {
    return Scenario().plan(plan_with_fees).device("d");
}

}  // namespace

BOOST_AUTO_TEST_CASE(provisioning_begins_a_stay_in_provisioned_and_costs_its_fee) {
    const Billed billed(with_fees().on("03-05T12:00", "provision d p"));
    CHECK_TEXTS(billed.intervals(), {"d provisioned p 03-05T12:00 04-01 provision"});
    CHECK_TEXTS(billed.lines(), {"provisioning_fee d p 03-05T12:00 1.00"});
}

BOOST_AUTO_TEST_CASE(a_plan_named_when_provisioning_replaces_an_assigned_one) {
    const Billed billed(with_fees()
                            .plan(R"({"id":"q","access_fee":{"amount":"0"}})")
                            .on("03-01", "assign_plan d q")
                            .on("03-02", "provision d p"));
    CHECK_TEXTS(billed.intervals(), {"d provisioned p 03-02 04-01 provision"});
}

BOOST_AUTO_TEST_CASE(an_assigned_plan_is_kept_when_provisioning_names_none) {
    const Billed billed(Scenario()
                            .plan(R"({"id":"cheap","access_fee":{"amount":"1"}})")
                            .plan(R"({"id":"dear","access_fee":{"amount":"9"}})")
                            .device("d")
                            .on("03-01", "assign_plan d dear")
                            .on("03-02", "provision d"));
    CHECK_TEXTS(billed.intervals(), {"d provisioned dear 03-02 04-01 provision"});
}

BOOST_AUTO_TEST_CASE(the_first_activation_costs_the_activation_fee_and_each_return_the_reactivation_fee) {
    const Billed billed(with_fees()
                            .active("d", "p", "03-01")
                            .on("03-05", "suspend d")
                            .on("03-07", "activate d")
                            .on("03-09", "suspend d")
                            .on("03-11", "activate d"));
    CHECK_TEXTS(billed.lines(), {"provisioning_fee d p 03-01 1.00", "activation_fee d p 03-01 customer 3.00",
                                 "reactivation_fee d p 03-07 customer 2.00", "reactivation_fee d p 03-11 customer 2.00",
                                 "suspension_fee d p 03-05 0.50", "suspension_fee d p 03-09 0.50",
                                 // 1 to 4, 7 and 8, 11 to 31 March: 4 + 2 + 21
                                 "access_fee d p 27/31 0.00"});
}

BOOST_AUTO_TEST_CASE(a_device_suspended_before_it_was_ever_active_pays_the_activation_fee_on_its_first_entry) {
    const Billed billed(with_fees().on("03-01", "provision d p").on("03-02", "suspend d").on("03-03", "activate d"));
    CHECK_TEXTS(billed.lines(0, samebill::LineType::activation_fee), {"activation_fee d p 03-03 customer 3.00"});
    CHECK_TEXTS(billed.lines(0, samebill::LineType::reactivation_fee), {});
}

BOOST_AUTO_TEST_CASE(a_return_costs_the_activation_fee_where_the_plan_shows_none_for_returns) {
    const Billed billed(Scenario()
                            .plan(R"({"id":"p","access_fee":{"amount":"0"},"fees":{"activation":"3"},
                                            "terms":{"suspension_allowed":true}})")
                            .device("d")
                            .active("d", "p", "03-01")
                            .on("03-02", "suspend d")
                            .on("03-03", "activate d"));
    CHECK_TEXTS(billed.lines(0, samebill::LineType::reactivation_fee), {"reactivation_fee d p 03-03 customer 3.00"});
}

BOOST_AUTO_TEST_CASE(a_reactivation_fee_of_zero_makes_a_line_of_zero) {
    const Billed billed(Scenario()
                            .plan(R"({"id":"p","access_fee":{"amount":"0"},"fees":{"activation":"3",
                                            "reactivation":"0"},"terms":{"suspension_allowed":true}})")
                            .device("d")
                            .active("d", "p", "03-01")
                            .on("03-02", "suspend d")
                            .on("03-03", "activate d"));
    CHECK_TEXTS(billed.lines(0, samebill::LineType::reactivation_fee), {"reactivation_fee d p 03-03 customer 0.00"});
}

BOOST_AUTO_TEST_CASE(suspension_needs_the_terms_to_allow_it) {
    const Billed billed(Scenario()
                            .plan(R"({"id":"p","access_fee":{"amount":"1"}})")
                            .device("d")
                            .active("d", "p", "03-01")
                            .on("03-02", "suspend d"));
    CHECK_TEXTS(billed.problems(), {"not_permitted /events/2"});
}

BOOST_AUTO_TEST_CASE(a_wrong_state_comes_before_what_the_terms_do_not_allow) {
    const Billed billed(
        Scenario().plan(R"({"id":"p","access_fee":{"amount":"1"}})").device("d").on("03-02", "suspend d"));
    CHECK_TEXTS(billed.problems(), {"invalid_transition /events/0"});
}

BOOST_AUTO_TEST_CASE(each_state_can_be_cancelled_and_the_interval_says_by_whom) {
    const Billed billed(with_fees()
                            .device("e")
                            .device("f")
                            .device("g")
                            .active("d", "p", "03-01")
                            .on("03-02", "cancel d")
                            .on("03-01", "provision e p")
                            .on("03-02", "cancel e provider")
                            .on("03-01", "provision f p")
                            .on("03-01", "suspend f")
                            .on("03-02", "cancel f customer")
                            .on("03-02", "cancel g"));
    CHECK_TEXTS(billed.intervals(), {"d active_billed p 03-01 03-02 customer", "d cancelled p 03-02 04-01 customer",
                                     "e provisioned p 03-01 03-02 provision", "e cancelled p 03-02 04-01 provider",
                                     "f suspended p 03-01 03-02 customer", "f cancelled p 03-02 04-01 customer",
                                     "g cancelled null 03-02 04-01 customer"});
}

BOOST_AUTO_TEST_CASE(a_cancelled_device_is_listed_in_the_month_of_its_cancellation_only) {
    const Billed billed(with_fees().active("d", "p", "03-01").on("03-31", "cancel d").months("2026-03", "2026-04"));
    CHECK_TEXTS(billed.intervals(1), {});
    CHECK_TEXTS(billed.lines(1), {});
}

BOOST_AUTO_TEST_CASE(cancelling_drops_a_pending_change_of_plan) {
    const Billed billed(with_fees()
                            .plan(R"({"id":"q","access_fee":{"amount":"1"}})")
                            .active("d", "p", "03-01")
                            .on("03-02", "change_plan d q")
                            .on("03-03", "cancel d")
                            .months("2026-03", "2026-04"));
    CHECK_TEXTS(billed.intervals(), {"d active_billed p 03-01 03-03 customer", "d cancelled p 03-03 04-01 customer"});
    BOOST_TEST(billed.closing().find("\"q\"") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(activating_an_active_device_is_ignored_with_a_notice) {
    const Billed billed(with_fees().active("d", "p", "03-01").on("03-02", "activate d"));
    CHECK_TEXTS(billed.notices(), {"event_ignored d activate 03-02"});
    CHECK_TEXTS(billed.intervals(), {"d active_billed p 03-01 04-01 customer"});
}

BOOST_AUTO_TEST_CASE(events_after_an_automatic_cancellation_are_ignored_with_a_notice) {
    const Billed billed(Scenario()
                            .agreement(R"("until":"2026-03-10","terms":{"automatic_cancellation":
                                                ["agreement_terminated"]})")
                            .plan(plan_with_fees)
                            .device("d")
                            .active("d", "p", "03-01")
                            .on("03-12", "suspend d")
                            .on("03-13", "buy_credits d five")
                            .on("03-14", "cancel d"));
    CHECK_TEXTS(billed.problems(), {});
    CHECK_TEXTS(billed.notices(), {"event_ignored d suspend 03-12", "event_ignored d buy_credits 03-13",
                                   "event_ignored d cancel 03-14", "lapse_due d agreement_terminated 03-11"});
}

BOOST_AUTO_TEST_CASE(what_the_state_does_not_allow_is_an_error_and_nothing_is_billed) {
    const auto problem = [](Scenario scenario, const char* words) {
        return Billed(scenario.on("03-20", words)).problems();
    };
    const Scenario fresh = with_fees();
    const Scenario provisioned = with_fees().on("03-01", "provision d p");
    const Scenario active = with_fees().active("d", "p", "03-01");
    const Scenario cancelled = with_fees().on("03-01", "cancel d");
    CHECK_TEXTS(problem(fresh, "activate d"), {"invalid_transition /events/0"});
    CHECK_TEXTS(problem(fresh, "change_plan d p"), {"invalid_transition /events/0"});
    CHECK_TEXTS(problem(fresh, "buy_credits d five"), {"invalid_transition /events/0"});
    CHECK_TEXTS(problem(provisioned, "provision d p"), {"invalid_transition /events/1"});
    CHECK_TEXTS(problem(provisioned, "assign_plan d p"), {"invalid_transition /events/1"});
    CHECK_TEXTS(problem(active, "provision d p"), {"invalid_transition /events/2"});
    CHECK_TEXTS(problem(cancelled, "cancel d"), {"invalid_transition /events/1"});
    CHECK_TEXTS(problem(cancelled, "activate d"), {"invalid_transition /events/1"});
    CHECK_TEXTS(problem(cancelled, "set_group d north"), {"invalid_transition /events/1"});
}

BOOST_AUTO_TEST_CASE(an_event_in_error_has_no_effect_and_the_rest_goes_on) {
    // The second provisioning fails and names no plan change: activating afterwards is sound, the third again is not.
    const Billed billed(with_fees()
                            .on("03-01", "provision d p")
                            .on("03-02", "provision d p")
                            .on("03-03", "activate d")
                            .on("03-04", "provision d p"));
    CHECK_TEXTS(billed.problems(), {"invalid_transition /events/1", "invalid_transition /events/3"});
}

BOOST_AUTO_TEST_CASE(every_device_past_pre_provisioned_has_a_plan) {
    const Billed billed(with_fees().device("e").on("03-02", "provision d"));
    CHECK_TEXTS(billed.intervals(), {"d provisioned p 03-02 04-01 provision"});
}

BOOST_AUTO_TEST_SUITE_END()
