// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace samebill::text {

// samebill/assignment_result/1 as a page: what is saved, how sure that is, and the devices that change.
std::string assignment_text(const nlohmann::json& assignment);

// The devices that change, a row each.
std::string assignment_csv(const nlohmann::json& assignment);

}  // namespace samebill::text
