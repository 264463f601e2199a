// SPDX-License-Identifier: MIT
#pragma once

#include "core/quote/assignment_bound.h"

namespace samebill {

// What comes in: every device's options and what they cost. What goes out: the cheapest assignment found, and the
// bound. Few assignments are tried one by one; else the bound's multipliers propose some, and the best of these, and of
// all devices staying or going to one plan, is bettered a device at a time. An assignment that comes to the same with
// fewer changes is preferred.
struct FoundAssignment {
    Choices chosen;
    AssignmentMethod method{};
    std::optional<int64_t> total;  // as the model sees it
    int64_t bound = 0;
};

FoundAssignment search_assignment(const Request& request, const FleetPasses& passes, const FleetOptions& options,
                                  const AssignmentOptions& how, Month from);

}  // namespace samebill
