// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/account/account.h"
#include "core/account/event.h"
#include "core/bill/bill.h"
#include "core/timeline/device_state.h"

namespace samebill {

// A request as plain values: all references resolved, stages 0 to 2 of the error search passed (formats.md, Request).
// Usage is apart, in a session table.
struct Request {
    Catalog catalog;
    Account account;
    std::vector<std::string> groups;  // every report group named by events or the opening state, bytewise
    std::vector<std::string>
        gone_plans;             // plans that only paid periods of the opening state name: positions from plans.size()
    std::vector<Event> events;  // by device, then `at`, then position
    Month from = 0;
    Month through = 0;
    std::optional<AccountState> opening;  // absent: B6
    std::vector<Adjustment> adjustments;
    bool inputs_digest = true;
    std::string hashed_head;  // the canonical form that `inputs` begins with, when `inputs_digest`
};

// The id of a plan's position, for plans of the catalog and those that are gone from it.
inline const std::string& plan_id(const Request& request, Index plan) {
    const auto& plans = request.catalog.plans;
    return plan < plans.size() ? plans[plan].id : request.gone_plans[plan - plans.size()];
}

}  // namespace samebill
