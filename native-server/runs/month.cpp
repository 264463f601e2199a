// SPDX-License-Identifier: MIT
#include "native-server/runs/month.h"

#include <nlohmann/json.hpp>

#include "core/base/assert.h"
#include "core/base/calendar.h"
#include "core/base/sha256.h"
#include "native-server/store/bills.h"
#include "native-server/store/corrections.h"
#include "native-server/store/database.h"

namespace samebill::runs {

namespace billing = store::billing;
using nlohmann::json;
using store::accounts::Account;

namespace {

Month month_number(std::string_view month) {
    const auto out = parse_month(month);
    SAMEBILL_ASSERT(out);
    return *out;
}

std::optional<std::string> month_of_minimum(const std::string& account_body) {
    const json account = json::parse(account_body, nullptr, false);
    if (!account.is_object() || !account.contains("agreement")) return std::nullopt;
    const json& agreement = account.at("agreement");
    if (!agreement.contains("minimum_monthly_charge")) return std::nullopt;
    return agreement.at("from").get<std::string>().substr(0, 7);
}

Problems require_state(store::Transaction& transaction, const std::string& account, const std::string& month) {
    if (billing::closing_state(transaction, account, month, rules_version)) return {};
    return one_problem("rules",
                       "The bill of " + month + " was made by other rules: rebuild the account's states first.");
}

}  // namespace

std::shared_ptr<StoredUsage> fill_usage(const billing::Usage& usage) {
    SAMEBILL_ASSERT(!store::Database::held_by_this_thread());
    auto out = std::make_shared<StoredUsage>();
    out->through = usage.through;
    out->table.begin(UsageTable::Format::csv);
    out->table.feed(usage_header);
    for (const std::string& chunk : usage.chunks) out->table.feed(chunk);
    out->table.seal();
    return out;
}

Problems read_month(store::Transaction& transaction, const Account& account, const std::string& month, Begins begins,
                    MonthInputs& out) {
    out.account = account;
    out.month = month;
    Changes changes;
    changes.adjustments = begins == Begins::with_state;
    if (begins == Begins::with_history) changes.opening = "";
    if (begins == Begins::with_fold) changes.opening = "{}";
    if (begins == Begins::with_state) {
        if (Problems problems = require_state(transaction, account.id, month_before(month)); !problems.empty()) {
            return problems;
        }
    }
    try {
        out.parts = read_parts(transaction, account.id, {month, month}, changes);
    } catch (const NoVersion&) {
        return one_problem("no_catalog", "No version of the catalog \"" + account.catalog +
                                             "\" is in force for the account in " + month +
                                             ": publish one, or have the account take one up.");
    }
    if (begins == Begins::with_fold) out.parts.opening.clear();
    const std::string from = begins == Begins::with_history ? "" : month;
    out.rows = billing::usage(transaction, account.id, from, month);
    return {};
}

Problems read_final_month(store::Transaction& transaction, const Account& account, const std::string& month,
                          MonthInputs& out) {
    if (!store::bills::find_head(transaction, account.id, month)) {
        return one_problem("period", "The account was not billed here in " + month + ": its bills begin later.");
    }
    out.account = account;
    out.month = month;
    Changes changes;
    changes.adjustments = false;
    const bool first = !store::bills::find_head(transaction, account.id, month_before(month));
    if (!first) {
        if (Problems problems = require_state(transaction, account.id, month_before(month)); !problems.empty()) {
            return problems;
        }
    }
    out.parts = read_parts(transaction, account.id, {month, month}, changes);
    out.rows = billing::usage(transaction, account.id, first ? "" : month, month);
    for (auto& correction : store::corrections::of_state(transaction, account.id, "billed")) {
        if (correction.billed_in == month) out.parts.adjustments.push_back(std::move(*correction.adjustment));
    }
    return {};
}

std::optional<std::string> first_month_due(store::Transaction& transaction, const Account& account) {
    auto out = billing::first_month_with_inputs(transaction, account.id);
    const auto minimum = month_of_minimum(account.body);
    if (minimum && (!out || *minimum < *out)) out = minimum;
    return out;
}

std::string next_month(std::string_view month) {
    return format_month(month_number(month) + 1);
}

std::string month_before(std::string_view month) {
    return format_month(month_number(month) - 1);
}

std::string inputs_digest(std::string_view request, int64_t usage_through) {
    Sha256 hash;
    hash.update(request);
    hash.update("\n" + std::to_string(usage_through));
    return "sha256:" + hash.finish_hex();
}

Outcome run_month(std::string_view request, StoredUsage& usage) {
    SAMEBILL_ASSERT(!store::Database::held_by_this_thread());
    const std::lock_guard lock(usage.using_it);
    if (usage.table.rejected() > 0) {
        return failed(one_problem("usage_damaged", std::to_string(usage.table.rejected()) +
                                                       " stored usage records cannot be read: check the store."));
    }
    Inputs inputs;
    inputs.request = request;
    inputs.table = &usage.table;
    return run(inputs);
}

Problems one_problem(std::string code, std::string message, std::string path) {
    return {{std::move(code), std::move(path), std::move(message)}};
}

std::string problems_json(const Problems& problems) {
    json out = json::array();
    for (const Problem& problem : problems) {
        out.push_back({{"code", problem.code}, {"path", problem.path}, {"message", problem.message}});
    }
    return out.dump();
}

std::string problems_of(const std::string& error_document) {
    return json::parse(error_document).at("errors").dump();
}

Outcome failed(const Problems& problems) {
    return {false, R"({"errors":)" + problems_json(problems) + R"(,"schema":"samebill/error/1"})"};
}

}  // namespace samebill::runs
