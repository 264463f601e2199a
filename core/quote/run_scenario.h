// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <vector>

#include "core/base/problem.h"
#include "core/bill/make_bill.h"
#include "core/quote/classes.h"
#include "core/quote/scenario_result.h"

namespace samebill {

// What comes in: a scenario, and the records it samples if it does. What goes out: its months, computed by
// `make_bills`, the function that computes a request's bills, month after month with the closing state as opening.
// Invariant: the full expansion (expansion.h), run as an ordinary request, gives the same sums. Example: 100 devices at
// 2.00 that begin on 16 April: 30 days, 15 billed, 1.00 each, 100 times, 100.00.

struct ScenarioRun {
    ScenarioResult result;
    Problems problems;
};
ScenarioRun run_scenario(const Scenario& scenario, const SessionTable* records);

// Work units of all seeds together, known before anything is computed.
int64_t work_of(const Scenario& scenario, const Classes& classes, const SessionTable* records);

// How many units of work a scenario takes (scenario.h); a problem if that is more than `most_work`.
Problems check_work(const Scenario& scenario, const Classes& classes, const SessionTable* records, int64_t& work);

// The same as `run_scenario` for one seed, each month handed out as it is billed.
struct ScenarioMonth {
    const Request* request = nullptr;  // of the month, devices with weights
    const Bill* bill = nullptr;
    const AccountState* closing = nullptr;
    const PlanBook* book = nullptr;
    const DeviceUsage* usage = nullptr;
};
using TakeMonth = std::function<void(const ScenarioMonth&)>;
Problems walk_scenario(const Scenario& scenario, const Classes& classes, const SessionTable* records, uint64_t seed,
                       const TakeMonth& take);

}  // namespace samebill
