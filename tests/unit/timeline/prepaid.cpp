// SPDX-License-Identifier: MIT
// Rules: C1, C2, C3, C4, C5
#include <boost/test/unit_test.hpp>

#include "tests/unit/support/billed.h"

using samebill::LineType;

BOOST_AUTO_TEST_SUITE(prepaid)

namespace {

const char* const credit_plan = R"({"id":"c","kind":"prepaid","fees":{"activation":"2","provisioning":"1"},
    "prepaid_packs":[{"id":"five","price":"5","sms":10},{"id":"mix","price":"7","sms":5,"voice":120}],
    "suspended":{"triggers":{"sms":"unlimited"},"rates":{"sms":{"price":"0.5","per":"message"}}},
    "terms":{"suspension_allowed":true,"plan_change":"next_day"}})";

Scenario credits() {
    return Scenario().plan(credit_plan).device("d").on("03-01", "provision d c");
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_device_provisioned_on_a_prepaid_plan_is_active_at_once) {
    const Billed billed(credits());
    CHECK_TEXTS(billed.intervals(), {"d active_billed c 03-01 04-01 prepaid"});
    CHECK_TEXTS(billed.lines(), {"provisioning_fee d c 03-01 1.00", "activation_fee d c 03-01 prepaid 2.00"});
}

BOOST_AUTO_TEST_CASE(a_provisioned_device_is_active_from_the_change_to_a_prepaid_plan_and_a_suspended_one_is_not) {
    const Billed billed(Scenario()
                            .plan(credit_plan)
                            .plan(R"({"id":"p","access_fee":{"amount":"0"},
        "terms":{"suspension_allowed":true,"plan_change":"next_day"}})")
                            .device("d")
                            .device("e")
                            .on("03-01", "provision d p")
                            .on("03-01", "change_plan d c")
                            .on("03-01", "provision e p")
                            .on("03-01", "suspend e")
                            .on("03-01", "change_plan e c"));
    CHECK_TEXTS(billed.intervals(), {"d provisioned p 03-01 03-02 provision", "d active_billed c 03-02 04-01 prepaid",
                                     "e suspended p 03-01 03-02 customer", "e suspended c 03-02 04-01 plan_change"});
}

BOOST_AUTO_TEST_CASE(a_pack_costs_its_price_each_time_and_adds_its_amounts) {
    const Billed billed(credits().on("03-02", "buy_credits d five").on("03-03", "buy_credits d mix"));
    CHECK_TEXTS(billed.lines(0, LineType::prepaid_credits),
                {"prepaid_credits d c five 03-02 5.00", "prepaid_credits d c mix 03-03 7.00"});
    CHECK_TEXTS(billed.allowances(), {"d c sms 15 0 0", "d c voice 120 0 0"});
}

BOOST_AUTO_TEST_CASE(packs_are_for_prepaid_plans_and_must_be_of_the_devices_own) {
    const Scenario postpaid = Scenario()
                                  .plan(credit_plan)
                                  .plan(R"({"id":"p","access_fee":{"amount":"0"}})")
                                  .device("d")
                                  .on("03-01", "provision d p");
    CHECK_TEXTS(Billed(Scenario(postpaid).on("03-02", "buy_credits d five")).problems(), {"not_permitted /events/1"});
    CHECK_TEXTS(Billed(credits().on("03-02", "buy_credits d ten")).problems(), {"unknown_pack /events/1/pack"});
}

BOOST_AUTO_TEST_CASE(what_the_balance_does_not_cover_is_not_billed_and_listed) {
    const Billed billed(credits()
                            .on("03-02", "buy_credits d five")
                            .uses("d", "sms", "03-03", 0, 8)
                            .uses("d", "sms", "03-04", 0, 8)
                            .uses("d", "sms", "03-05", 0, 3));
    // 8 of 10, then 2 of 8 and 6 left out, then none of 3: two sessions were passed, 16 counted, 10 taken.
    CHECK_TEXTS(billed.usage(), {"d c active_billed sms 2 16 10"});
    CHECK_TEXTS(billed.exceptions(), {"d sms prepaid_exhausted 2 9"});
    CHECK_TEXTS(billed.allowances(), {"d c sms 10 10 0", "d c voice 0 0 0"});
}

BOOST_AUTO_TEST_CASE(kinds_stand_apart) {
    const Billed billed(
        credits().on("03-02", "buy_credits d mix").uses("d", "sms", "03-03", 0, 6).uses("d", "voice", "03-04", 60, 60));
    CHECK_TEXTS(billed.usage(), {"d c active_billed sms 1 6 5", "d c active_billed voice 1 60 60"});
    CHECK_TEXTS(billed.notices(), {});  // voice is left
}

BOOST_AUTO_TEST_CASE(the_session_that_takes_the_last_of_all_balances_is_noticed_at_its_end) {
    const Billed billed(credits().on("03-02", "buy_credits d five").uses("d", "sms", "03-03", 90, 10));
    CHECK_TEXTS(billed.notices(), {"prepaid_exhausted d 03-03T00:01:30"});
}

BOOST_AUTO_TEST_CASE(one_message_left_is_not_exhausted) {
    CHECK_TEXTS(Billed(credits().on("03-02", "buy_credits d five").uses("d", "sms", "03-03", 90, 9)).notices(), {});
}

BOOST_AUTO_TEST_CASE(the_lapse_clock_runs_from_that_end_to_the_second) {
    // 60 days from 3 March 00:01:30: 28 + 30 days of March and April, 2 May.
    const Billed billed(
        credits().on("03-02", "buy_credits d five").uses("d", "sms", "03-03", 90, 10).months("2026-03", "2026-06"));
    CHECK_TEXTS(billed.notices(2), {"lapse_due d prepaid_unfunded 05-02T00:01:30"});
    CHECK_TEXTS(billed.notices(3), {});  // once
}

BOOST_AUTO_TEST_CASE(a_purchase_after_the_sessions_start_stops_the_clock_and_the_notice_stands) {
    const Billed billed(credits()
                            .on("03-02", "buy_credits d five")
                            .uses("d", "sms", "03-03", 90, 10)
                            .on("03-03T00:00:30", "buy_credits d five")
                            .months("2026-03", "2026-05"));
    CHECK_TEXTS(billed.notices(0), {"prepaid_exhausted d 03-03T00:01:30"});
    CHECK_TEXTS(billed.notices(2), {});
}

BOOST_AUTO_TEST_CASE(leaving_the_plan_forfeits_the_balance_and_stops_the_clock) {
    const Billed billed(Scenario()
                            .plan(credit_plan)
                            .plan(R"({"id":"k","kind":"prepaid","prepaid_packs":[{"id":"x","price":"1","sms":1}]})")
                            .device("d")
                            .on("03-01", "provision d c")
                            .on("03-02", "buy_credits d five")
                            .on("03-10", "change_plan d k")
                            .uses("d", "sms", "03-11", 0, 4));
    CHECK_TEXTS(billed.exceptions(), {"d sms prepaid_exhausted 1 4"});
    CHECK_TEXTS(billed.allowances(), {"d c sms 10 0 0", "d c voice 0 0 0", "d k sms 0 0 0"});
}

BOOST_AUTO_TEST_CASE(suspension_keeps_the_balance_and_usage_meanwhile_is_the_states) {
    const Billed billed(credits()
                            .on("03-02", "buy_credits d five")
                            .on("03-03", "suspend d")
                            .uses("d", "sms", "03-04", 0, 4)
                            .on("03-05", "activate d")
                            .uses("d", "sms", "03-06", 0, 10));
    CHECK_TEXTS(billed.lines(0, LineType::state_usage), {"state_usage d c suspended sms 4 2.00"});
    CHECK_TEXTS(billed.exceptions(), {});
}

BOOST_AUTO_TEST_CASE(credits_can_be_bought_while_suspended_and_carry_over_the_month) {
    const Billed billed(credits()
                            .on("03-02", "suspend d")
                            .on("03-03", "buy_credits d five")
                            .on("04-01", "activate d")
                            .uses("d", "sms", "04-02", 0, 3)
                            .months("2026-03", "2026-04"));
    CHECK_TEXTS(billed.allowances(1), {"d c sms 10 3 0", "d c voice 0 0 0"});
}

BOOST_AUTO_TEST_CASE(cancellation_forfeits_the_balance) {
    const Billed billed(credits().on("03-02", "buy_credits d five").on("03-03", "cancel d"));
    BOOST_TEST(billed.closing().find("balances") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
