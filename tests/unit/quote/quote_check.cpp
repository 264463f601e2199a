// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "core/api.h"
#include "core/base/money.h"

// A meter costs 1.00 once and 2.00 a month with 1 MB included, 0.50 a MB above.

namespace {

using Json = nlohmann::json;
constexpr int64_t megabyte = 1'048'576;

Json catalog(const std::string& amount = "2.00") {
    return {{"schema", "samebill/catalog/1"},
            {"id", "north"},
            {"currency", "EUR"},
            {"plans",
             {{{"id", "meter"},
               {"access_fee", {{"amount", amount}}},
               {"fees", {{"activation", "1.00"}}},
               {"included", {{"data", "1 MB"}}},
               {"overage", {{"data", {{"price", "0.50"}, {"per", "MB"}}}}}}}}};
}

Json account() {
    return {{"schema", "samebill/account/1"},
            {"id", "waterworks"},
            {"agreement", {{"from", "2026-04-01"}}},
            {"devices", Json::array()}};
}

Json cohort(const std::string& name, int count, int megabytes) {
    return {{"name", name},
            {"count", count},
            {"plan", "meter"},
            {"start", {{"on", "2026-04-01"}}},
            {"usage",
             {{{"name", "report"},
               {"kind", "data"},
               {"times", {{"per", "month"}, {"day", 10}}},
               {"payload", megabytes * megabyte},
               {"varies", false}}}}};
}

Json quote_of(const Json& cohorts, int months = 1) {
    const Json draft = {{"schema", "samebill/quote_draft/1"},
                        {"id", "Q-1"},
                        {"version", 1},
                        {"customer", {{"name", "Waterworks"}}},
                        {"scenario",
                         {{"schema", "samebill/scenario/1"},
                          {"catalog", catalog()},
                          {"account", account()},
                          {"from", "2026-04"},
                          {"months", months},
                          {"cohorts", cohorts.is_array() ? cohorts : Json::array({cohorts})}}},
                        {"valid_from", "2026-03-01"},
                        {"valid_until", "2026-03-31"}};
    const samebill::Outcome made = samebill::make_quote(draft.dump());
    BOOST_REQUIRE_MESSAGE(made.ok, made.text);
    return Json::parse(made.text);
}

// What a device did: when it was activated, and how much it used on the 10th of a month.
struct Billed {
    std::string id;
    std::string from = "2026-04-01";
    int megabytes = 1;
};

Json request_of(const std::vector<Billed>& devices, const std::string& month = "2026-04",
                const Json& prices = catalog()) {
    Json out = {
        {"schema", "samebill/request/1"}, {"catalog", prices}, {"account", account()}, {"events", Json::array()},
        {"usage", Json::array()},         {"from", month},     {"through", month}};
    for (const Billed& device : devices) {
        const std::string at = device.from + "T00:00:00Z";
        const std::string used = month + "-10T00:00:00Z";
        out["account"]["devices"].push_back({{"id", device.id}});
        out["events"].push_back({{"at", at}, {"type", "provision"}, {"device", device.id}, {"plan", "meter"}});
        out["events"].push_back({{"at", at}, {"type", "activate"}, {"device", device.id}});
        out["usage"].push_back({{"id", month + device.id},
                                {"device", device.id},
                                {"kind", "data"},
                                {"start", used},
                                {"end", used},
                                {"quantity", device.megabytes * megabyte}});
    }
    return out;
}

Json result_of(const Json& request) {
    samebill::Inputs inputs;
    const std::string text = request.dump();
    inputs.request = text;
    const samebill::Outcome outcome = samebill::run(inputs);
    BOOST_REQUIRE_MESSAGE(outcome.ok, outcome.text);
    return Json::parse(outcome.text);
}

Json check_of(const Json& quote, const Json& requests, const Json& bill) {
    return {{"schema", "samebill/quote_check/1"}, {"quote", quote}, {"requests", requests}, {"bill", bill}};
}

Json checked(const Json& check) {
    const samebill::Outcome outcome = samebill::quote_check(check.dump());
    BOOST_REQUIRE_MESSAGE(outcome.ok, outcome.text);
    const samebill::Outcome shape = samebill::check(outcome.text);
    BOOST_TEST(shape.ok, shape.text);
    return Json::parse(outcome.text);
}

Json checked(const Json& quote, const Json& request) {
    return checked(check_of(quote, Json::array({request}), result_of(request)["bills"].back()));
}

std::string amounts(const Json& result) {
    std::string out = result["quote"]["total"];
    for (const Json& cause : result["causes"]) out += " " + cause["amount"].get<std::string>();
    return out + " " + result["remaining"].get<std::string>() + " " + result["bill"]["total"].get<std::string>();
}

// "schema /bill; period /requests/1/from"
std::string problems_of(const Json& check) {
    const samebill::Outcome outcome = samebill::quote_check(check.dump());
    if (outcome.ok) return "none";
    std::string out;
    const Json answer = Json::parse(outcome.text);
    for (const Json& error : answer["errors"])
        out += (out.empty() ? "" : "; ") + error["code"].get<std::string>() + " " + error["path"].get<std::string>();
    return out;
}

Json sealed(Json document) {
    document["digest"] = Json::parse(samebill::digest(document.dump()).text)["digest"];
    return document;
}

int64_t cents(const Json& amount) {
    return *samebill::parse_amount(amount.get<std::string>(), 2);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(quote_check)

// Quoted 2 × (1.00 + 2.00 + 0.50) = 7.00.
BOOST_AUTO_TEST_CASE(each_kind_of_input_is_a_cause_of_its_own) {
    const Json quote = quote_of({cohort("meters", 2, 2)});
    BOOST_TEST(amounts(checked(quote, request_of({{"a", "2026-04-01", 2}, {"b", "2026-04-01", 2}}))) ==
               "7.00 0.00 0.00 0.00 0.00 0.00 7.00");
    BOOST_TEST(amounts(checked(quote, request_of({{"a", "2026-04-01", 2}, {"b", "2026-04-01", 2}}, "2026-04",
                                                 catalog("3.00")))) == "7.00 2.00 0.00 0.00 0.00 0.00 9.00");
    BOOST_TEST(amounts(checked(quote, request_of({{"a", "2026-04-01", 2}}))) == "7.00 0.00 -3.50 0.00 0.00 0.00 3.50");
    // From the 16th: 15 of 30 days, of the fee and of what is included; but b used nothing when it was planned to, on
    // the 10th, and its 2 MB there are an exception: 1.00 + 1.00 in place of 3.50.
    BOOST_TEST(amounts(checked(quote, request_of({{"a", "2026-04-01", 2}, {"b", "2026-04-16", 2}}))) ==
               "7.00 0.00 0.00 -1.50 0.00 0.00 5.50");
    BOOST_TEST(amounts(checked(quote, request_of({{"a", "2026-04-01", 4}, {"b", "2026-04-01", 1}}))) ==
               "7.00 0.00 0.00 0.00 0.50 0.00 7.50");
}

BOOST_AUTO_TEST_CASE(a_device_cancelled_before_the_quote_stands_for_none) {
    const Json quote = quote_of({cohort("meters", 2, 2)});
    Json request = request_of({{"a", "2026-04-01", 2}, {"b", "2026-04-01", 2}});
    request["account"]["agreement"]["from"] = "2026-01-01";
    request["account"]["devices"].push_back({{"id", "0-old"}});
    const auto on = [](const char* at, const char* type) {
        return Json{{"at", at}, {"type", type}, {"device", "0-old"}};
    };
    Json begun = on("2026-01-01T00:00:00Z", "provision");
    begun["plan"] = "meter";
    request["events"].push_back(begun);
    request["events"].push_back(on("2026-01-01T00:00:00Z", "activate"));
    request["events"].push_back(on("2026-03-10T00:00:00Z", "cancel"));
    const Json result = checked(quote, request);
    BOOST_TEST(amounts(result) == "7.00 0.00 0.00 0.00 0.00 0.00 7.00");
    BOOST_TEST(result["cohorts"][0]["billed"] == 2);
    BOOST_TEST(result["outside"]["count"] == 0);
}

BOOST_AUTO_TEST_CASE(more_devices_are_taken_as_their_like_was_planned) {
    const Json quote = quote_of({cohort("meters", 1, 3)});
    const Json result =
        checked(quote, request_of({{"a", "2026-04-01", 3}, {"b", "2026-04-01", 3}, {"c", "2026-04-01", 3}}));
    BOOST_TEST(amounts(result) == "4.00 0.00 8.00 0.00 0.00 0.00 12.00");
    BOOST_TEST(result["cohorts"].dump() == R"([{"billed":3,"cohort":"meters","quoted":1}])");
    BOOST_TEST(result["usage"].dump() == R"([{"billed":9437184,"kind":"data","quoted":3145728}])");
}

// `a` uses 5 MB and stands for the cohort that was planned to: without the match the first cohort takes it.
BOOST_AUTO_TEST_CASE(devices_of_one_plan_and_group_are_told_apart_by_matches) {
    const Json quote = quote_of({cohort("low", 1, 1), cohort("high", 1, 5)});
    const Json request = request_of({{"a", "2026-04-01", 5}, {"b", "2026-04-02", 1}});
    Json check = check_of(quote, Json::array({request}), result_of(request)["bills"][0]);
    check["matches"] = {{{"cohort", "high"}, {"devices", {"a"}}}, {{"cohort", "low"}, {"devices", {"b"}}}};
    // b: 29 of 30 days are 1.93, and of 1 MB too: 34,953 bytes above are 0.02 of usage planned on the 10th.
    BOOST_TEST(amounts(checked(check)) == "8.00 0.00 0.00 -0.05 0.00 0.00 7.95");
    check["matches"][0]["cohort"] = "none";
    BOOST_TEST(problems_of(check) == "schema /matches/0/cohort");
}

// Nobody knows what the quote's plan costs in a catalog without it: the step is counted with the next one.
BOOST_AUTO_TEST_CASE(what_cannot_be_told_apart_is_counted_with_the_next) {
    const Json quote = quote_of({cohort("meters", 1, 1)});
    Json prices = catalog("4.00");
    prices["plans"][0]["id"] = "other";
    Json request = request_of({{"a"}}, "2026-04", prices);
    request["events"][0]["plan"] = "other";
    const Json result = checked(quote, request);
    BOOST_TEST(amounts(result) == "3.00 0.00 2.00 0.00 0.00 0.00 5.00");
    BOOST_TEST(result["causes"][0]["apart"] == false);
    BOOST_TEST(result["outside"].dump() == R"({"count":1,"devices":["a"]})");
}

BOOST_AUTO_TEST_CASE(months_billed_one_after_the_other_are_one_chain) {
    const Json quote = quote_of({cohort("meters", 1, 2)}, 2);
    const Json april = request_of({{"a", "2026-04-01", 2}});
    Json may = request_of({{"a", "2026-04-01", 3}}, "2026-05");
    may["events"] = Json::array();
    may["opening"] = result_of(april)["closing"];
    const Json bill = result_of(may)["bills"][0];
    BOOST_TEST(amounts(checked(check_of(quote, {april, may}, bill))) == "2.50 0.00 0.00 0.00 0.50 0.00 3.00");
    BOOST_TEST(amounts(checked(check_of(quote, Json::array({may}), bill))) == "2.50 0.00 0.00 0.00 0.50 0.00 3.00");
    BOOST_TEST(problems_of(check_of(quote, {may, april}, bill)) ==
               "period /bill/period; schema /requests/1; period /requests/1/from");
    // Without an opening May would tell of April's events again.
    const Json again = request_of({{"a", "2026-04-01", 3}}, "2026-05");
    BOOST_TEST(problems_of(check_of(quote, {april, again}, result_of(again)["bills"][0])) == "schema /requests/1");
}

// Together they are one request over two months; what is wrong with that is told where it is written.
BOOST_AUTO_TEST_CASE(problems_of_months_together_are_told_at_the_request_that_has_them) {
    const Json quote = quote_of({cohort("meters", 1, 2)}, 2);
    Json prices = catalog();
    prices["terms"] = {{"suspension_allowed", true}};
    const Json april = request_of({{"a", "2026-04-01", 2}}, "2026-04", prices);
    const Json april_of_two = request_of({{"a", "2026-04-01", 2}, {"b", "2026-04-01", 2}}, "2026-04", prices);
    Json may = request_of({{"a", "2026-04-01", 3}, {"b", "2026-04-01", 3}}, "2026-05", prices);
    may["opening"] = result_of(april_of_two)["closing"];
    may["events"] = Json::array({Json{{"at", "2026-05-20T00:00:00Z"}, {"type", "suspend"}, {"device", "b"}}});
    const Json bill = result_of(may)["bills"][0];
    BOOST_TEST(problems_of(check_of(quote, {april_of_two, may}, bill)) == "none");
    // In April's request nobody provisioned `b`: it stands there as the third event of both.
    BOOST_TEST(problems_of(check_of(quote, {april, may}, bill)) == "invalid_transition /requests/1/events/0");
    // What only the last request has: `b` is not provisioned by its opening state.
    Json untold = may;
    untold["opening"] = result_of(april)["closing"];
    BOOST_TEST(problems_of(check_of(quote, {april_of_two, untold}, bill)) == "invalid_transition /requests/1/events/0");
    Json reused = may;
    reused["usage"][1]["id"] = april_of_two["usage"][0]["id"];
    BOOST_TEST(problems_of(check_of(quote, {april_of_two, reused}, bill)) == "conflicting_record /requests/1/usage/1");
}

BOOST_AUTO_TEST_CASE(what_was_changed_or_does_not_belong_together_is_refused) {
    const Json quote = quote_of({cohort("meters", 1, 2)});
    const Json request = request_of({{"a", "2026-04-01", 2}});
    const Json bill = result_of(request)["bills"][0];
    const Json requests = Json::array({request});
    Json dearer = quote;
    dearer["result"]["totals"]["total"] = "9.99";
    BOOST_TEST(problems_of(check_of(dearer, requests, bill)) == "schema /quote/digest");
    Json other = bill;
    other["total"] = "9.99";
    BOOST_TEST(problems_of(check_of(quote, requests, other)) == "schema /bill/digest");
    const Json may = request_of({{"a", "2026-04-01", 2}}, "2026-05");
    BOOST_TEST(problems_of(check_of(quote, Json::array({may}), result_of(may)["bills"][0])) == "period /bill/period");
    BOOST_TEST(problems_of(check_of(quote, Json::array({may}), bill)) == "period /bill/period");
    BOOST_TEST(problems_of(check_of(quote, Json::array(), bill)) == "schema /requests");
    BOOST_TEST(problems_of(check_of(quote, Json::array({Json::object()}), bill)) == "schema /requests/0");
    // One bill, and no other document that may hold none.
    for (const char* none : {R"({"schema":"samebill/result/1","bills":[]})", R"([])", R"({})"})
        BOOST_TEST(problems_of(check_of(quote, requests, Json::parse(none))) == "schema /bill");
    BOOST_TEST(problems_of(check_of(quote, requests, result_of(request))) == "schema /bill");
    Json broken = request;
    broken["events"][0]["device"] = "b";
    BOOST_TEST(problems_of(check_of(quote, Json::array({broken}), bill)) ==
               "unknown_device /requests/0/events/0/device");
}

// Planned are 1,000,000 meters with 43,200 sessions of 1 kB each: 42.1875 MB, 41.1875 above what is included, 20.59 and
// 3.00. Billed are two with 2 MB, 3.50 each.
BOOST_AUTO_TEST_CASE(a_large_quote_is_checked_by_classes) {
    Json cohorts = cohort("meters", 1'000'000, 2);
    cohorts["variation"] = {{"preset", "low_typical_high"}};
    cohorts["usage"][0]["varies"] = true;
    cohorts["usage"][0]["times"] = {{"per", "hour"}, {"count", 60}};
    cohorts["usage"][0]["payload"] = 1;
    const Json quote = quote_of(cohorts, 2);
    const Json april = request_of({{"a", "2026-04-01", 2}, {"b", "2026-04-01", 2}});
    const Json result = checked(quote, april);
    BOOST_TEST(amounts(result) == "23590000.00 0.00 -23589952.82 0.00 -40.18 0.00 7.00");
    BOOST_TEST(result["cohorts"].dump() == R"([{"billed":2,"cohort":"meters","quoted":1000000}])");
}

// What a scenario stands for, billed: with a ramp, a test, usage classes and draws, cancellations and replacements.
BOOST_AUTO_TEST_CASE(a_bill_of_what_was_quoted_differs_in_nothing) {
    Json first = cohort("first", 30, 3);
    first["start"]["per_week"] = 7;
    first["test"] = {{"days", 3}, {"usage", true}};
    first["cancellations"] = {{"percent_a_month", "20"}, {"replaced_percent", "50"}};
    Json second = cohort("second", 10, 2);
    second["group"] = "north";
    second["variation"] = {{"preset", "heavy_tail"}, {"devices_percent", 20}, {"days_percent", 10}};
    second["usage"][0]["varies"] = true;
    const Json quote = quote_of(Json::array({first, second}), 3);
    const samebill::Outcome expanded = samebill::expand(quote["scenario"].dump());
    BOOST_REQUIRE_MESSAGE(expanded.ok, expanded.text);
    Json request = Json::parse(expanded.text);
    for (const char* month : {"2026-04", "2026-05", "2026-06"}) {
        request["through"] = month;
        Json until = request;
        until["usage"].clear();
        for (const Json& one : request["usage"]) {
            if (one["start"].get<std::string>().substr(0, 7) <= month) until["usage"].push_back(one);
        }
        const auto late = [&](const Json& event) { return event["at"].get<std::string>().substr(0, 7) > month; };
        for (size_t i = until["events"].size(); i-- > 0;) {
            if (late(until["events"][i])) until["events"].erase(i);
        }
        const Json result = checked(quote, until);
        for (const Json& cause : result["causes"]) BOOST_TEST(cause["amount"] == "0.00", month << cause.dump());
        BOOST_TEST(result["remaining"] == "0.00");
        BOOST_TEST(result["outside"]["count"] == 0);
    }
}

// 10,000,000 devices with a session of 2^40 bytes each, all of them included, are more than 2^63 bytes, though the
// money is 30,000,000.00.
BOOST_AUTO_TEST_CASE(a_sum_of_usage_that_passes_2_to_the_63_is_a_problem) {
    Json planned = cohort("meters", 1, 1 << 20);
    Json quote = quote_of({planned});
    quote["scenario"]["catalog"]["plans"][0]["included"]["data"] = "1024 GB";
    const Json request = request_of({{"a"}});
    const Json bill = result_of(request)["bills"][0];
    const auto check = [&](int devices) {
        quote["scenario"]["cohorts"][0]["count"] = devices;
        return check_of(sealed(quote), Json::array({request}), bill);
    };
    // 8,388,607 × 2^40 are 2^40 less than 2^63. The bill's prices include 1 MB: 2^20 - 1 MB at 0.50 are 524,287.50 more
    // for each of them, more than 10^12, so that these are not told apart.
    const Json most = checked(check(8'388'607));
    BOOST_TEST(most["usage"].dump() == R"([{"billed":1048576,"kind":"data","quoted":9223370937343148032}])");
    BOOST_TEST(most["quote"]["total"] == "25165821.00");
    BOOST_TEST(most["causes"][0]["apart"] == false);
    BOOST_TEST(problems_of(check(8'388'608)) == "overflow /quote/scenario");
    BOOST_TEST(problems_of(check(10'000'000)) == "overflow /quote/scenario");
}

// A bill that says something else than its request comes to, with a digest made to fit.
BOOST_AUTO_TEST_CASE(what_no_input_explains_remains) {
    const Json quote = quote_of({cohort("meters", 1, 2)});
    const Json request = request_of({{"a", "2026-04-01", 2}});
    Json bill = result_of(request)["bills"][0];
    bill["total"] = "4.00";
    BOOST_TEST(amounts(checked(check_of(quote, Json::array({request}), sealed(bill)))) ==
               "3.50 0.00 0.00 0.00 0.00 0.50 4.00");
}

// Whatever differs, the causes come to all of it.
BOOST_AUTO_TEST_CASE(causes_add_up_for_random_fleets) {
    uint64_t seed = 7;
    const auto draw = [&](uint64_t below) {
        seed = seed * 6364136223846793005U + 1442695040888963407U;
        return static_cast<int>((seed >> 33) % below);
    };
    const Json quote = quote_of({cohort("low", 3, 1), cohort("high", 4, 3)});
    for (int i = 0; i < 40; ++i) {
        std::vector<Billed> devices;
        for (int device = draw(10); device >= 0; --device) {
            const std::string day = std::to_string(10 + draw(20));
            devices.push_back({"d" + std::to_string(device), draw(2) == 0 ? "2026-04-01" : "2026-04-" + day, draw(6)});
        }
        const Json result =
            checked(quote, request_of(devices, "2026-04", catalog(std::to_string(1 + draw(3)) + ".07")));
        int64_t sum = cents(result["quote"]["total"]);
        for (const Json& cause : result["causes"]) {
            int64_t parts = 0;
            for (const Json& part : cause["parts"]) parts += cents(part["amount"]);
            BOOST_TEST(parts == cents(cause["amount"]));
            sum += parts;
        }
        BOOST_TEST(sum == cents(result["bill"]["total"]));
        BOOST_TEST(result["remaining"] == "0.00");
    }
}

BOOST_AUTO_TEST_SUITE_END()
