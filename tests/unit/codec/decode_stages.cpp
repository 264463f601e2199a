// SPDX-License-Identifier: MIT
// Stage 2, the order of the stages, and what a sound request becomes.
#include <boost/test/unit_test.hpp>

#include "core/base/sha256.h"
#include "core/codec/canonical.h"
#include "tests/unit/codec/request_text.h"

using namespace request_text;

BOOST_AUTO_TEST_SUITE(decode_stages)

namespace {

const Json sound = sound_request();

Strings at(const std::string& pointer, const std::string& value) {
    return problems_of(with(sound, pointer, value));
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_text_that_is_no_json_has_that_problem_alone) {
    CHECK_PROBLEMS(problems_of_text(sound.dump() + "x"), {"parse "});
    CHECK_PROBLEMS(problems_of_text(replaced(sound.dump(), "\"EUR\"", "7,")), {"parse "});
}

BOOST_AUTO_TEST_CASE(references_wait_for_the_shape) {
    const Json unknown_plan = with(sound, "/events/1/plan", "\"nowhere\"");
    CHECK_PROBLEMS(problems_of(unknown_plan), {"unknown_plan /events/1/plan"});
    CHECK_PROBLEMS(problems_of(with(unknown_plan, "/usage/1/quantity", "-1")), {"schema /usage/1/quantity"});
}

BOOST_AUTO_TEST_CASE(every_name_that_nothing_answers_to_is_named_at_its_member) {
    Json document = with(sound, "/account/agreement/plans/1", "\"gone\"");
    document = with(document, "/account/pricing_attachments/1", R"({"plan":"gone","overrides":{"zone":1}})");
    document = with(document, "/account/tax/exemptions/0/tax", "\"gst\"");
    document = with(document, "/account/devices/1/sim_product", "\"sim-b\"");
    document = with(document, "/events/0/device", "\"pump-9\"");
    document = with(document, "/events/1",
                    R"({"plan":"gone","at":"2026-03-01T08:00:00Z","type":"provision","device":"pump-9"})");
    CHECK_PROBLEMS(
        problems_of(document),
        {"unknown_plan /account/agreement/plans/1", "unknown_plan /account/pricing_attachments/1/plan",
         "unknown_tax /account/tax/exemptions/0/tax", "unknown_sim_product /account/devices/1/sim_product",
         "unknown_device /events/0/device", "unknown_plan /events/1/plan", "unknown_device /events/1/device"});
}

BOOST_AUTO_TEST_CASE(a_pack_that_no_plan_has_is_not_looked_at_here) {
    CHECK_PROBLEMS(
        at("/events/0", R"({"at":"2026-03-02T08:00:00Z","type":"buy_credits","device":"pump-1","pack":"hundred"})"),
        {});
}

BOOST_AUTO_TEST_CASE(a_session_of_a_device_that_the_account_does_not_have_is_no_problem) {
    BOOST_TEST(decode(sound).sessions.find_device("stray") != UINT32_MAX);
}

BOOST_AUTO_TEST_CASE(events_and_sessions_from_the_end_of_through_on_are_out_of_the_period) {
    CHECK_PROBLEMS(at("/events/0/at", "\"2026-04-01T00:00:00Z\""), {"period /events/0"});
    CHECK_PROBLEMS(at("/events/0/at", "\"2026-04-01T00:00:00+00:01\""), {});
    const Json late =
        with(with(sound, "/usage/1/end", "\"2026-04-01T00:00:00Z\""), "/usage/1/start", "\"2026-04-01T00:00:00Z\"");
    CHECK_PROBLEMS(problems_of(late), {"period /usage/1"});
    CHECK_PROBLEMS(problems_of(with(late, "/usage/1/start", "\"2026-03-31T23:59:59Z\"")), {});
}

BOOST_AUTO_TEST_CASE(sessions_and_events_before_from_are_no_problem_without_an_opening_state) {
    CHECK_PROBLEMS(at("/usage/0/start", "\"2026-02-03T10:00:00Z\""), {});
    CHECK_PROBLEMS(at("/events/1/at", "\"2025-02-03T10:00:00Z\""), {});
}

BOOST_AUTO_TEST_CASE(through_is_neither_before_from_nor_more_than_120_months) {
    Json document = with(with(sound, "/events", "[]"), "/usage", "[]");
    CHECK_PROBLEMS(problems_of(with(document, "/through", "\"2026-02\"")), {"period /through"});
    CHECK_PROBLEMS(problems_of(with(document, "/through", "\"2036-02\"")), {});
    CHECK_PROBLEMS(problems_of(with(document, "/through", "\"2036-03\"")), {"period /through"});
}

BOOST_AUTO_TEST_CASE(the_later_of_two_records_that_differ_is_in_conflict_and_an_equal_one_is_dropped) {
    Json document = sound;
    const Json record = document["usage"][0];
    document["usage"][2] = record;
    document["usage"][2]["start"] = "2026-03-03T11:00:00.7+01:00";  // the same second
    document["usage"][3] = record;
    document["usage"][3]["quantity"] = 5001;
    document["usage"][4] = document["usage"][3];
    CHECK_PROBLEMS(problems_of(document), {"conflicting_record /usage/3", "conflicting_record /usage/4"});
}

BOOST_AUTO_TEST_CASE(problems_at_one_place_are_ordered_by_code) {
    Json document = sound;
    document["usage"][2] = document["usage"][0];
    document["usage"][2]["start"] = document["usage"][2]["end"] = "2026-05-01T00:00:00Z";
    CHECK_PROBLEMS(problems_of(document), {"conflicting_record /usage/2", "period /usage/2"});
}

BOOST_AUTO_TEST_CASE(a_dropped_record_is_not_out_of_the_period_a_second_time) {
    Json document = sound;
    document["usage"][0]["start"] = document["usage"][0]["end"] = "2026-05-01T00:00:00Z";
    document["usage"][2] = document["usage"][0];
    CHECK_PROBLEMS(problems_of(document), {"period /usage/0"});
}

BOOST_AUTO_TEST_CASE(lists_are_sorted_and_references_are_positions) {
    const auto request =
        decode(with(sound, "/events/2",
                    R"({"at":"2026-03-01T08:00:00Z","type":"set_group","device":"pump-2","group":"south"})"))
            .request;
    BOOST_TEST(request.catalog.plans[0].id == "credit");
    BOOST_TEST(request.account.devices[0].id == "pump-1");
    BOOST_TEST(request.account.devices[0].lapses);
    BOOST_TEST(!request.account.devices[1].lapses);
    BOOST_TEST(request.groups.at(0) == "south");
    BOOST_TEST(request.events.size() == 3u);
    BOOST_TEST(request.events[0].position == 1u);  // the provision of pump-1, on plan meter
    BOOST_TEST(request.events[0].plan == 1u);
    BOOST_TEST(request.events[1].position == 0u);
    BOOST_TEST(request.events[2].device == 1u);
    BOOST_TEST(request.events[2].group == 0u);
}

BOOST_AUTO_TEST_CASE(an_attachment_holds_the_merged_plan_and_the_terms_that_it_names) {
    const auto request =
        decode(with(sound, "/account/pricing_attachments/0/overrides",
                    R"({"access_fee":{"amount":"2.50"},"terms":{"data_rounding":{"increment":"10 KB"},)"
                    R"("plan_change":null}})"))
            .request;
    const samebill::PricingAttachment& attachment = request.account.attachments.at(0);
    BOOST_TEST((attachment.merged.access_fee->amount.nanos == samebill::Int128{2'500'000'000}));
    BOOST_TEST(attachment.terms.data_rounding->increment == 10'240);  // merged with the plan's "per": "day"
    BOOST_TEST((attachment.terms.data_rounding->per == samebill::RoundingPer::day));
    BOOST_TEST(!attachment.merged.terms.data_rounding.has_value());
    BOOST_TEST(!attachment.merged.terms.plan_change.has_value());
    BOOST_TEST(!attachment.terms.plan_change.has_value());
}

BOOST_AUTO_TEST_CASE(terms_that_an_attachment_does_not_name_stay_the_plans) {
    const auto request = decode(sound).request;
    const samebill::PricingAttachment& attachment = request.account.attachments.at(0);
    BOOST_TEST((attachment.merged.terms.plan_change == samebill::PlanChange::next_day));
    BOOST_TEST(attachment.merged.terms.data_rounding->increment == 1024);
    BOOST_TEST(!attachment.terms.data_rounding.has_value());
}

BOOST_AUTO_TEST_CASE(months_handed_in_replace_those_of_the_request) {
    samebill::RequestOptions options;
    options.from = "2026-02";
    options.through = "2026-04";
    const Decoded decoded = decode(with(sound, "/from", "17"), options);
    CHECK_PROBLEMS(decoded.problems, {});
    BOOST_TEST(decoded.request.from == 2026 * 12 + 1);
    BOOST_TEST(decoded.request.through == 2026 * 12 + 3);
    BOOST_TEST(decoded.request.hashed_head.find("\"from\":\"2026-02\"") != std::string::npos);
    options.from = "feb";
    CHECK_PROBLEMS(decode(sound, options).problems, {"schema /from"});
}

BOOST_AUTO_TEST_CASE(what_is_hashed_is_the_request_in_canonical_form_without_usage) {
    Json head = sound;
    head.erase("usage");
    const std::string text = head.dump();
    samebill::Document parsed;
    samebill::ProblemList none;
    BOOST_REQUIRE(samebill::parse_json(text, parsed, none));
    const std::string due = *samebill::canonical_form(parsed.root);
    BOOST_TEST(decode(sound).request.hashed_head == due);
    BOOST_TEST(decode(sound.dump(4)).request.hashed_head == due);
    BOOST_TEST(due.substr(0, 30) == R"({"account":{"agreement":{"disc)");
    BOOST_TEST(decode(with(sound, "/inputs_digest", "false")).request.hashed_head.empty());
}

BOOST_AUTO_TEST_CASE(usage_must_be_empty_where_a_table_is_handed_in) {
    samebill::RequestOptions options;
    options.usage_apart = true;
    CHECK_PROBLEMS(decode(sound, options).problems, {"schema /usage"});
    CHECK_PROBLEMS(decode(with(sound, "/usage", "[]"), options).problems, {});
}

BOOST_AUTO_TEST_SUITE_END()
