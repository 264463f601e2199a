// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "core/base/problem.h"
#include "core/bill/request.h"
#include "core/quote/scenario.h"
#include "core/usage/session_table.h"

namespace samebill {

// What comes in: a scenario, and the records it samples if it does. What goes out: the ordinary request that it stands
// for, every device of the fleet by itself, with its events and sessions. Invariant: the bills of that request have the
// sums of `run_scenario`. Example: a cohort of 3 meters in one usage class: 3 devices, "c001-000001-00000001" to
// "...3", that do the same at the same times.

struct Expansion {
    Request request;               // devices by id, events by device and time; purchases are among them
    std::vector<Index> cohort_of;  // of each device
    SessionTable sessions;         // sealed; ids of one width, so that sessions are in their order (U3)
};

// Problems as of `run_scenario`, and `limit` above `most_expanded_devices` or `most_expanded_sessions`.
Problems expand_scenario(const Scenario& scenario, const SessionTable* records, Expansion& out);

}  // namespace samebill
