// SPDX-License-Identifier: MIT
// Rules: B1, B3, B4, B5, B6, B9, T3, M5
// Whole bills through the door.
#include <boost/test/unit_test.hpp>

#include "core/api.h"
#include "core/base/sha256.h"
#include "tests/unit/support/billed.h"

using namespace samebill;

BOOST_AUTO_TEST_SUITE(bills)

namespace {

// A device with a fee of three months, a stay, a pending change and credits bought by another: all that a state
// carries.
Scenario busy() {
    return Scenario()
        .catalog(R"("sim_products":[{"id":"s","lapses":true}])")
        .agreement(R"("terms":{"suspension_allowed":true,"inactive_lapse_days":20,"pooling_allowed":true})")
        .plan(
            R"({"id":"y","access_fee":{"amount":"24","months":3},"included":{"sms":100},
        "overage":{"sms":{"price":"0.1","per":"message"}},
                  "suspended":{"complimentary":{"sms":5},"triggers":{"sms":20},"rates":{"sms":{"price":"0.2",
        "per":"message"}}}})")
        .plan(R"({"id":"c","kind":"prepaid","prepaid_packs":[{"id":"five","price":"5","sms":10}]})")
        .plan(R"({"id":"p","access_fee":{"amount":"3"},"overage":{"sms":{"price":"0.1","per":"message"}}})")
        .device("d", R"("sim_product":"s")")
        .device("e")
        .device("f")
        .on("03-01", "set_group d g")
        .active("d", "y", "03-05")
        .uses("d", "sms", "03-06", 0, 60)
        .on("03-20", "suspend d")
        .uses("d", "sms", "03-25", 0, 4)
        .uses("d", "sms", "04-02", 0, 4)
        .uses("d", "sms", "04-20", 0, 15)
        .uses("d", "sms", "05-02", 0, 90)
        .on("03-02", "provision e c")
        .on("03-02", "buy_credits e five")
        .uses("e", "sms", "03-03", 60, 4)
        .uses("e", "sms", "05-03", 60, 9)
        .active("f", "p", "03-01")
        .on("05-10", "change_plan f c")
        .on("06-05", "buy_credits f five")
        .months("2026-03", "2026-06");
}

}  // namespace

// Made by Billed: every scenario of these tests is billed month by month as well, with closing passed as opening.
BOOST_AUTO_TEST_CASE(a_request_a_month_gives_the_bills_of_one_request) {
    const Billed billed(busy());
    BOOST_REQUIRE(billed.run().bills.size() == 4u);
    CHECK_TEXTS(billed.lines(0), {"access_fee d y 3 months 03-05 06-30 24.00", "access_fee f p 31/31 3.00",
                                  "prepaid_credits e c five 03-02 5.00"});
    // The stay of d: 4 and 4 messages, 5 free, 3 charged; 15 more are above 20 and make it active.
    CHECK_TEXTS(billed.lines(1), {"access_fee f p 30/30 3.00", "state_usage d y suspended sms 3 0.60"});
    CHECK_TEXTS(billed.intervals(1),
                {"d suspended y 04-01 04-20 customer", "d active_billed y 04-20 05-01 sms_trigger",
                 "e active_billed c 04-01 05-01 prepaid", "f active_billed p 04-01 05-01 customer"});
    // Of d's 100: 60 in March, 15 in April, 90 in May: 65 over. Of e's 10: 4 and 6, 3 not covered.
    CHECK_TEXTS(billed.lines(2), {"access_fee f p 31/31 3.00", "pool_overage g y sms 65 6.50"});
    CHECK_TEXTS(billed.exceptions(2), {"e sms prepaid_exhausted 1 3"});
    CHECK_TEXTS(billed.intervals(3),
                {"d active_billed y 06-01 07-01 sms_trigger", "e active_billed c 06-01 07-01 prepaid",
                 "f active_billed c 06-01 07-01 plan_change"});
}

BOOST_AUTO_TEST_CASE(every_line_names_its_rule) {
    const Billed billed(busy());
    std::string rules;
    for (const Bill& bill : billed.run().bills)
        for (const Line& line : bill.lines) rules += std::string(name_of(line.rule)) + ' ';
    // March: F4, F2, C2; April: F2, U5; May: F2, G4; June: C2.
    BOOST_TEST(rules == "F4 F2 C2 F2 U5 F2 G4 C2 ");
}

BOOST_AUTO_TEST_CASE(the_digest_is_that_of_the_canonical_bill_without_it) {
    const Billed billed(Scenario().plan(R"({"id":"p","access_fee":{"amount":"3"}})").device("d"));
    std::string text = billed.text();
    const std::string member = "\"digest\":\"sha256:";
    const size_t at = text.find(member);
    BOOST_REQUIRE(at != text.npos);
    const std::string digest = text.substr(at + member.size(), 64);
    text.erase(at, member.size() + 64 + 2);  // with the quote and the comma that follow
    BOOST_TEST(sha256_hex(text) == digest);
}

BOOST_AUTO_TEST_CASE(the_digest_of_inputs_depends_on_sessions_and_not_on_their_order) {
    const auto inputs = [](const Scenario& scenario) {
        std::string text = scenario.text();
        const std::string off = "\"inputs_digest\":false,";
        text.erase(text.find(off), off.size());
        const std::string result = run({.request = text}).text;
        const size_t at = result.find("\"inputs\":");
        return at == result.npos ? "none" : result.substr(at, 82);
    };
    const Scenario plain = Scenario().plan(R"({"id":"p","access_fee":{"amount":"3"}})").device("d");
    const std::string ab =
        inputs(Scenario(plain).uses("d", "sms", "03-02", 0, 1, "a").uses("d", "sms", "03-03", 0, 2, "b"));
    const std::string ba =
        inputs(Scenario(plain).uses("d", "sms", "03-03", 0, 2, "b").uses("d", "sms", "03-02", 0, 1, "a"));
    const std::string twice = inputs(Scenario(plain)
                                         .uses("d", "sms", "03-03", 0, 2, "b")
                                         .uses("d", "sms", "03-02", 0, 1, "a")
                                         .uses("d", "sms", "03-02", 0, 1, "a"));
    const std::string other =
        inputs(Scenario(plain).uses("d", "sms", "03-02", 0, 1, "a").uses("d", "sms", "03-03", 0, 3, "b"));
    BOOST_TEST(ab.size() == 82u);
    BOOST_TEST(ab == ba);
    BOOST_TEST(ab == twice);
    BOOST_TEST(ab != other);
}

BOOST_AUTO_TEST_CASE(adjustments_change_what_is_due_and_neither_lines_nor_taxes) {
    const std::string digest = "sha256:" + std::string(64, 'a');
    const Billed billed(
        Scenario()
            .catalog(R"("taxes":[{"id":"t","name":"T","jurisdiction":"DE","rate":"0.1","categories":["access"]}])")
            .account(R"("tax":{"jurisdictions":["DE"]})")
            .plan(R"({"id":"p","access_fee":{"amount":"10"}})")
            .device("d")
            .active("d", "p", "03-01")
            .months("2026-03", "2026-04")
            .request(R"("adjustments":[{"of":"2026-02","issued":")" + digest + R"(","corrected":")" + digest +
                     R"(","subtotal":"-2.00","tax":"-0.20","amount":"-2.20"}])"));
    BOOST_TEST(billed.total(0) == "11.00");
    BOOST_TEST(billed.amount_due(0) == "8.80");
    BOOST_TEST(billed.amount_due(1) == "11.00");  // on the first bill only
}

BOOST_AUTO_TEST_CASE(a_late_session_is_found_by_correction_and_the_issued_bill_stays) {
    const Scenario issued_inputs =
        Scenario()
            .plan(R"({"id":"p","access_fee":{"amount":"10"},"overage":{"sms":{"price":"1","per":"message"}}})")
            .device("d")
            .active("d", "p", "03-01");
    const Outcome issued = run({.request = issued_inputs.text()});
    const Outcome same = correct({.request = issued_inputs.text()}, issued.text);
    BOOST_TEST(same.ok);
    BOOST_TEST(same.text.find("\"adjustments\":[]") != std::string::npos);
    const Outcome late =
        correct({.request = Scenario(issued_inputs).uses("d", "sms", "03-30", 0, 3).text()}, issued.text);
    BOOST_TEST(late.ok);
    BOOST_TEST(late.text.find("\"amount\":\"3.00\"") != std::string::npos);
    BOOST_TEST(late.text.find("\"subtotal\":\"3.00\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_terms_of_every_plan_name_their_layer) {
    const Outcome outcome =
        terms(Scenario()
                  .catalog(R"("terms":{"inactive_lapse_days":7})")
                  .plan(R"({"id":"p","access_fee":{"amount":"10"},"terms":{"pooling_allowed":true}})")
                  .text());
    BOOST_REQUIRE(outcome.ok);
    for (const char* part : {R"({"layer":"catalog","parameter":"inactive_lapse_days","value":7})",
                             R"({"layer":"plan","parameter":"pooling_allowed","value":true})",
                             R"({"layer":"standard","parameter":"plan_change","value":"next_month"})"})
        BOOST_TEST(outcome.text.find(part) != std::string::npos, part << " in " << outcome.text);
}

BOOST_AUTO_TEST_CASE(a_bill_stands_for_every_month_also_without_a_line) {
    const Billed billed(Scenario().plan(R"({"id":"p","access_fee":{"amount":"3"}})").months("2026-01", "2026-03"));
    BOOST_TEST(billed.run().bills.size() == 3u);
    BOOST_TEST(billed.amount_due(1) == "0.00");
}

BOOST_AUTO_TEST_SUITE_END()
