// SPDX-License-Identifier: MIT
#include "core/codec/write_bill.h"

#include <boost/test/unit_test.hpp>

#include "core/base/sha256.h"
#include "tests/unit/bill/sample.h"

using namespace samebill;
using namespace samebill::sample;

namespace {

std::string written(const Request& request, const Line& line) {
    std::string text;
    CanonicalWriter writer(text);
    write_line(writer, request, line);
    return text;
}

// The bill's text without its digest, which is returned apart.
std::string without_digest(const Request& request, const Bill& bill, std::string_view inputs, std::string& digest) {
    std::string text;
    digest = write_bill(request, bill, inputs, text);
    const std::string member = ",\"digest\":\"" + digest + '"';
    const size_t at = text.find(member);
    BOOST_REQUIRE(at != text.npos);
    return text.erase(at, member.size());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(write_bill_documents)

BOOST_AUTO_TEST_CASE(one_off_fees_have_device_plan_and_instant_and_activations_their_cause) {
    Line fee = line(LineType::provisioning_fee, Rule::S1, Category::one_off, 0, meter);
    fee.at = instant("2026-03-02T10:30:05Z");
    fee.amount = 150;
    BOOST_TEST(written(request(), fee) ==
               R"({"amount":"1.50","at":"2026-03-02T10:30:05Z","device":"meter-1","plan":"meter","rule":"S1",)"
               R"("type":"provisioning_fee"})");
    fee.type = LineType::reactivation_fee;
    fee.rule = Rule::S2;
    fee.cause = Cause::data_trigger;
    BOOST_TEST(written(request(), fee) ==
               R"({"amount":"1.50","at":"2026-03-02T10:30:05Z","cause":"data_trigger","device":"meter-1",)"
               R"("plan":"meter","rule":"S2","type":"reactivation_fee"})");
}

BOOST_AUTO_TEST_CASE(access_fees_have_days_of_a_month_or_their_months_and_paid_date) {
    BOOST_TEST(written(request(), monthly_fee(1, 21, "2.50", 169)) ==
               R"({"amount":"1.69","days":21,"days_in_month":31,"device":"meter-2","plan":"meter","rule":"F2",)"
               R"("type":"access_fee","unit_price":"2.5"})");
    Line fee = line(LineType::access_fee, Rule::F4, Category::access, 0, annual);
    fee.months = 12;
    fee.at = instant("2026-03-05T00:00:00Z");
    fee.paid_through = date("2027-03-31");
    fee.unit_price = decimal("24");
    fee.amount = 2400;
    BOOST_TEST(written(request(), fee) ==
               R"({"amount":"24.00","at":"2026-03-05T00:00:00Z","device":"meter-1","months":12,)"
               R"("paid_through":"2027-03-31","plan":"annual","rule":"F4","type":"access_fee","unit_price":"24"})");
}

BOOST_AUTO_TEST_CASE(recurring_fees_packs_and_discounts_have_their_codes) {
    const std::string port = "port", pack = "pack-5", code = "loyal";
    Line fee = line(LineType::recurring_fee, Rule::F6, Category::recurring, 0, meter);
    fee.code = &port;
    fee.days = 3;
    fee.days_in_month = 28;
    fee.unit_price = decimal("1");
    fee.amount = 11;
    BOOST_TEST(written(request(), fee) ==
               R"({"amount":"0.11","code":"port","days":3,"days_in_month":28,"device":"meter-1","plan":"meter",)"
               R"("rule":"F6","type":"recurring_fee","unit_price":"1"})");
    Line credits = line(LineType::prepaid_credits, Rule::C2, Category::prepaid, 2, tracker);
    credits.code = &pack;
    credits.at = instant("2026-03-31T23:59:59Z");
    credits.unit_price = decimal("5");
    credits.amount = 500;
    BOOST_TEST(written(request(), credits) ==
               R"({"amount":"5.00","at":"2026-03-31T23:59:59Z","device":"meter-3","pack":"pack-5","plan":"tracker",)"
               R"("rule":"C2","type":"prepaid_credits"})");
    Line discount = line(LineType::discount, Rule::B8, Category::one_off, no_index, no_index);
    discount.code = &code;
    discount.amount = -15;
    BOOST_TEST(written(request(), discount) ==
               R"({"amount":"-0.15","category":"one_off","code":"loyal","rule":"B8","type":"discount"})");
}

BOOST_AUTO_TEST_CASE(usage_lines_have_kind_and_quantity_pools_their_group_and_the_minimum_nothing) {
    Line usage = line(LineType::state_usage, Rule::U5, Category::usage, 0, meter);
    usage.state = State::provisioned;
    usage.quantity = 1024;
    usage.amount = 10;
    BOOST_TEST(written(request(), usage) ==
               R"({"amount":"0.10","device":"meter-1","kind":"data","plan":"meter","quantity":1024,"rule":"U5",)"
               R"("state":"provisioned","type":"state_usage"})");
    Line pool = line(LineType::pool_overage, Rule::G3, Category::usage, no_index, meter);
    pool.group = 0;
    pool.kind = Kind::sms;
    pool.quantity = INT64_MAX;
    BOOST_TEST(written(request(), pool) ==
               R"({"amount":"0.00","group":"north","kind":"sms","plan":"meter","quantity":9223372036854775807,)"
               R"("rule":"G3","type":"pool_overage"})");
    Line minimum = line(LineType::minimum_shortfall, Rule::B7, Category::access, no_index, no_index);
    minimum.amount = 1;
    BOOST_TEST(written(request(), minimum) == R"({"amount":"0.01","rule":"B7","type":"minimum_shortfall"})");
}

BOOST_AUTO_TEST_CASE(an_empty_bill_has_every_list) {
    std::string digest;
    Bill bill;
    bill.period = month("2026-03");
    BOOST_TEST(without_digest(request(), bill, {}, digest) ==
               R"({"account":"waterworks","adjustment_total":"0.00","adjustments":[],"allowances":[],)"
               R"("amount_due":"0.00","catalog":"metering","currency":"EUR","devices":[],"exceptions":[],"lines":[],)"
               R"("notices":[],"period":"2026-03","rules":"1","schema":"samebill/bill/1","subtotal":"0.00",)"
               R"("tax_total":"0.00","taxes":[],"total":"0.00","usage":[]})");
}

// The digest was worked out apart, with sha256sum over the text that the test above has.
BOOST_AUTO_TEST_CASE(the_digest_is_that_of_the_text_without_it) {
    Bill bill;
    bill.period = month("2026-03");
    const std::string digest = "sha256:76946ad5aaea7d1224c423b42dd7536dcebc0724847db2618e605ca68a786de8";
    std::string text = "before";
    BOOST_TEST(write_bill(request(), bill, {}, text) == digest);
    BOOST_TEST(text.substr(0, 7) == "before{");
    BOOST_TEST(text.find("\"devices\":[],\"digest\":\"" + digest + "\",\"exceptions\":[]") != text.npos);
}

BOOST_AUTO_TEST_CASE(a_full_bill_has_its_rows_grouped_and_its_members_sorted) {
    Request made = request();
    made.catalog.version = "v2";
    Bill bill;
    bill.period = month("2026-03");
    bill.lines = {monthly_fee(0, 31, "2.5", 250)};
    bill.subtotal = 250;
    bill.taxes = {{&made.catalog.taxes[0], 250, 48}};
    bill.tax_total = 48;
    bill.total = 298;
    const std::string zeros(64, '0'), ones(64, '1');
    bill.adjustments = {{month("2026-01"), "sha256:" + zeros, "sha256:" + ones, -100, -19, -119}};
    bill.adjustment_total = -119;
    bill.amount_due = 179;
    const auto at = [](std::string_view text) { return instant(text); };
    bill.intervals = {
        {0, meter, at("2026-03-01T00:00:00Z"), at("2026-03-09T00:00:00Z"), State::active_billed, Cause::customer},
        {0, meter, at("2026-03-09T00:00:00Z"), at("2026-04-01T00:00:00Z"), State::cancelled, Cause::provider},
        {2, no_index, at("2026-03-01T00:00:00Z"), at("2026-04-01T00:00:00Z"), State::cancelled,
         Cause::agreement_terminated}};
    bill.usage = {{0, meter, State::active_billed, Kind::data, 2, 1000, 1024}};
    bill.allowances = {{0, no_index, annual, Kind::data, 1000, 10, 0, date("2027-03-31")},
                       {0, 0, meter, Kind::data, 5242880, 1024, std::nullopt, std::nullopt},
                       {no_index, 0, meter, Kind::data, 5242880, 1024, 0, std::nullopt}};
    bill.exceptions = {{"meter-9", Kind::voice, ExceptionReason::unknown_device, 1, 60}};
    Notice duplicates{NoticeType::duplicate_records};
    duplicates.count = 3;
    Notice ignored{NoticeType::event_ignored};
    ignored.device = 0;
    ignored.at = at("2026-03-02T00:00:00Z");
    ignored.event = EventType::activate;
    Notice exhausted{NoticeType::prepaid_exhausted};
    exhausted.device = 1;
    exhausted.at = at("2026-03-03T00:00:00Z");
    Notice lapse{NoticeType::lapse_due};
    lapse.device = 2;
    lapse.at = at("2026-03-04T00:00:00Z");
    lapse.reason = LapseReason::inactive;
    bill.notices = {duplicates, ignored, exhausted, lapse};

    std::string digest;
    const std::string text = without_digest(made, bill, "sha256:" + ones, digest);
    const std::string due =
        R"({"account":"waterworks","adjustment_total":"-1.19","adjustments":[{"amount":"-1.19",)"
        R"("corrected":"sha256:1111111111111111111111111111111111111111111111111111111111111111",)"
        R"("issued":"sha256:0000000000000000000000000000000000000000000000000000000000000000","of":"2026-01",)"
        R"("subtotal":"-1.00","tax":"-0.19"}],"allowances":[{"device":"meter-1","included":1000,"kind":"data",)"
        R"("overage":0,"plan":"annual","until":"2027-03-31","used":10},{"device":"meter-1","group":"north",)"
        R"("included":5242880,"kind":"data","plan":"meter","used":1024},{"group":"north","included":5242880,)"
        R"("kind":"data","overage":0,"plan":"meter","used":1024}],"amount_due":"1.79","catalog":"metering",)"
        R"("catalog_version":"v2","currency":"EUR","devices":[{"device":"meter-1","intervals":[{"cause":"customer",)"
        R"("from":"2026-03-01T00:00:00Z","plan":"meter","state":"active_billed","until":"2026-03-09T00:00:00Z"},)"
        R"({"cause":"provider","from":"2026-03-09T00:00:00Z","plan":"meter","state":"cancelled",)"
        R"("until":"2026-04-01T00:00:00Z"}]},{"device":"meter-3","intervals":[{"cause":"agreement_terminated",)"
        R"("from":"2026-03-01T00:00:00Z","plan":null,"state":"cancelled","until":"2026-04-01T00:00:00Z"}]}],)"
        R"("exceptions":[{"device":"meter-9","kind":"voice","quantity":60,"reason":"unknown_device","sessions":1}],)"
        R"("inputs":"sha256:1111111111111111111111111111111111111111111111111111111111111111",)"
        R"("lines":[{"amount":"2.50","days":31,"days_in_month":31,"device":"meter-1","plan":"meter","rule":"F2",)"
        R"("type":"access_fee","unit_price":"2.5"}],"notices":[{"count":3,"type":"duplicate_records"},)"
        R"({"at":"2026-03-02T00:00:00Z","device":"meter-1","event":"activate","type":"event_ignored"},)"
        R"({"at":"2026-03-03T00:00:00Z","device":"meter-2","type":"prepaid_exhausted"},)"
        R"({"at":"2026-03-04T00:00:00Z","device":"meter-3","reason":"inactive","type":"lapse_due"}],)"
        R"("period":"2026-03","rules":"1","schema":"samebill/bill/1","subtotal":"2.50","tax_total":"0.48",)"
        R"("taxes":[{"amount":"0.48","id":"vat","name":"VAT \"standard\"","rate":"0.19","taxable":"2.50"}],)"
        R"("total":"2.98","usage":[{"device":"meter-1","kind":"data","plan":"meter","quantity":1000,"rated":1024,)"
        R"("sessions":2,"state":"active_billed"}]})";
    BOOST_TEST(text == due);
    BOOST_TEST(digest == "sha256:" + sha256_hex(due));
}

BOOST_AUTO_TEST_CASE(plans_gone_from_the_catalog_keep_their_names) {
    Request made = request();
    made.gone_plans = {"old-annual"};
    BOOST_TEST(plan_id(made, 2) == "tracker");
    BOOST_TEST(plan_id(made, 3) == "old-annual");
}

BOOST_AUTO_TEST_SUITE_END()
