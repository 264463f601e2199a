// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

// Bills as a table for spreadsheets (RFC 4180, UTF-8, CRLF). One row for each line, then one for each sum, tax and
// adjustment; `type` tells which. The columns and their order never change; new ones come at the end.

namespace samebill::text {

// All bills of a samebill/result/1 under one header.
std::string result_csv(const nlohmann::json& result);

// One field: quoted where RFC 4180 wants it, and with an apostrophe before text that a spreadsheet would run as a
// formula. Text is guarded even where it cannot come from outside; numbers (`-12.50`) are given to `csv_number`
// instead.
std::string csv_text(std::string_view value);
std::string csv_number(std::string_view value);

}  // namespace samebill::text
