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
};

}  // namespace samebill
