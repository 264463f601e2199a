// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "native-server/store/database.h"

namespace samebill::upkeep {

// Drops what is kept for a time only: answers under an Idempotency-Key that are older than a week. In short
// transactions, so that nobody waits long for the store.
void forget_old(store::Database& database, int64_t now);

}  // namespace samebill::upkeep
