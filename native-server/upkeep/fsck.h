// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "native-server/store/database.h"

// Looks at everything in a store that can be held against something else: the file, the audit log's chain, catalogs,
// accounts, counts of usage, the chains, digests and signatures of final bills.

namespace samebill::upkeep {

struct Finding {
    std::string subject;
    std::string message;
};

struct Inspection {
    std::vector<Finding> findings;           // the first 1,000
    int64_t found = 0;                       // of them in all
    std::map<std::string, int64_t> counted;  // what was looked at
};

// `keys` is the folder of the signing keys. `recompute` computes every final bill anew from what was kept with it.
Inspection inspect(store::Database& database, const std::string& keys, bool recompute);

}  // namespace samebill::upkeep
