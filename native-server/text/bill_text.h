// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

// A bill that a person can read and add up, 80 columns wide. In: the bill as the core wrote it, and the catalog's
// kilobyte, which only sets the readable quantities. Out: the charges by category, each with the number of its line
// (from 1), the sums, and then what stands behind them: usage, allowances, intervals, exceptions, notices.

namespace samebill::text {

std::string bill_text(const nlohmann::json& bill, int64_t kilobyte_bytes);

// All bills of a samebill/result/1.
std::string result_text(const nlohmann::json& result, int64_t kilobyte_bytes);

// The tables below the sums (bill_tables.cpp).
std::string bill_tables(const nlohmann::json& bill, int64_t kilobyte_bytes);

// One charge with its amount at the right edge; `number` as shown, "" for none.
std::string charge(const std::string& number, const std::string& heading, const std::string& detail,
                   const std::string& amount);

}  // namespace samebill::text
