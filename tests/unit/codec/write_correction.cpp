// SPDX-License-Identifier: MIT
#include "core/codec/write_correction.h"

#include <boost/test/unit_test.hpp>

#include "core/codec/write_bill.h"
#include "tests/unit/bill/sample.h"

using namespace samebill;
using namespace samebill::sample;

namespace {

Bill bill_of(const Line& line) {
    Bill bill;
    bill.period = month("2026-03");
    bill.lines = {line};
    bill.subtotal = bill.total = bill.amount_due = line.amount;
    return bill;
}

std::string issued_text(const Request& request, const Bill& bill) {
    std::string text;
    write_bill(request, bill, {}, text);
    return text;
}

std::string replaced(std::string text, const std::string& old, const std::string& by) {
    const size_t at = text.find(old);
    BOOST_REQUIRE(at != text.npos);
    return text.replace(at, old.size(), by);
}

// "code path" of each problem that the issued bills have, one a line.
std::string problems_of(const std::string& text) {
    const Request made = request();
    IssuedBills issued;
    Problems problems;
    read_issued_bills(text, &made, issued, problems);
    std::string found;
    for (const Problem& problem : problems) found += problem.code + ' ' + problem.path + '\n';
    return found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(write_correction_documents)

BOOST_AUTO_TEST_CASE(lines_that_differ_are_matched_by_what_they_are_for) {
    const std::string fee1 = R"({"amount":"2.50","device":"a","plan":"p","type":"access_fee"})";
    const std::string fee2 = R"({"amount":"2.00","device":"a","plan":"p","type":"access_fee"})";
    const std::string other = R"({"amount":"2.00","device":"b","plan":"p","type":"access_fee"})";
    const std::string data = R"({"amount":"1.00","device":"a","kind":"data","plan":"p","type":"overage"})";
    const std::string sms = R"({"amount":"1.00","device":"a","kind":"sms","plan":"p","type":"overage"})";
    const std::string start = R"({"amount":"3.00","at":"2026-03-01T00:00:00Z","device":"b","type":"activation_fee"})";
    const auto changed = changed_lines({fee1, other, data}, {start, fee2, other, sms});
    BOOST_REQUIRE(changed.size() == 4u);
    BOOST_TEST(changed[0].issued == "");
    BOOST_TEST(changed[0].computed == start);
    BOOST_TEST(changed[1].issued == fee1);
    BOOST_TEST(changed[1].computed == fee2);
    BOOST_TEST(changed[2].issued == data);
    BOOST_TEST(changed[2].computed == "");
    BOOST_TEST(changed[3].issued == "");
    BOOST_TEST(changed[3].computed == sms);
}

BOOST_AUTO_TEST_CASE(of_two_lines_that_are_alike_one_may_be_gone) {
    const std::string line = R"({"amount":"5.00","at":"x","device":"a","pack":"k","type":"prepaid_credits"})";
    const auto changed = changed_lines({line, line}, {line});
    BOOST_REQUIRE(changed.size() == 1u);
    BOOST_TEST(changed[0].issued == line);
    BOOST_TEST(changed[0].computed == "");
}

// Issued: 21 days, 1.69; anew: 31 days, 2.50; 0.81 more.
BOOST_AUTO_TEST_CASE(a_correction_has_both_lines_and_the_adjustment) {
    const Request made = request();
    const Bill old_bill = bill_of(monthly_fee(0, 21, "2.5", 169));
    const Bill new_bill = bill_of(monthly_fee(0, 31, "2.5", 250));
    IssuedBills issued;
    Problems problems;
    const std::string old_text = '[' + issued_text(made, old_bill) + ']';
    BOOST_REQUIRE(read_issued_bills(old_text, &made, issued, problems));
    const std::string old_digest = issued.bills[0].totals.digest;
    std::string text;
    const std::string new_digest = write_bill(made, new_bill, {}, text);
    const std::string correction = write_correction(made, issued, {{&new_bill, new_digest}}, problems);
    BOOST_TEST(problems.empty());
    const std::string digests = "\"corrected\":\"" + new_digest + "\",\"issued\":\"" + old_digest + '"';
    BOOST_TEST(correction ==
               R"({"account":"waterworks","adjustments":[{"amount":"0.81",)" + digests +
                   R"(,"of":"2026-03","subtotal":"0.81","tax":"0.00"}],"months":[{)" + digests +
                   R"(,"lines":[{"new":{"amount":"2.50","days":31,"days_in_month":31,"device":"meter-1",)"
                   R"("plan":"meter","rule":"F2","type":"access_fee","unit_price":"2.5"},"old":{"amount":"1.69",)"
                   R"("days":21,"days_in_month":31,"device":"meter-1","plan":"meter","rule":"F2","type":"access_fee",)"
                   R"("unit_price":"2.5"}}],"of":"2026-03","subtotal":"0.81","tax":"0.00","total":"0.81"}],)"
                   R"("schema":"samebill/correction/1"})");
}

BOOST_AUTO_TEST_CASE(issued_bills_must_be_sound_and_of_the_request) {
    const std::string text = issued_text(request(), bill_of(monthly_fee(0, 21, "2.5", 169)));
    BOOST_TEST(problems_of(text) == "");
    BOOST_TEST(problems_of("{\"bills\":[" + text + "],\"closing\":{},\"schema\":\"samebill/result/1\"}") == "");
    BOOST_TEST(problems_of('[' + text + ',' + text + ']') == "schema /1/period\n");
    BOOST_TEST(problems_of(replaced(text, "\"waterworks\"", "\"others\"")) == "schema /account\nschema /digest\n");
    BOOST_TEST(problems_of(replaced(text, "\"metering\"", "\"others\"")) == "schema /catalog\nschema /digest\n");
    BOOST_TEST(problems_of(replaced(text, "\"EUR\"", "\"USD\"")) == "schema /currency\nschema /digest\n");
    BOOST_TEST(problems_of(replaced(text, "\"days\":21", "\"days\":20")) == "schema /digest\n");
    BOOST_TEST(problems_of(replaced(text, "\"subtotal\":\"1.69\"", "\"subtotal\":\"1.690\"")) == "schema /subtotal\n");
    BOOST_TEST(problems_of(replaced(text, ",\"period\":\"2026-03\"", "")) == "schema \n");
    BOOST_TEST(problems_of("{") == "parse \n");
}

BOOST_AUTO_TEST_SUITE_END()
