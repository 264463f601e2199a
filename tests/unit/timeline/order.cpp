// SPDX-License-Identifier: MIT
// Rules: M2, M7, U3, U4, S11
// What happens at one instant, in which order sessions are taken, and which of them are not billed.
#include <boost/test/unit_test.hpp>

#include "tests/unit/support/billed.h"

using samebill::LineType;

BOOST_AUTO_TEST_SUITE(order)

namespace {

const char* const sms_plan = R"({"id":"p","access_fee":{"amount":"0"},"fees":{"activation":"3","suspension":"1"},
    "overage":{"sms":{"price":"0","per":"message"}},"provisioned":{"triggers":{"sms":100}},
    "suspended":{"triggers":{"sms":100}},"terms":{"suspension_allowed":true}})";

Scenario plain() {
    return Scenario().plan(sms_plan).device("d");
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_state_left_at_its_own_instant_leaves_its_fee_and_no_interval) {
    const Billed billed(plain().active("d", "p", "03-05").on("03-05", "suspend d"));
    CHECK_TEXTS(billed.intervals(), {"d suspended p 03-05 04-01 customer"});
    CHECK_TEXTS(billed.lines(), {"activation_fee d p 03-05 customer 3.00", "suspension_fee d p 03-05 1.00"});
}

BOOST_AUTO_TEST_CASE(intervals_of_one_state_that_touch_stay_two) {
    const Billed billed(plain().active("d", "p", "03-01").on("03-10", "suspend d").on("03-10", "activate d"));
    CHECK_TEXTS(billed.intervals(),
                {"d active_billed p 03-01 03-10 customer", "d active_billed p 03-10 04-01 customer"});
}

BOOST_AUTO_TEST_CASE(an_interval_ends_where_the_next_begins_and_counts_the_day_it_touches_once) {
    // Until 10 March at noon, and again from noon: 31 days, not 32.
    const Billed billed(
        plain().active("d", "p", "03-01").on("03-10T12:00", "suspend d").on("03-10T18:00", "activate d"));
    CHECK_TEXTS(billed.lines(0, LineType::access_fee), {"access_fee d p 31/31 0.00"});
}

BOOST_AUTO_TEST_CASE(events_of_one_instant_are_taken_as_given) {
    CHECK_TEXTS(Billed(plain().on("03-05", "activate d").on("03-05", "provision d p")).problems(),
                {"invalid_transition /events/0"});
    CHECK_TEXTS(Billed(plain().on("03-05", "provision d p").on("03-05", "activate d")).problems(), {});
}

BOOST_AUTO_TEST_CASE(events_are_taken_by_instant_whatever_their_order_in_the_list) {
    CHECK_TEXTS(Billed(plain().on("03-06", "activate d").on("03-05", "provision d p")).problems(), {});
}

BOOST_AUTO_TEST_CASE(a_session_comes_after_the_events_of_its_instant) {
    const Billed billed(plain().active("d", "p", "03-05").uses("d", "sms", "03-05", 0, 1));
    CHECK_TEXTS(billed.usage(), {"d p active_billed sms 1 1 1"});
}

BOOST_AUTO_TEST_CASE(an_expiry_comes_before_an_event_of_its_instant) {
    const Billed billed(Scenario()
                            .plan(R"({"id":"p","access_fee":{"amount":"0"},"fees":{"suspension":"1"},
        "provisioned":{"triggers":{"days":2}},"suspended":{"triggers":{}},"terms":{"suspension_allowed":true}})")
                            .device("d")
                            .on("03-01", "provision d p")
                            .on("03-03", "activate d"));
    CHECK_TEXTS(billed.notices(), {"event_ignored d activate 03-03"});
    CHECK_TEXTS(billed.intervals(),
                {"d provisioned p 03-01 03-03 provision", "d active_billed p 03-03 04-01 days_trigger"});
}

BOOST_AUTO_TEST_CASE(an_expiry_comes_before_a_lapse_and_a_lapse_before_a_change_of_plan) {
    const Billed billed(
        Scenario()
            .agreement(R"("until":"2026-03-31","terms":{"automatic_cancellation":["agreement_terminated"]})")
            .plan(R"({"id":"p","access_fee":{"amount":"0"},"fees":{"activation":"3"},
                                      "provisioned":{"triggers":{"days":2}}})")
            .plan(R"({"id":"q","access_fee":{"amount":"1"}})")
            .device("d")
            .on("03-30", "provision d p")
            .on("03-30", "change_plan d q")
            .months("2026-03", "2026-04"));
    // All three fall on 1 April: activated (its fee stands), cancelled, and the change is dropped.
    CHECK_TEXTS(billed.lines(1), {"activation_fee d p 04-01 days_trigger 3.00"});
    CHECK_TEXTS(billed.intervals(1), {"d cancelled p 04-01 05-01 agreement_terminated"});
}

BOOST_AUTO_TEST_CASE(a_change_of_plan_comes_before_an_event_of_its_instant) {
    const Billed billed(Scenario()
                            .plan(sms_plan)
                            .plan(R"({"id":"q","access_fee":{"amount":"0"},"fees":{"suspension":"7"},
                                                           "terms":{"suspension_allowed":true}})")
                            .device("d")
                            .active("d", "p", "03-01")
                            .on("03-02", "change_plan d q")
                            .on("04-01", "suspend d")
                            .months("2026-03", "2026-04"));
    CHECK_TEXTS(billed.lines(1), {"suspension_fee d q 04-01 7.00"});
}

BOOST_AUTO_TEST_CASE(what_a_session_causes_happens_before_the_next_session_of_its_instant) {
    // Taken by id: r1 is 100 of 100, r2 takes the count to 101, r3 finds the device active.
    const Billed billed(plain()
                            .on("03-01", "provision d p")
                            .uses("d", "sms", "03-02", 0, 50, "r3")
                            .uses("d", "sms", "03-02", 0, 1, "r2")
                            .uses("d", "sms", "03-02", 0, 100, "r1"));
    CHECK_TEXTS(billed.usage(), {"d p active_billed sms 2 51 51", "d p provisioned sms 1 100 100"});
}

BOOST_AUTO_TEST_CASE(sessions_are_taken_by_start_whatever_their_order_in_the_list) {
    const Billed billed(
        plain().on("03-01", "provision d p").uses("d", "sms", "03-03", 0, 1).uses("d", "sms", "03-02", 0, 100));
    CHECK_TEXTS(billed.intervals(),
                {"d provisioned p 03-01 03-03 provision", "d active_billed p 03-03 04-01 sms_trigger"});
}

BOOST_AUTO_TEST_CASE(the_same_record_twice_counts_once_and_is_noticed) {
    const Billed billed(plain()
                            .active("d", "p", "03-01")
                            .uses("d", "sms", "03-02", 0, 5, "r")
                            .uses("d", "sms", "03-02", 0, 5, "r")
                            .uses("d", "sms", "03-02T00:00:00+00:00", 0, 5, "r"));
    CHECK_TEXTS(billed.usage(), {"d p active_billed sms 1 5 5"});
    CHECK_TEXTS(billed.notices(), {"duplicate_records 2"});
}

BOOST_AUTO_TEST_CASE(a_record_id_with_another_content_is_a_conflict_at_the_later) {
    const Billed billed(
        plain().active("d", "p", "03-01").uses("d", "sms", "03-02", 0, 5, "r").uses("d", "sms", "03-02", 0, 6, "r"));
    CHECK_TEXTS(billed.problems(), {"conflicting_record /usage/1"});
}

BOOST_AUTO_TEST_CASE(a_session_over_midnight_belongs_to_the_month_of_its_start) {
    const Billed billed(
        plain().active("d", "p", "03-01").uses("d", "sms", "03-31T23:59:59", 7200, 9).months("2026-03", "2026-04"));
    CHECK_TEXTS(billed.usage(0), {"d p active_billed sms 1 9 9"});
    CHECK_TEXTS(billed.usage(1), {});
}

BOOST_AUTO_TEST_CASE(sessions_of_devices_that_are_not_there_yet_gone_or_unknown_are_exceptions) {
    const Billed billed(plain()
                            .on("03-05", "provision d p")
                            .on("03-10", "cancel d")
                            .uses("d", "sms", "03-04T23:59:59", 0, 2)
                            .uses("d", "sms", "03-10", 0, 3)
                            .uses("x", "sms", "03-01", 0, 4)
                            .uses("d", "data", "02-28", 9, 5)
                            .uses("d", "sms", "03-05", 0, 6));
    CHECK_TEXTS(billed.exceptions(), {"d data before_period 1 5", "d sms cancelled 1 3", "d sms pre_provisioned 1 2",
                                      "x sms unknown_device 1 4"});
    CHECK_TEXTS(billed.usage(), {"d p provisioned sms 1 6 6"});
}

BOOST_AUTO_TEST_CASE(the_first_reason_that_holds_is_the_one_of_an_exception) {
    // Unknown and before the period: before_period. Cancelled and of a kind that is not offered: cancelled.
    const Billed billed(plain()
                            .active("d", "p", "03-01")
                            .on("03-02", "cancel d")
                            .uses("x", "sms", "02-01", 0, 1)
                            .uses("d", "data", "03-03", 0, 1));
    CHECK_TEXTS(billed.exceptions(), {"d data cancelled 1 1", "x sms before_period 1 1"});
}

BOOST_AUTO_TEST_SUITE_END()
