// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api.h"
#include "core/base/problem.h"
#include "native-server/runs/compose.h"
#include "native-server/store/accounts.h"
#include "native-server/store/billing_inputs.h"

// One month of a stored account, and its bill. In: rows of the store. Out: a samebill/request/1, the month's usage as a
// table, and what the engine makes of them. Invariant: a month opens with the closing state of the month before it;
// only the first month of an account has none, and then takes in all events and usage before it as history (B6).
// Example: March of an account billed through February = the catalog version in force in March, the account, March's
// events and usage, February's closing state, and the corrections that no bill carries yet as adjustments.

namespace samebill::runs {

// The usage of a month, filled into a table once. The engine marks the table's devices while it bills, so calls that
// share a table go one after the other.
struct StoredUsage {
    UsageTable table;
    std::mutex using_it;
    int64_t through = 0;  // the last chunk's number
};
std::shared_ptr<StoredUsage> fill_usage(const store::billing::Usage& usage);

struct MonthInputs {
    store::accounts::Account account;
    std::string month;
    Parts parts;                 // its opening is empty in the first month, and if the fold gives it
    store::billing::Usage rows;  // until `usage` is filled
    std::shared_ptr<StoredUsage> usage = {};
    // Of a hypothetical month: the places that the events after the stored ones have in what was asked.
    size_t stored_events = 0;
    std::vector<size_t> asked_events = {};
};

// How a month begins.
enum class Begins : uint8_t {
    with_history,  // the account's first: no state, and all events and usage before too
    with_state,    // that of the month before, and the corrections that wait for the next bill
    with_fold,     // a state that the caller has
};

// Reads the month as it stands, under the version in force. Problems: no version in force, no state under these rules.
Problems read_month(store::Transaction& transaction, const store::accounts::Account& account, const std::string& month,
                    Begins begins, MonthInputs& out);

// A final month as it was billed, with the events and usage that hold now: the version it was billed with, and the
// adjustments that its bill carries.
Problems read_final_month(store::Transaction& transaction, const store::accounts::Account& account,
                          const std::string& month, MonthInputs& out);

// The first month that an account without final bills is to be billed for: that of its first event or usage, or of its
// agreement if that has a minimum; nothing if there is nothing to bill.
std::optional<std::string> first_month_due(store::Transaction& transaction, const store::accounts::Account& account);

std::string next_month(std::string_view month);
std::string month_before(std::string_view month);

// Tells a request and its usage from any others: a digest of the text and the bound of the chunks.
std::string inputs_digest(std::string_view request, int64_t usage_through);

// samebill/result/1 of a request and its usage, or samebill/error/1. A record that the table could not read stops the
// bill: nothing is billed from a part of the usage.
Outcome run_month(std::string_view request, StoredUsage& usage);

Problems one_problem(std::string code, std::string message, std::string path = {});
// As in the documents: [{"code":…,"message":…,"path":…}, …].
std::string problems_json(const Problems& problems);
std::string problems_of(const std::string& error_document);
Outcome failed(const Problems& problems);

}  // namespace samebill::runs
