// SPDX-License-Identifier: MIT
#include "native-server/runs/run_item.h"

#include "native-server/runs/checks.h"
#include "native-server/runs/texts.h"
#include "native-server/store/bills.h"
#include "native-server/store/packed.h"

namespace samebill::runs {

using store::Transaction;

namespace {

void put(DraftInputs& out, const char* state, const Problems& problems) {
    out.outcome.state = state;
    out.outcome.problems = problems_json(problems);
}

// Whether the month is the account's next one; else what to say of it.
bool is_next(Transaction& transaction, const store::runs::Run& run, const store::accounts::Account& account,
             DraftInputs& out, Begins& begins) {
    begins = Begins::with_state;
    if (account.billed_through) {
        if (*account.billed_through >= run.month) {
            put(out, "dropped", one_problem("already_final", "The bill of " + run.month + " is final."));
            return false;
        }
        const std::string next = next_month(*account.billed_through);
        if (next == run.month) return true;
        put(out, "parked",
            one_problem("month_before_open", "The bill of " + next + " is not final: finalise it first."));
        return false;
    }
    begins = Begins::with_history;
    const auto first = first_month_due(transaction, account);
    if (!first || *first > run.month) {
        put(out, "dropped", one_problem("nothing_to_bill", "Nothing has happened yet that could be billed."));
        return false;
    }
    if (*first == run.month || run.begins) return true;
    put(out, "parked",
        one_problem("month_before_open", "The account has inputs since " + *first +
                                             ", and no bill: finalise that month first, "
                                             "or start a run with `begins` to take what was before as history."));
    return false;
}

void read_inputs(Transaction& transaction, const store::runs::Run& run, const std::string& account, DraftInputs& out) {
    const auto row = store::accounts::get(transaction, account);
    if (!row) {
        put(out, "parked", one_problem("unknown_account", "There is no such account."));
        return;
    }
    Begins begins = Begins::with_state;
    if (!is_next(transaction, run, *row, out, begins)) return;
    if (const auto due = store::corrections::find_due(transaction, account)) {
        if (!due->problems) {
            out.due = true;
            return;
        }
        out.outcome.state = "parked";
        out.outcome.problems = due->problems;
        return;
    }
    if (Problems problems = read_month(transaction, *row, run.month, begins, out.inputs); !problems.empty()) {
        put(out, "parked", problems);
        return;
    }
    out.amounts = store::bills::last_amounts(transaction, account, averaged_bills);
}

Draft compute(const store::runs::Run& run, DraftInputs& inputs) {
    Draft out;
    out.item = inputs.outcome;
    if (!out.item.state.empty()) return out;
    const auto usage = fill_usage(inputs.inputs.rows);
    inputs.inputs.rows = {};
    const std::string request = request_text(inputs.inputs.parts);
    const Outcome outcome = run_month(request, *usage);
    const auto park = [&](std::string problems) {
        out.item.state = "parked";
        out.item.problems = std::move(problems);
        return out;
    };
    if (!outcome.ok) return park(problems_of(outcome.text));
    const ResultParts parts = result_parts(outcome.text);
    int64_t lines = 0;
    const Problems faults =
        check_bill(parts.bill, {inputs.account, run.month, inputs.inputs.parts.catalog_version}, &lines);
    if (!faults.empty()) return park(problems_json(faults));
    out.item.currency = std::string(bill_member(parts.bill, "currency"));
    out.item.amount_due = std::string(bill_member(parts.bill, "amount_due"));
    out.item.digest = std::string(bill_member(parts.bill, "digest"));
    out.item.lines = lines;
    out.item.inputs = inputs_digest(request, usage->through);
    out.item.usage_through = usage->through;
    out.item.catalog_version = inputs.inputs.parts.catalog_version;
    if (!inputs.amounts.empty()) out.item.average = average_of(inputs.amounts, *out.item.currency);
    out.item.state = "computed";
    if (above_average(*out.item.amount_due, inputs.amounts, run.hold_factor, *out.item.currency)) {
        out.item.state = "held";
        out.item.held_why = "above " + run.hold_factor + " times the average " + *out.item.average + " of " +
                            std::to_string(inputs.amounts.size()) + " bills";
    }
    out.packed = {store::pack(parts.bill), store::pack(parts.closing), store::pack(request)};
    return out;
}

}  // namespace

DraftInputs read_draft(Transaction& transaction, const store::Database& database, const store::runs::Run& run,
                       const std::string& account) {
    DraftInputs out;
    out.account = account;
    out.outcome.run = run.id;
    out.outcome.account = account;
    out.generation = database.generation(account);
    out.catalogs = database.subject_generation("catalogs");
    try {
        read_inputs(transaction, run, account, out);
    } catch (const store::Damaged& damaged) {
        put(out, "parked", one_problem("damaged", std::string("What is stored cannot be read: ") + damaged.what()));
    }
    return out;
}

Draft compute_draft(const store::runs::Run& run, DraftInputs& inputs) {
    try {
        return compute(run, inputs);
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& fault) {
        put(inputs, "parked", one_problem("internal", std::string("The bill could not be made: ") + fault.what()));
        return {inputs.outcome, {}};
    }
}

}  // namespace samebill::runs
