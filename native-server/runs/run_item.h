// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "native-server/runs/corrector.h"
#include "native-server/runs/month.h"
#include "native-server/store/database.h"
#include "native-server/store/runs.h"

// One account in a bill run: from its stored inputs to a draft that can be looked at, held and finalised. In: the run
// and the account. Out: the item as the store keeps it: computed, held (above N times its trailing average), parked
// with what stands against it, or dropped because there is nothing to bill. An error of one account is its own affair.

namespace samebill::runs {

struct Draft {
    store::runs::Item item;
    store::runs::Packed packed;  // only of computed and held ones
};

// What the store has for a draft, read in one look for several accounts.
struct DraftInputs {
    std::string account;
    store::runs::Item outcome;  // its state is empty unless there is nothing to compute
    MonthInputs inputs;
    std::vector<std::string> amounts;  // of the last final bills
    uint64_t generation = 0;           // of the account
    uint64_t catalogs = 0;             // generation
    bool due = false;                  // final months are to be corrected first
};

constexpr int64_t averaged_bills = 6;

DraftInputs read_draft(store::Transaction& transaction, const store::Database& database, const store::runs::Run& run,
                       const std::string& account);

// Runs the engine and checks what came out; nothing is read or written.
Draft compute_draft(const store::runs::Run& run, DraftInputs& inputs);

}  // namespace samebill::runs
