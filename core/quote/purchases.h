// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "core/account/plan_book.h"
#include "core/quote/class_usage.h"
#include "core/timeline/device_state.h"

namespace samebill {

// What comes in: a class of a cohort with prepaid purchases, its state when a month begins, its events of the month.
// What goes out: the same events with `buy_credits` where the cohort buys. The balances are the engine's: the class is
// walked through the month day by day, and what it has at 00:00, after the events of that instant, decides. Example:
// packs of 10 MB below 2 MB, 1.5 MB left at 00:00 on the 9th: a pack at 00:00 on the 9th.

// The most packs that a class of the cohort may buy in a month.
int64_t most_packs(const Scenario& scenario, const Cohort& cohort);

struct PurchaseInput {
    const PlanBook* book = nullptr;
    Instant agreement_end = end_of_time;
    const Scenario* scenario = nullptr;
    const Classes* classes = nullptr;
    const ClassUsage* usage = nullptr;  // of the month
    const Device* device = nullptr;
    Index index = 0;  // of the class
    Month month = 0;
};

// Rounded over the month is some plan's usage: a balance at 00:00 is then known only from the month's beginning on.
bool rounds_by_month(const PlanBook& book);

void add_purchases(const PurchaseInput& input, const DeviceState& opening, std::vector<Event>& events);

}  // namespace samebill
