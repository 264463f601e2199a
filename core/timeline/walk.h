// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <span>

#include "core/account/plan_book.h"
#include "core/base/problem.h"
#include "core/timeline/device_state.h"
#include "core/timeline/month_records.h"
#include "core/usage/session.h"

namespace samebill {

// The one walk per device and month. What comes in: the device's state at the beginning of the month, its events and
// sessions of the month. What goes out: the state at the end, and the month's intervals, fees, rated quantities,
// exceptions and notices. Implements M7's order and the rules S, F3, F4, U1, U4-U7 (own buckets), U9, G2, C, H, N.
// Invariant: the state carries all that the next month needs, so that walking month by month is the fold of B5.
// Example: trigger of 100 KB, sessions of 60 KB and 50 KB in provisioned: the second takes the count to 110 KB, so the
// device is active_billed from that session's start and its 50 KB are active_billed traffic.

// What is the same for all devices and months of a request.
struct WalkContext {
    const PlanBook* book = nullptr;
    Instant agreement_end = end_of_time;  // 00:00 on the day after the agreement's last day (N1)
    bool ordered_only = false;            // walk every device in time order, also where the sum alone would do (tests)
};

struct WalkMonth {
    Instant begin = 0;
    Instant end = 0;
    bool recorded = true;  // false: history before the request (B6), which makes no lines, notices or lapses
};

struct WalkDevice {
    Index index = no_index;
    const Device* device = nullptr;
    std::span<const Event> events;  // of the month, by `at`, then as given
};

// Walks sessions in U3's order. Problems of stage 3 are added to `problems`.
void walk_month(const WalkContext& context, const WalkMonth& month, const WalkDevice& device,
                std::span<const Session> sessions, DeviceState& state, MonthRecords& records, Problems& problems);

// True if the device is active_billed on a monthly postpaid plan all month, nothing falls due, and rounding is per
// session: then the order of its sessions does not matter.
bool is_steady(const WalkContext& context, const WalkMonth& month, const WalkDevice& device, const DeviceState& state);

// A month of sessions of a steady device, summed in any order.
struct SteadySums {
    Quantities sessions{};
    Quantities quantity{};
    Quantities rated{};
    Instant last_end = no_instant;  // of data and SMS sessions with a quantity above 0
    std::array<bool, kind_count> quantity_overflow{};
    std::array<bool, kind_count> rated_overflow{};  // of no matter for a kind that is not offered
};

// The same results as `walk_month`, from the sums alone.
void close_steady_month(const WalkContext& context, const WalkMonth& month, const WalkDevice& device,
                        const SteadySums& sums, DeviceState& state, MonthRecords& records);

}  // namespace samebill
