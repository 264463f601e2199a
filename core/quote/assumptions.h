// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/quote/scenario.h"
#include "core/quote/scenario_result.h"

namespace samebill {

// What a result rests on and the scenario does not say in numbers of its own, as codes and parameters; the shells put
// them into words. README.md lists the codes.

struct Assumption {
    std::string code;
    Index cohort = no_index;                                      // none: of the whole scenario
    std::vector<std::pair<std::string, std::string>> parameters;  // names, values
};

std::vector<Assumption> assumptions_of(const Scenario& scenario, const ScenarioResult& result);

}  // namespace samebill
