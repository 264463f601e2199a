// SPDX-License-Identifier: MIT
#include "core/codec/check_document.h"

#include <boost/test/unit_test.hpp>

#include "tests/unit/codec/request_text.h"

using namespace request_text;

BOOST_AUTO_TEST_SUITE(check_document)

namespace {

Strings check(const std::string& text) {
    std::string schema;
    Strings found;
    for (const auto& problem : samebill::check_document(text, schema))
        found.push_back(problem.code + " " + problem.path);
    return found;
}

const std::string digest = "\"sha256:" + std::string(64, '0') + "\"";
const std::string bill_text =
    R"({"account":"a","adjustment_total":"0.00","adjustments":[],"allowances":[],"amount_due":"0.00",)"
    R"("catalog":"c","currency":"EUR","devices":[],"digest":)" +
    digest +
    R"(,"exceptions":[],"lines":[{"amount":"1.00","at":"2026-03-01T00:00:00Z","device":"d","months":12,)"
    R"("paid_through":"2190-02-28","plan":"p","rule":"F4","type":"access_fee","unit_price":"1"}],)"
    R"("notices":[{"count":1,"type":"duplicate_records"}],"period":"2026-03","rules":"1",)"
    R"("schema":"samebill/bill/1","subtotal":"0.00","tax_total":"0.00","taxes":[],"total":"0.00","usage":[]})";

}  // namespace

BOOST_AUTO_TEST_CASE(the_name_of_the_document_is_found) {
    std::string schema;
    BOOST_TEST(samebill::check_document(sound_request()["catalog"].dump(), schema).empty());
    BOOST_TEST(schema == "samebill/catalog/1");
}

BOOST_AUTO_TEST_CASE(a_request_is_checked_through_its_references) {
    CHECK_PROBLEMS(check(with(sound_request(), "/events/0/device", "\"pump-9\"").dump()),
                   {"unknown_device /events/0/device"});
}

BOOST_AUTO_TEST_CASE(an_account_alone_is_checked_for_its_shape) {
    CHECK_PROBLEMS(check(sound_request()["account"].dump()), {});
    CHECK_PROBLEMS(check(with(sound_request()["account"], "/devices/0/id", "\"a b\"").dump()),
                   {"schema /devices/0/id"});
}

BOOST_AUTO_TEST_CASE(a_document_of_no_known_kind_is_refused_at_its_schema) {
    CHECK_PROBLEMS(check(R"({"schema":"samebill/bill/2"})"), {"schema /schema"});
    CHECK_PROBLEMS(check(R"({"schema":1})"), {"schema /schema"});
    CHECK_PROBLEMS(check("{}"), {"schema "});
    CHECK_PROBLEMS(check("[]"), {"schema "});
    CHECK_PROBLEMS(check("["), {"parse "});
}

BOOST_AUTO_TEST_CASE(a_bill_is_checked_line_by_line) {
    CHECK_PROBLEMS(check(bill_text), {});
    CHECK_PROBLEMS(check(replaced(bill_text, "\"amount\":\"1.00\"", "\"amount\":\"01.00\"")),
                   {"schema /lines/0/amount"});
    CHECK_PROBLEMS(check(replaced(bill_text, "\"subtotal\":\"0.00\"", "\"subtotal\":\"-0.00\"")), {"schema /subtotal"});
    CHECK_PROBLEMS(check(replaced(bill_text, "\"access_fee\"", "\"fee\"")), {"schema /lines/0/type"});
    CHECK_PROBLEMS(check(replaced(bill_text, "\"months\":12,", "\"days\":12,")),
                   {"schema /lines/0", "schema /lines/0/days"});
    CHECK_PROBLEMS(check(replaced(bill_text, "\"count\":1,", "")), {"schema /notices/0"});
    CHECK_PROBLEMS(check(replaced(bill_text, "2190-02-28", "2190-02-29")), {"schema /lines/0/paid_through"});
    CHECK_PROBLEMS(check(replaced(bill_text, "00:00:00Z", "00:00:00+00:00")), {"schema /lines/0/at"});
}

BOOST_AUTO_TEST_CASE(an_error_document_holds_one_to_a_hundred_problems) {
    CHECK_PROBLEMS(check(R"({"schema":"samebill/error/1","errors":[{"code":"parse","path":"","message":""}]})"), {});
    CHECK_PROBLEMS(check(R"({"schema":"samebill/error/1","errors":[]})"), {"schema /errors"});
    CHECK_PROBLEMS(check(R"({"schema":"samebill/error/1","errors":[{"code":"wrong","path":"a","message":""}]})"),
                   {"schema /errors/0/code", "schema /errors/0/path"});
}

BOOST_AUTO_TEST_SUITE_END()
