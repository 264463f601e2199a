// SPDX-License-Identifier: MIT
#include "core/api.h"

#include <boost/test/unit_test.hpp>

#include "core/base/sha256.h"

using namespace samebill;

namespace {

// One meter, active from 11 March: 2.50 × 21 / 31 = 1.693..., 1.69; 1 KB at 0.10 for 1,000 bytes on 12 March.
std::string request_with(const std::string& usage, const std::string& through = "2026-03") {
    return R"({"schema":"samebill/request/1",
 "catalog":{"schema":"samebill/catalog/1","id":"metering","currency":"EUR","plans":[
   {"id":"meter","access_fee":{"amount":"2.5"},"overage":{"data":{"price":"0.1","per":"KB"}}}]},
 "account":{"schema":"samebill/account/1","id":"waterworks","agreement":{"from":"2026-01-01"},
   "devices":[{"id":"meter-1"}]},
 "events":[{"at":"2026-03-11T10:30:00Z","type":"provision","device":"meter-1","plan":"meter"},
           {"at":"2026-03-11T10:30:00Z","type":"activate","device":"meter-1"}],
 "usage":[)" +
           usage + R"(],"from":"2026-03","through":")" + through + "\"}";
}

const std::string session = R"({"id":"s-1","device":"meter-1","kind":"data","start":"2026-03-12T06:00:00Z",)"
                            R"("end":"2026-03-12T06:01:00Z","quantity":1000})";
const std::string header = "id,device,kind,start,end,quantity\n";
const std::string record = "s-1,meter-1,data,2026-03-12T06:00:00Z,2026-03-12T06:01:00Z,1000\n";
const std::string late_record = "s-2,meter-1,data,2026-04-01T00:00:00Z,2026-04-01T00:01:00Z,1\n";
const std::string broken_record = "s-3,meter-1,data,2026-03-12T06:00:00Z,2026-03-12T05:00:00Z,1\n";
const std::string foreign_record = "s-4,meter-9,data,2026-03-12T06:00:00Z,2026-03-12T06:00:00Z,5\n";

UsageTable table_of(const std::string& records) {
    UsageTable table;
    table.begin(UsageTable::Format::csv, "usage.csv");
    table.feed(header + records);
    table.end();
    return table;
}

Inputs inputs_of(const std::string& request) {
    Inputs inputs;
    inputs.request = request;
    return inputs;
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != text.npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(api)

BOOST_AUTO_TEST_CASE(a_request_becomes_a_result) {
    const std::string request = request_with(session);
    const Outcome outcome = run(inputs_of(request));
    BOOST_TEST(outcome.ok);
    BOOST_TEST(has(outcome.text, R"({"bills":[{"account":"waterworks",)"));
    BOOST_TEST(has(outcome.text,
                   R"("lines":[{"amount":"1.69","days":21,"days_in_month":31,"device":"meter-1","plan":"meter",)"
                   R"("rule":"F2","type":"access_fee","unit_price":"2.5"},{"amount":"0.10","device":"meter-1",)"
                   R"("kind":"data","plan":"meter","quantity":1024,"rule":"U8","type":"overage"}])"));
    BOOST_TEST(has(outcome.text, R"("subtotal":"1.79")"));
    BOOST_TEST(has(outcome.text, R"("closing":{"account":"waterworks",)"));
    BOOST_TEST(has(outcome.text, R"(,"schema":"samebill/result/1"})"));
}

BOOST_AUTO_TEST_CASE(digests_left_to_the_shell_complete_the_same_text) {
    const std::string request = request_with(session, "2026-05");
    Inputs inputs = inputs_of(request);
    const std::string whole = run(inputs).text;
    std::vector<OpenDigest> open;
    inputs.open_digests = &open;
    const Outcome outcome = run(inputs);
    BOOST_TEST(outcome.ok);
    BOOST_TEST_REQUIRE(open.size() == 4);  // three bills and the closing state
    std::string text = outcome.text;
    for (auto digest = open.rbegin(); digest != open.rend(); ++digest) {
        const auto hex = sha256_hex(std::string_view(outcome.text).substr(digest->begin, digest->end - digest->begin));
        text.insert(digest->at, std::string(digest_begin) + hex + std::string(digest_end));
    }
    BOOST_TEST(text == whole);
    open.clear();
    inputs.request = "{";
    BOOST_TEST(has(run(inputs).text, "samebill/error/1"));
    BOOST_TEST(open.empty());
}

BOOST_AUTO_TEST_CASE(records_of_a_table_give_the_bytes_of_records_inline) {
    const std::string inline_request = request_with(session), request = request_with("");
    UsageTable table = table_of(record);
    Inputs inputs = inputs_of(request);
    inputs.table = &table;
    const Outcome outcome = run(inputs);
    BOOST_TEST(outcome.ok);
    BOOST_TEST(outcome.text == run(inputs_of(inline_request)).text);
}

BOOST_AUTO_TEST_CASE(rejects_are_reported_and_leave_no_trace_on_the_bill) {
    const std::string inline_request = request_with(session), request = request_with("");
    UsageTable table = table_of(record + late_record + broken_record);
    std::string rejects;
    Inputs inputs = inputs_of(request);
    inputs.table = &table;
    inputs.rejects = &rejects;
    const Outcome outcome = run(inputs);
    BOOST_TEST(outcome.text == run(inputs_of(inline_request)).text);
    BOOST_TEST(has(rejects, R"({"counts":[{"code":"period","count":1},{"code":"schema","count":1}],"records":3,)"
                            R"("rejected":2,"rejects":[{"code":"period","column":1,"file":"usage.csv","line":3,)"));
    BOOST_TEST(has(rejects, R"("record":1,"text":"s-2,meter-1,data,2026-04-01T00:00:00Z,)"));
    BOOST_TEST(has(rejects, R"("schema":"samebill/rejects/1"})"));
    BOOST_TEST(has(table.rejects(), R"({"counts":[{"code":"schema","count":1}],"records":3,"rejected":1,)"));
}

BOOST_AUTO_TEST_CASE(rejects_fail_the_call_where_the_caller_says_so) {
    const std::string request = request_with("");
    UsageTable table = table_of(record + late_record + broken_record);
    Inputs inputs = inputs_of(request);
    inputs.table = &table;
    inputs.rejects_fail = true;
    const Outcome outcome = run(inputs);
    BOOST_TEST(!outcome.ok);
    const size_t first = outcome.text.find(R"("path":"/usage/1"})"),
                 second = outcome.text.find(R"("path":"/usage/2"})");
    BOOST_TEST(first < second);
    BOOST_TEST(second != std::string::npos);
    BOOST_TEST(has(outcome.text, R"({"errors":[{"code":"period",)"));
}

BOOST_AUTO_TEST_CASE(records_of_other_accounts_are_exceptions_or_left_to_them) {
    const std::string inline_request = request_with(session), request = request_with("");
    UsageTable table = table_of(record + foreign_record);
    Inputs inputs = inputs_of(request);
    inputs.table = &table;
    BOOST_TEST(has(run(inputs).text, R"("exceptions":[{"device":"meter-9","kind":"data","quantity":5,)"
                                     R"("reason":"unknown_device","sessions":1}])"));
    inputs.own_records_only = true;
    BOOST_TEST(run(inputs).text == run(inputs_of(inline_request)).text);
    BOOST_TEST(has(table.unclaimed(),
                   R"({"counts":[{"code":"unknown_device","count":1}],"records":2,"rejected":1,)"
                   R"("rejects":[{"code":"unknown_device","column":1,"file":"usage.csv","line":3,)"));
}

BOOST_AUTO_TEST_CASE(before_any_billing_every_record_is_unclaimed) {
    BOOST_TEST(has(table_of(record).unclaimed(), R"("counts":[{"code":"unknown_device","count":1}])"));
}

BOOST_AUTO_TEST_CASE(a_table_goes_with_empty_usage_only) {
    const std::string request = request_with(session);
    UsageTable table = table_of(record);
    Inputs inputs = inputs_of(request);
    inputs.table = &table;
    const Outcome outcome = run(inputs);
    BOOST_TEST(!outcome.ok);
    BOOST_TEST(has(outcome.text, R"("path":"/usage"})"));
}

BOOST_AUTO_TEST_CASE(months_are_replaced_before_anything_is_computed) {
    const std::string april = request_with("", "2026-04"), march = request_with("");
    Inputs inputs = inputs_of(march);
    inputs.through = "2026-04";
    BOOST_TEST(run(inputs).text == run(inputs_of(april)).text);
    inputs.through = "2026-13";
    BOOST_TEST(has(run(inputs).text, R"("path":"/through"})"));
}

BOOST_AUTO_TEST_CASE(errors_of_the_computation_stand_in_document_order) {
    std::string request = request_with("");
    const std::string events = R"("events":[)";
    const std::string assign =
        R"({"at":"2026-03-20T00:00:00Z","type":"assign_plan","device":"meter-1","plan":"meter"})";
    std::string wrong;
    for (int i = 0; i < 9; ++i) wrong += assign + ',';  // before the two sound events, which thus are 9 and 10
    const std::string suspend = R"({"at":"2026-03-15T00:00:00Z","type":"suspend","device":"meter-1"})";
    request.insert(request.find(events) + events.size(), wrong + suspend + ',');
    const Outcome outcome = run(inputs_of(request));
    BOOST_TEST(!outcome.ok);
    BOOST_TEST(has(outcome.text, R"({"errors":[{"code":"invalid_transition",)"));
    BOOST_TEST(outcome.text.find(R"("path":"/events/8"})") < outcome.text.find(R"("path":"/events/9"})"));
    BOOST_TEST(has(outcome.text, R"({"code":"not_permitted",)"));
}

BOOST_AUTO_TEST_CASE(an_issued_bill_is_verified_and_corrected) {
    const std::string request = request_with(""), complete = request_with(session);
    const std::string issued = run(inputs_of(request)).text;
    const Outcome same = verify(inputs_of(request), issued);
    BOOST_TEST(has(same.text, R"("matches":true,"period":"2026-03","schema":"samebill/verification/1"})"));
    const Outcome other = verify(inputs_of(complete), issued);
    BOOST_TEST(has(other.text, R"("issued":null,"path":"/lines/1"})"));
    const Outcome correction = correct(inputs_of(complete), issued);
    BOOST_TEST(correction.ok);
    BOOST_TEST(has(correction.text, R"("lines":[{"new":{"amount":"0.10",)"));
    BOOST_TEST(has(correction.text, R"("of":"2026-03","subtotal":"0.10","tax":"0.00"}],"months":[)"));
    const std::string april = request_with("", "2026-04");
    Inputs later = inputs_of(april);
    later.from = "2026-04";
    const Outcome outside = verify(later, issued);
    BOOST_TEST(has(outside.text, R"({"errors":[{"code":"period",)"));
    BOOST_TEST(has(correct(later, issued).text, R"("adjustments":[],"months":[])"));
}

BOOST_AUTO_TEST_CASE(a_line_is_explained_or_not_there) {
    const std::string request = request_with(session);
    const Outcome outcome = explain(inputs_of(request), "", 1);
    BOOST_TEST(outcome.text ==
               R"({"account":"waterworks","amount":"0.10","clause":"Included Usage","fraction":{"denominator":"10",)"
               R"("numerator":"1"},"index":1,"line":{"amount":"0.10","device":"meter-1","kind":"data","plan":"meter",)"
               R"("quantity":1024,"rule":"U8","type":"overage"},"operands":[{"name":"used","unit":"bytes",)"
               R"("value":"1024"},{"name":"quantity","unit":"bytes","value":"1024"},{"name":"unit_size",)"
               R"("unit":"bytes","value":"1024"},{"name":"price","unit":"EUR per KB","value":"0.1"}],"parameters":[)"
               R"({"layer":"standard","parameter":"data_rounding","value":{"increment":1024,"per":"session"}},)"
               R"({"layer":"standard","parameter":"pooling_allowed","value":false},)"
               R"({"layer":"standard","parameter":"cancellation_refund","value":"none"}],"period":"2026-03",)"
               R"("rounding":"half_up","rule":"U8","schema":"samebill/explanation/1","sentence":"Device meter-1 used )"
               R"(1024 bytes of data on plan meter in 2026-03 while active_billed, and the plan includes none. The )"
               R"(overage of 1024 is charged at 0.1 EUR per KB (1024 bytes): 0.1 × 1024 / 1024 = 0.10 EUR."})");
    BOOST_TEST(!explain(inputs_of(request), "2026-03", 2).ok);
    BOOST_TEST(!explain(inputs_of(request), "2026-03", -1).ok);
    BOOST_TEST(has(explain(inputs_of(request), "2026-04", 0).text, R"("code":"period")"));
    BOOST_TEST(!explain(inputs_of(request), "March", 0).ok);
}

BOOST_AUTO_TEST_CASE(terms_are_given_for_devices_without_a_plan_and_for_each_plan) {
    std::string request = request_with("");
    const std::string agreement = R"("agreement":{"from":"2026-01-01")";
    request.insert(request.find(agreement) + agreement.size(),
                   R"(,"terms":{"automatic_cancellation":["inactive","prepaid_unfunded"],"plan_change":"next_day"})");
    const std::string rest =
        R"({"layer":"standard","parameter":"data_rounding","value":{"increment":1024,"per":"session"}},)"
        R"({"layer":"standard","parameter":"voice_rounding","value":{"increment":60,"per":"session"}},)"
        R"({"layer":"standard","parameter":"suspension_allowed","value":false},)"
        R"({"layer":"standard","parameter":"pooling_allowed","value":false},)"
        R"({"layer":"agreement","parameter":"plan_change","value":"next_day"},)"
        R"({"layer":"standard","parameter":"cancellation_refund","value":"none"},)"
        R"({"layer":"standard","parameter":"prepaid_lapse_days","value":60},)"
        R"({"layer":"standard","parameter":"unprovisioned_lapse_months","value":6},)"
        R"({"layer":"standard","parameter":"inactive_lapse_days","value":120},)"
        R"({"layer":"agreement","parameter":"automatic_cancellation","value":["prepaid_unfunded","inactive"]}],)";
    BOOST_TEST(terms(request).text == R"({"account":"waterworks","plans":[{"parameters":[)" + rest +
                                          R"("plan":null},{"parameters":[)" + rest +
                                          R"("plan":"meter"}],"schema":"samebill/terms/1"})");
}

BOOST_AUTO_TEST_CASE(documents_are_checked) {
    const std::string request = request_with(session);
    BOOST_TEST(check(request).text == R"({"document":"samebill/request/1","schema":"samebill/check/1","valid":true})");
    BOOST_TEST(!check(R"({"schema":"samebill/catalog/1"})").ok);
}

// SHA-256 of {"a":1} worked out apart, with sha256sum.
BOOST_AUTO_TEST_CASE(documents_are_digested_without_their_digest) {
    const std::string sum = "sha256:015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862";
    BOOST_TEST(digest(" { \"a\" : 1 } ").text == "{\"digest\":\"" + sum +
                                                     R"(","document":null,"schema":)"
                                                     R"("samebill/digest/1"})");
    BOOST_TEST(digest("{\"a\":1,\"digest\":\"" + sum + "\"}").text ==
               "{\"digest\":\"" + sum + R"(","document":null,"matches":true,"schema":"samebill/digest/1","stated":")" +
                   sum + "\"}");
    BOOST_TEST(has(digest("{\"a\":2,\"digest\":\"" + sum + "\"}").text, R"("matches":false)"));
    BOOST_TEST(!digest("{\"a\":1.5}").ok);
    BOOST_TEST(!digest("{").ok);
}

BOOST_AUTO_TEST_SUITE_END()
