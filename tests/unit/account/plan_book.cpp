// SPDX-License-Identifier: MIT
// Rules: T1, T2, P1, P2, P3
// Plans as they hold for an account, and which of them a device can get.
#include <boost/test/unit_test.hpp>

#include "core/api.h"
#include "tests/unit/support/billed.h"

BOOST_AUTO_TEST_SUITE(plan_book)

namespace {

// The plan that a device provisioned without one gets on 10 March 2026.
std::string chosen(Scenario scenario, std::string_view device_members = {}) {
    const Billed billed(scenario.device("d", device_members).on("03-10", "provision d"));
    if (!billed.problems().empty()) return billed.problems().front();
    return billed.request().catalog.plans[billed.bill().intervals.at(0).plan].id;
}

std::string plan(const std::string& id, const std::string& amount, const std::string& more = "") {
    return R"({"id":")" + id + R"(","access_fee":{"amount":")" + amount + "\"}" + more + "}";
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_cheapest_plan_is_chosen_and_of_two_the_smaller_id) {
    BOOST_TEST(chosen(Scenario().plan(plan("a", "3.01")).plan(plan("b", "3"))) == "b");
    BOOST_TEST(chosen(Scenario().plan(plan("b", "3.000")).plan(plan("a", "3")).plan(plan("Z", "3"))) == "Z");
}

BOOST_AUTO_TEST_CASE(prices_are_compared_as_they_hold_for_the_account) {
    BOOST_TEST(chosen(Scenario().plan(plan("a", "3")).plan(plan("b", "4")).account(R"("pricing_attachments":[
        {"plan":"b","overrides":{"access_fee":{"amount":"2"}}}])")) == "b");
}

BOOST_AUTO_TEST_CASE(volume_steps_do_not_count_for_the_choice) {
    BOOST_TEST(chosen(Scenario()
                          .plan(plan("a", "3"))
                          .plan(R"({"id":"b","access_fee":{"amount":"4","volume":[{"from":1,"amount":"1"}]}})")) ==
               "a");
}

BOOST_AUTO_TEST_CASE(plans_of_several_months_and_prepaid_plans_are_never_chosen) {
    BOOST_TEST(chosen(Scenario()
                          .plan(R"({"id":"a","access_fee":{"amount":"1","months":12}})")
                          .plan(R"({"id":"b","kind":"prepaid","prepaid_packs":[{"id":"x","price":"1"}]})")
                          .plan(plan("c", "9"))) == "c");
}

BOOST_AUTO_TEST_CASE(technology_and_area_must_match_and_no_name_matches_only_plans_without_one) {
    const Scenario plans = Scenario()
                               .plan(plan("lte", "1", R"(,"carrier_technologies":["LTE","5G"])"))
                               .plan(plan("north", "2", R"(,"service_areas":["north"])"))
                               .plan(plan("rest", "3"));
    BOOST_TEST(chosen(plans) == "rest");
    BOOST_TEST(chosen(plans, R"("carrier_technology":"5G")") == "lte");
    BOOST_TEST(chosen(plans, R"("carrier_technology":"GSM")") == "rest");
    BOOST_TEST(chosen(plans, R"("carrier_technology":"GSM","service_area":"north")") == "north");
    BOOST_TEST(chosen(Scenario().plan(plan("all", "1", R"(,"carrier_technologies":[])"))) == "all");
}

BOOST_AUTO_TEST_CASE(a_plan_is_available_through_its_last_day) {
    const auto until = [](const char* day) {
        return chosen(Scenario().plan(plan("a", "1", std::string(R"(,"available_until":")") + day + "\"")));
    };
    BOOST_TEST(until("2026-03-10") == "a");
    BOOST_TEST(until("2026-03-09") == "no_default_plan /events/0");
    BOOST_TEST(chosen(Scenario().plan(plan("a", "1", R"(,"available_from":"2026-03-11")"))) ==
               "no_default_plan /events/0");
}

BOOST_AUTO_TEST_CASE(the_agreements_list_bounds_the_choice_and_an_empty_one_leaves_none) {
    const Scenario plans = Scenario().plan(plan("a", "1")).plan(plan("b", "2"));
    BOOST_TEST(chosen(Scenario(plans).agreement(R"("plans":["b"])")) == "b");
    BOOST_TEST(chosen(Scenario(plans).agreement(R"("plans":[])")) == "no_default_plan /events/0");
}

BOOST_AUTO_TEST_CASE(a_plan_off_the_list_or_out_of_its_days_cannot_be_assigned_or_changed_to) {
    const Scenario plans = Scenario()
                               .agreement(R"("plans":["a","old"])")
                               .plan(plan("a", "1"))
                               .plan(plan("b", "2"))
                               .plan(plan("old", "2", R"(,"available_until":"2026-03-09")"))
                               .device("d");
    CHECK_TEXTS(Billed(Scenario(plans).on("03-01", "provision d b")).problems(), {"plan_not_available /events/0/plan"});
    CHECK_TEXTS(Billed(Scenario(plans).on("03-10", "assign_plan d old")).problems(),
                {"plan_not_available /events/0/plan"});
    CHECK_TEXTS(Billed(Scenario(plans).on("03-09T23:59:59", "assign_plan d old")).problems(), {});
    CHECK_TEXTS(Billed(Scenario(plans).active("d", "a", "03-01").on("03-10", "change_plan d old")).problems(),
                {"plan_not_available /events/2/plan"});
}

BOOST_AUTO_TEST_CASE(availability_is_looked_at_on_the_day_of_the_event_only) {
    // Changed to on its last day, in effect weeks later, and kept.
    const Billed billed(Scenario()
                            .plan(plan("a", "1"))
                            .plan(plan("old", "2", R"(,"available_until":"2026-03-09")"))
                            .device("d")
                            .active("d", "a", "03-01")
                            .on("03-09", "change_plan d old")
                            .months("2026-03", "2026-04"));
    CHECK_TEXTS(billed.intervals(1), {"d active_billed old 04-01 05-01 plan_change"});
}

BOOST_AUTO_TEST_CASE(an_attachment_is_merged_into_the_plan) {
    const Billed billed(Scenario()
                            .plan(plan("a", "4", R"(,"fees":{"activation":"3","suspension":"1"})"))
                            .account(R"("pricing_attachments":[{"plan":"a","overrides":{"fees":{"activation":null,
                                "provisioning":"2"}}}])")
                            .device("d")
                            .active("d", "a", "03-01"));
    CHECK_TEXTS(billed.lines(), {"provisioning_fee d a 03-01 2.00", "access_fee d a 31/31 4.00"});
}

BOOST_AUTO_TEST_CASE(an_attachment_may_not_rename_or_break_its_plan) {
    const auto problems = [](const char* overrides) {
        return Billed(Scenario()
                          .plan(plan("a", "4"))
                          .account(std::string(R"("pricing_attachments":[{"plan":"a","overrides":)") + overrides + "}]")
                          .device("d"))
            .problems();
    };
    CHECK_TEXTS(problems(R"({"id":"b"})"), {"schema /account/pricing_attachments/0/overrides"});
    CHECK_TEXTS(problems(R"({"access_fee":null})"), {"schema /account/pricing_attachments/0/overrides"});
    CHECK_TEXTS(problems(R"({"id":"a"})"), {});
}

BOOST_AUTO_TEST_CASE(terms_that_a_patch_names_are_the_attachments_and_null_opens_the_layers_below) {
    const auto held = [](const char* terms) {
        const Billed billed(
            Scenario()
                .catalog(R"("terms":{"inactive_lapse_days":1})")
                .agreement(R"("terms":{"prepaid_lapse_days":30})")
                .plan(plan("a", "4", R"(,"terms":{"inactive_lapse_days":2,"prepaid_lapse_days":20})"))
                .account(std::string(R"("pricing_attachments":[{"plan":"a","overrides":{"terms":)") + terms + "}}]"));
        const samebill::TermsInForce& found = billed.run().book.plans.at(0).terms;
        const auto shown = [](const samebill::Parameter<int32_t>& parameter) {
            return std::to_string(parameter.value) + ' ' + std::string(name_of(parameter.layer));
        };
        return shown(found.inactive_lapse_days) + ", " + shown(found.prepaid_lapse_days);
    };
    BOOST_TEST(held("{}") == "2 plan, 30 agreement");
    BOOST_TEST(held(R"({"prepaid_lapse_days":10})") == "2 plan, 10 attachment");
    BOOST_TEST(held(R"({"inactive_lapse_days":null})") == "1 catalog, 30 agreement");
}

BOOST_AUTO_TEST_SUITE_END()
