// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "core/base/sha256.h"
#include "native-server/runs/checks.h"
#include "native-server/runs/kept.h"
#include "native-server/runs/texts.h"
#include "native-server/security/final_bill.h"
#include "native-server/store/audit.h"
#include "native-server/store/bills.h"
#include "native-server/store/corrections.h"
#include "native-server/store/packed.h"
#include "tests/server/parts/provider.h"

using namespace samebill;
using samebill::store::Transaction;
using samebill::test::Provider;

namespace {

constexpr int64_t megabyte = 1'048'576;

int64_t chain_of(Provider& provider, Problems& problems) {
    int64_t bills = 0;
    problems = runs::check_chain(*provider.database, *provider.keys, "main", bills);
    return bills;
}

std::vector<store::corrections::Correction> corrections_of(Provider& provider, const std::string& state) {
    return provider.database->read([&](Transaction& t) { return store::corrections::of_state(t, "warehouse", state); });
}

std::vector<store::audit::Entry> audited(Provider& provider, const std::string& action) {
    std::vector<store::audit::Entry> out;
    provider.database->read([&](Transaction& t) {
        store::audit::list(t, {}, 0, [&](const store::audit::Row& row) {
            if (row.entry.action == action) out.push_back(row.entry);
            return true;
        });
    });
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(bill_runs)

// 3.00 for January and 0.5 MB over at 0.40: 3.20, VAT 0.64, together 3.84.
BOOST_AUTO_TEST_CASE(a_month_goes_from_inputs_to_a_final_bill_that_can_be_recomputed) {
    Provider provider;
    provider.add_account("warehouse");
    provider.add_usage("warehouse", "2026-01-10", 5 * megabyte + megabyte / 2);
    BOOST_TEST(provider.preview_member("warehouse", "2026-01", "amount_due") == "3.84");
    const std::string run = provider.start_run("2026-01");
    BOOST_TEST(provider.run(run).state == "review");
    BOOST_TEST(provider.item(run, "warehouse").state == "computed");
    BOOST_TEST(provider.item(run, "warehouse").amount_due.value() == "3.84");
    provider.approve(run);
    provider.finalise(run);
    BOOST_TEST(provider.run(run).state == "finalised");
    BOOST_TEST(provider.item(run, "warehouse").number.value() == 1);
    const auto kept =
        provider.database->read([](Transaction& t) { return runs::read_kept(t, "warehouse", "2026-01"); });
    BOOST_REQUIRE(kept.has_value());
    BOOST_TEST(kept->head.due_on == "2026-06-27");  // 28 May and 30 days
    BOOST_TEST(!kept->head.previous.has_value());
    const Outcome verification = runs::verify_kept(*kept);
    BOOST_TEST(nlohmann::json::parse(verification.text).at("matches") == true);
    const Outcome line = runs::explain_kept(*kept, 1);
    BOOST_TEST(nlohmann::json::parse(line.text).at("amount") == "0.20");
    Problems problems;
    BOOST_TEST(chain_of(provider, problems) == 1);
    BOOST_TEST(problems.empty());
}

// The request with its usage in it gives the issued bytes by itself.
BOOST_AUTO_TEST_CASE(the_kept_request_with_its_usage_gives_the_same_bytes) {
    Provider provider;
    provider.add_account("warehouse");
    provider.add_usage("warehouse", "2026-01-10", 6 * megabyte);
    provider.add_usage("warehouse", "2026-01-11", 1000);
    provider.bill_month("2026-01");
    provider.add_usage("warehouse", "2026-01-12", megabyte);  // late: not in what was billed
    auto kept = std::make_shared<runs::KeptBill>(
        *provider.database->read([](Transaction& t) { return runs::read_kept(t, "warehouse", "2026-01"); }));
    std::string request;
    runs::RequestPieces pieces(kept);
    for (std::string piece; pieces.next(piece);) request += piece;
    Inputs inputs;
    inputs.request = request;
    const Outcome outcome = run(inputs);
    BOOST_REQUIRE_MESSAGE(outcome.ok, outcome.text);
    BOOST_TEST(runs::result_parts(outcome.text).bill == kept->bill);
    BOOST_TEST(nlohmann::json::parse(request).at("usage").size() == 2u);
}

// January issued 3.20 + 0.64. 2 MB turn up: 2.5 MB over are 1.00, so 4.00 + 0.80: 0.80 + 0.16 = 0.96 on February's bill
// of 3.00 + 0.60: 4.56. Another MB: 3.5 MB over are 1.40; of the 1.20 + 0.24 more than issued 0.96 is billed: 0.48 on
// March's.
BOOST_AUTO_TEST_CASE(late_usage_is_billed_as_an_adjustment_and_never_twice) {
    Provider provider;
    provider.add_account("warehouse");
    provider.add_usage("warehouse", "2026-01-10", 5 * megabyte + megabyte / 2);
    provider.bill_month("2026-01");
    provider.add_usage("warehouse", "2026-01-27", 2 * megabyte);
    // More of the same for the same months is no row of its own.
    provider.add_usage("warehouse", "2026-01-28", 0);
    BOOST_REQUIRE(audited(provider, "correction.due").size() == 1u);
    BOOST_TEST(audited(provider, "correction.due")[0].after.value() == R"({"from":"2026-01","why":"late_usage"})");
    BOOST_TEST(provider.preview_member("warehouse", "2026-02", "amount_due") == "4.56");
    auto open = corrections_of(provider, "open");
    BOOST_REQUIRE(open.size() == 1u);
    BOOST_TEST(open[0].why == "late_usage");
    BOOST_TEST(nlohmann::json::parse(open[0].adjustment.value()).at("amount") == "0.96");
    const auto statement = nlohmann::json::parse(store::unpack(open[0].statement));
    BOOST_TEST(statement.at("months").at(0).at("lines").at(0).at("old").at("amount") == "0.20");
    BOOST_TEST(statement.at("months").at(0).at("lines").at(0).at("new").at("amount") == "1.00");
    provider.bill_month("2026-02");
    BOOST_TEST(provider.amount_due("warehouse", "2026-01") == "3.84");
    BOOST_TEST(provider.amount_due("warehouse", "2026-02") == "4.56");
    BOOST_TEST(corrections_of(provider, "billed").at(0).billed_in.value() == "2026-02");
    provider.add_usage("warehouse", "2026-01-28", megabyte);
    provider.bill_month("2026-03");
    BOOST_TEST(provider.amount_due("warehouse", "2026-03") == "4.08");
    BOOST_TEST(corrections_of(provider, "open").empty());
    provider.bill_month("2026-04");
    BOOST_TEST(provider.amount_due("warehouse", "2026-04") == "3.60");
    Problems problems;
    BOOST_TEST(chain_of(provider, problems) == 4);
    BOOST_TEST(problems.empty());
}

// A second scanner from 17 January: 15 of 31 days of 3.00 are 1.45, VAT on 4.45 is 0.89. It was never activated: 1.45 +
// 0.29 (0.89 - 0.60) come back. A correction that is corrected before it is billed leaves the last one only.
BOOST_AUTO_TEST_CASE(an_event_that_is_voided_after_the_bill_comes_back_as_a_credit) {
    Provider provider;
    provider.add_account("warehouse");
    provider.add_device("warehouse", "warehouse-2");
    const std::string at = "2026-01-17T00:00:00Z";
    provider.add_event("warehouse", "warehouse-2", at, "provision", R"(,"plan":"scanner")");
    const std::string activation = provider.add_event("warehouse", "warehouse-2", at, "activate");
    provider.bill_month("2026-01");
    BOOST_TEST(provider.amount_due("warehouse", "2026-01") == "5.34");
    BOOST_TEST(provider.billing->corrector().check_without("warehouse", activation).empty());
    provider.void_event("warehouse", activation, "2026-01");
    // February has one scanner, 3.60, less 1.74.
    BOOST_TEST(provider.preview_member("warehouse", "2026-02", "amount_due") == "1.86");
    provider.add_usage("warehouse", "2026-01-20", 6 * megabyte);  // 0.40 + 0.08
    BOOST_TEST(provider.preview_member("warehouse", "2026-02", "amount_due") == "2.34");
    BOOST_TEST(corrections_of(provider, "open").size() == 1u);
    BOOST_TEST(corrections_of(provider, "withdrawn").size() == 1u);
    provider.bill_month("2026-02");
    BOOST_TEST(provider.amount_due("warehouse", "2026-02") == "2.34");
}

BOOST_AUTO_TEST_CASE(an_event_that_others_rest_on_cannot_be_taken_out) {
    Provider provider;
    provider.add_account("warehouse");
    provider.add_device("warehouse", "warehouse-2");
    const std::string provisioning =
        provider.add_event("warehouse", "warehouse-2", "2026-01-17T00:00:00Z", "provision", R"(,"plan":"scanner")");
    provider.bill_month("2026-01");
    provider.add_event("warehouse", "warehouse-2", "2026-02-03T00:00:00Z", "activate");
    const Problems problems = provider.billing->corrector().check_without("warehouse", provisioning);
    BOOST_REQUIRE(!problems.empty());
    BOOST_TEST(problems[0].code == "invalid_transition");
}

BOOST_AUTO_TEST_CASE(one_account_in_error_is_parked_and_the_others_go_on) {
    Provider provider;
    provider.add_account("good");
    provider.add_account("later", "2026-02");
    provider.add_account("wrong");
    provider.add_event("wrong", "wrong-1", "2026-01-05T00:00:00Z", "assign_plan", R"(,"plan":"scanner")");
    provider.bill_month("2026-01");
    BOOST_TEST(provider.amount_due("good", "2026-01") == "3.60");
    const std::string run = provider.start_run("2026-02");
    BOOST_TEST(provider.item(run, "good").state == "computed");
    BOOST_TEST(provider.item(run, "later").state == "computed");
    BOOST_TEST(provider.item(run, "wrong").state == "parked");
    BOOST_TEST(provider.problem_code(run, "wrong") == "month_before_open");
    const std::string january = provider.start_run("2026-01");
    BOOST_TEST(provider.problem_code(january, "good") == "already_final");
    BOOST_TEST(provider.item(january, "good").state == "dropped");
    BOOST_TEST(provider.problem_code(january, "later") == "nothing_to_bill");
    BOOST_TEST(provider.problem_code(january, "wrong") == "invalid_transition");
    // A gap: March before February.
    BOOST_TEST(provider.problem_code(provider.start_run("2026-03"), "good") == "month_before_open");
}

BOOST_AUTO_TEST_CASE(inputs_that_change_after_approval_send_the_item_back) {
    Provider provider;
    provider.add_account("first");
    provider.add_account("second");
    const std::string run = provider.start_run("2026-01");
    provider.approve(run);
    provider.add_usage("first", "2026-01-30", 6 * megabyte);
    provider.finalise(run);
    BOOST_TEST(provider.amount_due("first", "2026-01") == "none");
    BOOST_TEST(provider.amount_due("second", "2026-01") == "3.60");
    BOOST_TEST(provider.run(run).state == "review");
    BOOST_TEST(provider.item(run, "first").state == "computed");
    BOOST_TEST(provider.item(run, "first").amount_due.value() == "4.08");
    const auto taken_back = audited(provider, "run.take_back_item");
    BOOST_REQUIRE(taken_back.size() == 1u);
    BOOST_TEST(taken_back[0].account.value() == "first");
    BOOST_TEST(nlohmann::json::parse(taken_back[0].before.value()).at("amount_due") == "3.60");
    provider.approve(run);
    provider.finalise(run);
    BOOST_TEST(provider.amount_due("first", "2026-01") == "4.08");
    BOOST_TEST(provider.item(run, "first").number.value() == 2);
}

BOOST_AUTO_TEST_CASE(a_new_start_goes_on_with_what_was_computing_and_finalising) {
    Provider provider;
    for (int i = 100; i < 180; ++i) provider.add_account("a" + std::to_string(i));
    provider.billing.reset();  // no threads: what is begun stays begun
    store::runs::Run run;
    run.id = "run_left";
    run.month = "2026-01";
    run.state = "computing";
    run.hold_factor = "3";
    run.rules = rules_version;
    run.by = "key_operator";
    provider.database->write([&](Transaction& t) { store::runs::add(t, run, {}); });
    provider.restart();
    provider.wait("run_left");
    BOOST_TEST(provider.run("run_left").state == "review");
    provider.approve("run_left");
    provider.billing.reset();
    provider.database->write([&](Transaction& t) {
        store::runs::move(t, "run_left", "approved", "finalising");
        store::runs::put_finalised(t, "run_left", provider.clock.now(), "key_operator");
    });
    provider.restart();
    provider.wait("run_left");
    BOOST_TEST(provider.run("run_left").state == "finalised");
    Problems problems;
    BOOST_TEST(chain_of(provider, problems) == 80);
    BOOST_TEST(problems.empty());
    BOOST_TEST(provider.amount_due("a100", "2026-01") == "3.60");
}

// 3.60 three months; then 25 MB over: 3.00 + 10.00 = 13.00 and 2.60, above three times 3.60 = 10.80.
BOOST_AUTO_TEST_CASE(a_bill_far_above_the_average_waits_for_an_approval_of_its_own) {
    Provider provider;
    provider.add_account("warehouse");
    for (const char* month : {"2026-01", "2026-02", "2026-03"}) provider.bill_month(month);
    provider.add_usage("warehouse", "2026-04-10", 30 * megabyte);
    const std::string run = provider.start_run("2026-04");
    BOOST_TEST(provider.item(run, "warehouse").state == "held");
    BOOST_TEST(provider.item(run, "warehouse").average.value() == "3.60");
    BOOST_TEST(provider.item(run, "warehouse").amount_due.value() == "15.60");
    provider.approve(run);
    BOOST_TEST(provider.item(run, "warehouse").state == "held");
    provider.database->write([&](Transaction& t) {
        store::runs::move_item(t, run, "warehouse", "held", "approved", provider.clock.now(), "key_approver");
    });
    provider.finalise(run);
    BOOST_TEST(provider.amount_due("warehouse", "2026-04") == "15.60");
}

BOOST_AUTO_TEST_CASE(bills_of_other_rules_want_their_states_rebuilt_and_stay_as_they_are) {
    Provider provider;
    provider.add_account("warehouse");
    provider.add_usage("warehouse", "2026-01-10", 6 * megabyte);
    provider.bill_month("2026-01");
    provider.sql("UPDATE bills SET rules = '0'");
    const std::string before = provider.start_run("2026-02");
    BOOST_TEST(provider.problem_code(before, "warehouse") == "rules");
    const std::string rebuild = provider.start_run("", false, "rebuild");
    BOOST_TEST(provider.run(rebuild).state == "finalised");
    provider.bill_month("2026-02");
    BOOST_TEST(provider.amount_due("warehouse", "2026-02") == "3.60");
    // What the present rules make of January differs by nothing, so nothing is listed.
    BOOST_TEST(corrections_of(provider, "listed").empty());
}

BOOST_AUTO_TEST_CASE(what_stands_against_a_correction_is_in_the_audit_log) {
    Provider provider;
    provider.add_account("warehouse");
    provider.bill_month("2026-01");
    provider.sql("UPDATE bills SET rules = '0'");
    provider.add_usage("warehouse", "2026-01-27", 6 * megabyte);
    BOOST_TEST(provider.problem_code(provider.start_run("2026-02"), "warehouse") == "rules");
    const auto failed = audited(provider, "correction.fail");
    BOOST_REQUIRE(failed.size() == 1u);
    BOOST_TEST(failed[0].account.value() == "warehouse");
    BOOST_TEST(failed[0].after.value().find(R"("code":"rules")") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_account_with_history_elsewhere_begins_where_it_is_told) {
    Provider provider;
    provider.add_account("moved", "2025-06");
    const std::string refused = provider.start_run("2026-01");
    BOOST_TEST(provider.problem_code(refused, "moved") == "month_before_open");
    const std::string run = provider.start_run("2026-01", true);
    provider.approve(run);
    provider.finalise(run);
    BOOST_TEST(provider.amount_due("moved", "2026-01") == "3.60");
    provider.bill_month("2026-02");
    BOOST_TEST(provider.amount_due("moved", "2026-02") == "3.60");
}

BOOST_AUTO_TEST_CASE(what_if_answers_without_keeping_anything) {
    Provider provider;
    provider.add_account("warehouse");
    provider.add_usage("warehouse", "2026-01-10", 6 * megabyte);
    const auto amount = [&](const runs::WhatIf& changes, const char* month) {
        const auto answer = provider.billing->preview("warehouse", month, changes);
        if (!answer->outcome.ok) return answer->outcome.text;
        return std::string(runs::bill_member(runs::result_parts(answer->outcome.text).bill, "amount_due"));
    };
    BOOST_TEST(amount({}, "2026-01") == "4.08");
    runs::WhatIf early;
    early.at = 1'767'484'800;  // 4 January: no usage yet
    BOOST_TEST(amount(early, "2026-01") == "3.60");
    runs::WhatIf cancelled;
    cancelled.events = {R"({"at":"2026-02-10T00:00:00Z","type":"cancel","device":"warehouse-1"})"};
    BOOST_TEST(amount(cancelled, "2026-03") == "0.00");
    runs::WhatIf cheaper;
    cheaper.account_patch = R"({"agreement":{"discounts":[{"code":"half","percent":"50","categories":["access"]}]}})";
    BOOST_TEST(amount(cheaper, "2026-01") == "2.28");  // 1.50 + 0.40 and VAT 0.38
    runs::WhatIf more;
    more.usage = "x1,warehouse-1,data,2026-01-20T00:00:00Z,2026-01-20T00:00:00Z,1048576\n";
    BOOST_TEST(amount(more, "2026-01") == "4.56");
    runs::WhatIf impossible;
    impossible.events = {R"({"at":"2026-01-10T00:00:00Z","type":"suspend","device":"warehouse-1"})"};
    BOOST_TEST(amount(impossible, "2026-01").find(R"("path":"/events/0)") != std::string::npos);
    BOOST_TEST(amount({}, "2026-01") == "4.08");
}

BOOST_AUTO_TEST_CASE(no_bill_is_issued_whose_sums_or_digest_are_off) {
    Provider provider;
    provider.add_account("warehouse");
    const auto answer = provider.billing->preview("warehouse", "2026-01");
    const std::string bill(runs::result_parts(answer->outcome.text).bill);
    const runs::BillFacts facts{"warehouse", "2026-01", "v1"};
    BOOST_TEST(runs::check_bill(bill, facts).empty());
    const auto sealed = [](std::string text) {
        const std::string digest = "sha256:" + sha256_hex(runs::without_digest(text));
        text.replace(text.find(R"("digest":")") + 10, digest.size(), digest);
        return text;
    };
    const auto changed = [&](const std::string& old, const std::string& now) {
        std::string text = bill;
        text.replace(text.find(old), old.size(), now);
        return text;
    };
    const std::string cent = changed(R"("subtotal":"3.00")", R"("subtotal":"3.01")");
    BOOST_TEST(runs::check_bill(cent, facts).size() == 3u);  // lines, total, digest
    BOOST_TEST(runs::check_bill(sealed(cent), facts).size() == 2u);
    BOOST_TEST(runs::check_bill(sealed(changed("EUR", "JPY")), facts).empty() == false);
    BOOST_TEST(runs::check_bill(bill, {"other", "2026-01", "v1"}).size() == 1u);
    BOOST_TEST(runs::check_bill(bill, {"warehouse", "2026-02", "v1"}).size() == 1u);
    // A line twice, with sums that fit.
    nlohmann::json twice = nlohmann::json::parse(bill);
    nlohmann::json line = twice.at("lines").at(0);
    line["amount"] = "0.00";
    twice["lines"].push_back(line);
    BOOST_TEST(runs::check_bill(sealed(twice.dump()), facts).size() == 1u);
}

BOOST_AUTO_TEST_CASE(averages_are_compared_exactly) {
    BOOST_TEST(runs::above_average("10.81", {"3.60", "3.60", "3.60"}, "3", "EUR"));
    BOOST_TEST(!runs::above_average("10.80", {"3.60", "3.60", "3.60"}, "3", "EUR"));
    BOOST_TEST(runs::above_average("0.51", {"0.33", "0.34"}, "1.5", "EUR"));
    BOOST_TEST(!runs::above_average("0.50", {"0.33", "0.34"}, "1.5", "EUR"));
    BOOST_TEST(!runs::above_average("1000.00", {}, "3", "EUR"));
    BOOST_TEST(runs::average_of({"1.00", "2.00", "2.00"}, "EUR") == "1.66");
}

BOOST_AUTO_TEST_CASE(packed_documents_come_back_or_are_refused) {
    const std::string text(100'000, 'x');
    const std::string packed = store::pack(text);
    BOOST_TEST(packed.size() < 1000u);
    BOOST_TEST(store::unpack(packed) == text);
    std::string cut = packed.substr(0, packed.size() / 2);
    BOOST_CHECK_THROW(store::unpack(cut), store::Damaged);
    std::string longer = packed;
    longer[0] = static_cast<char>(longer[0] + 1);
    BOOST_CHECK_THROW(store::unpack(longer), store::Damaged);
    BOOST_CHECK_THROW(store::unpack(""), store::Damaged);
}

BOOST_AUTO_TEST_SUITE_END()
