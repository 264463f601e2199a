// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <vector>

#include "core/timeline/rows.h"

namespace samebill {

// What the walk of one month leaves for rating and charges: flat lists over all devices of the account, each in the
// order of the devices, then of time.

// A one-off fee (F1) or a pack (C2) at its instant, with the price that the plan shows.
enum class OneOffType : uint8_t { provisioning, activation, reactivation, suspension, credits };

struct OneOff {
    OneOffType type{};
    Cause cause{};
    Index device = no_index;
    Index plan = no_index;
    Instant at = no_instant;
    Decimal price;
    const Pack* pack = nullptr;
};

// A fee of F4: due at `at`, paid through `paid_through`.
struct PeriodFee {
    Index device = no_index;
    Index plan = no_index;
    Instant at = no_instant;
    Date paid_through = 0;
};

// A device with billed days on a plan in the month.
struct PlanMonth {
    Index device = no_index;
    Index plan = no_index;
    Index group = no_index;   // G2
    int32_t billed_days = 0;  // at least 1
    Quantities rated{};       // while active_billed
    // Plans of several months only, each for all identical devices together: what the bucket had left when the month
    // began or its whole amount (formats.md), the instant from which it is there, and what no own bucket covered (of
    // kinds that are not pooled).
    Quantities bucket{};
    Instant bucket_from = no_instant;
    Date paid_through = 0;
    Quantities uncovered{};
    // Prepaid plans only: balances at the beginning plus purchases, and what was taken.
    Quantities credited{};
    Quantities taken{};
};

// Usage in provisioned or suspended above the complimentary amounts (U5), a month's sum.
struct StateCharge {
    Index device = no_index;
    Index plan = no_index;
    State state{};
    Kind kind{};
    int64_t quantity = 0;
};

// An active_billed session of a pool on a plan of several months, to be drawn from the pool's buckets (G4). Sessions
// that start at one instant find the same buckets, in the same order: what they want can stand as one.
struct Draw {
    Instant start = 0;
    Index plan = no_index;
    Index group = no_index;
    Kind kind{};
    int64_t wanted = 0;  // by all identical devices together
};

struct MonthRecords {
    std::vector<Interval> intervals;
    std::vector<OneOff> one_offs;
    std::vector<PeriodFee> period_fees;
    std::vector<PlanMonth> plan_months;
    std::vector<StateCharge> state_charges;
    std::vector<Draw> draws;
    std::vector<UsageRow> usage;
    std::vector<ExceptionRow> exceptions;
    std::vector<Notice> notices;
    bool overflow = false;  // a sum passed 2^63-1 (M3)
};

// Adds the records of later devices, list by list.
void append(MonthRecords& records, std::span<MonthRecords* const> later);

// Takes together what one pool's sessions of a kind want at one instant, as far as it does not pass 2^63-1.
void merge_draws(std::vector<Draw>& draws);

}  // namespace samebill
