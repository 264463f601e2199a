// SPDX-License-Identifier: MIT
#include "core/codec/write_verification.h"

#include <boost/test/unit_test.hpp>

#include "core/codec/write_bill.h"
#include "tests/unit/bill/sample.h"

using namespace samebill;
using namespace samebill::sample;

namespace {

Bill sample_bill() {
    Bill bill;
    bill.period = month("2026-03");
    bill.lines = {monthly_fee(0, 31, "2.5", 250), monthly_fee(1, 21, "2.5", 169)};
    bill.subtotal = bill.total = bill.amount_due = 419;
    return bill;
}

std::string text_of_bill(const Bill& bill) {
    std::string text;
    write_bill(request(), bill, {}, text);
    return text;
}

std::string verification(const std::string& issued_text, const Bill& computed) {
    IssuedBills issued;
    Problems problems;
    BOOST_REQUIRE(read_issued_bills(issued_text, nullptr, issued, problems));
    const std::string text = text_of_bill(computed);
    Document anew;
    ProblemList none;
    BOOST_REQUIRE(parse_json(text, anew, none));
    return write_verification(issued.bills.front(), anew.root);
}

std::string digest_in(const std::string& bill) {
    return bill.substr(bill.find("sha256:"), 71);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(write_verification_documents)

BOOST_AUTO_TEST_CASE(the_same_bill_matches) {
    const std::string text = text_of_bill(sample_bill());
    const std::string digest = digest_in(text);
    BOOST_TEST(verification(text, sample_bill()) ==
               R"({"account":"waterworks","computed":")" + digest + R"(","issued":")" + digest +
                   R"(","matches":true,"period":"2026-03","schema":"samebill/verification/1"})");
}

BOOST_AUTO_TEST_CASE(the_first_line_that_differs_comes_before_the_totals) {
    Bill computed = sample_bill();
    computed.lines[1] = monthly_fee(1, 22, "2.5", 177);
    computed.subtotal = computed.total = computed.amount_due = 427;
    const std::string text = verification(text_of_bill(sample_bill()), computed);
    BOOST_TEST(text.find(R"("difference":{"computed":{"amount":"1.77","days":22,"days_in_month":31,)"
                         R"("device":"meter-2","plan":"meter","rule":"F2","type":"access_fee","unit_price":"2.5"},)"
                         R"("issued":{"amount":"1.69","days":21,)") != text.npos);
    BOOST_TEST(text.find(R"("path":"/lines/1"})") != text.npos);
    BOOST_TEST(text.find(R"("matches":false)") != text.npos);
}

BOOST_AUTO_TEST_CASE(a_line_that_is_missing_differs_from_nothing) {
    Bill computed = sample_bill();
    computed.lines.pop_back();
    const std::string text = verification(text_of_bill(sample_bill()), computed);
    BOOST_TEST(text.find(R"("difference":{"computed":null,"issued":{"amount":"1.69")") != text.npos);
}

BOOST_AUTO_TEST_CASE(a_total_differs_by_its_member) {
    Bill computed = sample_bill();
    computed.subtotal = 420;
    const std::string text = verification(text_of_bill(sample_bill()), computed);
    BOOST_TEST(text.find(R"("difference":{"computed":"4.20","issued":"4.19","path":"/subtotal"})") != text.npos);
}

BOOST_AUTO_TEST_CASE(a_bill_changed_after_it_was_issued_differs_at_its_digest) {
    std::string text = text_of_bill(sample_bill());
    const size_t at = text.find("\"amount\":\"1.69\"");
    text.replace(at, 15, "\"amount\":\"9.69\"");
    const std::string found = verification(text, sample_bill());
    BOOST_TEST(found.find(R"("issued":")" + digest_in(text) + R"(","path":"/digest"})") != found.npos);
    BOOST_TEST(found.find(R"("matches":false)") != found.npos);
}

BOOST_AUTO_TEST_SUITE_END()
