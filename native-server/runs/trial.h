// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "native-server/runs/compose.h"
#include "native-server/store/database.h"

// Whether the engine would take an account's inputs with something changed: what is not billed yet, from the last
// closing state on, with all events and all usage so far. Nothing is stored. The store is held while inputs are read,
// not while the engine runs.

namespace samebill::runs {

struct Trial {
    bool ok = true;
    std::string errors;  // samebill/error/1, with paths as the request had them
    Parts parts;         // of the request that was refused, or the last one
    uint64_t generation = 0;  // of the account when its inputs were read
};

Trial try_changes(const store::Database& database, std::string_view account, const Changes& changes);

// The months that are not billed and of which there is anything: from the one after the last final bill (or the first
// with an event, if there is none) through the last with an event, the changes' included.
Months open_months(store::Transaction& transaction, std::string_view account, const Changes& changes);

}  // namespace samebill::runs
