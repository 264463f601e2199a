// SPDX-License-Identifier: MIT
#include "native-server/upkeep/housekeeping.h"

#include "native-server/store/idempotency.h"

namespace samebill::upkeep {

void forget_old(store::Database& database, int64_t now) {
    constexpr int64_t at_once = 1000;
    const int64_t before = now - store::idempotency::kept_seconds;
    try {
        while (database.write_below_floor([&](store::Transaction& transaction) {
            return store::idempotency::forget(transaction, before, at_once);
        }) == at_once) {
        }
    } catch (const store::Full&) {
        // The disk is full to the last page: later, then.
    }
}

}  // namespace samebill::upkeep
