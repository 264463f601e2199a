// SPDX-License-Identifier: MIT
#include "native-server/runs/corrector.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/assert.h"
#include "core/base/calendar.h"
#include "native-server/runs/texts.h"
#include "native-server/security/random.h"
#include "native-server/store/accounts.h"
#include "native-server/store/audit.h"
#include "native-server/store/bills.h"
#include "native-server/store/packed.h"

namespace samebill::runs {

namespace billing = store::billing;
namespace corrections = store::corrections;
using nlohmann::ordered_json;
using store::Transaction;

namespace {

const std::string system_name = "system";

// The request as it was billed, with the events that hold now and the month before as it is now.
std::string amended_request(const std::string& billed, const std::vector<store::events::Event>& events,
                            const std::string& opening, const std::string& without_event) {
    ordered_json request = ordered_json::parse(billed);
    ordered_json& list = request["events"] = ordered_json::array();
    for (const store::events::Event& event : events) {
        if (event.id != without_event) list.push_back(ordered_json::parse(event.body));
    }
    if (!opening.empty()) request["opening"] = ordered_json::parse(opening);
    return request.dump();
}

// Errors in a month, with the month in front of each message: the account's problem may lie months back.
Problems problems_in(const std::string& month, const std::string& error_document) {
    Problems out;
    const auto document = nlohmann::json::parse(error_document);
    for (const auto& error : document.at("errors")) {
        out.push_back({error.at("code").get<std::string>(), error.at("path").get<std::string>(),
                       month + ": " + error.at("message").get<std::string>()});
    }
    return out;
}

}  // namespace

Corrector::Work Corrector::read_months(Transaction& transaction, const std::string& account,
                                       const std::string& from_month) {
    Work out;
    const std::string before = month_before(from_month);
    const bool first = !store::bills::find_head(transaction, account, before);
    if (!first) out.packed_opening = billing::closing_state(transaction, account, before, rules_version).value_or("");
    for (store::bills::Bill& bill : store::bills::from_month(transaction, account, from_month)) {
        Month& month = out.months.emplace_back();
        month.month = bill.head.month;
        month.packed_bill = std::move(bill.bill);
        month.rules = bill.head.rules;
        month.packed_request = store::bills::request_of(transaction, account, month.month).value_or("");
        month.first = first && out.months.size() == 1;
        const std::string from = month.first ? "" : month.month;
        const Instant begin = month.first ? INT64_MIN : start_of_month(*parse_month(month.month));
        store::events::list_valid(transaction, account, begin, start_of_month(*parse_month(month.month) + 1),
                                  [&](const store::events::Event& event) { month.events.push_back(event); });
        month.usage = billing::usage(transaction, account, from, month.month);
    }
    return out;
}

Problems Corrector::recompute(const Work& work, const std::string& without_event, bool compare,
                              std::vector<Corrected>& out) const {
    std::string opening = work.packed_opening.empty() ? "" : store::unpack(work.packed_opening);
    std::vector<std::string> bills;
    for (const Month& month : work.months) bills.push_back(store::unpack(month.packed_bill));
    for (size_t i = 0; i < work.months.size(); ++i) {
        const Month& month = work.months[i];
        if (!month.first && opening.empty()) {
            return one_problem("rules", "The bill before " + month.month +
                                            " was made by other rules: rebuild the account's states first.");
        }
        const std::string request =
            amended_request(store::unpack(month.packed_request), month.events, opening, without_event);
        const auto usage = fill_usage(month.usage);
        const Outcome anew = run_month(request, *usage);
        if (!anew.ok) return problems_in(month.month, anew.text);
        const ResultParts parts = result_parts(anew.text);
        opening = parts.closing;
        Corrected& corrected = out.emplace_back(Corrected{month.month, opening, {}, {}});
        if (!compare || parts.bill == bills[i]) continue;
        std::string issued = "[";
        for (size_t later = i; later < bills.size(); ++later) issued += (later > i ? "," : "") + bills[later];
        Inputs inputs;
        inputs.request = request;
        inputs.table = &usage->table;
        Outcome statement = correct(inputs, issued + "]");
        if (!statement.ok) return problems_in(month.month, statement.text);
        const auto adjustments = nlohmann::json::parse(statement.text).at("adjustments");
        if (adjustments.empty()) continue;
        SAMEBILL_ASSERT(adjustments.size() == 1);
        corrected.adjustment = adjustments[0].dump();
        corrected.statement = std::move(statement.text);
    }
    return {};
}

void Corrector::write(Transaction& transaction, const corrections::Due& due, const std::vector<Corrected>& months,
                      std::string_view state) const {
    const int64_t now = clock_.now();
    std::vector<corrections::Correction> standing =
        corrections::of_state(transaction, due.account, state, due.from_month);
    for (const Corrected& month : months) {
        billing::put_closing_state(transaction, due.account, month.month, rules_version, store::pack(month.closing),
                                   now);
        if (month.adjustment.empty()) continue;
        const std::string statement = store::pack(month.statement);
        const auto same = std::find_if(standing.begin(), standing.end(), [&](const corrections::Correction& one) {
            return one.of_month == month.month && one.statement == statement;
        });
        if (same != standing.end()) {
            standing.erase(same);
            continue;
        }
        corrections::Correction added;
        added.id = security::random_id("correction");
        added.account = due.account;
        added.of_month = month.month;
        added.why = due.why;
        if (state == "open") added.adjustment = month.adjustment;
        added.statement = statement;
        added.state = state;
        added.at = now;
        added.by = due.by;
        corrections::add(transaction, added);
        store::audit::Entry entry{now, due.by, "correction.find", added.id, due.account};
        entry.after = month.adjustment;
        entry.why = due.why;
        store::audit::add(transaction, entry);
    }
    // What is no difference any more, or another one.
    for (const corrections::Correction& gone : standing) {
        corrections::set_state(transaction, gone.id, "withdrawn");
        store::audit::Entry entry{now, due.by, "correction.withdraw", gone.id, due.account};
        entry.before = gone.adjustment;
        entry.why = due.why;
        store::audit::add(transaction, entry);
    }
    transaction.touch(due.account);
}

Problems Corrector::settle(const std::string& account) {
    const std::lock_guard lock(mutex_);
    for (;;) {
        std::optional<corrections::Due> due;
        Work work;
        database_.read([&](Transaction& transaction) {
            due = corrections::find_due(transaction, account);
            if (due && !due->problems) work = read_months(transaction, account, due->from_month);
        });
        if (!due) return {};
        if (due->problems) return one_problem("correction_failed", *due->problems);
        std::vector<Corrected> months;
        Problems problems;
        for (const Month& month : work.months) {
            if (month.rules == rules_version) continue;
            problems = one_problem("rules", "The bill of " + month.month +
                                                " was made by other rules; its difference cannot be told from theirs.");
        }
        try {
            if (problems.empty()) problems = recompute(work, "", true, months);
        } catch (const std::bad_alloc&) {
            throw;
        } catch (const std::exception& fault) {
            problems = one_problem("internal", std::string("The months could not be corrected: ") + fault.what());
        }
        const bool done = database_.write([&](Transaction& transaction) {
            if (!problems.empty()) {
                corrections::put_due_problems(transaction, *due, problems_json(problems), clock_.now());
                return false;
            }
            // Something came while this was computed: with that, then.
            if (!corrections::clear_due(transaction, *due)) return false;
            write(transaction, *due, months, "open");
            return true;
        });
        if (done) return {};
    }
}

Problems Corrector::check_without(const std::string& account, const std::string& event) {
    const std::lock_guard lock(mutex_);
    Work work;
    std::vector<MonthInputs> open;
    Problems problems = database_.read([&](Transaction& transaction) -> Problems {
        const auto row = store::accounts::get(transaction, account);
        const auto found = store::events::get(transaction, account, event);
        if (!row || !found) return one_problem("unknown_event", "The account has no such event.");
        const bool final = row->billed_through && found->month <= *row->billed_through;
        if (final) work = read_months(transaction, account, found->month);
        std::string first = row->billed_through ? next_month(*row->billed_through)
                                                : first_month_due(transaction, *row).value_or(found->month);
        const auto last = billing::last_month_with_inputs(transaction, account);
        for (std::string at = first; last && at <= *last; at = next_month(at)) {
            Begins begins = row->billed_through ? Begins::with_state : Begins::with_history;
            if (at != first) begins = Begins::with_fold;
            Problems wrong = read_month(transaction, *row, at, begins, open.emplace_back());
            if (!wrong.empty()) return wrong;
        }
        return {};
    });
    std::vector<Corrected> months;
    if (problems.empty()) problems = recompute(work, event, false, months);
    if (!problems.empty()) return problems;
    std::string opening = months.empty() ? "" : months.back().closing;
    for (MonthInputs& inputs : open) {
        for (size_t i = 0; i < inputs.parts.events.size(); ++i) {
            if (inputs.parts.event_ids[i] != event) continue;
            inputs.parts.events.erase(inputs.parts.events.begin() + static_cast<std::ptrdiff_t>(i));
            break;
        }
        if (!opening.empty()) inputs.parts.opening = opening;
        const Outcome outcome = run_month(request_text(inputs.parts, false), *fill_usage(inputs.rows));
        if (!outcome.ok) return problems_in(inputs.month, outcome.text);
        opening = result_parts(outcome.text).closing;
    }
    return {};
}

Problems Corrector::rebuild(const std::string& account, std::string_view by) {
    const std::lock_guard lock(mutex_);
    Work work;
    corrections::Due due;
    const bool billed = database_.read([&](Transaction& transaction) {
        const auto first = store::bills::first_month(transaction, account);
        if (!first) return false;
        due = {account, *first, "rules " + std::string(rules_version), 0, {}, std::string(by)};
        work = read_months(transaction, account, *first);
        return true;
    });
    if (!billed) return {};
    std::vector<Corrected> months;
    if (Problems problems = recompute(work, "", true, months); !problems.empty()) return problems;
    database_.write([&](Transaction& transaction) { write(transaction, due, months, "listed"); });
    return {};
}

}  // namespace samebill::runs
