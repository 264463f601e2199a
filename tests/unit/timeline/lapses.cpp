// SPDX-License-Identifier: MIT
// Rules: N1, N2, B6
#include <boost/test/unit_test.hpp>

#include "core/timeline/lapses.h"
#include "tests/unit/bill/sample.h"
#include "tests/unit/support/billed.h"

using namespace samebill;

BOOST_AUTO_TEST_SUITE(lapses)

namespace {

const char* const lapsing = R"("sim_product":"s")";
const char* const sms_plan = R"({"id":"p","access_fee":{"amount":"0"},"overage":{"sms":{"price":"0","per":"message"},
    "voice":{"price":"0","per":"s"}},"terms":{"suspension_allowed":true}})";

Scenario lapsing_sims(const std::string& terms) {
    return Scenario()
        .catalog(R"("sim_products":[{"id":"s","lapses":true},{"id":"t"}])")
        .agreement("\"terms\":{" + terms + "}")
        .plan(sms_plan);
}

}  // namespace

BOOST_AUTO_TEST_CASE(never_provisioned_falls_due_months_after_shipping_with_the_day_clamped) {
    Device device;
    device.lapses = true;
    device.shipped_on = sample::date("2026-08-31");
    DeviceState state;
    const auto due = [&] {
        return lapse_instant(LapseReason::never_provisioned, state, device, resolve_terms({}, 1024), end_of_time);
    };
    BOOST_TEST(due() == sample::instant("2027-02-28T00:00:00Z"));
    device.lapses = false;
    BOOST_TEST(due() == end_of_time);
    device.lapses = true;
    state.state = State::provisioned;
    BOOST_TEST(due() == end_of_time);
}

BOOST_AUTO_TEST_CASE(a_device_never_provisioned_is_noticed_once_and_stays) {
    const Billed billed(lapsing_sims("\"unprovisioned_lapse_months\":1")
                            .device("d", R"("sim_product":"s","shipped_on":"2026-01-31")")
                            .device("e", R"("sim_product":"t","shipped_on":"2026-01-31")")
                            .months("2026-02", "2026-03"));
    CHECK_TEXTS(billed.notices(0), {"lapse_due d never_provisioned 02-28"});
    CHECK_TEXTS(billed.notices(1), {});
}

BOOST_AUTO_TEST_CASE(inactive_falls_due_days_after_the_entry_or_the_end_of_the_last_session) {
    const Scenario ten = lapsing_sims("\"inactive_lapse_days\":10").device("d", lapsing).active("d", "p", "03-01");
    CHECK_TEXTS(Billed(ten).notices(), {"lapse_due d inactive 03-11"});
    CHECK_TEXTS(Billed(Scenario(ten).uses("d", "sms", "03-10T12:00", 60, 1)).notices(),
                {"lapse_due d inactive 03-20T12:01"});
    // Voice, nothing at all, and a session at the very instant of the lapse do not move the clock in time.
    CHECK_TEXTS(Billed(Scenario(ten).uses("d", "voice", "03-10", 60, 60)).notices(), {"lapse_due d inactive 03-11"});
    CHECK_TEXTS(Billed(Scenario(ten).uses("d", "sms", "03-10", 60, 0)).notices(), {"lapse_due d inactive 03-11"});
}

BOOST_AUTO_TEST_CASE(while_a_session_runs_its_end_is_where_the_clock_stands) {
    const Billed billed(lapsing_sims("\"inactive_lapse_days\":10")
                            .device("d", lapsing)
                            .active("d", "p", "03-01")
                            .uses("d", "sms", "03-02", 12 * 86'400, 1));
    CHECK_TEXTS(billed.notices(), {"lapse_due d inactive 03-24"});
}

BOOST_AUTO_TEST_CASE(a_new_clock_makes_a_new_liability) {
    const Billed billed(lapsing_sims("\"inactive_lapse_days\":10")
                            .device("d", lapsing)
                            .active("d", "p", "03-01")
                            .uses("d", "sms", "03-15", 0, 1));
    CHECK_TEXTS(billed.notices(), {"lapse_due d inactive 03-11", "lapse_due d inactive 03-25"});
}

BOOST_AUTO_TEST_CASE(only_reasons_listed_for_it_cancel_and_the_interval_names_them) {
    const Billed billed(lapsing_sims(R"("inactive_lapse_days":10,"automatic_cancellation":["inactive"])")
                            .device("d", lapsing)
                            .active("d", "p", "03-01")
                            .uses("d", "sms", "03-12", 0, 5));
    CHECK_TEXTS(billed.intervals(), {"d active_billed p 03-01 03-11 customer", "d cancelled p 03-11 04-01 inactive"});
    CHECK_TEXTS(billed.exceptions(), {"d sms cancelled 1 5"});
    // Cancelled while active: the rest of the month is billed (no refund).
    CHECK_TEXTS(billed.lines(), {"access_fee d p 31/31 0.00"});
}

BOOST_AUTO_TEST_CASE(the_agreements_end_concerns_every_device_from_the_day_after_it) {
    const Billed billed(Scenario()
                            .agreement(R"("until":"2026-03-20")")
                            .plan(sms_plan)
                            .device("d")
                            .device("e")
                            .device("f")
                            .active("d", "p", "03-01")
                            .on("03-01", "cancel f"));
    CHECK_TEXTS(billed.notices(), {"lapse_due d agreement_terminated 03-21", "lapse_due e agreement_terminated 03-21"});
}

BOOST_AUTO_TEST_CASE(a_device_cancelled_for_one_reason_is_liable_for_no_other) {
    const auto notices = [](const char* automatic) {
        return Billed(
                   Scenario()
                       .catalog(R"("sim_products":[{"id":"s","lapses":true}])")
                       .agreement(
                           std::string(
                               R"("until":"2026-03-10","terms":{"inactive_lapse_days":10,"automatic_cancellation":[)") +
                           automatic + "]}")
                       .plan(sms_plan)
                       .device("d", lapsing)
                       .active("d", "p", "03-01"))
            .notices();
    };
    CHECK_TEXTS(notices(R"("agreement_terminated")"), {"lapse_due d agreement_terminated 03-11"});
    CHECK_TEXTS(notices(""), {"lapse_due d agreement_terminated 03-11", "lapse_due d inactive 03-11"});
}

BOOST_AUTO_TEST_CASE(a_change_of_plan_that_puts_the_instant_into_the_past_makes_it_due_at_the_change) {
    const Billed billed(Scenario()
                            .catalog(R"("sim_products":[{"id":"s","lapses":true}])")
                            .plan(sms_plan)
                            .plan(R"({"id":"q","access_fee":{"amount":"0"},"terms":{"inactive_lapse_days":5}})")
                            .device("d", lapsing)
                            .active("d", "p", "03-01")
                            .on("03-20", "change_plan d q")
                            .months("2026-03", "2026-04"));
    CHECK_TEXTS(billed.notices(1), {"lapse_due d inactive 04-01"});
}

BOOST_AUTO_TEST_CASE(without_an_opening_state_events_before_from_take_effect_and_make_no_line) {
    const Billed billed(Scenario()
                            .plan(R"({"id":"p","access_fee":{"amount":"3"},"fees":{"activation":"5"}})")
                            .device("d")
                            .active("d", "p", "01-10"));
    CHECK_TEXTS(billed.lines(), {"access_fee d p 31/31 3.00"});
    CHECK_TEXTS(billed.intervals(), {"d active_billed p 03-01 04-01 customer"});
}

BOOST_AUTO_TEST_CASE(lapses_are_not_looked_at_before_from_and_fall_due_at_its_beginning) {
    const Billed billed(lapsing_sims("\"unprovisioned_lapse_months\":1,\"inactive_lapse_days\":10")
                            .device("d", R"("sim_product":"s","shipped_on":"2025-01-01")")
                            .device("e", lapsing)
                            .active("e", "p", "01-01"));
    // The inactivity clock of e starts at `from`.
    CHECK_TEXTS(billed.notices(), {"lapse_due d never_provisioned 03-01", "lapse_due e inactive 03-11"});
}

BOOST_AUTO_TEST_CASE(with_an_opening_state_an_event_before_from_is_an_error_and_a_new_device_is_fresh) {
    const Scenario scenario = Scenario().plan(sms_plan).device("d").active("d", "p", "03-01");
    const Billed march(scenario);
    const Scenario april =
        Scenario().plan(sms_plan).device("d").device("e").request("\"opening\":" + march.closing()).month("2026-04");
    CHECK_TEXTS(Billed(Scenario(april).on("03-31", "suspend d")).problems(), {"before_period /events/0"});
    CHECK_TEXTS(Billed(Scenario(april).on("04-02", "provision e p")).intervals(),
                {"d active_billed p 04-01 05-01 customer", "e provisioned p 04-02 05-01 provision"});
}

BOOST_AUTO_TEST_CASE(an_expiry_that_the_opening_state_should_have_seen_falls_due_at_from) {
    const Billed march(Scenario().plan(sms_plan).device("d").on("03-01", "provision d p"));
    const Billed april(Scenario()
                           .plan(R"({"id":"p","access_fee":{"amount":"0"},"provisioned":{"triggers":{"days":10}}})")
                           .device("d")
                           .request("\"opening\":" + march.closing())
                           .month("2026-04"));
    CHECK_TEXTS(april.intervals(), {"d active_billed p 04-01 05-01 days_trigger"});
}

BOOST_AUTO_TEST_CASE(events_and_sessions_from_the_end_of_through_on_are_errors) {
    const Scenario scenario = Scenario().plan(sms_plan).device("d");
    CHECK_TEXTS(Billed(Scenario(scenario).on("04-01", "provision d p")).problems(), {"period /events/0"});
    CHECK_TEXTS(Billed(Scenario(scenario).uses("d", "sms", "04-01", 0, 1)).problems(), {"period /usage/0"});
}

BOOST_AUTO_TEST_SUITE_END()
