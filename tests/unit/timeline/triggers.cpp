// SPDX-License-Identifier: MIT
// Rules: S6, S7, S8, S9, S10, U9
// What moves a device out of provisioned and suspended without being asked.
#include <boost/test/unit_test.hpp>

#include "tests/unit/support/billed.h"

BOOST_AUTO_TEST_SUITE(triggers)

namespace {

// Rounding by the byte and the second, so that counts are what the sessions say.
Scenario in_stay(const std::string& provisioned) {
    return Scenario()
        .plan(
            R"({"id":"p","access_fee":{"amount":"0"},"fees":{"activation":"3"},"overage":{"data":{"price":"0",
        "per":"B"},
                  "voice":{"price":"0","per":"s"},"sms":{"price":"0","per":"message"}},"provisioned":)" +
            provisioned + R"(,"suspended":)" + provisioned + R"(,"terms":{"suspension_allowed":true,
                  "data_rounding":{"increment":1,"per":"session"},"voice_rounding":{"increment":1,
        "per":"session"}}})")
        .device("d")
        .on("03-01", "provision d p");
}

}  // namespace

BOOST_AUTO_TEST_CASE(usage_up_to_the_amount_stays_and_one_byte_more_triggers) {
    const Scenario used = in_stay(R"({"triggers":{"data":100}})").uses("d", "data", "03-02", 60, 60);
    const Billed at(Scenario(used).uses("d", "data", "03-03", 60, 40));
    CHECK_TEXTS(at.intervals(), {"d provisioned p 03-01 04-01 provision"});
    CHECK_TEXTS(at.usage(), {"d p provisioned data 2 100 100"});
    // 60 + 41 = 101 > 100: active from the second session's start, all of its 41 bytes are active traffic.
    const Billed above(Scenario(used).uses("d", "data", "03-03T10:00", 60, 41));
    CHECK_TEXTS(above.intervals(),
                {"d provisioned p 03-01 03-03T10:00 provision", "d active_billed p 03-03T10:00 04-01 data_trigger"});
    CHECK_TEXTS(above.usage(), {"d p active_billed data 1 41 41", "d p provisioned data 1 60 60"});
}

BOOST_AUTO_TEST_CASE(an_amount_left_out_is_none_and_unlimited_is_no_limit) {
    const Billed billed(in_stay(R"({"triggers":{"data":"unlimited"}})")
                            .uses("d", "data", "03-02", 60, 1'000'000'000)
                            .uses("d", "sms", "03-03", 0, 1));
    CHECK_TEXTS(billed.intervals(),
                {"d provisioned p 03-01 03-03 provision", "d active_billed p 03-03 04-01 sms_trigger"});
}

BOOST_AUTO_TEST_CASE(voice_triggers_above_its_own_amount) {
    const Billed billed(
        in_stay(R"({"triggers":{"voice":60}})").uses("d", "voice", "03-02", 60, 60).uses("d", "voice", "03-03", 1, 1));
    CHECK_TEXTS(billed.intervals(),
                {"d provisioned p 03-01 03-03 provision", "d active_billed p 03-03 04-01 voice_trigger"});
}

BOOST_AUTO_TEST_CASE(triggers_count_rated_quantities) {
    // 1 byte and 1 byte are 1,024 and 1,024 rated: 2,048 is above 2,047, and at 2,048 it is not.
    const auto used = [](const char* amount) {
        return Scenario()
            .plan(std::string(R"({"id":"p","access_fee":{"amount":"0"},"overage":{"data":{"price":"0","per":
                   "B"}},"provisioned":{"triggers":{"data":)") +
                  amount + "}}}")
            .device("d")
            .on("03-01", "provision d p")
            .uses("d", "data", "03-02", 60, 1)
            .uses("d", "data", "03-03", 60, 1);
    };
    CHECK_TEXTS(Billed(used("2048")).intervals(), {"d provisioned p 03-01 04-01 provision"});
    CHECK_TEXTS(Billed(used("2047")).intervals(),
                {"d provisioned p 03-01 03-03 provision", "d active_billed p 03-03 04-01 data_trigger"});
}

BOOST_AUTO_TEST_CASE(a_session_of_nothing_triggers_nothing) {
    const Billed billed(in_stay(R"({"triggers":{}})").uses("d", "data", "03-02", 60, 0));
    CHECK_TEXTS(billed.intervals(), {"d provisioned p 03-01 04-01 provision"});
    CHECK_TEXTS(billed.usage(), {"d p provisioned data 1 0 0"});
}

BOOST_AUTO_TEST_CASE(a_session_that_starts_at_the_entry_is_in_the_stay) {
    const Billed billed(in_stay(R"({"triggers":{"data":100}})").uses("d", "data", "03-01", 60, 100));
    CHECK_TEXTS(billed.usage(), {"d p provisioned data 1 100 100"});
}

BOOST_AUTO_TEST_CASE(a_stay_expires_its_days_after_its_entry_to_the_second) {
    const Billed billed(
        Scenario(in_stay(R"({"triggers":{"days":2}})")).device("e").on("03-05T08:15:30", "provision e p"));
    CHECK_TEXTS(billed.intervals(),
                {"d provisioned p 03-01 03-03 provision", "d active_billed p 03-03 04-01 days_trigger",
                 "e provisioned p 03-05T08:15:30 03-07T08:15:30 provision",
                 "e active_billed p 03-07T08:15:30 04-01 days_trigger"});
    CHECK_TEXTS(billed.lines(0, samebill::LineType::activation_fee),
                {"activation_fee d p 03-03 days_trigger 3.00", "activation_fee e p 03-07T08:15:30 days_trigger 3.00"});
}

BOOST_AUTO_TEST_CASE(without_days_a_stay_never_expires) {
    const Billed billed(in_stay(R"({"triggers":{"data":1}})").months("2026-03", "2026-12"));
    CHECK_TEXTS(billed.intervals(9), {"d provisioned p 12-01 2027-01-01 provision"});
}

BOOST_AUTO_TEST_CASE(a_session_over_the_expiry_makes_the_device_active_from_its_start) {
    const Billed billed(in_stay(R"({"triggers":{"data":1000,"days":2}})").uses("d", "data", "03-02T23:00", 3601, 10));
    CHECK_TEXTS(billed.intervals(),
                {"d provisioned p 03-01 03-02T23:00 provision", "d active_billed p 03-02T23:00 04-01 days_trigger"});
}

BOOST_AUTO_TEST_CASE(a_session_that_ends_at_the_second_of_the_expiry_stays) {
    const Billed billed(in_stay(R"({"triggers":{"data":1000,"days":2}})").uses("d", "data", "03-02T23:00", 3600, 10));
    CHECK_TEXTS(billed.intervals(),
                {"d provisioned p 03-01 03-03 provision", "d active_billed p 03-03 04-01 days_trigger"});
    CHECK_TEXTS(billed.usage(), {"d p provisioned data 1 10 10"});
}

BOOST_AUTO_TEST_CASE(a_session_at_the_second_of_the_expiry_is_active_traffic) {
    const Billed billed(in_stay(R"({"triggers":{"data":1000,"days":2}})")
                            .uses("d", "data", "03-03", 60, 10)
                            .uses("d", "data", "03-02T23:59:59", 0, 7));
    CHECK_TEXTS(billed.usage(), {"d p active_billed data 1 10 10", "d p provisioned data 1 7 7"});
}

BOOST_AUTO_TEST_CASE(an_amount_exceeded_by_a_session_over_the_expiry_is_the_cause) {
    const Billed billed(in_stay(R"({"triggers":{"data":9,"days":2}})").uses("d", "data", "03-02T23:00", 3601, 10));
    CHECK_TEXTS(billed.intervals(),
                {"d provisioned p 03-01 03-02T23:00 provision", "d active_billed p 03-02T23:00 04-01 data_trigger"});
}

BOOST_AUTO_TEST_CASE(a_later_suspension_does_not_undo_the_expiry_of_a_session_under_way) {
    // The stay would expire on 3 March; the session of 2 March runs past it although the device is suspended meanwhile.
    const Billed billed(in_stay(R"({"triggers":{"data":1000,"days":2}})")
                            .uses("d", "data", "03-02T23:00", 7200, 10)
                            .on("03-02T23:30", "suspend d"));
    CHECK_TEXTS(
        billed.intervals(),
        {"d provisioned p 03-01 03-02T23:00 provision", "d active_billed p 03-02T23:00 03-02T23:30 days_trigger",
         "d suspended p 03-02T23:30 03-04T23:30 customer", "d active_billed p 03-04T23:30 04-01 days_trigger"});
}

BOOST_AUTO_TEST_CASE(a_days_trigger_of_zero_acts_at_once_before_the_next_event) {
    const Billed billed(in_stay(R"({"triggers":{"days":0}})").on("03-01", "suspend d"));
    // Provisioned and active at 00:00, suspended by the next event, and active again: three fees, one interval.
    CHECK_TEXTS(billed.intervals(), {"d active_billed p 03-01 04-01 days_trigger"});
    CHECK_TEXTS(billed.lines(), {"activation_fee d p 03-01 days_trigger 3.00",
                                 "reactivation_fee d p 03-01 days_trigger 3.00", "access_fee d p 31/31 0.00"});
}

BOOST_AUTO_TEST_CASE(a_session_stays_in_the_state_of_its_start) {
    const Billed billed(
        in_stay(R"({"triggers":{"data":1000}})").uses("d", "data", "03-02", 7200, 500).on("03-02T01:00", "activate d"));
    CHECK_TEXTS(billed.usage(), {"d p provisioned data 1 500 500"});
}

BOOST_AUTO_TEST_CASE(a_trigger_out_of_suspended_costs_the_fee_of_a_return) {
    const Billed billed(in_stay(R"({"triggers":{"data":10}})")
                            .on("03-01", "activate d")
                            .on("03-02", "suspend d")
                            .uses("d", "data", "03-03", 60, 11));
    CHECK_TEXTS(billed.lines(0, samebill::LineType::reactivation_fee),
                {"reactivation_fee d p 03-03 data_trigger 3.00"});
}

BOOST_AUTO_TEST_CASE(every_stay_counts_afresh) {
    // 10 bytes in provisioned and 10 in each of two suspensions: never above 10. Days begin anew as well.
    const Billed billed(in_stay(R"({"triggers":{"data":10,"days":5}})")
                            .uses("d", "data", "03-02", 60, 10)
                            .on("03-04", "suspend d")
                            .uses("d", "data", "03-05", 60, 10)
                            .on("03-08", "activate d")
                            .on("03-10", "suspend d")
                            .uses("d", "data", "03-11", 60, 10));
    CHECK_TEXTS(billed.intervals(), {"d provisioned p 03-01 03-04 provision", "d suspended p 03-04 03-08 customer",
                                     "d active_billed p 03-08 03-10 customer", "d suspended p 03-10 03-15 customer",
                                     "d active_billed p 03-15 04-01 days_trigger"});
    CHECK_TEXTS(billed.usage(), {"d p provisioned data 1 10 10", "d p suspended data 2 20 20"});
}

BOOST_AUTO_TEST_CASE(counts_of_a_stay_go_on_over_the_end_of_the_month) {
    const Billed billed(in_stay(R"({"triggers":{"data":10}})")
                            .uses("d", "data", "03-31", 60, 10)
                            .uses("d", "data", "04-01", 60, 1)
                            .months("2026-03", "2026-04"));
    CHECK_TEXTS(billed.intervals(1), {"d active_billed p 04-01 05-01 data_trigger"});
}

BOOST_AUTO_TEST_CASE(a_kind_that_is_not_offered_triggers_nothing_by_amount_or_days) {
    const Billed billed(Scenario()
                            .plan(R"({"id":"p","access_fee":{"amount":"0"},"provisioned":{"triggers":{"days":2}}})")
                            .device("d")
                            .on("03-01", "provision d p")
                            .uses("d", "data", "03-02", 86'401, 500));
    CHECK_TEXTS(billed.intervals(),
                {"d provisioned p 03-01 03-03 provision", "d active_billed p 03-03 04-01 days_trigger"});
    CHECK_TEXTS(billed.exceptions(), {"d data kind_not_offered 1 500"});
}

BOOST_AUTO_TEST_SUITE_END()
