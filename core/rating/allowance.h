// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "core/base/calendar.h"
#include "core/base/index.h"
#include "core/base/quantity.h"

namespace samebill {

// What a plan includes and what was used of it: a row of the bill.
struct Allowance {
    Index device = no_index;  // none on a pool's
    Index group = no_index;   // none on a device's own
    Index plan = no_index;
    Kind kind{};
    int64_t included = 0;
    int64_t used = 0;
    std::optional<int64_t> overage;  // own allowances and pools
    std::optional<Date> until;       // plans of several months, not on pools
    // Of all identical devices together (not written): included, and what is left of it when it ends with the month.
    // A pool's loss stands on the pool.
    int64_t included_all = 0;
    int64_t lost_all = 0;
};

}  // namespace samebill
