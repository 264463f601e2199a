// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace samebill::text {

// samebill/comparison_result/1 as a page: totals side by side, what is recommended, break-even points, sensitivity.
std::string comparison_text(const nlohmann::json& result);

// A row for each alternative and part of its bill: `alternative,part,amount,difference`.
std::string comparison_csv(const nlohmann::json& result);

}  // namespace samebill::text
