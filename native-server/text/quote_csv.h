// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>
#include <string>

// Quotes as CSV, fields as in bill_csv.h; each takes the document as the core wrote it.

namespace samebill::text {

// samebill/scenario_result/1: a row for each month and cohort, and after a month's cohorts one of the whole month.
std::string scenario_csv(const nlohmann::json& result);

// samebill/quote_check_result/1: what was quoted, each cause and its parts, what was billed.
std::string quote_check_csv(const nlohmann::json& check);

}  // namespace samebill::text
