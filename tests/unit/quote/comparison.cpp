// SPDX-License-Identifier: MIT
// Rules: F2, F5, B7, U6, U8
// Alternatives side by side through the door; every break-even point is run again on both of its sides.
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "core/api.h"

using nlohmann::json;

BOOST_AUTO_TEST_SUITE(comparison)

namespace {

json plan(const std::string& id, const std::string& fee, const std::string& included, const std::string& price) {
    return {{"id", id},
            {"access_fee", {{"amount", fee}}},
            {"included", {{"data", included}}},
            {"overage", {{"data", {{"price", price}, {"per", "MB"}}}}}};
}

json cohort(const std::string& plan_id, int count, int payload = 10'000) {
    return {
        {"name", "meters"},
        {"count", count},
        {"plan", plan_id},
        {"usage",
         {{{"name", "report"}, {"kind", "data"}, {"times", {{"per", "day"}, {"count", 1}}}, {"payload", payload}}}}};
}

json scenario(json plans, json cohorts, int months = 12) {
    return {{"schema", "samebill/scenario/1"},
            {"catalog", {{"schema", "samebill/catalog/1"}, {"id", "c"}, {"currency", "EUR"}, {"plans", plans}}},
            {"account",
             {{"schema", "samebill/account/1"},
              {"id", "a"},
              {"agreement", {{"from", "2020-01-01"}}},
              {"devices", json::array()}}},
            {"from", "2027-01"},
            {"months", months},
            {"cohorts", cohorts}};
}

json compared(const json& comparison) {
    const samebill::Outcome outcome = samebill::compare(comparison.dump());
    if (!outcome.ok) BOOST_ERROR(outcome.text);
    return json::parse(outcome.text);
}
std::string problems_of(const json& comparison) {
    std::string all;
    const json answer = json::parse(samebill::compare(comparison.dump()).text);
    for (const json& error : answer.at("errors"))
        all += error.at("code").get<std::string>() + " " + error.at("path").get<std::string>() + "\n";
    return all;
}
std::string total_of(const json& given) {
    const samebill::Outcome outcome = samebill::quote(given.dump());
    BOOST_REQUIRE_MESSAGE(outcome.ok, outcome.text);
    return json::parse(outcome.text).at("totals").at("total");
}

// 5.00 a device, against 1.00 a device with at least 125.00 a month (B7). 10,000 bytes a day stay within 1 MB.
json each_or_bulk(int count = 20) {
    const json plans = {plan("bulk", "1.00", "1 MB", "1.00"), plan("each", "5.00", "1 MB", "1.00")};
    return {{"schema", "samebill/comparison/1"},
            {"base", scenario(plans, json::array({cohort("each", count)}))},
            {"alternatives",
             {{{"name", "each"}},
              {{"name", "bulk"},
               {"patch",
                {{"account", {{"agreement", {{"minimum_monthly_charge", "125.00"}}}}},
                 {"cohorts", json::array({cohort("bulk", count)})}}}}}}};
}

}  // namespace

BOOST_AUTO_TEST_CASE(totals_stand_side_by_side_with_their_differences) {
    // 20 × 5.00 × 12 = 1200.00; 20 × 1.00 are below 125.00: 12 × 125.00 = 1500.00, of it 12 × 105.00 shortfall.
    const json result = compared(each_or_bulk());
    BOOST_TEST(result["alternatives"][0]["totals"]["total"] == "1200.00");
    BOOST_TEST(result["alternatives"][1]["totals"]["total"] == "1500.00");
    BOOST_TEST(result["alternatives"][1]["months"][2]["cumulated"] == "375.00");
    const json& difference = result["differences"][0];
    BOOST_TEST(difference["alternative"] == "bulk");
    BOOST_TEST(difference["totals"]["charges"]["access"] == "-960.00");
    BOOST_TEST(difference["totals"]["minimum_shortfall"] == "1260.00");
    BOOST_TEST(difference["totals"]["total"] == "300.00");
    BOOST_TEST(difference["cohorts"][0]["total"] == "300.00");
    BOOST_TEST(difference["months"][11]["total"] == "25.00");
    BOOST_TEST(difference["settings"].dump() ==
               R"([{"alternative":"125.00","path":"/account/agreement/minimum_monthly_charge"},)"
               R"({"alternative":"bulk","path":"/cohorts/0/plan","reference":"each"}])");
    const json& recommended = result["recommended"];
    BOOST_TEST(recommended["alternative"] == "each");
    BOOST_TEST(recommended["reason"] == "lowest_total");
    BOOST_TEST(recommended["saving_to_next"] == "300.00");
    BOOST_TEST(recommended["mainly"] == "minimum_shortfall");
}

BOOST_AUTO_TEST_CASE(what_is_cheaper_because_it_serves_less_is_passed_over) {
    json asked = each_or_bulk();
    json without_data = plan("each", "0.50", "0 B", "1.00");
    without_data.erase("included");
    without_data["overage"] = {{"sms", {{"price", "0.10"}, {"per", "message"}}}};
    const json plans = {asked["base"]["catalog"]["plans"][0], without_data};
    asked["alternatives"].push_back({{"name", "no data"}, {"patch", {{"catalog", {{"plans", plans}}}}}});
    const json result = compared(asked);
    BOOST_TEST(result["alternatives"][2]["totals"]["total"] == "120.00");  // 20 × 0.50 × 12
    BOOST_TEST(result["alternatives"][2]["not_billed"]["data"] == 20 * 365 * 10'000);
    BOOST_TEST(result["recommended"]["alternative"] == "each");
    BOOST_TEST(result["recommended"]["reason"] == "lowest_total_that_serves_all");
    BOOST_TEST(result["recommended"]["passed_over"].dump() == R"(["no data"])");
}

BOOST_AUTO_TEST_CASE(break_even_is_the_number_of_devices_at_which_the_order_changes) {
    // 5 × 25 = 125: equal at 25; from 26 on bulk is cheaper, through 125 at 125.00.
    json asked = each_or_bulk();
    asked["break_even"] = {{{"over", "devices"}, {"cohort", "meters"}, {"through", 200}}};
    const json result = compared(asked);
    const json& found = result["break_even"][0];
    BOOST_TEST(found["ranges"].dump() == R"([{"cheapest":["each"],"from":1,"through":24},)"
                                         R"({"cheapest":["each","bulk"],"from":25,"through":25},)"
                                         R"({"cheapest":["bulk"],"from":26,"through":200}])");
    BOOST_TEST(found["widest_step"] == 9);  // 199 / 24
    for (const json& change : found["changes"]) {
        const int at = change["at"];
        for (const auto& [count, stated] : {std::pair(at - 1, "totals_before"), std::pair(at, "totals")}) {
            BOOST_TEST(change[stated]["first"] == total_of(each_or_bulk(count)["base"]));
            json other = each_or_bulk(count)["base"];
            other.merge_patch(each_or_bulk(count)["alternatives"][1]["patch"]);
            BOOST_TEST(change[stated]["second"] == total_of(other));
        }
    }
    asked["break_even"][0]["points"] = 200;
    const json complete = compared(asked);
    BOOST_TEST(complete["break_even"][0]["widest_step"] == 1);
    BOOST_TEST(complete["break_even"][0]["changes"] == found["changes"]);
}

BOOST_AUTO_TEST_CASE(an_order_that_changes_back_is_told_twice) {
    // 2.00 a device, 3.00 from 10 devices on, against 2.50: 20.00 and 22.50 at 9, 30.00 and 25.00 at 10. With the
    // price of 1.00 from 40 devices on it is cheaper again: 97.50 and 117.00 at 39.
    json steps = plan("each", "2.00", "1 MB", "1.00");
    steps["access_fee"]["volume"] = {{{"from", 10}, {"amount", "3.00"}}, {{"from", 40}, {"amount", "1.00"}}};
    const json plans = {steps, plan("flat", "2.50", "1 MB", "1.00")};
    const json asked = {
        {"schema", "samebill/comparison/1"},
        {"base", scenario(plans, json::array({cohort("each", 5)}), 1)},
        {"alternatives",
         {{{"name", "steps"}}, {{"name", "flat"}, {"patch", {{"cohorts", json::array({cohort("flat", 5)})}}}}}},
        {"break_even", {{{"over", "devices"}, {"through", 60}, {"points", 5}}}}};
    const json changes = compared(asked)["break_even"][0]["changes"];
    BOOST_REQUIRE(changes.size() == 2);
    BOOST_TEST(changes[0]["at"] == 10);
    BOOST_TEST(changes[0]["cheaper"] == "second");
    BOOST_TEST(changes[0]["totals_before"].dump() == R"({"first":"18.00","second":"22.50"})");
    BOOST_TEST(changes[0]["totals"].dump() == R"({"first":"30.00","second":"25.00"})");
    BOOST_TEST(changes[1]["at"] == 40);
    BOOST_TEST(changes[1]["totals_before"].dump() == R"({"first":"117.00","second":"97.50"})");
    BOOST_TEST(changes[1]["totals"].dump() == R"({"first":"40.00","second":"100.00"})");
}

BOOST_AUTO_TEST_CASE(usage_breaks_even_at_a_byte_and_at_a_percentage) {
    // April has 30 days; with a session a day of p bytes, `small` (2.00, nothing included, 1.00 a MB, bytes rounded up
    // to KB) against `large` (5.00 with 100 MB). Overage of 3.00 are 3 MB: 30 sessions of 102.4 KB. At 102 KB a day
    // 3060 KB are 2.98828125: 2.99; at 103 KB 3090 KB are 3.017578125: 3.02. So 102 × 1024 = 104448 bytes are the last
    // with `small` cheaper. Of 10,000 bytes that is 1044 percent (104,400), and at 1045 (104,500) it is not.
    json april = scenario({plan("large", "5.00", "100 MB", "1.00"), plan("small", "2.00", "0 B", "1.00")},
                          json::array({cohort("small", 3)}), 1);
    april["from"] = "2027-04";
    const json asked = {
        {"schema", "samebill/comparison/1"},
        {"base", april},
        {"alternatives",
         {{{"name", "small"}}, {{"name", "large"}, {"patch", {{"cohorts", json::array({cohort("large", 3)})}}}}}},
        {"break_even",
         {{{"over", "amount"}, {"cohort", "meters"}, {"behaviour", "report"}, {"through", 300'000}},
          {{"over", "usage"}, {"through", 2'000}}}}};
    const json result = compared(asked);
    const json& bytes = result["break_even"][0];
    BOOST_TEST(bytes["unit"] == "bytes");
    BOOST_REQUIRE(bytes["changes"].size() == 1);
    BOOST_TEST(bytes["changes"][0]["at"] == 104'449);
    BOOST_TEST(bytes["changes"][0]["totals_before"].dump() == R"({"first":"14.97","second":"15.00"})");
    BOOST_TEST(bytes["changes"][0]["totals"].dump() == R"({"first":"15.06","second":"15.00"})");
    BOOST_TEST(result["break_even"][1]["changes"][0]["at"] == 1'045);
}

BOOST_AUTO_TEST_CASE(months_break_even_where_the_sums_cross) {
    // 1.00 a month with 10.00 for activation, against 3.00 a month: 10 + n and 3n are equal at 5.
    json once = plan("once", "1.00", "1 MB", "1.00");
    once["fees"] = {{"activation", "10.00"}};
    const json plans = {plan("each", "3.00", "1 MB", "1.00"), once};
    const json asked = {
        {"schema", "samebill/comparison/1"},
        {"base", scenario(plans, json::array({cohort("each", 2)}))},
        {"alternatives",
         {{{"name", "each"}}, {{"name", "once"}, {"patch", {{"cohorts", json::array({cohort("once", 2)})}}}}}},
        {"break_even", {{{"over", "month"}}}}};
    const json result = compared(asked);
    const json& changes = result["break_even"][0]["changes"];
    BOOST_REQUIRE(changes.size() == 2);
    BOOST_TEST(changes[0]["at"] == 5);
    BOOST_TEST(changes[0]["month"] == "2027-05");
    BOOST_TEST(changes[0]["cheaper"] == "neither");
    BOOST_TEST(changes[0]["totals"].dump() == R"({"first":"30.00","second":"30.00"})");
    BOOST_TEST(changes[1]["at"] == 6);
    BOOST_TEST(changes[1]["cheaper"] == "second");
    BOOST_TEST(result["break_even"][0]["runs"] == 0);
}

BOOST_AUTO_TEST_CASE(sensitivity_tells_which_assumption_matters_most) {
    // 100 devices at 2.00 with nothing included, 30 sessions of 100 KB at 1.00 a MB: 3000 / 1024 = 2.9296875, 2.93
    // each, 493.00 in April. With 90 and 110 devices 443.70 and 542.30. Usage of 90 and 110 percent of 102,400 bytes:
    // 92,160 are 90 KB, 2700 / 1024 = 2.63671875, 464.00; 112,640 are 110 KB, 3300 / 1024 = 3.22265625, 522.00. A
    // session more a day: 60 × 100 / 1024 = 5.859375, 786.00; one less is none that a scenario can state. Begun on the
    // 11th 20 of 30 days are 1.33, and 20 sessions 1.953125, 1.95: 328.00; the first of April is the earliest.
    json april =
        scenario(json::array({plan("small", "2.00", "0 B", "1.00")}), json::array({cohort("small", 100, 102'400)}), 1);
    april["from"] = "2027-04";
    json asked = {{"schema", "samebill/comparison/1"},
                  {"base", april},
                  {"alternatives", {{{"name", "only"}}}},
                  {"sensitivity", true}};
    const json result = compared(asked);
    BOOST_TEST(result["recommended"]["reason"] == "only_one");
    const json& found = result["sensitivity"];
    BOOST_TEST(found["total"] == "493.00");
    std::vector<std::string> told;
    for (const json& each : found["assumptions"]) {
        std::string text;
        for (const char* name : {"assumption", "low", "high", "total_low", "total_high", "swing"})
            text += (text.empty() ? "" : " ") + each[name].get<std::string>();
        told.push_back(text);
    }
    const std::vector<std::string> due{"sessions 1 2 493.00 786.00 293.00", "start 0 10 493.00 328.00 165.00",
                                       "devices 90 110 443.70 542.30 98.60", "usage 90 110 464.00 522.00 58.00"};
    BOOST_TEST(told == due, boost::test_tools::per_element());
}

namespace {

// "start -10 10 90.00 60.00" of each assumption named, in their order.
std::vector<std::string> swings_of(const json& base, const std::vector<std::string>& names) {
    const json result = compared({{"schema", "samebill/comparison/1"},
                                  {"base", base},
                                  {"alternatives", json::array({json::object({{"name", "only"}})})},
                                  {"sensitivity", true}});
    const json checked = json::parse(samebill::check(result.dump()).text);
    BOOST_TEST(checked["valid"] == true, checked.dump());
    std::vector<std::string> told;
    for (const std::string& name : names) {
        for (const json& each : result["sensitivity"]["assumptions"]) {
            if (each["assumption"] != name) continue;
            std::string text = name;
            for (const char* part : {"low", "high", "total_low", "total_high"})
                text += " " + each[part].get<std::string>();
            told.push_back(text);
        }
    }
    return told;
}

}  // namespace

BOOST_AUTO_TEST_CASE(dates_move_by_days_to_both_sides) {
    // Ten devices without usage in April and May, 3.00 a month on the one plan, 6.00 on the other, to which they change
    // with the month after 26 April: 90.00. Ten days earlier is still in April; ten days later is May, and June is
    // none of the months: 60.00.
    json fleet = cohort("small", 10);
    fleet.erase("usage");
    json months = scenario(json::array({plan("small", "3.00", "0 B", "1.00"), plan("large", "6.00", "0 B", "1.00")}),
                           json::array({fleet}), 2);
    months["from"] = "2027-04";
    json changed = months;
    changed["cohorts"][0]["plan_changes"] = json::array({json::object({{"on", "2027-04-26"}, {"plan", "large"}})});
    BOOST_TEST(swings_of(changed, {"plan_changes"}) == std::vector<std::string>{"plan_changes -10 10 90.00 60.00"},
               boost::test_tools::per_element());
    // Suspended from 16 April to 15 May, free of charge: 15 days of April at 0.10 a day and 16 of 31 days of May, 1.50
    // and 1.55 a device. From 6 April on 5 days are left in April and 26 in May, 0.50 and 2.52; from 26 April on
    // 25 days in April and 6 in May, 2.50 and 0.58.
    json paused = months;
    paused["catalog"]["terms"] = json::object({{"suspension_allowed", true}});
    paused["cohorts"][0]["seasons"] = json::array({json::object({{"from", "2027-04-16"}, {"until", "2027-05-15"}})});
    BOOST_TEST(swings_of(paused, {"seasons"}) == std::vector<std::string>{"seasons -10 10 30.20 30.80"},
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_against_b_is_b_against_a_turned_round) {
    uint64_t state = 7;
    const auto below = [&](uint64_t limit) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        return static_cast<int>((state >> 33) % limit);
    };
    const auto turned = [](const json& money) {
        const std::string text = money;
        return text[0] == '-' ? text.substr(1) : text.find_first_of("123456789") == text.npos ? text : "-" + text;
    };
    for (int trial = 0; trial < 25; ++trial) {
        json plans = json::array();
        for (const char* id : {"p", "q"})
            plans.push_back(plan(id, std::to_string(below(6)) + ".5", std::to_string(below(4)) + " MB",
                                 "0." + std::to_string(1 + below(90))));
        json first = scenario(plans, json::array({cohort("p", 1 + below(40), 1 + below(200'000))}), 1 + below(4));
        if (below(2) == 0) first["account"]["agreement"]["minimum_monthly_charge"] = std::to_string(below(90));
        json other = first["cohorts"];
        other[0]["plan"] = "q";
        other[0]["count"] = 1 + below(40);
        const json wishes = {{{"over", "devices"}, {"through", 60}, {"points", 60}}, {{"over", "month"}}};
        json asked = {{"schema", "samebill/comparison/1"},
                      {"base", first},
                      {"alternatives", {{{"name", "a"}}, {{"name", "b"}, {"patch", {{"cohorts", other}}}}}},
                      {"break_even", wishes}};
        const json given = compared(asked);
        std::swap(asked["alternatives"][0], asked["alternatives"][1]);
        const json back = compared(asked);
        const json& there = given["differences"][0]["totals"];
        for (const char* name : {"total", "subtotal", "minimum_shortfall"})
            BOOST_TEST(turned(there[name]) == back["differences"][0]["totals"][name].get<std::string>());
        for (size_t m = 0; m < given["differences"][0]["months"].size(); ++m)
            BOOST_TEST(turned(given["differences"][0]["months"][m]["total"]) ==
                       back["differences"][0]["months"][m]["total"].get<std::string>());
        for (int wish = 0; wish < 2; ++wish) {
            json changes = back["break_even"][wish]["changes"];
            for (json& change : changes) {
                std::swap(change["first"], change["second"]);
                for (const char* totals : {"totals", "totals_before"})
                    std::swap(change[totals]["first"], change[totals]["second"]);
                for (const char* cheaper : {"cheaper", "cheaper_before"}) {
                    if (change[cheaper] != "neither") change[cheaper] = change[cheaper] == "first" ? "second" : "first";
                }
            }
            BOOST_TEST(changes == given["break_even"][wish]["changes"]);
        }
        if (there["total"] != "0.00")
            BOOST_TEST(given["recommended"]["alternative"] == back["recommended"]["alternative"]);
    }
}

BOOST_AUTO_TEST_CASE(problems_of_a_run_stand_where_the_patch_says_it) {
    json asked = each_or_bulk();
    asked["base"]["catalog"]["plans"][0]["available_until"] = "2026-12-31";
    BOOST_TEST(problems_of(asked) == "plan_not_available /alternatives/1/patch/cohorts/0/plan\n");
    asked = each_or_bulk();
    json many = asked["base"]["cohorts"];
    many[0]["count"] = 60'000;
    many[0]["variation"] = {{"each_device", true}};
    many[0]["usage"][0]["times"]["count"] = 24;
    asked["base"]["months"] = 1;
    asked["alternatives"] = {{{"name", "many"}, {"patch", {{"cohorts", many}}}}};
    asked["break_even"] = {{{"over", "devices"}, {"through", 250'000}, {"points", 2}}};
    BOOST_TEST(problems_of(asked) == "limit /break_even/0\n");
}

// Ten meters of 3 MB a month at 5.00 for 1 MB and 1.00 a MB above, 7.00; `large` has 10 MB for 6.00. February and
// March: 140.00 and 120.00.
BOOST_AUTO_TEST_CASE(the_best_plan_of_a_planned_fleet_is_found_from_its_second_month_on) {
    json planned =
        scenario(json::array({plan("large", "6.00", "10 MB", "1.00"), plan("small", "5.00", "1 MB", "1.00")}),
                 json::array({cohort("small", 10)}), 3);
    planned["cohorts"][0]["usage"][0]["payload"] = 3 * 1'048'576;
    planned["cohorts"][0]["usage"][0]["times"] = {{"per", "month"}, {"day", 10}};
    const auto assigned = [](const json& document) {
        const std::string text = document.dump();
        samebill::Inputs inputs;
        inputs.request = text;
        return json::parse(samebill::assign(inputs).text);
    };
    json asked = {{"schema", "samebill/assignment/1"}, {"scenario", planned}};
    const json found = assigned(asked);
    BOOST_REQUIRE_MESSAGE(found.contains("saving"), found.dump());
    BOOST_TEST(found["saving"] == "20.00");
    BOOST_TEST(found["events"].size() == 10u);
    BOOST_TEST(found["events"][0]["at"] == "2027-01-31T23:59:59Z");
    BOOST_TEST(samebill::check(asked.dump()).ok);
    asked["scenario"]["months"] = 1;
    BOOST_TEST(assigned(asked)["errors"][0]["path"] == "/scenario");
    asked["scenario"]["cohorts"][0]["plan"] = "none";
    BOOST_TEST(assigned(asked)["errors"][0]["path"] == "/scenario/cohorts/0/plan");
    asked["request"] = json::object();
    BOOST_TEST(assigned(asked)["errors"][0]["path"] == "");
    asked.erase("scenario");
    asked.erase("request");
    BOOST_TEST(assigned(asked)["errors"][0]["path"] == "");
}

BOOST_AUTO_TEST_SUITE_END()
