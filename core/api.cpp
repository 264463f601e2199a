// SPDX-License-Identifier: MIT
#include "core/api.h"

#include <optional>

#include "core/base/assert.h"
#include "core/bill/explain.h"
#include "core/codec/canonical.h"
#include "core/codec/check_document.h"
#include "core/codec/decode.h"
#include "core/codec/decode_assignment.h"
#include "core/codec/decode_comparison.h"
#include "core/codec/decode_scenario.h"
#include "core/codec/quote_check_codec.h"
#include "core/codec/quote_codec.h"
#include "core/codec/state_codec.h"
#include "core/codec/write_answers.h"
#include "core/codec/write_assignment.h"
#include "core/codec/write_bill.h"
#include "core/codec/write_comparison.h"
#include "core/codec/write_correction.h"
#include "core/codec/write_error.h"
#include "core/codec/write_expansion.h"
#include "core/codec/write_explanation.h"
#include "core/codec/write_rejects.h"
#include "core/codec/write_scenario_result.h"
#include "core/codec/write_terms.h"
#include "core/codec/write_verification.h"
#include "core/door.h"
#include "core/quote/expansion.h"
#include "core/quote/run_scenario.h"
#include "core/usage/account_usage.h"
#include "core/usage/inputs_digest.h"

namespace samebill {

namespace {

// A request with the sessions that it takes, and what it comes to. Its parts point at one another: it stays in place.
class Call {
public:
    // With `offer` the text is an assignment, which holds the request and what is offered.
    explicit Call(const Inputs& inputs, AssignmentOffer* offer = nullptr) : inputs_(inputs), offer_(offer) {}
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;

    // Stages 0 to 2, and what the table's rejects come to. True if there was no problem.
    bool prepare();
    // Stages 3 and 4.
    bool compute();
    std::string write_result();
    // The text of a bill; its digest goes to `digest` if that is not null.
    void write(const Bill& bill, std::string& out, std::string* digest = nullptr);

    const Request& request() const { return request_; }
    const BillRun& run() const { return run_; }
    const AccountUsage& usage() const { return *usage_; }
    const RunJobs* run_jobs() const { return inputs_.run_jobs; }
    Outcome failed() const { return failure(problems_); }
    const Bill* bill_of(Month month) const;

private:
    std::string digest_of_inputs() const;

    const Inputs& inputs_;
    AssignmentOffer* offer_;
    Request request_;
    SessionTable inline_sessions_;
    std::vector<std::string_view> device_ids_;
    UsageQuery query_;
    std::optional<AccountUsage> usage_;
    std::optional<std::string> inputs_digest_;  // once asked for; the same on every bill
    BillRun run_;
    Problems problems_;
};

bool Call::prepare() {
    const RequestOptions options{inputs_.from, inputs_.through, inputs_.table != nullptr, inputs_.run_jobs};
    problems_ = offer_ != nullptr ? decode_assignment(inputs_.request, options, request_, inline_sessions_, *offer_)
                                  : decode_request(inputs_.request, options, request_, inline_sessions_);
    if (!problems_.empty()) return false;
    for (const Device& device : request_.account.devices) device_ids_.push_back(device.id);
    if (inputs_.table != nullptr) {
        if (inputs_.run_jobs != nullptr) inputs_.table->lend(inputs_.run_jobs);
        inputs_.table->seal();
        if (inputs_.table->impl().failed) throw std::bad_alloc();
    }
    query_.table = inputs_.table != nullptr ? &inputs_.table->impl().sessions : &inline_sessions_;
    query_.devices = device_ids_;
    query_.from = request_.from;
    query_.through = request_.through;
    query_.own_records_only = inputs_.table != nullptr && inputs_.own_records_only;
    usage_.emplace(query_);
    if (inputs_.table != nullptr) {
        const std::string_view taken = inputs_.table->impl().claim(request_.account.id, usage_->table_devices());
        if (!taken.empty()) {
            problems_.push_back(
                {"duplicate_id", std::string(offer_ != nullptr ? "/request" : "") + "/account/devices",
                 "Device \"" + std::string(taken) +
                     "\" was billed to another account with this usage table: a device belongs to one."});
        }
        if (inputs_.rejects != nullptr || inputs_.rejects_fail) {
            const UsageTable::Impl& table = inputs_.table->impl();
            report_rejects(inputs_, table.rejects, rejects_after_period(table, *usage_), problems_);
        }
    }
    return problems_.empty();
}

bool Call::compute() {
    BillOptions options;
    options.run_jobs = inputs_.run_jobs;
    run_ = make_bills(request_, *usage_, options);
    problems_ = run_.problems;
    sort_by_path(problems_);
    return problems_.empty();
}

std::string Call::digest_of_inputs() const {
    if (!request_.inputs_digest) return {};
    const Instant end = start_of_month(request_.through + 1);
    const SessionTable& table = *query_.table;
    if (!query_.own_records_only) return "sha256:" + inputs_digest(request_.hashed_head, table, end, inputs_.run_jobs);
    std::vector<uint32_t> own;
    for (const uint32_t device : usage_->table_devices()) {
        if (device != UINT32_MAX) own.push_back(device);
    }
    return "sha256:" + inputs_digest(request_.hashed_head, table, own, end, inputs_.run_jobs);
}

std::string Call::write_result() {
    if (!inputs_digest_) inputs_digest_ = digest_of_inputs();
    if (inputs_.open_digests == nullptr)
        return samebill::write_result(request_, run_, *inputs_digest_, {inputs_.run_jobs});
    std::vector<OpenDigest> open;
    std::string text = samebill::write_result(request_, run_, *inputs_digest_, {inputs_.run_jobs, &open});
    *inputs_.open_digests = std::move(open);
    return text;
}

void Call::write(const Bill& bill, std::string& out, std::string* digest) {
    if (!inputs_digest_) inputs_digest_ = digest_of_inputs();
    std::string computed = write_bill(request_, bill, *inputs_digest_, out, {inputs_.run_jobs});
    if (digest != nullptr) *digest = std::move(computed);
}

const Bill* Call::bill_of(Month month) const {
    if (month < request_.from || month > request_.through) return nullptr;
    return &run_.bills[static_cast<size_t>(month - request_.from)];
}

Outcome correct_issued(const Inputs& inputs, std::string_view issued_text) {
    Call call(inputs);
    if (!call.prepare()) return call.failed();
    IssuedBills issued;
    Problems problems;
    if (!read_issued_bills(issued_text, &call.request(), issued, problems)) return failure(problems);
    if (!call.compute()) return call.failed();
    std::vector<ComputedBill> computed;
    std::string text;
    for (const IssuedBill& bill : issued.bills) {
        const Bill* anew = call.bill_of(bill.totals.period);
        if (anew == nullptr) continue;
        text.clear();
        ComputedBill& added = computed.emplace_back(ComputedBill{anew, {}});
        call.write(*anew, text, &added.digest);
    }
    text = write_correction(call.request(), issued, computed, problems);
    if (!problems.empty()) return failure(problems);
    return {true, std::move(text)};
}

Outcome explain_line_of(const Inputs& inputs, std::string_view month_text, int64_t line) {
    Call call(inputs);
    if (!call.prepare() || !call.compute()) return call.failed();
    const auto month = month_text.empty() ? std::optional(call.request().from) : parse_month(month_text);
    const Bill* bill = month ? call.bill_of(*month) : nullptr;
    if (bill == nullptr) {
        return failure("period", "",
                       "The month to explain must be one from " + format_month(call.request().from) + " through " +
                           format_month(call.request().through) + ".");
    }
    const auto count = static_cast<int64_t>(bill->lines.size());
    if (line < 0 || line >= count) {
        return failure("schema", "",
                       "The bill of " + format_month(*month) + " has " + std::to_string(count) +
                           " lines, numbered from 0; there is no line " + std::to_string(line) + ".");
    }
    const auto at = static_cast<size_t>(line);
    const Explanation explanation = explain_line(call.request(), call.run().book, *bill, at);
    return {true, write_explanation(call.request(), *bill, at, explanation)};
}

Outcome verify_bill(const Inputs& inputs, std::string_view bill_text) {
    Call call(inputs);
    if (!call.prepare()) return call.failed();
    IssuedBills issued;
    Problems problems;
    if (!read_issued_bills(bill_text, nullptr, issued, problems)) return failure(problems);
    if (issued.bills.size() != 1) return failure("schema", "", "There must be one bill; verify them one by one.");
    if (!call.compute()) return call.failed();
    const IssuedBill& given = issued.bills.front();
    const Bill* bill = call.bill_of(given.totals.period);
    if (bill == nullptr) {
        return failure("period", "/period",
                       "The bill's month must be one of the request's, " + format_month(call.request().from) +
                           " through " + format_month(call.request().through) + ".");
    }
    std::string text;
    call.write(*bill, text);
    Document computed;
    ProblemList none;
    const bool parsed = parse_json(text, computed, none);
    SAMEBILL_ASSERT(parsed && none.empty());
    return {true, write_verification(given, computed.root)};
}

Outcome assign_devices(const Inputs& inputs) {
    AssignmentOffer offer;
    Call call(inputs, &offer);
    if (!call.prepare()) return call.failed();
    AssignmentOptions options;
    options.bills.run_jobs = inputs.run_jobs;
    Assignment found = best_assignment(call.request(), call.usage(), offer, options);
    if (found.problems.empty()) return {true, write_assignment(call.request(), offer, found)};
    sort_by_path(found.problems);
    for (Problem& problem : found.problems) problem.path = problem.path.empty() ? "" : "/request" + problem.path;
    return failure(found.problems);
}

// The sealed sessions of a table; null without one.
const SessionTable* records_of(UsageTable* table) {
    if (table == nullptr) return nullptr;
    table->seal();
    if (table->impl().failed) throw std::bad_alloc();
    return &table->impl().sessions;
}

// A scenario and the records it samples: those of the table, or its own.
Problems read_scenario(std::string_view text, UsageTable* table, Scenario& scenario, SessionTable& own,
                       const SessionTable*& records) {
    records = records_of(table);
    const ScenarioOptions options{records};
    Problems problems = decode_scenario(text, options, scenario, own);
    if (records == nullptr) records = &own;
    return problems;
}

}  // namespace

Outcome run(const Inputs& inputs) {
    if (inputs.open_digests != nullptr) inputs.open_digests->clear();
    return guarded([&]() -> Outcome {
        Call call(inputs);
        if (!call.prepare() || !call.compute()) return call.failed();
        return {true, call.write_result()};
    });
}

Outcome correct(const Inputs& inputs, std::string_view issued) {
    return guarded([&] { return correct_issued(inputs, issued); });
}

Outcome explain(const Inputs& inputs, std::string_view month, int64_t line) {
    return guarded([&] { return explain_line_of(inputs, month, line); });
}

Outcome terms(std::string_view request_text) {
    return guarded([&]() -> Outcome {
        Request request;
        SessionTable sessions;
        const Problems problems = decode_request(request_text, {}, request, sessions);
        if (!problems.empty()) return failure(problems);
        return {true, write_terms(request.account, make_plan_book(request.catalog, request.account))};
    });
}

Outcome verify(const Inputs& inputs, std::string_view bill) {
    return guarded([&] { return verify_bill(inputs, bill); });
}

Outcome assign(const Inputs& inputs) {
    return guarded([&] { return assign_devices(inputs); });
}

Outcome quote(std::string_view text, UsageTable* table) {
    return guarded([&]() -> Outcome {
        Scenario scenario;
        SessionTable own;
        const SessionTable* records = nullptr;
        const Problems problems = read_scenario(text, table, scenario, own, records);
        if (!problems.empty()) return failure(problems);
        ScenarioRun run = run_scenario(scenario, records);
        sort_by_path(run.problems);
        if (!run.problems.empty()) return failure(run.problems);
        return {true, write_scenario_result(scenario, run.result)};
    });
}

Outcome compare(std::string_view text, UsageTable* table) {
    return guarded([&]() -> Outcome {
        ComparisonText document;
        Comparison comparison;
        const Problems problems = document.read(text, {records_of(table)}, comparison);
        if (!problems.empty()) return failure(problems);
        const ComparisonResult result = run_comparison(comparison);
        if (!result.problems.empty()) return failure(document.placed(result.problems));
        return {true, write_comparison(comparison, document, result)};
    });
}

Outcome expand(std::string_view text, UsageTable* table) {
    return guarded([&]() -> Outcome {
        Scenario scenario;
        SessionTable own;
        const SessionTable* records = nullptr;
        Problems problems = read_scenario(text, table, scenario, own, records);
        if (!problems.empty()) return failure(problems);
        Expansion expansion;
        problems = expand_scenario(scenario, records, expansion);
        sort_by_path(problems);
        if (!problems.empty()) return failure(problems);
        return {true, write_expansion(text, expansion)};
    });
}

Outcome check(std::string_view document) {
    return guarded([&]() -> Outcome {
        std::string schema;
        const Problems problems = check_document(document, schema);
        if (!problems.empty()) return failure(problems);
        return {true, write_check(schema)};
    });
}

Outcome digest(std::string_view document) {
    return guarded([&]() -> Outcome {
        Problems problems;
        std::string text = write_digest(document, problems);
        if (!problems.empty()) return failure(problems);
        return {true, std::move(text)};
    });
}

Outcome make_quote(std::string_view draft) {
    return guarded([&]() -> Outcome {
        std::string quote;
        const Problems problems = make_quote_text(draft, quote);
        if (!problems.empty()) return failure(problems);
        return {true, std::move(quote)};
    });
}

Outcome quote_check(std::string_view check) {
    return guarded([&]() -> Outcome {
        std::string result;
        const Problems problems = check_quote_text(check, result);
        if (!problems.empty()) return failure(problems);
        return {true, std::move(result)};
    });
}

std::string UsageTable::rejects() const {
    return write_rejects(impl_->settled_rejects());
}

std::string UsageTable::unclaimed() const {
    if (impl_->claimed.empty()) {  // nothing was billed yet
        if (impl_->reader != nullptr) impl_->reader->end();
        impl_->reader.reset();
        impl_->seal(impl_->run_jobs);
    }
    return write_rejects(impl_->by_device ? impl_->by_device->unclaimed : impl_->unclaimed_records());
}

}  // namespace samebill
