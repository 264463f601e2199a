// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "core/quote/scenario.h"
#include "core/quote/scenario_result.h"

namespace samebill {

// What comes in: a scenario and what it came to. What goes out: samebill/scenario_result/1 as canonical JSON. The cost
// of a device is for display only: exact, then rounded half up to six digits.
std::string write_scenario_result(const Scenario& scenario, const ScenarioResult& result);

}  // namespace samebill
