// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "core/api.h"

namespace {

using Json = nlohmann::json;

Json draft() {
    return Json::parse(R"({"schema":"samebill/quote_draft/1","id":"Q-7","version":2,
 "supersedes":"sha256:0000000000000000000000000000000000000000000000000000000000000000",
 "customer":{"name":"Harbour, North & Sons","account":"harbour","contact":"A. Martin"},
 "scenario":{"schema":"samebill/scenario/1",
  "catalog":{"schema":"samebill/catalog/1","id":"north","version":"3","currency":"EUR",
   "plans":[{"id":"meter","access_fee":{"amount":"2.00"}}]},
  "account":{"schema":"samebill/account/1","id":"harbour","agreement":{"from":"2026-04-01"},"devices":[]},
  "from":"2026-04","months":12,"cohorts":[{"name":"meters","count":500,"plan":"meter","group":"quay"}]},
 "valid_from":"2026-03-01","valid_until":"2026-03-31","remarks":"Thank you."})");
}

Json quote_of(const Json& from) {
    const samebill::Outcome made = samebill::make_quote(from.dump());
    BOOST_REQUIRE_MESSAGE(made.ok, made.text);
    return Json::parse(made.text);
}

std::string problems_of(const Json& from) {
    const samebill::Outcome made = samebill::make_quote(from.dump());
    if (made.ok) return "none";
    std::string out;
    const Json answer = Json::parse(made.text);
    for (const Json& error : answer["errors"])
        out += (out.empty() ? "" : "; ") + error["code"].get<std::string>() + " " + error["path"].get<std::string>();
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(quote_document)

BOOST_AUTO_TEST_CASE(a_quote_freezes_prices_terms_and_result) {
    const Json quote = quote_of(draft());
    BOOST_TEST(quote["result"]["totals"]["total"] == "12000.00");  // 500 × 2.00 × 12
    BOOST_TEST(quote["scenario"] == draft()["scenario"]);
    BOOST_TEST(quote["rules"] == "1");
    BOOST_TEST(quote["from"] == "2026-04");
    BOOST_TEST(quote["through"] == "2027-03");
    BOOST_TEST(quote["customer"] == draft()["customer"]);
    BOOST_TEST(quote["supersedes"] == draft()["supersedes"]);
    const Json& prices = quote["prices"];
    BOOST_TEST(prices["version"] == "3");
    const Json catalog = Json::parse(samebill::digest(draft()["scenario"]["catalog"].dump()).text);
    BOOST_TEST(prices["digest"] == catalog["digest"]);
}

BOOST_AUTO_TEST_CASE(the_digest_is_that_of_the_document_without_it) {
    const samebill::Outcome made = samebill::make_quote(draft().dump());
    BOOST_REQUIRE(made.ok);
    const Json answer = Json::parse(samebill::digest(made.text).text);
    BOOST_TEST(answer["matches"] == true);
    BOOST_TEST(Json::parse(made.text).dump() == made.text);  // canonical: nlohmann sorts members, too
    BOOST_TEST(samebill::check(made.text).ok);
    BOOST_TEST(samebill::check(draft().dump()).ok);
    BOOST_TEST(samebill::make_quote(draft().dump()).text == made.text);
}

BOOST_AUTO_TEST_CASE(assumptions_are_codes_with_values_and_sentences) {
    const Json quote = quote_of(draft());
    const auto said = [&](const std::string& code) {
        for (const Json& one : quote["assumptions"]) {
            if (one["code"] == code) return one;
        }
        return Json();
    };
    BOOST_TEST(said("devices")["text"] ==
               "meters: 500 devices on the plan meter in the report group quay, provisioned on 2026-04-01.");
    BOOST_TEST(said("devices")["cohort"] == "meters");
    BOOST_TEST(said("devices")["parameters"][0].dump() == R"({"name":"count","value":"500"})");
    BOOST_TEST(said("term")["text"] == "The quote is about 12 months, 2026-04 through 2027-03.");
    BOOST_TEST(said("no_taxes")["text"] == "No jurisdiction is named, so no taxes are counted.");
    BOOST_TEST(said("hardware_not_included")["text"] == "Hardware, shipping and installation are not in the prices.");
    for (const Json& one : quote["assumptions"])
        BOOST_TEST(one["text"].get<std::string>().find('{') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(how_often_a_behaviour_comes_is_counted) {
    const auto often = [](const char* times) {
        Json from = draft();
        from["scenario"]["cohorts"][0]["usage"] =
            Json::array({{{"name", "report"}, {"kind", "data"}, {"times", Json::parse(times)}, {"payload", 100}}});
        const Json quote = quote_of(from);
        for (const Json& one : quote["assumptions"]) {
            if (one["code"] == "usage") return one["text"].get<std::string>();
        }
        return std::string();
    };
    const auto said = [](const std::string& times) { return "meters: report, " + times + ", 100 bytes."; };
    BOOST_TEST(often(R"({"per":"hour","count":1})") == said("1 time an hour"));
    BOOST_TEST(often(R"({"per":"day","at":["06:00","18:00"]})") == said("2 times a day"));
    BOOST_TEST(often(R"({"per":"week","count":10})") == said("10 times a week"));
    BOOST_TEST(often(R"({"per":"week","at":["06:00","18:00"],"weekdays":["mon","wed","sun"]})") ==
               said("6 times a week"));
    BOOST_TEST(often(R"({"per":"month","day":1})") == said("once a month"));
    BOOST_TEST(often(R"({"per":"month","day":1,"at":["06:00","18:00"]})") == said("2 times a month"));
    BOOST_TEST(often(R"({"per":"month","day":1,"at":["06:00","18:00"],"every_months":3})") ==
               said("2 times every 3 months"));
}

BOOST_AUTO_TEST_CASE(what_the_agreement_says_is_said) {
    Json from = draft();
    from["scenario"]["months"] = 12;
    Json& agreement = from["scenario"]["account"]["agreement"];
    agreement["until"] = from["scenario"]["from"].get<std::string>() + "-28";
    agreement["minimum_monthly_charge"] = "12.50";
    agreement["discounts"] = Json::array({{{"code", "loyal"}, {"percent", "10"}, {"categories", {"access"}}}});
    std::string said;
    const Json quote = quote_of(from);
    for (const Json& one : quote["assumptions"]) {
        for (const char* code : {"discount", "minimum", "agreement_ends"})
            if (one["code"] == code) said += one["text"].get<std::string>() + "\n";
    }
    BOOST_TEST(said ==
               "The discount loyal of 10 % is taken off.\nAt least 12.5 a month before taxes.\n"
               "The agreement ends on " +
                   agreement["until"].get<std::string>() + ", and all devices with it.\n");
}

BOOST_AUTO_TEST_CASE(a_sample_of_a_month_without_records_is_a_problem) {
    Json bad = draft();
    bad["scenario"]["records"] = Json::array({{{"id", "1"},
                                               {"device", "a"},
                                               {"kind", "data"},
                                               {"start", "2026-01-10T00:00:00Z"},
                                               {"end", "2026-01-10T00:00:00Z"},
                                               {"quantity", 1000}}});
    bad["scenario"]["cohorts"][0].erase("usage");
    bad["scenario"]["cohorts"][0].erase("variation");
    bad["scenario"]["cohorts"][0]["sample"] = {{"month", "2026-02"}};
    BOOST_TEST(problems_of(bad) == "schema /scenario/cohorts/0/sample/month");
    bad["scenario"]["cohorts"][0]["sample"]["month"] = "2026-01";
    quote_of(bad);
}

BOOST_AUTO_TEST_CASE(a_bad_draft_gets_all_its_problems) {
    Json bad = draft();
    bad["valid_until"] = "2026-02-28";
    bad["customer"]["name"] = "";
    bad["version"] = 0;
    // In the order of the text, whose members are sorted.
    BOOST_TEST(problems_of(bad) == "schema /customer/name; schema /valid_until; schema /version");
    bad = draft();
    bad["version"] = 0;
    bad["valid_from"] = "March";
    bad["scenario"]["months"] = 0;
    BOOST_TEST(problems_of(bad) == "schema /scenario/months; schema /valid_from; schema /version");
    BOOST_TEST(samebill::check(bad.dump()).text == samebill::make_quote(bad.dump()).text);
    bad = draft();
    bad["scenario"]["cohorts"][0]["plan"] = "none";
    BOOST_TEST(problems_of(bad) == "unknown_plan /scenario/cohorts/0/plan");
    bad = draft();
    bad.erase("scenario");
    bad["price"] = "1.00";
    BOOST_TEST(problems_of(bad) == "schema ; schema /price");
}

BOOST_AUTO_TEST_SUITE_END()
