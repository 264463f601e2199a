// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "core/account/plan_book.h"
#include "core/rating/allowance.h"
#include "core/timeline/month_records.h"

namespace samebill {

// What comes in: the walked month of all devices of an account. What goes out: the overage quantities and the allowance
// rows; the pools' draws are taken from the buckets in the devices' states. Implements U6-U8 (quantities), G1-G5.
// Invariant: for every device (or pool), plan and kind, overage = what was rated while active_billed less what
// allowances covered, never below 0. Example: 5 MB included, 10 of 31 days: ceil(5242880 * 10 / 31) = 1691252 bytes.

// An overage quantity above 0, of a device (device set) or of a pool (group set).
struct Overage {
    Index device = no_index;
    Index group = no_index;
    Index plan = no_index;
    Kind kind{};
    int64_t quantity = 0;
    bool monthly = true;
    int64_t weight = 1;   // how many identical devices it stands for; 1 for a pool
    int64_t members = 0;  // devices of the pool
};

struct RatedMonth {
    std::vector<Overage> overages;
    std::vector<Allowance> allowances;  // in the order of the bill
    bool overflow = false;
};

struct RatingInput {
    const PlanBook* book = nullptr;
    std::span<const Device> devices;
    std::span<const PlanMonth> plan_months;
    std::span<const Draw> draws;  // in any order
    int days_in_month = 0;
    Date last_day = 0;  // of the month
};

// `states` is parallel to `devices`; the buckets in it are drawn down.
RatedMonth rate_month(const RatingInput& input, std::span<DeviceState> states);

// U6: the included amount of a monthly plan for the days billed, rounded up in the customer's favour.
int64_t prorated_included(int64_t included, int32_t billed_days, int days_in_month);

}  // namespace samebill
