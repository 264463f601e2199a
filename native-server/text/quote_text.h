// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>
#include <string>

// Quotes as text; each takes the document as the core wrote it.

namespace samebill::text {

// samebill/scenario_result/1.
std::string scenario_text(const nlohmann::json& result);

// samebill/quote/1.
std::string quote_text(const nlohmann::json& quote);

// samebill/quote_check_result/1.
std::string quote_check_text(const nlohmann::json& check);

}  // namespace samebill::text
