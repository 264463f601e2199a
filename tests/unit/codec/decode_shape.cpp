// SPDX-License-Identifier: MIT
// Stage 1: the shape of a request and its parts.
#include <boost/test/unit_test.hpp>

#include "tests/unit/codec/request_text.h"

using namespace request_text;

BOOST_AUTO_TEST_SUITE(decode_shape)

namespace {

const Json sound = sound_request();
const std::string meter = "/catalog/plans/0";

Strings at(const std::string& pointer, const std::string& value) {
    return problems_of(with(sound, pointer, value));
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_sound_request_has_no_problems) {
    CHECK_PROBLEMS(problems_of(sound), {});
}

BOOST_AUTO_TEST_CASE(an_unknown_member_is_named_itself) {
    CHECK_PROBLEMS(at("/catalog/plans/0/access_fee/amout", "\"1\""), {"schema /catalog/plans/0/access_fee/amout"});
    CHECK_PROBLEMS(problems_of(with(sound, "/a~1b~0c", "1")), {"schema /a~1b~0c"});
}

BOOST_AUTO_TEST_CASE(a_missing_member_is_a_problem_of_the_object_once) {
    CHECK_PROBLEMS(problems_of(without(without(sound, "/from"), "/through")), {"schema "});
    CHECK_PROBLEMS(at("/usage/0", "{}"), {"schema /usage/0"});
}

BOOST_AUTO_TEST_CASE(the_message_names_the_remedy) {
    const Decoded decoded = decode(with(sound, meter + "/access_fee/months", "121"));
    BOOST_TEST(decoded.messages.at(0) ==
               "`months` must be a whole number from 1 to 120, without fraction or exponent.");
    BOOST_TEST(decode(without(sound, "/events")).messages.at(0) == "Add `events`: a request cannot do without.");
}

BOOST_AUTO_TEST_CASE(problems_come_in_the_order_of_the_text_and_not_of_the_form) {
    Json document = Json::object();
    document["through"] = "2026-3";
    document["usage"] = 5;
    document["catalog"] = with(sound, "/catalog/currency", "\"XAU\"")["catalog"];
    document["zone"] = true;
    CHECK_PROBLEMS(problems_of(document),
                   {"schema ", "schema /through", "schema /usage", "schema /catalog/currency", "schema /zone"});
}

BOOST_AUTO_TEST_CASE(a_container_comes_before_what_is_inside) {
    CHECK_PROBLEMS(at("/events/1", R"({"at":"x","type":"provision"})"), {"schema /events/1", "schema /events/1/at"});
}

BOOST_AUTO_TEST_CASE(positions_are_ordered_as_numbers) {
    Json document = sound;
    for (int i = 0; i < 12; ++i) document["events"][static_cast<size_t>(i)] = 7;
    Strings due;
    for (int i = 0; i < 12; ++i) due.push_back("schema /events/" + std::to_string(i));
    BOOST_TEST(problems_of(document) == due, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(of_many_problems_the_first_hundred_are_told) {
    Json document = sound;
    const Json session = document["usage"][0];
    for (size_t i = 0; i < 1000; ++i) {
        document["usage"][i] = session;
        document["usage"][i]["quantity"] = -1;
    }
    document["schema"] = "samebill/request/2";
    const Strings problems = problems_of(document);
    BOOST_TEST(problems.size() == 100u);
    BOOST_TEST(problems.front() == "schema /schema");
    BOOST_TEST(problems.back() == "schema /usage/98/quantity");
}

BOOST_AUTO_TEST_CASE(a_member_given_twice_is_a_problem_of_shape_at_the_member) {
    CHECK_PROBLEMS(
        problems_of_text(replaced(sound.dump(), "\"percent\":\"10\"", "\"percent\":\"10\",\"percent\":\"11\"")),
        {"schema /account/agreement/discounts/0/percent"});
    CHECK_PROBLEMS(
        problems_of_text(replaced(sound.dump(), "\"amount\":\"2.50\"", "\"amount\":\"2.50\",\"amount\":\"2.50\"")),
        {"schema /account/pricing_attachments/0/overrides/access_fee/amount"});
}

BOOST_AUTO_TEST_CASE(an_integer_has_no_fraction_and_no_exponent) {
    for (const char* number :
         {"5000.0", "5e3", "5000E0", "1e400", "9007199254740992", "-1", "18446744073709551616", "\"5\"", "null"}) {
        BOOST_TEST_CONTEXT(number) {
            CHECK_PROBLEMS(
                problems_of_text(replaced(sound.dump(), "\"quantity\":5000", std::string("\"quantity\":") + number)),
                {"schema /usage/0/quantity"});
        }
    }
    CHECK_PROBLEMS(at("/usage/0/quantity", "9007199254740991"), {});
}

BOOST_AUTO_TEST_CASE(a_prepaid_plan_has_packs_and_nothing_of_a_postpaid_one) {
    const std::string credit = "/catalog/plans/1";
    CHECK_PROBLEMS(at(credit + "/included", "{}"), {"schema /catalog/plans/1/included"});
    CHECK_PROBLEMS(at(credit + "/overage", "{}"), {"schema /catalog/plans/1/overage"});
    CHECK_PROBLEMS(at(credit + "/access_fee", R"({"amount":"1"})"), {"schema /catalog/plans/1/access_fee"});
    CHECK_PROBLEMS(at(credit + "/prepaid_packs", "[]"), {"schema /catalog/plans/1/prepaid_packs"});
    CHECK_PROBLEMS(problems_of(without(sound, credit + "/prepaid_packs")), {"schema /catalog/plans/1"});
}

BOOST_AUTO_TEST_CASE(a_postpaid_plan_has_an_access_fee_and_no_packs) {
    CHECK_PROBLEMS(at(meter + "/prepaid_packs", "[]"), {"schema /catalog/plans/0/prepaid_packs"});
    CHECK_PROBLEMS(problems_of(without(without(sound, meter + "/access_fee"), "/account/pricing_attachments")),
                   {"schema /catalog/plans/0"});
}

BOOST_AUTO_TEST_CASE(a_plan_of_no_known_kind_is_a_problem_at_its_kind_alone) {
    CHECK_PROBLEMS(at(meter + "/kind", "\"hybrid\""), {"schema /catalog/plans/0/kind"});
}

BOOST_AUTO_TEST_CASE(an_included_amount_needs_an_overage_rate) {
    CHECK_PROBLEMS(at(meter + "/included", R"({"sms":1,"data":0})"), {"schema /catalog/plans/0/included/sms"});
    CHECK_PROBLEMS(at(meter + "/included", R"({"sms":0})"), {});
    // A rate that is there but wrong is one problem, not two.
    CHECK_PROBLEMS(at(meter + "/overage/data", "5"), {"schema /catalog/plans/0/overage/data"});
}

BOOST_AUTO_TEST_CASE(amounts_with_units_come_to_whole_bytes_and_seconds) {
    const std::string data = meter + "/provisioned/complimentary/data";
    const std::string voice = meter + "/provisioned/complimentary/voice";
    for (const char* amount : {"\"0.5 KB\"", "\"8388607 GB\"", "0", "\"1 B\""})
        BOOST_TEST_CONTEXT(amount) CHECK_PROBLEMS(at(data, amount), {});
    for (const char* amount :
         {"\"0.3 KB\"", "\"8388608 GB\"", "\"5 min\"", "\"5  MB\"", "\"5MB\"", "\"-5 MB\"", "\"5\"", "\"unlimited\""})
        BOOST_TEST_CONTEXT(amount) CHECK_PROBLEMS(at(data, amount), {"schema " + data});
    CHECK_PROBLEMS(at(voice, "\"0.05 min\""), {});
    CHECK_PROBLEMS(at(voice, "\"0.01 min\""), {"schema " + voice});
    CHECK_PROBLEMS(at(meter + "/provisioned/complimentary/sms", "\"5\""),
                   {"schema /catalog/plans/0/provisioned/complimentary/sms"});
}

BOOST_AUTO_TEST_CASE(a_text_amount_is_counted_with_the_kilobyte_of_the_catalog) {
    const Json thousand = with(sound, "/catalog/kilobyte_bytes", "1000");
    BOOST_TEST(decode(thousand).request.catalog.plans[1].included[0] == 5'000'000);
    BOOST_TEST(decode(sound).request.catalog.plans[1].included[0] == 5'242'880);
    CHECK_PROBLEMS(problems_of(with(thousand, meter + "/included/data", "\"0.001 KB\"")), {});
    CHECK_PROBLEMS(at(meter + "/included/data", "\"0.001 KB\""), {"schema /catalog/plans/0/included/data"});
}

BOOST_AUTO_TEST_CASE(tiers_rise_and_exactly_the_last_has_no_end) {
    const std::string rate = meter + "/overage/data";
    const auto tiers = [&](const std::string& list) { return at(rate, "{\"per\":\"MB\",\"tiers\":" + list + "}"); };
    CHECK_PROBLEMS(tiers(R"([{"up_to":1,"price":"2"},{"price":"1"}])"), {});
    CHECK_PROBLEMS(tiers(R"([{"up_to":2,"price":"2"},{"up_to":2,"price":"2"},{"price":"1"}])"),
                   {"schema " + rate + "/tiers/1/up_to"});
    CHECK_PROBLEMS(tiers(R"([{"price":"2"},{"up_to":2,"price":"1"}])"),
                   {"schema " + rate + "/tiers/0", "schema " + rate + "/tiers/1/up_to"});
    CHECK_PROBLEMS(tiers("[]"), {"schema " + rate + "/tiers"});
}

BOOST_AUTO_TEST_CASE(a_rate_has_a_price_or_tiers) {
    const std::string rate = meter + "/overage/data";
    CHECK_PROBLEMS(at(rate, R"({"per":"MB"})"), {"schema " + rate});
    CHECK_PROBLEMS(at(rate, R"({"per":"MB","price":"1","mode":"volume"})"), {"schema " + rate + "/mode"});
    CHECK_PROBLEMS(at(rate, R"({"per":"min","price":"1"})"), {"schema " + rate + "/per"});
    const std::string state_rate = meter + "/suspended/rates/sms";
    CHECK_PROBLEMS(at(state_rate, R"({"per":"message","tiers":[{"price":"1"}]})"),
                   {"schema " + state_rate, "schema " + state_rate + "/tiers"});
}

BOOST_AUTO_TEST_CASE(ids_are_unique_in_their_lists) {
    CHECK_PROBLEMS(at("/account/devices/2", R"({"id":"pump-1"})"), {"duplicate_id /account/devices/2/id"});
    CHECK_PROBLEMS(at("/account/agreement/plans", R"(["meter","credit","meter"])"),
                   {"duplicate_id /account/agreement/plans/2"});
    CHECK_PROBLEMS(at("/catalog/taxes/0/categories", R"(["usage","usage"])"),
                   {"duplicate_id /catalog/taxes/0/categories/1"});
    CHECK_PROBLEMS(at("/account/pricing_attachments/1", R"({"plan":"meter","overrides":{}})"),
                   {"duplicate_id /account/pricing_attachments/1/plan"});
    CHECK_PROBLEMS(at(meter + "/recurring_fees", R"([{"code":"a","amount":"1"},{"code":"a","amount":"1"}])"),
                   {"duplicate_id /catalog/plans/0/recurring_fees/1/code"});
    CHECK_PROBLEMS(at("/catalog/terms", R"({"automatic_cancellation":["inactive","inactive"]})"),
                   {"duplicate_id /catalog/terms/automatic_cancellation/1"});
}

BOOST_AUTO_TEST_CASE(discounts_of_a_category_and_month_come_to_at_most_a_hundred_percent) {
    const auto discounts = [&](const std::string& list) { return at("/account/agreement/discounts", list); };
    const auto discount = [](int i, const std::string& percent, const std::string& more = "") {
        return "{\"code\":\"d" + std::to_string(i) + "\",\"percent\":\"" + percent + "\",\"categories\":[\"usage\"]" +
               more + "}";
    };
    const auto percent_of = [](const char* position) {
        return std::string("schema /account/agreement/discounts/") + position + "/percent";
    };
    CHECK_PROBLEMS(discounts("[" + discount(0, "60") + "," + discount(1, "40") + "]"), {});
    CHECK_PROBLEMS(
        discounts("[" + discount(0, "60") + "," + discount(1, "40.000000001") + "," + discount(2, "1") + "]"),
        {percent_of("1"), percent_of("2")});
    // January to 15 February, and February: they share no whole month.
    CHECK_PROBLEMS(discounts("[" + discount(0, "60", R"(,"from":"2026-01-01","until":"2026-02-15")") + "," +
                             discount(1, "60", R"(,"from":"2026-02-01")") + "]"),
                   {});
    CHECK_PROBLEMS(discounts("[" + discount(0, "60", R"(,"until":"2026-02-28")") + "," +
                             discount(1, "60", R"(,"from":"2026-02-01","until":"2026-03-15")") + "]"),
                   {percent_of("1")});
    CHECK_PROBLEMS(discounts("[" + discount(0, "100.1") + "]"), {percent_of("0")});
}

BOOST_AUTO_TEST_CASE(an_attachment_must_leave_a_valid_plan_of_the_same_id) {
    const std::string overrides = "/account/pricing_attachments/0/overrides";
    for (const char* patch :
         {R"({"id":"other"})", R"({"access_fee":null})", R"({"zone":1})", R"({"included":{"sms":1}})",
          R"({"access_fee":{"months":12.0}})", R"({"terms":{"voice_rounding":{"increment":1}}})"}) {
        BOOST_TEST_CONTEXT(patch) CHECK_PROBLEMS(at(overrides, patch), {"schema " + overrides});
    }
    for (const char* patch :
         {"{}", R"({"id":"meter"})", R"({"absent":null})", R"({"terms":null})", R"({"included":{"data":null}})"}) {
        BOOST_TEST_CONTEXT(patch) CHECK_PROBLEMS(at(overrides, patch), {});
    }
    CHECK_PROBLEMS(at(overrides, "[]"), {"schema " + overrides});
}

BOOST_AUTO_TEST_CASE(an_attachment_is_looked_at_only_on_a_sound_plan) {
    const Json document = with(with(sound, "/account/pricing_attachments/0/overrides", R"({"zone":1})"),
                               meter + "/access_fee/amount", "3");
    CHECK_PROBLEMS(problems_of(document), {"schema /catalog/plans/0/access_fee/amount"});
}

BOOST_AUTO_TEST_CASE(members_of_an_event_are_those_of_its_type) {
    const auto event = [&](const std::string& rest) {
        return at("/events/0", R"({"at":"2026-03-02T08:00:00Z","device":"pump-1",)" + rest + "}");
    };
    CHECK_PROBLEMS(event(R"("type":"set_group","group":null)"), {});
    CHECK_PROBLEMS(event(R"("type":"set_group")"), {"schema /events/0"});
    CHECK_PROBLEMS(event(R"("type":"change_plan","plan":null)"), {"schema /events/0/plan"});
    CHECK_PROBLEMS(event(R"("type":"suspend","plan":"meter")"), {"schema /events/0/plan"});
    CHECK_PROBLEMS(event(R"("type":"cancel","by":"court","reason":5)"),
                   {"schema /events/0/by", "schema /events/0/reason"});
    CHECK_PROBLEMS(event(R"("type":"fly","plan":"meter","zone":1)"),
                   {"schema /events/0/type", "schema /events/0/zone"});
}

BOOST_AUTO_TEST_CASE(a_session_does_not_end_before_its_start) {
    CHECK_PROBLEMS(at("/usage/0/end", "\"2026-03-03T09:59:59Z\""), {"schema /usage/0/end"});
    CHECK_PROBLEMS(at("/usage/0/end", "\"2026-03-03T09:30:00-01:00\""), {});
    CHECK_PROBLEMS(at("/usage/0/start", "\"2026-03-03T10:05:00.9Z\""), {});
}

BOOST_AUTO_TEST_CASE(an_adjustment_adds_up_and_is_of_a_month_before) {
    std::string digest = "\"sha256:";
    digest.append(64, 'a').append("\"");
    const auto adjustment = [&](const std::string& of, const std::string& subtotal, const std::string& tax,
                                const std::string& amount) {
        return at("/adjustments", "[{\"of\":\"" + of + "\",\"issued\":" + digest + ",\"corrected\":" + digest +
                                      ",\"subtotal\":\"" + subtotal + "\",\"tax\":\"" + tax + "\",\"amount\":\"" +
                                      amount + "\"}]");
    };
    CHECK_PROBLEMS(adjustment("2026-02", "-1.00", "0.19", "-0.81"), {});
    CHECK_PROBLEMS(adjustment("2026-02", "-1.00", "0.19", "-0.82"), {"schema /adjustments/0/amount"});
    CHECK_PROBLEMS(adjustment("2026-03", "0.00", "0.0", "0.00"),
                   {"schema /adjustments/0/of", "schema /adjustments/0/tax"});
}

BOOST_AUTO_TEST_CASE(an_opening_state_must_be_an_object) {
    CHECK_PROBLEMS(at("/opening", "\"x\""), {"schema /opening"});
    CHECK_PROBLEMS(at("/opening", "null"), {"schema /opening"});
}

BOOST_AUTO_TEST_CASE(the_parts_of_a_request_say_what_they_are) {
    CHECK_PROBLEMS(at("/account/schema", "\"samebill/catalog/1\""), {"schema /account/schema"});
    CHECK_PROBLEMS(at("/schema", "\"samebill/request/2\""), {"schema /schema"});
    CHECK_PROBLEMS(problems_of_text("[]"), {"schema "});
}

BOOST_AUTO_TEST_SUITE_END()
